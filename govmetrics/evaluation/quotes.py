"""Notes that quote what is in no list of names: free text, or a value that may not be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from govmetrics.core import Dataset, IndicatorTree, Result, Text
from govmetrics.core.words import Label


@dataclass(eq=False)
class Quotes:
    """Tells notes that may be shown from others, and counts these.

    Parameters
    ----------
    names : collection of str
        Of units, periods, nodes and the like: what a note may say beside its own words.
    numbers : bool
        Whether it may say numbers that are no counts.
    count : int
        So many notes were left out.
    """

    names: Collection[str]
    numbers: bool
    count: int = 0

    def kept(self, notes: Collection[Any]) -> tuple[Any, ...]:
        """Return the notes that may be shown."""
        found = tuple(note for note in notes if isinstance(note, Text) and self._fit(note))
        self.count += len(notes) - len(found)
        return found

    def without(self, result: Result) -> Result:
        """Return a result, and those inside it, with the notes that may be shown."""
        changed: dict[str, Any] = {}
        for name in (one.name for one in fields(result) if one.init):
            value = getattr(result, name)
            new = value
            if name in ("notes", "read") and isinstance(value, tuple):
                new = self.kept(value)
                new = value if len(new) == len(value) else new
            elif isinstance(value, Result) and not isinstance(value, Dataset):
                new = self.without(value)
            elif isinstance(value, dict) and any(isinstance(one, Result) for one in value.values()):
                new = {
                    key: self.without(one) if isinstance(one, Result) else one for key, one in value.items()
                }
            if new is not value:
                changed[name] = new
        return replace(result, **changed) if changed else result

    def _fit(self, value: Any) -> bool:
        """Tell whether a value of a note says nothing but names, counts and words of the catalogue."""
        if isinstance(value, Text) and not isinstance(value, Label):
            return all(map(self._fit, value.values.values()))
        if isinstance(value, str):
            return value.strip() in self.names
        if isinstance(value, bool | np.bool_ | int | np.integer) or value is None:
            return True
        if isinstance(value, float | np.floating):
            return self.numbers or float(value).is_integer()
        if isinstance(value, Mapping):
            return all(map(self._fit, [*value, *value.values()]))
        return isinstance(value, list | tuple) and all(map(self._fit, value))


def names_of(tree: IndicatorTree | None, rows: Collection[Any]) -> frozenset[str]:
    """Return what nodes, units and periods are called in both languages."""
    nodes = [] if tree is None else tree.nodes
    said = [text for node in nodes for text in (node.code, *(node.label(one) for one in ("en", "zh")))]
    return frozenset([*said, *(str(label) for row in rows for label in _labels(row))])


def _labels(row: Any) -> Iterator[Any]:
    yield from row if isinstance(row, tuple) else (row,)


def texts_in(content: Any) -> list[str]:
    """Return every text in nested mappings and lists."""
    if isinstance(content, Mapping):
        return [text for value in content.values() for text in texts_in(value)]
    if isinstance(content, list):
        return [text for value in content for text in texts_in(value)]
    return [content] if isinstance(content, str) else []
