"""Indices of fit of a factor model by maximum likelihood, in one group or several."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc

from govmetrics.numerics import fit
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import to_correlation
from govmetrics.numerics.factor_model import Moments


def model_fit(
    implied: list[Array],
    groups: list[Moments],
    discrepancies: Array,
    parameters: int,
    n: int,
    *,
    means: list[Array] | None = None,
) -> dict[str, float]:
    """Return the indices of fit.

    Parameters
    ----------
    implied : list of arrays (p, p)
        Implied covariances of each group.
    groups : list of Moments
        What each group shows; `n` of a group multiplies its discrepancy.
    discrepancies : array (groups,)
        At the solution.
    parameters : int
        Free parameters.
    n : int
        Respondents, for the likelihood.
    means : list of arrays (p,), optional
        Implied means; without them the means are not part of the model.
    """
    p = len(implied[0])
    moments = len(groups) * (p * (p + 1) // 2 + (p if means else 0))
    df, null_df = moments - parameters, len(groups) * p * (p - 1) // 2
    apart = [g.mean - m for g, m in zip(groups, means, strict=True)] if means else [np.zeros(p)] * len(groups)
    triples = list(zip(implied, groups, apart, strict=True))
    chi_square = float(sum(g.n * f for g, f in zip(groups, discrepancies, strict=True)))
    # with the means free, independent items leave the determinant of the correlations
    null = sum(g.n * -float(np.linalg.slogdet(to_correlation(g.covariance))[1]) for g in groups)
    likelihood = sum(_likelihood(s, g, d, n * g.n / sum(h.n for h in groups)) for s, g, d in triples)
    return {
        **_chi_square(chi_square, df, null, null_df, n=sum(g.n for g in groups), groups=len(groups)),
        **_residuals(triples, bool(means)),
        **_gfi(triples, df, moments),
        **_criteria(likelihood, parameters, n),
        "parameters": float(parameters),
        "n": float(n),
    }


def incomplete_fit(
    implied: Array, group: Moments, apart: Array, likelihoods: tuple[float, float, float], parameters: int
) -> dict[str, float]:
    """Return the indices of fit where answers are missing (full information).

    Parameters
    ----------
    implied : array (p, p)
        Implied covariances.
    group : Moments
        Unrestricted means and covariances, respondents.
    apart : array (p,)
        Those means less the implied ones: SRMR counts both kinds of residuals.
    likelihoods : tuple of float
        Log likelihood of the model, of the unrestricted moments, of independent items.
    parameters : int
        Free parameters, the items' means among them.
    """
    p, n = len(implied), group.n
    model, unrestricted, independent = likelihoods
    df, null_df = p * (p + 1) // 2 + p - parameters, p * (p - 1) // 2
    chi_square, null = 2 * (unrestricted - model), 2 * (unrestricted - independent)
    return {
        **_chi_square(chi_square, df, null, null_df, n=n, groups=1),
        **_residuals([(implied, group, apart)], True),
        **_criteria(model, parameters, n),
        "parameters": float(parameters),
        "n": float(n),
    }


def robust_indices(found: dict[str, float], traces: tuple[float, float, float]) -> dict[str, float]:
    """Return indices of fit that allow for answers that are not normal (Yuan and Bentler 2000).

    Parameters
    ----------
    found : dict
        From `model_fit`, one group.
    traces : tuple of float
        Of the model, of the unrestricted model, of independent items (`numerics.robust_fit`).
    """
    df, null_df, n = int(found["df"]), int(found["null_df"]), found["n"]
    model, unrestricted, independent = traces
    factor = (unrestricted - model) / df if df > 0 else float("nan")
    null_factor = (unrestricted - independent) / null_df
    scaled, null_scaled = found["chi_square"] / factor, found["null_chi_square"] / null_factor
    # CFI and TLI estimate the population's from noncentralities chi-square - factor df (Brosseau-Liard and
    # Savalei 2014); divided by the model's factor these are a chi-square on df and one on null_df.
    null_comparable = (found["null_chi_square"] - null_factor * null_df) / factor + null_df
    low, high = fit.noncentrality(scaled, df)
    return {
        "scaling_factor": factor,
        "chi_square_scaled": scaled,
        "p_scaled": float(chdtrc(df, scaled)) if df > 0 else float("nan"),
        "cfi_scaled": fit.comparative(scaled, df, null_scaled, null_df),
        "tli_scaled": fit.tucker_lewis(scaled, df, null_scaled, null_df),
        "rmsea_scaled": fit.rmsea(scaled, df, df * n),
        "cfi_robust": fit.comparative(scaled, df, null_comparable, null_df),
        "tli_robust": fit.tucker_lewis(scaled, df, null_comparable, null_df),
        "rmsea_robust": fit.rmsea(scaled, df, df * n / factor),
        "rmsea_robust_lower": float(np.sqrt(low * factor / (df * n))) if df > 0 else 0.0,
        "rmsea_robust_upper": float(np.sqrt(high * factor / (df * n))) if df > 0 else 0.0,
    }


def _criteria(likelihood: float, parameters: int, n: float) -> dict[str, float]:
    return {
        "aic": -2 * likelihood + 2 * parameters,
        "bic": -2 * likelihood + parameters * float(np.log(n)),
        "bic_adjusted": -2 * likelihood + parameters * float(np.log((n + 2) / 24)),
        "log_likelihood": likelihood,
    }


def _chi_square(
    chi_square: float, df: int, null: float, null_df: int, *, n: float, groups: int
) -> dict[str, float]:
    """Return what follows from the chi-squares; RMSEA of several groups is scaled by their number."""
    scale = df * n / groups
    low, high = fit.noncentrality(chi_square, df)
    return {
        "chi_square": chi_square,
        "df": float(df),
        "p": float(chdtrc(df, max(chi_square, 0.0))) if df > 0 else float("nan"),
        "chi_square_by_df": chi_square / df if df > 0 else float("nan"),
        "null_chi_square": null,
        "null_df": float(null_df),
        "cfi": fit.comparative(chi_square, df, null, null_df),
        "tli": fit.tucker_lewis(chi_square, df, null, null_df),
        "nfi": 1 - chi_square / null,
        "ifi": (null - chi_square) / (null - df),
        "rmsea": fit.rmsea(chi_square, df, scale),
        "rmsea_lower": float(np.sqrt(low / scale)) if df > 0 else 0.0,
        "rmsea_upper": float(np.sqrt(high / scale)) if df > 0 else 0.0,
        "rmsea_close": fit.close_fit(chi_square, df, scale) if df > 0 else float("nan"),
    }


def _residuals(triples: list[tuple[Array, Moments, Array]], means: bool) -> dict[str, float]:
    """Return the root mean square of standardised (Bentler) and raw residuals, groups weighted by size."""
    total = sum(g.n for _, g, _ in triples)
    standard = raw = 0.0
    for sigma, group, apart in triples:
        sd = np.sqrt(np.diag(group.covariance))
        lower = np.tril_indices(len(sd))
        difference = (group.covariance - sigma)[lower]
        mean_part = apart if means else np.zeros(0)
        count = len(difference) + len(mean_part)
        scaled = difference / np.outer(sd, sd)[lower]
        mean_scaled = mean_part / sd if means else mean_part
        standard += group.n / total * float(np.sqrt(((scaled**2).sum() + (mean_scaled**2).sum()) / count))
        raw += group.n / total * float(np.sqrt(((difference**2).sum() + (mean_part**2).sum()) / count))
    return {"srmr": standard, "rmr": raw}


def _gfi(triples: list[tuple[Array, Moments, Array]], df: int, moments: int) -> dict[str, float]:
    """Return Joreskog and Sorbom's goodness of fit, and adjusted for the degrees of freedom."""
    rest = whole = 0.0
    for sigma, group, apart in triples:
        ratio = np.linalg.solve(sigma, group.covariance)
        off = ratio - np.eye(len(ratio))
        rest += group.n * (np.trace(off @ off) + 2 * float(apart @ np.linalg.solve(sigma, apart)))
        whole += group.n * float(np.trace(ratio @ ratio))
    gfi = 1 - rest / whole
    return {"gfi": float(gfi), "agfi": float(1 - (1 - gfi) * moments / df) if df > 0 else float("nan")}


def _likelihood(sigma: Array, group: Moments, apart: Array, n: float) -> float:
    """Return the log likelihood of `n` respondents."""
    solved = np.trace(np.linalg.solve(sigma, group.covariance)) + apart @ np.linalg.solve(sigma, apart)
    return float(-n / 2 * (len(sigma) * np.log(2 * np.pi) + np.linalg.slogdet(sigma)[1] + solved))
