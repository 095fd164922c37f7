"""Coherence of a framework, against independent computations."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from govmetrics.core import (
    FaultyInput,
    Group,
    Indicator,
    IndicatorTree,
    Scaled,
    Scores,
    UnsuitableMethod,
    Weights,
)
from govmetrics.core.weights import shares_within_groups
from govmetrics.diagnosis import Limits, coherence
from govmetrics.diagnosis._coherence_checks import SENTENCES
from govmetrics.diagnosis._coherence_pairs import _least_negative
from govmetrics.diagnosis.coherence import parts_of
from govmetrics.numerics.main_effects import correlation_ratios

TREE = IndicatorTree.from_groups({"A": ["a1", "a2", "a3"], "B": ["b1", "b2", "b3"]})
EQUAL = Weights(TREE, shares_within_groups(TREE, dict.fromkeys(TREE.node_codes, 1.0)))


def framework(n=200, seed=0, noise=0.5):
    """Two pillars with one factor each, moderately related."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    pillars = [0.8 * common + 0.6 * rng.normal(size=(n, 1)) for _ in range(2)]
    x = np.hstack([p + noise * rng.normal(size=(n, 3)) for p in pillars])
    return pd.DataFrame(50 + 10 * x, columns=TREE.codes)


def run(values, weights=EQUAL, **kwargs):
    return coherence(Scaled(TREE, values, pd.DataFrame(), "min_max", (0, 100)), weights, **kwargs)


def verdicts(result, check):
    rows = result.checks[result.checks["check"] == check]
    return dict(zip(rows["place"], rows["verdict"], strict=True))


def test_a_sound_framework_passes_every_check():
    result = run(framework())
    assert set(result.checks["verdict"]) == {"holds"}
    n = len(result.checks)
    assert result.summary() == f"{n} of {n} checks hold"
    assert set(result.checks["check"]) == set(SENTENCES)


def test_pairs_that_would_not_fit_are_refused_and_smaller_groups_fit(monkeypatch):
    def checked(size):
        groups = {f"g{k}": [f"x{k}_{i}" for i in range(size)] for k in range(12 // size)}
        tree = IndicatorTree.from_groups(groups)
        values = pd.DataFrame(np.random.default_rng(0).normal(size=(9, 12)), columns=tree.codes)
        local = pd.Series({code: 1 / len(tree.parts(tree.parent(code))) for code in tree.node_codes[1:]})
        return coherence(Scaled(tree, values, pd.DataFrame()), Weights(tree, local))

    monkeypatch.setattr("govmetrics.core.memory.MOST", 350 * 24)
    with pytest.raises(
        FaultyInput, match=r"tree: .* of memory would be needed.*; put the indicators into smaller groups"
    ):
        checked(6)
    assert len(checked(3).pairs) == 12 + 6


def test_many_pairs_are_told_as_few_are_and_tables_show_the_checks_to_look_at(monkeypatch):
    from govmetrics.diagnosis import _coherence_pairs as of_pairs

    values = framework(40).round(-1)
    values["a1"], values["b2"], values.iloc[::5, 2] = 100 - values["a2"], 7.0, np.nan
    few = run(values)
    monkeypatch.setattr(of_pairs, "MANY", 2)
    many = run(values)
    pd.testing.assert_frame_equal(many.checks.astype(few.checks.dtypes), few.checks)
    assert [text.say("zh") for text in many.checks["sentence"]] == [
        text.say("zh") for text in few.checks["sentence"]
    ]
    assert many.summary("zh") == few.summary("zh")
    assert dict(many._names()) == dict(few._names())
    checks, pairs = many.tables()[0], many.tables()[2]
    assert checks.frame["In words"].tolist() == few.summary().splitlines()[1:]
    assert "of 7 pairs of siblings the 2 with the largest correlations are shown" in checks.notes[0]
    largest = few.pairs.loc[few.pairs["correlation"].abs().nlargest(2).index.sort_values()]
    assert pairs.frame.iloc[:, :2].to_numpy().tolist() == largest[["first", "second"]].to_numpy().tolist()
    assert pickle.loads(pickle.dumps(many)).summary() == few.summary()


def test_the_doubts_of_a_check_are_counted_and_the_worst_named():
    values = framework(40).round(-1)
    values["a1"], values["b2"], values.iloc[::5, 2] = 100 - values["a2"], 7.0, np.nan
    result, scaled = run(values), Scaled(TREE, values, pd.DataFrame(), "min_max", (0, 100))
    parts = parts_of(scaled, EQUAL, None, Limits())
    for check in SENTENCES:
        rows = result.checks[(result.checks["check"] == check) & (result.checks["verdict"] != "cannot tell")]
        low = rows[rows["verdict"] == "look at"]
        names = result._names()
        told = [(place, names[place], value) for place, value in zip(low["place"], low["value"], strict=True)]
        assert parts.doubts(check, 100) == (len(rows), len(low), told)
        far = (low["value"] - low["threshold"]).abs().sort_values(ascending=False, kind="stable")
        assert [place for place, *_ in parts.doubts(check, 1)[2]] == low["place"].loc[far.index[:1]].tolist()
    assert {check for check in SENTENCES if parts.doubts(check, 1)[1] > 1}


def test_names_of_pairs_whose_codes_hold_the_mark_of_a_pair():
    tree = IndicatorTree(Group("A", "", (Indicator("x"), Indicator("x - y", "Why"), Indicator("z"))))
    weights = Weights(tree, pd.Series(1 / 3, tree.codes))
    names = coherence(
        Scaled(tree, framework(20).iloc[:, :3].set_axis(tree.codes, axis=1), pd.DataFrame()), weights
    )._names()
    assert (names["x - y - z"], names["x - z"], len(names)) == ("Why - z", "x - z", 4 + 3)
    assert "x - w" not in names


def test_fewer_units_than_parts_share_the_components_of_all_correlations():
    tree = IndicatorTree.from_groups({"A": [f"a{i}" for i in range(9)]})
    values = pd.DataFrame(np.random.default_rng(3).normal(size=(7, 9)).round(1), columns=tree.codes)
    weights = Weights(tree, pd.Series({"A": 1.0, **dict.fromkeys(tree.codes, 1 / 9)}))
    found = coherence(Scaled(tree, values, pd.DataFrame()), weights).components.loc["A"]
    eigen, vectors = np.linalg.eigh(values.corr())
    assert found["first_component"] == pytest.approx(eigen[-1] / 9, abs=1e-12)
    assert found["above_one"] == (eigen > 1).sum()
    assert found["one_sign"] == (np.ptp(np.sign(vectors[:, -1])) == 0)


def test_correlations_alpha_and_components_agree_with_pandas():
    values = framework()
    result = run(values)
    a, b = values[["a1", "a2", "a3"]].mean(axis=1), values[["b1", "b2", "b3"]].mean(axis=1)
    assert result.correlations.at["a1", "A"] == pytest.approx(values["a1"].corr(a))
    assert result.correlations.at["a1", "B"] == pytest.approx(values["a1"].corr(b))
    assert result.correlations.at["B", "index"] == pytest.approx(b.corr((a + b) / 2))
    inner = values[["a1", "a2", "a3"]].cov().to_numpy()
    assert result.alpha["A"] == pytest.approx(1.5 * (1 - np.trace(inner) / inner.sum()))
    eigen = np.linalg.eigvalsh(values[["a1", "a2", "a3"]].corr())
    assert result.components.at["A", "first_component"] == pytest.approx(eigen[-1] / 3)
    assert result.pairs.set_index(["first", "second"]).at[("a1", "a2"), "correlation"] == pytest.approx(
        values["a1"].corr(values["a2"])
    )


def test_a_reversed_leaf_is_found_by_every_check_it_breaks():
    values = framework()
    values["a1"] = 100 - values["a1"]
    result = run(values)
    assert verdicts(result, "negative pair")["a1 - a2"] == "look at"
    assert verdicts(result, "one component")["A"] == "look at"
    assert verdicts(result, "own group")["a1"] == "look at"
    assert verdicts(result, "alpha")["A"] == "look at"
    assert "此消彼长" in result.summary("zh")


def test_a_twin_is_redundant_and_a_misplaced_leaf_belongs_elsewhere():
    values = framework()
    values["a2"] = values["a1"] + 0.01 * values["a2"]
    assert verdicts(run(values), "redundant pair")["a1 - a2"] == "look at"
    values = framework()
    values["a3"] = values[["b1", "b2", "b3"]].mean(axis=1)
    checks = run(values).checks.set_index(["check", "place"])
    assert checks.at[("other groups", "a3"), "verdict"] == "look at"
    assert "goes with B more than with its own group" in checks.at[("other groups", "a3"), "sentence"]


def test_effective_weight_of_a_leaf_that_hardly_varies_is_small():
    values = framework()
    values["a1"] = 50 + (values["a1"] - 50) / 50
    rng = np.random.default_rng(9)
    values["a1"] = 50 + rng.normal(size=len(values)) / 10
    result = run(values)
    assert verdicts(result, "effective weight")["a1"] == "look at"
    frame = result.weights
    assert frame.groupby("group")["effective_share"].sum().tolist() == pytest.approx([1, 1, 1])
    assert (frame["smooth"] >= frame["linear"] - 1e-12).all()


def test_effective_weights_of_unrelated_parts_are_their_shares_of_the_variance():
    """Paruolo et al. (2013): without correlation S_i = w_i^2 var(x_i) / var(y)."""
    rng = np.random.default_rng(4)
    q, _ = np.linalg.qr(np.column_stack([np.ones(500), rng.normal(size=(500, 3))]))
    tree = IndicatorTree.from_groups({"A": ["a", "b", "c"]})
    x = pd.DataFrame(50 + q[:, 1:] * np.sqrt(500) * [1, 2, 3], columns=tree.codes)
    weights = Weights(tree, pd.Series({"A": 1.0, "a": 0.5, "b": 0.3, "c": 0.2}))
    found = coherence(Scaled(tree, x, pd.DataFrame(), "", (0, 100)), weights).weights.loc[tree.codes]
    parts = np.array([0.5 * 1, 0.3 * 2, 0.2 * 3]) ** 2
    np.testing.assert_allclose(found["linear"], parts / parts.sum(), atol=1e-12)
    np.testing.assert_allclose(found["effective_share"], parts / parts.sum(), atol=0.02)


def test_rivals_that_do_not_vary_tell_nothing():
    values = framework(30)
    values[["b1", "b2", "b3"]] = 5.0
    result = run(values)
    assert verdicts(result, "other groups")["a1"] == "cannot tell"
    assert "a1: “other groups” cannot be judged" in result.summary()


def test_sentences_name_numbers_in_their_order_and_the_one_reason():
    values = framework()
    sound = run(values).checks.set_index(["check", "place"])["sentence"]
    own, other = (
        values["a1"].corr(values[["a1", "a2", "a3"]].mean(axis=1)),
        run(values).correlations.at["a1", "B"],
    )
    assert sound["other groups", "a1"] == (
        f"a1 goes with its own group more than with B: r = {own:.2f} against |r| = {other:.2f}"
    )
    values["a1"] = 100 - values["a1"]
    assert "both signs" in run(values).checks.set_index(["check", "place"])["sentence"]["one component", "A"]
    common, own = np.random.default_rng(0).normal(size=(2, len(values)))
    values = values.assign(a1=common + 0.3 * own, a2=common - 0.3 * own, a3=own)
    two = run(values).checks.set_index(["check", "place"])["sentence"]["one component", "A"].say("zh")
    assert two.startswith("A 各部分不属于同一维度：2 个特征值大于 1；第一主成分解释 ")


def test_a_tree_without_pairs_has_nothing_to_check():
    tree = IndicatorTree.from_groups({"A": ["a"]})
    x = Scaled(tree, pd.DataFrame({"a": np.arange(6.0)}), pd.DataFrame(), "", (0, 100))
    lone = coherence(x, Weights(tree, pd.Series({"A": 1.0, "a": 1.0})))
    assert lone.summary() == "no group has two parts to compare"
    assert "各维度均只有一个指标" in lone.summary("zh")


def test_an_index_that_repeats_a_pillar_adds_nothing_to_it():
    heavy = Weights(TREE, shares_within_groups(TREE, dict.fromkeys(TREE.node_codes, 1.0) | {"A": 99.0}))
    result = run(framework(), heavy)
    assert verdicts(result, "added value") == {"A": "look at", "B": "holds"}
    assert result.added_value.at["A", "shift"] == 10


def test_constants_and_holes_are_named_not_dropped():
    values = framework(30)
    values["a1"] = 5.0
    values.iloc[:28, 4] = np.nan
    result = run(values)
    assert verdicts(result, "alpha")["A"] == "cannot tell"
    assert verdicts(result, "own group")["a1"] == "cannot tell"
    assert verdicts(result, "redundant pair")["b1 - b2"] == "cannot tell"
    assert verdicts(result, "redundant pair")["b1 - b3"] == "holds"
    assert "a1: “own group” cannot be judged" in result.summary()
    json.dumps(result.to_dict())


def test_given_scores_and_limits_are_used():
    values = framework(50)
    nodes = pd.DataFrame({"index": values["a1"], "A": values["a1"], "B": values["b1"]})
    nodes = nodes.join(values)[TREE.node_codes]
    scores = Scores(nodes, nodes * 0 + 1, EQUAL)
    result = run(values, scores=scores, limits=Limits(own_parent=0.99))
    assert result.correlations.at["a1", "A"] == pytest.approx(1)
    assert verdicts(result, "own group")["a2"] == "look at"
    with pytest.raises(FaultyInput, match="values: the nodes differ"):
        run(values, scores=Scores(nodes.drop(columns="A"), nodes, EQUAL))


def test_shuffled_units_change_nothing():
    values = framework(60)
    one, two = run(values), run(values.sample(frac=1, random_state=0))
    pd.testing.assert_frame_equal(one.checks, two.checks)


def test_few_units_and_periods_are_refused():
    with pytest.raises(UnsuitableMethod, match="fewer than five"):
        run(framework(4))
    rows = pd.MultiIndex.from_product([[1, 2], range(5)], names=["period", "unit"])
    with pytest.raises(UnsuitableMethod, match="one period at a time"):
        run(framework(10).set_axis(rows))


def test_tables_call_nodes_by_their_names_in_both_languages():
    names = {"a1": Indicator("a1", {"en": "Trust", "zh": "信任"})}
    tree = IndicatorTree(Group("G", "", tuple(names.get(c, Indicator(c)) for c in ("a1", "a2", "a3"))))
    weights = Weights(tree, pd.Series(1 / 3, ["a1", "a2", "a3"]))
    x = Scaled(tree, framework()[["a1", "a2", "a3"]], pd.DataFrame(), "", (0, 100))
    result = coherence(x, weights)
    checks, correlations, pairs, *_ = result.tables("zh")
    assert checks.frame["位置"].iloc[0] == "信任"
    assert "信任 - a2" in set(checks.frame["位置"])
    assert checks.frame["判定"].iloc[0] == "成立"
    assert pairs.frame["前项"].iloc[0] == correlations.frame["指标"].iloc[0] == "信任"
    assert result.tables()[0].frame["In words"].iloc[0].startswith("Trust goes with its own group G")


# -- correlation ratios ----------------------------------------------------------------------------------


def test_correlation_ratio_sees_what_the_correlation_does_not():
    x = np.linspace(-1, 1, 500)
    rng = np.random.default_rng(0)
    y = x**2 + 0.05 * rng.normal(size=500)
    linear, ratio = correlation_ratios(np.column_stack([x, 3 * x + 1]), y)
    assert linear[0] < 0.01
    # var(E(y|x)) / var(y) with var(x^2) = 4/45 and noise .0025
    assert ratio[0] == pytest.approx((4 / 45) / (4 / 45 + 0.0025), abs=0.02)
    assert ratio[1] == pytest.approx(ratio[0], abs=1e-9)


def test_correlation_ratio_of_a_line_is_the_squared_correlation():
    rng = np.random.default_rng(2)
    x = rng.normal(size=5000)
    linear, ratio = correlation_ratios(x[:, None], x + rng.normal(size=5000))
    assert ratio[0] == pytest.approx(linear[0], abs=0.005)
    flat, none = correlation_ratios(np.ones((50, 1)), rng.normal(size=50))
    assert np.isnan(flat[0])
    assert np.isnan(none[0])


def test_every_sentence_of_a_check_has_its_chinese():
    from govmetrics.core.words.text import chinese

    assert {sentence for both in SENTENCES.values() for sentence in both} <= set(chinese())


def test_main_effects_of_columns_without_gaps_are_those_of_each_by_itself(monkeypatch):
    """Solved together (QR) and one by one (least squares): ties, steep ends, constants, few distinct values."""
    from govmetrics.numerics import main_effects

    rng = np.random.default_rng(5)
    for n in (5, 12, 40, 200):
        x = rng.normal(size=(n, 9)) * 10.0 ** rng.integers(-5, 6, 9)
        x[:, 1], x[:, 2], x[:, 3] = x[0, 1], np.sign(x[:, 2]), np.exp(3 * rng.normal(size=n))
        x[: n * 9 // 10, 4], x[:, 5] = 7.0, rng.integers(0, 12, n)
        y = x[:, 3] + x[:, 5] ** 2 + rng.normal(size=n)
        monkeypatch.setattr(main_effects, "_TOGETHER", 4)
        together = correlation_ratios(x, y)
        alone = [
            correlation_ratios(np.vstack([column[:, None], [[np.nan]]]), np.append(y, 0.0)) for column in x.T
        ]
        np.testing.assert_allclose(np.array(together), np.array(alone)[:, :, 0].T, rtol=1e-9, atol=1e-12)
        assert np.isfinite(together[1]).any()


def test_the_nearest_of_other_groups_by_the_plain_formula():
    """Five groups of which one is constant and one is deeper; every part against every group beside its own."""
    deep = Group(
        "E",
        "",
        (
            Group("F", "", (Indicator("f1"), Indicator("f2"))),
            Group("G", "", (Indicator("g1"), Indicator("g2"))),
        ),
    )
    flat = [Group(name, "", tuple(Indicator(f"{name.lower()}{i}") for i in (1, 2, 3))) for name in "ABC"]
    tree = IndicatorTree(
        Group("r", "", (flat[0], deep, *flat[1:], Group("D", "", (Indicator("d1"), Indicator("d2")))))
    )
    rng = np.random.default_rng(8)
    x = pd.DataFrame(rng.normal(size=(30, 15)) + rng.normal(size=(30, 1)), columns=tree.codes)
    x[["d1", "d2"]] = 3.0
    local = pd.Series({code: 1 / len(tree.parts(tree.parent(code))) for code in tree.node_codes[1:]})
    result = coherence(Scaled(tree, x, pd.DataFrame()), Weights(tree, local))
    means = {code: x[code] for code in tree.codes}
    for code in reversed(tree.node_codes):  # what a group is made of comes after it
        if parts := tree.parts(code):
            means[code] = sum(means[part] for part in parts) / len(parts)
    expected = []
    for code in tree.node_codes[1:]:
        own = tree.parent(code)
        if code in ("D", "d1", "d2"):
            continue  # constant
        value = np.corrcoef(means[code], means[own])[0, 1]
        expected.append(("own group", code, value, 0.3))
        beside = [] if own == "r" else [one for one in tree.parts(tree.parent(own)) if one not in (own, "D")]
        sizes = {one: abs(np.corrcoef(means[code], means[one])[0, 1]) for one in beside}
        expected += [("other groups", code, max(sizes.values()), value)] if sizes else []
    checks = result.checks[result.checks["check"].isin(["own group", "other groups"])]
    told = checks[checks["value"].notna()]
    assert [row[:2] for row in expected] == list(zip(told["check"], told["place"], strict=True))
    np.testing.assert_allclose(
        told[["value", "threshold"]].to_numpy(), [row[2:] for row in expected], atol=1e-12
    )
    assert checks.loc[checks["value"].isna(), "place"].tolist() == ["D", "d1", "d2"]


@pytest.mark.parametrize("n", [4, 12, 300])
@pytest.mark.parametrize("level", [0.9, 0.999])
def test_the_least_negative_correlation_is_that_of_which_chance_gives_just_the_level(n, level):
    r = _least_negative(n, level)
    t = r * np.sqrt((n - 2) / (1 - r**2))
    assert 2 * stats.t.cdf(t, n - 2) == pytest.approx(1 - level, rel=1e-9)
