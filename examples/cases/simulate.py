"""Simulate 24 communities of a district in two years: four conditions, and the share of problems solved.

Nothing here is observed. Problems are solved where residents trust the committee and it meets often, or where there is money and
staff: two ways to one outcome, and chance beside them.
"""

from pathlib import Path

import numpy as np
import pandas as pd

here = Path(__file__).parent
rng = np.random.default_rng(20261130)
names = [f"{a}{b}社区" for a in "东南西北" for b in ("湖", "园", "桥", "山", "港", "苑")]
kinds = rng.permutation(
    np.tile([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 0, 1], [0, 1, 1, 0], [0, 0, 0, 0], [1, 1, 1, 1]], (4, 1))
)
kinds[[3, 11, 17]] = [[1, 1, 0, 1], [0, 0, 0, 1], [0, 1, 0, 0]]
low, high, spread = np.array([48, 5, 30, 3]), np.array([76, 19, 95, 9]), np.array([5, 2, 11, 0.9])
tables = []
for year in (2024, 2025):
    level = (
        np.where(kinds == 1, high, low)
        + rng.normal(0, 1, kinds.shape) * spread
        + (year - 2024) * np.array([1, 0.5, 3, 0])
    )
    together = np.maximum(kinds[:, 0] * kinds[:, 1], kinds[:, 2] * kinds[:, 3])
    solved = np.clip(np.where(together, 90, 66) + rng.normal(0, 4, len(kinds)), 0, 99)
    table = pd.DataFrame(level.round(1), columns=["居民信任", "议事次数", "经费", "人手"]).assign(
        解决率=solved.round(1)
    )
    tables.append(table.assign(period=year, unit=names).round({"议事次数": 0, "人手": 0}))
columns = ["period", "unit", "居民信任", "议事次数", "经费", "人手", "解决率"]
pd.concat(tables)[columns].to_csv(here / "communities_simulated.csv", index=False, encoding="utf-8-sig")
