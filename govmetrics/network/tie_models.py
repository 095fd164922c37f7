"""The regressions of pairs that MRQAP tests, by themselves: a linear and a logistic one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.semi_partial import logit_fits


def linear(x: Array, y: Array) -> tuple[pd.DataFrame, dict[str, float]]:
    """Return coefficients with their classical t and p, and the fit, of a linear regression."""
    from scipy.special import stdtr

    q, r = np.linalg.qr(x)
    b = np.linalg.solve(r, q.T @ y)
    df = len(y) - x.shape[1]
    left = float(((y - x @ b) ** 2).sum())
    total = float(((y - y.mean()) ** 2).sum())
    se = np.sqrt(left / df * (np.linalg.inv(r) ** 2).sum(axis=1))
    with np.errstate(divide="ignore"):
        t = b / se
    beta = np.append(np.nan, b[1:] * x[:, 1:].std(axis=0) / y.std())
    share = 1 - left / total
    explained = x.shape[1] - 1
    with np.errstate(divide="ignore"):
        f = float(np.divide((total - left) / explained, left / df))
    table = pd.DataFrame(
        {"b": b, "beta": beta, "standard_error": se, "t": t, "p_classical": 2 * stdtr(df, -np.abs(t))}
    )
    fit = {"r_squared": share, "adjusted_r_squared": 1 - (1 - share) * (len(y) - 1) / df, "f": f, "df": df}
    return table, fit


def logit(x: Array, y: Array) -> tuple[pd.DataFrame, dict[str, float]]:
    """Return coefficients with their classical z and p, and the fit, of a logistic regression."""
    from scipy.special import ndtr

    scale = np.abs(x).max(axis=0)
    one = np.ones((1, len(y)))
    b, se, settled = logit_fits(x[:, :-1] / scale[:-1], (x[:, -1] / scale[-1])[None], y, one)
    if not settled[0]:
        problem, way_out = (
            "ties and pairs without one are told apart completely",
            "leave out the predictor that does it, or use model='linear'",
        )
        raise UnsuitableMethod("x", problem, way_out)
    b, se = b[0] / scale, se[0] / scale
    eta = x @ b
    likelihood = float((y * eta - np.logaddexp(0, eta)).sum())
    share = y.mean()
    empty = float(len(y) * (share * np.log(share) + (1 - share) * np.log(1 - share)))
    table = pd.DataFrame({"b": b, "odds_ratio": np.exp(b), "standard_error": se, "t": b / se,
                          "p_classical": 2 * ndtr(-np.abs(b / se))})  # fmt: skip
    return table, {"log_likelihood": likelihood, "aic": 2 * len(b) - 2 * likelihood, "mcfadden": 1 - likelihood / empty,
                   "df": len(y) - len(b)}  # fmt: skip
