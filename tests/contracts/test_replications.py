"""The chapter of replications: every cell runs and says what its page says, and faults are seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = DOCS / "replications"
PAGES = ("indices", "experts", "efficiency", "surveys", "evidence")

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the docs are not in a wheel")


@pytest.fixture
def chapter(monkeypatch):
    pytest.importorskip("IPython")
    monkeypatch.syspath_prepend(str(FOLDER))
    import compare

    monkeypatch.setattr(compare, "FOUND", {})
    return compare


def targets(page):
    return re.findall(r"^\((.+)\)=$", (FOLDER / f"{page}.md").read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_says_is_what_comes_out(chapter, page):
    chapter.run(page)
    assert list(chapter.FOUND) == targets(page)
    for found in chapter.FOUND.values():
        assert f"{len(found.table)} numbers" in found._repr_markdown_()


def test_the_overview_names_every_replication_in_both_languages(chapter):
    assert chapter.PAGES == PAGES
    assert list(chapter.CASES) == [key for page in PAGES for key in targets(page)]
    assert len(chapter.CASES) >= 12
    for case in chapter.CASES.values():
        assert set(case) == {"en", "zh"}
        assert set(case["en"]) == set(case["zh"]) >= {"title", "method", "data", "source"}


def test_numbers_agree_within_half_a_unit_of_the_last_digit(chapter):
    done = chapter.compare("sdg16", {"a": 0.25, "b": 2}, {"a": 0.2549, "b": 2.0}, digits={"a": 2, "b": 0})
    assert done.verdict() == "equal to the digits printed"
    assert done.verdict("zh") == "与所刊数字逐位一致"
    assert done.largest() == "0.0049"
    assert "| a | 0.25 | 0.255 | 0.0049 |" in done._repr_markdown_()
    with pytest.raises(AssertionError, match=r"\['a'\] do not stand"):
        chapter.compare("sdg16", {"a": 0.25}, {"a": 0.2551}, digits=2)


def test_what_is_said_to_differ_must_differ_and_says_why(chapter):
    done = chapter.compare("shenzhen", {"text": 74.5}, {"text": 72.74}, digits=1, differs=("text",))
    assert done.verdict().startswith(
        "0 of 1 equal to the digits printed, 1 not: the article's text gives 74.5"
    )
    assert "| **text** | 74.5 | 72.74 | -1.8 |" in done._repr_markdown_()
    with pytest.raises(AssertionError, match=r"\['text'\] do not stand"):
        chapter.compare("shenzhen", {"text": 74.5}, {"text": 74.5}, digits=1, differs=("text",))
    with pytest.raises(AssertionError, match="must say why"):
        chapter.compare("sdg16", {"a": 1}, {"a": 2}, digits=0, differs=("a",))
