"""McDonald's omega, total and hierarchical."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.options import COUNT, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics import factors as extraction
from govmetrics.numerics.arrays import Array
from govmetrics.psychometrics._item_frames import Correlations, inverse_of, read_correlations
from govmetrics.psychometrics._item_statistics import standardized_alpha
from govmetrics.psychometrics._matrix_tables import factor_names, numbered
from govmetrics.psychometrics.explore import check_factors, heywood_notes, rotate


@dataclass(frozen=True, eq=False)
class Omega(Result):
    """McDonald's omega (McDonald ω 系数) of the sum of standardised items.

    Attributes
    ----------
    total : float
        Omega total: share of the sum's variance that all factors explain.
    hierarchical : float
        Omega hierarchical: share that the one general factor explains.
    asymptotic : float
        hierarchical / total: what hierarchical would be with very many such items.
    one_factor : float
        Omega of a one-factor model, (sum of loadings)^2 over the same plus the uniquenesses: what many
        papers report as omega without a name.
    alpha : float
        Standardised alpha, for comparison.
    loadings : DataFrame
        Schmid-Leiman: general, group factors F1, F2, ..., communality, uniqueness.
    groups : DataFrame
        One row per group factor: its loading on the general factor, and the items loading highest on it with
        their omega total, and its parts from the general and from the group factor.

    See Also
    --------
    omega
    """

    total: float
    hierarchical: float
    asymptotic: float
    one_factor: float
    alpha: float
    loadings: pd.DataFrame
    groups: pd.DataFrame
    factors: int
    n: int
    notes: tuple[Note, ...]

    _cites: ClassVar = ("mcdonald1999", "zinbarg2005", "schmidleiman1957")
    _shown: ClassVar = {
        "loadings": "Loadings on the general and the group factors",
        "groups": "Group factors",
    }

    def _method(self) -> tuple[Text, ...]:
        if self.factors == 1:
            return (Text("McDonald's omega was computed from the loadings of one minimum-residual factor."),)
        found = (
            "McDonald's omega was computed from a general factor and {factors} group factors: minimum-residual "
            "factors with oblimin rotation, transformed after Schmid and Leiman."
        )
        return (Text(found, factors=self.factors),)

    def _finding(self) -> tuple[Text, ...]:
        found = (
            "Omega total is {total:.3f}, hierarchical {hierarchical:.3f}; of a model with one factor "
            "{one_factor:.3f}, alpha {alpha:.3f} (n = {n:,})."
        )
        values = {name: getattr(self, name) for name in ("total", "hierarchical", "one_factor", "alpha", "n")}
        return (Text(found, **values),)

    def _tables(self) -> list[Table]:
        count = len(self.groups)
        loadings = Table.of(Text(self._shown["loadings"]), numbered(self.loadings, count), "psychometrics")
        groups = self.groups.set_axis(pd.Index(factor_names(count), dtype=object, name="factor"))
        return [
            loadings,
            *([Table.of(Text(self._shown["groups"]), groups, "psychometrics")] if count else []),
        ]


def omega(
    items: pd.DataFrame,
    factors: int = 3,
    n: int | None = None,
    *,
    weights: pd.Series | None = None,
    missing: Literal["listwise", "pairwise"] = "listwise",
) -> Omega:
    """Return McDonald's omega total and hierarchical of `items`.

    Parameters
    ----------
    items : DataFrame
        Respondents x items, reversed items already flipped; or a correlation matrix (for example a
        polychoric one) when `n` is given.
    factors : int
        Group factors. With two, the general factor's loadings on them are taken as equal; with one, that
        factor is the general factor.
    n : int, optional
        Respondents behind a correlation matrix.
    weights : Series, optional
        Design weights under the respondents' index.
    missing : {"listwise", "pairwise"}
        Rule for missing answers.

    Returns
    -------
    Omega

    Raises
    ------
    FaultyInput
        Answers that are not numbers, or not a correlation matrix.
    UnsuitableMethod
        Constant items, a singular correlation matrix, fewer than three items, as many factors as items.

    Notes
    -----
    Minimum-residual factors, rotated by oblimin, are given a general factor (Schmid and Leiman 1957): one
    minimum-residual factor of their correlations. Nothing is flipped: an item with a negative general
    loading is named in the notes.

    References
    ----------
    McDonald, R. P. (1999). Test Theory: A Unified Treatment. Erlbaum.
    Zinbarg, R. E., Revelle, W., Yovel, I. and Li, W. (2005). Cronbach's alpha, Revelle's beta, and
    McDonald's omega. Psychometrika, 70.
    Schmid, J. and Leiman, J. M. (1957). The development of hierarchical factor solutions. Psychometrika, 22.

    Examples
    --------
    >>> r = pd.DataFrame([[1, .56, .48], [.56, 1, .42], [.48, .42, 1]])  # loadings .8, .7, .6
    >>> round(omega(r, factors=1, n=100).total, 4)  # 1 - (.36 + .51 + .64) / 5.92
    0.7449
    """
    faults = wanted(factors=(factors, COUNT))
    with faults:
        r = read_correlations(items, n, weights, missing, least=3)
    faults.raise_all()
    inverse_of(r, Text("omega"))
    k = len(r.names)
    check_factors(factors, k)
    unrotated = extraction.minimum_residual(r.values, factors)
    notes = [*r.notes, *heywood_notes(unrotated, r.names, "minres")]
    pattern, phi = rotate(unrotated, "oblimin")
    on_general = _general(phi)
    general = pattern @ on_general if factors > 1 else pattern[:, 0]
    group = pattern * np.sqrt(np.maximum(1 - on_general**2, 0.0)) if factors > 1 else np.zeros((k, 0))
    notes += [
        Note(
            "item {item} loads {loading:.2f} on the general factor: is it reversed?",
            item=r.names[i],
            loading=general[i],
        )
        for i in np.nonzero(general < -0.1)[0]
    ]
    if (np.abs(on_general) >= 1).any() and factors > 1:
        notes.append(
            Note(
                "Heywood case: the general factor explains all of a group factor; try other numbers of factors"
            )
        )
    if factors == 2:
        notes.append(Note("two group factors: the general factor is taken to load on both alike"))
    if (k - factors) ** 2 < k + factors:
        notes.append(
            Note(
                "{factors:# factor|# factors} of {items} items are not identified; prefer fewer",
                factors=factors,
                items=k,
            )
        )
    return _labelled(r, (general, group, on_general), (unrotated**2).sum(axis=1), notes)


def _general(phi: Array) -> Array:
    """Return the loadings (m,) of group factors on one general factor, from their correlations (m, m)."""
    m = len(phi)
    if m == 1:
        return np.ones(1)
    if m == 2:
        return np.asarray(np.sqrt(abs(phi[0, 1])) * np.array([1.0, -1.0 if phi[0, 1] < 0 else 1.0]))
    # not polished: where few items leave the group factors poorly determined, the third decimal of omega
    # hierarchical depends on it, and the customary end of the search is what published values rest on
    loading = extraction.minimum_residual(phi, 1, polish=False)[:, 0]
    return np.asarray(loading if loading.sum() >= 0 else -loading)


def _labelled(
    r: Correlations, leiman: tuple[Array, Array, Array], communality: Array, notes: list[Note]
) -> Omega:
    general, group, on_general = leiman
    index, m = pd.Index(r.names, name="item"), group.shape[1]
    names = [f"F{i + 1}" for i in range(m)]
    loadings = pd.DataFrame(np.column_stack([general, group]), index=index, columns=["general", *names])
    loadings["communality"], loadings["uniqueness"] = communality, 1 - communality
    variance = float(r.values.sum())
    total, hierarchical = 1 - float((1 - communality).sum()) / variance, float(general.sum()) ** 2 / variance
    return Omega(
        total=total,
        hierarchical=hierarchical,
        asymptotic=hierarchical / total,
        one_factor=_one_factor(extraction.minimum_residual(r.values, 1)[:, 0]),
        alpha=standardized_alpha(r.values)[0],
        loadings=loadings,
        groups=_groups(r, leiman, communality),
        factors=len(on_general),
        n=r.n,
        notes=tuple(notes),
    )


def _one_factor(loading: Array) -> float:
    common = float(loading.sum()) ** 2
    return common / (common + float((1 - loading**2).sum()))


def _groups(r: Correlations, leiman: tuple[Array, Array, Array], communality: Array) -> pd.DataFrame:
    general, group, on_general = leiman
    rows = []
    home = np.abs(group).argmax(axis=1) if group.shape[1] else np.zeros(len(general), dtype=int)
    for j in range(group.shape[1]):
        own = home == j
        variance = float(r.values[np.ix_(own, own)].sum())
        rows.append(
            {
                "factor": f"F{j + 1}",
                "on_general": float(on_general[j]),
                "items": tuple(r.names[i] for i in np.nonzero(own)[0]),
                "total": 1 - float((1 - communality[own]).sum()) / variance if own.any() else np.nan,
                "general_part": float(general[own].sum()) ** 2 / variance if own.any() else np.nan,
                "group_part": float(group[own, j].sum()) ** 2 / variance if own.any() else np.nan,
            }
        )
    columns = ["factor", "on_general", "items", "total", "general_part", "group_part"]
    return pd.DataFrame(rows, columns=columns).set_index("factor")
