"""Degrees of belonging to grades as an evaluation of the whole tree."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights
from govmetrics.fuzzy.evaluation import evaluate
from govmetrics.fuzzy.grades import GradeScale
from govmetrics.fuzzy.operators import _product
from govmetrics.fuzzy.result import FuzzyEvaluation


def graded(
    degrees: np.ndarray, data: Dataset | Scaled, weights: Weights, grades: GradeScale
) -> FuzzyEvaluation:
    """Return the evaluation of `degrees` (units, leaves, grades), which need not sum to one."""
    index = _product(data.values.index, data.tree.codes)
    frame = pd.DataFrame(degrees.reshape(-1, len(grades)), index, grades.keys, copy=False)
    return evaluate(frame, weights, grades, normalise=False, sums="free", imputed=data.imputed)
