"""The closest efficient point that dominates a unit, in fractions: every group of units is tried. Slow on purpose."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from tests.dea.engine.exact_minimum import minimum


def closest(values, inputs, o, returns):
    """Return the least sum of relative changes that brings unit o of (n, q) to an efficient point that dominates it.

    A group of units spans an efficient face if prices of at least one, and a level, make it worth 0 and no unit less.
    """
    sign = [1 if k < inputs else -1 for k in range(values.shape[1])]
    points = [[s * Fraction(float(v)) for s, v in zip(sign, row, strict=True)] for row in values]
    variable = returns == "variable"
    own, q = points[o], len(sign)
    size = [abs(v) or max(abs(p[k]) for p in points) for k, v in enumerate(own)]
    different = [p for k, p in enumerate(points) if p not in points[:k]]
    best, spans = Fraction(10**30), {}
    for count in range(1, q + 1):
        for group in combinations(range(len(different)), count):
            if any(not spans.get(part, True) for part in combinations(group, count - 1)):
                spans[group] = False
                continue
            spans[group] = _spans(different, group, size, variable)
            if not spans[group]:
                continue
            rows = [
                [different[j][k] / size[k] for j in group] + [int(i == k) for i in range(q)] for k in range(q)
            ]
            right = [own[k] / size[k] for k in range(q)]
            if variable:
                rows.append([1] * count + [0] * q)
                right.append(1)
            found = minimum(rows, right, [0] * count + [1] * q)
            best = best if found == "infeasible" else min(best, found)
    return float(best)


def _spans(points, group, size, variable):
    q, rest = len(size), [j for j in range(len(points)) if j not in group]
    rows, right = [], []
    for k, j in enumerate(
        [*group, *rest]
    ):  # prices are 1 + z: worth of the point, plus level, less what it is above
        row = [points[j][i] / size[i] for i in range(q)] + [int(variable), -int(variable)]
        rows.append(row + [-int(k - len(group) == i) for i in range(len(rest))])
        right.append(-sum(points[j][i] / size[i] for i in range(q)))
    return minimum(rows, right, [0] * len(rows[0])) != "infeasible"
