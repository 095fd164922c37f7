"""Change between two editions: of all sources, and of those that both editions have (simulated, see simulate.py)."""

from pathlib import Path

import pandas as pd

sources = pd.read_csv(Path(__file__).parent / "sources_simulated.csv")
wide = sources.pivot_table(index=["country", "source"], columns="edition", values="score")
both = (wide[2023] - wide[2013]).dropna().groupby("country").agg(["mean", "sem", "size"])
means = sources.groupby(["edition", "country"])["score"].mean()
change = pd.DataFrame({"all sources": means[2023] - means[2013], "same sources": both["mean"], "error": both["sem"],
                       "n": both["size"]})  # fmt: skip
change["because sources changed"] = change["all sources"] - change["same sources"]
change["sure"] = (change["same sources"].abs() > 1.645 * change["error"]) & (change["n"] > 2)
print(change.round(2))
