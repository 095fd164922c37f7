"""The least that the purpose asks for: identity numbers never, telephone numbers only where the organiser says why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from govmetrics.core.errors import Fault, each
from govmetrics.core.words import Text

_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_MOBILE = re.compile(r"(?<!\d)(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_HEADINGS = {
    "identity": re.compile(
        r"身份证|证件号|identity\s*(card|number|no)|\bid\s*(card|number|no)\b|passport|护照", re.IGNORECASE
    ),
    "telephone": re.compile(r"手机|电话|telephone|phone|mobile", re.IGNORECASE),
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def holds_identity(text: str) -> bool:
    """Tell whether a text holds a Chinese identity number, its check digit right (GB 11643-1999).

    Examples
    --------
    >>> holds_identity("11010519491231002X"), holds_identity("110105194912310021")
    (True, False)
    """
    return any(_checked(found[0]) for found in _IDENTITY.finditer(text))


def holds_telephone(text: str) -> bool:
    """Tell whether a text holds the number of a Chinese mobile telephone."""
    return _MOBILE.search(text) is not None


def _checked(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def faults_of(
    rows: Sequence[tuple[int, Mapping[str, str]]], columns: Sequence[str], telephones: bool
) -> list[Fault]:
    """Return what of a list of people is not to be kept: columns by their headings, cells by what they hold."""
    found = [_fault(name, "identity") for name in columns if _HEADINGS["identity"].search(name)]
    cells = [
        (row, name, "identity") for row, cells in rows for name, text in cells.items() if holds_identity(text)
    ]
    if not telephones:
        found += [_fault(name, "telephone") for name in columns if _HEADINGS["telephone"].search(name)]
        cells += [(row, name, "telephone") for row, cells in rows for name, text in cells.items()
                  if holds_telephone(text) and not holds_identity(text)]  # fmt: skip
    return found + each(
        cells, lambda one: _fault(Text("row {row}, {column}", row=one[0], column=one[1]), one[2])
    )


def _fault(place: str, what: str) -> Fault:
    if what == "identity":
        return Fault(place, "holds identity numbers", "leave them out: they are never kept here")
    return Fault(place, "holds telephone numbers", "leave them out, or say that the purpose asks for them")
