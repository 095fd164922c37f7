"""The best-worst method (最优最劣法): 2n - 3 comparisons instead of n(n - 1)/2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from govmetrics.ahp.best_worst_models import linear, ratio
from govmetrics.ahp.kinds import numbers_of
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import asked, choice
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array

Model = Literal["linear", "ratio"]
Comparisons = pd.Series | ArrayLike

# Liang, Brunelli and Rezaei (2020), table 3, as other programs print it: thresholds of the input-based
# consistency ratio; rows are the answer best over worst, columns the number of criteria, both from 3 to 9.
_THRESHOLDS = np.array([
    [0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667],
    [0.1121, 0.1529, 0.1898, 0.2206, 0.2527, 0.2577, 0.2683],
    [0.1354, 0.1994, 0.2306, 0.2546, 0.2716, 0.2844, 0.2960],
    [0.1330, 0.1990, 0.2643, 0.3044, 0.3144, 0.3221, 0.3262],
    [0.1294, 0.2457, 0.2819, 0.3029, 0.3144, 0.3251, 0.3403],
    [0.1309, 0.2521, 0.2958, 0.3154, 0.3408, 0.3620, 0.3657],
    [0.1359, 0.2681, 0.3062, 0.3337, 0.3517, 0.3620, 0.3662],
])  # fmt: skip


@dataclass(frozen=True, eq=False)
class BestWorst(Result):
    """Weights of the best-worst method, and how consistent the answers are.

    Attributes
    ----------
    weights : Series
        Summing to one.
    lower, upper : Series
        The least and the largest weight that each criterion has in any optimum; equal where it is unique.
    best, worst : object
        The labels compared with all others.
    xi : float
        The optimum: the largest deviation from an answer, of weights (linear) or of ratios (ratio).
    consistency_ratio : float or None
        xi over the largest that the answer best over worst admits; for the ratio model only.
    input_consistency : Series
        Each criterion's ``|a_Bj a_jW - a_BW| / (a_BW^2 - a_BW)``: which answers to ask again.
    input_consistency_ratio : float
        Their maximum, which needs no optimisation.
    threshold : float or None
        The published limit of it for this many criteria and this answer best over worst; None where none
        was published (fewer than 3 or more than 9 criteria, best over worst below 3).
    model : str
        "linear" or "ratio".

    See Also
    --------
    best_worst
    """

    weights: pd.Series
    lower: pd.Series
    upper: pd.Series
    best: Any
    worst: Any
    xi: float
    consistency_ratio: float | None
    input_consistency: pd.Series
    input_consistency_ratio: float
    threshold: float | None
    model: str

    _cites: ClassVar = ("Rezaei2015", "Rezaei2016", "LiangBrunelliRezaei2020")

    def _method(self) -> tuple[Text, ...]:
        line = (
            "Weights were determined by the best-worst method: the best criterion ({best}) was compared with all others and all "
            "others with the worst ({worst}), and the weights were fitted by the {model}."
        )
        model = Text("linear model") if self.model == "linear" else Text("ratio model")
        return (Text(line, best=str(self.best), worst=str(self.worst), model=model),)

    @property
    def unique(self) -> bool:
        """Whether there is one optimum only."""
        return bool((self.upper - self.lower).max() < 1e-6)

    @property
    def passed(self) -> bool | None:
        """Whether the input-based ratio is within its threshold; None where none was published."""
        return None if self.threshold is None else self.input_consistency_ratio <= self.threshold

    def to_frame(self) -> pd.DataFrame:
        """Return one row per criterion: weight, its range over all optima, inconsistency of its answers."""
        return pd.DataFrame(
            {
                "weight": self.weights,
                "lower": self.lower,
                "upper": self.upper,
                "inconsistency": self.input_consistency,
            }
        )

    def _tables(self) -> list[Table]:
        names = {label: str(label) for label in self.weights.index}
        return [
            Table.of(
                Text("Weights of the best-worst method"), self.to_frame().rename_axis("item"), "ahp", names
            )
        ]

    def _finding(self) -> tuple[Text, ...]:
        """What was compared with what, what came out, whether the answers are consistent."""
        best, worst, ratio = str(self.best), str(self.worst), self.input_consistency_ratio
        told = (
            Text("All were compared with {best} (the best) and {worst} (the worst); the linear model gives xi = {xi:.4f}.",
                 best=best, worst=worst, xi=self.xi) if self.model == "linear"
            else Text("All were compared with {best} (the best) and {worst} (the worst); the ratio model gives xi = {xi:.4f}.",
                      best=best, worst=worst, xi=self.xi)
        )  # fmt: skip
        if self.threshold is None:
            return told, Text(
                "The input-based consistency ratio is {ratio:.3f}; no limit is published.", ratio=ratio
            )
        values = {"ratio": ratio, "limit": self.threshold}
        if self.passed:
            return told, Text(
                "The input-based consistency ratio is {ratio:.3f}, within the limit of {limit:.3f}.", **values
            )
        return told, Text(
            "The input-based consistency ratio is {ratio:.3f}, beyond the limit of {limit:.3f}.", **values
        )


def best_worst(
    best_to_others: Comparisons,
    others_to_worst: Comparisons,
    model: Model = "linear",
    best: Any = None,
    worst: Any = None,
) -> BestWorst:
    r"""Return weights from the comparisons of the best with the others and of the others with the worst.

    Parameters
    ----------
    best_to_others : Series or (n,) array
        How many times more important the best criterion is than each, 1 to 9; 1 for itself.
    others_to_worst : Series or (n,) array
        How many times more important each is than the worst; 1 for the worst itself. Labels as above.
    model : {"linear", "ratio"}
        linear: :math:`\min \xi` with :math:`|w_B - a_{Bj} w_j| \le \xi` and :math:`|w_j - a_{jW} w_W| \le \xi`,
        a linear programme with one optimum (Rezaei, 2016). ratio: the original
        :math:`|w_B/w_j - a_{Bj}| \le \xi`, :math:`|w_j/w_W - a_{jW}| \le \xi` (Rezaei, 2015), which has many
        optima for four criteria or more; the weights are the centres of their intervals, scaled to sum to one.
    best, worst : label, optional
        Which criterion the others were compared with, where the answers leave that open because two are
        equally good; the first that fits is taken otherwise.

    Returns
    -------
    BestWorst
        Weights, the optimum xi, and how consistent the answers are.

    Raises
    ------
    FaultyInput
        Different labels, answers below 1 or missing, no criterion that is best or worst: all at once.

    References
    ----------
    Rezaei, J. (2015). Best-worst multi-criteria decision-making method. Omega 53, 49-57. Rezaei, J. (2016).
    Best-worst multi-criteria decision-making method: some properties and a linear model. Omega 64, 126-130.
    Liang, F., Brunelli, M. and Rezaei, J. (2020). Consistency issues in the best worst method: measurements
    and thresholds. Omega 96, 102175.

    Examples
    --------
    >>> found = best_worst([8, 2, 1], [1, 5, 8])
    >>> found.weights.round(4).tolist(), round(found.xi, 4)
    ([0.0714, 0.3214, 0.6071], 0.0357)
    >>> best_worst([8, 2, 1], [1, 5, 8], model="ratio").weights.round(4).tolist()
    [0.0714, 0.3387, 0.5899]
    """
    asked(model=(model, choice(*get_args(Model))))
    labels, to_others, to_worst = _read(best_to_others, others_to_worst)
    b, w0 = _ends(labels, to_others, to_worst, best, worst)
    n, a = len(labels), float(to_others[w0])
    if a == 1:  # the best is no better than the worst: all are equal
        xi, w = 0.0, np.full(n, 1 / n)
        lower, upper = w, w
    elif model == "linear":
        xi, w, lower, upper = linear(to_others, to_worst, b, w0)
    else:
        xi, w, lower, upper = ratio(to_others, to_worst, b, w0)
    each = np.abs(to_others * to_worst - a) / (a * a - a) if a > 1 else np.zeros(n)
    index = (
        1 + 2 * a - np.sqrt(1 + 8 * a)
    ) / 2  # the xi of the worst answers with this a: (a - xi)^2 = a + xi
    series = [pd.Series(x, index=labels) for x in (w, lower, upper, each)]
    return BestWorst(
        series[0], series[1], series[2], labels[b], labels[w0], xi,
        (float(xi / index) if a > 1 else 0.0) if model == "ratio" else None,
        series[3], float(each.max()), _threshold(n, a), model,
    )  # fmt: skip


def _read(best_to_others: Comparisons, others_to_worst: Comparisons) -> tuple[pd.Index, Array, Array]:
    pair = {"best_to_others": best_to_others, "others_to_worst": others_to_worst}
    cells = {name: numbers_of(given) for name, given in pair.items()}
    faults = [
        Fault(name, "is no row of numbers", "give one answer per criterion, from 1 to 9")
        for name, row in cells.items()
        if row is None or row.ndim != 1
    ]
    Faults(faults).raise_all()
    series = {
        name: pd.Series(cells[name], given.index if isinstance(given, pd.Series) else None, dtype=float)
        for name, given in pair.items()
    }
    labels = series["best_to_others"].index
    if (
        not labels.is_unique
        or not series["others_to_worst"].index.is_unique
        or not len(labels)
        or set(labels) != set(series["others_to_worst"].index)
    ):
        raise FaultyInput(
            "comparisons", "the two do not compare the same criteria", "give each criterion once in both"
        )
    problem, way_out = "the answer is {value:g}", "give answers from 1 (equal) up, usually to 9"
    faults = [
        Fault(place_of((name, label)), problem, way_out, value=value)
        for name, x in series.items()
        for label, value in x.items()
        if not 1 <= value < np.inf
    ]
    Faults(faults).raise_all()
    first, second = (np.asarray(x[labels], dtype=float) for x in series.values())
    return labels, first, second


def _ends(labels: pd.Index, to_others: Array, to_worst: Array, best: Any, worst: Any) -> tuple[int, int]:
    """Return the places of best and worst: 1 in their own row, and both rows give the same a_BW."""
    if len(labels) == 1:
        return 0, 0
    names = list(labels)
    pairs = [
        (b, w)
        for b in np.flatnonzero(to_others == 1).tolist()
        for w in np.flatnonzero(to_worst == 1).tolist()
        if b != w and to_others[w] == to_worst[b] and _is(best, names[b]) and _is(worst, names[w])
    ]
    if not pairs:
        raise FaultyInput("comparisons", "no best and no worst criterion fits them",
                  "the best has 1 in best_to_others, the worst 1 in others_to_worst, and best over worst is the "
                  "same number in both")  # fmt: skip
    return max(pairs, key=lambda pair: to_others[pair[1]])  # of equals the first


def _is(wanted: Any, name: Any) -> bool:
    """Tell whether a criterion is the one that was asked for, if one was."""
    return wanted is None or (isinstance(wanted, type(name)) and bool(wanted == name))


def _threshold(n: int, a: float) -> float | None:
    """Return the published limit; between two answers the lower one's, beyond 9 the one of 9."""
    if not 3 <= n <= 9 or a < 3:
        return None
    return float(_THRESHOLDS[min(int(a), 9) - 3, n - 3])
