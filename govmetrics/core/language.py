"""The language that results, notes and errors are shown in."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from contextvars import Token
from types import TracebackType
from typing import Self, cast

from govmetrics.core.errors import choose
from govmetrics.core.words.state import LANGUAGES, VARIABLE, Language, chosen, in_use

__all__ = ["LANGUAGES", "Language", "language_of", "use"]


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
