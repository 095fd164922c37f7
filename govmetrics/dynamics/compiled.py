"""Equations as functions of a moment: syntax trees become nested closures, nothing is ever evaluated as code."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import numpy as np

from govmetrics.dynamics.equations import REMEMBERING

Function = Callable[["Moment"], Any]


@dataclass
class Moment:
    """What equations see: the values of all variables, each a number or one for every scenario, and the time.

    `begun` is the time at which the step began: within a step of Runge and Kutta `time` goes on, and a pulse must not.
    """

    values: list[Any]
    time: Any = 0.0
    begun: Any = 0.0
    step: float = 1.0
    extra: dict[int, Any] = field(default_factory=dict)


_BINARY: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide, ast.Pow: np.power,
}  # fmt: skip
_COMPARE: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Lt: np.less, ast.LtE: np.less_equal, ast.Gt: np.greater, ast.GtE: np.greater_equal, ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
}  # fmt: skip
_PLAIN: dict[str, Callable[[Any], Any]] = {
    "abs": np.abs, "exp": np.exp, "ln": np.log, "log10": np.log10, "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos,
    "floor": np.floor,
}  # fmt: skip
Lookup = tuple[np.ndarray, np.ndarray]


def compiled(
    node: ast.expr, slots: Mapping[str, int], lookups: Mapping[str, Lookup], instant: bool = False
) -> Function:
    """Return an equation as a function of a moment.

    With `instant` functions with a past return their input, as they do once all is at rest.
    """

    def of(part: ast.expr) -> Function:
        return compiled(part, slots, lookups, instant)

    if isinstance(node, ast.Constant):
        number = np.float64(node.value)  # type: ignore[arg-type]  # checked in `parsed`
        return lambda _: number
    if isinstance(node, ast.Name):
        return _named(node.id, slots)
    if isinstance(node, ast.BinOp):
        operate, left, right = _BINARY[type(node.op)], of(node.left), of(node.right)
        return lambda m: operate(left(m), right(m))
    if isinstance(node, ast.UnaryOp):
        inner = of(node.operand)
        if isinstance(node.op, ast.Not):
            return lambda m: 1.0 * np.logical_not(inner(m))
        return (lambda m: np.negative(inner(m))) if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BoolOp):
        both = np.logical_and if isinstance(node.op, ast.And) else np.logical_or
        parts = [of(part) for part in node.values]
        return lambda m: 1.0 * reduce(both, [part(m) for part in parts])
    if isinstance(node, ast.Compare):
        sides = [of(part) for part in (node.left, *node.comparators)]
        tests = [_COMPARE[type(op)] for op in node.ops]
        return lambda m: (
            1.0
            * reduce(
                np.logical_and, [t(a(m), b(m)) for t, a, b in zip(tests, sides, sides[1:], strict=False)]
            )
        )
    if isinstance(node, ast.IfExp):
        return _either(of(node.test), of(node.body), of(node.orelse))
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    return _call(node.func.id, [of(part) for part in node.args], lookups)


def _named(name: str, slots: Mapping[str, int]) -> Function:
    if name in slots:
        place = slots[name]
        return lambda m: m.values[place]
    if name == "pi":
        return lambda _: np.float64(np.pi)
    return (lambda m: m.time) if name == "time" else (lambda m: np.float64(m.step))


def _either(test: Function, then: Function, other: Function) -> Function:
    return lambda m: np.where(np.not_equal(test(m), 0), then(m), other(m))


def _call(name: str, args: list[Function], lookups: Mapping[str, Lookup]) -> Function:
    if name in lookups:
        x, y = lookups[name]
        return lambda m: np.interp(args[0](m), x, y)
    if name in _PLAIN:
        function = _PLAIN[name]
        return lambda m: function(args[0](m))
    if name in ("min", "max"):
        choose = np.minimum if name == "min" else np.maximum
        return lambda m: reduce(choose, [arg(m) for arg in args])
    if name == "if_then_else":
        return _either(*args)
    if name in REMEMBERING:  # only `instant` leaves them
        return args[0]
    return _IN_TIME[name](*args)


def _at(m: Moment, time: Any, now: Any) -> Any:
    """Tell whether a time has come; times are sums of steps, and so never quite what was typed."""
    return now >= time - 1e-6 * m.step


def _step(height: Function, at: Function) -> Function:
    return lambda m: height(m) * _at(m, at(m), m.time)


def _ramp(slope: Function, start: Function, end: Function | None = None) -> Function:
    def ramp(m: Moment) -> Any:
        last = m.time if end is None else np.minimum(m.time, end(m))
        return slope(m) * np.maximum(last - start(m), 0.0)

    return ramp


def _pulse(start: Function, width: Function, every: Function | None = None) -> Function:
    def pulse(m: Moment) -> Any:
        first, long = start(m), width(m)
        since = m.begun - first
        if every is not None:
            again = np.asarray(every(m))  # XMILE: once where the interval is 0
            repeated = np.mod(since + 1e-6 * m.step, np.where(again > 0, again, np.inf))
            since = np.where((since >= 0) & (again > 0), repeated, since)
        return 1.0 * ((since >= -1e-6 * m.step) & (since < long - 1e-6 * m.step))

    return pulse


def _impulse(volume: Function, at: Function, every: Function | None = None) -> Function:
    train = _pulse(at, lambda m: m.step, every)
    return lambda m: volume(m) / m.step * train(m)


_IN_TIME: dict[str, Callable[..., Function]] = {
    "step": _step, "ramp": _ramp, "pulse": _pulse, "impulse": _impulse,
}  # fmt: skip
