"""What an archive keeps of a noun: what `to_dict` tells, its words in both languages, and many numbers at once.

`from_dict` of the noun reads it. In what `to_dict` gives to others, words are English and numbers a list for each row.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from copy import copy
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.plain import plain
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.words import Label, Text
from govmetrics.core.words.text import chinese
from govmetrics.numerics.arrays import Array

MANY = 100_000
"""Cells of a table of numbers, beyond which they are no text: reading two million would take seconds."""
NUMBERS = "float64"
"""The key of such numbers: row by row, eight bytes each, the smallest first, as base64."""


def content_of(noun: Any) -> dict[str, Any]:
    """Return a noun as plain types that give it back with its words.

    Examples
    --------
    >>> from govmetrics.core import Dataset, IndicatorTree, Note
    >>> tree = IndicatorTree.from_groups({"community": ["trust"]})
    >>> data = Dataset(tree, pd.DataFrame({"trust": [60.0]}, index=["East"]), notes=(Note("there is no such file"),))
    >>> content_of(data)["notes"]
    [{'said': 'there is no such file', 'template': 'there is no such file', 'values': {}}]
    >>> Dataset.from_dict(content_of(data)).notes[0].say("zh")
    '文件不存在'
    """
    frames: dict[str, Any] = {
        name: frame for name in noun._keys() if _is_large(frame := getattr(noun, name, None))
    }
    light = copy(noun)  # without the numbers, which would become lists first
    for name, frame in frames.items():
        object.__setattr__(light, name, frame[[]])
    content: dict[str, Any] = light.to_dict()
    content.pop("names", None)  # the tree has them
    for name, frame in frames.items():
        content[name] |= {"columns": plain(frame.columns), "data": packed(frame.to_numpy())}
    if content.get("notes"):
        content["notes"] = [written(note) for note in noun.notes]
    if procedure := getattr(noun, "procedure", UNTOLD):
        content["procedure"] = {
            "said": [written(text) for text in procedure.said],
            "cites": list(procedure.cites),
        }
    return content


def _is_large(value: Any) -> bool:
    numbers = isinstance(value, pd.DataFrame) and value.size > MANY
    return numbers and all(dtype == np.float64 for dtype in value.dtypes.array)


def packed(values: Array) -> dict[str, str]:
    """Return numbers as text that only machines read.

    Examples
    --------
    >>> packed(np.array([[1.0, np.nan]]))
    {'float64': 'AAAAAAAA8D8AAAAAAAD4fw=='}
    """
    return {NUMBERS: base64.b64encode(np.ascontiguousarray(values, dtype="<f8").tobytes()).decode("ascii")}


def unpacked(found: Any, rows: int, width: int) -> Array | None:
    """Return the numbers of `packed`, shape (rows, width); None where it is no such thing.

    Examples
    --------
    >>> unpacked(packed(np.array([[1.0, 2.0]])), 1, 2).tolist(), unpacked({"float64": "AA"}, 1, 2)
    ([[1.0, 2.0]], None)
    """
    text = found.get(NUMBERS) if isinstance(found, Mapping) and len(found) == 1 else None
    try:
        held = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        return None
    if text is None or len(held) != 8 * rows * width:
        return None
    return np.frombuffer(held, dtype="<f8").astype(np.float64).reshape(rows, width)


def written(text: Any) -> Any:
    """Return a text, or what stands in one, as plain types: its English, and what makes it in both languages.

    Examples
    --------
    >>> written(Text("no catalogue has {this}", this=1)), written(("East", 1))
    ('no catalogue has 1', ['East', 1])
    """
    if isinstance(text, Label):
        return {"said": str(text), "chinese": text.chinese_name}
    if isinstance(text, Text):
        values = {key: written(value) for key, value in text.values.items()}
        known = text.template in chinese()
        return (
            {"said": str.__str__(text), "template": text.template, "values": values} if known else plain(text)
        )
    return [written(part) for part in text] if isinstance(text, tuple) else plain(text)


def read(content: Any, kind: type[Text] = Text) -> Any:
    """Return the text that `written` wrote: its English alone where this version has no such sentence.

    Examples
    --------
    >>> read(written(Text("there is no such file"))).say("zh")
    '文件不存在'
    >>> read({"said": "as it was", "template": "of another version", "values": {}})
    'as it was'
    """
    if isinstance(content, list | tuple):
        return tuple(read(part) for part in content)
    if not isinstance(content, Mapping):
        return content
    said = str(content.get("said", ""))
    if isinstance(content.get("chinese"), str):
        return Label(said, content["chinese"])
    template, values = content.get("template"), content.get("values")
    if not isinstance(template, str) or template not in chinese() or not isinstance(values, Mapping):
        return said
    try:
        found = kind(template, **{str(key): read(value) for key, value in values.items()})
        found.say("zh")
    except (LookupError, TypeError, ValueError, AttributeError):  # its values are not the sentence's
        return said
    return found if str.__str__(found) == said else said


def procedure_of(content: Any) -> Procedure:
    """Return how something was found, of what stands under the key; nothing where it is no such thing."""
    if not isinstance(content, Mapping):
        return UNTOLD
    said, cites = (content.get(key) for key in ("said", "cites"))
    texts = [read(text) for text in said] if isinstance(said, list | tuple) else []
    works = [str(key) for key in cites] if isinstance(cites, list | tuple) else []
    return Procedure(tuple(Text(text) for text in texts if isinstance(text, str)), tuple(works))
