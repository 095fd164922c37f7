"""Effective weights (有效权重): what each part does to the score, against what it is said to weigh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import pandas as pd

from govmetrics.core.checks import kind_faults
from govmetrics.core.errors import Fault, UnsuitableMethod, choose
from govmetrics.core.results import fields_dict, html
from govmetrics.core.scaled import Scaled, refuse_unscaled
from govmetrics.core.weights import Weights
from govmetrics.numerics.climb import node_means
from govmetrics.numerics.main_effects import correlation_ratios, shares_of
from govmetrics.weighting.objective import Across


@dataclass(frozen=True, eq=False)
class EffectiveWeights:
    """Nominal and effective weights side by side.

    Attributes
    ----------
    table : DataFrame
        One row per node: of (the score it enters), nominal (its weight there), linear (squared correlation
        with that score), smooth (squared correlation ratio), linear_share and effective_share (each as a
        share of its group's, or of all leaves'), ratio (effective over nominal; NaN for a zero weight).
    across : str
        "groups" or "leaves".

    See Also
    --------
    effective
    """

    table: pd.DataFrame
    across: str

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a copy."""
        return self.table.copy()

    def summary(self, language: str = "en", factor: float = 2.0) -> str:
        """Return a line per node that weighs more than `factor` times, or less than 1/`factor` of, its nominal weight."""
        choose(language, ("en", "zh"), "language")
        apart = self.table[(self.table["ratio"] > factor) | (self.table["ratio"] < 1 / factor)]
        if apart.empty:
            return "有效权重与名义权重相近" if language == "zh" else "all parts weigh about what is stated"
        line = (
            "{}：名义权重 {:.2f}，有效权重 {:.2f}"
            if language == "zh"
            else "{}: {:.2f} nominally, {:.2f} in effect"
        )
        return "\n".join(
            line.format(row.Index, row.nominal, row.effective_share) for row in apart.itertuples()
        )

    def to_dict(self) -> dict[str, Any]:
        """Return table and across, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.table, "Effective against nominal weights 有效权重与名义权重")


def effective(scaled: Scaled, weights: Weights, across: Across = "groups") -> EffectiveWeights:
    """Return effective against nominal weights (Paruolo, Saisana and Saltelli 2013).

    Parameters
    ----------
    scaled : Scaled
        The values that the weights are used on; nodes are weighted means of what is known.
    weights : Weights
        Of the same tree.
    across : {"groups", "leaves"}
        Every part against its own group's score, or every leaf against the top score.

    Returns
    -------
    EffectiveWeights
        A row for every node below the root.

    Raises
    ------
    FaultyInput
        Weights of another tree.
    UnsuitableMethod
        Fewer than five units.

    Notes
    -----
    The squared correlation ratio, var(E(score | part)) / var(score), is the drop of the score's variance if
    the part were known; it is estimated by a restricted cubic spline (see
    `govmetrics.numerics.main_effects`). Constants have none: NaN.

    References
    ----------
    Paruolo, Saisana and Saltelli (2013), Ratings and rankings: voodoo or science?, Journal of the Royal
    Statistical Society A 176, 609-634.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["wide", "narrow"]})
    >>> x = pd.DataFrame({"wide": [0.0, 30, 60, 100, 10, 90], "narrow": [52.0, 50, 49, 51, 50, 48]})
    >>> even = Weights(tree, pd.Series({"G": 1.0, "wide": 0.5, "narrow": 0.5}))
    >>> effective(Scaled(tree, x, pd.DataFrame()), even).to_frame()["effective_share"].round(2).to_dict()
    {'G': 1.0, 'wide': 0.83, 'narrow': 0.17}
    """
    faults = refuse_unscaled(scaled)
    faults += kind_faults(weights, Weights, "weights", "make them with a weighting method")
    faults.raise_all()
    tree = scaled.tree
    with faults:
        choose(across, get_args(Across), "across")
    if tree.node_codes != weights.tree.node_codes:
        apart = sorted(set(tree.node_codes) ^ set(weights.tree.node_codes)) or ["weights"]
        faults += [Fault(code, "is not in both trees", "weigh the leaves that are scaled") for code in apart]
    with faults:
        if len(scaled.values) < 5:
            problem = f"{len(scaled.values)} units say nothing about variance"
            raise UnsuitableMethod(Fault("rows", problem, "give five or more"))
    with faults:
        if not tree.groups:
            raise UnsuitableMethod(Fault(tree.root.code, "is a single leaf", "give a tree with groups"))
    faults.raise_all()
    x = node_means(tree.branches, scaled.values.to_numpy(dtype=float), weights.shares)
    if across == "leaves":
        blocks = [(tree.root.code, tree.codes, weights.across_tree())]
    else:
        blocks = [(group.code, tree.parts(group.code), weights.of(group.code)) for group in tree.groups]
    tables = []
    for whole, codes, nominal in blocks:
        linear, smooth = correlation_ratios(
            x[:, [tree.positions[c] for c in codes]], x[:, tree.positions[whole]]
        )
        share, weight = shares_of(smooth), nominal.to_numpy()
        columns = {
            "of": whole,
            "nominal": weight,
            "linear": linear,
            "smooth": smooth,
            "linear_share": shares_of(linear),
        }
        ratio = share / np.where(weight > 0, weight, np.nan)
        columns |= {"effective_share": share, "ratio": ratio}
        tables.append(pd.DataFrame(columns, index=pd.Index(codes, name="code")))
    return EffectiveWeights(pd.concat(tables), across)
