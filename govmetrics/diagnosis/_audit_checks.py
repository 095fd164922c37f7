"""The single checks of a published table: printed numbers in, rows of verdicts and sentences out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.diagnosis.common import Array

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
    """

    text: str
    means: tuple[float, float]
    sds: tuple[float, float]
    ns: tuple[int, int]
    relation: str = "lower"
    significant: bool = True
    level: float = 0.05


def _row(check: str, place: str, printed: float, computed: float, tolerance: float) -> dict[str, Any]:
    """Return a check of one printed number against one computed from the others."""
    good = abs(printed - computed) <= tolerance + 1e-9
    en = f"{place}: {printed:g} is printed, {'and' if good else 'but'} the items give {computed:.6g}"
    zh = f"{place}：文中为 {printed:g}，{'与' if good else '但'}由条目计算得 {computed:.6g}{'相符' if good else ''}"
    return _record(check, place, (printed, computed, tolerance), good, (en, zh))


def _record(
    check: str, place: str, numbers: tuple[float, float, float], good: bool, sentences: tuple[str, str]
) -> dict[str, Any]:
    """Return one row of the checks; numbers are printed, computed, tolerance, sentences English, Chinese."""
    values = (check, place, *numbers, OK if good else WRONG, *sentences)
    return dict(zip(COLUMNS, values, strict=True))


def half_unit(numbers: Iterable[float | str]) -> float:
    """Return half a unit of the last digit shown: the most that rounding has changed a number.

    Text shows its trailing zeros; a float cannot, so the longest of a column decides.

    Examples
    --------
    >>> half_unit([72.7, 88.0]), half_unit([5.0]), half_unit(["5.00"])
    (0.05, 0.5, 0.005)
    """
    digits = [0]
    for number in numbers:
        text = number if isinstance(number, str) else np.format_float_positional(float(number), trim="-")
        digits.append(len(text.strip().partition(".")[2]))
    return 0.5 * 10.0 ** -max(digits)


def means_rows(
    x: Array, groups: pd.Series, printed: dict[str, dict[str, float]], tolerance: float
) -> list[dict[str, Any]]:
    """Check every printed mean against its items, and places that print one mean against each other."""
    computed = pd.Series(x).groupby(groups.to_numpy()).mean()
    rows = []
    for where, numbers in printed.items():
        for name, number in numbers.items():
            place = f"{where}, {name}" if where else str(name)
            rows.append(_row("dimension mean", place, float(number), float(computed[name]), tolerance))
    for name in computed.index:
        said = {where: numbers[name] for where, numbers in printed.items() if name in numbers}
        if len(set(said.values())) > 1:
            texts = [f"{number:g} ({where})" for where, number in said.items()]
            fits = [f"{n:g}" for n in said.values() if abs(n - computed[name]) <= tolerance + 1e-9]
            en = f"{name}: {' and '.join(texts)} cannot both be right; {'only ' + fits[0] if fits else 'neither'} fits the items"
            zh = f"{name}：{'与'.join(texts)} 相互矛盾，{'仅 ' + fits[0] + ' 与' if fits else '均不与'}条目相符"
            both = (max(said.values()), min(said.values()), 0.0)
            rows.append(_record("places agree", str(name), both, False, (en, zh)))
    return rows


def totals_rows(
    x: Array, groups: pd.Series | None, totals: dict[str, float], tolerance: float
) -> list[dict[str, Any]]:
    """Check overall means against the mean of the items, or the mean of the dimensions' means."""
    of_items = float(x.mean())
    of_means = of_items if groups is None else float(pd.Series(x).groupby(groups.to_numpy()).mean().mean())
    rows = []
    for where, number in totals.items():
        nearest = min((of_items, of_means), key=lambda computed: abs(computed - number))
        place = f"{where}, total" if where else "total"
        rows.append(_row("total mean", place, float(number), nearest, tolerance))
    return rows


def ranks_rows(units: pd.Index, x: Array, ranks: Array) -> list[dict[str, Any]]:
    """Check each rank against those that its value allows; printed ties may be broken in any way."""
    labels = [str(unit) for unit in units]
    ordered = np.sort(x)
    n = len(x)
    best = n - np.searchsorted(ordered, x + 1e-9, side="right") + 1
    last = n - np.searchsorted(ordered, x - 1e-9, side="left")
    dense = pd.Series(x).rank(method="dense", ascending=False).to_numpy()
    wrong = (ranks < best) | (ranks > last)
    if not wrong.any() or np.array_equal(ranks, dense):
        en, zh = "the ranks follow from the values", "名次与数值相符"
        return [_record("ranks", "all", (np.nan, np.nan, 0.0), True, (en, zh))]
    rows = []
    for i in np.flatnonzero(wrong):
        en = f"{labels[i]}: rank {ranks[i]:g} is printed, but its value gives {best[i]}"
        zh = f"{labels[i]}：文中名次为 {ranks[i]:g}，但按数值应为 {best[i]}"
        rows.append(_record("ranks", labels[i], (float(ranks[i]), float(best[i]), 0.0), False, (en, zh)))
    return rows


def shares_rows(column: pd.Series, groups: pd.Series | None) -> list[dict[str, Any]]:
    x = column.to_numpy(dtype=float)
    unit = half_unit(x)

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
    (a, b), (sd_a, sd_b), (n_a, n_b) = claim.means, claim.sds, claim.ns
    below = stats.ttest_ind_from_stats(a, sd_a, n_a, b, sd_b, n_b, equal_var=False, alternative="less").pvalue
    p = float({"lower": below, "higher": 1 - below, "different": 2 * min(below, 1 - below)}[claim.relation])
    good = (p < claim.level) == claim.significant
    en = f"“{claim.text}” is {'borne out' if good else 'not borne out'}: {a:g} against {b:g}, p = {p:.3g} (Welch's t test)"
    zh = f"“{claim.text}”{'成立' if good else '不成立'}：{a:g} 与 {b:g}，p = {p:.3g}（Welch t 检验）"
    return _record("claim", claim.text, (a - b, p, claim.level), good, (en, zh))
