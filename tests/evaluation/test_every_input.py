"""One digit changed in each of the district's inputs: `verify` names file, row and column of every one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics.core import Text
from govmetrics.evaluation import verify

DISTRICT = Path(__file__).parents[2] / "examples" / "district"
INPUTS = {
    "records.xlsx": 3, "survey.xlsx": 0, "margins.xlsx": 0, "actions.xlsx": 0, "tree.xlsx": 0,
    "judgements/expert_01.xlsx": 1, "trust.csv": None, "trust_errors.csv": None, "rulebook.yaml": None,
    "evaluation.yaml": None,
}  # fmt: skip
"""Each file, and of a workbook the sheet in which a digit is changed."""


def digit(text: str) -> str:
    """Return a text with its last digit changed."""
    place = [found.start() for found in re.finditer(r"\d", text)][-1]
    return text[:place] + ("8" if text[place] == "9" else str(int(text[place]) + 1)) + text[place + 1 :]


def change(path: Path, sheet: int | None) -> tuple[str, str, str]:
    """Change one digit of a file; return its place, what stood there and what stands there now."""
    if sheet is not None:
        book = load_workbook(path)
        page = book.worksheets[sheet]
        cells = [
            cell for row in page.iter_rows(min_row=3) for cell in row if isinstance(cell.value, int | float)
        ]
        cell: Any = cells[len(cells) // 2]
        before = cell.value
        cell.value = type(before)(digit(str(before)))
        book.save(path)
        return f"{page.title}!{cell.coordinate}", str(before), str(cell.value)
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        table = pd.read_csv(path, dtype=str)
        place = text.rindex(table.iloc[4, 2], 0, len("\n".join(text.split("\n")[:6])))
        path.write_text(
            text[:place] + digit(table.iloc[4, 2]) + text[place + len(table.iloc[4, 2]) :], encoding="utf-8"
        )
        return f"row 6, column {table.columns[2]}", table.iloc[4, 2], digit(table.iloc[4, 2])
    if path.name == "evaluation.yaml":
        path.write_text(text.replace("budget: 120", "budget: 121"), encoding="utf-8")
        return "plan.budget", "120.0", "121.0"
    lines = text.split("\n")
    row = next(place for place, line in enumerate(lines) if "best: 98" in line)
    before, lines[row] = lines[row], lines[row].replace("best: 98", "best: 99")
    path.write_text("\n".join(lines), encoding="utf-8")
    return f"line {row + 1}", before, lines[row]


@pytest.mark.slow
def test_one_changed_digit_in_each_input_is_named_by_file_row_and_column(tmp_path: Path) -> None:
    """All in one test: the evaluation is done twice, and a worker for each file would do it again."""
    folder = tmp_path / "district"
    shutil.copytree(DISTRICT, folder, ignore=shutil.ignore_patterns("output"))
    said = (folder / "evaluation.yaml").read_text(encoding="utf-8")
    said = said.replace("draws: 1000", "draws: 100")
    for part in (
        "reliability: {validity: true}",
        "intervals: true",
        "scale: true",
    ):  # which no input of its own feeds
        assert part in said
        said = said.replace(part, f"{part.split(':')[0]}: {'null' if '{' in part else 'false'}")
    (folder / "evaluation.yaml").write_text(said, encoding="utf-8")
    gm.evaluate(folder).write(folder / "output")
    done = {name: [change(folder / name, sheet)] for name, sheet in INPUTS.items()}
    found = verify(folder / "output").differences
    told = {name: [] for name in INPUTS}
    with gm.use("en"):
        for row in found.itertuples(index=False):
            told[row.file].append(tuple(str(part) for part in row[1:]))
    assert told == done
    assert isinstance(found["place"].iloc[0], str | Text)


def test_every_input_is_tried() -> None:
    kinds = {path.name for path in DISTRICT.iterdir() if path.suffix in (".xlsx", ".csv", ".yaml")}
    assert kinds <= set(INPUTS)
