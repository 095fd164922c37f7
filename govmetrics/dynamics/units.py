"""Units of measurement: whether both sides of every sum, and stocks and their flows, are in one unit."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from govmetrics.dynamics.equations import REMEMBERING
from govmetrics.dynamics.parts import Parts

Unit = frozenset[tuple[str, int]]
Known = Unit | Literal["number"] | None
"""A unit as powers of its bases; "number" of a literal number, which fits any; None where it is not known."""
NONE: Unit = frozenset()
_BARE = {"", "1", "dmnl", "dimensionless", "unitless", "none", "fraction", "无量纲"}
_SAME = {"people": "person", "persons": "person", "人": "person", "d": "day", "天": "day", "日": "day", "周": "week",
         "月": "month", "季度": "quarter", "年": "year", "yr": "year", "hr": "hour", "小时": "hour", "件": "case"}  # fmt: skip
_TIMES = {"second", "minute", "hour", "day", "week", "month", "quarter", "year", "time"}


@dataclass
class Units:
    """The units of a model's variables, and where they clash: (name, one unit, the other)."""

    parts: Parts
    clashes: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        given = unit_of(self.parts.time_unit) if self.parts.time_unit is not None else None
        self.time = given
        self.known: dict[str, Known] = {
            key: self._plain(one.unit) for key, one in self.parts.variables.items()
        }
        self.lookups = {name: self._plain(unit) for name, unit in self.parts.lookup_units.items()}
        for key, one in self.parts.variables.items():
            self._check(key, self.known[key], self.of(one.equation, key))
            for flow in (*one.inflows, *one.outflows):
                stock, rate = self.known[key], self.known[flow]
                if isinstance(stock, frozenset) and isinstance(rate, frozenset) and self.time is not None:
                    self._check(flow, rate, product(stock, self.time, -1))

    def _plain(self, unit: str | None) -> Known:
        """Return a unit; where the model counts in time as such, every unit of time is one."""
        if unit is None:
            return None
        found = unit_of(unit)
        if self.time == unit_of("time"):
            return _powers(("time" if base in _TIMES else base, power) for base, power in found)
        if self.time is not None and len(self.time) == 1:
            return _powers((min(self.time)[0] if base == "time" else base, power) for base, power in found)
        return found

    def _check(self, name: str, one: Known, other: Known) -> Known:
        """Note where two units differ; return what is known of them together."""
        if isinstance(one, frozenset) and isinstance(other, frozenset):
            if one != other and (name, said(one), said(other)) not in self.clashes:
                self.clashes.append((name, said(one), said(other)))
            return one
        return one if isinstance(one, frozenset) else other if isinstance(other, frozenset) else one and other

    def of(self, tree: ast.expr, name: str) -> Known:
        """Return the unit of an equation of a variable."""
        if isinstance(tree, ast.Constant):
            return "number"
        if isinstance(tree, ast.Name):
            if tree.id == "pi":
                return "number"
            return self.time if tree.id in ("time", "time_step") else self.known.get(tree.id)
        if isinstance(tree, ast.UnaryOp):
            return self.of(tree.operand, name) if not isinstance(tree.op, ast.Not) else NONE
        if isinstance(tree, ast.BinOp):
            return self._operation(tree, name)
        if isinstance(tree, ast.IfExp):
            self.of(tree.test, name)
            return self._check(name, self.of(tree.body, name), self.of(tree.orelse, name))
        if isinstance(tree, ast.Compare):
            self._alike([tree.left, *tree.comparators], name)
            return NONE
        if isinstance(tree, ast.BoolOp):
            for part in tree.values:
                self.of(part, name)
            return NONE
        assert isinstance(tree, ast.Call)
        assert isinstance(tree.func, ast.Name)
        return self._call(tree.func.id, tree.args, name)

    def _alike(self, parts: list[ast.expr], name: str) -> Known:
        found: Known = "number"
        for part in parts:
            unit = self.of(part, name)
            found = self._check(name, found, unit)
        return found

    def _operation(self, tree: ast.BinOp, name: str) -> Known:
        left, right = self.of(tree.left, name), self.of(tree.right, name)
        if isinstance(tree.op, ast.Add | ast.Sub):
            return self._check(name, left, right)
        if left == "number" and right == "number":
            return "number"
        one, two = (NONE if unit == "number" else unit for unit in (left, right))
        if one is None or two is None:
            return None
        if isinstance(tree.op, ast.Pow):
            power = tree.right.value if isinstance(tree.right, ast.Constant) else None
            if one == NONE:
                return NONE
            return _powers((base, p * power) for base, p in one) if isinstance(power, int) else None
        return product(one, two, -1 if isinstance(tree.op, ast.Div) else 1)

    def _call(self, function: str, args: list[ast.expr], name: str) -> Known:
        if function in ("min", "max"):
            return self._alike(args, name)
        if function == "if_then_else":
            self.of(args[0], name)
            return self._alike(args[1:], name)
        units = [self.of(arg, name) for arg in args]
        if function in REMEMBERING:
            self._check(name, self.time, units[1])
            return self._check(name, units[0], units[2] if len(units) > 2 else None)
        if function in ("abs", "floor", "step"):
            return units[0]
        if function == "ramp":
            slope = units[0]
            return product(slope, self.time, 1) if isinstance(slope, frozenset) and self.time else None
        if function == "impulse":
            volume = units[0]
            return product(volume, self.time, -1) if isinstance(volume, frozenset) and self.time else None
        if function in ("exp", "ln", "log10", "sin", "cos"):
            self._check(name, NONE, units[0])
            return NONE
        return NONE if function == "pulse" else self.lookups.get(function)


def unit_of(text: str) -> Unit:
    """Return a unit's powers; what is not a product of names is a unit of its own.

    Examples
    --------
    >>> said(unit_of("people/(week*house)")), unit_of("days") == unit_of("day"), said(unit_of("1"))
    ('person/(house*week)', True, '1')
    """
    text = text.strip().lower()
    if text in _BARE:
        return NONE
    try:
        written = re.sub(r"\s+", "_", text.replace("²", "**2").replace("^", "**").replace("·", "*"))
        return _powers(_read(ast.parse(written[:200], mode="eval").body).items())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset({(text, 1)})


def _read(tree: ast.expr) -> Counter[str]:
    if isinstance(tree, ast.Name):
        name = _SAME.get(tree.id, tree.id)
        plural = len(name) > 3 and name.endswith("s") and not name.endswith("ss")
        return Counter({_SAME.get(name[:-1], name[:-1]) if plural else name: 1})
    if isinstance(tree, ast.Constant) and tree.value == 1:
        return Counter()
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mult | ast.Div):
        found, other = _read(tree.left), _read(tree.right)
        for base, power in other.items():
            found[base] += power if isinstance(tree.op, ast.Mult) else -power
        return found
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Pow):
        right, sign = tree.right, 1
        if isinstance(right, ast.UnaryOp) and isinstance(right.op, ast.USub):
            right, sign = right.operand, -1
        if isinstance(right, ast.Constant) and isinstance(right.value, int) and right.value < 10:
            times = sign * right.value
            return Counter({base: p * times for base, p in _read(tree.left).items()})
    raise ValueError


def _powers(pairs: object) -> Unit:
    found: Counter[str] = Counter()
    for base, power in pairs:  # type: ignore[attr-defined]
        found[base] += power
    return frozenset((base, power) for base, power in found.items() if power)


def product(one: Unit, other: Unit, sign: int) -> Unit:
    """Return one unit times another, or over it where sign is -1."""
    return _powers([*one, *((base, sign * power) for base, power in other)])


def said(unit: Unit) -> str:
    """Return a unit as it is written."""

    def bases(sign: int) -> list[str]:
        powers = sorted((base, sign * power) for base, power in unit if sign * power > 0)
        return [base if power == 1 else f"{base}^{power}" for base, power in powers]

    above, below = "*".join(bases(1)) or "1", bases(-1)
    return above + (f"/{below[0]}" if len(below) == 1 else f"/({'*'.join(below)})" if below else "")


def clashes_of(parts: Parts) -> list[tuple[str, str, str]]:
    """Return where units clash: the variable, and the two units."""
    return Units(parts).clashes
