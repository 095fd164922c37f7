"""SDG 16 of 2018 from its published values: goalposts, and the mean of what is there; then what two publishers share."""

from pathlib import Path

import pandas as pd

import govmetrics as gm

table = pd.read_csv(Path(__file__).parent / "sdg16_2018.csv", index_col="country")
goals = gm.read_tree("sdg16")
records = gm.read_records(table[goals.codes], goals)
scores = gm.follow(gm.Recipe(normalisation="goalposts", weighting="equal"), records).scores
found = pd.DataFrame({"published": table["published"], "recomputed": scores.values["SDG16"],
                      "coverage": scores.coverage["SDG16"]})  # fmt: skip
print(found.sort_values("published", ascending=False).round(2), end="\n\n")
print(gm.read_tree("wgi").compare(gm.read_tree("wjp")).summary())
