"""Appraise twenty simulated communities by a rulebook, and say why and who must improve."""

import sys
from pathlib import Path

import pandas as pd

import govmetrics as gm
from govmetrics.core.tables import write_csv

here = Path(__file__).parent
target = Path(sys.argv[1]) if len(sys.argv) > 1 else here
communities = pd.read_csv(here / "communities_simulated.csv", keep_default_na=False)
result = gm.appraisal.appraise(here / "rulebook.yaml", communities)
print(result.summary())
print(result.summary("zh"))
print(result.reasons().loc[result.must_improve[-1]])
write_csv(result.to_frame(), target / "appraisal.csv")
