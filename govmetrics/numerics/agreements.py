"""Agreement of coders from counts that can be added over documents: for resampling documents as a whole."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from govmetrics.numerics.arrays import Array, Ints


def pair_tables(cells: Ints, groups: Ints, n_groups: int, q: int) -> Array:
    """Return how often category k of one coder met category l of another, shape (pairs of coders, groups, q, q).

    Parameters
    ----------
    cells : (things, coders) array of int
        Category 0, 1, ... of each thing by each coder; -1 where there is none.
    groups : (things,) array of int
        The document of each thing.
    n_groups, q : int
        How many documents and categories there are.

    Examples
    --------
    >>> pair_tables(np.array([[0, 0], [1, 0]]), np.array([0, 0]), 1, 2)[0, 0].tolist()
    [[1.0, 0.0], [1.0, 0.0]]
    """
    tables = []
    for first, second in combinations(range(cells.shape[1]), 2):
        both = (cells[:, first] >= 0) & (cells[:, second] >= 0)
        place = (groups[both] * q + cells[both, first]) * q + cells[both, second]
        tables.append(np.bincount(place, minlength=n_groups * q * q).reshape(n_groups, q, q).astype(float))
    return np.array(tables)


def kappas(tables: Array, agreement: Array) -> Array:
    """Return Cohen's kappa of tables (..., q, q) with the agreement (q, q) of categories; NaN where chance agrees fully.

    Examples
    --------
    >>> kappas(np.array([[20.0, 5], [10, 15]]), np.eye(2)).round(3).tolist()
    0.4
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        p = tables / tables.sum(axis=(-2, -1), keepdims=True)
        observed = (p * agreement).sum(axis=(-2, -1))
        chance = np.einsum("...k,kl,...l->...", p.sum(axis=-1), agreement, p.sum(axis=-2))
        return np.asarray(np.where(chance < 1 - 1e-12, (observed - chance) / (1 - chance), np.nan))


def group_coincidences(cells: Ints, groups: Ints, n_groups: int, q: int) -> Array:
    """Return the coincidences of categories within things, added over each group, shape (groups, q, q).

    Each thing's ratings weigh one each, as in `coincidences`; things with one rating do not count.

    Examples
    --------
    >>> group_coincidences(np.array([[0, 0], [0, 1]]), np.array([0, 0]), 1, 2)[0].tolist()
    [[2.0, 1.0], [1.0, 0.0]]
    """
    counts = np.stack([(cells == k).sum(axis=1) for k in range(q)], axis=1).astype(float)
    given = counts.sum(axis=1)
    paired = given > 1
    counts, given = counts[paired], given[paired]
    inside = counts[:, :, None] * counts[:, None, :]
    inside[:, np.arange(q), np.arange(q)] -= counts
    out = np.zeros((n_groups, q, q))
    np.add.at(out, groups[paired], inside / (given - 1)[:, None, None])
    return out


def alphas(together: Array, v: Array, measurement: str) -> Array:
    """Return Krippendorff's alpha of coincidences (..., q, q); NaN where one category only is in use.

    Parameters
    ----------
    together : (..., q, q) array
    v : (q,) array
        The categories as numbers, ascending.
    measurement : str
        "nominal", "ordinal" or "interval".

    Examples
    --------
    >>> together = group_coincidences(np.array([[0, 0], [0, 1], [1, 1]]), np.zeros(3, dtype=int), 1, 2)[0]
    >>> alphas(together, np.arange(2.0), "nominal").round(4).tolist()
    0.4444
    """
    margin = together.sum(axis=-1)
    if measurement == "nominal":
        distance = 1.0 - np.eye(len(v))
    else:
        place = (
            np.cumsum(margin, axis=-1) - margin / 2
            if measurement == "ordinal"
            else np.broadcast_to(v, margin.shape)
        )
        distance = (place[..., :, None] - place[..., None, :]) ** 2
    observed = (together * distance).sum(axis=(-2, -1))
    expected = (margin[..., :, None] * margin[..., None, :] * distance).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 0, 1 - observed * (margin.sum(axis=-1) - 1) / expected, np.nan))


def chance_free(cells: Ints, groups: Ints, n_groups: int, q: int) -> Array:
    """Return sums for the agreement observed and Gwet's AC1, shape (groups, 3 + q).

    Of each group: the agreement of things with two ratings or more, how many these are, how many things have a rating, and
    the shares of each category.
    """
    counts = np.stack([(cells == k).sum(axis=1) for k in range(q)], axis=1).astype(float)
    given = counts.sum(axis=1)
    paired, rated = given > 1, given > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        alike = np.where(paired, (counts * (counts - 1)).sum(axis=1) / (given * (given - 1)), 0.0)
        shares = np.where(rated[:, None], counts / given[:, None], 0.0)
    out = np.zeros((n_groups, 3 + q))
    np.add.at(out, groups, np.column_stack([alike, paired, rated, shares]))
    return out


def observed_and_ac1(sums: Array) -> tuple[Array, Array]:
    """Return the agreement observed and Gwet's AC1 of sums (..., 3 + q) as `chance_free` gives them.

    Examples
    --------
    >>> cells = np.repeat([[0, 0], [0, 1], [1, 0]], [90, 5, 5], axis=0)
    >>> found = observed_and_ac1(chance_free(cells, np.zeros(100, dtype=int), 1, 2)[0])
    >>> [round(float(one), 4) for one in found]
    [0.9, 0.8895]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = sums[..., 0] / sums[..., 1]
        share = sums[..., 3:] / sums[..., 2:3]
    chance = (share * (1 - share)).sum(axis=-1) / (share.shape[-1] - 1)
    return observed, (observed - chance) / (1 - chance)
