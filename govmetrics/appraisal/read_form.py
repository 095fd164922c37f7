"""A rulebook's form, read back: the content of a rulebook file, and where in the workbook each part of it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.appraisal.sheets import (
    CHOICES,
    COLUMNS,
    FACTS,
    GRADES,
    ITEMS,
    ITEMS_BEFORE,
    MEANING,
    RULE,
    RULE_HEADS,
    RULES,
    VALUE,
    VETOES,
    spellings,
)
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.forms import name_of, spoken
from govmetrics.core.headings import form_table
from govmetrics.core.labels import clean
from govmetrics.core.numbers import number
from govmetrics.core.spreadsheets import sheets_of
from govmetrics.core.tables import NO_ROWS, plain_text
from govmetrics.core.words import LANGUAGES, Text

_PAIRS = ("levels", "points", "full")
_LISTS = ("of", "ties")
_WORDS = ("code", "on", "grade", "groups")
Places = dict[str, Text]


def content_of(path: Path) -> tuple[dict[str, Any], Places]:
    """Return the content of a form, and the sheet and row of each part by its path.

    Raises
    ------
    FaultyInput
        No sheet of items, or none filled in; columns that no form has: all of a sheet at once.
    """
    places: Places = {}
    content: dict[str, Any] = {"items": []}
    for row, cells in _table(path, ITEMS).items():
        section = _choice("section", cells.pop("section", "items"))
        part = content if section == "items" else content.setdefault(section, {"items": []})
        where = "items" if section == "items" else f"{section}.items"
        places[f"{where}.{len(part['items'])}"] = _place(ITEMS, row)
        part["items"].append(_item(cells))
    for title, key in ((VETOES, "vetoes"), (GRADES, "grades")):
        for row, cells in _table(path, title).items():
            places[f"{key}.{len(content.setdefault(key, []))}"] = _place(title, row)
            content[key].append(_item(cells))
    facts = [_item(cells) for cells in _table(path, FACTS).values()]
    if facts:
        content["facts"] = {fact.get("code", ""): fact.get("name", "") for fact in facts}
    for key, value in _rules(path).items():
        first, _, second = key.partition(".")
        if second:
            content.setdefault(first, {})[second] = value
        else:
            content[first] = value
    return content, places


def placed(fault: Fault, places: Places) -> Fault:
    """Return a fault of a rulebook at the sheet and row where it stands."""
    for path, place in places.items():
        if fault.place == path or fault.place.startswith(f"{path}."):
            key = fault.place.removeprefix(path).lstrip(".")
            return fault.at(Text("{place}, {key}", place=place, key=key) if key else place)
    return fault


def _place(title: Text, row: int) -> Text:
    return Text("sheet {sheet}, {where}", sheet=title, where=Text("row {row}", row=row))


def _table(path: Path, title: Text) -> dict[int, dict[str, Any]]:
    """Return the filled rows of a sheet, cells by key; none where the sheet is not there, except for the items."""
    titles = sheets_of(path)
    called = (title, ITEMS_BEFORE) if title is ITEMS else (title,)
    known = {one.say(language) for one in called for language in LANGUAGES}
    sheet = next((name for name in titles if name in known), None)
    if sheet is None and title is not ITEMS:
        return {}
    try:
        needed = ("code", "points", "by") if title is ITEMS else ()
        table = form_table(path, spellings(COLUMNS[title]), needed, sheet=sheet or ITEMS.say())
    except FaultyInput as error:
        if title is ITEMS or not all(fault.problem.template == NO_ROWS for fault in error.faults):
            raise
        return {}
    return {
        int(str(row)): {str(key): cell for key, cell in cells.items() if pd.notna(cell)}
        for row, cells in table.astype(object).iterrows()
    }


def _rules(path: Path) -> dict[str, Any]:
    titles = {RULES.say(language) for language in LANGUAGES}
    sheet = next((name for name in sheets_of(path) if name in titles), None)
    if sheet is None:
        return {}
    heads = spellings({"rule": RULE, "value": VALUE})
    try:
        table = form_table(path, heads, ("rule", "value"), given=("rule",), beside=(MEANING,), sheet=sheet)
    except FaultyInput as error:
        if [fault.problem for fault in error.faults] == ["no row is filled in"]:
            return {}
        raise
    known = spoken(RULE_HEADS)
    said = {known.get(str(clean(str(rule))).casefold(), str(rule)): cell
            for rule, cell in zip(table["rule"], table["value"], strict=True) if pd.notna(cell)}  # fmt: skip
    read = {key: _value(key, cell) for key, cell in said.items() if not key.startswith("title")}
    if "about" in said:
        read["about"] = json.loads(said["about"])
    if "improve.vetoed" in read:
        read["improve.vetoed"] = {"yes": True, "no": False}.get(
            read["improve.vetoed"], read["improve.vetoed"]
        )
    others = {key.removeprefix("title_"): str(text) for key, text in said.items() if key.startswith("title_")}
    title = name_of(str(said.get("title", "")), others)
    return read | ({"title": title} if title else {})


def _item(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells of a row as keys of the rulebook file."""
    others = {
        key.removeprefix("name_"): str(plain_text(text))
        for key, text in cells.items()
        if key.startswith("name_")
    }
    name = name_of(str(plain_text(cells.get("name", ""))).strip(), others)
    item = {key: _value(key, cell) for key, cell in cells.items() if not key.startswith("name")}
    condition, value = item.pop("condition", None), item.pop("value", None)
    if condition is not None or value is not None:
        item["equals" if condition is None else condition] = value
    return item | ({"name": name} if name else {})


def _value(key: str, cell: Any) -> Any:
    """Return what a cell says for a key: a choice, a number, pairs, a list, or text."""
    if key in CHOICES:
        return _choice(key, cell)
    if isinstance(cell, bool):
        return cell
    text = str(plain_text(cell)).strip()
    if key in _WORDS:
        return text
    if key in _PAIRS and "=" in text.replace("＝", "="):
        pairs = [pair.partition("=") for pair in re.split(r"\s*[;；]\s*", text.replace("＝", "=")) if pair]
        return {_number(first.strip()): _number(second.strip()) for first, _, second in pairs}
    if key in _LISTS and (key == "ties" or number(text) is None):
        return [part for part in re.split(r"\s*[;；、]\s*", text) if part]
    return _number(text)


def _choice(key: str, cell: Any) -> str:
    text = str(plain_text(cell)).strip()
    return spoken(CHOICES[key]).get(text.casefold(), text)


def _number(text: str) -> Any:
    """Return text as a number where it is one, whole ones as such; else as it is."""
    read = number(text)
    if read is None or pd.isna(read):
        return text
    return int(read) if float(read).is_integer() else read
