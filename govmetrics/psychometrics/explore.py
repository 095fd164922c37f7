"""Exploratory factor analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import COUNT, SEED, choice, count, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.warn import warn
from govmetrics.core.words import Note, Text
from govmetrics.numerics import factors as extraction
from govmetrics.numerics import fit, rotations
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.draw_order import in_place
from govmetrics.psychometrics._factor_search import SEARCHED, extract, turned_best
from govmetrics.psychometrics._item_frames import Correlations, inverse_of, read_correlations
from govmetrics.psychometrics._matrix_tables import factor_names, numbered
from govmetrics.psychometrics.parallel import parallel

_EXTRACTIONS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "minres": (Text("minimum residuals"), ("harmanjones1966",)),
    "ml": (Text("maximum likelihood"), ("joreskog1967",)),
    "principal_axis": (Text("principal axes"), ()),
    "principal": (Text("a principal components analysis"), ()),
}
_ROTATIONS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "varimax": (Text("varimax rotation"), ("kaiser1958",)),
    "oblimin": (Text("oblimin rotation"), ("jennrich2002",)),
    "promax": (Text("promax rotation"), ("hendricksonwhite1964",)),
}
_LEAST_COMMUNALITY = 0.4  # what SPSSAU asks of an item
_MOST_STARTS = 10_000
_METHOD = choice(*_EXTRACTIONS)
_ROTATION = choice(*_ROTATIONS, "none")


@dataclass(frozen=True, eq=False)
class Exploration(Result):
    """An exploratory factor analysis (探索性因子分析).

    Attributes
    ----------
    loadings : DataFrame
        Items x factors F1, F2, ... in the order of the variance they explain; the pattern when oblique.
    communalities : Series
        Share of each item's variance that the factors explain (共同度).
    factor_correlations : DataFrame
        Identity for orthogonal factors.
    variance : DataFrame
        One row per factor: sum of squares, share, cumulated share (方差解释率).
    eigenvalues : Series
        Of the correlation matrix.
    fit : Series
        chi_square, df, p, rmsea, rmsea_lower, rmsea_upper (90 %), tli, bic, rmsr, objective. NaN where the
        method or the number of factors leaves none.
    starts : int
        Points from which extraction and rotation were searched.
    seed : int or None
        Of the starts after the customary one; None where there are none, or where a Generator drew them.

    See Also
    --------
    explore
    """

    loadings: pd.DataFrame
    communalities: pd.Series
    factor_correlations: pd.DataFrame
    variance: pd.DataFrame
    eigenvalues: pd.Series
    fit: pd.Series
    method: str
    rotation: str
    n: int
    starts: int
    seed: int | None
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "_loadings": "Loadings of the factors and communalities",
        "variance": "Variance explained",
        "factor_correlations": "Correlations of the factors",
    }

    @property
    def _loadings(self) -> pd.DataFrame:
        return self.loadings.assign(communality=self.communalities)

    def _method(self) -> tuple[Text, ...]:
        values = {
            "items": len(self.loadings),
            "factors": len(self.variance),
            "how": _EXTRACTIONS[self.method][0],
        }
        if self.rotation == "none":
            found = "{factors:# factor was|# factors were} extracted from {items} items by {how}, without rotation."
            return (Text(found, **values), *self._searched())
        found = (
            "{factors:# factor was|# factors were} extracted from {items} items by {how}, with {rotation}."
        )
        return (Text(found, rotation=_ROTATIONS[self.rotation][0], **values), *self._searched())

    def _searched(self) -> tuple[Text, ...]:
        if self.starts == 1 or (self.rotation == "none" and self.method not in SEARCHED):
            return ()
        seeded = Text("") if self.seed is None else Text(" (seed {seed})", seed=self.seed)
        told = "The best of the solutions from {starts:#} starts was kept{seeded}."
        return (Text(told, starts=self.starts, seeded=seeded),)

    def _finding(self) -> tuple[Text, ...]:
        count, share = len(self.variance), float(self.variance["cumulated"].iloc[-1])
        found = "{count:# factor explains|# factors explain} {share:.1%} of the variance of {items} items (n = {n:,})."
        said = [Text(found, count=count, share=share, items=len(self.loadings), n=self.n)]
        weak = self.communalities.index[self.communalities < _LEAST_COMMUNALITY]
        if len(weak):
            told = "The communality is below {least:g} for {items}."
            said.append(Text(told, least=_LEAST_COMMUNALITY, items=weak))
        return tuple(said)

    def _tables(self) -> list[Table]:
        """Return loadings with communalities, and the variance explained before and after rotation."""
        count, oblique = (
            len(self.variance),
            not np.array_equal(self.factor_correlations, np.eye(len(self.variance))),
        )
        shown = {
            "_loadings": numbered(self._loadings, count),
            "variance": _explained(self.eigenvalues, self.variance),
            "factor_correlations": numbered(self.factor_correlations, count).set_axis(
                pd.Index(factor_names(count), dtype=object, name="factor")
            ),
        }
        cites = _EXTRACTIONS[self.method][1] + _ROTATIONS.get(self.rotation, (Text(""), ()))[1]
        captions = {key: Text(caption) for key, caption in self._shown.items()}
        if self.rotation == "none":
            captions["_loadings"] = Text("Loadings of the factors without rotation, and communalities")
        return [
            Table.of(captions[key], frame, "psychometrics", cites=cites if key == "_loadings" else ())
            for key, frame in shown.items()
            if oblique or key != "factor_correlations"
        ]


def explore(
    items: pd.DataFrame,
    factors: int | None = None,
    method: Literal["minres", "ml", "principal_axis", "principal"] = "minres",
    rotation: Literal["varimax", "oblimin", "promax", "none"] = "varimax",
    *,
    n: int | None = None,
    weights: pd.Series | None = None,
    missing: Literal["listwise", "pairwise"] = "listwise",
    starts: int = 10,
    rng: int | np.random.Generator = 0,
) -> Exploration:
    """Return an exploratory factor analysis of `items`.

    Parameters
    ----------
    items : DataFrame
        Respondents x items; or a correlation matrix (for example a polychoric one) when `n` is given.
    factors : int, optional
        Number of factors; from parallel analysis when not given (said in the notes).
    method : {"minres", "ml", "principal_axis", "principal"}
        Minimum residual, maximum likelihood, iterated principal axes (stops when the communalities' sum
        changes by less than 0.001), or principal components (SPSS' and SPSSAU's default).
    rotation : {"varimax", "oblimin", "promax", "none"}
        Varimax and promax with Kaiser's normalisation; oblimin is direct quartimin without it.
    n : int, optional
        Respondents behind a correlation matrix.
    weights : Series, optional
        Design weights under the respondents' index.
    missing : {"listwise", "pairwise"}
        Rule for missing answers.
    starts : int
        Points from which extraction (minimum residual and maximum likelihood) and rotation are searched. 1 is
        the customary start only, and reproduces psych; another solution is kept where it is clearly better,
        and the notes say so.
    rng : int or Generator
        Seed of the other starts.

    Returns
    -------
    Exploration

    Raises
    ------
    FaultyInput
        Unknown options; answers that are not numbers.
    UnsuitableMethod
        Constant items, a singular correlation matrix, more factors than items allow.

    Notes
    -----
    chi_square is (n - 1 - (2 k + 5) / 6 - 2 m / 3) times the likelihood discrepancy, with the same multiplier
    for the null model in TLI; RMSEA^2 is chi_square / (df n) - 1 / (n - 1).

    References
    ----------
    Harman, H. H. and Jones, W. H. (1966). Factor analysis by minimizing residuals (minres). Psychometrika, 31.
    Joreskog, K. G. (1967). Some contributions to maximum likelihood factor analysis. Psychometrika, 32.
    Kaiser, H. F. (1958). The varimax criterion for analytic rotation in factor analysis. Psychometrika, 23.
    Hendrickson, A. E. and White, P. O. (1964). Promax. British Journal of Statistical Psychology, 17.

    Examples
    --------
    >>> r = pd.DataFrame([[1, .56, .48], [.56, 1, .42], [.48, .42, 1]])  # loadings .8, .7, .6
    >>> explore(r, factors=1, n=100).loadings["F1"].round(3).tolist()
    [0.8, 0.7, 0.6]
    """
    faults = wanted(
        factors=(factors, optional(COUNT)), method=(method, _METHOD), rotation=(rotation, _ROTATION),
        starts=(starts, count(1, _MOST_STARTS)), rng=(rng, SEED),
    )  # fmt: skip
    with faults:
        r = read_correlations(items, n, weights, missing, least=3)
    faults.raise_all()
    inverse_of(r, Text("factor analysis"))
    notes = list(r.notes)
    if factors is None:
        factors = max(1, parallel(pd.DataFrame(r.values), n=r.n).factors)
        notes.append(Note("{count:# factor|# factors} by parallel analysis", count=factors))
    check_factors(factors, len(r.names))
    generator = np.random.default_rng(rng)
    drawn = in_place(name_order(r.names), generator.random((starts - 1, len(r.names))))
    unrotated, said = extract(r.values, factors, method, drawn)
    notes += [*said, *heywood_notes(unrotated, r.names, method)]
    turned, said = unrotated, []
    if rotation != "none":
        oblique, name = rotation == "oblimin", _ROTATIONS[rotation][0]
        turned, said = turned_best(unrotated, oblique, starts - 1, generator, name)
    seed = int(rng) if starts > 1 and not isinstance(rng, np.random.Generator) else None
    return _labelled(r, (unrotated, turned), method, rotation, (starts, seed), [*notes, *said])


def rotate(loadings: Array, rotation: str) -> tuple[Array, Array]:
    """Return rotated loadings (k, m), explaining most first and mostly positive, and factor correlations (m, m)."""
    m = loadings.shape[1]
    phi = np.eye(m)
    if m > 1 and rotation == "varimax":
        loadings, _, settled = rotations.varimax(loadings)
        if not settled:
            warn(Text(rotations.UNSETTLED))
    elif m > 1 and rotation != "none":
        loadings, phi = rotations.promax(loadings) if rotation == "promax" else rotations.oblimin(loadings)
    order = np.argsort(-np.diag(phi @ loadings.T @ loadings), kind="stable")
    sign = np.where(loadings[:, order].sum(axis=0) < 0, -1.0, 1.0)
    return loadings[:, order] * sign, phi[np.ix_(order, order)] * np.outer(sign, sign)


def _labelled(
    r: Correlations,
    found: tuple[Array, Array],
    method: str,
    rotation: str,
    searched: tuple[int, int | None],
    notes: list[Note],
) -> Exploration:
    """Return the result of unrotated loadings, and of these turned to where the rotation starts."""
    unrotated, turned = found
    loadings, phi = rotate(turned, rotation)
    names = pd.Index([f"F{i + 1}" for i in range(loadings.shape[1])], name="factor")
    index = pd.Index(r.names, name="item")
    squares = np.diag(phi @ loadings.T @ loadings)
    share = squares / len(r.names)
    variance = pd.DataFrame(
        {"sum_of_squares": squares, "share": share, "cumulated": np.cumsum(share)}, index=names
    )
    return Exploration(
        loadings=pd.DataFrame(loadings, index=index, columns=names),
        communalities=pd.Series((unrotated**2).sum(axis=1), index=index, name="communality"),
        factor_correlations=pd.DataFrame(phi, index=names, columns=names),
        variance=variance,
        eigenvalues=pd.Series(
            np.linalg.eigvalsh(r.values)[::-1], index=pd.RangeIndex(1, len(r.names) + 1), name="eigenvalue"
        ),
        fit=pd.Series(_fit(r, unrotated, method), name="fit"),
        method=method,
        rotation=rotation if loadings.shape[1] > 1 else "none",
        n=r.n,
        starts=searched[0],
        seed=searched[1],
        notes=tuple(notes),
    )


def _fit(r: Correlations, loadings: Array, method: str) -> dict[str, float]:
    """Return the fit of unrotated loadings (k, m)."""
    k, m = loadings.shape
    implied = loadings @ loadings.T
    rest = (r.values - implied)[np.triu_indices(k, 1)]
    np.fill_diagonal(implied, 1.0)
    result = {"rmsr": float(np.sqrt((rest**2).mean()))}
    df = ((k - m) ** 2 - k - m) // 2
    absent = ("chi_square", "p", "rmsea", "rmsea_lower", "rmsea_upper", "tli", "bic", "objective")
    if method == "principal" or np.linalg.eigvalsh(implied)[0] <= 0:
        return {"df": float(df)} | dict.fromkeys(absent, float("nan")) | result
    objective = extraction.discrepancy(r.values, implied)
    factor = r.n - 1 - (2 * k + 5) / 6 - 2 * m / 3
    chi_square, null = factor * objective, -factor * float(np.linalg.slogdet(r.values)[1])
    if df <= 0:
        return (
            {"df": float(df), "chi_square": chi_square, "objective": objective}
            | dict.fromkeys(("p", "rmsea", "rmsea_lower", "rmsea_upper", "tli", "bic"), float("nan"))
            | result
        )
    low, high = fit.noncentrality(chi_square, df)
    return result | {
        "df": float(df),
        "chi_square": chi_square,
        "p": float(chdtrc(df, max(chi_square, 0.0))),  # a perfect fit, by rounding
        "rmsea": float(np.sqrt(max(chi_square / (df * r.n) - 1 / (r.n - 1), 0.0))),
        "rmsea_lower": float(np.sqrt(low / (df * r.n))),
        "rmsea_upper": float(np.sqrt(high / (df * r.n))),
        "tli": fit.tucker_lewis(chi_square, df, null, k * (k - 1) // 2),
        "bic": chi_square - df * float(np.log(r.n)),
        "objective": objective,
    }


def heywood_notes(loadings: Array, names: list[str], method: str) -> list[Note]:
    """Return a note for each item that the factors explain wholly (no such thing for components)."""
    if method == "principal":
        return []
    communality = (loadings**2).sum(axis=1)
    return [
        Note(
            "Heywood case: the factors explain all of item {item} (communality {communality:.3f}); "
            "try fewer factors or look for a duplicated item",
            item=names[i],
            communality=communality[i],
        )
        for i in np.nonzero(communality >= 0.9949)[0]
    ]


def check_factors(factors: int, items: int) -> None:
    """Refuse as many factors as items, or more."""
    if factors >= items:
        problem, way = "{factors:# factor|# factors} of {items} items", "choose 1 to {most}"
        raise UnsuitableMethod("factors", problem, way, factors=factors, items=items, most=items - 1)


def _explained(eigenvalues: pd.Series, rotated: pd.DataFrame) -> pd.DataFrame:
    """Return eigenvalues and variance explained before and after rotation, one row per factor."""
    k, values = len(eigenvalues), eigenvalues.to_numpy()
    after = rotated.reset_index(drop=True).reindex(range(k))
    return pd.DataFrame(
        {
            "number": np.arange(1, k + 1),
            "eigenvalue": values,
            "percent": values / k,
            "percent_cumulated": np.cumsum(values) / k,
            "sum_of_squares": after["sum_of_squares"].to_numpy(),
            "share": after["share"].to_numpy(),
            "cumulated": after["cumulated"].to_numpy(),
            "kept": np.arange(k) < len(rotated),
        }
    )
