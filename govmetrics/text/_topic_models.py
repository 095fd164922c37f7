"""Topic models on arrays: factors of a matrix of words, from several seeds, and how far the seeds agree."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.text._segments import sklearn_part

LEAST = 0.01
"""A word with less of the weight of a topic's heaviest does not stand for the topic."""
Method = Literal["nmf", "lda"]


@dataclass(frozen=True)
class Fit:
    """Topics of one seed."""

    documents: Array  # (documents, topics)
    words: Array  # (topics, words)
    misfit: float


def fitted(matrix: sparse.csr_array, n: int, method: Method, seed: int) -> Fit:
    """Return topics of a matrix (documents, words): of tf-idf weights by factors, of counts by latent Dirichlet allocation."""
    part = sklearn_part("decomposition")
    model: Any
    if method == "nmf":
        model = part.NMF(n_components=n, init="random", random_state=seed, max_iter=200, tol=1e-3)
    else:
        online = "online" if matrix.shape[0] > 10_000 else "batch"
        model = part.LatentDirichletAllocation(
            n_components=n, random_state=seed, learning_method=online, max_iter=10
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it stopped before it settled: the seeds' agreement tells
        documents = model.fit_transform(matrix)
    misfit = model.reconstruction_err_ if method == "nmf" else model.perplexity(matrix)
    words = model.components_
    if method == "nmf":  # factors are one up to their scale: words of a topic sum to 1
        total = words.sum(axis=1)
        documents, words = documents * total, words / np.where(total > 0, total, 1.0)[:, None]
    else:
        words = words / words.sum(axis=1, keepdims=True)
    return Fit(np.asarray(documents), np.asarray(words), float(misfit))


def heads(words: Array, top: int) -> Ints:
    """Return the heaviest words of every topic, (topics, top), ties in the order of words; -1 in place of light ones."""
    order = np.argsort(-words, axis=1, kind="stable")[:, :top]
    weight = np.take_along_axis(words, order, axis=1)
    return np.where(weight > LEAST * weight[:, :1], order, -1)


def average_jaccard(first: Ints, second: Ints) -> float:
    """Return how far two ranked lists agree: the mean of Jaccard's index of their heads of 1, 2, ... words.

    Examples
    --------
    >>> average_jaccard(np.array([1, 2]), np.array([2, 1])), average_jaccard(np.array([1, 2]), np.array([1, 3]))
    (0.5, 0.6666666666666666)
    """
    one, other = ([at for at in ranked.tolist() if at >= 0] for ranked in (first, second))
    depths = range(1, max(len(one), len(other)) + 1)
    found = [len({*one[:at]} & {*other[:at]}) / len({*one[:at]} | {*other[:at]}) for at in depths]
    return float(np.mean(found)) if found else 0.0


def agreement(first: Ints, second: Ints) -> Array:
    """Return for every topic of the first model its agreement with the one of the second that it is matched with."""
    table = np.array([[average_jaccard(one, other) for other in second] for one in first])
    rows, columns = linear_sum_assignment(-table)
    matched: Array = table[rows, columns]
    return matched
