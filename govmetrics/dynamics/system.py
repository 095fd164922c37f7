"""A model ready to run: what hides in smoothings laid open, the order of evaluation, equations as functions."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from govmetrics.core.errors import Fault, Faults
from govmetrics.dynamics.compiled import Function, compiled
from govmetrics.dynamics.equations import in_time, names_in
from govmetrics.dynamics.memory import Hidden, without_memory
from govmetrics.dynamics.parts import Parts
from govmetrics.dynamics.variable import Variable


@dataclass(frozen=True, eq=False)
class System:
    """A model's variables in slots, and what to evaluate in which order.

    Attributes
    ----------
    parts : Parts
        As they were read.
    slots : dict of str to int
        The place of each variable, those of the file first, then hidden ones.
    initial : list of (slot, function)
        Every variable at the start, in an order in which all that each needs is there already.
    moving : list of (slot, function)
        Flows and auxiliaries that change, in such an order.
    net : list of (slot, function)
        The net flow of every stock.
    held : list of (slot, slot of the input, time, initial)
        Fixed delays.
    constants : list of str
        Auxiliaries that do not change over time.
    """

    parts: Parts
    slots: Mapping[str, int]
    initial: list[tuple[int, Function]]
    moving: list[tuple[int, Function]]
    net: list[tuple[int, Function]]
    held: list[tuple[int, int, Function]]
    constants: list[str]

    @cached_property
    def stocks(self) -> list[Variable]:
        """The stocks of the file."""
        return [one for one in self.parts.variables.values() if one.kind == "stock"]

    @cached_property
    def by_column(self) -> dict[str, str]:
        """The names of variables by what they are called in results, and by themselves."""
        known = self.parts.variables
        return {key: key for key in known} | {one.column: key for key, one in known.items()}


def system_of(parts: Parts, file: str, faults: Faults) -> System | None:
    """Return a model ready to run; None where its equations go round in a circle."""
    hidden = Hidden()
    known = parts.variables
    equations = {key: without_memory(one.equation, key, hidden) for key, one in known.items()}
    slots = {name: place for place, name in enumerate([*known, *hidden.stocks, *hidden.inputs, *hidden.held])}
    stocks = {key for key, one in known.items() if one.kind == "stock"} | set(hidden.stocks)
    starts = (
        equations
        | {name: initial for name, (initial, _) in hidden.stocks.items()}
        | hidden.inputs
        | {name: initial for name, (*_, initial) in hidden.held.items()}
    )
    first = _ordered(
        {key: names_in(tree) for key, tree in starts.items()}, file, "the initial values", faults
    )
    running = {key: tree for key, tree in (equations | hidden.inputs).items() if key not in stocks}
    needs = {key: {name for name in names_in(tree) if name in running} for key, tree in running.items()}
    order = _ordered(needs, file, "the equations", faults)
    if faults:
        return None

    def function(tree: ast.expr) -> Function:
        return compiled(tree, slots, parts.lookups)

    moves: set[str] = stocks | set(hidden.held)
    for key in order:
        if in_time(running[key]) or names_in(running[key]) & moves:
            moves.add(key)
    net = [(slots[key], _net(one, slots)) for key, one in known.items() if one.kind == "stock"]
    net += [(slots[name], function(flow)) for name, (_, flow) in hidden.stocks.items()]
    return System(
        parts, slots, [(slots[key], function(starts[key])) for key in first],
        [(slots[key], function(running[key])) for key in order if key in moves], net,
        [(slots[name], slots[given], function(time)) for name, (given, time, _) in hidden.held.items()],
        [key for key, one in known.items() if one.kind == "auxiliary" and key not in moves],
    )  # fmt: skip


def _net(stock: Variable, slots: Mapping[str, int]) -> Function:
    inflows = [slots[name] for name in stock.inflows]
    outflows = [slots[name] for name in stock.outflows]

    def net(m):  # type: ignore[no-untyped-def]
        total = 0.0
        for place in inflows:
            total = total + m.values[place]
        for place in outflows:
            total = total - m.values[place]
        return total

    return net


def _ordered(needs: Mapping[str, set[str]], file: str, what: str, faults: Faults) -> list[str]:
    """Return names so that each follows what it needs; a circle goes to `faults`, with the names in it."""
    left = {key: {name for name in found if name in needs} for key, found in needs.items()}
    users: dict[str, list[str]] = {key: [] for key in left}
    for key, found in left.items():
        for name in found:
            users[name].append(key)
    ready, order = [key for key, found in left.items() if not found], []
    while ready:
        key = ready.pop()
        order.append(key)
        for user in users[key]:
            left[user].discard(key)
            if not left[user]:
                ready.append(user)
    rest = [key for key, found in left.items() if found]
    if rest:
        seen: list[str] = []
        key = rest[0]
        while key not in seen:
            seen.append(key)
            key = min(left[key])
        circle = [*seen[seen.index(key) :], key]
        problem = "{names} need each other: {circle}"
        way_out = "put a stock, a smoothing or a delay into the circle"
        if what == "the initial values":
            problem = "the initial values of {names} need each other: {circle}"
            way_out = "give one of them a number"
        faults.append(Fault(file, problem, way_out, names=sorted(set(circle)), circle=" → ".join(circle)))
    return order
