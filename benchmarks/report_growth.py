"""Time, memory and size of the reports of 1,000 and 10,000 units x 40 leaves, simulated, with memberships from a survey.

Run by hand: ``.venv/bin/python -m benchmarks.report_growth [UNITS ...]``. 16 of the leaves are asked of residents, 20 in
each unit; grades are memberships of their answers, ranks have intervals from 200 draws. Page, Word file and workbook are
written up to 1,000 units (asked: 60 s together), the site of static pages always (asked: 10,000 units in 5 minutes and
2 GB). Each size runs in a process of its own; what is evaluated before is told apart from what is written.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

import govmetrics as gm

GROUPS, LEAVES, ASKED, ANSWERS = 8, 5, 2, 20
CODES = {f"g{group}": [f"g{group}_{leaf}" for leaf in range(LEAVES)] for group in range(GROUPS)}
SURVEYED = [code for codes in CODES.values() for code in codes[:ASKED]]


def evidence(n: int) -> tuple[gm.IndicatorTree, pd.DataFrame, pd.DataFrame]:
    """Return tree, records and answers of so many communities in streets of forty."""
    rng, units = np.random.default_rng(2026), [f"社区{at:05d}" for at in range(n)]
    groups = [
        gm.Group(group, {"en": f"Dimension {at + 1}", "zh": f"维度{at + 1}"}, tuple(
            gm.Indicator(code, {"en": f"Indicator {code}", "zh": f"指标{code}"}, worst=0, best=100,
                         source="survey" if code in SURVEYED else "record") for code in codes
        ))
        for at, (group, codes) in enumerate(CODES.items())
    ]  # fmt: skip
    tree = gm.IndicatorTree(gm.Group("index", {"en": "Governance", "zh": "治理水平"}, tuple(groups)))
    level = rng.normal(size=n)
    counted = [code for codes in CODES.values() for code in codes[ASKED:]]
    values = 55 + 10 * level[:, None] + rng.normal(scale=9, size=(n, len(counted)))
    records = pd.DataFrame(values.clip(1, 99).round(1), columns=counted)
    records.insert(0, "unit", units)
    records.insert(1, "street", [f"街道{at // 40}" for at in range(n)])
    who = np.repeat(np.arange(n), ANSWERS)
    mood = 3.3 + 0.4 * level[who] + rng.normal(scale=0.7, size=len(who))
    codes = np.rint(mood[:, None] + rng.normal(scale=0.8, size=(len(who), len(SURVEYED)))).clip(1, 5)
    answers = pd.DataFrame(codes.astype(int), columns=SURVEYED)
    answers.insert(0, "unit", np.array(units)[who])
    return tree, records, answers


def findings(n: int) -> gm.Findings:
    """Evaluate so many units."""
    tree, records, answers = evidence(n)
    asked = {
        "tree": tree, "title": {"en": "Governance of communities", "zh": "社区治理评价"}, "simulated": True,
        "index": {"normalisation": "goalposts", "weighting": "equal"}, "sureness": {"draws": 200},
        "grades": {"from": "survey", "breakpoints": "goalposts", "scale": "five"},
    }  # fmt: skip
    return gm.evaluate(asked, records=records, survey=answers)


def run(n: int, folder: Path) -> None:
    """Evaluate, then write one format after the other; print seconds, memory and megabytes of each."""
    clock = time.perf_counter(), time.process_time()

    def told(what: str, *files: Path) -> None:
        nonlocal clock
        now = time.perf_counter(), time.process_time()
        size = sum(file.stat().st_size for file in files) / 1e6
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"{n:6,} units  {what:12s}{now[0] - clock[0]:8.1f} s, {now[1] - clock[1]:8.1f} s of CPU, "
            f"peak so far {peak:.2f} GB, {size:8.1f} MB in {len(files):,} files", flush=True,
        )  # fmt: skip
        clock = time.perf_counter(), time.process_time()

    found = findings(n)
    told("evaluated")
    if n <= 1000:
        told("page", gm.report.html(found, folder / "report.html", "zh"))
        told("Word", gm.report.word(found, folder / "report.docx", "zh"))
        told("workbook", gm.report.excel(found, folder / "scores.xlsx", "zh"))
    told("site", *gm.report.site(found, folder / "site", "zh"))


def main(sizes: list[int]) -> None:
    """Run every size in a process of its own."""
    for n in sizes:
        with TemporaryDirectory() as name:
            subprocess.run([sys.executable, "-m", "benchmarks.report_growth", str(n), name], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 3 and not sys.argv[2].isdigit():
        run(int(sys.argv[1]), Path(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
