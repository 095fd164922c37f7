"""Textbook linear programs, one unit at a time, written apart from the package to compare it with."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog


def _returns(returns, n, extra):
    """Return (A_ub, b_ub, A_eq, b_eq) rows of the sum of lambda; `extra` variables follow the n lambdas."""
    row = np.concatenate([np.ones(n), np.zeros(extra)])
    if returns == "constant":
        return [], [], [], []
    if returns == "variable":
        return [], [], [row], [1.0]
    return ([row], [1.0], [], []) if returns == "decreasing" else ([-row], [-1.0], [], [])


def _solve(c, ub, b_ub, eq, b_eq, bounds):
    options = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
    r = linprog(
        c,
        A_ub=np.array(ub) if ub else None,
        b_ub=b_ub or None,
        A_eq=np.array(eq) if eq else None,
        b_eq=b_eq or None,
        bounds=bounds,
        options=options,
    )
    return r.fun if r.status == 0 else np.nan


def sbm(x, y, b, o, returns, orientation="none"):
    """Tone (2001) by Charnes-Cooper in raw slacks: variables Lambda, S-, S+, Sb, t."""
    n, m, s, k = len(x), x.shape[1], y.shape[1], b.shape[1]
    e = m + s + k + 1
    c = np.zeros(n + e)
    c[-1] = 1.0
    norm = np.zeros(n + e)
    norm[-1] = 1.0
    if orientation != "output":
        c[n : n + m] = -1.0 / (m * x[o])
    if orientation != "input":
        norm[n + m : n + m + s] = 1.0 / ((s + k) * y[o])
        norm[n + m + s : n + e - 1] = 1.0 / ((s + k) * b[o])
    eq, rhs = [norm], [1.0]
    for i, (table, sign) in enumerate(
        [(x[:, i], 1.0) for i in range(m)]
        + [(y[:, r], -1.0) for r in range(s)]
        + [(b[:, t], 1.0) for t in range(k)]
    ):
        row = np.zeros(n + e)
        row[:n], row[n + i], row[-1] = table, sign, -table[o]
        eq.append(row)
        rhs.append(0.0)
    lam = np.concatenate([np.ones(n), np.zeros(e - 1), [-1.0]])
    ub, b_ub = [], []
    if returns == "variable":
        eq.append(lam)
        rhs.append(0.0)
    elif returns != "constant":
        ub, b_ub = [lam if returns == "decreasing" else -lam], [0.0]
    return _solve(c, ub, b_ub, eq, rhs, [(0, None)] * (n + e))


def super_sbm(x, y, o, returns):
    """Tone (2002): minimise the mean of xbar/x over the mean of ybar/y; variables Lambda, Xbar, Ybar, t."""
    n, m, s = len(x), x.shape[1], y.shape[1]
    N = n + m + s + 1
    c, norm = np.zeros(N), np.zeros(N)
    c[n : n + m] = 1.0 / (m * x[o])
    norm[n + m : n + m + s] = 1.0 / (s * y[o])
    ub, b_ub = [], []
    for i in range(m):
        row, floor = np.zeros(N), np.zeros(N)
        row[:n], row[n + i] = x[:, i], -1.0
        floor[-1], floor[n + i] = x[o, i], -1.0
        ub += [row, floor]
        b_ub += [0.0, 0.0]
    for r in range(s):
        row, cap = np.zeros(N), np.zeros(N)
        row[:n], row[n + m + r] = -y[:, r], 1.0
        cap[n + m + r], cap[-1] = 1.0, -y[o, r]
        ub += [row, cap]
        b_ub += [0.0, 0.0]
    eq, b_eq = [norm], [1.0]
    lam = np.concatenate([np.ones(n), np.zeros(m + s), [-1.0]])
    if returns == "variable":
        eq.append(lam)
        b_eq.append(0.0)
    bounds = [(0, None)] * N
    bounds[o] = (0, 0)
    return _solve(c, ub, b_ub, eq, b_eq, bounds)


def additive(x, y, o, w, returns):
    """The largest sum of weighted slacks; variables lambda, s-, s+."""
    n, m, s = len(x), x.shape[1], y.shape[1]
    eq, rhs = [], []
    for i, (table, sign) in enumerate(
        [(x[:, i], 1.0) for i in range(m)] + [(y[:, r], -1.0) for r in range(s)]
    ):
        row = np.zeros(n + m + s)
        row[:n], row[n + i] = table, sign
        eq.append(row)
        rhs.append(table[o])
    ub, b_ub, more, one = _returns(returns, n, m + s)
    return -_solve(
        np.concatenate([np.zeros(n), -w]), ub, b_ub, eq + more, rhs + one, [(0, None)] * (n + m + s)
    )


def directional(x, y, b, point, g, returns, weak=True):
    """The largest beta of a point (x, y, b) along g; with `weak`, Kuosmanen's technology (lambda, mu, beta)."""
    n, m, s, k = len(x), x.shape[1], y.shape[1], b.shape[1]
    ub, b_ub, eq, b_eq = [], [], [], []
    for i in range(m):
        ub.append(np.concatenate([x[:, i], x[:, i], [g[i]]]))
        b_ub.append(point[i])
    for r in range(s):
        ub.append(np.concatenate([-y[:, r], np.zeros(n), [g[m + r]]]))
        b_ub.append(-point[m + r])
    for t in range(k):
        row = np.concatenate([b[:, t], np.zeros(n), [g[m + s + t]]])
        (eq if weak else ub).append(row)
        (b_eq if weak else b_ub).append(point[m + s + t])
    u1, u2, e1, e2 = _returns(returns, 2 * n, 1)
    bounds = [(0, None)] * n + [(0, None if weak and k else 0)] * n + [(None, None)]
    return -_solve(np.concatenate([np.zeros(2 * n), [-1.0]]), ub + u1, b_ub + u2, eq + e1, b_eq + e2, bounds)


def radial(x, y, o, returns, x_ref=None, y_ref=None):
    """Return Farrell's input score."""
    xr, yr = (x, y) if x_ref is None else (x_ref, y_ref)
    n = len(xr)
    ub = [np.append(xr[:, i], -x[o, i]) for i in range(x.shape[1])]
    ub += [np.append(-yr[:, r], 0.0) for r in range(y.shape[1])]
    b_ub = [0.0] * x.shape[1] + list(-y[o])
    u1, u2, e1, e2 = _returns(returns, n, 1)
    return _solve(np.append(np.zeros(n), 1.0), ub + u1, b_ub + u2, e1, e2, [(0, None)] * n + [(None, None)])


def radial_of_outputs(x, y, o, returns):
    """Return the score of the output orientation, at most 1."""
    n = len(x)
    ub = [np.append(x[:, i], 0.0) for i in range(x.shape[1])]
    ub += [np.append(-y[:, r], y[o, r]) for r in range(y.shape[1])]
    more, b_more, eq, b_eq = _returns(returns, n, 1)
    c = np.append(np.zeros(n), -1.0)
    return -1.0 / _solve(c, ub + more, list(x[o]) + [0.0] * y.shape[1] + b_more, eq, b_eq, None)
