"""What several kinds ask in the same way: one of some answers, lines such as "name = number", options to tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.labels import clean
from govmetrics.core.words import Label, Text
from govmetrics.serve.kinds.base import Values, lines

LONGEST = 200
MOST = 60


@dataclass(frozen=True)
class Question:
    """A question with one answer of some."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]


def answered(question: Question, values: Values) -> str | Text:
    """Return the answer to a question, or what is wrong with it."""
    given = values.get(question.name, "")
    if not given:
        return Text("is not answered yet")
    return given if given in [value for value, _ in question.choices] else Text("is none of the answers")


def named_lines(values: Values, name: str, faults: Faults, least: int = 2) -> list[str]:
    """Return the lines of a setting, at least so many, none too long, and none that a table would take for another."""
    found = lines(values, name)
    _refuse_alike(found, name, faults)
    if not least <= len(found) <= MOST:
        problem, way_out = "has {count:# line|# lines}", "give {least} to {most}, one a line"
        faults.append(Fault(name, problem, way_out, count=len(found), least=least, most=MOST))
    for line in found:
        if len(line) > LONGEST:
            faults.append(Fault(name, "has more than {most} letters in a line", "shorten it", most=LONGEST))
    return found


def priced_lines(values: Values, name: str, faults: Faults) -> list[tuple[str, float]]:
    """Return lines such as "name = number"."""
    found = []
    for line in named_lines(values, name, faults):
        label, sign, number = line.replace("＝", "=").rpartition("=")
        try:
            price = float(number.strip().replace(",", "").replace("，", ""))
        except ValueError:
            price = 0.0
        if not sign or not label.strip() or not 0 < price < 1e15:
            faults.append(Fault(name, "{line!r} has no cost", "write: name = cost, above 0", line=line[:60]))
        else:
            found.append((label.strip(), price))
    names = [label for label, _ in found]
    _refuse_alike(names, name, faults)
    return found


def alike(first: str, second: str) -> bool:
    """Tell whether two names are one in a table: blanks, width and invisible letters do not tell them apart.

    Examples
    --------
    >>> alike("Ａ  park", "A park"), alike("A park", "a park")
    (True, False)
    """
    return bool(clean(first) == clean(second))


def _refuse_alike(names: Sequence[str], name: str, faults: Faults) -> None:
    if len({clean(one) for one in names}) < len(names):
        faults.append(Fault(name, "an option occurs twice", "name it once"))


def grouped_lines(values: Values, name: str, faults: Faults) -> dict[str, list[str]]:
    """Return lines such as "sex: women, men"."""
    found: dict[str, list[str]] = {}
    for line in lines(values, name):
        label, sign, rest = line.replace("：", ":").partition(":")
        parts = [
            part.strip() for part in rest.replace("，", ",").replace("、", ",").split(",") if part.strip()
        ]
        if (
            not sign
            or not label.strip()
            or len(set(parts)) < 2
            or len({clean(part) for part in parts}) != len(parts)
            or any(alike(label, other) for other in found)
        ):
            problem, way_out = "{line!r} is no list of answers", "write: name: answer, answer, ..., each once"
            faults.append(Fault(name, problem, way_out, line=line[:60]))
        else:
            found[label.strip()] = parts
    return found


def ticked(options: Sequence[str], values: Values) -> list[int]:
    """Return which options were ticked."""
    return [at for at in range(len(options)) if values.get(f"o.{at}") == "yes"]


def kept_fields(content: Mapping[str, Any]) -> Values:
    """Return the fields of an answer."""
    return dict(content["fields"])


def both(text: Text) -> dict[str, str]:
    """Return a sentence in both languages, as settings keep it."""
    return {"en": text.say("en"), "zh": text.say("zh")}


def label_of(text: Mapping[str, str]) -> Label:
    """Return a text of settings."""
    return Label(text["en"], text["zh"])
