"""Recompute a published survey from its item means, and audit what its text says."""

from pathlib import Path

import pandas as pd

import govmetrics as gm

table = Path(__file__).with_name("item_means.csv")
tree = gm.read_tree("community_survey")
data = gm.read_records(table, tree)
recipe = gm.Recipe(normalisation="goalposts", weighting="equal", title="Community survey, Shenzhen district")
scores = gm.follow(recipe, data).scores
print(scores.values[[group.code for group in tree.groups]].round(1).T.to_string(header=False))

printed = {"effect": 83.8, "duty": 89.4, "software": 81.3, "hardware": 72.7, "actors": 76.2}
means = {"table": printed, "text": {"hardware": 74.5}}
audit = gm.diagnosis.audit_table(pd.read_csv(table), "value", "dimension", means, total=80.7)
print(audit.summary())
