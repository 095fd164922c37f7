"""The language of equations: Python's syntax tree, of which only arithmetic and named functions are let through."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.near import meant
from govmetrics.core.words import Text

LONGEST, DEEPEST = 2_000, 60
"""Characters of an equation, and levels of what stands within what."""

FUNCTIONS = {
    "min": (2, 20), "max": (2, 20), "abs": (1, 1), "exp": (1, 1), "ln": (1, 1), "log10": (1, 1), "sqrt": (1, 1), "sin": (1, 1),
    "cos": (1, 1), "floor": (1, 1), "if_then_else": (3, 3),
    "step": (2, 2), "ramp": (2, 3), "pulse": (2, 3), "impulse": (2, 3),
    "smooth": (2, 3), "smooth3": (2, 3), "delay1": (2, 3), "delay3": (2, 3), "delay": (2, 3),
}  # fmt: skip
"""Each function with the least and the most arguments that it takes."""
REMEMBERING = ("smooth", "smooth3", "delay1", "delay3", "delay")
"""Functions that have a past."""
RESERVED = {*FUNCTIONS, "time", "time_step", "pi", "if", "else", "and", "or", "not"}

_ALLOWED = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Name, ast.Constant, ast.Load,
            ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub, ast.UAdd, ast.Not, ast.And, ast.Or,
            ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)  # fmt: skip
_WAY_OUT = (
    "write arithmetic (+ - * / **), comparisons, `a if c else b`, names, and the functions: {functions:50}"
)


_WIDE = str.maketrans(
    {**{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}, "×": "*", "÷": "/", "−": "-"}
)
"""Full-width marks, letters and digits, as Chinese input writes them."""


def parsed(text: str, place: str, faults: Faults, lookups: frozenset[str] = frozenset()) -> ast.expr | None:
    """Return the checked syntax tree of an equation; None where something is wrong, which goes to `faults`."""
    if len(text) > LONGEST:
        problem = "the equation has {count:#} characters"
        faults.append(
            Fault(place, problem, "divide it: {most} are taken at most", count=len(text), most=LONGEST)
        )
        return None
    try:
        tree = ast.parse(text.strip().translate(_WIDE), mode="eval").body
    except SyntaxError as error:
        column = error.offset or 1
        way_out = Text(_WAY_OUT, functions=list(FUNCTIONS))
        faults.append(
            Fault(
                place,
                "{text!r} is no equation (from character {column})",
                way_out,
                text=text[:80],
                column=column,
            )
        )
        return None
    except (ValueError, RecursionError, MemoryError, OverflowError):
        faults.append(Fault(place, "is nested too deeply", "divide the equation by auxiliaries"))
        return None
    if _depth(tree) > DEEPEST:
        faults.append(Fault(place, "is nested too deeply", "divide the equation by auxiliaries"))
        return None
    before = len(faults)
    for node in ast.walk(tree):
        faults += _faults(node, place, lookups)
    return tree if len(faults) == before else None


def _depth(tree: ast.AST) -> int:
    """Return how many levels a tree has, without recursion."""
    level, deep = [tree], 0
    while level and deep <= DEEPEST:
        level, deep = [child for node in level for child in ast.iter_child_nodes(node)], deep + 1
    return deep


def _faults(node: ast.AST, place: str, lookups: frozenset[str]) -> Iterator[Fault]:
    if not isinstance(node, _ALLOWED):
        way_out = Text(_WAY_OUT, functions=list(FUNCTIONS))
        yield Fault(place, "{kind} is not allowed in an equation", way_out, kind=type(node).__name__)
    elif isinstance(node, ast.Constant):
        number = node.value
        try:
            fine = (
                isinstance(number, int | float)
                and not isinstance(number, bool)
                and abs(float(number)) < 1e300
            )
        except OverflowError:
            fine = False
        if not fine:
            yield Fault(
                place, "{value} is not a number", "give a finite number below 1e300", value=str(number)[:40]
            )
    elif isinstance(node, ast.Call):
        yield from _call_faults(node, place, lookups)


def _call_faults(node: ast.Call, place: str, lookups: frozenset[str]) -> Iterator[Fault]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    known = [*FUNCTIONS, *lookups]
    if name not in known:
        there = Text("there are: {labels:50}", labels=known)
        yield Fault(place, "{name!r} is not a function here", meant(name, known, there), name=name or "()")
        return
    least, most = FUNCTIONS.get(name, (1, 1))
    if node.keywords or not least <= len(node.args) <= most:
        problem = "{name} is given {count:# argument|# arguments}"
        way_out = "give {least} to {most}, without names" if least < most else "give {least}, without names"
        count = len(node.args) + len(node.keywords)
        yield Fault(place, problem, way_out, name=name, count=count, least=least, most=most)
    elif name in REMEMBERING and (time := _literal(node.args[1])) is not None and time <= 0:
        yield Fault(place, "{name} is given the time {time:g}", "give a number above 0", name=name, time=time)


def _literal(tree: ast.expr) -> float | None:
    """Return a number that is written out, with its sign; None of all else."""
    sign = 1
    while isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub | ast.UAdd):
        sign, tree = sign * (-1 if isinstance(tree.op, ast.USub) else 1), tree.operand
    number = isinstance(tree, ast.Constant) and isinstance(tree.value, int | float)
    return sign * float(tree.value) if number and abs(tree.value) < 1e300 else None  # type: ignore[attr-defined]


def names_in(tree: ast.AST) -> set[str]:
    """Return the variables that an equation names, functions and time aside."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called}
    return found - {"time", "time_step", "pi"}


def in_time(tree: ast.AST) -> bool:
    """Tell whether an equation changes by itself as time goes on."""
    moving = {"time", "step", "ramp", "pulse", "impulse", *REMEMBERING}
    return any(isinstance(node, ast.Name) and node.id in moving for node in ast.walk(tree))


def plain_name(name: str) -> str:
    """Return a name as Python's parser returns it: compatibility forms, such as full-width letters, are made plain."""
    return unicodedata.normalize("NFKC", name.strip())
