"""What a kind of activity is: a form, what may be answered, and what comes out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from govmetrics.core import IndicatorTree, Table
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.words import Text
from govmetrics.serve.answers import Response
from govmetrics.serve.rounds import MODES, Activity

Values = Mapping[str, str]
"""The fields of a form as they were posted, each once; what was not filled in is missing or empty."""


@dataclass(frozen=True)
class Said:
    """What a person answered, and what is wrong with it.

    Parameters
    ----------
    content : mapping
        Plain types, as it is kept.
    faults : mapping of field to Text
        In the order of the page; a link to each field stands above the form.
    """

    content: Mapping[str, Any]
    faults: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """What an organiser sees of the answers."""

    sentences: Sequence[Text] = ()
    tables: Sequence[Table] = ()


@dataclass(frozen=True)
class Setting:
    """One choice that an organiser makes for a kind.

    Parameters
    ----------
    name : str
        Of the field.
    label, hint : Text
    kind : {"text", "number", "lines", "choice", "tick"}
        How it is asked; "lines" is one a line.
    default : str
    choices : mapping of value to Text
        Of a "choice".
    """

    name: str
    label: Text
    kind: str = "text"
    default: str = ""
    hint: str = ""
    choices: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A kind of activity. Adding one is one file, one line in `KINDS`, one test.

    Parameters
    ----------
    name : str
        In addresses and in the database; the template is ``kinds/NAME.html``.
    title, summary : Text
        What it is called, and what it is for, in a line.
    settings : sequence of Setting
        What the organiser chooses.
    read : function of (posted values, tree, faults) to settings
        Checks the choices, and returns them as they are kept, plain types only; faults have fields' names as places.
    steps : function of activity to int
        Pages of the form, by default one. Anonymous activities are asked on one page whatever it says: nothing is kept
        before it is sent.
    form : function of (activity, values, step or None) to mapping
        The names that the template uses; step counts from 1, None asks for everything on one page.
    check : function of (activity, values, step or None) to Said
        What was answered; of a step only its own fields are checked.
    values : function of (content) to values
        The fields of an answer that was kept, to change it.
    results : function of (activity, responses) to Shown
        What the organiser sees.
    modes : sequence of str
        Which modes make sense.
    template : str, optional
        Of another name, where kinds share one.
    """

    name: str
    title: Text
    summary: Text
    form: Callable[[Activity, Values, int | None], Mapping[str, Any]]
    check: Callable[[Activity, Values, int | None], Said]
    values: Callable[[Mapping[str, Any]], Values]
    results: Callable[[Activity, Sequence[Response]], Shown]
    read: Callable[[Values, IndicatorTree, Faults], dict[str, Any]] = lambda values, tree, faults: {}  # noqa: ARG005
    steps: Callable[[Activity], int] = lambda activity: 1  # noqa: ARG005
    settings: Sequence[Setting] = ()
    modes: Sequence[str] = MODES
    template: str = ""

    @property
    def page(self) -> str:
        """The template of its form."""
        return f"kinds/{self.template or self.name}.html"


_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


def number(text: str, low: float, high: float) -> float | Text:
    """Return what somebody typed as a number within bounds, or what is wrong with it.

    Full-width digits and a decimal comma count; 1,000 may mean two things and is asked again.

    Examples
    --------
    >>> number("２,5", 0, 100), str(number("1,000", 0, 5000))
    (2.5, 'may mean two numbers: write it without the comma')
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if _THOUSANDS.fullmatch(typed):
        return Text("may mean two numbers: write it without the comma")
    if not _NUMBER.fullmatch(typed):
        return Text("is no number: give one from {low:g} to {high:g}", low=low, high=high)
    value = float(typed.replace(",", "."))
    return value if low <= value <= high else Text("is not within {low:g} and {high:g}", low=low, high=high)


def whole(values: Values, name: str, default: int, bounds: tuple[int, int], faults: Faults) -> int:
    """Return a setting that is a whole number."""
    text = values.get(name, "").strip() or str(default)
    try:
        value = int(text)
    except ValueError:
        value = bounds[0] - 1
    if not bounds[0] <= value <= bounds[1]:
        faults.append(Fault(name, "is {value!r}", "give a whole number from {low} to {high}", value=text[:40],
                            low=bounds[0], high=bounds[1]))  # fmt: skip
    return value


def ordinal(text: str) -> int:
    """Return a whole number of few digits, such as a place in a list; -1 for anything else.

    Examples
    --------
    >>> ordinal("12"), ordinal("²"), ordinal("9" * 5000)
    (12, -1, -1)
    """
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def lines(values: Values, name: str) -> list[str]:
    """Return a setting of one a line, without blank lines and repeats."""
    return list(dict.fromkeys(line.strip() for line in values.get(name, "").splitlines() if line.strip()))
