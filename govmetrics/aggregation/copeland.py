"""Copeland's rule: whom a unit beats, indicator by indicator."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.aggregation.levels import MIN_COVERAGE, check, coverage_of, coverage_told, period_by_period
from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores, covered
from govmetrics.core.weights import Weights
from govmetrics.numerics.duels import duels

_PROCEDURE = Procedure.of(
    "Scores follow Copeland's rule: every unit met every other in a duel, won by whom the heavier indicators favour, and "
    "scores the duels won less those lost, as a share of all.",
    "Copeland1951", "MundaNardo2009",
)  # fmt: skip


def copeland(scaled: Scaled, weights: Weights, min_coverage: float = MIN_COVERAGE) -> Scores:
    """Score units by the duels they win minus those they lose, as a share of all duels: from -1 to 1.

    Unit a wins its duel with b at a node when the leaves below the node in which a is better weigh more than those in
    which b is better. Leaves that either lacks have no say in the duel. Nothing is compensated: only the order within
    each leaf counts.

    Parameters
    ----------
    scaled : Scaled
        Normalised values; any monotone scale gives the same result.
    weights : Weights
        For the same tree.
    min_coverage : float
        Units with less evidence at a node have no score there and take part in no duels.

    Returns
    -------
    Scores
        Leaves keep their scaled values. Units are compared only with those of their own period. The order of the rows does not
        matter.

    Raises
    ------
    UnsuitableMethod
        A group has an aggregation of its own.

    References
    ----------
    Copeland (1951), A reasonable social welfare function; Munda and Nardo (2009), Noncompensatory/nonlinear composite
    indicators for ranking countries. Applied Economics 41, 1513-1523.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> data = gm.read_records(pd.DataFrame({"trust": [90.0, 50, 10], "order": [10.0, 60, 90]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "order": 2})
    >>> gm.aggregation.copeland(gm.normalisation.rank(data), weights).values["community"].to_dict()
    {'A': 1.0, 'B': 0.0, 'C': -1.0}
    """
    check(scaled, weights, min_coverage)
    own = [group for group in scaled.tree.groups if group.aggregate is not None]
    if own:
        way_out = "remove `aggregate` from the tree: duels take the place of every mean"
        raise UnsuitableMethod(
            [Fault(g.code, "has a mean of its own ({own})", way_out, own=g.aggregate) for g in own]
        )
    found = period_by_period(scaled, lambda one: _one_period(one, weights, min_coverage))
    return replace(found, procedure=_PROCEDURE + coverage_told(scaled, min_coverage))


def _one_period(scaled: Scaled, weights: Weights, min_coverage: float) -> Scores:
    tree = scaled.tree
    x = scaled.values.to_numpy()
    coverage, enough = coverage_of(scaled, weights, min_coverage)
    values = np.full((len(scaled.values), len(tree.nodes)), np.nan)
    share = weights.across_tree().to_numpy()
    leaf_places = {code: column for column, code in enumerate(tree.codes)}
    for place, node in enumerate(tree.nodes):
        columns = [leaf_places[code] for code in tree.leaves(node.code)]
        if node.code in leaf_places:
            values[:, place] = x[:, columns[0]]
            continue
        compared = np.flatnonzero(enough[:, place])
        won = duels(x[compared][:, columns], share[columns])
        values[compared, place] = won / max(1, len(compared) - 1)
    index, names = scaled.values.index, pd.Index(tree.node_codes, name="code")
    frame, shares = (pd.DataFrame(table, index=index, columns=names) for table in (values, coverage))
    filled = None
    if scaled.imputed is not None:
        shares, filled = covered(scaled, weights, np.where(enough, 1.0, np.nan))
    return Scores(frame, shares, weights, "copeland", scaled.attributes, coverage_imputed=filled)
