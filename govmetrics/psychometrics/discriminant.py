"""Convergent and discriminant validity: composite reliability, AVE, Fornell-Larcker, HTMT."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text, paragraph
from govmetrics.numerics.arrays import Array
from govmetrics.psychometrics._frames import with_names
from govmetrics.psychometrics._item_frames import read_correlations
from govmetrics.psychometrics._matrix_tables import matrix_table
from govmetrics.psychometrics._patterns import Factors, Pattern, read_pattern
from govmetrics.psychometrics.confirm import confirm
from govmetrics.psychometrics.confirmation import Confirmation

_AVE, _CR = 0.5, 0.7  # Fornell and Larcker (1981)
_HTMT = 0.85  # Henseler, Ringle and Sarstedt (2015)


@dataclass(frozen=True, eq=False)
class Discriminant(Result):
    """Convergent and discriminant validity (聚合效度与区分效度).

    Attributes
    ----------
    factors : DataFrame
        One row per factor: composite_reliability (组合信度 CR) and average_variance_extracted (AVE) from
        standardised loadings, the root of the latter; omega and ave_raw from unstandardised ones, over the
        implied variance, and omega_observed over the observed variance of the sum of the items (semTools'
        compRelSEM); largest_correlation with another factor.
    fornell_larcker : DataFrame
        Factor correlations, with the root of AVE on the diagonal.
    htmt, htmt2 : DataFrame
        Heterotrait-monotrait ratios of absolute correlations, with arithmetic means (Henseler 2015) and with
        geometric means (Roemer 2021; what semTools' htmt gives by default).
    verdicts : DataFrame
        One row per pair of factors: correlation, the smaller root of AVE, fornell_larcker (bool), htmt,
        htmt_below_085 (bool).
    confirmation : Confirmation
        The factor analysis behind it.

    See Also
    --------
    discriminant
    """

    factors: pd.DataFrame
    fornell_larcker: pd.DataFrame
    htmt: pd.DataFrame
    htmt2: pd.DataFrame
    verdicts: pd.DataFrame
    confirmation: Confirmation
    n: int
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "factors": "Average variance extracted and composite reliability",
        "fornell_larcker": "Correlations of the factors, on the diagonal the root of AVE",
        "htmt": "Heterotrait-monotrait ratios (HTMT)",
        "htmt2": "Heterotrait-monotrait ratios of geometric means (HTMT2)",
        "verdicts": "Pairs of factors",
    }

    def _method(self) -> tuple[Text, ...]:
        judged = (
            "Convergent validity was judged by average variance extracted (AVE, at least {ave:g}) and composite "
            "reliability (CR, at least {cr:g}) of the standardised loadings, discriminant validity by Fornell and "
            "Larcker's comparison of the root of AVE with the factors' correlations and by the heterotrait-monotrait "
            "ratio (HTMT, below {htmt:g})."
        )
        alone = (
            "Convergent validity was judged by average variance extracted (AVE, at least {ave:g}) and composite "
            "reliability (CR, at least {cr:g}) of the standardised loadings."
        )
        judgement = Text(judged if len(self.factors) > 1 else alone, ave=_AVE, cr=_CR, htmt=_HTMT)
        return (self.confirmation._method()[0], judgement)

    def _finding(self) -> tuple[Text, ...]:
        return (*self._convergence(), *self._larcker(), *self._ratios())

    def _convergence(self) -> tuple[Text, ...]:
        weak = self.factors.index[self.factors["average_variance_extracted"] < _AVE]
        unreliable = self.factors.index[self.factors["composite_reliability"] < _CR]
        if not len(weak) and not len(unreliable):
            told = "Every factor has AVE of at least {ave:g} and composite reliability of at least {cr:g}."
            return (Text(told, ave=_AVE, cr=_CR),)
        extracted = Text("AVE is at least {ave:g} for every factor.", ave=_AVE)
        if len(weak):
            extracted = Text("AVE is below {ave:g} for {factors}.", ave=_AVE, factors=weak)
        if len(unreliable):
            return extracted, Text(
                "Composite reliability is below {cr:g} for {factors}.", cr=_CR, factors=unreliable
            )
        return extracted, Text("Composite reliability is at least {cr:g} for every factor.", cr=_CR)

    def _larcker(self) -> tuple[Text, ...]:
        """Return what the comparison with the root of AVE says of the pairs; nothing of a single factor."""
        mixed = _pairs(self.verdicts[~self.verdicts["fornell_larcker"]])
        if mixed:
            return (
                Text("By Fornell and Larcker's comparison these are not distinct: {pairs}.", pairs=mixed),
            )
        alone = "The root of every AVE exceeds the factor's correlations: the factors are distinct."
        return (Text(alone),) if len(self.factors) > 1 else ()

    def _ratios(self) -> tuple[Text, ...]:
        mixed = _pairs(self.verdicts[~self.verdicts["htmt_below_085"]])
        if mixed:
            return (Text("HTMT is not below {bound:g} for {pairs}.", bound=_HTMT, pairs=mixed),)
        return (Text("Every HTMT is below {bound:g}.", bound=_HTMT),) if len(self.factors) > 1 else ()

    def _tables(self) -> list[Table]:
        """Return AVE and CR, and below their diagonals the Fornell-Larcker comparison and HTMT, each with its sentence."""
        below = np.tril(np.ones(self.htmt.shape, dtype=bool))
        apart = below & ~np.eye(len(below), dtype=bool)
        convergent, square, htmt, htmt2, pairs = (Text(caption) for caption in self._shown.values())
        columns, cites = ["average_variance_extracted", "composite_reliability"], ("fornelllarcker1981",)
        said = paragraph(self._convergence())
        found = [
            Table.of(convergent, self.factors, "psychometrics", columns=columns, cites=cites, sentence=said)
        ]
        if len(below) < 2:
            return found
        larcker = matrix_table(square, self.fornell_larcker.where(below), cites)
        ratios = matrix_table(htmt, self.htmt.where(apart), ("henseler2015",))
        return [
            *found,
            replace(larcker, sentence=paragraph(self._larcker())),
            replace(ratios, sentence=paragraph(self._ratios())),
            matrix_table(htmt2, self.htmt2.where(apart), ("roemer2021",)),
            Table.of(pairs, self.verdicts, "psychometrics"),
        ]


def _pairs(verdicts: pd.DataFrame) -> list[Text]:
    return [
        Text("{left} – {right}", left=left, right=right)
        for left, right in zip(verdicts["factor"], verdicts["with"], strict=True)
    ]


def discriminant(items: pd.DataFrame, factors: Factors, n: int | None = None) -> Discriminant:
    """Return composite reliability, AVE, the Fornell-Larcker comparison and HTMT of `factors`.

    Parameters
    ----------
    items : DataFrame
        Respondents x items, reversed items already flipped; or a correlation matrix when `n` is given.
    factors : mapping
        {factor: [item, ...]}
    n : int, optional
        Respondents behind a correlation matrix.

    Returns
    -------
    Discriminant

    Raises
    ------
    FaultyInput, UnsuitableMethod
        As for `confirm`.

    References
    ----------
    Fornell, C. and Larcker, D. F. (1981). Evaluating structural equation models with unobservable variables
    and measurement error. Journal of Marketing Research, 18.
    Henseler, J., Ringle, C. M. and Sarstedt, M. (2015). A new criterion for assessing discriminant validity.
    Journal of the Academy of Marketing Science, 43.
    Roemer, E., Schuberth, F. and Henseler, J. (2021). HTMT2: an improved criterion for assessing discriminant
    validity. Industrial Management and Data Systems, 121.

    Examples
    --------
    >>> r = pd.DataFrame([[1, .56, .48, .4], [.56, 1, .42, .35], [.48, .42, 1, .3], [.4, .35, .3, 1]])
    >>> result = discriminant(r.set_axis(list("abcd"), axis=1), {"f": ["a", "b", "c", "d"]}, n=200)
    >>> round(float(result.factors.loc["f", "average_variance_extracted"]), 3)  # (.64 + .49 + .36 + .25) / 4
    0.435
    """
    pattern = read_pattern(items, factors)
    model = confirm(items, factors, n=n)
    frame = with_names(items)
    r = read_correlations(frame if n is not None else frame[pattern.items], n)
    table = _convergent(model, pattern, frame if n is None else None)
    names = list(pattern.factors)
    index = pd.Index(names, name="factor")
    larcker = model.factor_correlations.to_numpy().copy()
    off = np.abs(larcker - np.eye(len(names)))
    table["largest_correlation"] = off.max(axis=0) if len(names) > 1 else np.nan
    np.fill_diagonal(larcker, table["root_ave"])
    ratios = [_htmt(r.values, _places(pattern, r.names), geometric) for geometric in (False, True)]
    verdicts = _verdicts(model.factor_correlations.to_numpy(), table["root_ave"].to_numpy(), ratios[0], names)
    return Discriminant(
        factors=table,
        fornell_larcker=pd.DataFrame(larcker, index=index, columns=names),
        htmt=pd.DataFrame(ratios[0], index=index, columns=names),
        htmt2=pd.DataFrame(ratios[1], index=index, columns=names),
        verdicts=verdicts,
        confirmation=model,
        n=model.n,
        notes=model.notes,
    )


def _convergent(model: Confirmation, pattern: Pattern, answers: pd.DataFrame | None) -> pd.DataFrame:
    rows = []
    complete = None if answers is None else answers[pattern.items].dropna().astype(float)
    for factor, names in pattern.factors.items():
        loading = model.loadings.loc[factor]
        standard, raw = loading["standardized"].to_numpy(), loading["estimate"].to_numpy()
        variance = float(model.factor_covariances["estimate"].to_dict()[(factor, factor)])
        residual = model.residuals.loc[names, "estimate"].to_numpy()
        reliability, extracted = _reliability(standard, 1.0, 1 - standard**2)
        composite, extracted_raw = _reliability(raw, variance, residual)
        observed = float("nan") if complete is None else float(complete[names].sum(axis=1).var(ddof=0))
        rows.append(
            {
                "items": len(names),
                "composite_reliability": reliability,
                "average_variance_extracted": extracted,
                "root_ave": np.sqrt(extracted),
                "omega": composite,
                "omega_observed": variance * raw.sum() ** 2 / observed,
                "ave_raw": extracted_raw,
            }
        )
    return pd.DataFrame(rows, index=pd.Index(list(pattern.factors), name="factor"))


def _reliability(loadings: Array, variance: float, residual: Array) -> tuple[float, float]:
    """Return composite reliability and average variance extracted of a factor with loadings (k,)."""
    common, single = variance * loadings.sum() ** 2, variance * (loadings**2).sum()
    return float(common / (common + residual.sum())), float(single / (single + residual.sum()))


def _places(pattern: Pattern, names: list[str]) -> list[list[int]]:
    return [[names.index(name) for name in items] for items in pattern.factors.values()]


def _htmt(r: Array, places: list[list[int]], geometric: bool) -> Array:
    """Return heterotrait-monotrait ratios (m, m) of absolute correlations (k, k)."""

    def average(block: Array) -> float:
        size = np.abs(block)
        return float(np.exp(np.log(np.maximum(size, 1e-300)).mean()) if geometric else size.mean())

    m = len(places)
    ratios = np.eye(m)
    within = [average(r[np.ix_(own, own)][np.triu_indices(len(own), 1)]) for own in places]
    for i in range(m):
        for j in range(i):
            between = average(r[np.ix_(places[i], places[j])])
            product = within[i] * within[j]
            ratios[i, j] = ratios[j, i] = between / np.sqrt(product) if product > 0 else np.nan
    return ratios


def _verdicts(phi: Array, root_ave: Array, htmt: Array, names: list[str]) -> pd.DataFrame:
    i, j = np.tril_indices(len(names), -1)
    smaller = np.minimum(root_ave[i], root_ave[j])
    return pd.DataFrame(
        {
            "factor": [names[b] for b in j],
            "with": [names[a] for a in i],
            "correlation": phi[i, j],
            "smaller_root_ave": smaller,
            "fornell_larcker": smaller > np.abs(phi[i, j]),
            "htmt": htmt[i, j],
            "htmt_below_085": htmt[i, j] < _HTMT,
        }
    )
