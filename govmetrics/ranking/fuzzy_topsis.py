"""Fuzzy TOPSIS for a group of experts who rate in words or triangular fuzzy numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault, Text, UnsuitableMethod, Weights
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import LABEL, Kind, instance, is_number, several, shown, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.numerics.arrays import Array
from govmetrics.ranking.checks import leaf_shares
from govmetrics.ranking.result import Ranking, ranked

Triangle = tuple[float, float, float]
RATING_WORDS: Mapping[str, Triangle] = MappingProxyType({
    "very poor": (0, 0, 1), "poor": (0, 1, 3), "medium poor": (1, 3, 5), "fair": (3, 5, 7), "medium good": (5, 7, 9),
    "good": (7, 9, 10), "very good": (9, 10, 10),
    "很差": (0, 0, 1), "差": (0, 1, 3), "较差": (1, 3, 5), "一般": (3, 5, 7), "较好": (5, 7, 9), "好": (7, 9, 10),
    "很好": (9, 10, 10),
})  # fmt: skip
"""Ratings in words (Chen 2000, table 2), in both languages."""
IMPORTANCE_WORDS: Mapping[str, Triangle] = MappingProxyType({
    "very low": (0, 0, 0.1), "low": (0, 0.1, 0.3), "medium low": (0.1, 0.3, 0.5), "medium": (0.3, 0.5, 0.7),
    "medium high": (0.5, 0.7, 0.9), "high": (0.7, 0.9, 1), "very high": (0.9, 1, 1),
    "很低": (0, 0, 0.1), "低": (0, 0.1, 0.3), "较低": (0.1, 0.3, 0.5), "中等": (0.3, 0.5, 0.7), "较高": (0.5, 0.7, 0.9),
    "高": (0.7, 0.9, 1), "很高": (0.9, 1, 1),
})  # fmt: skip
"""Importance in words (Chen 2000, table 1), in both languages."""
_RATINGS = Kind(
    lambda value: (
        isinstance(value, Mapping)
        and len(value) > 0
        and all(isinstance(x, pd.DataFrame) for x in value.values())
    ),
    Text("give {expert: DataFrame of units x indicators}"),
)
_WEIGHTS = instance(
    (Weights, pd.Series, pd.DataFrame), Text("give Weights, or a frame of experts x indicators")
)
_WORDS = Kind(
    lambda value: (
        isinstance(value, Mapping) and len(value) > 0 and all(_is_triangle(one) for one in value.values())
    ),
    Text("give {word: (least, most likely, greatest)}"),
)


def fuzzy_topsis(
    ratings: Mapping[str, pd.DataFrame],
    weights: Weights | pd.Series | pd.DataFrame,
    costs: Sequence[str] = (),
    words: Mapping[str, Triangle] = RATING_WORDS,
    importance: Mapping[str, Triangle] = IMPORTANCE_WORDS,
) -> Ranking:
    r"""Rank by fuzzy TOPSIS (模糊TOPSIS法) from experts' ratings in words or triangular fuzzy numbers.

    The experts' triangles are averaged and each leaf is divided by its greatest upper end (a cost by its least lower end over
    the triangle), times its weight. d+ and d- are the sums over the leaves of the vertex distances
    :math:`\sqrt{\tfrac13\sum (v - v^*)^2}` from (1, 1, 1) and (0, 0, 0), and :math:`CC = d^- / (d^+ + d^-)`.

    Parameters
    ----------
    ratings : mapping of expert to DataFrame
        Units x leaves, the same of every expert. A cell is a word, three rising numbers (least, most likely, greatest), or
        one number.
    weights : Weights, Series, or DataFrame of experts x leaves
        Importance in words or triangles from 0 to 1, averaged over the experts; or crisp weights, which are divided by the
        greatest, as the ideal (1, 1, 1) asks for.
    costs : sequence of str
        Leaves of which less is better; their ratings must be above zero. Words such as "good" are directed already.
    words, importance : mapping of word to (least, most likely, greatest)
        What the words mean; by default Chen's seven, in English and Chinese.

    Returns
    -------
    Ranking
        Columns D+, D-, CC; the greatest CC is best.

    Raises
    ------
    FaultyInput
        Unknown words, no triangles, missing ratings, other units or leaves than the first expert's: all at once.
    UnsuitableMethod
        Fewer than two units.

    References
    ----------
    Chen (2000), Extensions of the TOPSIS for group decision-making under fuzzy environment, Fuzzy Sets and Systems 114, 1-9.

    Examples
    --------
    >>> rated = pd.DataFrame({"open": ["good", "fair"], "quick": ["fair", "very good"]}, index=["East", "West"])
    >>> weights = pd.DataFrame({"open": ["high"], "quick": ["medium"]}, index=["D1"])
    >>> fuzzy_topsis({"D1": rated}, weights).scores.round(3).to_dict()
    {'East': 0.514, 'West': 0.475}
    """
    faults = wanted(ratings=(ratings, _RATINGS), weights=(weights, _WEIGHTS), costs=(costs, several(LABEL)),
                    words=(words, _WORDS), importance=(importance, _WORDS))  # fmt: skip
    faults.raise_all()
    first = next(iter(ratings.values()))
    units, codes = first.index, [str(code) for code in first.columns]
    rated = _rated(ratings, first, words, faults)
    shares = _importance(weights, codes, importance, faults)
    faults += [Fault(str(code), "is not an indicator that was rated", "there are: {labels}", labels=codes)
               for code in costs if code not in codes]  # fmt: skip
    faults += [
        Fault(code, "is a cost with a rating of zero or less", "rate it above zero, or turn it round")
        for j, code in enumerate(codes)
        if code in costs and len(rated) and not (rated[:, j] > 0).all()
    ]
    faults.raise_all()
    if len(units) < 2:
        text = "{count:# unit|# units} cannot be ranked"
        raise UnsuitableMethod("rows", text, "give two or more", count=len(units))
    d_plus, d_minus = _distances(rated, shares, [code in costs for code in codes])
    score = pd.Series(d_minus / (d_plus + d_minus), units, name="score")
    table = pd.DataFrame({"D+": d_plus, "D-": d_minus, "CC": score}, units)
    middle = pd.Series(shares[:, 1] / shares[:, 1].sum(), codes, name="weight")
    details = {
        "experts": len(ratings),
        "importance": pd.DataFrame(shares, pd.Index(codes, name="code"), ["lower", "middle", "upper"]),
    }
    return Ranking(score, ranked(score), table, "fuzzy_topsis", "more", middle, details, _told(len(ratings)))


def _distances(x: Array, weights: Array, costs: Sequence[bool]) -> tuple[Array, Array]:
    """Return the distances of x (units, leaves, 3) from (1, 1, 1) and (0, 0, 0) in all leaves; weights (leaves, 3)."""
    most = x[..., 2].max(axis=0)
    benefit = x / np.where(most > 0, most, 1.0)[:, None]
    least = x[..., 0].min(axis=0)
    cost = least[:, None] / np.where(x > 0, x, 1.0)[..., ::-1]
    v = np.where(np.array(costs)[:, None], cost, benefit) * weights  # (15), (16)
    far = np.sqrt(((v - 1) ** 2).mean(axis=2)).sum(axis=1)  # (17)
    near = np.sqrt((v**2).mean(axis=2)).sum(axis=1)  # (18)
    return far, near


def _rated(
    ratings: Mapping[str, pd.DataFrame], first: pd.DataFrame, words: Mapping[str, Triangle], faults: Faults
) -> Array:
    """Return the experts' mean triangles (units, leaves, 3); nothing where ratings are faulty."""
    stack = []
    if not (first.index.is_unique and first.columns.is_unique):
        faults.append(
            Fault(
                "ratings",
                "a unit or an indicator was rated twice",
                "name each unit and each indicator once",
            )
        )
        return np.empty((0, 0, 3))
    for expert, frame in ratings.items():
        same = len(frame) == len(first) and frame.index.is_unique and frame.columns.is_unique
        if not (same and set(frame.index) == set(first.index) and set(frame.columns) == set(first.columns)):
            text = "has other units or indicators than the first expert"
            faults.append(Fault(place_of("ratings", expert), text, "rate the same units and indicators"))
            continue
        stack.append(_triangles(frame.loc[first.index, first.columns], words, expert, faults, below=0.0))
    whole = len(stack) == len(ratings) and all(len(one) for one in stack)
    return np.mean(stack, axis=0) if whole else np.empty((0, 0, 3))


def _importance(
    weights: Weights | pd.Series | pd.DataFrame,
    codes: list[str],
    words: Mapping[str, Triangle],
    faults: Faults,
) -> Array:
    """Return the mean importance of every leaf (leaves, 3)."""
    if not isinstance(weights, pd.DataFrame):
        shares, wrong = leaf_shares(codes, weights)
        faults += wrong
        return (
            np.empty((0, 3)) if wrong else np.repeat((shares / shares.max()).to_numpy()[:, None], 3, axis=1)
        )
    if sorted(map(str, weights.columns)) != sorted(codes) or not len(weights):
        faults.append(Fault("weights", "have other indicators than the ratings: {labels}", "weigh every indicator once",
                            labels=list(weights.columns)))  # fmt: skip
        return np.empty((0, 3))
    found = _triangles(
        weights.set_axis([str(c) for c in weights], axis=1)[codes], words, "weights", faults, 0.0, 1.0
    )
    mean = found.mean(axis=0) if len(found) else np.empty((0, 3))
    if len(mean) and not (mean[:, 1] > 0).any():
        faults.append(
            Fault("weights", "are all zero", "give weights of zero or more, and at least one above zero")
        )
    return mean


def _triangles(
    frame: pd.DataFrame,
    words: Mapping[str, Triangle],
    place: str,
    faults: Faults,
    below: float,
    above: float = np.inf,
) -> Array:
    """Return words and triangles as numbers (rows, columns, 3); nothing where one is neither."""
    known = {str(word).strip().lower(): tuple(map(float, numbers)) for word, numbers in words.items()}
    cells = [[_triangle(value, known) for value in row] for row in frame.to_numpy(dtype=object)]
    wrong = [
        (row, column)
        for row, line in enumerate(cells)
        for column, found in enumerate(line)
        if found is None or not (below <= found[0] and found[2] <= above)
    ]
    way_out = Text("give three rising numbers, or one of: {words:20}", words=list(words))
    faults += each(
        wrong,
        lambda at: Fault(place_of((place, frame.index[at[0]]), frame.columns[at[1]]), "is {value}", way_out,
                         value=shown(frame.iloc[at])),
    )  # fmt: skip
    return np.empty((0, 0, 3)) if wrong else np.array(cells, dtype=float).reshape(*frame.shape, 3)


def _triangle(value: Any, words: Mapping[str, Sequence[float]]) -> Sequence[float] | None:
    if isinstance(value, str):
        return words.get(value.strip().lower())
    if is_number(value):
        return (float(value),) * 3
    return tuple(map(float, value)) if _is_triangle(value) else None


def _is_triangle(value: Any) -> bool:
    rising = isinstance(value, list | tuple | np.ndarray) and len(value) == 3 and all(map(is_number, value))
    return bool(rising and value[0] <= value[1] <= value[2])


def _told(experts: int) -> Procedure:
    """Say how the closeness was found."""
    said = (
        "Units were ranked by fuzzy TOPSIS from the ratings of {experts:# expert|# experts} as triangular fuzzy numbers: "
        "D+ and D- are the sums of the vertex distances of the weighted normalised ratings from (1, 1, 1) and (0, 0, 0), and "
        "CC = D- / (D+ + D-)."
    )
    return Procedure.of(said, "Chen2000", experts=experts)
