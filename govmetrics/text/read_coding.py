"""Codings read back from the sheets of several coders, as untidy as offices have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.labels import alike_note, clean
from govmetrics.core.near import meant
from govmetrics.core.options import LABEL, MAPPING, choice, optional, several, wanted
from govmetrics.core.words import Label, Note, Text
from govmetrics.text._coding_parts import Rows
from govmetrics.text._coding_rows import ONLY, add_rows
from govmetrics.text._coding_sources import CODING, own_codebook, sources_of
from govmetrics.text._marks import is_empty
from govmetrics.text.codebook import CODEBOOK, Codebook, codes_of, spoken_codes
from govmetrics.text.coding import Coding

Blanks = Literal["refuse", "zero", "missing"]
BLANKS = choice("refuse", "zero", "missing")


def read_coding(
    coding: Any,
    codebook: Codebook | None = None,
    documents: Sequence[Any] | None = None,
    columns: Mapping[str, str] | None = None,
    blanks: Blanks = "refuse",
) -> Coding:
    """Read what coders coded, from grids of documents by codes or lists of passages.

    Parameters
    ----------
    coding : DataFrame, path, several of these, {coder: table}, or the codes of each document
        A grid has a row for each document and coder and a column for each code, 1 or 0 in its cells (√, 是, 有 are read,
        too); a list has a row for each passage with document, coder and code, perhaps the quote. A row of a list without a
        code says that the document was read and nothing found. Sheets of a workbook, and several files, are a coder each
        where they have no column of coders.
    codebook : IndicatorTree, {code: name}, list, table or path, optional
        The codes that may be given, which may also be written by their names. By default that of the workbook, if it has a
        sheet called codebook; without it every code counts.
    documents : list, optional
        All documents that were to be coded; another one is a fault.
    columns : mapping, optional
        Own headings: {"document": "政策", "coder": ..., "code": ..., "value": ..., "quote": ...}.
    blanks : {"refuse", "zero", "missing"}
        What an empty cell of a grid says, in a row that says something: it is a fault, the code is not given, or it is not
        known. A row that is wholly empty is a document that this coder did not code.

    Returns
    -------
    Coding

    Raises
    ------
    FaultyInput
        Unknown codes and documents, marks that cannot be read, documents coded twice by one coder, passages there twice,
        empty cells, documents or coders without a name: each with its place.

    Examples
    --------
    >>> import pandas as pd
    >>> grid = pd.DataFrame({"政策": ["甲", "甲", "乙", "乙"], "编码员": ["A", "B"] * 2, "X1": ["√", "√", "×", "√"]})
    >>> found = read_coding(grid, {"X1": "立法"})
    >>> found.coders, found.marks["X1"].tolist()
    (['A', 'B'], [1.0, 1.0, 0.0, 1.0])
    """
    wanted(
        coding=(coding, CODING), codebook=(codebook, optional(CODEBOOK)), documents=(documents, optional(several(LABEL, 1))),
        columns=(columns, optional(MAPPING)), blanks=(blanks, BLANKS),
    ).raise_all()  # fmt: skip
    if isinstance(coding, Coding):
        return _checked(coding, codebook, documents)
    own = dict(columns or {})
    codebook = own_codebook(coding) if codebook is None else codebook
    codes = None if codebook is None else codes_of(codebook)
    spoken = None if codes is None else spoken_codes(codes)
    faults, rows = Faults(), Rows()
    for source in sources_of(coding, own):
        with faults:
            add_rows(rows, source, spoken, own, faults)
    if blanks == "refuse":
        way = "write 0 or 1; or say what empty cells mean: blanks='zero' or 'missing'"
        faults += each(rows.empty_cells, lambda place: Fault(place, "the cell is empty", way))
    faults += _twice(rows)
    faults += unknown_documents([one["document"] for one in rows.passages], documents)
    faults.raise_all()
    order = list(codes) if codes is not None else _order(rows)
    marks = _marks(rows, order, blanks, faults)
    passages, attributes = _beside(rows, faults)
    faults.raise_all()
    labels = {code: codes[code].name if codes is not None else Label(code) for code in order}
    return Coding(marks, passages, attributes, labels, tuple(_notes(rows, marks, documents, blanks)))


def coding_of(coding: Any, codebook: Codebook | None = None) -> Coding:
    """Return a coding, read where it is not read yet."""
    return read_coding(coding, codebook)


def unknown_documents(found: Sequence[Any], documents: Sequence[Any] | None) -> list[Fault]:
    """Return a fault for each document that is not on the list."""
    if documents is None:
        return []
    known = [clean(str(one)) for one in documents]
    there = Text("the documents are: {labels:10}", labels=known)
    odd = [one for one in dict.fromkeys(found) if one not in set(known)]
    return each(
        odd,
        lambda one: Fault(
            "documents", "{name!r} is not on the list", meant(str(one), known, there), name=str(one)
        ),
    )


def _checked(coding: Coding, codebook: Codebook | None, documents: Sequence[Any] | None) -> Coding:
    """Return a coding that was read before, its codes looked up in the codebook."""
    faults = Faults(unknown_documents(coding.documents, documents))
    if codebook is not None:
        codes = codes_of(codebook)
        spoken, there = spoken_codes(codes), Text("the codes are: {labels:10}", labels=list(codes))
        named = {code: spoken.get(code.casefold()) for code in coding.codes}
        faults += each([code for code, known in named.items() if known is None], lambda code: Fault(
            "coding", "{code!r} is not in the codebook", meant(code, spoken, there), code=code))  # fmt: skip
        faults.raise_all()
        marks = coding.marks.rename(columns={code: str(known) for code, known in named.items()})
        marks = marks.reindex(columns=list(codes))
        passages = coding.passages.assign(
            code=coding.passages["code"].map(lambda code: named.get(code, code))
        )
        labels = {code: one.name for code, one in codes.items()}
        return Coding(marks, passages, coding.attributes, labels, coding.notes)
    faults.raise_all()
    return coding


def _order(rows: Rows) -> list[str]:
    """Return the codes as they came."""
    of_grids = [code for _, _, marks in rows.grids for code in marks]
    return list(
        dict.fromkeys([*of_grids, *(one["code"] for one in rows.passages if one["code"] is not None)])
    )


def _twice(rows: Rows) -> list[Fault]:
    """Return a fault for each row that repeats another."""
    seen: set[Any] = set()
    faults = []
    for one in rows.passages:
        if one.get("grid"):
            key: Any = (one["document"], one["coder"])
            problem, way = "{document!r} is coded twice by {coder!r}", "keep one row a document and coder"
        elif one["code"] is not None:
            beside = tuple(str(cell) for cell in one["beside"].values())
            key = (one["document"], one["coder"], one["code"], one["quote"], beside)
            problem, way = "the same passage of {document!r} by {coder!r} is there twice", "keep it once"
        else:
            continue
        if key in seen:
            faults.append(
                Fault(one["row"], problem, way, document=str(one["document"]), coder=str(one["coder"]))
            )
        seen.add(key)
    return each(faults, lambda fault: fault)


def _marks(rows: Rows, order: list[str], blanks: Blanks, faults: Faults) -> pd.DataFrame:
    """Return documents and coders x codes."""
    found: dict[tuple[Any, Any], dict[str, float]] = {}
    said: dict[tuple[Any, Any, str], float] = {}
    for document, coder, marks in rows.grids:
        silent = all(np.isnan(value) for value in marks.values())
        fill = 0.0 if blanks == "zero" and not silent else np.nan
        row = found.setdefault((document, coder), dict.fromkeys(order, np.nan))
        row.update({code: fill if np.isnan(value) else value for code, value in marks.items()})
    for one in rows.passages:
        if one.get("grid"):
            continue
        document, coder, code = one["document"], one["coder"], one["code"]
        # Who lists passages of a document has read it: the other codes were not given.
        row = found.setdefault((document, coder), dict.fromkeys(order, 0.0))
        if code is None:
            continue
        row[code] = 1.0 if np.isnan(one["value"]) else one["value"]
        before = said.setdefault((document, coder, code), row[code])
        if before != row[code]:
            problem = "{code!r} of {document!r} by {coder!r} is {value:g} here and {before:g} above"
            faults.append(Fault(one["row"], problem, "give one value", code=code, document=str(document),
                                coder=str(coder), value=row[code], before=before))  # fmt: skip
    index = pd.MultiIndex.from_tuples(list(found), names=["document", "coder"]) if found else _none()
    frame = pd.DataFrame(
        [[row.get(code, np.nan) for code in order] for row in found.values()], index, order, dtype=float
    )
    return frame[~frame.isna().all(axis=1)] if len(order) else frame


def _none() -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([[], []], names=["document", "coder"])


def _beside(rows: Rows, faults: Faults) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the passages, and what is known of each document: columns that say one thing of it everywhere."""
    beside = pd.DataFrame([one["beside"] for one in rows.passages])
    of = pd.Series([one["document"] for one in rows.passages], name="document", dtype=object)
    beside = beside.map(lambda cell: None if is_empty(cell) else clean(cell)).astype(object)
    one_thing = {}
    for name in beside.columns:
        kinds = beside[name].groupby(of, sort=False).agg(lambda cells: len(set(map(str, cells.dropna()))))
        one_thing[name] = bool((kinds <= 1).all())
    kept = [name for name, single in one_thing.items() if single and name != "quote"]
    attributes = pd.DataFrame(
        {name: beside[name].groupby(of, sort=False).agg(_first) for name in kept},
        index=pd.Index(dict.fromkeys(of), name="document", dtype=object),
    ).dropna(axis=1, how="all")
    if any(one.get("grid") for one in rows.passages):
        odd = [name for name, single in one_thing.items() if not single and name != "quote"]
        way = "make it the same in all rows of the document, or leave the column out"
        faults += each(odd, lambda name: Fault(str(name), "says different things of one document", way))
    listed = [(place, one) for place, one in enumerate(rows.passages) if one["code"] is not None]
    table = pd.DataFrame(
        [(one["document"], one["coder"], one["code"], one["quote"]) for _, one in listed],
        columns=["document", "coder", "code", "quote"], dtype=object,
    )  # fmt: skip
    for name, single in one_thing.items():
        if not single and name not in table.columns:
            table[name] = [beside[name].iloc[place] for place, _ in listed]
    return table, attributes


def _first(cells: pd.Series) -> Any:
    return next(iter(cells.dropna()), None)


def _notes(rows: Rows, marks: pd.DataFrame, documents: Sequence[Any] | None, blanks: Blanks) -> list[Note]:
    notes = list(rows.notes)
    if rows.silent:
        notes.append(Note("rows without any mark count as not coded: {names:10}", names=rows.silent))
    if rows.empty_cells and blanks != "refuse":
        told = "{count:# empty cell counts|# empty cells count} as not given"
        told = told if blanks == "zero" else "{count:# empty cell is|# empty cells are} not known"
        notes.append(Note(told, count=len(rows.empty_cells)))
    coders = list(dict.fromkeys(marks.index.get_level_values("coder")))
    if coders == [ONLY]:
        notes.append(Note("nobody says who coded: it counts as one coder"))
    coded = list(dict.fromkeys(marks.index.get_level_values("document")))
    missing = [str(one) for one in documents or [] if clean(str(one)) not in set(coded)]
    if missing:
        notes.append(Note("nobody coded: {names:10}", names=missing))
    notes += alike_note(coded, Text("document")) + alike_note(coders, Text("coder"))
    return [*notes, *alike_note(list(marks.columns), Text("code"))]
