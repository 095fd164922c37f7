"""Answers with given moments: what rests on means and covariances alone comes out as from the answers themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd


def read(file: Path) -> dict[str, Any]:
    """Return the facts of one data set; its `moments` are turned into answers, at random but for these."""
    facts: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    facts["answers"] = {name: twin(**moments) for name, moments in facts["moments"].items()}
    return facts


def twin(n: int, items: list[str], mean: list[float], covariance: list[list[float]]) -> pd.DataFrame:
    """Return n rows that have exactly this mean and this covariance matrix (lower triangle, divisor n - 1)."""
    k = len(items)
    wanted = np.array([[covariance[max(i, j)][min(i, j)] for j in range(k)] for i in range(k)])
    z = np.random.default_rng(0).normal(size=(n, k))
    for _ in range(2):  # the second turn takes away the first one's rounding
        z -= z.mean(axis=0)
        z = np.linalg.solve(np.linalg.cholesky(np.cov(z.T)), z.T).T
    return pd.DataFrame(z @ np.linalg.cholesky(wanted).T + mean, columns=items)


def with_gaps(answers: pd.DataFrame, respondents: int) -> pd.DataFrame:
    """Add respondents who left out their first item, up to the given number."""
    gaps = answers.sample(respondents - len(answers), replace=True, random_state=0)
    gaps[answers.columns[0]] = np.nan
    return pd.concat([answers, gaps], ignore_index=True)
