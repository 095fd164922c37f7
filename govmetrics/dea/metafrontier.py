"""Metafrontier (共同前沿): units of different groups, and how far each group's technology lies from the best.

References
----------
Battese, G. E., Rao, D. S. P., & O'Donnell, C. J. (2004). A metafrontier production function for estimation of
technical efficiencies and technology gaps for firms operating under different technologies. Journal of
Productivity Analysis, 21, 91-103. O'Donnell, C. J., Rao, D. S. P., & Battese, G. E. (2008). Metafrontier
frameworks for the study of firm-level efficiencies and technology ratios. Empirical Economics, 34, 231-255.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders, place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.labels import cleaned
from govmetrics.core.options import FLAG, SERIES, asked, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.dea._frontiers import Frontier, by_frontier, frontier_faults, spanned
from govmetrics.dea._idle import NOTHING
from govmetrics.dea._observe import Amounts, Observed, observe
from govmetrics.dea._options import ORIENTATION, RETURNS, Orientation, Returns
from govmetrics.dea._words import assumed, oriented
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.radial_scores import radial_scores


@dataclass(frozen=True, eq=False)
class Metafrontier(Result):
    """Scores against the unit's own group and against all groups.

    Attributes
    ----------
    table : DataFrame
        Per unit: group, group_score, meta_score, technology_gap (meta over group score, in (0, 1]: how close the
        group's technology comes to the best one at this unit; 技术落差比).
    groups : DataFrame
        Per group: units, and the means of the three columns over all periods.
    orientation, returns : str
    convex : bool
        As asked for.
    notes : tuple of str
        Groups with few units.

    See Also
    --------
    metafrontier
    """

    table: pd.DataFrame
    groups: pd.DataFrame
    orientation: str
    returns: str
    convex: bool
    notes: tuple[str, ...]

    _by_frontier: ClassVar = ("groups",)
    _shown: ClassVar = {
        "table": "Efficiency against the own group and against all groups",
        "groups": "Means by group",
    }

    _cites: ClassVar = ("battese2004", "odonnell2008")

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Each unit was measured against the frontier of its own group and against the metafrontier ({orientation}, "
            "{returns}; {kind}); the technology gap ratio is the second score over the first."
        )
        kind = Text("of all units") if self.convex else Text("the best of the groups' frontiers")
        return (Text(found, kind=kind, **assumed(self.orientation, self.returns)), *spanned(self.notes))

    def _tables(self) -> list[Table]:
        return oriented(super()._tables(), self.orientation)

    def _finding(self) -> tuple[Text, ...]:
        gap = self.groups["technology_gap"]
        found = "Group {best:3} comes closest to the metafrontier ({highest:.4f}), {worst:3} least ({lowest:.4f})."
        return (
            Text(
                found, best=holders(gap), highest=gap.max(), worst=holders(gap, most=False), lowest=gap.min()
            ),
        )


def metafrontier(
    inputs: Amounts,
    outputs: Amounts,
    groups: pd.Series,
    orientation: Orientation = "input",
    returns: Returns = "variable",
    convex: bool = True,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> Metafrontier:
    """Score units against their own group's frontier and against the frontier of all groups.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
    groups : Series
        Unit -> group, for example the district's type.
    orientation : {"input", "output"}
    returns : {"variable", "constant", "increasing", "decreasing"}
    convex : bool
        Whether mixtures of different groups' units belong to the metatechnology. If not, the meta score is the
        lowest score against any one group.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    Metafrontier

    Raises
    ------
    FaultyInput
        A unit without group, or faults of cells.

    References
    ----------
    Battese, G. E., Rao, D. S. P. and O'Donnell, C. J. (2004). A metafrontier production function for
    estimation of technical efficiencies and technology gaps for firms operating under different
    technologies. Journal of Productivity Analysis 21, 91-103. O'Donnell, C. J., Rao, D. S. P. and Battese,
    G. E. (2008). Metafrontier frameworks for the study of firm-level efficiencies and technology ratios.
    Empirical Economics 34, 231-255.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x, y = pd.Series({"A": 1.0, "B": 2.0, "C": 4.0}), pd.Series({"A": 1.0, "B": 1.0, "C": 1.0})
    >>> found = metafrontier(x, y, pd.Series({"A": "city", "B": "town", "C": "town"}))
    >>> found.to_frame()["technology_gap"].to_dict()
    {'A': 1.0, 'B': 0.5, 'C': 0.5}
    """
    faults = wanted(orientation=(orientation, ORIENTATION), returns=(returns, RETURNS))
    faults += wanted(convex=(convex, FLAG))
    faults += frontier_faults(frontier, width)
    with faults:
        data = observe(inputs, outputs, warn=False, idle=True)
        member = cleaned(_members(groups, data.units))
    faults.raise_all()
    found = by_frontier(
        data,
        frontier,
        width,
        lambda part: _metafrontier(part, member[part.units], orientation, returns, convex),
    )
    return replace(found, groups=_by_group(found.table))


def _metafrontier(
    data: Observed, member: pd.Series, orientation: str, returns: str, convex: bool
) -> Metafrontier:
    names = member.unique()
    own, any_group = np.empty(data.n), np.full(data.n, np.inf)
    for name in names:
        here = np.flatnonzero((member == name).to_numpy())
        reference = data.x[here], data.y[here]
        own[here] = radial_scores(*reference, orientation, returns)
        if not convex:
            against = radial_scores(data.x, data.y, orientation, returns, reference)
            any_group = np.fmin(any_group, against)  # a group that cannot reach a unit says nothing about it
    # Its own group bounds a unit from above, also where rounding says otherwise.
    meta = radial_scores(data.x, data.y, orientation, returns) if convex else any_group
    meta = np.minimum(meta, own)
    gap = np.divide(meta, own, out=np.full(data.n, np.nan), where=own > 0)
    table = pd.DataFrame(
        {"group": member, "group_score": own, "meta_score": meta, "technology_gap": gap}, index=data.units
    )
    notes = _small(member, data.x, data.y)
    if (own == 0).any():
        notes += (Note(NOTHING, units=list(data.units[own == 0])),)
    return Metafrontier(table, _by_group(table), orientation, returns, convex, notes)


def _members(groups: pd.Series, units: pd.Index) -> pd.Series:
    asked(groups=(groups, SERIES))
    found = groups.reindex(units) if groups.index.is_unique else None
    if found is None:
        raise FaultyInput("groups", "names units more than once", "give each unit one group")
    lost, way_out = units[found.isna()], "give every unit a group"
    Faults(Fault(f"groups, {place_of(unit)}", "has no group", way_out) for unit in lost).raise_all()
    return found


def _by_group(table: pd.DataFrame) -> pd.DataFrame:
    grouped = table.groupby("group", sort=False)
    means = grouped[["group_score", "meta_score", "technology_gap"]].mean()
    means.insert(0, "units", grouped.size())
    return means


def _small(member: pd.Series, x: Floats, y: Floats) -> tuple[str, ...]:
    m, s = x.shape[1], y.shape[1]
    need, count = max(m * s, 3 * (m + s)), member.value_counts(sort=False)
    note = (
        "group {group} has {n:# unit|# units} for {m:# input|# inputs} and {s:# output|# outputs}: most will look "
        "efficient within it"
    )
    return tuple(Note(note, group=name, n=size, m=m, s=s) for name, size in count.items() if size < need)
