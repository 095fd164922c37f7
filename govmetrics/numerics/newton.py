"""Newton's method on a concave function, with halved steps."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from govmetrics.numerics.arrays import Array


def climbed(
    start: Array, value: Callable[[Array], float], turn: Callable[[Array], tuple[Array, Array]], steps: int
) -> tuple[Array, float, bool]:
    """Return where a concave function is highest, its value there, and whether the search settled.

    Parameters
    ----------
    start : array (p,)
    value : function of an array (p,)
        Minus infinity outside its domain.
    turn : function of an array (p,)
        The gradient (p,) and the negative Hessian (p, p).
    steps : int
        Newton steps at most; each is halved until the function rises by a share of what the gradient promises.
    """
    theta, now, settled = start, value(start), False
    for _ in range(steps):
        slope, bend = turn(theta)
        # rounding may make the Hessian of columns of like size singular
        shift = 1e-12 * max(float(np.abs(np.diagonal(bend)).max()), 1e-300)
        move = np.linalg.solve(bend + shift * np.eye(len(bend)), slope)
        gain, step = float(move @ slope), 1.0
        found = value(theta + move)
        while not found >= now + 1e-4 * step * gain - 1e-12 * abs(now) and step > 1e-9:
            step /= 2
            found = value(theta + step * move)
        if step > 1e-9:
            theta, now = theta + step * move, found
        if gain < 1e-14 * max(1.0, abs(now)) or step <= 1e-9:
            settled = gain < 1e-6 * max(1.0, abs(now))
            break
    return theta, now, settled
