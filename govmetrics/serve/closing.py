"""The end of an activity."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from govmetrics.serve import answers, audit, moments, record, rounds
from govmetrics.serve.rounds import Activity
from govmetrics.serve.stores import Store


def close_activity(store: Store, key: str, who: str, now: datetime) -> Activity | None:
    """Close an activity; return it as it is now, or None where there is none. Closing twice changes nothing."""
    with store.write() as transaction:
        found = rounds.find(transaction, key)
        if found is None or found.status == "closed":
            return found
        closed = replace(found, status="closed", closed=moments.written(now))
        answers.close(transaction, found, store.dialect)
        rounds.change(transaction, closed)
        record.ballots(transaction, closed, now)
        audit.note(transaction, now, who, "closed an activity", key)
    store.settle()
    return closed


def mix_open(store: Store) -> None:
    """Mix the rows of anonymous activities that are going on; the log of what came when is cut."""
    with store.write() as transaction:
        for one in rounds.every(transaction):
            if one.status == "open":
                answers.mix(transaction, one, store.dialect)
    store.settle()
