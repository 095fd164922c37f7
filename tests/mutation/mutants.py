"""What can be changed in a module: one operator, comparison or number at a time."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

OPERATORS = {"+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "%": "*", "**": "*", "@": "*"}
COMPARISONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
NUMBERS = {"0": "1", "1": "2", "2": "3", "0.0": "1.0", "1.0": "2.0", "2.0": "3.0", "0.5": "1.5"}
# what a reader sees or an option refuses is the business of other tests
WORDS = {"Fault", "Note", "FaultyInput", "UnsuitableMethod", "InfeasibleTargets"}
Spot = tuple[int, int]


@dataclass(frozen=True)
class Mutant:
    """One change: `old` at a line and column (both as the editor shows them, from 1) becomes `new`."""

    module: str
    line: int
    column: int
    old: str
    new: str
    text: str  # of the line
    around: Spot = (0, 0)  # first and last line of its function

    def applied(self, source: str) -> str:
        """Return the whole module with the change made."""
        lines = source.splitlines(keepends=True)
        lines[self.line - 1] = self._changed(lines[self.line - 1], self.column - 1)
        return "".join(lines)

    def _changed(self, text: str, at: int) -> str:
        assert text[at : at + len(self.old)] == self.old, self
        return text[:at] + self.new + text[at + len(self.old) :]

    @property
    def statement(self) -> str:
        """The line as it is read."""
        return self.text.strip()

    @property
    def key(self) -> tuple[str, str, str]:
        """The module, the line's text and the text after the change: what stays true when lines move."""
        return self.module, self.statement, self._changed(self.text, self.column - 1).strip()

    @property
    def perhaps_equivalent(self) -> bool:
        """Whether it only moves a boundary, which no value may ever hit."""
        return {self.old, self.new} in ({"<", "<="}, {">", ">="})

    def __str__(self) -> str:
        return f"{self.module}:{self.line}:{self.column}  {self.old}  ->  {self.new}   in  {self.statement}"


def mutants(root: Path, module: str) -> list[Mutant]:
    """Return every mutant of the module at `root / module`, in the order of its text."""
    source = (root / module).read_text(encoding="utf-8")
    lines = source.splitlines()
    tokens = [
        (token.start, token.string)
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type in (tokenize.OP, tokenize.NUMBER)
    ]
    tree, found = ast.parse(source), []
    functions = [
        (node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]
    for node in _worth_changing(tree):
        for start, old, new in _changes(node, tokens, lines):
            line, column = start
            found.append(
                Mutant(module, line, column + 1, old, new, lines[line - 1], _around(functions, line))
            )
    return sorted(set(found), key=lambda mutant: (mutant.line, mutant.column))


def _around(functions: list[Spot], line: int) -> Spot:
    """Return first and last line of the innermost function with the line, or only the line."""
    return max((span for span in functions if span[0] <= line <= span[1]), default=(line, line))


def _worth_changing(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk through everything but annotations, what builds a message, and the size of blocks of work."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.Raise | ast.JoinedStr):
                continue
            if isinstance(child, ast.Call) and (getattr(child.func, "id", "") in WORDS or _is_block(child)):
                continue
            if (
                isinstance(child, ast.UnaryOp)
                and getattr(getattr(tree, "func", None), "attr", "") == "reshape"
            ):
                continue  # any negative number stands for what is left
            yield child
            yield from _worth_changing(child)


def _changes(
    node: ast.AST, tokens: list[tuple[Spot, str]], lines: list[str]
) -> Iterator[tuple[Spot, str, str]]:
    """Return the places of one node that can be changed, each with its text before and after."""
    if isinstance(node, ast.BinOp):
        if _is_text(node.left) or _is_text(node.right):
            return
        gaps, table = [(_end(node.left, lines), _start(node.right, lines))], OPERATORS
    elif isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        gaps = [(_end(a, lines), _start(b, lines)) for a, b in pairwise(sides)]
        # which side of a tolerance a number falls that equals it changes nothing
        table = {"==": "!=", "!=": "=="} if any(_is_tiny(side) for side in sides) else COMPARISONS
    elif isinstance(node, ast.AugAssign):
        gaps = [(_end(node.target, lines), _start(node.value, lines))]
        table = {f"{old}=": f"{new}=" for old, new in OPERATORS.items()}
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        gaps, table = [(_start(node, lines), _start(node.operand, lines))], {"-": " "}
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        gaps, table = [(_start(node, lines), _end(node, lines))], NUMBERS
    else:
        return
    for low, high in gaps:
        for start, text in tokens:
            if low <= start < high and text in table:
                yield start, text, table[text]


def _is_block(call: ast.Call) -> bool:
    """Whether it is `max(1, cells // n)`: how much is held in memory at once changes no result."""
    match call:
        case ast.Call(func=ast.Name("max"), args=[ast.Constant(1), ast.BinOp(op=ast.FloorDiv())]):
            return True
    return False


def _is_tiny(node: ast.AST) -> bool:
    """Whether a number such as 1e-9 stands in it."""
    return any(
        isinstance(part, ast.Constant) and isinstance(part.value, float) and 0 < part.value < 1e-3
        for part in ast.walk(node)
    )


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _start(node: ast.expr, lines: list[str]) -> Spot:
    return node.lineno, _characters(lines[node.lineno - 1], node.col_offset)


def _end(node: ast.expr, lines: list[str]) -> Spot:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.end_lineno, _characters(lines[node.end_lineno - 1], node.end_col_offset)


def _characters(line: str, offset: int) -> int:
    """Return the column in characters: Python's syntax tree counts bytes."""
    return len(line.encode()[:offset].decode())
