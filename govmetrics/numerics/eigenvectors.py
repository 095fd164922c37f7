"""Perron vectors of many small positive matrices at once."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array

_CHUNK_CELLS = 60_000  # matrix cells worked on together: what stays in a core's cache
_MAX_SWEEPS = 80  # after that a matrix goes to LAPACK
_SQUARED = 8  # up to this size squaring a matrix costs less than it saves


def perron(stack: Array) -> tuple[Array, Array]:
    """Return the principal eigenvalue and eigenvector of every matrix of a stack.

    Power iteration over all matrices together. The Collatz-Wielandt bounds
    ``min (Aw)_i / w_i <= lambda <= max (Aw)_i / w_i`` stop it at rounding error; matrices on which it
    is slow (strongly cyclic judgements) are finished by LAPACK.

    Parameters
    ----------
    stack : (k, n, n) array
        Non-negative, irreducible, with a positive diagonal.

    Returns
    -------
    values : (k,) array
    vectors : (k, n) array
        Each row sums to one.
    """
    k, n, _ = stack.shape
    values, vectors = np.empty(k), np.empty((k, n))
    size = max(1, _CHUNK_CELLS // (n * n))
    for start in range(0, k, size):
        part = stack[start : start + size]
        values[start : start + size], vectors[start : start + size] = _perron(part)
    return values, vectors


def _perron(stack: Array) -> tuple[Array, Array]:
    n = stack.shape[1]
    # matrices along the last axis: every operation then runs over contiguous memory
    a = np.ascontiguousarray(stack.transpose(1, 2, 0))
    power = a
    if n <= _SQUARED and a.max() < 1e6:  # iterate with the eighth power: an eighth of the sweeps
        for _ in range(3):
            power = np.einsum("ijk,jlk->ilk", power, power)
    tolerance = 4e-15 * n
    v = power.sum(axis=1)
    for sweep in range(_MAX_SWEEPS):
        v = np.einsum("ijk,jk->ik", power, v)
        v /= v.sum(axis=0)
        if sweep % 2:
            u = np.einsum("ijk,jk->ik", a, v)
            values = u.sum(axis=0)
            ratio = u / v
            slow = ratio.max(axis=0) - ratio.min(axis=0) > tolerance * values
            if not slow.any():
                break
    vectors = np.ascontiguousarray((u / values).T)
    if slow.any():
        values[slow], vectors[slow] = _lapack(stack[slow])
    return values, vectors


def _lapack(stack: Array) -> tuple[Array, Array]:
    values, vectors = np.linalg.eig(stack)
    largest = values.real.argmax(axis=1)
    rows = np.arange(len(stack))
    v = np.abs(vectors[rows, :, largest].real)
    # one more multiplication turns a rounded zero into what the matrix says
    v = np.einsum("kij,kj->ki", stack, v)
    return values.real[rows, largest], v / v.sum(axis=1, keepdims=True)
