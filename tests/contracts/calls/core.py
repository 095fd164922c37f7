"""Example calls of the nouns."""

from __future__ import annotations

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics import core

UNITS = pd.Index(["u", "v", "w"], name="unit")
TREE = gm.IndicatorTree.from_groups({"p": ["a", "b"], "q": ["c"]})
VALUES = pd.DataFrame([[10.0, 50, 90], [30, 60, 20], [80, 5, 70]], UNITS, TREE.codes)
AREA = pd.DataFrame({"area": [1, 2, 3]}, UNITS)
DATA = gm.Dataset(TREE, VALUES, AREA)
PANEL = gm.Dataset(TREE, pd.concat({2024: VALUES, 2025: VALUES + 1}, names=["period", "unit"]))
SCALED = gm.normalisation.min_max(DATA)
WEIGHTS = gm.weighting.equal(TREE)
SCORES = gm.aggregation.arithmetic(SCALED, WEIGHTS)
ASKED = gm.read_tree({"code": "r", "parts": [
    {"code": "a", "better": "more", "source": "survey", "items": ["i", "j"]},
    {"code": "b", "better": "more", "source": "survey", "items": ["k"]}, {"code": "c", "better": "more"},
]})  # fmt: skip
ANSWERS = pd.DataFrame({"i": [1.0, 2, 3, 4], "j": [2.0, 2, 4, 1], "k": [1.0, 5, 2, 1]})
TOWNS = pd.DataFrame({"community": ["x", "x", "y", "y"]})
SURVEY = gm.Survey(ASKED, ANSWERS, (1, 5), ("j",), TOWNS)
THREE = np.array([[1, 2.0], [0.5, 1]])
JUDGEMENTS = gm.Judgements.from_matrices(
    TREE, {expert: {"index": THREE, "p": THREE.T, "q": [[1]]} for expert in ("Li", "Wu")}
)
LEAF = gm.Indicator("a", {"en": "Trust", "zh": "信任"}, unit="%", better="more", worst=0, best=100)
GROUP = gm.Group("p", "", (LEAF, gm.Indicator("b")))
LOCAL = {"p": 0.5, "q": 0.5, "a": 0.25, "b": 0.75, "c": 1.0}
TABLE = SCORES.tables("en")[0]

CALLS = {
    "IndicatorTree": (core.IndicatorTree, {"root": GROUP, "about": {"title": "Trial"}}),
    "IndicatorTree.from_groups": (core.IndicatorTree.from_groups, {"groups": {"p": ["a"]}, "better": {"a": "less"}, "root": "r"}),
    "parts": (TREE.parts, {"code": "p"}),
    "parent": (TREE.parent, {"code": "p"}),
    "leaves": (TREE.leaves, {"code": "p"}),
    "shares": (TREE.shares, {"code": "p"}),
    "scored": (TREE.scored, {"roles": ("outcome", "input")}),
    "only": (DATA.only, {"codes": ["a", "c"]}),
    "under": (DATA.under, {"tree": TREE.keep(["a", "c"])}),
    "scored of data": (DATA.scored, {"roles": ("outcome", "input")}),
    "least_coverage": (TREE.least_coverage, {"otherwise": 0.5}),
    "compare": (TREE.compare, {"other": gm.read_tree("wgi"), "alike": 0.5}),
    "merge": (TREE.merge, {"other": gm.read_tree("wgi"), "same": {"WGI": "p", "VA": None}, "under": "q", "prefer": "mine",
                           "weights": "equal"}),
    "fill": (gm.read_tree({"code": "r", "parts": [{"code": "s", "mark": "slot"}]}).fill, {"nodes": {"s": LEAF}}),
    "origin_of": (TREE.origin_of, {"code": "a", "language": "zh"}),
    "originates": (LEAF.originates, {"language": "zh"}),
    "keep": (TREE.keep, {"codes": ["a", "c"], "role": "outcome"}),
    "write": (TREE.write, {"path": "tree.yaml"}),
    "summary": (TREE.summary, {"language": "zh"}),
    "Group": (core.Group, {"code": "p", "name": "P", "parts": (LEAF,), "weight": 1.0, "notes": ""}),
    "Indicator": (core.Indicator, {"code": "a", "name": "A", "unit": "%", "better": "less", "worst": 9, "best": 1}),
    "label": (LEAF.label, {"language": "both"}),
    "Dataset": (core.Dataset, {"tree": TREE, "values": VALUES, "attributes": AREA, "standard_errors": VALUES * 0, "notes": ()}),
    "Scores.at": (gm.follow(gm.Recipe(weighting="equal"), PANEL).scores.at, {"period": 2024}),
    "Scaled.at": (gm.follow(gm.Recipe(weighting="equal"), PANEL).scaled.at, {"period": 2024}),
    "at": (PANEL.at, {"period": 2024}),
    "with_values": (DATA.with_values, {"values": VALUES + 1, "step": "what if", "tree": None}),
    "Scaled": (core.Scaled, {"tree": TREE, "values": VALUES, "bounds": SCALED.bounds, "method": "min_max", "scale": (0, 100),
                             "attributes": AREA}),
    "Weights": (core.Weights, {"tree": TREE, "local": LOCAL, "method": "by hand", "details": {}}),
    "of": (WEIGHTS.of, {"group": "p"}),
    "Scores": (core.Scores, {"values": SCORES.values, "coverage": SCORES.coverage, "weights": WEIGHTS, "method": "arithmetic",
                             "attributes": AREA, "scale": (0, 100)}),
    "ranking": (SCORES.ranking, {"node": "p"}),
    "Survey": (core.Survey, {"tree": ASKED, "answers": ANSWERS, "scale": (1, 5), "reverse": ("j",), "by": TOWNS,
                             "weight": pd.Series([1.0, 2, 1, 1]), "replicates": None, "fpc": pd.Series([9.0] * 4)}),
    "keep respondents": (SURVEY.keep, {"rows": [True, True, False, True], "note": "one left"}),
    "Judgements": (core.Judgements, {"tree": TREE, "experts": ["Li", "Wu"], "stacks": {"p": np.array([THREE, THREE])}}),
    "from_matrices": (core.Judgements.from_matrices, {"tree": TREE, "matrices": {"Li": {"p": THREE}}}),
    "answered": (JUDGEMENTS.answered, {"group": "p"}),
    "matrix": (JUDGEMENTS.matrix, {"expert": "Li", "group": "p"}),
    "use": (core.use, {"language": "zh"}),
    "Table.of": (core.Table.of, {"caption": "Scores", "frame": SCORES.values, "room": "core", "names": {"a": "A"}}),
    "said": (TABLE.said, {"language": "zh"}),
    "named": (TABLE.named, {"names": {"p": "Process"}}),
    "said_about": (TREE.said_about, {"language": "zh"}),
    "noted": (LEAF.noted, {"language": "both"}),
    "measured_in": (LEAF.measured_in, {"language": "both"}),
    "cells": (TABLE.cells, {"rows": 2}),
    "to_text": (TABLE.to_text, {"rows": 2, "width": 80}),
    "to_html": (TABLE.to_html, {"rows": 2}),
    "printed": (TABLE.printed, {"rows": 2}),
    "Column": (core.Column, {"key": "score", "name": "Score", "kind": "number", "decimals": 2}),
    "Column.text": (core.Column("score", "Score").text, {"value": 2.5, "language": "zh"}),
    "Column.texts": (core.Column("score", "Score").texts, {"values": [2.5], "language": "zh"}),
}  # fmt: skip
