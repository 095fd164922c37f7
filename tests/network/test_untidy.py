"""Tables as offices leave them: titles, totals, remarks, words that say nobody; and findings of networks without much in them."""

from __future__ import annotations

import warnings

import numpy as np
import openpyxl
import pandas as pd
import pytest

import govmetrics as gm
from tests.office_files import write_xlsx

NAMES = ["居委会", "物业", "业委会"]
SQUARE = [["居委会", 0, 1, 1], ["物业", 1, 0, 0], ["业委会", 0, 0, 0]]


def test_titles_above_and_remarks_below_are_not_read_and_told(tmp_path):
    rows = [["2026年合作矩阵"], ["单位：次"], [None, *NAMES], *SQUARE, ["注：1 为有合作"]]
    net = gm.read_network(write_xlsx(tmp_path / "net.xlsx", rows, ["A1:D1", "A2:D2"]))
    assert net.matrix().to_numpy().tolist() == [[0, 1, 1], [1, 0, 0], [0, 0, 0]]
    assert [str(note) for note in net.notes] == [
        "titles above the table are not read: 2026年合作矩阵, 单位：次",
        "remarks below the table are not read: 注：1 为有合作",
    ]
    names = [["调查"], ["姓名", "提名1", "提名2"], ["甲", "乙", None], ["乙", "甲", None]]
    assert len(gm.read_network(write_xlsx(tmp_path / "names.xlsx", names, ["A1:C1"])).ties) == 2


def test_a_matrix_of_one_actor_has_no_title(tmp_path):
    net = gm.read_network(write_xlsx(tmp_path / "one.xlsx", [[None, "居委会"], ["居委会", 0]]))
    assert net.n.tolist() == [1]


def test_rows_and_columns_of_totals_are_no_actors(tmp_path):
    row = [["主体", *NAMES], *SQUARE, ["合计", 1, 1, 1]]
    column = [["主体", *NAMES, "小计"], *([*line, sum(line[1:])] for line in SQUARE)]
    for at, rows in enumerate((row, column)):
        with pytest.raises(gm.GovmetricsError, match="totals, not an actor"):
            gm.read_network(write_xlsx(tmp_path / f"{at}.xlsx", rows))
    ties = pd.DataFrame({"sender": ["Max", "合计"], "receiver": ["合计", "Max"]})
    with pytest.raises(gm.GovmetricsError, match=r"^all, 合计: is a row or column of totals[^\n]*$"):
        gm.read_network(ties)
    assert len(gm.read_network(ties, actors=["Max", "合计"]).ties) == 2  # the way out is true


def test_words_that_say_nobody_name_nobody():
    sheet = pd.DataFrame(
        {
            "姓名": ["甲", "乙", "丙", "丁"],
            "提名1": ["乙", "无", None, "(跳过)"],
            "提名2": [None, None, None, "(跳过)"],
        }
    )
    net = gm.read_network(sheet)
    assert net.ties[["sender", "receiver"]].to_numpy().tolist() == [["甲", "乙"]]
    assert net.answered.tolist() == [True, True, True, False]
    assert "1 row names nobody" in net.summary("en")
    assert "有 1 行未提名任何主体" in net.summary("zh")
    with pytest.raises(gm.GovmetricsError, match="无: is no name"):
        gm.read_network(pd.DataFrame({"sender": ["甲", "乙"], "receiver": ["乙", "无"]}))


def test_several_names_in_one_cell_are_a_fault():
    sheet = pd.DataFrame(
        {"姓名": ["甲", "乙", "丙"], "提名1": ["乙、丙", "甲", "A, B"], "提名2": [None, "丙", None]}
    )
    with pytest.raises(
        gm.GovmetricsError, match=r"^row 0, 提名1: several names stand in one cell: 乙、丙[^\n]*$"
    ):
        gm.read_network(sheet)
    assert ("all", "A, B") in gm.read_network(
        sheet.replace("乙、丙", "乙")
    ).actors.index  # a name with a comma


def test_a_question_left_out_is_not_an_answer_in_one_column_of_choices():
    sheet = pd.DataFrame(
        {"您的单位": ["居委会", "物业", "业委会"], "2、您与谁合作？": ["物业┋业委会", "(空)", ""]}
    )
    net = gm.read_network(sheet, actors=NAMES)
    assert net.answered.tolist() == [True, False, False]
    assert not [note for note in net.notes if "空" in str(note)]


def test_a_tie_without_direction_counts_once_in_the_finding():
    ties = np.array([[0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]])
    both = gm.network.Network.from_array(ties, directed=False)
    upper = gm.network.Network.from_array(np.triu(ties), directed=False)
    for net in (both, upper):
        assert "4 actors, 2 ties;" in net.summary("en")
    assert "4 actors, 4 ties;" in gm.network.Network.from_array(ties).summary("en")


def test_networks_without_ties_are_said_to_have_none():
    none = gm.network.Network.from_array(np.zeros((4, 4)))
    kinds = pd.Series(list("xxyy"), [1, 2, 3, 4])
    found = gm.network.brokerage(none, kinds)
    assert "no open two-path" in found.summary("en")
    assert "没有开放二步路径" in found.summary("zh")
    changed = gm.network.compare(none, none)
    assert "Neither network has a tie." in changed.summary("en")
    assert "nan" not in changed.summary("zh")


def test_a_change_without_an_error_is_not_called_beyond_it():
    before = gm.network.Network.from_array([[0, 1, 0], [0, 0, 1], [0, 0, 0]])
    after = gm.network.Network.from_array([[0, 1, 1], [1, 0, 1], [0, 0, 0]])
    assert "beyond" not in gm.network.compare(before, after).summary("en")


def test_huge_weights_and_complex_ones():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = gm.network.communities(gm.network.Network.from_array(np.full((3, 3), 1e99)))
        assert found.modularity == pytest.approx(0, abs=1e-12)
        for ties in (np.ones((3, 3)) * 1j, pd.DataFrame(np.ones((3, 3)) * 1j)):
            with pytest.raises(gm.GovmetricsError, match="no table of numbers"):
                gm.network.Network.from_array(ties)
        counts = pd.DataFrame({"a": [np.inf], "b": [1.0]}, ["u"])
        with pytest.raises(gm.GovmetricsError, match="is ∞"):
            gm.collaboration.diversity(counts)


@pytest.mark.parametrize("sign", [":", "：", "—", "--"])
def test_options_after_a_colon_or_dash_are_those_of_a_question(sign):
    heads = ["1、您的单位名称：", *(f"2、您与谁合作？{sign}{name}" for name in NAMES)]
    sheet = pd.DataFrame([[name, *line[1:]] for name, line in zip(NAMES, SQUARE, strict=True)], columns=heads)
    sheet.insert(0, "提交答卷时间", "2026/5/1 10:30")
    assert gm.read_network(sheet).matrix().to_numpy().tolist() == [[0, 1, 1], [1, 0, 0], [0, 0, 0]]


def test_sheets_without_a_table_are_not_read_and_told(tmp_path):
    path = write_xlsx(tmp_path / "net.xlsx", [[None, *NAMES], *SQUARE])
    made = openpyxl.load_workbook(path)
    made.create_sheet("Sheet2")
    made.save(path)
    net = gm.read_network(path)
    assert net.communities.tolist() == ["all"]
    assert len(net.ties) == 3
    assert "sheets without a table are not read: Sheet2" in net.summary("en")
    assert "没有数据的工作表未读取：Sheet2" in net.summary("zh")


def test_findings_name_all_that_are_first():
    ring = np.roll(np.eye(5), 1, axis=1)
    star = np.zeros((4, 4))
    star[0, 1:] = star[1:, 0] = 1
    both = gm.network.Network.from_array({"ring": ring, "star": star})
    assert "Between most others: 1 (star), on 100.0%" in gm.network.actors(both).summary(
        "en"
    )  # not the ring's, of more pairs
    said = gm.network.actors(both.only("ring"))
    assert all(f"{actor} (ring)" in said.summary("en") for actor in range(1, 6))
    found = gm.network.brokerage(both.only("ring"), pd.Series(list("aabbb"), range(1, 6)))
    assert "5 open two-paths; the most, 1 each, over 1, 2, 3, 4" in found.summary("en")
    assert "各 1 条" in found.summary("zh")
    even = gm.collaboration.sharing({"a": 1, "b": 1, "a+b": 4})
    assert "all receive the same: 2." in even.summary("en")
    assert "各方所得相同，均为 2。" in even.summary("zh")
    odd = gm.collaboration.sharing({"a": 3, "b": 1, "a+b": 4})
    assert "the largest share goes to a: 3." in odd.summary("en")


def test_totals_of_attendance_are_neither_actors_nor_meetings():
    sheet = pd.DataFrame([[1, 0, 1], [0, 1, 1], [1, 1, 2]], ["甲", "乙", "合计"], ["会1", "会2", "小计"])
    with pytest.raises(gm.GovmetricsError) as caught:
        gm.network.two_mode(sheet)
    assert [str(fault.place) for fault in caught.value.faults] == ["attendance: rows", "attendance: columns"]
    with pytest.raises(gm.GovmetricsError, match="甲, 会1: is 7"):
        gm.network.two_mode(sheet.replace({"会1": {1: 7}}))  # the cells of the others are looked at
    with pytest.raises(gm.GovmetricsError, match="rows: hold totals: 合计"):
        gm.network.two_mode(sheet.iloc[:, :2])  # its cells are 0 and 1


def test_columns_of_a_roster_that_say_nothing_of_ties_are_told_once_each():
    table = pd.DataFrame(
        {
            "街道": ["东"] * 60,
            "社区": ["甲"] * 60,
            "单位名称": [f"单位{n}" for n in range(60)],
            "与谁合作": "单位1、单位2",
        }
    )
    with pytest.raises(gm.FaultyInput) as error:
        gm.network.read_network(table, by="社区")
    assert [str(fault.place) for fault in error.value.faults] == ["column '街道'", "column '与谁合作'"]
    assert "head the columns 提名1, 提名2" in str(error.value)
