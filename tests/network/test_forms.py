"""Blank forms of ties: filled in, `read_network` reads them back, in both languages and both forms."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import govmetrics as gm
from govmetrics.network import blank_network

EAST, WEST = ["居委会", "物业公司", "Police", "7"], ["居委会", "Owners (East)", "3号楼"]
BOTH = {"东街社区": EAST, "West": WEST}


def filled(path: Path, ties: dict[tuple[str, str], list[str]], form: str, shift: int) -> None:
    """Fill in a form: whom each of a sheet's rows names."""
    book = openpyxl.load_workbook(path)
    for title in book.sheetnames[:-2]:
        sheet = book[title]
        heads = [cell.value for cell in sheet[1]]
        where = sheet.cell(2, 1).value if shift else "all"
        mine = [(one, named) for (place, one), named in ties.items() if place == where]
        rows = list(sheet.iter_rows(min_row=2, max_row=20))
        for nth, (one, named) in enumerate(mine):
            row = next(row for row in rows if row[shift].value == one) if form == "roster" else rows[nth]
            row[shift].value = one
            for at, name in enumerate(named if form == "names" else heads[shift + 1 :], start=shift + 1):
                if name != one:
                    row[at].value = name if form == "names" else int(name in named)
    book.save(path)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("form", ["roster", "names"])
def test_what_is_filled_in_is_read_back(tmp_path: Path, form: Any, language: Any) -> None:
    both = BOTH if form == "names" else {**BOTH, "West": ["居委会", "Owners", "3幢"]}
    path = blank_network(tmp_path / "ties.xlsx", both, form, 2, language)
    ties = {("东街社区", "居委会"): ["物业公司", "7"], ("东街社区", "物业公司"): [], ("东街社区", "7"): ["居委会"],
            ("West", "居委会"): [both["West"][1]]}  # fmt: skip
    filled(path, ties, form, 1)
    net = gm.read_network(path)
    read = {
        (where, str(one), str(other)) for where, one, other in net.ties.iloc[:, :3].itertuples(index=False)
    }
    assert read == {(where, one, other) for (where, one), named in ties.items() for other in named}
    assert net.n.to_dict() == {"东街社区": 4, "West": 3}
    assert net.cap == (2 if form == "names" else None)
    said = {(where, str(one)) for where, one in net.answered.index[net.answered]}
    assert said == set(ties)  # nobody knows of Police; 物业公司 names nobody
    assert not any("sheet" in str(note) for note in net.notes)


@pytest.mark.parametrize("form", ["roster", "names"])
def test_one_list_is_one_network(tmp_path: Path, form: Any) -> None:
    path = blank_network(tmp_path / "ties.xlsx", EAST, form)
    filled(path, {("all", "Police"): ["居委会"]}, form, 0)
    net = gm.read_network(path)
    assert net.n.to_dict() == {"all": 4}
    assert net.ties[["sender", "receiver"]].to_numpy().tolist() == [["Police", "居委会"]]


def test_lists_to_choose_from_are_those_of_the_community(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(blank_network(tmp_path / "ties.xlsx", BOTH, "names", 3, "zh"))
    assert book.sheetnames == ["关系1", "关系2", "主体", "填表说明"]
    (rule,) = {one.formula1 for one in book["关系2"].data_validations.dataValidation}
    assert rule == "'主体'!$B$6:$B$8"
    assert [cell.value for cell in book["主体"]["B"][5:8]] == WEST
    assert [cell.value for cell in book["关系1"][1]] == ["社区", "主体", "提名1", "提名2", "提名3"]


@pytest.mark.parametrize(("actors", "form", "told"), [
    (["a"], "roster", "actors: there are fewer than two actors"),
    (["a", "b", "a"], "names", "actors: stand here twice: a"),
    (["7", 7], "names", "actors: stand here twice: 7"),
    ([" ", "b"], "roster", "a name is empty"),
    ({}, "roster", "there is no community"),
    ({"East": ["a", "b"], "West": ["a"]}, "names", "actors.West: there are fewer than two actors"),
    (["sender", "receiver"], "roster", "actors: names would be read as headings of something else"),
    (["1号楼(东)", "2号楼(东)"], "roster", "actors: names would be read as headings of something else"),
])  # fmt: skip
def test_what_cannot_be_a_form_is_told(tmp_path: Path, actors: Any, form: Any, told: str) -> None:
    with pytest.raises(gm.GovmetricsError) as error:
        blank_network(tmp_path / "ties.xlsx", actors, form)
    assert told in str(error.value)
    assert not (tmp_path / "ties.xlsx").exists()


def test_more_lines_than_there_may_be(tmp_path: Path) -> None:
    with pytest.raises(gm.GovmetricsError, match="ask for 99 names or fewer"):
        blank_network(tmp_path / "ties.xlsx", EAST, "names", 100)
