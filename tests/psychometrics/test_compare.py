"""Means of groups compared: R's printed answers on its own data, scipy and statsmodels as independent judges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import govmetrics as gm
from govmetrics import psychometrics as pm

PLANTS = {
    "ctrl": [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14],
    "trt1": [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69],
    "trt2": [6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26],
}
"""R's PlantGrowth (Dobson 1983), dried weights; the sums that R prints show that it is typed rightly."""
SPRAYS = {
    "A": [10, 7, 20, 14, 14, 12, 10, 23, 17, 20, 14, 13], "B": [11, 17, 21, 11, 16, 14, 17, 17, 19, 21, 7, 13],
    "C": [0, 1, 7, 2, 3, 1, 2, 1, 3, 0, 1, 4], "D": [3, 5, 12, 6, 4, 3, 5, 5, 5, 5, 2, 4],
    "E": [3, 5, 3, 5, 3, 6, 1, 1, 3, 2, 6, 4], "F": [11, 9, 15, 22, 15, 16, 13, 10, 26, 26, 24, 13],
}  # fmt: skip
"""R's InsectSprays (Beall 1942)."""
TEETH = {
    "0.5": [4.2, 11.5, 7.3, 5.8, 6.4, 10, 11.2, 11.2, 5.2, 7, 15.2, 21.5, 17.6, 9.7, 14.5, 10, 8.2, 9.4, 16.5, 9.7],
    "1": [16.5, 16.5, 15.2, 17.3, 22.5, 17.3, 13.6, 14.5, 18.8, 15.5, 19.7, 23.3, 23.6, 26.4, 20, 25.2, 25.8, 21.2, 14.5, 27.3],
    "2": [23.6, 18.5, 33.9, 25.5, 26.4, 32.5, 26.7, 21.5, 23.3, 29.5, 25.5, 26.4, 22.4, 24.5, 24.8, 30.9, 26.4, 27.3, 29.4, 23],
}  # fmt: skip
"""R's ToothGrowth (Crampton 1947) by dose."""
DRUGS = {
    1: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
    2: [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
}
"""R's sleep (Student 1908)."""


def long(groups, name="y"):
    return pd.DataFrame([(y, g) for g, values in groups.items() for y in values], columns=[name, "by"])


def test_analysis_of_variance_and_tukey_as_r_prints_them():
    """summary(aov(weight ~ group)) and TukeyHSD of PlantGrowth: F = 4.846 on 2 and 27, p = 0.0159; intervals to 7 digits."""
    found = pm.compare(long(PLANTS), "by", variances="equal", post_hoc="tukey")
    row = found.table.loc["y"]
    assert (row["statistic"], row["df"], row["df2"], row["p"]) == pytest.approx(
        (4.846, 2, 27, 0.0159), abs=5e-4
    )
    printed = {  # second less first
        ("ctrl", "trt1"): (-0.371, -1.0622161, 0.3202161, 0.3908711),
        ("ctrl", "trt2"): (0.494, -0.1972161, 1.1852161, 0.1979960),
        ("trt1", "trt2"): (0.865, 0.1737839, 1.5562161, 0.0120064),
    }
    for pair in found.pairs.itertuples():
        difference, lower, upper, p = printed[pair.first, pair.second]
        assert (-pair.difference, -pair.upper, -pair.lower) == pytest.approx(
            (difference, lower, upper), abs=2e-6
        )
        assert pair.p == pytest.approx(p, abs=2e-6)
    assert found.effects.loc["y", "omega_squared"] == pytest.approx(0.2040788, abs=5e-7)
    # sums of squares 3.766 between and 10.492 within
    assert found.effects.loc["y", "eta_squared"] == pytest.approx(3.76634 / (3.76634 + 10.49209), abs=1e-5)
    assert found.summary("en").startswith("Differences by by (Holm, p < 0.05): y. y: trt2 > trt1.")


def test_welch_and_brown_forsythe_as_r_prints_them():
    """oneway.test(count ~ spray): F = 36.065 on 5 and 30.043, p = 7.999e-12; car's leveneTest: 3.8214, p = 0.004223."""
    found = pm.compare(long(SPRAYS), "by")
    row = found.table.loc["y"]
    assert (row["statistic"], row["df2"]) == pytest.approx((36.065, 30.043), abs=5e-4)
    assert row["p"] == pytest.approx(7.999e-12, rel=1e-4)
    tests = found.tests.loc["y"]
    assert tests.loc["Brown and Forsythe's W", ["statistic", "p"]].tolist() == pytest.approx(
        [3.8214, 0.004223], abs=5e-5
    )
    levene = stats.levene(*SPRAYS.values(), center="mean")
    assert tests.loc["Levene's W", ["statistic", "p"]].tolist() == pytest.approx([*levene])
    fisher = stats.f_oneway(*SPRAYS.values())
    assert tests.loc["Fisher's F", ["statistic", "p"]].tolist() == pytest.approx([*fisher])
    assert tests["decides"].to_dict() == {
        "Fisher's F": False, "Welch's F": True, "Levene's W": False, "Brown and Forsythe's W": False
    }  # fmt: skip
    assert any("variances differ" in note and "Welch" in note for note in found.notes)
    equal = pm.compare(long(SPRAYS), "by", variances="equal", post_hoc="lsd")
    assert equal.table.loc["y", "statistic"] == pytest.approx(fisher.statistic)
    for part in ('use variances="unequal"', "use games_howell", "lsd does not correct for 15 pairs"):
        assert any(part in note for note in equal.notes), part


def test_games_howell_as_published_and_as_scipy_and_statsmodels_have_it():
    """rstatix's page on games_howell_test(len ~ dose) prints 9.13 (5.69 to 12.6) p 3.76e-7, 6.37 (3.19 to 9.54) p 5.57e-5.

    The page itself was not read: its figures stand in the tests of another project.
    """
    from statsmodels.stats.multicomp import pairwise_tukeyhsd

    frame = long(TEETH)
    pairs = pm.compare(frame, "by", post_hoc="games_howell").pairs.set_index(["first", "second"])
    first = pairs.loc[("0.5", "1")]
    assert (-first["difference"], -first["upper"], -first["lower"]) == pytest.approx(
        (9.13, 5.69, 12.6), abs=0.04
    )
    assert first["p"] == pytest.approx(3.76e-7, rel=5e-3)
    assert pairs.loc[("1", "2"), "p"] == pytest.approx(5.57e-5, rel=1e-3)
    scipy = stats.tukey_hsd(*TEETH.values(), equal_var=False)
    limits = scipy.confidence_interval(0.95)
    peer = pairwise_tukeyhsd(frame["y"], frame["by"], use_var="unequal")
    for at, (i, j) in enumerate([(0, 1), (0, 2), (1, 2)]):
        row = pairs.iloc[at]
        assert (row["lower"], row["upper"]) == pytest.approx((limits.low[i, j], limits.high[i, j]), rel=1e-5)
        assert row["p"] == pytest.approx(scipy.pvalue[i, j], rel=1e-3, abs=1e-12)
        assert -row["difference"] == pytest.approx(peer.meandiffs[at])


def test_two_groups_as_r_prints_them():
    """t.test(extra ~ group): Welch t = -1.8608 on 17.776, p = 0.07939, -3.3654832 to 0.2054832; equal: 0.07919, -3.363874."""
    welch, student = (pm.compare(long(DRUGS), "by", variances=v) for v in ("unequal", "equal"))
    for found, (df, p, lower, upper) in ((welch, (17.776, 0.07939, -3.3654832, 0.2054832)),
                                         (student, (18, 0.07919, -3.363874, 0.203874))):  # fmt: skip
        row, effect = found.table.loc["y"], found.effects.loc["y"]
        assert (row["statistic"], row["df"], row["p"]) == pytest.approx((-1.8608, df, p), abs=5e-4)
        assert (effect["lower"], effect["upper"]) == pytest.approx((lower, upper), abs=5e-7)
    assert welch.tests.loc[("y", "Student's t"), "p"] == pytest.approx(student.table.loc["y", "p"])
    mean = stats.ttest_1samp(DRUGS[2], 0)  # one group's mean and its interval
    of_group = welch.descriptives.loc[("y", "2")]
    assert of_group["mean"] / of_group["standard_error"] == pytest.approx(mean.statistic)
    assert (of_group["lower"], of_group["upper"]) == pytest.approx(tuple(mean.confidence_interval(0.95)))
    d = -1.58 / np.sqrt((np.var(DRUGS[1], ddof=1) + np.var(DRUGS[2], ddof=1)) / 2)
    effect = welch.effects.loc["y"]
    assert effect["cohen_d"] == pytest.approx(d)
    assert effect["hedges_g"] == pytest.approx(d * (1 - 3 / 71))
    half = stats.norm.isf(0.025) * np.sqrt(20 / 100 + effect["hedges_g"] ** 2 / 40)
    assert effect["hedges_g_upper"] - effect["hedges_g"] == pytest.approx(half)


@pytest.mark.parametrize("variances", ["equal", "unequal"])
def test_intervals_of_groups_of_unequal_size_are_scipys(variances):
    x, y = SPRAYS["A"][:5], SPRAYS["C"]
    found = pm.compare(long({"A": x, "C": y}), "by", variances=variances).effects.loc["y"]
    expected = stats.ttest_ind(x, y, equal_var=variances == "equal").confidence_interval(0.95)
    assert (found["lower"], found["upper"]) == pytest.approx(tuple(expected))


@pytest.mark.parametrize("post_hoc", ["tukey", "games_howell", "lsd", "bonferroni"])
@pytest.mark.parametrize("test", [None, "anova"])
def test_two_groups_are_compared_by_the_test_itself(test, post_hoc):
    """A table of the one pair would stand uncorrected beside p after Holm's correction."""
    frame = pd.DataFrame({"a": [1.0, 2, 3, 4, 5, 7], "b": [2.0, 1, 1, 3, 9, 9], "by": list("xxxyyy")})
    found, alone = pm.compare(frame, "by", test, post_hoc=post_hoc), pm.compare(frame, "by", test)
    assert found.pairs.empty
    assert found.post_hoc is None
    pd.testing.assert_frame_equal(found.table, alone.table)
    assert found.notes[0].startswith("there are two groups: the test itself compares the pair")
    assert found.notes[1:] == alone.notes
    assert [t.caption for t in found.tables()] == [t.caption for t in alone.tables()]
    assert "仅有两组" in str(found.summary("zh"))


@pytest.mark.parametrize(("post_hoc", "times"), [("lsd", 1), ("bonferroni", 3)])
def test_lsd_and_bonferroni_by_regression(post_hoc, times):
    """Pairs are contrasts of an ordinary regression, whose t, p and intervals statsmodels gives; sizes are unequal."""
    import statsmodels.api as sm

    frame = long({g: values[: 10 - i] for i, (g, values) in enumerate(PLANTS.items())})
    dummies = pd.get_dummies(frame["by"]).astype(float)
    fit = sm.OLS(frame["y"], dummies).fit()
    pairs = pm.compare(frame, "by", variances="equal", post_hoc=post_hoc).pairs
    for row, contrast in zip(pairs.itertuples(), ([1, -1, 0], [1, 0, -1], [0, 1, -1]), strict=True):
        test = fit.t_test(contrast)
        assert (row.difference, row.standard_error, row.t) == pytest.approx(
            (test.effect[0], test.sd[0, 0], test.tvalue[0, 0])
        )
        assert row.p == pytest.approx(min(test.pvalue * times, 1.0))
        assert (row.lower, row.upper) == pytest.approx(tuple(test.conf_int(0.05 / times)[0]))


def test_a_design_by_weighted_regression():
    """Weighted means are a weighted regression on dummies; its sandwich, by hand, gives the Wald test and the pairs."""
    rng = np.random.default_rng(4)
    n = 90
    group, house = rng.integers(0, 3, n), rng.integers(0, 30, n)
    frame = pd.DataFrame(
        {
            "y": rng.normal(size=n) + 0.4 * group + rng.normal(size=30)[house],
            "by": np.array(list("xyz"))[group],
        }
    )
    w = pd.Series(rng.uniform(0.5, 3, n))
    for cluster in (None, pd.Series(house)):
        units = np.arange(n) if cluster is None else np.unique(house, return_inverse=True)[1]
        x = np.eye(3)[group]
        bread = np.linalg.inv(x.T @ (w.to_numpy()[:, None] * x))
        b = bread @ x.T @ (w * frame["y"])
        score = x * (w.to_numpy() * (frame["y"] - x @ b).to_numpy())[:, None]
        totals = np.array([score[units == c].sum(axis=0) for c in range(units.max() + 1)])
        size = len(totals)
        v = size / (size - 1) * bread @ totals.T @ totals @ bread
        c = np.array([[1, -1, 0], [0, 1, -1]])
        wald = (c @ b) @ np.linalg.solve(c @ v @ c.T, c @ b)
        f = (size - 2) / (size - 1) / 2 * wald
        found = pm.compare(frame, "by", weights=w, cluster=cluster, post_hoc="bonferroni")
        row = found.table.loc["y"]
        assert row["test"] == "design-based F"
        assert (row["statistic"], row["df"], row["df2"]) == pytest.approx((f, 2, size - 2))
        assert row["p"] == pytest.approx(stats.f.sf(f, 2, size - 2))
        assert row["mean y"] == pytest.approx(b[1])
        pair = found.pairs.iloc[0]
        error = np.sqrt(c[0] @ v @ c[0])
        assert pair["standard_error"] == pytest.approx(error)
        assert pair["p"] == pytest.approx(min(6 * stats.t.sf(abs(b[0] - b[1]) / error, size - 1), 1))
    two = frame[frame["by"] != "z"]
    t = pm.compare(two, "by", weights=w[two.index]).table.loc["y"]
    assert np.sign(t["statistic"]) == np.sign(t["mean x"] - t["mean y"])
    assert t["df"] == len(two) - 1
    # with equal weights the errors of two groups are Welch's, but for the divisors n - 1
    plain = pm.compare(two, "by", weights=pd.Series(1.0, two.index)).table.loc["y"]
    parts = [two.loc[two["by"] == g, "y"] for g in "xy"]
    own = sum(part.var(ddof=0) / len(part) for part in parts) * len(two) / (len(two) - 1)
    assert plain["statistic"] == pytest.approx((parts[0].mean() - parts[1].mean()) / np.sqrt(own))


def test_weighted_effects_are_those_of_repeated_answers():
    """Weights of whole numbers count answers so often; eta squared is that of the repeated answers, d but for n - k."""
    frame = long(SPRAYS)
    w = pd.Series(np.arange(72) % 3 + 1, frame.index)
    found = pm.compare(frame, "by", weights=w).effects.loc["y"]
    repeated = frame.loc[frame.index.repeat(w)]
    assert found["eta_squared"] == pytest.approx(pm.compare(repeated, "by").effects.loc["y", "eta_squared"])
    two, often = frame[frame["by"] < "C"], repeated[repeated["by"] < "C"]
    d = pm.compare(two, "by", weights=w[two.index]).effects.loc["y", "cohen_d"]
    d_often = pm.compare(often, "by").effects.loc["y", "cohen_d"]
    assert d / np.sqrt(22 / 24) == pytest.approx(d_often / np.sqrt((len(often) - 2) / len(often)))


def test_two_groups_by_analysis_of_variance():
    t, f = pm.compare(long(DRUGS), "by"), pm.compare(long(DRUGS), "by", "anova")
    assert f.table.loc["y", "statistic"] == pytest.approx(t.table.loc["y", "statistic"] ** 2)
    assert f.table.loc["y", ["test", "effect_name"]].tolist() == ["Welch's F", "omega squared"]
    assert f.effects.loc["y", "hedges_g"] == t.effects.loc["y", "hedges_g"]


def test_a_group_that_is_one_cluster_has_no_error():
    frame = long(PLANTS)
    for cluster in (
        pd.Series(1, frame.index),
        frame["by"],
        frame["by"].where(frame["by"] == "ctrl", frame.index.astype(str)),
    ):
        found = pm.compare(frame[["y"]], frame["by"], cluster=cluster)
        assert found.table["p"].isna().all()
        assert any("fewer than two respondents or clusters" in note for note in found.notes)


def test_what_knows_no_design_is_refused_by_name():
    frame = long(PLANTS)
    w = pd.Series(1.0, frame.index)
    for options, place in (({"test": "chi_square"}, "test"), ({"variances": "equal"}, "variances"),
                           ({"post_hoc": "tukey"}, "post_hoc"), ({"post_hoc": "games_howell"}, "post_hoc")):  # fmt: skip
        for design in ({"weights": w}, {"cluster": frame.index // 2}):
            with pytest.raises(gm.UnsuitableMethod) as raised:
                pm.compare(frame, "by", **options, **design)
            assert [fault.place for fault in raised.value.faults] == [place]
    with pytest.raises(gm.UnsuitableMethod, match="no comparison of pairs"):
        pm.compare(frame, "by", "chi_square", post_hoc="lsd")


def test_groups_and_clusters_are_columns_or_series():
    frame = long(PLANTS).assign(house=np.repeat(np.arange(15), 2))
    named = pm.compare(frame, "by", cluster="house").table
    given = pm.compare(frame[["y"]], frame["by"], cluster=frame["house"]).table
    pd.testing.assert_frame_equal(named, given)
    shuffled = frame.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(named, pm.compare(shuffled, "by", cluster="house").table, check_exact=False)
    with pytest.raises(gm.FaultyInput) as raised:
        pm.compare(frame, "sex", cluster="flat", test="u")
    assert [fault.place for fault in raised.value.faults] == ["test", "by", "cluster"]
    with pytest.raises(gm.FaultyInput, match="is missing for respondents 3"):
        pm.compare(frame.assign(house=frame["house"].where(frame.index != 3)), "by", cluster="house")


def test_categories_may_be_text_and_make_a_table():
    frame = pd.DataFrame({"party": ["red", "red", "blue", None] * 6, "by": ["x", "y"] * 12})
    found = pm.compare(frame, "by", "chi_square")
    counts = pd.crosstab(frame["party"], frame["by"])
    row = found.table.loc["party"]
    assert row["statistic"] == pytest.approx(stats.chi2_contingency(counts, correction=False).statistic)
    assert found.descriptives.loc[("party", "red")].tolist() == [6, 6, 0.5, 1.0]
    with pytest.raises(gm.FaultyInput, match="answers are not numbers"):
        pm.compare(frame, "by")
    with pytest.raises(gm.FaultyInput, match=r"frame, 0, lists: is \[1\], which is no value of one cell"):
        pm.compare(pd.DataFrame({"lists": [[1], [2]]}), ["x", "y"], "chi_square")
    odd = pd.DataFrame({"types": [1, "1"], "infinite": [1.0, np.inf]}, dtype=object)
    with pytest.raises(gm.FaultyInput) as raised:
        pm.compare(odd, ["x", "y"], "chi_square")
    assert [fault.place for fault in raised.value.faults] == ["types", "infinite"]


@pytest.mark.parametrize("scale", [1e-200, 1e-3, 1e90])
def test_the_unit_of_the_answers_does_not_matter(scale):
    frame = long(SPRAYS)
    one, other = (
        pm.compare(frame, "by", post_hoc="tukey"),
        pm.compare(frame.assign(y=frame["y"] * scale), "by", post_hoc="tukey"),
    )
    for key in ("statistic", "p", "effect"):
        assert other.table.loc["y", key] == pytest.approx(one.table.loc["y", key], rel=1e-9)
    np.testing.assert_allclose(other.pairs["upper"], one.pairs["upper"] * scale, rtol=1e-9)
    np.testing.assert_allclose(other.tests["statistic"], one.tests["statistic"], rtol=1e-9)


def test_what_cannot_be_tested_is_said_and_why():
    frame = pd.DataFrame(
        {
            "constant": 0.1,
            "apart": [1, 1, 1, 2, 2, 2.0],  # alike within groups
            "missing": np.nan,
            "half": [1, 2, 3, np.nan, np.nan, np.nan],
            "one": [1, 2, 3, 4, np.nan, np.nan],
            "fine": [1, 2, 3, 4, 5, 6.0],
        }
    )
    by = pd.Series(list("xxxyyy"))
    found = pm.compare(frame, by)
    assert found.table["p"].notna().tolist() == [False] * 5 + [True]
    told = {note.split(":")[0]: note for note in map(str, found.notes[:5])}
    assert "all answers are alike of x, y" in told["constant"]
    assert "nobody of y answered" in told["half"]
    assert "nobody of x, y answered" in told["missing"]
    assert any("fewer than 10 answers of x, y" in note for note in found.notes)
    equal = pm.compare(frame, by, variances="equal").table
    assert equal["p"].notna().tolist() == [False] * 4 + [
        True,
        True,
    ]  # one answer has no variance, and needs none
    assert (
        pm.compare(frame[["fine"]].head(3), pd.Series(list("xyz")), variances="equal").table["p"].isna().all()
    )
    three = pm.compare(frame[["fine"]].head(3), pd.Series(list("xxy")))
    assert three.table["p"].isna().all()
    assert three.summary("en").startswith("Nothing could be tested by group.")
    with pytest.raises(gm.FaultyInput, match="names none of the respondents"):
        pm.compare(frame, by.set_axis(range(10, 16)))


def test_a_survey_on_the_answers_own_scale_and_with_its_weights():
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    rng = np.random.default_rng(2)
    answers = pd.DataFrame(rng.integers(1, 6, (80, 2)), columns=["a", "b"])
    people = pd.DataFrame({"town": list("wxyz") * 20, "house": np.arange(80) // 2})
    survey = gm.Survey(tree, answers, by=people, reverse=("b",))
    own = gm.survey.differences(survey, "town", to=None, post_hoc="games_howell")
    points = gm.survey.differences(survey, "town", post_hoc="games_howell")
    direct = pm.compare(survey.directed(), people["town"], post_hoc="games_howell")
    for key in ("statistic", "p", "effect"):
        np.testing.assert_allclose(own.table[key], points.table[key])
    np.testing.assert_allclose(own.table["mean w"], points.table["mean w"] / 25 + 1)
    np.testing.assert_allclose(own.pairs["lower"], direct.pairs["lower"])
    weights = pd.Series(rng.uniform(1, 2, 80))
    weighted = gm.Survey(tree, answers, by=people, reverse=("b",), weight=weights)
    found = gm.survey.differences(weighted, "town", cluster="house", to=None)
    expected = pm.compare(survey.directed(), people["town"], weights=weights, cluster=people["house"])
    np.testing.assert_allclose(found.table["p"], expected.table["p"])
    told = gm.survey.differences(weighted, "town", "chi_square").notes
    assert any("design weights do not count" in note for note in told)
    mixed = gm.Survey(tree, answers,
                      scale={"a": (1, 5), "default": (0, 10)}, by=people)  # fmt: skip
    assert gm.survey.differences(mixed, "town", to=None).table.loc["b", "mean w"] == pytest.approx(
        answers.loc[people["town"] == "w", "b"].mean()
    )
