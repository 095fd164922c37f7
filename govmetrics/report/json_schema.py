"""The JSON Schema of results, for those who show them in a program of their own."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

from govmetrics.core import IndicatorTree, Result
from govmetrics.core.options import Kind, asked
from govmetrics.core.result_schema import schema_of
from govmetrics.core.words import Text

_KIND = Kind(
    lambda kind: kind is None or (isinstance(kind, type) and issubclass(kind, Result) and kind is not Result),
    Text("give a class of results, such as govmetrics.Findings"),
)


def json_schema(kind: type[Result] | None = None) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what ``to_dict()`` gives.

    Parameters
    ----------
    kind : class, optional
        Of one class of results, such as `govmetrics.Findings`, and all that they hold; by default of every result of the
        library, as published in ``indicators/results.schema.json``.

    Returns
    -------
    dict
        Of each class its keys, generated from its fields. The key "schema" of a result names kind and version; a key that
        goes, or means something else, makes the next version, a key that comes does not.

    References
    ----------
    JSON Schema (2022), draft 2020-12, https://json-schema.org/draft/2020-12/schema.

    Examples
    --------
    >>> import govmetrics as gm
    >>> found = gm.report.json_schema(gm.Scores)
    >>> found["anyOf"], found["$defs"]["scores"]["properties"]["schema"]
    ([{'$ref': '#/$defs/scores'}], {'const': 'govmetrics/scores/1'})
    """
    asked(kind=(kind, _KIND))
    every = every_kind()  # so that all rooms are there, whose classes the fields name
    return schema_of(*every) if kind is None else schema_of(kind)


def every_kind() -> list[type[Result]]:
    """Return the classes of results that the rooms show, by name; trees have a schema of their own."""
    front = import_module("govmetrics")
    rooms = (
        import_module(f"govmetrics.{name}")
        for name in front.__all__
        if inspect.ismodule(getattr(front, name))
    )
    shown = {
        getattr(room, name)
        for room in rooms
        for name in getattr(room, "__all__", ())
        if inspect.isclass(getattr(room, name))
    }
    found = {one for one in shown if issubclass(one, Result)} - {Result, IndicatorTree}
    return sorted(found, key=lambda one: one.__name__)
