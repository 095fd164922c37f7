"""What Qualtrics writes into its exports: below the header a row of the questions' texts, and one of import ids."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govmetrics.core.words import Note

_OWN = {
    "StartDate": "Start Date", "EndDate": "End Date", "Status": "Response Type", "ResponseId": "Response ID",
    "RecordedDate": "Recorded Date", "IPAddress": "IP Address", "DistributionChannel": "Distribution Channel",
    "UserLanguage": "User Language",
}  # fmt: skip
"""Its metadata columns, and what stands below them in the row of texts."""
_TRIALS = {"Survey Preview", "Survey Test"}


def without_texts(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[Any, str], list[Note]]:
    """Return the rows of answers of an export, the questions' texts by column, and notes; another table as it is.

    Examples
    --------
    >>> table = pd.DataFrame({"Status": ["Response Type", "IP Address"], "ResponseId": ["Response ID", "R_1"],
    ...                       "q1": ["Do you trust it?", "Agree"]})
    >>> frame, texts, notes = without_texts(table)
    >>> frame["q1"].tolist(), texts["q1"], str(notes[0])
    (['Agree'], 'Do you trust it?', 'read as a Qualtrics export')
    """
    heads = {str(column).strip(): place for place, column in enumerate(frame.columns)}
    own = {name: heads[name] for pair in _OWN.items() for name in pair if name in heads}
    if len(own) < 2:
        return frame, {}, []
    first = frame.head(2).to_numpy(dtype=object).tolist()
    said = [sum(row[heads[name]] == _OWN.get(name) for name in own) for row in first]
    texts = next((row for row, count in enumerate(said) if count >= 2), None)
    ids = [
        row for row, cells in enumerate(first) if any(str(cell).startswith('{"ImportId"') for cell in cells)
    ]
    gone = sorted({*ids, *([] if texts is None else [texts])})
    labels = {} if texts is None else {
        column: cell.strip() for column, cell in zip(frame.columns, first[texts], strict=True) if isinstance(cell, str)
    }  # fmt: skip
    kept = frame.drop(index=frame.index[gone])
    notes = [Note("read as a Qualtrics export")] if gone else []
    status = next((heads[name] for name in ("Status", "Response Type") if name in heads), None)
    trials = 0 if status is None else int(kept.iloc[:, status].isin(_TRIALS).sum())
    if trials:
        told = "{count:# answer is a preview or a test|# answers are previews or tests} (Status): drop the rows to leave them out"
        notes.append(Note(told, count=trials))
    return kept, labels, notes
