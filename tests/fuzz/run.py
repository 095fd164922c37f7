"""Fuzzing, run by hand: hostile files for every reader; only `GovmetricsError` may leave.

    python -m tests.fuzz.run                            every reader, an hour in all
    python -m tests.fuzz.run tree.csv rulebook.yaml --minutes 10 --jobs 2
    python -m tests.fuzz.run --again PATH               one kept input once more, with its traceback
    python -m tests.fuzz.run --markdown                 the hour, and its figures into the page of the docs

Each reader runs in a process of its own, with ten seconds of the processor and two gigabytes for an input. Half of its time
bytes are changed, half structures (`strategies`). What leaves is kept in `.fuzz/TARGET/found`, made small: put it into
`found.py`, see the test fail, mend the reader.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.child import work
from tests.fuzz.page import printed, written
from tests.fuzz.strategies import structured
from tests.fuzz.tallies import added, tally_of
from tests.fuzz.targets import TARGETS, Target
from tests.fuzz.watch import CPU_SECONDS, Tally, Watch, keep, limit_time

PLACE = Path(".fuzz")
STUCK = 120
"""Seconds by the clock after which an input that does not even compute is given up."""


def fuzz(name: str, seconds: float, seed: int) -> Tally:
    """Run one reader for some seconds, in as many processes as it takes."""
    modes = ["bytes", "structure"] if structured(TARGETS[name]) else ["bytes"]
    folder = PLACE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    total = Tally()
    for mode in modes:
        left, part = seconds / len(modes), 0
        while left > 1:
            began = time.monotonic()
            what = _child(name, folder, left, seed + part, mode)
            total = added(total, tally_of(folder / "tally.json"))
            if what:
                total.killed += 1
                total.left[what] = total.left.get(what, 0) + 1
                current = folder / f"input{TARGETS[name].suffix}"
                keep(
                    folder / "found", what, current.read_bytes() if current.exists() else b"", current.suffix
                )
            left, part = left - (time.monotonic() - began), part + 1
    print(f"{name}: {total.tried} tried, {len(total.left)} kinds left", flush=True)
    return total


def _child(name: str, folder: Path, seconds: float, seed: int, mode: str) -> str:
    """Run one process until its time is over; return what ended it before, if anything did."""
    (folder / "tally.json").unlink(missing_ok=True)
    child = os.fork()  # everything is imported already
    if not child:
        try:
            work(name, folder, seconds, seed, mode)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    current = folder / f"input{TARGETS[name].suffix}"
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        time.sleep(0.1)
        if current.exists() and time.time() - current.stat().st_mtime > STUCK:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return f"Stuck < {_stack(folder)}"
    code = os.waitstatus_to_exitcode(ended[1])
    if not code:
        return ""
    what = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return f"{'Slow' if what == 'SIGXCPU' else what} < {_stack(folder)}"


def _stack(folder: Path) -> str:
    """Return the last lines of Python before the end, of ours and of any."""
    lines = re.findall(r'File "(.+?)", line \d+ in (\S+)', (folder / "stack.txt").read_text(errors="replace"))
    ours = [line for line in lines if "/govmetrics/" in line[0]]
    return " < ".join(
        dict.fromkeys(
            f"{Path(file).parent.name}/{Path(file).name}:{of}" for file, of in (*lines[:1], *ours[:1])
        )
    )


def shrink(target: Target, folder: Path) -> None:
    """Make the kept inputs small; those that end the process or take their time stay as they are."""
    from tests.fuzz.mutate import shrunk

    for why in sorted((folder / "found").glob("*.why")):
        what, path = why.read_text(), why.with_suffix(target.suffix)
        if what.startswith(("Slow", "Stuck", "SIG", "exit", "MemoryError")):
            continue
        end = time.monotonic() + 10

        def same(data: bytes, what: str = what, end: float = end) -> bool:
            return time.monotonic() < end and _apart(target, folder, data) == what

        path.write_bytes(shrunk(path.read_bytes(), same, 250))


def _apart(target: Target, folder: Path, data: bytes) -> str:
    """Return what one input comes to, in a copy of this process."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        limit_time()
        os.write(write, Watch(target, folder).outcome(data).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        what = told.read().decode()
    os.waitpid(child, 0)
    return what


def again(path: Path) -> None:
    """Read a kept input once more, and print what leaves."""
    target = TARGETS[path.resolve().parent.parent.name]
    with TemporaryDirectory() as folder:  # a name that says nothing, as when it was found
        copy = Path(shutil.copy(path, Path(folder) / f"input{target.suffix}"))
        try:
            print(target.try_on(copy))
        except Exception:
            traceback.print_exc()


def main() -> int:
    """Fuzz, print the table, and say by the exit code whether anything left."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help="readers, or beginnings of their names; all by default"
    )
    parser.add_argument("--minutes", type=float, default=60, help="of all readers and processes together")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", type=Path)
    parser.add_argument(
        "--markdown",
        action="store_true",
        help="write the figures into the page of the docs, in both languages",
    )
    asked = parser.parse_args()
    if asked.again:
        again(asked.again)
        return 0
    names = [name for name in TARGETS if not asked.targets or name.startswith(tuple(asked.targets))]
    if not names:
        raise SystemExit(f"no such reader; there are: {', '.join(TARGETS)}")
    each = asked.minutes * 60 / len(names)
    print(f"{len(names)} readers, {each:.0f} seconds each, at most {CPU_SECONDS} for an input", flush=True)

    one = partial(fuzz, seconds=each, seed=asked.seed)
    with ProcessPoolExecutor(asked.jobs, get_context("fork")) as pool:
        found = dict(zip(names, pool.map(one, names), strict=True))
    for name in names:
        shrink(TARGETS[name], PLACE / name)
    print(printed(found))
    if asked.markdown:
        written(found, asked.minutes)
    return int(any(tally.left for tally in found.values()))


if __name__ == "__main__":
    sys.exit(main())
