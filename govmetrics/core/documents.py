"""Files that hold one mapping of keys: YAML 1.2 (where `no` stays a word) and JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from govmetrics.core.encodings import decode, line_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, choose
from govmetrics.core.log import LOG
from govmetrics.core.options import is_file
from govmetrics.core.reasons import reason_of
from govmetrics.core.words import Text
from govmetrics.core.words.visible import all_visible, visible
from govmetrics.core.written import whole

LARGEST = 20_000_000
"""Bytes of a document. A tree of 10,000 indicators with notes takes about 3 MB."""


def read_document(path: Path, most: int | None = None) -> Mapping[str, Any]:
    """Read a YAML or JSON file that holds one mapping; aliases and tags of other languages are refused.

    Parameters
    ----------
    path : Path
    most : int, optional
        Bytes that it may have, `LARGEST` by default.

    Raises
    ------
    FaultyInput
        No such file, empty, not readable (with the line), an alias, or not a mapping.
    """
    if not is_file(path):
        raise FaultyInput(str(path), "there is no such file", "check the path")
    size = path.stat().st_size
    if size > (LARGEST if most is None else most):
        problem = "has {size:.0f} MB, far more than a tree of 10,000 indicators"
        raise FaultyInput(path.name, problem, "remove what does not belong in it", size=size / 1e6)
    from govmetrics.core.yaml_text import read_yaml  # ruamel.yaml is heavy

    LOG.debug("read %s: %d bytes", path, size)
    text = decode(path.read_bytes(), path.name)
    if not text.strip():
        raise FaultyInput(path.name, "the file is empty")
    try:
        content = (_read_json if path.suffix.lower() == ".json" else read_yaml)(text, path.name)
    except json.JSONDecodeError as error:
        raise FaultyInput(
            line_of(path.name, error.lineno), "is not JSON: {reason}", reason=reason_of(error, error.msg)
        ) from None
    except RecursionError:
        raise FaultyInput(
            path.name, "is nested too deeply", "write a tree as rows with `code` and `parent`"
        ) from None
    except ValueError as error:  # a date that is none, a number of thousands of digits
        if isinstance(error, FaultyInput):
            raise
        raise FaultyInput(
            path.name, "holds something unreadable: {reason}", "correct it", reason=reason_of(error)
        ) from None
    if not isinstance(content, Mapping):
        raise FaultyInput(path.name, "does not hold one mapping of keys", "begin with `key: value`")
    return content


def write_document(content: Mapping[str, Any], path: str | Path) -> None:
    """Write a mapping of plain types as .yaml or .json, in the order of its keys; `read_document` gives it back."""
    suffix = choose(Path(path).suffix.lower(), (".yaml", ".yml", ".json"), suffix_of(Path(path)))
    content = all_visible(content)
    with whole(path) as place, place.open("w", encoding="utf-8") as stream:
        if suffix == ".json":
            json.dump(content, stream, ensure_ascii=False, indent=2)
        else:
            _yaml().dump(content, stream)


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    return yaml


def suffix_of(path: Path) -> Text:
    """Return the suffix of a file's name as the place of a fault."""
    return Text("{file}: suffix", file=path.name)


def write_json(content: Mapping[str, Any], path: Path) -> Path:
    """Write a mapping as strict JSON, one key a line: one part at a time is text in memory."""
    with whole(path) as place, place.open("wb") as stream:
        for number, (key, value) in enumerate(content.items()):
            stream.write(b",\n" if number else b"{\n")
            stream.write(to_json(visible(key)) + b": " + _strict(all_visible(value)))
        stream.write(b"\n}\n")
    return path


def _strict(content: Any) -> bytes:
    """Return plain types as JSON text; a number that JSON does not know is refused."""
    text: bytes = to_json(content)
    if b"NaN" in text or b"Infinity" in text:  # as a number, or within a text
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    return text


def write_text(path: str | Path, text: str) -> Path:
    """Write a file of text in UTF-8, the same bytes on every system."""
    with whole(path) as place:
        place.write_text(visible(text), encoding="utf-8", newline="\n")
    return Path(path)


def _read_json(text: str, name: str) -> Any:
    """Return the content of JSON text; a key that occurs twice, of which JSON would keep the last, is refused."""
    twice: Counter[str] = Counter()

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.update({key for key, times in Counter(key for key, _ in pairs).items() if times > 1})
        return dict(pairs)

    content = json.loads(text, object_pairs_hook=unique)
    Faults(
        Fault(name, "the key {key!r} occurs twice in one place", "keep one of them", key=key)
        for key in sorted(twice)
    ).raise_all()
    return content
