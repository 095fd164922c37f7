"""Example calls of intake."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

import govmetrics as gm
from govmetrics import intake

TREE = gm.IndicatorTree.from_groups({"p": ["a", "b"], "q": ["c"]})
TABLE = pd.DataFrame({"unit": ["u", "v"], "a": [1.0, 2], "b": [3.0, None], "c": ["5", "n/a"], "area": [7, 8]})
PANEL = pd.concat([TABLE.assign(year=year) for year in (2024, 2025)])
LONG = TABLE.drop(columns="area").melt("unit", var_name="code")
RECORDS = gm.read_records(TABLE.assign(c=None), TREE)
ASKED = gm.read_records(TABLE.assign(a=None, b=None, c=[1.0, 2.0]), TREE)
FOLDER = Path(mkdtemp())
WEIGHTS = FOLDER / "weights.csv"
WEIGHTS.write_text("code,weight\np,1\nq,1\na,3\nb,1\nc,1\n", encoding="utf-8")
NODE = {"code": "r", "parts": [{"code": "a", "better": "more"}, {"code": "b", "better": "less"}]}

CALLS = {
    "read_tree": (intake.read_tree, {"source": NODE, "sheets": None}),
    "read_tree of rows": (intake.read_tree, {"source": TREE.to_frame()}),
    "read_tree by name": (intake.read_tree, {"source": "wgi"}),
    "list_trees": (intake.list_trees, {"topic": "Cities", "confirmed": False}),
    "tree_schema": (intake.tree_schema, {}),
    "read_records": (intake.read_records, {"source": TABLE, "tree": TREE, "unit": "unit", "period": None, "decimal": ".",
                                             "missing_codes": [99999, "n/s"], "query": None}),
    "read_records of a panel": (intake.read_records, {"source": PANEL, "tree": TREE, "unit": "unit", "period": "year",
                                                       "periods": [2025, 2024], "totals": "drop", "sheets": None}),
    "read_records, long": (intake.read_records, {"source": LONG, "tree": TREE}),
    "join": (intake.join, {"dataset": RECORDS, "other": ASKED, "period": None}),
    "read_weights": (intake.read_weights, {"source": WEIGHTS, "tree": TREE}),
    "blank_records": (intake.blank_records, {"tree": TREE, "path": FOLDER / "r.xlsx", "language": "zh", "units": ["u", "v"],
                                             "periods": [2024, 2025]}),
    "blank_weights": (intake.blank_weights, {"tree": TREE, "path": FOLDER / "w.xlsx", "language": "zh"}),
    "blank_survey": (intake.blank_survey, {"tree": TREE, "path": FOLDER / "s.xlsx", "language": "zh", "by": ("unit",),
                                           "scale": (1, 5)}),
    "blank_margins": (intake.blank_margins, {"path": FOLDER / "m.xlsx", "variables": {"sex": ["f", "m"]}, "language": "zh"}),
    "blank_actions": (intake.blank_actions, {"tree": TREE, "path": FOLDER / "a.xlsx", "language": "zh"}),
    "blank_tree": (intake.blank_tree, {"path": FOLDER / "t.xlsx", "language": "zh", "tree": TREE, "levels": 3}),
}  # fmt: skip
