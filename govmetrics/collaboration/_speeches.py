"""A coding of speeches, read: which column is which category of the discourse quality index, and what cells may say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.collaboration._tables import column_of, opened
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import categories, clean, cleaned
from govmetrics.core.numbers import MISSING, number
from govmetrics.core.options import is_count, shown
from govmetrics.core.words import Text

CONFIRMED = {"participation": 1, "justification": 3}
"""Highest codes that a public page states."""
CONTENT = "content"
OWN = ("respect_groups", "respect_demands", "respect_counterarguments", "constructive_politics")
"""Categories whose codes no public page states: the code book in use does."""
HEADINGS = {
    "participation": ("participation", "参与"),
    "justification": ("justification", "level of justification", "论证水平", "论证程度"),
    "content": ("content", "content of justification", "common good", "论证内容", "公共利益"),
    "respect_groups": ("respect_groups", "respect toward groups", "对群体的尊重"),
    "respect_demands": ("respect_demands", "respect toward demands", "对诉求的尊重"),
    "respect_counterarguments": ("respect_counterarguments", "respect toward counterarguments", "对反对意见的尊重"),
    "constructive_politics": ("constructive_politics", "constructive politics", "建设性"),
}  # fmt: skip
HIGHEST = 100
CODES = ("0", "1", "2a", "2b")
_BETWEEN = re.compile(r"[\s,+;/&、，；]+")


@dataclass(frozen=True)
class Speeches:
    """A coding: one row a coder and speech.

    Attributes
    ----------
    unit, speech, coder : Series
    levels : DataFrame
        Codes over their highest, NaN where none was given; common_good is 1 where the greatest good of all or of the least
        advantaged is appealed to.
    content : DataFrame of float
        Whether each code of content was given, NaN where none was.
    """

    unit: pd.Series
    speech: pd.Series
    coder: pd.Series
    levels: pd.DataFrame
    content: pd.DataFrame | None


def speeches(coding: Any, by: str, speech: str, coder: str | None, highest: Mapping[str, int]) -> Speeches:
    """Return a coding; every fault of it at once, rows counted as a spreadsheet counts them."""
    frame = opened(coding, "coding").reset_index(drop=True)
    faults = Faults()
    keys: dict[str, Any] = {}
    for name, given in (("by", by), ("speech", speech), ("coder", coder)):
        with faults:
            keys[name] = None if given is None else column_of(frame, given, name)
    if not len(frame):
        faults.append(Fault("coding", "there are no speeches", "give one row a speech and coder"))
    faults.raise_all()
    if len({key for key in keys.values() if key is not None}) < sum(key is not None for key in keys.values()):
        raise FaultyInput("coding", "by, speech and coder name the same column", "name three different ones")
    found = _columns([name for name in frame.columns if name not in set(keys.values())])
    tops = _tops(found, highest, faults)
    named = {key: _key(frame, name, faults) for key, name in keys.items() if name is not None}
    unit, which = named["by"], named["speech"]
    who = named.get("coder", pd.Series(1, frame.index))
    coded = pd.concat([unit, which, who], axis=1)
    coded = coded.map(str) if faults else coded  # lists and the like are no keys
    twice = coded.duplicated() & unit.notna() & which.notna()
    faults += each(
        (np.flatnonzero(twice) + 2).tolist(),
        lambda row: Fault(Text("row {row}", row=row), "the speech is coded twice by the same coder",
                          "keep one row a coder and speech; coder= names the column of coders"),
    )  # fmt: skip
    levels = {name: _levels(frame[found[name]], top, faults) for name, top in tops.items()}
    content = _content(frame[found[CONTENT]], faults) if CONTENT in found else None
    faults.raise_all()
    table = pd.DataFrame({name: levels[name] for name in HEADINGS if name in levels}, frame.index)
    if content is not None:
        table["common_good"] = content[["2a", "2b"]].max(axis=1)
    if not len(table.columns):
        raise FaultyInput("coding", "no category of the discourse quality index was found", "head the columns: {names}",
                          names=list(HEADINGS))  # fmt: skip
    return Speeches(unit, which, who, table, content)


def _columns(titles: list[Any]) -> dict[str, Any]:
    """Return the heading of every category that there is."""
    known = {_plain(word): key for key, words in HEADINGS.items() for word in words}
    found: dict[str, Any] = {}
    faults = Faults()
    for title in titles:
        key = known.get(_plain(title))
        if key in found:
            faults.append(
                Fault(
                    str(title), "is the same category as {other!r}", "keep one of them", other=str(found[key])
                )
            )
        elif key is not None:
            found[key] = title
    faults.raise_all()
    return found


def _plain(title: Any) -> str:
    return str(clean(title)).casefold().replace("_", " ")


def _tops(found: Mapping[str, Any], highest: Mapping[str, int], faults: Faults) -> dict[str, int]:
    """Return the highest code of every category that has levels."""
    for name, value in highest.items():
        if name not in (*CONFIRMED, *OWN):
            way_out = "the categories with levels are: {names}"
            faults.append(
                Fault("highest", "{name!r} is none", way_out, name=str(name)[:60], names=[*CONFIRMED, *OWN])
            )
        elif not is_count(value) or value > HIGHEST:
            faults.append(
                Fault(
                    f"highest, {name}",
                    "is {value}",
                    "give the highest code, a whole number from 1",
                    value=shown(value),
                )
            )
    for name in OWN:
        if name in found and name not in highest:
            way_out = "say it as your code book has it: highest={{'{name}': ...}}"
            faults.append(Fault(f"highest, {name}", "the highest code is not given", way_out, name=name))
    tops = {**CONFIRMED, **{str(name): value for name, value in highest.items()}}
    return {name: top for name, top in tops.items() if name in found and is_count(top)}


def _key(frame: pd.DataFrame, name: Any, faults: Faults) -> pd.Series:
    """Return a column of names; empty cells are faults."""
    column = categories(frame[name])
    with faults:
        cleaned(column)
    rows = (np.flatnonzero(column.isna()) + 2).tolist()
    faults += each(
        rows,
        lambda row: Fault(Text("row {row}, {key}", row=row, key=str(name)), "the cell is empty", "give it"),
    )
    return column


def _levels(column: pd.Series, top: int, faults: Faults) -> Any:
    """Return codes over the highest; what is no code is named."""
    read = [number(cell) for cell in column.tolist()]
    wrong = [
        row for row, value in enumerate(read)
        if value is None or (not np.isnan(value) and not (0 <= value <= top and value == round(value)))
    ]  # fmt: skip
    faults += each(
        wrong,
        lambda row: Fault(Text("row {row}, {key}", row=row + 2, key=str(column.name)), "{value} is not a code",
                          "the codes are 0 to {top}; leave the cell empty where it does not apply",
                          value=shown(column.iloc[row]), top=top),
    )  # fmt: skip
    return np.array([np.nan if value is None else value / min(top, HIGHEST) for value in read], dtype=float)


def _content(column: pd.Series, faults: Faults) -> pd.DataFrame:
    """Return which codes of content each cell has; a cell may have several."""
    found = np.full((len(column), len(CODES)), np.nan)
    for row, cell in enumerate(column.tolist()):
        given = _given(cell)
        if given is None:
            continue
        place = Text("row {row}, {key}", row=row + 2, key=str(column.name))
        if not given <= set(CODES):
            faults.append(
                Fault(
                    place,
                    "{value} is not a code",
                    "the codes are 0, 1, 2a and 2b; several as in 0+2a",
                    value=shown(cell),
                )
            )
        elif {"0", "1"} <= given:
            way_out = "0 says that group interests are appealed to, 1 that none are: keep one"
            faults.append(Fault(place, "0 and 1 exclude each other", way_out))
        else:
            found[row] = [code in given for code in CODES]
    return pd.DataFrame(found, column.index, list(CODES))


def _given(cell: Any) -> set[str] | None:
    """Return the codes in a cell, None where it is empty."""
    if isinstance(cell, str):
        text = str(clean(cell)).casefold()
        return None if text in MISSING - {"/"} else {code for code in _BETWEEN.split(text) if code}
    value = number(cell)
    if value is None:
        return {"?"}
    return None if np.isnan(value) else {f"{value:g}"}
