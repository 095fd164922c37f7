"""Counts of documents summed by their units and periods, with errors."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse

from govmetrics.core.errors import FaultyInput
from govmetrics.core.periods import ordered
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.text.documents import Documents

Measure = Literal["rate", "share", "count"]
MEASURES = ("rate", "share", "count")
PER = 1000
"""Characters that a rate is of."""


def groups(documents: Documents, by: tuple[str, ...]) -> tuple[Ints, pd.Index]:
    """Return the group of every document and the labels of groups: periods in their order, units as they come.

    Without keys every document is its own.
    """
    if not by:
        return np.arange(len(documents.frame)), documents.frame.index
    lost = [key for key in by if key not in documents.frame.columns]
    if lost:
        raise FaultyInput("by", "the documents have no {key}", "read them with {key}=...", key=lost[0])
    codes, labels = [], []
    for key in by:
        column = documents.frame[key]
        order = ordered(column) if key == "period" else list(dict.fromkeys(column))
        place = {label: at for at, label in enumerate(order)}
        codes.append(column.map(place).to_numpy(dtype=np.int64))
        labels.append(order)
    if len(by) == 1:
        return codes[0], pd.Index(labels[0], name=by[0])
    joint = codes[0] * len(labels[1]) + codes[1]
    there, group = np.unique(joint, return_inverse=True)
    pairs = [(labels[0][at // len(labels[1])], labels[1][at % len(labels[1])]) for at in there]
    return group.astype(np.int64), pd.MultiIndex.from_tuples(pairs, names=list(by))


def summed(
    counts: sparse.csr_array, lengths: Array, group: Ints, n_groups: int, measure: Measure
) -> tuple[Array, Array]:
    """Return a measure of every group and word and its standard error, both of shape (groups, words).

    Documents are drawn one by one. With y_i occurrences in document i of x_i characters: a rate is ``1000 sum(y) / sum(x)``
    and its error that of a ratio, ``1000 sqrt(m / (m - 1) sum (y_i - r x_i)^2) / sum(x)``; a share is that of documents with
    the word, with error ``sqrt(p (1 - p) / (m - 1))``; the error of a count is ``sqrt(sum y_i^2)``, the number of
    documents being Poisson's.
    """
    n = counts.shape[0]
    inside = sparse.csr_array((np.ones(n), (group, np.arange(n))), shape=(n_groups, n))
    size = np.bincount(group, minlength=n_groups).astype(float)[:, None]
    y = counts.astype(float)
    total = np.asarray((inside @ y).todense())
    squares = np.asarray((inside @ y.power(2)).todense())
    if measure == "count":
        return total, np.sqrt(squares)
    with np.errstate(divide="ignore", invalid="ignore"):
        again = np.where(size > 1, size / (size - 1), np.nan)
        if measure == "share":
            share = np.asarray((inside @ (y > 0).astype(float)).todense()) / size
            return share, np.sqrt(again * share * (1 - share) / size)
        x = np.bincount(group, lengths, minlength=n_groups)[:, None]
        xx = np.bincount(group, lengths.astype(float) ** 2, minlength=n_groups)[:, None]
        weights = sparse.csr_array(sparse.diags_array(lengths.astype(float)))
        xy = np.asarray((inside @ (weights @ y)).todense())
        r = total / x
        spread = np.maximum(squares - 2 * r * xy + r**2 * xx, 0.0)
        return PER * r, PER * np.sqrt(again * spread) / x
