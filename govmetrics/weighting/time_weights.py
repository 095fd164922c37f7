"""Time weights (时间权向量): how much each period counts, by maximum entropy for a given time degree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import cell_faults, floats_of, place_of
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.options import FRAME, LIST, PROPORTION, asked, is_number
from govmetrics.core.result import Result
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array


@dataclass(frozen=True, eq=False)
class TimeWeights(Result):
    """How much each period counts.

    Attributes
    ----------
    weights : Series
        By period, summing to one.
    orness : float
        The time degree asked for: 0 the last period alone counts, 0.5 all alike, 1 the first alone.
    entropy : float
        ``-sum w ln w``, the largest that the time degree admits.
    combined : DataFrame or None
        Of an evaluation: score over all periods and rank, by unit.

    See Also
    --------
    time_weights
    """

    weights: pd.Series
    orness: float
    entropy: float
    combined: pd.DataFrame | None = None

    _cites: ClassVar = ("OHagan1988", "FullerMajlender2001", "Guo2012")
    _shown: ClassVar = {"weights": "Weights of the periods", "combined": "Scores over all periods"}

    def combine(self, values: pd.DataFrame) -> pd.Series:
        """Return the weighted mean over the periods of each row.

        Parameters
        ----------
        values : DataFrame, shape (units, periods)
            Scores, one column for each period, whatever their order.

        Returns
        -------
        Series
            By unit.

        Raises
        ------
        FaultyInput
            Periods without a column, columns that are no period, missing values: all at once.

        Examples
        --------
        >>> scores = pd.DataFrame({2023: [60.0, 70], 2024: [80.0, 70]}, ["East", "West"])
        >>> time_weights([2023, 2024], orness=0.25).combine(scores).round(9).tolist()
        [75.0, 70.0]
        """
        asked(values=(values, FRAME))
        known, given = list(self.weights.index), list(values.columns)
        faults = [
            Fault(place_of(k), "the period has no column", "give one for each period")
            for k in known
            if k not in given
        ]
        faults += [
            Fault(place_of(c), "is not one of the periods", "there are: {labels}", labels=known)
            for c in given
            if c not in known
        ]
        if not values.columns.is_unique:
            faults.append(Fault("columns", "a period occurs more than once", "keep one column for each"))
        Faults(faults).raise_all()
        frame = values[known]
        cells, _ = floats_of(frame)
        wrong = ~np.isfinite(cells)
        Faults(
            cell_faults(
                frame, wrong, "the value is {value}", "fill it, or leave the unit out: every period counts"
            )
        ).raise_all()
        return pd.Series(cells @ self.weights.to_numpy(), values.index, name="score")

    def _method(self) -> tuple[Text, ...]:
        line = (
            "Periods were weighted by the largest entropy that a time degree of {orness:g} admits (0: the last period alone "
            "counts, 0.5: all count alike, 1: the first alone)."
        )
        return (Text(line, orness=self.orness),)

    def _finding(self) -> tuple[Text, ...]:
        if self.combined is None or not len(self.combined):
            return (self._weighed(),)
        first = self.combined[self.combined["rank"] == 1]
        told = "Over all periods in first place: {units:3} ({score:.2f})."
        return (self._weighed(), Text(told, units=list(first.index), score=float(first["score"].iloc[0])))

    def _weighed(self) -> Text:
        parts = [Text("{name} {weight:.3f}", name=str(k), weight=w) for k, w in self.weights.items()]
        values = {"orness": self.orness, "weights": parts}
        if len(self.weights) == 1 or abs(self.orness - 0.5) < 1e-12:
            return Text("With a time degree of {orness:g} all periods count alike: {weights}.", **values)
        if self.orness < 0.5:
            return Text("With a time degree of {orness:g} later periods count more: {weights}.", **values)
        return Text("With a time degree of {orness:g} earlier periods count more: {weights}.", **values)


def time_weights(periods: Sequence[Any], orness: float = 0.3) -> TimeWeights:
    r"""Return weights of periods, of all those with the given time degree the ones of largest entropy.

    The weights maximise :math:`-\sum_k w_k \ln w_k` subject to :math:`\sum_k w_k = 1` and the time degree
    :math:`\sum_k \frac{p - k}{p - 1} w_k = \lambda`, k = 1 the earliest of p periods (O'Hagan's orness, periods ordered from the
    first). They form a geometric series.

    Parameters
    ----------
    periods : sequence of labels
        From the earliest to the latest.
    orness : float
        The time degree :math:`\lambda`, 0 to 1: 0.1 recent periods count very much more, 0.3 clearly more, 0.5 all alike,
        0.7 and 0.9 the reverse.

    Returns
    -------
    TimeWeights
        `weights`, and ``combine(scores)`` for units by periods.

    Raises
    ------
    FaultyInput
        No periods, some twice, numbered ones that are not from the earliest on; a time degree beyond 0 to 1.

    References
    ----------
    O'Hagan, M. (1988). Aggregating template or rule antecedents in real-time expert systems with fuzzy set logic. 22nd
    Asilomar Conference on Signals, Systems and Computers, 681-689. Fullér, R. and Majlender, P. (2001). An analytic approach
    for obtaining maximal entropy OWA operator weights. Fuzzy Sets and Systems 124, 53-57. Guo, Y. (2012). 综合评价理论、方法及
    拓展 (Comprehensive evaluation: theory, methods and extensions). Science Press, Beijing.

    Examples
    --------
    >>> time_weights([2021, 2022, 2023, 2024, 2025], orness=0.3).weights.round(3).tolist()
    [0.071, 0.109, 0.167, 0.257, 0.396]
    """
    asked(
        periods=(list(periods) if isinstance(periods, pd.Index | np.ndarray) else periods, LIST),
        orness=(orness, PROPORTION),
    )
    labels = list(periods)
    faults = []
    if not labels:
        faults.append(Fault("periods", "there are none", "give at least one"))
    twice = [label for at, label in enumerate(labels) if label in labels[:at]]
    faults += [
        Fault(place_of(label), "occurs more than once", "keep one of them") for label in dict.fromkeys(twice)
    ]
    numbered = all(is_number(label) for label in labels)
    if numbered and labels != sorted(labels):
        faults.append(
            Fault("periods", "are not from the earliest to the latest", "put them in the order of time")
        )
    Faults(faults).raise_all()
    w = _geometric(len(labels), float(orness))
    held = w[w > 0]
    series = pd.Series(w, pd.Index(labels, name="period"), name="weight")
    return TimeWeights(series, float(orness), float(-(held * np.log(held)).sum()))


def _geometric(p: int, orness: float) -> Array:
    """Return the p weights in geometric series whose orness is given; (0, ..., 1) and (1, ..., 0) at its ends."""
    from scipy.optimize import brentq

    if p == 1:
        return np.ones(1)
    place = np.linspace(1.0, 0.0, p)

    def weights(slope: float) -> Array:
        w = np.exp(slope * place - max(slope, 0.0))
        return np.asarray(w / w.sum())

    if orness in (0.0, 1.0):
        return np.asarray((place == orness).astype(float))
    end = 50.0 * p
    while float(weights(-end) @ place) > orness or float(weights(end) @ place) < orness:
        end *= 4
    slope = (
        0.0
        if orness == 0.5
        else brentq(lambda s: float(weights(s) @ place) - orness, -end, end, xtol=1e-13, rtol=1e-14)
    )
    return weights(slope)
