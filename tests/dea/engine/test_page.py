"""The page that draws the engine names every file of it, and what it names is there."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import govmetrics.dea.engine

FOLDER = Path(govmetrics.dea.engine.__file__).parent
PAGE = Path(__file__).parents[3] / "docs" / "methods" / "dea_engine.md"
ROW = re.compile(r"^\| `(\w+)\.py` \| ([^|]+) \|", re.MULTILINE)


def test_the_page_has_a_row_for_every_file_and_names_what_is_in_it():
    rows = dict(ROW.findall(PAGE.read_text(encoding="utf-8")))
    assert set(rows) == {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    for file, names in rows.items():
        module = importlib.import_module(f"govmetrics.dea.engine.{file}")
        missing = [name for name in re.findall(r"`(\w+)`", names) if not hasattr(module, name)]
        assert not missing, f"{file}.py has no {missing}"


def test_the_drawing_names_files_that_are_there():
    text = PAGE.read_text(encoding="utf-8")
    drawn = set(re.findall(r"\w+\.py", text))
    lost = [name for name in drawn if not ((FOLDER / name).exists() or (FOLDER.parent / name).exists())]
    assert not lost


def test_no_two_files_of_the_room_define_the_same_public_name():
    """`Programs`, `Points`, `label()` and `solve()` once stood for two things each."""
    found: dict[str, list[str]] = {}
    for path in [*FOLDER.glob("*.py"), *FOLDER.parent.glob("*.py")]:
        for name in re.findall(
            r"^(?:def|class) ([a-zA-Z]\w*)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            found.setdefault(name, []).append(path.name)
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
