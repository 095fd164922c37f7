"""Terms such as ``DEV*~URB``: rows of 0 (absent), 1 (present), 2 (does not matter), one column a condition."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.near import meant
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints

ABSENT, PRESENT, FREE = 0, 1, 2
_NOT = ("~", "～", "¬")


def literal(name: str, value: int) -> str:
    """Return a condition as a term writes it.

    Examples
    --------
    >>> literal("DEV", 0), literal("DEV", 1)
    ('~DEV', 'DEV')
    """
    return name if value == PRESENT else f"~{name}"


def term_text(term: Sequence[int] | Ints, names: Sequence[str]) -> str:
    """Return a term as people write it; the term without conditions is ``1``.

    Examples
    --------
    >>> term_text([1, 0, 2], ["A", "B", "C"])
    'A*~B'
    """
    parts = [literal(name, int(v)) for name, v in zip(names, term, strict=True) if v != FREE]
    return "*".join(parts) or "1"


def memberships(terms: Ints, x: Array) -> Array:
    """Return the membership of cases in terms, (n, terms): the least of the memberships in their conditions.

    Parameters
    ----------
    terms : ndarray of int, shape (terms, conditions)
    x : ndarray, shape (n, conditions)
    """
    found = np.ones((len(x), len(terms)))
    for place in range(terms.shape[1]):
        column, kind = x[:, place, None], terms[:, place]
        found = np.minimum(
            found, np.where(kind == PRESENT, column, np.where(kind == ABSENT, 1 - column, 1.0))
        )
    return found


def read_literal(text: str) -> tuple[str, int]:
    """Return the name and whether it is there, of ``A`` or ``~A``.

    Examples
    --------
    >>> read_literal(" ~ A")
    ('A', 0)
    """
    text = text.strip()
    negated = text.startswith(_NOT)
    return (text[1:].strip() if negated else text), (ABSENT if negated else PRESENT)


def read_terms(text: str, names: Sequence[str], place: str) -> Ints:
    """Return the terms of an expression such as ``A*~B + C``, one row each.

    Raises
    ------
    FaultyInput
        Unknown conditions, a condition twice in one term, an empty term.
    """
    faults, rows = Faults(), []
    for part in text.split("+"):
        row = np.full(len(names), FREE)
        for one in part.split("*"):
            name, value = read_literal(one)
            if name not in names:
                known = Text("the sets are: {names:20}", names=list(names))
                faults.append(Fault(place, "{name!r} is not a set", meant(name, names, known), name=name))
                continue
            at = list(names).index(name)
            if row[at] != FREE:
                faults.append(
                    Fault(place, "{name!r} stands twice in {term!r}", "name every condition once in a term",
                          name=name, term=part.strip())
                )  # fmt: skip
            row[at] = value
        rows.append(row)
    faults.raise_all(FaultyInput)
    return np.array(rows)
