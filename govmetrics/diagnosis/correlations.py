"""Correlations of indicators (指标相关) within and across groups, and with the groups above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd
import scipy

from govmetrics.core import IndicatorTree, Scaled, Scores
from govmetrics.core.options import PROPORTION, SHARE, choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.scaled import SCALED
from govmetrics.core.words import Note, Text
from govmetrics.diagnosis.coherence import score_faults
from govmetrics.diagnosis.common import check_rows
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import pairwise_correlation
from govmetrics.numerics.holm import holm

By = Literal["group", "top", "all"]
How = Literal["pearson", "spearman"]
FEW = 3
"""A correlation needs so many units."""


@dataclass(frozen=True, eq=False)
class Correlations(Result):
    """How indicators go together.

    Attributes
    ----------
    pairs : DataFrame
        One row per pair of leaves: first, second, first_group, second_group, within (whether they share the group),
        correlation, n, p, p_holm, flag ("too high", "negative", "weak", or empty). "Weak" is said of pairs within a group.
    groups : DataFrame
        One row per group of leaves: how many pairs, their mean, least and greatest correlation, and how many are flagged of
        each kind.
    parents : DataFrame or None
        With scores: of every node, one row per node above it: code, above, correlation, n, p, flag.
    method : str
        "pearson" or "spearman".
    high, weak, level : float
        Above `high` is too high, below `weak` is weak; negative is what is below zero at this level of confidence.
    tree : IndicatorTree
        For the names.
    notes : tuple of str

    See Also
    --------
    correlations
    """

    pairs: pd.DataFrame
    groups: pd.DataFrame
    parents: pd.DataFrame | None
    method: str
    high: float
    weak: float
    level: float
    tree: IndicatorTree
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {
        "groups": "Correlations within the groups",
        "pairs": "Correlations of pairs of indicators",
        "parents": "Correlations with the groups above",
    }
    _cites: ClassVar = ("oecd2008", "Saisana2019", "holm1979")

    def matrix(self) -> pd.DataFrame:
        """Return the pairs as a square table, (leaves, leaves); NaN for pairs that were not looked at."""
        codes = self.tree.codes
        square = pd.DataFrame(np.eye(len(codes)), codes, codes)
        square[square == 0] = np.nan
        for first, second, value in self.pairs[["first", "second", "correlation"]].itertuples(index=False):
            square.loc[first, second] = square.loc[second, first] = value
        return square

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Correlations of indicators ({method}) were taken over the units that have both; those above {high:g} count "
            "as too high, those significantly below zero as negative, those below {weak:g} within a group as weak."
        )
        return (Text(told, method=self.method.capitalize(), high=self.high, weak=self.weak),)

    def _finding(self) -> tuple[Text, ...]:
        names = self.tree.names()
        told, found = "{first} - {second} ({value:.2f})", []
        said = {
            "too high": "Say nearly the same: {pairs:5}.",
            "negative": "Pull against each other: {pairs:5}.",
            "weak": "{count:# pair|# pairs} within a group {count:is|are} weakly related (below {weak:g}).",
        }
        for flag, template in said.items():
            rows = self.pairs[(self.pairs["flag"] == flag) & (self.pairs["within"] | (flag == "too high"))]
            rows = rows.iloc[np.argsort(-rows["correlation"].abs().to_numpy(), kind="stable")]
            pairs = [
                Text(told, first=names[first], second=names[second], value=value)
                for first, second, value in rows[["first", "second", "correlation"]].itertuples(index=False)
            ]
            if pairs:
                found.append(Text(template, pairs=pairs, count=len(pairs), weak=self.weak))
        return tuple(found) or (Text("No pair is flagged."),)


def correlations(
    scaled: Scaled,
    scores: Scores | None = None,
    by: By = "group",
    method: How = "pearson",
    high: float = 0.92,
    weak: float = 0.3,
    level: float = 0.95,
) -> Correlations:
    """Return the correlations of indicators within groups, or across, and with the groups above them, each with its flag.

    Parameters
    ----------
    scaled : Scaled
        Directed values, one period: more is better in every column, so that a negative correlation is a trade-off.
    scores : Scores, optional
        Of the same units: each node is correlated with every node above it, too.
    by : {"group", "top", "all"}
        Which pairs: of the same group, of the same part of the root, or all.
    method : {"pearson", "spearman"}
        Of values, or of ranks.
    high : float
        Larger ones say the same twice (JRC: 0.92; others take 0.9).
    weak : float
        Within a group smaller ones are weak (JRC: 0.3).
    level : float
        A negative correlation counts where it is below zero at this level of confidence.

    Returns
    -------
    Correlations

    Raises
    ------
    UnsuitableMethod
        Fewer than five units, or rows with periods.
    FaultyInput
        Scores of other nodes or units.

    Notes
    -----
    p values are those of the t distribution; `p_holm` corrects them for the number of pairs (Holm). A flag "negative" uses the
    uncorrected p, since a trade-off that is overlooked costs more than one that is looked at in vain.

    References
    ----------
    Saisana, Becker, Neves, Alberti and Dominguez-Torreiro (2019), Your 10-step pocket guide to composite indicators and
    scoreboards, JRC. OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 4.
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics, 6, 65-70.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"A": ["a", "b"], "B": ["c"]})
    >>> x = pd.DataFrame({"a": [1.0, 2, 3, 4, 5], "b": [5.0, 4, 3, 2, 1], "c": [1.0, 3, 2, 5, 4]})
    >>> found = correlations(Scaled(tree, x, pd.DataFrame(), "min_max", (0, 100)), by="all")
    >>> found.pairs["correlation"].round(3).tolist(), found.pairs["flag"].tolist()
    ([-1.0, 0.8, -0.8], ['negative', '', ''])
    """
    faults = wanted(
        scaled=(scaled, SCALED), by=(by, choice("group", "top", "all")), method=(method, choice("pearson", "spearman")),
        high=(high, PROPORTION), weak=(weak, PROPORTION), level=(level, SHARE),
    )  # fmt: skip
    if isinstance(scaled, Scaled):
        with faults:
            check_rows(scaled.values.index)
        if scores is not None:
            faults += score_faults(scaled, scores)
    faults.raise_all()
    tree, limits = scaled.tree, (high, weak, level)
    r, n = correlated(scaled.values.to_numpy(dtype=float), method)
    pairs = _pairs(tree, r, n, by, limits)
    parents = None
    if scores is not None:
        x = scores.values.loc[scaled.values.index, tree.node_codes].to_numpy(dtype=float)
        parents = _parents(tree, *correlated(x, method), limits)
    notes = []
    unknown = int(pairs["correlation"].isna().sum())
    if unknown:
        told = "{count:# pair has|# pairs have} no correlation: a value is constant, or fewer than three units have both"
        notes.append(Note(told, count=unknown))
    if len(pairs) * (1 - level) >= 1:
        told = "of {count} pairs about {chance:.0f} would be significant by chance alone; Holm's p values are corrected for it"
        notes.append(Note(told, count=len(pairs), chance=len(pairs) * (1 - level)))
    return Correlations(pairs, _groups(pairs), parents, method, high, weak, level, tree, tuple(notes))


def correlated(x: Array, method: str = "pearson") -> tuple[Array, Array]:
    """Return the correlation of each pair of columns of `x` (n, k), over the rows with both, and their numbers."""
    if method == "spearman" and np.isnan(x).any():
        return _ranked_pairs(x)
    if method == "spearman":
        x = scipy.stats.rankdata(x, axis=0)
    unit = np.nanmax(np.abs(np.where(np.isnan(x), 0.0, x)), axis=0, initial=0.0)
    r, n = pairwise_correlation(x / np.where(unit > 0, unit, 1.0))
    return np.where(n >= FEW, r, np.nan), n


def _ranked_pairs(x: Array) -> tuple[Array, Array]:
    """Return rank correlations of each pair, ranked among the rows that have both."""
    k = x.shape[1]
    r, n = np.full((k, k), np.nan), np.zeros((k, k))
    for i in range(k):
        for j in range(i, k):
            both = ~np.isnan(x[:, [i, j]]).any(axis=1)
            n[i, j] = n[j, i] = both.sum()
            if n[i, j] >= FEW:
                ranks = scipy.stats.rankdata(x[both][:, [i, j]], axis=0)
                r[i, j] = r[j, i] = pairwise_correlation(ranks)[0][0, 1]
    return r, n


def p_values(r: Array, n: Array) -> Array:
    """Return two-sided p values of correlations of n pairs, by the t distribution."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = r * np.sqrt((n - 2) / (1 - r**2))
    return np.where(np.isnan(r), np.nan, 2 * scipy.stats.t.sf(np.abs(t), np.maximum(n - 2, 1)))


def _flag(r: Array, p: Array, within: Array, limits: tuple[float, float, float]) -> Array:
    high, weak, level = limits
    kinds = [r > high, (r < 0) & (p < 1 - level), (r < weak) & within.astype(bool)]
    return np.select(kinds, ["too high", "negative", "weak"], "")


def _pairs(
    tree: IndicatorTree, r: Array, n: Array, by: By, limits: tuple[float, float, float]
) -> pd.DataFrame:
    codes = np.asarray(tree.codes, dtype=object)
    own = np.asarray([tree.parent(code) for code in codes], dtype=object)
    top = np.asarray([_top(tree, code) for code in codes], dtype=object)
    i, j = np.triu_indices(len(codes), 1)
    taken = {"group": own[i] == own[j], "top": top[i] == top[j], "all": np.ones(len(i), dtype=bool)}[by]
    i, j = i[taken], j[taken]
    p, within = p_values(r[i, j], n[i, j]), (own[i] == own[j]).astype(bool)
    return pd.DataFrame(
        {
            "first": codes[i],
            "second": codes[j],
            "first_group": own[i],
            "second_group": own[j],
            "within": within,
            "correlation": r[i, j],
            "n": n[i, j].astype(int),
            "p": p,
            "p_holm": holm(p),
            "flag": _flag(r[i, j], p, within, limits),
        }
    )


def _top(tree: IndicatorTree, code: str) -> str:
    """Return the part of the root that a node is of."""
    above = tree.parent(code)
    while above is not None and above != tree.root.code:
        code, above = above, tree.parent(above)
    return code


def _groups(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return what the pairs within each group are like."""
    within = pairs[pairs["within"]]
    own = within["correlation"].groupby(within["first_group"], sort=False)
    found = {"pairs": own.size(), "mean": own.mean(), "min": own.min(), "max": own.max()}
    for flag in ("too high", "negative", "weak"):
        found[flag] = (within["flag"] == flag).groupby(within["first_group"], sort=False).sum()
    return pd.DataFrame(found).rename_axis("group")


def _parents(tree: IndicatorTree, r: Array, n: Array, limits: tuple[float, float, float]) -> pd.DataFrame:
    """Return the correlation of every node with every node above it."""
    rows = []
    for code in tree.node_codes[1:]:
        above = tree.parent(code)
        while above is not None:
            i, j = tree.positions[code], tree.positions[above]
            rows.append((code, above, r[i, j], int(n[i, j])))
            above = tree.parent(above)
    table = pd.DataFrame(rows, columns=["code", "above", "correlation", "n"])
    value = table["correlation"].to_numpy()
    table["p"] = p_values(value, table["n"].to_numpy())
    flags = _flag(value, table["p"].to_numpy(), np.ones(len(table)), limits)
    table["flag"] = np.where(flags == "too high", "", flags)  # a part may well be nearly its group
    return table
