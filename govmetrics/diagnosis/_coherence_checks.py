"""The single checks of coherence: arrays in, a table of each and its sentences out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core import Group, IndicatorTree, Weights
from govmetrics.core.options import SHARE, asked, number
from govmetrics.core.words import Label, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.main_effects import correlation_ratios, shares_of
from govmetrics.numerics.ranks import competition

Checks = list[dict[str, Any]]
COLUMNS = ("check", "place", "value", "threshold", "verdict", "sentence")
CHECKS = ("own group", "other groups", "redundant pair", "negative pair", "one component", "alpha",
          "effective weight", "added value")  # fmt: skip


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


def _row(
    check: str, place: tuple[str, Text], numbers: tuple[float, float], good: bool, holds: Text, look_at: Text
) -> dict[str, Any]:
    """Return one check; place is code and name, numbers value and threshold. Without a value nothing can be told."""
    value = numbers[0]
    if np.isnan(value):
        sentence = Text("{place}: “{check}” cannot be judged; values are constant or too few",
                        place=place[1], check=Text(check))  # fmt: skip
        verdict = "cannot tell"
    else:
        verdict, sentence = ("holds", holds) if good else ("look at", look_at)
    return dict(zip(COLUMNS, (check, place[0], *numbers, verdict, sentence), strict=True))


def pair_of(names: Names, first: str, second: str) -> tuple[str, Text]:
    """Return two siblings as a place: by code, and by name."""
    return f"{first} - {second}", Text("{first} - {second}", first=names[first], second=names[second])


def own_parent(tree: IndicatorTree, r: Array, limits: Limits, checks: Checks) -> pd.DataFrame:
    """Check that each part goes with its own group, and with no other group of that level more."""
    groups = [group.code for group in tree.groups]
    columns = [tree.positions[code] for code in groups]
    table = pd.DataFrame(r[1:, columns], index=pd.Index(tree.node_codes[1:], name="code"), columns=groups)
    for code in tree.node_codes[1:]:
        own = tree.parent(code)
        assert own is not None
        if len(tree.parts(own)) < 2:
            continue  # a single part is its group
        value = float(r[tree.positions[code], tree.positions[own]])
        checks.append(_own_group(tree.names(), code, own, value, limits.own_parent))
        above = tree.parent(own)
        rivals = (
            [] if above is None else [c for c in tree.parts(above) if c != own and isinstance(tree[c], Group)]
        )
        if rivals and not np.isnan(value):
            sizes = np.abs(r[tree.positions[code], [tree.positions[c] for c in rivals]])
            place = int(np.nan_to_num(sizes, nan=-1.0).argmax())
            checks.append(_other_groups(tree.names(), code, rivals[place], float(sizes[place]), value))
    return table


def _own_group(names: Names, code: str, own: str, value: float, least: float) -> dict[str, Any]:
    said = {"place": names[code], "group": names[own], "value": value, "threshold": least}
    return _row(
        "own group", (code, names[code]), (value, least), value >= least,
        Text("{place} goes with its own group {group} (r = {value:.2f})", **said),
        Text("{place} hardly goes with its own group {group}: r = {value:.2f}, at least {threshold:.2f} is wanted",
             **said),
    )  # fmt: skip


def _other_groups(names: Names, code: str, rival: str, most: float, own: float) -> dict[str, Any]:
    said = {"place": names[code], "group": names[rival], "value": most, "threshold": own}
    return _row(
        "other groups", (code, names[code]), (most, own), most <= own,
        Text("{place} goes with its own group more than with {group}: r = {threshold:.2f} against |r| = {value:.2f}",
             **said),
        Text("{place} goes with {group} more than with its own group: |r| = {value:.2f} against r = {threshold:.2f}",
             **said),
    )  # fmt: skip


def pairs(tree: IndicatorTree, r: Array, counts: Array, limits: Limits, checks: Checks) -> pd.DataFrame:
    """Check every pair of siblings for redundancy and for a significant trade-off."""
    rows = []
    for group in tree.groups:
        places = np.array([tree.positions[code] for code in tree.parts(group.code)])
        for i, j in zip(*np.triu_indices(len(places), 1), strict=True):
            a, b = places[i], places[j]
            rows.append((tree.node_codes[a], tree.node_codes[b], group.code, r[a, b], int(counts[a, b])))
    table = pd.DataFrame(rows, columns=["first", "second", "group", "correlation", "n"])
    names = tree.names()
    for first, second, _, value, n in rows:
        place = pair_of(names, first, second)
        checks.append(_redundant(place, float(value), limits.redundant))
        if not np.isnan(value):
            t = stats.t.ppf((1 + limits.level) / 2, n - 2)
            # the smallest significant correlation, negative
            checks.append(_negative(place, float(value), -float(t / np.sqrt(n - 2 + t**2))))
    return table


def _redundant(place: tuple[str, Text], value: float, most: float) -> dict[str, Any]:
    said = {"place": place[1], "value": value, "threshold": most}
    return _row(
        "redundant pair", place, (value, most), abs(value) <= most,
        Text("{place} do not repeat each other (r = {value:.2f})", **said),
        Text("{place} say nearly the same: r = {value:.2f}, above {threshold:.2f} in size; drop or merge one", **said),
    )  # fmt: skip


def _negative(place: tuple[str, Text], value: float, least: float) -> dict[str, Any]:
    said = {"place": place[1], "value": value, "threshold": least}
    return _row(
        "negative pair", place, (value, least), value > least,
        Text("{place} do not pull against each other (r = {value:.2f})", **said),
        Text("{place} pull against each other: r = {value:.2f} is significantly negative (below {threshold:.2f}); "
             "their mean hides a trade-off", **said),
    )  # fmt: skip


def components(tree: IndicatorTree, r: Array, checks: Checks) -> pd.DataFrame:
    """Check that the parts of a group share one dimension: one eigenvalue above one, loadings of one sign."""
    rows = {}
    for group in tree.groups:
        places = [tree.positions[code] for code in tree.parts(group.code)]
        if len(places) < 3:
            continue
        inner, place = r[np.ix_(places, places)], (group.code, tree.names()[group.code])
        if np.isnan(inner).any():
            checks.append(_one_component(place, float("nan"), same=False, share=float("nan")))
            continue
        values, vectors = np.linalg.eigh(inner)
        loadings = vectors[:, -1] * np.sign(vectors[:, -1].sum() or 1.0)
        above, same = int((values > 1 + 1e-9).sum()), bool((loadings > 0).all())
        share = float(values[-1] / len(places))
        rows[group.code] = {"first_component": share, "above_one": above, "one_sign": same}
        checks.append(_one_component(place, above, same=same, share=share))
    return _by_code(rows, ["first_component", "above_one", "one_sign"])


def _one_component(place: tuple[str, Text], above: float, *, same: bool, share: float) -> dict[str, Any]:
    why = Text("loadings on the first component have both signs")
    if above > 1:
        why = Text("{count:# eigenvalue is|# eigenvalues are} above one", count=int(above))
    return _row(
        "one component", place, (float(above), 1.0), above <= 1 and same,
        Text("the parts of {place} share one dimension: the first component holds {share:.0%} of the variance",
             place=place[1], share=share),
        Text("the parts of {place} do not share one dimension: {why}; the first component holds {share:.0%} of the "
             "variance", place=place[1], share=share, why=why),
    )  # fmt: skip


def _by_code(rows: Mapping[str, Mapping[str, Any]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows.values()), index=pd.Index(list(rows), name="code"), columns=columns)


def alphas(tree: IndicatorTree, covariance: Array, r: Array, limits: Limits, checks: Checks) -> pd.Series:
    """Check the internal consistency of each group of two or more parts (Cronbach 1951)."""
    alphas = {}
    for group in tree.groups:
        places = [tree.positions[code] for code in tree.parts(group.code)]
        k = len(places)
        if k < 2:
            continue
        inner = covariance[np.ix_(places, places)]
        known = not np.isnan(r[np.ix_(places, places)]).any() and inner.sum() > 0
        value = float(k / (k - 1) * (1 - np.trace(inner) / inner.sum())) if known else float("nan")
        alphas[group.code] = value
        checks.append(_consistent((group.code, tree.names()[group.code]), value, limits.alpha))
    return pd.Series(alphas, name="alpha", dtype=float).rename_axis("code")


def _consistent(place: tuple[str, Text], value: float, least: float) -> dict[str, Any]:
    said = {"place": place[1], "value": value, "threshold": least}
    return _row(
        "alpha", place, (value, least), value >= least,
        Text("{place} is consistent (alpha = {value:.2f})", **said),
        Text("{place} is not consistent: alpha = {value:.2f}, at least {threshold:.2f} is wanted", **said),
    )  # fmt: skip


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
        checks += [
            _effective((code, names[code]), float(share), float(weight), limits.weight_factor)
            for code, weight, share in zip(codes, nominal, shares, strict=True)
            if weight != 0  # else it is not meant to do anything
        ]
    columns = ["code", "group", "nominal", "linear", "smooth", "linear_share", "effective_share"]
    return pd.DataFrame(rows, columns=columns).set_index("code")


def _effective(place: tuple[str, Text], share: float, weight: float, factor: float) -> dict[str, Any]:
    said = {"place": place[1], "value": share, "threshold": weight}
    return _row(
        "effective weight", place, (share, weight), weight / factor <= share <= weight * factor,
        Text("{place} weighs about what is stated: {value:.2f} in effect, {threshold:.2f} nominally", **said),
        Text("{place} does not weigh what is stated: {value:.2f} in effect, {threshold:.2f} nominally", **said),
    )  # fmt: skip


def added_value(tree: IndicatorTree, x: Array, r: Array, limits: Limits, checks: Checks) -> pd.DataFrame:
    """Check that the index ranks units otherwise than each of its pillars does."""
    rows, names = {}, tree.names()
    pillars = tree.parts(tree.root.code)
    for code in pillars if len(pillars) > 1 else []:
        place = tree.positions[code]
        both = ~np.isnan(x[:, [0, place]]).any(axis=1)
        n = int(both.sum())
        far = limits.shift if n >= 100 else max(1, round(n / 10))
        ranks = [competition(x[both, column])[0] for column in (0, place)]
        moved = float(np.mean(np.abs(ranks[0] - ranks[1]) >= far)) if n else float("nan")
        rows[code] = {"correlation": r[0, place], "moved": moved, "shift": far}
        checks.append(_added((code, names[code]), moved, limits.shifted, far))
    return _by_code(rows, ["correlation", "moved", "shift"])


def _added(place: tuple[str, Text], moved: float, least: float, far: int) -> dict[str, Any]:
    said = {"place": place[1], "value": moved, "far": far}
    return _row(
        "added value", place, (moved, least), moved >= least,
        Text("the index tells more than {place}: {value:.0%} of the units move {far:# rank|# ranks} or more", **said),
        Text("the index adds little to {place}: only {value:.0%} of the units move {far:# rank|# ranks} or more", **said),
    )  # fmt: skip
