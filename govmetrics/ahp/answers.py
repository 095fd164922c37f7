"""Experts' answers, one pair a row: names looked up, codes read, contradictions found."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.judgements import Judgements
from govmetrics.core.tables import number
from govmetrics.core.tree import IndicatorTree

Coding = Literal["auto", "signed", "reciprocal"]
Place = tuple[str, int, int]  # group, positions of first and second among its parts

_FRACTION = re.compile(r"(\d+(?:\.\d+)?)\s*[/／∕]\s*(\d+(?:\.\d+)?)")
_NUMBERING = re.compile(r"^\s*(?:[Qq]?\d+\s*[、.．]\s*)?(?:[(（]\s*\d+\s*[)）]\s*)?")
_BETWEEN = re.compile(
    r"\s+(?:vs\.?|versus|over|or)\s+|\s*[:：|/／~～—]\s*|\s*(?:与|和|对|相对于|比较)\s*|\s+-\s+",
    re.IGNORECASE,
)


class Names:
    """Looks up what people call the nodes of a tree: codes first, then names in any language."""

    def __init__(self, tree: IndicatorTree) -> None:
        self.tree = tree
        self.by_name: dict[str, list[str]] = {}
        for node in tree.nodes:
            texts = [node.name] if isinstance(node.name, str) else list(node.name.values())
            for text in dict.fromkeys(_plain(t) for t in texts if t):
                self.by_name.setdefault(text, []).append(node.code)
        # a code means its node, whatever else has it for a name
        self.by_name |= {_plain(code): [code] for code in tree.node_codes}
        self.by_name |= {code: [code] for code in tree.node_codes}

    def codes(self, text: Any) -> list[str]:
        """Return the codes of the nodes with this code or name."""
        raw = _whole(text)
        return self.by_name.get(raw) or self.by_name.get(_plain(raw), [])

    def group(self, text: Any) -> str | None:
        """Return the code of the one group with this code or name, else None."""
        found = [code for code in self.codes(text) if self.tree.parts(code)]
        return found[0] if len(found) == 1 else None

    def pair(self, first: Any, second: Any, group: Any = None) -> Place | str:
        """Return where two siblings are compared, or what is wrong with their names."""
        wanted = None
        if group is not None:
            wanted = self.group(group)
            if wanted is None:
                return f"{_whole(group)!r} is not a group of the tree{self._near(group)}"
        for text in (first, second):
            if not self.codes(text):
                return f"{_whole(text)!r} is not known{self._near(text)}"
        places = [
            place
            for a in self.codes(first)
            for b in self.codes(second)
            if (place := self._siblings(a, b)) is not None and wanted in (None, place[0])
        ]
        if len(places) == 1:
            return places[0]
        if len(places) > 1:
            return f"the names fit the groups {', '.join(p[0] for p in places)}: use codes"
        if self.codes(first) == self.codes(second):
            return "compares a node with itself"
        return "are not parts of one group" if wanted is None else f"are not both parts of {wanted!r}"

    def heading(self, text: Any) -> Place | None:
        """Return the pair that a column's heading names ("cult_fam", "8、(1)信任 : 安全"), or None."""
        raw = _whole(text)
        for heading in dict.fromkeys((raw, _NUMBERING.sub("", raw))):
            halves = [(heading[: m.start()], heading[m.end() :]) for m in _BETWEEN.finditer(heading)]
            halves += [(heading[: m.start()], heading[m.end() :]) for m in re.finditer("[_-]", heading)]
            found = [self.pair(a, b) for a, b in halves if self.codes(a) and self.codes(b)]
            places = dict.fromkeys(place for place in found if not isinstance(place, str))
            if len(places) == 1:
                return next(iter(places))
        return None

    def _siblings(self, first: str, second: str) -> Place | None:
        parent = self.tree.parent(first)
        if parent is None or first == second or parent != self.tree.parent(second):
            return None
        parts = self.tree.parts(parent)
        return parent, parts.index(first), parts.index(second)

    def _near(self, text: Any) -> str:
        near = get_close_matches(_plain(_whole(text)), self.by_name, n=1)
        return f", perhaps {near[0]!r} is meant" if near else ""


@dataclass
class Answers:
    """What experts answered, still in the coding of the source; gathered over files.

    `experts`, `places`, `cells` and `where` have one entry an answer; `faults` is what reading found.
    """

    experts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    cells: list[Any] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    tables: bool = False  # whether some come from a table: forms have one coding only
    everyone: dict[str, str] = field(default_factory=dict)  # expert: the file that named them first
    faults: list[Fault] = field(default_factory=list)

    def add(self, expert: str, place: Place, cell: Any, where: str) -> None:
        """Keep one answer."""
        self.experts.append(expert)
        self.places.append(place)
        self.cells.append(cell)
        self.where.append(where)


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
    values, problems = _ratios(table, coding if answers.tables else "reciprocal", largest)
    labels = {group.code: tree.parts(group.code) for group in tree.groups}
    faults += [_fault(table, row, labels, *problem) for row, problem in problems.items()]
    table["value"] = values
    blank = table["value"].isna() & ~table.index.isin(list(problems))
    if unanswered == "refuse":
        answered = table.loc[~blank].groupby(["expert", "group"], sort=False).size()
        begun = pd.MultiIndex.from_frame(table[["expert", "group"]]).isin(answered.index)
        faults += [
            _fault(table, row, labels, "half-filled: no answer, though others of the group are answered",
                   "ask again, or read with unanswered='not_asked'")
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
    if faults:
        raise FaultyInput(faults)
    return Judgements(tree, tuple(answers.everyone), _stacks(table, list(answers.everyone), labels))


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
        match = _FRACTION.fullmatch(_whole(cell))
        if match and float(match[2]) > 0:
            value = float(match[1]) / float(match[2])
    return value


def _ratios(
    table: pd.DataFrame, coding: Coding, largest: float
) -> tuple[np.ndarray, dict[int, tuple[str, str]]]:
    """Return how many times more first is than second, NaN where not answered, and the unusable rows."""
    known = {cell: ratio(cell) for cell in set(table["cell"]) if cell == cell}  # noqa: PLR0124  not NaN
    raw = [known.get(cell, np.nan) if cell == cell else np.nan for cell in table["cell"]]  # noqa: PLR0124
    numbers = np.array([np.nan if value is None else value for value in raw], dtype=float)
    signed = coding == "signed" or (coding == "auto" and _is_signed(numbers))
    low = 1 / largest - 0.005  # what 1/9 rounded to two decimals can be
    with np.errstate(divide="ignore", invalid="ignore"):
        if signed:
            usable = (np.abs(numbers) >= 1) & (np.abs(numbers) <= largest) & (numbers != -1)
            values = np.where(numbers < 0, -numbers, 1 / numbers)
        else:
            usable = (numbers >= low) & (numbers <= largest)
            values = numbers.copy()
    problems = {}
    for row in np.flatnonzero(~usable & ~np.isnan(numbers)).tolist():
        problems[row] = _problem(float(numbers[row]), signed, largest)
    for row in [row for row, value in enumerate(raw) if value is None]:
        problems[row] = _unreadable(table.at[row, "cell"])
    values[list(problems)] = np.nan
    return values, problems


def _is_signed(numbers: np.ndarray) -> bool:
    """Tell whether answers look signed: some are below zero, and none is a fraction."""
    given = numbers[~np.isnan(numbers)]
    negative, fraction = (given < 0).any(), ((given > 0) & (given < 1)).any()
    if given.size and not negative and not fraction and (given > 1).any():
        warnings.warn(
            "no answer is negative and none a fraction, so they are read as ratios: 3 says that the first is "
            "3 times as important as the second. If the questionnaire used signed codes, where 3 favours the "
            "second, read with coding='signed'; else pass coding='reciprocal' to silence this.",
            stacklevel=5,
        )
    return bool(negative and not fraction)


def _problem(value: float, signed: bool, largest: float) -> tuple[str, str]:
    scale = f"-{largest:g} to -2, 1, and 2 to {largest:g}" if signed else f"1/{largest:g} to {largest:g}"
    way_out = f"answers go from {scale}"
    if value == 0:
        return "the answer is zero", f"{way_out}; equally important is 1"
    if value < 0 and not signed:
        return f"the answer {value:g} is negative, among ratios", way_out
    return f"the answer {value:g} is out of scale", way_out


def _unreadable(cell: Any) -> tuple[str, str]:
    if isinstance(cell, datetime.date | datetime.time):
        return (
            f"is the date {cell}",
            "a spreadsheet turned a fraction into a date: format the cell as text, enter it again",
        )
    return f"{str(cell)[:40]!r} is not a judgement", "answer with a number such as 3 or 1/3"


def _contradictions(table: pd.DataFrame, labels: dict[str, list[str]]) -> list[Fault]:
    keys = ["expert", "group", "i", "j"]
    again = table.loc[table.duplicated(keys, keep=False)]
    faults = []
    for _, rows in again.groupby(keys, sort=False):
        first = rows.iloc[0]
        for place, other in rows.iloc[1:].iterrows():
            # rounding the smaller to two decimals may explain a difference
            larger, smaller = sorted((first["value"], other["value"]), reverse=True)
            if larger / smaller - 1 <= min(0.05, 0.005 * max(larger, 1 / smaller)) + 1e-9:
                continue
            mirrored = first["turned"] != other["turned"]
            kind = "not reciprocal" if mirrored else "contradictory"
            problem = f"{kind}: {first['given']:.4g}{first['where']} and {other['given']:.4g}{' back' if mirrored else ''}"
            faults.append(_fault(table, place, labels, problem, "keep one answer"))
    return faults


def _stacks(table: pd.DataFrame, experts: list[str], labels: dict[str, list[str]]) -> dict[str, np.ndarray]:
    position = {expert: place for place, expert in enumerate(experts)}
    stacks = {}
    for group, rows in table.drop_duplicates(["expert", "group", "i", "j"]).groupby("group", sort=False):
        n = len(labels[str(group)])
        stack = np.full((len(experts), n, n), np.nan)
        stack[:, range(n), range(n)] = 1.0
        e = rows["expert"].map(position).to_numpy(dtype=int)
        i, j, value = rows["i"].to_numpy(), rows["j"].to_numpy(), rows["value"].to_numpy(dtype=float)
        stack[e, i, j], stack[e, j, i] = value, 1 / value
        stacks[str(group)] = stack
    return stacks


def _fault(table: pd.DataFrame, row: Any, labels: dict[str, list[str]], problem: str, way_out: str) -> Fault:
    at = table.loc[row]
    i, j = (at["j"], at["i"]) if at.get("turned", False) else (at["i"], at["j"])
    parts = labels[at["group"]]
    return Fault(f"{at['expert']}, {at['group']}, {parts[i]} : {parts[j]}{at['where']}", problem, way_out)


def _whole(text: Any) -> str:
    """Return a label as text: 1.0 from a spreadsheet is "1"."""
    if isinstance(text, float) and text.is_integer():
        return str(int(text))
    return str(text).strip()


def _plain(text: Any) -> str:
    return re.sub(r"\s+", " ", _whole(text)).casefold()


def missing(cell: Any) -> bool:
    """Tell whether a cell holds nothing."""
    return (
        cell is None
        or (isinstance(cell, float) and np.isnan(cell))
        or (isinstance(cell, str) and not cell.strip())
    )


def texts(cells: Iterable[Any]) -> list[str]:
    """Return labels as text, nothing for empty cells."""
    return ["" if missing(cell) else _whole(cell) for cell in cells]
