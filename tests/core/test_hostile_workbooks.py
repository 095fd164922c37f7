"""Workbooks that a damaged disk or a hostile hand made: the right table, or one of our errors."""

from __future__ import annotations

import random
import struct
import sys
import zipfile
from functools import cache

import pandas as pd
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from govmetrics.core import FaultyInput, GovmetricsError
from govmetrics.core import bounds as limits
from govmetrics.core.spreadsheets import sheets_of
from govmetrics.core.tables import read_table
from tests.office_files import write_ods

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>unit</t></is></c><c r="B1" t="inlineStr"><is><t>t</t></is></c></row>'
ROWS = HEAD + '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2"><v>1</v></c></row>'
ODS = ("office", "table", "text", "style")


def xlsx(path, rows=ROWS, before="", more=None, strings=None, merged="", method=zipfile.ZIP_DEFLATED):
    """Write the least workbook there is; `rows` are XML, `more` other sheets as chunks of XML."""
    main = f'<?xml version="1.0"?>{before}<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData>{merged}</worksheet>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = ["a", *(more or {})]
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1))
    linked = "".join(f'<Relationship Id="r{i}" Type="{office}/worksheet" Target="worksheets/{n}.xml"/>'
                     for i, n in enumerate(names, 1))  # fmt: skip
    with zipfile.ZipFile(path, "w", method) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{SPACE}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        )
        book.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{linked}</Relationships>")
        book.writestr("xl/worksheets/a.xml", main)
        if strings is not None:
            book.writestr("xl/sharedStrings.xml", strings)
        for name, chunks in (more or {}).items():
            with book.open(f"xl/worksheets/{name}.xml", "w", force_zip64=True) as part:
                for chunk in chunks:
                    part.write(chunk)
    return path


def ods(path, body, before=""):
    spaces = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{k}:1.0"' for k in ODS)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("content.xml", f'{before}<office:document-content {spaces}><office:body><office:spreadsheet>'
                                     f'<table:table table:name="a">{body}</table:table></office:spreadsheet>'
                                     "</office:body></office:document-content>")  # fmt: skip
    return path


def ods_row(*cells, times=1, across=1):
    told = "".join(f'<table:table-cell table:number-columns-repeated="{across}"><text:p>{cell}</text:p></table:table-cell>'
                   for cell in cells)  # fmt: skip
    return f'<table:table-row table:number-rows-repeated="{times}">{told}</table:table-row>'


def frame():
    return {"unit": ["A"], "t": [1]}


def test_a_cell_far_away_costs_nothing_and_is_a_column_of_its_own(tmp_path):
    rows = ROWS + '<row r="20000"><c r="XFD20000"><v>7</v></c></row>'
    read = read_table(xlsx(tmp_path / "t.xlsx", rows))
    assert read.shape == (2, 3)
    assert list(read.columns) == ["unit", "t", "Unnamed: 16383"]
    assert read.iloc[1, 2] == 7
    assert read.index[1] + 2 == 20_000


def test_the_last_row_of_a_sheet_is_in_it_and_no_other(tmp_path):
    last = ROWS + '<row r="1048576"><c r="A1048576"><v>7</v></c></row>'
    assert read_table(xlsx(tmp_path / "t.xlsx", last)).index[-1] + 2 == limits.ROWS
    for place, cell in (
        ('<row r="1048577"><c r="A1048577"><v>7</v></c></row>', "A1048577"),
        ('<row r="99999999999"><c r="B99999999999"><v>7</v></c></row>', "B99999999999"),
        ('<row r="3"><c r="XFE3"><v>7</v></c></row>', "XFE3"),
        ('<row r="0"><c r="A0"><v>7</v></c></row>', "A1"),
    ):
        with pytest.raises(FaultyInput, match=f"cell {cell}: lies outside of a sheet") as raised:
            read_table(xlsx(tmp_path / "t.xlsx", ROWS + place))
        assert "1,048,576 rows and 16,384 columns; remove it" in str(raised.value)


@pytest.mark.parametrize("rows", ['<row r="99999999999"/>', "<row/>" * 10_000], ids=["far", "many"])
def test_empty_rows_end_where_a_sheet_does(tmp_path, monkeypatch, rows):
    monkeypatch.setattr("govmetrics.core.cells.ROWS", 10_000)
    with pytest.raises(FaultyInput, match="outside of a sheet"):
        read_table(xlsx(tmp_path / "t.xlsx", rows + "<row/>"))


def test_blank_cells_are_no_cells_and_are_bounded_too(tmp_path, monkeypatch):
    blank = "".join(f'<row r="{r}">' + '<c s="0"/>' * 50 + "</row>" for r in range(3, 300))
    assert read_table(xlsx(tmp_path / "t.xlsx", ROWS + blank)).to_dict("list") == frame()
    monkeypatch.setattr("govmetrics.core.excel_2007._MOST_CELLS", 10_000)
    with pytest.raises(FaultyInput, match="has more than 10,000 cells, blank ones among them"):
        read_table(xlsx(tmp_path / "t.xlsx", ROWS + blank))


def test_more_cells_or_characters_than_the_rule_says_are_refused_with_the_number(tmp_path, monkeypatch):
    rows = HEAD + "".join(
        f'<row r="{r}"><c><v>{r}</v></c><c t="str"><v>xy</v></c></row>' for r in range(2, 99)
    )
    monkeypatch.setattr("govmetrics.core.cells.CELLS", 100)
    with pytest.raises(
        FaultyInput, match=r"has more than 100 filled cells; save the sheet as .csv, or split it"
    ):
        read_table(xlsx(tmp_path / "t.xlsx", rows))
    with pytest.raises(FaultyInput, match="more than 100 filled"):
        read_table(ods(tmp_path / "t.ods", ods_row("a", "b", times=51)))
    monkeypatch.setattr("govmetrics.core.cells.CELLS", 10_000)
    monkeypatch.setattr("govmetrics.core.cells.CHARACTERS", 150)
    with pytest.raises(FaultyInput, match="more than 150 characters in its cells; shorten its texts"):
        read_table(xlsx(tmp_path / "t.xlsx", rows))
    monkeypatch.setattr("govmetrics.core.excel_parts.CHARACTERS", 150)
    strings = f'<sst xmlns="{SPACE}">' + "<si><t>abc</t></si>" * 60 + "</sst>"
    with pytest.raises(FaultyInput, match="more than 150 characters in its cells"):
        read_table(xlsx(tmp_path / "t.xlsx", strings=strings))


def test_few_cells_on_a_diagonal_do_not_make_a_table_of_millions(tmp_path):
    cells = "".join(
        f'<row r="{r}"><c r="{get_column_letter(r)}{r}"><v>1</v></c></row>' for r in range(3, 9_000)
    )
    with pytest.raises(
        FaultyInput,
        match=r"9,001 filled cells are spread over 8,999 rows and 8,999 columns, as far as MHC8999",
    ):
        read_table(xlsx(tmp_path / "t.xlsx", ROWS + cells))


def test_a_sheet_that_is_not_asked_for_is_not_read(tmp_path):
    million = b" " * 1_000_000
    path = xlsx(tmp_path / "t.xlsx", more={"b": [b"<a>", *[million] * 60], "c": [b"no xml"]})
    assert sheets_of(path) == {"a": False, "b": False, "c": False}
    assert read_table(path).to_dict("list") == frame()
    with pytest.raises(FaultyInput, match=r"unpacks to 60 MB, .* times its size \(xl/worksheets/b.xml\)"):
        read_table(path, "b")


@pytest.mark.parametrize("lxml", [True, False])
@pytest.mark.parametrize("kind", ["laughs", "external", "parameter"])
def test_entities_are_refused_as_they_begin(tmp_path, monkeypatch, lxml, kind):
    if not lxml:
        monkeypatch.setitem(sys.modules, "lxml", None)
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    told = {
        "laughs": "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha"}">' for i in range(12)),
        "external": f'<!ENTITY a11 SYSTEM "{(tmp_path / "secret").as_uri()}">',
        "parameter": f'<!ENTITY % p SYSTEM "{(tmp_path / "secret").as_uri()}"> %p;',
    }[kind]
    before = f"<!DOCTYPE worksheet [{told}]>"
    cell = '<row r="3"><c r="A3" t="inlineStr"><is><t>&a11;</t></is></c></row>'
    for path in (
        xlsx(tmp_path / "t.xlsx", ROWS + cell, before),
        ods(tmp_path / "t.ods", ods_row("&a11;"), before),
        xlsx(tmp_path / "s.xlsx", strings=f'{before}<sst xmlns="{SPACE}"><si><t>&a11;</t></si></sst>'),
    ):
        with pytest.raises(FaultyInput, match="has a document type or entities") as raised:
            read_table(path)
        assert "secret" not in str(raised.value)


def test_text_and_elements_without_end_are_refused(tmp_path):
    for rows, said in (
        ("<row><c t='str'><v>" + "x" * 3_000_000, "a text or a name of more than 2 MB"),
        ("<row " + "x" * 3_000_000, "a text or a name of more than 2 MB"),
        ("<x>" * 100_000, "is nested more than 200 deep"),
    ):
        with pytest.raises(FaultyInput, match=said):
            read_table(xlsx(tmp_path / "t.xlsx", rows))


def test_a_texts_blanks_are_counted_before_they_are_made(tmp_path):
    blanks = '<text:s text:c="2000000000"/>' * 3
    with pytest.raises(FaultyInput, match=r"the cell has .* characters"):
        read_table(ods(tmp_path / "t.ods", ods_row("unit") + ods_row(f"a{blanks}b")))
    with pytest.raises(FaultyInput, match="has more than 500,000,000 characters"):
        read_table(ods(tmp_path / "t.ods", ods_row("unit") + ods_row(f"a{blanks}b") * 5_000))


def test_repeats_in_ods_end_where_a_sheet_does(tmp_path):
    blank = '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="{}"/>'
    rest = blank.format(2_000_000_000, 2_000_000_000) + "</table:table-row>"
    read = read_table(ods(tmp_path / "t.ods", ods_row("unit", "t") + ods_row("A", "x") + rest))
    assert read.to_dict("list") == {"unit": ["A"], "t": ["x"]}
    for row in (ods_row("A", times=2_000_000_000), ods_row("A", across=2_000_000_000), rest + ods_row("A")):
        with pytest.raises(FaultyInput, match="outside of a sheet"):
            read_table(ods(tmp_path / "t.ods", ods_row("unit", "t") + row))
    with pytest.raises(FaultyInput, match="has more than 25,000,000 filled cells"):
        read_table(ods(tmp_path / "t.ods", ods_row("A", times=1_048_576, across=16_384)))
    with pytest.raises(FaultyInput, match=r"is not a readable .ods file"):
        read_table(ods(tmp_path / "t.ods", ods_row("A", times="many")))


def test_a_style_that_is_not_there_is_named_with_its_cell(tmp_path):
    rows = HEAD + '<row r="2"><c r="A2" t="str"><v>A</v></c><c r="B2" s="999"><v>1</v></c></row>'
    with pytest.raises(FaultyInput, match=r"t.xlsx, cell B2: has a style that is not in the file"):
        read_table(xlsx(tmp_path / "t.xlsx", rows))


def test_numbers_beyond_all_numbers_stay_as_they_are_written(tmp_path):
    rows = HEAD + f'<row r="2"><c r="A2" t="str"><v>A</v></c><c r="B2"><v>{"9" * 400}</v></c></row>'
    assert read_table(xlsx(tmp_path / "t.xlsx", rows))["t"].tolist() == ["9" * 400]


def test_merged_cells_beyond_number_are_bounded(tmp_path, monkeypatch):
    rows = HEAD + '<row r="2"><c r="A2" t="str"><v>A</v></c><c r="B2"><v>1</v></c></row><row r="9"/>'
    merged = '<mergeCells><mergeCell ref="B2:B1048576"/></mergeCells>'
    read = read_table(xlsx(tmp_path / "t.xlsx", rows, merged=merged), covered=True)
    assert [str(cell) for cell in read["t"]] == ["1", *["B2:B1048576"] * 7]
    monkeypatch.setattr("govmetrics.core.cells.CELLS", 100)
    with pytest.raises(FaultyInput, match="more than 100 filled cells"):
        read_table(xlsx(tmp_path / "t.xlsx", rows, merged=merged.replace("><m", ">" + '<mergeCell ref="B2:B9"/>' * 20 + "<m", 1)),
                   covered=True)  # fmt: skip


def test_merged_cells_without_a_number_cover_nothing(tmp_path):
    merged = '<mergeCells><mergeCell ref="D1:D2"/><mergeCell ref="ZZ9:ZZ99"/></mergeCells>'
    assert read_table(xlsx(tmp_path / "t.xlsx", merged=merged), covered=True).to_dict("list") == frame()


def test_a_table_of_columns_is_bounded_by_what_it_tells_of_itself(tmp_path, monkeypatch):
    pytest.importorskip("pyarrow")
    pd.DataFrame({"unit": ["A"] * 60, "t": [1.0] * 60}).to_parquet(tmp_path / "t.parquet")
    monkeypatch.setattr("govmetrics.core.tables.COLUMNAR", 100)
    with pytest.raises(FaultyInput, match="has 60 rows and 2 columns, more than 100 cells; split it"):
        read_table(tmp_path / "t.parquet")


def test_encrypted_and_old_files_are_told(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(
        FaultyInput, match="is encrypted, or an older file under a new name; open it in its program"
    ):
        read_table(path)
    raw = bytearray(xlsx(path).read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for place in [i for i in range(len(raw)) if raw[i : i + 4] == mark]:
            raw[place + at] |= 1
    path.write_bytes(raw)
    with pytest.raises(FaultyInput, match=r"t.xlsx: is encrypted; open it in its program"):
        read_table(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(tmp_path, method):
    with pytest.raises(FaultyInput, match="is packed as no office program does"):
        read_table(xlsx(tmp_path / "t.xlsx", method=method))


def test_parts_that_lie_within_each_other_or_are_too_many_are_refused(tmp_path, monkeypatch):
    path = xlsx(tmp_path / "t.xlsx", "<row/>" * 1000)
    raw = bytearray(path.read_bytes())
    first = raw.index(b"PK\x01\x02")
    for place in range(first, len(raw)):
        if raw[place : place + 4] == b"PK\x01\x02":  # every part is as long as the whole file
            raw[place + 20 : place + 24] = struct.pack("<I", len(raw) - 10)
    path.write_bytes(raw)
    with pytest.raises(FaultyInput, match="has parts that lie within each other"):
        read_table(path)
    monkeypatch.setattr(limits, "PARTS", 3)
    with pytest.raises(FaultyInput, match=r"has 4 parts, more than 3; save what is needed as .csv"):
        read_table(xlsx(path))


def test_a_package_of_another_kind_is_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as book:
        book.writestr("word/document.xml", "<a/>")
    with pytest.raises(FaultyInput, match="its content is of another kind than its name says"):
        read_table(tmp_path / "t.xlsx")


@cache
def example(suffix):
    """Return the bytes of a small workbook that has everything."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / f"t{suffix}"
        if suffix == ".ods":
            return write_ods(path, [["unit", "t"], ["A", 1], ["B", 2.5]], ["B2:B3"]).read_bytes()
        if suffix == ".xls":
            return (Path(__file__).parents[1] / "intake" / "data" / "office.xls").read_bytes()
        book = Workbook()
        for row in (
            ["unit", "t", "day"],
            ["A", 0.5, pd.Timestamp("2026-01-02").to_pydatetime()],
            ["B", True, None],
        ):
            book.active.append(row)
        book.active["B2"].number_format = "0%"
        book.active.merge_cells("B2:B3")
        book.create_sheet("b").append(["x"])
        book.save(path)
        return path.read_bytes()


def damaged(raw, rng, packed):
    """Return bytes with some flipped, cut, doubled or put in; of a package also inside one of its parts."""
    if packed and rng.random() < 0.7:
        import io

        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
            names = old.namelist()
            chosen = rng.choice(names)
            for name in names:
                content = old.read(name)
                new.writestr(name, damaged(content, rng, packed=False) if name == chosen else content)
        return out.getvalue()
    data = bytearray(raw)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        if not data:
            break
        place, kind = rng.randrange(len(data)), rng.randrange(5)
        if kind == 0:
            data[place] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del data[place : place + rng.choice([1, 3, 50])]
        elif kind == 2:
            data[place:place] = rng.choice([b"9" * 12, b"-1", b"<", b"&x;", b"\0", b"1e999", b'"', b"</row>"])
        elif kind == 3:
            data[place:place] = data[place : place + rng.choice([2, 40, 400])]
        else:
            data[place] = rng.choice(b"0123456789<>/\"' \xff")
    return bytes(data)


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_damaged_workbooks_leave_only_our_errors(tmp_path, suffix):
    raw, rng, refused = example(suffix), random.Random(23), 0
    for _ in range(100):
        path = tmp_path / f"t{suffix}"
        path.write_bytes(damaged(raw, rng, packed=suffix != ".xls"))
        sheets_of(path)
        try:
            read_table(path, covered=True)
        except GovmetricsError:
            refused += 1
    assert refused > 10
