"""Fuzzy AHP over a tree: a group's judgements to weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.ahp.fuzzy_ahp import DEFUZZIFY, Defuzzify, buckley, fuzzy_geometric_mean
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.judgements import JUDGEMENTS, Judgements
from govmetrics.core.options import FROM_ZERO, asked
from govmetrics.core.plain import plain
from govmetrics.core.procedure import Procedure
from govmetrics.core.weights import Weights
from govmetrics.core.words import Text


def fuzzy_weights(
    judgements: Judgements, *, spread: float = 1.0, defuzzify: Defuzzify = "centroid"
) -> Weights:
    """Return weights over the tree by Buckley's fuzzy geometric mean in every group.

    Parameters
    ----------
    judgements : Judgements
        Crisp; `fuzzify` makes them triangular. In every group the experts who judged it are combined by
        geometric means of lower, middle and upper values.
    spread, defuzzify
        See `fuzzy_geometric_mean`.

    Returns
    -------
    Weights
        `details` holds for every group the fuzzy weights, the consistency ratio of the middle values and
        the number of experts.

    Raises
    ------
    UnsuitableMethod
        Groups of two parts or more that nobody judged, and incomplete judgements: all at once, with expert
        and group.

    References
    ----------
    Buckley, J. J. (1985). Fuzzy hierarchical analysis. Fuzzy Sets and Systems 17, 233-247.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    >>> panel = {"Li": {"index": [[1, 1], [1, 1]], "A": [[1, 4], [1 / 4, 1]]}}
    >>> fuzzy_weights(Judgements.from_matrices(tree, panel)).across_tree().round(4).tolist()
    [0.3982, 0.1018, 0.5]
    """
    asked(judgements=(judgements, JUDGEMENTS), spread=(spread, FROM_ZERO), defuzzify=(defuzzify, DEFUZZIFY))
    tree = judgements.tree
    faults, local = [], {}
    details: dict[str, object] = {"spread": spread, "defuzzify": defuzzify}
    for group in tree.groups:
        codes = tree.parts(group.code)
        if len(codes) == 1:
            local[codes[0]] = 1.0
            continue
        judged = judgements.answered(group.code)
        if not judged.any():
            faults.append(
                Fault(group.code, "nobody judged this group", "ask an expert, or take it out of the tree")
            )
            continue
        stack = judgements.stacks[group.code][judged]
        names = [expert for expert, has in zip(judgements.experts, judged, strict=True) if has]
        problem, way_out = "some pairs were not asked", "fill them with `complete`, or use gm.ahp.weights"
        gaps = [
            Fault(place_of((expert, group.code)), problem, way_out)
            for expert, matrix in zip(names, stack, strict=True)
            if np.isnan(matrix).any()
        ]
        faults += gaps
        if not gaps:
            found = fuzzy_geometric_mean(stack, spread=spread, defuzzify=defuzzify)
            local |= dict(zip(codes, found.weights.tolist(), strict=True))
            fuzzy = found.fuzzy.set_axis(codes)
            details[group.code] = {
                "fuzzy": plain(fuzzy), "consistency_ratio": found.consistency_ratio, "experts": len(names),
            }  # fmt: skip
    Faults(faults).raise_all(UnsuitableMethod)
    method = Text("fuzzy AHP (Buckley, {defuzzify})", defuzzify=Text(defuzzify))
    line = "The judgements of {experts:# expert|# experts} were combined by geometric means of lower, middle and upper values."
    told = buckley(defuzzify) + Procedure.of(line, experts=len(judgements.experts))
    return Weights(tree, pd.Series(local, dtype=float), method, details, told)
