"""What the results of robustness say of their methods, and verdicts that agree with their tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics.robustness import DroppedLeaf, PerturbedWeights
from govmetrics.robustness.change_confidence import change_table

TREE = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
TABLE = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
JOB = (gm.Recipe(weighting="equal"), gm.read_records(TABLE, TREE))


def test_a_change_of_none_is_never_sure():
    before = np.array([[50.0, 50.0, 50.0]] * 4)
    after = np.array([[50.0, 60.0, 40.0], *[[49.0, 59.0, 41.0]] * 3])  # nominal first
    found = change_table(before, after, pd.Index(list("abc")), 0.9)
    assert found["sure"].to_dict() == {"a": False, "b": True, "c": True}
    wrong_side = np.array([[50.0, 51.0, 50.0], *[[49.0] * 3] * 3])
    assert not change_table(before, wrong_side, pd.Index(list("abc")), 0.9)["sure"].any()


def test_no_variance_is_told_as_such():
    clear = gm.read_records(TABLE.assign(trust=[90.0, 50, 10], solved=[90.0, 50, 10]), TREE)
    found = gm.robustness.sensitivity(JOB[0], clear, [PerturbedWeights(0.1)], draws=8)
    assert "no variance to explain" in found.summary()
    assert "没有可解释的方差" in found.summary("zh")
    alone = gm.robustness.one_at_a_time(JOB[0], clear, [PerturbedWeights(0.1, draws=4)])
    assert alone.summary() == "No factor shifts any rank alone."


def test_methods_name_the_choices_that_were_made():
    found = gm.robustness.sensitivity(*JOB, [PerturbedWeights(0.2), DroppedLeaf(["trust"])], draws=16, rng=7)
    told = found.method_paragraph()
    assert "from 64 runs" in told  # (2 + 2) * 16
    assert "base sample 16, seed 7" in told
    assert found.tables()[0].cites == ("Saltelli2010", "Jansen1999")
    sure = gm.robustness.uncertainty(*JOB, [PerturbedWeights(0.2)], draws=20, rng=3, level=0.8)
    assert "20 random combinations of perturbed weights (seed 3)" in sure.method_paragraph()
    assert "居中的 80%" in sure.method_paragraph("zh")
    values, errors = pd.Series({"a": 1.0, "b": 2.0}), pd.Series({"a": 0.1, "b": 0.1})
    sets = gm.robustness.rank_confidence(values, errors, level=0.95, draws=50)
    assert "(95%, for each unit)" in sets.method_paragraph()
    assert sets.tables()[0].caption == "Confidence sets of ranks (95%)"
