"""Smoothing and delays as what they stand for: stocks of their own, hidden behind the equation that names them."""

from __future__ import annotations

import ast
from copy import deepcopy
from dataclasses import dataclass, field

from govmetrics.dynamics.equations import REMEMBERING


@dataclass
class Hidden:
    """What the functions with a past of all equations become.

    Attributes
    ----------
    stocks : dict of str to (initial, net flow)
        Hidden stocks.
    inputs : dict of str to equation
        Hidden auxiliaries: what a fixed delay looks back at.
    held : dict of str to (input, time, initial)
        Fixed delays: the hidden auxiliary that is looked at, how far back, and what stands there before.
    """

    stocks: dict[str, tuple[ast.expr, ast.expr]] = field(default_factory=dict)
    inputs: dict[str, ast.expr] = field(default_factory=dict)
    held: dict[str, tuple[str, ast.expr, ast.expr]] = field(default_factory=dict)


def without_memory(tree: ast.expr, owner: str, hidden: Hidden) -> ast.expr:
    """Return an equation whose smoothings and delays are names of hidden variables, which go to `hidden`."""
    return _Apart(owner, hidden).visit(deepcopy(tree))  # type: ignore[no-any-return]


class _Apart(ast.NodeTransformer):
    def __init__(self, owner: str, hidden: Hidden) -> None:
        self.owner, self.hidden = owner, hidden

    def visit_Call(self, node: ast.Call) -> ast.expr:
        made = ast.Call(node.func, [self.visit(part) for part in node.args], [])
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in REMEMBERING:
            return made
        given, time, *rest = made.args
        initial = rest[0] if rest else given
        if name == "delay":
            return self._held(given, time, initial)
        order = 3 if name.endswith("3") else 1
        share = ast.BinOp(time, ast.Div(), ast.Constant(float(order))) if order > 1 else time
        for _ in range(order):
            given = (self._smoothed if name.startswith("smooth") else self._delayed)(given, share, initial)
        return given

    def _name(self, kind: str) -> str:
        number = len(self.hidden.stocks) + len(self.hidden.held) + 1
        return f"{self.owner} ({kind} {number})"

    def _smoothed(self, given: ast.expr, time: ast.expr, initial: ast.expr) -> ast.expr:
        name = ast.Name(self._name("smooth"), ast.Load())
        gap = ast.BinOp(given, ast.Sub(), name)
        self.hidden.stocks[name.id] = (initial, ast.BinOp(gap, ast.Div(), time))
        return name

    def _delayed(self, given: ast.expr, time: ast.expr, initial: ast.expr) -> ast.expr:
        name = ast.Name(self._name("delay"), ast.Load())
        out = ast.BinOp(name, ast.Div(), time)
        self.hidden.stocks[name.id] = (
            ast.BinOp(initial, ast.Mult(), time),
            ast.BinOp(given, ast.Sub(), out),
        )
        return out

    def _held(self, given: ast.expr, time: ast.expr, initial: ast.expr) -> ast.expr:
        name = ast.Name(self._name("delay"), ast.Load())
        self.hidden.inputs[f"{name.id} input"] = given
        self.hidden.held[name.id] = (f"{name.id} input", time, initial)
        return name
