"""Funnels of 100,000 units, and the other rates and series of the room: seconds in one run.

python -m benchmarks.funnel_speed
"""

from __future__ import annotations

import platform
from importlib.metadata import version

import numpy as np
import pandas as pd

import govmetrics as gm
from benchmarks.timing import best

UNITS, TICKETS = 100_000, 100_000


def main() -> None:
    """Print machine, versions and seconds."""
    rng = np.random.default_rng(0)
    n = rng.integers(1, 2000, UNITS)
    x = rng.binomial(n, rng.beta(18, 2, UNITS))
    day = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 365, TICKETS), "D")
    tickets = pd.DataFrame({
        "承办单位": rng.choice([f"街道{k}" for k in range(60)], TICKETS), "受理时间": day.strftime("%Y-%m-%d"), "是否响应": "是",
        "办结时间": (day + pd.to_timedelta(rng.integers(1, 20, TICKETS), "D")).strftime("%Y年%m月%d日"),
        "回访结果": rng.choice(["满意", "不满意", "未接通", ""], TICKETS),
    })  # fmt: skip
    quarters = [f"{year}Q{quarter}" for year in range(2016, 2026) for quarter in range(1, 5)]
    rows = pd.MultiIndex.from_product([quarters, range(4000)], names=["period", "unit"])
    series = pd.Series(rng.normal(size=len(rows)), rows)
    jobs = {
        f"funnel, {UNITS:,} proportions": lambda: gm.monitoring.funnel(x, n),
        f"funnel, {UNITS:,} rates": lambda: gm.monitoring.funnel(x, n, kind="rate"),
        f"three_rates, {TICKETS:,} tickets": lambda: gm.monitoring.three_rates(tickets),
        "seasonal, 4,000 series of 40 quarters": lambda: gm.monitoring.seasonal(series),
        "change_points, 4,000 series of 40 quarters": lambda: gm.monitoring.change_points(series),
    }
    print(platform.processor() or platform.machine(), f"Python {platform.python_version()}",
          *(f"{name} {version(name)}" for name in ("numpy", "pandas")))  # fmt: skip
    for name, run in jobs.items():
        print(f"{name}: {best(run):.2f} s")


if __name__ == "__main__":
    main()
