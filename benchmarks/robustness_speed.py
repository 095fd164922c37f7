"""Speed and memory of the robustness analysis, each case in a process of its own.

Run by hand: `.venv/bin/python benchmarks/robustness_speed.py`. No peer is imported: COINr 1.1.14 (R) is said to need
about 0.25 s of CPU a replicate for four factors on 51 x 49, so 10,000 replicates would take it some 40 minutes. The bar
is the project's own: under 5 s; under 60 s and 2 GB; under 1 s.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import time

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics.robustness import Choice, MeasurementErrors, PerturbedWeights, uncertainty

NORMALISATIONS = [{"min_max": {"scale": [1, 100]}}, {"z_score": {"mean": 100, "sd": 10}}]
MEANS = ["arithmetic", "geometric"]


def index(units: int, groups: int, leaves: int, sigma: float = 1.0) -> gm.Dataset:
    rng = np.random.default_rng(0)
    tree = gm.IndicatorTree.from_groups(
        {f"g{i}": [f"y{i}_{j}" for j in range(leaves)] for i in range(groups)}
    )
    return gm.Dataset(
        tree, pd.DataFrame(rng.lognormal(sigma=sigma, size=(units, groups * leaves)), columns=tree.codes)
    )


def choices_51() -> str:
    """10,000 replicates, 51 x 49: outliers (5 ways), normalisation (2), weights (1,000 sets), mean (2)."""
    recipe = gm.Recipe(treatment=["winsorise"], normalisation=NORMALISATIONS[0], weighting="equal")
    factors = [
        Choice("treatment", [[{"winsorise": {"most": k, "otherwise": "log"}}] for k in range(1, 6)]),
        Choice("normalisation", NORMALISATIONS),
        Choice("aggregation", MEANS),
        PerturbedWeights(0.25, draws=1000),
    ]
    return timed(lambda: uncertainty(recipe, index(51, 7, 7), factors, draws=10_000))


def errors_51() -> str:
    """10,000 replicates, 51 x 49: measurement errors (200 sets), normalisation (2), weights (1,000 sets), mean (2)."""
    data = index(51, 7, 7, 0.3)
    recipe = gm.Recipe(normalisation=NORMALISATIONS[0], weighting="equal")
    factors = [
        MeasurementErrors(dict.fromkeys(data.tree.codes, 0.05), relative=True),
        Choice("normalisation", NORMALISATIONS),
        Choice("aggregation", MEANS),
        PerturbedWeights(0.25, draws=1000),
    ]
    return timed(lambda: uncertainty(recipe, data, factors, draws=10_000))


def large() -> str:
    """1,000 replicates, 10,000 units x 50 leaves: normalisation (2), weights (1,000 sets), mean (2)."""
    recipe = gm.Recipe(normalisation=NORMALISATIONS[0], weighting="equal")
    factors = [Choice("normalisation", NORMALISATIONS), Choice("aggregation", MEANS), PerturbedWeights(0.25)]
    return timed(lambda: uncertainty(recipe, index(10_000, 5, 10, 0.3), factors, draws=1000))


def large_errors() -> str:
    """1,000 replicates, 10,000 units x 50 leaves: measurement errors (200 sets), weights (1,000 sets), mean (2)."""
    data = index(10_000, 5, 10, 0.3)
    recipe = gm.Recipe(normalisation=NORMALISATIONS[0], weighting="equal")
    errors = MeasurementErrors(dict.fromkeys(data.tree.codes, 0.05), relative=True)
    factors = [errors, Choice("aggregation", MEANS), PerturbedWeights(0.25)]
    return timed(lambda: uncertainty(recipe, data, factors, draws=1000))


def copeland() -> str:
    """Copeland, 1,000 units x 50 leaves, at every node."""
    scaled = gm.normalisation.min_max(index(1000, 5, 10))
    weights = gm.weighting.equal(scaled.tree)
    return timed(lambda: gm.aggregation.copeland(scaled, weights))


def timed(run) -> str:
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return f"{wall:.2f} s ({cpu:.2f} s of CPU), peak memory of the process {peak:.2f} GB"


CASES = {f.__name__: f for f in (choices_51, errors_51, large, large_errors, copeland)}


def main() -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
          f"numpy {np.__version__}, pandas {pd.__version__}, govmetrics {gm.__version__}")  # fmt: skip
    for name, case in CASES.items():
        run = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
        print(f"{case.__doc__}\n    {run.stdout.strip()}")


if __name__ == "__main__":
    print(CASES[sys.argv[1]]()) if len(sys.argv) > 1 else main()
