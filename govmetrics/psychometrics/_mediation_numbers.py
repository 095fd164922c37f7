"""The numbers of a mediation analysis: equations with their errors, effects with their draws."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import ndtr

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.numerics import indirect_effects
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.indirect_effects import Effects, Equations
from govmetrics.numerics.moment_regression import Equation, bounds, moments, regression
from govmetrics.psychometrics._columns import Columns, read_columns, refuse_dependent, refuse_exact
from govmetrics.psychometrics._probing import Probe, probed
from govmetrics.psychometrics.moderate import CONSTANT, estimates_of

_SOBEL = ["estimate", "se", "z", "p", "z_aroian", "p_aroian"]
_LEAST_DRAWS = 0.9
"""Of the draws so many must give effects."""


@dataclass(frozen=True)
class Roles:
    """Who does what, by name."""

    outcome: str
    predictor: str
    mediators: tuple[str, ...]
    covariates: tuple[str, ...]
    moderator: str | None
    stages: tuple[str, ...]
    serial: bool


@dataclass(frozen=True, eq=False)
class Sample:
    """The columns with the products that are needed, the equations by column, and the moderator's values that are looked at.

    `two` says that the predictor has two values: effects are then standardised by the outcome's deviation alone.
    """

    columns: Columns
    roles: Roles
    model: Equations
    at: dict[str, float]
    mean: float
    two: bool

    @property
    def paths(self) -> list[str]:
        """What every path is called."""
        return [" → ".join(self.roles.mediators[j] for j in path) for path in self.model.paths]


@dataclass(frozen=True, eq=False)
class Fits:
    """Every equation: its regression by outcome, the names of its predictors, and the table of all."""

    regressions: dict[str, Equation]
    predictors: dict[str, list[str]]
    total: Equation | None
    table: pd.DataFrame
    r_squared: pd.Series


@dataclass(frozen=True, eq=False)
class Estimates:
    """Indirect effects (rows by name) with the direct and total one, differences, effects by moderator, draws that failed."""

    table: pd.DataFrame
    differences: pd.DataFrame
    conditional: pd.DataFrame
    index: pd.DataFrame
    failed: int


def read(
    frame: pd.DataFrame,
    roles: Roles,
    probe: Probe,
    weights: pd.Series | None,
    cluster: str | pd.Series | None,
) -> Sample:
    """Check the columns and lay out the equations."""
    named = {"outcome": [roles.outcome], "predictor": [roles.predictor], "mediators": roles.mediators,
             "moderator": [] if roles.moderator is None else [roles.moderator], "covariates": roles.covariates}  # fmt: skip
    columns = read_columns(frame, named, weights, cluster)
    x = columns.of(roles.predictor)[:, 0]
    at, mean = {"": 0.0}, 0.0
    if roles.moderator is not None:
        w = columns.of(roles.moderator)[:, 0]
        at = probed(w, probe, columns.weights)
        mean = float(columns.mean(roles.moderator)[0])
        if {"first", "direct"} & set(roles.stages):
            columns = columns.also(f"{roles.predictor} × {roles.moderator}", x * w)
        if "second" in roles.stages:
            for name in roles.mediators:
                columns = columns.also(f"{name} × {roles.moderator}", columns.of(name)[:, 0] * w)
    sample = Sample(columns, roles, _equations(columns, roles), at, mean, len(np.unique(x)) == 2)
    for outcome, predictors in _predictors(sample).items():
        refuse_dependent(columns, predictors, outcome)
    return sample


def fitted(sample: Sample, level: float) -> Fits:
    """Return every equation with the errors of its coefficients."""
    columns, predictors = sample.columns, _predictors(sample)
    found = {outcome: _regressed(columns, names, outcome) for outcome, names in predictors.items()}
    for outcome, one in found.items():
        refuse_exact(one.r_squared, outcome)
    tables = {
        outcome: estimates_of(one.b, np.diagonal(one.spread), one.df, level).set_index(
            pd.Index([CONSTANT, *predictors[outcome]])
        )
        for outcome, one in found.items()
    }
    table = pd.concat(tables, names=["outcome", "predictor"])
    r_squared = pd.Series(
        {outcome: one.r_squared for outcome, one in found.items()}, name="r_squared"
    ).rename_axis("outcome")
    roles = sample.roles
    total = (
        None if roles.moderator else _regressed(columns, [roles.predictor, *roles.covariates], roles.outcome)
    )
    return Fits(found, predictors, total, table, r_squared)


def estimated(
    sample: Sample, draws: int, rng: np.random.Generator, level: float, *, corrected: bool
) -> Estimates:
    """Return the effects with their bootstrap errors and intervals."""
    columns, names = sample.columns, sample.columns.names
    units = dict(zip(names, np.abs(columns.values - columns.values.mean(axis=0)).max(axis=0), strict=True))
    roles = sample.roles
    unit = 1.0 if roles.moderator is None else units[roles.moderator]
    for name in names:  # a product is measured in the units of its parts
        if " × " in name and name not in (
            roles.predictor,
            roles.outcome,
            *roles.mediators,
            *roles.covariates,
        ):
            units[name] = units[name.removesuffix(f" × {roles.moderator}")] * unit
    scaled = columns.values / np.array([units[name] for name in names])
    z = np.column_stack([np.ones(columns.n), scaled - scaled.mean(axis=0)])
    values = np.array([*sample.at.values(), sample.mean]) / unit
    by = units[roles.outcome] / units[roles.predictor]
    point = indirect_effects.effects(moments(z, columns.weights), sample.model, values, both=not sample.two)
    found = indirect_effects.drawn(
        z, columns.weights, columns.clusters, draws, rng, sample.model, values, both=not sample.two
    )
    whole = (
        np.isfinite(found.indirect).all(axis=(1, 2))
        & np.isfinite(found.direct).all(axis=1)
        & np.isfinite(found.scale)
    )
    if whole.mean() < _LEAST_DRAWS:
        way = "some predictor varies among too few respondents: use fewer predictors, merge categories, or collect more answers"
        raise UnsuitableMethod(
            "draws", "only {share:.0%} of the draws have effects", way, share=float(whole.mean())
        )
    kept = Effects(*(getattr(found, name)[whole] for name in ("indirect", "direct", "index", "scale")))
    table = _Table(level, corrected)
    last = len(values) - 1
    return Estimates(
        _at_the_mean(sample, table, point, kept, by, last, units[roles.predictor]),
        _differences(sample, table, point, kept, by, last),
        _conditional(sample, table, point, kept, by),
        _index(sample, table, point, kept, by / unit, by),
        int((~whole).sum()),
    )


def effects_table(sample: Sample, fits: Fits, found: Estimates, level: float) -> pd.DataFrame:
    """Return the effects; the total and the direct one have the errors of their regressions where nothing moderates them."""
    table = found.table.copy()
    direct = None if "direct" in sample.roles.stages else fits.regressions[sample.roles.outcome]
    for name, one in (("total", fits.total), ("direct", direct)):
        if one is not None:
            row = estimates_of(one.b[1:2], np.diagonal(one.spread)[1:2], one.df, level).iloc[0]
            table.loc[name, ["estimate", "se", "lower", "upper"]] = row[
                ["b", "se", "lower", "upper"]
            ].to_numpy()
    return table


def sobel(sample: Sample, fits: Fits) -> pd.DataFrame:
    """Return Sobel's test of a b for every path of one mediator, and Aroian's; none where paths are moderated.

    The variance is a^2 sb^2 + b^2 sa^2 (Sobel 1982), with sa^2 sb^2 added by Aroian (1947).
    """
    roles = sample.roles
    rows = {}
    b, se = fits.table["b"], fits.table["se"]
    for name in () if {"first", "second"} & set(roles.stages) else roles.mediators:
        first, second = (name, roles.predictor), (roles.outcome, name)
        indirect = b[first] * b[second]
        error = float(np.hypot(b[first] * se[second], b[second] * se[first]))
        z, aroian = indirect / error, indirect / float(np.hypot(error, se[first] * se[second]))
        values = (indirect, error, z, 2 * ndtr(-abs(z)), aroian, 2 * ndtr(-abs(aroian)))
        rows[name] = dict(zip(_SOBEL, values, strict=True))
    return pd.DataFrame.from_dict(rows, orient="index", columns=_SOBEL, dtype=float).rename_axis("path")


@dataclass(frozen=True)
class _Table:
    """How draws become errors and intervals."""

    level: float
    corrected: bool

    def rows(self, estimate: Array, draws: Array) -> pd.DataFrame:
        """Return estimates (k,) with the errors and intervals of their draws (d, k)."""
        lower, upper = bounds(draws, estimate, self.level, corrected=self.corrected)
        return pd.DataFrame(
            {"estimate": estimate, "se": draws.std(axis=0, ddof=1), "lower": lower, "upper": upper}
        )


def _at_the_mean(
    sample: Sample, table: _Table, point: Effects, kept: Effects, by: float, place: int, unit: float
) -> pd.DataFrame:
    """Return total, direct, total indirect and each path's effect, raw and standardised; `unit` is the predictor's."""
    two = 1 / unit if sample.two else 1.0

    def stacked(one: Effects) -> Array:
        paths, direct = one.indirect[:, place], one.direct[:, place]
        return np.column_stack([paths.sum(axis=1) + direct, direct, paths.sum(axis=1), paths])

    estimate, draws = stacked(point), stacked(kept)
    found = table.rows(estimate[0] * by, draws * by)
    standard = table.rows(estimate[0] * point.scale[0] * two, draws * kept.scale[:, None] * two)
    found["standardized"] = standard["estimate"]
    found["standardized_lower"], found["standardized_upper"] = standard["lower"], standard["upper"]
    paths = sample.paths
    return found.set_index(pd.Index(["total", "direct", "total indirect", *paths], name="path"))


def _differences(
    sample: Sample, table: _Table, point: Effects, kept: Effects, by: float, place: int
) -> pd.DataFrame:
    paths = sample.paths
    pairs = list(combinations(range(len(paths)), 2))
    if not pairs:
        return pd.DataFrame(columns=["first", "second", "estimate", "se", "lower", "upper"])
    one, other = ([pair[side] for pair in pairs] for side in (0, 1))
    found = table.rows(
        (point.indirect[0, place, one] - point.indirect[0, place, other]) * by,
        (kept.indirect[:, place, one] - kept.indirect[:, place, other]) * by,
    )
    found.insert(0, "first", [paths[i] for i in one])
    found.insert(1, "second", [paths[i] for i in other])
    return found


def _conditional(sample: Sample, table: _Table, point: Effects, kept: Effects, by: float) -> pd.DataFrame:
    columns = ["moderator_value", "estimate", "se", "lower", "upper"]
    if sample.roles.moderator is None:
        return pd.DataFrame(columns=columns, index=pd.MultiIndex.from_arrays([[], []], names=["path", "at"]))
    parts = {}
    stages, count = set(sample.roles.stages), len(sample.at)
    if stages & {"first", "second"}:
        for p, name in enumerate(sample.paths):
            parts[name] = (point.indirect[0, :count, p], kept.indirect[:, :count, p])
    if "direct" in stages:
        parts["direct"] = (point.direct[0, :count], kept.direct[:, :count])
    frames = {}
    for name, (estimate, draws) in parts.items():
        rows = table.rows(estimate * by, draws * by)
        rows.insert(0, "moderator_value", list(sample.at.values()))
        frames[name] = rows.set_index(pd.Index(list(sample.at)))
    return pd.concat(frames, names=["path", "at"])


def _index(
    sample: Sample, table: _Table, point: Effects, kept: Effects, by: float, by_effect: float
) -> pd.DataFrame:
    """Return the index of moderated mediation; with both stages moderated the difference between the ends."""
    names = pd.Index(sample.paths, name="path")
    if point.index.shape[1]:
        return table.rows(point.index[0] * by, kept.index * by).set_index(names)
    if not {"first", "second"} <= set(sample.roles.stages):
        return pd.DataFrame(columns=["estimate", "se", "lower", "upper"], index=pd.Index([], name="path"))
    last = len(sample.at) - 1
    estimate = point.indirect[0, last] - point.indirect[0, 0]
    return table.rows(
        estimate * by_effect, (kept.indirect[:, last] - kept.indirect[:, 0]) * by_effect
    ).set_index(names)


def _regressed(columns: Columns, names: list[str], outcome: str) -> Equation:
    x = np.column_stack([np.ones(columns.n), columns.of(*names)])
    return regression(x, columns.of(outcome)[:, 0], columns.weights, columns.clusters)


def _equations(columns: Columns, roles: Roles) -> Equations:
    places = {name: place for place, name in enumerate(columns.names, 1)}
    second = "second" in roles.stages
    return Equations(
        predictor=places[roles.predictor], outcome=places[roles.outcome], mediators=tuple(places[m] for m in roles.mediators),
        serial=roles.serial, moderator=None if roles.moderator is None else places[roles.moderator],
        product=places.get(f"{roles.predictor} × {roles.moderator}"),
        products=tuple(places[f"{m} × {roles.moderator}"] for m in roles.mediators) if second else (),
        first="first" in roles.stages, second=second, direct="direct" in roles.stages,
        covariates=tuple(places[name] for name in roles.covariates),
    )  # fmt: skip


def _predictors(sample: Sample) -> dict[str, list[str]]:
    """Return the names of the predictors of every equation, without the constant."""
    names, model = ["", *sample.columns.names], sample.model
    found = {name: model.of_mediator(j)[1:] for j, name in enumerate(sample.roles.mediators)}
    found[sample.roles.outcome] = model.of_outcome()[1:]
    return {outcome: [names[place] for place in places] for outcome, places in found.items()}
