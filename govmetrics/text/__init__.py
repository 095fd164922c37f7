"""Documents, rubrics and coding: what policies and people say, counted and coded by people who agree."""

from govmetrics.text.dictionary import Dictionary, dictionary
from govmetrics.text.documents import Documents
from govmetrics.text.keywords import Keywords, keywords
from govmetrics.text.mask import mask
from govmetrics.text.read import read
from govmetrics.text.write import write

__all__ = [
    "Dictionary", "Documents", "Keywords",
    "dictionary", "keywords", "mask", "read", "write",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
