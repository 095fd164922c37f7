"""Experts' answers, one pair per row: codes read, contradictions found."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.ahp.names import Place, missing, whole
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.judgements import Judgements
from govmetrics.core.reciprocals import are_reciprocal
from govmetrics.core.tables import number
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.warn import warn
from govmetrics.core.words import Note, Text

Coding = Literal["auto", "signed", "reciprocal"]
Problem = tuple[Text, Text]

SAATY = 9
"""The end of the usual scale."""
_FRACTION = re.compile(r"(\d+(?:\.\d+)?)\s*[/／∕:：]\s*(\d+(?:\.\d+)?)")


Where = str | tuple[str, Any]
"""Where an answer stands: a file's sheet and cell; or a table's file and row, which become words only in a fault."""


def said(where: Where) -> str:
    """Return where an answer stands, in words.

    Examples
    --------
    >>> str(said(("panel.csv", 7))), str(said(("", 0)))
    ('panel.csv, row 7', 'row 0')
    """
    if isinstance(where, str):
        return where
    file, row = where
    return Text("{file}, row {row}", file=file, row=row) if file else Text("row {row}", row=row)


@dataclass
class Answers:
    """What experts answered, still in the coding of the source; gathered over files.

    `experts`, `places`, `cells`, `where` and `free` have one entry per answer; `faults` is what reading found.
    """

    experts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    cells: list[Any] = field(default_factory=list)
    where: list[Where] = field(default_factory=list)
    free: list[bool] = field(
        default_factory=list
    )  # from a table, whose coding is free: forms and matrices hold ratios
    everyone: dict[str, str] = field(default_factory=dict)  # expert: the file that named them first
    faults: Faults = field(default_factory=Faults)
    blank: dict[str, Fault] = field(
        default_factory=dict
    )  # forms that nobody filled in, beside others in a folder
    notes: list[Note] = field(default_factory=list)

    def add(self, expert: str, place: Place, cell: Any, where: Where, free: bool = False) -> None:
        """Keep one answer."""
        self.experts.append(expert)
        self.places.append(place)
        self.cells.append(cell)
        self.where.append(where)
        self.free.append(free)


def judgements_of(
    answers: Answers,
    tree: IndicatorTree,
    coding: Coding,
    largest: float,
    unanswered: Literal["refuse", "not_asked"],
) -> Judgements:
    """Turn answers into judgements, or raise one error with everything that is wrong with them."""
    table = _table(answers)
    faults = list(answers.faults)
    if not answers.everyone:
        faults += answers.blank.values()
    labels = {group.code: tree.parts(group.code) for group in tree.groups}
    numbers, unread = _numbers(table["cell"])
    free = np.array(answers.free, dtype=bool)
    if coding == "auto":
        coding = _told(np.where(free, numbers, np.nan))
    values, problems = _ratios(numbers, free & (coding == "signed"), largest)
    problems |= unread
    faults += [_fault(table, row, labels, *problem) for row, problem in problems.items()]
    table["value"] = values
    blank = table["value"].isna() & ~table.index.isin(list(problems))
    if unanswered == "refuse":
        answered = table.loc[~blank].groupby(["expert", "group"], sort=False).size()
        begun = pd.MultiIndex.from_frame(table[["expert", "group"]]).isin(answered.index)
        faults += [
            _fault(table, row, labels, Text("half-filled: no answer, though others of the group are answered"),
                   Text("ask again, or read with unanswered='not_asked'"))
            for row in table.index[blank & begun]
        ]  # fmt: skip
    table = table.loc[~blank & ~table.index.isin(list(problems))]
    # every pair in the order of the tree
    turned = table["i"] > table["j"]
    table = table.assign(
        given=table["value"],
        i=table[["i", "j"]].min(axis=1),
        j=table[["i", "j"]].max(axis=1),
        value=np.where(turned, 1 / table["value"], table["value"]),
        turned=turned,
    )
    faults += _contradictions(table, labels)
    if not answers.everyone and not faults:
        faults.append(Fault("judgements", "there are none", "fill in the form, or give a table with answers"))
    Faults(faults).raise_all()
    found = Judgements(tree, tuple(answers.everyone), _stacks(table, list(answers.everyone), labels))
    if answers.blank:
        told = "forms without a name and without answers are left out: {files}"
        answers.notes.append(Note(told, files=list(answers.blank)))
    object.__setattr__(found, "notes", (*answers.notes, *found.notes))
    return found


def _table(answers: Answers) -> pd.DataFrame:
    groups, i, j = zip(*answers.places, strict=True) if answers.places else ((), (), ())
    return pd.DataFrame(
        {
            "expert": pd.Series(answers.experts, dtype=object),
            "group": pd.Series(groups, dtype=object),
            "i": pd.Series(i, dtype=int),
            "j": pd.Series(j, dtype=int),
            "cell": pd.Series(answers.cells, dtype=object),
            "where": pd.Series(answers.where, dtype=object),
        }
    )


def ratio(cell: Any) -> float | None:
    """Return a cell as a number: 3, "3", "1/3", "0.33"; NaN for no answer, None when it is neither.

    Examples
    --------
    >>> ratio("1/4"), ratio(3), ratio("５"), ratio("often")
    (0.25, 3.0, 5.0, None)
    """
    value = number(cell)
    if value is None and isinstance(cell, str):
        match = _FRACTION.fullmatch(whole(cell))
        if match and float(match[2]) > 0:
            value = float(match[1]) / float(match[2])
    return value


def _numbers(cells: pd.Series) -> tuple[np.ndarray, dict[int, Problem]]:
    """Return answers as numbers, NaN where there is none, and what is wrong with those that are not numbers."""
    read = [np.nan if missing(cell) else ratio(cell) for cell in cells]
    unread = {row: _unreadable(cells[row]) for row, value in enumerate(read) if value is None}
    return np.array([np.nan if value is None else value for value in read], dtype=float), unread


def _told(numbers: np.ndarray) -> Coding:
    """Tell how answers are coded: signed codes include negative numbers, ratios include fractions."""
    negative, fraction = (numbers < 0).any(), ((numbers > 0) & (numbers < 1)).any()
    if not negative and not fraction and (numbers > 1).any():
        note = Note(
            "no answer is negative and none a fraction, so they are read as ratios: 3 says that the first is "
            "3 times as important as the second. If the questionnaire used signed codes, where 3 favours the "
            "second, read with coding='signed'; else pass coding='reciprocal' to silence this."
        )
        warn(note)
    return "signed" if negative and not fraction else "reciprocal"


def _ratios(numbers: np.ndarray, signed: np.ndarray, largest: float) -> tuple[np.ndarray, dict[int, Problem]]:
    """Return how many times more first is than second, NaN where not answered, and the unusable rows."""
    low = 1 / largest - 0.005  # what 1/9 rounded to two decimals can be
    size = np.abs(numbers)
    usable = np.where(signed, (size >= 1) & (numbers != -1), numbers >= low) & (size <= largest)
    with np.errstate(divide="ignore"):
        values = np.where(signed, np.where(numbers < 0, size, 1 / numbers), numbers)
    wrong = np.flatnonzero(~usable & ~np.isnan(numbers)).tolist()
    values[wrong] = np.nan
    return values, {row: _problem(float(numbers[row]), bool(signed[row]), largest) for row in wrong}


def _problem(value: float, signed: bool, largest: float) -> Problem:
    way_out = (Text("answers go from -{largest:g} to -2, 1, and 2 to {largest:g}", largest=largest) if signed
               else Text("answers go from 1/{largest:g} to {largest:g}", largest=largest))  # fmt: skip
    if value == 0:
        return Text("the answer is zero"), Text("{way_out}; equally important is 1", way_out=way_out)
    if value == 0.1 and not signed and largest == SAATY:
        return Text("the answer 0.1 is none of the scale: 1/9 is .11"), Text(
            "write 1/9, or pass `largest=10`"
        )
    if value < 0 and not signed:
        return Text("the answer {value:g} is negative, among ratios", value=value), way_out
    return Text("the answer {value:g} is out of scale", value=value), way_out


def _unreadable(cell: Any) -> Problem:
    if isinstance(cell, datetime.date):
        way_out = Text(
            "a spreadsheet turned a fraction into a date, perhaps {month}/{day}: format the cell as text, enter it again",
            month=cell.month, day=cell.day,
        )  # fmt: skip
        return Text("is the date {date}", date=f"{cell:%Y-%m-%d}"), way_out
    if isinstance(cell, datetime.time):
        way_out = Text(
            "a spreadsheet turned a ratio into a time, perhaps {hour}:{minute}: format the cell as text, enter it again",
            hour=cell.hour, minute=cell.minute,
        )  # fmt: skip
        return Text("is the time {time}", time=f"{cell:%H:%M}"), way_out
    way_out = Text("answer with a number such as 3 or 1/3")
    return Text("{value!r} is not a judgement", value=str(cell)[:40]), way_out


def _contradictions(table: pd.DataFrame, labels: dict[str, list[str]]) -> list[Fault]:
    keys = ["expert", "group", "i", "j"]
    again = table.loc[table.duplicated(keys, keep=False)]
    faults = []
    for _, rows in again.groupby(keys, sort=False):
        first = rows.iloc[0]
        for place, other in rows.iloc[1:].iterrows():
            mirrored = first["turned"] != other["turned"]
            if are_reciprocal(first["given"], other["given"] if mirrored else 1 / other["given"]):
                continue
            told = {"first": first["given"], "where": said(first["where"]), "second": other["given"]}
            problem = Text("contradictory: {first:.4g} ({where}) and {second:.4g}", **told)
            if mirrored:
                problem = Text("not reciprocal: {first:.4g} ({where}) and {second:.4g} back", **told)
            faults.append(_fault(table, place, labels, problem, Text("keep one answer")))
    return faults


def _stacks(table: pd.DataFrame, experts: list[str], labels: dict[str, list[str]]) -> dict[str, np.ndarray]:
    position = {expert: place for place, expert in enumerate(experts)}
    stacks = {}
    for group, rows in table.drop_duplicates(["expert", "group", "i", "j", "turned"]).groupby(
        "group", sort=False
    ):
        n = len(labels[str(group)])
        stack = np.full((len(experts), n, n), np.nan)
        stack[:, range(n), range(n)] = 1.0
        e = rows["expert"].map(position).to_numpy(dtype=int)
        turned, value = rows["turned"].to_numpy(dtype=bool), rows["given"].to_numpy(dtype=float)
        i, j = (np.where(turned, rows[b], rows[a]) for a, b in ("ij", "ji"))
        stack[e, j, i] = 1 / value
        stack[e, i, j] = (
            value  # both sides as they were given, where both were: the noun sees which was rounded
        )
        stacks[str(group)] = stack
    return stacks


def _fault(
    table: pd.DataFrame, row: Any, labels: dict[str, list[str]], problem: Text, way_out: Text
) -> Fault:
    at = table.loc[row]
    i, j = (at["j"], at["i"]) if at.get("turned", False) else (at["i"], at["j"])
    parts = labels[at["group"]]
    return Fault(pair_place((at["expert"], at["group"]), parts[i], parts[j], at["where"]), problem, way_out)


def pair_place(at: Iterable[str], first: str, second: str, where: Where) -> Text:
    """Return the place of an answer: expert and group, the pair, where it stands."""
    return Text("{at}, {first} : {second} ({where})", at=[*at], first=first, second=second, where=said(where))
