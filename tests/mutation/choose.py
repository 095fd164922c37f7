"""Which tests look at a module, read from the text of module and tests."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOMS = (
    "numerics",
    "ahp",
    "fuzzy",
    "dea",
    "survey",
    "psychometrics",
    "weighting",
    "aggregation",
    "robustness",
)


def modules(root: Path, targets: list[str]) -> list[str]:
    """Return the modules of rooms (`fuzzy`) and files (`govmetrics/fuzzy/grades.py`); no private word tables."""
    found: list[str] = []
    for target in targets or ROOMS:
        place = root / target if target.endswith(".py") else root / "govmetrics" / target
        if not place.exists():
            raise SystemExit(f"{target} is neither a room nor a file; rooms: {', '.join(ROOMS)}")
        files = [place] if place.is_file() else sorted(place.rglob("*.py"))
        found += [file.relative_to(root).as_posix() for file in files if not file.stem.endswith("_words")]
    return found


def tests_of(root: Path, module: str) -> list[str]:
    """Return the test files that name the module or what it defines, then those that name a method built on it.

    Looked for in the rooms of the module and of its importers and among the reference tests: one method is one file,
    so a file's name is what tests call. Promises that hold for all rooms (contracts, reports) assert no formula.
    """
    importers = _importers(root, module)
    rooms = {Path(path).parts[1] for path in (module, *importers)} | {"reference"}
    direct = _defined(root / module)
    methods = {Path(path).stem for path in importers if not Path(path).stem.startswith("_")}
    own, first, second = [], [], []
    for file in sorted((root / "tests").rglob("test_*.py")):
        path = file.relative_to(root).as_posix()
        if file.parent.name not in rooms:
            continue
        words = _words(file)
        if words & direct:
            (own if file.parent.name == Path(module).parts[1] else first).append(path)
        elif words & methods:
            second.append(path)
    room = Path(module).parts[1]  # a helper that no test names: all tests of its room
    return own + first + second or sorted(
        file.relative_to(root).as_posix() for file in (root / "tests" / room).glob("test_*.py")
    )


@cache
def _words(file: Path) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", file.read_text(encoding="utf-8")))


def _defined(file: Path) -> set[str]:
    """Return the module's name and its public functions and classes."""
    body = ast.parse(file.read_text(encoding="utf-8")).body
    names = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return {name for name in (names | {file.stem}) if not name.startswith("_")}


def _importers(root: Path, module: str) -> list[str]:
    """Return the modules that import this one, and those that import these."""
    graph = _imports(root)
    wanted, found = {module}, set[str]()
    for _ in range(2):
        wanted = {path for path, used in graph.items() if used & wanted} - found
        found |= wanted
    return sorted(path for path in found - {module} if not path.endswith("__init__.py"))


@cache
def _imports(root: Path) -> dict[str, set[str]]:
    """Return for every module the files that it may import by name."""
    graph = {}
    for file in (root / "govmetrics").rglob("*.py"):
        used = set()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                stem = node.module.replace(".", "/")
                used |= {f"{stem}.py", *(f"{stem}/{alias.name}.py" for alias in node.names)}
        graph[file.relative_to(root).as_posix()] = used
    return graph
