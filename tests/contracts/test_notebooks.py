"""The notebooks of the docs are sources: no outputs, the same code in both languages, what they write goes elsewhere."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
NAMES = ("thesis_writer", "district_analyst", "index_publisher")
PLACES = {"en": DOCS / "notebooks", "zh": DOCS / "zh" / "notebooks"}


def read(language: str, name: str) -> dict:
    return json.loads((PLACES[language] / f"{name}.ipynb").read_text("utf-8"))


def code(notebook: dict) -> list[str]:
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def calls(source: str) -> list[str]:
    """Return what a cell calls, in order: the same whatever language its strings are in."""
    called = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [func.attr if isinstance(func, ast.Attribute) else ast.unparse(func) for func in called]


@pytest.mark.parametrize("language", PLACES)
def test_every_notebook_is_listed(language):
    found = sorted(path.stem for path in PLACES[language].glob("*.ipynb"))
    assert found == sorted(NAMES)
    listed = (DOCS / "index.md").read_text("utf-8").splitlines()
    folder = PLACES[language].relative_to(DOCS).as_posix()
    assert [line for line in listed if line.startswith(f"{folder}/")] == [
        f"{folder}/{name}" for name in NAMES
    ]


@pytest.mark.parametrize("language", PLACES)
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_valid_and_has_no_outputs(language, name):
    nbformat = pytest.importorskip("nbformat")
    notebook = read(language, name)
    nbformat.validate(notebook)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) >= 10
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_do_the_same(name):
    english, chinese = (code(read(language, name)) for language in PLACES)
    assert "GOVMETRICS_LANGUAGE" in chinese[0]
    assert [calls(cell) for cell in english[2:]] == [calls(cell) for cell in chinese[2:]]


@pytest.mark.parametrize("language", PLACES)
@pytest.mark.parametrize("name", NAMES)
def test_files_go_to_a_temporary_folder(language, name):
    source = "\n".join(code(read(language, name)))
    assert "folder = Path(tempfile.mkdtemp())" in source
    written = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)
               and ast.unparse(node.func).startswith(("gm.report.", "gm.plots.save")) and len(node.args) > 1]  # fmt: skip
    assert written
    assert all(ast.unparse(call.args[1]).startswith("folder /") for call in written)
