"""What parsers and the system say reaches the reader in words of ours, in both languages."""

from __future__ import annotations

import re

import pytest

from govmetrics.core import FaultyInput, reasons
from govmetrics.core.documents import read_document
from govmetrics.core.reasons import reason_of
from govmetrics.core.tables import read_table
from govmetrics.core.words.text import chinese
from govmetrics.core.written import cannot_write

JSON = [
    "{",
    '{"a":',
    '{"a" 1}',
    '{"a": 1 "b"}',
    '{"a": "x',
    '{"a": "x\ny"}',
    r'{"a": "\q"}',
    "{}{}",
    '{"a": 1,}',
]
YAML = ["a: b: c", "a: [1", "a: {b: 1", "a: @x", "a:\n\t- c", 'a: "x', r'a: "\q"', "- a\nb: 1", "a: !x 1"]
YAML += ["--- a\n--- b", "a: - b", "[a]]", "a: |x\n b", "a: 2024-13-45", "a: 2024-02-01 25:00:00"]


@pytest.mark.parametrize(
    ("name", "content"), [("t.json", text) for text in JSON] + [("t.yaml", text) for text in YAML]
)
def test_a_document_that_cannot_be_read_is_told_in_chinese(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(FaultyInput) as raised:
        read_document(tmp_path / name)
    told = (
        raised.value.say("zh").replace(name, "").replace("JSON", "").replace("YAML", "").replace("!name", "")
    )
    assert not re.search(r"[A-Za-z]{2}", told), told


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("t.csv", b"a,b\n1,2\n1,2,3\n", "line 3 has 3 cells, the header has 2"),
        ("t.csv", b'a,b\n1,"2\n', "a quotation mark is not closed"),
        ("t.xlsx", b"not a zip", "its content is of another kind than its name says"),
        ("t.parquet", b"not parquet", "its content is of another kind than its name says"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(tmp_path, name, raw, reason):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(FaultyInput) as raised:
        read_table(tmp_path / name)
    assert reason in raised.value.say("en")
    assert reason not in raised.value.say("zh")


def test_the_system_is_known_by_its_numbers_not_by_its_language(tmp_path):
    with pytest.raises(OSError) as raised:
        (tmp_path / "none" / "t.csv").write_text("x")
    assert "文件夹不存在" in cannot_write("t.csv", raised.value).say("zh")


def test_words_that_nobody_knows_are_quoted():
    assert reason_of(ValueError("odd")).say("zh") == "“odd”"
    assert str(reason_of(ValueError())) == '"ValueError"'


def test_every_reason_has_its_chinese():
    assert set(reasons._SYSTEM.values()) | set(reasons._PARSERS.values()) <= set(chinese())
