"""Which tests run which lines: told once, before anything is changed, by a pytest plugin that looks on."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

Told = dict[str, dict[str, Any]]
ENOUGH, LONG = 30, 1000  # so many calls of a function are looked at in one test, so many steps of a call
CACHED = ("scope=", "@cache", "lru_cache")  # what one test of a file computes, others of the file assert


class Looker:
    """Notes for every test the lines of `govmetrics` that it runs, inside functions only."""

    def __init__(self, root: Path) -> None:
        self.home = f"{root}/"
        self.names: dict[CodeType, str | None] = {}
        self.seen: set[tuple[str, int]] = set()
        self.calls: Counter[CodeType] = Counter()
        self.tests: dict[str, float] = {}
        self.lines: dict[str, list[str]] = defaultdict(list)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[Any]:
        """Run one test under the eye of `_called`."""
        self.seen, self.calls, began = set(), Counter(), time.monotonic()
        sys.settrace(self._called)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.tests[item.nodeid] = round(time.monotonic() - began, 3)
            for name, line in self.seen:
                self.lines[f"{name}:{line}"].append(item.nodeid)

    def told(self) -> Told:
        """Return the seconds of every test and the tests of every line."""
        return {"seconds": self.tests, "lines": self.lines}

    def _called(self, frame: FrameType, event: str, arg: object) -> Any:
        code = frame.f_code
        if code not in self.names:
            file, inside = code.co_filename, code.co_name != "<module>"
            ours = inside and file.startswith(f"{self.home}govmetrics/")
            self.names[code] = file.removeprefix(self.home) if ours else None
        name = self.names[code]
        if name is None or self.calls[code] >= ENOUGH:
            return None
        self.calls[code] += 1
        add, left = self.seen.add, LONG

        def lines(frame: FrameType, event: str, arg: object) -> Any:
            nonlocal left
            add((name, frame.f_lineno))
            left -= 1
            frame.f_trace_lines = left > 0
            return lines

        return lines


class Trace:
    """What a `Looker` saw: the tests that run a line, those likely to notice soonest first."""

    def __init__(self, root: Path, told: Told) -> None:
        self.seconds: dict[str, float] = told["seconds"]
        self.runners: dict[str, dict[int, set[str]]] = defaultdict(dict)
        for place, names in told["lines"].items():
            module, line = place.rsplit(":", 1)
            self.runners[module][int(line)] = set(names)
        self.files: dict[str, list[str]] = defaultdict(list)
        for name in self.seconds:
            self.files[name.split("::")[0]].append(name)
        self.shared = {file for file in self.files if _caches(root / file)}

    def tests_of(self, module: str, line: int, around: tuple[int, int], most: float) -> list[str]:
        """Return tests of at most so many seconds together: of the line, else of its function, else of the module."""
        runners = self.runners[module]
        found = runners.get(line, set())
        found = found or set[str]().union(*(runners.get(i, ()) for i in range(around[0], around[1] + 1)))
        found = found or set[str]().union(*runners.values())
        for file in {name.split("::")[0] for name in found} & self.shared:
            found = found.union(self.files[file])
        room = f"tests/{Path(module).parts[1]}/"
        order = sorted(found, key=lambda name: (not name.startswith(room), self.seconds[name], name))
        chosen: list[str] = []
        spent = 0.0
        for name in order:
            spent += self.seconds[name]
            if spent > most and chosen:
                break
            chosen.append(name)
        return chosen


def kept(file: Path, root: Path, modules: list[str], tests: list[str]) -> tuple[Told, list[str]]:
    """Return what is still true of a trace in a file, and the test files that must be looked at (again).

    Those that are new or not as they were, and those that run a module which is not as it was.
    """
    now = {path: _digest(root / path) for path in (*modules, *tests)}
    told: Told = (
        json.loads(file.read_text("utf-8")) if file.exists() else {"seconds": {}, "lines": {}, "texts": {}}
    )
    changed = {path for path, digest in now.items() if told["texts"].get(path) != digest}
    run = {
        name.split("::")[0]
        for place, names in told["lines"].items()
        if place.rsplit(":", 1)[0] in changed
        for name in names
    }
    again = {path for path in tests if path in changed | run}
    gone = {
        name
        for name in told["seconds"]
        if name.split("::")[0] in again or not (root / name.split("::")[0]).exists()
    }
    lines = {place: [name for name in names if name not in gone] for place, names in told["lines"].items()}
    seconds = {name: took for name, took in told["seconds"].items() if name not in gone}
    return {"seconds": seconds, "lines": lines, "texts": told["texts"] | now}, sorted(again)


def joined(one: Told, other: Told) -> Told:
    """Return both together."""
    lines = {place: [*names, *other["lines"].get(place, [])] for place, names in one["lines"].items()}
    return {**one, "seconds": one["seconds"] | other["seconds"], "lines": dict(other["lines"]) | lines}


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _caches(file: Path) -> bool:
    return any(word in file.read_text(encoding="utf-8") for word in CACHED)
