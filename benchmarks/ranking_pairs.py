"""Rankings that compare every unit with every other: 2,000 units x 50 indicators.

Run by hand: ``python benchmarks/ranking_pairs.py [units]``. PROMETHEE, TODIM and MULTIMOORA of ours; the peer is
scikit-criteria's MULTIMOORA, whose loop over pairs is timed on a tenth of the units and grows with their square (it has
neither PROMETHEE nor TODIM). The limit is our own: under 2 s each. Prints machine, versions, seconds.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
from skcriteria.agg.moora import multimoora

import govmetrics as gm


def main(units: int) -> None:
    print(platform.platform(), platform.processor(), sys.version.split()[0])
    print(
        "numpy", np.__version__, "scikit-criteria", version("scikit-criteria"), "govmetrics", gm.__version__
    )
    tree = gm.IndicatorTree.from_groups({"G": [f"x{i}" for i in range(50)]})
    x = pd.DataFrame(
        np.random.default_rng(0).uniform(1, 100, (units, 50)), [f"u{i}" for i in range(units)], tree.codes
    )
    scaled = gm.Scaled(tree, x, pd.DataFrame(), "by hand", (1, 100))
    weights = gm.weighting.equal(tree)
    gm.ranking.topsis(scaled, weights)  # importing scikit-criteria is not counted
    _step("promethee, usual", lambda: gm.ranking.promethee(scaled, weights))
    _step(
        "promethee, linear",
        lambda: gm.ranking.promethee(scaled, weights, "linear", preference=20, indifference=5),
    )
    _step("promethee, gaussian", lambda: gm.ranking.promethee(scaled, weights, "gaussian", inflection=10))
    _step("todim", lambda: gm.ranking.todim(scaled, weights))
    _step("multimoora", lambda: gm.ranking.multimoora(scaled, weights))
    few = x.to_numpy()[: units // 10]
    _step(
        f"scikit-criteria's multimoora of {len(few):,} units",
        lambda: multimoora(few, np.ones(50), np.full(50, 0.02)),
    )


def _step(name: str, call: Callable[[], Any]) -> None:
    start = time.perf_counter()
    call()
    print(f"  {name}: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
