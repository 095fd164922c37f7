"""Where in an evaluation a room's fault is: the part, the file, and the place that the room names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, TypeVar

from govmetrics.core import Result
from govmetrics.core.errors import Fault, Faults, GovmetricsError
from govmetrics.core.words import Label, Note, Text
from govmetrics.core.words.doors import keyed

Noun = TypeVar("Noun", bound=Result)


def keys_of(kind: type, *more: str) -> tuple[str, ...]:
    """Return the keys that a part of the file has, as the file writes them."""
    return (*(one.name.rstrip("_") for one in fields(kind)), *more)


@contextmanager
def placed(
    faults: Faults, part: str, keys: Collection[str] = (), file: str = "", given: str = ""
) -> Iterator[Faults]:
    """Keep the faults of one of our errors, each at its place in the evaluation; other errors pass.

    Parameters
    ----------
    faults : Faults
        Where they are kept.
    part : str
        Such as ``evidence.survey``.
    keys : collection of str
        The part's keys: a fault of one of them is at ``evidence.survey.scale``.
    file : str
        Where the others are.
    given : str
        The argument where they are, if the evidence was given by call.
    """
    inner = Faults()
    with inner:
        yield inner
    kept = Faults(fault_in(part, fault, keys, file, given) for fault in inner)
    kept._raised = list(inner._raised)
    faults += kept
    faults._raised += kept._raised


def fault_in(part: str, fault: Fault, keys: Collection[str] = (), file: str = "", given: str = "") -> Fault:
    """Return a room's fault at its place in the evaluation, its way out said as the evaluation's file says it."""
    fault, place = _keyed(fault), str(fault.place)
    if place.startswith((f"{part}.", f"{part} (", f"{part}: ")):  # it is there already
        return fault
    if place.split(".", maxsplit=1)[0].split("[", maxsplit=1)[0] in keys:
        return fault.at(f"{part}.{place}")
    if given:
        part, file = given, ""
    if place in ("", part, file):
        return fault.at(Text("{part} ({file})", part=part, file=file) if file else part)
    if file and file not in place:
        return fault.at(Text("{part} ({file}): {place}", part=part, file=file, place=fault.place))
    return fault.at(Text("{part}: {place}", part=part, place=fault.place))


def with_keys(noun: Noun) -> Noun:
    """Return what was just read from a file, its notes saying options as the evaluation's file says them.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import Dataset, IndicatorTree
    >>> values = pd.DataFrame({"a": [1.0, 2.0]}, index=["x", "y"])
    >>> read = Dataset(IndicatorTree.from_groups({"A": ["a"]}), values, notes=(Note('say sheets="period"'),))
    >>> with_keys(read).notes
    ('say `sheets: period`',)
    """
    notes = tuple(map(_noted, getattr(noun, "notes", ())))
    object.__setattr__(noun, "notes", notes)  # nobody else has it yet, and checking it again costs
    return noun


def _noted(note: Any) -> Any:
    """Return a note with its options as keys; where its values name them it keeps its template, by which it is known."""
    if not isinstance(note, Note) or keyed(note) is note:
        return note
    same = Note(note.template, **{name: keyed(value) for name, value in note.values.items()})
    return same if keyed(same) is same else Note("{told}", told=keyed(note))


def _keyed(fault: Fault) -> Fault:
    parts = [
        text if (said := keyed(text)) is text else Text("{told}", told=said)
        for text in (fault.problem, fault.way_out)
    ]
    return Fault(fault.place, *parts)


def kept(
    error: GovmetricsError, part: str, keys: Collection[str] = (), labels: Mapping[str, Label] | None = None
) -> list[Fault]:
    """Return an error's faults at their place in the evaluation; a place that is a code, with what `labels` call it."""
    names = {code: label for code, label in (labels or {}).items() if str(label) != code and code not in keys}
    return [
        fault_in(part, fault.at(Text("{code} ({name})", code=fault.place, name=names[fault.place]))
                 if fault.place in names else fault, keys)
        for fault in error.faults
    ]  # fmt: skip
