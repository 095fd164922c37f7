"""Confirmatory factor analysis by maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar, Literal

import numpy as np
import pandas as pd
from scipy.special import chdtrc, chdtri

from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.options import FLAG, choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics import factor_model, factor_scales
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import covariance, to_correlation
from govmetrics.numerics.factor_model import Moments
from govmetrics.psychometrics._confirm_fits import Solved, complete, gap_notes, prepared, with_gaps
from govmetrics.psychometrics._confirm_tables import (
    estimates,
    heywood,
    loadings,
    loadings_words,
    modifications,
)
from govmetrics.psychometrics._designs import Above, Design, read_design
from govmetrics.psychometrics._fit_words import criteria_words, fit_finding, fit_table
from govmetrics.psychometrics._frames import with_names
from govmetrics.psychometrics._hierarchy import (
    Hierarchy,
    against_correlated,
    against_words,
    hierarchy,
    hierarchy_notes,
    hierarchy_tables,
    hierarchy_words,
)  # fmt: skip
from govmetrics.psychometrics._item_frames import RESPONDENTS, constant_items, read_answers, read_correlations
from govmetrics.psychometrics._patterns import Factors, Pattern, read_pattern

_ESTIMATORS = {
    "normal": Text("maximum likelihood"),
    "wishart": Text("maximum likelihood of the Wishart distribution"),
    "robust": Text(
        "maximum likelihood, with standard errors and indices that allow for answers that are not normal (MLR)"
    ),
    "fiml": Text("full-information maximum likelihood, with standard errors from the observed information"),
}
_ABOVE = {
    "second": Text("The factors' correlations were taken to come from second-order factors alone."),
    "general": Text(
        "Every item was let load on a general factor and on one group factor, all of them uncorrelated (bifactor model)."
    ),
}
_SCALES = {
    "marker": Text("The first loading of every factor was set to one."),
    "variance": Text("The variance of every factor was set to one."),
}
_NOTABLE = float(chdtri(1, 0.05))  # 3.84
_CITES = {
    "robust": ("joreskog1969", "yuanbentler2000", "brosseauliard2014"),
    "fiml": ("joreskog1969", "enders2001", "little1988"),
}


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
        Heywood cases, respondents left out, what full information and factors above others rest on.
    missing : str
        "listwise" or "fiml".
    intercepts : DataFrame or None
        With full information, the items' means: estimate, se, z, p.
    mcar : Series or None
        With full information, Little's test that answers are missing completely at random: chi_square, df, p,
        patterns.
    second_order : DataFrame or None
        Index (second_order, factor); estimate, se, z, p, standardized, standardized_se, r_squared, residual (the
        share of the factor that the one above leaves).
    second_order_correlations : DataFrame or None
        Of several second-order factors, and of the factors that stand under none.
    general_loadings : DataFrame or None
        Index (factor, item): standardised loadings on the general and on the group factor, communality, and the
        general factor's share of it; of one second-order factor after Schmid and Leiman.
    general_indices : DataFrame or None
        The general factor first, then the group factors: omega, omega_hierarchical, ecv (of all common variance),
        ecv_within (of that of its own items), h (construct replicability), puc (of the general factor).
    against_correlated : Series or None
        With second-order factors, the fit of freely correlated ones: chi_square, df, delta_chi_square, delta_df,
        delta_p, target (the ratio of the chi-squares).

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
    missing: str = "listwise"
    intercepts: pd.DataFrame | None = None
    mcar: pd.Series | None = None
    second_order: pd.DataFrame | None = None
    second_order_correlations: pd.DataFrame | None = None
    general_loadings: pd.DataFrame | None = None
    general_indices: pd.DataFrame | None = None
    against_correlated: pd.Series | None = None

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
        above = [_ABOVE["second"]] if self.second_order is not None else []
        above += [_ABOVE["general"]] if self.second_order is None and self.general_indices is not None else []
        return (
            Text(fitted, estimator=_ESTIMATORS[self._estimator], **counts),
            _SCALES[self.scale],
            *above,
            criteria_words(),
        )

    @property
    def _estimator(self) -> str:
        if self.missing == "fiml":
            return "fiml"
        return "robust" if "scaling_factor" in self.fit else self.likelihood

    @property
    def _hierarchy(self) -> Hierarchy:
        return Hierarchy(
            self.second_order, self.second_order_correlations, self.general_loadings, self.general_indices
        )

    def _finding(self) -> tuple[Text, ...]:
        return (*fit_finding(self.fit), *hierarchy_words(self._hierarchy))

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
        changes = Table.of(Text(self._shown["modifications"]), self.modifications, "psychometrics")
        above, means = hierarchy_tables(self._hierarchy), []
        if self.intercepts is not None:
            caption, shown = (
                Text("Means of the items"),
                self.intercepts.rename(columns={"estimate": "parameter"}),
            )
            means = [Table.of(caption, shown, "psychometrics")]
        return [first, fit_table(self.fit), *above, *self._variances(), *means, *self._changes(changes)]

    def _variances(self) -> list[Table]:
        """Return the variances and covariances of the factors, and the residual variances of the items."""
        among, residuals = self.factor_covariances.copy(), self.residuals
        among["standardized"] = [self.factor_correlations.loc[pair] for pair in among.index]
        among = among[(among["se"] > 0) | (among["estimate"] != 0)]  # beside a general factor none correlate
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
    *,
    missing: Literal["listwise", "fiml"] = "listwise",
    second_order: Above | None = None,
    general: str | None = None,
) -> Confirmation:
    """Fit a confirmatory factor model to `items` by maximum likelihood.

    Parameters
    ----------
    items : DataFrame
        Respondents x items, reversed items already flipped. Or a correlation matrix when `n` is given.
    factors : mapping
        {factor: [item, ...]}; columns that no factor lists take no part. All factors are correlated, unless
        something stands above them.
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
        normal likelihood, no missing answers and no second-order factors.
    missing : {"listwise", "fiml"}
        Respondents with a missing answer are left out and counted; or all answers are used (full information),
        with standard errors from the observed information, as lavaan's ``missing = "ml"``.
    second_order : mapping, optional
        {second-order factor: [factor, ...]}, three or more below a single one. Factors that stand under none
        correlate with those that do.
    general : str, optional
        Name of a general factor that every item loads on beside its own (bifactor model); no factors correlate.

    Returns
    -------
    Confirmation

    Raises
    ------
    FaultyInput
        Unknown items; answers that are not numbers.
    UnsuitableMethod
        A factor with one item, constant items, a singular covariance matrix, fewer respondents than items,
        a model that is not identified or does not converge; with full information, items that fewer than two
        respondents answered together; too few factors below a second-order factor or beside a general one.

    Notes
    -----
    Full information: chi-square is twice the log likelihood of unrestricted means and covariances (by EM, then
    Newton's steps) less that of the model; CFI and TLI rest on the likelihood of independent items; SRMR compares with
    the unrestricted means and covariances; GFI and AGFI are not given. Where much is missing CFI and RMSEA are
    not what they would be without gaps (Zhang and Savalei 2023).
    Design weights and clusters: `paths` with the same factors, all others leading to one, is the same model and takes them.
    With ``scale="variance"`` second-order loadings are the standardised ones.
    Beside a general factor the two loadings of a group factor of two items are set equal: only their product is known.

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
    Enders, C. K. and Bandalos, D. L. (2001). The relative performance of full information maximum likelihood
    estimation for missing data in structural equation models. Structural Equation Modeling, 8.
    Little, R. J. A. (1988). A test of missing completely at random for multivariate data with missing values.
    Journal of the American Statistical Association, 83.
    Zhang, X. and Savalei, V. (2023). New computations for RMSEA and CFI following FIML and TS estimation with missing
    data. Psychological Methods, 28.
    Marsh, H. W. and Hocevar, D. (1985). Application of confirmatory factor analysis to the study of self-concept.
    Psychological Bulletin, 97.
    Rodriguez, A., Reise, S. P. and Haviland, M. G. (2016). Evaluating bifactor models. Psychological Methods, 21.
    Reise, S. P., Scheines, R., Widaman, K. F. and Haviland, M. G. (2013). Multidimensionality and structural
    coefficient bias in structural equation modeling. Educational and Psychological Measurement, 73.

    Examples
    --------
    >>> r = pd.DataFrame([[1, .56, .48, .4], [.56, 1, .42, .35], [.48, .42, 1, .3], [.4, .35, .3, 1]])
    >>> result = confirm(r.set_axis(list("abcd"), axis=1), {"f": ["a", "b", "c", "d"]}, n=200)
    >>> result.loadings["standardized"].round(3).tolist()
    [0.8, 0.7, 0.6, 0.5]

    Two of the answers are missing; all others are used:

    >>> answers = pd.DataFrame(np.random.default_rng(1).normal(size=(60, 1)) + np.eye(60, 4), columns=list("abcd"))
    >>> answers += np.random.default_rng(2).normal(size=(60, 4))
    >>> answers.iloc[0, 1] = answers.iloc[1, 2] = np.nan
    >>> [confirm(answers, {"f": list("abcd")}, missing=how).n for how in ("listwise", "fiml")]
    [58, 60]
    """
    faults = wanted(
        scale=(scale, choice("marker", "variance")), likelihood=(likelihood, choice("normal", "wishart")),
        n=(n, RESPONDENTS), robust=(robust, FLAG), missing=(missing, choice("listwise", "fiml")),
    )  # fmt: skip
    if not faults:
        faults += _against(n, likelihood, robust, missing, second_order)
    with faults:
        pattern = read_pattern(items, factors)
    faults.raise_all()
    design = read_design(pattern, second_order, general)
    if missing == "fiml":
        given = prepared(read_answers(with_names(items)[pattern.items], missing="pairwise"))
        solve, notes = partial(with_gaps, given=given), given.answers.notes
    else:
        moments, x, notes = _moments(items, pattern, n, likelihood)
        solve = partial(complete, moments=moments, x=x if robust else None, less=int(likelihood == "wishart"))
    solved = solve(design)
    if solved.gaps is not None:
        notes = [*notes, *gap_notes(given, solved.gaps)]
    result = _labelled(design, solved, scale, likelihood, missing, [*notes, *design.notes])
    if not design.tops:
        return result
    against = against_correlated(solved, solve(read_design(pattern, None, None)))
    return replace(result, against_correlated=against, notes=(*result.notes, *against_words(against)))


def _against(
    n: int | None, likelihood: str, robust: bool, missing: str, second_order: Above | None
) -> list[Fault]:
    """Return what options do not go together."""
    faults = []
    if robust and (n is not None or likelihood != "normal"):
        way = "give respondents' answers, and leave the likelihood normal"
        faults.append(Fault("robust", "robust errors need the answers and the normal likelihood", way))
    if robust and missing == "fiml":
        problem, way = (
            "robust errors are not available for answers with gaps",
            'use missing="listwise", or robust=False',
        )
        faults.append(Fault("robust", problem, way))
    if robust and second_order is not None:
        problem, way = "robust errors are not available for second-order factors", "use robust=False"
        faults.append(Fault("robust", problem, way))
    if missing == "fiml" and (n is not None or likelihood != "normal"):
        problem = "full information needs the answers and the normal likelihood"
        faults.append(Fault("missing", problem, "give respondents' answers, and leave the likelihood normal"))
    return faults


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
    design: Design, solved: Solved, scale: str, likelihood: str, missing: str, notes: list[Note]
) -> Confirmation:
    above, found = hierarchy(design, solved, scale)
    t, slope = factor_scales.upright(design.layout, solved.fitted.parameters, solved.fitted.slope)
    fitted = replace(solved.fitted, parameters=t, slope=slope)
    pattern, layout = fitted.pattern, fitted.layout
    notes = [*notes, *found, *hierarchy_notes(design)]
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
        fit=pd.Series(solved.fit, name="fit"),
        modifications=modifications(fitted, shown),
        residual_correlations=pd.DataFrame(
            apart, index=pd.Index(pattern.items, name="item"), columns=pattern.items
        ),
        scale=scale,
        likelihood=likelihood,
        n=int(solved.fit["n"]),
        notes=(*notes, *heywood(residuals["estimate"], phi, names)),
        missing=missing,
        intercepts=_intercepts(solved, pattern),
        mcar=_little(solved),
        second_order=above.second_order,
        second_order_correlations=above.correlations,
        general_loadings=above.loadings,
        general_indices=above.indices,
    )


def _intercepts(solved: Solved, pattern: Pattern) -> pd.DataFrame | None:
    if solved.gaps is None:
        return None
    return estimates(solved.gaps.means, solved.gaps.errors).set_index(pd.Index(pattern.items, name="item"))


def _little(solved: Solved) -> pd.Series | None:
    """Return Little's test that answers are missing completely at random; without p where nothing is missing."""
    if solved.gaps is None:
        return None
    chi_square, df = solved.gaps.little, solved.gaps.little_df
    p = float(chdtrc(df, max(chi_square, 0.0))) if df > 0 else float("nan")
    found = {"chi_square": chi_square, "df": float(df), "p": p, "patterns": float(solved.gaps.patterns)}
    return pd.Series(found, name="mcar")
