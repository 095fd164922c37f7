"""Fourteen months of a hotline's tickets: three rates by month, and which district's satisfaction really moved.

Tickets are simulated, since none are published: as many a month and as satisfied as the bulletin's districts, until in the last
month one district falls, and a small zone has a bad month by chance.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

import govmetrics as gm

here, rng = Path(__file__).parent, np.random.default_rng(12345)
bulletin = pd.read_csv(here / "bulletin.csv", index_col="unit")
parts = []
for month in pd.period_range("2023-01", "2024-02", freq="M"):
    for unit, row in bulletin.iterrows():
        count = max(round(row["assigned"] / 40), 1)
        pleased = row["satisfaction"] / 100 - (
            0.15 if (unit, month.year) == ("双台子区", 2024) and month.month == 2 else 0
        )
        said = np.where(
            rng.random(count) < 0.6, np.where(rng.random(count) < pleased, "满意", "不满意"), "未接通"
        )
        days = rng.integers(0, 28, count)
        received = month.start_time + pd.to_timedelta(days, unit="D")
        parts.append(
            pd.DataFrame(
                {"承办单位": unit, "受理时间": received, "是否响应": "是", "是否解决": "是", "回访结果": said}
            )
        )
tickets = pd.concat(parts, ignore_index=True)

rates = gm.monitoring.three_rates(tickets, window="month")
print(rates.summary("zh"))
share = rates.events["satisfaction"] / rates.out_of["satisfaction"]
found = gm.monitoring.watch(
    share.rename("满意率"), baseline=13, chart="proportion", out_of={"满意率": rates.out_of["satisfaction"]}
)
print(
    rates.table.loc[
        "2024-02", ["tickets", "call_backs", "satisfaction", "satisfaction_lower", "satisfaction_upper"]
    ].round(1)
)
print(found.summary("zh"), found.summary("en"), sep="\n")
if len(sys.argv) > 1:
    gm.plots.save(gm.plots.control_charts(found, top=6), Path(sys.argv[1]) / "watch.png")
