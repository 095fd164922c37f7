"""SWARA (逐步权重评估比率分析法): an order of importance, and by how much each item falls behind the one before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from govmetrics.ahp.chains import Answers, read_chains
from govmetrics.ahp.ordered import Combine, OrderedWeights, gathered
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array

_PROCEDURE = Procedure.of(
    "Weights were determined by SWARA: items were put in the order of importance, every one with the comparative importance "
    "s by which the one before it matters more; with k = 1 + s, q is that of the one before over k, and weights are q over "
    "its sum.",
    "KersulieneZavadskasTurskis2010",
)


def swara(
    importance: Answers,
    expert_weights: Mapping[str, float] | pd.Series | None = None,
    combine: Combine = "answers",
) -> OrderedWeights:
    r"""Return weights by step-wise weight assessment ratio analysis (SWARA).

    Parameters
    ----------
    importance : mapping, Series or DataFrame
        Items in the order of importance, most important first, each with the comparative importance :math:`s_k` (0.2: the
        one before is 20% more important); the first has none (None). Of several experts ``{expert: {item: s}}``, or a
        table with the columns expert, item and answer.
    expert_weights : mapping or Series of expert to weight, optional
        Voting weights; only their ratios matter.
    combine : {"answers", "weights"}
        Average the experts' answers, as the paper does after they have agreed on one order, or their weights, which works
        with any orders.

    Returns
    -------
    OrderedWeights
        :math:`k_j = 1 + s_j`, :math:`q_1 = 1`, :math:`q_j = q_{j-1} / k_j`, :math:`w_j = q_j / \sum q`.

    Raises
    ------
    FaultyInput
        Negative or missing answers, items named twice, experts with other items, other orders where answers are averaged,
        unusable voting weights: all at once.

    Notes
    -----
    The weights are those of `order_relation` with ratios 1 + s; the methods differ in the question and the scale. Nothing
    checks an answer.

    References
    ----------
    Keršulienė, V., Zavadskas, E. K. and Turskis, Z. (2010). Selection of rational dispute resolution method by applying new
    step-wise weight assessment ratio analysis (SWARA). Journal of Business Economics and Management 11, 243-258.

    Examples
    --------
    >>> swara({"safety": None, "price": 0.25, "speed": 0.6}).weights.round(4).to_dict()
    {'safety': 0.4348, 'price': 0.3478, 'speed': 0.2174}
    """

    def wrong(items: list[Any], answers: Array, at: int) -> tuple[Text, Text] | None:
        if answers[at] >= 0:
            return None
        values = {"before": str(items[at - 1]), "item": str(items[at]), "value": answers[at]}
        problem = Text(
            "{value:g} says that {item} is more important than {before}, which stands before it", **values
        )
        return problem, Text("put {item} before {before}, or give zero or more", **values)

    chains = read_chains(importance, "importance", wrong)
    return gathered(chains, lambda s: 1 + s, expert_weights, combine, _PROCEDURE)
