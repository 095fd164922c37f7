"""Units that the second source has nothing of: refused, or kept where that is asked for."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"A": ["trust", "solved"]})
COUNTED = gm.Dataset(TREE, pd.DataFrame({"trust": np.nan, "solved": [5.0, 6, 7]}, ["East", "West", "North"]))


def asked(units, values):
    return gm.Dataset(TREE, pd.DataFrame({"trust": values, "solved": np.nan}, units))


def test_units_without_answers_are_kept_where_that_is_said():
    part = asked(["North", "East"], [70.0, 60.0])
    with pytest.raises(gm.FaultyInput) as caught:
        gm.join(COUNTED, part)
    (fault,) = caught.value.faults
    assert str(fault).startswith(
        "West: is missing in the second source; give both sources the same units, spelled alike"
    )
    assert 'join(data, scores, missing_units="keep")' in str(fault)
    assert "did you mean" not in str(fault)  # both sources have East
    found = gm.join(COUNTED, part, missing_units="keep")
    assert found.values["trust"].tolist() == pytest.approx([60, np.nan, 70], nan_ok=True)
    assert found.values["solved"].tolist() == [5, 6, 7]
    assert str(found.notes[-1]) == "the second source has nothing of 1 row: West"


def test_what_is_misspelled_is_a_fault_even_so():
    part = asked(["North", "Easst"], [70.0, 60.0])
    with pytest.raises(gm.FaultyInput) as caught:
        gm.join(COUNTED, part, missing_units="keep")
    (fault,) = caught.value.faults
    assert str(fault).startswith("Easst: is missing in the first source; did you mean 'East'?")


def test_a_source_about_no_unit_at_all_is_a_fault_even_so():
    with pytest.raises(gm.FaultyInput, match="East: is missing in the second source"):
        gm.join(COUNTED, asked(["Oak", "Elm"], [70.0, 60.0]), missing_units="keep")
    with pytest.raises(gm.FaultyInput, match="missing_units"):
        gm.join(COUNTED, asked(["East"], [70.0]), missing_units="drop")


def test_an_evaluation_says_so_of_its_survey_and_coverage_tells():
    from tests.evaluation.district import ASKED, district
    from tests.evaluation.district import TREE as WHOLE

    one = district()
    answers = one.answers[one.answers["社区"] != "社区03"]
    plain = {"tree": WHOLE, "index": ASKED["index"], "grades": ASKED["grades"]}
    given = {"records": one.records, "judgements": one.judgements, "survey": answers}
    evidence = {"records": ASKED["evidence"]["records"], "survey": {"by": ["时期", "社区"]}}
    with gm.use("en"), pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate({**plain, "evidence": evidence}, **given)
    (fault,) = caught.value.faults  # of three periods
    assert str(fault).startswith(
        "survey: 社区03: is missing in the survey in 3 periods: 2026Q1, 2026Q2, 2026Q3; "
    )
    assert "say `missing_units: keep` of the survey" in str(fault)
    evidence["survey"]["missing_units"] = "keep"
    found = gm.evaluate({**plain, "evidence": evidence}, **given)
    whole = gm.evaluate({**plain, "evidence": evidence}, **{**given, "survey": one.answers})
    kept = next(note for note in found.assessment.notes if "has nothing of" in note)
    assert kept == "the survey has nothing of 3 rows: 社区03 (2026Q1, 2026Q2, 2026Q3)"
    coverage = found.assessment.scores.at("2026Q3").coverage
    assert coverage.loc["社区03", ["trust", "content", "solved"]].tolist() == [0, 0, 1]
    assert coverage["index"].drop("社区03").eq(1).all()
    others = [row for row in found.survey.values.index if row[1] != "社区03"]
    pd.testing.assert_frame_equal(found.survey.values.loc[others], whole.survey.values.loc[others])
    membership = found.grades.at().xs("2026Q3")
    assert membership.loc["社区03"].isna().all()
    assert membership.drop("社区03").notna().all(axis=None)
