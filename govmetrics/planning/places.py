"""The most steps (grades, places) for a budget where every action goes by any amount: exact, without a solver.

What a unit pays for its first, second, ... step is then known beforehand, as its cheapest points come first. How many steps
each unit makes is chosen by dynamic programming over their number; a price on money (Lagrange) tells which choices can be
part of the best plan, which are few.
"""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.planning.actions import Levers

MOST_WORK = 2e9
"""Choices times numbers of steps; beyond that a solver is asked."""
ROUNDING = 1e-12
"""Share of a budget that sums in another order differ by."""


def by_any_amount(levers: Levers) -> bool:
    """Return whether points can be bought in any amount, from the first on."""
    return not (levers.step.any() or levers.fixed.any() or levers.dead.any())


def most_steps(levers: Levers, row: Ints, gain: Array, budget: float) -> Array | None:
    """Return the amount of every lever in the cheapest of the plans that make the most steps; None: too much work.

    `row` and `gain` say whose the steps are and the points that each needs.
    """
    lines, costs = list[tuple[Ints, Array, Array, Array]](), list[Array]()
    for r in np.unique(row[np.isin(row, levers.row)]).tolist():
        order, most = _cheapest_first(levers, r)
        points = np.r_[0.0, np.cumsum(most * levers.slope[levers.cell[order]])]
        paid = np.r_[0.0, np.cumsum(most * levers.cost[order])]
        ways = np.r_[0.0, np.minimum(np.sort(gain[row == r]), points[-1])]
        price: Array = np.asarray(np.interp(ways, points, paid))
        within = price <= budget * (1 + ROUNDING)
        lines.append((order, most, ways[within], points))
        costs.append(price[within])
    chosen = most_for(costs, budget)
    if chosen is None:
        return None
    amounts = np.zeros(len(levers.action))
    for (order, most, ways, points), h in zip(lines, chosen, strict=True):
        left = np.clip((ways[h] - points[:-1]) / levers.slope[levers.cell[order]], 0.0, most)
        amounts[order] = left
    return amounts


def _cheapest_first(levers: Levers, row: int) -> tuple[Ints, Array]:
    """Return a unit's levers, the cheapest points first, and how far each goes: those of one cell share its way."""
    mine = np.flatnonzero(levers.row[levers.cell] == row)
    order = mine[np.argsort(levers.cost[mine] / levers.slope[levers.cell[mine]], kind="stable")]
    room = levers.most / levers.slope
    most = np.zeros(len(order))
    for at, k in enumerate(order):
        most[at] = min(levers.room[k], room[levers.cell[k]])
        room[levers.cell[k]] -= most[at]
    return order, most


def most_for(costs: list[Array], budget: float) -> list[int] | None:
    """Return one choice of each list, by its place, so that the places add up to the most for the budget, at least cost.

    Examples
    --------
    >>> most_for([np.array([0.0, 1, 5]), np.array([0.0, 2, 3, 9])], 7)
    [1, 2]
    """
    if not costs:
        return []
    price = _price(costs, budget)
    worth = [np.arange(len(cost)) - price * cost for cost in costs]
    bound = sum(float(one.max()) for one in worth) + price * budget
    gap = 1.0
    while True:
        # A plan that is as good as the best has lost no more than the gap against the bound: no other is looked at.
        found = _within_gap(costs, worth, gap, budget)
        if found is None:
            return None
        if found and bound - sum(found) <= gap - 1e-9:
            return found
        gap *= 2


def _price(costs: list[Array], budget: float) -> float:
    """Return the places that a unit of money is worth: the lowest price at which what is chosen is paid for."""

    def spent(price: float) -> float:
        return sum(float(cost[(np.arange(len(cost)) - price * cost).argmax()]) for cost in costs)

    if spent(0.0) <= budget or budget <= 0:
        return 0.0
    low, high = 0.0, 1.0 / budget
    while spent(high) > budget and high < 1e300:
        low, high = high, 2 * high
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if spent(middle) > budget else (low, middle)
    return high


def _within_gap(costs: list[Array], worth: list[Array], gap: float, budget: float) -> list[int] | None:
    """Return the best choices of all that lose at most so much together; [] where none is paid for, None: too much work."""
    kept = [np.flatnonzero(one.max() - one <= gap) for one in worth]
    wide = np.cumsum([one[-1] - one[0] + 1 for one in kept])
    if sum(float(len(one)) * float(w) for one, w in zip(kept, wide, strict=True)) > MOST_WORK:
        return None
    least, first, came = np.zeros(1), 0, list[tuple[int, Ints]]()
    for choices, cost in zip(kept, costs, strict=True):
        new = np.full(len(least) + choices[-1] - choices[0], np.inf)
        by = np.zeros(len(new), dtype=np.intp)
        for h in choices.tolist():
            here = slice(h - choices[0], h - choices[0] + len(least))
            total = least + cost[h]
            better = total < new[here]
            new[here][better], by[here][better] = total[better], h
        least, first = new, first + int(choices[0])
        came.append((first, by))
    paid = np.flatnonzero(least <= budget * (1 + ROUNDING))
    if not len(paid):
        return []
    count, found = first + int(paid[-1]), list[int]()
    for start, by in reversed(came):
        found.append(int(by[count - start]))
        count -= found[-1]
    return found[::-1]
