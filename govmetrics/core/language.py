"""The language that results, notes and errors are shown in."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from contextvars import Token
from types import TracebackType
from typing import Literal, Self, cast, get_args

from govmetrics.core.errors import choose
from govmetrics.core.words.state import LANGUAGES, VARIABLE, Language, chosen, in_use
from govmetrics.core.words.text import say

__all__ = ["LANGUAGES", "Both", "Language", "language_asked", "language_of", "said", "use"]


class use(AbstractContextManager["use"]):  # noqa: N801 - reads as a verb, like contextlib's own
    """Show results, notes and errors in a language, within a ``with`` block.

    Outside of any block the environment's ``GOVMETRICS_LANGUAGE`` counts, else English. The block holds for the
    thread or task that it stands in.

    Parameters
    ----------
    language : {"en", "zh"}
        English or Chinese.

    Raises
    ------
    FaultyInput
        Another language.

    Examples
    --------
    >>> import govmetrics as gm
    >>> with gm.use("zh"):
    ...     print(gm.FaultyInput(gm.Fault("records.csv", "there is no such file", "check the path")))
    records.csv：文件不存在；请检查路径
    """

    def __init__(self, language: Language) -> None:
        self.language = language_of(language)
        self._tokens: list[Token[Language | None]] = []

    def __enter__(self) -> Self:
        self._tokens.append(chosen.set(self.language))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        chosen.reset(self._tokens.pop())


def language_of(language: str | None = None, place: str = "language") -> Language:
    """Return the language asked for; None asks for the one in use. Others are refused.

    Examples
    --------
    >>> language_of("zh"), language_of()
    ('zh', 'en')
    """
    if language is None:
        named = None if chosen.get() else os.environ.get(VARIABLE)
        return in_use() if not named else cast(Language, choose(named, LANGUAGES, VARIABLE))
    return cast(Language, choose(language, LANGUAGES, place))


Both = Literal["en", "zh", "both"]
"""A report or a picture may be in English, in Chinese, or in Chinese with the English behind it."""


def language_asked(language: str | None) -> Both:
    """Return the language asked for, by default the one in use; others are refused."""
    return language_of() if language is None else cast(Both, choose(language, get_args(Both), "language"))


def said(text: object, language: Both) -> str:
    """Return a text in a language; "both" gives Chinese and English, once where they are the same."""
    if language != "both":
        return say(text, language)
    chinese, english = say(text, "zh"), say(text, "en")
    return chinese if chinese == english else f"{chinese} {english}"
