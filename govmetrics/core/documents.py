"""Files that hold one mapping of keys: YAML 1.2 (where `no` stays a word) and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.tables import decode


def read_document(path: Path) -> Mapping[str, Any]:
    """Read a YAML or JSON file that holds one mapping; aliases and tags of other languages are refused.

    Raises
    ------
    FaultyInput
        No such file, empty, not readable (with the line), an alias, or not a mapping.
    """
    if not path.is_file():
        raise FaultyInput(Fault(str(path), "there is no such file", "check the path"))
    text = decode(path.read_bytes(), path.name)
    if not text.strip():
        raise FaultyInput(Fault(path.name, "the file is empty"))
    try:
        content = json.loads(text) if path.suffix.lower() == ".json" else read_yaml(text, path.name)
    except json.JSONDecodeError as error:
        raise FaultyInput(Fault(f"{path.name}, line {error.lineno}", f"is not JSON: {error.msg}")) from None
    except RecursionError:
        raise FaultyInput(
            Fault(path.name, "is nested too deeply", "write a tree as rows with `code` and `parent`")
        ) from None
    if not isinstance(content, Mapping):
        raise FaultyInput(Fault(path.name, "does not hold one mapping of keys", "begin with `key: value`"))
    return content


def read_yaml(text: str, name: str) -> Any:
    """Return the content of YAML text; `name` begins every fault's place."""
    from ruamel.yaml import YAML
    from ruamel.yaml.composer import Composer
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.events import AliasEvent

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
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = str(error.problem or error).splitlines()[0]
        raise FaultyInput(Fault(f"{name}, line {line}", f"is not readable YAML: {problem}")) from None
