"""References as the standards' own examples have them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pybtex.database import parse_file

from govmetrics.core.errors import FaultyInput
from govmetrics.report.writers.bibliography import STYLES, References, _entries, apa, gb7714

HERE = Path(__file__).parent
REFS = sorted((HERE.parents[1] / "docs" / "refs").glob("*.bib"))
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


def test_a_work_stands_once_and_no_two_keys_differ_by_case_alone():
    works = [
        entry.split(",", 1)
        for file in REFS
        for entry in re.findall(r"^@\w+\{(.+)", file.read_text("utf-8"), re.M)
    ]
    keys = [key.lower() for key, _ in works]
    assert len(keys) > 300
    assert sorted(keys) == sorted(set(keys))


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


def test_a_chinese_work_has_its_own_name_in_chinese_style_and_a_translation_in_apa():
    cited = {style: References(style) for style in STYLES}
    marks = {style: one.cite(["Wang1983", "Chen2003"]) for style, one in cited.items()}
    assert cited["gb7714"].lines() == [
        "[1] 汪培庄. 模糊集合论及其应用[M]. 上海: 上海科学技术出版社, 1983.",
        "[2] 陈加良. 基于博弈论的组合赋权评价方法研究[J]. 福建电脑, 2003(9): 15-16.",
    ]
    assert cited["apa"].lines() == [
        "Chen, J. (2003). 基于博弈论的组合赋权评价方法研究 [Combination weighting based on game theory]. "
        "Fujian Computer, (9), 15–16.",
        "Wang, P. (1983). 模糊集合论及其应用 [Fuzzy sets and their applications]. 上海科学技术出版社.",
    ]
    assert marks == {"gb7714": " [1,2]", "apa": " (Wang, 1983; Chen, 2003)"}
