"""Simulate what a governance index of many sources publishes; no country and no number is real."""

from pathlib import Path

import numpy as np
import pandas as pd

COUNTRIES = [f"Country {letter}" for letter in "ABCDEFGHIJKL"]
rng = np.random.default_rng(16)
truth = np.sort(rng.normal(0, 0.9, len(COUNTRIES)))[::-1]
moved = np.where(np.arange(len(COUNTRIES)) == 6, 0.7, 0)  # one country improved, the others did not
rows = []
for place, country in enumerate(COUNTRIES):
    # What a source thinks of a country stays with it: sources that come and go move the mean of all sources.
    habit = rng.normal(0, 0.5, 14)
    seen = {2013: rng.random(14) < 0.6, 2023: rng.random(14) < 0.6}
    for edition, there in seen.items():
        score = truth[place] + (edition == 2023) * moved[place] + habit + rng.normal(0, 0.15, 14)
        rows += [
            (edition, country, f"source {s + 1}", round(score[s], 3)) for s in np.flatnonzero(there).tolist()
        ]
table = pd.DataFrame(rows, columns=["edition", "country", "source", "score"])
table.to_csv(Path(__file__).parent / "sources_simulated.csv", index=False, encoding="utf-8-sig")
