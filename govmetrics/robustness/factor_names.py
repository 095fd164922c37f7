"""What factors are called where several are of one kind, and which may stand beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from govmetrics.core import Fault, Text
from govmetrics.robustness.data_factors import MeasurementErrors
from govmetrics.robustness.factors import Choice
from govmetrics.robustness.weight_factors import DroppedLeaf, PerturbedWeights


def names_of(factors: Sequence[Any]) -> tuple[str, ...]:
    """Return a name for each factor: its kind, with the codes that it varies where there are others of the kind."""
    kinds = [factor.name for factor in factors]
    return tuple(
        Text("choice of treatment, step {step}", step=factor.step + 1)
        if isinstance(factor, Choice) and factor.step is not None
        else kind
        if kinds.count(kind) == 1
        else Text("{factor}: {codes:3}", factor=Text(kind), codes=varied(factor) or ())
        for kind, factor in zip(kinds, factors, strict=True)
    )


def varied(factor: Any) -> list[str] | None:
    """Return the codes that a factor varies; None where it varies all, or none in particular."""
    if isinstance(factor, MeasurementErrors):
        return list(factor.sd)
    if isinstance(factor, Choice) and factor.step is not None:
        return [str(factor.step)]
    if isinstance(factor, DroppedLeaf):
        return list(factor.codes)
    if isinstance(factor, PerturbedWeights) and factor.nodes is not None:
        return list(factor.nodes)
    return None


def _twice(kind: str, chooses: bool) -> Fault:
    """Return the fault of a kind given twice; each choice sets the whole step of its stage, and would undo the other."""
    if not chooses:
        return Fault(Text(kind), "the factor is given twice", "join the options in one factor")
    way_out = (
        "give one factor whose options are all that the step may be; several choices for single indicators are options of "
        "one step, such as by_leaf"
    )
    return Fault(Text(kind), "two factors set the same step, and one would undo the other", way_out)


def twice_faults(factors: Sequence[Any]) -> list[Fault]:
    """Return a fault for each kind that is given twice for the same: what would vary twice could be told of neither."""
    faults = []
    for kind in sorted({factor.name for factor in factors}):
        codes = [varied(factor) for factor in factors if factor.name == kind]
        if len(codes) > 1 and None in codes:
            faults.append(_twice(kind, any(hasattr(one, "stage") for one in factors if one.name == kind)))
        elif both := [
            code for one, two in combinations(codes, 2) for code in one or () if code in (two or ())
        ]:
            problem, way_out = (
                "two factors vary {codes:5}",
                "let each vary others, or join them in one factor",
            )
            faults.append(Fault(Text(kind), problem, way_out, codes=sorted(set(both))))
    return faults
