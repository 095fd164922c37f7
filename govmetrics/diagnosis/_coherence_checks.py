"""The single checks of coherence: arrays in, a table of each and its sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Weights
from govmetrics.core.options import SHARE, asked, number
from govmetrics.core.words import Label, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.main_effects import correlation_ratios, shares_of
from govmetrics.numerics.ranks import competition

Checks = list[dict[str, Any]]
COLUMNS = ("check", "place", "value", "threshold", "verdict", "sentence")
VERDICTS = ("holds", "look at", "cannot tell")
SENTENCES = {
    "own group": ("{place} goes with its own group {group} (r = {value:.2f})",
                  "{place} hardly goes with its own group {group}: r = {value:.2f}, at least {threshold:.2f} is wanted"),
    "other groups": (
        "{place} goes with its own group more than with {group}: r = {threshold:.2f} against |r| = {value:.2f}",
        "{place} goes with {group} more than with its own group: |r| = {value:.2f} against r = {threshold:.2f}"),
    "redundant pair": (
        "{place} do not repeat each other (r = {value:.2f})",
        "{place} say nearly the same: r = {value:.2f}, above {threshold:.2f} in size; drop or merge one"),
    "negative pair": ("{place} do not pull against each other (r = {value:.2f})",
                      "{place} pull against each other: r = {value:.2f} is significantly negative (below "
                      "{threshold:.2f}); their mean hides a trade-off"),
    "one component": (
        "the parts of {place} share one dimension: the first component holds {share:.0%} of the variance",
        "the parts of {place} do not share one dimension: {why}; the first component holds {share:.0%} of the variance"),
    "alpha": ("{place} is consistent (alpha = {value:.2f})",
              "{place} is not consistent: alpha = {value:.2f}, at least {threshold:.2f} is wanted"),
    "effective weight": (
        "{place} weighs about what is stated: {value:.2f} in effect, {threshold:.2f} nominally",
        "{place} does not weigh what is stated: {value:.2f} in effect, {threshold:.2f} nominally"),
    "added value": (
        "the index tells more than {place}: {value:.0%} of the units move {far:# rank|# ranks} or more",
        "the index adds little to {place}: only {value:.0%} of the units move {far:# rank|# ranks} or more"),
}  # fmt: skip
"""Of each check: what is said where it holds, and where one must look at it."""


@dataclass(frozen=True)
class Limits:
    """The thresholds of the checks, each one's usual value in JRC audits, or ours where they print none.

    Parameters
    ----------
    own_parent : float
        Least correlation of a part with its own group (JRC: .30).
    redundant : float
        Above this, two parts say the same (JRC: .92).
    alpha : float
        Least Cronbach's alpha of a group (Nunnally: .70).
    weight_factor : float
        An effective weight beyond this many times, or below this part of, the nominal one is flagged (ours).
    shift : int
        Ranks that an index must move against a pillar to tell something else (JRC: 10); for fewer than
        100 units a tenth of them, at least one.
    shifted : float
        Least share of units that move so far, for the index to add value to a pillar (ours: .10).
    level : float
        Level of confidence at which a negative correlation counts.

    References
    ----------
    Saisana, Becker, Neves, Alberti and Dominguez-Torreiro (2019), Your 10-step pocket guide to composite
    indicators and scoreboards, JRC.

    Examples
    --------
    >>> from govmetrics.diagnosis import Limits
    >>> Limits(redundant=0.9).alpha
    0.7
    """

    own_parent: float = 0.30
    redundant: float = 0.92
    alpha: float = 0.70
    weight_factor: float = 2.0
    shift: int = 10
    shifted: float = 0.10
    level: float = 0.95

    def __post_init__(self) -> None:
        """Refuse thresholds that nothing or everything would pass, all at once."""
        asked(
            own_parent=(self.own_parent, number(-1, 1)),
            redundant=(self.redundant, number(0, 1)),
            alpha=(self.alpha, number(-10, 1)),
            weight_factor=(self.weight_factor, number(1)),
            shift=(self.shift, number(1)),
            shifted=(self.shifted, number(0, 1)),
            level=(self.level, SHARE),
        )


Names = Mapping[str, Label]
Spectrum = tuple[Array, Array]


def verdict_of(value: Array, good: Array) -> Ints:
    """Return the place among `VERDICTS` of each value: nothing can be told without one."""
    return np.where(np.isnan(value), 2, np.where(good, 0, 1)).astype(np.int8)


def sentence_of(check: str, verdict: str, place: Text, **more: Any) -> Text:
    """Return what is said of a place that was checked."""
    if verdict == VERDICTS[2]:
        told = "{place}: “{check}” cannot be judged; values are constant or too few"
        return Text(told, place=place, check=Text(check))
    return Text(SENTENCES[check][verdict != VERDICTS[0]], place=place, **more)


def _checked(
    check: str, place: tuple[str, Label], value: float, threshold: float, good: bool, **more: Any
) -> dict[str, Any]:
    """Return one check of a place, its code and its name; what is said of it is made by `told`, where it is read."""
    verdict = VERDICTS[2 if value != value else 0 if good else 1]  # noqa: PLR0124 - NaN is not itself
    return {
        "check": check, "place": place[0], "value": value, "threshold": threshold, "verdict": verdict,
        "said": {"place": place[1], **more},
    }  # fmt: skip


def told(row: Mapping[str, Any]) -> Text:
    """Return what is said of a check of these here."""
    values = {"value": row["value"], "threshold": row["threshold"], **row["said"]}
    return sentence_of(row["check"], row["verdict"], **values)


def pair_of(names: Names, first: str, second: str) -> tuple[str, Text]:
    """Return two siblings as a place: by code, and by name."""
    return f"{first} - {second}", Text("{first} - {second}", first=names[first], second=names[second])


def own_parent(tree: IndicatorTree, r: Array, limits: Limits, checks: Checks) -> pd.DataFrame:
    """Check that each part goes with its own group, and with no other group of that level more; r is (nodes, groups)."""
    groups, names, least = [group.code for group in tree.groups], tree.names(), limits.own_parent
    column = {code: place for place, code in enumerate(groups)}
    found: Checks = []
    for own in groups:
        parts, above = tree.parts(own), tree.parent(own)
        if len(parts) < 2:
            continue  # a single part is its group
        rows = r[[tree.positions[code] for code in parts]]
        values = rows[:, column[own]].tolist()
        rivals = [] if above is None else [one for one in tree.parts(above) if one != own and one in column]
        most, rival = _largest(rows[:, [column[one] for one in rivals]])
        for at, (code, value) in enumerate(zip(parts, values, strict=True)):
            place = code, names[code]
            found.append(_checked("own group", place, value, least, value >= least, group=names[own]))
            if rivals and value == value:  # noqa: PLR0124 - NaN is not itself
                other = names[rivals[rival[at]]]
                found.append(_checked("other groups", place, most[at], value, most[at] <= value, group=other))
    checks += sorted(found, key=lambda row: tree.positions[row["place"]])
    return pd.DataFrame(r[1:], index=pd.Index(tree.node_codes[1:], name="code"), columns=groups)


def _largest(r: Array) -> tuple[list[float], list[int]]:
    """Return the largest size in each row of correlations, and its place: the first one's where none is known."""
    if not r.shape[1]:
        return [], []
    sizes = np.abs(r)
    at = np.nan_to_num(sizes, nan=-1.0).argmax(axis=1)
    return sizes[np.arange(len(at)), at].tolist(), at.tolist()


def components(tree: IndicatorTree, spectra: Sequence[Spectrum | None], checks: Checks) -> pd.DataFrame:
    """Check that the parts of a group share one dimension: one eigenvalue above one, loadings of one sign."""
    rows, names = {}, tree.names()
    for group, spectrum in zip(tree.groups, spectra, strict=True):
        parts = len(tree.parts(group.code))
        if parts < 3:
            continue
        place = group.code, names[group.code]
        if spectrum is None:
            checks.append(_checked("one component", place, float("nan"), 1.0, good=False, share=0.0, why=""))
            continue
        values, first = spectrum
        loadings = first * np.sign(first.sum() or 1.0)
        above, same = int((values > 1 + 1e-9).sum()), bool((loadings > 0).all())
        share = float(values[-1] / parts)
        rows[group.code] = {"first_component": share, "above_one": above, "one_sign": same}
        why = Text("loadings on the first component have both signs")
        if above > 1:
            why = Text("{count:# eigenvalue is|# eigenvalues are} above one", count=above)
        good = above <= 1 and same
        checks.append(_checked("one component", place, float(above), 1.0, good, share=share, why=why))
    return _by_code(rows, ["first_component", "above_one", "one_sign"])


def spectrum_of(r: Array, x: Array) -> Spectrum | None:
    """Return eigenvalues of the correlations of columns, largest last, and the first component's loadings up to a factor.

    Of fewer rows than columns, all known, the rows' products have the same eigenvalues above zero. None without all
    correlations.
    """
    if np.isnan(r).any():
        return None
    if len(x) >= len(r) or np.isnan(x).any():
        values, vectors = np.linalg.eigh(r)
        return values, vectors[:, -1]
    z = x - x.mean(axis=0)
    z /= np.sqrt((z * z).sum(axis=0))
    values, vectors = np.linalg.eigh(z @ z.T)
    return values, vectors[:, -1] @ z


def _by_code(rows: Mapping[str, Mapping[str, Any]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows.values()), index=pd.Index(list(rows), name="code"), columns=columns)


def alphas(
    tree: IndicatorTree, spreads: Sequence[tuple[float, float]], spectra: Sequence[Spectrum | None], limits: Limits,
    checks: Checks,
) -> pd.Series:  # fmt: skip
    """Check the internal consistency of each group of two or more parts (Cronbach 1951).

    Of each group: the sum of its parts' variances, and of their whole covariance matrix.
    """
    alphas, names = {}, tree.names()
    for group, (own, total), spectrum in zip(tree.groups, spreads, spectra, strict=True):
        k = len(tree.parts(group.code))
        if k < 2:
            continue
        known = spectrum is not None and total > 0
        value = k / (k - 1) * (1 - own / total) if known else float("nan")
        alphas[group.code] = value
        place = (group.code, names[group.code])
        checks.append(_checked("alpha", place, value, limits.alpha, value >= limits.alpha))
    return pd.Series(alphas, name="alpha", dtype=float).rename_axis("code")


def effective(
    tree: IndicatorTree, x: Array, weights: Weights, limits: Limits, checks: Checks
) -> pd.DataFrame:
    """Compare nominal weights with what each part does to its group's score."""
    rows, names = [], tree.names()
    for group in tree.groups:
        codes = tree.parts(group.code)
        if len(codes) < 2:
            continue
        places = [tree.positions[code] for code in codes]
        linear, smooth = correlation_ratios(x[:, places], x[:, tree.positions[group.code]])
        shares, straight = shares_of(smooth), shares_of(linear)
        nominal = weights.of(group.code).to_numpy()
        rows += list(
            zip(codes, [group.code] * len(codes), nominal, linear, smooth, straight, shares, strict=True)
        )
        for code, weight, share in zip(codes, nominal.tolist(), shares.tolist(), strict=True):
            good = weight / limits.weight_factor <= share <= weight * limits.weight_factor
            if weight != 0:  # else it is not meant to do anything
                checks.append(_checked("effective weight", (code, names[code]), share, weight, good))
    columns = ["code", "group", "nominal", "linear", "smooth", "linear_share", "effective_share"]
    return pd.DataFrame(rows, columns=columns).set_index("code")


def added_value(tree: IndicatorTree, x: Array, r: Array, limits: Limits, checks: Checks) -> pd.DataFrame:
    """Check that the index ranks units otherwise than each of its pillars does; r is (nodes, groups), the index first."""
    rows, names = {}, tree.names()
    pillars = tree.parts(tree.root.code)
    for code in pillars if len(pillars) > 1 else []:
        place = tree.positions[code]
        both = ~np.isnan(x[:, [0, place]]).any(axis=1)
        n = int(both.sum())
        far = limits.shift if n >= 100 else max(1, round(n / 10))
        ranks = [competition(x[both, column])[0] for column in (0, place)]
        moved = float(np.mean(np.abs(ranks[0] - ranks[1]) >= far)) if n else float("nan")
        rows[code] = {"correlation": r[place, 0], "moved": moved, "shift": far}
        least = limits.shifted
        checks.append(_checked("added value", (code, names[code]), moved, least, moved >= least, far=far))
    return _by_code(rows, ["correlation", "moved", "shift"])
