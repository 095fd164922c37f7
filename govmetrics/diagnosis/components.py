"""Principal components of every group (分维度主成分): loadings, shares of the variance, sampling adequacy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Group, IndicatorTree, Scaled, Scores, UnsuitableMethod
from govmetrics.core.options import COUNT, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.diagnosis.common import check_rows
from govmetrics.diagnosis.peers import VALUES
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import covariance, to_correlation
from govmetrics.numerics.sampling_adequacy import sampling_adequacy

KMO = 0.5
"""Below it Kaiser (1974) calls correlations unacceptable for factors."""


@dataclass(frozen=True, eq=False)
class Components(Result):
    """Which dimensions the parts of every group have.

    Attributes
    ----------
    loadings : DataFrame
        One row per part: group, pca_weight (in the first component's unit vector, whose squares sum to one; COINr's "PCA
        weights"), and the loadings (correlations) on the first components, "component 1" and so on.
    variance : DataFrame
        One row per group and component: group, component, eigenvalue, sd (its root), variance_share, cumulative.
    groups : DataFrame
        One row per group: n (units with all parts), left_out (units without), parts, above_one (eigenvalues above one),
        variance_share of the first, one_sign (whether all parts load on it with one sign), kmo.
    tree : IndicatorTree
        For the names.
    notes : tuple of str

    See Also
    --------
    components
    """

    loadings: pd.DataFrame
    variance: pd.DataFrame
    groups: pd.DataFrame
    tree: IndicatorTree
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {
        "groups": "Principal components of the groups",
        "loadings": "Loadings on the components of the group",
        "variance": "Variance of the components",
    }
    _cites: ClassVar = ("oecd2008", "kaiser1974", "Becker2022")

    def _names(self) -> dict[Any, str]:
        more = [name for name in map(str, self.loadings) if name.startswith("component ")]
        own = {name: Text("Component {number}", number=int(name.split()[1])) for name in more}
        return {**self.tree.names(), **own}

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Principal components of the correlations of each group's parts were taken over the units with all of them, with "
            "the Kaiser-Meyer-Olkin measure."
        )
        return (Text(told),)

    def _finding(self) -> tuple[Text, ...]:
        names, table = self.tree.names(), self.groups
        if not len(table):
            return (Text("No group has two parts with enough units."),)
        several = [names[code] for code in table.index[table["above_one"] > 1]]
        mixed = [names[code] for code in table.index[~table["one_sign"]]]
        poor = [names[code] for code in table.index[table["kmo"] < KMO]]
        found = []
        if several:
            found.append(Text("More than one dimension (eigenvalues above one): {names:10}.", names=several))
        if mixed:
            found.append(
                Text(
                    "Parts that go against the others, so that weights by components would be negative: {names:10}.",
                    names=mixed,
                )
            )
        if poor:
            found.append(
                Text(
                    "Correlations that hardly suit components (KMO below {least:g}): {names:10}.",
                    least=KMO,
                    names=poor,
                )
            )
        return tuple(found) or (Text("Every group has one dimension to which all its parts contribute."),)


def components(values: Scaled | Scores, most: int = 3) -> Components:
    """Return the principal components of the parts of every group.

    Parameters
    ----------
    values : Scaled or Scores
        Directed values of one period: of the leaves, or scores, which have the groups above them, too.
    most : int
        Loadings of at most so many components are shown.

    Returns
    -------
    Components

    Raises
    ------
    UnsuitableMethod
        Fewer than five units, or rows with periods.

    Notes
    -----
    Columns are standardised; units with a gap in a group are left out of it, and counted. The first component is turned so that
    its loadings sum to more than zero. A singular correlation matrix has no KMO, and two parts alone none that says
    anything: it is always a half.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 4.
    Kaiser, H. F. (1974). An index of factorial simplicity. Psychometrika, 39, 31-36.
    Becker, W., Caperna, G., Del Sorbo, M., Norlén, H., Papadimitriou, E. and Saisana, M. (2022). COINr: An R package for
    developing composite indicators. Journal of Open Source Software 7(78), 4567.

    Examples
    --------
    Two columns with the correlation r have the eigenvalues 1 + r and 1 - r:

    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"A": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [1.0, 2, 3, 4, 5], "b": [2.0, 1, 4, 3, 5]})
    >>> found = components(Scaled(tree, x, pd.DataFrame(), "min_max", (0, 100)))
    >>> found.variance["eigenvalue"].round(3).tolist(), found.loadings["pca_weight"].round(4).tolist()
    ([1.8, 0.2], [0.7071, 0.7071])
    """
    faults = wanted(values=(values, VALUES), most=(most, COUNT))
    if isinstance(values, Scaled | Scores):
        with faults:
            check_rows(values.values.index)
    faults.raise_all()
    tree = values.tree if isinstance(values, Scaled) else values.weights.tree
    loadings, variance, groups, notes = [], [], {}, []
    names = tree.names()
    for group in tree.groups:
        parts = tree.parts(group.code)
        if len(parts) < 2 or (
            isinstance(values, Scaled) and any(isinstance(tree[code], Group) for code in parts)
        ):
            continue
        x = values.values[parts].to_numpy(dtype=float)
        whole = x[~np.isnan(x).any(axis=1)]
        if len(whole) < 5 or (whole.max(axis=0) == whole.min(axis=0)).any():
            told = "{group}: fewer than five units with all parts, or a part that does not vary"
            notes.append(Note(told, group=names[group.code]))
            continue
        found = _components(whole)
        shown = min(most, len(parts))
        for place, code in enumerate(parts):
            loads = {f"component {c + 1}": found.loadings[place, c] for c in range(shown)}
            loadings.append(
                {"code": code, "group": group.code, "pca_weight": found.vectors[place, 0], **loads}
            )
        shares = found.values / len(parts)
        for c in range(len(parts)):
            variance.append(
                {"group": group.code, "component": c + 1, "eigenvalue": found.values[c], "sd": np.sqrt(found.values[c]),
                 "variance_share": shares[c], "cumulative": shares[: c + 1].sum()}
            )  # fmt: skip
        groups[group.code] = {
            "n": len(whole), "left_out": len(x) - len(whole), "parts": len(parts),
            "above_one": int((found.values > 1 + 1e-9).sum()), "variance_share": shares[0],
            "one_sign": bool((found.loadings[:, 0] > 0).all()), "kmo": found.kmo,
        }  # fmt: skip
    if not groups and not notes:
        problem, way = "no group has two parts to compare", "give scores, whose groups have parts"
        raise UnsuitableMethod("values", problem, way)
    return Components(_frame(loadings, "code"), pd.DataFrame(variance), _by_group(groups), tree, tuple(notes))


@dataclass(frozen=True)
class _Found:
    values: Array
    vectors: Array
    loadings: Array
    kmo: float


def _components(x: Array) -> _Found:
    """Return eigenvalues, largest first, vectors and loadings (k, k), and KMO, of complete rows `x` (n, k)."""
    r = to_correlation(covariance(x / np.abs(x).max(axis=0)))
    values, vectors = np.linalg.eigh(r)
    values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    sums = vectors.sum(axis=0)
    sums[np.abs(sums) < 1e-9] = vectors[0][
        np.abs(sums) < 1e-9
    ]  # of equal weight both ways: the first part decides
    vectors = vectors * np.where(sums < 0, -1.0, 1.0)
    kmo = float("nan")
    if values[-1] > 1e-10 and len(values) > 2:  # of two it is always a half
        kmo = sampling_adequacy(r, np.asarray(np.linalg.inv(r), dtype=float))[0]
    return _Found(values, vectors, vectors * np.sqrt(values), kmo)


def _frame(rows: list[dict[str, Any]], index: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=None if rows else [index, "group", "pca_weight"]).set_index(index)


def _by_group(groups: dict[str, dict[str, Any]]) -> pd.DataFrame:
    columns = ["n", "left_out", "parts", "above_one", "variance_share", "one_sign", "kmo"]
    table = pd.DataFrame(
        list(groups.values()), index=pd.Index(list(groups), name="group", dtype=object), columns=columns
    )
    return table.astype({"one_sign": bool})
