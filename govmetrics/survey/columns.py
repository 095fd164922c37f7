"""Which column of a survey file is which item, and which are groups."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault
from govmetrics.core.forms import titled
from govmetrics.core.labels import (
    PERIODS,
    UNITS,
    clean,
    cleaned,
    joined_note,
    natural,
    together,
)
from govmetrics.core.near import MOST, meant
from govmetrics.core.options import shown
from govmetrics.core.survey import leaf_items
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.united import several_streets
from govmetrics.core.words import Note, Text
from govmetrics.survey import wenjuanxing
from govmetrics.survey.margins import known_columns

By = str | Sequence[str | Sequence[str]] | Mapping[str, str | Sequence[str] | None] | None
_A_QUESTION, _NEARLY = 6, 0.9
"""A text of so many characters is more than a code or a word; so alike are two wordings of one question."""
USUAL = {"unit": UNITS | {"unit"}, "period": PERIODS}
"""What the columns of units and of periods are usually headed."""


def match_items(
    frame: pd.DataFrame, tree: IndicatorTree, labels: Mapping[Any, str]
) -> tuple[dict[str, Any], list[Note], list[Fault]]:
    """Return the column of every item that has one; what was not found; columns that compete."""
    names = item_names(tree)
    by_code: dict[str, list[Any]] = {}
    by_name: dict[str, list[Any]] = {}
    for column in frame.columns:
        keys = wenjuanxing.title_keys(column)
        if column in labels:
            keys += wenjuanxing.title_keys(labels[column])
        code = next((key for key in keys if key in names), None)
        if code is not None:
            by_code.setdefault(code, []).append(column)
            continue
        plain = {wenjuanxing.plain(key) for key in keys}
        for item, called in names.items():
            if plain & called:
                by_name.setdefault(item, []).append(column)
    found = {item: by_code.get(item) or by_name.get(item, []) for item in names}
    problem, way_out = "several columns may be it: {columns}", "rename all but one"
    faults = [
        Fault(item, problem, way_out, columns=list(map(str, columns)))
        for item, columns in found.items()
        if len(columns) > 1
    ]
    absent = [item for item, columns in found.items() if not columns]
    if len(absent) == len(names):
        way = "title the columns with the items' codes: {items}"
        faults.append(Fault("columns", "no column is an item of the tree", way, items=absent))
    used = {column for columns in found.values() for column in columns}
    left = [column for column in frame.columns if column not in used] if absent else []
    rest = {wenjuanxing.plain(key): column for column in left for key in wenjuanxing.title_keys(column)}
    alike = {item: column for item in absent if (column := _almost(names[item], rest)) is not None}
    told, way = (
        "the item has no column, and {column!r} is almost it",
        "title the column with the item, or take that out of the tree",
    )
    faults += [Fault(item, told, way, column=str(column)) for item, column in alike.items()]
    notes = [Note("items of the tree without a column: {items}", items=absent)] if absent else []
    place = {column: at for at, column in enumerate(frame.columns)}
    pairs = sorted(((i, c[0]) for i, c in found.items() if c), key=lambda pair: place[pair[1]])
    return dict(pairs), notes, faults


def _almost(called: set[str], headings: Mapping[str, Any]) -> Any:
    """Return the column whose heading is a longer or shorter form of a question, or nearly its very words; None if none is.

    Headings come back from platforms with a remark behind the question (答“是”者填), or with a word changed.
    """
    texts = [text for text in called if len(text) >= _A_QUESTION]
    long = [plain for plain in headings if len(plain) >= _A_QUESTION][:MOST]
    for text in texts:
        parts = [plain for plain in long if text in plain or plain in text]
        close = parts or difflib.get_close_matches(text, long, n=1, cutoff=_NEARLY)
        if close:
            return headings[close[0]]
    return None


def item_of(title: Any, names: Mapping[str, set[str]]) -> str | None:
    """Return the item that a heading names, by code or by name; of several the first."""
    keys = wenjuanxing.title_keys(title)
    plain = {wenjuanxing.plain(key) for key in keys}
    code = next((key for key in keys if key in names), None)
    return code or next((item for item, called in names.items() if plain & called), None)


def item_names(tree: IndicatorTree) -> dict[str, set[str]]:
    """Return every item of the tree with the names its column may have, plain; names used twice are left out."""
    names: dict[str, set[str]] = {}
    for leaf, items in leaf_items(tree).items():
        node = tree[leaf]
        texts = [node.name] if isinstance(node.name, str) else list(node.name.values())
        plain = {wenjuanxing.plain(text) for text in texts if text} if len(items) == 1 else set()
        for item in items:
            headings = {wenjuanxing.plain(titled(item, text)) for text in texts if text}
            names[item] = plain | headings | {wenjuanxing.plain(item)}
    counts: dict[str, int] = {}
    for texts_ in names.values():
        for text in texts_:
            counts[text] = counts.get(text, 0) + 1
    return {item: {t for t in texts_ if counts[t] == 1 and t} for item, texts_ in names.items()}


def group_columns(frame: pd.DataFrame, by: By, labels: Mapping[Any, str]) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the group columns under the names asked for (`attrs` say which columns they are), and what is wrong."""
    wanted: dict[str, str | Sequence[str] | None]
    if by is None or isinstance(by, str):
        wanted = {} if by is None else {by: by}
    elif not isinstance(by, Sequence | Mapping):
        way = Text("give columns, or {name: column}")
        return pd.DataFrame(index=frame.index), [Fault("by", Text("is {value}", value=shown(by)), way)]
    else:
        wanted = dict(by) if isinstance(by, Mapping) else {_name(column): column for column in by}
    groups, faults, used = pd.DataFrame(index=frame.index), [], []
    notes: list[Note] = []
    for name, title in wanted.items():
        given = usual(frame, name, notes) if title is None else title
        if given is None:
            continue
        titles = list(given) if isinstance(given, list | tuple) else [given]
        columns = [_column(frame, title, labels) for title in titles]
        lost = [title for title, column in zip(titles, columns, strict=True) if column is None]
        faults += [Fault(f"by, {title!r}", "is not a column", _heading_meant(title, frame)) for title in lost]
        if lost or not columns:
            continue
        for column in columns:
            notes += joined_note(frame[column].unique(), str(name if len(columns) == 1 else column))
        names = cleaned(frame[columns[0]])
        one = natural(names.mask(names == "")) if len(columns) == 1 else None
        groups[name] = together([frame[column] for column in columns]) if one is None else one
        used += columns
    notes += _streets(frame, used, wanted)
    groups.attrs["columns"], groups.attrs["notes"] = used, notes
    return groups, faults


def usual(frame: pd.DataFrame, name: str, notes: list[Note]) -> Any:
    """Return the column that is headed as those of units, or of periods, usually are; None unless there is one."""
    heads = USUAL.get(name, frozenset({str(name).casefold()}))
    found = [column for column in frame.columns if str(clean(column)).casefold() in heads]
    if len(found) != 1:
        return None
    if name == "period":
        notes.append(Note("the column {column!r} names the periods", column=str(found[0])))
    elif name == "unit":
        notes.append(Note("the column {column!r} names the units", column=str(found[0])))
    return found[0]


def _name(column: Any) -> str:
    """Return what a group is called: several columns give a unit."""
    return "unit" if isinstance(column, list | tuple) else str(column)


def _streets(frame: pd.DataFrame, used: list[Any], wanted: Mapping[Any, Any]) -> list[Note]:
    """Return a note where units of one name lie in several streets: they may be different ones."""
    first = next(iter(wanted.values()), None)
    if not used or isinstance(first, list | tuple):
        return []
    told = (
        "{count:# name stands|# names stand} for units of several streets: {names:10}; if these are different units, name "
        "them by both columns: by={{'unit': {both}}}"
    )
    return several_streets(frame, used[0], told)


def _heading_meant(title: Any, frame: pd.DataFrame) -> Text:
    """Return the one heading that a title is a part of, as a question is of its short name; else those that there are."""
    plain = wenjuanxing.plain(title)
    found = [column for column in frame.columns if plain and plain in wenjuanxing.plain(column)]
    if len(found) == 1:
        return Text("did you mean {name!r}?", name=str(found[0]))
    return meant(title, frame.columns, known_columns(frame))


def _column(frame: pd.DataFrame, title: Any, labels: Mapping[Any, str]) -> Any:
    """Return the column with this title, or with this title behind its number; None if none or several."""
    if not isinstance(title, Hashable):
        return None
    if title in frame.columns:
        return title
    plain = wenjuanxing.plain(title)
    found = [
        column
        for column in frame.columns
        if plain
        in {
            wenjuanxing.plain(k)
            for text in (column, labels.get(column, ""))
            for k in wenjuanxing.title_keys(text)
        }
    ]
    return found[0] if len(found) == 1 else None
