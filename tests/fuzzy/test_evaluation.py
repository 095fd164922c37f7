from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.fuzzy import FOUR_GRADES, OPERATORS, THREE_GRADES, GradeScale, compose, evaluate
from govmetrics.fuzzy.verdicts import _grade_of_place, _place

TREE = gm.IndicatorTree.from_groups(
    {"actors": ["a1", "a2", "a3"], "process": ["p1"], "outcomes": ["o1", "o2"]}
)
WEIGHTS = gm.weighting.assigned(
    TREE,
    {
        "actors": 0.5,
        "process": 0.2,
        "outcomes": 0.3,
        "a1": 0.2,
        "a2": 0.3,
        "a3": 0.5,
        "p1": 1,
        "o1": 0.6,
        "o2": 0.4,
    },
)


def _frame(units=("u", "v", "w"), grades=FOUR_GRADES, seed=0):
    rows = pd.MultiIndex.from_product([units, TREE.codes], names=["unit", "code"])
    degrees = np.random.default_rng(seed).dirichlet(np.ones(len(grades)), len(rows))
    return pd.DataFrame(degrees, rows, grades.keys)


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("normalise", [True, False])
def test_level_by_level_is_compose_twice(operator, normalise):
    frame = _frame()
    result = evaluate(frame, WEIGHTS, FOUR_GRADES, operator, normalise=normalise)
    for unit in ("u", "v", "w"):
        parts = pd.DataFrame({
            group: compose(WEIGHTS.of(group), frame.loc[unit].loc[TREE.parts(group)], operator, normalise)
            for group in TREE.parts("index")
        }).T  # fmt: skip
        root = compose(WEIGHTS.of("index"), parts, operator, normalise)
        np.testing.assert_allclose(result.membership.loc[(unit, "index")], root, atol=1e-12)
        np.testing.assert_allclose(result.membership.loc[(unit, "actors")], parts.loc["actors"], atol=1e-12)


def test_every_node_is_there_in_order():
    frame = _frame()
    result = evaluate(frame, WEIGHTS, FOUR_GRADES)
    assert list(result.membership.index) == [(u, n) for u in "uvw" for n in TREE.node_codes]
    assert list(result.membership.index.names) == ["unit", "node"]
    leaves = result.membership.loc[[(u, c) for u in "uvw" for c in TREE.codes]]
    np.testing.assert_array_equal(leaves, frame)
    for series in (result.grade, result.score, result.validity):
        assert series.index.equals(result.membership.index)
    np.testing.assert_allclose(result.score, result.membership.to_numpy() @ np.array(FOUR_GRADES.values))
    assert (result.grade.to_numpy() == result.membership.idxmax(axis=1).to_numpy()).all()


def test_the_weighted_mean_is_the_mean_across_the_tree():
    frame = _frame()
    result = evaluate(frame, WEIGHTS, FOUR_GRADES)
    shares = WEIGHTS.across_tree()
    for unit in "uvw":
        expected = shares.to_numpy() @ frame.loc[unit].loc[shares.index].to_numpy()
        np.testing.assert_allclose(result.at().loc[unit], expected, atol=1e-12)


@given(st.randoms(use_true_random=False), st.sampled_from(OPERATORS))
def test_shuffled_rows_and_columns_change_nothing(random, operator):
    frame = _frame()
    order, columns = list(range(len(frame))), list(frame.columns)
    random.shuffle(order)
    random.shuffle(columns)
    shuffled = evaluate(frame.iloc[order][columns], WEIGHTS, FOUR_GRADES, operator)
    plain = evaluate(frame, WEIGHTS, FOUR_GRADES, operator)
    pd.testing.assert_frame_equal(shuffled.at().loc[list("uvw")], plain.at())


def test_shuffled_leaves_of_the_tree_change_nothing():
    groups = {"outcomes": ["o2", "o1"], "actors": ["a3", "a1", "a2"], "process": ["p1"]}
    tree = gm.IndicatorTree.from_groups(groups)
    weights = gm.weighting.assigned(tree, WEIGHTS.local.to_dict())
    turned = evaluate(_frame(), weights, FOUR_GRADES).at()
    np.testing.assert_allclose(turned, evaluate(_frame(), WEIGHTS, FOUR_GRADES).at(), atol=1e-12)


@given(st.integers(0, 3), st.sampled_from(OPERATORS))
def test_a_crisp_membership_gives_the_crisp_grade(grade, operator):
    frame = _frame() * 0.0
    frame.iloc[:, grade] = 1.0
    result = evaluate(frame, WEIGHTS, FOUR_GRADES, operator)
    verdicts = result.verdicts()
    names = ["grade", "grade_by_score", "grade_by_place", "grade_by_confidence"]
    assert (verdicts[names].astype(object) == FOUR_GRADES.keys[grade]).all(axis=None)
    assert (verdicts["entropy"] == 0).all()
    assert np.isposinf(verdicts["validity"]).all()
    assert (verdicts["tied"] == "").all()
    assert verdicts["score"].to_numpy() == pytest.approx(FOUR_GRADES.values[grade])
    assert verdicts["agree"].all()


@given(st.integers(0, 1000), st.integers(0, 5), st.floats(0, 1))
def test_moving_mass_to_a_better_grade_never_lowers_the_score(seed, leaf, part):
    frame = _frame(("u",), seed=seed)
    better = frame.copy()
    moved = part * better.iloc[leaf, 2]
    better.iloc[leaf, 2] -= moved
    better.iloc[leaf, 0] += moved
    before, after = (evaluate(f, WEIGHTS, FOUR_GRADES) for f in (frame, better))
    assert (after.score - before.score >= -1e-12).all()
    assert after.verdicts()["place"].iloc[0] <= before.verdicts()["place"].iloc[0] + 1e-12


def test_a_rising_scale_gives_the_same_verdicts():
    frame = _frame(tuple("abcdefgh"))
    rising = GradeScale(FOUR_GRADES.names[::-1], FOUR_GRADES.values[::-1])
    falls, rises = evaluate(frame, WEIGHTS, FOUR_GRADES), evaluate(frame, WEIGHTS, rising)
    names = [
        "grade",
        "score",
        "validity",
        "grade_by_score",
        "grade_by_place",
        "grade_by_confidence",
        "entropy",
    ]
    left, right = falls.verdicts()[names], rises.verdicts()[names]
    pd.testing.assert_frame_equal(left.astype({n: str for n in names if "grade" in n}),
                                  right.astype({n: str for n in names if "grade" in n}))  # fmt: skip
    np.testing.assert_allclose(falls.verdicts()["place"] + rises.verdicts()["place"], 5)


def test_ties_are_shown_and_the_worse_grade_taken():
    frame = _frame(("u",)) * 0.0
    frame[["good", "fair"]] = 0.5
    result = evaluate(frame, WEIGHTS, FOUR_GRADES)
    verdict = result.verdicts().loc["u"]
    assert verdict["tied"] == "good; fair"
    assert verdict["grade"] == "fair"
    # half-way in the scale: the worse grade; on the cut of the score: the better one
    assert (verdict["place"], verdict["grade_by_place"]) == (2.5, "fair")
    assert (verdict["score"], verdict["grade_by_score"]) == (70, "good")
    assert "Tied: good, fair" in result.summary()
    assert "并列等级：良、中" in result.summary("zh")


def test_undecided_evidence_has_validity_zero_and_entropy_one():
    verdict = evaluate(_frame(("u",)) * 0 + 0.25, WEIGHTS, FOUR_GRADES).verdicts().loc["u"]
    assert verdict["validity"] == pytest.approx(0, abs=1e-12)
    assert verdict["entropy"] == pytest.approx(1)


def test_half_way_between_two_places_the_worse_grade_is_taken():
    falling, rising = GradeScale(["a", "b", "c"], [3, 2, 1]), GradeScale(["a", "b", "c"], [1, 2, 3])
    place = _place(np.array([[0.5, 0.5, 0], [0, 0.5, 0.5], [0.4, 0.6, 0], [np.nan] * 3]))
    assert _grade_of_place(place, falling).tolist() == [1, 2, 1, -1]
    assert _grade_of_place(place, rising).tolist() == [0, 1, 1, -1]


def test_confidence_rule_by_hand():
    frame = _frame(("u",)) * 0
    frame[FOUR_GRADES.keys] = [0.3, 0.25, 0.2, 0.25]
    result = evaluate(frame, WEIGHTS, FOUR_GRADES)
    assert [result.verdicts(confidence=c)["grade_by_confidence"].iloc[0] for c in (0.51, 0.55, 0.6, 0.75, 0.9)] == [
        "good", "good", "fair", "fair", "poor"]  # fmt: skip
    with pytest.raises(gm.FaultyInput, match="confidence"):
        result.verdicts(confidence=0.5)


def test_missing_leaves_follow_the_coverage_rule():
    frame = _frame(("u", "v"))
    frame.loc[("u", "a1")] = np.nan
    frame.loc[("v", "a3")] = np.nan
    result = evaluate(frame, WEIGHTS, FOUR_GRADES)
    # u: a1 holds a fifth of actors, and the others keep their proportions
    expected = (0.3 * frame.loc[("u", "a2")] + 0.5 * frame.loc[("u", "a3")]) / 0.8
    np.testing.assert_allclose(result.membership.loc[("u", "actors")], expected)
    assert result.coverage.loc["u"].round(3).to_dict() == {
        "index": 0.9,
        "actors": 0.8,
        "process": 1,
        "outcomes": 1,
    }
    # v: half of actors is missing, below two thirds, and with it half of the root
    assert np.isnan(result.at().loc["v"]).all()
    assert result.coverage.loc["v", ["index", "actors"]].tolist() == [0.5, 0.5]
    assert pd.isna(result.grade["v", "index"])
    assert pd.isna(result.verdicts().loc["v", "grade_by_confidence"])
    assert "not enough evidence" in result.summary()
    assert "证据不足" in result.summary("zh")
    lenient = evaluate(frame, WEIGHTS, FOUR_GRADES, min_coverage=0.5)
    assert lenient.at().notna().all(axis=None)
    # the complete unit is the same whether or not another misses something
    whole = evaluate(_frame(("u", "v")), WEIGHTS, FOUR_GRADES, "max_min")
    part = evaluate(frame, WEIGHTS, FOUR_GRADES, "max_min", min_coverage=0)
    np.testing.assert_allclose(
        part.membership.loc[("u", "outcomes")], whole.membership.loc[("u", "outcomes")]
    )


def test_a_groups_own_coverage_rule():
    tree = gm.read_tree({"code": "index", "parts": [
        {"code": "g", "min_coverage": 1, "parts": [{"code": "x", "better": "more"}, {"code": "y", "better": "more"}]},
        {"code": "h", "parts": [{"code": "z", "better": "more"}]}]})  # fmt: skip
    rows = pd.MultiIndex.from_product([["u"], tree.codes], names=["unit", "code"])
    frame = pd.DataFrame([[1.0, 0, 0], [np.nan] * 3, [0, 1.0, 0]], rows, THREE_GRADES.keys)
    result = evaluate(frame, gm.weighting.equal(tree), THREE_GRADES, min_coverage=0.3)
    assert np.isnan(result.membership.loc[("u", "g")]).all()
    assert result.membership.loc[("u", "index")].tolist() == [0, 1, 0]


def test_periods_and_unnamed_units():
    units = pd.MultiIndex.from_product(
        [[2023, 2024], ["u", "v"], TREE.codes], names=["period", "unit", "code"]
    )
    frame = pd.DataFrame(np.random.default_rng(0).dirichlet(np.ones(4), len(units)), units, FOUR_GRADES.keys)
    result = evaluate(frame, WEIGHTS, FOUR_GRADES)
    assert list(result.units) == [(y, u) for y in (2023, 2024) for u in "uv"]
    assert result.grade.index.names == ["period", "unit", "node"]
    assert result.verdicts().index.names == ["period", "unit"]
    assert result.operators().index.names == ["period", "unit", "operator"]
    alone = frame.loc[2023].loc["u"]
    np.testing.assert_allclose(
        evaluate(alone, WEIGHTS, FOUR_GRADES).at().loc["all"], result.at().loc[(2023, "u")]
    )


def test_rows_of_many_periods_in_any_order_find_their_unit():
    years = pd.MultiIndex.from_product(
        [range(2020, 2026), ["u", "v"], TREE.codes], names=["period", "unit", "code"]
    )
    frame = pd.DataFrame(np.random.default_rng(0).dirichlet(np.ones(4), len(years)), years, FOUR_GRADES.keys)
    wanted = evaluate(frame, WEIGHTS, FOUR_GRADES).at()
    found = evaluate(frame.sample(frac=1, random_state=0), WEIGHTS, FOUR_GRADES).at()
    pd.testing.assert_frame_equal(found.loc[wanted.index], wanted)


def test_a_tree_of_one_indicator():
    tree = gm.IndicatorTree(gm.Indicator("x"))
    weights = gm.core.Weights(tree, pd.Series(dtype=float))
    frame = pd.DataFrame([[0.2, 0.5, 0.3]], pd.MultiIndex.from_tuples([("u", "x")]), THREE_GRADES.keys)
    result = evaluate(frame, weights, THREE_GRADES)
    assert result.grade["u", "x"] == "fair"
    assert result.at().loc["u"].tolist() == [0.2, 0.5, 0.3]
    assert result.verdicts().loc["u", "score"] == pytest.approx(78)
    assert result.operators()["agree"].all()


def test_a_deep_and_ragged_tree():
    node = {"code": "x0", "better": "more"}
    for level in range(1, 40):
        node = {"code": f"g{level}", "parts": [node, {"code": f"x{level}", "better": "more"}]}
    tree = gm.read_tree(node)
    rows = pd.MultiIndex.from_product([["u"], tree.codes], names=["unit", "code"])
    frame = pd.DataFrame(np.random.default_rng(3).dirichlet([1, 1, 1], len(rows)), rows, THREE_GRADES.keys)
    weights = gm.weighting.equal(tree)
    result = evaluate(frame, weights, THREE_GRADES)
    shares = weights.across_tree()
    np.testing.assert_allclose(
        result.at().loc["u"], shares.to_numpy() @ frame.loc["u"].loc[shares.index].to_numpy()
    )


def test_columns_may_be_named_in_chinese():
    frame = _frame()
    named = frame.set_axis(FOUR_GRADES.labels("zh"), axis="columns")
    assert evaluate(named, WEIGHTS, FOUR_GRADES).at().equals(evaluate(frame, WEIGHTS, FOUR_GRADES).at())


def test_nothing_given_is_changed_and_the_result_keeps_its_evidence():
    frame = _frame()
    before = frame.copy()
    result = evaluate(frame, WEIGHTS, FOUR_GRADES)
    result.operators()
    pd.testing.assert_frame_equal(frame, before)
    frame.iloc[0, 0] = 99.0
    pd.testing.assert_frame_equal(result.leaves, before)


def test_operators_table():
    table = evaluate(_frame(), WEIGHTS, FOUR_GRADES).operators("actors")
    assert list(table.loc["u"].index) == list(OPERATORS)
    assert list(table.index.get_level_values("unit")[::5]) == ["u", "v", "w"]
    for unit, rows in table.groupby("unit"):
        assert rows["agree"].nunique() == 1
        assert rows["agree"].iloc[0] == (rows["grade"].nunique() == 1), unit
    np.testing.assert_allclose(table[FOUR_GRADES.keys].sum(axis=1), 1)


def test_operators_table_shows_ties():
    """Where every weight is .5, M(min,max) cuts both grades down to it: it cannot tell them apart."""
    tree = gm.IndicatorTree.from_groups({"g": ["x", "y"]})
    rows = pd.MultiIndex.from_product([["u"], tree.codes], names=["unit", "code"])
    frame = pd.DataFrame([[0.9, 0.1, 0.0], [0.3, 0.7, 0.0]], rows, THREE_GRADES.keys)
    table = evaluate(frame, gm.weighting.equal(tree), THREE_GRADES).operators("g").loc["u"]
    assert table.loc["max_min", ["grade", "tied"]].tolist() == ["fair", "good; fair"]
    assert table.loc["weighted_mean", ["grade", "tied"]].tolist() == ["good", ""]


def test_every_fault_at_once():
    frame = _frame(("u", "v"))
    frame.loc[("u", "a2"), "good"] = 1.5
    frame.loc[("u", "a3"), "good"] = np.nan
    frame.loc[("v", "p1"), "fair"] += 0.5
    with pytest.raises(gm.FaultyInput) as error:
        evaluate(frame, WEIGHTS, FOUR_GRADES)
    assert [f.place for f in error.value.faults] == ["u, a2", "u, a3", "v, p1"]
    evaluate(frame.fillna(0.1).clip(0, 1), WEIGHTS, FOUR_GRADES, sums="free")


def test_rows_for_other_leaves_missing_and_twice():
    frame = _frame(("u", "v"))
    extra = frame.iloc[[0]].rename(index={"a1": "zz"}, level="code")
    with pytest.raises(gm.FaultyInput) as error:
        evaluate(pd.concat([frame.iloc[1:], frame.iloc[[3]], extra]), WEIGHTS, FOUR_GRADES)
    text = str(error.value)
    assert "zz: has memberships but is not an indicator" in text
    assert "u, a1: has no memberships" in text
    assert "u, p1: there are two or more rows" in text
    assert len(error.value.faults) == 3


def test_columns_rows_cells_and_options_at_once():
    frame = _frame(("u", "v")).astype(object)
    frame.loc[("u", "a2"), "good"] = 1.5
    frame.loc[("u", "a3"), "fair"] = "some"
    extra = frame.iloc[[0]].rename(index={"a1": "zz"}, level="code")
    wrong = pd.concat([frame.iloc[1:], frame.iloc[[3]], extra]).rename(columns={"poor": "bad"})
    with pytest.raises(gm.FaultyInput) as error:
        evaluate(wrong, WEIGHTS, FOUR_GRADES, "mean", min_coverage=2)
    assert sorted(f.place for f in error.value.faults) == sorted([
        "operator", "min_coverage", "membership, columns", "zz", "u, a1", "u, p1", "u, a2", "u, a3, fair",
    ])  # fmt: skip


def test_grades_named_by_numbers():
    scale = GradeScale(["1", "2"], [1, 2])
    frame = _frame(grades=scale).rename(columns=int)
    named = evaluate(frame, WEIGHTS, scale).at()
    pd.testing.assert_frame_equal(named, evaluate(_frame(grades=scale), WEIGHTS, scale).at())


def test_rows_without_labels():
    frame = _frame().rename(index={"a1": None}, level="code")
    with pytest.raises(gm.FaultyInput, match="without a unit or a code"):
        evaluate(frame, WEIGHTS, FOUR_GRADES)


def test_other_faults():
    frame = _frame()
    for bad, words in (
        (frame.rename(columns={"good": "great"}), "columns"),
        (frame.iloc[:0], "frame with rows"),
        (frame.astype(str).replace(r".*", "x", regex=True), "u, a1, excellent: 'xx' is not a number"),
    ):
        with pytest.raises(gm.FaultyInput, match=words):
            evaluate(bad, WEIGHTS, FOUR_GRADES)
    with pytest.raises(gm.FaultyInput, match="max_product"):
        evaluate(frame, WEIGHTS, FOUR_GRADES, "mean")
    with pytest.raises(gm.FaultyInput, match="min_coverage"):
        evaluate(frame, WEIGHTS, FOUR_GRADES, min_coverage=2)
    with pytest.raises(gm.FaultyInput, match="not in the tree"):
        evaluate(frame, WEIGHTS, FOUR_GRADES).at("nope")


def test_many_wrong_rows_are_counted_not_listed():
    with pytest.raises(gm.FaultyInput) as error:
        evaluate(_frame(tuple(range(40))) * 2, WEIGHTS, FOUR_GRADES)
    assert len(error.value.faults) == 51


def test_scores_go_on_to_a_ranking():
    frame = _frame()
    frame.loc[("u", "a3")] = np.nan
    result = evaluate(frame, WEIGHTS, FOUR_GRADES, min_coverage=0.4)
    scores = result.scores()
    assert list(scores.values.columns) == TREE.node_codes
    assert scores.values.loc["v", "actors"] == result.score["v", "actors"]
    assert scores.coverage.loc["u"].round(3).tolist() == [0.75, 0.5, 1, 1, 0, 1, 1, 1, 1, 1]
    best = scores.ranking().index[0]
    assert scores.values["index"].idxmax() == best


def test_result_is_a_record():
    result = evaluate(_frame(), WEIGHTS, FOUR_GRADES)
    plain = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert plain["operator"] == "weighted_mean"
    at = plain["grade"]["index"].index(["u", "index"])
    assert plain["grade"]["data"][at] == result.grade["u", "index"]
    frame = result.to_frame()
    assert list(frame.columns) == [*FOUR_GRADES.keys, "grade", "score", "validity"]
    frame.iloc[0, 0] = 9
    assert result.membership.iloc[0, 0] != 9
    assert "<table" in result._repr_html_()
    assert len(repr(result).splitlines()) <= 30


def test_the_finding_comes_first_then_a_sentence_for_each_unit():
    frame = _frame()
    frame.loc["w"] = np.nan
    result = evaluate(frame, WEIGHTS, FOUR_GRADES)
    counts = result.verdicts()["grade"].value_counts()
    told = ", ".join(f"{grade} {counts[grade]}" for grade in FOUR_GRADES.keys if counts[grade])
    first, *units, last = result.summary(top=2).splitlines()
    assert f"2 units are graded at index by maximum membership: {told}." in first
    assert "1 unit has too little evidence for a verdict." in first
    assert [line.split(":")[0] for line in units] == ["u", "v"]
    assert last == "1 more unit."
    assert "另有 1 个单元。" in result.summary("zh", top=2)
    assert len(result.summary(top=0).splitlines()) == 2
    with pytest.raises(gm.FaultyInput, match="top: is -1"):
        result.summary(top=-1)


def test_tables_in_chinese():
    frame = _frame(("u", "v")) * 0.0
    frame[["good", "fair"]] = 0.5
    frame.loc[("v", "a1")] = np.nan
    verdicts, levels, principles, coverage = evaluate(frame, WEIGHTS, FOUR_GRADES).tables("zh")
    assert verdicts.frame.columns.tolist() == [
        "单元", "优", "良", "中", "差", "等级", "有效度", "得分", "按得分的等级",
    ]  # fmt: skip
    assert verdicts.frame["等级"].tolist() == ["中", "中"]
    assert verdicts.frame["按得分的等级"].tolist() == ["良", "良"]
    assert verdicts.frame["良"].tolist() == [0.5, 0.5]
    assert principles.frame["并列等级"].tolist() == ["良、中"] * 2
    assert principles.frame["结论一致"].tolist() == ["否"] * 2
    assert coverage.frame.loc[1, "actors"] == pytest.approx(0.8)
    assert levels.frame.columns.tolist()[:3] == ["单元", "层级", "指标"]
    assert levels.frame["层级"].iloc[:3].tolist() == ["目标层", "一级指标", "二级指标"]
    assert len(levels.frame) == 2 * len(WEIGHTS.tree.nodes)
    assert levels.groups == "unit"


@pytest.mark.slow
def test_a_large_evaluation_prints_no_row_for_every_node():
    frame = _frame([f"u{i}" for i in range(400)]) * 0.0 + 0.25
    found = evaluate(frame, WEIGHTS, FOUR_GRADES)
    assert all(len(table.frame) == 400 for table in found.tables("en"))


def test_the_method_says_operator_sums_and_values():
    found = evaluate(_frame(("u",)) * 0.0 + 0.25, WEIGHTS, FOUR_GRADES, "max_min", normalise=False)
    told = found.method_paragraph("zh")
    assert "主因素决定型 M(∧,∨)" in told
    assert "不作归一化" in told
    assert "优 100、良 80、中 60、差 40" in told
    assert found.tables("en")[0].cites == ("Zadeh1965", "Wang1983")


def test_other_types_are_refused_by_name():
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    rows = pd.MultiIndex.from_product([["u"], tree.codes], names=["unit", "code"])
    frame = pd.DataFrame(0.25, rows, gm.fuzzy.FOUR_GRADES.keys)
    weights = gm.weighting.equal(tree)
    with pytest.raises(gm.FaultyInput, match=r"weights: is Series(.|\n)*grades: is list(.|\n)*min_coverage"):
        gm.fuzzy.evaluate(frame, weights.across_tree(), ["a"], min_coverage=None)
    with pytest.raises(gm.FaultyInput, match="survey: is DataFrame, not Survey"):
        gm.fuzzy.from_survey(frame, gm.fuzzy.FOUR_GRADES)


def test_units_without_a_verdict_agree_on_nothing():
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    rows = pd.MultiIndex.from_product([["u", "v"], tree.codes], names=["unit", "code"])
    frame = pd.DataFrame([[1.0, 0, 0, 0]] * 2 + [[np.nan] * 4] * 2, rows, gm.fuzzy.FOUR_GRADES.keys)
    result = gm.fuzzy.evaluate(frame, gm.weighting.equal(tree), gm.fuzzy.FOUR_GRADES)
    assert result.verdicts()["agree"].tolist() == [True, False]
    assert result.operators()["agree"].tolist() == [True] * 5 + [False] * 5


def test_tables_tell_of_coverage_where_evidence_is_missing_and_name_every_depth():
    whole = evaluate(_frame(), WEIGHTS, FOUR_GRADES)
    captions = [str(table.caption) for table in whole.tables("en")]
    assert "Share of the weight that rests on evidence" not in captions
    gaps = _frame()
    gaps.iloc[0] = np.nan
    some = evaluate(gaps, WEIGHTS, FOUR_GRADES, min_coverage=0.5)
    assert "Share of the weight that rests on evidence" in [str(table.caption) for table in some.tables("en")]
    node = gm.Indicator("leaf")
    for depth in range(6):
        node = gm.Group(f"g{depth}", "", (node,))
    tree = gm.IndicatorTree(node)
    rows = pd.MultiIndex.from_tuples([("u", "leaf")], names=["unit", "code"])
    degrees = pd.DataFrame([[1.0, 0, 0, 0]], rows, FOUR_GRADES.keys)
    deep = evaluate(degrees, gm.weighting.equal(tree), FOUR_GRADES).tables("en")[1].frame
    assert deep.iloc[:, 1].tolist() == [
        "whole", "first level", "second level", "third level", "lower level", "lower level", "lower level"
    ]  # fmt: skip
