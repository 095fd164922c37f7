"""What every diagnosis shares: weights that belong to the values, shares of a scale, and rows' labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Real
from typing import TypeGuard

import numpy as np
import pandas as pd

from govmetrics.core import Fault, Scaled, UnsuitableMethod, Weights
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import row_faults, value_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import asked, is_number
from govmetrics.core.scaled import SCALED
from govmetrics.core.weights import WEIGHTS, weights_faults
from govmetrics.core.within import within_faults
from govmetrics.core.words import Text, method_name
from govmetrics.numerics.arrays import Array, Ints


def number_faults(table: pd.DataFrame, what: str = "") -> list[Fault]:
    """Return the cells that are not finite numbers, each by its place; a column of nothing but text is one fault.

    Examples
    --------
    >>> for one in number_faults(pd.DataFrame({"a": ["x", 1], "b": ["y", "z"]}), "ratings"):
    ...     print(one)
    ratings, b: is not numeric; give numbers
    ratings, 0, a: 'x' is not a number; correct it, or leave the cell empty
    """
    if faults := within_faults(what, table):
        return faults
    text = np.array([_is_text(table.iloc[:, place]) for place in range(table.shape[1])], dtype=bool)
    faults = each(
        table.columns[text],
        lambda name: Fault(", ".join(filter(None, (what, str(name)))), "is not numeric", "give numbers"),
    )
    others = table.loc[:, ~text]
    if value_faults(others):  # once more, with rows that say where they are
        others = others.set_axis([", ".join(filter(None, (what, place_of(row)))) for row in others.index])
    return faults + value_faults(others)


def _is_text(column: pd.Series) -> bool:
    """Return whether a column has cells, and none of them is a number."""
    if pd.api.types.is_numeric_dtype(column) or column.isna().all():
        return False
    return bool(pd.to_numeric(column.astype(object), errors="coerce").isna().all())


def are_numbers(pair: object) -> TypeGuard[tuple[float, float]]:
    """Return whether something is a pair of finite numbers."""
    return (
        isinstance(pair, tuple | list | np.ndarray)
        and len(pair) == 2
        and all(isinstance(one, Real) and is_number(one) for one in pair)
    )


def same_tree(scaled: Scaled, weights: Weights) -> None:
    """Refuse rows without or with the same label, and weights of another tree; every row and node is named."""
    asked(scaled=(scaled, SCALED), weights=(weights, WEIGHTS))
    wrong = weights_faults(weights, scaled.tree)
    if not wrong and scaled.tree.node_codes != weights.tree.node_codes:
        wrong = [Fault("weights", "are of a tree in another order", "make them from scaled.tree")]
    Faults([*row_faults(scaled.values.index), *wrong]).raise_all()


def shares_of_scale(scaled: Scaled) -> Array:
    """Return the values as shares of their scale, (units, leaves): 0 at the worst end, 1 at the best."""
    asked(scaled=(scaled, SCALED))
    if scaled.scale is None:
        problem, way_out = "the values have no best end", "scale by min_max or goalposts, which have one"
        if scaled.method:
            problem = "values scaled by {method} have no best end"
        raise UnsuitableMethod("scaled", problem, way_out, method=method_name(scaled.method))
    low, high = scaled.scale
    return np.asarray((scaled.values.to_numpy(dtype=float) - low) / (high - low))


def row_labels(index: pd.Index, rows: Ints) -> dict[str, pd.Index]:
    """Return the columns that label these rows of an index: unit, or period and unit."""
    taken = index.take(rows)
    if index.nlevels == 1:
        return {"unit": taken}
    return {name: taken.get_level_values(name) for name in ("period", "unit")}


def by_unit(frame: pd.DataFrame, words: Sequence[Text]) -> dict[object, list[Text]]:
    """Return the words of each row, gathered by unit, or period and unit, in the frame's order."""
    periods = [frame["period"]] if "period" in frame.columns else []
    units = zip(*periods, frame["unit"], strict=True) if periods else frame["unit"]
    gathered: dict[object, list[Text]] = {}
    for unit, word in zip(units, words, strict=True):
        gathered.setdefault(unit, []).append(word)
    return gathered


def checks_table(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    """Return checks as a table whose texts keep their languages."""
    return pd.DataFrame(
        {
            name: pd.Series(
                [row[name] for row in rows], dtype=object if name in ("place", "sentence") else None
            )
            for name in columns
        }
    )


def check_rows(index: pd.Index) -> None:
    """Refuse rows with periods, and fewer than five units."""
    faults = []
    if index.nlevels != 1:
        faults.append(Fault("rows", "have periods", "check one period at a time"))
    if 0 < len(index) < 5:
        way_out = "correlations of fewer than five units mean nothing"
        faults.append(Fault("rows", "{count:# unit|# units}", way_out, count=len(index)))
    Faults(faults).raise_all(UnsuitableMethod)
