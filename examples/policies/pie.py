"""Ruiz Estrada's worked surface of the PIE index: nine main variables as printed, each of one sub-variable."""

from pathlib import Path

import pandas as pd

import govmetrics as gm

printed = pd.read_csv(Path(__file__).parent / "pie.csv").set_index("variable")["value"]
nine = gm.IndicatorTree.from_groups({f"G{at}": [name] for at, name in enumerate(printed.index, start=1)})
paper = pd.DataFrame([{"policy": "Issing (2007)", "coder": "six readers", **printed}])
pie = gm.text.rubric(paper, nine, agreed="six readers")
print(pie.policies[["pmc", "attained", "level_five"]].round(4))
