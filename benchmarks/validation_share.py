"""How many lines of code there are, room by room, and how many of them only look whether arguments can be used.

Run by hand: `python benchmarks/validation_share.py [FOLDER]`, for example the package of another checkout. A line of code is
one that is neither blank, nor a comment, nor of a docstring; the Chinese catalogues are words, not code. Lines of
validation are those of functions that only find or refuse faults (`..._faults`, `refuse_...`, `check...`, `asked`,
`wanted`), and elsewhere the statements that raise, make faults or ask what an argument is, with their `if`.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

CALLS = {"raise_all", "asked", "wanted", "Fault", "FaultyInput", "UnsuitableMethod", "Faults", "each"}
BLANK = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def span(node: ast.stmt | ast.expr) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def code_lines(text: str) -> set[int]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = {
        line
        for token in tokens
        if token.type not in BLANK
        for line in range(token.start[0], token.end[0] + 1)
    }
    texts = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Expr))
    return lines - {line for node in texts if isinstance(node.value, ast.Constant) for line in span(node)}


def only_checks(name: str) -> bool:
    name = name.lstrip("_")
    return name.endswith("_faults") or name.startswith(("refuse", "check")) or name in ("asked", "wanted")


def looks(statement: ast.stmt) -> bool:
    """Tell whether a statement raises, makes faults or asks what an argument is."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Raise):
            return True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in CALLS or only_checks(name):
                return True
    return False


def validation_lines(text: str) -> Iterator[int]:
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef):
            continue
        if only_checks(function.name):
            yield from span(function)
            continue
        for node in ast.walk(function):
            simple = isinstance(node, ast.Expr | ast.Raise | ast.Assign | ast.AugAssign | ast.AnnAssign)
            guard = isinstance(node, ast.If) and not node.orelse and all(map(looks, node.body))
            if (simple and looks(node)) or guard:
                yield from span(node)


def main(folder: Path) -> None:
    code: Counter[str] = Counter()
    checks: Counter[str] = Counter()
    for file in sorted(folder.rglob("*.py")):
        if "chinese" not in file.parts:
            text, room = file.read_text("utf-8"), file.relative_to(folder).parts[0]
            lines = code_lines(text)
            code[room] += len(lines)
            checks[room] += len(lines & set(validation_lines(text)))
    for room, count in sorted(code.items()):
        print(f"{room:16s} {count:6,} lines {checks[room]:5,} of validation {checks[room] / count:4.0%}")
    print(
        f"{'together':16s} {code.total():6,} lines {checks.total():5,} of validation {checks.total() / code.total():.1%}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "govmetrics")
