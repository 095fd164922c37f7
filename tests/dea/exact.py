"""Exact answers for small problems, in rational numbers: the referee of the engine. Slow on purpose."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

CONVEXITY = {"variable": 0, "increasing": -1, "decreasing": 1}


def distance(x, y, o: int, orientation: str, returns: str) -> Fraction:
    """Return theta (input) or phi (output) of unit o by the simplex method with Bland's rule in fractions."""
    n, m, s = len(x), x.shape[1], y.shape[1]
    x = [[Fraction(float(v)) for v in row] for row in x]
    y = [[Fraction(float(v)) for v in row] for row in y]
    constant = returns == "constant"
    inward = orientation == "input"
    rows, right = [], []
    for i in range(m):
        rows.append([x[o][i] if inward else 0, *(-x[j][i] for j in range(n))])
        right.append(0 if inward else -x[o][i])
    for r in range(s):
        rows.append([0 if inward else -y[o][r], *(y[j][r] for j in range(n))])
        right.append(y[o][r] if inward else 0)
    signs = [-1] * (m + s)
    if not constant:
        rows.append([0, *[1] * n])
        right.append(1)
        signs.append(CONVEXITY[returns])
    slack_of = []
    for k, sign in enumerate(signs):
        if sign:
            slack_of.append(k)
            for q, row in enumerate(rows):
                row.append(sign if q == k else 0)
    some_input = next(i for i in range(m) if x[o][i])
    some_output = m + next(r for r in range(s) if y[o][r])
    first, second = (some_input, some_output) if inward else (some_output, some_input)
    if not constant:
        second = m + s
    basis = [0, 1 + o, *(1 + n + c for c, k in enumerate(slack_of) if k not in (first, second))]
    table = [[Fraction(v) for v in row] + [Fraction(b)] for row, b in zip(rows, right, strict=True)]
    _reduce(table, basis)
    return _optimise(table, basis, -1 if inward else 1)


def _reduce(table: list[list[Fraction]], basis: list[int]) -> None:
    """Bring the basis to the identity (Gauss and Jordan)."""
    for k, column in enumerate(basis):
        pivot = next(r for r in range(k, len(table)) if table[r][column])
        table[k], table[pivot] = table[pivot], table[k]
        _pivot(table, k, column)


def _pivot(table: list[list[Fraction]], row: int, column: int) -> None:
    factor = table[row][column]
    table[row] = [v / factor for v in table[row]]
    for r, other in enumerate(table):
        if r != row and other[column]:
            times = other[column]
            table[r] = [a - times * b for a, b in zip(other, table[row], strict=True)]


def _optimise(table: list[list[Fraction]], basis: list[int], sense: int) -> Fraction:
    """Maximise sense times the distance, which stays basic in row 0; row 0 then holds the reduced costs."""
    while True:
        entering = next((c for c in range(1, len(table[0]) - 1) if sense * table[0][c] < 0), None)
        if entering is None:
            return table[0][-1]
        rows = [r for r in range(1, len(table)) if table[r][entering] > 0]
        leaving = min(rows, key=lambda r: (table[r][-1] / table[r][entering], basis[r]))
        _pivot(table, leaving, entering)
        basis[leaving] = entering


def degenerate(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs and outputs full of ties, zeros and duplicates, of sizes up to 1e9 apart, or very skewed."""
    rng = np.random.default_rng(seed)
    n, m, s = int(rng.integers(3, 40)), int(rng.integers(1, 5)), int(rng.integers(1, 5))
    shape = (n, m + s)
    kind = rng.integers(0, 6)
    if kind == 0:
        a = rng.integers(1, 5, shape).astype(float)
    elif kind == 1:
        a = rng.integers(0, 4, shape).astype(float)
    elif kind == 2:
        a = rng.lognormal(0, 3, shape)
    elif kind == 3:
        a = rng.uniform(1, 10, shape) * 10 ** rng.uniform(-4.5, 4.5, (n, 1))
    elif kind == 4:
        a = rng.lognormal(0, 1, shape) * (rng.random(shape) > 0.3)
    else:
        a = rng.integers(1, 10, shape) * 10.0 ** rng.integers(-4, 6, (n, 1))
    if rng.random() < 0.5:
        copied = rng.integers(0, n, max(1, n // 4))
        a[rng.integers(0, n, len(copied))] = a[copied]
    if rng.random() < 0.3:
        a = a * 10.0 ** rng.uniform(-6, 6, m + s)
    x, y = a[:, :m], a[:, m:]
    sound = (x.max(axis=1) > 0) & (y.max(axis=1) > 0)
    x, y = x[sound], y[sound]
    if len(x) < 2:
        return degenerate(seed + 100_000)
    return x[:, x.max(axis=0) > 0], y[:, y.max(axis=0) > 0]
