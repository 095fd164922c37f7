"""Answers: taken once a link, in one transaction with the link's use; in anonymous activities apart from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from govmetrics.serve import links, moments, rounds
from govmetrics.serve.rounds import Activity
from govmetrics.serve.stores import Row, Store, Transaction, insert, new_id

Outcome = Literal["taken", "changed", "repeated", "closed", "unknown"]
"""What became of an answer: only "taken" and "changed" are kept."""


@dataclass(frozen=True)
class Response:
    """An answer as it is kept; `person` and `attributes` are empty where the activity is anonymous."""

    id: str
    day: str
    content: Mapping[str, Any]
    person: str = ""
    attributes: Mapping[str, str] | None = None
    at: str | None = None


def submit(store: Store, token: str, content: Mapping[str, Any], now: datetime) -> Outcome:
    """Keep an answer if its link may still give one: one link, one answer, whatever else happens at the same time."""
    return store.together(lambda transaction: _submitted(transaction, token, content, now))


def _submitted(transaction: Transaction, token: str, content: Mapping[str, Any], now: datetime) -> Outcome:
    link = links.find(transaction, token, now, expired=True)
    activity = None if link is None else rounds.find(transaction, link.activity)
    if link is None or activity is None:
        return "unknown"
    if activity.state(now) != "open":
        return "closed"
    if link.over(now):
        return "unknown"
    if link.status == "used":
        return _changed(transaction, activity, link.id, content, now)
    transaction.execute("UPDATE links SET status = 'used' WHERE id = ?", (link.id,))
    named = activity.mode == "named"
    transaction.execute(
        "INSERT INTO responses (id, activity, link, day, at, content) VALUES (?, ?, ?, ?, ?, ?)",
        (new_id(), activity.id, link.id if named else None, moments.day(now), moments.written(now) if named else None,
         _plain(content)),
    )  # fmt: skip
    transaction.execute("DELETE FROM drafts WHERE link = ?", (link.id,))
    return "taken"


def _changed(
    transaction: Transaction, activity: Activity, link: str, content: Mapping[str, Any], now: datetime
) -> Outcome:
    """Replace a named person's answer where the activity lets people change theirs."""
    if activity.mode != "named" or not activity.editable:
        return "repeated"
    transaction.execute(
        "UPDATE responses SET content = ?, day = ?, at = ? WHERE link = ?",
        (_plain(content), moments.day(now), moments.written(now), link),
    )
    transaction.execute("DELETE FROM drafts WHERE link = ?", (link,))
    return "changed"


def of(transaction: Transaction, activity: Activity) -> list[Response]:
    """Return the answers of an activity: by names, or in the order of random keys."""
    rows = transaction.rows(
        "SELECT r.id, r.day, r.at, r.content, l.person, l.attributes FROM responses r"
        " LEFT JOIN links l ON l.id = r.link WHERE r.activity = ? ORDER BY l.person, r.id",
        (activity.id,),
    )
    return [_response(row) for row in rows]


def given(transaction: Transaction, link: str) -> Mapping[str, Any] | None:
    """Return what a named person answered, or None."""
    row = transaction.row("SELECT content FROM responses WHERE link = ?", (link,))
    return None if row is None else dict(json.loads(row["content"]))


def draft(transaction: Transaction, link: str) -> Mapping[str, str]:
    """Return what a named person has filled in and not sent."""
    row = transaction.row("SELECT content FROM drafts WHERE link = ?", (link,))
    return {} if row is None else dict(json.loads(row["content"]))


def keep_draft(transaction: Transaction, link: str, values: Mapping[str, str], now: datetime) -> None:
    """Keep what a named person has filled in so far."""
    transaction.execute(
        "INSERT INTO drafts (link, content, at) VALUES (?, ?, ?)"
        " ON CONFLICT (link) DO UPDATE SET content = excluded.content, at = excluded.at",
        (link, _plain(values), moments.written(now)),
    )


def close(transaction: Transaction, activity: Activity, dialect: str) -> None:
    """Erase what was filled in and not sent, and mix an anonymous activity's rows."""
    transaction.execute(
        "DELETE FROM drafts WHERE link IN (SELECT id FROM links WHERE activity = ?)", (activity.id,)
    )
    mix(transaction, activity, dialect)


def mix(transaction: Transaction, activity: Activity, dialect: str) -> None:
    """Write an anonymous activity's rows anew in the order of their random keys, all at once.

    A database such as PostgreSQL keeps with each row which transaction wrote it: an administrator could tell by it which
    link was used with which answer. Afterwards all rows were written by one.
    """
    if activity.mode != "anonymous" or dialect == "sqlite":  # there rows lie by their keys
        return
    for table in ("responses", "links"):
        rows = transaction.rows(f"SELECT * FROM {table} WHERE activity = ? ORDER BY id", (activity.id,))
        transaction.execute(f"DELETE FROM {table} WHERE activity = ?", (activity.id,))
        for row in rows:
            insert(transaction, table, row)


def _response(row: Row) -> Response:
    named = row["person"] is not None
    attributes = json.loads(row["attributes"]) if named else None
    return Response(
        row["id"], row["day"], json.loads(row["content"]), row["person"] or "", attributes, row["at"]
    )


def _plain(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, allow_nan=False)
