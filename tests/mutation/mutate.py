"""Mutation testing, run by hand: change one operator or number at a time and see whether a test notices.

    python -m tests.mutation.mutate govmetrics/psychometrics/fleiss.py      every mutant of one module
    python -m tests.mutation.mutate fuzzy numerics --sample 40 --seed 1     forty mutants drawn from two rooms
    python -m tests.mutation.mutate --sample 300 --jobs 2                   a sample of all rooms of formulas

Every mutant is tried in a copy of the checkout with the tests nearest to its module (`choose.tests_of`); with
`--thorough` a survivor is tried once more with all tests of its room and all reference tests. The report lists
the killed in figures and the survivors by line. Survivors that only move a boundary (< to <=) are listed apart:
many change nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from tests.mutation.choose import ROOMS, modules, tests_of
from tests.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("govmetrics", "indicators", "examples", "tests", "pyproject.toml", "README.md", "docs")
SLOWER = 4  # a mutant may take this many times the tests' own time, and START seconds more
START = 20
NEAREST = 8  # test files of the first try
PASSED, FAILED, BROKEN = 0, 1, 2  # pytest's exit codes


class Bench:
    """A copy of the checkout in which one mutant at a time is tried."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(
                    ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "_build")
                )
            elif (ROOT / name).exists():
                shutil.copy(ROOT / name, folder / name)

    def run(self, tests: list[str], seconds: float | None = None) -> int | None:
        """Return pytest's exit code, or None when the time is over."""
        single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        process = subprocess.Popen(
            command, cwd=self.folder, env={**os.environ, **single, "PYTHONPATH": str(self.folder)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            return None

    def put(self, module: str, source: str) -> None:
        """Write the module and forget its compiled form, which may be of the same second and length."""
        file = self.folder / module
        file.write_text(source, encoding="utf-8")
        for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
            compiled.unlink()

    def verdict(self, mutant: Mutant, tests: list[str], seconds: float) -> str:
        """Return killed, timeout or survived."""
        source = (ROOT / mutant.module).read_text(encoding="utf-8")
        changed = mutant.applied(source)
        self.put(mutant.module, changed)
        try:
            code = self.run(tests, seconds)
        finally:
            self.put(mutant.module, source)
        if code not in (None, PASSED, FAILED, BROKEN):
            raise SystemExit(f"pytest ended with {code}: {mutant}")
        return {None: "timeout", PASSED: "survived"}.get(code, "killed")


def drawn(every: list[Mutant], sample: int | None, seed: int) -> list[Mutant]:
    """Return a sample without replacement in the order of modules, or all."""
    if sample is None or sample >= len(every):
        return every
    picked = set(random.Random(seed).sample(range(len(every)), sample))
    return [mutant for i, mutant in enumerate(every) if i in picked]


def try_all(chosen: list[Mutant], jobs: int, limit: float | None, thorough: bool) -> list[tuple[Mutant, str]]:
    """Return every mutant with its verdict."""
    tests = {module: tests_of(ROOT, module) for module in dict.fromkeys(m.module for m in chosen)}
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:
        benches: Queue[Bench] = Queue()
        for i in range(jobs):
            benches.put(Bench(Path(folder) / str(i)))

        def on_a_bench(work):
            bench = benches.get()
            try:
                return work(bench)
            finally:
                benches.put(bench)

        limits = {
            module: on_a_bench(lambda bench, m=module: _limit(bench, m, tests[m][:NEAREST], limit))
            for module in tests
        }

        def one(mutant: Mutant) -> tuple[Mutant, str]:
            files = tests[mutant.module][:NEAREST]
            verdict = "untested"
            if files:
                verdict = on_a_bench(lambda bench: bench.verdict(mutant, files, limits[mutant.module]))
            if verdict in ("survived", "untested") and thorough:
                wide = ["tests/reference", f"tests/{Path(mutant.module).parts[1]}", *tests[mutant.module]]
                verdict = on_a_bench(lambda bench: bench.verdict(mutant, wide, 3600))
            print(f"{verdict:9}{mutant}", flush=True)
            return mutant, verdict

        return list(pool.map(one, chosen))


def _limit(bench: Bench, module: str, tests: list[str], limit: float | None) -> float:
    """Time the tests on the module as it is; they must pass."""
    if not tests:
        return 0.0
    began = time.monotonic()
    if bench.run(tests) != PASSED:
        raise SystemExit(f"the tests of {module} fail before anything is changed: {' '.join(tests)}")
    return limit or SLOWER * (time.monotonic() - began) + START


def report(found: list[tuple[Mutant, str]], seed: int) -> str:
    """Return the figures by module and the survivors by line."""
    counts = Counter(verdict for _, verdict in found)
    dead = counts["killed"] + counts["timeout"]
    lines = [f"# Mutants: {dead} of {len(found)} killed ({dead / max(len(found), 1):.0%}), seed {seed}", ""]
    lines += ["| module | mutants | killed | over time | survived |", "| --- | ---: | ---: | ---: | ---: |"]
    for module in dict.fromkeys(mutant.module for mutant, _ in found):
        own = Counter(verdict for mutant, verdict in found if mutant.module == module)
        left = own["survived"] + own["untested"]
        lines.append(f"| {module} | {own.total()} | {own['killed']} | {own['timeout']} | {left} |")
    alive = [mutant for mutant, verdict in found if verdict in ("survived", "untested")]
    for title, perhaps in (("Survived", False), ("Survived, perhaps equivalent (a boundary moved)", True)):
        some = [mutant for mutant in alive if mutant.perhaps_equivalent == perhaps]
        lines += ["", f"## {title}: {len(some)}", "", *(f"* `{mutant}`" for mutant in some)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the command line, try the mutants, write the report."""
    parser = argparse.ArgumentParser(description="Change one operator or number at a time.")
    parser.add_argument("targets", nargs="*", help=f"rooms or files; all of {', '.join(ROOMS)} if none")
    parser.add_argument("--sample", type=int, help="try this many, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--jobs", type=int, default=1, help="copies that work side by side")
    parser.add_argument(
        "--limit", type=float, help="seconds a mutant may take (else from the tests' own time)"
    )
    parser.add_argument("--thorough", action="store_true", help="try survivors with all tests of their room")
    parser.add_argument("--report", type=Path, default=Path("mutants.md"), help="where to write")
    given = parser.parse_args()
    every = [mutant for module in modules(ROOT, given.targets) for mutant in mutants(ROOT, module)]
    chosen = drawn(every, given.sample, given.seed)
    print(f"{len(chosen)} of {len(every)} mutants", flush=True)
    found = try_all(chosen, given.jobs, given.limit, given.thorough)
    given.report.write_text(report(found, given.seed), encoding="utf-8")
    print(f"written: {given.report}")


if __name__ == "__main__":
    main()
