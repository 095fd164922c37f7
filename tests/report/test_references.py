"""References as the standards' own examples have them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pybtex.database import parse_file

from govmetrics.core.errors import FaultyInput
from govmetrics.report.writers.bibliography import References, _entries, apa, gb7714

HERE = Path(__file__).parent
WORKS = parse_file(str(HERE / "references.bib")).entries
EXPECTED = [line.split("\t") for line in (HERE / "references.tsv").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("key", "style", "expected"), EXPECTED)
def test_a_standards_own_example(key, style, expected):
    assert {"gb7714": gb7714, "apa": apa}[style](WORKS[key]) == expected


def test_works_are_numbered_as_they_are_cited_and_listed_once():
    cited = References("gb7714")
    assert cited.cite(["saaty1980", "cronbach1951"]) == " [1,2]"
    assert cited.cite(["cronbach1951"]) == " [2]"
    assert [line[:3] for line in cited.lines()] == ["[1]", "[2]"]


def test_apa_lists_by_author_and_marks_by_year():
    cited = References("apa")
    assert cited.cite(["saaty1980", "cronbach1951"]) == " (Saaty, 1980; Cronbach, 1951)"
    assert [line.split(",")[0] for line in cited.lines()] == ["Cronbach", "Saaty"]


def test_every_work_of_the_documentation_can_be_written():
    for key, work in _entries().items():
        for written in (gb7714(work), apa(work)):
            assert not any(odd in written for odd in ("{", "}", "\\", "..", "  ", ": .", ", .")), (
                key,
                written,
            )


def test_an_unknown_work_is_named():
    with pytest.raises(FaultyInput, match="nobody1900"):
        References("apa").cite(["nobody1900"])
