"""What people call the nodes of a tree, and how cells of a table are read as labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.labels import clean
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text

Place = tuple[str, int, int]  # group, positions of first and second among its parts

_NUMBERING = re.compile(r"^\s*(?:[Qq]?\d+\s*[、.．]\s*)?(?:[(（]\s*\d+\s*[)）]\s*)?")
_BETWEEN = re.compile(
    r"\s+(?:vs\.?|versus|over|or)\s+|\s*[:：|/／~～—]\s*|\s*(?:与|和|对|相对于|比较)\s*|\s+-\s+",
    re.IGNORECASE,
)


class Names:
    """Looks up what people call the nodes of a tree: codes first, then names in any language."""

    def __init__(self, tree: IndicatorTree) -> None:
        self.tree = tree
        self.by_name: dict[str, list[str]] = {}
        for node in tree.nodes:
            texts = [node.name] if isinstance(node.name, str) else list(node.name.values())
            for text in dict.fromkeys(_plain(t) for t in texts if t):
                self.by_name.setdefault(text, []).append(node.code)
        # a code means its node, whatever else has it for a name
        self.by_name |= {_plain(code): [code] for code in tree.node_codes}
        self.by_name |= {code: [code] for code in tree.node_codes}

    def codes(self, text: Any) -> list[str]:
        """Return the codes of the nodes with this code or name."""
        raw = whole(text)
        return self.by_name.get(raw) or self.by_name.get(_plain(raw), [])

    def group(self, text: Any) -> str | None:
        """Return the code of the one group with this code or name, else None."""
        found = [code for code in self.codes(text) if self.tree.parts(code)]
        return found[0] if len(found) == 1 else None

    def pair(self, first: Any, second: Any, group: Any = None) -> Place | Text:
        """Return where two siblings are compared, or what is wrong with their names."""
        wanted = None
        if group is not None:
            wanted = self.group(group)
            if wanted is None:
                return self._near(group, Text("{name!r} is not a group of the tree", name=whole(group)))
        for text in (first, second):
            if not self.codes(text):
                return self._near(text, Text("{value!r} is not known", value=whole(text)))
        places = [
            place
            for a in self.codes(first)
            for b in self.codes(second)
            if (place := self._siblings(a, b)) is not None and wanted in (None, place[0])
        ]
        if len(places) == 1:
            return places[0]
        if len(places) > 1:
            return Text("the names fit several groups: {groups}", groups=[p[0] for p in places])
        if self.codes(first) == self.codes(second):
            return Text("compares a node with itself")
        if wanted is None:
            return Text("are not parts of one group")
        return Text("are not both parts of {group!r}", group=wanted)

    def heading(self, text: Any) -> Place | None:
        """Return the pair that a column's heading names ("cult_fam", "8、(1)信任 : 安全"), or None."""
        raw = whole(text)
        for heading in dict.fromkeys((raw, _NUMBERING.sub("", raw))):
            halves = [(heading[: m.start()], heading[m.end() :]) for m in _BETWEEN.finditer(heading)]
            halves += [(heading[: m.start()], heading[m.end() :]) for m in re.finditer("[_-]", heading)]
            found = [self.pair(a, b) for a, b in halves if self.codes(a) and self.codes(b)]
            places = dict.fromkeys(place for place in found if not isinstance(place, Text))
            if len(places) == 1:
                return next(iter(places))
        return None

    def _siblings(self, first: str, second: str) -> Place | None:
        parent = self.tree.parent(first)
        if parent is None or first == second or parent != self.tree.parent(second):
            return None
        parts = self.tree.parts(parent)
        return parent, parts.index(first), parts.index(second)

    def _near(self, text: Any, problem: Text) -> Text:
        """Add to a problem the known name that is nearest."""
        near = get_close_matches(_plain(whole(text)), self.by_name, n=1)
        return (
            Text("{problem}, perhaps {near!r} is meant", problem=problem, near=near[0]) if near else problem
        )


def whole(text: Any) -> str:
    """Return a label as text: 1.0 from a spreadsheet is "1"."""
    if isinstance(text, float) and text.is_integer():
        return str(int(text))
    return str(clean(str(text)))


def _plain(text: Any) -> str:
    return whole(text).casefold()


def missing(cell: Any) -> bool:
    """Tell whether a cell holds nothing."""
    return (
        cell is None
        or cell is pd.NA
        or cell is pd.NaT
        or (isinstance(cell, float) and np.isnan(cell))
        or (isinstance(cell, str) and not cell.strip())
    )


def texts(cells: Iterable[Any]) -> list[str]:
    """Return labels as text, nothing for empty cells."""
    return ["" if missing(cell) else whole(cell) for cell in cells]
