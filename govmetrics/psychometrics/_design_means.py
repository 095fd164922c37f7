"""Means of groups where respondents carry weights or were drawn in clusters: Wald tests with linearised errors."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics import linearisation
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.psychometrics._group_means import Moments, Tested


def weighted_moments(x: Array, place: Ints, count: int, w: Array) -> Moments:
    """Return answers, weighted means and weighted variances (``n / (n - 1)``) of `x` (n, p) in groups."""
    n, mean, variance = np.zeros((3, count, x.shape[1]))
    for g in range(count):
        part = x[place == g]
        known = ~np.isnan(part)
        own = np.where(known, w[place == g, None], 0.0)
        n[g] = known.sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean[g] = (own * np.where(known, part, 0.0)).sum(axis=0) / own.sum(axis=0)
            away = np.where(known, part - mean[g], 0.0)
            variance[g] = (own * away**2).sum(axis=0) / own.sum(axis=0) * n[g] / (n[g] - 1)
    return Moments(n, mean, variance)


def effects(x: Array, place: Ints, count: int, w: Array) -> tuple[Array, Array]:
    """Return eta squared and Cohen's d (of the first two groups) of weighted answers, each (p,).

    Sums of squares are weighted; d has their pooled variance with the divisor ``n - k`` in place of n, so that both are
    the usual ones where weights are equal.
    """
    m = weighted_moments(x, place, count, w)
    mass = np.stack([(~np.isnan(x[place == g]) * w[place == g, None]).sum(axis=0) for g in range(count)])
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (mass * m.mean).sum(axis=0) / mass.sum(axis=0)
        between = (mass * (m.mean - centre) ** 2).sum(axis=0)
        within = (mass * m.variance * (m.n - 1) / m.n).sum(axis=0)
        pooled = within / mass.sum(axis=0) * m.total / np.maximum(m.total - count, 0)
        return between / (between + within), (m.mean[0] - m.mean[1]) / np.sqrt(pooled)


def covariances(x: Array, place: Ints, count: int, w: Array, clusters: Ints | None) -> tuple[Array, Array]:
    """Return the covariances of the groups' weighted means, (p, k, k), and the degrees of freedom, (p,).

    The influence of a respondent on the mean of the group is ``w (y - mean) / sum w``; totals over clusters
    give ``c / (c - 1) * sum (U - mean U)(U - mean U)'``, with c clusters (or respondents) who answered. NaN where a
    group has fewer than two.
    """
    found, df = np.full((x.shape[1], count, count), np.nan), np.full(x.shape[1], np.nan)
    for j, y in enumerate(x.T):
        used = ~np.isnan(y) & (place >= 0)
        group = place[used]
        own = np.arange(len(group)) if clusters is None else clusters[used]
        drawn = np.unique(np.column_stack([group, own]), axis=0)[:, 0]
        if (np.bincount(drawn, minlength=count) < 2).any():
            continue  # a group that is one cluster has no error
        sums = np.bincount(group, w[used], minlength=count)
        mean = np.bincount(group, w[used] * y[used], minlength=count) / sums
        u = np.zeros((len(group), count))
        u[np.arange(len(group)), group] = w[used] * (y[used] - mean[group]) / sums[group]
        plan = linearisation.design(None, None if clusters is None else clusters[used], len(group))
        size = int(plan.sizes[0])
        totals = np.zeros((size, count))
        np.add.at(totals, plan.clusters, u)
        totals -= totals.mean(axis=0)
        found[j], df[j] = size / (size - 1) * totals.T @ totals, size - 1
    return found, df


def wald(m: Moments, covariance: Array, df: Array) -> Tested:
    """Return the adjusted Wald F of equal means: ``(d - q + 1) / (d q) W`` with q and d - q + 1 degrees of freedom."""
    k = len(m.n)
    f, df1, df2 = np.full((3, m.n.shape[1]), np.nan)
    apart = np.eye(k)[:-1] - np.eye(k)[-1]
    q = k - 1
    for j in range(m.n.shape[1]):
        spread = apart @ covariance[j] @ apart.T
        if not (m.variance[:, j] > 0).all() or not df[j] >= q or not np.linalg.cond(spread) < 1e12:
            continue
        difference = apart @ m.mean[:, j]
        statistic = difference @ np.linalg.solve(spread, difference)
        f[j], df1[j], df2[j] = (df[j] - q + 1) / (df[j] * q) * statistic, q, df[j] - q + 1
    return Tested(f, df1, df2)
