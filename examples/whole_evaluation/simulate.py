"""Make the simulated records and judgements of this story: 32 communities, 5 experts. Nothing here is real."""

from pathlib import Path

import numpy as np
import pandas as pd

import govmetrics as gm

HERE = Path(__file__).parent
RANGES = {  # typical values; per-community quality moves an indicator within its range
    "A1": (0.3, 0.8), "A2": (45, 85), "A3": (0.3, 0.8), "A4": (0.4, 0.95), "B11": (2, 24), "B12": (50, 99),
    "B21": (40, 4), "B22": (9, 3), "B31": (2, 30), "B32": (40, 100), "B41": (20, 90), "B42": (50, 100),
    "C11": (55, 98), "C12": (-10, 15), "C13": (-5, 20), "C2": (60, 92), "C31": (1, 8), "C32": (0, 6), "C41": (5, 45),
    "C42": (10, 60), "C43": (50, 90), "D1": (0.5, 0.95), "D21": (9000, 2500), "D22": (0.6, 2.2), "D31": (55, 99),
    "D32": (60, 99),
}  # fmt: skip


def main() -> None:
    """Write records_simulated.csv and judgements_simulated.csv."""
    rng = np.random.default_rng(2026)
    tree = gm.read_tree("collaborative_governance")
    quality = rng.beta(4, 3, 32)
    table = {
        "unit": [f"社区{k:02d}" for k in range(1, 33)],
        "type": rng.choice(["老旧", "商品房", "村改居"], 32),
    }
    for code, (poor, good) in RANGES.items():
        own = np.clip(0.6 * quality + 0.4 * rng.random(32), 0, 1)
        table[code] = np.round(poor + (good - poor) * own, 2 if abs(good - poor) < 5 else 1)
    records = pd.DataFrame(table)
    records.loc[rng.choice(32, 4, replace=False), "B41"] = np.nan
    records.to_csv(HERE / "records_simulated.csv", index=False, encoding="utf-8-sig")
    rows = []
    importance = {node.code: rng.dirichlet(np.full(len(node.parts), 6.0)) for node in tree.groups}
    for expert in range(1, 6):
        for group in tree.groups:
            shares = importance[group.code] * rng.lognormal(0, 0.25, len(group.parts))
            for i, first in enumerate(group.parts):
                for j in range(i + 1, len(group.parts)):
                    ratio = shares[i] / shares[j]
                    answer = int(np.clip(round(max(ratio, 1 / ratio)), 1, 9))
                    signed = -answer if ratio > 1 and answer > 1 else answer
                    rows.append((f"专家{expert}", group.code, first.code, group.parts[j].code, signed))
    columns = ["expert", "group", "first", "second", "value"]
    pd.DataFrame(rows, columns=columns).to_csv(
        HERE / "judgements_simulated.csv", index=False, encoding="utf-8-sig"
    )


if __name__ == "__main__":
    main()
