"""What of documents, codings and quotes may be published: no text, no name of a document, nothing of few documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from govmetrics.core import Text
from govmetrics.evaluation.said_found import WhatPeopleSaid
from govmetrics.evaluation.texts_found import CodedDocuments, CountedWords
from govmetrics.text import CodeMatrix, Documents, Keywords

FEW = Text("rests on few documents")
TEXTS = ("documents", "coding", "said")
"""Parts whose rows rest on documents."""


def shown_texts(parts: Mapping[str, Any], smallest: int) -> tuple[dict[str, Any], dict[str, Text]]:
    """Return the parts of texts as they may be shown, and why others are left out.

    What is told of a community with fewer documents than `smallest` is left out, with its quotes; so is what is told over all
    documents, where it would tell the few that are left out. Documents and coders are numbered.

    Parameters
    ----------
    parts : mapping of name to result
    smallest : int
    """
    made = {
        "documents": parts["documents"] and _counted(parts["documents"], smallest),
        "coding": parts["coding"] and _coded(parts["coding"], smallest),
        "said": parts["said"] and _said(parts["said"], smallest),
    }
    gone = {name: FEW for name in TEXTS if parts[name] is not None and made[name] is None}
    return {name: one for name, one in made.items() if name not in gone}, gone


def _counted(found: CountedWords, smallest: int) -> CountedWords | None:
    """Return words without the documents, and without units and periods of few documents."""
    words = found.words
    if len(words.documents.frame) < smallest:
        return None
    trends = found.trends
    if trends is not None and (trends.periods["documents"] < smallest).any():
        trends = None
    return replace(found, words=_words(words, smallest), trends=trends)


def _words(found: Keywords, smallest: int) -> Keywords:
    frame = found.documents.frame
    by = [name for name in found.values.index.names if name in ("period", "unit")]
    hidden = Documents(pd.DataFrame({
        "text": ["*" * max(int(length), 1) for length in found.documents.lengths],
        **{name: frame[name].tolist() for name in found.documents.rows},
    }, range(1, len(frame) + 1)))  # fmt: skip
    if not by:  # a row for each document
        values = found.values.set_axis(hidden.frame.index)
        return replace(
            found,
            documents=hidden,
            values=values,
            standard_errors=found.standard_errors.set_axis(values.index),
        )
    sizes = (
        frame.groupby(by if len(by) > 1 else by[0], sort=False, observed=True)
        .size()
        .reindex(found.values.index)
    )
    small = sizes < smallest
    if not small.any():
        return replace(found, documents=hidden)
    kept = ~small.to_numpy()
    if found.measure == "count":  # the sum over all documents is shown: it would tell what is left out
        kept[:] = False
    if not kept.any():
        rows = {name: hidden.frame[name] for name in ("text",)}
        hidden = Documents(pd.DataFrame(rows))
    return replace(
        found, documents=hidden, values=found.values[kept], standard_errors=found.standard_errors[kept]
    )


def _coded(found: CodedDocuments, smallest: int) -> CodedDocuments | None:
    """Return codes of communities with enough documents, and the agreement where it does not tell the others."""
    matrix, agreed = found.matrix, found.agreement
    left = 0
    if matrix is not None:
        kept = matrix.documents >= smallest
        left = int(matrix.documents[~kept].sum())
        matrix = _matrix(matrix, kept) if kept.any() else None
    if agreed is not None:
        agreed = replace(agreed, coders=tuple(str(at) for at in range(1, len(agreed.coders) + 1)))
        if agreed.documents < smallest or 0 < left < smallest:
            agreed = None
    return (
        replace(found, matrix=matrix, agreement=agreed) if matrix is not None or agreed is not None else None
    )


def _matrix(found: CodeMatrix, kept: pd.Series) -> CodeMatrix:
    units = set(kept.index[kept])
    quotes = found.quotes[found.quotes["unit"].isin(units)].reset_index(drop=True)
    for column in ("document", "coder"):
        number = {name: at for at, name in enumerate(dict.fromkeys(quotes[column]), 1)}
        quotes[column] = [str(number[name]) for name in quotes[column]]
    frames = {
        name: getattr(found, name)[kept.to_numpy()]
        for name in ("values", "standard_errors", "counts", "documents")
    }
    return replace(found, **frames, passages=found.passages.reindex(frames["values"].index), quotes=quotes)


def _said(found: WhatPeopleSaid, smallest: int) -> WhatPeopleSaid | None:
    """Return the rows of units with enough documents; the notes name units, which the table shows anyway."""
    table = found.table[found.table["documents"] >= smallest].reset_index(drop=True)
    return None if table.empty and len(found.table) else replace(found, table=table)


def documents_of(findings: Any) -> pd.DataFrame | None:
    """Return how many documents the cells of the index rest on that were counted or coded; None where none were."""
    index, evidence = findings.assessment, findings.evaluation.evidence
    if index is None:
        return None
    rows, found = index.dataset.values.index, dict[str, pd.Series]()
    if findings.documents is not None and evidence.documents is not None:
        frame = findings.documents.words.documents.frame
        by = [name for name in ("period", "unit") if name in frame]
        if evidence.documents.leaves and "unit" in by:
            counts = frame.groupby(by if len(by) > 1 else "unit", observed=True).size()
            found |= dict.fromkeys(evidence.documents.leaves, _along(counts, rows))
    coded = findings.coding
    if coded is not None and coded.matrix is not None and evidence.coding is not None:
        found |= dict.fromkeys(evidence.coding.leaves, _along(coded.matrix.documents, rows))
    return pd.DataFrame(found, rows) if found else None


def _along(counts: pd.Series, rows: pd.Index) -> pd.Series:
    """Return counts by unit, or by period and unit, along the rows of an index; labels are compared as texts."""

    def key(row: Any, parts: int) -> tuple[str, ...]:
        label = row if isinstance(row, tuple) else (row,)
        return tuple(map(str, label[-parts:]))

    known = {key(row, counts.index.nlevels): count for row, count in counts.items()}
    return pd.Series([known.get(key(row, counts.index.nlevels)) for row in rows], rows, dtype=float)
