"""The single checks of a published table: printed numbers in, rows of verdicts and sentences out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import scipy

from govmetrics.core.labels import row_label
from govmetrics.core.words import Text, p_words
from govmetrics.diagnosis._rounding import Places, Printed, Rounded, half_unit, plain, rounded, within
from govmetrics.numerics.arrays import Array

OK, WRONG = "agrees", "contradicts"
COLUMNS = ("check", "place", "printed", "computed", "tolerance", "verdict", "sentence")


@dataclass(frozen=True)
class Claim:
    """A sentence of the text: the first mean is significantly lower (or higher) than the second.

    Parameters
    ----------
    text : str
        The sentence, for the report.
    means, sds, ns : (first, second)
        Printed means, standard deviations and numbers of respondents.
    relation : {"lower", "higher", "different"}
        What is claimed of the first.
    significant : bool
        False when the text claims that there is no significant difference.
    level : float
        Level of confidence of the test.

    Examples
    --------
    >>> from govmetrics.diagnosis import Claim
    >>> claim = Claim("Trust is significantly lower in new estates", means=(3.1, 3.6), sds=(0.9, 0.8), ns=(120, 140))
    >>> claim.relation
    'lower'
    """

    text: str
    means: tuple[float, float]
    sds: tuple[float, float]
    ns: tuple[int, int]
    relation: str = "lower"
    significant: bool = True
    level: float = 0.95


def _row(check: str, place: str, printed: float, computed: float, tolerance: float) -> dict[str, Any]:
    """Return a check of one printed number against one computed."""
    good = within(printed - computed, tolerance, max(abs(printed), abs(computed)))
    said = {"place": place, "printed": plain(printed), "computed": plain(computed)}
    sentence = (
        Text("{place}: {printed} is printed, and the items give {computed}", **said)
        if good
        else Text("{place}: {printed} is printed, but the items give {computed}", **said)
    )
    return _record(check, place, (printed, computed, tolerance), good, sentence)


def _record(
    check: str, place: str, numbers: tuple[float, float, float], good: bool, sentence: Text
) -> dict[str, Any]:
    """Return one row of the checks; numbers are printed, computed, tolerance."""
    values = (check, place, *numbers, OK if good else WRONG, sentence)
    return dict(zip(COLUMNS, values, strict=True))


def mean_rows(
    x: Array, unit: float, groups: pd.Series | None, means: Places, totals: Mapping[str, Printed]
) -> list[dict[str, Any]]:
    """Check printed means of dimensions and totals against the items `x` (n,), rounded by `unit` at most."""
    floats = [n for table in (*means.values(), totals) for n in table.values() if isinstance(n, float)]
    said = {place: rounded(numbers, floats) for place, numbers in means.items()}
    computed = pd.Series(x).groupby(np.zeros(len(x)) if groups is None else groups.to_numpy()).mean()
    rows = []
    for where, numbers in said.items():
        for name, (number, own) in numbers.items():
            place = Text("{place}, {name}", place=where, name=str(name)) if where else str(name)
            rows.append(_row("dimension mean", place, number, float(computed[name]), unit + own))
    for name, mean in computed.items():
        rows += _places_rows(name, {w: n[name] for w, n in said.items() if name in n}, float(mean), unit)
    # What a total may be the mean of: items, dimensions, dimensions as printed.
    bases = [(float(x.mean()), unit), (float(computed.mean()), unit)]
    bases += [
        (float(np.mean([n.value for n in numbers.values()])), 0.0)
        for numbers in said.values()
        if groups is not None and len(numbers) == len(computed)
    ]
    for where, (number, own) in rounded(totals, floats).items():
        mean, allowed = min(bases, key=lambda base: abs(base[0] - number) - base[1])
        place = Text("{place}, overall mean", place=where) if where else Text("overall mean")
        rows.append(_row("total mean", place, number, mean, allowed + own))
    return rows


def _places_rows(name: Hashable, said: dict[str, Rounded], mean: float, unit: float) -> list[dict[str, Any]]:
    """Return the contradiction of places that print one mean differently; nothing where rounding explains it."""
    if all(
        within(a.value - b.value, a.unit + b.unit, abs(a.value)) for a, b in combinations(said.values(), 2)
    ):
        return []
    texts = [
        Text("{value} ({place})", value=plain(n.value), place=where) if where else plain(n.value)
        for where, n in said.items()
    ]
    fits = [plain(n.value) for n in said.values() if within(n.value - mean, unit + n.unit, abs(mean))]
    fit = Text("none fits the items") if not fits else Text("only {value} fits the items", value=fits[0])
    if len(fits) > 1:
        fit = Text("more than one fits the items")
    sentence = Text("{name}: {values} cannot all be right; {fit}", name=str(name), values=texts, fit=fit)
    values = [n.value for n in said.values()]
    return [_record("places agree", str(name), (max(values), min(values), 0.0), False, sentence)]


def ranks_rows(units: pd.Index, x: Array, ranks: Array) -> list[dict[str, Any]]:
    """Check each rank against those that its value allows; printed ties may be broken in any way."""
    labels = [row_label(unit) for unit in units]
    ordered = np.sort(x)
    n = len(x)
    same = 1e-12 * np.abs(x)  # values that only floating point sets apart are ties
    best = n - np.searchsorted(ordered, x + same, side="right") + 1
    last = n - np.searchsorted(ordered, x - same, side="left")
    dense = pd.Series(x).rank(method="dense", ascending=False).to_numpy()
    wrong = (ranks < best) | (ranks > last)
    if not wrong.any() or np.array_equal(ranks, dense):
        sentence = Text("the ranks follow from the values")
        return [_record("ranks", Text("all"), (np.nan, np.nan, 0.0), True, sentence)]
    rows = []
    for i in np.flatnonzero(wrong):
        said = {"unit": labels[i], "rank": float(ranks[i]), "best": int(best[i]), "last": int(last[i])}
        sentence = (
            Text("{unit}: rank {rank:g} is printed, but its value gives {best}", **said)
            if best[i] == last[i]
            else Text("{unit}: rank {rank:g} is printed, but its value gives {best} to {last}", **said)
        )
        numbers = (float(ranks[i]), float(best[i]), 0.0)
        rows.append(_record("ranks", labels[i], numbers, False, sentence))
    return rows


def shares_rows(column: pd.Series, groups: pd.Series | None) -> list[dict[str, Any]]:
    """Check that shares sum to 1 or 100: over the table, or else within each group."""
    x, unit = column.astype(float).to_numpy(), half_unit(column)

    def whole(total: float) -> float:
        return 100.0 if abs(total - 100) < abs(total - 1) else 1.0

    total, tolerance = float(x.sum()), unit * len(x)
    fits = abs(total - whole(total)) <= tolerance + 1e-9
    if not fits and groups is not None:
        sums = pd.Series(x).groupby(groups.to_numpy()).agg(["sum", "size"])
        target = whole(float(sums["sum"].mean()))
        apart = (sums["sum"] - target).abs() - unit * sums["size"]
        if (apart <= 1e-9).any():  # at least one group sums to the whole: these are shares within groups
            rows = zip(sums.index, sums["sum"], sums["size"], strict=True)
            name = str(column.name)
            return [
                _sum_row(Text("{place}, {name}", place=name, name=str(g)), float(s), target, unit * int(k))
                for g, s, k in rows
            ]
    return [_sum_row(str(column.name), total, whole(total), tolerance)]


def _sum_row(place: str, total: float, target: float, tolerance: float) -> dict[str, Any]:
    good = abs(total - target) <= tolerance + 1e-9
    said = {"place": place, "total": total, "target": target}
    sentence = (
        Text("{place}: the shares sum to {total:.6g}", **said)
        if good
        else Text("{place}: the shares sum to {total:.6g}, not to {target:g}", **said)
    )
    return _record("shares", place, (total, target, tolerance), good, sentence)


def claim_row(claim: Claim) -> dict[str, Any]:
    """Check a claim by Welch's t test; it stands where the rounding of its numbers lets it stand."""
    p, kindest, limit = _welch(claim, 0), _welch(claim, 1 if claim.significant else -1), 1 - claim.level
    good = (kindest < limit) == claim.significant
    (a, b) = map(plain, claim.means)
    two_sided = claim.relation == "different"
    test = Text("Welch's t test") if two_sided else Text("one-sided Welch's t test")
    said = {"text": claim.text, "first": a, "second": b, "p": p_words(p), "test": test}
    if not good:
        sentence = Text("“{text}” is not borne out: {first} against {second}, {p} ({test})", **said)
    elif (p < limit) != claim.significant:
        sentence = Text(
            "“{text}” is borne out: {first} against {second}, {p} ({test}), allowing for rounding",
            **said,
        )
    else:
        sentence = Text("“{text}” is borne out: {first} against {second}, {p} ({test})", **said)
    numbers = (claim.means[0] - claim.means[1], p, limit)
    return _record("claim", claim.text, numbers, good, sentence)


def _welch(claim: Claim, apart: int) -> float:
    """Return p of the claim, with its numbers as printed (0) or as far apart (1) or together (-1) as they may be."""
    (a, b), unit = claim.means, half_unit([*claim.means, *claim.sds])
    sign = {"lower": -1.0, "higher": 1.0}.get(claim.relation, 1.0 if a >= b else -1.0)
    gap = sign * (a - b) + 2 * unit * apart
    if claim.relation == "different":
        gap = max(gap, 0.0)
    sds = [max(sd - unit * apart, 0.0) for sd in claim.sds]
    side: Any = "two-sided" if claim.relation == "different" else "greater"
    with np.errstate(divide="ignore"):
        found = scipy.stats.ttest_ind_from_stats(
            gap, sds[0], claim.ns[0], 0.0, sds[1], claim.ns[1], equal_var=False, alternative=side
        )
    return float(found.pvalue)
