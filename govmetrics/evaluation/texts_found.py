"""What was found in texts: words counted and followed over time, codes and the agreement of those who gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from govmetrics.evaluation.several import Several
from govmetrics.text import Agreement, CodeMatrix, Keywords, WordTrends


@dataclass(frozen=True, eq=False)
class CountedWords(Several):
    """Words of a dictionary in documents.

    Attributes
    ----------
    words : Keywords
        Counts over all documents, and by unit where units are known.
    trends : WordTrends or None
        Over the periods, where there are two or more.

    See Also
    --------
    evaluate
    """

    words: Keywords
    trends: WordTrends | None = None

    _by_line: ClassVar = True


@dataclass(frozen=True, eq=False)
class CodedDocuments(Several):
    """Documents and interviews as coders coded them.

    Attributes
    ----------
    agreement : Agreement or None
        Of the coders; None where one coded alone.
    matrix : CodeMatrix or None
        Codes by community, with masked quotes; None where no community has enough documents to be shown.

    See Also
    --------
    evaluate
    """

    agreement: Agreement | None = None
    matrix: CodeMatrix | None = None

    _by_line: ClassVar = True
