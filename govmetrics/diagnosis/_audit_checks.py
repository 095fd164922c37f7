"""The single checks of a published table: printed numbers in, rows of verdicts and sentences out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.diagnosis._rounding import Places, Printed, Rounded, half_unit, plain, rounded, within
from govmetrics.diagnosis.common import Array, label

OK, WRONG = "agrees", "contradicts"
COLUMNS = (
    "check", "place", "printed", "computed", "tolerance", "verdict", "sentence_en", "sentence_zh",
)  # fmt: skip


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
        Of the test.

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
    level: float = 0.05


def _row(
    check: str, places: tuple[str, str], printed: float, computed: float, tolerance: float
) -> dict[str, Any]:
    """Return a check of one printed number against one computed; its place is in English and Chinese."""
    good = within(printed - computed, tolerance, max(abs(printed), abs(computed)))
    said, gives = plain(printed), plain(computed)
    en = f"{places[0]}: {said} is printed, {'and' if good else 'but'} the items give {gives}"
    zh = f"{places[1]}：文中为 {said}，{'与' if good else '但'}由条目计算得 {gives}{'相符' if good else ''}"
    return _record(check, places[0], (printed, computed, tolerance), good, (en, zh))


def _record(
    check: str, place: str, numbers: tuple[float, float, float], good: bool, sentences: tuple[str, str]
) -> dict[str, Any]:
    """Return one row of the checks; numbers are printed, computed, tolerance, sentences English, Chinese."""
    values = (check, place, *numbers, OK if good else WRONG, *sentences)
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
            place = f"{where}, {name}" if where else str(name)
            rows.append(_row("dimension mean", (place, place), number, float(computed[name]), unit + own))
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
        places = (f"{where}, total", f"{where}，总均值") if where else ("total", "总均值")
        rows.append(_row("total mean", places, number, mean, allowed + own))
    return rows


def _places_rows(name: Hashable, said: dict[str, Rounded], mean: float, unit: float) -> list[dict[str, Any]]:
    """Return the contradiction of places that print one mean differently; nothing where rounding explains it."""
    if all(
        within(a.value - b.value, a.unit + b.unit, abs(a.value)) for a, b in combinations(said.values(), 2)
    ):
        return []
    texts = [f"{plain(n.value)} ({where})" if where else plain(n.value) for where, n in said.items()]
    texts_zh = [
        f"{plain(n.value)}（{where}）" if where else f"{plain(n.value)} " for where, n in said.items()
    ]
    fits = [plain(n.value) for n in said.values() if within(n.value - mean, unit + n.unit, abs(mean))]
    only, only_zh = (
        ("none", "均不与条目相符") if not fits else (f"only {fits[0]}", f"仅 {fits[0]} 与条目相符")
    )
    if len(fits) > 1:
        only, only_zh = "more than one", "不止一个与条目相符"
    en = f"{name}: {' and '.join(texts)} cannot both be right; {only} fits the items"
    zh = f"{name}：{'与 '.join(texts_zh).rstrip()}相互矛盾，{only_zh}"
    values = [n.value for n in said.values()]
    numbers = (max(values), min(values), 0.0)
    return [_record("places agree", str(name), numbers, False, (en, zh))]


def ranks_rows(units: pd.Index, x: Array, ranks: Array) -> list[dict[str, Any]]:
    """Check each rank against those that its value allows; printed ties may be broken in any way."""
    labels = [label(unit) for unit in units]
    ordered = np.sort(x)
    n = len(x)
    same = 1e-12 * np.abs(x)  # values that only floating point sets apart are ties
    best = n - np.searchsorted(ordered, x + same, side="right") + 1
    last = n - np.searchsorted(ordered, x - same, side="left")
    dense = pd.Series(x).rank(method="dense", ascending=False).to_numpy()
    wrong = (ranks < best) | (ranks > last)
    if not wrong.any() or np.array_equal(ranks, dense):
        en, zh = "the ranks follow from the values", "名次与数值相符"
        return [_record("ranks", "all", (np.nan, np.nan, 0.0), True, (en, zh))]
    rows = []
    for i in np.flatnonzero(wrong):
        to, to_zh = ("", "") if best[i] == last[i] else (f" to {last[i]}", f" 至 {last[i]}")
        en = f"{labels[i]}: rank {ranks[i]:g} is printed, but its value gives {best[i]}{to}"
        zh = f"{labels[i]}：文中名次为 {ranks[i]:g}，但按数值应为 {best[i]}{to_zh}"
        rows.append(_record("ranks", labels[i], (float(ranks[i]), float(best[i]), 0.0), False, (en, zh)))
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
            return [_sum_row(f"{column.name}, {g}", float(s), target, unit * int(k)) for g, s, k in rows]
    return [_sum_row(str(column.name), total, whole(total), tolerance)]


def _sum_row(place: str, total: float, target: float, tolerance: float) -> dict[str, Any]:
    good = abs(total - target) <= tolerance + 1e-9
    en = f"{place}: the shares sum to {total:.6g}" + ("" if good else f", not to {target:g}")
    zh = f"{place}：各份额之和为 {total:.6g}" + ("" if good else f"，而非 {target:g}")
    return _record("shares", place, (total, target, tolerance), good, (en, zh))


def claim_row(claim: Claim) -> dict[str, Any]:
    """Check a claim by Welch's t test; it stands where the rounding of its numbers lets it stand."""
    p, kindest = _welch(claim, 0), _welch(claim, 1 if claim.significant else -1)
    good = (kindest < claim.level) == claim.significant
    rounding = good and (p < claim.level) != claim.significant
    side, side_zh = ("", "双侧") if claim.relation == "different" else ("one-sided ", "单侧")
    (a, b), verdict = map(plain, claim.means), "borne out" if good else "not borne out"
    en = f"“{claim.text}” is {verdict}: {a} against {b}, p = {p:.3g} ({side}Welch's t test)"
    zh = f"“{claim.text}”{'成立' if good else '不成立'}：{a} 与 {b}，p = {p:.3g}（{side_zh} Welch t 检验）"
    if rounding:
        en, zh = f"{en}, allowing for rounding", f"{zh}，已考虑四舍五入"
    numbers = (claim.means[0] - claim.means[1], p, claim.level)
    return _record("claim", claim.text, numbers, good, (en, zh))


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
        found = stats.ttest_ind_from_stats(
            gap, sds[0], claim.ns[0], 0.0, sds[1], claim.ns[1], equal_var=False, alternative=side
        )
    return float(found.pvalue)
