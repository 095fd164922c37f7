"""Does a solution stand when calibration, consistency and frequency cuts are moved: sensitivity ranges and the robust core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import GovmetricsError
from govmetrics.core.options import Kind, asked, instance, is_count, is_number, number
from govmetrics.core.progress import PROGRESS, Progress, advance, following
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.qca import fits
from govmetrics.qca._sets import names_of
from govmetrics.qca.calibration import CalibratedSets
from govmetrics.qca.expressions import FREE, memberships, term_text
from govmetrics.qca.implicants import covers, rows_of
from govmetrics.qca.minimise import models_of
from govmetrics.qca.moved import Change, changes, nearest, ranges, solved_again, unchanged
from govmetrics.qca.robust import POSSIBLE, ROBUST, SHAKY, SolutionRobustness
from govmetrics.qca.solution import Solution

_TESTS = Text("Tests")


def _listed(fits_: Any, way_out: Text) -> Kind:
    return Kind(
        lambda value: (
            value is None or (isinstance(value, list | tuple | np.ndarray) and all(map(fits_, value)))
        ),
        way_out,
    )


_CUTS = _listed(
    lambda value: is_number(value) and 0 < value <= 1, Text("give a list of cuts above 0, up to 1")
)
_COUNTS = _listed(is_count, Text("give a list of whole numbers from 1"))


def robustness(
    solution: Solution,
    consistency: Sequence[float] | None = None,
    cases: Sequence[int] | None = None,
    shift: float = 0.1,
    progress: Progress = None,
) -> SolutionRobustness:
    r"""Repeat an analysis with one choice changed at a time, and tell what of the solution stands.

    With memberships IS in the solution, TS in those of the tests, and RC the least of IS and all TS: RF_cov is the coverage of RC
    over that of IS, RF_cons the consistency of IS over that of RC, and RF_SC :math:`\sum \min(IS, T) / \sum \max(IS, T)`, T being
    the least and the highest of all TS.

    Parameters
    ----------
    solution : Solution
        From `minimise`; of its models the first is looked at.
    consistency : list of float, optional
        Other cuts; .05 below and above by default.
    cases : list of int, optional
        Other frequency cuts; one case fewer and one more by default.
    shift : float
        By how much of the distance to the next anchor each anchor is moved, down and up; 0 moves none. Sets are moved that came
        from `calibrate`.
    progress : {"bar"}, callable or None
        How far it is.

    Returns
    -------
    SolutionRobustness
        `tests`, `terms`, `ranges`, `core`, `cases`.

    Raises
    ------
    FaultyInput
        Another kind of solution, cuts that are none.

    Notes
    -----
    Where a change leaves no solution the test counts against the solution and its core is empty; where it puts a case exactly
    at a crossover it cannot be made, and a note names it. SetMethods 4.0 takes of several tests the first and the last alone
    for RF_SC; here all count.

    References
    ----------
    Oana, I.-E. and Schneider, C. Q. (2024). A robustness test protocol for applied QCA: theory and R software application.
    Sociological Methods & Research 53, 57-88.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> sets = pd.DataFrame({"TRUST": [0.9, 0.8, 0.2, 0.1], "FUNDS": [0.9, 0.2, 0.8, 0.1], "DONE": [0.9, 0.8, 0.1, 0.2]},
    ...                     list("abcd"))
    >>> found = gm.qca.robustness(gm.qca.minimise(gm.qca.truth_table(sets, "DONE")), cases=[])
    >>> found.core, found.terms["stands"].tolist()
    ('TRUST', [1.0])
    """
    asked(solution=(solution, instance(Solution, Text("make it with qca.minimise"))), consistency=(consistency, _CUTS),
          cases=(cases, _COUNTS), shift=(shift, number(0, 0.9)), progress=(progress, PROGRESS))  # fmt: skip
    table = solution.table
    if consistency is None:
        consistency = [
            c
            for c in (round(table.consistency - 0.05, 10), round(table.consistency + 0.05, 10))
            if 0 < c <= 1
        ]
    if cases is None:
        cases = [c for c in (table.least - 1, table.least + 1) if c >= 1]
    todo = list(changes(solution, consistency, cases, shift))
    with following(progress, len(todo), _TESTS):
        found = []
        for change in todo:
            found.append(solved_again(solution, change))
            advance()
    impossible = [at for at, one in enumerate(found) if todo[at].of and _not_made(one)]
    kept = [at for at in range(len(todo)) if at not in impossible]
    done = [(todo[at], one if isinstance(one := found[at], Solution) else None) for at in kept]
    tests = _tests(solution, done)
    degree = _degrees(solution, done)
    notes = _notes(
        solution, [todo[at] for at in impossible], [change for change, one in done if one is None], shift
    )
    return SolutionRobustness(tests, _terms(solution, done), ranges(solution), _fit(solution, degree), _core(solution, done),
                              _cases(solution, degree), tuple(notes))  # fmt: skip


def _not_made(found: Solution | GovmetricsError) -> bool:
    """Tell whether a change could not be made (a case at a crossover), rather than that nothing is sufficient then."""
    return isinstance(found, GovmetricsError) and any(
        str(fault.place) not in ("table", "cases") for fault in found.faults
    )


def _tests(solution: Solution, done: list[tuple[Change, Solution | None]]) -> pd.DataFrame:
    rows = []
    first = set(solution.models[0].terms)
    for change, again in done:
        row: dict[str, Any] = {"what": change.what, "of": change.of, "value": change.value, "models": 0, "same": False,
                               "kept": 0.0, "inclusion": np.nan, "PRI": np.nan, "coverage": np.nan, "expression": ""}  # fmt: skip
        if again is not None:
            model = nearest(again.models, solution.models[0].terms)
            row |= {key: model.fit.loc["solution", key] for key in ("inclusion", "PRI", "coverage")}
            row |= {
                "models": again.count,
                "same": unchanged(solution, again),
                "kept": len(first & set(model.terms)) / len(first),
            }
            row |= {"expression": model.expression}
        rows.append(row)
    columns = ["what", "of", "value", "models", "same", "kept", "inclusion", "PRI", "coverage", "expression"]
    frame = pd.DataFrame(rows, columns=columns, index=pd.RangeIndex(1, len(rows) + 1, name="test"))
    return frame.assign(what=pd.Series([row["what"] for row in rows], frame.index, dtype=object)).astype(
        {"same": bool}
    )


def _shape(model: Any) -> Ints:
    return np.asarray(model.configuration.fillna(FREE).to_numpy(dtype=int).T)


def _terms(solution: Solution, done: list[tuple[Change, Solution | None]]) -> pd.DataFrame:
    """Return for each term in which share of the tests it, a wider or a narrower one stands."""
    model = solution.models[0]
    mine = _shape(model)
    counts = np.zeros((len(mine), 3))
    for _, again in done:
        if again is not None:
            theirs = _shape(nearest(again.models, model.terms))
            same = (mine[:, None] == theirs[None]).all(axis=2)
            wider = ((theirs[None] == FREE) | (theirs[None] == mine[:, None])).all(axis=2) & ~same
            narrower = ((mine[:, None] == FREE) | (theirs[None] == mine[:, None])).all(axis=2) & ~same
            counts += np.column_stack([one.any(axis=1) for one in (same, wider, narrower)])
    shares = counts / max(len(done), 1)
    return pd.DataFrame(shares, pd.Index(model.terms, name="term"), ["stands", "wider", "narrower"])


def _degrees(solution: Solution, done: list[tuple[Change, Solution | None]]) -> Array:
    """Return memberships in the solution and in those of the tests, (n, 1 + tests); none where there is no solution."""
    found = [_degree(solution.models[0], solution)]
    for _, again in done:
        first = found[0]
        found.append(
            np.zeros(len(first))
            if again is None
            else _degree(nearest(again.models, solution.models[0].terms), again)
        )
    return np.column_stack(found)


def _degree(model: Any, solution: Solution) -> Array:
    x = solution.table.memberships.to_numpy()[:, :-1]
    return np.asarray(memberships(_shape(model), x).max(axis=1))


def _fit(solution: Solution, degree: Array) -> pd.Series:
    """Return the robustness of fit of Oana and Schneider."""
    y = solution.table.memberships.to_numpy()[:, -1]
    first, tests = degree[:, 0], degree[:, 1:] if degree.shape[1] > 1 else degree
    core = degree.min(axis=1)

    def coincide(other: Array) -> float:
        return float(fits.quotient(np.minimum(first, other).sum(), np.maximum(first, other).sum()))

    found: dict[str, Any] = {
        "RF_cov": fits.coverage(core, y) / fits.coverage(first, y),
        "RF_cons": fits.inclusion(first, y) / fits.inclusion(core, y),
        "RF_SC_minTS": coincide(tests.min(axis=1)),
        "RF_SC_maxTS": coincide(tests.max(axis=1)),
    }
    return pd.Series(list(map(float, found.values())), pd.Index(list(found), name="measure"), name="value")


def _core(solution: Solution, done: list[tuple[Change, Solution | None]]) -> str:
    """Return the robust core as an expression: the combinations that the solution and all tests hold, minimised."""
    names = solution.table.conditions
    k = len(names)
    every = rows_of(k)
    every_one = [solution, *(again for _, again in done)]
    held = np.ones(len(every), dtype=bool)
    for one in every_one:
        if one is None:
            return "0"
        held &= covers(_shape(nearest(one.models, solution.models[0].terms)), every).any(axis=0)
    if not held.any():
        return "0"
    terms = models_of(held, ~held, k, 1).models[0]
    return " + ".join(term_text(term, names) for term in terms)


def _cases(solution: Solution, degree: Array) -> pd.DataFrame:
    """Return the cases in the solution or in a test, by how far they stay."""
    inside = degree > 0.5
    some = inside.any(axis=1)
    kinds = [ROBUST if row.all() else SHAKY if row[0] else POSSIBLE for row in inside[some]]
    tests = degree[some][:, 1:] if degree.shape[1] > 1 else degree[some]
    y = solution.table.memberships.to_numpy()[some, -1]
    table = pd.DataFrame({"membership": degree[some, 0], "lowest": tests.min(axis=1), "highest": tests.max(axis=1), "outcome": y},
                         pd.Index(names_of(solution.table.memberships.index)[some], name="case", dtype=object))  # fmt: skip
    table.insert(0, "type", pd.Series(kinds, table.index, dtype=object))
    return table


def _notes(solution: Solution, impossible: list[Change], without: list[Change], shift: float) -> list[Note]:
    notes = []
    if shift and not isinstance(solution.table.sets, CalibratedSets):
        notes.append(Note("memberships were given, not calibrated here: no anchor was moved"))
    elif shift:
        anchors = solution.table.sets.anchors
        crisp = [str(name) for name in anchors.index[anchors["full_in"].isna()]]
        if crisp:
            notes.append(Note("crisp sets were not moved: {names:10}", names=crisp))
    if impossible:
        told = [f"{change.of} ({change.value:g})" for change in impossible]
        notes.append(
            Note(
                "not made, as a case would lie exactly at the crossover or a set be constant: {names:10}",
                names=told,
            )
        )
    if without:
        said = "without a solution, which counts against the one that is tested: {names:10}"
        notes.append(
            Note(said, names=[Text("{what} {value:g}", what=one.what, value=one.value) for one in without])
        )
    if solution.count > 1:
        notes.append(Note("there are {count:,} models: the first was looked at", count=solution.count))
    return notes
