"""A copy of the checkout in which one mutant at a time is tried, by a fork that has the libraries in memory already."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from tests.mutation.mutants import Mutant
from tests.mutation.trace import Looker, Trace, joined, kept

COPIED = ("govmetrics", "indicators", "examples", "tests", "pyproject.toml", "README.md", "docs")
HEAVY = ("numpy", "pandas", "scipy.optimize", "scipy.stats", "scipy.linalg", "scipy.special", "hypothesis")
ENDED = {
    0: "survived",
    1: "killed",
    2: "killed",
    4: "killed",
}  # pytest: passed, failed, broken off, not even collected


class Bench:
    """The copy in `folder`; nothing of `govmetrics` is imported in this process, only in its forks."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        for name in COPIED:
            if (root / name).is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "_build")
                shutil.copytree(root / name, folder / name, ignore=ignored)
            else:
                shutil.copy(root / name, folder / name)
        for name in HEAVY:
            importlib.import_module(name)

    def trace(self, modules: list[str], tests: list[str], file: Path) -> Trace:
        """Run what is new of the tests on the code as it is, they must pass, and keep in `file` which lines they run."""
        told, again = kept(file, self.root, modules, tests)
        if again:
            seen = self.folder / "seen.json"
            if self._run(again, None, seen) != 0:
                raise SystemExit(f"the tests fail before anything is changed: {' '.join(again)}")
            told = joined(told, json.loads(seen.read_text("utf-8")))
        file.write_text(json.dumps(told), "utf-8")
        return Trace(self.root, told)

    def verdict(self, mutant: Mutant, tests: list[str], seconds: float) -> str:
        """Return killed, timeout or survived."""
        source = (self.folder / mutant.module).read_text(encoding="utf-8")
        self._put(mutant.module, mutant.applied(source))
        try:
            code = self._run(tests, seconds)
        finally:
            self._put(mutant.module, source)
        if code is None:
            return "timeout"
        if code not in ENDED:
            raise SystemExit(f"pytest ended with {code}: {mutant}")
        return ENDED[code]

    def _put(self, module: str, source: str) -> None:
        """Write the module and forget its compiled form, which may be of the same second and length."""
        file = self.folder / module
        file.write_text(source, encoding="utf-8")
        for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
            compiled.unlink()

    def _run(self, tests: list[str], seconds: float | None, traced: Path | None = None) -> int | None:
        """Return pytest's exit code, or None when the time is over."""
        child = os.fork()
        if child == 0:
            code = 3
            try:
                code = self._pytest(tests, traced)
            finally:
                os._exit(code)
        began = time.monotonic()
        while True:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            if seconds and time.monotonic() - began > seconds:
                os.killpg(child, 9)
                os.waitpid(child, 0)
                return None
            time.sleep(0.02)

    def _pytest(self, tests: list[str], traced: Path | None) -> int:
        os.setsid()
        os.chdir(self.folder)
        os.environ["PYTHONPATH"] = sys.path[0] = str(self.folder)
        sys.path[1:] = [entry for entry in sys.path[1:] if Path(entry).resolve() != self.root]
        for name in [name for name in sys.modules if name.split(".")[0] in ("tests", "govmetrics")]:
            del sys.modules[name]
        options = ["-x", "-q", "-p", "no:cacheprovider", "--tb=short"]
        if traced:  # with pytest's words, should a test fail
            looker = Looker(self.folder)
            code = pytest.main([*options, *tests], plugins=[looker])
            traced.write_text(json.dumps(looker.told()), "utf-8")
            return int(code)
        sys.dont_write_bytecode = True
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        return int(pytest.main([*options, *tests]))
