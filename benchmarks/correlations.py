"""Speed of a correlation table with p values and intervals: 100 columns x 100,000 rows.

Run by hand: ``python -m benchmarks.correlations``. The peers are pandas, which gives r alone, and scipy's
``pearsonr`` and ``spearmanr``, which give r and p: of some pairs, the rest by proportion, and of the whole matrix.
"""

from __future__ import annotations

import platform

import numpy as np
import pandas as pd
import scipy
from scipy import stats

import govmetrics as gm
from benchmarks.timing import best


def main() -> None:
    print(
        f"{platform.platform()}, {platform.processor() or platform.machine()}, Python {platform.python_version()}"
    )
    print(
        f"numpy {np.__version__}, scipy {scipy.__version__}, pandas {pd.__version__}, govmetrics {gm.__version__}"
    )
    rng = np.random.default_rng(20240611)
    n, k = 100_000, 100
    x = rng.standard_normal((n, k)) + 0.5 * rng.standard_normal((n, 1))
    frame = pd.DataFrame(x, columns=[f"v{i}" for i in range(k)])
    holes = frame.mask(rng.random(x.shape) < 0.02)
    pairs, some = k * (k - 1) // 2, 50
    few = [(i, i + 1) for i in range(some)]
    own = best(lambda: gm.psychometrics.correlate(frame))
    print(f"pearson, complete, r with p and intervals: govmetrics {own:.2f} s (limit 2 s)")
    print(f"  pandas, r alone: {best(frame.corr):.2f} s")
    each = best(lambda: [stats.pearsonr(x[:, i], x[:, j]) for i, j in few], 1)
    print(f"  scipy.stats.pearsonr, r and p, {pairs:,} pairs by {some}: {each * pairs / some:.2f} s")
    print(
        f"pearson, 2 % missing, pairwise: govmetrics {best(lambda: gm.psychometrics.correlate(holes)):.2f} s"
    )
    print(f"  pandas, r alone: {best(holes.corr):.2f} s")
    print(
        f"spearman, complete: govmetrics {best(lambda: gm.psychometrics.correlate(frame, 'spearman')):.2f} s"
    )
    print(f"  scipy.stats.spearmanr, r and p: {best(lambda: stats.spearmanr(x), 1):.2f} s")
    found = gm.psychometrics.correlate(frame)
    np.testing.assert_allclose(found.r, frame.corr(), atol=1e-10)
    print(f"both tables of the result: {best(found.tables):.2f} s")


if __name__ == "__main__":
    main()
