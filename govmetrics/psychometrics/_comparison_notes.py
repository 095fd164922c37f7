"""What a reader of a comparison of groups must know: what was not tested, assumptions that fail, what to look at next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import scipy

from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.psychometrics._asked import Asked
from govmetrics.psychometrics._group_means import Moments, Tested

_FEW = 10  # answers of a group below which only large differences are found
_SMALL = 30  # answers below which a mean need not be nearly normal, by convention


def untested(names: list[str], m: Moments, p: Array, asked: Asked, labels: Mapping[str, Label]) -> list[Note]:
    """Return a note for every measure that could not be tested, with the reason."""
    if asked.designed:
        return _without_error(names, m, p, asked, labels)
    notes = []
    for j in np.flatnonzero(np.isnan(p)):
        item = labels.get(names[j], names[j])
        empty = [group for group, n in zip(asked.groups, m.n[:, j], strict=True) if n == 0]
        if empty:
            notes.append(Note("{item}: not tested, nobody of {groups:5} answered", item=item, groups=empty))
        elif asked.variances == "equal":
            notes.append(Note("{item}: not tested, no variance within groups", item=item))
        else:
            notes.append(_reason(m, int(j), item, asked.groups))
    return notes


def _without_error(
    names: list[str], m: Moments, p: Array, asked: Asked, labels: Mapping[str, Label]
) -> list[Note]:
    """Return the groups whose means have no error in a design, with their respondents, and what to do about them."""
    found: dict[tuple[int, ...], list[str | Label]] = {}
    clusters = np.arange(len(asked.place)) if asked.clusters is None else asked.clusters
    drawn = np.array([len(np.unique(clusters[asked.place == g])) for g in range(len(asked.groups))])
    for j in np.flatnonzero(np.isnan(p)):
        bad = (m.n[:, j] < 2) | (drawn < 2) | ~(m.variance[:, j] > 0)
        at = tuple(map(int, np.flatnonzero(bad)))
        found.setdefault(at, []).append(labels.get(names[j], names[j]))
    notes = []
    for few, items in found.items():
        sizes = [Text("{group} ({n:# respondent|# respondents})", group=asked.groups[g], n=int((asked.place == g).sum()))
                 for g in few]  # fmt: skip
        told = (
            "not tested, some group has fewer than two respondents or clusters, or no variance: {groups:10} on {items:10}; "
            "merge it with a like category in the file of answers, or leave its respondents' cell empty"
            if few
            else "not tested, {count:#} groups are too many for so few clusters, or for answers so alike: {items:10}; merge "
            "categories in the file of answers"
        )
        notes.append(Note(told, groups=sizes, items=items, count=len(asked.groups)))
    return notes


def _reason(m: Moments, j: int, item: str | Label, groups: list[str]) -> Note:
    """Return which groups are too small or do not vary, so that Welch's test has no value."""
    few = [group for group, n in zip(groups, m.n[:, j], strict=True) if n < 2]
    if few:
        return Note("{item}: not tested, fewer than two answers of {groups:5}", item=item, groups=few)
    alike = [group for group, variance in zip(groups, m.variance[:, j], strict=True) if not variance > 0]
    return Note("{item}: not tested, all answers are alike of {groups:5}", item=item, groups=alike)


def assumptions(
    y: Array, m: Moments, p: Array, spreads: Mapping[str, Tested], names: list[str], asked: Asked,
    labels: Mapping[str, Label],
) -> list[Note]:  # fmt: skip
    """Return notes on variances, small groups and normality, and on how pairs were compared."""

    def called(rows: Iterable[bool]) -> list[str]:
        return [labels.get(name, name) for name, row in zip(names, rows, strict=True) if row]

    tested = ~np.isnan(p)
    if not tested.any():
        return []
    if asked.designed:
        return [*_design_notes(asked), *_next(p, asked)]
    unequal = called(tested & (spreads["Brown and Forsythe's W"].p < asked.significance))
    notes = [*_of_variances(unequal, asked), *_of_pairs(unequal, asked)]
    few = [group for group, n in zip(asked.groups, m.n[:, tested].min(axis=1), strict=True) if n < _FEW]
    if few:
        told = "fewer than {few} answers of {groups:5}: only large differences can be found, and p rests on normal answers"
        notes.append(Note(told, few=_FEW, groups=few))
    odd = called(tested & _not_normal(y, m, asked))
    if odd:
        told = (
            "groups of fewer than {small} whose answers are not normal (Shapiro-Wilk, p < {significance:g}): {items:10}; "
            "`rank_tests` do not assume it"
        )
        notes.append(Note(told, small=_SMALL, significance=asked.significance, items=odd))
    return [*notes, *_next(p, asked)]


def _of_variances(unequal: list[str], asked: Asked) -> list[Note]:
    if not unequal:
        return []
    told = (
        "variances differ between groups (Brown and Forsythe, p < {significance:g}) on {items:10}: Welch's test decides, "
        "which does not assume them equal"
        if asked.variances == "unequal"
        else "variances differ between groups (Brown and Forsythe, p < {significance:g}) on {items:10}, and the test that "
        'decides assumes them equal: use variances="unequal", and read Welch\'s test'
    )
    return [Note(told, significance=asked.significance, items=unequal)]


def _of_pairs(unequal: list[str], asked: Asked) -> list[Note]:
    notes = []
    if asked.post_hoc in ("tukey", "lsd", "bonferroni") and unequal:
        told = (
            "pairs were compared with a common variance, which does not hold on {items:10}: use games_howell"
        )
        notes.append(Note(told, items=unequal))
    if asked.post_hoc == "lsd" and len(asked.groups) > 3:
        told = "lsd does not correct for {count:#} pairs: read it only where F is significant, or use tukey"
        notes.append(Note(told, count=len(asked.groups) * (len(asked.groups) - 1) // 2))
    return notes


def _next(p: Array, asked: Asked) -> list[Note]:
    """Say what a referee asks next: which groups differ."""
    if asked.post_hoc is None and len(asked.groups) > 2 and (p < asked.significance).any():
        if asked.designed:
            return [Note('which groups differ is told by pairs: post_hoc="bonferroni"')]
        way = 'which groups differ is told by pairs: post_hoc="games_howell", or "tukey" where variances are equal'
        return [Note(way)]
    return []


def _design_notes(asked: Asked) -> list[Note]:
    w = asked.weights
    if w is None:
        return []
    own = w[asked.place >= 0]
    told = "answers are weighted: n counts people, and {n:,} of them count as {effective:,.0f}"
    return [Note(told, n=len(own), effective=float(own.sum() ** 2 / (own**2).sum()))]


def _not_normal(y: Array, m: Moments, asked: Asked) -> Array:
    """Tell which measures have a small group whose answers are not normal, (p,)."""
    odd = np.zeros(y.shape[1], dtype=bool)
    for g, j in np.argwhere((m.n >= 3) & (m.n < _SMALL) & (m.variance > 0)):
        part = y[asked.place == g, j]
        odd[j] |= scipy.stats.shapiro(part[~np.isnan(part)]).pvalue < asked.significance
    return odd
