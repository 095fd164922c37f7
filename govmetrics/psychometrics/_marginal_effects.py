"""Average marginal effects: what one more of a predictor, or another category of it, changes on average."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.special import expit, ndtr

from govmetrics.numerics.arrays import Array
from govmetrics.psychometrics._design import Design
from govmetrics.psychometrics._regression_fit import Fitted, normal_or_t

Parameters = Array
Shown = tuple[Callable[[Array, Parameters], Array], Callable[[Array, Parameters], Array]]
"""Of a quantity: its value, and its slope, at x'b (n,) and the other parameters."""


def marginal_effects(fitted: Fitted, level: float) -> pd.DataFrame:
    """Return the effects with standard errors by the delta method, under (quantity, variable).

    Of a number the average slope; of a category the average difference from the reference.
    """
    shown = _quantities(fitted)
    variables = list(
        dict.fromkeys(name for term in fitted.design.terms for name in fitted.design.factors[term])
    )

    def effects(parameters: Parameters) -> Array:
        return _effects(fitted, shown, variables, parameters)

    estimate = effects(fitted.estimate)
    step = 1e-4 * np.maximum(np.sqrt(np.diagonal(fitted.covariance)), 1e-300)
    slopes = np.empty((len(estimate), len(step)))
    for at, size in enumerate(step):
        move = np.zeros(len(step))
        move[at] = size
        slopes[:, at] = (effects(fitted.estimate + move) - effects(fitted.estimate - move)) / (2 * size)
    error = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", slopes, fitted.covariance, slopes), 0.0))
    unsure = {
        name
        for term, one in zip(fitted.design.terms, fitted.unsure, strict=True)
        if one
        for name in fitted.design.factors[term]
    }
    error = np.where(np.tile([name in unsure for name in variables], len(shown)), np.nan, error)
    index = pd.MultiIndex.from_product([list(shown), variables], names=["quantity", "variable"])
    return with_tests(
        pd.DataFrame({"estimate": estimate, "standard_error": error}, index=index), fitted.df, level
    )


def with_tests(table: pd.DataFrame, df: float, level: float) -> pd.DataFrame:
    """Return estimates and standard errors with t or z, p and bounds."""
    named, by = "t" if np.isfinite(df) else "z", normal_or_t(df)
    with np.errstate(divide="ignore", invalid="ignore"):
        table[named] = table["estimate"] / table["standard_error"]
    reach = by.ppf((1 + level) / 2) * table["standard_error"]
    table["p"] = 2 * by.sf(table[named].abs())
    table["lower"], table["upper"] = table["estimate"] - reach, table["estimate"] + reach
    return table


def _effects(fitted: Fitted, shown: dict[str, Shown], variables: list[str], parameters: Parameters) -> Array:
    """Return the effects, quantity by quantity, at some parameters."""
    design, b = fitted.design, parameters[fitted.slopes]
    start = float(parameters[0]) if fitted.slopes.start else 0.0
    index = design.x @ b + start
    share = design.w / design.w.sum()
    found = []
    changes = _changes(design, b, index, variables)
    rises = {name: _rise(design, b, name) for name in variables if name not in changes}
    for value, slope in shown.values():
        steep = share * slope(index, parameters)
        whole = float(steep.sum())
        for name in variables:
            if name in changes:
                low, high = changes[name]
                found.append(float(share @ (value(high, parameters) - value(low, parameters))))
            else:
                rise = rises[name]
                found.append(whole * rise if isinstance(rise, float) else float(steep @ rise))
    return np.asarray(found)


def _rise(design: Design, b: Array, name: str) -> float | Array:
    """Return the slope of x'b in a variable: its coefficient, or with products that it is part of one for each row (n,)."""
    alone = [at for at, term in enumerate(design.terms) if name in design.factors[term]]
    if len(alone) == 1 and design.factors[design.terms[alone[0]]] == (name,):
        return float(b[alone[0]])
    slope = np.zeros(design.n)
    for at in alone:
        parts = design.factors[design.terms[at]]
        times = parts.count(name)
        others = [design.columns[one] for one in parts if one != name]
        power = design.columns[name] ** (times - 1) if times > 1 else np.ones(design.n)
        slope += b[at] * times * np.prod([power, *others], axis=0)
    return slope


def _changes(design: Design, b: Array, index: Array, variables: list[str]) -> dict[str, tuple[Array, Array]]:
    """Return of every category x'b with all rows in the reference, where its variable adds nothing, and with all in it."""
    found = {}
    for among in design.dummies.values():
        own = [at for at, term in enumerate(design.terms) if not set(among).isdisjoint(design.factors[term])]
        low = index - design.x[:, own] @ b[own]
        for name in set(among).intersection(variables):
            high = low.copy()
            for at in own:
                parts = design.factors[design.terms[at]]
                if name in parts and set(among).isdisjoint(set(parts) - {name}):
                    others = [design.columns[one] for one in parts if one != name]
                    high += b[at] * (np.prod(others, axis=0) if others else 1.0)
            found[name] = (low, high)
    return found


def _quantities(fitted: Fitted) -> dict[str, Shown]:
    """Return what is asked of each kind: a mean, a probability, the latent outcome, probabilities of the categories."""
    if fitted.kind == "linear":
        return {"mean": (lambda index, _: index, lambda index, _: np.ones(len(index)))}
    if fitted.kind == "logit":
        level = fitted.design.levels[1]
        return {level: (lambda index, _: expit(index), lambda index, _: expit(index) * expit(-index))}
    if fitted.kind == "ordered":
        return {level: _of_category(at, fitted.k) for at, level in enumerate(fitted.design.levels)}
    low, high = fitted.limits

    def mean(index: Array, parameters: Parameters) -> Array:
        sigma = parameters[-1]
        a, c = (low - index) / sigma, (high - index) / sigma
        inside = ndtr(c) - ndtr(a)
        total = index * inside + sigma * (_density(a) - _density(c))
        total += low * ndtr(a) if np.isfinite(low) else 0.0
        total += high * ndtr(-c) if np.isfinite(high) else 0.0
        return np.asarray(total)

    def within(index: Array, parameters: Parameters) -> Array:
        sigma = parameters[-1]
        return np.asarray(ndtr((high - index) / sigma) - ndtr((low - index) / sigma))

    def rise(index: Array, parameters: Parameters) -> Array:
        sigma = parameters[-1]
        return np.asarray((_density((low - index) / sigma) - _density((high - index) / sigma)) / sigma)

    return {
        "latent": (lambda index, _: index, lambda index, _: np.ones(len(index))),
        "observed": (mean, within),
        "between limits": (within, rise),
    }


def _density(x: Array) -> Array:
    return np.asarray(np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi))


def _of_category(at: int, k: int) -> Shown:
    def reach(index: Array, parameters: Parameters, place: int) -> Array:
        """Return the distance of a threshold, infinite at the ends."""
        cuts = np.concatenate([[-np.inf], parameters[k:], [np.inf]])
        return np.asarray(cuts[place] - index)

    def value(index: Array, parameters: Parameters) -> Array:
        return np.asarray(expit(reach(index, parameters, at + 1)) - expit(reach(index, parameters, at)))

    def slope(index: Array, parameters: Parameters) -> Array:
        below, above = reach(index, parameters, at), reach(index, parameters, at + 1)
        return np.asarray(expit(below) * expit(-below) - expit(above) * expit(-above))

    return value, slope
