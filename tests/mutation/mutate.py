"""Mutation testing, run by hand: change one operator or number at a time and see whether a test notices.

    python -m tests.mutation.mutate govmetrics/psychometrics/fleiss.py      every mutant of one module
    python -m tests.mutation.mutate fuzzy numerics --sample 40 --seed 1     forty mutants drawn from two rooms
    python -m tests.mutation.mutate --again mutants.md                      the survivors of a report once more

First the tests of all rooms run once and tell which lines they run. Then every mutant is tried in a copy of the
checkout with the tests that run its line, those of its own room and the quick ones first. The report lists the killed
in figures and the survivors by line. Mutants that change no result stand with the reason in `SURVIVORS.md`.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import tempfile
from collections import Counter
from pathlib import Path

from tests.mutation.bench import Bench
from tests.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
SURVIVORS = Path(__file__).parent / "SURVIVORS.md"
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
LENT = {"numerics": ("psychometrics", "survey", "ahp", "weighting", "fuzzy"), "psychometrics": ("survey",)}
SLOWER, START = 4, 20  # a mutant may take this many times its tests' own time, and so many seconds more
Found = list[tuple[Mutant, str]]


def modules(root: Path, targets: list[str]) -> list[str]:
    """Return the modules of rooms (`fuzzy`) and files (`govmetrics/fuzzy/grades.py`)."""
    found: list[str] = []
    for target in targets or ROOMS:
        place = root / target if target.endswith(".py") else root / "govmetrics" / target
        if not place.exists():
            raise SystemExit(f"{target} is neither a room nor a file; rooms: {', '.join(ROOMS)}")
        files = [place] if place.is_file() else sorted(place.rglob("*.py"))
        found += [file.relative_to(root).as_posix() for file in files]
    return found


def drawn(every: list[Mutant], sample: int | None, seed: int) -> list[Mutant]:
    """Return a sample without replacement in the order of modules, or all."""
    if sample is None or sample >= len(every):
        return every
    picked = set(random.Random(seed).sample(range(len(every)), sample))
    return [mutant for i, mutant in enumerate(every) if i in picked]


def equivalents(text: str) -> set[tuple[str, str, str]]:
    """Return module, statement and changed statement of what changes no result, from the text of SURVIVORS.md."""
    found, module = set(), ""
    for line in re.finditer(r"^## (\S+)$|^\* `(.*)`\n  `(.*)`$", text, re.MULTILINE):
        module = line[1] or module
        if line[2]:
            found.add((module, line[2], line[3]))
    return found


def again(every: list[Mutant], text: str) -> list[Mutant]:
    """Return the survivors that a report lists, wherever their lines stand now."""
    listed = re.findall(r"^\* `(\S+):\d+:\d+  (.+)`$", text, re.MULTILINE)
    return [mutant for mutant in every if (mutant.module, str(mutant).split("  ", 1)[1]) in listed]


def try_all(chosen: list[Mutant], traced: Path | None, most: float) -> Found:
    """Return every mutant with its verdict."""
    known, found = equivalents(SURVIVORS.read_text(encoding="utf-8")), []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(ROOT, Path(folder) / "copy")
        tests = sorted(path.relative_to(ROOT).as_posix() for room in _near(chosen)
                       for path in (ROOT / "tests" / room).rglob("test_*.py"))  # fmt: skip
        of = list(dict.fromkeys(mutant.module for mutant in chosen))
        trace = bench.trace(of, tests, traced or Path(folder) / "trace.json")
        for mutant in chosen:
            near = trace.tests_of(mutant.module, mutant.line, mutant.around, most)
            verdict = "equivalent" if mutant.key in known else "untested" if not near else ""
            if not verdict:
                limit = SLOWER * sum(trace.seconds[name] for name in near) + START
                verdict = bench.verdict(mutant, near, limit)
            print(f"{verdict:11}{mutant}", flush=True)
            found.append((mutant, verdict))
    return found


def _near(chosen: list[Mutant]) -> set[str]:
    """Return the rooms whose tests hold the numbers of the mutants: their own, and what few others lend."""
    own = {Path(mutant.module).parts[1] for mutant in chosen}
    return own.union(*(LENT.get(room, ()) for room in own)) | {"reference"}


def report(found: Found, seed: int) -> str:
    """Return the figures by module and the survivors by line."""
    counts = Counter(verdict for _, verdict in found)
    dead, all_ = counts["killed"] + counts["timeout"], counts.total() - counts["equivalent"]
    lines = [
        f"# Mutants: {dead} of {all_} killed ({dead / max(all_, 1):.0%}), "
        f"{counts['equivalent']} more change no result, seed {seed}",
        "",
        "| module | mutants | killed | over time | equivalent | survived |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for module in dict.fromkeys(mutant.module for mutant, _ in found):
        own = Counter(verdict for mutant, verdict in found if mutant.module == module)
        figures = (own.total(), own["killed"], own["timeout"], own["equivalent"])
        lines.append(f"| {module} | {' | '.join(map(str, figures))} | {own['survived'] + own['untested']} |")
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
    parser.add_argument("--again", type=Path, help="try the survivors of this report")
    parser.add_argument(
        "--trace", type=Path, help="where to keep which tests run which lines, and to find it"
    )
    parser.add_argument(
        "--seconds", type=float, default=60, help="of tests that a mutant must pass to survive"
    )
    parser.add_argument("--report", type=Path, default=Path("mutants.md"), help="where to write")
    given = parser.parse_args()
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))
    every = [mutant for module in modules(ROOT, given.targets) for mutant in mutants(ROOT, module)]
    gone = equivalents(SURVIVORS.read_text("utf-8")) - {mutant.key for mutant in every}
    for module, _, changed in sorted(gone if not given.targets else ()):
        print(f"{SURVIVORS.name} lists what is no longer there: {module}  {changed}")
    chosen = drawn(every, given.sample, given.seed)
    if given.again:
        chosen = again(every, given.again.read_text(encoding="utf-8"))
    print(f"{len(chosen)} of {len(every)} mutants", flush=True)
    found = try_all(chosen, given.trace, given.seconds)
    given.report.write_text(report(found, given.seed), encoding="utf-8")
    print(f"written: {given.report}")


if __name__ == "__main__":
    main()
