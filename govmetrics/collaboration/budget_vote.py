"""Participatory budgets: which projects are paid, by votes from the top down, or with the same share for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.collaboration._ballots import ballots_of, counts_of, text_labels
from govmetrics.collaboration._tables import BLANKS, COLUMN, TABLE, Blanks, Table
from govmetrics.collaboration.approval_vote import without_blanks
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.options import POSITIVE, Kind, choice, is_number, optional, shown, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Bools

Rule = Literal["greedy", "equal_shares"]
Utility = Literal["cost", "one"]
Fill = Literal["nothing", "greedy", "more_money"]
CLOSE = 1e-9
"""Relative: sums of money are compared to so much."""
PERCENT = 0.01
MOST_RAISES = 10_000
"""So many times shares are raised at most: to a hundredfold by percents."""
_COSTS = Kind(lambda value: isinstance(value, Mapping | pd.Series), Text("give {project: cost}"))


@dataclass(frozen=True, eq=False)
class BudgetVote(Result):
    """Which projects are paid.

    Attributes
    ----------
    projects : DataFrame, rows are projects
        cost, votes, funded, step (when it was chosen), payment (of each supporter who pays in full), how ("rule" or "fill").
    funded : tuple
        The projects that are paid, as they were chosen.
    spent : float
        What they cost.
    budget : float
        What there is.
    represented : float
        Share of people with at least one project that they voted for.
    rule, utility, fill : str
        As they were asked for.
    raised : float
        By how much each share was raised at a time, for equal shares with more money.

    See Also
    --------
    budget_vote
    """

    projects: pd.DataFrame
    funded: tuple[Any, ...]
    spent: float
    budget: float
    represented: float
    rule: str
    utility: str
    fill: str
    raised: float
    notes: tuple[Note, ...]

    _shown: ClassVar = {"projects": "Projects"}
    _cites: ClassVar = ("Peters2021",)

    def _method(self) -> tuple[Text, ...]:
        if self.rule == "greedy":
            told = "Projects were taken by votes, the most first, each that still fitted into the budget (greedy)."
            return (Text(told),)
        told = (
            "Every voter got the same share of the budget; of the projects that their supporters could pay from their shares the "
            "one with the lowest payment per utility was taken, again and again (method of equal shares)."
        )
        fill = {
            "nothing": "What was left was not spent.",
            "greedy": "What was left went to the projects with the most votes that still fitted.",
            "more_money": "Shares were raised by {raised:,.6g} at a time while the projects chosen still fitted into the budget; "
            "what was left then went to the projects with the most votes that still fitted.",
        }
        return (Text(told), Text(fill[self.fill], raised=self.raised))

    def _finding(self) -> tuple[Text, ...]:
        told = (
            "{n:# project is|# projects are} paid: {names:10}; {spent:,.6g} of {budget:,.6g} is spent, and {share:.1%} of the "
            "voters have a project that they voted for."
        )
        names = [str(name) for name in self.funded]
        if not names:
            return (Text("No project is paid."),)
        return (
            Text(
                told, n=len(names), names=names, spent=self.spent, budget=self.budget, share=self.represented
            ),
        )


def budget_vote(
    ballots: Table,
    costs: Mapping[Any, float] | pd.Series,
    budget: float,
    rule: Rule = "equal_shares",
    *,
    utility: Utility = "cost",
    fill: Fill = "more_money",
    raised: float | None = None,
    by: str | None = None,
    counts: Sequence[float] | pd.Series | None = None,
    blanks: Blanks = "refuse",
) -> BudgetVote:
    r"""Choose the projects of a participatory budget from approvals.

    Parameters
    ----------
    ballots : DataFrame or path, shape (people, projects)
        1 voted for, 0 not.
    costs : mapping or Series
        {project: cost}, of all of them.
    budget : float
        What there is, in the unit of the costs.
    rule : {"equal_shares", "greedy"}
        The same share for everybody, or by votes from the top down, as most cities do.
    utility : {"cost", "one"}
        For equal shares: what a project is worth to those who voted for it, its cost, or the same for all projects.
    fill : {"more_money", "greedy", "nothing"}
        For equal shares: what happens with what is left.
    raised : float, optional
        For more money: by how much each share is raised at a time, in the unit of the costs; by default a hundredth of the
        first share. 1 is what is known as Add1, and depends on the unit.
    by : str, optional
        The column that names people; by default the index of a DataFrame, the first column of a file.
    counts : sequence, length people, optional
        How many like ballots each row stands for.
    blanks : {"refuse", "zero"}
        An empty cell is a fault, or no vote.

    Returns
    -------
    BudgetVote
        `funded`, `projects`, `spent`.

    Raises
    ------
    FaultyInput
        Projects without a cost, costs of unknown projects, costs that are not above zero, cells that are neither 0 nor 1, shares
        that are raised by less than a ten-thousandth.

    Notes
    -----
    With shares :math:`b_i` left, a project of cost c is paid at :math:`\rho` if :math:`\sum_i \min(b_i, \rho u) = c` over its
    supporters, u its utility; the project with the least :math:`\rho` is taken. The greedy rule gives a majority everything
    where it votes alike; equal shares gives every group what its shares pay. Ties: more votes, then the lower cost, then the
    order of the columns; a note says where they decided. With costs as utilities ties are common: all projects that their
    supporters pay with the same number of votes tie, and other programs may break them by name.

    References
    ----------
    Peters, D., Pierczyński, G. and Skowron, P. (2021). Proportional participatory budgeting with additive utilities. Advances in
    Neural Information Processing Systems 34.

    Examples
    --------
    >>> import govmetrics as gm
    >>> ballots = pd.DataFrame([[1, 1, 1, 0]] * 3 + [[0, 0, 0, 1]] * 2, columns=["A", "B", "C", "D"])
    >>> costs = {"A": 10, "B": 10, "C": 10, "D": 10}
    >>> gm.collaboration.budget_vote(ballots, costs, 30, "greedy").funded
    ('A', 'B', 'C')
    >>> gm.collaboration.budget_vote(ballots, costs, 30).funded
    ('A', 'B', 'D')
    """
    wanted(ballots=(ballots, TABLE), costs=(costs, _COSTS), budget=(budget, POSITIVE),
           rule=(rule, choice("greedy", "equal_shares")),
           utility=(utility, choice("cost", "one")), fill=(fill, choice("nothing", "greedy", "more_money")),
           raised=(raised, optional(POSITIVE)), by=(by, COLUMN), blanks=(blanks, BLANKS)).raise_all()  # fmt: skip
    frame = ballots_of(ballots, by, "ballots", (0.0, 1.0), "give 1 for voted for, 0 for not")
    frame = without_blanks(frame, blanks, 'give 0 where nobody voted for it, or say blanks="zero"')
    weights = counts_of(counts, frame).to_numpy()
    cost = _costs(costs, frame.columns)
    yes = frame.to_numpy() == 1
    race = _Race(yes, weights, cost, float(budget), utility)
    step = _raised(raised, budget / float(weights.sum()))
    chosen, payments = (race.greedy([]), {}) if rule == "greedy" else race.equal_shares(fill, step)
    by_rule = len(payments) if rule == "equal_shares" else len(chosen)
    table = pd.DataFrame(
        {
            "cost": cost, "votes": (yes * weights[:, None]).sum(axis=0).astype(int),
            "funded": [j in chosen for j in range(len(cost))],
            "step": pd.array([chosen.index(j) + 1 if j in chosen else pd.NA for j in range(len(cost))], dtype="Int64"),
            "payment": [payments.get(j, np.nan) for j in range(len(cost))],
        },
        index=frame.columns.rename("project"),
    )  # fmt: skip
    has = yes[:, chosen].any(axis=1) if chosen else np.zeros(len(yes), dtype=bool)
    notes = _notes(table, race, len(chosen) - by_rule, rule)
    return BudgetVote(
        table.sort_values(["step", "votes"], ascending=[True, False], kind="stable"), tuple(frame.columns[j] for j in chosen),
        float(cost[chosen].sum()), float(budget), float(weights[has].sum() / weights.sum()), rule, utility, fill,
        step, tuple(notes),
    )  # fmt: skip


def _raised(raised: float | None, share: float) -> float:
    """Return by how much shares are raised at a time."""
    if raised is not None and raised * MOST_RAISES < share:
        problem, way_out = (
            "is {value:g}, and a share is {share:,.6g}",
            "give a ten-thousandth of a share at least",
        )
        raise FaultyInput("raised", problem, way_out, value=raised, share=share)
    return share * PERCENT if raised is None else float(raised)


def _costs(costs: Any, projects: pd.Index) -> Array:
    """Return the costs in the order of the projects."""
    given = dict(costs)
    names = text_labels(list(given), projects, "costs")
    faults = Faults()
    lacking = [name for name in projects if name not in set(names)]
    faults += each(
        lacking,
        lambda name: Fault("costs", "{name!r} has no cost", "give the cost of every project", name=str(name)),
    )
    odd = [
        (name, value)
        for name, value in zip(names, given.values(), strict=True)
        if not (is_number(value) and value > 0)
    ]
    faults += each(
        odd, lambda one: Fault(str(one[0]), "costs {value}", "give a number above 0", value=shown(one[1]))
    )
    faults.raise_all()
    found = dict(zip(names, map(float, given.values()), strict=True))
    return np.array([found[name] for name in projects])


class _Race:
    """The projects and their supporters."""

    def __init__(self, yes: Bools, weights: Array, cost: Array, budget: float, utility: str) -> None:
        self.yes, self.weights, self.cost, self.budget = yes, weights, cost, budget
        self.utility = cost if utility == "cost" else np.ones(len(cost))
        self.votes = (yes * weights[:, None]).sum(axis=0)
        self.order = np.lexsort((np.arange(len(cost)), cost, -self.votes))
        self.tied = False

    def greedy(self, chosen: list[int]) -> list[int]:
        """Add the projects with the most votes that still fit."""
        found, left = list(chosen), self.budget - self.cost[chosen].sum()
        for j in self.order:
            if j not in found and self.votes[j] > 0 and self.cost[j] <= left + self.budget * CLOSE:
                found.append(int(j))
                left -= self.cost[j]
            elif j not in found and self.votes[j] > 0:
                alike = [i for i in found if self.votes[i] == self.votes[j] and i not in chosen]
                self.tied = self.tied or bool(alike)
        return found

    def equal_shares(self, fill: str, step: float) -> tuple[list[int], dict[int, float]]:
        """Choose by equal shares, and fill up what is left."""
        share = self.budget / self.weights.sum()
        best = self.shared(share)
        if fill == "more_money":
            for times in range(1, MOST_RAISES):
                if not self._any_fits(list(best)):
                    break
                more = self.shared(share + times * step)
                if self.cost[list(more)].sum() > self.budget * (1 + CLOSE):
                    break
                best = more
        chosen = list(best)
        return (chosen if fill == "nothing" else self.greedy(chosen)), best

    def _any_fits(self, chosen: list[int]) -> bool:
        left = self.budget - self.cost[chosen].sum()
        rest = (self.votes > 0) & ~np.isin(np.arange(len(self.cost)), chosen)
        return bool((self.cost[rest] <= left + self.budget * CLOSE).any())

    def shared(self, share: float) -> dict[int, float]:
        """Return the projects that equal shares choose, in their order, each with the full payment of a supporter."""
        left = np.full(len(self.weights), share)
        chosen: dict[int, float] = {}
        rhos = np.where(
            self.votes > 0, 0.0, np.inf
        )  # those that were, of purses that only get smaller: never too high
        while True:
            alike = self._cheapest(rhos, left)
            if not alike:
                return chosen
            j = alike[0]  # by votes, cost, place
            self.tied = self.tied or len(alike) > 1
            pay = rhos[j] * self.utility[j]
            left = np.where(self.yes[:, j], left - np.minimum(left, pay), left)
            chosen[j], rhos[j] = pay, np.inf

    def _cheapest(self, rhos: Array, left: Array) -> list[int]:
        """Return the projects with the least payment per utility; those that cannot have it are not computed anew."""
        least, fresh = np.inf, np.zeros(len(rhos), dtype=bool)
        for j in np.argsort(rhos, kind="stable"):
            if not rhos[j] <= least * (1 + CLOSE) or not np.isfinite(rhos[j]):
                break
            rhos[j], fresh[j] = self._rho(int(j), left), True
            least = min(least, rhos[j])
        if not np.isfinite(least):
            return []
        return [int(j) for j in self.order if fresh[j] and rhos[j] <= least * (1 + CLOSE)]

    def _rho(self, j: int, left: Array) -> float:
        """Return the payment per utility at which the supporters pay for a project, infinity where they cannot."""
        of = self.yes[:, j] & (self.weights > 0)
        purse, people = left[of], self.weights[of]
        if (purse * people).sum() < self.cost[j] * (1 - CLOSE):
            return float("inf")
        order = np.argsort(purse, kind="stable")
        purse, people = purse[order], people[order]
        paid = np.concatenate([[0.0], np.cumsum(purse * people)[:-1]])  # those with less pay all they have
        payment = (self.cost[j] - paid) / np.cumsum(people[::-1])[::-1]
        enough = np.flatnonzero(payment <= purse * (1 + CLOSE))
        return float((payment[enough[0]] if len(enough) else purse[-1]) / self.utility[j])


def _notes(table: pd.DataFrame, race: _Race, filled: int, rule: str) -> list[Note]:
    notes = []
    if rule == "equal_shares" and filled:
        told = "{n:# project was|# projects were} added from what was left, by votes"
        notes.append(Note(told, n=filled))
    if race.tied:
        notes.append(
            Note("some choices tied: more votes, then the lower cost, then the order of the columns decided")
        )
    never = table.index[table["votes"] == 0]
    if len(never):
        notes.append(Note("nobody voted for: {names:10}", names=[str(name) for name in never]))
    large = table.index[table["cost"] > race.budget * (1 + CLOSE)]
    if len(large):
        notes.append(Note("cost more than the whole budget: {names:10}", names=[str(name) for name in large]))
    return notes
