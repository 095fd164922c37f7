"""What is kept no longer: activities whose time is over, and persons who ask to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from govmetrics.core.errors import FaultyInput
from govmetrics.serve import audit, moments, record, rounds
from govmetrics.serve.closing import close_activity
from govmetrics.serve.kinds import delphi
from govmetrics.serve.rounds import Activity
from govmetrics.serve.stores import Row, Store, Transaction

CLOCK = "clock"
"""Who does what a time asks for."""


@dataclass(frozen=True)
class Erased:
    """How much was erased."""

    activities: int = 0
    links: int = 0
    responses: int = 0


def close_due(store: Store, now: datetime) -> int:
    """Close the activities whose time has come; return how many."""
    with store.read() as transaction:
        due = [
            one.id for one in rounds.every(transaction) if one.status == "open" and one.state(now) == "closed"
        ]
    for key in due:
        close_activity(store, key, CLOCK, now)
    return len(due)


def purge(store: Store, now: datetime, older_than: float | None = None, who: str = CLOCK) -> Erased:
    """Erase answers, links and drafts of activities that closed long enough ago; what was asked stays.

    Parameters
    ----------
    store : Store
    now : datetime
    older_than : float, optional
        Days since closing; by default each activity's own, which its first page promised.
    who : str
        For the log.
    """
    close_due(store, now)
    total = Erased()
    with store.write() as transaction:
        for one in rounds.every(transaction):
            if not _over(one, now, older_than):
                continue
            responses = transaction.execute("DELETE FROM responses WHERE activity = ?", (one.id,))
            links = transaction.execute("DELETE FROM links WHERE activity = ?", (one.id,))
            record.erased(transaction, one.id, responses, 0, now)
            if one.kind == "delphi" and one.settings["past"]:
                _resettle(transaction, one, delphi.erased(one.settings), now)
            if responses or links:
                total = Erased(total.activities + 1, total.links + links, total.responses + responses)
                audit.note(transaction, now, who, "erased what was older than allowed", one.id, links=links,
                           responses=responses)  # fmt: skip
    store.settle()
    return total


def _over(one: Activity, now: datetime, older_than: float | None) -> bool:
    if one.status != "closed" or one.closed is None:
        return False
    days = one.retention_days if older_than is None else older_than
    return moments.read(one.closed) + timedelta(days=days) <= now


def forget(
    store: Store, person: str, now: datetime, *, keep_answers: bool = False, who: str = audit.SYSTEM
) -> Erased:
    """Erase a person from every list of invitees, and what they answered by name.

    Anonymous answers cannot be found: nothing tells whose they are.

    Parameters
    ----------
    store : Store
    person : str
        The name, as the lists have it.
    now : datetime
    keep_answers : bool
        Keep named answers, without name, attributes and time.
    who : str
        For the log, which does not say whom.

    Raises
    ------
    FaultyInput
        Nobody of that name was invited.
    """
    with store.write() as transaction:
        query = "SELECT l.id, l.activity, a.status FROM links l JOIN activities a ON a.id = l.activity WHERE l.person = ?"
        found = transaction.rows(query, (person,)) if person else []
        if not found:
            raise FaultyInput(
                person or "name", "was not invited under this name", "write the name as the list has it"
            )
        responses = sum(_forget(transaction, row, keep_answers, now) for row in found)
        for one in rounds.every(transaction):
            if one.kind == "delphi" and any(person in past["experts"] for past in one.settings["past"]):
                _resettle(
                    transaction, one, delphi.without(one.settings, person, keep_points=keep_answers), now
                )
        audit.note(transaction, now, who, "forgot a person", "", links=len(found), responses=responses)
    store.settle()
    return Erased(0, len(found), responses)


def _resettle(transaction: Transaction, one: Activity, settings: Mapping[str, Any], now: datetime) -> None:
    """Keep the settings of an activity from which something was erased, and record them as they are now."""
    rounds.change(transaction, replace(one, settings=settings))
    if one.status != "draft":
        record.activity(transaction, one.id, "erased", now)


def _forget(transaction: Transaction, row: Row, keep_answers: bool, now: datetime) -> int:
    """Take a person off a link, which opens nothing any more; return how many answers that concerned."""
    link = row["id"]
    transaction.execute("DELETE FROM drafts WHERE link = ?", (link,))
    unnamed, gone = (
        "UPDATE responses SET link = NULL, at = NULL WHERE link = ?",
        "DELETE FROM responses WHERE link = ?",
    )
    statement = unnamed if keep_answers else gone
    concerned = transaction.execute(statement, (link,))
    transaction.execute(
        "UPDATE links SET person = '', contact = '', attributes = '{}', token_hash = NULL, status = 'forgotten' WHERE id = ?",
        (link,),
    )
    if row["status"] == "closed":  # answers of open activities are recorded when these close
        record.erased(
            transaction, row["activity"], *((0, concerned) if keep_answers else (concerned, 0)), now
        )
    return concerned
