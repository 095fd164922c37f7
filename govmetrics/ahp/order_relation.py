"""Order relation analysis (序关系分析法, G1): an order of importance and the ratios of neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.ahp.chains import Answers, read_chains
from govmetrics.ahp.kinds import SCALE_END
from govmetrics.ahp.ordered import Combine, OrderedWeights, gathered
from govmetrics.core.options import asked
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array

_PROCEDURE = Procedure.of(
    "Weights were determined by order relation analysis (G1): items were put in the order of importance and every one was "
    "compared with the next by the ratio r of their weights, from which the weights follow.",
    "Guo2012",
)


def order_relation(
    ratios: Answers,
    expert_weights: Mapping[str, float] | pd.Series | None = None,
    combine: Combine = "weights",
    largest: float = 1.8,
) -> OrderedWeights:
    r"""Return weights by Guo Yajun's order relation analysis (序关系分析法, G1法): n - 1 answers, consistent by construction.

    Parameters
    ----------
    ratios : mapping, Series or DataFrame
        Items in the order of importance, most important first, each with :math:`r_k = w_{k-1} / w_k`: how many times more
        important the one before it is; the first has none (None). Of several experts ``{expert: {item: ratio}}``, each
        in an order of their own, or a table with the columns expert, item and answer, whose rows stand in that order.
    expert_weights : mapping or Series of expert to weight, optional
        Voting weights; only their ratios matter.
    combine : {"weights", "answers"}
        Average the experts' weights, or, where all have the same order, their ratios.
    largest : float
        The end of the scale: 1.0 equally, 1.2 slightly, 1.4 clearly, 1.6 strongly, 1.8 extremely more important.

    Returns
    -------
    OrderedWeights
        :math:`w_n = (1 + \sum_{k=2}^{n} \prod_{i=k}^{n} r_i)^{-1}` and :math:`w_{k-1} = r_k w_k`.

    Raises
    ------
    FaultyInput
        A ratio below 1 (it contradicts the order) or above the scale's end, missing ones, items named twice, experts with
        other items, unusable voting weights: all at once.

    Notes
    -----
    The admissible :math:`r_{k-1} > 1 / r_k` (the item two places before weighs more) holds wherever both are at least 1 and
    one is above; where both are 1 the three count alike, which is noted. No answer checks another, so that there is no
    consistency to test: an expert's slip stays in the weights. The scale bounds them: neighbours differ by 1.8 at most, and
    n items by :math:`1.8^{n-1}`. To use the weights in a tree, give them to `gm.weighting.assigned`.

    References
    ----------
    Guo, Y. (2012). 综合评价理论、方法及拓展 (Comprehensive evaluation: theory, methods and extensions). Science Press, Beijing.

    Examples
    --------
    >>> order_relation({"c": None, "a": 1.2, "d": 1.1, "b": 1.3}).weights.round(4).to_dict()
    {'c': 0.3151, 'a': 0.2626, 'd': 0.2387, 'b': 0.1836}
    """
    asked(largest=(largest, SCALE_END))
    end = float(largest)

    def wrong(items: list[Any], answers: Array, at: int) -> tuple[Text, Text] | None:
        values = {"before": str(items[at - 1]), "item": str(items[at]), "value": answers[at], "largest": end}
        if answers[at] < 1:
            problem = Text(
                "the ratio {value:g} says that {item} is more important than {before}, which stands before it",
                **values,
            )
            return problem, Text(
                "put {item} before {before}, or give a ratio from 1 to {largest:g}", **values
            )
        if answers[at] > end + 1e-12:
            problem = Text("the ratio {value:g} is beyond the scale's end of {largest:g}", **values)
            return problem, Text("give 1 to {largest:g}, or let `largest` be the end of your scale", **values)
        return None

    chains = read_chains(ratios, "ratios", wrong)
    notes = []
    for chain in chains.values():
        tied = np.flatnonzero((chain.answers[1:-1] == 1) & (chain.answers[2:] == 1))
        for k in tied:
            names = [str(item) for item in chain.items[k : k + 3]]
            notes.append(Note("{items} count alike: r(k-1) > 1/r(k) does not hold for them", items=names))
    return gathered(
        chains, np.asarray, expert_weights, combine, _PROCEDURE, notes=tuple(dict.fromkeys(notes))
    )
