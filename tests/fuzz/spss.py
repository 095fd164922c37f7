"""Damaged .sav files, given to the library below `read_survey` itself: those that end its process are then read by ours.

    python -m tests.fuzz.spss --minutes 5 --seed 1

A reader of ours starts a program of its own for each .sav, a second or more: the other harness tries few. Here pyreadstat reads
in a copy of this process, two thousand a minute, and what ends it is what our reader must turn into one error.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from govmetrics.core import GovmetricsError
from govmetrics.survey.spss import MEMORY, read_spss
from govmetrics.survey.spss_apart import _bound
from tests.fuzz.mutate import changed

FORMS: list[dict[str, bool]] = [{}, {"compress": True}, {"row_compress": True}]


def seeds(folder: Path) -> list[bytes]:
    """Return .sav files that are right: plain and packed in both ways, with words, labels and missing codes."""
    import pyreadstat

    frame = pd.DataFrame({"q1": [1.0, 2, 3, 4, 5, 9], "q2": [5.0, 4, 3, 2, 1, 1], "place": list("东西bcde")})
    path, made = folder / "right.sav", []
    for form in FORMS:
        pyreadstat.write_sav(
            frame, str(path), column_labels=["How", "如何", "where"], missing_ranges={"q1": [9]},
            variable_value_labels={"q1": {1: "bad", 5: "good"}}, **form,
        )  # fmt: skip
        made.append(path.read_bytes())
    return made


def directly(path: Path) -> int:
    """Let pyreadstat read a file in a copy of this process; return 0 (read), 1 (refused) or minus the signal that ended it."""
    import pyreadstat

    child = os.fork()
    if not child:
        faulthandler.disable()  # or the end of the copy would be told as that of the tests
        _bound(MEMORY, 10)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            pyreadstat.read_sav(str(path))
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def tried(seconds: float, seed: int, folder: Path, say: Callable[[str], None] = print) -> Counter[str]:
    """Count what becomes of damaged files, directly and through our reader."""
    right, rng, end = seeds(folder), random.Random(seed), time.monotonic() + seconds
    path, found = folder / "damaged.sav", Counter[str]()
    while time.monotonic() < end:
        path.write_bytes(changed(rng.choice(right), rng, rng.choice(right)))
        ended = directly(path)
        found["read" if ended == 0 else "refused" if ended > 0 else "ended its process"] += 1
        if ended >= 0:
            continue
        try:
            read_spss(path)
            found["of these, ours read"] += 1
        except GovmetricsError:
            found["of these, ours refused"] += 1
        except Exception as error:
            found[f"of these, ours left {type(error).__name__}"] += 1
            say(f"{type(error).__name__}: {path.read_bytes().hex()}")
    return found


def main() -> int:
    """Try for some minutes, and say by the exit code whether anything but ours left."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = tried(asked.minutes * 60, asked.seed, Path(folder))
    for what, count in found.most_common():
        print(f"{what}: {count:,}")
    return int(any("left" in what for what in found))


if __name__ == "__main__":
    sys.exit(main())
