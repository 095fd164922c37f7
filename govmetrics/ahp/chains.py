"""An order of importance with one answer for each neighbour, as people give it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import floats
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.labels import no_value
from govmetrics.core.options import shown
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array

Answers = Mapping[Any, Any] | pd.Series | pd.DataFrame
ALONE = "one expert"
"""Whose answers they are where nobody is named."""


@dataclass(frozen=True)
class Chain:
    """The answers of one expert: items in the order of importance, the first without an answer (NaN)."""

    items: list[Any]
    answers: Array


def read_chains(
    given: Any,
    name: str,
    fault_of: Callable[[list[Any], Array, int], tuple[Text, Text] | None],
    first: float = np.nan,
) -> dict[str, Chain]:
    """Return each expert's chain, or raise one error with everything that is wrong.

    Parameters
    ----------
    given : mapping, Series or DataFrame
        {item: answer}, {expert: {item: answer}}, or a table with the columns item, answer and, of several, expert.
    name : str
        What the argument is called.
    fault_of : function
        Of the items, the answers and a place: problem and way out, where that answer cannot be.
    first : float
        What the first item may have for an answer, if anything; it gets it.
    """
    faults: list[Fault] = []
    chains: dict[str, Chain] = {}
    for expert, series in _by_expert(given, name).items():
        where = partial(_where, expert)
        twice = series.index[series.index.duplicated()].unique()
        faults += [Fault(where(item), "occurs more than once", "name each item once") for item in twice]
        if len(series) < 2:
            faults.append(
                Fault(
                    name if expert == ALONE else expert,
                    "has fewer than two items",
                    "give the order of two or more",
                )
            )
            continue
        answers, blank = floats(series).to_numpy(dtype=float, copy=True), [_blank(one) for one in series]
        for at, item in enumerate(series.index):
            if at == 0:
                if not blank[0] and answers[0] != first:
                    problem, way = (
                        "has an answer, though nothing stands before it",
                        "leave the first empty (None)",
                    )
                    faults.append(Fault(where(item), problem, way))
                answers[0] = first
                continue
            if not np.isfinite(answers[at]):
                problem = Text("the answer is {value}", value=shown(series.iloc[at]))
                faults.append(Fault(where(item), problem, "give a number for every item but the first"))
            elif found := fault_of(list(series.index), answers, at):
                faults.append(Fault(where(item), *found))
        chains[expert] = Chain(list(series.index), answers)
    faults += _same_items(chains)
    Faults(faults).raise_all()
    return chains


def _blank(cell: Any) -> bool:
    """Tell whether a cell is empty, as sheets leave it: nothing, or a dash."""
    return cell.strip() in ("", "-", "–", "—", "/") if isinstance(cell, str) else no_value(cell)


def _where(expert: str, item: Any) -> str:
    return place_of(item if expert == ALONE else (expert, item))


def _by_expert(given: Any, name: str) -> dict[str, pd.Series]:
    """Return the answers of each expert in their order, by name."""
    way_out = "give {{item: answer}} in the order of importance, or {{expert: {{item: answer}}}}"
    refuse_within(name, given)
    if isinstance(given, pd.DataFrame):
        if not {"item", "answer"} <= set(given.columns) or not given.columns.is_unique:
            raise FaultyInput(
                name,
                "the table has no columns item and answer",
                "name them so, and expert where there are several",
            )
        if "expert" not in given.columns:
            return {ALONE: pd.Series(given["answer"].to_list(), given["item"].to_list(), dtype=object)}
        rows = given.groupby(given["expert"].map(str), sort=False)
        held = {str(e): pd.Series(r["answer"].to_list(), r["item"].to_list(), dtype=object) for e, r in rows}
    elif isinstance(given, pd.Series):
        return {ALONE: pd.Series(list(given), given.index, dtype=object)}
    elif (
        isinstance(given, Mapping)
        and given
        and all(isinstance(one, Mapping | pd.Series) for one in given.values())
    ):
        held = {str(e): pd.Series(list(one.values()) if isinstance(one, Mapping) else list(one), list(one.keys()), dtype=object)
                for e, one in given.items()}  # fmt: skip
    elif (
        isinstance(given, Mapping)
        and given
        and not any(isinstance(one, Mapping | pd.Series) for one in given.values())
    ):
        return {ALONE: pd.Series(list(given.values()), list(given), dtype=object)}
    else:
        raise FaultyInput(name, "is {value}", way_out, value=shown(given))
    if not held:
        raise FaultyInput(name, "there are no experts", way_out)
    return held


def _same_items(chains: Mapping[str, Chain]) -> list[Fault]:
    first = next(iter(chains.values()), None)
    if first is None:
        return []
    problem, way_out = "orders other items than {other}", "let every expert order the same items"
    other = next(iter(chains))
    return [
        Fault(expert, problem, way_out, other=other)
        for expert, chain in chains.items()
        if set(chain.items) != set(first.items)
    ]
