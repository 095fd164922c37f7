"""What people said where the score fell: the coding of interviews set beside the scores."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Note, Text
from govmetrics.core.words import Label
from govmetrics.evaluation.index import Found, has_values
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.said_found import WhatPeopleSaid
from govmetrics.evaluation.said_names import nodes_of
from govmetrics.text import CodeMatrix

COLUMNS = ("node", "unit", "score", "change", "code", "share", "documents", "quote")
QUOTES, BETWEEN = 2, " / "
"""So many quotes stand beside each code, from different documents."""


def wants_said(work: Work) -> bool:
    """Tell whether there are both codes and scores."""
    return work.nouns.coding is not None and has_values(work)


def said(work: Work) -> Found:
    """Return the codes and quotes of the units in which scores fell, or are lowest."""
    asked, coded = work.evaluation.evidence.coding, work.nouns.coding
    assert asked is not None
    assert coded is not None
    index, matrix = work.done["assessment"], coded.matrix
    scores, times = index.scores, index.dataset.periods
    tree, periods = scores.weights.tree, list(map(str, times))
    now = work.rows(scores.values)
    before = scores.at(times[-2]).values if len(times) > 1 else None
    rows, silent, of = list[tuple[Any, ...]](), list[Text](), nodes_of(asked, matrix, tree)
    heard = {str(unit): unit for unit in matrix.values.index}
    names = {
        **tree.names(),
        **{code: label for code, label in matrix.labels.items() if code not in tree.node_codes},
    }
    for node in dict.fromkeys(of.values()):
        codes = [code for code, at in of.items() if at == node]
        places = _places(now[node], None if before is None else before[node])
        there = places[[str(unit) in heard for unit in places.index]].head(asked.top)
        rows += [
            row
            for unit, place in there.iterrows()
            for row in _rows(node, unit, place, heard[str(unit)], codes, matrix)
        ]
        silent += [Text("{unit} ({node})", unit=str(unit), node=names.get(node, Label(node)))
                   for unit in places.head(asked.top).index if str(unit) not in heard]  # fmt: skip
    notes = (
        [Note("nobody was heard where a score is low or fell: {places:10}", places=silent)] if silent else []
    )
    whole = [names[code] for code, node in of.items() if node == tree.root.code and code in names]
    if whole and len(whole) < len(of):
        notes.append(Note("codes of no node stand beside the whole index: {names:10}", names=whole))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        {"score": float, "change": float, "share": float}
    )
    last = periods[-2:] if len(periods) > 1 else ["", ""]
    return {"said": WhatPeopleSaid(table, last[1], last[0], asked.top, names, tuple(notes))}


def _places(now: pd.Series, before: pd.Series | None) -> pd.DataFrame:
    """Return score and change of the units whose score fell, or is below the median: the worst first."""
    if before is None:
        low = now[now < now.median()].sort_values(kind="stable")
        return pd.DataFrame({"score": low, "change": np.nan})
    change = (now - before.reindex(now.index)).dropna()
    fell = change[change < -1e-9].sort_values(kind="stable")
    return pd.DataFrame({"score": now[fell.index], "change": fell})


def _rows(
    node: str, unit: Any, place: pd.Series, label: Any, codes: list[str], matrix: CodeMatrix
) -> list[tuple[Any, ...]]:  # fmt: skip
    """Return a row for each code that the unit's documents have, the most frequent first; one without code where none."""
    shares = matrix.values.loc[label, codes].fillna(0.0)
    shares = shares[shares > 0].sort_values(ascending=False, kind="stable")
    count = int(matrix.documents[label])
    head = (node, unit, place["score"], place["change"])
    if shares.empty:
        return [(*head, "", np.nan, count, "")]
    return [
        (
            *head,
            str(code),
            float(share),
            count,
            BETWEEN.join(list(dict.fromkeys(matrix.said(label, str(code))))[:QUOTES]),
        )
        for code, share in shares.items()
    ]
