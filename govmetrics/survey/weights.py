"""The weight of every respondent: given, raked, the survey's own, or one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.survey import Survey
from govmetrics.numerics.calibration import Array
from govmetrics.survey.raked import Raked


def weights_of(survey: Survey, weights: Raked | pd.Series | None) -> Array:
    """Return the weight of every respondent: given, raked, the survey's own, or one."""
    index = survey.answers.index
    if weights is None:
        return np.ones(survey.n) if survey.weight is None else survey.weight.to_numpy(dtype=float)
    series = weights.weights if isinstance(weights, Raked) else weights
    way = "give one weight above zero for each respondent, under the survey's index"
    if not series.index.equals(index):
        if not (series.index.is_unique and len(series) == len(index) and index.isin(series.index).all()):
            raise FaultyInput(Fault("weights", "are not under the survey's index", way))
        series = series.reindex(index)
    w = series.to_numpy(dtype=float, na_value=np.nan)
    bad = index[~(np.isfinite(w) & (w > 0))]
    if len(bad):
        raise FaultyInput(Fault(f"weights, respondent {who}", f"is {series[who]!r}", way) for who in bad[:20])
    return w
