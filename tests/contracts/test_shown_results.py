"""Every result of every public function, as people and programs see it: short, whole, strict JSON, in both languages."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema

import govmetrics as gm
from govmetrics.core.result import LINES, Result
from govmetrics.core.table import Table
from govmetrics.core.words.state import LANGUAGES

SYMBOLS = {"r_wg"}  # headings that are written with an underscore
PYTHON = re.compile(r"\bnp\.|<NA>|\bNaT\b|\bNone\b|\bnan\b|\bdtype\b|object at 0x|\[\]|\{\}|\('|, \)")
CHINESE = re.compile("[\u4e00-\u9fff]")
ROWS = 8


def results(found: Any, name: str) -> Iterator[tuple[str, Result]]:
    """Yield a result, and those that it holds."""
    if isinstance(found, Result):
        yield name, found
        for field in dataclasses.fields(found):
            yield from results(getattr(found, field.name), f"{name}.{field.name}")


def wrong_words(result: Result, language: str) -> Iterator[str]:
    """Yield what of a result no reader of a language should meet."""
    if len(repr(result).splitlines()) > LINES:
        yield f"prints {len(repr(result).splitlines())} lines"
    texts = result.summary().splitlines()
    tables, first = result.tables(), result._first_said()
    if bool(tables) != (first is not None) or (first is not None and shown(first) != shown(tables[0])):
        yield "what is printed is not the first table"
    for table in tables:
        texts += [table.caption, *table.notes, *(cell for row in table.cells(ROWS) for cell in row)]
        yield from wrong_headings(table, language)
    yield from (text for text in texts if PYTHON.search(text))


def shown(table: Table) -> list[str]:
    """Return all that a print has of a table."""
    return [table.to_text(rows=ROWS), table.to_html(rows=ROWS), *table.notes, table.sentence, table.caption]


def wrong_headings(table: Table, language: str) -> Iterator[str]:
    cells = list(zip(*table.cells(ROWS), strict=True)) or [()] * len(table.columns)
    for column, shown in zip(table.columns, cells, strict=True):
        if "_" in column.name and column.name not in SYMBOLS:
            yield f"{table.caption}: a key as heading, {column.name}"
        if language == "zh" and column.kind == "word":
            english = [cell for cell in shown if re.search("[a-z]{3}", cell) and not CHINESE.search(cell)]
            yield from (f"{table.caption}: {column.name} has {cell}" for cell in english)


@cache
def validator_of(kind: type[Result]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(gm.report.json_schema(kind))


def of_another_schema(result: Result, found: Any) -> Iterator[str]:
    """Yield where the content of a result is not what the published schema says."""
    if not isinstance(result, gm.IndicatorTree):  # trees have a schema of their own
        for error in validator_of(type(result)).iter_errors(found):
            yield f"{type(result).__name__}{list(error.absolute_path)}: {error.message[:80]}"


def told_apart(value: Any) -> bool:
    """Tell whether what JSON gives back has its rows beside labels that are not joined texts."""
    if isinstance(value, dict):
        return not any(" | " in key for key in value) and all(map(told_apart, value.values()))
    return all(map(told_apart, value)) if isinstance(value, list) else True


def test_every_result_as_it_is_shown(found, monkeypatch):
    wrong = []
    found.make_tables_once(monkeypatch)
    for name, result in found.named:
        content = json.loads(json.dumps(result.to_dict(), allow_nan=False))
        wrong += [f"{name}: {fault}" for fault in of_another_schema(result, content)]
        if not told_apart(content):
            wrong.append(f"{name}: to_dict has texts for (period, unit)")
        result.to_frame()
        for language in LANGUAGES:
            with gm.use(language):
                wrong += [f"{name} in {language}: {text}" for text in wrong_words(result, language)]
    assert not wrong, "\n".join(dict.fromkeys(wrong))
