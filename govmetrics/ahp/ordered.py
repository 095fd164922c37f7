"""Weights from an order of importance and one answer for each neighbour: what G1, SWARA and FUCOM share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.ahp.chains import ALONE, Chain
from govmetrics.ahp.consensus import kendall_w
from govmetrics.ahp.votes import votes_of
from govmetrics.core.errors import Fault
from govmetrics.core.options import choice, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array

Combine = Literal["weights", "answers"]
COMBINE = choice(*get_args(Combine))


@dataclass(frozen=True, eq=False)
class OrderedWeights(Result):
    """Weights from an order of importance and ratios of neighbours.

    Attributes
    ----------
    weights : Series
        By item, most important first, summing to one.
    experts : DataFrame, shape (experts, items)
        The weights of each.
    steps : DataFrame
        One row per expert and item in the expert's order: expert, place, item, answer (as given), ratio (of the weight before
        to this one) and weight.
    kendall_w : float or None
        How far the experts' orders agree, 0 to 1; None for one expert.
    deviation : Series or None
        By expert the deviation from full consistency; of `fucom` only.
    procedure : Procedure
        How the weights were found, in words.
    notes : tuple of Note
        Ties, other orders, answers that contradict each other.

    See Also
    --------
    order_relation
    swara
    fucom
    """

    weights: pd.Series
    experts: pd.DataFrame
    steps: pd.DataFrame
    kendall_w: float | None
    deviation: pd.Series | None
    procedure: Procedure
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"steps": "From the order to the weights"}

    def _method(self) -> tuple[Text, ...]:
        return self.procedure.said

    def to_frame(self) -> pd.DataFrame:
        """Return one row per item: its weight and, of several experts, the least and the largest."""
        frame = self.weights.rename("weight").to_frame()
        if len(self.experts) > 1:
            frame = frame.assign(lowest=self.experts.min(), highest=self.experts.max())
        return frame

    def _tables(self) -> list[Table]:
        names = {label: str(label) for label in self.weights.index}
        first = Table.of(Text("Weights"), self.to_frame().rename_axis("item"), "ahp", names)
        steps = self.steps if len(self.experts) > 1 else self.steps.drop(columns="expert")
        steps = steps.assign(item=steps["item"].map(str))
        return [first, Table.of(Text("From the order to the weights"), steps, "ahp")]

    def _finding(self) -> tuple[Text, ...]:
        parts = [Text("{name} {weight:.3f}", name=str(k), weight=w) for k, w in self.weights.items()]
        told = [Text("The weights are {weights}.", weights=parts)]
        if self.deviation is not None:
            line = "The deviation from full consistency is {value:.4f}, within {limit:g}."
            odd = "The deviation from full consistency is {value:.4f}, above {limit:g}: ask again."
            worst = float(self.deviation.max())
            told.append(Text(line if worst <= DEVIATION else odd, value=worst, limit=DEVIATION))
        if self.kendall_w is not None:
            agree = "The orders of {experts:#} experts agree with Kendall's W = {w:.3f}."
            told.append(Text(agree, experts=len(self.experts), w=self.kendall_w))
        return tuple(told)


DEVIATION = 0.025
"""Up to which a deviation from full consistency is accepted (Pamučar, Stević and Sremac 2018)."""


def chained(ratios: Array) -> Array:
    """Return weights (n,), summing to one, of the ratios (n - 1,) of each to the next."""
    logs = np.concatenate([[0.0], -np.cumsum(np.log(ratios))])
    w = np.exp(logs)
    return np.asarray(w / w.sum())


def gathered(
    chains: Mapping[str, Chain], ratios_of: Callable[[Array], Array], expert_weights: Mapping[str, float] | pd.Series | None,
    combine: Combine, procedure: Procedure, solved: Mapping[str, Array] | None = None, deviation: pd.Series | None = None,
    notes: tuple[Note, ...] = (),
) -> OrderedWeights:  # fmt: skip
    """Return the result of the experts' chains: each one's weights, and their mean.

    Parameters
    ----------
    chains : mapping
        By expert.
    ratios_of : function
        Answers (n - 1,) to the ratios of the weight before to the weight itself.
    expert_weights : mapping or Series, optional
        Votes.
    combine : {"weights", "answers"}
        What is averaged; answers only where all have the same order.
    procedure : Procedure
        How one expert's weights are found.
    solved : mapping, optional
        By expert weights in the expert's order, where they are not the plain chain.
    deviation : Series, optional
        By expert.
    notes : tuple of Note
        What the method has to say itself.
    """
    faults = wanted(combine=(combine, COMBINE))
    alone = list(chains) == [ALONE]
    if alone and expert_weights is not None:
        problem = "were given, but no experts are named"
        faults.append(
            Fault("expert_weights", problem, "leave them out, or give {{expert: {{item: answer}}}}")
        )
    faults.raise_all()
    names = pd.Index(list(chains), name="expert")
    votes, problems = votes_of(names, expert_weights, Text("the expert gave no answers"))
    faults += problems
    orders = [chain.items for chain in chains.values()]
    if combine == "answers" and any(order != orders[0] for order in orders):
        faults.append(
            Fault(
                "combine",
                "the experts order the items otherwise",
                "let combine='weights' average their weights",
            )
        )
    faults.raise_all()
    own = {e: chained(ratios_of(c.answers[1:])) if solved is None else solved[e] for e, c in chains.items()}
    each = pd.DataFrame([pd.Series(own[e], c.items) for e, c in chains.items()], index=names)
    if combine == "answers" and len(chains) > 1:
        mean = np.average([c.answers[1:] for c in chains.values()], axis=0, weights=votes)
        weights = pd.Series(chained(ratios_of(mean)), orders[0])
    else:
        weights = pd.Series(votes @ each.to_numpy(), each.columns)
    weights = weights.sort_values(ascending=False, kind="stable").rename("weight")
    rows = [
        (e, k + 1, item, c.answers[k], own[e][k - 1] / own[e][k] if k else np.nan, own[e][k])
        for e, c in chains.items()
        for k, item in enumerate(c.items)
    ]
    steps = pd.DataFrame(rows, columns=["expert", "place", "item", "answer", "ratio", "weight"])
    several = len(chains) > 1
    procedure += _averaged(len(chains), combine, expert_weights is not None) if several else Procedure()
    return OrderedWeights(
        weights, each[weights.index], steps, kendall_w(each) if several else None, deviation, procedure,
        (*notes, *_order_notes(chains)),
    )  # fmt: skip


def _averaged(experts: int, combine: Combine, voting: bool) -> Procedure:
    told = (
        Procedure.of("The weights of {experts:# expert|# experts} were averaged.", experts=experts)
        if combine == "weights"
        else Procedure.of(
            "The answers of {experts:# expert|# experts}, who agreed on the order, were averaged.",
            experts=experts,
        )
    )
    return told + (Procedure.of("Experts counted with voting weights.") if voting else Procedure())


def _order_notes(chains: Mapping[str, Chain]) -> tuple[Note, ...]:
    """Say which experts have another order than the first one named."""
    first = next(iter(chains))
    others = [expert for expert, chain in chains.items() if chain.items != chains[first].items]
    if not others:
        return ()
    return (Note("{experts} order the items otherwise than {first}", experts=others, first=first),)
