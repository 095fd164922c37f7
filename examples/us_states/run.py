"""Rank the US states by safety and social conditions, and write a report."""

import sys
from pathlib import Path

from statsmodels.datasets import statecrime

import govmetrics as gm

here = Path(__file__).parent
tree = gm.read_tree("us_states")
data = gm.read_records(statecrime.load_pandas().data, tree)
assessment = gm.follow(gm.Recipe.read(here / "recipe.yaml"), data)
print(assessment.ranking().head(10))
print(*assessment.notes, sep="\n")
gm.report.write_run(assessment, sys.argv[1] if len(sys.argv) > 1 else here / "output")
