"""Activities (活动): what people are asked, how, until when, and what for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Literal

from govmetrics.core import IndicatorTree
from govmetrics.core.errors import FaultyInput
from govmetrics.core.words import Label
from govmetrics.serve import moments
from govmetrics.serve.stores import Row, Transaction, insert, new_id

Mode = Literal["anonymous", "named"]
Status = Literal["draft", "open", "closed"]
MODES, STATUSES = ("anonymous", "named"), ("draft", "open", "closed")
_TEXTS = ("title", "purpose", "consent")


@dataclass(frozen=True)
class Activity:
    """What people are asked.

    Parameters
    ----------
    kind : str
        Of `govmetrics.serve.kinds`.
    mode : {"anonymous", "named"}
        Anonymous: an answer is kept apart from the link, with no time finer than the day. Named: with the link.
    title, purpose, consent : Label
        In both languages: what it is called, what the answers are for, what people agree to.
    contact : str
        Whom people may ask, also to see, mend or erase what is kept of them.
    retention_days : int
        So many days after closing, what was answered and who was invited may be kept.
    settings : mapping
        Of the kind; the tree stands under "tree" as it was when the activity was made.
    opens, closes : datetime, optional
        From when and until when answers are taken.
    editable : bool
        A named person may change the answer until it closes.
    status : {"draft", "open", "closed"}
    id, created, created_by, closed
        As kept.
    """

    kind: str
    mode: Mode
    title: Label
    purpose: Label
    consent: Label
    contact: str
    retention_days: int
    settings: Mapping[str, Any] = field(default_factory=dict)
    opens: datetime | None = None
    closes: datetime | None = None
    editable: bool = False
    status: Status = "draft"
    id: str = field(default_factory=new_id)
    created: str = ""
    created_by: str = ""
    closed: str | None = None

    @cached_property
    def tree(self) -> IndicatorTree:
        """The tree that is asked about.

        Raises
        ------
        FaultyInput
            The activity has none.
        """
        if "tree" not in self.settings:
            raise FaultyInput("settings", "the activity has no tree", "make it from an evaluation's folder")
        return _tree(json.dumps(self.settings["tree"], sort_keys=True))

    @cached_property
    def names(self) -> Mapping[str, Label]:
        """What the nodes of the tree are called."""
        return self.tree.names()

    def state(self, now: datetime) -> Literal["draft", "waiting", "open", "closed"]:
        """Tell whether answers are taken now: a time that has come counts, whoever sleeps."""
        if self.status != "open":
            return self.status
        if self.closes is not None and now >= self.closes:
            return "closed"
        return "waiting" if self.opens is not None and now < self.opens else "open"


@lru_cache(maxsize=32)
def _tree(content: str) -> IndicatorTree:
    return IndicatorTree.from_dict(json.loads(content))


def add(transaction: Transaction, activity: Activity, who: str, now: datetime) -> Activity:
    """Keep a new activity; return it as kept."""
    kept = replace(activity, created=moments.written(now), created_by=who)
    row = _row(kept)
    insert(transaction, "activities", row)
    return kept


def change(transaction: Transaction, activity: Activity) -> None:
    """Keep an activity that changed."""
    row = _row(activity)
    names = ", ".join(f"{name} = ?" for name in row if name != "id")
    values = [value for name, value in row.items() if name != "id"]
    transaction.execute(f"UPDATE activities SET {names} WHERE id = ?", (*values, activity.id))


def find(transaction: Transaction, key: str) -> Activity | None:
    """Return an activity by its key, or None."""
    row = transaction.row("SELECT * FROM activities WHERE id = ?", (key,))
    return None if row is None else _activity(row)


def every(transaction: Transaction) -> list[Activity]:
    """Return all activities, the newest first."""
    return [_activity(row) for row in transaction.rows("SELECT * FROM activities ORDER BY created DESC, id")]


def _row(activity: Activity) -> Row:
    texts = {
        name: {"en": getattr(activity, name).say("en"), "zh": getattr(activity, name).say("zh")}
        for name in _TEXTS
    }
    return {
        "id": activity.id, "kind": activity.kind, "mode": activity.mode, "status": activity.status,
        **{name: json.dumps(text, ensure_ascii=False) for name, text in texts.items()},
        "contact": activity.contact, "retention_days": activity.retention_days,
        "opens": activity.opens and moments.written(activity.opens),
        "closes": activity.closes and moments.written(activity.closes),
        "editable": int(activity.editable), "settings": json.dumps(activity.settings, ensure_ascii=False, sort_keys=True),
        "created": activity.created, "created_by": activity.created_by, "closed": activity.closed,
    }  # fmt: skip


def _activity(row: Row) -> Activity:
    return _kept(tuple(row.items()))


@lru_cache(maxsize=64)
def _kept(items: tuple[tuple[str, Any], ...]) -> Activity:
    """Return the activity of a row; the same row is read once, its tree with it."""
    row = dict(items)
    said = {name: json.loads(row[name]) for name in _TEXTS}
    texts: dict[str, Any] = {name: Label(text["en"], text["zh"]) for name, text in said.items()}
    times: dict[str, Any] = {name: row[name] and moments.read(row[name]) for name in ("opens", "closes")}
    rest = {name: row[name] for name in ("id", "kind", "mode", "status", "contact", "retention_days", "created",
                                         "created_by", "closed")}  # fmt: skip
    return Activity(
        **texts, **times, **rest, editable=bool(row["editable"]), settings=json.loads(row["settings"])
    )
