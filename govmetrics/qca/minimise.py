"""Minimise a truth table: the complex, the parsimonious and the intermediate solution, every model, both outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import COUNT, asked, choice, instance
from govmetrics.core.progress import PROGRESS, Progress, following
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Bools, Ints
from govmetrics.qca._sets import names_of
from govmetrics.qca.configurations import TruthTable
from govmetrics.qca.covering import STEPS, smallest_covers
from govmetrics.qca.described import Sides, described
from govmetrics.qca.directions import EXPECTED, Expected, directions, easy, reachable
from govmetrics.qca.expressions import FREE
from govmetrics.qca.implicants import covers, prime_implicants, rows_of
from govmetrics.qca.solution import Configurations, Solution

_TERMS = Text("Terms")
_BRANCHES = 100
"""Of so many parsimonious models the intermediate solutions are looked at."""


@dataclass(frozen=True)
class _Side:
    """The truth table for the outcome or for its negation: which of the 2^k combinations are sufficient, not, or unknown."""

    k: int
    on: Bools
    off: Bools
    toward: Ints

    @property
    def rest(self) -> Bools:
        return ~self.on & ~self.off


def minimise(
    table: TruthTable,
    remainders: Literal["none", "all", "directed"] = "none",
    expected: Expected = None,
    top: int = 100,
    progress: Progress = None,
) -> Solution:
    """Find the simplest terms that hold all combinations with the outcome, and none without it.

    Parameters
    ----------
    table : TruthTable
        From `truth_table`.
    remainders : {"none", "all", "directed"}
        What may be assumed of combinations without cases: nothing (the complex or conservative solution), whatever makes terms
        shorter (parsimonious), or only what agrees with `expected` (intermediate).
    expected : mapping or list, optional
        In which direction conditions should matter for the outcome, where theory says so: ``{"DEV": 1, "URB": 0}`` or ``["DEV",
        "~URB"]``. For the negated outcome the directions are turned round.
    top : int
        So many models are listed of either outcome.
    progress : {"bar"}, callable or None
        How far it is.

    Returns
    -------
    Solution
        `models` and `negated`, each with its terms and parameters of fit.

    Raises
    ------
    FaultyInput
        Directed remainders without expectations, directions of unknown conditions, or both directions of one.
    UnsuitableMethod
        No combination goes with the outcome, or all do.

    Notes
    -----
    All prime implicants are found, and then every set of as few of them as possible that holds all sufficient combinations: these
    are the models, and where there are several the cases do not decide. For the intermediate solution the easy counterfactuals
    (combinations without cases that are in a term of the parsimonious model together with an observed one, from which they differ
    only toward the expected) are minimised together with the observed combinations. With several parsimonious models there may be
    an intermediate one for each.

    References
    ----------
    Ragin, C. C. (2008). Redesigning Social Inquiry. University of Chicago Press. Fiss, P. C. (2011). Building better causal
    theories: a fuzzy set approach to typologies in organization research. Academy of Management Journal 54, 393-420.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> sets = pd.DataFrame({"TRUST": [1, 1, 0, 0], "FUNDS": [1, 0, 1, 0], "DONE": [1, 1, 0, 0]}, list("abcd"))
    >>> gm.qca.minimise(gm.qca.truth_table(sets, "DONE")).models[0].terms
    ('TRUST',)
    """
    asked(table=(table, instance(TruthTable, Text("make it with qca.truth_table"), ("table",))),
          remainders=(remainders, choice("none", "all", "directed")), expected=(expected, EXPECTED), top=(top, COUNT),
          progress=(progress, PROGRESS))  # fmt: skip
    ways = directions(expected, remainders, table.conditions)
    k = len(table.conditions)
    sides = [_side(table, end, ways) for end in ("", "_negated")]
    if not sides[0].on.any():
        problem = "no combination reaches consistency {consistency:g} and PRI {pri:g}"
        way_out = (
            "look at the truth table for a gap, and lower a cut where it lies; or explain the negated outcome"
        )
        raise UnsuitableMethod("table", problem, way_out, consistency=table.consistency, pri=table.pri)
    if not sides[0].off.any():
        raise UnsuitableMethod(
            "table",
            "every combination that is observed goes with the outcome",
            "raise a cut, or add cases without it",
        )
    with following(progress, 2 * k * (2 if remainders != "directed" else 3), _TERMS):
        found = [_solved(side, remainders, top) for side in sides]
    x, y = table.memberships.to_numpy()[:, :-1], table.memberships.to_numpy()[:, -1]
    outcomes = (table.outcome, table.outcome[1:] if table.outcome.startswith("~") else f"~{table.outcome}")
    cases = names_of(table.memberships.index)
    models, negated = (
        described(one.models, one.simple, Sides(x, of, table.conditions, cases, name))
        for one, of, name in zip(found, (y, 1 - y), outcomes, strict=True)
    )
    assumptions = _assumptions(found, sides, table)
    notes = tuple(_notes(found, models, negated, assumptions, ways, outcomes))
    complete = all(one.complete for one in found)
    counts = found[0].count, found[1].count
    return Solution(models, negated, *counts, complete, remainders, ways, assumptions, table, notes)


@dataclass(frozen=True)
class _Found:
    """Models of one side as arrays of terms, and the parsimonious models that tell their cores."""

    models: list[Ints]
    simple: list[Ints]
    count: int
    complete: bool


def _side(table: TruthTable, end: str, ways: dict[str, int]) -> _Side:
    """Return the combinations as arrays over all 2^k; directions are turned round for the negated outcome."""
    k = len(table.conditions)
    places = table.rows[table.conditions].to_numpy(dtype=int) @ (1 << np.arange(k - 1, -1, -1))
    on, off = np.zeros(2**k, dtype=bool), np.zeros(2**k, dtype=bool)
    out = table.rows["OUT" + end].to_numpy() == 1
    on[places[out]], off[places[~out]] = True, True
    toward = np.array([ways.get(name, FREE) for name in table.conditions])
    return _Side(k, on, off, np.where(toward == FREE, FREE, 1 - toward) if end else toward)


def models_of(on: Bools, off: Bools, k: int, top: int, steps: int = STEPS) -> _Found:
    """Return every model with the fewest terms that hold all of `on` and none of `off`."""
    terms = prime_implicants(on, off, k)
    chart = covers(terms, rows_of(k)[on])
    found = smallest_covers(chart, top, steps)
    models = [terms[list(one)] for one in found.found]
    return _Found(models, models, found.count, found.complete)


def _solved(side: _Side, remainders: str, top: int) -> _Found:
    """Return the models of one side; none where nothing is sufficient, or nothing is not."""
    if not side.on.any() or not side.off.any():
        return _Found([], [], 0, True)
    simple = models_of(side.on, side.off, side.k, top)
    if remainders == "all":
        return simple
    if remainders == "none":
        found = models_of(side.on, ~side.on, side.k, top)
        return _Found(found.models, simple.models, found.count, found.complete)
    return _directed(side, simple, top)


def _directed(side: _Side, simple: _Found, top: int) -> _Found:
    """Return the intermediate models: of every parsimonious model its easy counterfactuals, minimised anew."""
    every = rows_of(side.k)
    at_rest, on = np.flatnonzero(side.rest), every[side.on]
    reach = reachable(every[at_rest], on, side.toward)
    models: dict[tuple[tuple[int, ...], ...], Ints] = {}
    done: set[bytes] = set()
    branches = simple.models[:_BRANCHES]
    complete = simple.complete and simple.count <= len(branches)
    for model in branches:
        taken = easy(model, every[at_rest], on, reach)
        if taken.tobytes() in done:
            continue
        done.add(taken.tobytes())
        off = ~side.on
        off[at_rest[taken]] = False
        found = models_of(side.on, off, side.k, top, max(1_000, STEPS // len(branches)))
        complete &= found.complete and found.count <= top
        models |= {tuple(map(tuple, terms.tolist())): terms for terms in found.models}
    return _Found(list(models.values())[:top], simple.models, len(models), complete)


def _assumptions(found: list[_Found], sides: list[_Side], table: TruthTable) -> pd.DataFrame:
    """Return the combinations without cases that the first models hold."""
    every = rows_of(sides[0].k)
    taken = [
        covers(one.models[0], every).any(axis=0) & side.rest
        if one.models
        else np.zeros(len(every), dtype=bool)
        for one, side in zip(found, sides, strict=True)
    ]
    at = np.flatnonzero(taken[0] | taken[1])
    codes = pd.Index(["".join(map(str, row)) for row in every[at].tolist()], name="row", dtype=object)
    return pd.DataFrame(every[at], codes, table.conditions).assign(
        for_outcome=taken[0][at], for_negated=taken[1][at]
    )


def _notes(
    found: list[_Found],
    models: tuple[Configurations, ...],
    negated: tuple[Configurations, ...],
    assumptions: pd.DataFrame,
    ways: dict[str, int],
    outcomes: tuple[str, str],
) -> list[Note]:
    notes = []
    for one, side, name in zip(found, (models, negated), outcomes, strict=True):
        if not one.models:
            notes.append(
                Note(
                    "no solution for {outcome}: no combination, or every one, is sufficient for it",
                    outcome=name,
                )
            )
            continue
        if one.count > len(one.models):
            notes.append(
                Note(
                    "{outcome}: of {count:,} models {listed} are listed",
                    outcome=name,
                    count=one.count,
                    listed=len(one.models),
                )
            )
        if not one.complete:
            notes.append(
                Note(
                    "{outcome}: the search for models was ended; there may be more that are equally good",
                    outcome=name,
                )
            )
        deviant = side[0].fit["deviant"].tolist()[-1]
        if deviant:
            notes.append(Note("in a term, but not with {outcome}: {cases:10}", outcome=name, cases=deviant))
        if side[0].uncovered:
            notes.append(
                Note("with {outcome}, but in no term: {cases:10}", outcome=name, cases=side[0].uncovered)
            )
    both = assumptions.index[assumptions["for_outcome"] & assumptions["for_negated"]]
    if len(both):
        told = "assumed sufficient for the outcome and for its negation, which cannot both be: {rows:16}"
        notes.append(Note(told, rows=list(both)))
    if ways:
        notes.append(Note("for {outcome} the expected directions are turned round", outcome=outcomes[1]))
    return notes
