"""What is written for readers, and what of it the public sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from govmetrics.evaluation.keys.kinds import KEYS, Count, Day, Flag, Names, Title


@dataclass(frozen=True)
class Public:
    """What the public sees of an evaluation (`publication.public`).

    Parameters
    ----------
    smallest : int
        So many respondents stand behind every cell that is shown.
    leave_out : sequence of str
        Parts of the findings, nodes of the tree, columns of the records.
    texts : sequence of str
        Columns of text that may be shown; all others may hold what somebody wrote.
    raw_values : bool
        Whether values in the indicators' own units of measurement are shown.
    experts_by_name : bool
        Whether experts are called by their names.
    """

    __pydantic_config__ = KEYS
    smallest: Count = 10
    leave_out: Names = ()
    texts: Names = ()
    raw_values: Flag = True
    experts_by_name: Flag = False


@dataclass(frozen=True)
class Publish:
    """What is written for readers, and what of it the public sees."""

    __pydantic_config__ = KEYS
    formats: Sequence[Literal["html", "word", "excel", "site"]] = ("html",)
    public: Public | Flag | None = None
    author: Title = ""
    date: Day | None = None
