"""What arrays hold, for the type checker: real numbers, places, yes or no."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


def unrepeated(x: NDArray[Any]) -> NDArray[Any]:
    """Return an array without what broadcasting repeats: whatever holds for all its cells holds for all of `x`.

    Examples
    --------
    >>> unrepeated(np.broadcast_to(1.0, (3, 4))).shape
    (1, 1)
    """
    return x[tuple(slice(1) if step == 0 else slice(None) for step in x.strides)]
