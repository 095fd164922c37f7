"""Outliers (异常值检验): units that a frontier hangs on, or whose numbers may be wrong.

References
----------
Banker, R. D., & Chang, H. (2006). The super-efficiency procedure for outlier identification, not for ranking
efficient units. European Journal of Operational Research, 175, 1311-1320. Simar, L. (2003). Detecting outliers in
frontier models: a simple approach. Journal of Productivity Analysis, 20, 391-424. Sousa, M. C. S., & Stosic, B.
(2005). Technical efficiency of the Brazilian municipalities: correcting nonparametric frontier measurements for
outliers. Journal of Productivity Analysis, 24, 157-181. Wilson, P. W. (1993). Detecting outliers in deterministic
nonparametric frontier models with multiple outputs. Journal of Business & Economic Statistics, 11, 319-323.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.options import COUNT, NUMBER, asked, instance, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.dea._frontiers import Frontier, by_frontier, observed, spanned
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import ORIENTATION, RETURNS, Orientation, Returns, chose
from govmetrics.dea._words import assumed, oriented
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.radial_scores import frontier_peers, scores_without
from govmetrics.dea.order_m import partial_scores

THRESHOLDS = instance(dict, Text("give a mapping of a test's name to a number"))
TESTS = ("super_score", "order_m", "leverage")
SUBSETS = 200_000  # of Wilson's statistic looked at for each size


@dataclass(frozen=True, eq=False)
class Outliers(Result):
    """What speaks for a unit being an outlier; a reason to look at its data, not to drop it.

    Attributes
    ----------
    table : DataFrame
        Per unit: super_score (NaN: beyond anything the others reach), leverage (root mean square change of the
        others' scores when it is left out), order_m (score against the expected best of m), and for each whether
        it is above its threshold; marks (how many are).
    thresholds : dict
        super_score, leverage, order_m; by period where each has a frontier of its own, as `determinants`.
    determinants : DataFrame
        Wilson's statistic: per size the group of units whose removal shrinks the data's volume most, the ratio
        of volumes, and the gap to the next group (difference of logarithms; a large gap marks outliers).
    m : int
    orientation, returns : str
    notes : tuple of str

    See Also
    --------
    outliers
    """

    table: pd.DataFrame
    thresholds: dict[str, float] | dict[Hashable, dict[str, float]]
    determinants: pd.DataFrame
    m: int
    orientation: str
    returns: str
    notes: tuple[str, ...]

    _by_frontier: ClassVar = ("thresholds", "determinants")
    _shown: ClassVar = {
        "_table": "Marks of outliers, most first", "_limits": "Thresholds", "determinants": "Wilson's statistic",
    }  # fmt: skip

    _cites: ClassVar = ("bankerchang2006", "simar2003", "sousastosic2005", "wilson1993")

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Outliers were looked for by super-efficiency, by leverage on the other units' scores and by the order-m score "
            "(m = {m}; {orientation}, {returns}), and by Wilson's statistic for groups of up to {largest:# unit|# units}."
        )
        largest = int(self.determinants.index.get_level_values(-1).max())
        return (
            Text(found, m=self.m, largest=largest, **assumed(self.orientation, self.returns)),
            *spanned(self.notes),
        )

    @property
    def _table(self) -> pd.DataFrame:
        return self.table.sort_values(["marks", "leverage"], ascending=False, kind="stable")

    @property
    def _limits(self) -> pd.DataFrame:
        if "leverage" in self.thresholds:
            return pd.DataFrame([self.thresholds])
        return pd.DataFrame.from_dict(self.thresholds, orient="index").rename_axis("period")

    def _tables(self) -> list[Table]:
        return oriented(super()._tables(), self.orientation)

    def _finding(self) -> tuple[Text, ...]:
        marked = self.table.index[self.table["marks"] >= 2]
        if not len(marked):
            return (Text("No unit is marked by two tests or more."),)
        return (Text("Marked by at least two tests: {names}; check their data first.", names=marked),)


def outliers(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Orientation = "input",
    returns: Returns = "variable",
    m: int = 25,
    largest: int = 3,
    thresholds: dict[str, float] | None = None,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> Outliers:
    """Look for outliers in four ways.

    A unit without any output takes part in input orientation: it may use the least, and its amounts count in Wilson's
    statistic. In output orientation its outputs could grow without bound, so that no test has a number for it.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
    orientation : {"input", "output"}
    returns : {"variable", "constant", "increasing", "decreasing"}
    m : int
        Order of the partial frontier.
    largest : int
        Largest group of units in Wilson's statistic.
    thresholds : dict, optional
        super_score (default 1.2), order_m (1.2), leverage (mean leverage times the logarithm of n).
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    Outliers

    Raises
    ------
    FaultyInput
        Faults of the tables, unknown thresholds; a unit without any output in output orientation.
    UnsuitableMethod
        Fewer units than columns plus `largest`.

    References
    ----------
    Banker, R. D. and Chang, H. (2006). The super-efficiency procedure for outlier identification, not for
    ranking efficient units. European Journal of Operational Research 175, 1311-1320. Simar, L. (2003).
    Detecting outliers in frontier models: a simple approach. Journal of Productivity Analysis 20, 391-424.
    Sousa, M. d. C. S. d. and Stošić, B. (2005). Technical efficiency of the Brazilian municipalities:
    correcting nonparametric frontier measurements for outliers. Journal of Productivity Analysis 24,
    157-181. Wilson, P. W. (1993). Detecting outliers in deterministic nonparametric frontier models with
    multiple outputs. Journal of Business & Economic Statistics 11, 319-323.

    Examples
    --------
    >>> x = pd.Series([2.0, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    >>> y = x * [0.8, 1, 0.7, 0.9, 1, 0.6, 0.8, 6.0, 0.7, 1]
    >>> import warnings; warnings.simplefilter("ignore")
    >>> outliers(x, y, returns="constant").summary()
    'Marked by at least two tests: 7; check their data first.'
    """
    faults = wanted(orientation=(orientation, ORIENTATION), returns=(returns, RETURNS))
    faults += wanted(largest=(largest, COUNT), m=(m, COUNT))
    with faults:
        _check_thresholds(thresholds)
    why = Text(
        "leave the unit out: its outputs could grow without bound, so that no test has a number for it; or choose "
        "orientation='input', which takes it"
    )
    idle = chose(orientation, "input") or why
    data = observed(faults, frontier, width, inputs, outputs, idle=idle)

    def model(part: Observed) -> Outliers:
        return _outliers(part, orientation, returns, m, largest, thresholds)

    return by_frontier(data, frontier, width, model)


def _outliers(
    data: Observed,
    orientation: Orientation,
    returns: str,
    m: int,
    largest: int,
    thresholds: dict[str, float] | None,
) -> Outliers:
    both = np.hstack([data.x, data.y])
    if data.n < both.shape[1] + largest + 1:
        problem = "{n:# unit|# units} for {columns:# column|# columns} and groups of {largest}"
        raise UnsuitableMethod("units", problem, "give more units, or a smaller `largest`",
                n=data.n, columns=both.shape[1], largest=largest)  # fmt: skip
    beyond_others, leverage = _left_out(data.x, data.y, orientation, returns)
    limit = _given(
        thresholds, {"super_score": 1.2, "order_m": 1.2, "leverage": leverage.mean() * np.log(data.n)}
    )
    found = {
        "super_score": beyond_others,
        "leverage": leverage,
        "order_m": partial_scores(data, m, orientation),
    }
    table = pd.DataFrame(found, index=data.units)
    for name in found:
        table[f"{name}_high"] = table[name] > limit[name]
    table["marks"] = table[[f"{name}_high" for name in found]].sum(axis=1)
    beyond = table.index[table["super_score"].isna()]
    notes = tuple(
        Note("{unit} lies beyond anything the others reach: it has no super-efficiency", unit=unit)
        for unit in beyond
    )
    determinants, exact = _determinants(both / both.max(axis=0), largest, data.units)
    if not exact:
        note = "Wilson's statistic looked only at groups of the units with the largest leverage on the volume"
        notes += (Note(note),)
    return Outliers(table, limit, determinants, m, orientation, returns, notes)


def _check_thresholds(given: object) -> None:
    if given is None:
        return
    asked(thresholds=(given, THRESHOLDS))
    assert isinstance(given, dict)
    faults = Faults()
    for name, value in given.items():
        if name not in TESTS:
            problem, way_out = "{value!r} is not known", "choose one of: {choices:50}"
            fault = Fault("thresholds", problem, way_out, value=name, choices=TESTS)
            faults.append(fault)
        faults += NUMBER.faults(f"thresholds[{name!r}]", value)
    faults.raise_all()


def _given(given: dict[str, float] | None, limits: dict[str, float]) -> dict[str, float]:
    return {name: float(value) for name, value in {**limits, **(given or {})}.items()}


def _left_out(x: Floats, y: Floats, orientation: str, returns: str) -> tuple[Floats, Floats]:
    """Return (n,), (n,): each unit's score without itself, and the root mean square change of all others' scores without it.

    Only units that use it as a peer can change.
    """
    n = len(x)
    score, behind = frontier_peers(x, y, orientation, returns)
    who, without = np.unique(np.stack([behind.unit, behind.peer]), axis=1)
    changed = scores_without(x, y, who, without, orientation, returns, behind)
    alone, itself = score + 0.0, who == without
    alone[who[itself]] = changed[itself]
    change = np.where(itself, 0.0, changed - score[who])
    return alone, np.asarray(np.sqrt(np.bincount(without, change**2, minlength=n) / (n - 1)))


def _determinants(Z: Floats, largest: int, units: pd.Index) -> tuple[pd.DataFrame, bool]:
    """Return Wilson's statistic for groups of 1 .. largest units, and whether all groups were looked at.

    The ratio of det(Z'Z) without a group to det(Z'Z) is det(I - H) of the group's part of the hat matrix H.
    """
    across = np.linalg.pinv(Z).T  # the hat matrix is Z times this, transposed; never held as a whole
    order = np.argsort(-np.einsum("np,np->n", Z, across), kind="stable")
    rows, exact = [], True
    for size in range(1, largest + 1):
        count = len(Z)
        while comb(count, size) > SUBSETS:
            count -= 1
        exact &= count == len(Z)
        groups: Ints = np.array(list(combinations(np.sort(order[:count]).tolist(), size)), dtype=np.int64)
        part = np.eye(size) - np.einsum("kip,kjp->kij", Z[groups], across[groups])
        ratio = np.maximum(np.linalg.det(part), 0.0)
        first, second = np.argsort(ratio, kind="stable")[:2]
        with np.errstate(divide="ignore"):
            gap = float(np.log(ratio[second]) - np.log(ratio[first])) if ratio[second] > 0 else np.inf
        names = Text("{cells}", cells=[units[i] for i in groups[first]])
        rows.append({"size": size, "units": names, "ratio": float(ratio[first]), "gap": gap})
    return pd.DataFrame(rows).set_index("size"), exact
