"""`SpatialRegression`: coefficients, impacts, tests and fit of a spatial regression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Text, p_words

_STARS = (0.05, 0.01, 0.001)
MODELS = {
    "lag": Text("a spatial lag model"),
    "error": Text("a spatial error model"),
    "durbin": Text("a spatial Durbin model"),
}
_EFFECTS = {
    "none": Text("without effects of units or periods"),
    "unit": Text("with fixed effects of units"),
    "both": Text("with fixed effects of units and periods"),
}
TERMS = {
    "constant": Label("Constant", "常数项"),
    "rho": Text("rho (lag of the outcome)"),
    "lambda": Text("lambda (lag of the error)"),
}
TESTS = {
    "lm_lag": Text("LM, lag"),
    "lm_error": Text("LM, error"),
    "robust_lm_lag": Text("Robust LM, lag"),
    "robust_lm_error": Text("Robust LM, error"),
    "residual_moran": Text("Moran's I of residuals (z)"),
    "likelihood_ratio": Text("Likelihood ratio, against no dependence"),
    "lags_of_regressors": Text("Likelihood ratio, against the lag model"),
    "common_factor": Text("Likelihood ratio, against the error model"),
}
FIT = {
    "n": Text("Observations"), "units": Text("Units"), "periods": Text("Periods"), "log_likelihood": Text("Log-likelihood"),
    "aic": Label("AIC", "AIC"), "sigma2": Text("Error variance"), "ols_log_likelihood": Text("Log-likelihood without dependence"),
}  # fmt: skip
_COUNTS = ("n", "units", "periods")


@dataclass(frozen=True, eq=False)
class SpatialRegression(Result):
    """A regression in which neighbours matter (空间回归).

    Attributes
    ----------
    outcome : str
    model : {"lag", "error", "durbin"}
    effects : {"none", "unit", "both"}
    coefficients : DataFrame
        Rows the constant (without effects), regressors, of a Durbin model their lags ("lag INC"), and "rho" (of an error model
        "lambda"): estimate, error, z, p, lower, upper. In a lag or Durbin model they are no effects: read `impacts`.
    impacts : DataFrame
        Rows the regressors: direct (at home, with what comes back), indirect (from or to all others), total; each with its
        error, lower, upper and p ("direct_error", "direct_lower" ...). In an error model the coefficients are the effects.
    tests : DataFrame
        Rows the tests: statistic, df, p. Those on the residuals of least squares (`lm_lag` to `residual_moran`) come before any
        model, likelihood ratios after it.
    residual_moran : float
        Moran's I of the residuals of least squares; NaN in a panel.
    fit : Series
        n, units, periods, log_likelihood, aic, sigma2, ols_log_likelihood.
    errors : {"information", "curvature"}
        Standard errors from the information matrix, or from the curvature of the likelihood.
    level : float
        Of the intervals.
    draws : int
        Behind the errors of impacts.
    rng : int or None
        The seed.
    notes : tuple of Note

    See Also
    --------
    regression
    """

    outcome: str
    model: str
    effects: str
    coefficients: pd.DataFrame
    impacts: pd.DataFrame
    tests: pd.DataFrame
    residual_moran: float
    fit: pd.Series
    errors: str
    level: float
    draws: int
    rng: int | None
    notes: tuple[Note, ...] = ()

    _cites: ClassVar = ("anselin1988", "lesagepace2009", "anselin1996")

    @property
    def log_likelihood(self) -> float:
        """The log-likelihood at its maximum."""
        return float(self.fit["log_likelihood"])

    @property
    def rho(self) -> float:
        """How strongly neighbours matter: rho of a lag or Durbin model, lambda of an error model."""
        return float(self.coefficients["estimate"].iloc[-1])

    def _method(self) -> tuple[Text, ...]:
        first = "{outcome} was explained by {model} {effects}, fitted by maximum likelihood."
        found = [Text(first, outcome=self.outcome, model=MODELS[self.model], effects=_EFFECTS[self.effects])]
        if self.model != "error":
            found.append(Text("Impacts are means over the units; their errors come from {draws:,} draws of the coefficients.",
                              draws=self.draws))  # fmt: skip
        return tuple(found)

    def _finding(self) -> tuple[Text, ...]:
        row = self.coefficients.iloc[-1]
        told = "{outcome} of neighbours matters with rho = {rho:.3f} ({p})."
        if self.model == "error":
            told = "What the regressors of {outcome} leave unexplained goes with that of neighbours, lambda = {rho:.3f} ({p})."
        found = [Text(told, outcome=self.outcome, rho=self.rho, p=p_words(float(row["p"])))]
        for name, one in self.impacts.head(8).iterrows():
            text = "One more of {name}: {direct:.4g} at home, {indirect:.4g} by way of neighbours, {total:.4g} in all ({p})."
            found.append(Text(text, name=str(name), direct=float(one["direct"]), indirect=float(one["indirect"]),
                              total=float(one["total"]), p=p_words(float(one["total_p"]))))  # fmt: skip
        if self.model != "error":
            found.append(Text("Coefficients of such a model are no effects; impacts are."))
        return tuple(found)

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of the impacts, or of an error model's coefficients."""
        return (self.coefficients if self.model == "error" else self.impacts).copy()

    def _tables(self) -> list[Table]:
        coefficients = _headed(
            self.coefficients, "term", [_term(str(name)) for name in self.coefficients.index]
        )
        shown = coefficients.rename(columns={"error": "standard_error"})
        parts = [Table.of(Text("Coefficients of the spatial regression"), shown, "spatial", stars=_STARS)]
        if self.model != "error":
            table = self.impacts[[c for c in self.impacts if not str(c).endswith(("_lower", "_upper"))]]
            parts.insert(0, Table.of(Text("Impacts"), table, "spatial", notes=self.notes))
        tests = _headed(self.tests, "test", [TESTS[str(name)] for name in self.tests.index])
        whole = {key: int(value) if key in _COUNTS else value for key, value in self.fit.items()}
        fit = _headed(
            pd.Series(whole, dtype=object).to_frame("value"), "fit_index", [FIT[str(key)] for key in whole]
        )
        return [
            *parts,
            Table.of(Text("Tests for dependence"), tests, "spatial"),
            Table.of(Text("Fit"), fit, "spatial"),
        ]


def _term(name: str) -> Text | str:
    if name in TERMS:
        return TERMS[name]
    return Text("neighbours' {name}", name=name.removeprefix("lag ")) if name.startswith("lag ") else name


def _headed(table: pd.DataFrame, name: str, labels: list[Text | str]) -> pd.DataFrame:
    return table.set_axis(pd.Index(labels, dtype=object, name=name))
