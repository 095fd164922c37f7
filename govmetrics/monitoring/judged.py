"""How far the later values of many alike series lie from their baselines, and with what probability by chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from govmetrics.monitoring.cusum import sums
from govmetrics.monitoring.dependence import autocorrelation, widening
from govmetrics.monitoring.ewma import smoothed
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.moderated import moderated, prior

Chart = Literal["individuals", "proportion", "count", "ewma", "cusum"]
SMOOTHING, SLACK, NOMINAL = 0.2, 0.5, 0.0027
"""Of the moving mean; of the cumulated sums in standard deviations; the rate of false alarms that drawn limits stand for."""
_DRAWS, _FAR = 20_000, 0.99
_LOOKED_AT, _MANY = 2.0, 50.0
"""Exact probabilities are computed beyond so many standard deviations, where fewer events than these are expected."""


@dataclass(frozen=True)
class Judged:
    """What was found of the series of one node, as (periods, units); NaN where nothing is judged.

    Parameters
    ----------
    charted, centre, lower, upper : ndarray
        What the chart shows, in the unit of the values, and where it should lie.
    size, p : ndarray
        Of the move, and by chance.
    known : ndarray, shape (units,)
        How many values of the baseline there are.
    rho, lent : float
        Autocorrelation; degrees of freedom that the units lend each other.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> found = judged(rng.normal(size=(13, 50)), 0, 12)
    >>> found.p.shape, bool(np.isnan(found.p[:12]).all()), found.lent
    ((13, 50), True, inf)
    """

    charted: Array
    centre: Array
    lower: Array
    upper: Array
    size: Array
    p: Array
    known: Array
    rho: float
    lent: float


def judged(
    x: Array,
    start: int,
    stop: int,
    chart: Chart = "individuals",
    out_of: Array | None = None,
    seed: int = 0,
) -> Judged:
    """Judge values (periods, units) from the period `stop` on by those from `start` to there.

    Of proportions `x` are events out of `out_of`, of counts events over it; `seed` is that of the cumulated sums' probabilities.
    """
    if chart in ("proportion", "count"):
        assert out_of is not None
        return _rates(x, out_of, start, stop, chart)
    base, m = x[start:stop], stop - start
    known = (~np.isnan(base)).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known > 1, np.nansum(base, axis=0) / known, np.nan)
        own = np.nansum((base - mean) ** 2, axis=0) / (known - 1)
    own, known_df = np.where(known > 1, _without_dust(own, mean), np.nan), np.maximum(known - 1, 0)
    variance, df, rho, lent = _spread(base - mean, own, known_df.astype(float))
    sd = np.where((variance > 0) & (known > 1), np.sqrt(variance), np.nan)
    e = x - mean
    e[:stop] = np.nan
    if chart == "cusum":
        return _cumulated(e, x, sd, df, m, rho, lent, known, stop, seed)
    steps = len(x) - stop
    if chart == "ewma":
        moved, count = smoothed(e, SMOOTHING)
        moved[np.isnan(e)] = np.nan
        weights = np.array([[SMOOTHING * (1 - SMOOTHING) ** (step - j) if j <= step else 0.0 for j in range(steps)]
                            for step in range(steps)])  # fmt: skip
        squares, whole = (weights**2).sum(axis=1), weights.sum(axis=1)
        place = np.clip(
            count - 1, 0, max(steps - 1, 0)
        )  # after a gap the mean is as old as the values that it has
        factor = squares[place] + whole[place] ** 2 / np.maximum(known, 1)
    else:
        moved, weights = e, np.eye(steps)
        factor = np.broadcast_to(1 + 1 / np.maximum(known, 1), x.shape)
        whole = np.ones(steps)
    full = np.hstack([np.repeat(-whole[:, None] / m, m, axis=1), weights])
    wider = np.concatenate([np.ones(stop), widening(m, rho, full)])[:, None]
    error = sd * np.sqrt(factor * wider)
    p = _two_sided(moved / error, df)
    reach = _quantile(df) * error
    charted = np.where(np.isnan(e), x, mean + moved) if chart == "ewma" else x
    centre = np.broadcast_to(mean, x.shape)
    return Judged(charted, centre, centre - reach, centre + reach, moved, p, known, rho, lent)


def _without_dust(variances: Array, mean: Array) -> Array:
    """Return variances, those of constant series exactly zero."""
    return np.where(variances <= (1e-13 * np.abs(mean)) ** 2, 0.0, variances)


def _spread(e: Array, own: Array, df: Array) -> tuple[Array, Array, float, float]:
    """Return the variances that series lend each other, degrees of freedom, autocorrelation, and what is lent."""
    varies = own > 0  # a series that never varied tells nothing of the others' variance, and takes theirs
    own, df = np.where(varies, own, np.nan), np.where(varies, df, 0.0)
    first = moderated(
        own, df
    )  # standardised by their own, short series would look less dependent than they are
    with np.errstate(invalid="ignore", divide="ignore"):
        rho = autocorrelation(np.where(varies, e / np.sqrt(first), np.nan))
    effective = df * (1 - rho**2) / (1 + rho**2)
    lent, _ = prior(own, effective)
    total = np.minimum(lent + effective, effective.sum())
    return moderated(own, effective), total, rho, lent


def _two_sided(t: Array, df: Array) -> Array:
    from scipy.special import stdtr

    return np.asarray(2 * stdtr(np.minimum(df, 1e9), -np.abs(t)))


def _quantile(df: Array) -> Array:
    from scipy.special import stdtrit

    return np.asarray(-stdtrit(np.clip(df, 1e-3, 1e9), NOMINAL / 2))


def _rates(x: Array, n: Array, start: int, stop: int, chart: Chart) -> Judged:
    """Judge events, on the scale on which their errors by chance are alike (Anscombe 1948), near the ends exactly."""
    of = chart == "proportion"
    x = np.where(n > 0, x, np.nan)
    n = np.where(np.isnan(x), np.nan, n)
    y = np.arcsin(np.sqrt((x + 0.375) / (n + 0.75))) if of else np.sqrt((x + 0.375) / n)
    w = 4 * n + 2 if of else 4 * n
    base, wb, m = y[start:stop], w[start:stop], stop - start
    known = (~np.isnan(base)).sum(axis=0)
    whole = np.nansum(wb, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known > 1, np.nansum(wb * base, axis=0) / whole, np.nan)
        own = np.where(known > 1, np.nansum(wb * (base - mean) ** 2, axis=0) / (known - 1), np.nan)
        events, cases = np.nansum(x[start:stop], axis=0), np.nansum(n[start:stop], axis=0)
        rate = np.where(known > 1, events / cases, np.nan)
    variance, df, rho, lent = _spread(np.sqrt(wb) * (base - mean), own, np.maximum(known - 1.0, 0))
    phi = np.maximum(variance, 1.0)  # rates do not vary less than chance
    df = np.where(variance > 1, df, np.inf)
    steps = np.eye(len(x) - stop)
    full = np.hstack([np.full((len(steps), m), -1 / m), steps])
    wider = np.concatenate([np.ones(stop), widening(m, rho, full)])[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(1 / w + 1 / whole)
        z = (y - mean) / error
    z[:stop] = np.nan
    fewest = np.minimum(n * rate, n * (1 - rate)) if of else n * rate
    near = (np.abs(z) > _LOOKED_AT) & (fewest < _MANY)
    at = np.nonzero(near)
    z[at] = _exact(x[at], n[at], events[at[1]], cases[at[1]], of)
    p = _two_sided(z / np.sqrt(phi * wider), df)
    reach = _quantile(df) * np.sqrt(phi * wider) * error
    ends = [np.clip(mean + sign * reach, 0, np.pi / 2 if of else None) for sign in (-1, 1)]
    unit = 1.0 if of else n
    lower, upper = (np.sin(end) ** 2 if of else end**2 * n for end in ends)
    charted, centre = (x / n if of else x), np.broadcast_to(rate, x.shape) * unit
    size = np.where(np.isnan(p), np.nan, charted - centre)
    return Judged(charted, centre, lower, upper, size, p, known, rho, lent)


def _exact(x: Array, n: Array, events: Array, cases: Array, of: bool) -> Array:
    """Return standard normal deviates of mid-p values, given the events of both: hypergeometric, or for counts binomial."""
    from scipy.special import ndtri
    from scipy.stats import binom, hypergeom

    law, given = (hypergeom, (n + cases, x + events, n)) if of else (binom, (x + events, n / (n + cases)))
    lower = x * cases < events * n
    beyond = 0.5 * law.pmf(x, *given)
    beyond[lower] = law.cdf(x[lower], *(one[lower] for one in given)) - beyond[lower]
    beyond[~lower] += law.sf(x[~lower], *(one[~lower] for one in given))
    z = ndtri(np.maximum(beyond, np.finfo(float).tiny))
    return np.asarray(np.where(lower, z, -z))


def _cumulated(
    e: Array, x: Array, sd: Array, df: Array, m: int, rho: float, lent: float, known: Array, stop: int,
    seed: int,
) -> Judged:  # fmt: skip
    """Judge cumulated sums by those of drawn series, whose mean and standard deviation are estimated, too."""
    high, low = sums(e[stop:] / sd, SLACK)
    there = ~np.isnan(e[stop:]) & ~np.isnan(sd)
    larger = np.where(there, np.maximum(high, low), np.nan)
    typical = float(np.median(df[df > 0])) if (df > 0).any() else 1.0
    drawn = _drawn(m, len(larger), round(rho, 2), float(f"{min(typical, 500):.2g}"), seed)
    p, limit = np.full(larger.shape, np.nan), np.zeros(len(larger))
    for step, values in enumerate(drawn):
        above = values[int(_FAR * _DRAWS) :]
        far, beyond = above[0], max(float((above - above[0]).mean()), 1e-9)
        share = 1 - np.searchsorted(values, larger[step], side="left") / _DRAWS
        with np.errstate(under="ignore", invalid="ignore"):
            tail = (1 - _FAR) * np.exp(-(larger[step] - far) / beyond)
        p[step] = np.where(larger[step] > far, tail, share)
        limit[step] = far + beyond * np.log((1 - _FAR) / NOMINAL)
    p[~there] = np.nan
    # The move that a sum stands for: the slack, and the sum over the periods since it was zero.
    since = np.ones(larger.shape)
    for step in range(1, len(since)):
        last = np.where(high[step] >= low[step], high[step - 1], low[step - 1])
        since[step] = np.where(last > 0, since[step - 1] + 1, 1)
    sign = np.where(high >= low, 1.0, -1.0)
    move = np.where(larger > 0, sign * (SLACK + larger / since) * sd, np.where(there, 0.0, np.nan))
    blank = np.full((stop, x.shape[1]), np.nan)
    charted = np.vstack([blank, sign * larger * sd])
    ends = np.vstack([blank, limit[:, None] * sd])
    return Judged(
        charted,
        np.zeros_like(x),
        -ends,
        ends,
        np.vstack([blank, move]),
        np.vstack([blank, p]),
        known,
        rho,
        lent,
    )


@lru_cache(maxsize=16)
def _drawn(m: int, steps: int, rho: float, df: float, seed: int) -> Array:
    """Return the larger of both sums of drawn series, (steps, draws), each step in order; alike nodes share them."""
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(m + steps, _DRAWS))
    for at in range(1, len(x)):
        x[at] = rho * x[at - 1] + np.sqrt(1 - rho**2) * x[at]
    taken = (
        1 / widening(m, rho, np.eye(m + steps)[:1])[0]
    )  # what the variance of a baseline is expected to be
    sd = np.sqrt(taken * generator.chisquare(df, _DRAWS) / df)
    found = np.sort(np.maximum(*sums((x[m:] - x[:m].mean(axis=0)) / sd, SLACK)), axis=1)
    found.setflags(write=False)
    return np.asarray(found)
