"""Organisers: names, roles, passwords (argon2id), and the sessions of those who signed in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from threading import BoundedSemaphore
from typing import Literal

from govmetrics.core.errors import Fault, Faults, choose
from govmetrics.core.words import Text
from govmetrics.serve import moments, tokens
from govmetrics.serve.stores import Row, Transaction, new_id

Role = Literal["owner", "organiser", "reader"]
ROLES: dict[Role, Text] = {
    "owner": Text("owner: everything, organisers too"),
    "organiser": Text("organiser: makes, opens and closes activities"),
    "reader": Text("reader: sees how activities go, and changes nothing"),
}
_RANKS = {"reader": 0, "organiser": 1, "owner": 2}
SHORTEST, LONGEST, NAME = 12, 200, 80
"""Letters of a password, and of a name."""
HOURS = 12
"""So long a session lasts."""


@dataclass(frozen=True)
class Cost:
    """What one try of a password costs: by default the least that OWASP's cheat sheet recommends for argon2id.

    Parameters
    ----------
    memory : int
        In KiB.
    passes, lanes : int
    """

    memory: int = 19_456
    passes: int = 2
    lanes: int = 1


@dataclass(frozen=True)
class Organiser:
    """Who is signed in."""

    id: str
    name: str
    role: Role
    csrf: str = ""

    def may(self, role: Role) -> bool:
        """Tell whether the organiser has a role, or one above it."""
        return _RANKS[self.role] >= _RANKS[role]


_TRYING = BoundedSemaphore(2)
"""Two passwords are tried at once: each takes 19 MiB."""


def hashed(password: str, cost: Cost) -> str:
    """Return what is kept of a password: argon2id with its parameters and salt, in the PHC form."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    with _TRYING:
        made = Argon2id(
            salt=os.urandom(16), length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
        )
        return made.derive_phc_encoded(password.encode())


def right(password: str, kept: str) -> bool:
    """Tell whether a password is the one that is kept."""
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    with _TRYING:
        try:
            Argon2id.verify_phc_encoded(password.encode(), kept)
        except InvalidKey:
            return False
    return True


@cache
def _nobody(cost: Cost) -> str:
    """Return a hash that no password meets: an unknown name takes as long as a known one."""
    return hashed(tokens.new_token(), cost)


def add(
    transaction: Transaction, name: str, password: str, role: str, cost: Cost, now: datetime
) -> Organiser:
    """Make an organiser.

    Raises
    ------
    FaultyInput
        A name that is taken, empty or too long, a password that is too short or too long, an unknown role.
    """
    faults, name = Faults(), name.strip()
    with faults:
        choose(role, ROLES, "role")
    if not 0 < len(name) <= NAME:
        faults.append(
            Fault("name", "has {count} letters", "give one of 1 to {most}", count=len(name), most=NAME)
        )
    if transaction.row("SELECT id FROM organisers WHERE name = ?", (name,)):
        faults.append(Fault("name", "{name!r} is taken", "choose another one", name=name))
    faults += password_faults(password, name)
    faults.raise_all()
    key = new_id()
    transaction.execute(
        "INSERT INTO organisers (id, name, password, role, active, created) VALUES (?, ?, ?, ?, 1, ?)",
        (key, name, hashed(password, cost), role, moments.written(now)),
    )
    return Organiser(key, name, role)  # type: ignore[arg-type]


def password_faults(password: str, name: str) -> list[Fault]:
    """Return what is wrong with a new password: its length counts, not what it is made of (NIST SP 800-63B)."""
    faults = []
    if not SHORTEST <= len(password) <= LONGEST:
        problem, way_out = (
            "has {count} letters",
            "give {least} to {most}: several words in a row are easy to keep",
        )
        faults.append(Fault("password", problem, way_out, count=len(password), least=SHORTEST, most=LONGEST))
    if len(set(password)) < 5 or (name and password.lower() == name.lower()):
        faults.append(Fault("password", "is easy to guess", "choose another one"))
    return faults


def any_organiser(transaction: Transaction) -> bool:
    """Tell whether there is an organiser."""
    return transaction.row("SELECT id FROM organisers WHERE active = 1 LIMIT 1") is not None


def every(transaction: Transaction) -> list[Row]:
    """Return all organisers, without what is kept of their passwords."""
    return transaction.rows("SELECT id, name, role, active, created FROM organisers ORDER BY name")


def known(transaction: Transaction, name: str) -> tuple[Organiser | None, str | None]:
    """Return an active organiser by name, and what is kept of the password."""
    row = transaction.row(
        "SELECT id, name, role, password FROM organisers WHERE name = ? AND active = 1", (name,)
    )
    return (None, None) if row is None else (Organiser(row["id"], row["name"], row["role"]), row["password"])


def checked(organiser: Organiser | None, kept: str | None, password: str, cost: Cost) -> Organiser | None:
    """Return the organiser where the password is right; it takes as long where there is none. Outside of transactions."""
    fits = right(password[: LONGEST + 1], kept or _nobody(cost))
    return organiser if fits and kept is not None else None


def begin(transaction: Transaction, organiser: Organiser, now: datetime) -> str:
    """Begin a session; return its secret, of which the hash is kept. Sessions that ended are cleared away."""
    token = tokens.new_token()
    transaction.execute("DELETE FROM sessions WHERE expires <= ?", (moments.written(now),))
    transaction.execute(
        "INSERT INTO sessions (token_hash, organiser, csrf, expires) VALUES (?, ?, ?, ?)",
        (tokens.hash_of(token), organiser.id, tokens.new_token(), moments.later(now, hours=HOURS)),
    )
    return token


def signed_in(transaction: Transaction, token: str, now: datetime) -> Organiser | None:
    """Return whose session a secret is, where it has not ended and the organiser is still one."""
    if not tokens.looks_right(token):
        return None
    row = transaction.row(
        "SELECT o.id, o.name, o.role, s.csrf, s.token_hash FROM sessions s JOIN organisers o ON o.id = s.organiser"
        " WHERE s.token_hash = ? AND s.expires > ? AND o.active = 1",
        (tokens.hash_of(token), moments.written(now)),
    )
    if row is None or not tokens.same(row["token_hash"], tokens.hash_of(token)):
        return None
    return Organiser(row["id"], row["name"], row["role"], row["csrf"])


def end(transaction: Transaction, token: str) -> None:
    """End a session."""
    transaction.execute("DELETE FROM sessions WHERE token_hash = ?", (tokens.hash_of(token),))


def change(transaction: Transaction, key: str, role: str | None = None, active: bool | None = None) -> None:
    """Change an organiser's role, or put the organiser out of office, which ends all sessions.

    Raises
    ------
    FaultyInput
        Nobody would be left who may do everything.
    """
    if role is not None:
        transaction.execute("UPDATE organisers SET role = ? WHERE id = ?", (choose(role, ROLES, "role"), key))
    if active is not None:
        transaction.execute("UPDATE organisers SET active = ? WHERE id = ?", (int(active), key))
        transaction.execute("DELETE FROM sessions WHERE organiser = ?", (key,))
    faults = Faults()
    if transaction.row("SELECT id FROM organisers WHERE role = 'owner' AND active = 1") is None:
        faults.append(Fault("role", "nobody would be left as owner", "make somebody else owner first"))
    faults.raise_all()
