"""What a model keeps: groups of stocks between which everything flows, and what comes from nowhere."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from govmetrics.core.words import Note
from govmetrics.dynamics.equations import names_in
from govmetrics.dynamics.system import System
from govmetrics.dynamics.units import unit_of
from govmetrics.numerics.arrays import Array

NEAR = 0.1
"""A constant within such a share of a closed group's sum is taken as meant to be the sum."""


@dataclass(frozen=True)
class Group:
    """Stocks that flows connect, and the flows that come from outside or lead there."""

    stocks: tuple[str, ...]
    sources: tuple[str, ...]
    sinks: tuple[str, ...]

    @property
    def closed(self) -> bool:
        """Whether nothing comes in and nothing leaves."""
        return not self.sources and not self.sinks


def groups_of(system: System) -> list[Group]:
    """Return the stocks in groups that flows connect, with the flows across their borders."""
    fills: dict[str, str] = {}
    drains: dict[str, str] = {}
    for stock in system.stocks:
        fills |= dict.fromkeys(stock.inflows, stock.key)
        drains |= dict.fromkeys(stock.outflows, stock.key)
    home = {stock.key: stock.key for stock in system.stocks}
    for flow in fills.keys() & drains.keys():
        one, other = home[fills[flow]], home[drains[flow]]
        home = {key: one if at == other else at for key, at in home.items()}
    groups = []
    for first in dict.fromkeys(home.values()):
        stocks = tuple(key for key, at in home.items() if at == first)
        sources = tuple(flow for flow, key in fills.items() if key in stocks and flow not in drains)
        sinks = tuple(flow for flow, key in drains.items() if key in stocks and flow not in fills)
        groups.append(Group(stocks, sources, sinks))
    return groups


def conservation_notes(system: System, groups: list[Group], first: Array) -> list[Note]:
    """Return what does not add up: sums that a constant contradicts, flows of no stock, stocks without flows.

    `first` has the value of every slot at the start.
    """
    known = system.parts.variables
    notes = [] if groups else [Note("has no stock: nothing accumulates")]
    for group in groups:
        if group.closed and len(group.stocks) > 1:
            total = float(sum(first[system.slots[key]] for key in group.stocks))
            for name in _meant_as_sum(system, group, total, first):
                value = float(first[system.slots[name]])
                text = (
                    "{stocks} begin with a sum of {total:.10g}, which no flow changes, but {name} is a constant {value:.10g}: "
                    "shares of it do not add up to one"
                )
                stocks = [known[key].column for key in group.stocks]
                notes.append(Note(text, stocks=stocks, total=total, name=known[name].column, value=value))
    used = {flow for stock in system.stocks for flow in (*stock.inflows, *stock.outflows)}
    idle = [one.column for key, one in known.items() if one.kind == "flow" and key not in used]
    if idle:
        notes.append(Note("flows that neither fill nor drain a stock: {names}", names=idle))
    still = [stock.column for stock in system.stocks if not stock.inflows and not stock.outflows]
    if still:
        notes.append(Note("stocks without any flow stay as they are: {names}", names=still))
    return notes


def _meant_as_sum(system: System, group: Group, total: float, first: Array) -> list[str]:
    """Return constants that stand for the sum of a group and are not: they start one of its stocks or divide in its flows."""
    known = system.parts.variables
    stocks = [known[key] for key in group.stocks]
    flows = {flow for stock in stocks for flow in (*stock.inflows, *stock.outflows)}
    named = {name for stock in stocks for name in names_in(stock.equation)}
    for flow in flows:
        for node in ast.walk(known[flow].equation):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                named |= names_in(node.right)
    units = {unit_of(stock.unit) for stock in stocks if stock.unit is not None}
    found = []
    for name in system.constants:
        value, unit = float(first[system.slots[name]]), known[name].unit
        other = unit is not None and units and unit_of(unit) not in units
        far = abs(value - total) > NEAR * abs(total) or abs(value - total) <= 1e-9 * abs(total)
        if name in named and not other and not far:
            found.append(name)
    return found
