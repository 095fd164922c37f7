"""Simulate the pilot of this story: nothing in it is real, neither places nor numbers.

Thirty communities of one district, twelve quarters. Residents' councils begin in three waves of seven, in 2024Q1,
2024Q3 and 2025Q1; nine communities never have one. From 2024Q1 on a new hotline lifts satisfaction everywhere, and a
council brings one point at once and half a point more every quarter, which is what an evaluation should find.
"""

from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
QUARTERS = [f"{year}Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]
WAVES = [4, 6, 8, 99]


def pilot(seed: int = 2026) -> pd.DataFrame:
    """Return satisfaction as measured, the first quarter with a council and the true effect, by community and quarter."""
    rng = np.random.default_rng(seed)
    first, time = np.repeat(WAVES, [7, 7, 7, 9]), np.arange(12)
    since = time - first[:, None]
    effect = np.where(since >= 0, 1 + 0.5 * since, 0)
    hotline = np.where(time >= 4, 0.35 * (time - 3), 0)
    level = rng.normal(70, 4, (30, 1)) + hotline + rng.normal(0, 0.4, 12) + rng.normal(0, 1.2, (30, 12))
    begins = [QUARTERS[at] if at < 12 else "" for at in first]
    return pd.DataFrame({
        "community": np.repeat([f"C{i + 1:02d}" for i in range(30)], 12), "quarter": np.tile(QUARTERS, 30),
        "council_since": np.repeat(begins, 12), "satisfaction": (level + effect).ravel().round(2),
        "true_effect": effect.ravel(),
    })  # fmt: skip


if __name__ == "__main__":
    pilot().to_csv(HERE / "pilot_simulated.csv", index=False)
