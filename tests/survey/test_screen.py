"""Screening: the R package careless on 600 complete cases of bfi, and hand-made careless respondents."""

from __future__ import annotations

import json
import statistics
from itertools import groupby

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

import govmetrics as gm
from govmetrics.numerics import careless
from govmetrics.survey import screen

BFI = gm.IndicatorTree.from_groups({scale: [f"{scale}{i}" for i in range(1, 6)] for scale in "ACENO"})


@pytest.fixture(scope="module")
def bfi(cases):
    folder = cases / "survey" / "careless_bfi600"
    return pd.read_csv(folder / "input.csv"), pd.read_csv(folder / "expected_rows.csv")


def test_indices_of_careless_1_2_2(bfi):
    """careless (Yentes and Wilhelm): unreversed items, five scales of five; even-odd has the opposite sign."""
    frame, expected = bfi
    indices = screen(gm.read_survey(frame, BFI, scale=(1, 6))).indices
    for ours, theirs, sign in (
        ("longest_string", "longstr", 1),
        ("average_string", "avgstr", 1),
        ("irv", "irv", 1),
        ("even_odd", "evenodd", -1),
        ("mahalanobis", "mahad_dsq", 1),
        ("person_total", "person_total_r", 1),
    ):
        np.testing.assert_allclose(
            indices[ours], sign * expected[theirs], rtol=1e-9, atol=1e-12, err_msg=ours
        )
    assert (indices["mahalanobis_p"] < 0.01).astype(int).tolist() == expected["mahad_flag99"].tolist()
    synonyms, pairs = careless.synonyms(frame.to_numpy(float), np.corrcoef(frame.to_numpy(float).T), 0.4)
    assert pairs == expected["psychsyn40_npairs"].iloc[0]
    np.testing.assert_allclose(synonyms, expected["psychsyn40"], atol=1e-12)
    assert indices["synonyms"].isna().all()  # one pair above .60: too few, as in careless


def respondents(n=60, seed=0):
    """Return honest answers to 12 items in 4 scales by people with a level of their own."""
    rng = np.random.default_rng(seed)
    tree = gm.IndicatorTree.from_groups({s: [f"{s}{i}" for i in range(3)] for s in "abcd"})
    level = np.repeat(rng.normal(3, 1, (n, 4)), 3, axis=1)
    return tree, pd.DataFrame((level + rng.normal(0, 0.7, (n, 12))).round().clip(1, 5), columns=tree.codes)


def test_indices_one_respondent_after_the_other():
    """The definitions of Curran (2016), J. Experimental Social Psychology 66, in loops over one person's answers."""
    tree, answers = respondents(80, 5)
    indices = screen(gm.Survey(tree, answers)).indices
    x = answers.to_numpy()
    inverse, centre = np.linalg.inv(np.cov(x.T)), x.mean(axis=0)
    for i, row in enumerate(x):
        runs = [len(list(run)) for _, run in groupby(row)]
        assert indices["longest_string"].iloc[i] == max(runs)
        assert indices["average_string"].iloc[i] == pytest.approx(12 / len(runs))
        assert indices["irv"].iloc[i] == pytest.approx(statistics.stdev(row))
        odd = [row[[3 * scale, 3 * scale + 2]].mean() for scale in range(4)]
        even = [row[3 * scale + 1] for scale in range(4)]
        r = np.corrcoef(odd, even)[0, 1] if np.ptp(odd) and np.ptp(even) else np.nan
        assert indices["even_odd"].iloc[i] == pytest.approx(max(2 * r / (1 + r), -1), nan_ok=True)
        distance = (row - centre) @ inverse @ (row - centre)
        assert indices["mahalanobis"].iloc[i] == pytest.approx(distance)
        assert indices["mahalanobis_p"].iloc[i] == pytest.approx(chi2.sf(distance, 12))
        others = np.delete(x, i, axis=0).mean(axis=0)
        assert indices["person_total"].iloc[i] == pytest.approx(np.corrcoef(row, others)[0, 1])


def test_mahalanobis_does_not_depend_on_turning_items():
    tree, answers = respondents()
    plain = screen(gm.read_survey(answers, tree, scale=(1, 5))).indices
    turned = screen(gm.read_survey(answers, tree, scale=(1, 5), reverse=("a1", "c0", "d2"))).indices
    np.testing.assert_allclose(turned["mahalanobis"], plain["mahalanobis"])
    assert turned["longest_string"].equals(plain["longest_string"])
    assert not np.allclose(turned["even_odd"], plain["even_odd"], equal_nan=True)


def test_every_kind_of_carelessness_is_flagged_with_its_reason():
    tree, answers = respondents()
    answers.iloc[0] = 3
    answers.iloc[1] = [1, 5] * 6
    answers.iloc[3] = answers.iloc[2]
    answers.iloc[4, :8] = np.nan
    meta = pd.DataFrame({"seconds": 120.0, "device": [f"d{i}" for i in range(60)]})
    meta.loc[5, "seconds"] = 10
    meta.loc[6, "seconds"] = 20
    meta.loc[[7, 8, 9], "device"] = "shared"
    result = screen(gm.Survey(tree, answers, meta=meta))
    flags, reasons = result.flags, result.reasons
    assert flags.loc[0, ["longest_string", "irv"]].tolist() == [2, 2]
    assert "100% of the items in one run" in reasons[0]
    assert flags.loc[1, "mahalanobis_p"] >= 1
    assert flags.loc[[2, 3], "duplicate"].tolist() == [1, 1]
    assert flags.loc[0, "duplicate"] == 0
    assert flags.loc[4, "missing_share"] == 1
    assert flags.loc[[5, 6], "seconds_per_item"].tolist() == [2, 1]
    assert result.grade[[5, 6]].tolist() == ["careless", "doubtful"]
    assert "0.8 seconds an item" in reasons[5]
    assert flags.loc[[7, 8, 9], "device"].tolist() == [1, 1, 1]
    assert "the same device as 2 others" in reasons[8]
    assert "同一设备" in reasons[8].say("zh")
    assert (result.grade.iloc[10:] == "ok").mean() > 0.9
    assert (reasons[result.grade == "ok"] == "").all()


def test_nothing_is_dropped_unless_asked_and_then_counted():
    tree, answers = respondents()
    answers.iloc[0] = 3
    survey = gm.Survey(tree, answers)
    result = screen(survey)
    assert survey.n == 60
    assert "none is dropped" in result.summary()
    assert "均未删除" in result.summary("zh")
    kept = result.drop(survey)
    assert 0 not in kept.answers.index
    gone = int((result.grade == "careless").sum())
    assert (kept.n, gone) == (59, 1)
    assert f"{gone} of 60 respondents graded careless was dropped on request" in kept.notes
    with pytest.raises(gm.FaultyInput, match="doubtful, careless"):
        result.drop(survey, ("ok",))
    with pytest.raises(gm.FaultyInput, match="not the survey that was screened"):
        result.drop(kept)
    assert "判定为“疑似敷衍”" in kept.notes[0].say("zh")


def test_limits_can_be_declared_and_unknown_checks_are_refused():
    tree, answers = respondents()
    survey = gm.Survey(tree, answers)
    strict = screen(survey, limits={"longest_string": (0.1, 2.0)})
    assert (strict.flags["longest_string"] == 1).mean() > 0.8
    assert strict.limits["longest_string"] == (0.1, 2.0)
    with pytest.raises(gm.FaultyInput, match="limits, speed"):
        screen(survey, limits={"speed": (1, 2)})
    with pytest.raises(gm.FaultyInput, match=r"limits, irv: is 1; give two numbers"):
        screen(survey, limits={"irv": 1})


def test_even_odd_judges_nobody_on_few_scales():
    tree, answers = respondents()
    few = screen(gm.Survey(tree, answers))
    assert few.indices["even_odd"].notna().sum() > 50
    assert (few.flags["even_odd"] == 0).all()
    assert any("4 scales are too few" in note for note in few.notes)
    rng = np.random.default_rng(3)
    level = np.repeat(rng.normal(3, 1, (200, 12)), 4, axis=1)
    wide = pd.DataFrame(
        (level + rng.normal(0, 0.5, (200, 48))).round().clip(1, 5),
        columns=[f"s{i}q{j}" for i in range(12) for j in range(4)],
    )
    wide.iloc[:20] = rng.integers(1, 6, (20, 48))
    many = gm.IndicatorTree.from_groups({f"s{i}": [f"s{i}q{j}" for j in range(4)] for i in range(12)})
    flags = screen(gm.Survey(many, wide)).flags["even_odd"]
    assert flags.iloc[:20].mean() > 0.2
    assert flags.iloc[20:].mean() < 0.01


def test_repeated_respondents_are_serious():
    tree, answers = respondents(20)
    raw = answers.assign(respondent=[1, 1, *range(2, 20)])
    result = screen(gm.read_survey(raw, tree))
    assert result.grade.iloc[:2].tolist() == ["careless", "careless"]


def test_short_surveys_are_not_judged_by_their_strings():
    tree = gm.IndicatorTree.from_groups({"a": ["x", "y"]})
    result = screen(gm.Survey(tree, pd.DataFrame({"x": [3, 3, 4], "y": [3, 3, 5]})))
    assert (result.grade == "ok").all()
    assert any("three scales" in note for note in result.notes)


@pytest.mark.parametrize("rows", [1, 2])
def test_few_respondents_constant_items_and_empty_rows(rows):
    tree, answers = respondents(10)
    answers = answers.iloc[:rows].copy()
    answers.iloc[:, 0] = 4
    answers.iloc[-1] = np.nan
    result = screen(gm.Survey(tree, answers))
    assert result.flags.loc[answers.index[-1], "missing_share"] == 2
    assert any("singular" in note for note in result.notes)
    json.dumps(result.to_dict())
    assert result.counts().shape == (len(result.flags.columns), 2)
    flagged, counts = result.tables("zh")
    assert flagged.frame["判定"].iloc[0] == "疑似敷衍"
    assert flagged.frame["受访者"].tolist() == [str(r) for r in result.grade.index[result.grade != "ok"]]
    assert "缺失占比" in counts.frame["检查项"].tolist()


def test_missing_answers_use_the_items_there_are():
    tree, answers = respondents(200)
    full = screen(gm.Survey(tree, answers)).indices
    holed = answers.copy()
    holed.iloc[0, 3] = np.nan
    part = screen(gm.Survey(tree, holed)).indices
    assert 0 < part.loc[0, "mahalanobis"] <= full.loc[0, "mahalanobis"] * 1.1
    assert part.loc[0, "irv"] == pytest.approx(np.nanstd(holed.iloc[0], ddof=1))


def test_runs_end_at_missing_answers():
    longest, average = careless.runs(np.array([[2, 2, np.nan, 2, 2, 2], [np.nan] * 6]))
    assert longest[0] == 3
    assert average[0] == 2.5
    assert np.isnan([longest[1], average[1]]).all()
