"""The weight of every respondent: given, raked, the survey's own, or one."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
import pandas as pd

from govmetrics.core.dataset import floats
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.options import shown, way_to
from govmetrics.core.survey import Survey
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array


@runtime_checkable
class Calibrated(Protocol):
    """A result of raking: final and base weights of respondents.

    Attributes
    ----------
    weights, base : Series
        One per respondent.
    """

    @property
    def weights(self) -> pd.Series:
        """The final weights."""

    @property
    def base(self) -> pd.Series:
        """Those before."""


def weights_of(survey: Survey, weights: Calibrated | pd.Series | None) -> Array:
    """Return the weight of every respondent: given, raked, the survey's own, or one."""
    index = survey.answers.index
    if weights is None:
        return np.ones(survey.n) if survey.weight is None else survey.weight.to_numpy(dtype=float)
    series = aligned(weights.weights if isinstance(weights, Calibrated) else weights, index)
    if series is None:
        plain = Text("give one weight above zero for each respondent, a Series under the survey's index")
        way = weights_held(weights) or plain
        raise FaultyInput("weights", "are not under the survey's index", way)
    w, faults = as_weights(series, "weights")
    Faults(faults).raise_all()
    return w


def aligned(weights: object, index: pd.Index) -> pd.Series | None:
    """Return weights in the order of `index`, or None where they are not a Series under its labels."""
    if not isinstance(weights, pd.Series):
        return None
    refuse_within("weights", weights, numbers=True)
    if weights.index.equals(index):
        return weights
    unique = weights.index.is_unique and index.is_unique
    same = unique and len(weights) == len(index) and index.isin(weights.index).all()
    return weights.reindex(index) if same else None


def weights_held(value: object) -> Text | None:
    """Return where a result that is given for weights has them."""
    return way_to(value, lambda held: isinstance(held, pd.Series), ("weights", "weight"))


def as_weights(weights: pd.Series, name: str) -> tuple[Array, list[Fault]]:
    """Return weights as numbers, and a fault for every respondent whose weight is not above zero."""
    w = floats(weights).to_numpy()
    bad = weights[~(np.isfinite(w) & (w > 0))]
    way = "give every respondent a number above zero"
    return w, each(
        bad.items(), lambda at: Fault(whose(name, at[0]), "is {value}", way, value=shown(at[1])), most=20
    )


def whose(name: str, respondent: object) -> Text:
    """Return the place of a respondent's weight, or answer to an item."""
    return Text("{item}, respondent {names:5}", item=name, names=[respondent])
