"""Documents from folders, files and tables; everything that is no document is named, or one clear error."""

from __future__ import annotations

import io
import zipfile

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput
from govmetrics.text import _files
from tests.text.files import docx_of, pdf_of, pdf_of_pdfs


def test_a_folder_of_every_kind_of_file(tmp_path):
    (tmp_path / "一.txt").write_text("路灯坏了", encoding="utf-8")
    (tmp_path / "二.txt").write_bytes("水管漏水，物业不修".encode("gb18030"))
    docx_of(tmp_path / "三.docx", ["社区治理", "协商"], table=[["项目", "经费"]])
    pdf_of(tmp_path / "four.pdf", ["street light", ""])
    (tmp_path / "~$三.docx").write_bytes(b"x")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    found = gm.text.read(tmp_path)
    assert found.texts.to_dict() == {
        "一.txt": "路灯坏了", "二.txt": "水管漏水，物业不修", "三.docx": "社区治理\n协商\n项目\n经费",
        "four.pdf": "street light\n"
    }  # fmt: skip
    assert sorted(found.left_out.index) == [".hidden", "old.doc", "photo.jpg", "~$三.docx"]
    assert "four.pdf: 1 page has no text" in found.summary()
    assert "page" not in found.summary("zh")


def test_files_without_text_are_faults_or_named(tmp_path):
    (tmp_path / "a.txt").write_text("路灯")
    (tmp_path / "b.txt").write_text(" \n")
    pdf_of(tmp_path / "scan.pdf", ["", ""])
    with pytest.raises(gm.FaultyInput) as error:
        gm.text.read(tmp_path)
    assert [fault.place for fault in error.value.faults] == ["b.txt", "scan.pdf"]
    found = gm.text.read(tmp_path, empty="name")
    assert list(found.frame.index) == ["a.txt"]
    assert list(found.left_out.index) == ["b.txt", "scan.pdf"]


def test_files_that_cannot_be_read_come_in_one_error(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "c.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (tmp_path / "d.txt").write_bytes("caf\xe9 ol\xe9 \xfcber \xe4\xdf\xff".encode("latin-1"))
    (tmp_path / "e.txt").write_bytes(b"\x00\x01binary")
    pdf_of(tmp_path / "f.pdf", ["secret"], password="x")
    with pytest.raises(gm.FaultyInput) as error:
        gm.text.read(tmp_path)
    assert [str(fault.place).split(",")[0] for fault in error.value.faults] == [
        "a.docx", "b.pdf", "c.docx", "d.txt", "e.txt", "f.pdf"
    ]  # fmt: skip
    assert "encrypted" in str(error.value)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    docx_of(tmp_path / "a.docx", ["x"])
    packed = io.BytesIO((tmp_path / "a.docx").read_bytes())
    with (
        zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as file,
        file.open("word/bomb.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(310):
            part.write(b"\0" * 1_000_000)
    (tmp_path / "a.docx").write_bytes(packed.getvalue())
    assert len(packed.getvalue()) < 1_000_000
    with pytest.raises(gm.FaultyInput, match="unpacks to 3"):
        gm.text.read(tmp_path / "a.docx")


def test_deleted_text_and_old_copies_of_boxes_are_not_read(tmp_path):
    docx_of(tmp_path / "a.docx", ["路灯"], raw=(
        '<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:t>留</w:t></w:r>'
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="wps">'
        "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback>"
        "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ))  # fmt: skip
    assert gm.text.read(tmp_path / "a.docx").texts.tolist() == ["路灯\n留\n框"]


def test_what_a_table_knows_of_files(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("路灯" + name, encoding="utf-8")
    about = pd.DataFrame(
        {"文件名": ["b.txt", "a"], "社区": ["乙", "甲"], "年份": [2025, 2024], "发文机关": ["街道", "区"]}
    )
    found = gm.text.read(tmp_path, about=about)
    assert found.frame[["unit", "period", "body"]].loc["a.txt"].tolist() == ["甲", 2024, "区"]
    with pytest.raises(gm.FaultyInput, match=r"b\.txt: is not in the table"):
        gm.text.read(tmp_path, about=about.iloc[1:])


def test_tables_in_csv_of_gb18030_and_xlsx(tmp_path):
    frame = pd.DataFrame(
        {
            "工单编号": ["x1", "x2"],
            "诉求内容": ["路灯坏", "漏水"],
            "受理时间": ["2025/3/5 10:22", "2025-04-01"],
        }
    )
    frame.to_csv(tmp_path / "t.csv", index=False, encoding="gb18030")
    frame.to_excel(tmp_path / "t.xlsx", index=False)
    for name in ("t.csv", "t.xlsx"):
        found = gm.text.read(tmp_path / name, every="month")
        assert found.frame["period"].to_dict() == {"x1": "2025-03", "x2": "2025-04"}
    assert "“诉求内容”作为文本" in found.summary("zh")


@pytest.mark.parametrize(("frame", "said"), [
    ({"内容": ["a", None]}, "the text is empty"), ({"id": [1, 1], "text": ["a", "b"]}, "occurs more than once"),
    ({"id": [1, None], "text": ["a", "b"]}, "row 3: the document has no name"), ({"x": ["a"]}, "no column of texts"),
    ({"内容": ["a"], "正文": ["b"]}, "several columns may be the text"), ({"text": ["a"], "社区": [None]}, "the cell is empty"),
    ({"text": [3]}, "has no text"), ({"text": []}, "no rows"), ({"text": ["\x00\u200b"]}, "the text is empty"),
])  # fmt: skip
def test_faults_of_tables(frame, said):
    with pytest.raises(gm.FaultyInput, match=said):
        gm.text.read(pd.DataFrame(frame))


def test_dates_that_lie_in_no_one_period_are_faults():
    frame = pd.DataFrame({"text": ["a", "b"], "date": ["2025", "2025-03-01"]})
    with pytest.raises(gm.FaultyInput, match="2025: is not a date that lies in one month"):
        gm.text.read(frame, every="month")
    assert gm.text.read(frame, every="year").frame["period"].tolist() == ["2025", "2025"]


def test_the_same_text_twice_is_named_and_kept():
    found = gm.text.read(["路灯坏了", "路灯 坏了", "水"])
    assert found.duplicates["same_as"].to_dict() == {2: 1}
    assert len(found.frame) == 3
    assert "1 has the same text" in found.summary()


def test_a_document_of_five_million_characters_is_the_longest():
    gm.text.read(["路" * 1_000_000])
    with pytest.raises(gm.FaultyInput, match="split the document"):
        gm.text.read(["路" * 5_000_001])


def test_missing_libraries_say_what_to_install(tmp_path, monkeypatch):
    import sys

    docx_of(tmp_path / "a.docx", ["x"])
    pdf_of(tmp_path / "b.pdf", ["x"])
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(gm.FaultyInput) as error:
        gm.text.read(tmp_path)
    assert [str(fault) for fault in error.value.faults] == [
        'a.docx: needs python-docx; pip install "govmetrics[text]"', 'b.pdf: needs pypdf; pip install "govmetrics[text]"'
    ]  # fmt: skip


def test_lines_of_a_pdf_are_joined_within_chinese():
    from govmetrics.text._written import joined_lines

    assert (
        joined_lines("推进社区治\n理，建设\n共同体。\n第二条 a\nb")
        == "推进社区治理，建设共同体。\n第二条 a\nb"
    )


def test_given_tables_are_not_changed():
    frame = pd.DataFrame({"内容": ["路\x00灯"]})
    gm.text.read(frame)
    assert frame["内容"].tolist() == ["路\x00灯"]
    assert list(frame.columns) == ["内容"]


def test_one_row_is_not_two_files_and_names_differ_by_more_than_blanks(tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/a.txt"):
        (tmp_path / name).write_text("停车难" + name, encoding="utf-8")
    with pytest.raises(gm.FaultyInput, match=r"'a' may be each of these files: a\.txt, sub/a\.txt"):
        gm.text.read(tmp_path, about=pd.DataFrame({"file": ["a"], "year": [2020]}))
    with pytest.raises(gm.FaultyInput, match="a: names two documents, but for blanks"):
        gm.text.read({"a": "停车", "a ": "路灯"})
    with pytest.raises(gm.FaultyInput, match="no such file or folder"):
        gm.text.read(tmp_path / "nowhere")


def test_what_was_left_out_is_told_where_nothing_is_left(tmp_path):
    (tmp_path / "scan.png").write_bytes(b"x")
    with pytest.raises(gm.FaultyInput, match=r"left out: scan.png \(no text file\)"):
        gm.text.read(tmp_path)
    (tmp_path / "b.txt").write_bytes("停\x00车".encode())
    with pytest.raises(gm.FaultyInput, match=r"save it as \.txt"):
        gm.text.read(tmp_path)


def test_a_page_that_draws_itself_again_and_again_is_refused_in_time(tmp_path, monkeypatch):
    pdf_of_pdfs(tmp_path / "twice.pdf", 2, 2)
    assert gm.text.read(tmp_path).texts.iloc[0].split() == ["lamp"] * 8
    pdf_of_pdfs(tmp_path / "twice.pdf", 8, 30)
    monkeypatch.setattr(_files, "SECONDS", 0.3)
    with pytest.raises(
        FaultyInput, match=r"twice.pdf: page 1 takes more than 0 seconds to read; save its text as .txt"
    ):
        gm.text.read(tmp_path)
