"""One-time links: who may answer. The link itself is told once and never kept; what is kept is its hash."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from govmetrics.serve import moments, tokens
from govmetrics.serve.stores import Row, Transaction, new_id

State = Literal["open", "used", "forgotten"]


@dataclass(frozen=True)
class Invitee:
    """Whom a link is for. In anonymous activities all of this may be empty.

    Parameters
    ----------
    person : str
        A name, unique in the activity; empty for a link that is printed for nobody in particular.
    contact : str
        Where the organiser sends the link; never used by the server itself.
    attributes : mapping of str to str
        Other columns of the organiser's list.
    """

    person: str = ""
    contact: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """A link as it is kept."""

    id: str
    activity: str
    status: State
    expires: datetime | None
    invitee: Invitee
    issued: int

    def over(self, now: datetime) -> bool:
        """Tell whether it has expired."""
        return self.expires is not None and now >= self.expires


@dataclass(frozen=True)
class Issued:
    """A link as it is told, once."""

    link: str
    token: str
    invitee: Invitee


def issue(
    transaction: Transaction, activity: str, invitees: Sequence[Invitee], expires: datetime | None = None
) -> list[Issued]:
    """Make a link for each invitee; the tokens are told here and nowhere else."""
    made = [Issued(new_id(), tokens.new_token(), invitee) for invitee in invitees]
    for one in made:
        transaction.execute(
            "INSERT INTO links (id, activity, token_hash, expires, status, person, contact, attributes)"
            " VALUES (?, ?, ?, ?, 'open', ?, ?, ?)",
            (one.link, activity, tokens.hash_of(one.token), expires and moments.written(expires), one.invitee.person,
             one.invitee.contact, json.dumps(dict(one.invitee.attributes), ensure_ascii=False)),
        )  # fmt: skip
    return made


def reissue(transaction: Transaction, keys: Sequence[str], expires: datetime | None = None) -> list[Issued]:
    """Give out new links in place of old ones, which end at once; links that were used stay as they are."""
    made = []
    for key in keys:
        row = transaction.row("SELECT * FROM links WHERE id = ? AND status = 'open'", (key,))
        if row is None:
            continue
        one = Issued(key, tokens.new_token(), _link(row).invitee)
        transaction.execute(
            "UPDATE links SET token_hash = ?, expires = ?, issued = issued + 1 WHERE id = ?",
            (tokens.hash_of(one.token), expires and moments.written(expires), key),
        )
        made.append(one)
    return made


def find(transaction: Transaction, token: str, now: datetime, *, expired: bool = False) -> Link | None:
    """Return the link that a token opens; None where there is none, or where it has expired and is not asked for.

    The look-up is by the hash of the token. What its time could tell is about a hash, which leads to no token.
    """
    wanted = tokens.hash_of(token)
    row = (
        transaction.row("SELECT * FROM links WHERE token_hash = ?", (wanted,))
        if tokens.looks_right(token)
        else None
    )
    right = tokens.same(row["token_hash"] if row else "0" * len(wanted), wanted)
    if row is None or not right:
        return None
    link = _link(row)
    return link if expired or not link.over(now) else None


def of(transaction: Transaction, activity: str) -> list[Link]:
    """Return the links of an activity, by the names they are for."""
    rows = transaction.rows("SELECT * FROM links WHERE activity = ? ORDER BY person, id", (activity,))
    return [_link(row) for row in rows]


def counted(transaction: Transaction, activity: str) -> dict[State, int]:
    """Return how many links of an activity are open, and how many were used."""
    rows = transaction.rows(
        "SELECT status, COUNT(*) AS n FROM links WHERE activity = ? GROUP BY status", (activity,)
    )
    found: dict[Any, int] = {row["status"]: int(row["n"]) for row in rows}
    return {
        "open": found.get("open", 0),
        "used": found.get("used", 0),
        "forgotten": found.get("forgotten", 0),
    }


def _link(row: Row) -> Link:
    invitee = Invitee(row["person"], row["contact"], json.loads(row["attributes"]))
    expires = moments.read(row["expires"]) if row["expires"] else None
    return Link(row["id"], row["activity"], row["status"], expires, invitee, int(row["issued"]))
