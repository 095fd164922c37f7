"""Names of codes in the cells and sentences of tables, those within lists, products and arrows among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from govmetrics.core import Label, Result, Table, Text
from govmetrics.core.words import renamed

BETWEEN = (", ", " × ", ":", " → ")
"""What stands between the codes in a cell of several."""


def by_model(models: Mapping[str, Result], labels: Mapping[str, Label]) -> list[Table]:
    """Return the tables of models, each under a caption with the model's name."""
    return [
        spelled_out(replace(table, caption=Text("{caption}: {column}", caption=table.caption, column=called(name, labels))),
                     labels)
        for name, result in models.items()
        for table in result._complete_tables()
    ]  # fmt: skip


def called(name: str, labels: Mapping[str, Label]) -> str:
    """Return what a model is called: one that is numbered, by its outcome's name."""
    outcome, _, number = name.rpartition(" (")
    if outcome in labels:
        return Text("{outcome} ({number})", outcome=labels[outcome], number=number.rstrip(")"))
    return labels.get(name, name)


def spelled_out(table: Table, names: Mapping[str, Label]) -> Table:
    """Return a table with the names of codes, those within lists and products among them."""
    table = table.named(names)
    table = replace(table, sentence=spoken(table.sentence, names))
    frame = table.frame.copy()
    for at, column in enumerate(frame.columns):
        cells = frame.iloc[:, at]
        if cells.dtype == object or pd.api.types.is_string_dtype(cells):
            said = [
                spoken(cell, names) if isinstance(cell, Text)
                else _listed(cell, names) if column == "added" else named_within(cell, names)
                for cell in cells
            ]  # fmt: skip
            if any(
                one is not cell for one, cell in zip(said, cells, strict=True)
            ):  # a text equals its English
                frame = frame.assign(**{column: pd.Series(said, cells.index, dtype=object)})
    return replace(table, frame=frame)


def spoken(text: Any, names: Mapping[str, Label]) -> Any:
    """Return a sentence with the names of codes, those within arrows and products among them."""
    if isinstance(text, Label):
        return text
    if isinstance(text, Text):
        return type(text)(text.template, **{key: spoken(value, names) for key, value in text.values.items()})
    if isinstance(text, tuple | list):
        return tuple(spoken(part, names) for part in text)
    return named_within(renamed(text, names), names)


def _listed(cell: Any, names: Mapping[str, Label]) -> Any:
    """Return a cell that lists columns, as the language lists them."""
    if type(cell) is not str or ", " not in cell:
        return named_within(cell, names)
    return Text(
        "{columns:30}", columns=[named_within(names.get(part, part), names) for part in cell.split(", ")]
    )


def named_within(cell: Any, names: Mapping[str, Label]) -> Any:
    """Return a cell of several codes as text with their names."""
    if type(cell) is not str:
        return cell
    name, equal, category = cell.partition(" = ")
    if equal and name in names:
        return Text("{column} = {category}", column=names[name], category=category)
    name, _, number = cell.rpartition(" ")
    if name in names:
        return Text("{first} {second}", first=names[name], second=number)
    if not any(mark in cell for mark in BETWEEN):
        return cell
    mark = next(mark for mark in BETWEEN if mark in cell)
    parts = cell.split(mark)
    if not any(part.partition(" = ")[0] in names for part in parts):
        return cell
    said = [names[part] if part in names else named_within(part, names) for part in parts]
    if mark == ", ":
        return Text("{columns:30}", columns=said)
    found = said[-1]
    for part in reversed(said[:-1]):
        if mark == " → ":
            found = Text("{first} → {second}", first=part, second=found)
        else:
            found = Text("{first} × {second}", first=part, second=found)
    return found
