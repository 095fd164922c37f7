"""The least difference that a design can find."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.options import PROPORTION, SHARE, count, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.policy.power.clusters import DEVIATION, LARGEST, SIZE, SPREAD, design_effect
from govmetrics.policy.power.design_power import DesignPower


def detectable(
    clusters: int, size: float = 1, icc: float = 0.0, sd: float = 1.0, cv: float = 0.0, power: float = 0.8,
    significance: float = 0.05,
) -> DesignPower:  # fmt: skip
    """Return the least difference of two arms that so many clusters (or single units) of each find.

    (t_a + t_b) sd sqrt(2 D / (K m)), by t with 2 K - 2 degrees of freedom and the design effect D of `clusters`.

    Parameters
    ----------
    clusters : int
        Of each arm; single units where `size` is 1.
    size, icc, sd, cv, power, significance : float
        As for `clusters`.

    Returns
    -------
    DesignPower
        ``difference`` is the least.

    Raises
    ------
    FaultyInput
        Numbers out of range.

    References
    ----------
    Bloom, H. S. (1995). Minimum detectable effects: a simple way to report the statistical power of experimental designs.
    Evaluation Review, 19, 547-556.

    Examples
    --------
    What 26 clusters of 20 find, with a chance of 80%:

    >>> round(detectable(26, size=20, icc=0.05).difference, 4)
    0.2475
    """
    wanted(clusters=(clusters, count(2, int(LARGEST))), size=(size, SIZE), icc=(icc, PROPORTION), sd=(sd, DEVIATION),
           cv=(cv, SPREAD), power=(power, SHARE), significance=(significance, SHARE)).raise_all()  # fmt: skip
    effect = design_effect(size, icc, cv)
    error = float(sd) * float(np.sqrt(2 * effect / (int(clusters) * float(size))))
    normal, by_t = _reach(int(clusters), power, significance)
    chances = np.array([0.5, 0.6, 0.7, 0.8, 0.9, 0.95])
    curve = pd.DataFrame({"difference": [error * _reach(int(clusters), one, significance)[1] for one in chances]},
                         index=pd.Index(chances, name="power"))  # fmt: skip
    said = (
        "The least difference is that of a two-sided test of two means by t with 2K - 2 degrees of freedom."
    )
    single = float(size) == 1
    return DesignPower(
        "two groups" if single else "clusters", error * by_t, float(power), significance, round(int(clusters) * float(size)),
        None if single else int(clusters), effect, pd.Series({"normal": error * normal, "t": error * by_t}, name="difference"),
        curve, procedure=Procedure.of(said, "bloom1995"),
    )  # fmt: skip


def _reach(k: int, power: float, significance: float) -> tuple[float, float]:
    """Return the sum of the quantiles, normal and of t with 2 k - 2 degrees of freedom."""
    from scipy.stats import norm, t

    df = 2 * k - 2
    return (float(norm.ppf(1 - significance / 2) + norm.ppf(power)),
            float(t.ppf(1 - significance / 2, df) + t.ppf(power, df)))  # fmt: skip
