"""The pages of the docs: what is said in English is said in Chinese, each is found from the start, functions named exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import govmetrics as gm

DOCS = Path(__file__).parents[2] / "docs"
CHINESE = {
    "index": "index", "install": "install", "choose": "choose", "tutorial/ten_minutes": "ten_minutes", "how-to/own_tree": "tree",
    "how-to/ready_made_trees": "ready_made_trees", "how-to/leaves": "leaves",
    "how-to/records": "records", "how-to/survey": "survey", "how-to/experts": "experts",
    "how-to/participation": "participation", "how-to/report": "report",
    "how-to/documents": "documents", "how-to/many": "many",
    "how-to/evaluation": "evaluation", "how-to/embed": "embed", "gallery": "gallery",
    "how-to/monitoring": "monitoring", "how-to/policy": "policy", "how-to/command_line": "command_line", "how-to/paper": "paper",
    "how-to/hostile_files": "hostile_files", "benchmarks": "benchmarks", "release_notes": "release_notes",
    "mistakes": "mistakes", "comparisons": "comparisons",
    "coming-from/index": "tables", "coming-from/spssau": "spssau", "coming-from/yaahp": "yaahp",
    "coming-from/deap_maxdea": "deap_maxdea", "coming-from/coinr": "coinr", "coming-from/psych_lavaan": "psych_lavaan",
}  # fmt: skip
"""The English page and the Chinese one; forms, grades, efficiency and the glossary have Chinese pages only."""
NAMED = re.compile(r"\bgm\.([a-z]\w+)(?:\.([A-Za-z]\w+))?")
TESTS = re.compile(r"\b(tests/[\w/]+\.py)::(test_\w+)")
PAGES = sorted(str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md") if "_build" not in path.parts)

pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the docs are not in a wheel")


def test_every_page_for_users_is_there_in_chinese():
    english = [
        str(path.relative_to(DOCS).with_suffix(""))
        for folder in (".", "tutorial", "how-to", "coming-from")
        for path in (DOCS / folder).glob("*.md")
    ]
    assert sorted(set(english) - {"references"}) == sorted(CHINESE)
    assert [page for page in CHINESE.values() if not (DOCS / "zh" / f"{page}.md").is_file()] == []


def test_every_chinese_page_is_found_from_the_start():
    pages = {path.stem for path in (DOCS / "zh").glob("*.md")}
    start, contents = (DOCS / name for name in ("zh/index.md", "index.md"))
    linked = set(re.findall(r"\]\((\w+)\.md\)", start.read_text(encoding="utf-8")))
    assert pages - linked == {"index"}
    assert set(re.findall(r"^zh/(\w+)$", contents.read_text(encoding="utf-8"), re.M)) == pages


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page):
    path = DOCS / page
    text = path.read_text(encoding="utf-8")
    missing = [
        f"gm.{first}.{second}" if second else f"gm.{first}"
        for first, second in sorted(set(NAMED.findall(text)) - {("room", "name")})
        if not hasattr(gm, first) or (second and not hasattr(getattr(gm, first), second))
    ]
    assert missing == []
    links = re.findall(r"\]\(((?!https?:|#)[^)#\s]+\.md)(?:#[^)]*)?\)", text)
    assert [link for link in links if not (path.parent / link).is_file()] == []
    tests = sorted(set(TESTS.findall(text)))
    assert [one for one in tests if not holds(*one)] == []


def holds(file: str, name: str) -> bool:
    """Tell whether a file of tests has a test of that name."""
    there = DOCS.parent / file
    return there.is_file() and f"def {name}(" in there.read_text(encoding="utf-8")
