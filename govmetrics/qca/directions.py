"""Directional expectations, and the counterfactuals that are easy under them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.labels import clean
from govmetrics.core.near import meant
from govmetrics.core.options import Kind, shown
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Bools, Ints
from govmetrics.qca.expressions import ABSENT, FREE, PRESENT, read_literal
from govmetrics.qca.implicants import covers

Expected = Mapping[str, Any] | Sequence[str] | None
EXPECTED = Kind(
    lambda value: value is None or (isinstance(value, Mapping | list | tuple) and len(value) > 0),
    Text('give the directions of conditions: {{"DEV": 1, "URB": 0}}, or ["DEV", "~URB"]', none=0),
)
_SAID = {"present": PRESENT, "absent": ABSENT, "1": PRESENT, "0": ABSENT, "-": FREE, "either": FREE}


def directions(expected: Expected, remainders: str, names: Sequence[str]) -> dict[str, int]:
    """Return the direction of each condition that has one; what is unknown, unclear or contradictory is a fault."""
    faults = Faults()
    if remainders == "directed" and expected is None:
        way_out = (
            "say in which direction conditions are expected to matter: "
            'expected={{"{name}": 1}}; or remainders="none" or "all"'
        )
        faults.append(Fault("expected", "is not given", way_out, name=names[0]))
    if remainders != "directed" and expected is not None:
        faults.append(
            Fault(
                "expected",
                "goes with directed remainders alone",
                'say remainders="directed", or leave it out',
            )
        )
    faults.raise_all()
    found: dict[str, int] = {}
    for given, value in _pairs(expected):
        name, sign = read_literal(clean(str(given)))
        if name not in names:
            there = Text("the conditions are: {names:20}", names=list(names))
            faults.append(
                Fault("expected", "{name!r} is not a condition", meant(name, names, there), name=name)
            )
        elif (
            at := _SAID.get(str(value).strip().lower() if not isinstance(value, bool) else str(int(value)))
        ) is None:
            faults.append(
                Fault(
                    f"expected[{given!r}]",
                    "is {value}",
                    "give 1 (present), 0 (absent), or leave the condition out",
                    value=shown(value),
                )
            )
        else:
            at = 1 - at if sign == ABSENT and at != FREE else at
            if found.get(name, at) != at:
                problem = "{name!r} is expected both present and absent"
                faults.append(
                    Fault(
                        "expected",
                        problem,
                        "keep one direction, or leave it out if either may matter",
                        name=name,
                    )
                )
            found[name] = at
    faults.raise_all()
    return {name: at for name, at in found.items() if at != FREE}


def _pairs(expected: Expected) -> Iterator[tuple[Any, Any]]:
    if isinstance(expected, Mapping):
        yield from expected.items()
    else:
        yield from ((name, PRESENT) for name in expected or ())


def reachable(rest: Ints, on: Ints, toward: Ints) -> Bools:
    """Return which of the unobserved, (q, k), differ from which observed, (m, k), only toward the expected: (q, m)."""
    found = np.ones((len(rest), len(on)), dtype=bool)
    for place, way in enumerate(toward):
        x = rest[:, place, None]
        found &= (x == on[None, :, place]) | (x == way)
    return found


def easy(model: Ints, rest: Ints, on: Ints, reach: Bools) -> Bools:
    """Return which combinations not observed are easy counterfactuals under a parsimonious model, (t, k).

    They are in one of its terms together with an observed combination from which they differ only toward the expected.
    """
    held_rest, held_on = covers(model, rest), covers(model, on)
    found = np.zeros(len(rest), dtype=bool)
    for in_rest, in_on in zip(held_rest, held_on, strict=True):
        found |= in_rest & reach[:, in_on].any(axis=1)
    return found
