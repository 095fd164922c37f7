"""Indirect effects of linear models with mediators, from cross-products: of the sample and of many draws at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.moment_regression import deviations, resampled_moments, solved


@dataclass(frozen=True)
class Equations:
    """Which columns stand in which equation, and which of their coefficients make up an indirect effect.

    Columns are numbered as in the cross-products, 0 the constant. `first` and `direct` name the product of predictor and
    moderator where it stands in the mediators' or the outcome's equation, `second` the products of the mediators with the
    moderator; None or empty where that path is not moderated.
    """

    predictor: int
    outcome: int
    mediators: tuple[int, ...]
    serial: bool = False
    moderator: int | None = None
    product: int | None = None
    products: tuple[int, ...] = ()
    first: bool = False
    second: bool = False
    direct: bool = False
    covariates: tuple[int, ...] = ()

    @property
    def paths(self) -> list[tuple[int, ...]]:
        """The mediators of every path, by their number, the short ones first."""
        k = range(len(self.mediators))
        if not self.serial:
            return [(j,) for j in k]
        return [path for size in range(1, len(self.mediators) + 1) for path in combinations(k, size)]

    def of_mediator(self, j: int) -> list[int]:
        """Return the predictors of mediator `j`, the constant first, the predictor second."""
        moderated = [self.moderator, self.product] if self.first else []
        before = self.mediators[:j] if self.serial else ()
        return [0, self.predictor, *_there(moderated), *before, *self.covariates]

    def of_outcome(self) -> list[int]:
        """Return the predictors of the outcome."""
        moderated = [self.moderator] if self.second or self.direct else []
        moderated += [self.product] if self.direct else []
        products = self.products if self.second else ()
        return [0, self.predictor, *self.mediators, *_there(moderated), *products, *self.covariates]

    def of_total(self) -> list[int]:
        """Return the predictors of the outcome without the mediators."""
        return [0, self.predictor, *self.covariates]


@dataclass(frozen=True, eq=False)
class Effects:
    """In every draw: indirect effects by path and value of the moderator (d, v, p), direct ones (d, v), indices (d, p).

    `scale` (d,) makes them standardised.
    """

    indirect: Array
    direct: Array
    index: Array
    scale: Array


def effects(products: Array, model: Equations, at: Array, *, both: bool) -> Effects:
    """Return the effects of every draw.

    Parameters
    ----------
    products : array (d, q, q)
        Cross-products.
    model : Equations
    at : array (v,)
        Values of the moderator; one value, of no account, where there is none.
    both : bool
        Standardise by the deviations of predictor and outcome; else by the outcome's alone.
    """
    paths = model.paths
    y = _named(products, model.of_outcome(), model.outcome)
    m = [_named(products, model.of_mediator(j), column) for j, column in enumerate(model.mediators)]
    indirect = np.empty((len(products), len(at), len(paths)))
    for v, w in enumerate(at):
        for p, path in enumerate(paths):
            first, last = m[path[0]], path[-1]
            found = first[model.predictor] + (w * first[model.product] if model.first else 0.0)
            for before, after in pairwise(path):
                found = found * m[after][model.mediators[before]]
            tail = y[model.mediators[last]] + (w * y[model.products[last]] if model.second else 0.0)
            indirect[:, v, p] = found * tail
    direct = np.stack(
        [y[model.predictor] + (w * y[model.product] if model.direct else 0.0) for w in at], axis=1
    )
    scale = 1 / deviations(products, model.outcome)
    scale = scale * deviations(products, model.predictor) if both else scale
    return Effects(indirect, direct, _index(model, m, y), scale)


def drawn(
    z: Array, weights: Array | None, clusters: Ints | None, draws: int, rng: np.random.Generator, model: Equations, at: Array,
    *, both: bool,
) -> Effects:  # fmt: skip
    """Return the effects of draws of respondents or clusters, `z` (n, q) the columns."""
    parts = [
        effects(block, model, at, both=both) for block in resampled_moments(z, weights, clusters, draws, rng)
    ]
    joined = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("indirect", "direct", "index", "scale")
    }
    return Effects(**joined)


def _index(model: Equations, m: list[dict[int | None, Array]], y: dict[int | None, Array]) -> Array:
    """Return the index of moderated mediation (Hayes 2015): the slope of an indirect effect on the moderator, (d, p)."""
    if model.first == model.second:  # none, or no straight line
        return np.empty((len(y[0]), 0))
    if model.first:
        columns = [m[j][model.product] * y[column] for j, column in enumerate(model.mediators)]
    else:
        columns = [m[j][model.predictor] * y[model.products[j]] for j in range(len(model.mediators))]
    return np.stack(columns, axis=1)


def _named(products: Array, predictors: list[int], outcome: int) -> dict[int | None, Array]:
    found = solved(products, predictors, outcome)
    return {column: found[:, place] for place, column in enumerate(predictors)}


def _there(columns: list[int | None]) -> list[int]:
    return [column for column in columns if column is not None]
