"""How many factors: parallel analysis and Velicer's minimum average partial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.draw_order import name_order
from govmetrics.core.options import SEED, SHARE, count, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import to_correlation
from govmetrics.psychometrics._item_frames import inverse_of, read_correlations

_MOST_DRAWS = 1_000_000  # draws x items x items numbers are held at once


@dataclass(frozen=True, eq=False)
class Parallel(Result):
    """Number of factors (平行分析).

    Attributes
    ----------
    factors, components : int
        Leading eigenvalues above those of random data, of the reduced and of the full correlation matrix.
    average_partial : int
        Components with the smallest average squared partial correlation (Velicer).
    kaiser : int
        Eigenvalues of the full matrix above one; kept for comparison, it retains too many.
    eigenvalues : DataFrame
        component, component_random, factor, factor_random, average_partial; one row per number of factors.

    See Also
    --------
    parallel
    """

    factors: int
    components: int
    average_partial: int
    kaiser: int
    eigenvalues: pd.DataFrame
    n: int
    draws: int
    quantile: float
    seed: int | None
    notes: tuple[Note, ...]

    _shown: ClassVar = {"eigenvalues": "Eigenvalues beside those of random answers"}

    def _method(self) -> tuple[Text, ...]:
        found = (
            "The number of factors was found by parallel analysis, which compares the eigenvalues with the "
            "{quantile:.3g}% quantile of those of {draws:,} draws of random answers{seeded}, and by Velicer's "
            "minimum average partial correlation."
        )
        seeded = Text("") if self.seed is None else Text(" (seed {seed})", seed=self.seed)
        return (Text(found, quantile=100 * self.quantile, draws=self.draws, seeded=seeded),)

    def _tables(self) -> list[Table]:
        table = self.eigenvalues.rename(columns={"factor": "factor_eigenvalue"})
        return [
            Table.of(
                Text(self._shown["eigenvalues"]), table, "psychometrics", cites=("horn1965", "velicer1976")
            )
        ]

    def _finding(self) -> tuple[Text, ...]:
        found = (
            "Parallel analysis retains {factors:# factor|# factors} and {components:# component|# components}; by the "
            "smallest average partial correlation there {average_partial:is # component|are # components}."
        )
        values = {name: getattr(self, name) for name in ("factors", "components", "average_partial")}
        return (Text(found, **values),)


def parallel(
    items: pd.DataFrame,
    n: int | None = None,
    draws: int = 100,
    quantile: float = 0.95,
    *,
    weights: pd.Series | None = None,
    missing: Literal["listwise", "pairwise"] = "listwise",
    rng: int | np.random.Generator = 0,
) -> Parallel:
    """Return how many factors `items` hold by parallel analysis.

    Parameters
    ----------
    items : DataFrame
        Respondents x items; or a correlation matrix when `n` is given.
    n : int, optional
        Respondents behind a correlation matrix.
    draws : int
        How often as many independent normal answers are drawn, to compare with.
    quantile : float
        Of their eigenvalues.
    weights : Series, optional
        Design weights under the respondents' index.
    missing : {"listwise", "pairwise"}
        Rule for missing answers.
    rng : int or Generator
        Seed of the random answers.

    Returns
    -------
    Parallel

    Raises
    ------
    FaultyInput, UnsuitableMethod
        As for `kmo`; a quantile outside (0, 1), fewer than ten draws.

    Notes
    -----
    The reduced matrix has the communalities of one minimum-residual factor on its diagonal.

    References
    ----------
    Horn, J. L. (1965). A rationale and test for the number of factors in factor analysis. Psychometrika, 30.
    Velicer, W. F. (1976). Determining the number of components from the matrix of partial correlations.
    Psychometrika, 41.

    Examples
    --------
    >>> r = pd.DataFrame([[1, .6, .5], [.6, 1, .5], [.5, .5, 1]])
    >>> parallel(r, n=200).components
    1
    """
    faults = wanted(draws=(draws, count(10, _MOST_DRAWS)), quantile=(quantile, SHARE), rng=(rng, SEED))
    with faults:
        r = read_correlations(items, n, weights, missing)
    faults.raise_all()
    k = len(r.names)
    generator = np.random.default_rng(rng)
    inverse_of(r, Text("parallel analysis"))
    random = _random(r.n, k, draws, generator)
    order = name_order(
        r.names
    )  # what is found by steps differs in the last digits with the order of the items
    values = r.values[np.ix_(order, order)]
    full, reduced = _eigenvalues(values), _eigenvalues(_reduced(values))
    full_random = np.quantile(_eigenvalues(random), quantile, axis=0)
    reduced_random = np.quantile(_eigenvalues(_reduced(random)), quantile, axis=0)
    partial = _average_partial(values)
    table = pd.DataFrame(
        {
            "component": full,
            "component_random": full_random,
            "factor": reduced,
            "factor_random": reduced_random,
            "average_partial": np.append(partial, np.full(k - len(partial), np.nan)),
        },
        index=pd.RangeIndex(1, k + 1, name="number"),
    )
    return Parallel(
        factors=_leading(reduced, reduced_random),
        components=_leading(full, full_random),
        average_partial=int(np.argmin(partial)) + 1 if len(partial) else 1,
        kaiser=int((full > 1).sum()),
        eigenvalues=table,
        n=r.n,
        draws=draws,
        quantile=quantile,
        seed=None if isinstance(rng, np.random.Generator) else int(rng),
        notes=tuple(r.notes),
    )


def _random(n: int, k: int, draws: int, rng: np.random.Generator) -> Array:
    """Return correlations (draws, k, k) of `n` independent normal answers to each of `k` items.

    Their sums of products are drawn themselves, as A A' with A lower triangular: normal below the diagonal,
    roots of chi-squares with n - 1, n - 2, ... degrees of freedom on it (Bartlett 1933).
    """
    a = np.tril(rng.standard_normal((draws, k, k)), -1)
    places = np.arange(k)
    a[:, places, places] = np.sqrt(rng.chisquare(n - 1 - places, size=(draws, k)))
    return to_correlation(a @ a.transpose(0, 2, 1))


def _leading(values: Array, random: Array) -> int:
    """Return how many leading eigenvalues lie above those of random data."""
    above = values > random
    return len(above) if above.all() else int(np.argmin(above))


def _eigenvalues(r: Array) -> Array:
    return np.asarray(np.linalg.eigvalsh(r)[..., ::-1])


def _reduced(r: Array) -> Array:
    """Return correlations (..., k, k) with the communalities of one minimum-residual factor on the diagonal.

    Each loading in turn is the regression of its correlations on the other loadings, for all matrices at once.
    """
    k = r.shape[-1]
    off = r - np.eye(k)
    values, vectors = np.linalg.eigh(r)
    loading = vectors[..., -1] * np.sqrt(values[..., -1:])
    for _ in range(500):
        before = loading.copy()
        for i in range(k):
            rest = (loading**2).sum(axis=-1) - loading[..., i] ** 2
            explained = (off[..., i, :] * loading).sum(axis=-1)
            loading[..., i] = np.clip(explained / np.maximum(rest, 1e-12), -0.9975, 0.9975)
        if np.abs(loading - before).max() < 1e-6:
            break
    reduced = off.copy()
    reduced[..., np.arange(k), np.arange(k)] = loading**2
    return reduced


def _average_partial(r: Array) -> Array:
    """Return Velicer's average squared partial correlation after 1, 2, ... components are taken out."""
    k = len(r)
    values, vectors = np.linalg.eigh(r)
    loadings = vectors[:, ::-1] * np.sqrt(np.maximum(values[::-1], 0))
    averages = []
    for m in range(1, k - 1):
        rest = r - loadings[:, :m] @ loadings[:, :m].T
        spread = np.diag(rest)
        if spread.min() <= 1e-12:
            break
        partial = rest / np.sqrt(np.outer(spread, spread))
        averages.append(((partial**2).sum() - k) / (k * (k - 1)))
    return np.array(averages)
