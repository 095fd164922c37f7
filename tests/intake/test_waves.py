"""Surveys of one wave and records of several periods, and the other way round: said, and the way out works."""

import re

import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"G": ["q1", "b"]})
UNITS = ["East", "West"]


def records(*years):
    if not years:
        return gm.read_records(pd.DataFrame({"unit": UNITS, "q1": None, "b": [1.0, 2]}), TREE)
    rows = [
        {"year": year, "unit": unit, "q1": None, "b": float(i)}
        for i, year in enumerate(years)
        for unit in UNITS
    ]
    return gm.read_records(pd.DataFrame(rows), TREE, period="year")


def survey(*years):
    rows = [
        {"year": year, "unit": unit, "q1": code}
        for year in years or [0]
        for unit, code in (("East", 5), ("West", 2))
    ]
    by = {"period": "year", "unit": "unit"} if years else "unit"
    return gm.read_survey(pd.DataFrame(rows), TREE, by=by)


def way_out_of(call):
    """Return the period that the error says to join."""
    with pytest.raises(gm.FaultyInput) as error:
        call()
    text = str(error.value)
    assert text.count("\n") == 0, text
    return text, eval(re.search(r"period=([^)]+)\)", text)[1])


def test_one_wave_beside_several_periods():
    data, answers = records(2023, 2024, 2025), survey()
    text, period = way_out_of(lambda: gm.follow(gm.Recipe(), data, answers))
    assert "the first source has periods (2023, 2024, 2025), and the second source has none" in text
    joined = gm.join(data, gm.survey.score(answers), period=period)
    assert joined.values["q1"].dropna().to_dict() == {(2025, "East"): 100, (2025, "West"): 25}
    assert (
        joined.standard_errors["q1"].notna().sum()
        == gm.survey.score(answers).standard_errors["q1"].notna().sum()
    )
    assert any("the second source is of 2025 only" in note for note in joined.notes)
    run = gm.follow(gm.Recipe(aggregation={"arithmetic": {"min_coverage": 0}}), joined)
    assert len(run.scores.values) == 6
    assert gm.join(data, gm.survey.score(answers), period="2024").values["q1"].notna().sum() == 2


def test_several_waves_beside_records_without_a_period():
    data, answers = records(), survey(2024, 2025)
    text, period = way_out_of(lambda: gm.follow(gm.Recipe(), data, answers))
    assert "the second source has periods (2024, 2025), and the first source has none" in text
    joined = gm.join(data, gm.survey.score(answers), period=period)
    assert joined.values.to_dict("list") == {"q1": [100, 25], "b": [1, 2]}
    assert gm.follow(gm.Recipe(), joined).scores.coverage.min(axis=None) == 1


def test_more_waves_than_the_records_have_periods():
    data, answers = records(2025), survey("2023", "2024", "2025")
    text, period = way_out_of(lambda: gm.follow(gm.Recipe(), data, answers))
    assert "the second source is of 2023, 2024, 2025, and the first source of 2025" in text
    assert period == 2025
    joined = gm.join(data, gm.survey.score(answers), period=period)
    assert joined.values.loc[(2025, "West")].to_dict() == {"q1": 25, "b": 0}


def test_a_period_that_neither_has():
    for data, answers in ((records(2024, 2025), survey()), (records(), survey(2024)), (records(), survey())):
        with pytest.raises(gm.FaultyInput, match="period: 1999 is not a period of the data"):
            gm.join(data, gm.survey.score(answers), period=1999)
