"""The JSON Schema of what results give as `to_dict()`: read off the fields of their classes."""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from inspect import get_annotations
from types import SimpleNamespace
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import pandas as pd

from govmetrics.core.result import Result, schema_name
from govmetrics.core.tree import IndicatorTree

DIALECT = "https://json-schema.org/draft/2020-12/schema"
BASIC: dict[str, dict[str, Any]] = {
    "number": {
        "description": "null stands for a missing value; infinite numbers are texts",
        "anyOf": [{"type": ["number", "null"]}, {"enum": ["inf", "-inf"]}],
    },
    "label": {
        "description": "of a row or column: text or a number; a list where there are several levels, such as [period, unit]",
        "anyOf": [
            {"type": ["string", "number", "boolean", "null"]},
            {"type": "array", "items": {"$ref": "#/$defs/label"}},
        ],
    },
    "frame": {
        "description": "a table, row by row",
        "type": "object",
        "properties": {
            "index_names": {"type": "array", "items": {"type": ["string", "number", "null"]}},
            "index": {"type": "array", "items": {"$ref": "#/$defs/label"}},
            "columns": {"type": "array", "items": {"$ref": "#/$defs/label"}},
            "data": {"type": "array", "items": {"type": "array"}},
        },
        "required": ["index_names", "index", "columns", "data"],
        "additionalProperties": False,
    },
    "series": {
        "description": "values by label; where labels have several levels, or are alike as text: index_names, index, data",
        "type": "object",
    },
    "names": {
        "description": "what codes are called",
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": {"en": {"type": "string"}, "zh": {"type": "string"}},
            "required": ["en", "zh"],
            "additionalProperties": False,
        },
    },
}
_TEXT = {bool: "boolean", int: "integer", str: "string"}
_ATTRIBUTE = re.compile(r"^ {4}(\w+(?:, \w+)*) : .*\n((?: {8}.*\n|\n(?= {8}))*)", re.M)


def schema_of(*kinds: type[Result]) -> dict[str, Any]:
    """Return the schema of these results and of all that they hold.

    Examples
    --------
    >>> from govmetrics.core import Weights
    >>> sorted(schema_of(Weights)["$defs"]["weights"]["required"])
    ['across_tree', 'details', 'local', 'method', 'schema']
    """
    found: dict[str, dict[str, Any]] = {}
    waiting = list(kinds)
    while waiting:
        kind = waiting.pop()
        if schema_name(kind) not in found:
            found[schema_name(kind)] = _definition(kind, waiting)
    return {
        "$schema": DIALECT,
        "title": "govmetrics results",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in sorted(map(schema_name, kinds))],
        "$defs": BASIC | dict(sorted(found.items())),
    }


def _definition(kind: type[Result], waiting: list[type[Result]]) -> dict[str, Any]:
    """Return the schema of one class; the results that it holds go to `waiting`."""
    told, keys = _descriptions(kind), kind._keys()
    properties: dict[str, Any] = {"schema": {"const": kind.schema()}, "names": {"$ref": "#/$defs/names"}}
    if hasattr(kind, "from_dict"):
        properties["tree"] = {"description": "as in a tree file", "type": "object"}
        keys |= {field.name: field.type for field in fields(kind) if field.name in kind._left_out}
    for name, annotation in keys.items():
        said = {"description": told[name]} if told.get(name) else {}
        properties[name] = said | _of(_resolved(kind, name, annotation), waiting)
    optional = {*kind._may_lack, *kind._left_out}
    return {
        "description": (kind.__doc__ or "").strip().split("\n")[0],
        "type": "object",
        "properties": properties,
        "required": ["schema", *(name for name in keys if name not in optional)],
        "additionalProperties": False,
    }


def _descriptions(kind: type) -> dict[str, str]:
    """Return what the docstrings of a class and its parents say of each field."""
    found: dict[str, str] = {}
    for one in reversed(kind.__mro__):
        for names, said in _ATTRIBUTE.findall((one.__doc__ or "") + "\n"):
            found |= dict.fromkeys(names.split(", "), " ".join(said.split()))
    return found


def _resolved(kind: type, name: str, annotation: Any) -> Any:
    """Return what an annotation means where it stands; Any where that cannot be told."""
    if not isinstance(annotation, str):
        return annotation
    home = next((one for one in kind.__mro__ if name in get_annotations(one)), kind)
    known = {one.__name__: one for one in _results()} | vars(sys.modules[home.__module__])
    try:
        return get_type_hints(
            SimpleNamespace(__annotations__={name: annotation}), known, include_extras=True
        )[name]
    except (NameError, TypeError, AttributeError, SyntaxError):
        return Any


def _results(kind: type[Result] = Result) -> Iterator[type[Result]]:
    for one in kind.__subclasses__():
        yield one
        yield from _results(one)


def _of(kind: Any, waiting: list[type[Result]]) -> dict[str, Any]:
    """Return the schema of a type, as `plain` writes it; empty where anything may come."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind is None or kind is type(None):
        return {"type": "null"}
    if origin in (Union, types.UnionType):
        several = [_of(part, waiting) for part in parts]
        return {"anyOf": several} if all(several) else {}
    if origin is Literal:
        return {"enum": list(parts)}
    holder = origin or kind
    if not isinstance(holder, type):
        return {}
    if issubclass(holder, Result):
        if holder in (Result, IndicatorTree) or not is_dataclass(holder):
            return {"type": "object"}
        waiting.append(holder)
        return {"$ref": f"#/$defs/{schema_name(holder)}"}
    if issubclass(holder, str):
        return {"type": "string"}
    if holder in _TEXT:
        return {"type": _TEXT[holder]}
    if holder is float:
        return {"$ref": "#/$defs/number"}
    if issubclass(holder, pd.DataFrame | pd.Series):
        return {"$ref": f"#/$defs/{'frame' if issubclass(holder, pd.DataFrame) else 'series'}"}
    if issubclass(holder, Mapping):
        return {"type": "object"}
    if issubclass(holder, tuple) and parts and parts[-1] is not Ellipsis:
        return {"type": "array", "prefixItems": [_of(part, waiting) for part in parts]}
    if issubclass(holder, np.ndarray | pd.Index | Set) or (issubclass(holder, Sequence) and parts):
        inside = _of(parts[0], waiting) if parts and not issubclass(holder, np.ndarray | pd.Index) else {}
        return {"type": "array"} | ({"items": inside} if inside else {})
    return {}
