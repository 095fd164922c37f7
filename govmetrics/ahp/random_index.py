"""Random indices: the mean consistency index of judgements filled in by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.ahp.incomplete import eigenvalue_optimal
from govmetrics.ahp.matrices import reachable
from govmetrics.core.options import SEED, Kind, asked, choice, count, is_count
from govmetrics.core.progress import PROGRESS, Progress, advance, following
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.eigenvectors import perron

_BLOCK = 20_000  # matrices simulated at a time
MOST_ELEMENTS = 1_000  # a matrix of more would be no judgement of people
_SCALE = np.concatenate([1 / np.arange(9, 1, -1), np.arange(1, 10)])  # 1/9 ... 1 ... 9

# Published tables, read as several programs print them and not in the sources ("Saaty 1980" at n = 12: some have
# 1.54 for 1.48), and our own: `simulate_random_index(n, draws=400_000, rng=20260)`, standard errors from 0.0011
# (n = 3) to 0.0001 (n = 30).
_SIMULATED = {
    3: 0.5241, 4: 0.8847, 5: 1.1086, 6: 1.2493, 7: 1.3414, 8: 1.4052, 9: 1.4511, 10: 1.4863, 11: 1.5140,
    12: 1.5366, 13: 1.5549, 14: 1.5707, 15: 1.5840, 16: 1.5955, 17: 1.6056, 18: 1.6144, 19: 1.6221,
    20: 1.6292, 21: 1.6354, 22: 1.6410, 23: 1.6463, 24: 1.6510, 25: 1.6554, 26: 1.6595, 27: 1.6631,
    28: 1.6664, 29: 1.6695, 30: 1.6725,
}  # fmt: skip
# By (n, missing pairs): `simulate_random_index(n, missing, draws=100_000, rng=20260)`, errors below 0.0018.
INCOMPLETE = {
    (4, 1): 0.5746, (4, 2): 0.2826, (5, 1): 0.9237, (5, 2): 0.7359, (5, 3): 0.5487, (5, 4): 0.3622,
    (5, 5): 0.1766, (6, 1): 1.1297, (6, 2): 1.0069, (6, 3): 0.8826, (6, 4): 0.7559, (6, 5): 0.6278,
    (6, 6): 0.5011, (6, 7): 0.3707, (6, 8): 0.2440, (6, 9): 0.1195, (7, 1): 1.2565, (7, 2): 1.1712,
    (7, 3): 1.0850, (7, 4): 0.9974, (7, 5): 0.9088, (7, 6): 0.8199, (7, 7): 0.7306, (7, 8): 0.6375,
    (7, 9): 0.5459, (7, 10): 0.4546, (7, 11): 0.3602, (7, 12): 0.2673, (7, 13): 0.1754, (7, 14): 0.0856,
    (8, 1): 1.3432, (8, 2): 1.2800, (8, 3): 1.2170, (8, 4): 1.1530, (8, 5): 1.0885, (8, 6): 1.0235,
    (8, 7): 0.9576, (8, 8): 0.8924, (8, 9): 0.8242, (8, 10): 0.7574, (8, 11): 0.6893, (8, 12): 0.6209,
    (8, 13): 0.5505, (8, 14): 0.4822, (8, 15): 0.4105, (8, 16): 0.3418, (8, 17): 0.2707,
    (8, 18): 0.1998, (8, 19): 0.1310, (8, 20): 0.0644,
}  # fmt: skip


def _table(*values: float) -> dict[int, float]:
    return dict(enumerate(values, 3))


TABLES = {
    "Saaty 1980": _table(0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
    "Saaty 2007": _table(0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
    "Alonso-Lamata 2006": _table(
        0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056, 1.4499, 1.4854, 1.5141, 1.5365, 1.5551, 1.5713, 1.5838
    ),
    "Donegan-Dodd 1991": _table(0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055),
    "ahpsurvey": _table(
        0.5251686, 0.8836651, 1.1081014, 1.2492774, 1.3415514, 1.4048466, 1.4507197, 1.4857266
    ),
    "simulated": _SIMULATED,
}
RANDOM_INDEX_WORKS = {
    "Saaty 1980": ("saaty1980",), "Saaty 2007": ("saatytran2007",), "Alonso-Lamata 2006": ("alonsolamata2006",),
    "Donegan-Dodd 1991": ("donegandodd1991",),
}  # fmt: skip
"""Where a published table stands."""
RANDOM_INDEX = choice(*TABLES)
EXPANSION = float(_SCALE.mean())  # mean judgement of the scale, 2.7546


@dataclass(frozen=True, eq=False)
class RandomIndex(Result):
    """A random index found by simulation.

    Attributes
    ----------
    n, missing : int
        Elements compared, and pairs not asked.
    index, standard_error : float
        Mean consistency index of the matrices drawn, and its standard error.
    draws : int
    seed : int or None
        None if a Generator was given.

    See Also
    --------
    simulate_random_index
    """

    n: int
    missing: int
    index: float
    standard_error: float
    draws: int
    seed: int | None

    _cites: ClassVar = ("saaty1980", "agostoncsato2022")

    def _method(self) -> tuple[Text, ...]:
        line = (
            "Judgements were drawn from the 17 values of Saaty's scale with equal probability ({draws:,} matrices); the random "
            "index is the mean of their consistency indices."
        )
        missing = "In each matrix {missing:# pair was|# pairs were} left out and completed with the least largest eigenvalue."
        told = (Text(line, draws=self.draws),)
        return (*told, Text(missing, missing=self.missing)) if self.missing else told

    def to_frame(self) -> pd.DataFrame:
        """Return one row: elements, missing, random_index, standard_error, draws."""
        values = [self.n, self.missing, self.index, self.standard_error, self.draws]
        return pd.DataFrame(
            [values], columns=["elements", "missing", "random_index", "standard_error", "draws"]
        )

    def _tables(self) -> list[Table]:
        return [Table.of(Text("Random index by simulation"), self.to_frame(), "ahp")]

    def _finding(self) -> tuple[Text, ...]:
        return (
            Text("The random index of {n:# element|# elements} is {index:.4f} (standard error {error:.4f}, {draws:,} draws).",
                 n=self.n, index=self.index, error=self.standard_error, draws=self.draws),
        )  # fmt: skip


def simulate_random_index(
    n: int,
    missing: int = 0,
    draws: int = 20_000,
    rng: int | np.random.Generator = 0,
    *,
    progress: Progress = None,
) -> RandomIndex:
    """Estimate the random index by simulation; the shipped table "simulated" was made by this function.

    Every judgement above the diagonal is drawn from the 17 values 1/9, ..., 1, ..., 9 with equal
    probability; with `missing`, that many pairs are left out at random such that the judgements still
    connect everything, and the matrix is completed with the least principal eigenvalue (Ágoston and
    Csató, 2022). The index is the mean of (eigenvalue - n) / (n - 1).

    Parameters
    ----------
    n : int
        Number of elements compared.
    missing : int
        Pairs not asked, at most (n - 1)(n - 2) / 2.
    draws : int
        Matrices drawn.
    rng : int or numpy Generator
        Seed.
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).

    Returns
    -------
    RandomIndex
        The index and its standard error.

    Raises
    ------
    FaultyInput
        Numbers that are none, or more missing pairs than leave the judgements connected.

    References
    ----------
    Ágoston, K. Cs. and Csató, L. (2022). Inconsistency thresholds for incomplete pairwise comparison
    matrices. Omega 108, 102576.

    Examples
    --------
    >>> found = simulate_random_index(4, draws=4000)
    >>> abs(found.index - 0.881) < 4 * found.standard_error
    True
    """
    asked(
        n=(n, count(1, MOST_ELEMENTS)),
        missing=(missing, count(0)),
        draws=(draws, count(2)),
        rng=(rng, SEED),
        progress=(progress, PROGRESS),
    )
    asked(missing=(missing, missing_kind(n)))
    generator = np.random.default_rng(rng)
    sizes = [min(_BLOCK, draws - start) for start in range(0, draws, _BLOCK)]
    with following(progress, draws):
        found = np.concatenate([_draw_indices(n, missing, size, generator) for size in sizes])
    seed = None if isinstance(rng, np.random.Generator) else int(rng)
    error = float(found.std(ddof=1) / np.sqrt(draws))
    return RandomIndex(int(n), int(missing), float(found.mean()), error, int(draws), seed)


def missing_kind(n: int) -> Kind:
    """How many pairs of `n` elements may be missing: so many that the rest still connects everything."""
    most = max(0, (n - 1) * (n - 2) // 2)
    return Kind(
        lambda value: is_count(value, 0) and value <= most,
        Text("give a whole number from 0 to {most}: more would not leave all {n} connected", most=most, n=n),
    )


def _draw_indices(n: int, missing: int, draws: int, rng: np.random.Generator) -> Array:
    i, j = np.triu_indices(n, 1)
    stack = np.ones((draws, n, n))
    judged = _SCALE[rng.integers(0, _SCALE.size, (draws, i.size))]
    stack[:, i, j], stack[:, j, i] = judged, 1 / judged
    left = np.arange(draws) if missing else np.empty(0, dtype=int)
    while left.size:  # leave out pairs; once more where that cut the graph
        out = np.argsort(rng.random((left.size, i.size)), axis=1)[:, :missing]
        trial, rows = stack[left], np.arange(left.size)[:, None]
        trial[rows, i[out], j[out]] = trial[rows, j[out], i[out]] = np.nan
        whole = reachable(trial).all(axis=(1, 2))
        stack[left[whole]] = trial[whole]
        left = left[~whole]
    value, _ = perron(eigenvalue_optimal(stack))
    advance(draws)
    return np.asarray(np.maximum(value - n, 0) / max(n - 1, 1))
