"""Replicate weights and the finite-population correction: R's survey 4.1.1 (R 4.2.2) on its own data, and identities.

The means and errors of api00 and api99 are also printed in the package's documentation (svymean of `dclus1` and `dstrat`:
644.17, 23.542; 662.29, 9.4089), the jackknife's in its example-summary page (26.3294, around the mean of the replicates).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import survey as sv
from govmetrics.core.survey import rows_of

HERE = Path(__file__).parents[1] / "reference" / "data" / "survey"
TREE = gm.IndicatorTree.from_groups({"performance": ["api00", "api99"]})
ENDS = (200, 1000)
CLUSTERS = pd.read_csv(HERE / "apiclus1.csv").assign(all="all")
STRATA = pd.read_csv(HERE / "apistrat.csv").assign(all="all")


def read(frame, **said):
    groups = [name for name in ("all", "dnum", "stype") if name in frame]
    return sv.read_survey(frame, TREE, scale=ENDS, by=groups, **said)


def left_out(groups):
    """Return the replicate factors of a jackknife by groups: each in turn 0, the others n / (n - 1)."""
    names = groups.unique()
    n = len(names)
    columns = {f"w{i}": np.where(groups == name, 0.0, n / (n - 1)) for i, name in enumerate(names)}
    return pd.DataFrame(columns, index=groups.index)


def of(scores, unit="all"):
    return [*scores.values.loc[unit], *scores.standard_errors.loc[unit]]


def test_finite_populations_as_in_r():
    found = sv.score(read(CLUSTERS), by="all", cluster="dnum", to=ENDS, fpc=757)
    assert of(found) == pytest.approx([644.16939891, 606.97814208, 23.54224069, 24.22504091], abs=1e-7)
    assert found.method == "linearised, with finite-population correction"
    without = sv.score(read(CLUSTERS), by="all", cluster="dnum", to=ENDS)
    assert of(without)[2:] == pytest.approx([23.77901072, 24.46867802], abs=1e-7)
    survey = read(STRATA, weight="pw", fpc="fpc")
    found = sv.score(survey, by="all", strata="stype", to=ENDS)
    assert of(found) == pytest.approx([662.28736316, 629.39484478, 9.40894080, 9.96394730], abs=1e-6)
    by_type = sv.score(survey, by="stype", strata="stype", to=ENDS)
    assert by_type.standard_errors["api00"].tolist() == pytest.approx(
        [12.38247979, 14.93712919, 16.21470731], abs=1e-6
    )
    sizes = {"E": 4421, "H": 755, "M": 1018}  # by stratum; as shares; by respondent: all the same
    same = [sizes, {"E": 100 / 4421, "H": 50 / 755, "M": 50 / 1018}, STRATA["fpc"]]
    for fpc in same:
        again = sv.score(read(STRATA, weight="pw"), by="all", strata="stype", to=ENDS, fpc=fpc)
        assert of(again) == pytest.approx(of(found), abs=1e-9)
    everyone = sv.score(read(CLUSTERS), by="all", to=ENDS, fpc=1.0)
    assert of(everyone)[2:] == [0, 0]


def test_jackknife_as_in_r():
    """JK1 by district, with and without the 757 districts, around the estimate and the mean; schools by type as domains."""
    factors = left_out(CLUSTERS["dnum"])
    frame = CLUSTERS.join(factors)
    for centre, scale, want in (
        ("estimate", None, [26.59971372, 27.27501020]), ("mean", None, [26.59416136, 27.27007186]),
        ("estimate", 14 / 15 * (1 - 15 / 757), [26.33485767, 27.00343015]),
        ("mean", 14 / 15 * (1 - 15 / 757), [26.32936059, 26.99854098]),
    ):  # fmt: skip
        said = {"columns": "w*", "kind": "jk1", "scale": scale, "centre": centre, "factors": True}
        found = sv.score(read(frame, replicates=said), by="all", to=ENDS)
        assert of(found)[2:] == pytest.approx(want, abs=1e-7)
    types = sv.score(
        read(frame, replicates={"columns": "w*", "kind": "jk1", "factors": True}), by="stype", to=ENDS
    )
    assert types.standard_errors["api00"].tolist() == pytest.approx(
        [25.63537659, 46.82582716, 34.02649734], abs=1e-7
    )
    assert types.degrees == 14
    assert types.method == "15 replicates, jackknife (JK1)"
    assert not [note for note in types.notes if "replicate" in note]


def test_stratified_jackknife_as_in_r():
    parts = [left_out(pd.Series(group.index, group.index)) for _, group in STRATA.groupby("stype")]
    factors = pd.concat(
        [part.set_axis([f"r{k}_{i}" for i in range(part.shape[1])], axis=1) for k, part in enumerate(parts)]
    )
    scales = [(len(part) - 1) / len(part) for part in parts for _ in range(len(part))]
    weights = factors.sort_index().fillna(1.0).mul(STRATA["pw"], axis=0)
    said = {"columns": "r*", "kind": "jkn", "scales": scales}
    found = sv.score(read(STRATA.join(weights), weight="pw", replicates=said), by="all", to=ENDS)
    assert of(found)[2:] == pytest.approx([9.53613230, 10.09698666], abs=1e-6)


SCD = pd.DataFrame(
    {"ESA": [1, 1, 2, 2, 3, 3], "arrests": [120, 78, 185, 228, 670, 530], "alive": [25, 24, 30, 49, 80, 70]}
)
HALVES = np.array([[1, 0, 1, 0, 1, 0], [1, 0, 0, 1, 0, 1], [0, 1, 1, 0, 0, 1], [0, 1, 0, 1, 1, 0]]).T
BEATS = gm.IndicatorTree.from_groups({"cases": ["alive", "arrests"]})


def survey_of(factors, kind, **said):
    found = sv.Replicates(pd.DataFrame(factors.astype(float)), kind, factors=True, **said)
    return gm.Survey(BEATS, SCD[["alive", "arrests"]], (0, 1000), replicates=found)


@pytest.mark.parametrize(("factors", "said"), [
    (2 * HALVES, {"kind": "brr"}),
    (0.3 + 0.7 * 2 * HALVES, {"kind": "fay", "fay": 0.3}),
])  # fmt: skip
def test_balanced_halves_as_in_r(factors, said):
    """R's scd: three strata of two, four half samples."""
    found = sv.score(survey_of(factors, **said), to=(0, 1000))
    assert of(found) == pytest.approx([46.33333333, 301.83333333, 3.58236421, 25.39302179], abs=1e-8)


def test_bootstrap_weights_around_estimate_and_mean():
    """By hand: the mean squared deviation from the estimate, or the variance between the draws."""
    rng = np.random.default_rng(4)
    drawn = rng.multinomial(6, [1 / 6] * 6, size=40).T
    x = SCD["alive"].to_numpy()
    means = (drawn * x[:, None]).sum(axis=0) / 6
    around = sv.score(survey_of(drawn, "bootstrap"), to=(0, 1000)).standard_errors["alive"].iloc[0]
    assert around == pytest.approx(np.sqrt(((means - x.mean()) ** 2).mean()))
    between = (
        sv.score(survey_of(drawn, "bootstrap", centre="mean"), to=(0, 1000)).standard_errors["alive"].iloc[0]
    )
    assert between == pytest.approx(means.std(ddof=1))


def simple(n=40, seed=0):
    rng = np.random.default_rng(seed)
    answers = pd.DataFrame({"a": rng.integers(1, 6, n), "b": rng.integers(1, 6, n)}).astype(float)
    people = pd.DataFrame({"sex": np.where(rng.random(n) < 0.5, "f", "m"), "town": np.arange(n) % 2})
    return answers, people


def test_the_jackknife_of_a_mean_is_the_linearised_error():
    """Of a simple sample, exactly: leaf and group; shares likewise; in any order of the rows."""
    answers, _ = simple()
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]}, {"b": "less"})
    factors = left_out(pd.Series(answers.index))
    plain = gm.Survey(tree, answers)
    repeated = gm.Survey(tree, answers, replicates=sv.Replicates(factors, "jk1", factors=True))
    one, two = sv.score(plain), sv.score(repeated)
    pd.testing.assert_frame_equal(one.standard_errors, two.standard_errors)
    pd.testing.assert_frame_equal(one.group_errors, two.group_errors)
    shares = sv.frequencies(plain).table, sv.frequencies(repeated).table
    pd.testing.assert_series_equal(*[table["standard_error"] for table in shares])
    grades = sv.grade_frequencies(plain).standard_errors, sv.grade_frequencies(repeated).standard_errors
    pd.testing.assert_frame_equal(*grades)
    turned = rows_of(repeated, np.random.default_rng(1).permutation(len(answers)))
    pd.testing.assert_frame_equal(sv.score(turned).standard_errors, two.standard_errors)
    pd.testing.assert_frame_equal(
        sv.score(repeated, errors="linearised").standard_errors, one.standard_errors
    )


def test_every_replicate_is_raked_anew():
    """Against the same by hand: rake each replicate, and take its means."""
    answers, people = simple(60)
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    factors = left_out(pd.Series(np.arange(60) // 6))
    survey = gm.Survey(tree, answers, by=people, replicates=sv.Replicates(factors, "jk1", factors=True))
    target = {"sex": {"f": 0.3, "m": 0.7}}
    raked = sv.rake(people, target)
    found = sv.score(survey, by="town", weights=raked)
    means = []
    for column in factors:
        kept = factors[column] > 0
        w = sv.rake(people[kept], target, factors[column][kept]).weights
        part = answers[kept].mul(w, axis=0).groupby(people["town"][kept]).sum()
        means.append(25 * (part.div(w.groupby(people["town"][kept]).sum(), axis=0) - 1))
    spread = sum((one - found.values.to_numpy()) ** 2 for one in means)
    assert found.standard_errors.to_numpy() == pytest.approx(np.sqrt(0.9 * spread.to_numpy()))
    from govmetrics.survey.replicated import raked_survey

    pd.testing.assert_frame_equal(
        sv.score(raked_survey(survey, raked), by="town").standard_errors, found.standard_errors
    )


def test_a_finite_population_takes_its_share_off():
    answers, people = simple()
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    plain, finite = gm.Survey(tree, answers), gm.Survey(tree, answers, fpc=pd.Series(160.0, answers.index))
    pd.testing.assert_frame_equal(
        sv.score(finite).standard_errors, sv.score(plain).standard_errors * np.sqrt(0.75)
    )
    one, two = sv.frequencies(plain).table, sv.frequencies(finite).table
    pd.testing.assert_series_equal(two["standard_error"], one["standard_error"] * np.sqrt(0.75))
    assert (two["upper"] < one["upper"]).all()
    raked = sv.rake(people, {"sex": {"f": 0.3, "m": 0.7}})
    errors = [
        sv.score(gm.Survey(tree, answers, by=people, fpc=s.fpc), by="town", weights=raked)
        for s in (plain, finite)
    ]
    pd.testing.assert_frame_equal(errors[1].standard_errors, errors[0].standard_errors * np.sqrt(0.75))


def test_what_does_not_go_together_is_refused():
    answers, people = simple()
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    replicates = sv.Replicates(left_out(pd.Series(answers.index)), "jk1", factors=True)
    survey = gm.Survey(tree, answers, by=people, replicates=replicates)
    for said, fault in (
        ({"cluster": "town"}, "cluster: is in the replicate weights already"),
        ({"fpc": 100}, "fpc: is in the replicate weights already"),
        (
            {"weights": pd.Series(1.0, answers.index)},
            "weights: are others than those that the survey's replicate weights vary",
        ),
    ):
        with pytest.raises(gm.GovmetricsError, match=fault):
            sv.score(survey, by="sex", **said)
    plain = gm.Survey(tree, answers, by=people)
    for said, fault in (
        ({"errors": "replicates"}, "errors: the survey has no replicate weights"),
        ({"errors": "bootstrap", "fpc": 100}, "fpc: the bootstrap draws as from a population without end"),
        ({"fpc": 10}, "fpc: is 10, but 40 were drawn"),
        ({"fpc": {"f": 100}}, "fpc: is by stratum, and no strata are named"),
        (
            {"fpc": {"f": 100, "x": 3}, "strata": "sex"},
            "fpc, x: is no stratum of the survey.*\n.*fpc, m: is missing",
        ),
        ({"fpc": 500, "strata": "sex"}, "fpc: is one number for 2 strata"),
        ({"fpc": pd.Series([100.0, 200] * 20)}, "fpc: has several values: 100, 200"),
        ({"fpc": "many"}, "fpc: is 'many'"),
    ):
        with pytest.raises(gm.GovmetricsError, match=fault):
            sv.score(plain, by="sex", **said)
    for test in (lambda: sv.differences(survey, "sex"), lambda: sv.item_analysis(survey)):
        with pytest.raises(gm.UnsuitableMethod, match="has replicate weights, which this test"):
            test()
    assert "the replicate weights are not used" in " ".join(sv.reliability(survey).notes)
    several = gm.Survey(tree, answers, fpc=pd.Series([100.0, 200] * 20))
    with pytest.raises(gm.UnsuitableMethod, match="shares know no strata"):
        sv.frequencies(several)


def test_faults_of_replicates_are_told_at_once():
    bad = pd.DataFrame({"w1": [1.0, -1, np.nan], "w2": [0.0, 0, 0]})
    with pytest.raises(gm.FaultyInput) as error:
        sv.Replicates(bad, "jkn")
    assert "w1, respondent 1: is -1" in str(error.value)
    assert "w1, respondent 2: is nan" in str(error.value) or "w1, respondent 2: is" in str(error.value)
    assert "scales: is missing" in str(error.value)
    for said, fault in (
        ({"kind": "fay"}, "fay: is missing; give Fay's factor"),
        ({"kind": "other"}, "scale: is missing"), ({"kind": "brr", "fay": 0.3}, "fay: is 0.3"),
        ({"kind": "jkn", "scales": [0.5]}, "scales: is "), ({"kind": "jk7"}, "kind: is 'jk7'"),
    ):  # fmt: skip
        with pytest.raises(gm.FaultyInput, match=fault):
            sv.Replicates(pd.DataFrame(np.ones((3, 2))), **said)
    answers, _ = simple(3)
    frame = answers.assign(w1=[1, 2, "x"], w2=1.0)
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    for said, fault in (
        ({"columns": "v*", "kind": "jk1"}, "no column is called 'v*'".replace("*", r"\*")),
        ({"columns": ["w1", "w9"], "kind": "jk1"}, "replicates, w9: is not a column"),
        ({"columns": ["w1", "w2"], "kind": "jk1"}, "w1, respondent 2: 'x' is not a number"),
        ({"colums": ["w1"], "kind": "jk1"}, "replicates, colums: is not a key here"),
        ("w*", "replicates: is 'w"),
    ):
        with pytest.raises(gm.FaultyInput, match=fault):
            sv.read_survey(frame, tree, replicates=said)
    with pytest.raises(gm.FaultyInput, match="weight: is missing beside the replicate weights"):
        sv.read_survey(answers.assign(w1=1.0, w2=2.0), tree, replicates={"columns": "w*", "kind": "jk1"})


def test_surveys_with_replicates_come_back_from_json():
    survey = survey_of(2 * HALVES, "brr")
    survey = gm.Survey(
        survey.tree, survey.answers, (0, 1000), replicates=survey.replicates, fpc=pd.Series([12.0] * 6)
    )
    again = gm.Survey.from_dict(survey.to_dict())
    assert of(sv.score(again, to=(0, 1000))) == of(sv.score(survey, to=(0, 1000)))
    assert again.fpc.tolist() == [12.0] * 6
    assert "already: `fpc` is not used" in " ".join(sv.score(again).notes)
    old = {key: value for key, value in survey.to_dict().items() if key not in ("replicates", "fpc")}
    assert gm.Survey.from_dict(old).replicates is None


def test_a_unit_that_a_replicate_has_nobody_of_has_no_error():
    answers, people = simple(12)
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    people["town"] = ["x"] * 2 + ["y"] * 10
    factors = left_out(pd.Series(["p"] * 2 + ["q"] * 5 + ["r"] * 5))
    scores = sv.score(
        gm.Survey(tree, answers, by=people, replicates=sv.Replicates(factors, "jk1", factors=True)), by="town"
    )
    assert scores.standard_errors.loc["x"].isna().all()
    assert scores.standard_errors.loc["y"].notna().all()
    assert "a replicate has nobody of the unit" in " ".join(scores.notes)
    assert "均为" not in scores.summary("zh")
    assert "某组重复权数中没有该单元的受访者" in scores.summary("zh")


def test_the_file_of_an_evaluation_names_the_design():
    """Strata, clusters, the population and replicates, as `score` has them; faults in both languages."""
    asked = {"tree": TREE, "evidence": {"survey": {
        "by": "stype", "scale": list(ENDS), "weight": "pw", "strata": "stype", "fpc": {"E": 4421, "H": 755, "M": 1018},
    }}}  # fmt: skip
    found = gm.evaluate(asked, survey=STRATA)
    direct = sv.score(read(STRATA, weight="pw", fpc="fpc"), by="stype", strata="stype")
    assert found.survey.standard_errors.to_numpy() == pytest.approx(direct.standard_errors.to_numpy())
    asked["evidence"]["survey"]["fpc"] = "fpc"
    again = gm.evaluate(asked, survey=STRATA)
    assert again.survey.standard_errors.to_numpy() == pytest.approx(direct.standard_errors.to_numpy())
    repeated = CLUSTERS.join(left_out(CLUSTERS["dnum"]))
    said = {"columns": "w*", "kind": "jk1", "factors": True}
    asked = {"tree": TREE, "evidence": {"survey": {"by": "stype", "scale": list(ENDS), "replicates": said}}}
    found = gm.evaluate(asked, survey=repeated)
    direct = sv.score(read(repeated, replicates=said), by="stype")
    assert found.survey.standard_errors.to_numpy() == pytest.approx(direct.standard_errors.to_numpy())
    said["kind"] = "jkn"
    with pytest.raises(gm.FaultyInput, match=r"replicates, scales: is missing"):
        gm.evaluate(asked, survey=repeated)
    with gm.use("zh"), pytest.raises(gm.FaultyInput) as error:
        gm.evaluate(asked, survey=repeated)
    with gm.use("zh"):
        assert "请为每个重复给出 (n - 1) / n" in str(error.value)
    said |= {"kind": "jk9"}
    with pytest.raises(gm.FaultyInput, match=r"evidence\.survey\.replicates\.kind"):
        gm.evaluate(asked, survey=repeated)
