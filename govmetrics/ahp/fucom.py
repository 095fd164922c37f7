"""FUCOM (完全一致性法): an order of importance and priorities over the first; how far the answers are from consistency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.ahp.chains import ALONE, Answers, Chain, read_chains
from govmetrics.ahp.ordered import OrderedWeights, chained, gathered
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import is_number, shown
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array

_PROCEDURE = Procedure.of(
    "Weights were determined by the full consistency method (FUCOM): items were put in the order of importance and compared with "
    "the first; the weights deviate least from the ratios of neighbours and of those two places apart.",
    "PamucarStevicSremac2018",
)


def fucom(
    priorities: Answers,
    second: Mapping[Any, Any] | None = None,
    expert_weights: Mapping[str, float] | pd.Series | None = None,
) -> OrderedWeights:
    r"""Return weights by the full consistency method (FUCOM) and the deviation from full consistency (DFC).

    Parameters
    ----------
    priorities : mapping, Series or DataFrame
        Items in the order of importance, each with :math:`\varpi`: how many times more important the first is than it, 1
        (or None) for the first. Of several experts ``{expert: {item: priority}}``, or a table with the columns expert,
        item and answer.
    second : mapping, optional
        Answers that were asked besides: by item, from the third on, how many times more important the one two places before
        is; of several experts ``{expert: {item: ratio}}``. Without them these ratios follow from the others by
        transitivity.
    expert_weights : mapping or Series of expert to weight, optional
        Voting weights of the experts, whose weights are averaged.

    Returns
    -------
    OrderedWeights
        With :math:`\varphi_k = \varpi_{k+1} / \varpi_k`, weights that minimise the largest of
        :math:`|w_k / w_{k+1} - \varphi_k|` and :math:`|w_k / w_{k+2} - \psi_k|`, where :math:`\psi_k` is what was asked, else
        :math:`\varphi_k \varphi_{k+1}`; `deviation` is that largest.

    Raises
    ------
    FaultyInput
        Priorities that fall along the order, missing ones, items named twice, answers in `second` to other items, unusable
        voting weights: all at once.

    Notes
    -----
    Without `second` the n - 1 answers fix the weights, :math:`w_k \propto 1 / \varpi_k`, and the deviation is zero whatever the
    expert says: the small values that papers print come from rounded ratios or from the solver. Only with `second` does it
    tell anything about the expert. Where several weights deviate as little, the centres of their ranges are taken.

    References
    ----------
    Pamučar, D., Stević, Ž. and Sremac, S. (2018). A new model for determining weight coefficients of criteria in MCDM models:
    full consistency method (FUCOM). Symmetry 10, 393.

    Examples
    --------
    >>> found = fucom({"security": 1, "functions": 1.2, "price": 1.8, "support": 2.34})
    >>> found.weights.round(3).to_dict(), found.deviation.round(6).to_list()
    ({'security': 0.355, 'functions': 0.296, 'price': 0.197, 'support': 0.152}, [0.0])
    """

    def wrong(items: list[Any], answers: Array, at: int) -> tuple[Text, Text] | None:
        before = 1.0 if at == 1 else answers[at - 1]
        if answers[at] >= max(before, 1.0) or not np.isfinite(before):
            return None
        values = {
            "before": str(items[at - 1]),
            "item": str(items[at]),
            "value": answers[at],
            "least": max(before, 1.0),
        }
        problem = Text(
            "the priority {value:g} says that {item} is more important than {before}, which stands before it",
            **values,
        )
        return problem, Text("put {item} before {before}, or give {least:g} or more", **values)

    chains = read_chains(priorities, "priorities", wrong, first=1.0)
    asked_of = _second(second, chains)
    solved, deviations, notes = {}, {}, []
    for expert, chain in chains.items():
        phi = chain.answers[1:] / chain.answers[:-1]
        if expert not in asked_of:
            solved[expert], deviations[expert] = chained(phi), 0.0
            continue
        w, deviations[expert], free = _least_deviation(phi, asked_of[expert])
        solved[expert] = w
        if free > 1e-4:
            line = "{expert}: other weights deviate as little; one of them may be {free:.3f} away"
            notes.append(Note(line, expert=expert, free=free))
    if not asked_of:
        notes.append(
            Note("no answer checks another: without `second` the deviation is zero whatever is answered")
        )
    deviation = pd.Series(deviations, name="deviation").rename_axis("expert")
    return gathered(
        chains, np.asarray, expert_weights, "weights", _PROCEDURE, solved, deviation, tuple(notes)
    )


def _second(second: Any, chains: Mapping[str, Chain]) -> dict[str, Array]:
    """Return by expert the ratios to the item two places before (n - 2,), NaN where they were not asked."""
    if second is None:
        return {}
    if not isinstance(second, Mapping):
        raise FaultyInput(
            "second",
            "is {value}",
            "give {{item: ratio}}, or {{expert: {{item: ratio}}}}",
            value=shown(second),
        )
    alone = list(chains) == [ALONE]
    given = {ALONE: second} if alone else second
    faults = [
        Fault(place_of(("second", e)), "the expert gave no answers", "check the name")
        for e in given
        if e not in chains
    ]
    found = {}
    for expert, row in given.items():
        if expert not in chains:
            continue
        if not isinstance(row, Mapping):
            faults.append(
                Fault(place_of(("second", expert)), "is {value}", "give {{item: ratio}}", value=shown(row))
            )
            continue
        later = chains[expert].items[2:]
        ratios = np.full(len(later), np.nan)
        for item, value in row.items():
            where = place_of(("second", item) if alone else ("second", expert, item))
            if item not in later:
                faults.append(
                    Fault(where, "is not an item from the third on", "there are: {labels}", labels=later)
                )
            elif (
                isinstance(value, bool)
                or not isinstance(value, int | float | np.number)
                or not (value >= 1 and is_number(value))
            ):
                faults.append(
                    Fault(where, "the answer is {value}", "give a ratio of 1 or more", value=shown(value))
                )
            else:
                ratios[later.index(item)] = float(value)
        found[expert] = ratios
    Faults(faults).raise_all()
    return found


def _least_deviation(phi: Array, psi: Array) -> tuple[Array, float, float]:
    """Return weights (n,), the least largest deviation from the ratios, and how far a weight may lie from the centre."""
    psi = np.where(np.isnan(psi), phi[:-1] * phi[1:], psi)
    n = len(phi) + 1
    pairs = [(k, k + 1, r) for k, r in enumerate(phi)] + [(k, k + 2, r) for k, r in enumerate(psi)]
    low, high = 0.0, float(max(np.abs(psi - phi[:-1] * phi[1:]).max(initial=0.0), 0.0))
    if high == 0:
        return chained(phi), 0.0, 0.0
    for _ in range(45):  # with the deviation fixed the problem is linear
        middle = (low + high) / 2
        low, high = (low, middle) if _ranges(pairs, n, middle, ends=False) is not None else (middle, high)
    ranges = _ranges(pairs, n, high * (1 + 1e-9) + 1e-12, ends=True)
    if ranges is None:  # pragma: no cover - the bound above was feasible
        return chained(phi), high, 0.0
    centre = ranges.mean(axis=1)
    return centre / centre.sum(), high, float(np.ptp(ranges, axis=1).max() / 2)


def _ranges(pairs: list[tuple[int, int, float]], n: int, deviation: float, ends: bool) -> Array | None:
    """Return the least and the largest of each weight (n, 2) with no larger deviation; None where there are no such weights."""
    from scipy.optimize import linprog

    rows = np.zeros((2 * len(pairs), n))
    for at, (k, m, r) in enumerate(pairs):
        rows[2 * at, [k, m]] = 1.0, -(r + deviation)
        rows[2 * at + 1, [k, m]] = -1.0, r - deviation
    costs = [sign * row for row in np.eye(n) for sign in (1.0, -1.0)] if ends else [np.zeros(n)]
    found = []
    for cost in costs:
        one = linprog(
            cost, rows, np.zeros(len(rows)), np.ones((1, n)), np.ones(1), bounds=(0, 1), method="highs"
        )
        if one.status != 0:
            return None
        found.append(float(cost @ np.asarray(one.x)))
    return np.abs(np.array(found)).reshape(n, 2) if ends else np.zeros((n, 2))
