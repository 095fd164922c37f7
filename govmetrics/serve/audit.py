"""The audit log: which organiser did what, and when. Never what a person answered, and no secret."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from govmetrics.core.words import Text
from govmetrics.serve import moments
from govmetrics.serve.stores import Row, Transaction, new_id

ACTIONS = (
    Text("signed in"), Text("failed to sign in"), Text("was made the first owner"), Text("made an organiser"),
    Text("changed an organiser"), Text("made an activity"), Text("opened an activity"), Text("closed an activity"),
    Text("made links"), Text("gave out new links"), Text("exported answers"), Text("erased what was older than allowed"),
    Text("forgot a person"), Text("moderated statements"), Text("published a run"), Text("made a backup"),
    Text("restored a backup"),
)  # fmt: skip
"""What may be done, as the log says it."""
SYSTEM = "command line"
"""Who did what was done on the command line."""


def note(
    transaction: Transaction, now: datetime, who: str, action: str, subject: str = "", /, **detail: Any
) -> None:
    """Write down what somebody did, in the transaction that does it."""
    said = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    transaction.execute(
        "INSERT INTO audit_log (id, at, who, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (new_id(), moments.written(now), who, action, subject, said),
    )  # fmt: skip


def entries(transaction: Transaction, most: int = 200) -> list[Row]:
    """Return what was done last, the newest first."""
    query = "SELECT at, who, action, subject, detail FROM audit_log ORDER BY at DESC, id LIMIT ?"
    found = transaction.rows(query, (most,))
    return [row | {"detail": json.loads(row["detail"])} for row in found]
