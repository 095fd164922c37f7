"""Regressions in which neighbours matter: spatial lag, error and Durbin models by maximum likelihood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import FRAME, LABEL, SEED, SHARE, TEXT, asked, choice, count, optional, several
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.spatial.dependence_tests import lagrange, residual_moran
from govmetrics.spatial.design import CONSTANT, Design, design_of, refuse_unfit
from govmetrics.spatial.determinants import Determinants
from govmetrics.spatial.impacts import drawn, impacts
from govmetrics.spatial.likelihood import (
    Fitted,
    Sizes,
    error_model,
    error_value,
    lag_model,
    lag_value,
    likelihood_of,
    maximum,
    squares,
    window,
)
from govmetrics.spatial.spatial_regression import SpatialRegression
from govmetrics.spatial.spatial_weights import SpatialWeights
from govmetrics.spatial.values import WEIGHTS, needs_links

Model = Literal["lag", "error", "durbin"]
Lag = Callable[[Array], Array]


def regression(
    frame: pd.DataFrame,
    formula: str,
    w: SpatialWeights,
    model: Model = "lag",
    effects: Literal["unit", "both"] | None = None,
    regressors: Sequence[str] | None = None,
    unit: str | None = None,
    period: str | None = None,
    draws: int = 2000,
    rng: int | np.random.Generator = 0,
    level: float = 0.95,
) -> SpatialRegression:
    r"""Regress an outcome on regressors and on what neighbours have, by maximum likelihood.

    Lag: :math:`y = \rho W y + X \beta + \varepsilon`. Error: :math:`y = X \beta + u`, :math:`u = \lambda W u + \varepsilon`.
    Durbin: :math:`y = \rho W y + X \beta + W X \theta + \varepsilon`. In lag and Durbin models a coefficient is no effect, as
    what it does comes back by way of neighbours: read `impacts`, the means of the derivatives
    :math:`(I - \rho W)^{-1} (I \beta_r + W \theta_r)`.

    Parameters
    ----------
    frame : DataFrame
        Rows are units, or units in periods: its index, or the columns that `unit` and `period` name.
    formula : str
        "outcome ~ first + second": columns; names with + or ~ in them stand in backticks. With `regressors`, the outcome's name.
    w : SpatialWeights
        Of the same units; in a panel the same in every period.
    model : {"lag", "error", "durbin"}
    effects : {"unit", "both"}, optional
        Fixed effects of a panel. Means of units are taken out, a period less counts, and of both a unit less (Lee and Yu 2010).
        None for a cross-section, or a panel taken as one.
    regressors : list of str, optional
        Columns, instead of a formula.
    unit, period : str, optional
        Columns with the units and the periods.
    draws : int
        Behind the errors of impacts.
    rng : int or Generator
        Seed.
    level : float
        Of the intervals.

    Returns
    -------
    SpatialRegression
        `coefficients`, `impacts`, `tests`, `log_likelihood`.

    Raises
    ------
    FaultyInput
        Unknown columns, words or gaps in them, other units than those of the weights, units that lack in some period.
    UnsuitableMethod
        Regressors that do not vary or follow from each other, too few units, effects without several periods; effects of both
        with weights that do not sum to one.

    References
    ----------
    Anselin, L. (1988). Spatial Econometrics: Methods and Models. Kluwer. Ord, K. (1975). Estimation methods for models of spatial
    interaction. Journal of the American Statistical Association 70, 120-126. LeSage, J. and Pace, R. K. (2009). Introduction to
    Spatial Econometrics. CRC Press. Anselin, L., Bera, A. K., Florax, R. and Yoon, M. J. (1996). Simple diagnostic tests for
    spatial dependence. Regional Science and Urban Economics 26, 77-104. Lee, L. and Yu, J. (2010). Estimation of spatial
    autoregressive panel data models with fixed effects. Journal of Econometrics 154, 165-185.

    Examples
    --------
    >>> import govmetrics as gm
    >>> units = [f"u{k}" for k in range(40)]
    >>> w = gm.spatial.weights(pd.DataFrame({"from": units, "to": units[1:] + units[:1]}))
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame({"income": rng.normal(size=40)}, units)
    >>> near = np.linalg.inv(np.eye(40) - 0.5 * w.matrix().to_numpy())
    >>> frame["trust"] = near @ (frame["income"] + rng.normal(0, 0.1, 40))
    >>> found = regression(frame, "trust ~ income", w)
    >>> round(found.rho, 1), found.impacts["total"].round(1).tolist()
    (0.5, [2.1])
    """
    asked(frame=(frame, FRAME), formula=(formula, TEXT), w=(w, WEIGHTS), model=(model, choice("lag", "error", "durbin")),
          effects=(effects, optional(choice("unit", "both"))), regressors=(regressors, optional(several(LABEL, 1))),
          unit=(unit, optional(LABEL)), period=(period, optional(LABEL)), draws=(draws, count(100, 10**6)), rng=(rng, SEED),
          level=(level, SHARE))  # fmt: skip
    design = design_of(frame, formula, regressors, w, unit, period)
    needs_links(w)
    _refuse_effects(design, effects, w)
    fitting = _Fitting(design, w, model, effects)
    return fitting.result(draws, *generator_of(rng), level)


def _refuse_effects(design: Design, effects: str | None, w: SpatialWeights) -> None:
    if effects is not None and len(design.periods) < 2:
        raise UnsuitableMethod("effects", "need several periods", "give a panel, or leave effects out")
    if effects == "both" and (not w.standardised or w.islands):
        problem = "of periods need weights that sum to one for every unit"
        raise UnsuitableMethod(
            "effects", problem, 'use w.standardise(), leave out units without neighbours, or effects="unit"'
        )


class _Fitting:
    """Arrays of a regression, means taken out, and what is fitted to them."""

    def __init__(self, design: Design, w: SpatialWeights, model: str, effects: str | None) -> None:
        self.design, self.model, self.effects = design, model, effects
        self.w, self.weights = w.sparse, w
        t, n = design.y.shape
        within = effects is not None
        self.sizes = Sizes(t - within, n - (effects == "both"), effects == "both")
        k = design.x.shape[2]
        self.y = self._within(design.y[:, :, None])[:, 0]
        own = self._within(design.x)
        self.wy, of_lags = self.lag(self.y), self.lag(own)
        names = list(design.regressors)
        parts = [own, of_lags] if model == "durbin" else [own]
        names += [f"lag {name}" for name in design.regressors] if model == "durbin" else []
        self.first = 0 if within else 1
        constant = [] if within else [np.ones((len(self.y), 1))]
        self.plain = np.concatenate([*constant, own], axis=1)
        self.x = np.concatenate([*constant, *parts], axis=1)
        self.names = [*([] if within else [CONSTANT]), *names]
        refuse_unfit(self.y, self.x, design.outcome, self.names, self.sizes.n)
        self.places: Ints = np.arange(k) + self.first
        self.lags: Ints = self.places + k if model == "durbin" else np.full(k, -1)
        self.dets = Determinants(w.sparse, w.raw, w.standardised, w.symmetric)

    def _within(self, cube: Array) -> Array:
        """Return columns (periods * units, k) less the means of units, and of periods."""
        if self.effects is not None:
            cube = cube - cube.mean(axis=0)
        if self.effects == "both":
            cube = cube - cube.mean(axis=1, keepdims=True)
        return cube.reshape(-1, cube.shape[2])

    def lag(self, values: Array) -> Array:
        """Return what neighbours have, by period; less its mean where means of periods are taken out."""
        t, n = self.design.y.shape
        cube = values.reshape(t, n, -1)
        found = np.stack([self.w @ one for one in cube])
        if self.effects == "both":
            found -= found.mean(axis=1, keepdims=True)
        return found.reshape(values.shape)

    def fit(self, model: str, x: Array) -> Fitted:
        """Fit a model."""
        if model == "error":
            return error_model(self.y, self.wy, x, self.lag(x), self.dets, self.sizes)
        return lag_model(self.y, self.wy, x, self.dets, self.sizes)

    def result(
        self, draws: int, rng: np.random.Generator, seed: int | None, level: float
    ) -> SpatialRegression:
        """Return what was found."""
        fitted = self.fit(self.model, self.x)
        moran = residual_moran(self.y, self.plain, self.w) if not self.design.periods else (np.nan,) * 3
        plain = likelihood_of(squares(self.y, self.x)[1], self.sizes, 0.0)
        fit = {"n": self.design.y.size, "units": self.design.y.shape[1], "periods": self.design.y.shape[0],
               "log_likelihood": fitted.log_likelihood, "aic": 2 * (len(self.names) + 2) - 2 * fitted.log_likelihood,
               "sigma2": fitted.sigma2, "ols_log_likelihood": plain}  # fmt: skip
        notes = list(self.weights.notes)
        if self.design.periods and self.effects is None:
            notes.append(Note("units are the same in all periods, but no effects of units were taken out"))
        if not fitted.exact:
            notes.append(Note("standard errors are from the curvature of the likelihood"))
        return SpatialRegression(
            self.design.outcome, self.model, self.effects or "none", self._coefficients(fitted, level),
            self._impacts(fitted, draws, rng, level), self._tests(fitted, moran, plain), moran[0],
            pd.Series(fit), "information" if fitted.exact else "curvature", float(level), draws, seed, tuple(notes),
        )  # fmt: skip

    def _coefficients(self, fitted: Fitted, level: float) -> pd.DataFrame:
        estimate = np.append(fitted.beta, fitted.rho)
        error = np.sqrt(np.roll(np.diag(fitted.covariance), -1))
        name = "lambda" if self.model == "error" else "rho"
        return pd.DataFrame(_normal(estimate, error, level), pd.Index([*self.names, name], name="term"))

    def _impacts(self, fitted: Fitted, draws: int, rng: np.random.Generator, level: float) -> pd.DataFrame:
        index = pd.Index(self.design.regressors, name="regressor")
        if self.model == "error":
            estimate = fitted.beta[self.places]
            error = np.sqrt(np.diag(fitted.covariance))[1 + self.places]
            nothing = {key: np.zeros(len(estimate)) for key in ("estimate", "error", "lower", "upper")}
            one = _normal(estimate, error, level)
            parts = {
                "direct": one,
                "indirect": {**nothing, "p": np.full(len(estimate), np.nan)},
                "total": one,
            }
        else:
            theta = np.where(self.lags >= 0, fitted.beta[np.maximum(self.lags, 0)], 0.0)
            span = window(fitted.rho, 1e-3, self.dets)
            found = impacts(np.array(fitted.rho), fitted.beta[self.places], theta, self.dets, span)
            simulated = drawn(fitted, self.places, self.lags, self.dets, draws, rng)
            tails = [(1 - level) / 2, (1 + level) / 2]
            parts = {}
            for name, value, ones in zip(("direct", "indirect", "total"), found, simulated, strict=True):
                table = _normal(value, ones.std(axis=0, ddof=1), level)
                table["lower"], table["upper"] = np.quantile(ones, tails, axis=0)
                parts[name] = table
        columns = {(name if key == "estimate" else f"{name}_{key}"): one for name, table in parts.items()
                   for key, one in table.items() if key != "z"}  # fmt: skip
        return pd.DataFrame(columns, index)

    def _tests(self, fitted: Fitted, moran: tuple[float, ...], plain: float) -> pd.DataFrame:
        from scipy.stats import chi2, norm

        found = {name: (value, 1.0, float(chi2.sf(value, 1))) for name, value in
                 lagrange(self.y, self.wy, self.plain, self.lag, self.w, self.sizes).items()}  # fmt: skip
        if not np.isnan(moran[0]):
            z = (moran[0] - moran[1]) / np.sqrt(moran[2])
            found["residual_moran"] = (float(z), np.nan, float(2 * norm.sf(abs(z))))
        ratios = {"likelihood_ratio": (plain, 1)}
        if self.model == "durbin":
            k, x = len(self.design.regressors), self.plain
            without = lag_value(self.y, self.wy, x, self.dets, self.sizes)
            common = error_value(self.y, self.wy, x, self.lag(x), self.dets, self.sizes)
            ratios["lags_of_regressors"] = (without(maximum(without, self.dets)), k)
            ratios["common_factor"] = (common(maximum(common, self.dets)), k)
        for name, (less, df) in ratios.items():
            value = max(2 * (fitted.log_likelihood - less), 0.0)
            found[name] = (value, float(df), float(chi2.sf(value, df)))
        return pd.DataFrame.from_dict(found, orient="index", columns=["statistic", "df", "p"]).rename_axis(
            "test"
        )


def _normal(estimate: Array, error: Array, level: float) -> dict[str, Any]:
    """Return estimates with errors, z, p and intervals."""
    from scipy.stats import norm

    half = norm.isf((1 - level) / 2) * error
    z = estimate / error
    return {"estimate": estimate, "error": error, "z": z, "p": 2 * norm.sf(np.abs(z)), "lower": estimate - half,
            "upper": estimate + half}  # fmt: skip
