"""Experts' own results at each group of the tree, and what happens to those beyond the limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.ahp.ask_again import log_bound, ratios_of
from govmetrics.ahp.authority import Authority
from govmetrics.ahp.consistency import passes
from govmetrics.ahp.kinds import numbers_of, row_of
from govmetrics.ahp.matrices import Given, Matrix, disconnected_faults, missing_pairs
from govmetrics.ahp.priorities import Priorities, priorities_by
from govmetrics.ahp.repair import least_change
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.judgements import Judgements
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Bools, Ints

Inconsistent = Literal["keep", "drop", "downweight", "revise", "refuse"]
Method = Callable[[Matrix], Priorities]
_DONE = {"keep": Text("kept"), "drop": Text("left out"), "downweight": Text("voting weight lowered"),
         "revise": Text("judgements revised"), "refuse": ""}  # fmt: skip
LOG = ["expert", "group", "first", "second", "given", "repaired"]


@dataclass(frozen=True, eq=False)
class Panel:
    """The experts who judged one group, with what they said and how much it counts.

    Parameters
    ----------
    group : str
    parts : list of str
        Codes of what was compared.
    rows : (k,) array
        Places of the experts in `Judgements.experts`.
    stack : (k, n, n) array
        Their matrices; NaN = not asked.
    votes : (k,) array
        Voting weights; 0 = left out.
    found : Priorities
        Their own priorities and consistency, before any revision.
    weights : (k, n) array
        Their own priorities, after revision.
    beyond : (k,) array
        Who is beyond the limit of the consistency ratio.
    limit, done
        The limit, and what was done to those beyond it.
    log : DataFrame or None
        Revised judgements: expert, group, first, second, given, repaired.
    """

    group: str
    parts: list[str]
    rows: Ints
    stack: Array
    votes: Array
    found: Priorities
    weights: Array
    beyond: Bools
    limit: float = np.inf
    done: str = ""
    log: pd.DataFrame | None = None

    @property
    def ratios(self) -> Array:
        """Each expert's consistency ratio, before any revision."""
        return np.asarray(self.found.consistency_ratio)

    @property
    def why(self) -> list[str]:
        """What was done to whom and why; empty for those who pass."""
        why = ["" if vote > 0 else Text("voting weight 0") for vote in self.votes.tolist()]
        for row, ratio in zip(
            np.flatnonzero(self.beyond).tolist(), self.ratios[self.beyond].tolist(), strict=True
        ):
            why[row] = Text("consistency ratio {ratio:.4g} > {limit:g}: {done}", ratio=ratio, limit=self.limit,
                            done=self.done)  # fmt: skip
        return why


def panels(judgements: Judgements, priorities: Method, votes: Array) -> list[Panel]:
    """Return a panel for every judged group of two parts or more.

    `votes` has one row per expert and one column per group of `judgements.stacks`.
    """
    found, faults = [], []
    for column, (group, stack) in enumerate(judgements.stacks.items()):
        parts = judgements.tree.parts(group)
        rows = np.flatnonzero(judgements.answered(group))
        if len(parts) < 2 or not rows.size:
            continue
        given = stack if rows.size == len(stack) else stack[rows]
        missing = missing_pairs(given)
        problems: list[Fault] = []
        if missing.any():
            places = [place_of((judgements.experts[row], group)) for row in rows.tolist()]
            problems = disconnected_faults(Given(given, pd.Index(parts), False, missing), places)
        faults += problems
        if not problems:
            own = priorities_by(priorities, given)
            found.append(Panel(group, parts, rows, given, votes[rows, column], own, np.asarray(own.weights),
                               np.zeros(rows.size, dtype=bool)))  # fmt: skip
    Faults(faults).raise_all()
    return found


def voting_weights(
    judgements: Judgements, given: Mapping[str, float] | pd.Series | pd.DataFrame | None
) -> Array:
    """Return votes as experts x judged groups; 1 each where none are given."""
    experts, groups = list(judgements.experts), list(judgements.stacks)
    if given is None:
        return np.ones((len(experts), len(groups)))
    cells = numbers_of(given) if isinstance(given, pd.DataFrame) else None
    row = row_of(given)
    if cells is None and row is None:
        problem, way_out = (
            "hold something that is not a number",
            "give {expert: number} or a table of numbers",
        )
        if isinstance(given, Authority):
            way_out = 'give its `.experts["cr"]`'
        raise FaultyInput("expert_weights", problem, way_out)
    frame = (
        pd.DataFrame(cells, given.index, given.columns)
        if isinstance(given, pd.DataFrame)
        else pd.DataFrame(row)
    )
    frame.index = frame.index.map(str)
    faults = _vote_faults(frame, experts, groups if isinstance(given, pd.DataFrame) else [])
    Faults(faults).raise_all()
    votes = (frame[groups] if isinstance(given, pd.DataFrame) else frame).loc[experts].to_numpy()
    bad = ~(np.isfinite(votes) & (votes >= 0)).all(axis=1)
    if bad.any() or not votes.any(axis=0).all():
        problem, way_out = "the voting weight is {weights}", "give zero or more"
        named = [
            Fault(experts[row], problem, way_out, weights=votes[row].tolist()) for row in np.flatnonzero(bad)
        ]
        raise FaultyInput(named or [Fault("expert_weights", "are all zero", "give someone a vote")])
    return np.broadcast_to(votes, (len(experts), len(groups)))


def _vote_faults(frame: pd.DataFrame, experts: list[str], groups: list[str]) -> list[Fault]:
    known, given = set(experts), set(frame.index)
    faults = [
        Fault(e, "has a voting weight but no judgements", "check the name")
        for e in frame.index
        if e not in known
    ]
    faults += [
        Fault(e, "has no voting weight", "give every expert one; 0 leaves one out")
        for e in experts
        if e not in given
    ]
    faults += [
        Fault(e, "has more than one row of voting weights", "keep one row per expert")
        for e in frame.index[frame.index.duplicated()].unique()
    ]
    return faults + [
        Fault(g, "the table of voting weights has no such column", "give one column per group")
        for g in groups
        if list(frame.columns).count(g) != 1
    ]


def treat(
    judgements: Judgements, found: list[Panel], policy: Inconsistent, limit: float, priorities: Method
) -> list[Panel]:
    """Apply the policy for experts whose consistency ratio is beyond the limit, group by group."""
    beyond = [~passes(panel.ratios, limit) & (panel.votes > 0) for panel in found]
    if policy == "refuse" and any(rows.any() for rows in beyond):
        raise UnsuitableMethod(
            Fault(_who(judgements, panel, row), _beyond(panel.ratios[row], limit), "ask again, or choose another policy")
            for panel, rows in zip(found, beyond, strict=True) for row in np.flatnonzero(rows)
        )  # fmt: skip
    treated = [
        _treated(judgements, panel, rows, policy=policy, limit=limit, priorities=priorities)
        for panel, rows in zip(found, beyond, strict=True)
    ]
    emptied = [panel for panel in treated if not panel.votes.any()]
    if emptied:
        raise UnsuitableMethod(
            Fault(_who(judgements, panel, row), Text("{why}", why=why),
                  Text("no expert is left for {group}: ask again, or choose another policy", group=panel.group))
            for panel in emptied for row, why in enumerate(panel.why)
        )  # fmt: skip
    return treated


def _treated(
    judgements: Judgements,
    panel: Panel,
    rows: Bools,
    *,
    policy: str,
    limit: float,
    priorities: Method,
) -> Panel:
    """Treat one group's experts; `rows` tells who is beyond the limit."""
    ratios, votes = panel.ratios, panel.votes
    if policy == "drop":
        votes = np.where(rows, 0.0, votes)
    elif policy == "downweight":
        votes = np.where(rows, votes * limit / np.maximum(ratios, limit), votes)
    noted = replace(panel, votes=votes, beyond=rows, limit=limit, done=_DONE[policy])
    if policy == "revise" and rows.any():
        return _revise(judgements, noted, np.flatnonzero(rows), limit, priorities)
    return noted


def _revise(judgements: Judgements, panel: Panel, rows: Ints, limit: float, priorities: Method) -> Panel:
    stack, faults = panel.stack.copy(), []
    log: dict[str, list[object]] = {name: [] for name in LOG}
    missing = missing_pairs(stack)
    for row in rows.tolist():
        a = panel.stack[row]
        # repairs go by the principal eigenvalue and Saaty's table: put the limit in their terms
        own = ratios_of(a[None], len(a), int(missing[row]), "Saaty 1980")[0]
        goal = limit * own / panel.ratios[row]
        try:
            stack[row] = least_change(a, goal, int(missing[row]), "Saaty 1980", log_bound(a, 9))
        except UnsuitableMethod as error:
            faults += [fault.at(_who(judgements, panel, row)) for fault in error.faults]
        for i, j in np.argwhere(np.triu(np.abs(stack[row] - a) > 0)).tolist():
            who = judgements.experts[panel.rows[row]]
            told = (who, panel.group, panel.parts[i], panel.parts[j], a[i, j], stack[row, i, j])
            for name, value in zip(LOG, told, strict=True):
                log[name].append(value)
    Faults(faults).raise_all(UnsuitableMethod)
    weights = panel.weights.copy()
    weights[rows] = np.asarray(priorities(stack[rows]).weights)
    return replace(panel, stack=stack, weights=weights, log=pd.DataFrame(log))


def _who(judgements: Judgements, panel: Panel, row: int | np.intp) -> str:
    return place_of((judgements.experts[panel.rows[row]], panel.group))


def _beyond(ratio: float, limit: float) -> Text:
    return Text("consistency ratio {ratio:.4g} > {limit:g}", ratio=float(ratio), limit=float(limit))
