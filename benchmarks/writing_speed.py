"""Speed and memory of writing a run: 200 units x 1,000 and x 10,000 leaves, each in a process of its own; and of writing
1,000 tables of 100 rows to Word (asked: under 60 s) and Excel (under 30 s); and of `govmetrics run` from files to files
(asked: 20 s for 10,000 leaves), its imports included.

Run by hand: `.venv/bin/python benchmarks/writing_speed.py`. Another version of the library is measured with the same
script: `PYTHONPATH=/path/to/other .venv/bin/python benchmarks/writing_speed.py`. The peers write the same numbers as
one sheet: openpyxl as it is and in its write-only mode.
"""

from __future__ import annotations

import contextlib
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

UNITS, SIZES = 200, (1_000, 10_000)


def numbers(leaves: int) -> pd.DataFrame:
    x = np.random.default_rng(0).normal(50, 10, (UNITS, leaves))
    units = pd.Index([f"社区{i}" for i in range(UNITS)], name="unit")
    return pd.DataFrame(x, index=units, columns=[f"x{j}" for j in range(leaves)])


def sheet_by_us(frame: pd.DataFrame, folder: Path):
    from govmetrics.core.tables import write_xlsx

    return lambda: write_xlsx({"s": frame}, folder / "s.xlsx")


def sheet_by_openpyxl(frame: pd.DataFrame, folder: Path, write_only: bool):
    from openpyxl import Workbook

    def write() -> None:
        book = Workbook(write_only=write_only)
        sheet = book.create_sheet("s")
        sheet.append(["unit", *frame.columns])
        for row in frame.itertuples(name=None):
            sheet.append(row)
        book.save(folder / "s.xlsx")

    return write


def assessment(frame: pd.DataFrame):
    import govmetrics as gm

    groups = {f"g{i}": list(frame.columns[i::10]) for i in range(10)}
    tree = gm.IndicatorTree.from_groups(groups)
    data = gm.read_records(frame[tree.codes].mask(frame[tree.codes] > 70), tree)
    return gm.follow(gm.Recipe(treatment=["impute_median"], weighting="equal"), data)


def command(frame: pd.DataFrame, folder: Path, file: str):
    """Return what does a whole run from files to files, as the command line does it: of an evaluation, or of a recipe."""
    import govmetrics as gm
    from govmetrics.cli.commands import main as run

    tree = gm.IndicatorTree.from_groups({f"g{i}": list(frame.columns[i::10]) for i in range(10)})
    tree.write(folder / "tree.yaml")
    frame[tree.codes].round(3).mask(frame > 70).to_csv(folder / "records.csv")
    choices = "treatment: [impute_median]\nweighting: equal\n"
    if file == "evaluation.yaml":
        indented = "".join(f"  {line}\n" for line in choices.splitlines())
        choices = f"simulated: true\nevidence: {{records: records.csv}}\nindex:\n{indented}"
    else:
        choices = f"data: records.csv\nunit: unit\n{choices}"
    (folder / file).write_text(f"tree: tree.yaml\n{choices}", encoding="utf-8")

    def go() -> None:
        sys.argv = ["govmetrics", "run", str(folder / file), "-o", str(folder / "out")]
        with open(os.devnull, "w") as sink, contextlib.redirect_stdout(sink), contextlib.suppress(SystemExit):
            run()

    return go


TABLES, ROWS = 1_000, 100


def tables_job(what: str, folder: Path):
    import govmetrics as gm

    rng = np.random.default_rng(0)
    units = pd.Index([f"社区{i}" for i in range(ROWS)], name="unit")
    columns = ["score", "share", "p", "rank", "mean", "sd"]
    tables = [
        gm.Table.of(f"表 {i}", pd.DataFrame(rng.random((ROWS, len(columns))), units, columns), notes=["模拟"])
        for i in range(TABLES)
    ]
    write = gm.report.word if what.endswith("Word") else gm.report.excel
    suffix = "docx" if what.endswith("Word") else "xlsx"
    return lambda: write(tables, folder / f"t.{suffix}", language="zh")


def job(what: str, leaves: int, folder: Path):
    if what.startswith("tables"):
        return tables_job(what, folder)
    frame = numbers(leaves)
    if what == "one sheet":
        return sheet_by_us(frame, folder)
    if what.startswith("one sheet, openpyxl"):
        return sheet_by_openpyxl(frame, folder, what.endswith("write-only"))
    import govmetrics as gm

    if what.startswith("govmetrics run"):
        return command(frame, folder, what.rsplit(maxsplit=1)[-1])
    found = assessment(frame)
    if what == "report.excel":
        return lambda: gm.report.excel(found, folder / "r.xlsx")
    return lambda: gm.report.write_run(found, folder / "run")


def measure(what: str, leaves: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write = job(what, leaves, Path(folder))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, busy = time.perf_counter(), time.process_time()
        write()
        seconds, busy = time.perf_counter() - start, time.process_time() - busy
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    size = f"{TABLES:,} x {ROWS}" if what.startswith("tables") else f"{UNITS} x {leaves:6,}"
    print(
        f"{what:32s} {size}: {seconds:6.1f} s ({busy:6.1f} s of CPU), {grown:6.0f} MB more",
        flush=True,
    )


def main() -> None:
    import openpyxl

    import govmetrics as gm

    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(
        f"pandas {pd.__version__}, openpyxl {openpyxl.__version__}, govmetrics {gm.__version__}", flush=True
    )
    for what in ("tables to Word", "tables to Excel"):
        subprocess.run([sys.executable, __file__, what, str(TABLES)], check=True)
    for what in (
        "one sheet, openpyxl",
        "one sheet, openpyxl write-only",
        "one sheet",
        "report.excel",
        "whole run",
        "govmetrics run recipe.yaml",
        "govmetrics run evaluation.yaml",
    ):
        for leaves in SIZES:
            subprocess.run([sys.executable, __file__, what, str(leaves)], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1], int(sys.argv[2]))
    else:
        main()
