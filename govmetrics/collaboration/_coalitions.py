"""Tables of coalitions: every coalition by the bits of its players, and what is said of their worths."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.collaboration._tables import MOST, opened
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.labels import clean
from govmetrics.core.near import meant
from govmetrics.core.numbers import no_number, number
from govmetrics.core.options import LABEL, shown
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints

EXACT = 15
"""So many players have 32,767 coalitions, all of which can be looked at."""
_BETWEEN = re.compile(r"\s*[+＋、,，;；&]\s*")
_TOP = 12
"""Pairs of disjoint coalitions are looked at in blocks of 3^12."""


def read_worths(worths: Any, players: Sequence[Any] | None) -> tuple[list[str], Array]:
    """Return the players and the worth of every coalition (2^n); coalitions that are not there are faults.

    Bit i of a coalition's number says whether player i is in it; number 0 is nobody.
    """
    rows = _rows(worths)
    faults = Faults()
    if not rows:
        faults.append(
            Fault("worths", "there are no coalitions", 'give {{coalition: worth}}, such as {{"A+B": 10}}')
        )
        faults.raise_all()
    names = [str(clean(name)) for name in players] if players is not None else list(
        dict.fromkeys(name for _, members, _ in sorted(rows, key=lambda row: len(row[1])) for name in members)
    )  # fmt: skip
    if len(names) > EXACT:
        way_out = "give a function of the coalition instead, and the value is estimated by drawing orders"
        raise UnsuitableMethod(
            "players", "there are {n}, and a table holds up to {most}", way_out, n=len(names), most=EXACT
        )
    bits = {name: 1 << at for at, name in enumerate(names)}
    there = Text("the players are: {names:15}", names=names)
    v = np.full(1 << len(names), np.nan)
    v[0] = 0.0
    seen: dict[int, str] = {}
    for place, members, cell in rows:
        unknown = [name for name in members if name not in bits]
        faults += [
            Fault(place, "{name!r} is not a player", meant(name, names, there), name=name) for name in unknown
        ]
        worth = _worth(place, cell, faults)
        if unknown:
            continue
        mask = sum(bits[name] for name in set(members))
        if worth is None:
            seen.setdefault(mask, place)
            continue
        if len(set(members)) < len(members):
            faults.append(Fault(place, "has a player twice", "name each player once"))
        elif mask in seen:
            faults.append(
                Fault(place, "is the same coalition as {other}", "keep one of them", other=seen[mask])
            )
        elif mask == 0 and worth != 0:
            faults.append(
                Fault(
                    place, "is {value:g}, and nobody alone is worth nothing", "leave the row out", value=worth
                )
            )
        seen[mask] = place
        v[mask] = worth
    told = {mask for mask in range(len(v)) if np.isnan(v[mask])} - set(seen)
    absent = sorted(told, key=lambda mask: (mask.bit_count(), mask))
    faults += each(absent, lambda mask: Fault(coalition_name(mask, names), "the coalition is missing",
                                              "give its worth, 0 if it achieves nothing"))  # fmt: skip
    faults.raise_all()
    return names, v


def _rows(worths: Any) -> list[tuple[str, list[str], Any]]:
    """Return (place, members, worth) of every coalition."""
    if isinstance(worths, Mapping):
        items: Iterable[tuple[Any, Any]] = worths.items()
    elif isinstance(worths, pd.Series):
        items = zip(worths.index.tolist(), worths.tolist(), strict=True)
    else:
        frame = opened(worths, "worths")
        if len(frame.columns) != 2:
            way_out = "give a column of coalitions, such as A+B, and one of their worths"
            raise FaultyInput(
                "worths", "there are {count:# column|# columns}", way_out, count=len(frame.columns)
            )
        items = zip(frame.iloc[:, 0].tolist(), frame.iloc[:, 1].tolist(), strict=True)
    faults = Faults()
    rows = []
    for at, (given, worth) in enumerate(items, 1):
        members = _members(given)
        if members is None:
            way_out = 'name its players: "A+B", or ("A", "B")'
            faults.append(
                Fault(Text("coalition {at}", at=at), "{value} is no coalition", way_out, value=shown(given))
            )
            continue
        rows.append((" + ".join(members) or "-", members, worth))
    faults.raise_all()
    return rows


def _members(given: Any) -> list[str] | None:
    """Return the players of a coalition as it is written, None where it is none."""
    if isinstance(given, str):
        text = str(clean(given))
        return [str(clean(name)) for name in _BETWEEN.split(text)] if text else None
    if isinstance(given, tuple | list | frozenset):
        members = list(given)
        if not all(_is_name(name) for name in members):
            return None
        names = [str(clean(name)) for name in members]
        return sorted(names) if isinstance(given, frozenset) else names
    return [str(given)] if _is_name(given) else None


def _is_name(given: Any) -> bool:
    """Tell whether something names a player."""
    return LABEL.fits(given) and not pd.isna(given) and str(clean(given)) != ""


def _worth(place: str, cell: Any, faults: Faults) -> float | None:
    """Return a worth; one that is none is a fault."""
    value = number(cell)
    if value is None:
        faults.append(no_number(place, cell, "give its worth as a number"))
    elif math.isnan(value):
        faults.append(Fault(place, "the worth is missing", "give its worth, 0 if it achieves nothing"))
    elif isinstance(cell, str) and cell.strip().endswith(("%", "％")):
        faults.append(Fault(place, "is {value}, a percentage", "give the number itself", value=shown(cell)))
    elif abs(value) > MOST:
        faults.append(Fault(place, "is {value:g}", "give a number up to 1e15, in a larger unit", value=value))
    else:
        return value
    return None


def asked_worth(function: Callable[[frozenset[str]], Any], members: Iterable[str]) -> float:
    """Return what a user's function says of a coalition; an error of it becomes one of ours."""
    coalition = frozenset(members)
    place = " + ".join(sorted(coalition))
    try:
        found = function(coalition)
    except Exception as error:
        way_out = "it is called with a frozenset of players, and returns a number"
        raise FaultyInput(place, "the function of worths fails: {reason}", way_out,
                          reason=f"{type(error).__name__}: {error}"[:200]) from error  # fmt: skip
    faults = Faults()
    value = _worth(place, found if not isinstance(found, str) else None, faults)
    faults.raise_all()
    assert value is not None
    return value


def coalition_name(mask: int, names: Sequence[str]) -> str:
    """Return what a coalition is called: its players."""
    return " + ".join(name for at, name in enumerate(names) if mask >> at & 1)


def sizes(n: int) -> Ints:
    """Return how many players each coalition has."""
    return np.asarray(sum((np.arange(1 << n) >> at) & 1 for at in range(n)))


def shapley_value(v: Array) -> Array:
    """Return the Shapley value of every player from the worths of all coalitions."""
    n = (len(v) - 1).bit_length()
    size, all_of = sizes(n), np.arange(len(v))
    weight = np.array([math.factorial(s) * math.factorial(n - s - 1) / math.factorial(n) for s in range(n)])
    out = np.empty(n)
    for at in range(n):
        without = all_of[(all_of >> at & 1) == 0]
        out[at] = (weight[size[without]] * (v[without | 1 << at] - v[without])).sum()
    return out


def payments(shares: Array) -> Array:
    """Return what every coalition's players receive together."""
    n = len(shares)
    total = np.zeros(1 << n)
    for at in range(n):
        total[1 << at : 2 << at] = total[: 1 << at] + shares[at]
    return total


def dust(v: Array) -> float:
    """Return the difference of worths below which nothing is told."""
    return 1e-9 * max(float(np.abs(v).max()), 1e-300)


def losses(v: Array, most: int = 10) -> tuple[int, list[tuple[int, int]]]:
    """Return how many pairs of disjoint coalitions achieve less together than apart, and those that lose most."""
    n, tol = (len(v) - 1).bit_length(), dust(v)
    low = min(n, _TOP)
    first, second = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    for at in range(low):  # neither, the first or the second has the player
        first, second = (
            np.concatenate([first, first | 1 << at, first]),
            np.concatenate([second, second, second | 1 << at]),
        )
    count, worst = 0, []
    for digits in np.ndindex(*[3] * (n - low)):
        a = first | sum(1 << low + at for at, digit in enumerate(digits) if digit == 1)
        b = second | sum(1 << low + at for at, digit in enumerate(digits) if digit == 2)
        loss = v[a] + v[b] - v[a | b]
        bad = np.flatnonzero((loss > tol) & (a < b))
        count += len(bad)
        top = bad[np.argsort(-loss[bad], kind="stable")[:most]]
        worst += [(float(loss[at]), int(a[at]), int(b[at])) for at in top]
    worst.sort(key=lambda found: (-found[0], found[1], found[2]))
    return count, [(a, b) for _, a, b in worst[:most]]


def is_convex(v: Array) -> bool:
    """Tell whether a player adds the more, the more are there already."""
    n, tol, all_of = (len(v) - 1).bit_length(), dust(v), np.arange(len(v))
    for i, j in combinations(range(n), 2):
        base = all_of[(all_of >> i & 1 == 0) & (all_of >> j & 1 == 0)]
        if (v[base | 1 << i | 1 << j] - v[base | 1 << j] - v[base | 1 << i] + v[base] < -tol).any():
            return False
    return True


def core_is_empty(v: Array) -> bool:
    """Tell whether no sharing satisfies every coalition: the least that does costs more than there is (Bondareva-Shapley)."""
    from scipy.optimize import linprog

    n = (len(v) - 1).bit_length()
    scale = max(float(np.abs(v).max()), 1e-300)
    members = (np.arange(1, len(v) - 1)[:, None] >> np.arange(n) & 1).astype(float)
    if n == 1:
        return False
    found = linprog(np.ones(n), A_ub=-members, b_ub=-v[1:-1] / scale, bounds=(None, None), method="highs")
    return bool(found.fun > v[-1] / scale + 1e-9)
