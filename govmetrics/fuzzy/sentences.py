"""The verdict on a unit as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from govmetrics.core.words import Label, Text
from govmetrics.fuzzy.operators import SYMBOLS


def sentence(
    unit: Any,
    row: pd.Series,
    names: Mapping[str, Label],
    *,
    share: float,
    agree: bool,
    operator: str,
    filled: float = 0.0,
) -> tuple[Text, ...]:
    """Return what `FuzzyEvaluation.verdicts` says of one unit.

    `share` is the largest membership, `filled` the share of the weight that rests on imputed values.
    """
    units = [unit]
    if pd.isna(row["grade"]):
        return (Text("{units}: not enough evidence for a verdict.", units=units),)
    told = [
        Text(
            "{units}: {grade} by maximum membership ({share:.3f}, validity {validity:.2f}: {trust}; {symbol}); "
            "score {score:.2f}, which is {by_score}.",
            units=units, grade=names[row["grade"]], share=share, validity=row["validity"],
            trust=_trust(row["validity"]), symbol=SYMBOLS[operator], score=row["score"],
            by_score=names[row["grade_by_score"]],
        )
    ]  # fmt: skip
    if row["tied"]:
        told.append(Text("Tied: {grades}.", grades=[names[key] for key in row["tied"].split("; ")]))
    if filled > 1e-9:
        told.append(Text("{share:.0%} of the weight rests on imputed values.", share=filled))
    if not agree:
        told.append(Text("The operators do not agree."))
    return tuple(told)


def _trust(validity: float) -> Text:
    """Return how far the maximum-membership principle can be relied on at this validity index."""
    if validity >= 1:
        return Text("very valid")
    if validity >= 0.5:
        return Text("fairly valid")
    return Text("hardly valid, so go by the score")
