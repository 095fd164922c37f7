"""Cronbach's alpha: R's psych, invariants, and answers that are not as they should be."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearsonr

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.numerics.resampling import resampled_counts

SCALES = ["agree", "conscientious", "extraversion", "neuroticism", "openness"]


@pytest.mark.parametrize("scale", SCALES)
def test_psych(bfi, scale):
    check_psych(bfi, scale, "complete.obs", "listwise")


def test_psych_itself(raw_bfi):
    """psych::alpha on the answers themselves: pairwise, and as they were given, with items that run backwards."""
    for scale in SCALES:
        check_psych(raw_bfi, scale, "pairwise", "pairwise")
        raw = raw_bfi.raw[raw_bfi.factors[scale]]
        result = gm.psychometrics.alpha(raw, missing="pairwise")
        expected = raw_bfi.expected["unreversed_alpha_pairwise"][scale]
        assert result.alpha == pytest.approx(expected, abs=1e-12)
        assert against(result) == set(raw_bfi.expected["keys"][scale]["reverse"])


def test_pairwise_is_from_the_matrix_of_pairwise_covariances(gaps):
    """Cronbach (1951) by its formula."""
    c = gaps.cov().to_numpy()  # pandas takes each pair's own respondents
    result = gm.psychometrics.alpha(gaps, missing="pairwise")
    assert result.alpha == pytest.approx(5 / 4 * (1 - np.trace(c) / c.sum()), abs=1e-12)
    assert abs(result.alpha - gm.psychometrics.alpha(gaps).alpha) > 1e-4
    # psych's total is the mean of what a respondent answered
    np.testing.assert_allclose(result.items["item_total"], gaps.corrwith(gaps.mean(axis=1)), rtol=1e-12)


def test_covariances_that_are_none_are_told():
    """Three items, each pair over respondents of its own: correlations of about .8, .8 and -.8 contradict each other."""
    a = np.random.default_rng(1).integers(1, 6, 60).astype(float)
    near, empty = np.r_[a[:10][::-1], a[10:]], np.full(60, np.nan)
    rows = [[a, near, empty], [empty, a, near], [a, empty, 6 - near]]
    items = pd.DataFrame(np.hstack(rows).T, columns=["q1", "q2", "q3"])
    told = gm.psychometrics.alpha(items, missing="pairwise").notes
    assert any(
        "contradict each other (not positive semi-definite; smallest eigenvalue" in note for note in told
    )
    items = pd.DataFrame({"q1": np.r_[1, 5, 1, 5, np.full(60, 3.0), np.full(60, np.nan)]})
    items["q2"] = np.r_[1, 5, 1, 5, np.full(60, np.nan), np.full(60, 3.0)]
    result = gm.psychometrics.alpha(items, missing="pairwise")
    # 4 respondents: covariance 16 / 3; 64: variance 16 / 63
    assert result.mean_inter_item == pytest.approx(21)
    assert any("items q1 and q2: their covariance over the 4 respondents who answered both would be a correlation of "
               "21.00" in note for note in result.notes)  # fmt: skip
    assert not any("semi-definite" in note for note in gm.psychometrics.alpha(items.dropna()).notes)


def check_psych(bfi, scale, key, missing):
    expected = bfi.expected["scales"][scale][key]
    result = gm.psychometrics.alpha(bfi.scale(scale), missing=missing)
    assert result.n == expected["n"]
    for name, there in (
        ("alpha", "raw_alpha"),
        ("standardized", "std_alpha"),
        ("mean_inter_item", "average_r"),
    ):
        assert getattr(result, name) == pytest.approx(expected[there], rel=1e-12)
    assert (result.lower, result.upper) == pytest.approx(tuple(expected["ci_feldt95"].values()), rel=1e-12)
    items = expected["item_stats"]
    for name, there in (("mean", "mean"), ("sd", "sd"), ("item_total", "raw.r"), ("item_rest", "r.drop")):
        assert result.items[name].tolist() == pytest.approx([row[there] for row in items.values()], rel=1e-11)
    deleted = [row["raw_alpha"] for row in expected["alpha_drop"].values()]
    assert result.items["alpha_if_deleted"].tolist() == pytest.approx(deleted, rel=1e-12)


@pytest.mark.parametrize("scale", SCALES)
def test_spss_item_total(bfi, scale):
    expected = pd.DataFrame(bfi.expected["scales"][scale]["complete.obs"]["spss_item_total"]).T
    table = gm.psychometrics.alpha(bfi.scale(scale)).items
    pairs = {
        "scale_mean_if_deleted": "scale_mean_if_deleted", "scale_variance_if_deleted": "scale_var_if_deleted",
        "item_rest": "corrected_item_total_r", "squared_multiple": "smc",
    }  # fmt: skip
    for name, there in pairs.items():
        np.testing.assert_allclose(table[name], expected[there], rtol=1e-10)


def against(result):
    return {note.split()[1] for note in result.notes if "runs against" in note}


@pytest.mark.parametrize("scale", SCALES)
def test_undeclared_reversed_items_are_named(bfi, scale):
    """Every item that runs backwards is named, with all others left alone; alpha is that of the given answers."""
    backwards = bfi.expected["keys"][scale]["reverse"]
    answers = bfi.scale(scale)
    raw = answers.assign(**{item: 7 - answers[item] for item in backwards})
    result = gm.psychometrics.alpha(raw)
    assert against(result) == set(backwards)
    c = raw.dropna().cov().to_numpy()
    assert result.alpha == pytest.approx(5 / 4 * (1 - np.trace(c) / c.sum()), abs=1e-12)
    assert not against(gm.psychometrics.alpha(answers))


def test_design_weights(facts):
    """survey::svycralpha on the raked respondents."""
    folder = facts / "survey" / "raking_1206"
    expected = json.loads((folder / "expected.json").read_text())["weighted_alpha_health"]
    frame = pd.read_csv(folder / "input.csv")
    items = frame[[f"hea{i}" for i in range(1, 6)]]
    weights = frame.merge(pd.read_csv(folder / "weights_by_cell.csv"))["rake_gender_educ_age"]
    assert gm.psychometrics.alpha(items, weights=weights).alpha == pytest.approx(
        expected["svycralpha"], abs=1e-9
    )
    assert gm.psychometrics.alpha(items).alpha == pytest.approx(expected["unweighted"], abs=1e-12)


def test_weights_are_frequencies(likert):
    """Whole-number weights give the correlations of repeated respondents; a shuffled Series is aligned."""
    weights = pd.Series(np.tile([1.0, 2.0, 3.0, 1.0], 50), index=likert.index)
    repeated = likert.loc[likert.index.repeat(weights.astype(int))].reset_index(drop=True)
    one = gm.psychometrics.alpha(likert, weights=weights.sample(frac=1, random_state=1))
    two = gm.psychometrics.alpha(repeated)
    assert one.alpha == pytest.approx(two.alpha, rel=1e-12)
    np.testing.assert_allclose(one.items["item_rest"], two.items["item_rest"], rtol=1e-12)
    np.testing.assert_allclose(one.items["mean"], two.items["mean"], rtol=1e-12)
    assert one.effective_n == pytest.approx(weights.sum() ** 2 / (weights**2).sum())


def test_pairwise_with_weights_equals_repeats(likert):
    holes = likert.mask(np.random.default_rng(3).random(likert.shape) < 0.1)
    weights = pd.Series(np.tile([1.0, 3.0], 100), index=likert.index)
    repeated = holes.loc[holes.index.repeat(weights.astype(int))].reset_index(drop=True)
    one = gm.psychometrics.alpha(holes, missing="pairwise", weights=weights)
    two = gm.psychometrics.alpha(repeated, missing="pairwise")
    np.testing.assert_allclose(one.items["item_total"], two.items["item_total"], rtol=1e-10)
    np.testing.assert_allclose(one.items["mean"], two.items["mean"], rtol=1e-10)


@pytest.mark.parametrize("level", [0.9, 0.99])
def test_intervals_of_the_items_correlations_are_fishers(likert, level):
    """scipy.stats.pearsonr, which transforms and turns back by itself."""
    items = gm.psychometrics.alpha(likert, level=level).items
    for name in likert:
        rest = likert.drop(columns=name).sum(axis=1)
        for column, other in (("item_total", likert.sum(axis=1)), ("item_rest", rest)):
            found = items.loc[name, [f"{column}_lower", column, f"{column}_upper"]].tolist()
            there = pearsonr(likert[name], other)
            low, high = there.confidence_interval(level)
            assert found == pytest.approx([low, there.statistic, high], rel=1e-9)


def test_three_respondents_have_no_interval_of_a_correlation(likert):
    """Fisher's error is 1 / sqrt(n - 3)."""
    three, four = (gm.psychometrics.alpha(likert.iloc[[0, 1, 7, 9][:n], :3]).items for n in (3, 4))
    assert three["item_total_lower"].isna().all()
    assert four["item_total_lower"].notna().all()


def test_intervals_of_alphas_without_an_item_are_feldts(likert):
    """The interval is that of the scale of the other items, which psych's values hold."""
    items = gm.psychometrics.alpha(likert).items
    for name in likert:
        rest = gm.psychometrics.alpha(likert.drop(columns=name))
        found = items.loc[name, ["alpha_if_deleted_lower", "alpha_if_deleted_upper"]].tolist()
        assert found == pytest.approx([rest.lower, rest.upper], rel=1e-9)


def test_bootstrap(likert):
    result = gm.psychometrics.alpha(likert, interval="bootstrap", rng=4, draws=400)
    again = gm.psychometrics.alpha(likert, interval="bootstrap", rng=4, draws=400)
    feldt = gm.psychometrics.alpha(likert)
    assert (result.lower, result.upper, result.seed) == (again.lower, again.upper, 4)
    assert (result.lower, result.upper) == pytest.approx((feldt.lower, feldt.upper), abs=0.03)
    assert feldt.seed is None
    for name in ("item_total", "item_rest", "alpha_if_deleted"):
        low, value, high = (result.items[f"{name}{end}"] for end in ("_lower", "", "_upper"))
        assert ((low < value) & (value < high)).all()


def test_bootstrap_draws_are_resampled_respondents(likert):
    """The bounds are percentiles of alphas of the rows that the same seed draws."""
    found = gm.psychometrics.alpha(likert, interval="bootstrap", rng=2, draws=50, level=0.8)
    drawn = resampled_counts(200, 50, np.random.default_rng(2))
    ordered = likert.sort_values(
        list(likert.columns), ignore_index=True
    )  # who answered what, not who came when
    alphas = [gm.psychometrics.alpha(ordered.loc[ordered.index.repeat(many)]).alpha for many in drawn]
    assert (found.lower, found.upper) == pytest.approx(np.quantile(alphas, [0.1, 0.9]), rel=1e-10)


@given(st.integers(0, 10_000), st.floats(1e-9, 1e9), st.floats(-1e3, 1e3))
def test_unit_and_origin_do_not_matter(seed, unit, origin):
    rng = np.random.default_rng(seed)
    x = pd.DataFrame(rng.normal(size=(30, 4)) + rng.normal(size=(30, 1)))
    one, two = gm.psychometrics.alpha(x), gm.psychometrics.alpha((x + origin) * unit)
    assert two.alpha == pytest.approx(one.alpha, abs=1e-8)
    np.testing.assert_allclose(two.items["item_rest"], one.items["item_rest"], atol=1e-8)
    assert (one.lower, one.upper) == pytest.approx((two.lower, two.upper), abs=1e-7)


@given(st.integers(0, 10_000))
def test_order_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    x = pd.DataFrame(rng.integers(1, 6, size=(25, 5)).astype(float), columns=list("abcde"))
    shuffled = x.sample(frac=1, random_state=seed)[list("ebdca")]
    one, two = gm.psychometrics.alpha(x), gm.psychometrics.alpha(shuffled)
    assert two.alpha == pytest.approx(one.alpha, abs=1e-12)
    two_items = two.items.loc[one.items.index]
    np.testing.assert_allclose(two_items["alpha_if_deleted"], one.items["alpha_if_deleted"], atol=1e-10)


@given(st.integers(0, 10_000))
def test_item_table_is_what_deleting_and_correlating_gives(seed):
    x = pd.DataFrame(np.random.default_rng(seed).normal(size=(20, 4)), columns=list("abcd"))
    table = gm.psychometrics.alpha(x).items
    for name in x:
        rest = x.drop(columns=name)
        assert table.loc[name, "alpha_if_deleted"] == pytest.approx(
            gm.psychometrics.alpha(rest).alpha, abs=1e-10
        )
        assert table.loc[name, "item_rest"] == pytest.approx(x[name].corr(rest.sum(axis=1)), abs=1e-10)
        assert table.loc[name, "item_total"] == pytest.approx(x[name].corr(x.sum(axis=1)), abs=1e-10)


def test_parallel_items_follow_spearman_brown():
    """Items that are copies of one another have alpha 1; the input is left alone."""
    x = pd.DataFrame({"a": [1.0, 2, 3, 5], "b": [1.0, 2, 3, 5], "c": [1.0, 2, 3, 5]})
    before = x.copy()
    assert gm.psychometrics.alpha(x).alpha == pytest.approx(1.0)
    pd.testing.assert_frame_equal(x, before)


# Nasty answers, each with its outcome.


def test_constant_item_is_kept_and_named(likert):
    likert["q6"] = 3.0
    result = gm.psychometrics.alpha(likert)
    without = gm.psychometrics.alpha(likert.drop(columns="q6"))
    assert any("q6 is constant" in note for note in result.notes)
    assert result.alpha == pytest.approx(without.alpha * (6 / 5) / (5 / 4))  # only k / (k - 1) changes
    assert np.isnan(result.standardized)
    assert np.isnan(result.items.loc["q6", "item_rest"])
    assert result.items.loc["q6", "alpha_if_deleted"] == pytest.approx(without.alpha)
    assert result.items.drop(index="q6")["item_rest"].notna().all()


def test_too_little_is_refused(likert):
    for items, words in (
        (likert[["q1"]], "1 item is given, at least 2"),
        (likert.head(1), "1 usable respondent, at least 2"),
        (likert.iloc[:0], "0 usable respondents"),
        (likert * 0 + 3, "does not vary"),
    ):
        with pytest.raises(UnsuitableMethod, match=words):
            gm.psychometrics.alpha(items)


def test_two_items(likert):
    result = gm.psychometrics.alpha(likert[["q1", "q2"]])
    r = likert["q1"].corr(likert["q2"])
    assert result.standardized == pytest.approx(2 * r / (1 + r))
    assert result.items["alpha_if_deleted"].isna().all()
    assert result.items["item_rest"].tolist() == pytest.approx([r, r])
    assert any("two items" in note for note in result.notes)


def test_fewer_respondents_than_items():
    x = pd.DataFrame(np.random.default_rng(1).normal(size=(4, 6)) + np.arange(4)[:, None])
    result = gm.psychometrics.alpha(x)
    assert result.n == 4
    assert result.alpha == pytest.approx(6 / 5 * (1 - x.var().sum() / x.sum(axis=1).var()))
    assert result.items["squared_multiple"].isna().all()


def test_pair_never_answered_together(likert):
    likert.loc[:99, "q1"], likert.loc[100:, "q4"] = np.nan, np.nan
    with pytest.raises(UnsuitableMethod, match="q1, q4: answered together by 0"):
        gm.psychometrics.alpha(likert, missing="pairwise")
    with pytest.raises(
        UnsuitableMethod, match=r'0 of 200 respondents answered every item.*missing="pairwise"'
    ):
        gm.psychometrics.alpha(likert)


def test_missing_rows_are_counted(likert):
    likert.loc[3] = np.nan
    likert.loc[8, "q2"] = np.nan
    listwise, pairwise = gm.psychometrics.alpha(likert), gm.psychometrics.alpha(likert, missing="pairwise")
    assert (listwise.n, pairwise.n) == (198, 199)
    assert "2 of 200 respondents have missing answers" in listwise.notes[0]
    assert "1 of 200 respondents answered nothing" in pairwise.notes[0]
    assert "198 to 199" in pairwise.notes[1]


def test_negative_alpha_is_given_and_said(likert):
    likert["q1"], likert["q2"] = 6 - likert["q1"], 6 - likert["q2"]
    likert = likert[["q1", "q2", "q3", "q4"]]
    result = gm.psychometrics.alpha(likert)
    assert result.alpha < 0
    assert any("negative" in note for note in result.notes)


@pytest.mark.parametrize("everywhere", [False, True])
def test_left_over_code_is_named(likert, everywhere):
    likert.loc[likert.index[:5], likert.columns if everywhere else ["q3"]] = 99
    notes = [note for note in gm.psychometrics.alpha(likert).notes if "far outside" in note]
    assert len(notes) == (5 if everywhere else 1)
    assert "item q3: 5 answers such as 99" in notes[2 if everywhere else 0]


def test_wide_scales_are_not_taken_for_codes():
    x = pd.DataFrame(np.random.default_rng(1).integers(0, 101, size=(300, 4)).astype(float))
    notes = gm.psychometrics.alpha(x).notes
    assert not any("far outside" in note or "runs against" in note for note in notes)


def test_faults_are_listed_together(likert):
    likert["text"] = "often"
    likert.loc[2, "q2"] = np.inf
    with pytest.raises(FaultyInput) as caught:
        gm.psychometrics.alpha(likert)
    assert {fault.place for fault in caught.value.faults} == {"text", "q2"}
    with pytest.raises(FaultyInput, match="when: answers are not numbers"):
        gm.psychometrics.alpha(likert[["q1"]].assign(when=pd.Timestamp("2026-01-01")))
    with pytest.raises(FaultyInput, match="not a table"):
        gm.psychometrics.alpha(None)
    with pytest.raises(FaultyInput, match="q1: is named twice"):
        gm.psychometrics.alpha(pd.concat([likert[["q1"]], likert[["q1"]]], axis=1))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"interval": "normal"}, "feldt, bootstrap"),
        ({"missing": "drop"}, "listwise, pairwise"),
        ({"level": 95}, "level"),
        ({"interval": "bootstrap", "missing": "pairwise"}, "no bootstrap"),
        ({"draws": 0}, "draws"),
        ({"weights": pd.Series([1.0, 2.0])}, "weights"),
        ({"weights": np.ones(3)}, "not a column of 200 numbers"),
    ],
)
def test_options_are_checked(likert, options, words):
    with pytest.raises(FaultyInput, match=words):
        gm.psychometrics.alpha(likert, **options)


def test_result_is_json_ready(likert):
    likert["c"] = 1.0
    result = gm.psychometrics.alpha(likert)
    text = json.dumps(result.to_dict(), allow_nan=False)
    assert json.loads(text)["standardized"] is None
    frame = result.to_frame()
    frame.iloc[:] = 0
    assert result.items["mean"].iloc[0] > 0
    assert "<table" in result._repr_html_()
