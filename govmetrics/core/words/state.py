"""Which languages there are, and which is in use."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
VARIABLE = "GOVMETRICS_LANGUAGE"

# A context variable: every thread and task has its own, so that two at once do not disturb each other.
chosen: ContextVar[Language | None] = ContextVar("govmetrics_language", default=None)


def in_use() -> Language:
    """Return the language in use; an unknown language in the environment counts as English here.

    `govmetrics.core.language.language_of` refuses it; an error must be shown all the same.
    """
    named = chosen.get() or os.environ.get(VARIABLE) or "en"
    return named if named in LANGUAGES else "en"
