"""YAML 1.2 text as plain Python, without aliases, repeated keys or tags of other languages."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.tag import Tag

from govmetrics.core.encodings import line_of
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.reasons import reason_of
from govmetrics.core.words import Text


def read_yaml(text: str, name: str) -> Any:
    """Return the content of YAML text; `name` begins every fault's place."""
    found: list[tuple[int, Text, str]] = []  # line, problem, way out

    class Strict(_NoAliases):
        faults = found

    class Unique(_UniqueKeys):
        faults = found

    yaml = YAML(typ="safe", pure=True)
    yaml.Composer, yaml.Constructor = Strict, Unique
    content = None
    try:
        content = yaml.load(text)
    except ReaderError as error:
        place = error.position or 0
        problem = Text("has the character {character!r}, which YAML does not allow", character=text[place])
        found.append((text[:place].count("\n") + 1, problem, "remove it"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        if not found:  # an alias was taken for nothing, which may not do where it stands
            reason = reason_of(error, str(error.problem or error).splitlines()[0])
            found.append((line, Text("is not readable YAML: {reason}", reason=reason), "correct it"))
            found += [
                (at, Text("has a full-width colon after its key"), "write `:` and a space")
                for at in _wide_colons(text, line)
            ]
    Faults(Fault(line_of(name, line), problem, way_out) for line, problem, way_out in found).raise_all()
    return content


def _wide_colons(text: str, line: int) -> list[int]:
    """Return the lines up to one that could not be read whose key ends with `：`, as Chinese keyboards write it."""
    lines = text.splitlines()[:line]
    return [at for at, one in enumerate(lines, start=1) if re.match(r"\s*(- )?[^\s#:：'\"{\[]+\s*：", one)]


class _NoAliases(Composer):
    """Notes `*name`, with which a short file can grow without bounds, and reads on as if nothing stood there."""

    faults: list[tuple[int, Text, str]]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.warn_double_anchors = False  # nothing is read from an anchor

    def compose_node(self, parent: Any, index: Any) -> Any:
        if not self.parser.check_event(AliasEvent):
            return super().compose_node(parent, index)
        event = self.parser.get_event()
        self.faults.append((event.start_mark.line + 1, Text("has an alias (*name)"), "write the content out"))
        return ScalarNode(Tag(suffix="tag:yaml.org,2002:null"), "", event.start_mark, event.end_mark)


class _UniqueKeys(SafeConstructor):
    """Notes a key that occurs twice in one place, and reads on with the first."""

    faults: list[tuple[int, Text, str]]

    def check_mapping_key(self, _: Any, key_node: Any, mapping: Any, key: Any, __: Any) -> bool:
        if key in mapping:
            problem = Text("the key {key!r} occurs twice in one place", key=key)
            self.faults.append((key_node.start_mark.line + 1, problem, "keep one of them"))
        return key not in mapping
