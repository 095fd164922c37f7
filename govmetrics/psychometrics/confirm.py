"""Confirmatory factor analysis by maximum likelihood."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.options import FLAG, choice, wanted
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import covariance
from govmetrics.numerics.factor_model import Moments
from govmetrics.psychometrics._confirm_fits import complete, gap_notes, prepared, with_gaps
from govmetrics.psychometrics._confirm_labels import labelled
from govmetrics.psychometrics._designs import Above, read_design
from govmetrics.psychometrics._frames import with_names
from govmetrics.psychometrics._hierarchy import (
    against_correlated,
    against_words,
)  # fmt: skip
from govmetrics.psychometrics._item_frames import RESPONDENTS, constant_items, read_answers, read_correlations
from govmetrics.psychometrics._patterns import Factors, Pattern, read_pattern
from govmetrics.psychometrics.confirmation import Confirmation


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
    result = labelled(design, solved, scale, likelihood, missing, [*notes, *design.notes])
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
