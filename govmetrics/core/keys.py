"""Wrong keys of a file, as pydantic finds them, told in our words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from govmetrics.core.errors import Fault
from govmetrics.core.near import meant
from govmetrics.core.options import shown
from govmetrics.core.words import Text

_WAYS_OUT = {
    "float_type": Text("give a finite number"), "finite_number": Text("give a finite number"),
    "string_type": Text("give a text"), "string_too_short": Text("give a text"),
    "int_type": Text("give a whole number"), "int_from_float": Text("give a whole number"),
    "bool_type": Text("give true or false"), "bool_parsing": Text("give true or false"),
    "list_type": Text("give a list"), "tuple_type": Text("give a list"), "too_short": Text("give at least one"),
    "sequence_type": Text("give a list"), "sequence_str": Text("give a list"),
    "mapping_type": Text("give a mapping"), "dataclass_type": Text("give a mapping"),
    "dict_type": Text("give a mapping"), "model_type": Text("give a mapping"),
    "model_attributes_type": Text("give a mapping"),
}  # fmt: skip
"""What pydantic calls an error, and what to do about it; of others pydantic's English is quoted."""


def key_fault(place: str, error: Mapping[str, Any], known: Sequence[str] = ()) -> Fault:
    """Return the fault of one wrong key; `known` are those that could stand there.

    Examples
    --------
    >>> print(key_fault("cap", {"type": "greater_than", "input": -1, "ctx": {"gt": 0}, "msg": ""}))
    cap: is -1; give a number above 0
    """
    kind, given, limits = error["type"], error["input"], error.get("ctx") or {}
    if kind == "missing":
        return Fault(place, "is missing", "add the key")
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        there = Text("there are: {labels}", labels=known)
        plain = "check the spelling, or remove it"
        return Fault(place, "is not a key here", meant(error["loc"][-1], known, there) if known else plain)
    way_out = _WAYS_OUT.get(kind) or _limit(kind, limits)
    if way_out is not None:
        return Fault(place, Text("is {value}", value=shown(given)), way_out)
    problem, reason = "{value} cannot be used ({reason})", Text('"{words}"', words=error["msg"])
    return Fault(place, problem, "correct it", value=shown(given), reason=reason)


def _limit(kind: str, limits: Mapping[str, Any]) -> Text | None:
    """Return the way out where the error is a limit, or a word that is none of the choices."""
    if kind == "literal_error":
        choices = str(limits.get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
        return Text("choose one of: {choices:50}", choices=choices)
    if kind == "is_instance_of" and limits.get("class") == "Sequence":
        return Text("give a list")
    if kind == "greater_than":
        return Text("give a number above {low:g}", low=limits["gt"])
    if kind == "greater_than_equal":
        return Text("give a number from {low:g}", low=limits["ge"])
    if kind == "less_than":
        return Text("give a number below {high:g}", high=limits["lt"])
    if kind == "less_than_equal":
        return Text("give a number up to {high:g}", high=limits["le"])
    return None
