"""The pages name what exists: every room has its reference page, and no page names a function that is gone."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import ismodule
from pathlib import Path

import pytest

import govmetrics

DOCS = Path(__file__).parents[2] / "docs"
ROOMS = [name for name in govmetrics.__all__ if ismodule(getattr(govmetrics, name)) and name != "numerics"]
PAGES = [
    *(path for path in DOCS.rglob("*.md") if not {"_build", "jupyter_execute"} & set(path.parts)),
    DOCS.parent / "README.md",
]
ROOM = re.compile(r"^\.\. room:: (\w+)\n((?:\n|   .*\n)*)", re.M)


@pytest.mark.parametrize("room", ROOMS)
def test_the_reference_page_of_a_room_names_what_the_room_has(room: str) -> None:
    found = ROOM.search((DOCS / "reference" / f"{room}.rst").read_text(encoding="utf-8"))
    assert found is not None
    assert found[1] == room
    named = [
        name for line in found[2].splitlines() if line.strip() for name in line.rpartition(": ")[2].split()
    ]
    public = {"METHODS", *import_module(f"govmetrics.{room}").__all__}
    assert [name for name in named if name not in public] == []
    assert len(named) == len(set(named))


def test_the_index_of_the_reference_lists_every_room() -> None:
    listed = (DOCS / "reference" / "index.md").read_text(encoding="utf-8").splitlines()
    assert [room for room in ROOMS if room not in listed] == []


def test_the_index_lists_every_page() -> None:
    listed = (DOCS / "index.md").read_text(encoding="utf-8").splitlines()
    pages = [
        f"{folder}/{path.stem}" for folder in ("how-to", "methods") for path in (DOCS / folder).glob("*.md")
    ]
    assert [page for page in sorted(pages) if page not in listed] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_what_a_page_calls_exists(page: Path) -> None:
    called = re.findall(r"\bgm\.([a-z]+)\.([A-Za-z_]\w*)", page.read_text(encoding="utf-8"))
    gone = {
        f"gm.{room}.{name}"
        for room, name in called
        if room in ROOMS and not hasattr(getattr(govmetrics, room), name)
    }
    assert gone == set()
