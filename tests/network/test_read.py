"""Networks from the tables that people have, and what is said of what they get wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

WANT = pd.DataFrame(
    [[0.0, 1, 1], [1, 0, 0], [0, 0, 0]], ["居委会", "物业", "业委会"], ["居委会", "物业", "业委会"]
)


def same(net, want=WANT):
    found = net.matrix()
    assert list(found.index) == list(want.index)
    np.testing.assert_array_equal(found.to_numpy(), want.to_numpy())


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_matrix_in_a_file(tmp_path, suffix):
    path = tmp_path / f"net.{suffix}"
    table = WANT.astype(int).rename_axis("主体").reset_index()
    table.to_excel(path, index=False) if suffix == "xlsx" else table.to_csv(
        path, index=False, encoding="gb18030"
    )
    same(gm.read_network(path))


def test_a_bare_square_without_names(tmp_path):
    path = tmp_path / "net.csv"
    path.write_text("0,1,1\n1,0,0\n0,0,0\n")
    net = gm.read_network(path)
    assert net.matrix().to_numpy().tolist() == WANT.to_numpy().tolist()
    assert list(net.matrix().index) == [1, 2, 3]


def test_sheets_are_communities_and_the_list_of_actors_is_one_of_them(tmp_path):
    path = tmp_path / "net.xlsx"
    with pd.ExcelWriter(path) as book:
        for name in ("甲社区", "乙社区"):
            WANT.astype(int).to_excel(book, sheet_name=name)
        actors = pd.DataFrame(
            {
                "主体": [*WANT.index, *WANT.index],
                "类型": list("abcabc"),
                "社区": ["甲社区"] * 3 + ["乙社区"] * 3,
            }
        )
        actors.to_excel(book, sheet_name="主体名单", index=False)
    net = gm.read_network(path)
    assert net.communities.tolist() == ["甲社区", "乙社区"]
    assert net.attribute("类型", "乙社区").to_dict() == {"居委会": "a", "物业": "b", "业委会": "c"}


def test_a_sheet_may_be_a_relation(tmp_path):
    path = tmp_path / "net.xlsx"
    with pd.ExcelWriter(path) as book:
        WANT.astype(int).to_excel(book, sheet_name="信任")
        WANT.T.astype(int).to_excel(book, sheet_name="合作")
    same(gm.read_network(path, relation="合作"), WANT.T)


def test_a_list_of_ties_with_isolates_from_the_list_of_actors():
    ties = pd.DataFrame({"提名人": ["居委会", "居委会", "物业"], "被提名人": ["物业", "业委会", "居委会"]})
    net = gm.read_network(ties, actors=["居委会", "物业", "业委会", "社会组织"])
    assert net.matrix().loc["社会组织"].tolist() == [0, 0, 0, 0]
    assert "does not tell who answered" in net.summary("en")
    some = gm.read_network(
        ties, actors=["居委会", "物业", "业委会", "社会组织"], respondents=["居委会", "物业"]
    )
    assert some.matrix().loc["社会组织"].isna().tolist() == [True, True, True, False]
    assert "someone without any tie is not seen" in gm.read_network(ties).summary("en")


def test_several_relations_in_one_list_must_be_told_apart():
    ties = pd.DataFrame(
        {"from": ["a", "a", "b"], "to": ["b", "b", "a"], "relation": ["trust", "help", "help"]}
    )
    with pytest.raises(gm.FaultyInput, match="there are several: trust, help; name one: relation='trust'"):
        gm.read_network(ties)
    assert len(gm.read_network(ties, relation="help").ties) == 2
    with pytest.raises(gm.FaultyInput, match="did you mean 'trust'"):
        gm.read_network(ties, relation="trsut")


def test_a_column_that_may_be_the_weight_is_not_guessed():
    ties = pd.DataFrame({"ego": ["a", "b"], "alter": ["b", "a"], "advice_tie": [1, 0]})
    with pytest.raises(gm.FaultyInput, match="relation='advice_tie'"):
        gm.read_network(ties)
    assert gm.read_network(ties, relation="advice_tie").ties.to_numpy().tolist() == [["all", "a", "b", 1.0]]


def test_a_name_generator_of_two_communities_with_weights():
    table = pd.DataFrame({
        "社区": ["甲", "甲", "乙"], "姓名": ["王", "李", "王"], "提名1": ["李", None, "赵"], "强度1": [3, None, 2],
        "提名2": ["陈", None, None], "强度2": [1, None, None],
    })  # fmt: skip
    net = gm.read_network(table)
    assert net.cap == 2
    assert net.ties.to_numpy().tolist() == [
        ["甲", "王", "李", 3.0],
        ["甲", "王", "陈", 1.0],
        ["乙", "王", "赵", 2.0],
    ]
    assert net.answered.to_dict() == {("甲", "王"): True, ("甲", "李"): True, ("甲", "陈"): False, ("乙", "王"): True,
                                      ("乙", "赵"): False}  # fmt: skip
    assert net.matrix("甲").loc["李"].tolist() == [0, 0, 0]  # answered, and named nobody


def test_two_generators_must_be_told_apart():
    table = pd.DataFrame(
        {
            "name": ["a", "b"],
            "trust_1": ["b", "a"],
            "trust_2": [None, None],
            "help_1": ["b", None],
            "help_2": ["c", "c"],
        }
    )
    table["trust_2"] = table["trust_2"].astype(object)
    with pytest.raises(gm.FaultyInput, match="there are several: trust, help"):
        gm.read_network(table)
    assert len(gm.read_network(table, relation="help").ties) == 3


def test_a_roster_whose_empty_rows_did_not_answer():
    table = pd.DataFrame(
        {"respondent": ["a", "b", "c"], "a": [None, 1, None], "b": [1, None, None], "c": [1, None, None]},
        dtype=object,
    )
    net = gm.read_network(table)
    np.testing.assert_array_equal(net.matrix(), [[0, 1, 1], [1, 0, 0], [np.nan, np.nan, 0]])
    all_of_them = gm.read_network(table, respondents="all")
    assert all_of_them.matrix().to_numpy().tolist() == [[0, 1, 1], [1, 0, 0], [0, 0, 0]]


def test_an_empty_cell_beside_zeros_is_not_known():
    table = pd.DataFrame(
        {"respondent": ["a", "b", "c"], "a": [None, 1, 0], "b": [1, None, 0], "c": [None, 0, None]},
        dtype=object,
    )
    net = gm.read_network(table)
    np.testing.assert_array_equal(net.matrix(), [[0, 1, np.nan], [1, 0, 0], [0, 0, 0]])
    assert "1 empty cell beside zeros" in net.summary("en")
    assert gm.network.measures(net).values.loc["all", "density"] == 2 / 5


def test_an_export_of_wenjuanxing_in_columns():
    table = pd.DataFrame({
        "序号": [1, 2, 3], "提交答卷时间": ["2024/1/1"] * 3, "1、您所在的单位": list(WANT.index),
        "2、与谁合作？(居委会)": [0, 1, 0], "2、与谁合作？(物业)": [1, 0, 0], "2、与谁合作？(业委会)": [1, 0, 0],
        "3、您信任谁？(居委会)": [0, 1, 1], "3、您信任谁？(物业)": [0, 0, "(跳过)"], "3、您信任谁？(业委会)": [0, 0, 0],
    })  # fmt: skip
    same(gm.read_network(table, relation="合作"))
    trust = gm.read_network(table, relation="信任").matrix()
    np.testing.assert_array_equal(trust, [[0, 0, 0], [1, 0, 0], [1, np.nan, 0]])
    with pytest.raises(gm.FaultyInput, match="there are several"):
        gm.read_network(table)


def test_an_export_of_wenjuanxing_in_one_cell():
    table = pd.DataFrame(
        {
            "序号": [1, 2, 3],
            "您所在的单位": list(WANT.index),
            "您与谁合作？": ["物业┋业委会", "居委会┋居委会", None],
        }
    )
    net = gm.read_network(table)
    np.testing.assert_array_equal(net.matrix().loc["居委会"], [0, 1, 1])
    assert net.answered.tolist() == [True, True, False]


def test_names_nearly_the_same_are_faults_and_never_joined():
    ties = pd.DataFrame(
        {"sender": ["Owners Committee", "Police"], "receiver": ["Police", "owners' committee"]}
    )
    with pytest.raises(
        gm.FaultyInput, match="names that are nearly the same: Owners Committee / owners' committee"
    ):
        gm.read_network(ties)
    listed = gm.read_network(ties, actors=["Owners Committee", "Police", "owners' committee"])
    assert len(listed.actors) == 3


def test_names_that_are_not_on_the_list_come_with_the_one_that_may_be_meant():
    table = pd.DataFrame({"respondent": ["Li", "Wong"], "named_1": ["Wang", "Lee"], "named_2": [None, "He"]})
    with pytest.raises(gm.FaultyInput) as error:
        gm.read_network(table, actors=["Li", "Wang", "He"])
    told = [str(fault) for fault in error.value.faults]
    assert len(told) == 2
    assert told[0].startswith("row 1, respondent: Wong is not on the list of actors; did you mean 'Wang'?")
    assert told[1].startswith("row 1, named_1: Lee is not on the list")


def test_what_repeats_is_counted_once_and_what_contradicts_is_refused():
    ties = pd.DataFrame({"sender": list("aaab"), "receiver": list("bbab"), "weight": [2, 2, 1, 0]})
    net = gm.read_network(ties)
    assert net.ties.to_numpy().tolist() == [["all", "a", "b", 2.0]]
    assert "1 actor names themselves" in net.summary("en") or "1 actor names" in net.summary("en")
    assert "counted once: a → b" in net.summary("en")
    with pytest.raises(gm.FaultyInput, match=r"another weight \(2, 3\)"):
        gm.read_network(ties.assign(weight=[2, 3, 1, 0]))


@pytest.mark.parametrize(("cell", "told"), [(-1, "the weight is -1"), ("perhaps", "'perhaps' says nothing of a tie"),
                                            (None, "the weight is missing"), (np.inf, "weight is ∞|says nothing")])  # fmt: skip
def test_cells_that_are_no_weight(cell, told):
    ties = pd.DataFrame(
        {"sender": ["a", "b"], "receiver": ["b", "a"], "weight": pd.Series([1, cell], dtype=object)}
    )
    with pytest.raises(gm.FaultyInput, match=told):
        gm.read_network(ties)


def test_a_second_row_of_a_respondent_is_refused():
    table = pd.DataFrame({"respondent": ["a", "b", "a"], "named_1": ["b", "a", "b"]})
    with pytest.raises(gm.FaultyInput, match="row 2, respondent: a has a second row"):
        gm.read_network(table)


def test_whole_numbers_are_the_same_name_however_written(tmp_path):
    path = tmp_path / "ties.csv"
    pd.DataFrame({"sender": [1, 2], "receiver": [2, 3]}).to_csv(path, index=False)
    net = gm.read_network(path, actors=pd.DataFrame({"actor": [1.0, 2.0, 3.0, 4.0], "kind": list("xxyy")}))
    assert net.matrix().index.tolist() == [1, 2, 3, 4]
    assert net.attribute("kind").tolist() == list("xxyy")


@pytest.mark.parametrize(
    "wrong", [None, 5, pd.DataFrame(), {}, "no such file.csv", np.zeros((2, 3)), pd.DataFrame({"a": [1, 2]})]
)
def test_what_holds_no_ties_is_refused(wrong):
    with pytest.raises(gm.FaultyInput):
        gm.read_network(wrong)
