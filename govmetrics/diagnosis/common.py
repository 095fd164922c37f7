"""What every diagnosis shares: weights that belong to the values, shares of a scale, and periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core import Fault, FaultyInput, IndicatorTree, Scaled, UnsuitableMethod, Weights
from govmetrics.core.errors import choose
from govmetrics.diagnosis._headings import headed

Array = NDArray[np.float64]
Language = Literal["en", "zh"]
LANGUAGES = ("en", "zh")


def same_tree(scaled: Scaled, weights: Weights) -> None:
    """Refuse weights of another tree; every node that only one of the two has is named."""
    wrong = [
        Fault(what, f"is a {type(given).__name__}", way_out)
        for what, given, kind, way_out in (
            ("scaled", scaled, Scaled, "scale the data first, for example by min_max"),
            ("weights", weights, Weights, "make them with govmetrics.weighting"),
        )
        if not isinstance(given, kind)
    ]
    if wrong:
        raise FaultyInput(wrong)
    ours, theirs = scaled.tree.node_codes, weights.tree.node_codes
    if ours == theirs:
        return
    faults = [
        Fault(code, "has values but no weight", "weigh every leaf") for code in ours if code not in theirs
    ]
    faults += [Fault(code, "has a weight but no values", "drop it") for code in theirs if code not in ours]
    raise FaultyInput(
        faults or Fault("weights", "are of a tree in another order", "make them from scaled.tree")
    )


def shares_of_scale(scaled: Scaled) -> Array:
    """Return the values as shares of their scale, (units, leaves): 0 at the worst end, 1 at the best."""
    if scaled.scale is None:
        problem = f"values scaled by {scaled.method or 'this method'} have no best end"
        raise UnsuitableMethod(Fault("scaled", problem, "scale by min_max or goalposts, which have one"))
    low, high = scaled.scale
    return np.asarray((scaled.values.to_numpy(dtype=float) - low) / (high - low))


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
    shown = ", ".join(str(label) for label in labels[:most])
    return shown if len(labels) <= most else f"{shown} and {len(labels) - most} more"


def row_labels(index: pd.Index, rows: NDArray[np.intp]) -> dict[str, pd.Index]:
    """Return the columns that label these rows of an index: unit, or period and unit."""
    taken = index.take(rows)
    if index.nlevels == 1:
        return {"unit": taken}
    return {name: taken.get_level_values(name) for name in ("period", "unit")}


def by_unit(frame: pd.DataFrame, words: Sequence[str]) -> dict[str, list[str]]:
    """Return the words of each row, gathered by unit (and period), in the frame's order."""
    units = frame["unit"].astype(str)
    if "period" in frame.columns:
        units = frame["period"].astype(str) + " " + units
    gathered: dict[str, list[str]] = {}
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
