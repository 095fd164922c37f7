"""The weight of every respondent: given, raked, the survey's own, or one; and whether weights were used."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.survey import Survey
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.survey.margins import aligned, as_weights, weights_held
from govmetrics.survey.raked import Raked


def weights_of(survey: Survey, weights: Raked | pd.Series | None) -> Array:
    """Return the weight of every respondent: given, raked, the survey's own, or one."""
    index = survey.answers.index
    if weights is None:
        return np.ones(survey.n) if survey.weight is None else survey.weight.to_numpy(dtype=float)
    series = aligned(weights.weights if isinstance(weights, Raked) else weights, index)
    if series is None:
        plain = Text("give one weight above zero for each respondent, a Series under the survey's index")
        way = weights_held(weights) or plain
        raise FaultyInput("weights", "are not under the survey's index", way)
    w, faults = as_weights(series, "weights")
    Faults(faults).raise_all()
    return w


def weighed(n: pd.Series, effective_n: pd.Series) -> bool:
    """Tell whether respondents counted with weights: then there are effectively fewer than were asked."""
    return bool(((n > 0) & ((n - effective_n).abs() > 1e-9 * n)).any())
