"""Documents that hold one mapping: what they must not hold."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from govmetrics.core import FaultyInput, documents
from govmetrics.core.documents import read_document


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.json", '{"parts": [1], "parts": [2]}', "the key 'parts' occurs twice"),
        ("t.json", '{"weight": ' + "9" * 5000 + "}", "t.json: holds something unreadable"),
        ("t.yaml", 'code: a\nname: "b\x07"\n', r"t.yaml, line 2: has the character '\\u0007'"),
        ("t.yaml", "about: {date: 2024-13-45}", "holds something unreadable: a date or time does not exist"),
        ("t.yaml", "a: &a {code: x}\n<<: *a", "line 2: has an alias"),
    ],
)
def test_one_error_says_where_and_what(tmp_path, name, content, message):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(FaultyInput, match=message):
        read_document(tmp_path / name)


def test_a_document_without_end_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "LARGEST", 10)
    (tmp_path / "t.yaml").write_text("code: " + "x" * 20, encoding="utf-8")
    with pytest.raises(FaultyInput, match="far more than a tree of 10,000 indicators"):
        read_document(tmp_path / "t.yaml")


def test_every_repeated_key_and_alias_is_named(tmp_path):
    def found(name, content):
        (tmp_path / name).write_text(content, encoding="utf-8")
        with pytest.raises(FaultyInput) as raised:
            read_document(tmp_path / name)
        return [str(fault) for fault in raised.value.faults]

    yaml = found("t.yaml", "code: r\ncode: q\nparts:\n- &x {code: a, better: more, better: less}\n- *x\n")
    assert [text.split(";")[0] for text in yaml] == [
        "t.yaml, line 5: has an alias (*name)",
        "t.yaml, line 2: the key 'code' occurs twice in one place",
        "t.yaml, line 4: the key 'better' occurs twice in one place",
    ]
    assert len(found("t.json", '{"a": 1, "a": 2, "b": {"c": 1, "c": 2}}')) == 2


def test_a_workbook_under_the_name_of_a_document_is_told_to_be_text(tmp_path):
    Workbook().save(tmp_path / "book.xlsx")
    (tmp_path / "evaluation.yaml").write_bytes((tmp_path / "book.xlsx").read_bytes())
    with pytest.raises(FaultyInput) as told:
        read_document(tmp_path / "evaluation.yaml")
    assert str(told.value) == "evaluation.yaml: is not text; give a file of text, saved as UTF-8"
