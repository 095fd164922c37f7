"""Judgement matrices to priorities: eigenvector, geometric mean, column mean."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.ahp.consistency import Table, gci_of, random_indices, ratio_of
from govmetrics.ahp.incomplete import eigenvalue_optimal, harker, least_squares
from govmetrics.ahp.matrices import Given, Matrix, read
from govmetrics.ahp.priorities import Priorities
from govmetrics.ahp.random_index import RANDOM_INDEX, RANDOM_INDEX_WORKS
from govmetrics.core.methods import Method, by_name
from govmetrics.core.options import choice, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.eigenvectors import perron

Eigenvalue = Literal["principal", "mean_ratio"]
EIGENVALUE, MISSING = choice("principal", "mean_ratio"), choice("completion", "harker")

_COMPLETED = Procedure.of(
    "Judgements not asked were completed such that the largest eigenvalue is least.", "bozoki2010"
)
_HARKER = Procedure.of("Judgements not asked were treated by Harker's auxiliary matrix.", "harker1987")


def eigenvector(
    matrix: Matrix,
    random_index: Table = "Saaty 1980",
    missing: Literal["completion", "harker"] = "completion",
) -> Priorities:
    """Return Saaty's priorities: the principal eigenvector of the judgement matrix.

    Parameters
    ----------
    matrix : DataFrame, (n, n) or (k, n, n) array
        ``matrix[i, j]``: how many times more important i is than j. NaN = not asked.
    random_index : str
        Table of the consistency ratio; see `gm.ahp.random_index`.
    missing : {"completion", "harker"}
        What stands for judgements that were not asked: the values that make the principal eigenvalue
        least, or Harker's auxiliary matrix.

    Returns
    -------
    Priorities

    Raises
    ------
    FaultyInput
        Not positive, not reciprocal, half-filled, or falling into separate parts: every fault.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.
    Harker, P. T. (1987). Incomplete pairwise comparisons in the analytic hierarchy process. Mathematical
    Modelling 9, 837-848.

    Examples
    --------
    >>> matrix = pd.DataFrame([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]], list("abc"), list("abc"))
    >>> found = eigenvector(matrix)
    >>> found.weights.round(4).to_dict(), round(found.consistency_ratio, 4)
    ({'a': 0.5876, 'b': 0.3234, 'c': 0.089}, 0.0079)
    """
    given = _read(matrix, random_index, missing=(missing, MISSING))
    if missing == "harker" and given.missing.any():
        value, w = harker(given.stack)
    else:
        value, w = perron(eigenvalue_optimal(given.stack) if given.missing.any() else given.stack)
    method = Text("eigenvector")
    if given.missing.any():
        by_harker = missing == "harker"
        method = Text("eigenvector (Harker's matrix for missing judgements)" if by_harker
                      else "eigenvector (completion of missing judgements)")  # fmt: skip
    told = Procedure.of(
        "Weights are the principal eigenvector of the judgement matrix, brought to a sum of one.", "saaty1980"
    )
    if given.missing.any():
        told += _HARKER if missing == "harker" else _COMPLETED
    return _result(given, w, value, random_index, method=method, kind="principal", told=told)


def geometric_mean(
    matrix: Matrix, random_index: Table = "Saaty 1980", eigenvalue: Eigenvalue = "principal"
) -> Priorities:
    """Return the geometric mean (logarithmic least squares, 方根法) priorities.

    Complete rows give their geometric means; with missing judgements the normal equations are solved on
    the graph of what was asked.

    Parameters
    ----------
    matrix : DataFrame, (n, n) or (k, n, n) array
        NaN = not asked.
    random_index : str
        Table of the consistency ratio; see `gm.ahp.random_index`.
    eigenvalue : {"principal", "mean_ratio"}
        Which lambda: the matrix's principal eigenvalue, or the mean of (Aw)_i / w_i that Chinese textbooks
        and SPSSAU print with this method. The index made for this method is the GCI.

    Returns
    -------
    Priorities

    Raises
    ------
    FaultyInput
        As `eigenvector`.

    References
    ----------
    Crawford, G. and Williams, C. (1985). A note on the analysis of subjective judgment matrices. Journal
    of Mathematical Psychology 29, 387-405.
    Bozóki, S. and Tsyganok, V. (2019). The (logarithmic) least squares optimality of the arithmetic
    (geometric) mean of weight vectors calculated from all spanning trees. International Journal of
    General Systems 48, 362-381.

    Examples
    --------
    >>> geometric_mean([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]]).weights.round(4).tolist()
    [0.5876, 0.3234, 0.089]
    """
    given = _read(matrix, random_index, eigenvalue=(eigenvalue, EIGENVALUE))
    method = Text("geometric mean (least squares on the graph of judgements)" if given.missing.any()
                  else "geometric mean")  # fmt: skip
    told = Procedure.of(
        "Weights are the geometric means of the rows of the judgement matrix (logarithmic least squares), brought to a sum "
        "of one.",
        "crawfordwilliams1985",
    )
    if given.missing.any():
        line = "Judgements that were not asked were left out of the least squares."
        told += Procedure.of(line, "bozokitsyganok2019")
    return _of_weights(given, least_squares(given.stack), method, random_index, eigenvalue, told)


def column_mean(
    matrix: Matrix, random_index: Table = "Saaty 1980", eigenvalue: Eigenvalue = "mean_ratio"
) -> Priorities:
    """Return the column mean (sum-product, 和积法) priorities: the default of SPSSAU.

    Columns are divided by their sums and the rows averaged. Missing judgements are first completed with
    the least principal eigenvalue.

    Parameters
    ----------
    matrix : DataFrame, (n, n) or (k, n, n) array
        NaN = not asked.
    random_index : str
        Table of the consistency ratio; see `gm.ahp.random_index`.
    eigenvalue : {"mean_ratio", "principal"}
        Which lambda: the mean of (Aw)_i / w_i that SPSSAU prints, or the matrix's principal eigenvalue.
        They agree for consistent judgements.

    Returns
    -------
    Priorities
        `lambda_kind` says which lambda it holds.

    Raises
    ------
    FaultyInput
        As `eigenvector`.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> found = column_mean([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]])
    >>> found.weights.round(4).tolist(), round(found.lambda_max, 4), found.lambda_kind
    ([0.5869, 0.3238, 0.0893], 3.0092, 'mean_ratio')
    """
    given = _read(matrix, random_index, eigenvalue=(eigenvalue, EIGENVALUE))
    a = eigenvalue_optimal(given.stack) if given.missing.any() else given.stack
    w = (a / a.sum(axis=1, keepdims=True)).mean(axis=2)
    method = Text("column mean (completion of missing judgements)" if given.missing.any() else "column mean")
    told = Procedure.of(
        "Columns of the judgement matrix were divided by their sums; weights are the means of the rows (sum-product method).",
        "saaty1980",
    )
    told += _COMPLETED if given.missing.any() else Procedure()
    return _of_weights(given, w, method, random_index, eigenvalue, told)


METHODS = by_name(
    Method(eigenvector, "matrix"), Method(geometric_mean, "matrix"), Method(column_mean, "matrix")
)
"""Name in a recipe: method. Each takes a judgement matrix or a stack of them and returns `Priorities`."""


def _read(matrix: Matrix, random_index: Any, **options: Any) -> Given:
    """Return the matrix, or raise everything that is wrong with it and with the options."""
    faults = wanted(random_index=(random_index, RANDOM_INDEX), **options)
    with faults:
        given = read(matrix)
    faults.raise_all()
    return given


def _of_weights(
    given: Given, w: Array, method: str, table: Table, eigenvalue: Eigenvalue, told: Procedure
) -> Priorities:
    """Add the lambda to weights that do not come with one."""
    a = eigenvalue_optimal(given.stack) if given.missing.any() else given.stack
    if eigenvalue == "principal":
        value, _ = perron(a)
    else:
        value = (np.einsum("kij,kj->ki", a, w) / w).mean(axis=1)
    return _result(given, w, value, table, method=method, kind=eigenvalue, told=told)


def _result(
    given: Given, w: Array, value: Array, table: Table, *, method: str, kind: str, told: Procedure
) -> Priorities:
    """Add consistency, and label what was labelled."""
    if kind == "mean_ratio":
        told += Procedure.of("The largest eigenvalue was computed as the mean of (Aw)_i / w_i.")
    told += Procedure((), RANDOM_INDEX_WORKS.get(table, ()))
    n = given.stack.shape[1]
    # reciprocal matrices have lambda >= n; what lies below, or a few rounding errors above, is n
    index = np.where(value - n > 2e-14 * n, value - n, 0.0) / max(n - 1, 1)
    random, name = random_indices(n, given.missing, table)
    ratio, gci = ratio_of(index, random), gci_of(given.stack, given.missing)
    if not given.single:
        return Priorities(w, value, index, ratio, gci, random, name, method, kind, None, given.notes, told)
    weights = w[0] if given.labels is None else pd.Series(w[0], index=given.labels, name="weight")
    value_, index_, ratio_, gci_, random_ = (float(x[0]) for x in (value, index, ratio, gci, random))
    cells = (
        given.stack[0] if given.labels is None else pd.DataFrame(given.stack[0], given.labels, given.labels)
    )
    return Priorities(
        weights, value_, index_, ratio_, gci_, random_, name, method, kind, cells, given.notes, told
    )
