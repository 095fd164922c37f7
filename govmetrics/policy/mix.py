"""Which measures for whom: effects by group with shrinkage, what a point costs, and packages within a budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Fault
from govmetrics.core.dataset import finite_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import (
    FRAME,
    FROM_ZERO,
    MAPPING,
    SHARE,
    count,
    instance,
    is_number,
    optional,
    wanted,
)
from govmetrics.core.result import Result
from govmetrics.core.within import tiny_faults
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.mixed_integer import best_package
from govmetrics.numerics.normal_shrinkage import shrunk_effects

_COSTS = instance(
    Mapping | pd.Series | pd.DataFrame, Text("give a cost for each measure, or a frame of measures x groups")
)


@dataclass(frozen=True, eq=False)
class PolicyMix(Result):
    """Measures and groups, and what to do for whom.

    Attributes
    ----------
    options : DataFrame
        By measure and group: effect and error as given, shrunk and shrunk_error, lower, upper, p_positive (that the effect is
        above zero), size, cost, gain (shrunk times size), total_cost, cost_per_point (of the shrunk effect; NaN where it is not
        above zero), chosen. The cheapest point first.
    measures : DataFrame
        By measure: mean over groups, tau (standard deviation of true effects between groups), q, df, p (that effects differ).
    package : DataFrame or None
        With a budget: the options chosen.
    gain, gain_error, spent : float
        Of the package; the error takes options as independent.
    budget : float or None
    proven : bool
        No other package gains more.
    level : float
    notes : tuple of Note

    See Also
    --------
    mix
    """

    options: pd.DataFrame
    measures: pd.DataFrame
    package: pd.DataFrame | None
    gain: float
    gain_error: float
    spent: float
    budget: float | None
    proven: bool
    level: float
    notes: tuple[Note, ...] = ()

    _by_line = True
    _shown: ClassVar = {
        "package": "The package", "options": "Measures by group", "measures": "Whether effects differ between groups",
    }  # fmt: skip
    _cites: ClassVar = ("dersimonianlaird1986",)

    def _method(self) -> tuple[Text, ...]:
        return (
            Text("Effects of every measure were drawn towards its mean over groups by empirical Bayes (variance between groups "
                 "after DerSimonian and Laird); packages come from an integer program."),
        )  # fmt: skip

    def _finding(self) -> tuple[Text, ...]:
        told = []
        best = self.options["cost_per_point"].dropna()
        if len(best):
            measure, group = best.index[0]
            told.append(Text("The cheapest point: {measure} for {group}, at {cost:.4g}.", measure=str(measure), group=str(group),
                             cost=float(best.iloc[0])))  # fmt: skip
        if self.package is not None:
            told.append(Text("Within a budget of {budget:,.4g}: {count:# option|# options} for {spent:,.4g}, with a gain of "
                             "{gain:,.4g} (standard error {error:,.3g}).", budget=self.budget, count=len(self.package),
                             spent=self.spent, gain=self.gain, error=self.gain_error))  # fmt: skip
        return tuple(told)


def mix(
    effects: pd.DataFrame, errors: pd.DataFrame, costs: Mapping[Any, float] | pd.Series | pd.DataFrame,
    sizes: Mapping[Any, float] | None = None, budget: float | None = None, *, most: int = 1, level: float = 0.9,
) -> PolicyMix:  # fmt: skip
    """Say which measures to take for which groups.

    The largest of many estimates is too large: every measure's effects are first drawn towards its mean over groups, the more
    the less sure they are. Then each option, a measure for a group, has a cost per point; and the package with the largest
    gain within a budget is found by an integer program (the one that plans use).

    Parameters
    ----------
    effects : DataFrame, shape (measures, groups)
        Points that one unit of a group gains; empty where a measure was not tried.
    errors : DataFrame, shape (measures, groups)
        Their standard errors, above zero.
    costs : mapping, Series or DataFrame
        Of a measure for one unit; or by measure and group.
    sizes : mapping, optional
        Units in each group; one each by default.
    budget : float, optional
        What may be spent; no package by default.
    most : int
        So many measures for one group at most: effects of several are taken to add up.
    level : float
        Of intervals.

    Returns
    -------
    PolicyMix
        options, measures, and the package.

    Raises
    ------
    FaultyInput
        Frames of other rows or columns, missing or negative costs, sizes and errors.

    References
    ----------
    DerSimonian, R. and Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7, 177-188.

    Examples
    --------
    >>> effects = pd.DataFrame({"young": [4.0, 1.0], "old": [0.0, 3.0]}, ["app", "visits"])
    >>> errors = pd.DataFrame(0.5, effects.index, effects.columns)
    >>> found = mix(effects, errors, {"app": 1, "visits": 5}, {"young": 100, "old": 50}, budget=120)
    >>> found.package.index.tolist(), found.spent
    ([('app', 'young')], 100.0)
    """
    wanted(effects=(effects, FRAME), errors=(errors, FRAME), costs=(costs, _COSTS), sizes=(sizes, optional(MAPPING)),
           budget=(budget, optional(FROM_ZERO)), most=(most, count()), level=(level, SHARE)).raise_all()  # fmt: skip
    cost, size = _checked(effects, errors, costs, sizes)
    table, measures = _options(effects.astype(float), errors.astype(float), cost, size, level)
    notes = []
    blank = table.index[table["effect"].isna()]
    if len(blank):
        notes.append(
            Note("not tried, and so no option: {names:10}", names=[f"{one}, {group}" for one, group in blank])
        )
    table = table[table["effect"].notna()]
    package, proven = None, True
    table["chosen"] = False
    if budget is not None:
        groups = pd.factorize(table.index.get_level_values("group"))[0]
        chosen, proven = best_package(
            table["gain"].to_numpy(), table["total_cost"].to_numpy(), float(budget), groups, most
        )
        table["chosen"] = chosen
        package = table[chosen].drop(columns="chosen")
        if not proven:
            notes.append(Note("the solver stopped early: a better package may exist"))
    taken = table[table["chosen"]]
    return PolicyMix(
        options=table, measures=measures, package=package, gain=float(taken["gain"].sum()),
        gain_error=float(np.sqrt(((taken["shrunk_error"] * taken["size"]) ** 2).sum())), spent=float(taken["total_cost"].sum()),
        budget=None if budget is None else float(budget), proven=proven, level=level, notes=tuple(notes),
    )  # fmt: skip


def _checked(
    effects: pd.DataFrame, errors: pd.DataFrame, costs: Any, sizes: Mapping[Any, float] | None
) -> tuple[Array, Array]:
    """Return costs (measures x groups) and sizes (groups), or everything that is wrong."""
    faults = Faults()
    if effects.empty:
        faults.append(Fault("effects", "there are none", "give measures x groups"))
    for labels in (effects.index, effects.columns):
        twice = labels[labels.duplicated()].unique()
        faults += each(twice, lambda one: Fault(str(one), "occurs more than once", "keep one of them"))
    if (
        set(errors.index) != set(effects.index)
        or set(errors.columns) != set(effects.columns)
        or errors.shape != effects.shape
    ):
        faults.append(
            Fault(
                "errors",
                "have other rows or columns than the effects",
                "give both for the same measures and groups",
            )
        )
    faults.raise_all()
    for frame in (effects, errors):
        faults += finite_faults(frame.rename_axis(index="unit"))
    faults.raise_all()
    e = errors.astype(float).loc[effects.index, effects.columns]
    odd = effects.notna() & ~(e > 0)
    faults += each(np.argwhere(odd.to_numpy()), lambda at: Fault(f"{effects.index[at[0]]}, {effects.columns[at[1]]}",
                   "has no standard error above zero", "give one, or leave the effect empty"))  # fmt: skip
    faults += [
        fault
        for row, one in e.iterrows()
        for name, error in one.items()
        for fault in tiny_faults(f"{row}, {name}", error)
    ]
    known = {} if sizes is None else dict(sizes)
    for name, given, there in (
        ("costs", list(costs.index if isinstance(costs, pd.DataFrame) else dict(costs)), effects.index),
        ("costs", list(costs.columns) if isinstance(costs, pd.DataFrame) else [], effects.columns),
        ("sizes", list(known), effects.columns),
    ):
        faults += _name_faults(name, given, there)
    faults.raise_all()
    cost = _costs(effects, costs, faults)
    size = np.array([float(known.get(one, 1.0 if sizes is None else np.nan)) if is_number(known.get(one, 1.0)) else np.nan
                     for one in effects.columns])  # fmt: skip
    bad = [one for one, number in zip(effects.columns, size, strict=True) if not number > 0]
    faults += [Fault(str(one), "has no size above zero", "say how many units it has") for one in bad]
    faults.raise_all()
    return cost, size


def _name_faults(place: str, given: list[Any], there: pd.Index) -> list[Fault]:
    """Return names that the effects do not have, and names twice."""
    known = Text("there are: {labels}", labels=list(map(str, there)))
    found = [
        Fault(place, "{name} is not among the effects", known, name=str(one))
        for one in given
        if one not in there
    ]
    twice = dict.fromkeys(one for one in given if given.count(one) > 1)
    return found + [Fault(place, "{name} is named twice", "name it once", name=str(one)) for one in twice]


def _costs(effects: pd.DataFrame, costs: Any, faults: Faults) -> Array:
    """Return costs as measures x groups; what is missing or negative goes to the faults."""
    if isinstance(costs, pd.DataFrame):
        table = costs.reindex(index=effects.index, columns=effects.columns)
    else:
        given = dict(costs)
        column = pd.Series([given.get(one, np.nan) for one in effects.index], effects.index, dtype=object)
        table = pd.DataFrame(dict.fromkeys(effects.columns, column))
    fine = table.map(lambda one: is_number(one) and one >= 0).to_numpy()
    odd = effects.index[~(fine | effects.isna().to_numpy()).all(axis=1)]
    faults += [Fault(str(one), "has no cost from 0", "say what it costs for one unit") for one in odd]
    return table.where(fine, np.nan).astype(float).to_numpy()


def _options(
    effects: pd.DataFrame, errors: pd.DataFrame, cost: Array, size: Array, level: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    from scipy.stats import chi2, norm

    errors = errors.loc[effects.index, effects.columns]
    rows, measures = [], {}
    for i, measure in enumerate(effects.index):
        y, e = effects.iloc[i].to_numpy(), errors.iloc[i].to_numpy()
        known = ~np.isnan(y)
        shrunk, error = np.full(len(y), np.nan), np.full(len(y), np.nan)
        if known.any():
            found = shrunk_effects(y[known], e[known])
            shrunk[known], error[known] = found.mean, found.error
            p = float(chi2.sf(found.q, found.df)) if found.df else np.nan
            measures[measure] = (found.centre, found.tau, found.q, found.df, p)
        columns = {
            "effect": y,
            "error": e,
            "shrunk": shrunk,
            "shrunk_error": error,
            "size": size,
            "cost": cost[i],
        }
        rows.append(
            pd.DataFrame(
                columns, pd.MultiIndex.from_product([[measure], effects.columns], names=["measure", "group"])
            )
        )
    table = pd.concat(rows)
    half = norm.ppf((1 + level) / 2) * table["shrunk_error"]
    table["lower"], table["upper"] = table["shrunk"] - half, table["shrunk"] + half
    table["p_positive"] = norm.sf(-table["shrunk"] / table["shrunk_error"])
    table["gain"], table["total_cost"] = table["shrunk"] * table["size"], table["cost"] * table["size"]
    table["cost_per_point"] = (table["cost"] / table["shrunk"]).where(table["shrunk"] > 0)
    frame = pd.DataFrame.from_dict(
        measures, orient="index", columns=["mean", "tau", "q", "df", "p"]
    ).rename_axis("measure")
    return table.sort_values("cost_per_point", kind="stable"), frame
