"""10,000,000 respondents x 25 items from one Parquet file: raking, scores, shares, grades, reliability; time and memory.

python -m benchmarks.bigdata_survey [RESPONDENTS] [THREADS]
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

import govmetrics as gm

ITEMS = [f"q{at}" for at in range(1, 26)]
UNITS = 500


def simulated(path: Path, n: int) -> None:
    """Write answers of 1 to 5 with a common part and one in fifty missing, units of ten houses, and weights, by DuckDB itself."""
    answer = "CASE WHEN random() < 0.02 THEN NULL ELSE greatest(1, least(5, round(1 + 2 * own + 2 * random())))::TINYINT END"
    answers = ", ".join(f"{answer} AS {item}" for item in ITEMS)
    people = (
        f"SELECT (random() * {UNITS - 1})::INT AS unit, (random() * 9.9999)::INT % 10 AS own_house, "
        "0.5 + random() AS w, random() AS own, "
        "CASE WHEN random() < 0.6 THEN 'f' ELSE 'm' END AS sex, "
        f"CASE WHEN random() < 0.2 THEN 'young' WHEN random() < 0.6 THEN 'middle' ELSE 'old' END AS age FROM range({n})"
    )
    with duckdb.connect(config={"memory_limit": "1GB"}) as made:
        made.execute("SELECT setseed(0.5)")
        made.execute(
            f"COPY (SELECT unit, unit * 10 + own_house AS house, unit % 10 AS district, w, sex, age, {answers} "
            f"FROM ({people})) TO '{path}' (FORMAT parquet)"
        )


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    tree = gm.IndicatorTree.from_groups({f"g{g}": ITEMS[5 * g : 5 * g + 5] for g in range(5)})
    path = Path(tempfile.gettempdir()) / f"bigdata_survey_clusters_{n}.parquet"
    if not path.exists():  # by another process, whose memory is not that of what is measured
        made = multiprocessing.get_context("spawn").Process(target=simulated, args=(path, n))
        made.start()
        made.join()
    print(f"{n:,} x {len(ITEMS)}, {UNITS} units, {threads} threads, {path.stat().st_size / 1e6:,.0f} MB\n")
    print("| step | clock s | CPU s | peak MB |\n| --- | --- | --- | --- |")
    by = ["unit", "house", "district", "sex", "age"]
    large = timed("open", lambda: gm.survey.open_large(path, tree, by=by, weight="w", threads=threads))
    targets = {"sex": {"f": 0.5, "m": 0.5}, "age": {"young": 0.3, "middle": 0.4, "old": 0.3}}
    raked = timed("rake", lambda: large.rake(targets))
    timed("score", lambda: large.score("unit"))
    timed("score, raked", lambda: large.score("unit", weights=raked))
    timed("score, strata", lambda: large.score("unit", strata="district"))
    timed("score, clusters", lambda: large.score("unit", cluster="house"))
    timed(
        "score, clusters in strata, raked",
        lambda: large.score("unit", weights=raked, cluster="house", strata="district"),
    )
    timed("frequencies", lambda: large.frequencies("unit"))
    timed("grade_frequencies, raked", lambda: large.grade_frequencies("unit", raked))
    timed("memberships, raked", lambda: large.memberships(list("12345"), "unit", raked))
    timed("alpha", large.alpha)
    timed("alpha, pairwise", lambda: large.alpha(missing="pairwise"))


def timed(name: str, step):
    """Do a step, and print what it took and the most memory that was held so far."""
    clock, cpu = time.perf_counter(), time.process_time()
    found = step()
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {name} | {clock:.1f} | {cpu:.1f} | {peak:,.0f} |", flush=True)
    return found


if __name__ == "__main__":
    main()
