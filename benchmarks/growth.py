"""How time and memory grow with units and leaves: ranking, weights, diagnosis, explanations, plans, panels, robustness.

Run by hand: `.venv/bin/python benchmarks/growth.py [words...]`; only cases with one of the words in their names run. Every
case runs in a process of its own that may take 8 GB and 300 s of CPU (SECONDS=60: other seconds), at sizes that grow until
one fails. CPU seconds, clock and peak memory above what was there before the call; the exponent is that of CPU seconds
between the last two sizes of 0.05 s or more. What is refused is told in its own words. No peer is imported. Prints Markdown.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from math import log
from typing import Any

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics import diagnosis, explain, panel, planning, ranking, robustness, weighting

MEMORY, SECONDS = 8_000_000_000, int(os.environ.get("SECONDS", "300"))
UNITS, LEAVES = (1_000, 10_000, 100_000), (100, 1_000, 5_000)
Made = Callable[[int], Callable[[], Any]]


def tree_of(leaves: int) -> gm.IndicatorTree:
    """Five groups."""
    return gm.IndicatorTree.from_groups(
        {f"g{i}": [f"x{j}" for j in range(i, leaves, 5)] for i in range(min(5, leaves))}
    )


def scaled_of(units: int, leaves: int, periods: int = 1) -> gm.Scaled:
    """Related leaves from 1 to 100, no ties."""
    rng, tree = np.random.default_rng(0), tree_of(leaves)
    x = 50 + 8 * rng.normal(size=(units * periods, 1)) + 6 * rng.normal(size=(units * periods, leaves))
    names = [f"u{i}" for i in range(units)]
    rows = pd.MultiIndex.from_product([range(2000, 2000 + periods), names], names=["period", "unit"])
    index = pd.Index(names, name="unit") if periods == 1 else rows
    return gm.Scaled(
        tree, pd.DataFrame(np.clip(x, 1, 100), index, tree.codes), pd.DataFrame(), "by hand", (1, 100)
    )


def data_of(units: int, leaves: int, periods: int = 1) -> gm.Dataset:
    scaled = scaled_of(units, leaves, periods)
    kinds = pd.DataFrame(
        {"kind": [f"k{i % 5}" for i in range(len(scaled.values))], "people": 1.0}, scaled.values.index
    )
    return gm.Dataset(scaled.tree, scaled.values, kinds)


def recipe_of(aggregation: str = "arithmetic") -> gm.Recipe:
    return gm.Recipe(
        normalisation={"min_max": {"scale": [1, 100]}}, weighting="equal", aggregation=aggregation
    )


def weighted(function: Callable[..., Any], units: int, leaves: int, **options: Any) -> Callable[[], Any]:
    scaled = scaled_of(units, leaves)
    weights = weighting.equal(scaled.tree)
    return partial(function, scaled, weights, **options)


def of_units(function: Callable[..., Any], **options: Any) -> Made:
    return lambda n: weighted(function, n, 10, **options)


def of_leaves(function: Callable[..., Any], **options: Any) -> Made:
    return lambda n: weighted(function, 200, n, **options)


def weighing(function: Callable[..., Any], units: int | None, **options: Any) -> Made:
    """Weights of n leaves over so many units, all together; or of 10 leaves over n units."""

    def made(n: int) -> Callable[[], Any]:
        scaled = scaled_of(n, 10) if units is None else scaled_of(units, n)
        return partial(function, scaled, across="leaves", **options)

    return made


def followed(function: Callable[..., Any], shape: Callable[[int], tuple[int, ...]], aggregation: str = "arithmetic",
             **options: Any) -> Made:  # fmt: skip
    """A function of an assessment."""
    return lambda n: partial(function, gm.follow(recipe_of(aggregation), data_of(*shape(n))), **options)


def by_recipe(
    function: Callable[..., Any], shape: Callable[[int], tuple[int, ...]], *more: Any, **options: Any
) -> Made:
    """A function of recipe and data."""
    return lambda n: partial(function, recipe_of(), data_of(*shape(n)), *more, **options)


def units(n: int) -> tuple[int, int]:
    return n, 10


def leaves(n: int) -> tuple[int, int]:
    return 200, n


def periods(n: int) -> tuple[int, int, int]:
    return n // 10, 3, 10


def judged(n: int) -> Callable[[], Any]:
    rng = np.random.default_rng(0)
    w = rng.uniform(1, 5, n)
    a = np.triu(np.clip(np.round(w[:, None] / w * rng.lognormal(0, 0.3, (n, n)), 1), 1 / 9, 9), 1)
    return partial(gm.ahp.revisions, a + np.divide(1, a.T, out=np.zeros((n, n)), where=a.T > 0) + np.eye(n))


def ranks(simultaneous: bool) -> Made:
    def made(n: int) -> Callable[[], Any]:
        rng = np.random.default_rng(0)
        names = [f"u{i}" for i in range(n)]
        x, s = pd.Series(rng.normal(50, 10, n), names), pd.Series(rng.uniform(1, 3, n), names)
        return partial(robustness.rank_confidence, x, s, simultaneous=simultaneous)

    return made


def plan(maximise: str) -> Made:
    def made(n: int) -> Callable[[], Any]:
        some = [f"u{i}" for i in range(0, n, 10)]
        actions = [planning.Action(code, cost=float(k + 1)) for k, code in enumerate(tree_of(10).codes)]
        return partial(
            planning.improvement_plan, recipe_of(), data_of(n, 10), actions, 5.0 * len(some), some, maximise
        )

    return made


def compared(n: int) -> Callable[[], Any]:
    scaled = scaled_of(n, 10)
    weights = weighting.equal(scaled.tree)
    return partial(
        ranking.compare,
        {"topsis": ranking.topsis(scaled, weights), "vikor": ranking.vikor(scaled, weights)},
        scaled,
    )


def scored(function: Callable[..., Any], shape: Callable[[int], tuple[int, ...]], **options: Any) -> Made:
    return lambda n: partial(function, gm.follow(recipe_of(), data_of(*shape(n))).scores, **options)


def of_panel(function: Callable[..., Any], **options: Any) -> Made:
    return lambda n: partial(function, data_of(*periods(n)), node="x0", **options)


def two_periods(n: int) -> Callable[[], Any]:
    run = gm.follow(recipe_of(), data_of(n // 2, 10, 2))
    return partial(explain.between_periods, (run, 2000), (run, 2001))


def two_units(n: int) -> Callable[[], Any]:
    run = gm.follow(recipe_of("geometric"), data_of(20, n))
    return partial(explain.between_units, run, "u0", "u1")


FEW = {"units": [f"u{i}" for i in range(20)]}
FACTORS = [robustness.PerturbedWeights(draws=100)]
METHODS = ("topsis", "vikor", "moora", "reference_point", "full_multiplicative", "multimoora", "waspas", "marcos", "spotis",
           "aras", "cocoso", "edas", "mabac", "promethee", "todim", "grey_relational", "rank_sum_ratio")  # fmt: skip
WEIGHTINGS = ("entropy", "critic", "deviation", "variation", "merec", "cilos", "idocriw", "pca", "independence",
              "scatter_degree", "balanced")  # fmt: skip
SIMPLE = (1_000, 10_000, 100_000)
CASES: dict[str, tuple[Made, tuple[int, ...]]] = {
    "codas, units x 10": (of_units(ranking.codas), UNITS),
    "electre2, units x 10": (of_units(ranking.electre2), UNITS),
    "contributions, geometric, 20 x leaves": (followed(explain.contributions, lambda n: (20, n), "geometric"), (100, 300, 1_000)),
    "revisions of AHP, criteria": (judged, (20, 80, 300)),
    "coherence, 200 x leaves": (of_leaves(diagnosis.coherence), LEAVES),
    "improvement plan by rank, a tenth of units x 10": (plan("rank"), (100, 300, 1_000)),
    "improvement plan by score, a tenth of units x 10": (plan("score"), (100, 1_000, 10_000)),
    "rank confidence, units": (ranks(False), (100, 1_000, 10_000)),
    "rank confidence, jointly, units": (ranks(True), (100, 1_000, 10_000)),
    "copeland, units x 10": (of_units(gm.aggregation.copeland), UNITS),
    "leave one out, 200 x leaves": (by_recipe(robustness.leave_one_out, leaves), LEAVES),
    "leave one out, units x 10": (by_recipe(robustness.leave_one_out, units), UNITS),
    **{f"{name}, 200 x leaves": (weighing(getattr(weighting, name), 200), LEAVES) for name in WEIGHTINGS if name != "cilos"},
    "cilos, 20,000 x leaves": (weighing(weighting.cilos, 20_000), (100, 1_000)),
    "cilos, 5,000 x leaves": (weighing(weighting.cilos, 5_000), LEAVES),
    "pca, squared loadings, 200 x leaves": (weighing(weighting.pca, 200, how="squared_loadings"), LEAVES),
    "projection pursuit, 200 x leaves": (weighing(weighting.projection_pursuit, 200, starts=2), (10, 100, 1_000)),
    "effective, 200 x leaves": (of_leaves(weighting.effective), (10, 100, 1_000)),
    "variable, 200 x leaves": (of_leaves(weighting.variable), LEAVES),
    **{f"{name}, units x 10": (of_units(getattr(ranking, name)), UNITS) for name in METHODS},
    "copras, units x 10": (lambda n: partial(ranking.copras, gm.Dataset(
        gm.IndicatorTree.from_groups({"g": ["a", "b"]}, {"b": "less"}), pd.DataFrame(
            np.random.default_rng(0).uniform(1, 9, (n, 2)), columns=["a", "b"])), pd.Series({"a": 0.5, "b": 0.5})), UNITS),
    "entropy_topsis, units x 10": (lambda n: partial(ranking.entropy_topsis, scaled_of(n, 10)), UNITS),
    "rank reversal, units x 10": (lambda n: partial(
        ranking.rank_reversal, ranking.moora, scaled_of(n, 10), weighting.equal(tree_of(10)), units=["u0", "u1"]), UNITS),
    "compare, units": (compared, UNITS),
    **{f"{name}, units x 10": (weighing(getattr(weighting, name), None), UNITS) for name in WEIGHTINGS},
    "projection pursuit, units x 10": (weighing(weighting.projection_pursuit, None, starts=2), UNITS),
    "effective, units x 10": (of_units(weighting.effective), UNITS),
    "variable, units x 10": (of_units(weighting.variable), UNITS),
    "coherence, units x 10": (of_units(diagnosis.coherence), UNITS),
    "obstacles, units x 10": (of_units(diagnosis.obstacles), UNITS),
    "obstacles, 200 x leaves": (of_leaves(diagnosis.obstacles), LEAVES),
    "strengths, units x 10": (lambda n: partial(diagnosis.strengths, scaled_of(n, 10)), UNITS),
    "strengths of peers, units x 10": (lambda n: partial(
        diagnosis.strengths, gm.normalisation.min_max(data_of(n, 10)), by="kind"), UNITS),
    "statistics, units x 10": (lambda n: partial(diagnosis.statistics, data_of(n, 10)), UNITS),
    "statistics, 200 x leaves": (lambda n: partial(diagnosis.statistics, data_of(200, n)), LEAVES),
    "correlations, units x 10": (lambda n: partial(diagnosis.correlations, scaled_of(n, 10)), UNITS),
    "correlations, all, 200 x leaves": (lambda n: partial(diagnosis.correlations, scaled_of(200, n), by="all"), LEAVES),
    "correlations, spearman, 200 x leaves": (lambda n: partial(
        diagnosis.correlations, scaled_of(200, n), by="all", method="spearman"), LEAVES),
    "denominators, units x 10": (lambda n: partial(diagnosis.denominators, data_of(n, 10), ["people"]), UNITS),
    "components, units x 10": (scored(diagnosis.components, units), UNITS),
    "components, 200 x leaves": (lambda n: partial(diagnosis.components, scaled_of(200, n)), LEAVES),
    "links, units x 10": (lambda n: partial(diagnosis.links, gm.follow(recipe_of(), data_of(n, 10)).scores,
        pd.DataFrame({"m": np.arange(float(n))}, scaled_of(n, 10).values.index)), UNITS),
    "group ranks, units x 10": (scored(diagnosis.group_ranks, units, by="kind"), UNITS),
    "coupling, units x 10": (scored(diagnosis.coupling, units), UNITS),
    "synergy, units x 10, 2 periods": (lambda n: partial(
        diagnosis.synergy, scaled_of(n // 2, 10, 2), weighting.equal(tree_of(10))), UNITS),
    "contributions, additive, units x 10": (followed(explain.contributions, units), UNITS),
    "contributions, geometric, units x 10": (followed(explain.contributions, units, "geometric"), UNITS),
    "contributions, copeland, 20 of units x 10": (
        followed(explain.contributions, units, "copeland", draws=2, **FEW), (100, 1_000)),
    "between periods, units x 10": (two_periods, UNITS),
    "between units, geometric, leaves": (two_units, (100, 300, 1_000)),
    "compare recipes, units x 10": (lambda n: partial(
        explain.compare_recipes, recipe_of(), recipe_of("geometric"), data_of(n, 10)), UNITS),
    "compare recipes, 20 x leaves": (lambda n: partial(
        explain.compare_recipes, recipe_of(), recipe_of("geometric"), data_of(20, n)), (100, 300, 1_000)),
    "what if, units x 10": (by_recipe(planning.what_if, units, {"u0": {"x0": 60.0}}), UNITS),
    "needed, units x 10": (by_recipe(planning.needed, units, "u0", places=1), UNITS),
    "needed, 200 x leaves": (by_recipe(planning.needed, leaves, "u0", places=1), LEAVES),
    "catch up, units x 10": (followed(planning.catch_up, units), UNITS),
    "catch up, 200 x leaves": (followed(planning.catch_up, leaves), (100, 300, 1_000)),
    "follow periods, rows x 3": (lambda n: partial(panel.follow_periods, recipe_of(), data_of(*periods(n))), UNITS),
    "changes, rows x 3": (lambda n: partial(panel.changes, gm.follow(recipe_of(), data_of(*periods(n)))), UNITS),
    "trends, rows x 3": (lambda n: partial(panel.trends, data_of(*periods(n))), UNITS),
    "convergence, rows": (of_panel(panel.convergence), UNITS),
    "markov, rows": (of_panel(panel.markov), UNITS),
    "kernels, rows": (of_panel(panel.kernels), UNITS),
    "kernels by Sheather and Jones, rows": (of_panel(panel.kernels, bandwidth="sheather_jones"), UNITS),
    "clubs, rows": (of_panel(panel.clubs), UNITS),
    **{f"{name}, rows": (of_panel(getattr(panel, name), by="kind", weights="people"), UNITS)
       for name in ("theil", "dagum", "atkinson")},
    "district totals, rows x 3": (lambda n: partial(
        panel.district_totals, data_of(*periods(n)), by="kind", weights="people"), UNITS),
    "uncertainty, 200 draws, units x 10": (by_recipe(robustness.uncertainty, units, FACTORS, draws=200), UNITS),
    "uncertainty, 200 draws, 200 x leaves": (by_recipe(robustness.uncertainty, leaves, FACTORS, draws=200), LEAVES),
    "sensitivity, 64 draws, units x 10": (by_recipe(robustness.sensitivity, units, FACTORS, draws=64), UNITS),
    "change confidence, 50 draws, units x 10": (lambda n: partial(
        robustness.change_confidence, gm.follow(recipe_of(), data_of(n, 10)), gm.follow(recipe_of(), data_of(n, 10)), FACTORS,
        draws=50), UNITS),
    "one at a time, units x 10": (by_recipe(robustness.one_at_a_time, units, FACTORS, most=10), UNITS),
    "weight stability, units x 10": (scored(robustness.weight_stability, units), UNITS),
    "weight stability, 200 x leaves": (scored(robustness.weight_stability, leaves), LEAVES),
}  # fmt: skip


def measured(name: str, size: int) -> dict[str, Any]:
    """Run one case here, in at most so much memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with suppress(Exception):  # what is imported on the first call is not counted
        CASES[name][0](20)()
    call = CASES[name][0](size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    clock, cpu = time.perf_counter(), time.process_time()
    said = ""
    try:
        call()
    except gm.GovmetricsError as error:
        said = "refused: " + str(error).splitlines()[0][:160]
    except Exception as error:
        said = f"{type(error).__name__}: {str(error)[:80]}"
    found = {"cpu": time.process_time() - cpu, "clock": time.perf_counter() - clock}
    return found | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6 - before, "said": said}


def run(name: str) -> None:
    """Print the row of a case: every size in a process of its own, until one fails."""
    cells, points = [], []
    for size in CASES[name][1]:
        command = [sys.executable, __file__, "--one", name, str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == -signal.SIGKILL:
            cells.append(f"{size:,}: over {SECONDS} s")
            break
        if done.returncode:
            cells.append(f"{size:,}: {(done.stderr.strip().splitlines() or ['killed'])[-1][:120]}")
            break
        found = json.loads(done.stdout.splitlines()[-1])
        cells.append(f"{size:,}: {found['said']} " * bool(found["said"]) or f"{size:,}:")
        cells[-1] += f" {found['cpu']:.2f} s ({found['clock']:.2f}), {found['peak']:.2f} GB"
        if found["said"]:
            break
        points.append((size, found["cpu"]))
    timed = [(size, cpu) for size, cpu in points if cpu >= 0.05][-2:]
    grown = "" if len(timed) < 2 else f"{log(timed[1][1] / timed[0][1]) / log(timed[1][0] / timed[0][0]):.1f}"
    print(f"| {name} | {'; '.join(cells)} | {grown} |", flush=True)


def main(words: list[str]) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}, "
          f"pandas {pd.__version__}, govmetrics {gm.__version__}; CPU seconds (clock), peak memory of the call\n")  # fmt: skip
    print("| what | size: time, memory | exponent |\n| --- | --- | --- |", flush=True)
    for name in CASES:
        if not words or any(word in name for word in words):
            run(name)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measured(sys.argv[2], int(sys.argv[3]))))
    else:
        main(sys.argv[1:])
