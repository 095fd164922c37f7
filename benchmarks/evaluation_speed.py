"""Time and memory of a whole evaluation, a line for each part: from files to findings, without the report.

Run by hand: ``python benchmarks/evaluation_speed.py [COMMUNITIES ...]``; 200 and 1,000 by default. A district of so many
communities x 8 quarters x 50 leaves (20 of them asked of residents, 25 in each community and quarter), 30 experts,
margins, inputs and outputs, a rulebook, actions, DEA in each quarter, 1,000 draws, and the comparison with an archived
earlier evaluation of as many units (a quarter less, other experts), which is scored again from its files. Each size runs
in a process of its own, whose peak memory is told.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

import govmetrics as gm

GROUPS, LEAVES, ASKED, QUARTERS, EXPERTS = 10, 5, 2, 8, 30
PERIODS = [f"{2024 + at // 4}Q{at % 4 + 1}" for at in range(QUARTERS)]
CODES = {f"g{group}": [f"g{group}_{leaf}" for leaf in range(LEAVES)] for group in range(GROUPS)}
SURVEYED = [code for codes in CODES.values() for code in codes[:ASKED]]
MARGINS = {"sex": {"f": 0.52, "m": 0.48}, "age": {"young": 0.3, "middle": 0.4, "old": 0.3}}


def tree() -> gm.IndicatorTree:
    """Return 50 leaves in ten groups, and three of inputs and outputs."""
    groups = [
        gm.Group(group, "", tuple(
            gm.Indicator(code, source="survey" if code in SURVEYED else "record", worst=0, best=100) for code in codes
        ))
        for group, codes in CODES.items()
    ]  # fmt: skip
    means = gm.Group("means", "", (
        gm.Indicator("staff", role="input"), gm.Indicator("money", role="input"), gm.Indicator("cases", role="output"),
    ))  # fmt: skip
    return gm.IndicatorTree(gm.Group("index", "Governance", (*groups, means)))


def records(n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return what is counted, a row for each community and quarter."""
    level, tables = rng.normal(size=n), []
    counted = [code for codes in CODES.values() for code in codes[ASKED:]]
    for at, period in enumerate(PERIODS):
        values = 50 + 12 * level[:, None] + at + rng.normal(scale=8, size=(n, len(counted)))
        frame = pd.DataFrame(values.clip(1, 99).round(1), columns=counted)
        staff = rng.uniform(5, 20, n)
        frame["staff"], frame["money"] = staff.round(1), (staff * rng.uniform(2, 5, n)).round(1)
        frame["cases"] = (staff * rng.uniform(6, 14, n)).round()
        frame.insert(0, "unit", [f"c{place:04d}" for place in range(n)])
        frame.insert(0, "period", period)
        frame["street"] = [f"s{place % 25}" for place in range(n)]
        tables.append(frame)
    return pd.concat(tables, ignore_index=True)


def answers(n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return 25 answers for each community and quarter: 200,000 of 1,000 communities."""
    unit, at = np.repeat(np.arange(n * QUARTERS) % n, 25), np.repeat(np.arange(n * QUARTERS) // n, 25)
    mood = 3.2 + 0.5 * rng.normal(size=n)[unit] + rng.normal(scale=0.7, size=len(unit))
    codes = np.clip(
        np.round(mood[:, None] + rng.normal(scale=0.8, size=(len(unit), len(SURVEYED)))), 1, 5
    ).astype(int)
    frame = pd.DataFrame(codes, columns=SURVEYED)
    frame.insert(0, "unit", [f"c{place:04d}" for place in unit])
    frame.insert(0, "period", np.array(PERIODS)[at])
    frame["sex"] = rng.choice(["f", "m"], len(frame), p=[0.62, 0.38])
    frame["age"] = rng.choice(["young", "middle", "old"], len(frame), p=[0.4, 0.4, 0.2])
    return frame


def judgements(rng: np.random.Generator) -> pd.DataFrame:
    """Return the answers of 30 experts, one row each pair."""
    rows = []
    for expert in range(EXPERTS):
        for group, parts in {"index": list(CODES), **CODES}.items():
            true = np.exp(rng.normal(scale=0.3, size=len(parts)))
            for i in range(len(parts)):
                for j in range(i + 1, len(parts)):
                    ratio = true[i] / true[j] * np.exp(rng.normal(scale=0.15))
                    whole = float(np.clip(round(max(ratio, 1 / ratio)), 1, 9))
                    rows.append(
                        (f"e{expert:02d}", group, parts[i], parts[j], whole if ratio >= 1 else 1 / whole)
                    )
    return pd.DataFrame(rows, columns=["expert", "group", "first", "second", "value"])


def write(folder: Path, n: int) -> None:
    """Write the files of a district of `n` communities, and those of a quarter before in `earlier`."""
    rng = np.random.default_rng(2026)
    counted, asked = records(n, rng), answers(n, rng)
    _write(folder, counted, asked, judgements(rng), compare="earlier")
    early = [table[table["period"] != PERIODS[-1]] for table in (counted, asked)]
    _write(folder / "earlier", *early, judgements(rng))


def _write(
    folder: Path, counted: pd.DataFrame, asked: pd.DataFrame, judged: pd.DataFrame, **keys: Any
) -> None:
    """Write the files of one evaluation."""
    folder.mkdir(exist_ok=True)
    tree().write(folder / "tree.yaml")
    counted.to_csv(folder / "records.csv", index=False)
    asked.to_csv(folder / "answers.csv", index=False)
    judged.to_csv(folder / "judgements.csv", index=False)
    items = [
        {"code": f"g{group}_4", "by": "linear", "points": 10, "worst": 0, "best": 100}
        for group in range(GROUPS)
    ]
    actions = [{"code": f"g{group}_{leaf}", "cost": 1.0 + leaf} for group in range(GROUPS) for leaf in (2, 3)]
    gm.Evaluation(
        "tree.yaml", seed=1, evidence={
            "records": {"file": "records.csv", "period": "period", "street": "street"},
            "survey": {"file": "answers.csv", "by": ["period", "unit"], "rake": MARGINS, "screening": True},
            "judgements": "judgements.csv",
        },
        index={"normalisation": "goalposts"}, sureness={"draws": 1000}, reliability=True,
        grades={"from": "survey", "breakpoints": "goalposts", "scale": "five"}, efficiency=True,
        appraisal={"rulebook": {"items": items}}, diagnosis={"coupling": True, "importance_performance": True,
                                                             "coherence": True},
        change=True, plan={"actions": actions, "budget": 200.0, "units": 10}, **keys,
    ).write(folder / "evaluation.yaml")  # fmt: skip


def run(folder: Path) -> None:
    """Evaluate a folder; print the seconds of each part, by the clock and of processors, and the peak memory."""
    clock, last, lines = [(time.perf_counter(), time.process_time())], [""], list[tuple[str, float, float]]()

    def lap(_done: int, _of: int, title: Any) -> None:
        now = time.perf_counter(), time.process_time()
        lines.append((last[0] or "reading", now[0] - clock[0][0], now[1] - clock[0][1]))
        clock[0], last[0] = now, str(title)

    gm.evaluate(folder, progress=lap)
    lines.append(("all", sum(line[1] for line in lines), sum(line[2] for line in lines)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"parts": lines, "gigabytes": peak}))


def main(sizes: list[int]) -> None:
    """Run every size in a process of its own."""
    for n in sizes:
        with TemporaryDirectory() as name:
            folder = Path(name)
            write(folder, n)
            done = subprocess.run(
                [sys.executable, __file__, "--folder", name], capture_output=True, text=True, check=True
            )
        found = json.loads(done.stdout.splitlines()[-1])
        print(
            f"\n{n:,} communities x {QUARTERS} quarters x {GROUPS * LEAVES} leaves, {n * QUARTERS * 25:,} answers"
        )
        for title, seconds, processor in found["parts"]:
            print(f"  {title:28s}{seconds:8.2f} s, {processor:8.2f} s of processors")
        print(f"  peak memory {found['gigabytes']:.2f} GB")


if __name__ == "__main__":
    if "--folder" in sys.argv:
        run(Path(sys.argv[-1]))
    else:
        main([int(size) for size in sys.argv[1:]] or [200, 1000])
