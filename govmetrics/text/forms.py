"""Blank sheets on which coders code, and which `read_coding` reads back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.forms import Column, Sheet, guide, titled, write_form
from govmetrics.core.labels import clean
from govmetrics.core.language import Language, language_of
from govmetrics.core.options import LABEL, LANGUAGE, PATH, choice, optional, several, wanted
from govmetrics.core.words import Text, say
from govmetrics.text._coding_sources import CODEBOOK_SHEET, HEADINGS
from govmetrics.text.codebook import CODEBOOK, Code, Codebook, codes_of

DOCUMENT, CODER, QUOTE = Text("document"), Text("coder"), Text("quote")
CODE, NAME, DEFINITION = Text("code"), Text("name"), Text("definition")
WIDEST = 16_000
"""So many columns of codes a sheet can have."""
_GRID = Text("One row for each document: type 1 where the code holds and 0 where it does not.")
_SILENT = Text("Leave the whole row empty of a document that you did not code: that is not the same as 0.")
_LIST = Text("One row for each passage: choose the document and the code, and copy the passage.")
_NOTHING = Text(
    "Give a document in which you found nothing a row without a code: otherwise it counts as not read."
)
_ALONE = Text(
    "Each coder codes alone, without seeing what the other one wrote; agreement is computed from both."
)


def forms(
    codebook: Codebook,
    path: str | Path,
    documents: Sequence[Any] | None = None,
    coders: Sequence[Any] = ("A", "B"),
    form: Literal["grid", "list"] = "grid",
    language: Language | None = None,
) -> Path:
    """Write blank coding sheets in Excel, one for each coder; `read_coding` reads them back, whatever their language.

    Parameters
    ----------
    codebook : IndicatorTree, {code: name}, list, table or path
        The codes. A table has the columns code, name and definition.
    path : path
        The .xlsx file to write. For coders who must not see each other's sheets, write a file for each.
    documents : list, optional
        What is to be coded; without it the coders write the names themselves.
    coders : list
        Who codes: two at least can be compared.
    form : {"grid", "list"}
        A column for each code, for 1 or 0; or a row for each passage, with a list of codes to choose from and its quote.
    language : {"en", "zh"}, optional
        Of headings and guidance; by default the one in use.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        Codes, documents or coders twice; codes that as headings would be read as something else.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import govmetrics as gm
    >>> with TemporaryDirectory() as folder:
    ...     path = gm.text.forms({"T1": "trust"}, Path(folder) / "coding.xlsx", ["interview 1"], form="list")
    ...     path.exists()
    True
    """
    wanted(
        codebook=(codebook, CODEBOOK), path=(path, PATH), documents=(documents, optional(several(LABEL, 1))),
        coders=(coders, several(LABEL, 1)), form=(form, choice("grid", "list")), language=(language, LANGUAGE),
    ).raise_all()  # fmt: skip
    chosen = language_of(language)
    codes = codes_of(codebook)
    listed = [clean(str(one)) for one in documents or []]
    named = [clean(str(one)) for one in coders]
    faults = _repeats("documents", listed) + _repeats("coders", named)
    if form == "grid":
        faults += _heading_faults(codes, chosen)
    Faults(faults).raise_all()
    sheets = [
        (_grid if form == "grid" else _passages)(codes, listed, coder, nth, chosen) for nth, coder in enumerate(named, start=1)
    ]  # fmt: skip
    book = Sheet(
        CODEBOOK_SHEET,
        [Column(CODE), Column(NAME), Column(DEFINITION)],
        [[code, say(one.name, chosen), one.definition or None] for code, one in codes.items()],
        spare=0,
    )
    told = guide([_GRID, _SILENT, _ALONE] if form == "grid" else [_LIST, _NOTHING, _ALONE], [], [])
    return write_form(path, [*sheets, book, told], chosen)


def _grid(codes: dict[str, Code], documents: list[str], coder: str, nth: int, language: Language) -> Sheet:
    heads = [
        Column(titled(code, say(one.name, language)), between=(0.0, 1.0), hint=one.definition)
        for code, one in codes.items()
    ]
    rows = [[document, coder, *([None] * len(codes))] for document in documents]
    rows = rows or [[None, coder, *([None] * len(codes))]]
    return Sheet(
        Text("coding {nth}", nth=nth),
        [Column(DOCUMENT), Column(CODER), *heads],
        rows,
        spare=0 if documents else 200,
    )


def _passages(
    codes: dict[str, Code], documents: list[str], coder: str, nth: int, language: Language
) -> Sheet:
    offered = f"'{say(CODEBOOK_SHEET, language)}'!$A$2:$A${len(codes) + 1}"
    heads = [Column(DOCUMENT), Column(CODER), Column(CODE, among=offered), Column(QUOTE)]
    rows = [[document, coder, None, None] for document in documents] or [[None, coder, None, None]]
    return Sheet(Text("coding {nth}", nth=nth), heads, rows, spare=500)


def _repeats(place: str, names: list[str]) -> list[Fault]:
    twice = list(dict.fromkeys(name for name in names if names.count(name) > 1))
    return [Fault(place, "stand here twice: {names:10}", "keep each once", names=twice)] if twice else []


def _heading_faults(codes: dict[str, Code], language: Language) -> list[Fault]:
    """Return faults of codes that as headings of a grid would be read as something else."""
    known = {word for words in HEADINGS.values() for word in words}
    odd = [code for code, one in codes.items() if titled(code, say(one.name, language)).casefold() in known]
    way = "call them otherwise, or write the list of passages (form='list')"
    faults = (
        [Fault("codebook", "codes would be read as headings of something else: {names:10}", way, names=odd)]
        if odd
        else []
    )
    if len(codes) > WIDEST:
        faults.append(
            Fault("codebook", "{count:,} codes are more than a sheet has columns", way, count=len(codes))
        )
    return faults
