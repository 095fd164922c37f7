"""The form for a rulebook in Excel: items, vetoes, grades, facts and rules, blank or with a rulebook in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from govmetrics.appraisal.contradictions import sections
from govmetrics.appraisal.rulebook import Rulebook
from govmetrics.appraisal.sheets import (
    CHOICES,
    COLUMNS,
    FACTS,
    ITEMS,
    MEANING,
    RULE,
    RULE_HEADS,
    RULES,
    SECTIONS,
    VALUE,
    VETOES,
)
from govmetrics.appraisal.spec import RulebookKeys
from govmetrics.core.forms import Column, Sheet, guide, other_names, write_form
from govmetrics.core.language import Language, language_of
from govmetrics.core.nodes import Name, label_of
from govmetrics.core.options import LANGUAGE, PATH, instance, optional, wanted
from govmetrics.core.words import Text

_BOOK = optional(instance(Rulebook, Text("read it with Rulebook.read")))
_FILL = (
    Text(
        "Items: one row for each that earns or costs points; how it is earned decides which columns it needs."
    ),
    Text(
        "Levels are written as: works=60; exists=30; none=0. Full marks that differ by group: county=150; district=100"
    ),
    Text("Criteria: how many there are, or the columns that hold yes or no, parted by ;"),
    Text(
        "Vetoes look at an item or a fact; the lowest grade is all that is left where nothing else is said."
    ),
    Text("Grades: from the best to the worst; the last one has no line. A quota is a share such as 0.2."),
)


def blank_rulebook(
    path: str | Path, language: Language | None = None, rulebook: Rulebook | None = None
) -> Path:
    """Write a form for a rulebook: sheets for items, vetoes, grades, facts and the other rules.

    `Rulebook.read` reads it back, whatever its language.

    Parameters
    ----------
    path : path
        The .xlsx file to write.
    language : {"en", "zh"}, optional
        Of headings, choices and guidance; by default the one in use.
    rulebook : Rulebook, optional
        To be written into the form; by default it is blank.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        Text that no cell holds, a path that cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import govmetrics as gm
    >>> book = gm.appraisal.Rulebook({"items": [{"code": "a", "by": "entered", "points": 100}]})
    >>> with TemporaryDirectory() as folder:
    ...     path = gm.appraisal.blank_rulebook(Path(folder) / "rules.xlsx", "zh", book)
    ...     gm.appraisal.Rulebook.read(path).to_dict() == book.to_dict()
    True
    """
    wanted(path=(path, PATH), language=(language, LANGUAGE), rulebook=(rulebook, _BOOK)).raise_all()
    chosen = language_of(language)
    keys = None if rulebook is None else rulebook.keys
    sheets = [_sheet(title, [] if keys is None else _rows(title, keys, chosen), chosen) for title in COLUMNS]
    told = {} if keys is None else _rules(keys, chosen)
    rows = [
        [head, told.get(key), _meaning(key)] for key, head in RULE_HEADS.items() if _shown(key, told, chosen)
    ]
    rules = Sheet(RULES, [Column(RULE), Column(VALUE), Column(MEANING)], rows, spare=0)
    return write_form(path, [*sheets, rules, guide(_FILL, [], [])], chosen)


def _shown(key: str, told: Mapping[str, Any], language: Language) -> bool:
    """Tell whether a row or column is shown: the name in the form's own language only where it is told apart."""
    return told.get(key) is not None or (not key.endswith(f"_{language}") and key != "about")


def _sheet(title: Text, rows: list[dict[str, Any]], language: Language) -> Sheet:
    told = {key: cell for row in rows for key, cell in row.items() if cell is not None}
    kept = [key for key in COLUMNS[title] if _shown(key, told, language)]
    columns = [Column(COLUMNS[title][key], among=list(CHOICES.get(key, {}).values())) for key in kept]
    return Sheet(title, columns, [[row.get(key) for key in kept] for row in rows], spare=100)


def _rows(title: Text, keys: RulebookKeys, language: Language) -> list[dict[str, Any]]:
    """Return the rows of a sheet as cells by key."""
    if title is ITEMS:
        return [
            {"section": SECTIONS[section.split(".")[0]]} | _cells(item, language)
            for section, item in sections(keys)
        ]
    if title is FACTS:
        return [{"code": code} | _names("name", name, language) for code, name in keys.facts.items()]
    return [_cells(one, language) for one in (keys.vetoes if title is VETOES else keys.grades)]


def _cells(given: Any, language: Language) -> dict[str, Any]:
    """Return an item, a veto or a grade as cells by key; the one condition of a veto as two."""
    cells: dict[str, Any] = {}
    for key in type(given).model_fields:
        value = getattr(given, key)
        if key == "name":
            cells |= _names(key, value, language)
        elif (
            value is not None
            and key in CHOICES["condition"]
            and "condition" not in cells
            and hasattr(given, "on")
        ):
            cells |= {"condition": CHOICES["condition"][key], "value": _cell(value)}
        elif value is not None:
            cells[key] = CHOICES[key][value] if key in CHOICES else _cell(value)
    return cells


def _names(key: str, name: Name, language: Language) -> dict[str, Any]:
    others = {f"{key}_{spoken}": text for spoken, text in other_names(name, language).items()}
    return {key: label_of(name, "", language) or None} | others


def _cell(value: Any) -> Any:
    """Return a value as a cell: levels and groups as pairs, lists parted by semicolons."""
    if isinstance(value, Mapping):
        return "; ".join(f"{_plain(key)}={_plain(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_plain, value))
    return _plain(value) if isinstance(value, bool) else value


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.17g}" if isinstance(value, float) else str(value)


def _rules(keys: RulebookKeys, language: Language) -> dict[str, Any]:
    """Return the rules that stand for the whole book, as cells by the path of their key."""
    told = _names("title", keys.title, language)
    for path in RULE_HEADS:
        value: Any = keys
        for key in path.split("."):
            value = getattr(value, key, None)
        if path == "about":
            value = json.dumps(value, ensure_ascii=False) if value else None
        elif path == "improve.vetoed":
            value = CHOICES[path]["yes" if value else "no"]
        elif path in CHOICES:
            value = CHOICES[path][value]
        if path not in told and not path.startswith("title") and value not in (None, [], ()):
            told[path] = _cell(value)
    return told


def _meaning(key: str) -> Text | None:
    """Return which choices a rule has."""
    if key not in CHOICES:
        return None
    return Text("one of: {names}", names=list(CHOICES[key].values()))
