"""The JSON Schema of an evaluation file, from the records of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter

from govmetrics.evaluation.keys import LISTS, PUBLIC
from govmetrics.recipe import Recipe


def schema_of(parts: Mapping[str, type], alone: type) -> dict[str, Any]:
    """Return it: an editor then completes keys and marks faults while one writes.

    Parameters
    ----------
    parts : mapping of key to record
        The parts.
    alone : record
        The keys that are no parts.
    """
    adapters: list[tuple[Any, Any, TypeAdapter[Any]]] = [
        (name, "validation", TypeAdapter(kind)) for name, kind in parts.items()
    ]
    found, shared = TypeAdapter.json_schemas(adapters)
    choices: dict[str, Any] = {one.name: {} for one in fields(Recipe) if one.name not in ("title", "seed")}
    index = {"type": "object", "properties": choices, "additionalProperties": False}
    words = {
        "ranking": [{"type": "string"}, {"type": "array"}],
        "spatial": [{"type": "string"}],
        "policy": [{"type": "string"}],
        "publish": [{"const": PUBLIC}],
    } | {name: [{"type": "array", "items": found[name, "validation"]}] for name in LISTS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "tree": {"anyOf": [{"type": "string"}, {"type": "object"}]},
            **TypeAdapter(alone).json_schema()["properties"],
            "index": index,
            **{
                name: {
                    "anyOf": [found[name, "validation"], {"type": ["boolean", "null"]}, *words.get(name, [])]
                }
                for name in parts
            },
        },
        "required": ["tree"],
        "additionalProperties": False,
        "$defs": shared["$defs"],
    }
