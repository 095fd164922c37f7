"""Links of an index with other indicators (与其他指标的关联): correlations and simple regressions with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import scipy

from govmetrics.core import Fault, Scores, UnsuitableMethod
from govmetrics.core.dataset import as_floats, row_faults
from govmetrics.core.options import FRAME, LABEL, SHARE, among, optional, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.scores import SCORES
from govmetrics.core.words import Label, Note, Text
from govmetrics.diagnosis.common import number_faults
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.holm import holm

FEW = 5
"""A link needs so many units."""


@dataclass(frozen=True, eq=False)
class Links(Result):
    """How scores go with indicators from elsewhere.

    Attributes
    ----------
    table : DataFrame
        One row per node and other indicator: node, other, n, correlation (Pearson) with its bounds (lower, upper; Fisher),
        spearman, slope (of the other indicator per point of the score) with standard error and bounds (HC3), p, p_holm, r2.
    level : float
        Of the bounds.
    names : mapping of code to str
        Of the nodes.
    notes : tuple of str

    See Also
    --------
    links
    """

    table: pd.DataFrame
    level: float
    names: Mapping[str, Label] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"table": "Links with other indicators"}
    _left_out: ClassVar = ("names",)
    _cites: ClassVar = ("oecd2008", "MacKinnonWhite1985", "holm1979")

    def _names(self) -> Mapping[Any, str]:
        return self.names

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Scores were set beside other indicators: correlations with Fisher's {level:.0%} intervals, and simple regressions "
            "by least squares with HC3 standard errors; p values were corrected by Holm's method."
        )
        return (Text(told, level=self.level),)

    def _finding(self) -> tuple[Text, ...]:
        sure = self.table[self.table["p_holm"] < 1 - self.level]
        told = "{node} and {other}: r = {r:.2f} ({lower:.2f} to {upper:.2f}, n = {n})"
        links = [
            Text(told, node=self.names.get(str(row.node), str(row.node)), other=row.other, r=row.correlation, lower=row.lower,
                 upper=row.upper, n=row.n)
            for row in sure.itertuples(index=False)
        ]  # fmt: skip
        if not links:
            return (Text("No link beyond chance with another indicator."),)
        return (Text("Links beyond chance: {links:6}.", links=links),)


def links(
    scores: Scores, other: pd.DataFrame, nodes: Sequence[str] | None = None, level: float = 0.95
) -> Links:
    """Return how scores go with indicators from elsewhere: correlations, and simple regressions of them on the score.

    Parameters
    ----------
    scores : Scores
        With periods, rows are matched by period and unit.
    other : DataFrame
        Units x other indicators, numbers; the index names the units as the scores do.
    nodes : sequence of str, optional
        By default the root and its parts.
    level : float
        Of the intervals.

    Returns
    -------
    Links

    Raises
    ------
    FaultyInput
        Rows without or with the same label, cells that are no numbers, nodes that are not scored.
    UnsuitableMethod
        Fewer than five units in common.

    Notes
    -----
    The regression is of the other indicator on the score, so its slope is what goes with one point more. HC3 standard errors
    (MacKinnon and White 1985) hold where the spread is not the same everywhere. A link is no proof of an effect: wealth or size
    may stand behind both. Units of several periods are not independent of each other: take one period with `scores.at(...)`.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 9.
    MacKinnon, J. G. and White, H. (1985). Some heteroskedasticity-consistent covariance matrix estimators with improved finite
    sample properties. Journal of Econometrics, 29, 305-325.
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics, 6, 65-70.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust"]})
    >>> table = pd.DataFrame({"trust": [0.0, 1, 2, 3, 4, 5]}, index=list("ABCDEF"))
    >>> scaled = gm.normalisation.min_max(gm.read_records(table, tree), (0, 5))
    >>> scores = gm.aggregation.arithmetic(scaled, gm.weighting.equal(tree))
    >>> income = pd.DataFrame({"income": [1.0, 3, 2, 5, 4, 6]}, index=list("ABCDEF"))
    >>> found = gm.diagnosis.links(scores, income)
    >>> found.table.loc[0, ["correlation", "slope"]].astype(float).round(3).tolist()
    [0.886, 0.886]
    """
    faults = wanted(
        scores=(scores, SCORES), other=(other, FRAME), nodes=(nodes, optional(several(LABEL, 1))), level=(level, SHARE)
    )  # fmt: skip
    faults.raise_all()
    tree = scores.weights.tree
    if nodes is not None:
        faults += wanted(nodes=(nodes, several(among(tree.node_codes))))
    wrong = row_faults(other.index) or ([] if other.columns.is_unique else [_twice(other)])
    faults += wrong
    if not wrong:
        faults += number_faults(other, "other")
    if not len(other.columns):
        faults.append(Fault("other", "has no columns", "give at least one column"))
    faults.raise_all()
    chosen = list(dict.fromkeys(nodes)) if nodes else [tree.root.code, *tree.parts(tree.root.code)]
    numbers, common = as_floats(other), scores.values.index.intersection(other.index, sort=False)
    common = common[np.argsort(common.map(str).to_numpy(dtype=str), kind="stable")]
    if len(common) < FEW:
        problem, way = "{count:# unit|# units} in common with the scores", "name the units as the scores do"
        raise UnsuitableMethod("other", problem, way, count=len(common))
    x = scores.values.loc[common, chosen].to_numpy(dtype=float)
    y = numbers.loc[common].to_numpy(dtype=float)
    rows = [
        {"node": node, "other": str(name), **_link(x[:, i], y[:, j], level)}
        for i, node in enumerate(chosen)
        for j, name in enumerate(numbers.columns)
    ]
    table = pd.DataFrame(rows)
    table.insert(list(table).index("p") + 1, "p_holm", holm(table["p"].to_numpy(dtype=float)))
    return Links(table, level, tree.names(), tuple(_notes(scores, other, common, table)))


def _twice(other: pd.DataFrame) -> Fault:
    twice = list(other.columns[other.columns.duplicated()].unique())
    return Fault(
        "other", "columns twice: {names:5}", "keep one column each", names=[str(name) for name in twice]
    )


def _notes(scores: Scores, other: pd.DataFrame, common: pd.Index, table: pd.DataFrame) -> list[Note]:
    notes = []
    lacking = scores.values.index.difference(common, sort=False)
    more = other.index.difference(common, sort=False)
    if len(lacking):
        notes.append(Note("not in the other table: {units:5}", units=lacking))
    if len(more):
        notes.append(Note("not scored: {units:5}", units=more))
    unknown = table[table["correlation"].isna()]
    if len(unknown):
        told = "{count:# link has|# links have} too few units, or a value that does not vary"
        notes.append(Note(told, count=len(unknown)))
    apart = table[(table["correlation"] - table["spearman"]).abs() > 0.2]
    if len(apart):
        told = "{names:5}: correlations of values and of ranks differ much, so a few units decide or the link is bent"
        notes.append(Note(told, names=list(dict.fromkeys(apart["other"]))))
    if common.nlevels == 2:
        notes.append(
            Note("units of several periods are not independent: bounds are too narrow, take one period")
        )
    notes.append(Note("a link is no proof of an effect: wealth or size may stand behind both"))
    return notes


def _link(x: Array, y: Array, level: float) -> dict[str, Any]:
    """Return one link of a score `x` (n,) with another indicator `y` (n,)."""
    both = ~np.isnan(x) & ~np.isnan(y)
    x, y, n = x[both], y[both], int(both.sum())
    names = (
        "correlation",
        "lower",
        "upper",
        "spearman",
        "slope",
        "se",
        "slope_lower",
        "slope_upper",
        "p",
        "r2",
    )
    nothing = {"n": n, **dict.fromkeys(names, float("nan"))}
    if n < FEW or x.max() == x.min() or y.max() == y.min():
        return nothing
    wide, high = np.abs(x).max(), np.abs(y).max()  # squares of huge numbers would overflow
    u, v = x / wide, y / high
    du, dv = u - u.mean(), v - v.mean()
    if (du @ du) <= 1e-24 * n or (dv @ dv) <= 1e-24 * n:
        return nothing
    slope = du @ dv / (du @ du)
    r = float(np.clip(du @ dv / np.sqrt((du @ du) * (dv @ dv)), -1, 1))
    rest = dv - slope * du
    leverage = 1 / n + du**2 / (du @ du)
    held = 1 - leverage
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(held > 1e-12, rest / held, np.nan)  # a unit that alone decides has no error
        se = float(np.sqrt(((du * part) ** 2).sum()) / (du @ du))
        t = slope / se if se > 0 else np.inf
    z, half = (
        np.arctanh(min(max(r, -1 + 1e-15), 1 - 1e-15)),
        scipy.stats.norm.ppf((1 + level) / 2) / np.sqrt(n - 3),
    )
    reach, scale = float(scipy.stats.t.ppf((1 + level) / 2, n - 2)) * se, high / wide
    ranks = np.column_stack([scipy.stats.rankdata(x), scipy.stats.rankdata(y)])
    return {
        "n": n,
        "correlation": r,
        "lower": float(np.tanh(z - half)),
        "upper": float(np.tanh(z + half)),
        "spearman": float(scipy.stats.pearsonr(ranks[:, 0], ranks[:, 1]).statistic),
        "slope": float(slope * scale),
        "se": se * scale,
        "slope_lower": float((slope - reach) * scale),
        "slope_upper": float((slope + reach) * scale),
        "p": float(2 * scipy.stats.t.sf(abs(t), n - 2)) if not np.isnan(se) else float("nan"),
        "r2": r**2,
    }
