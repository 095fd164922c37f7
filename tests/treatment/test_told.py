"""What treatments and an assessment say of how they were done."""

from __future__ import annotations

import pandas as pd

import govmetrics as gm
from govmetrics.core.fingerprint import fingerprint

TREE = gm.IndicatorTree.from_groups({"A": ["a", "b"], "B": ["c"]})
TABLE = pd.DataFrame({"a": [1.0, None, 3, 9], "b": [4.0, 2, 6, 5], "c": [7.0, 8, 1, 2]}, list("uvwx"))
DATA = gm.read_records(TABLE, TREE)


def test_an_assessment_says_every_step_in_its_order_with_the_works():
    steps = ["impute_mean", {"log_transform": {"codes": ["b"]}}]
    run = gm.follow(gm.Recipe(treatment=steps, weighting="equal", aggregation="arithmetic"), DATA)
    told = run.method_paragraph()
    places = [
        told.index(part)
        for part in ("arithmetic mean of the units", "logarithms", "min-max", "equal", "aggregated")
    ]
    assert places == sorted(places)
    assert "one percent of the range, of: b." in told
    assert "均值插补" in run.method_paragraph("zh")
    assert "oecd2008" in run.tables()[0].cites


def test_treatments_by_leaf_say_of_which():
    done = gm.treatment.by_leaf(DATA, {"a": gm.treatment.impute_median, "b": gm.treatment.log_transform})
    told = done.method_paragraph()
    assert told.startswith("a: Missing values were imputed by the median")
    assert "b: Natural logarithms" in told


def test_words_are_no_content():
    told = gm.treatment.impute_none(DATA)
    assert told.method_paragraph() == "Missing values were not imputed."
    assert fingerprint(told) == fingerprint(DATA)
