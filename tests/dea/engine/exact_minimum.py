"""A linear program solved in fractions: slow, exact, and nothing shared with the package."""

from __future__ import annotations

from fractions import Fraction


def minimum(A, b, c, free=()):
    """Return the minimum of c x with A x = b, x >= 0 (but for `free`), "infeasible" or "unbounded"."""
    p = len(A)
    columns = [[Fraction(A[i][j]) for i in range(p)] for j in range(len(c))]
    cost = [Fraction(v) for v in c]
    for j in free:
        columns.append([-v for v in columns[j]])
        cost.append(-cost[j])
    n = len(columns)
    sign = [-1 if v < 0 else 1 for v in b]
    table = [
        [columns[j][i] * sign[i] for j in range(n)]
        + [Fraction(int(i == k)) for k in range(p)]
        + [Fraction(b[i]) * sign[i]]
        for i in range(p)
    ]
    basis = [n + i for i in range(p)]
    for phase in (1, 2):
        prices = [Fraction(0)] * n + [Fraction(1)] * p if phase == 1 else cost + [Fraction(0)] * p
        z = [
            price - sum(prices[basis[i]] * table[i][j] for i in range(p))
            for j, price in enumerate([*prices, Fraction(0)])
        ]
        steps = 0
        while True:
            steps += 1
            allowed = range(n + p if phase == 1 else n)
            best = (
                min(allowed, key=lambda j: z[j]) if steps < 200 else next((j for j in allowed if z[j] < 0), 0)
            )
            if z[best] >= 0:  # Dantzig's rule first, Bland's when it takes long: no cycles
                break
            ratios = [(table[i][-1] / table[i][best], basis[i], i) for i in range(p) if table[i][best] > 0]
            if phase == 2:  # artificials left in the basis stay at zero
                ratios += [(Fraction(0), -1, i) for i in range(p) if basis[i] >= n and table[i][best] != 0]
            if not ratios:
                return "unbounded"
            row = min(ratios)[2]
            pivot = table[row][best]
            table[row] = [v / pivot for v in table[row]]
            for i in range(p):
                if i != row and table[i][best] != 0:
                    f = table[i][best]
                    table[i] = [a - f * q for a, q in zip(table[i], table[row], strict=True)]
            f = z[best]
            z = [a - f * q for a, q in zip(z, table[row], strict=True)]
            basis[row] = best
        if phase == 1 and -z[-1] > 0:
            return "infeasible"
    return float(-z[-1])
