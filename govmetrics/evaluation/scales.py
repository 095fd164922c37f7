"""Grade scales as an evaluation file names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.near import meant
from govmetrics.core.words import Text
from govmetrics.fuzzy import FIVE_GRADES, FOUR_GRADES, THREE_GRADES, GradeScale

PRESETS = {"three": THREE_GRADES, "four": FOUR_GRADES, "five": FIVE_GRADES}


def grade_scale(given: str | Mapping[str, Any] | None) -> GradeScale | None:
    """Return the scale that is named or written out; None where nothing is said."""
    if given is None or isinstance(given, str):
        return None if given is None else PRESETS[given]
    known = ("names", "values", "cuts")
    odd = [key for key in given if key not in known]
    if odd:
        raise FaultyInput(
            Fault(str(key), "is not a key here", meant(key, known, Text("there are: {labels}", labels=known)))
            for key in odd
        )
    return GradeScale(**given)
