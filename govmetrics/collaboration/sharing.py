"""Who gets what of what was achieved together: the Shapley value, and whether any coalition would do better alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.collaboration._coalitions import (
    EXACT,
    asked_worth,
    coalition_name,
    core_is_empty,
    dust,
    is_convex,
    losses,
    payments,
    read_worths,
    shapley_value,
)
from govmetrics.collaboration._tables import NAMES
from govmetrics.core.checks import generator_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.labels import clean
from govmetrics.core.options import SEED, Kind, count, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array

Worths = (
    Mapping[Any, float]
    | pd.Series
    | pd.DataFrame
    | str
    | os.PathLike[str]
    | Callable[[frozenset[str]], float]
)
_WORTHS = Kind(
    lambda value: (isinstance(value, Mapping | pd.Series | pd.DataFrame | str | os.PathLike) or callable(value)) and not (
        isinstance(value, str) and not value) and not isinstance(value, type),
    Text("give {{coalition: worth}}, a table of coalitions and worths, its path, or a function of a coalition"),
)  # fmt: skip
_SHOWN = 10
_KEPT = 1_000_000
"""Worths of so many coalitions are kept while orders are drawn."""


@dataclass(frozen=True, eq=False)
class Sharing(Result):
    """Benefits shared by contribution.

    Attributes
    ----------
    shares : DataFrame
        Rows are players: alone (what the player is worth alone), shapley, share (of the worth of all), standard_error
        (0 where exact).
    worth : float
        Of all players together.
    exact : bool
        All coalitions were looked at; else orders of players were drawn.
    superadditive : bool or None
        No two coalitions achieve less together than apart; None where not all coalitions were looked at.
    convex : bool or None
        A player adds the more, the more are there: then the Shapley value satisfies every coalition.
    in_core : bool or None
        No coalition would receive more alone than the Shapley value gives it.
    core_empty : bool or None
        No sharing at all satisfies every coalition.
    objections : DataFrame
        Coalitions that would do better alone, the strongest first: coalition, worth, receives, excess.
    conflicts : DataFrame
        Pairs that lose by joining: first, second, apart, together, loss.
    draws, seed : int or None
        Of sampled values.

    See Also
    --------
    sharing
    """

    shares: pd.DataFrame
    worth: float
    exact: bool
    superadditive: bool | None
    convex: bool | None
    in_core: bool | None
    core_empty: bool | None
    objections: pd.DataFrame
    conflicts: pd.DataFrame
    draws: int | None
    seed: int | None
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "shares": "Benefits by contribution",
        "objections": "Coalitions that would do better alone",
        "conflicts": "Coalitions that lose by joining",
    }
    _cites: ClassVar = ("Shapley1953", "Castro2009", "Shapley1967")

    def _method(self) -> tuple[Text, ...]:
        told = "Benefits were shared by the Shapley value: what a player adds, averaged over all orders in which they may join."
        drawn = "It was estimated from {draws} orders drawn at random (seed {seed})."
        if self.exact:
            return (Text(told),)
        return (
            Text(told),
            Text(drawn, draws=self.draws, seed=Text("none") if self.seed is None else self.seed),
        )

    def _finding(self) -> tuple[Text, ...]:
        values = self.shares["shapley"].astype(float)
        top = np.isclose(values, values.max(), rtol=1e-9, atol=1e-12 * max(1.0, abs(self.worth)))
        told = "Of {worth:.6g} together, the largest share goes to {names:5}: {value:.6g}."
        if top.all() and len(values) > 1:
            told = "Of {worth:.6g} together, all receive the same: {value:.6g}."
        names = [str(name) for name in values.index[top]]
        found = [Text(told, worth=self.worth, names=names, value=float(values.max()))]
        if not self.exact:
            return tuple(found)
        if not self.superadditive:
            found.append(
                Text("The game is not superadditive: some coalitions achieve less together than apart.")
            )
        if self.in_core:
            found.append(Text("No coalition would do better alone: the sharing is in the core."))
        elif self.core_empty:
            found.append(
                Text("The core is empty: whatever the sharing, some coalition would do better alone.")
            )
        else:
            found.append(
                Text(
                    "Some coalitions would do better alone, though other sharings would satisfy all of them."
                )
            )
        return tuple(found)


def sharing(
    worths: Worths,
    players: Sequence[str] | None = None,
    draws: int = 1000,
    rng: int | np.random.Generator = 0,
) -> Sharing:
    r"""Share a benefit by what each player contributes.

    The Shapley value is what a player adds to those who came before, averaged over all orders:
    :math:`\varphi_i = \sum_{S \not\ni i} \frac{|S|! (n - |S| - 1)!}{n!} (v(S \cup i) - v(S))`. It is the only sharing that
    gives out all there is, treats alike those who add alike, gives nothing to who adds nothing, and adds up over games.

    Parameters
    ----------
    worths : mapping, Series, DataFrame, path or function
        What each coalition achieves alone: {"A": 10, "B": 0, "A+B": 25}, with coalitions as text (A+B, A、B) or tuples; a
        table with a column of coalitions and one of worths; or a function that takes a frozenset of players. All
        coalitions have to be there; nobody is worth 0.
    players : sequence of str, optional
        Needed with a function; else those who are in some coalition.
    draws : int
        Orders drawn at random, of a function with more than 15 players.
    rng : int or Generator
        Of these draws.

    Returns
    -------
    Sharing
        It fills no leaf by itself: it divides the benefit that leaf D22 of the default tree measures.

    Raises
    ------
    FaultyInput
        Missing coalitions (each), coalitions twice, unknown players, worths that are no numbers.
    UnsuitableMethod
        A table of more than 15 players.

    Notes
    -----
    Up to 15 players all coalitions are looked at: superadditivity over all pairs of disjoint ones, the core by a linear
    program (Bondareva 1963 and Shapley 1967: it is not empty if and only if no balanced collection achieves more than all
    together). Above, the mean over drawn orders is without bias, gives out all there is in every draw, and has the standard
    error shown (Castro and others 2009); nothing is said of the core.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II. Shapley, L. S. (1967). On
    balanced sets and cores. Naval Research Logistics Quarterly 14. Castro, J., Gómez, D. and Tejada, J. (2009). Polynomial
    calculation of the Shapley value based on sampling. Computers & Operations Research 36.

    Examples
    --------
    One right glove and two left ones; a pair is worth 1.

    >>> import govmetrics as gm
    >>> found = gm.collaboration.sharing({"R": 0, "L1": 0, "L2": 0, "R+L1": 1, "R+L2": 1, "L1+L2": 0, "R+L1+L2": 1})
    >>> found.shares["shapley"].round(4).to_dict()
    {'R': 0.6667, 'L1': 0.1667, 'L2': 0.1667}
    >>> found.in_core, found.core_empty, found.objections["coalition"].tolist()
    (False, False, ['R + L1', 'R + L2'])
    """
    wanted(
        worths=(worths, _WORTHS),
        players=(players, optional(NAMES)),
        draws=(draws, count(2, 10**6)),
        rng=(rng, SEED),
    ).raise_all()
    if isinstance(worths, Mapping | pd.Series | pd.DataFrame | str | os.PathLike):
        return _exact(*read_worths(worths, players))
    if players is None:
        raise UnsuitableMethod(
            "players", "are not given", "name the players of whose coalitions the function is asked"
        )
    names = [str(clean(name)) for name in players]
    if len(names) <= EXACT:
        masks = range(1, 1 << len(names))
        v = [asked_worth(worths, [name for at, name in enumerate(names) if mask >> at & 1]) for mask in masks]
        return _exact(names, np.array([0.0, *v]))
    return _sampled(worths, names, draws, rng)


def _exact(names: list[str], v: Array) -> Sharing:
    """Return the sharing from the worths of all coalitions."""
    n = len(names)
    value, tol = shapley_value(v), dust(v)
    receives = payments(value)
    excess = v - receives
    against = np.flatnonzero(excess[:-1] > tol)
    against = against[np.argsort(-excess[against], kind="stable")]
    in_core = not len(against)
    objections = pd.DataFrame({
        "coalition": [coalition_name(int(mask), names) for mask in against[:_SHOWN]], "worth": v[against[:_SHOWN]],
        "receives": receives[against[:_SHOWN]], "excess": excess[against[:_SHOWN]],
    })  # fmt: skip
    total, pairs = losses(v, _SHOWN)
    conflicts = pd.DataFrame([
        {"first": coalition_name(a, names), "second": coalition_name(b, names), "apart": v[a] + v[b], "together": v[a | b],
         "loss": v[a] + v[b] - v[a | b]} for a, b in pairs
    ])  # fmt: skip
    notes = []
    if len(against) > _SHOWN:
        notes.append(
            Note(
                "of {count:,} coalitions that would do better alone the first {top} are shown",
                count=len(against),
                top=_SHOWN,
            )
        )
    if total > _SHOWN:
        notes.append(
            Note("of {count:,} pairs that lose by joining the first {top} are shown", count=total, top=_SHOWN)
        )
    alone = v[[1 << at for at in range(n)]]
    return Sharing(_shares(names, alone, value, np.zeros(n), float(v[-1])), float(v[-1]), True, total == 0, is_convex(v), in_core,
                   not in_core and core_is_empty(v), objections, conflicts, None, None, tuple(notes))  # fmt: skip


def _sampled(function: Callable[[frozenset[str]], float], names: list[str], draws: int, rng: Any) -> Sharing:
    """Return the sharing estimated from orders drawn at random."""
    generator, seed = generator_of(rng)
    known: dict[frozenset[str], float] = {frozenset(): 0.0}

    def worth(members: frozenset[str]) -> float:
        found = known.get(members)
        if found is None:
            found = asked_worth(function, members)
            if len(known) < _KEPT:
                known[members] = found
        return found

    n, by_name = len(names), name_order(names)
    total, squares = np.zeros(n), np.zeros(n)
    for drawn in range(draws):
        order = by_name[generator.permutation(n)]
        worths = np.array([worth(frozenset(names[at] for at in order[:last])) for last in range(n + 1)])
        gain = np.empty(n)
        gain[order] = np.diff(worths)
        before = total.copy()
        total += gain
        # Welford's update, by the sums: the spread of what a player adds from order to order
        if drawn:
            squares += (gain - before / drawn) * (gain - total / (drawn + 1))
    value = total / draws
    error = np.sqrt(squares / (draws - 1) / draws)
    alone = np.array([worth(frozenset([name])) for name in names])
    empty = pd.DataFrame()
    note = Note(
        "{n} players: the value is an estimate, and nothing is said of the core or of superadditivity", n=n
    )
    everyone = worth(frozenset(names))
    return Sharing(_shares(names, alone, value, error, everyone), everyone, False, None, None, None, None, empty, empty,
                   int(draws), seed, (note,))  # fmt: skip


def _shares(names: list[str], alone: Array, value: Array, error: Array, worth: float) -> pd.DataFrame:
    """Return the table of players."""
    share = value / worth if worth > 0 else np.full(len(value), np.nan)
    columns = {"alone": alone, "shapley": value, "share": share, "standard_error": error}
    return pd.DataFrame(columns, pd.Index(names, name="player"))
