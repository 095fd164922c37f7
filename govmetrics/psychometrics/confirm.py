"""Confirmatory factor analysis by maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np
import pandas as pd
from scipy.special import chdtri

from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.options import FLAG, choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics import factor_model, factor_scales, robust_fit
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import covariance, to_correlation
from govmetrics.numerics.factor_model import Layout, Moments
from govmetrics.psychometrics._confirm_tables import (
    Fitted,
    estimates,
    heywood,
    loadings,
    loadings_words,
    modifications,
)
from govmetrics.psychometrics._fit_words import criteria_words, fit_finding, fit_table
from govmetrics.psychometrics._frames import with_names
from govmetrics.psychometrics._item_frames import RESPONDENTS, constant_items, read_answers, read_correlations
from govmetrics.psychometrics._model_fit import model_fit, robust_indices
from govmetrics.psychometrics._patterns import Factors, Pattern, read_pattern, starting_values, variance_one

_ESTIMATORS = {
    "normal": Text("maximum likelihood"),
    "wishart": Text("maximum likelihood of the Wishart distribution"),
    "robust": Text(
        "maximum likelihood, with standard errors and indices that allow for answers that are not normal (MLR)"
    ),
}
_SCALES = {
    "marker": Text("The first loading of every factor was set to one."),
    "variance": Text("The variance of every factor was set to one."),
}
_NOTABLE = float(chdtri(1, 0.05))  # 3.84
_CITES = {"robust": ("joreskog1969", "yuanbentler2000", "brosseauliard2014")}


@dataclass(frozen=True, eq=False)
class Confirmation(Result):
    """A confirmatory factor analysis (验证性因子分析).

    Attributes
    ----------
    loadings : DataFrame
        Index (factor, item); estimate, se, z, p, standardized, standardized_se.
    factor_covariances : DataFrame
        Index (factor, factor); estimate, se, z, p.
    factor_correlations : DataFrame
        Factors x factors.
    residuals : DataFrame
        One row per item: estimate, se, z, p, standardized, r_squared.
    fit : Series
        chi_square, df, p, cfi, tli, rmsea with rmsea_lower and rmsea_upper (90 %), srmr, gfi, aic, bic, ...
    modifications : DataFrame
        What freeing a parameter would do: kind, left, right, index, change, standardized_change.
    residual_correlations : DataFrame
        Observed less implied correlations.
    notes : tuple of str
        Heywood cases, respondents left out.

    See Also
    --------
    confirm
    """

    loadings: pd.DataFrame
    factor_covariances: pd.DataFrame
    factor_correlations: pd.DataFrame
    residuals: pd.DataFrame
    fit: pd.Series
    modifications: pd.DataFrame
    residual_correlations: pd.DataFrame
    scale: str
    likelihood: str
    n: int
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "loadings": "Loadings of the factors",
        "factor_covariances": "Variances and covariances of the factors",
        "residuals": "Residual variances of the items",
        "modifications": "Modification indices",
    }

    def _method(self) -> tuple[Text, ...]:
        fitted = (
            "A confirmatory factor model ({factors:# factor|# factors}, {items:# item|# items}) was fitted to {n:# "
            "respondent|# respondents} by {estimator}."
        )
        counts = {"factors": len(self.factor_correlations), "items": len(self.residuals), "n": self.n}
        return (
            Text(fitted, estimator=_ESTIMATORS[self._estimator], **counts),
            _SCALES[self.scale],
            criteria_words(),
        )

    @property
    def _estimator(self) -> str:
        return "robust" if "scaling_factor" in self.fit else self.likelihood

    def _finding(self) -> tuple[Text, ...]:
        return fit_finding(self.fit)

    def _tables(self) -> list[Table]:
        """Return the tables of a confirmatory factor analysis as SPSSAU has them, the fit second."""
        smc = self.loadings.assign(smc=self.loadings["standardized"] ** 2)
        smc["se"] = smc["se"].where(smc["se"] > 0)  # a loading that was set has none
        columns = ["estimate", "se", "z", "p", "standardized", "smc"]
        said, cites = loadings_words(self.loadings), _CITES.get(self._estimator, ("joreskog1969",))
        first = Table.of(
            Text(self._shown["loadings"]),
            smc,
            "psychometrics",
            columns=columns,
            sentence=said,
            cites=cites,
            groups="factor",
        )
        changes = super()._tables()[-1]
        return [first, fit_table(self.fit), *self._variances(), *self._changes(changes)]

    def _variances(self) -> list[Table]:
        """Return the variances and covariances of the factors, and the residual variances of the items."""
        among, residuals = self.factor_covariances.copy(), self.residuals
        among["standardized"] = [self.factor_correlations.loc[pair] for pair in among.index]
        heads = {"estimate": "parameter", "standardized": "parameter_standardized"}
        among["se"] = among["se"].where(among["se"] > 0)
        captions = (Text(self._shown["factor_covariances"]), Text(self._shown["residuals"]))
        return [
            Table.of(caption, frame.rename(columns=heads), "psychometrics")
            for caption, frame in zip(captions, (among, residuals), strict=True)
        ]

    def _changes(self, table: Table) -> list[Table]:
        """Return the modification indices that are significant, and a note on the others."""
        few = self.modifications["index"] >= _NOTABLE
        note = Note(
            "Shown are the {count:,} of {every:,} indices of at least {least:.3g} (p < 0.05).",
            count=int(few.sum()), every=len(few), least=_NOTABLE,
        )  # fmt: skip
        return (
            [replace(table, frame=table.frame[few.to_numpy()], notes=(note,), cites=("sorbom1989",))]
            if few.any()
            else []
        )


def confirm(
    items: pd.DataFrame,
    factors: Factors,
    scale: Literal["marker", "variance"] = "marker",
    likelihood: Literal["normal", "wishart"] = "normal",
    n: int | None = None,
    robust: bool = False,
) -> Confirmation:
    """Fit a confirmatory factor model to `items` by maximum likelihood.

    Parameters
    ----------
    items : DataFrame
        Respondents x items, reversed items already flipped; respondents with a missing answer are left out
        and counted. Or a correlation matrix when `n` is given.
    factors : mapping
        {factor: [item, ...]}; columns that no factor lists take no part. All factors are correlated.
    scale : {"marker", "variance"}
        How unstandardised estimates are scaled: each factor's first loading is one, or its variance.
        Fit and standardised results are the same.
    likelihood : {"normal", "wishart"}
        n times the discrepancy of covariances over n (as lavaan and Mplus), or n - 1 times that of covariances
        over n - 1 (as LISREL, EQS and AMOS's n - 1).
    n : int, optional
        Respondents behind a correlation matrix.
    robust : bool
        Standard errors, and beside the usual a scaled chi-square with scaled and robust CFI, TLI and RMSEA,
        that allow for answers that are not normal (what lavaan and Mplus call MLR). Needs answers and the
        normal likelihood.

    Returns
    -------
    Confirmation

    Raises
    ------
    FaultyInput
        Unknown items; answers that are not numbers.
    UnsuitableMethod
        A factor with one item, constant items, a singular covariance matrix, fewer respondents than items,
        a model that is not identified or does not converge.

    References
    ----------
    Joreskog, K. G. (1969). A general approach to confirmatory maximum likelihood factor analysis.
    Psychometrika, 34.
    Bentler, P. M. and Bonett, D. G. (1980). Significance tests and goodness of fit in the analysis of covariance
    structures. Psychological Bulletin, 88.
    Browne, M. W. and Cudeck, R. (1992). Alternative ways of assessing model fit. Sociological Methods and Research, 21.
    Hu, L. and Bentler, P. M. (1999). Cutoff criteria for fit indexes in covariance structure analysis. Structural
    Equation Modeling, 6.
    Sorbom, D. (1989). Model modification. Psychometrika, 54.
    Yuan, K.-H. and Bentler, P. M. (2000). Three likelihood-based methods for mean and covariance structure
    analysis with nonnormal missing data. Sociological Methodology, 30.
    Brosseau-Liard, P. E. and Savalei, V. (2014). Adjusting incremental fit indices for nonnormality.
    Multivariate Behavioral Research, 49.

    Examples
    --------
    >>> r = pd.DataFrame([[1, .56, .48, .4], [.56, 1, .42, .35], [.48, .42, 1, .3], [.4, .35, .3, 1]])
    >>> result = confirm(r.set_axis(list("abcd"), axis=1), {"f": ["a", "b", "c", "d"]}, n=200)
    >>> result.loadings["standardized"].round(3).tolist()
    [0.8, 0.7, 0.6, 0.5]
    """
    faults = wanted(
        scale=(scale, choice("marker", "variance")), likelihood=(likelihood, choice("normal", "wishart")),
        n=(n, RESPONDENTS), robust=(robust, FLAG),
    )  # fmt: skip
    if not faults and robust and (n is not None or likelihood != "normal"):
        way = "give respondents' answers, and leave the likelihood normal"
        faults.append(Fault("robust", "robust errors need the answers and the normal likelihood", way))
    with faults:
        pattern = read_pattern(items, factors)
    faults.raise_all()
    moments, x, notes = _moments(items, pattern, n, likelihood)
    layout = pattern.layout()
    check_degrees(layout, moments.covariance)
    fixed = variance_one(layout)
    start = starting_values(layout, moments.covariance)
    free = np.eye(layout.size)[:, ~fixed]
    solution = factor_model.fit(layout, [moments], np.where(fixed, 1.0, 0.0), free, start[~fixed])
    check_solution(solution)
    multiplied = Moments(moments.covariance, moments.mean, moments.n - (likelihood == "wishart"))
    implied = factor_model.matrices(layout, solution.parameters[0])[2]
    found = model_fit([implied], [multiplied], solution.discrepancies, free.shape[1], int(moments.n))
    spread = np.linalg.inv(solution.information) / multiplied.n
    if robust:
        spread, trace = robust_fit.sandwich(layout, solution.parameters[0], free, moments, x)
        found |= robust_indices(found, (trace, *robust_fit.kurtosis_traces(x, moments)))
    t, spread = factor_scales.upright(layout, solution.parameters[0], free @ spread @ free.T)
    return _labelled(Fitted(pattern, layout, t, spread, free, multiplied), found, scale, likelihood, notes)


def check_degrees(layout: Layout, cov: Array) -> None:
    """Refuse a model with more parameters than covariances, or singular covariances."""
    p, parts = layout.items, layout.parts
    parameters = parts["residuals"].stop - layout.factors
    if p * (p + 1) // 2 < parameters:
        problem, way = (
            "{parameters} parameters for {count} covariances",
            "a single factor needs at least three items",
        )
        raise UnsuitableMethod("factors", problem, way, parameters=parameters, count=p * (p + 1) // 2)
    values = np.linalg.eigvalsh(cov / np.sqrt(np.outer(np.diag(cov), np.diag(cov))))
    if values[0] < 1e-10:
        way = "use more respondents than items, and leave out duplicated items"
        raise UnsuitableMethod("items", "the covariance matrix is singular", way)


def check_solution(solution: factor_model.Solution) -> None:
    """Refuse a fit that did not converge or is not identified."""
    spread = np.maximum(np.diag(solution.information), 0.0)  # below zero where it is not identified
    scaled = np.sqrt(np.outer(spread, spread))
    smallest = np.linalg.eigvalsh(solution.information / np.maximum(scaled, 1e-300))[0]
    if not solution.converged or smallest < 1e-9:
        problem = "the model is not identified" if solution.converged else "the model did not converge"
        way = "give each factor three or more items that belong together, or merge factors that cannot be told apart"
        raise UnsuitableMethod("factors", problem, way)


def _moments(
    items: pd.DataFrame, pattern: Pattern, n: int | None, likelihood: str
) -> tuple[Moments, Array, list[Note]]:
    frame = with_names(items)
    if n is not None:
        r = read_correlations(frame, n)
        places = [r.names.index(name) for name in pattern.items]
        return (
            Moments(r.values[np.ix_(places, places)], np.zeros(len(places)), float(n)),
            np.empty((0, len(places))),
            r.notes,
        )
    answers = read_answers(frame[pattern.items])
    cov = covariance(answers.values)
    constant = constant_items(cov, answers.names)
    if constant:
        raise UnsuitableMethod(
            [Fault(name, "every answer is the same", "leave the item out") for name in constant]
        )
    cov = cov * ((answers.n - 1) / answers.n) if likelihood == "normal" else cov
    return Moments(cov, answers.values.mean(axis=0), float(answers.n)), answers.values, answers.notes


def _labelled(
    fitted: Fitted, fit_indices: dict[str, float], scale: str, likelihood: str, notes: list[Note]
) -> Confirmation:
    pattern, layout, t = fitted.pattern, fitted.layout, fitted.parameters
    names, parts = list(pattern.factors), layout.parts
    _, phi, sigma, _ = factor_model.matrices(layout, t)
    shown, move = factor_scales.marker(layout, t) if scale == "marker" else (t, np.eye(layout.size))
    table = estimates(shown, np.sqrt(np.maximum(np.diag(move @ fitted.spread @ move.T), 0.0)))
    left, right = layout.pairs
    pairs = [(names[b], names[a]) for a, b in zip(left, right, strict=True)]
    residuals = table.iloc[parts["residuals"]].set_index(pd.Index(pattern.items, name="item"))
    residuals["standardized"] = residuals["estimate"] / np.diag(sigma)
    residuals["r_squared"] = 1 - residuals["standardized"]
    apart = to_correlation(fitted.moments.covariance) - to_correlation(sigma)
    return Confirmation(
        loadings=loadings(fitted, table.iloc[parts["loadings"]].copy()),
        factor_covariances=table.iloc[parts["covariances"]].set_index(
            pd.MultiIndex.from_tuples(pairs, names=["factor", "with"])
        ),
        factor_correlations=pd.DataFrame(phi, index=pd.Index(names, name="factor"), columns=names),
        residuals=residuals,
        fit=pd.Series(fit_indices, name="fit"),
        modifications=modifications(fitted, shown),
        residual_correlations=pd.DataFrame(
            apart, index=pd.Index(pattern.items, name="item"), columns=pattern.items
        ),
        scale=scale,
        likelihood=likelihood,
        n=int(fit_indices["n"]),
        notes=(*notes, *heywood(residuals["estimate"], phi, names)),
    )
