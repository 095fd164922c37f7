"""Rank reversal (逆序检验): whether the order of the others turns when a unit leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput, Scaled, Scores, UnsuitableMethod, Weights
from govmetrics.core.errors import choose, each
from govmetrics.core.results import fields_dict, html
from govmetrics.numerics.agreement import rank_agreement
from govmetrics.ranking.checks import refuse_kind
from govmetrics.ranking.result import Ranking

Method = Callable[[Scaled, Weights], Ranking | Scores]


@dataclass(frozen=True, eq=False)
class RankReversal:
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

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a copy."""
        return self.table.copy()

    def summary(self, language: str = "en") -> str:
        """Return whether any order turned."""
        choose(language, ("en", "zh"), "language")
        turned, n = int((self.table["reversed"] > 0).sum()), len(self.table)
        first = int(self.table["first_changes"].sum())
        if language == "zh":
            return f"{self.method}：逐一剔除 {n} 个单元，{turned} 次出现逆序，{first} 次第一名改变"
        text = f"{self.method}: leaving out {n} units in turn, order turned {turned} times"
        return f"{text} and the first place changed {first} times"

    def to_dict(self) -> dict[str, Any]:
        """Return table and method, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.table, f"Rank reversal 逆序检验 ({self.method})")


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
    'spotis: leaving out 3 units in turn, order turned 0 times and the first place changed 0 times'
    """
    refuse_kind(scaled, (Scaled,))
    if not callable(method):
        way_out = "give a function, such as gm.ranking.topsis"
        raise FaultyInput(Fault("method", f"is {method!r}", way_out))
    index = scaled.values.index
    if len(index) < 3 or index.nlevels > 1:
        raise UnsuitableMethod(Fault("rows", "need three or more units of one period", "give more units"))
    if units is not None and (isinstance(units, str) or not np.iterable(units)):
        raise FaultyInput(Fault("units", f"is {units!r}", "give a list"))
    chosen = list(index if units is None else units)
    unknown = [unit for unit in chosen if unit not in index]
    way_out = "name units that are ranked"
    if unknown:
        raise FaultyInput(each(unknown, lambda unit: Fault(str(unit), "is not among the units", way_out)))
    whole = _ranks_of(method(scaled, weights))
    rows = {unit: _after_removal(method, scaled, weights, whole, unit) for unit in chosen}
    columns = ["pairs", "reversed", "kendall", "first_changes"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
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
        _ranks_of(method(left, weights))[rest].to_numpy(dtype=float),
    )
    turned = np.sign(before[:, None] - before) * np.sign(after[:, None] - after) < 0
    n = len(rest)
    first = bool(set(rest[before == before.min()]).isdisjoint(rest[after == after.min()]))
    return n * (n - 1) // 2, int(turned.sum()) // 2, rank_agreement(before, after)[0], first


def _ranks_of(found: Ranking | Scores) -> pd.Series:
    return found.ranks if isinstance(found, Ranking) else found.ranking()["rank"]
