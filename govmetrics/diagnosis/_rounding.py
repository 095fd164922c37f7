"""Printed numbers: what they show, and how far rounding may have moved them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Integral
from typing import Any, NamedTuple

import numpy as np

Printed = float | str | Decimal
Places = dict[str, dict[Any, Printed]]


class Rounded(NamedTuple):
    """A printed number, and the most that rounding has changed it."""

    value: float
    unit: float


def within(difference: float, tolerance: float, size: float) -> bool:
    """Return whether rounding, of print or of floating point, explains a difference of numbers of that size."""
    return bool(abs(difference) <= tolerance * (1 + 1e-9) + 1e-14 * size)


def plain(number: float) -> str:
    """Return a number with six digits or more: at least two decimals, and none that are zeros at the end.

    Examples
    --------
    >>> plain(72.7), plain(1234567.891), plain(4e-12)
    ('72.7', '1234567.89', '0.000000000004')
    """
    digits = max(6, len(str(int(abs(number)))) + 2)
    return np.format_float_positional(number + 0.0, precision=digits, fractional=False, trim="-")


def half_unit(numbers: Iterable[Printed]) -> float:
    """Return half a unit of the last digit shown: the most that rounding has changed a number.

    Text shows its trailing zeros; a float cannot, so the longest of a column decides.

    Examples
    --------
    >>> half_unit([72.7, 88.0]), half_unit([5.0]), half_unit(["5.00"])
    (0.05, 0.5, 0.005)
    """
    return 0.5 * 10.0 ** -max(map(_decimals, numbers), default=0)


def _decimals(number: Printed) -> int:
    if not isinstance(number, str | Decimal | Integral):
        # Twelve digits: what 100 * .803 leaves behind was not printed.
        number = np.format_float_positional(float(number), precision=12, fractional=False, trim="-")
    exponent = Decimal(str(number)).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounded(numbers: Mapping[Any, Printed], floats: list[float]) -> dict[Any, Rounded]:
    """Return the numbers of a place, each with half a unit of its last digit.

    Text shows its own digits, numbers the most of their place. Whole floats may have lost a zero (81.0 in
    print): they count as shown to one decimal where any of all `floats` of the publication has decimals.
    """
    typed = [n for n in numbers.values() if not isinstance(n, str)]
    unit = half_unit(typed)
    if unit == half_unit([]) and any(isinstance(n, float) for n in typed):
        unit = max(half_unit(floats), 0.05)
    return {
        name: Rounded(float(n), half_unit([n]) if isinstance(n, str) else unit) for name, n in numbers.items()
    }
