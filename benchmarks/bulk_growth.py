"""Growth of what goes in and out in bulk: reading, pivoting, reliability, the files of a run, and the reports.

Run by hand: ``.venv/bin/python benchmarks/bulk_growth.py [CASE ...]``; prints Markdown. Each case and size runs in a
process of its own: seconds of processors and by the clock, the most memory of the process, and the exponent with which
the seconds of processors grow from one size to the next. `pandas.read_csv` alone is the floor of reading a file.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import govmetrics as gm

Job = Callable[[], Any]
QUARTERS = [f"{2024 + at // 4}Q{at % 4 + 1}" for at in range(8)]


def answers(n: int, missing: float = 0.0) -> pd.DataFrame:
    """Return answers 1 to 5 of `n` respondents to 25 items."""
    rng = np.random.default_rng(20240611)
    general = rng.standard_normal((n, 1), dtype=np.float32)
    raw = np.clip(np.round(3 + 0.8 * general + rng.standard_normal((n, 25), dtype=np.float32)), 1, 5).astype(
        float
    )
    if missing:
        raw[rng.random((n, 25), dtype=np.float32) < missing] = np.nan
    return pd.DataFrame(raw, columns=[f"q{i + 1}" for i in range(25)])


def asked() -> gm.IndicatorTree:
    return gm.IndicatorTree.from_groups({f"g{g}": [f"q{5 * g + i + 1}" for i in range(5)] for g in range(5)})


def survey_file(n: int, folder: Path) -> Path:
    """Write answers as an office exports them: whole numbers, a community, a sex and an age for each respondent."""
    rng = np.random.default_rng(1)
    frame = answers(n, 0.02).astype("Int64")
    frame.insert(0, "community", np.char.add("社区", rng.integers(0, 500, n).astype(str)))
    frame.insert(1, "sex", rng.choice(["f", "m"], n))
    frame.to_csv(folder / "survey.csv", index=False)
    return folder / "survey.csv"


def read_survey(n: int, folder: Path) -> Job:
    path = survey_file(n, folder)
    return lambda: gm.read_survey(path, asked(), by={"unit": "community", "sex": "sex"})


def read_words(n: int, folder: Path) -> Job:
    """The same with answers in words."""
    path, words = survey_file(n, folder), ["非常不同意", "不同意", "一般", "同意", "非常同意"]
    frame = pd.read_csv(path, dtype=str)
    for code in asked().codes:
        frame[code] = frame[code].map({str(i + 1): word for i, word in enumerate(words)})
    frame.to_csv(path, index=False)
    return lambda: gm.read_survey(path, asked(), by={"unit": "community", "sex": "sex"})


def survey_by_pandas(n: int, folder: Path) -> Job:
    path = survey_file(n, folder)
    return lambda: pd.read_csv(path)


def long_records(n: int, unknown: int) -> pd.DataFrame:
    """Return `n` rows of one value each, of 100 leaves and of so many codes that no tree has."""
    rng = np.random.default_rng(2)
    codes = [f"leaf{i:03d}" for i in range(100)] + [f"laef{i:03d}" for i in range(unknown)]
    units = np.repeat([f"u{i:06d}" for i in range(-(-n // len(codes)))], len(codes))[:n]
    return pd.DataFrame({"unit": units, "code": np.resize(codes, n), "value": rng.normal(50, 10, n)})


def read_long(n: int, unknown: int) -> Job:
    frame = long_records(n, unknown)
    tree = gm.IndicatorTree.from_groups({"g": [f"leaf{i:03d}" for i in range(100)]})

    def read() -> None:
        try:
            gm.read_records(frame, tree)
        except gm.FaultyInput:
            assert unknown

    return read


def records_file(n: int, folder: Path) -> Job:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(50, 10, (n, 25)).round(3), columns=[f"q{i + 1}" for i in range(25)])
    frame.insert(0, "unit", [f"u{i:07d}" for i in range(n)])
    frame.to_csv(folder / "records.csv", index=False)
    return lambda: gm.read_records(folder / "records.csv", asked())


def periods(n: int) -> Job:
    """As many periods as records, each of a unit of its own."""
    frame = pd.DataFrame({"unit": [f"u{i}" for i in range(n)], "period": range(1, n + 1), "q1": 1.0})
    tree = gm.IndicatorTree.from_groups({"g": ["q1"]})

    def cross() -> None:
        try:
            data = gm.read_records(frame, tree, period="period")
            gm.panel.changes(gm.follow(gm.Recipe(weighting="equal"), data).scores)
        except gm.core.GovmetricsError as refused:
            print(f"refused: {refused}"[:200], file=sys.stderr)

    return cross


def district(units: int, formats: list[str]) -> dict[str, Any]:
    """Return an evaluation of 26 leaves in 8 quarters, and its records."""
    rng, tree = np.random.default_rng(4), gm.read_tree("collaborative_governance")
    content = tree.to_dict()

    def bounded(node: dict[str, Any]) -> None:
        for part in node.get("parts", ()):
            bounded(part)
        if "parts" not in node:
            node["worst"], node["best"] = (100, 0) if node["better"] == "less" else (0, 100)

    bounded(content)
    level, tables = rng.normal(size=units), []
    for at, period in enumerate(QUARTERS):
        values = 50 + 10 * level[:, None] + at + rng.normal(scale=8, size=(units, len(tree.codes)))
        frame = pd.DataFrame(values.clip(1, 99).round(1), columns=tree.codes)
        frame.insert(0, "unit", [f"社区{place:05d}" for place in range(units)])
        frame.insert(0, "period", period)
        frame["street"] = [f"街道{place % 25:02d}" for place in range(units)]
        staff = rng.uniform(5, 20, units)
        frame["staff"], frame["cases"] = staff.round(1), (staff * rng.uniform(6, 14, units)).round()
        tables.append(frame)
    return {
        "tree": content,
        "seed": 1,
        "language": "zh",
        "evidence": {"records": {"file": "records.csv", "period": "period", "street": "street"}},
        "index": {"normalisation": "goalposts", "weighting": "entropy"},
        "sureness": {"draws": 200},
        "diagnosis": {"obstacles": True, "strengths": True, "coupling": True, "coherence": True},
        "efficiency": {"inputs": ["staff"], "outputs": ["cases"]},
        "change": True,
        "publish": {"formats": formats},
        "_records": pd.concat(tables, ignore_index=True),
    }


def folder_of(units: int, formats: list[str], folder: Path) -> Path:
    content = district(units, formats)
    content.pop("_records").to_csv(folder / "records.csv", index=False)
    (folder / "evaluation.yaml").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


def whole_run(units: int, formats: list[str], folder: Path) -> Job:
    """`govmetrics run` from files to files."""
    place = folder_of(units, formats, folder)
    return lambda: subprocess.run(
        [sys.executable, "-m", "govmetrics", "run", str(place), "-o", str(folder / "out")],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def reports(units: int, formats: list[str], folder: Path) -> Job:
    """The reports alone, of findings that are there."""
    found = gm.evaluate(folder_of(units, formats, folder))
    return lambda: gm.report.write_reports(found, folder / "out", formats, "zh")


def run_files(leaves: int, folder: Path) -> Job:
    """A run of 200 units to all its files."""
    x = np.random.default_rng(0).normal(50, 10, (200, leaves))
    frame = pd.DataFrame(x, [f"社区{i}" for i in range(200)], [f"x{j}" for j in range(leaves)])
    tree = gm.IndicatorTree.from_groups({f"g{i}": list(frame.columns[i::10]) for i in range(10)})
    data = gm.read_records(frame[tree.codes].mask(frame[tree.codes] > 70), tree)
    found = gm.follow(gm.Recipe(treatment=["impute_median"], weighting="equal"), data)
    return lambda: gm.report.write_run(found, folder / "run")


def alpha(n: int, **options: Any) -> Job:
    frame = answers(n, 0.02 if options.get("missing") == "pairwise" else 0.0)
    return lambda: gm.psychometrics.alpha(frame, **options)


BOOK = ["html", "word", "excel"]
CASES: dict[str, tuple[list[int], Callable[[int, Path], Job]]] = {
    "alpha, bootstrap, 25 items": ([10_000, 100_000, 1_000_000], lambda n, _: alpha(n, interval="bootstrap")),
    "alpha, pairwise, 25 items": ([10_000, 100_000, 1_000_000], lambda n, _: alpha(n, missing="pairwise")),
    "read_survey, CSV, 25 items": ([10_000, 100_000, 1_000_000], read_survey),
    "read_survey, CSV, 25 items in words": ([10_000, 100_000, 1_000_000], read_words),
    "pandas.read_csv of the same": ([10_000, 100_000, 1_000_000], survey_by_pandas),
    "read_records, CSV, 25 leaves": ([10_000, 100_000, 1_000_000], records_file),
    "long records, 100 leaves": ([10_000, 100_000, 1_000_000], lambda n, _: read_long(n, 0)),
    "long records, 10 unknown codes": ([10_000, 100_000, 1_000_000], lambda n, _: read_long(n, 10)),
    "periods as many as units": ([3_000, 10_000, 30_000], lambda n, _: periods(n)),
    "run of 200 units to files, by leaves": ([1_000, 10_000], run_files),
    "reports (page, Word, Excel), units": ([100, 300, 1_000], lambda n, folder: reports(n, BOOK, folder)),
    "govmetrics run (page, Word, Excel), units": ([100, 1_000], lambda n, folder: whole_run(n, BOOK, folder)),
    "static site, units": ([300, 1_000, 10_000], lambda n, folder: reports(n, ["site"], folder)),
}  # fmt: skip


def measure(case: str, n: int) -> None:
    """Print what one case costs in this process and its children."""
    with tempfile.TemporaryDirectory() as folder:
        job = CASES[case][1](n, Path(folder))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, busy = time.perf_counter(), os.times()
        job()
        end = os.times()
        seconds = sum(end[:4]) - sum(busy[:4])
        most = max(
            resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        print(json.dumps({"cpu": seconds, "clock": time.perf_counter() - start,
                          "peak": most / 1024, "before": before / 1024}))  # fmt: skip


def main(cases: list[str]) -> None:
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, pandas {pd.__version__}\n"
    )
    print(
        "| what | size | processors | clock | peak (before) | exponent |\n| --- | --- | --- | --- | --- | --- |"
    )
    for case in [name for name in CASES if not cases or any(word in name for word in cases)]:
        last: tuple[int, float] | None = None
        for n in CASES[case][0]:
            done = subprocess.run(
                [sys.executable, __file__, "--one", case, str(n)],
                check=False,
                stdout=subprocess.PIPE,
                text=True,
            )
            if done.returncode:
                print(f"| {case} | {n:,} | failed | | | |", flush=True)
                continue
            told = json.loads(done.stdout.splitlines()[-1])
            grows = (
                f"{log(told['cpu'] / last[1]) / log(n / last[0]):.2f}" if last and told["cpu"] > 0.05 else ""
            )
            last = n, max(told["cpu"], 1e-3)
            print(f"| {case} | {n:,} | {told['cpu']:.2f} s | {told['clock']:.2f} s | "
                  f"{told['peak']:,.0f} MB ({told['before']:,.0f}) | {grows} |", flush=True)  # fmt: skip


if __name__ == "__main__":
    measure(sys.argv[2], int(sys.argv[3])) if sys.argv[1:2] == ["--one"] else main(sys.argv[1:])
