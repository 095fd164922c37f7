"""Degrees of belonging to grades as an evaluation of the whole tree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights
from govmetrics.core.words import Text
from govmetrics.fuzzy.evaluation import evaluate
from govmetrics.fuzzy.grades import GradeScale
from govmetrics.fuzzy.operators import _product
from govmetrics.fuzzy.result import FuzzyEvaluation


def graded(
    degrees: np.ndarray, data: Dataset | Scaled, weights: Weights, grades: GradeScale, how: Text, work: str
) -> FuzzyEvaluation:
    """Return the evaluation of `degrees` (units, leaves, grades), which need not sum to one, and how they were found."""
    index = _product(data.values.index, data.tree.codes)
    frame = pd.DataFrame(degrees.reshape(-1, len(grades)), index, grades.keys, copy=False)
    found = evaluate(frame, weights, grades, normalise=False, sums="free", imputed=data.imputed)
    return replace(found, how=how, works=(work,))
