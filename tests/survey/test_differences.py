"""Differences between groups: scipy and statsmodels as independent judges, and rows that cannot be tested."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.oneway import anova_oneway

import govmetrics as gm
from govmetrics.survey import differences

TREE = gm.IndicatorTree.from_groups({"g": ["a", "b", "c"]})


def survey(groups=2, n=90, seed=1):
    rng = np.random.default_rng(seed)
    g = rng.integers(0, groups, n)
    answers = pd.DataFrame(
        {
            "a": rng.integers(1, 6, n),
            "b": rng.integers(1, 4, n) + (g == 0),
            "c": np.clip(rng.integers(1, 6, n) + g, 1, 5),
        }
    )
    answers = answers.astype(float).mask(rng.random((n, 3)) < 0.05)
    return gm.Survey(TREE, answers, by=pd.DataFrame({"g": np.array(list("xyzw"))[g]}))


def points(given, leaf):
    y = (given.answers[leaf] - 1) * 25
    return [part.dropna().to_numpy() for _, part in y.groupby(given.by["g"])]


def test_welchs_t_hedges_g_and_holm():
    given = survey()
    table = differences(given, "g").table
    for leaf in TREE.codes:
        x, y = points(given, leaf)
        expected = stats.ttest_ind(x, y, equal_var=False)
        row = table.loc[leaf]
        assert row["statistic"] == pytest.approx(expected.statistic)
        assert row["df"] == pytest.approx(expected.df)
        assert row["p"] == pytest.approx(expected.pvalue)
        assert (row["mean x"], row["sd y"]) == (pytest.approx(x.mean()), pytest.approx(y.std(ddof=1)))
        pooled = np.sqrt(
            ((len(x) - 1) * x.var(ddof=1) + (len(y) - 1) * y.var(ddof=1)) / (len(x) + len(y) - 2)
        )
        d = (x.mean() - y.mean()) / pooled
        assert row["effect"] == pytest.approx(d * (1 - 3 / (4 * (len(x) + len(y)) - 9)))
    np.testing.assert_allclose(table["p_holm"], multipletests(table["p"], method="holm")[1])
    assert table["differs"].tolist() == (table["p_holm"] < 0.05).tolist()


def test_welchs_anova_and_omega_squared():
    given = survey(groups=4, n=160)
    table = differences(given, "g").table
    for leaf in TREE.codes:
        parts = points(given, leaf)
        expected = anova_oneway(parts, use_var="unequal", welch_correction=True)
        row = table.loc[leaf]
        assert row["statistic"] == pytest.approx(expected.statistic)
        assert (row["df"], row["df2"]) == (pytest.approx(expected.df_num), pytest.approx(expected.df_denom))
        assert row["p"] == pytest.approx(expected.pvalue)
        y = np.concatenate(parts)
        between = sum(len(p) * (p.mean() - y.mean()) ** 2 for p in parts)
        ms = sum(((p - p.mean()) ** 2).sum() for p in parts) / (len(y) - 4)
        assert row["effect"] == pytest.approx(max(0, (between - 3 * ms) / (((y - y.mean()) ** 2).sum() + ms)))


def test_chi_square_and_cramers_v():
    given = survey()
    table = differences(given, "g", test="chi_square").table
    from scipy.stats.contingency import association

    for item in TREE.codes:
        counts = pd.crosstab(given.answers[item], given.by["g"]).to_numpy()
        expected = stats.chi2_contingency(counts, correction=False)
        assert table.loc[item, "statistic"] == pytest.approx(expected.statistic)
        assert table.loc[item, "p"] == pytest.approx(expected.pvalue)
        assert table.loc[item, "effect"] == pytest.approx(association(counts, method="cramer"))


def test_rows_that_cannot_be_tested_are_named_and_do_not_count_in_holm():
    given = survey()
    constant = gm.Survey(TREE, given.answers.assign(a=3.0), by=given.by)
    result = differences(constant, "g")
    assert np.isnan(result.table.loc["a", "p_holm"])
    assert not result.table.loc["a", "differs"]
    assert any(note.startswith("a: not tested") for note in result.notes)
    np.testing.assert_allclose(
        result.table["p_holm"].dropna(), multipletests(result.table["p"].dropna(), method="holm")[1]
    )
    chi = differences(constant, "g", test="chi_square")
    assert any("one answer" in note for note in chi.notes)


def test_small_expected_counts_are_said():
    given = survey(n=14)
    assert any("below 5" in note for note in differences(given, "g", test="chi_square").notes)


def test_unsuitable_and_unknown():
    given = survey(groups=3)
    with pytest.raises(gm.UnsuitableMethod, match="has 3 groups"):
        differences(given, "g", test="t")
    with pytest.raises(gm.UnsuitableMethod, match="has 1 group;"):
        differences(
            gm.Survey(TREE, given.answers, by=pd.DataFrame({"g": "x"}, index=given.answers.index)), "g"
        )
    with pytest.raises(gm.FaultyInput, match="t, anova, chi_square"):
        differences(given, "g", test="u")
    with pytest.raises(gm.FaultyInput, match="is not a group column"):
        differences(given, "age")


def test_both_languages():
    result = differences(survey(), "g")
    assert "p_holm" in result.to_frame().columns
    chinese = result.tables("zh")[0].frame
    assert "Holm 校正 p" in chinese.columns
    assert "x 均值" in chinese.columns
    assert chinese["t"].tolist() == result.table["statistic"].tolist()
    assert "采用Welch t 检验" in result.method_paragraph("zh")
    assert "b" in result.summary()
    assert "有差异的指标" in result.summary("zh")
    json.dumps(result.to_dict())


def test_chinese_table_is_chinese_throughout():
    tree = gm.IndicatorTree.from_groups({"trust": ["t1"]})
    people = pd.DataFrame({"sex": list("ffffmmmm")})
    survey = gm.Survey(tree, pd.DataFrame({"t1": [5, 4, 5, 4, 1, 2, 1, 2]}), by=people)
    table = gm.survey.differences(survey, "sex").tables("zh")[0]
    assert table.frame["显著"].tolist() == ["是"]
    assert table.stars == (0.05, 0.01, 0.001)
    assert not {"p_holm", "differs", "test", "mean f"} & set(table.frame.columns)
