"""What every diagnosis shares: weights that belong to the values, shares of a scale, and periods."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from types import UnionType
from typing import Literal, TypeGuard

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core import Fault, FaultyInput, IndicatorTree, Scaled, UnsuitableMethod, Weights
from govmetrics.core.checks import kind_faults, place_of
from govmetrics.core.dataset import row_faults, value_faults
from govmetrics.core.errors import Faults, choose, each
from govmetrics.core.weights import weights_faults
from govmetrics.diagnosis._headings import headed

Array = NDArray[np.float64]
Language = Literal["en", "zh"]
LANGUAGES = ("en", "zh")


def wrong_kinds(*given: tuple[str, object, type | UnionType, str]) -> list[Fault]:
    """Return a fault for each (place, value, kind, way out) whose value is not of its kind.

    Examples
    --------
    >>> print(*wrong_kinds(("data", [1, 2], Weights, "give Weights")))
    data: is list, not Weights; give Weights
    """
    return [
        fault for place, value, kind, way_out in given for fault in kind_faults(value, kind, place, way_out)
    ]


def number_faults(table: pd.DataFrame, what: str = "") -> list[Fault]:
    """Return the cells that are not finite numbers, each by its place; a column of nothing but text is one fault.

    Examples
    --------
    >>> for one in number_faults(pd.DataFrame({"a": ["x", 1], "b": ["y", "z"]}), "ratings"):
    ...     print(one)
    ratings, b: is not numeric; give numbers
    ratings, 0, a: 'x' is not a number; correct it, or leave the cell empty
    """
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
        and all(isinstance(one, Real) and math.isfinite(one) for one in pair)
    )


SCALED: tuple[type, str] = (Scaled, "scale the data first, for example by min_max")
WEIGHTS: tuple[type, str] = (Weights, "make them with govmetrics.weighting")


def same_tree(scaled: Scaled, weights: Weights) -> None:
    """Refuse rows without or with the same label, and weights of another tree; every row and node is named."""
    Faults(wrong_kinds(("scaled", scaled, *SCALED), ("weights", weights, *WEIGHTS))).raise_all()
    wrong = weights_faults(weights, scaled.tree)
    if not wrong and scaled.tree.node_codes != weights.tree.node_codes:
        wrong = [Fault("weights", "are of a tree in another order", "make them from scaled.tree")]
    Faults([*row_faults(scaled.values.index), *wrong]).raise_all()


def shares_of_scale(scaled: Scaled) -> Array:
    """Return the values as shares of their scale, (units, leaves): 0 at the worst end, 1 at the best."""
    Faults(wrong_kinds(("scaled", scaled, *SCALED))).raise_all()
    if scaled.scale is None:
        problem = f"values scaled by {scaled.method or 'this method'} have no best end"
        raise UnsuitableMethod(Fault("scaled", problem, "scale by min_max or goalposts, which have one"))
    low, high = scaled.scale
    if not high > low:
        raise FaultyInput(
            Fault("scaled", f"the scale is {scaled.scale}", "give (low, high) with low below high")
        )
    return np.asarray((scaled.values.to_numpy(dtype=float) - low) / (high - low))


def check_words(language: str, k: int = 1) -> None:
    """Refuse unknown languages, and fewer than one item to list: both at once."""
    faults = Faults()
    with faults:
        choose(language, LANGUAGES, "language")
    if not isinstance(k, Integral) or k < 1:
        faults.append(Fault("k", f"is {k!r}", "ask for one or more"))
    faults.raise_all()


def label(row: object) -> str:
    """Return a row's label as text: the unit, or the period and the unit.

    Examples
    --------
    >>> label((2024, "Nanshan")), label(7)
    ('2024 Nanshan', '7')
    """
    return " ".join(map(str, row)) if isinstance(row, tuple) else str(row)


def named(tree: IndicatorTree, codes: pd.Index | list[str], language: str = "en") -> list[str]:
    """Return the nodes' names in `language`, or their codes where they have none."""
    return [tree[str(code)].label(language) for code in codes]


def listed(labels: Sequence[object], most: int = 5) -> str:
    """Return labels as text, the first few and how many more.

    Examples
    --------
    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    shown = ", ".join(label(one) for one in labels[:most])
    return shown if len(labels) <= most else f"{shown} and {len(labels) - most} more"


def row_labels(index: pd.Index, rows: NDArray[np.intp]) -> dict[str, pd.Index]:
    """Return the columns that label these rows of an index: unit, or period and unit."""
    taken = index.take(rows)
    if index.nlevels == 1:
        return {"unit": taken}
    return {name: taken.get_level_values(name) for name in ("period", "unit")}


def by_unit(frame: pd.DataFrame, words: Sequence[str]) -> dict[object, list[str]]:
    """Return the words of each row, gathered by unit, or period and unit, in the frame's order."""
    periods = [frame["period"]] if "period" in frame.columns else []
    units = zip(*periods, frame["unit"], strict=True) if periods else frame["unit"]
    gathered: dict[object, list[str]] = {}
    for unit, word in zip(units, words, strict=True):
        gathered.setdefault(unit, []).append(word)
    return gathered


def in_language(
    checks: pd.DataFrame, language: str, verdicts: Mapping[str, str], names: Mapping[str, str]
) -> pd.DataFrame:
    """Return a table of checks with check, verdict and sentence in one language.

    Parameters
    ----------
    checks : DataFrame
        With the columns verdict (English), sentence_en and sentence_zh.
    language : {"en", "zh"}
        Which one.
    verdicts, names : mapping
        The verdicts and the checks in Chinese.
    """
    choose(language, LANGUAGES, "language")
    others = [f"sentence_{other}" for other in LANGUAGES if other != language]
    frame = checks.rename(columns={f"sentence_{language}": "sentence"}).drop(columns=others)
    if language == "en":
        return frame
    words = {"check": frame["check"].map(names), "verdict": frame["verdict"].map(verdicts)}
    # A check's place is where it looks, not a rank.
    return headed(frame.assign(**words).rename(columns={"place": "where"}), language)
