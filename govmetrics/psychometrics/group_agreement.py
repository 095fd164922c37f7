"""May answers be averaged? ICC(1), ICC(2) and r_wg before a mean stands for a group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd
import scipy

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import is_number, shown
from govmetrics.core.result import Result
from govmetrics.core.within import HUGE, refuse_within
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.rounding import without_rounding
from govmetrics.psychometrics._frames import as_table, numbers_of, places_of

_AGREED = 0.7  # James, Demaree and Wolf (1984), by convention


@dataclass(frozen=True, eq=False)
class GroupAgreement(Result):
    """Whether the members of a group agree (组内一致性), so that their mean may stand for the group.

    Attributes
    ----------
    scales : DataFrame
        One row per scale: units (groups) and respondents used, F and p of the one-way analysis of variance; icc1,
        the share of variance between groups; icc2, the reliability of a group's mean; r_wg, the mean over groups
        of one minus their variance over that of answers at random on the scale (r_wg(J) for J items).
    notes : tuple of str
        Respondents without a group.
    labels : mapping of scale to str
        What the scales are called, where they are nodes of a tree.

    See Also
    --------
    group_agreement
    """

    scales: pd.DataFrame
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    _cites: ClassVar = ("jamesdemareewolf1984", "bliese2000")
    _shown: ClassVar = {"scales": "Agreement within groups"}
    _left_out: ClassVar = ("labels",)

    def _method(self) -> tuple[Text, ...]:
        return (
            Text(
                "Agreement within groups was measured by r_wg, the variance of answers against that of answers at "
                "random, and by the intraclass correlations ICC(1) and ICC(2) of a one-way analysis of variance."
            ),
        )

    def _names(self) -> Mapping[str, Label]:
        return self.labels

    def _finding(self) -> tuple[Text, ...]:
        weak = self.scales.index[~(self.scales["r_wg"] >= _AGREED)]
        alike = self.scales.index[np.isinf(self.scales["f"].astype(float))]
        said = "r_wg is at least {bound:g} for every scale: means may stand for the groups."
        if len(weak):
            said = "r_wg is below {bound:g}, or does not exist, for {scales}."
        told = "All members of every group agree on {scales}: F has no finite value."
        return (
            Text(said, bound=_AGREED, scales=self._called(weak)),
            *([Text(told, scales=self._called(alike))] if len(alike) else []),
        )

    def _called(self, scales: pd.Index) -> list[str]:
        return [self.labels.get(scale, scale) for scale in scales]


def group_agreement(
    items: pd.DataFrame,
    groups: pd.Series,
    ends: tuple[float, float] = (1, 5),
    scales: Mapping[str, Sequence[str]] | None = None,
) -> GroupAgreement:
    """Return how far the members of a group agree, scale by scale.

    Parameters
    ----------
    items : DataFrame
        Respondents x items, reversed items already flipped. NaN is a missing answer.
    groups : Series
        Group of each respondent, under the respondents' index; those without one are not counted.
    ends : (low, high)
        End points of the answers.
    scales : mapping, optional
        {scale: [item, ...]}; by default every item is a scale of its own. A respondent's score is the mean of
        the items answered.

    Returns
    -------
    GroupAgreement
        Whose `scales` has one row per scale.

    Raises
    ------
    FaultyInput
        Answers that are not finite numbers, groups that do not match, unknown items, ends that do not rise.
    UnsuitableMethod
        Fewer than two groups.

    References
    ----------
    Bliese, P. D. (2000). Within-group agreement, non-independence, and reliability. In Klein and Kozlowski
    (eds), Multilevel theory, research, and methods in organizations, 349-381.
    James, L. R., Demaree, R. G. and Wolf, G. (1984). Estimating within-group interrater reliability with and
    without response bias. Journal of Applied Psychology, 69, 85-98.

    Examples
    --------
    >>> answers, team = pd.DataFrame({"t1": [5, 4, 2, 1]}), pd.Series(["x", "x", "y", "y"])
    >>> group_agreement(answers, team).scales.round(3)[["icc1", "icc2", "r_wg"]].loc["t1"].to_dict()
    {'icc1': 0.895, 'icc2': 0.944, 'r_wg': 0.75}
    """
    faults = Faults(_ends_faults(ends))
    with faults:
        x, names = numbers_of(items)
    with faults:
        place, found = places_of(groups, as_table(items).index)
    faults.raise_all()
    parts = _parts(scales, names)
    if len(found) < 2:
        problem = "{count:# group|# groups}"
        raise UnsuitableMethod("groups", problem, "at least two are compared", count=len(found))
    rows = {}
    for scale, part in parts.items():
        answers = x[:, [names.index(item) for item in part]]
        answered = (~np.isnan(answers)).sum(axis=1)
        mean = np.where(answered > 0, np.nansum(answers, axis=1) / np.maximum(answered, 1), np.nan)
        rows[scale] = agreement_row(
            mean, answers, np.tile(np.asarray(ends, dtype=float), (len(part), 1)), place
        )
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("scale")
    return GroupAgreement(table, ungrouped(place))


def ungrouped(place: Ints) -> tuple[Note, ...]:
    """Return a note on respondents whose group, of which `place` (n,) is the place, is not known."""
    count = int((place < 0).sum())
    note = "{count:# respondent has no group and is|# respondents have no group and are} not counted"
    return (Note(note, count=count),) if count else ()


def _parts(scales: Mapping[str, Sequence[str]] | None, names: list[str]) -> dict[str, list[str]]:
    """Return the items of every scale; refuse what are no items."""
    if scales is None:
        return {name: [name] for name in names}
    refuse_within("scales", scales)
    if not isinstance(scales, Mapping) or not scales:
        problem, way = "is not a mapping of scales to items", "give {scale: [item, item, ...]}"
        raise FaultyInput("scales", problem, way)
    parts, faults = {}, []
    for scale, given in scales.items():
        place = f"scales, {scale}"
        listed = not isinstance(given, str | bytes) and isinstance(given, Iterable)
        parts[str(scale)] = part = [str(item) for item in given] if listed else []
        unknown = [item for item in part if item not in names]
        if not part:
            faults.append(Fault(place, "is not a list of items", "give [item, item, ...]"))
        if unknown:
            faults.append(Fault(place, "no such items: {unknown}", "use the columns' names", unknown=unknown))
    Faults(faults).raise_all()
    return parts


def _ends_faults(ends: tuple[float, float]) -> list[Fault]:
    good = (
        isinstance(ends, tuple | list)
        and len(ends) == 2
        and all(map(is_number, ends))
        and -HUGE < ends[0] < ends[1] < HUGE
    )
    way = "give the lowest and the highest code, such as (1, 5)"
    return [] if good else [Fault("ends", "is {value}", way, value=shown(ends))]


def agreement_row(score: Array, items: Array, limits: Array, place: Ints) -> dict[str, float]:
    """Return the agreement of one scale: its `score` (n,), its `items` (n, J) with their `limits` (J, 2)."""
    return _one_way(score, place) | {"r_wg": _within_agreement(items, limits, place)}


def _within_agreement(x: Array, limits: Array, place: Ints) -> float:
    """Return r_wg(J) of answers (n, J)."""
    J, size = x.shape[1], int(place.max()) + 1
    count, within = np.zeros((size, J)), np.zeros((size, J))
    for j in range(J):
        used = ~np.isnan(x[:, j]) & (place >= 0)
        y, g = x[used, j], place[used]
        n = np.bincount(g, minlength=size)
        centre = np.bincount(g, y, minlength=size) / np.maximum(n, 1)
        count[:, j], within[:, j] = n, np.bincount(g, (y - centre[g]) ** 2, minlength=size)
    return r_wg_of(count, within, limits)


def r_wg_of(n: Array, within: Array, limits: Array) -> float:
    """Return r_wg(J), the mean over groups: answers' variance against that of answers at random.

    With A whole codes a random answer has variance (A^2 - 1) / 12; below zero, no agreement, counts as zero.

    Parameters
    ----------
    n, within : (groups, J)
        Answers, and their sums of squares about the group's mean.
    limits : (J, 2)
    """
    low, high = limits.T
    J, random = len(limits), ((high - low + 1) ** 2 - 1) / 12
    ratio = np.where(n > 1, within / np.maximum(n - 1, 1) / random, np.nan)
    share = np.minimum(ratio[~np.isnan(ratio).any(axis=1)].mean(axis=1), 1.0)
    return float((J * (1 - share) / (J * (1 - share) + share)).mean()) if len(share) else float("nan")


def _one_way(y: np.ndarray, place: np.ndarray) -> dict[str, float]:
    used = ~np.isnan(y) & (place >= 0)
    y, g = y[used], place[used]
    occurs, g = np.unique(g, return_inverse=True)
    n = np.bincount(g, minlength=len(occurs))
    means = np.bincount(g, y, minlength=len(occurs)) / n
    apart = without_rounding(y - means[g], float(np.abs(y).max(initial=0.0)))
    within = np.bincount(g, apart**2, minlength=len(occurs)).astype(float)
    return one_way_of(n, means, within)


def one_way_of(n: Array | Ints, means: Array, within: Array) -> dict[str, float]:
    """Return the one-way analysis of groups: their sizes, means and sums of squares about these, each (groups,)."""
    total, G = int(n.sum()), len(n)
    if G < 2 or total <= G:
        return {"units": G, "respondents": total} | dict.fromkeys(("f", "p", "icc1", "icc2"), float("nan"))
    msb = float((n * (means - (n * means).sum() / total) ** 2).sum() / (G - 1))
    msw = float(within.sum() / (total - G))
    k = (total - (n**2).sum() / total) / (G - 1)
    f = msb / msw if msw > 0 else float("inf") if msb > 0 else float("nan")
    both = msb + (k - 1) * msw
    return {
        "units": G,
        "respondents": total,
        "f": f,
        "p": float(scipy.stats.f.sf(f, G - 1, total - G)),
        "icc1": (msb - msw) / both if both > 0 else float("nan"),
        "icc2": (msb - msw) / msb if msb > 0 else float("nan"),
    }
