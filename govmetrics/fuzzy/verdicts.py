"""Verdicts on arrays: what a composed membership says. Rows (n, grades) in the order of the scale."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.fuzzy.grades import GradeScale

_TIED = 1e-9


def _maximum(p: np.ndarray, grades: GradeScale) -> tuple[np.ndarray, np.ndarray]:
    """Return the grade of maximum membership (最大隶属度原则; -1 for NaN) and which grades tie for it.

    Of tied grades the worse one is taken, the cautious reading.
    """
    known = ~np.isnan(p[:, 0])
    top = np.where(known, p.max(axis=1), np.inf)
    tied = p >= (top - _TIED)[:, None]
    worst_first = grades.worst_to_best
    place = worst_first[tied[:, worst_first].argmax(axis=1)]
    return np.where(known, place, -1), tied


def _validity(p: np.ndarray) -> np.ndarray:
    """Return the validity index of the maximum-membership principle (有效度).

    alpha = (n beta - 1) / (2 gamma (n - 1)) with the largest beta and the second largest gamma of n
    memberships that sum to one: 0 when all are equal, infinite when one holds everything.
    """
    n = p.shape[1]
    largest = np.partition(p, n - 2, axis=1)[:, n - 2 :]
    gamma, beta = largest[:, 0], largest[:, 1]
    numerator = (n * beta - 1) / (n - 1)
    safe = np.where(gamma > 0, gamma, 1.0)
    # A beta that is 1/n but for rounding must not give a negative index.
    return np.where(gamma == 0, np.inf, np.maximum(numerator, 0.0) / (2 * safe))


def _score(p: np.ndarray, grades: GradeScale) -> np.ndarray:
    """Return the score: the values of the grades weighted by membership."""
    return np.asarray(p @ np.array(grades.values))


def _place(p: np.ndarray) -> np.ndarray:
    """Return the level characteristic value (级别特征值): the mean place in the scale, from 1."""
    return np.asarray(p @ np.arange(1.0, p.shape[1] + 1))


def _grade_of_place(place: np.ndarray, grades: GradeScale) -> np.ndarray:
    """Return the grade whose place is nearest; half-way the worse one, -1 for NaN."""
    up = np.floor(place + 0.5 + _TIED) if grades.best_first else np.ceil(place - 0.5 - _TIED)
    return np.where(np.isnan(place), 0, up).astype(np.intp) - 1


def _confident(p: np.ndarray, grades: GradeScale, confidence: float) -> np.ndarray:
    """Return the first grade, from the best down, at which memberships add up to `confidence` (置信度准则)."""
    best_first = grades.worst_to_best[::-1]
    enough = np.cumsum(p[:, best_first], axis=1) >= confidence - _TIED
    return np.where(np.isnan(p[:, 0]), -1, best_first[enough.argmax(axis=1)])


def _entropy(p: np.ndarray) -> np.ndarray:
    """Return the entropy of the verdict over its maximum: 0 for a crisp one, 1 for none at all."""
    logs = np.log(np.where(p > 0, p, 1.0))
    return np.asarray(-(p * logs).sum(axis=1) / np.log(p.shape[1]) + 0.0)


def _codes(grades: GradeScale, places: np.ndarray) -> np.ndarray:
    """Return places in the scale as codes from the worst up, -1 for none."""
    rank = np.append(np.argsort(grades.worst_to_best), -1)
    return np.asarray(rank[places])


def _categories(grades: GradeScale, codes: np.ndarray) -> pd.Series:
    """Return codes as ordered categories, worst first."""
    keys = [grades.keys[i] for i in grades.worst_to_best]
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(keys), ordered=True))


def _ties(grades: GradeScale, tied: np.ndarray) -> np.ndarray:
    """Return the grades that tie for the largest membership as text, empty where one has it alone."""
    ties = np.full(len(tied), "", dtype=object)
    for row in np.flatnonzero(tied.sum(axis=1) > 1):
        ties[row] = "; ".join(key for key, flag in zip(grades.keys, tied[row], strict=True) if flag)
    return ties
