"""Judgements from tables and mappings: every layout, every coding, every fault with its place."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmetrics.ahp.intake import read_judgements
from govmetrics.core import FaultyInput, Group, Indicator, IndicatorTree, Judgements

TREE = IndicatorTree(
    Group("gov", {"en": "Governance", "zh": "治理"}, (
        Group("A", {"en": "Actors", "zh": "主体"}, (
            Indicator("A1", {"en": "Trust", "zh": "信任"}), Indicator("A2", {"en": "Activity", "zh": "积极性"}),
            Indicator("A3", {"en": "Diversity", "zh": "多样性"}))),
        Group("B", {"en": "Process", "zh": "过程"}, (Indicator("B1", "Openness"), Indicator("B2", "Trust in time"))),
        Group("C", {"en": "Outcomes", "zh": "结果"}, (Indicator("C1", "Solved"),)),
    ))
)  # fmt: skip
PAIRS = [("gov", "A", "B"), ("gov", "A", "C"), ("gov", "B", "C"),
         ("A", "A1", "A2"), ("A", "A1", "A3"), ("A", "A2", "A3"), ("B", "B1", "B2")]  # fmt: skip
SAATY = [1 / k for k in range(9, 1, -1)] + [float(k) for k in range(1, 10)]


def matrices(values):
    """{group: matrix} from the answers to PAIRS."""
    found = {}
    for group, n in (("gov", 3), ("A", 3), ("B", 2)):
        matrix = np.eye(n)
        answers = iter(v for (g, _, _), v in zip(PAIRS, values, strict=True) if g == group)
        for i in range(n):
            for j in range(i + 1, n):
                matrix[i, j] = next(answers)
                matrix[j, i] = 1 / matrix[i, j]
        found[group] = matrix
    return found


def signed(value):
    return -round(value) if value > 1 else round(1 / value)


def long(experts, code=lambda v: v):
    rows = [
        (e, g, a, b, code(v)) for e, vs in experts.items() for (g, a, b), v in zip(PAIRS, vs, strict=True)
    ]
    return pd.DataFrame(rows, columns=["expert", "group", "first", "second", "value"])


def same(one: Judgements, other: Judgements):
    assert one.experts == other.experts
    assert set(one.stacks) == set(other.stacks)
    for group, stack in one.stacks.items():
        np.testing.assert_allclose(stack, other.stacks[group], rtol=1e-12)


def faults_of(*args, **options):
    with pytest.raises(FaultyInput) as raised:
        read_judgements(*args, **options)
    return {f.place: f.problem for f in raised.value.faults}


panels = st.lists(st.lists(st.sampled_from(SAATY), min_size=7, max_size=7), min_size=1, max_size=4).map(
    lambda rows: {f"e{i}": [2.0, 0.5, *row[2:]] for i, row in enumerate(rows)}  # both codings can be told
)


@given(panels, st.randoms(use_true_random=False))
def test_every_layout_and_coding_gives_the_same(panel, shuffle):
    want = Judgements.from_matrices(TREE, {e: matrices(v) for e, v in panel.items()})
    table = long(panel)
    same(read_judgements(table, TREE), want)
    same(read_judgements(long(panel, signed), TREE), want)
    same(read_judgements({e: matrices(v) for e, v in panel.items()}, TREE), want)
    same(read_judgements(table.drop(columns="group"), TREE), want)
    wide = pd.DataFrame(
        {f"{a}_{b}": [v[k] for v in panel.values()] for k, (_, a, b) in enumerate(PAIRS)}, index=list(panel)
    )
    same(read_judgements(wide, TREE), want)
    # rows in any order; experts keep the order in which they appear
    order = list(range(len(table)))
    shuffle.shuffle(order)
    mixed = read_judgements(table.iloc[order], TREE)
    for e in panel:
        pd.testing.assert_frame_equal(mixed.matrix(e, "A"), want.matrix(e, "A"))
    # turned pairs with turned answers
    turned = table.rename(columns={"first": "second", "second": "first"}).assign(value=1 / table["value"])
    same(read_judgements(turned, TREE), want)


def test_two_hundred_experts_signed_wide():
    """The layout of R's ahpsurvey: columns such as cult_fam, negative codes favour the left."""
    names = ["cult", "fam", "house", "jobs", "trans"]
    tree = IndicatorTree(Group("city", "", tuple(Indicator(name) for name in names)))
    pairs = [f"{a}_{b}" for i, a in enumerate(names) for b in names[i + 1 :]]
    codes = np.random.default_rng(2).integers(1, 10, (200, 10)) * np.random.default_rng(3).choice(
        [-1, 1], (200, 10)
    )
    codes[codes == -1] = 1
    found = read_judgements(pd.DataFrame(codes, columns=pairs), tree)
    assert len(found.experts) == 200
    i, j = np.triu_indices(5, 1)
    np.testing.assert_allclose(found.stacks["city"][:, i, j], np.where(codes < 0, -codes, 1 / codes))
    assert found.experts[:2] == ("1", "2")


def test_files_in_both_encodings(tmp_path):
    panel = {"李": [3, 0.5, 1, 2, 1 / 3, 5, 9], "Ann": [1, 1, 1, 1, 1, 1, 1]}
    want = Judgements.from_matrices(TREE, {e: matrices(v) for e, v in panel.items()})
    table = long(panel, lambda v: v if v >= 1 else f"1/{round(1 / v)}")
    for encoding in ("utf-8-sig", "gb18030"):
        table.to_csv(tmp_path / f"{encoding}.csv", index=False, encoding=encoding)
        same(read_judgements(tmp_path / f"{encoding}.csv", TREE), want)
    table.to_excel(tmp_path / "long.xlsx", index=False)
    same(read_judgements(tmp_path / "long.xlsx", TREE), want)
    # one file per expert, as a list and as a folder
    folder = tmp_path / "apart"
    folder.mkdir()
    for number, (expert, rows) in enumerate(table.groupby("expert", sort=False)):
        rows.to_csv(folder / f"{number}.csv", index=False)
        assert expert in panel
    same(read_judgements(folder, TREE), want)
    same(read_judgements([folder / "0.csv", folder / "1.csv"], TREE), want)


def test_wenjuanxing_headings_and_metadata(tmp_path):
    export = pd.DataFrame({
        "序号": [1, 2], "提交答卷时间": ["2024/1/1", "2024/1/2"], "来源": ["微信", "微信"],
        "1、(1)主体 : 过程": [-3, 1], "1、(2)主体 : 结果": [5, -2], "1、(3)过程 : 结果": [1, 1],
        "2、信任 与 积极性": [2, 9], "3、信任 vs 多样性": [-9, 1], "4、积极性/多样性": [1, 1], "5、B1 - B2": [1, 4],
    })  # fmt: skip
    export.to_csv(tmp_path / "q.csv", index=False, encoding="gb18030")
    found = read_judgements(tmp_path / "q.csv", TREE)
    assert found.experts == ("1", "2")
    assert found.matrix("1", "gov").loc["A", ["B", "C"]].tolist() == [3, 0.2]
    assert found.matrix("2", "A").loc["A1", "A2"] == pytest.approx(1 / 9)
    assert found.matrix("2", "B").loc["B1", "B2"] == 0.25


def test_names_codes_and_aliases():
    table = pd.DataFrame({"专家": ["Li"] * 3, "组别": ["主体", "Actors", "A"], "因素1": ["信任", "trust", "A2"],
                          "因素2": ["积极性", "DIVERSITY", "多样性"], "判断": [2, "1/3", 0.33]})  # fmt: skip
    found = read_judgements(table, TREE).matrix("Li", "A")
    assert found.loc["A1"].tolist() == [1, 2, pytest.approx(1 / 3)]
    by_name = {
        "Li": {
            "治理": pd.DataFrame(
                [[1, "1/2", 1], [2, 1, 1], [1, 1, 1]], ["结果", "主体", "过程"], ["结果", "主体", "过程"]
            )
        }
    }
    assert read_judgements(by_name, TREE).matrix("Li", "gov").loc["A", "C"] == 2
    pair = pd.DataFrame({"expert": ["Li"], "pair": ["A1 : A2"], "value": ["1/4"]})
    assert read_judgements(pair, TREE).matrix("Li", "A").loc["A1", "A2"] == 0.25
    grouped = pair.assign(group="Actors")
    assert read_judgements(grouped, TREE).matrix("Li", "A").loc["A1", "A2"] == 0.25
    assert list(faults_of(pair.assign(group="gov"), TREE).values()) == ["are not both parts of 'gov'"]


def test_missing_groups_pairs_and_experts():
    table = long({"Li": [3, 0.5, 1, 2, 1 / 3, 5, 9], "Wu": [1, 1, 1, 1, 1, 1, 1]})
    part = read_judgements(
        table.drop(index=[4, *range(10, 14)]), TREE
    )  # a pair without a row, groups without any
    assert np.isnan(part.matrix("Li", "A").loc["A1", "A3"])
    assert part.answered("A").tolist() == [True, False]
    assert part.answered("gov").tolist() == [True, True]
    empty = table.assign(value=table["value"].astype(object))
    empty.loc[4, "value"] = None
    assert faults_of(empty, TREE) == {
        "Li, A, A1 : A3 (row 4)": "half-filled: no answer, though others of the group are answered"
    }
    lenient = read_judgements(empty, TREE, unanswered="not_asked")
    assert np.isnan(lenient.matrix("Li", "A").loc["A1", "A3"])
    empty.loc[[3, 5], "value"] = None  # the whole group left empty: not asked
    assert read_judgements(empty, TREE).answered("A").tolist() == [False, True]


def test_of_two_columns_that_number_the_experts_the_first_names_them():
    table = pd.DataFrame({"序号": [1, 2], "id": [7, 8], "first": "A1", "second": "A2", "value": ["3", "1/3"]})
    assert read_judgements(table, TREE).experts == ("1", "2")
    assert read_judgements(table[["id", "序号", "first", "second", "value"]], TREE).experts == ("7", "8")


@pytest.mark.parametrize("missing", ["first", "second"])
@pytest.mark.parametrize("grouped", [True, False])
def test_a_judgement_that_names_one_of_its_two_says_so(missing, grouped):
    table = long({"Li": [3, 0.5, 1, 2, 1 / 3, 5, 9], "Wu": [1, 1, 1, 1, 1, 1, 1]})
    table[missing] = table[missing].astype(object)
    table.loc[4, missing] = None
    found = faults_of(table if grouped else table.drop(columns="group"), TREE)
    assert [problem for place, problem in found.items() if "row 4" in place] == ["a name is missing"]


def test_every_fault_at_once_with_expert_group_and_pair():
    rows = [
        ("Li", "gov", "A", "B", "1/3"), ("Li", "gov", "A", "B", 5),  # contradictory
        ("Li", "gov", "A", "C", 3), ("Li", "gov", "C", "A", 3),  # not reciprocal
        ("Li", "gov", "B", "C", 0),  # zero
        ("Wu", "A", "A1", "A2", -3),  # negative
        ("Wu", "A", "A1", "A3", 12),  # out of scale
        ("Wu", "A", "A2", "A3", 0.05),
        ("Wu", "A", "A2", "Trrust", 1),  # unknown name
        ("Wu", "X", "A1", "A2", 1),  # unknown group
        ("Wu", "B", "A1", "B1", 1),  # not siblings
        ("Xu", "B", "B1", "B1", 1),  # itself
        ("Xu", "B", "B1", "B2", "often"),
        ("Yu", "B", "B1", "B2", "1/0"),
        (None, "B", "B1", "B2", 1),  # nobody
    ]  # fmt: skip
    found = faults_of(
        pd.DataFrame(rows, columns=["expert", "group", "first", "second", "value"]), TREE, coding="reciprocal"
    )
    assert found == {
        "Li, gov, A : B (row 1)": "contradictory: 0.3333 (row 0) and 5",
        "Li, gov, C : A (row 3)": "not reciprocal: 3 (row 2) and 3 back",
        "Li, gov, B : C (row 4)": "the answer is zero",
        "Wu, A, A1 : A2 (row 5)": "the answer -3 is negative, among ratios",
        "Wu, A, A1 : A3 (row 6)": "the answer 12 is out of scale",
        "Wu, A, A2 : A3 (row 7)": "the answer 0.05 is out of scale",
        "Wu, A, A2 : Trrust (row 8)": "'Trrust' is not known, perhaps 'trust' is meant",
        "Wu, X, A1 : A2 (row 9)": "'X' is not a group of the tree",
        "Wu, B, A1 : B1 (row 10)": "are not both parts of 'B'",
        "Xu, B, B1 : B1 (row 11)": "compares a node with itself",
        "Xu, B, B1 : B2 (row 12)": "'often' is not a judgement",
        "Yu, B, B1 : B2 (row 13)": "'1/0' is not a judgement",
        "row 14": "the expert is missing",
    }


def test_signed_scale_and_mixed_codings():
    table = long({"Li": [-3, -1, 0, 9, -9, 10, 1.5]})
    found = faults_of(table, TREE)
    assert {place.split(" (")[0]: problem for place, problem in found.items()} == {
        "Li, gov, A : C": "the answer -1 is out of scale",
        "Li, gov, B : C": "the answer is zero",
        "Li, A, A2 : A3": "the answer 10 is out of scale",
    }
    mixed = long({"Li": [-3, 1 / 3, 1, 1, 1, 1, 1]})
    assert list(faults_of(mixed, TREE).values()) == ["the answer -3 is negative, among ratios"]
    assert len(faults_of(mixed, TREE, coding="signed")) == 1


def test_answers_that_fit_both_codings_are_read_as_ratios_with_a_warning():
    table = long({"Li": [3, 1, 2, 1, 1, 5, 1]})
    with pytest.warns(UserWarning, match="coding='signed'"):
        assert read_judgements(table, TREE).matrix("Li", "gov").loc["A", "B"] == 3
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_judgements(table, TREE, coding="reciprocal").matrix("Li", "gov").loc["A", "B"] == 3
        assert read_judgements(table, TREE, coding="signed").matrix("Li", "gov").loc["B", "A"] == 3
        read_judgements(long({"Li": [1] * 7}), TREE)  # 1 means the same in both
        read_judgements(long({"Li": [3, 1, 2, 1, 1, "1/5", 1]}), TREE)
        read_judgements(long({"Li": [3, 1, 2, 1, 1, 5, 1], "Wu": [-2, 1, 1, 1, 1, 1, 1]}), TREE)


def test_matrices_hold_ratios_whatever_the_tables_beside_them(tmp_path):
    pd.DataFrame(
        [["A1", 1, 3, 5], ["A2", None, 1, 2], ["A3", None, None, 1]], columns=["", "A1", "A2", "A3"]
    ).to_csv(tmp_path / "Li.csv", index=False)
    assert read_judgements(tmp_path, TREE).matrix("Li", "A").loc["A1", "A2"] == 3
    long({"Wu": [-2, 1, 1, 4, 1, 1, 1]}).to_csv(tmp_path / "table.csv", index=False)
    found = read_judgements(tmp_path, TREE)
    assert found.matrix("Li", "A").loc["A1", "A2"] == 3
    assert found.matrix("Wu", "A").loc["A1", "A2"] == 1 / 4


def test_options_names_and_cells_are_judged_together():
    table = long({"Li": [3, 1, 2, 1, 1, 5, 1]}).replace({"second": {"A3": "A9"}})
    found = faults_of(table, TREE, coding="saaty", unanswered="skip", largest=1)
    assert list(found)[:3] == ["coding", "largest", "unanswered"]
    assert len(found) == 5


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"value": pd.array([3, None], dtype="Int64")}, None),
        ({"value": [[3], 1 / 3]}, "Li, A, A1 : A2 (row 0)"),
        ({"expert": pd.array([None, "Wu"], dtype="string")}, "row 0"),
        ({"second": pd.array([None, "A2"], dtype="string")}, "Li, A, A1 :  (row 0)"),
    ],
)
def test_cells_of_every_kind_are_read_or_named(change, place):
    table = pd.DataFrame({"expert": ["Li", "Wu"], "first": "A1", "second": "A2", "value": [3, 1 / 3]}).assign(
        **change
    )
    if place is None:
        assert read_judgements(table, TREE, coding="reciprocal").answered("A").tolist() == [True, False]
    else:
        assert list(faults_of(table, TREE)) == [place]


def test_other_kinds_of_sources_are_refused():
    twice = pd.DataFrame([["Li", 3, 1 / 3]], columns=["expert", "A1_A2", "A1_A2"])
    assert list(faults_of(twice, TREE).values()) == ["occurs more than once"]
    assert "of different lengths" in faults_of({"Li": {"A": [[1, 2], [1]]}}, TREE)["Li, A"]
    assert list(faults_of({}, "wgi")) == ["tree"]


def test_other_scales():
    table = long({"Li": [15, 1 / 15, 1, 1, 1, 1, 1]})
    assert len(faults_of(table, TREE)) == 2
    assert read_judgements(table, TREE, largest=15).matrix("Li", "gov").loc["A", "B"] == 15
    with pytest.raises(FaultyInput, match="largest"):
        read_judgements(table, TREE, largest=1)


def test_repeated_answers_that_agree_are_kept_once():
    table = long({"Li": [3, 0.5, 1, 2, 1 / 3, 5, 9]})
    twice = pd.concat(
        [table, table.iloc[[0]], pd.DataFrame([("Li", "gov", "B", "A", 0.33)], columns=table.columns)]
    )
    same(read_judgements(twice.reset_index(drop=True), TREE), read_judgements(table, TREE))


def test_mapping_faults_come_together():
    good = matrices([3, 0.5, 1, 2, 1 / 3, 5, 9])
    bad = {g: m.copy() for g, m in good.items()}
    bad["gov"][0, 1], bad["gov"][1, 0] = 12, 1 / 12
    bad["A"][0, 1] = -2
    bad["B"][0, 1] = np.nan
    found = faults_of(
        {"Li": bad, "Wu": good | {"X": np.eye(2)}, "Xu": good | {"C": np.eye(2)}, "Yu": 3}, TREE
    )
    assert found["Li, gov, A : B"] == "the judgement 12 is out of scale"
    assert found["Yu"] == "is 3"
    assert found["Wu, X"] == "is not a group of the tree"
    assert found["Xu, C"] == "the shape is 2 x 2, not 1 x 1"
    alone = faults_of({"Li": {k: bad[k] for k in ("A", "B")}}, TREE)
    assert "not positive" in alone["Li, A, A1 : A2"]
    assert "half-filled" in alone["Li, B, B1 : B2"]
    text = faults_of({"Li": {"B": [["1", "1/2"], ["often", 1]]}}, TREE)
    assert list(text) == ["Li, B"]
    strange = {"Li": {"B": pd.DataFrame(np.eye(2), ["B1", "Z"], ["B1", "Z"])}}
    with pytest.raises(FaultyInput, match="label both with the codes"):
        read_judgements(strange, TREE)


def test_wide_faults():
    wide = pd.DataFrame(
        {"expert": ["Li", "Li", None], "A_B": [3, 1, 2], "A_Z": [1, 1, 1], "B_C": ["1/2", 2, 1]}
    )
    found = faults_of(wide, TREE)
    assert found["column A_Z"] == "is neither a pair of this tree nor the expert"
    assert found["Li (row 1)"].startswith("the expert occurs before")
    assert found["row 2"] == "the expert is missing"


def test_the_expert_column():
    table = long({"Li": [3, 0.5, 1, 2, 1 / 3, 5, 9]})
    assert read_judgements(table.assign(id=range(7)), TREE).experts == ("Li",)
    assert read_judgements(table.rename(columns={"expert": "respondent_id"}), TREE).experts == ("Li",)
    with pytest.raises(FaultyInput, match="none names the expert"):
        read_judgements(table.drop(columns="expert"), TREE)
    wide = pd.DataFrame({"序号": [1, 2], "姓名": ["李", "王"], "A_B": [-2, 3]})
    assert read_judgements(wide, TREE).experts == ("李", "王")


def test_a_name_that_is_not_known_is_placed_by_its_partner():
    table = pd.DataFrame({"expert": ["Li"], "first": ["A1"], "second": ["A9"], "value": [-2]})
    assert list(faults_of(table, TREE)) == ["Li, A, A1 : A9 (row 0)"]


def test_unusable_sources(tmp_path):
    with pytest.raises(FaultyInput, match="no judgements of this tree"):
        read_judgements(pd.DataFrame({"x": [1]}), TREE)
    with pytest.raises(FaultyInput, match="there are none"):
        read_judgements({}, TREE)
    with pytest.raises(FaultyInput, match="no such file"):
        read_judgements(tmp_path / "no.csv", TREE)
    with pytest.raises(FaultyInput, match="no such file"):
        read_judgements(tmp_path / "no.xlsx", TREE)
    with pytest.raises(FaultyInput, match=r"holds no \.xlsx or \.csv"):
        read_judgements(tmp_path, TREE)
    with pytest.raises(FaultyInput, match="give a path"):
        read_judgements(3, TREE)
    (tmp_path / "broken.xlsx").write_bytes(b"PK no zip")
    with pytest.raises(FaultyInput, match="not a readable xlsx"):
        read_judgements(tmp_path / "broken.xlsx", TREE)
    with pytest.raises(FaultyInput, match="auto, signed, reciprocal"):
        read_judgements({}, TREE, coding="saaty")
    with pytest.raises(FaultyInput, match="look like `value`"):
        read_judgements(long({"Li": [1] * 7}).assign(score=1), TREE)


def test_the_frame_is_not_changed():
    table = long({"Li": [-3, 2, 1, 2, -3, 5, 9]})
    before = table.copy()
    read_judgements(table, TREE)
    pd.testing.assert_frame_equal(table, before)


def test_names_that_two_groups_share_need_codes_or_the_group():
    tree = IndicatorTree(Group("r", "", (
        Group("X", "", (Indicator("x1", "Cost"), Indicator("x2", "Time"))),
        Group("Y", "", (Indicator("y1", "Cost"), Indicator("y2", "Time"))))))  # fmt: skip
    table = pd.DataFrame({"expert": ["Li"], "first": ["Cost"], "second": ["Time"], "value": ["1/3"]})
    assert "fit several groups: X, Y" in next(iter(faults_of(table, tree).values()))
    found = read_judgements(table.assign(group="Y"), tree)
    assert found.matrix("Li", "Y").loc["y1", "y2"] == pytest.approx(1 / 3)


def test_fifty_criteria():
    tree = IndicatorTree(Group("r", "", tuple(Indicator(f"c{k}") for k in range(50))))
    rng = np.random.default_rng(0)
    w = rng.uniform(1, 3, 50)
    want = w[:, None] / w
    i, j = np.triu_indices(50, 1)
    table = pd.DataFrame(
        {"expert": "Li", "first": [f"c{k}" for k in i], "second": [f"c{k}" for k in j], "value": want[i, j]}
    )
    np.testing.assert_allclose(read_judgements(table, tree).stacks["r"][0], want)


def test_experts_whose_names_are_one_as_text_are_not_merged():
    tree = IndicatorTree.from_groups({"A": ["a1", "a2"]})
    matrix = [[1, 3], [1 / 3, 1]]
    with pytest.raises(FaultyInput, match="1: the expert occurs more than once; give every expert one name"):
        read_judgements({1: {"A": matrix}, "1": {"A": matrix}}, tree)
