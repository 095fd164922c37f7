"""The single checks of coherence: arrays in, a table of each and its sentences out."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core import Fault, Group, IndicatorTree, Weights
from govmetrics.core.errors import Faults
from govmetrics.diagnosis._sentences import ONE_SIGN, sentence
from govmetrics.diagnosis.common import Array
from govmetrics.numerics.main_effects import correlation_ratios, shares_of
from govmetrics.numerics.ranks import competition

Checks = list[dict[str, Any]]
COLUMNS = ("check", "place", "value", "threshold", "verdict", "sentence_en", "sentence_zh")


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
        Significance of a negative correlation.

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
    level: float = 0.05

    def __post_init__(self) -> None:
        """Refuse thresholds that nothing or everything would pass, all at once."""
        ranges = {"own_parent": (-1, 1), "redundant": (0, 1), "alpha": (-np.inf, 1), "weight_factor": (1, np.inf),
                  "shift": (1, np.inf), "shifted": (0, 1), "level": (0, 1)}  # fmt: skip
        Faults(
            Fault(name, f"is {getattr(self, name)!r}", f"give a number from {low} to {high}")
            for name, (low, high) in ranges.items()
            if not (isinstance(getattr(self, name), Real) and low <= getattr(self, name) <= high)
        ).raise_all()


def _row(check: str, place: str, value: float, threshold: float, good: bool, **words: Any) -> dict[str, Any]:
    """Return one check; without a value nothing can be told."""
    verdict = "cannot tell" if np.isnan(value) else "holds" if good else "look at"
    en, zh = sentence(check, verdict, place, {"value": value, "threshold": threshold, **words})
    return dict(zip(COLUMNS, (check, place, value, threshold, verdict, en, zh), strict=True))


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
        checks.append(
            _row("own group", code, value, limits.own_parent, value >= limits.own_parent, other=own)
        )
        above = tree.parent(own)
        rivals = (
            [] if above is None else [c for c in tree.parts(above) if c != own and isinstance(tree[c], Group)]
        )
        if rivals and not np.isnan(value):
            sizes = np.abs(r[tree.positions[code], [tree.positions[c] for c in rivals]])
            place = int(np.nan_to_num(sizes, nan=-1.0).argmax())
            most = float(sizes[place])
            checks.append(_row("other groups", code, most, value, most <= value, other=rivals[place]))
    return table


def pairs(tree: IndicatorTree, r: Array, counts: Array, limits: Limits, checks: Checks) -> pd.DataFrame:
    """Check every pair of siblings for redundancy and for a significant trade-off."""
    rows = []
    for group in tree.groups:
        places = np.array([tree.positions[code] for code in tree.parts(group.code)])
        for i, j in zip(*np.triu_indices(len(places), 1), strict=True):
            a, b = places[i], places[j]
            rows.append((tree.node_codes[a], tree.node_codes[b], group.code, r[a, b], int(counts[a, b])))
    table = pd.DataFrame(rows, columns=["first", "second", "group", "correlation", "n"])
    for first, second, _, value, n in rows:
        place = f"{first} - {second}"
        if np.isnan(value):
            checks.append(_row("redundant pair", place, value, limits.redundant, False))
            continue
        checks.append(_row("redundant pair", place, value, limits.redundant, abs(value) <= limits.redundant))
        t = stats.t.ppf(1 - limits.level / 2, n - 2)
        least = -float(t / np.sqrt(n - 2 + t**2))  # the smallest significant correlation, negative
        checks.append(_row("negative pair", place, value, least, value > least))
    return table


def components(tree: IndicatorTree, r: Array, checks: Checks) -> pd.DataFrame:
    """Check that the parts of a group share one dimension: one eigenvalue above one, loadings of one sign."""
    rows = {}
    for group in tree.groups:
        places = [tree.positions[code] for code in tree.parts(group.code)]
        if len(places) < 3:
            continue
        inner = r[np.ix_(places, places)]
        if np.isnan(inner).any():
            checks.append(_row("one component", group.code, float("nan"), 1.0, False))
            continue
        values, vectors = np.linalg.eigh(inner)
        loadings = vectors[:, -1] * np.sign(vectors[:, -1].sum() or 1.0)
        above, same = int((values > 1 + 1e-9).sum()), bool((loadings > 0).all())
        rows[group.code] = {"first_component": values[-1] / len(places), "above_one": above, "one_sign": same}
        good, share = above <= 1 and same, values[-1] / len(places)
        why, why_zh = (
            ONE_SIGN if above <= 1 else (f"{above} eigenvalues are above one", f"{above} 个特征值大于 1")
        )
        checks.append(
            _row("one component", group.code, float(above), 1.0, good, share=share, why=why, why_zh=why_zh)
        )
    return pd.DataFrame.from_dict(rows, orient="index", columns=["first_component", "above_one", "one_sign"])


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
        checks.append(_row("alpha", group.code, value, limits.alpha, value >= limits.alpha))
    return pd.Series(alphas, name="alpha", dtype=float)


def effective(
    tree: IndicatorTree, x: Array, weights: Weights, limits: Limits, checks: Checks
) -> pd.DataFrame:
    """Compare nominal weights with what each part does to its group's score."""
    rows = []
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
        for code, weight, share in zip(codes, nominal, shares, strict=True):
            if weight == 0:
                continue  # it is not meant to do anything
            good = weight / limits.weight_factor <= share <= weight * limits.weight_factor
            checks.append(_row("effective weight", code, float(share), float(weight), bool(good)))
    columns = ["code", "group", "nominal", "linear", "smooth", "linear_share", "effective_share"]
    return pd.DataFrame(rows, columns=columns).set_index("code")


def added_value(tree: IndicatorTree, x: Array, r: Array, limits: Limits, checks: Checks) -> pd.DataFrame:
    """Check that the index ranks units otherwise than each of its pillars does."""
    rows = {}
    pillars = tree.parts(tree.root.code)
    for code in pillars if len(pillars) > 1 else []:
        place = tree.positions[code]
        both = ~np.isnan(x[:, [0, place]]).any(axis=1)
        n = int(both.sum())
        far = limits.shift if n >= 100 else max(1, round(n / 10))
        ranks = [competition(x[both, column])[0] for column in (0, place)]
        moved = float(np.mean(np.abs(ranks[0] - ranks[1]) >= far)) if n else float("nan")
        rows[code] = {"correlation": r[0, place], "moved": moved, "shift": far}
        checks.append(_row("added value", code, moved, limits.shifted, moved >= limits.shifted, far=far))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["correlation", "moved", "shift"])
