"""The keys of the tree file: validated by pydantic, published as a JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from govmetrics.core.errors import Fault
from govmetrics.core.keys import key_fault
from govmetrics.core.nodes import Better, Mark, Role, Source
from govmetrics.core.options import shown
from govmetrics.core.words import Text

# What a YAML file may say for a number: not a word, not a truth value.
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class NodeKeys(BaseModel):
    """Keys that groups and leaves share."""

    model_config = ConfigDict(extra="forbid")
    code: Annotated[str, Field(strict=True, min_length=1, description="unique in the tree")]
    name: str | dict[str, str] = Field("", description="text, or {en: ..., zh: ...}")
    weight: Number = Field(1.0, ge=0, description="relative to the siblings")
    notes: str | dict[str, str] = Field("", description="text, or {en: ..., zh: ...}")
    mark: Mark = Field("", description="confirmed: the name stands in the source; slot: a place to fill")
    origin: str | dict[str, str] = Field(
        "", description="where the name was published, if not where `about` says"
    )


class LeafKeys(NodeKeys):
    """A leaf: one indicator."""

    better: Better = Field(description="which values are good")
    unit: str | dict[str, str] = Field("", description="of measurement: text, or {en: ..., zh: ...}")
    worst: Number | None = Field(None, description="goalpost that scores the low end")
    best: Number | None = Field(None, description="goalpost that scores the high end")
    target: Number | Annotated[tuple[Number, Number], Field(strict=False)] | None = Field(
        None, description="a number, or [low, high] for better: interval"
    )
    role: Role = "outcome"
    source: Source = "record"
    items: Annotated[tuple[str, ...], Field(strict=False)] = Field((), description="survey items behind it")


class SlotKeys(LeafKeys):
    """A place whose indicator is not known: neither is its direction."""

    mark: Literal["slot"] = Field(description="a place to fill")
    better: Better = Field("more", description="which values are good, once it is filled")


class GroupKeys(NodeKeys):
    """A group, without its parts."""

    aggregate: str | None = Field(None, description="this group's own aggregation method")
    min_coverage: Number | None = Field(None, ge=0, le=1, description="this group's own coverage rule")


class GroupSpec(GroupKeys):
    """A group with its parts."""

    parts: list[GroupSpec | SlotKeys | LeafKeys] = Field(min_length=1)


class TreeSpec(GroupSpec):
    """The whole file: the root group, and what must be known about the tree."""

    about: dict[str, str | dict[str, str]] = Field(
        default_factory=dict,
        description="title, source, licence, confidence, ...: text, or {en: ..., zh: ...}",
    )


_TOGETHER = {"better", "worst", "best", "target"}  # judged by each other: without one the others say nothing
_LEAF, _GROUP, _SLOT = TypeAdapter(LeafKeys), TypeAdapter(GroupKeys), TypeAdapter(SlotKeys)


def tree_schema() -> dict[str, Any]:
    """Return the JSON Schema of the tree file.

    Returns
    -------
    dict
        As published beside the trees; editors complete and check tree files by it.

    Examples
    --------
    >>> import govmetrics as gm
    >>> sorted(gm.intake.tree_schema())[:3]
    ['$defs', '$schema', 'additionalProperties']
    """
    schema = TreeSpec.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "govmetrics indicator tree",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def validated(keys: dict[str, Any], is_group: bool, path: str) -> tuple[GroupKeys | LeafKeys, list[Fault]]:
    """Return the checked keys of one node, and its faults, each with its path in the file.

    Of a faulty node the keys that are right are returned, so that what contradicts each other is found as well.
    """
    kind = _GROUP if is_group else _SLOT if keys.get("mark") == "slot" else _LEAF
    faults = [_no_key(Text("{place}.{key}", place=path, key=key)) for key in keys if not _encoded(key)]
    keys = {key: value for key, value in keys.items() if _encoded(key)}
    try:
        return kind.validate_python(keys), faults
    except ValidationError as error:
        faults += list(dict.fromkeys(_fault(e, path) for e in error.errors() if not _other_branch(e)))  # type: ignore[arg-type]
        wrong = {e["loc"][0] for e in error.errors()}
    if wrong & _TOGETHER:
        wrong |= _TOGETHER
    right = {key: value for key, value in keys.items() if key not in wrong}
    readable = {"code": path} if is_group else {"code": path, "better": "more"}
    return kind.validate_python(readable | right), faults


def stand_in(code: str) -> LeafKeys:
    """Return the keys of a leaf in the place of a node that is not readable: nothing contradicts them."""
    return LeafKeys(code=code, better="more")  # type: ignore[call-arg]  # the others have defaults


def _fault(error: dict[str, Any], path: str) -> Fault:
    location = [
        str(part) for part in error["loc"] if not str(part).startswith(("float", "tuple", "str", "dict"))
    ]
    place = Text("{place}.{key}", place=path, key=".".join(location)) if location else path
    kind, given = error["type"], error["input"]
    if kind == "missing" and location == ["better"]:
        return Fault(place, "is missing", "say `better: more`, `less`, `target` or `interval`")
    if kind == "string_too_short":
        return Fault(place, Text("is {value}", value=shown(given)), "give every node a short unique code")
    if kind == "extra_forbidden":
        return _no_key(place)
    if location[:1] == ["code"] and not isinstance(given, str):
        return Fault(place, "{value!r} is not text", 'put quotes around it: "{value}"', value=given)
    if location[:1] == ["target"]:
        problem = "{value} is neither a number nor [low, high]"
        return Fault(place, problem, "correct it", value=shown(given))
    return key_fault(place, error)


def _no_key(place: Text | str) -> Fault:
    return Fault(place, "is not a key of a tree file", "check the spelling, or remove it")


def _encoded(key: str) -> bool:
    """Tell whether a key is whole characters: half of one, as JSON can spell it, is refused without a place."""
    return not any("\ud800" <= letter <= "\udfff" for letter in key)


def _other_branch(error: Any) -> bool:
    """Tell whether an error is of the kind of name, unit or notes that was not given: text, or a mapping of languages."""
    other = "string_type" if isinstance(error["input"], dict) else "dict_type"
    return (
        len(error["loc"]) == 2
        and error["loc"][0] in ("name", "unit", "notes", "origin")
        and error["type"] == other
    )
