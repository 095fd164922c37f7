"""Warnings: what a user should know at once and no result holds."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from govmetrics.core.words import Language, Text

_HOME = str(Path(__file__).parents[1])
_SILENT: ContextVar[bool] = ContextVar("govmetrics_silent", default=False)


def _as_it_is(text: Text) -> Text:
    return text


_SAID: ContextVar[Callable[[Text], Text]] = ContextVar("govmetrics_said", default=_as_it_is)


class GovmetricsWarning(UserWarning):
    """What a user should know: the class of every warning of this library, for filters of `warnings`.

    Parameters
    ----------
    text : Text
        What is said; in the language in use when it is printed.

    Examples
    --------
    >>> import warnings
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warnings.simplefilter("always", gm.GovmetricsWarning)
    ...     found = gm.dea.radial(pd.DataFrame({"staff": [2.0, 3]}), pd.DataFrame({"cases": [4.0, 5]}))
    >>> told[0].message.say("en")[:44]
    '2 units for 1 input and 1 output: many units'
    """

    def __init__(self, text: Text | str) -> None:
        super().__init__(text)
        self.text = text if isinstance(text, Text) else Text(text)

    def say(self, language: Language | None = None) -> str:
        """Return the warning, in a language."""
        return self.text.say(language)

    def __str__(self) -> str:
        """Return the warning, in the language in use."""
        return self.say()


def warn(text: Text) -> None:
    """Warn, at the line that called the library."""
    if not _SILENT.get():
        text = _SAID.get()(text)
        warnings.warn(GovmetricsWarning(text), stacklevel=_outside())


@contextmanager
def said_by(how: Callable[[Text], Text]) -> Iterator[None]:
    """Say warnings as `how` returns them: where a file asks, its options are keys."""
    before = _SAID.set(how)
    try:
        yield
    finally:
        _SAID.reset(before)


@contextmanager
def silent() -> Iterator[None]:
    """Let no warning of this library through, in this thread alone (`warnings.catch_warnings` is for all threads)."""
    before = _SILENT.set(True)
    try:
        yield
    finally:
        _SILENT.reset(before)


def _outside() -> int:
    """Return the stack level, seen from the caller, of the line that called the library."""
    level, frame = 0, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_HOME):
        level, frame = level + 1, frame.f_back
    return level + 1
