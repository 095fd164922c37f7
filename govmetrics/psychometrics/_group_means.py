"""Means of groups on arrays: moments, t and F under equal and unequal variances, tests of variances, effect sizes.

Measures are columns (k, p): one row a group, one column a measure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from govmetrics.numerics.arrays import Array, Bools, Ints


@dataclass(frozen=True, eq=False)
class Moments:
    """Answers, means and variances (divisor n - 1) of groups, each (k, p); a group whose answers are alike has variance 0."""

    n: Array
    mean: Array
    variance: Array

    @property
    def total(self) -> Array:
        """Answers in all, (p,)."""
        return np.asarray(self.n.sum(axis=0))

    @property
    def within(self) -> Array:
        """Sum of squares within groups, (p,)."""
        return np.asarray(np.nansum((self.n - 1) * self.variance, axis=0))

    @property
    def between(self) -> Array:
        """Sum of squares between groups, (p,)."""
        with np.errstate(invalid="ignore", divide="ignore"):
            centre = np.nansum(self.n * self.mean, axis=0) / self.total
        return np.asarray(np.nansum(self.n * (self.mean - centre) ** 2, axis=0))

    @property
    def pooled(self) -> Array:
        """Variance within groups, (p,)."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(
                self.total > len(self.n), self.within / np.maximum(self.total - len(self.n), 1), np.nan
            )


@dataclass(frozen=True, eq=False)
class Tested:
    """F and its degrees of freedom, p, each (p,)."""

    f: Array
    df: Array
    df2: Array

    @property
    def p(self) -> Array:
        """Chance of so large an F where nothing differs."""
        return np.asarray(scipy.stats.f.sf(self.f, self.df, self.df2))


def scale_of(x: Array) -> Array:
    """Return a power of two near the largest magnitude of each column (p,), so that no square is lost or too large."""
    top = np.max(np.abs(x), axis=0, initial=0.0, where=~np.isnan(x))
    return np.asarray(np.ldexp(1.0, np.frexp(np.where(top > 0, top, 1.0))[1]))


def moments(x: Array, place: Ints, count: int) -> Moments:
    """Return the moments of `x` (n, p) in groups 0 ... count - 1, of which `place` (n,) says each respondent's."""
    n, mean, variance = np.zeros((3, count, x.shape[1]))
    for g in range(count):
        part = x[place == g]
        known = ~np.isnan(part)
        n[g] = known.sum(axis=0)
        filled = np.where(known, part, 0.0)
        low = np.min(part, axis=0, initial=np.inf, where=known)
        high = np.max(part, axis=0, initial=-np.inf, where=known)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean[g] = np.where(low == high, low, filled.sum(axis=0) / n[g])
            squares = (np.where(known, part - mean[g], 0.0) ** 2).sum(axis=0)
            variance[g] = np.where(n[g] > 1, squares / (n[g] - 1), np.nan)
    return Moments(n, mean, variance)


def testable(m: Moments, variances: str) -> Bools:
    """Tell which measures can be tested, (p,): answers in every group, and a variance to judge by."""
    if variances == "equal":
        return np.asarray((m.n > 0).all(axis=0) & (m.pooled > 0))
    with np.errstate(invalid="ignore"):
        return np.asarray(((m.n > 1) & (m.variance > 0)).all(axis=0))


def classical(m: Moments) -> Tested:
    """Return Fisher's F for equal variances; of two groups it is the square of Student's t."""
    k = len(m.n)
    good = testable(m, "equal")
    with np.errstate(invalid="ignore", divide="ignore"):
        f = np.where(good, m.between / (k - 1) / m.pooled, np.nan)
    return Tested(f, np.where(good, k - 1.0, np.nan), np.where(good, m.total - k, np.nan))


def welch(m: Moments) -> Tested:
    """Return Welch's F (1951) for unequal variances; of two groups it is the square of his t."""
    k = len(m.n)
    good = testable(m, "unequal")
    with np.errstate(invalid="ignore", divide="ignore"):
        w = m.n / m.variance
        share = w / w.sum(axis=0)
        centre = (share * m.mean).sum(axis=0)
        lack = ((1 - share) ** 2 / (m.n - 1)).sum(axis=0)
        between = (w * (m.mean - centre) ** 2).sum(axis=0) / (k - 1)
        f = between / (1 + 2 * (k - 2) / (k**2 - 1) * lack)
        df2 = (k**2 - 1) / (3 * lack)
    return Tested(np.where(good, f, np.nan), np.where(good, k - 1.0, np.nan), np.where(good, df2, np.nan))


def spreads(x: Array, place: Ints, count: int, centre: str) -> Tested:
    """Return Levene's W about the groups' means, or Brown and Forsythe's about their medians."""
    z = np.full(x.shape, np.nan)
    for g in range(count):
        part = x[place == g]
        some = ~np.isnan(part).all(axis=0)
        middle = np.full(x.shape[1], np.nan)
        middle[some] = (np.nanmean if centre == "mean" else np.nanmedian)(part[:, some], axis=0)
        z[place == g] = np.abs(part - middle)
    # distances that only the rounding of a mean tells apart are alike
    z = np.where(z <= 1e-14 * scale_of(x), 0.0, z)
    return classical(moments(z, place, count))


def cohen_d(m: Moments) -> Array:
    """Return the difference of two groups over their pooled standard deviation, (p,)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((m.mean[0] - m.mean[1]) / np.sqrt(np.where(m.pooled > 0, m.pooled, np.nan)))


def hedges_g(m: Moments) -> Array:
    """Return Cohen's d with Hedges' correction for small samples, (p,)."""
    return np.asarray(cohen_d(m) * (1 - 3 / (4 * (m.total - 2) - 1)))


def hedges_error(m: Moments) -> Array:
    """Return the standard error of Hedges' g in large samples (Hedges and Olkin 1985), (p,)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.sqrt(m.total / (m.n[0] * m.n[1]) + hedges_g(m) ** 2 / (2 * m.total)))


def eta_squared(m: Moments) -> Array:
    """Return the share of variance in the sample that lies between groups, (p,)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(m.between / (m.between + m.within))


def omega_squared(m: Moments) -> Array:
    """Return the share of variance that groups explain in the population, not below zero, (p,)."""
    k = len(m.n)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (m.between - (k - 1) * m.pooled) / (m.between + m.within + m.pooled)
    return np.asarray(np.maximum(found, 0.0))
