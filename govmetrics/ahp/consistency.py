"""How far judgements contradict each other: consistency ratio, GCI, Koczkodaj's index."""

from __future__ import annotations

from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from govmetrics.ahp.incomplete import fitted_logs
from govmetrics.ahp.kinds import LIMIT
from govmetrics.ahp.matrices import Matrix, read
from govmetrics.ahp.random_index import (
    EXPANSION,
    INCOMPLETE,
    RANDOM_INDEX,
    TABLES,
    missing_kind,
)
from govmetrics.core.options import asked, count
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Bools

Table = Literal[
    "Saaty 1980", "Saaty 2007", "Alonso-Lamata 2006", "Donegan-Dodd 1991", "ahpsurvey", "simulated"
]


def random_index(n: int, missing: int = 0, table: Table = "Saaty 1980") -> float:
    """Return the random index: the mean consistency index of random judgements of `n` elements.

    Parameters
    ----------
    n : int
        Number of elements compared. 1 and 2 cannot be inconsistent: 0.
    missing : int
        Pairs that were not asked. Any table is for complete matrices: with missing pairs the value is our
        own simulation up to n = 8, and (1 - 2 m / ((n - 1)(n - 2))) times the table's value beyond
        (Ágoston and Csató, 2022).
    table : {"Saaty 1980", "Saaty 2007", "Alonso-Lamata 2006", "Donegan-Dodd 1991", "ahpsurvey", "simulated"}
        "ahpsurvey" is the R package's own simulation. Beyond a table's last entry (15; the last two
        published ones 10) the simulated values follow: 400,000 draws per size up to n = 30
        (`simulate_random_index`), then the expansion of the mean eigenvalue of a large random matrix,
        ((mu - 1) n + 1 - 2 mu + 1 / mu) / (n - 1) with mu the mean of the scale, which is within 0.0005
        of the simulation from n = 12 on.

    Returns
    -------
    float
        0 for one or two elements.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.
    Saaty, T. L. and Tran, L. T. (2007). On the invalidity of fuzzifying numerical judgments in the AHP.
    Mathematical and Computer Modelling 46, 962-975.
    Alonso, J. A. and Lamata, M. T. (2006). Consistency in the analytic hierarchy process: a new approach.
    International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 14, 445-459.
    Donegan, H. A. and Dodd, F. J. (1991). A note on Saaty's random indexes. Mathematical and Computer
    Modelling 15, 135-137.
    Ágoston, K. Cs. and Csató, L. (2022). Inconsistency thresholds for incomplete pairwise comparison
    matrices. Omega 108, 102576.

    Examples
    --------
    >>> random_index(5), random_index(5, table="Saaty 2007"), random_index(2)
    (1.12, 1.11, 0.0)
    """
    asked(n=(n, count()), missing=(missing, count(0)), table=(table, RANDOM_INDEX))
    asked(missing=(missing, missing_kind(n)))
    values, _ = random_indices(n, np.array([missing]), table)
    return float(values[0])


def random_indices(n: int, missing: NDArray[np.int64], table: str) -> tuple[Array, str]:
    """Return the random index for every count of missing pairs, and what to call it."""
    if n <= 2 or not missing.size:
        return np.zeros(missing.size), table
    spare = (n - 1) * (n - 2) // 2
    own = TABLES["simulated"].get(n) or float(
        ((EXPANSION - 1) * n + 1 - 2 * EXPANSION + 1 / EXPANSION) / (n - 1)
    )
    whole = TABLES[table].get(n, own)
    name = (
        table if n in TABLES[table] or table == "simulated" else Text("simulated beyond {table}", table=table)
    )
    if not missing.any():
        return np.full(missing.size, whole), name
    values = np.array(
        [whole if m == 0 else INCOMPLETE.get((n, m), own * (1 - m / spare)) for m in missing.tolist()]
    )
    if missing.all():
        return values, Text("simulated for missing judgements")
    return values, Text("{table}; simulated for missing judgements", table=name)


def ratio_of(index: Array, random: Array) -> Array:
    """Consistency ratio; 0 where nothing can be inconsistent."""
    return np.asarray(np.divide(index, random, out=np.zeros_like(index), where=random > 0))


def gci_of(stack: Array, missing: NDArray[np.int64], weights: Array | None = None) -> Array:
    """Residual variance of the logarithmic least squares fit. (k, n, n) -> (k,)."""
    n = stack.shape[1]
    i, j = np.triu_indices(n, 1)
    logs = np.log(stack)
    y = fitted_logs(logs) if weights is None else np.log(weights)
    error = logs[:, i, j] - y[:, i] + y[:, j]
    squares = np.einsum("kp,kp->k", error, error) if not missing.any() else np.nansum(error**2, axis=1)
    free = i.size - missing - (n - 1)
    return np.asarray(np.divide(squares, free, out=np.zeros(len(stack)), where=free > 0))


def gci_threshold(n: int, consistency_ratio: float = 0.1) -> float:
    """Return the geometric consistency index that corresponds to a consistency ratio.

    0.3147 for n = 3, 0.3526 for n = 4 and 0.370 beyond correspond to a ratio of 0.1; other ratios in
    proportion (Aguarón and Moreno-Jiménez, 2003, table 4).

    Parameters
    ----------
    n : int
        Number of elements compared.
    consistency_ratio : float
        The limit to translate; Saaty's is 0.1.

    Returns
    -------
    float
        Indices above it are inconsistent.

    Raises
    ------
    FaultyInput
        `n` below 1, or a ratio that is no number above 0.

    References
    ----------
    Aguarón, J. and Moreno-Jiménez, J. M. (2003). The geometric consistency index: approximated thresholds.
    European Journal of Operational Research 147, 137-145. The table was not read in the source; to first
    order the index is 2 n / (n - 2) times CI, and 6 x .05245 and 4 x .08815 give the first two.

    Examples
    --------
    >>> [round(gci_threshold(n), 4) for n in (3, 4, 7)]
    [0.3147, 0.3526, 0.37]
    """
    asked(n=(n, count()), consistency_ratio=(consistency_ratio, LIMIT))
    if n <= 2:
        return 0.0
    return {3: 3.147, 4: 3.526}.get(n, 3.70) * consistency_ratio


def koczkodaj(matrix: Matrix) -> float | Array:
    """Return Koczkodaj's index: the inconsistency of the worst triad, in [0, 1).

    For the judgements of three elements, ``min(|1 - a_ik / (a_ij a_jk)|, |1 - a_ij a_jk / a_ik|)``.
    0 for fewer than three elements, or where no triad was asked completely.

    Parameters
    ----------
    matrix : DataFrame, (n, n) or (k, n, n) array
        NaN = not asked.

    Returns
    -------
    float, or (k,) array for a stack

    References
    ----------
    Koczkodaj, W. W. (1993). A new definition of consistency of pairwise comparisons. Mathematical and
    Computer Modelling 18(7), 79-84.

    Examples
    --------
    >>> round(koczkodaj([[1, 2, 5], [1 / 2, 1, 3], [1 / 5, 1 / 3, 1]]), 4)  # 1 - 5 / (2 x 3)
    0.1667
    """
    given = read(matrix, connected=False)
    found = _koczkodaj(given.stack)
    return float(found[0]) if given.single else found


def _koczkodaj(stack: Array) -> Array:
    n = stack.shape[1]
    if n < 3:
        return np.zeros(len(stack))
    logs = np.log(stack)
    i, j, k = np.array(list(combinations(range(n), 3))).T
    gap = np.abs(logs[:, i, j] + logs[:, j, k] - logs[:, i, k])
    worst = np.fmax.reduce(gap, axis=1, initial=0.0)
    return np.asarray(-np.expm1(-worst))


def passes(ratio: Array, limit: float) -> Bools:
    """Tell where a consistency ratio is at most the limit; equal within rounding error passes."""
    return np.asarray(ratio <= limit * (1 + 1e-9) + 1e-12)
