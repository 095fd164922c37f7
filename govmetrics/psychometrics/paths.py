"""Path analysis and structural equation models: what leads to what, directly and indirectly, and whether the whole model fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.options import FLAG, LIST, SHARE, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics.moment_regression import regression
from govmetrics.psychometrics import _path_numbers as numbers
from govmetrics.psychometrics._columns import Columns, read_columns, refuse_dependent
from govmetrics.psychometrics._confirm_tables import loadings_words
from govmetrics.psychometrics._few_rows import without_test
from govmetrics.psychometrics._fit_words import criteria_words, fit_finding, fit_table
from govmetrics.psychometrics._frames import as_table, with_names
from govmetrics.psychometrics._path_model import Arrows, Pairs, Written, read_model
from govmetrics.psychometrics._path_numbers import FittedPaths
from govmetrics.psychometrics._patterns import Factors, read_pattern
from govmetrics.psychometrics._regression_words import errors_note
from govmetrics.psychometrics.moderate import ERRORS

_FEW = 5


@dataclass(frozen=True, eq=False)
class Paths(Result):
    """A path analysis or structural equation model (路径分析、结构方程模型).

    Attributes
    ----------
    coefficients : DataFrame
        Index (outcome, predictor): b, se, z, p, lower, upper, beta (standardised), beta_se.
    r_squared : Series
        Of every outcome.
    effects : DataFrame
        Index (outcome, predictor), of all that an outcome depends on: direct; indirect and total, each with se, p, lower and
        upper by the delta method; beta_direct, beta_indirect, beta_total.
    loadings : DataFrame or None
        With factors: index (factor, item); estimate, se, z, p, standardized.
    covariances : DataFrame
        Index (variable, with): of variables that no arrow leads to, and of residuals that may covary: b, se, z, p, lower,
        upper, correlation.
    residual_variances : Series
        Share of every outcome and item that is not explained.
    fit : Series
        chi_square, df, p, cfi, tli, rmsea with rmsea_lower and rmsea_upper (90 %), srmr, gfi, aic, bic, ...
    residual_correlations : DataFrame
        Observed less implied.
    model : mapping of str to tuple of str
        The predictors of every outcome.
    factors : mapping of str to tuple of str
        The items of every factor.
    errors : str
        textbook, robust, weights or clusters.
    n : int
        Respondents used.
    level : float
        Confidence level.
    notes : tuple of str
        Respondents left out; what to keep in mind.

    See Also
    --------
    paths
    """

    coefficients: pd.DataFrame
    r_squared: pd.Series
    effects: pd.DataFrame
    loadings: pd.DataFrame | None
    covariances: pd.DataFrame
    residual_variances: pd.Series
    fit: pd.Series
    residual_correlations: pd.DataFrame
    model: Mapping[str, tuple[str, ...]]
    factors: Mapping[str, tuple[str, ...]]
    errors: str
    n: int
    level: float
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "coefficients": "Path coefficients",
        "loadings": "Loadings of the factors",
        "effects": "Direct, indirect and total effects",
        "r_squared": "What of every outcome is explained",
        "covariances": "Covariances",
    }

    def _method(self) -> tuple[Text, ...]:
        told = "A path model of observed variables was fitted to {n:# respondent|# respondents} by maximum likelihood ({errors})."
        if self.factors:
            told = (
                "A structural equation model with {factors:# factor|# factors} was fitted to {n:# respondent|# respondents} by "
                "maximum likelihood ({errors}); the first loading of every factor was set to one."
            )
        indirect = Text(
            "Indirect and total effects follow from the matrix of the paths (Bollen), their errors by the delta method."
        )
        return (
            Text(told, factors=len(self.factors), n=self.n, errors=self._errors),
            indirect,
            criteria_words(),
        )

    @property
    def _errors(self) -> Text:
        return _ROBUST if self.errors == "robust" else ERRORS[self.errors]

    def _finding(self) -> tuple[Text, ...]:
        sure = self.coefficients["p"] < 1 - self.level
        arrows = [f"{name} → {outcome}" for outcome, name in self.coefficients.index]
        kept = [arrow for arrow, one in zip(arrows, sure, strict=True) if one]
        told = "{count} of {every:# path|# paths} differ from zero: {names}."
        explained = Text(
            "Explained variance (R²): {values}.",
            values=[f"{name} {value:.3f}" for name, value in self.r_squared.items()],
        )
        return (Text(told, count=len(kept), every=len(arrows), names=kept), explained, *fit_finding(self.fit))

    def _tables(self) -> list[Table]:
        stars = (0.05, 0.01, 0.001)
        first = Table.of(Text(self._shown["coefficients"]), self.coefficients, "psychometrics", groups="outcome", stars=stars,
                         columns=["b", "se", "z", "p", "beta"],
                         notes=(errors_note(self._errors),), cites=("bollen1989",))  # fmt: skip
        tables = [first, fit_table(self.fit)]
        if self.loadings is not None:
            shown = self.loadings.assign(se=self.loadings["se"].where(self.loadings["se"] > 0))
            tables.append(Table.of(Text(self._shown["loadings"]), shown, "psychometrics", groups="factor",
                                   sentence=loadings_words(self.loadings)))  # fmt: skip
        columns = [
            "direct",
            "indirect",
            "indirect_se",
            "indirect_p",
            "total",
            "total_se",
            "total_p",
            "beta_total",
        ]
        effects = self.effects.rename(columns={"total": "total_effect"})
        tables.append(Table.of(Text(self._shown["effects"]), effects, "psychometrics", columns=columns, groups="outcome",
                               cites=("bollen1987",)))  # fmt: skip
        tables.append(Table.of(Text(self._shown["r_squared"]), self.r_squared, "psychometrics"))
        if len(self.covariances):
            tables.append(Table.of(Text(self._shown["covariances"]), self.covariances, "psychometrics",
                                   columns=["b", "se", "z", "p", "correlation"]))  # fmt: skip
        return tables


_ROBUST = Text("standard errors and indices that allow for answers that are not normal")


def paths(
    frame: pd.DataFrame,
    model: Arrows,
    factors: Factors | None = None,
    covariances: Pairs = (),
    centre: bool = False,
    robust: bool = False,
    level: float = 0.95,
    *,
    weights: pd.Series | None = None,
    cluster: str | pd.Series | None = None,
) -> Paths:
    """Fit a model of paths among columns, or among factors that their items measure, by maximum likelihood.

    Parameters
    ----------
    frame : DataFrame
        Respondents x columns, numbers; those who lack a value are left out and counted.
    model : mapping
        {outcome: [predictor, ...]}, without loops. A predictor "a:b" is the product of two columns. All variables that no arrow
        leads to covary.
    factors : mapping, optional
        {factor: [item, ...]}: latent variables, which may stand in the model as columns do.
    covariances : sequence of pairs
        Residuals that may covary: of two outcomes, or of two items.
    centre : bool
        Subtract the means of the columns before they are multiplied.
    robust : bool
        Errors, chi-square and indices that allow for answers that are not normal (what lavaan and Mplus call MLR); by
        default the ordinary ones, as theirs. The table of coefficients says which.
    level : float
        Confidence level.
    weights : Series, optional
        Design weights under the respondents' index: pseudo-maximum likelihood with errors of the sandwich.
    cluster : str or Series, optional
        Column, or Series under the respondents' index, that says who was drawn together: errors are then by cluster.

    Returns
    -------
    Paths

    Raises
    ------
    FaultyInput
        Unknown columns, columns with two roles, answers that are not numbers.
    UnsuitableMethod
        A model that goes round in a loop, has more parameters than covariances, is not identified or does not converge; columns
        that do not vary or depend on each other.

    Notes
    -----
    v = A v + u with Cov(u) = S: the covariances are (I - A)^-1 S (I - A)^-T, total effects (I - A)^-1 - I, indirect ones
    total - A. Without factors and covariances the coefficients are those of least squares, equation by equation. Means are
    not part of the model. The null model of CFI and TLI takes the covariances of observed predictors as they are.

    References
    ----------
    Bollen, K. A. (1989). Structural Equations with Latent Variables. Wiley.
    Bollen, K. A. (1987). Total, direct, and indirect effects in structural equation models. Sociological Methodology, 17.
    Yuan, K.-H. and Bentler, P. M. (2000). Three likelihood-based methods for mean and covariance structure
    analysis with nonnormal missing data. Sociological Methodology, 30.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> people = pd.DataFrame({"service": rng.normal(size=300)})
    >>> people["trust"] = 0.5 * people["service"] + rng.normal(size=300)
    >>> people["taking_part"] = 0.4 * people["trust"] + rng.normal(size=300)
    >>> found = paths(people, {"trust": ["service"], "taking_part": ["trust"]})
    >>> found.coefficients["b"].round(2).tolist(), int(found.fit["df"])
    ([0.6, 0.31], 1)
    """
    wanted(
        covariances=(covariances, LIST), centre=(centre, FLAG), robust=(robust, FLAG), level=(level, SHARE)
    ).raise_all()
    table = with_names(as_table(frame, "frame"))
    pattern = None if factors is None else read_pattern(table, factors).factors
    written = read_model(model, pattern, covariances, list(table.columns))
    names = list(
        dict.fromkeys(part for name in written.columns for part in written.products.get(name, (name,)))
    )
    columns = read_columns(table, {"model": names}, weights, cluster)
    columns = _multiplied(columns, written, centre)
    for outcome, predictors in written.arrows.items():
        observed = [name for name in predictors if name not in written.factors]
        if observed:
            refuse_dependent(columns, observed, outcome)
    errors = columns.errors("robust" if robust else "textbook")
    fits = numbers.fitted(written, columns, robust=errors != "textbook")
    return _labelled(fits, columns, errors, level)


def _labelled(fits: FittedPaths, columns: Columns, errors: str, level: float) -> Paths:
    written = fits.written
    left = numbers.unexplained(fits)
    residual = pd.DataFrame(
        fits.residual, index=pd.Index(written.columns, name="variable"), columns=written.columns
    )
    explained = pd.Series({name: 1 - left[name] for name in written.arrows}, name="r_squared").rename_axis(
        "outcome"
    )
    _refuse_exact(explained)
    effects = numbers.effects(fits, level)
    few = [] if errors == "textbook" else _resting_on_few(columns, written)
    return Paths(
        coefficients=_without(numbers.coefficients(fits, level), set(few)), r_squared=explained,
        effects=_without(effects, {row for row in effects.index if row[1] in {name for _, name in few}}),
        loadings=numbers.loadings(fits), covariances=numbers.covariances(fits, level),
        residual_variances=pd.Series(left, name="residual").rename_axis("variable"),
        fit=pd.Series(fits.indices, name="fit"), residual_correlations=residual,
        model={outcome: tuple(names) for outcome, names in written.arrows.items()},
        factors={factor: tuple(items) for factor, items in written.factors.items()}, errors=errors, n=columns.n, level=level,
        notes=(*columns.notes, *_notes(fits, columns.n, left), *(without_test(f"{name} → {outcome}") for outcome, name in few)),
    )  # fmt: skip


def _resting_on_few(columns: Columns, written: Written) -> list[tuple[str, str]]:
    """Return the arrows (outcome, predictor) among columns that a respondent or two decide, or one cluster."""
    found = []
    for outcome, names in written.arrows.items():
        if not {outcome, *names} & set(written.factors):
            x = np.column_stack([np.ones(columns.n), columns.of(*names)])
            few = regression(
                x, columns.of(outcome)[:, 0], columns.weights, columns.clusters, robust=True
            ).few[1:]
            found += [(outcome, name) for name, one in zip(names, few, strict=True) if one]
    return found


def _without(table: pd.DataFrame, rows: set[tuple[str, str]]) -> pd.DataFrame:
    """Return estimates of which some rows have no errors and tests, since they rest on few respondents."""
    ends = ("se", "z", "p", "lower", "upper")
    errors = [one for one in table.columns if str(one).rpartition("_")[2] in ends]
    without = np.array([place in rows for place in table.index], dtype=bool)
    return table.assign(**{one: table[one].mask(without) for one in errors})


def _multiplied(columns: Columns, written: Written, centre: bool) -> Columns:
    """Return the columns and the products that the model names."""
    for name, parts in written.products.items():
        pair = columns.of(*parts) - (columns.mean(*parts) if centre else 0.0)
        columns = columns.also(name, pair[:, 0] * pair[:, 1])
    return columns


def _refuse_exact(explained: pd.Series) -> None:
    faults = [
        Fault(str(name), "its predictors explain it exactly",
              "an outcome that is made of its predictors has nothing to explain: leave them out")
        for name, value in explained.items() if value > 1 - 1e-9
    ]  # fmt: skip
    if faults:
        raise FaultyInput(faults)


def _notes(fits: FittedPaths, n: int, left: dict[str, float]) -> list[Note]:
    notes, written = [], fits.written
    parameters = fits.model.parameters
    if n < _FEW * parameters:
        told = "{n:,} respondents for {count} parameters: five to ten for each are usually asked for"
        notes.append(Note(told, n=n, count=parameters))
    notes += [
        Note("Heywood case: {name} has a residual variance below zero; the model or the variable is in doubt", name=name)
        for name, value in left.items() if value < 0
    ]  # fmt: skip
    free = [name for name in written.final if not any(name in pair for pair in written.pairs)]
    if len(free) > 1:
        told = "the residuals of {names} do not covary in this model; name them in `covariances` where they share causes"
        notes.append(Note(told, names=free))
    if fits.indices["df"] == 0:
        notes.append(
            Note(
                "the model has as many parameters as covariances: its fit says nothing, its paths are regressions"
            )
        )
    notes.append(
        Note(
            "arrows are assumptions: models with arrows turned round may fit as well, and answers of one time cannot tell them "
            "apart"
        )
    )
    return notes
