"""Effective weights (有效权重): what each part does to the score, against what it is said to weigh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.options import asked, wanted
from govmetrics.core.result import Result
from govmetrics.core.scaled import SCALED, Scaled
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import WEIGHTS, Weights
from govmetrics.core.words import Text
from govmetrics.numerics.climb import node_means
from govmetrics.numerics.main_effects import correlation_ratios, shares_of
from govmetrics.weighting.objective import ACROSS, Across


@dataclass(frozen=True, eq=False)
class EffectiveWeights(Result):
    """Nominal and effective weights side by side.

    Attributes
    ----------
    table : DataFrame
        One row per node: of (the score it enters), nominal (its weight there), linear (squared correlation
        with that score), smooth (squared correlation ratio), linear_share and effective_share (each as a
        share of its group's, or of all leaves'), ratio (effective over nominal; NaN for a zero weight).
    across : str
        "groups" or "leaves".
    tree : IndicatorTree
        For names.

    See Also
    --------
    effective
    """

    table: pd.DataFrame
    across: str

    tree: IndicatorTree

    _shown: ClassVar = {"table": "Effective against nominal weights"}
    _cites: ClassVar = ("Paruolo2013",)

    def _method(self) -> tuple[Text, ...]:
        line = (
            "A part's effective weight is its share of the squared correlation ratios (restricted cubic splines) of the parts "
            "with {whole}; it was compared with the nominal weight."
        )
        whole = Text("the whole score") if self.across == "leaves" else Text("their group's score")
        return (Text(line, whole=whole),)

    def _finding(self) -> tuple[Text, ...]:
        """Name the nodes that weigh more than twice, or less than half, what is stated."""
        apart = self.table[(self.table["ratio"] > 2) | (self.table["ratio"] < 1 / 2)]
        if apart.empty:
            return (Text("All parts weigh about what is stated."),)
        names = self._names()
        line = "{name} weighs {nominal:.0%} nominally and {effective:.0%} in effect."
        columns = zip(apart.index, apart["nominal"].tolist(), apart["effective_share"].tolist(), strict=True)
        return tuple(
            Text(line, name=names[code], nominal=nominal, effective=effective)
            for code, nominal, effective in columns
        )


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
    asked(scaled=(scaled, SCALED), weights=(weights, WEIGHTS))
    tree, faults = scaled.tree, wanted(across=(across, ACROSS))
    if tree.node_codes != weights.tree.node_codes:
        apart = sorted(set(tree.node_codes) ^ set(weights.tree.node_codes)) or ["weights"]
        faults += [
            Fault(code, "is not in both trees", "weigh the indicators that are scaled") for code in apart
        ]
    with faults:
        if len(scaled.values) < 5:
            problem, count = "{count:# unit says|# units say} nothing about variance", len(scaled.values)
            raise UnsuitableMethod("rows", problem, "give five or more", count=count)
    with faults:
        if not tree.groups:
            raise UnsuitableMethod(tree.root.code, "is a single indicator", "give a tree with groups")
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
    return EffectiveWeights(pd.concat(tables), across, tree)
