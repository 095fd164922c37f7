"""Memory and time of reading records from a CSV of 1,000,000 rows x 30 columns, beside pandas.

Run by hand: `.venv/bin/python benchmarks/records_csv.py [rows]`. Each side reads the same file in a process of its own;
seconds of processor time. pandas gives numbers as they stand; `read_records` reads every cell by its rules (decimal
commas, percent signs, codes for missing, totals), names the units and checks them. Peak memory is that of the process
beyond what the libraries take; the bound that we hold to is 6 times the numbers themselves (240 bytes a row), which
the text of the cells needs while they are read.

1,000,000 rows (207 MB) on 2 shared cores, Python 3.11, pandas 3.1: 17 s and 998 MB more, 4.4 times the numbers' 229 MB;
pandas alone 1 s and 420 MB. Both grow with the rows: 200,000 take 3.3 s and 214 MB.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROWS, LEAVES, CHUNK, BOUND = 1_000_000, 30, 50_000, 6


def write(path: Path, rows: int) -> None:
    rng = np.random.default_rng(0)
    for start in range(0, rows, CHUNK):
        units = pd.Index([f"社区{row}" for row in range(start, min(start + CHUNK, rows))], name="unit")
        x = rng.uniform(0, 100, (len(units), LEAVES)).round(3)
        table = pd.DataFrame(x, units, [f"x{j}" for j in range(LEAVES)])
        table.to_csv(path, mode="a", header=start == 0)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(what: str, path: str) -> None:
    import govmetrics as gm

    tree = gm.IndicatorTree.from_groups({f"g{i}": [f"x{6 * i + j}" for j in range(6)] for i in range(5)})
    gm.read_records(pd.DataFrame(np.eye(6, LEAVES) + 1, columns=tree.codes), tree)  # imports
    before, start = peak(), time.process_time()
    found = (
        gm.read_records(path, tree).values if what == "govmetrics" else pd.read_csv(path, index_col="unit")
    )
    seconds, more = time.process_time() - start, peak() - before
    numbers = found.to_numpy().nbytes / 2**20
    print(f"{what:10s} {len(found):,} x {LEAVES}: {seconds:5.1f} s of CPU, {more:,.0f} MB more at the peak, "
          f"{more / numbers:.1f} times the numbers' {numbers:.0f} MB")  # fmt: skip


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        write(path, rows)
        print(f"file: {path.stat().st_size / 2**20:.0f} MB; asked: at most {BOUND} times the numbers")
        for what in ("govmetrics", "pandas"):
            subprocess.run([sys.executable, __file__, what, str(path)], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        measure(sys.argv[1], sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
