"""Other models of efficiency beside the radial one: each is handed inputs, outputs and the columns that it names."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from govmetrics import dea
from govmetrics.core import Dataset, Fault, Note, Result, Text
from govmetrics.core.errors import Faults
from govmetrics.core.methods import Chosen, Method, by_name
from govmetrics.core.near import meant
from govmetrics.core.numbers import number
from govmetrics.core.options import shown
from govmetrics.evaluation.beside import Beside, chosen_of, each_done, labels_of, method_faults, side_by_side
from govmetrics.evaluation.keys import Efficiency

TAKEN = ("inputs", "outputs")
"""What every model is handed from `efficiency.inputs` and `efficiency.outputs`."""
UNSAID = ("reference", "rng", "progress", "tree")
"""Arguments that a file cannot give."""
OVER_TIME = ("dynamic", "luenberger", "malmquist", "malmquist_luenberger", "window")
"""Models whose results are over periods: what spans their frontiers is their own option, and they rank no units of one period."""


@dataclass(frozen=True, eq=False)
class Model(Method):
    """A model whose options are all its arguments but those that the evaluation gives."""

    @cached_property
    def options(self) -> Mapping[str, inspect.Parameter]:
        """What may be chosen in a file."""
        given = inspect.signature(self.function).parameters
        return {name: one for name, one in given.items() if name not in (*TAKEN, *UNSAID)}


MODELS = by_name(
    *(Model(one, "data") for one in (
        dea.additive, dea.categorical, dea.closest_targets, dea.cost, dea.cross_efficiency, dea.directional, dea.dynamic,
        dea.epsilon_based, dea.free_disposal, dea.hyperbolic, dea.luenberger, dea.malmquist, dea.malmquist_luenberger,
        dea.metafrontier, dea.network_slacks_based, dea.non_discretionary, dea.order_alpha, dea.order_m, dea.outliers,
        dea.profit, dea.returns_test, dea.revenue, dea.russell, dea.seiford_zhu, dea.slacks_based, dea.super_efficiency,
        dea.super_slacks_based, dea.three_stage, dea.two_stage, dea.weight_restricted, dea.window,
    ))
)  # fmt: skip
"""What `efficiency.models` may name."""
PLACE = "efficiency.models"


def model_faults(asked: Efficiency) -> list[Fault]:
    """Return what is wrong with the models that are asked for."""
    return [] if asked.models is None else method_faults(PLACE, asked.models, MODELS)


def done_beside(
    asked: Efficiency, inputs: pd.DataFrame, outputs: pd.DataFrame, data: Dataset, scores: pd.DataFrame,
    base: Any, seed: int, title: Any, in_codes: Callable[[Any], Any],
) -> Beside:  # fmt: skip
    """Return the results of the models that are asked for, beside those of the radial one.

    Parameters
    ----------
    asked : Efficiency
    inputs, outputs : DataFrame
    data, scores : Dataset, DataFrame
        Where the columns are that models name.
    base : dea.Efficiency
        The radial model's.
    seed : int
        For models that draw.
    title : Text
        What the radial model's ranking is called.
    in_codes : callable
        Gives what names columns in codes.
    """
    table = pd.concat(
        [data.values, data.attributes, scores[scores.columns.difference(data.values.columns)]], axis="columns"
    )

    def does(one: Chosen) -> Result:
        return _done(one, asked, inputs, outputs, table, seed, in_codes)

    found = each_done(chosen_of(PLACE, asked.models, MODELS), does, "efficiency")
    labels = labels_of(list(found))
    ranked = {
        name: better for name, one in found.items() if (better := _better(one, base.scores.index)) is not None
    }
    notes: list[Note] = []
    own = base.scores
    if own.index.nlevels == 2 and ranked:
        last = own.index.get_level_values("period")[-1] if not data.periods else data.periods[-1]
        own, ranked = _at(own, last), {name: _at(one, last) for name, one in ranked.items()}
        notes.append(Note("the models are set side by side in {period}", period=last))
    return Beside(found, side_by_side(title, own, ranked, labels), tuple(notes), labels)


def _at(values: pd.Series, period: Any) -> pd.Series:
    kept: pd.Series = values[values.index.get_level_values("period") == period].droplevel("period")
    return kept


def _better(found: Any, rows: pd.Index) -> pd.Series | None:
    """Return what a model ranks the same units by, more being better; None where it ranks none."""
    less, more = getattr(found, "inefficiency", None), getattr(found, "scores", None)
    values = -less if isinstance(less, pd.Series) else more
    if not isinstance(values, pd.Series) or len(values) != len(rows) or values.index.nlevels != rows.nlevels:
        return None
    return values if set(values.index) == set(rows) else None


def _done(
    one: Chosen,
    asked: Efficiency,
    inputs: pd.DataFrame,
    outputs: pd.DataFrame,
    table: pd.DataFrame,
    seed: int,
    in_codes: Callable[[Any], Any],
) -> Result:
    """Return one model's result: names of columns become columns, and what is said for all models counts for it."""
    given = inspect.signature(one.method.function).parameters
    place, faults, options = f"{PLACE}.{one.method.name}", Faults(), dict(one.options)
    for name, value in one.options.items():
        if value is None or name not in given:
            continue
        at, kind = f"{place}.{name}", str(given[name].annotation)
        if not isinstance(value, str) or kind.startswith(("Prices", "Amounts", "pd.Series")):
            options[name] = value = in_codes(value)  # noqa: PLW2901
        if kind == "Prices":
            options[name] = _prices(value, table, at, faults)
        elif kind.startswith("Amounts"):
            options[name] = _columns(value, table, at, faults)
        elif kind.startswith("pd.Series"):
            column = _columns(value, table, at, faults)
            options[name] = column.iloc[:, 0] if column.shape[1] else None
        elif name == "links":
            options[name] = _links(value, table, at, faults)
    if one.method.name in OVER_TIME and inputs.index.nlevels == 1:
        way_out = "name the column of the periods in `evidence.records.period`"
        faults.append(Fault(place, "is over periods, and the evidence has none", way_out))
    faults.raise_all()
    shared: dict[str, Any] = {
        "frontier": asked.frontier if one.method.name not in OVER_TIME else None,
        "rng": seed,
    }
    shared |= {
        name: getattr(asked, name)
        for name, default in (("orientation", "input"), ("returns", "variable"))
        if name in given and given[name].default == default
    }
    shared = {
        key: value
        for key, value in shared.items()
        if value is not None and key in given and key not in options
    }
    found: Result = Chosen(PLACE, one.method, {"outputs": outputs, **shared, **options})(inputs)
    return found


def _columns(named: Any, table: pd.DataFrame, place: str, faults: Faults) -> pd.DataFrame:
    """Return columns of the data by their names; what is not known is told."""
    names = [named] if isinstance(named, str) else named
    if not isinstance(names, list | tuple) or not names or not all(isinstance(name, str) for name in names):
        faults.append(Fault(place, "is {value}", "name a column, or a list of columns", value=shown(named)))
        return pd.DataFrame(index=table.index)
    there = Text("there are: {labels}", labels=list(map(str, table.columns)))
    unknown = [name for name in names if name not in table]
    faults += [
        Fault(f"{place}.{name}", "is not known", meant(name, list(map(str, table.columns)), there))
        for name in unknown
    ]
    return table[[name for name in names if name in table]]


def _prices(said: Any, table: pd.DataFrame, place: str, faults: Faults) -> pd.DataFrame | None:
    """Return the price of every input or output for each unit: a number for all, or a column."""
    if not isinstance(said, Mapping) or not said:
        way_out = "write `name: price`, the price a number or a column, for every one"
        faults.append(Fault(place, "is {value}", way_out, value=shown(said)))
        return None
    prices = {}
    for name, price in said.items():
        same = number(price)
        if same is not None and np.isfinite(same):
            prices[name] = pd.Series(same, table.index)
        else:
            found = _columns(price, table, f"{place}.{name}", faults)
            prices[name] = found.iloc[:, 0] if found.shape[1] == 1 else pd.Series(np.nan, table.index)
    return pd.DataFrame(prices, table.index)


def _links(said: Any, table: pd.DataFrame, place: str, faults: Faults) -> dict[tuple[str, str], pd.DataFrame]:
    """Return what goes from one stage to another: ``{from: {to: columns}}``."""
    if (
        not isinstance(said, Mapping)
        or not said
        or not all(isinstance(one, Mapping) for one in said.values())
    ):
        way_out = "write `from: {{to: [columns]}}`, stages by name"
        faults.append(Fault(place, "is {value}", way_out, value=shown(said)))
        return {}
    return {
        (str(first), str(then)): _columns(columns, table, f"{place}.{first}.{then}", faults)
        for first, others in said.items()
        for then, columns in others.items()
    }
