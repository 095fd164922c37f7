"""Arithmetic of Markov chains: counts of transitions, the long run, first passages and tests; arrays only."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints


def paths(classes: Ints, follows: Bools, length: int) -> tuple[Ints, Ints]:
    """Return the classes of units in `length` periods in a row (paths, length), and the period in which each begins.

    Parameters
    ----------
    classes : array (periods, units)
        -1 where a unit has no value.
    follows : array (periods - 1,)
        Whether a period is a step before the next.
    """
    begins = len(classes) - length + 1
    if begins < 1:
        return np.empty((0, length), dtype=np.intp), np.empty(0, dtype=np.intp)
    windows = np.lib.stride_tricks.sliding_window_view(classes, length, axis=0)  # (begins, units, length)
    in_a_row: Bools = np.all(np.lib.stride_tricks.sliding_window_view(follows, length - 1), axis=1)
    whole: Bools = np.all(windows >= 0, axis=2) & in_a_row[:, None]
    return windows[whole], np.nonzero(whole)[0]


def counted(*labels: Ints, sizes: tuple[int, ...]) -> Ints:
    """Return how often every combination of labels occurs, an array of these sizes."""
    found = np.zeros(sizes, dtype=np.intp)
    np.add.at(found, labels, 1)
    return found


def probabilities(counts: Ints) -> Array:
    """Return the rows of transitions (k, k) as shares; a row without transitions is missing."""
    totals = counts.sum(axis=1, keepdims=True)
    return np.where(totals > 0, counts / np.maximum(totals, 1), np.nan)


def closed_sets(p: Array) -> list[Ints]:
    """Return the sets of classes that a chain (k, k) does not leave, each of them one within which all are reached."""
    from scipy.sparse.csgraph import connected_components

    count, label = connected_components(p > 0, connection="strong")
    sets = [np.flatnonzero(label == one) for one in range(count)]
    return [one for one in sets if not (np.delete(p[one], one, axis=1) > 0).any()]


def stationary(p: Array) -> Array:
    """Return the distribution (k,) that a chain with one closed set keeps."""
    k = len(p)
    equations = np.vstack([p.T - np.eye(k), np.ones(k)])
    found = np.linalg.lstsq(equations, np.append(np.zeros(k), 1.0), rcond=None)[0]
    inside = np.zeros(k)
    inside[np.concatenate(closed_sets(p))] = 1
    found = np.maximum(found, 0) * inside
    return found / found.sum()  # type: ignore[no-any-return]


def passages(p: Array) -> Array:
    """Return the mean number of steps (k, k) until a class is first reached; infinite where it may never be.

    On the diagonal stands the mean time of return (Kemeny and Snell 1976).
    """
    k = len(p)
    found = np.full((k, k), np.inf)
    for target in range(k):
        stopped = p.copy()
        stopped[target] = np.eye(k)[target]
        others = [one for one in closed_sets(stopped) if target not in one]
        away = _reaching(stopped, np.concatenate(others)) if others else np.zeros(k, dtype=bool)
        sure = np.flatnonzero(~away & (np.arange(k) != target))
        inner = np.eye(len(sure)) - p[np.ix_(sure, sure)]
        found[sure, target] = np.linalg.solve(inner, np.ones(len(sure)))
        steps = found[:, target].copy()
        steps[target] = 0
        reached = p[target] > 0
        found[target, target] = 1 + p[target, reached] @ steps[reached]
    return found


def _reaching(p: Array, goal: Ints) -> Bools:
    """Return which classes (k,) may come to one of the goal."""
    there = np.zeros(len(p), dtype=bool)
    there[goal] = True
    for _ in range(len(p)):
        there |= (p[:, there] > 0).any(axis=1)
    return there


def homogeneity(counts: Ints) -> dict[str, float]:
    """Test whether transitions (groups, from, to) have the same probabilities in all groups.

    The chi-square and the likelihood ratio of Anderson and Goodman (1957), with the degrees of freedom of Bickenbach
    and Bode (2003): of each row (groups that have it - 1) (targets that it has - 1).
    """
    from scipy.special import xlogy
    from scipy.stats import chi2

    pooled = counts.sum(axis=0)
    rows = counts.sum(axis=2)
    expected = rows[:, :, None] * np.nan_to_num(probabilities(pooled))
    there = expected > 0
    square = float(((counts - expected)[there] ** 2 / expected[there]).sum())
    ratio = 2 * float((xlogy(counts, counts) - xlogy(counts, np.where(there, expected, 1.0))).sum())
    degrees = np.maximum((rows > 0).sum(axis=0) - 1, 0) * np.maximum((pooled > 0).sum(axis=1) - 1, 0)
    df = int(degrees.sum())
    p, p_ratio = (float(chi2.sf(x, df)) if df else np.nan for x in (square, ratio))
    if not df:
        square = ratio = np.nan
    return {
        "chi_square": square,
        "likelihood_ratio": max(ratio, 0.0) if df else ratio,
        "df": df,
        "p": p,
        "p_ratio": p_ratio,
    }
