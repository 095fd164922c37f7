"""Rank reversal (逆序检验): whether the order of the others turns when a unit leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core import (
    Fault,
    FaultyInput,
    GovmetricsError,
    Result,
    Scaled,
    Scores,
    Text,
    UnsuitableMethod,
    Weights,
)
from govmetrics.core.checks import unit_faults
from govmetrics.core.options import LIST, Kind, optional, wanted
from govmetrics.core.scaled import SCALED
from govmetrics.core.weights import WEIGHTS
from govmetrics.core.words import method_name
from govmetrics.numerics.agreement import rank_agreement, turned_pairs
from govmetrics.ranking.result import Ranking

Method = Callable[[Scaled, Weights], Ranking | Scores]
METHOD = Kind(callable, Text("give a function, such as gm.ranking.topsis"))


@dataclass(frozen=True, eq=False)
class RankReversal(Result):
    """What happens to the order of the others when a unit leaves.

    Attributes
    ----------
    table : DataFrame
        One row per unit left out: pairs (of the others), reversed (pairs whose order turned), kendall
        (between the others' ranks before and after), first_changes (whether another one comes first).
    method : str
        The method's name.

    See Also
    --------
    rank_reversal
    """

    table: pd.DataFrame
    method: str

    _shown: ClassVar = {"table": "Rank reversal, by the unit left out"}

    _cites: ClassVar = ("GarciaCascalesLamata2012",)

    def _method(self) -> tuple[Text, ...]:
        line = "Every unit was left out in turn, and the others were ranked again by {method}."
        return (Text(line, method=method_name(self.method)),)

    def _finding(self) -> tuple[Text, ...]:
        text = (
            "{method}: {count:# unit was|# units were} left out in turn; the order of the others turned "
            "{turned:once|# times}, and the first place changed {first:once|# times}."
        )
        turned, first = int((self.table["reversed"] > 0).sum()), int(self.table["first_changes"].sum())
        return (
            Text(text, method=method_name(self.method), count=len(self.table), turned=turned, first=first),
        )


def rank_reversal(
    method: Method,
    scaled: Scaled,
    weights: Weights,
    units: Sequence[object] | None = None,
) -> RankReversal:
    """Leave out units one at a time and tell whether the order of the others turns.

    Parameters
    ----------
    method : callable
        Of values and weights, for example ``gm.ranking.topsis``.
    scaled : Scaled
        Values stay as scaled, so that only the method itself can turn an order.
    weights : Weights
        Of the same tree.
    units : sequence, optional
        Which ones to leave out; all by default.

    Returns
    -------
    RankReversal
        For every unit left out, which orders turned and whether the first place changed.

    Raises
    ------
    FaultyInput
        Units that are not there.
    UnsuitableMethod
        Fewer than three units, or rows with periods.

    References
    ----------
    Garcia-Cascales and Lamata (2012), On rank reversal and TOPSIS method, Mathematical and Computer
    Modelling 56, 123-132.

    Examples
    --------
    >>> from govmetrics.ranking import spotis
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [0.9, 0.5, 0.1], "b": [0.0, 0.5, 0.8]}, index=["u", "v", "w"])
    >>> even = Weights(tree, pd.Series({"G": 1.0, "a": 0.5, "b": 0.5}))
    >>> rank_reversal(spotis, Scaled(tree, x, pd.DataFrame(), "", (0, 1)), even).summary()
    'SPOTIS: 3 units were left out in turn; the order of the others turned 0 times, and the first place changed 0 times.'
    """
    faults = wanted(method=(method, METHOD), scaled=(scaled, SCALED), weights=(weights, WEIGHTS),
                    units=(units, optional(LIST)))  # fmt: skip
    faults.raise_all()
    index = scaled.values.index
    if len(index) < 3 or index.nlevels > 1:
        raise UnsuitableMethod(
            "rows", "are not three or more units of one period", "give more units, or one period"
        )
    chosen = list(index if units is None else units)
    faults += unit_faults(index, chosen)
    if not chosen:
        faults.append(Fault("units", "there are none", "give at least one"))
    faults.raise_all()
    whole = _ranks_of(method, scaled, weights)
    rows = {unit: _after_removal(method, scaled, weights, whole, unit) for unit in chosen}
    columns = ["pairs", "reversed", "kendall", "first_changes"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("unit")
    return RankReversal(table, getattr(method, "__name__", str(method)))


def _after_removal(
    method: Method,
    scaled: Scaled,
    weights: Weights,
    whole: pd.Series,
    unit: object,
) -> tuple[int, int, float, bool]:
    """Return pairs, reversed pairs, Kendall's tau and whether the first changes, without one unit."""
    rest = whole.index[whole.index != unit]
    attributes = scaled.attributes if scaled.attributes.empty else scaled.attributes.loc[rest]
    left = replace(scaled, values=scaled.values.loc[rest], attributes=attributes)
    before, after = (
        whole[rest].to_numpy(dtype=float),
        _ranks_of(method, left, weights)[rest].to_numpy(dtype=float),
    )
    n = len(rest)
    first = bool(set(rest[before == before.min()]).isdisjoint(rest[after == after.min()]))
    return n * (n - 1) // 2, turned_pairs(before, after), rank_agreement(before, after)[0], first


def _ranks_of(method: Method, scaled: Scaled, weights: Weights) -> pd.Series:
    """Return the ranks that a method gives; refuse a function that gives none."""
    try:
        found: Any = method(scaled, weights)
    except GovmetricsError:
        raise
    except (TypeError, AttributeError, ValueError) as error:  # another kind of function; else its own bug
        text = "cannot be called with scaled values and weights: {reason}"
        raise FaultyInput("method", text, METHOD.way_out, reason=str(error)) from error
    if not isinstance(found, Ranking | Scores):
        text = "the function returns {kind}, not a Ranking or Scores"
        raise FaultyInput("method", text, METHOD.way_out, kind=type(found).__name__)
    return found.ranks if isinstance(found, Ranking) else found.ranking()["rank"]
