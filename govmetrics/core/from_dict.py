"""Nouns from what their `to_dict` gives: the way back from JSON, every fault with its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.kept import NUMBERS, procedure_of, read, unpacked
from govmetrics.core.near import meant
from govmetrics.core.options import MAPPING, asked, shown
from govmetrics.core.procedure import Procedure
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note, Text

_FRAME = ("index_names", "index", "columns", "data")
_SERIES = ("index_names", "index", "data")
_AS_WRITTEN = Text("give what `to_dict` wrote")


class Reader:
    """The content of one noun: what of it is not as it was written goes to `faults`.

    Parameters
    ----------
    kind : type
        The noun.
    content : mapping
        What its `to_dict` gave.

    Raises
    ------
    FaultyInput
        It is no mapping, or of another kind or version.
    """

    def __init__(self, kind: Any, content: Any) -> None:
        asked(content=(content, MAPPING))
        self.content, self.faults = content, Faults()
        said = content.get("schema")
        if said != kind.schema():
            way_out = Text(
                "give what `to_dict` of a {kind} wrote: {wanted!r}", kind=kind.__name__, wanted=kind.schema()
            )
            raise FaultyInput(Fault("schema", "is {value}", way_out, value=shown(said)))
        known = ["schema", "names", "tree", *kind._left_out, *kind._keys()]
        there = Text("there are: {labels}", labels=known)
        own = "procedure" if "procedure" in kind.__dataclass_fields__ else None  # of an archive (`core.kept`)
        self.faults += [
            Fault(str(key), "is not a key here", meant(key, known, there))
            for key in content
            if key not in (*known, own)
        ]
        lacking = [
            key
            for key in ("tree", *kind._left_out, *kind._keys())
            if key not in content and key not in kind._may_lack
        ]
        self.faults += [Fault(key, "is missing", _AS_WRITTEN) for key in lacking]

    def tree(self) -> Any:
        """Return the tree."""
        found = self.content.get("tree")
        with self.faults:
            known = "tree" not in self.content or isinstance(found, IndicatorTree)
            return found if known else IndicatorTree.from_dict(self.content["tree"])
        return None

    def value(self, key: str) -> Any:
        """Return what stands under a key."""
        return self.content.get(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        found = self.content.get(key, [])
        texts: list[Any] = [read(one, Note) for one in found] if isinstance(found, list | tuple) else [None]
        if all(isinstance(one, str) for one in texts):
            return tuple(texts)
        self.faults.append(Fault(key, "is {value}", "give a list of texts", value=shown(found)))
        return ()

    def procedure(self) -> Procedure:
        """Return how it was found, where an archive tells."""
        return procedure_of(self.content.get("procedure"))

    def ends(self, key: str) -> Any:
        """Return the two ends of something."""
        found = self.content.get(key)
        return tuple(found) if isinstance(found, list) else found

    def frame(self, key: str) -> Any:
        """Return a table; None where None was written."""
        found = self.content.get(key)
        return None if found is None else self._labelled(key, found, _FRAME)

    def frame_in(self, key: str, inner: str) -> Any:
        """Return the table of a result that stands under a key; raise what is wrong with it."""
        found = self.content[key]
        if not isinstance(found, Mapping) or inner not in found:
            raise FaultyInput(key, "is {value}", _AS_WRITTEN, value=shown(found))
        frame = self._labelled(f"{key}.{inner}", found[inner], _FRAME)
        self.faults.raise_all()
        return frame

    def series(self, key: str) -> Any:
        """Return a column of values, whichever way it was written; None where None was."""
        found = self.content.get(key)
        if isinstance(found, Mapping) and set(found) != set(_SERIES):
            return pd.Series(dict(found), dtype=None if found else float)
        return None if found is None else self._labelled(key, found, _SERIES)

    def _labelled(self, key: str, found: Any, keys: tuple[str, ...]) -> Any:
        faults = Faults()
        if not isinstance(found, Mapping):
            faults.append(Fault(key, "is {value}", _AS_WRITTEN, value=shown(found)))
        else:
            faults += [
                Fault(f"{key}.{one}", "is {value}", "give a list", value=shown(found.get(one)))
                for one in keys
                if not isinstance(found.get(one), list | tuple)
                and not (one == "data" and "columns" in keys and _is_packed(found.get(one)))
            ]
        if not faults:
            rows, width = len(found["index"]), len(found.get("columns", ()))
            cells: Any = unpacked(found["data"], rows, width) if _is_packed(found["data"]) else found["data"]
            odd = cells is None or len(cells) != rows
            if not odd and "columns" in keys and not isinstance(cells, np.ndarray):
                odd = not all(isinstance(row, list | tuple) and len(row) == width for row in cells)
            if odd:
                problem = "does not have a row for each label and a cell for each column"
                faults.append(Fault(f"{key}.data", problem, _AS_WRITTEN))
        self.faults += faults
        if faults:
            return None
        try:
            index = _index(found["index"], found["index_names"])
            if "columns" not in keys:
                return pd.Series(list(cells), index=index)
            columns = pd.Index(
                [_label(one) for one in found["columns"]], dtype=object if width == 0 else None
            )
            if isinstance(cells, np.ndarray):
                return pd.DataFrame(cells, index=index, columns=columns)
            frame = pd.DataFrame([list(row) for row in cells], index=index, columns=columns)
            unknown = [place for place in range(width) if rows and frame.iloc[:, place].isna().all()]
            for place in unknown:  # nothing is known of them: missing numbers
                frame.isetitem(place, np.full(rows, np.nan))
            return frame
        except (TypeError, ValueError):
            self.faults.append(Fault(f"{key}.index", "is {value}", _AS_WRITTEN, value=shown(found["index"])))
            return None


def _is_packed(data: Any) -> bool:
    return isinstance(data, Mapping) and set(data) == {NUMBERS}


def _label(label: Any) -> Any:
    return tuple(_label(part) for part in label) if isinstance(label, list) else label


def _index(labels: Any, names: Any) -> pd.Index:
    if len(names) > 1:
        return pd.MultiIndex.from_tuples([_label(list(label)) for label in labels], names=list(names))
    made = np.empty(len(labels), dtype=object)
    made[:] = [_label(label) for label in labels]
    return pd.Index(made, name=names[0] if names else None).infer_objects()
