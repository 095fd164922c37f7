"""The audit in ten steps: every value against an independent computation on a small index, every verdict at its limit."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import govmetrics as gm
from govmetrics.audit.rules import RULES
from govmetrics.audit.ten_steps import CHECKS, ten_steps
from govmetrics.core.words import Text
from govmetrics.core.words.text import chinese

UNITS = [f"U{number:02d}" for number in range(1, 13)]
WEIGHTS = {"A": 0.75, "B": 0.25}


def leaf(code: str, **more: object) -> gm.Indicator:
    return gm.Indicator(
        code, **({"unit": "points", "notes": "what it means", "worst": 0, "best": 100} | more)
    )  # type: ignore[arg-type]


def tree() -> gm.IndicatorTree:
    a = gm.Group(
        "A", "", (leaf("a1"), leaf("a2", notes=""), leaf("a3"), leaf("a4", unit="")), weight=WEIGHTS["A"]
    )
    return gm.IndicatorTree(
        gm.Group("r", "", (a, gm.Group("B", "", (leaf("b1"),), weight=WEIGHTS["B"]))), {"source": "made up"}
    )


def values() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    common = rng.normal(size=12)
    x = 50 + 15 * common[:, None] + 8 * rng.normal(size=(12, 5))
    frame = pd.DataFrame(x, UNITS, ["a1", "a2", "a3", "a4", "b1"])
    frame["a3"] = [7.0] * 8 + [
        20.0,
        30.0,
        40.0,
        990.0,
    ]  # one value for two thirds of the units, and an outlier
    frame.loc["U01", ["a1", "a2"]] = np.nan  # 3 of 5: below 65 %
    frame.loc[UNITS[1:6], "a4"] = np.nan  # 7 of 12: below 65 %
    frame["people"] = 1000.0 + 10 * common.argsort().argsort() + rng.integers(0, 30, 12)
    frame["street"] = list("xy") * 6
    return frame


@pytest.fixture(scope="module")
def found() -> SimpleNamespace:
    data = gm.read_records(values(), tree())
    recipe = gm.Recipe(treatment=["impute_mean"], normalisation="min_max")
    run = gm.follow(recipe, data)
    sure = gm.robustness.uncertainty(
        recipe, data, [gm.robustness.PerturbedWeights(0.5, draws=40)], draws=60, rng=3
    )
    other = gm.ranking.compare(
        {"Index": run.scores, "Against": -run.scores.values["r"], "With": run.scores.values["A"]}
    )
    return SimpleNamespace(run=run, sure=sure, audit=ten_steps(run, sure, agreement=other), other=other)


def value(audit: gm.audit.TenSteps, key: str) -> float:
    return float(audit.checks.loc[key, "value"])


def places(audit: gm.audit.TenSteps, key: str) -> set[str]:
    return set(audit.cases.loc[audit.cases["key"] == key, "place"])


def test_what_the_tree_does_not_say_is_counted(found: SimpleNamespace) -> None:
    audit = found.audit
    assert (value(audit, "explained"), places(audit, "explained")) == (1, {"a2"})
    assert (value(audit, "measured"), places(audit, "measured")) == (1, {"a4"})
    assert value(audit, "balanced") == 4  # four indicators against one
    assert audit.checks.loc["balanced", "verdict"] == "not met"
    assert value(audit, "sourced") == 1


def test_evidence_is_counted_before_imputation(found: SimpleNamespace) -> None:
    audit, frame = found.audit, values()[found.run.scaled.tree.codes]
    share = frame.notna().mean(axis=1)
    assert places(audit, "units_known") == set(share.index[share < 0.65]) == {"U01"}
    share = frame.notna().mean()
    assert places(audit, "leaves_known") == set(share.index[share < 0.65]) == {"a4"}
    assert value(audit, "imputed") == pytest.approx(7 / 60)  # two cells of U01, five of a4
    assert audit.checks.loc["imputed", "verdict"] == "not met"
    assert places(audit, "tells_apart") == {"a3"}
    case = audit.cases.set_index(["key", "place"])["value"]
    assert case["tells_apart", "a3"] == pytest.approx(8 / 12)
    assert case["leaves_known", "a4"] == pytest.approx(7 / 12)


def test_outliers_by_scipys_skewness_and_kurtosis(found: SimpleNamespace) -> None:
    treated = found.run.treated.values
    skew = stats.skew(treated, bias=False)
    kurtosis = stats.kurtosis(treated, bias=False)
    failing = {code for code, s, k in zip(treated, skew, kurtosis, strict=True) if abs(s) > 2 and k > 3.5}
    assert places(found.audit, "outliers") == failing == {"a3"}
    case = found.audit.cases.set_index(["key", "place"])["value"]
    assert case["outliers", "a3"] == pytest.approx(skew[list(treated).index("a3")])


def test_the_statistics_are_those_of_coherence(found: SimpleNamespace) -> None:
    run, audit = found.run, found.audit
    coherence = gm.diagnosis.coherence(run.scaled, run.weights, run.scores)
    names = {"own_group": "own group", "other_groups": "other groups", "redundant": "redundant pair",
             "negative": "negative pair", "one_component": "one component", "alpha": "alpha",
             "effective": "effective weight", "adds": "added value"}  # fmt: skip
    for key, check in names.items():
        rows = coherence.checks[coherence.checks["check"] == check]
        if rows.empty:
            assert audit.checks.loc[key, "verdict"] == "not examined"
            continue
        doubtful = rows[rows["verdict"] == "look at"]
        assert (value(audit, key), places(audit, key)) == (len(doubtful), set(doubtful["place"]))
    assert value(audit, "own_group") + value(audit, "effective") > 0  # a3 stands alone
    assert value(audit, "enough_units") == pytest.approx(12 / 5)
    assert audit.checks.loc["enough_units", "verdict"] == "not met"


def test_the_ranking_by_the_geometric_mean_is_computed_again(found: SimpleNamespace) -> None:
    scaled = 1 + 0.99 * found.run.scaled.values  # 0 to 100 becomes 1 to 100
    group = np.exp(np.log(scaled[["a1", "a2", "a3", "a4"]]).mean(axis=1))
    geometric = group ** WEIGHTS["A"] * scaled["b1"] ** WEIGHTS["B"]
    own = found.run.scaled.values
    arithmetic = WEIGHTS["A"] * own[["a1", "a2", "a3", "a4"]].mean(axis=1) + WEIGHTS["B"] * own["b1"]
    expected = stats.spearmanr(arithmetic, geometric).statistic
    assert value(found.audit, "compensation") == pytest.approx(expected, abs=1e-12)
    assert expected < 1
    moved = arithmetic.rank(ascending=False) - geometric.rank(ascending=False)
    assert places(found.audit, "compensation") == set(
        moved.index[moved.abs() > 1.2]
    )  # more than a tenth of 12


def test_geometric_scores_are_compared_with_arithmetic_ones(found: SimpleNamespace) -> None:
    scale = {"min_max": {"scale": [1, 100]}}
    run = gm.follow(
        replace(found.run.recipe, normalisation=scale, aggregation="geometric"), found.run.dataset
    )
    scaled = run.scaled.values
    arithmetic = WEIGHTS["A"] * scaled[["a1", "a2", "a3", "a4"]].mean(axis=1) + WEIGHTS["B"] * scaled["b1"]
    audit = ten_steps(run)
    assert value(audit, "compensation") == pytest.approx(
        stats.spearmanr(run.scores.values["r"], arithmetic).statistic
    )
    assert (
        "weighted arithmetic mean"
        in audit.checks.loc["compensation", "rule"] + audit.checks.loc["compensation", "sentence"]
    )
    assert audit.checks.loc["drivers", "verdict"] == "not examined"  # no sums


def test_how_sure_the_ranks_are(found: SimpleNamespace) -> None:
    audit, sure = found.audit, found.sure
    ranks = (-sure.scores).rank(axis=1, method="min")
    span = sure.intervals["upper"] - sure.intervals["lower"]
    assert value(audit, "narrow") == pytest.approx(span.median() / 12)
    order = found.run.scores.values["r"].sort_values(ascending=False).index
    apart = [(ranks[a] < ranks[b]).mean() >= 0.9 for a, b in pairwise(order)]
    assert value(audit, "told_apart") == pytest.approx(np.mean(apart))
    assert 0 < np.mean(apart) < 1
    tied = replace(sure, scores=sure.scores * 0)
    assert value(ten_steps(found.run, tied), "told_apart") == 0  # nobody is better
    beyond = np.array([1, 1] + [0] * 10)
    shifted = replace(sure, intervals=sure.intervals.assign(nominal=sure.intervals["upper"] + beyond))
    assert value(ten_steps(found.run, shifted), "covered") == 2
    assert value(audit, "covered") == 0


def test_what_parts_the_best_quarter_from_the_weakest(found: SimpleNamespace) -> None:
    scores = found.run.scores.values
    order = scores["r"].sort_values(ascending=False).index
    gap = scores.loc[order[:3]].mean() - scores.loc[order[-3:]].mean()
    shares = {code: WEIGHTS[code] * gap[code] / gap["r"] for code in WEIGHTS}
    assert sum(shares.values()) == pytest.approx(1)
    assert value(found.audit, "drivers") == pytest.approx(
        max(shares[code] / WEIGHTS[code] for code in WEIGHTS)
    )
    case = found.audit.cases.set_index(["key", "place"])["value"]
    assert case["drivers", "B"] == pytest.approx(shares["B"])


def test_attributes_and_other_judgements_that_go_with_the_index(found: SimpleNamespace) -> None:
    r = stats.spearmanr(values()["people"], found.run.scores.values["r"]).statistic
    assert r > 0.3
    case = found.audit.cases.set_index(["key", "place"])["value"]
    assert case["size", "people"] == pytest.approx(r)
    assert places(found.audit, "size") == {"people"}  # a street is no number
    assert places(found.audit, "others") == {"Against"}
    assert case["others", "Against"] == pytest.approx(-1)


def test_the_scale_and_what_lies_beyond_its_ends(found: SimpleNamespace) -> None:
    data = found.run.dataset
    assert value(found.audit, "fixed_bounds") == 5
    assert value(found.audit, "inside") == 0
    run = gm.follow(gm.Recipe(normalisation="goalposts"), data)
    known = values()[run.scaled.tree.codes].to_numpy()
    known = known[~np.isnan(known)]
    audit = ten_steps(run)
    assert value(audit, "fixed_bounds") == 0
    beyond = np.mean((known < 0) | (known > 100))
    assert value(audit, "inside") == pytest.approx(beyond)  # cut off, and counted
    assert beyond > 0
    assert places(audit, "inside") >= {"a3"}
    bounded = gm.Recipe(
        normalisation={"min_max": {"bounds": dict.fromkeys(run.scaled.tree.codes, (0, 1000))}}
    )
    assert value(ten_steps(gm.follow(bounded, data)), "fixed_bounds") == 0
    mixed = {"by_leaf": {"of": {"a1": "goalposts", "a3": "min_max"}, "otherwise": "goalposts"}}
    assert places(ten_steps(gm.follow(gm.Recipe(normalisation=mixed), data)), "fixed_bounds") == {"a3"}
    ranked = ten_steps(gm.follow(gm.Recipe(normalisation="z_score"), data)).checks.loc["inside"]
    assert (ranked["verdict"], ranked["sentence"]) == ("not examined", "Not examined: the scale has no ends.")


def test_the_experts_behind_the_weights() -> None:
    flat, steep = [[1, 1, 1], [1, 1, 1], [1, 1, 1]], [[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]]
    small = gm.IndicatorTree.from_groups({"G": ["x", "y", "z"]}, root="r")
    groups = {"G": flat}
    judgements = gm.read_judgements({"Li": groups, "Wu": {"G": steep}, "He": groups}, small)
    frame = pd.DataFrame(np.random.default_rng(1).uniform(0, 100, (8, 3)), columns=["x", "y", "z"])
    run = gm.follow(gm.Recipe(weighting="ahp"), gm.read_records(frame, small), judgements=judgements)
    experts = gm.ahp.weights(judgements)
    audit = ten_steps(run, experts=experts)
    ratio = (np.linalg.eigvals(np.array(steep)).real.max() - 3) / 2 / 0.58
    assert ratio > 0.1
    assert (value(audit, "consistent"), places(audit, "consistent")) == (1, {"G"})
    assert audit.checks.loc["consistent", "found"] == "1 of 3"
    low = experts.consensus["consensus"] < 0.65
    assert value(audit, "unanimous") == low.sum()
    assert (
        ten_steps(run).checks.loc["consistent", "sentence"]
        == "Not examined: the experts' judgements are not at hand."
    )
    dropped = gm.ahp.weights(judgements, inconsistent="drop")
    assert value(ten_steps(run, experts=dropped), "consistent") == 0


def test_the_scales_of_a_survey() -> None:
    items = gm.IndicatorTree(gm.Group("r", "", (
        gm.Indicator("s", source="survey", items=("q1", "q2")), gm.Indicator("t", source="survey", items=("q3", "q4")),
    )))  # fmt: skip
    rng = np.random.default_rng(4)
    true = rng.integers(1, 6, 60)
    answers = pd.DataFrame(
        {"q1": true, "q2": true, "q3": true, "q4": rng.integers(1, 6, 60), "unit": list("ABCDEF") * 10}
    )
    survey = gm.read_survey(answers, items, by="unit")
    run = gm.follow(gm.Recipe(), gm.Dataset(items, pd.DataFrame(np.nan, list("ABCDEF"), ["s", "t"])), survey)
    audit = ten_steps(run, reliability=gm.survey.reliability(survey))
    covariance = np.cov(answers[["q3", "q4"]].T)
    alpha = 2 * (1 - np.trace(covariance) / covariance.sum())
    assert alpha < 0.7
    assert audit.cases.set_index(["key", "place"])["value"]["reliable", "t"] == pytest.approx(alpha)
    assert places(audit, "reliable") == {"t"}
    assert "at hand (`reliability: true`)" in ten_steps(run).checks.loc["reliable", "sentence"]


def test_of_several_periods_the_latest_is_compared() -> None:
    frame = (
        pd.concat([values().assign(quarter=1), values().assign(quarter=2)]).rename_axis("unit").reset_index()
    )
    frame.loc[frame["quarter"] == 2, "people"] = frame.loc[frame["quarter"] == 2, "b1"] * -1
    run = gm.follow(gm.Recipe(treatment=["impute_mean"]), gm.read_records(frame, tree(), period="quarter"))
    latest = run.scores.at(2).values["r"]
    r = stats.spearmanr(-values()["b1"], latest).statistic
    audit = ten_steps(run)
    assert audit.cases.set_index(["key", "place"])["value"]["size", "people"] == pytest.approx(r)
    assert value(audit, "enough_units") == pytest.approx(12 / 5)
    assert value(audit, "imputed") == pytest.approx(7 / 60)


def test_what_was_not_given_is_not_examined(found: SimpleNamespace) -> None:
    audit = ten_steps(found.run)
    for key in ("narrow", "covered", "told_apart", "others", "consistent", "unanimous", "reliable"):
        assert audit.checks.loc[key, "verdict"] == "not examined"
        assert np.isnan(audit.checks.loc[key, "value"])
        assert audit.checks.loc[key, "sentence"].startswith("Not examined: ")
    few = gm.follow(gm.Recipe(normalisation="goalposts"), gm.read_records(values().tail(3), tree()))
    told = ten_steps(few).checks.loc["alpha", "sentence"]
    assert told == "Not examined: correlations of fewer than five units mean nothing."


def test_an_index_without_provenance_cannot_be_traced(found: SimpleNamespace) -> None:
    assert found.audit.checks.loc["traced", "verdict"] == "met"
    lost = replace(
        found.run, provenance={key: one for key, one in found.run.provenance.items() if key != "versions"}
    )
    row = ten_steps(lost).checks.loc["traced"]
    assert (row["verdict"], row["found"]) == ("not met", "not recorded")
    assert row["sentence"].startswith("Not recorded: versions of the software. ")


def test_a_value_at_the_limit_is_met(found: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    from govmetrics.audit.found import Found

    for key, limit, beyond in (
        ("imputed", 0.05, 0.0501),
        ("enough_units", 3.0, 2.99),
        ("compensation", 0.9, 0.899),
    ):
        for at, verdict in ((limit, "met"), (beyond, "not met")):
            more = {"units": 1, "leaves": 1}
            monkeypatch.setitem(CHECKS, key, lambda subject, at=at, more=more: Found(at, more=more))
            assert ten_steps(found.run).checks.loc[key, "verdict"] == verdict


def test_every_step_has_a_check_and_every_rule_its_chinese(found: SimpleNamespace) -> None:
    assert {rule.step for rule in RULES.values()} == set(range(1, 11))
    assert list(RULES) == list(found.audit.checks.index)
    assert set(CHECKS) == set(RULES)
    words = chinese()
    for rule in RULES.values():
        for text in (rule.name, rule.rule, rule.met, rule.unmet, rule.basis.template):
            assert text in words, text
    table = found.audit.tables("zh")[0]
    assert table.frame.iloc[0].tolist()[:2] == ["1. 理论框架", "每个指标均有解释"]
    assert "符合" in set(table.frame.iloc[:, 5])


def test_the_summary_counts_and_names_what_is_not_met(found: SimpleNamespace) -> None:
    counts = found.audit.checks["verdict"].value_counts()
    first, *rest = found.audit.summary("en").splitlines()
    assert first == (f"Audit in ten steps: {counts['met']} of {len(RULES)} checks met, {counts['not met']} not met, "
                     f"{counts['not examined']} not examined.")  # fmt: skip
    assert len(rest) == counts["not met"]
    assert set(found.audit.unmet["verdict"]) == {"not met"}


def test_names_are_asked_for_no_oftener_in_a_tree_of_more_leaves(monkeypatch):
    """Once for each of so many leaves they would take the square of them: minutes in a report of a thousand."""
    asked, names = [], gm.IndicatorTree.names
    monkeypatch.setattr(gm.IndicatorTree, "names", lambda self: asked.append(len(self)) or names(self))
    times = []
    for leaves in (6, 30):
        codes = [f"x{place}" for place in range(leaves)]
        frame = pd.DataFrame(np.random.default_rng(0).normal(50, 10, (12, leaves)), UNITS, codes)
        big = gm.IndicatorTree.from_groups({"g": codes[::2], "h": codes[1::2]})
        run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(frame, big))
        asked.clear()
        ten_steps(run)
        times.append(len(asked))
    assert times[0] == times[1]


def test_of_thousands_of_pairs_the_worst_are_listed_and_all_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("structure", "result"):
        monkeypatch.setattr(f"govmetrics.audit.{module}.MOST", 3)
    codes = [f"x{at}" for at in range(6)]
    rng = np.random.default_rng(0)
    values = rng.normal(size=(40, 1)) * [1, 1, 1, -1, -1, -1] + 0.05 * rng.normal(size=(40, 6))
    table = pd.DataFrame(values, [f"u{at}" for at in range(40)], codes)
    run = gm.follow(
        gm.Recipe(weighting="equal"), gm.read_records(table, gm.IndicatorTree.from_groups({"g": codes}))
    )
    audit = ten_steps(run)
    pairs = run.scaled.values.corr().to_numpy()[np.triu_indices(6, 1)]
    assert value(audit, "negative") == (pairs < -0.32).sum() == 9
    listed = audit.cases[audit.cases["key"] == "negative"]["value"]
    assert listed.tolist() == pytest.approx(sorted(pairs)[:3])
    told = [one.split(": ", 1)[1] for one in map(str, audit.tables("en")[1].notes)]
    assert "of 9 cases the 3 worst are listed" in told


def test_other_judgements_are_called_in_the_language_of_the_tables(found):
    first, second = Text("Index"), Text("Efficiency")
    other = gm.ranking.compare({first: found.run.scores, second: -found.run.scores.values["r"]})
    audit = ten_steps(found.run, found.sure, agreement=other)
    cases = audit.tables("zh")[1].frame
    assert cases.iloc[-1, 1] == "效率分析"
