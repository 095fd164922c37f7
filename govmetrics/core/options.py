"""What an argument may be, declared beside the function and checked by one mechanism.

``asked(level=(level, SHARE), rng=(rng, SEED))`` raises one error that names every argument out of place; `wanted`
returns the faults, to be raised together with others.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import UnionType
from typing import Any, get_args

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.within import within_faults
from govmetrics.core.words import LANGUAGES, Text
from govmetrics.core.words.text import printed


@dataclass(frozen=True)
class Kind:
    """What an argument may be.

    Parameters
    ----------
    fits : function
        Tells whether a value is of this kind.
    way_out : str
        What to give instead, as `Text`.
    named : str
        What the type is called, where an object of one type is wanted; the error says it.
    held : tuple of str
        Under which names results hold what is wanted here, such as "weights" or "to_dataset()", looked at first.
    most : int, optional
        The largest whole number, which the error says of a larger one.
    """

    fits: Callable[[Any], bool]
    way_out: Text
    named: str = ""
    held: tuple[str, ...] = ()
    most: int | None = None

    def faults(self, place: str | Text, value: Any) -> list[Fault]:
        """Return a fault where `value` is of another kind."""
        if self._is_one(value):
            halves = isinstance(
                value, list | tuple | pd.DataFrame | pd.Series
            )  # one name, or a key, is made visible
            return within_faults(place, value, halves, numbers=isinstance(value, list | tuple | Mapping))
        if self.most is not None and is_count(value) and value > self.most:
            way_out = Text("give a whole number of at most {most:,}", most=self.most)
            return [Fault(place, Text("is {value}", value=shown(value)), way_out)]
        given = "None" if value is None else type(value).__name__
        problem = Text("is {given}, not {wanted}", given=given, wanted=self.named)
        problem = problem if self.named else Text("is {value}", value=shown(value))
        known = self.named or is_dataclass(value)  # a frame may have columns of such names
        way = way_to(value, self._is_one, (*self.held, *_INNER)) if known else None
        return [Fault(place, problem, way or self.way_out)]

    def _is_one(self, value: Any) -> bool:
        try:
            return bool(self.fits(value))
        except Exception:  # whatever the odd value does when it is looked at: it is not of this kind
            return False


_INNER = ("weights", "scores", "scaled", "data", "dataset", "survey", "judgements", "tree", "recipe", "assessment", "evaluation",
          "assessment.weights", "assessment.scores", "assessment.scaled", "assessment.dataset", "assessment.recipe",
          "weights.tree", "scores.weights", "assessment.scores.weights.tree")  # fmt: skip


def way_to(value: Any, fits: Callable[[Any], bool], names: Iterable[str]) -> Text | None:
    """Return which attribute of a result to give, where one of these names holds what fits, or makes it: ``name()``."""
    for name in names:
        found = value
        for step in name.partition("(")[0].split("."):
            found = getattr(found, step, None)
        makes = callable(found) and is_dataclass(value)  # a frame has methods of such names, too
        if found is not None and (makes if name.endswith(")") else fits(found)):
            return Text("give its `.{name}`", name=name)
    return None


def asked(**arguments: tuple[Any, Kind]) -> None:
    """Refuse arguments that are not of their kind, all in one error.

    Examples
    --------
    >>> asked(level=(0.9, SHARE), rng=(-1, SEED), draws=(0, COUNT))
    Traceback (most recent call last):
    govmetrics.core.errors.FaultyInput: rng: is -1; give a whole number from 0, or a numpy Generator
    draws: is 0; give a whole number from 1
    """
    wanted(**arguments).raise_all()


def wanted(**arguments: tuple[Any, Kind]) -> Faults:
    """Return a fault for each argument that is not of its kind."""
    return Faults(fault for name, (value, kind) in arguments.items() for fault in kind.faults(name, value))


def shown(value: Any) -> str:
    """Return an odd value as an error shows it: short things as they print, others by their type."""
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if value is None or isinstance(value, str | bool | int | float | complex | np.generic | bytes):
        text = printed(value.item() if isinstance(value, np.generic) else value)
        return text if len(text) <= 60 else text[:60] + "…"
    if isinstance(value, list | tuple | set | dict) and len(value) <= 4:
        text = printed(value)
        if len(text) <= 60:
            return text
    return type(value).__name__


def is_number(value: Any) -> bool:
    """Tell whether a value is a finite number; text, True and missing values are not."""
    try:
        return not isinstance(value, str | bool | np.bool_ | Decimal) and math.isfinite(value)
    except (TypeError, OverflowError, ValueError):
        return False


def is_ascending(values: Iterable[Any]) -> bool:
    """Tell whether all are numbers, each above the one before it.

    Examples
    --------
    >>> is_ascending([1, 2.5]), is_ascending([1, 1]), is_ascending([1, None])
    (True, False, False)
    """
    known = list(values)
    return all(map(is_number, known)) and all(a < b for a, b in pairwise(known))


def is_count(value: Any, least: int = 1) -> bool:
    """Tell whether a value is a whole number of at least `least`."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= least)


@cache
def count(least: int = 1, most: int = 2**53) -> Kind:
    """A whole number from `least`."""
    return Kind(
        lambda value: is_count(value, least) and value <= most,
        Text("give a whole number from {least}", least=least),
        most=most,
    )


@cache
def number(
    low: float = -math.inf, high: float = math.inf, *, open_low: bool = False, open_high: bool = False
) -> Kind:
    """A finite number from `low` to `high`; an open end is not in it."""

    def fits(value: Any) -> bool:
        above = is_number(value) and (value > low if open_low else value >= low)
        return above and (value < high if open_high else value <= high)

    if high == math.inf:
        above = (
            Text("give a number above {low:g}", low=low)
            if open_low
            else Text("give a number from {low:g}", low=low)
        )
        return Kind(fits, Text("give a finite number") if low == -math.inf else above)
    within = Text("give a number between {low:g} and {high:g}", low=low, high=high)
    if not (open_low or open_high):
        within = Text("give a number from {low:g} to {high:g}", low=low, high=high)
    return Kind(fits, within)


@cache
def choice(*choices: str) -> Kind:
    """One of some words."""
    return Kind(
        lambda value: isinstance(value, str) and value in choices,
        Text("choose one of: {choices:50}", choices=choices),
    )


def kinds_of(kind: type | UnionType | tuple[type, ...]) -> str:
    """Return the names of a type, or of the types of a union."""
    kinds = [kind] if isinstance(kind, type) else kind if isinstance(kind, tuple) else get_args(kind)
    return " | ".join(one.__name__ for one in kinds)


def instance(kind: type | UnionType | tuple[type, ...], way_out: Text, held: tuple[str, ...] = ()) -> Kind:
    """An object of a type; the way out says how it is made, and `held` under which names results have one."""
    return Kind(lambda value: isinstance(value, kind), way_out, kinds_of(kind), held)


def optional(kind: Kind) -> Kind:
    """None, or what `kind` says."""
    return Kind(
        lambda value: value is None or kind.fits(value), kind.way_out, kind.named, kind.held, kind.most
    )


def among(known: Iterable[Any], way_out: Text | None = None) -> Kind:
    """One of the labels that there are (codes, units, groups, columns)."""
    labels = list(known)
    there = set(labels)
    return Kind(lambda value: value in there, way_out or Text("there are: {labels}", labels=labels))


def several(kind: Kind, least: int = 0) -> Kind:
    """A list of what `kind` says; text alone is not a list, and an iterator would be used up by looking at it."""

    def fits(value: Any) -> bool:
        if isinstance(value, str | bytes | Iterator) or not isinstance(value, Iterable):
            return False
        parts = list(value)
        return len(parts) >= least and all(map(kind.fits, parts))

    return Kind(fits, Text("give a list; of each: {way_out}", way_out=kind.way_out))


SHARE = Kind(
    lambda value: is_number(value) and 0 < value < 1, Text("give a share between 0 and 1, such as 0.9")
)
PROPORTION = Kind(lambda value: is_number(value) and 0 <= value <= 1, Text("give a share from 0 to 1"))
COUNT = count()
NUMBER = number()
POSITIVE = number(0, open_low=True)
FROM_ZERO = number(0)
DDOF = Kind(lambda value: is_count(value, 0) and value <= 1, Text("give 0 (divisor n) or 1 (divisor n - 1)"))
FLAG = Kind(lambda value: isinstance(value, bool | np.bool_), Text("give True or False"))


def is_file(path: str | os.PathLike[str]) -> bool:
    r"""Tell whether there is such a file; of a name that no system takes (too long, with NUL) there is none.

    Examples
    --------
    >>> is_file("x" * 300), is_file("a\0b")
    (False, False)
    """
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Tell whether there is such a folder; of a name that no system takes there is none."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


LONGEST_NAME = 255
"""Bytes that the name of a file or folder has at most, on any system in use."""


def _is_path(value: Any) -> bool:
    """Tell whether a value is a path that a system can take."""
    if not isinstance(value, str | os.PathLike) or str(value) == "":
        return False
    try:
        parts = [os.fsencode(part) for part in Path(value).parts]
    except UnicodeEncodeError:
        return False
    return all(len(part) <= LONGEST_NAME and b"\0" not in part for part in parts)


PATH = Kind(
    _is_path,
    Text(
        "give a path of which no name has more than {most} bytes (85 Chinese characters)", most=LONGEST_NAME
    ),
)
_OF_FILES = {
    ".xlsx",
    ".xls",
    ".csv",
    ".html",
    ".htm",
    ".docx",
    ".md",
    ".tex",
    ".json",
    ".yaml",
    ".yml",
    ".pdf",
    ".zip",
    ".txt",
}
FOLDER = Kind(
    lambda value: (
        PATH.fits(value)
        and not is_file(value)
        and (is_folder(value) or Path(value).suffix.lower() not in _OF_FILES)
    ),
    Text("give the path of a folder"),
)
TEXT = Kind(lambda value: isinstance(value, str), Text("give a text"))
LIST = Kind(
    lambda value: (
        isinstance(value, list | tuple | range | pd.Index | pd.Series)
        or (isinstance(value, np.ndarray) and value.ndim == 1)
    ),
    Text("give a list"),
)
SEED = Kind(
    lambda value: isinstance(value, np.random.Generator) or is_count(value, 0),
    Text("give a whole number from 0, or a numpy Generator"),
)
LANGUAGE = Kind(
    lambda value: value is None or value in LANGUAGES, Text("choose one of: {choices:50}", choices=LANGUAGES)
)
ANY = Kind(lambda value: value is not None, Text("give a value"))
BOTH = Kind(
    lambda value: value is None or value in (*LANGUAGES, "both"),
    Text("choose one of: {choices:50}", choices=(*LANGUAGES, "both")),
)
_NAMES = (str, int, float, np.integer, np.floating)  # made once: there may be a name for every row
LABEL = Kind(
    lambda value: isinstance(value, _NAMES) and not isinstance(value, bool),
    Text("give a name"),
)
FUNCTION = Kind(callable, Text("give a function"))
MAPPING = instance(Mapping, Text("give a mapping"))
FRAME = instance(pd.DataFrame, Text("give a DataFrame"))
SERIES = instance(pd.Series, Text("give a Series"))
