"""Files that hold one mapping of keys: YAML 1.2 (where `no` stays a word) and JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.tables import decode

LARGEST = 20_000_000
"""Bytes of a document. A tree of 10,000 indicators with notes takes about 3 MB."""


def read_document(path: Path) -> Mapping[str, Any]:
    """Read a YAML or JSON file that holds one mapping; aliases and tags of other languages are refused.

    Raises
    ------
    FaultyInput
        No such file, empty, not readable (with the line), an alias, or not a mapping.
    """
    if not path.is_file():
        raise FaultyInput(Fault(str(path), "there is no such file", "check the path"))
    size = path.stat().st_size
    if size > LARGEST:
        problem = f"has {size / 1e6:.0f} MB, far more than a tree of 10,000 indicators"
        raise FaultyInput(Fault(path.name, problem, "cut what does not belong into it"))
    text = decode(path.read_bytes(), path.name)
    if not text.strip():
        raise FaultyInput(Fault(path.name, "the file is empty"))
    try:
        if path.suffix.lower() == ".json":
            content = json.loads(text, object_pairs_hook=lambda pairs: _unique(pairs, path.name))
        else:
            content = read_yaml(text, path.name)
    except json.JSONDecodeError as error:
        raise FaultyInput(Fault(f"{path.name}, line {error.lineno}", f"is not JSON: {error.msg}")) from None
    except RecursionError:
        raise FaultyInput(
            Fault(path.name, "is nested too deeply", "write a tree as rows with `code` and `parent`")
        ) from None
    except ValueError as error:  # a date that is none, a number of thousands of digits
        if isinstance(error, FaultyInput):
            raise
        raise FaultyInput(Fault(path.name, f"holds something unreadable: {error}", "correct it")) from None
    if not isinstance(content, Mapping):
        raise FaultyInput(Fault(path.name, "does not hold one mapping of keys", "begin with `key: value`"))
    return content


def _unique(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    """Refuse a key that occurs twice: JSON would keep the last one without a word."""
    content = dict(pairs)
    if len(content) < len(pairs):
        twice = sorted({key for key, times in Counter(key for key, _ in pairs).items() if times > 1})
        raise FaultyInput(
            [Fault(name, f"the key {key!r} occurs twice in one place", "keep one") for key in twice]
        )
    return content


def read_yaml(text: str, name: str) -> Any:
    """Return the content of YAML text; `name` begins every fault's place."""
    from ruamel.yaml import YAML
    from ruamel.yaml.composer import Composer
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.events import AliasEvent
    from ruamel.yaml.reader import ReaderError

    class NoAliases(Composer):
        """Refuses `*name`, with which a short file can grow without bounds."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.parser.check_event(AliasEvent):
                line = self.parser.peek_event().start_mark.line + 1
                place = f"{name}, line {line}"
                raise FaultyInput(Fault(place, "has an alias (*name)", "write the content out"))
            return super().compose_node(parent, index)

    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = NoAliases
    try:
        return yaml.load(text)
    except ReaderError as error:
        place = error.position or 0
        line = text[:place].count("\n") + 1
        problem = f"has the character {text[place]!r}, which YAML does not allow"
        raise FaultyInput(Fault(f"{name}, line {line}", problem, "remove it")) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = str(error.problem or error).splitlines()[0]
        raise FaultyInput(Fault(f"{name}, line {line}", f"is not readable YAML: {problem}")) from None
