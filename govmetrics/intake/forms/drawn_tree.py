"""The form for an indicator tree as people draw it: a column for each level, blank or with a tree in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from govmetrics.core.errors import FaultyInput
from govmetrics.core.forms import (
    BETTER,
    MARKS,
    ROLES,
    SOURCES,
    Column,
    Sheet,
    guide,
    other_names,
    write_form,
)
from govmetrics.core.language import Language, language_of
from govmetrics.core.nodes import Group, Node
from govmetrics.core.options import LANGUAGE, PATH, count, optional, wanted
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.tree_files import about_of, as_cell
from govmetrics.core.words import Text
from govmetrics.intake.tree_tables import GOAL, LEVELS, TREE_HEADS

_FILL = (
    Text("One row for each indicator; write a group's name once, on its first row, or merge its cells."),
    Text("A group may have a row of its own above its parts, for its weight or code."),
    Text("Every indicator without parts needs its direction. Codes are made where there are none."),
    Text("Weights compare the parts of one group with each other; empty means that all count alike."),
)
_LEAF = ("unit", "worst", "best", "target", "items")
_ALWAYS = ("weight", "unit", "better", "source", "worst", "best", "target", "items", "notes", "code")


def blank_tree(
    path: str | Path, language: Language | None = None, tree: IndicatorTree | None = None, levels: int = 3
) -> Path:
    """Write a form for an indicator tree: a column for each level, then weight, unit of measurement, direction and more.

    `read_tree` reads it back.

    Parameters
    ----------
    path : path
        The .xlsx file to write.
    language : {"en", "zh"}, optional
        Of headings, names and guidance; by default the one in use.
    tree : IndicatorTree, optional
        To be written into the form, one row per node; by default the form is blank.
    levels : int
        How many levels a blank form offers, from 1 to 9; a tree has as many as it needs.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        A tree of more than nine levels, text that no cell holds.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import govmetrics as gm
    >>> tree = gm.read_tree("wgi")
    >>> with TemporaryDirectory() as folder:
    ...     path = gm.intake.blank_tree(Path(folder) / "tree.xlsx", "zh", tree)
    ...     gm.read_tree(path).to_dict() == tree.to_dict()
    True
    """
    wanted(
        path=(path, PATH), language=(language, LANGUAGE), tree=(tree, optional(TREE)),
        levels=(levels, count(1, len(LEVELS))),
    ).raise_all()  # fmt: skip
    chosen = language_of(language)
    depths = {} if tree is None else _depths(tree)
    deepest = max(depths.values(), default=levels)
    if deepest > len(LEVELS):
        problem, way_out = (
            "has {count} levels below its root, more than the form has",
            "write it with tree.write",
        )
        assert tree is not None
        raise FaultyInput(tree.root.code, problem, way_out, count=deepest)
    heads = [GOAL, *LEVELS[: max(deepest, 3 if levels > 2 else levels)]]
    rows, told = [], [] if tree is None else [_told(node, chosen) for node in tree.nodes]
    if tree is not None and tree.about:
        told[0]["about"] = json.dumps(about_of(tree), ensure_ascii=False)
    other = "name_en" if chosen == "zh" else "name_zh"
    extra = dict.fromkeys(key for cells in told for key, cell in cells.items() if cell is not None)
    kept = [*_ALWAYS, other, *(key for key in extra if key not in (*_ALWAYS, other))]
    for node, cells in zip(() if tree is None else tree.nodes, told, strict=True):
        drawn: list[str | None] = [None] * len(heads)
        drawn[depths[node.code]] = node.label(chosen)
        rows.append([*drawn, *map(cells.get, kept)])
    columns = [*map(Column, heads), *map(_column, kept)]
    return write_form(path, [Sheet(Text("indicator tree"), columns, rows), guide(_FILL, [], [])], chosen)


def _column(key: str) -> Column:
    listed: dict[str, Mapping[Any, Text]] = {
        "better": BETTER,
        "source": SOURCES,
        "role": ROLES,
        "mark": MARKS,
    }
    return Column(TREE_HEADS.get(key, key), among=list(listed[key].values()) if key in listed else ())


def _depths(tree: IndicatorTree) -> dict[str, int]:
    depths: dict[str, int] = {}
    for node in tree.nodes:
        parent = tree.parent(node.code)
        depths[node.code] = 0 if parent is None else depths[parent] + 1
    return depths


def _told(node: Node, language: Language) -> dict[str, Any]:
    """Return the cells of a node's row by key, None where there is nothing to say."""
    names = {f"name_{spoken}": text for spoken, text in other_names(node.name, language).items()}
    own = ("weight", *(("aggregate", "min_coverage") if isinstance(node, Group) else _LEAF))
    told = {"code": node.code} | {key: as_cell(getattr(node, key)) for key in own} | names
    for key, said in (("notes", node.noted(language)), ("origin", node.originates(language))):
        told |= {
            f"{key}_{spoken}": text for spoken, text in other_names(getattr(node, key), language).items()
        }
        told |= {key: said or None}
    told |= {"mark": MARKS[node.mark] if node.mark else None}
    if not isinstance(node, Group):
        told |= {f"unit_{spoken}": text for spoken, text in other_names(node.unit, language).items()}
        told |= {"unit": node.measured_in(language) or None}
        told |= {
            "better": None if node.mark == "slot" else BETTER[node.better],
            "source": SOURCES[node.source],
        }
        told |= {"role": ROLES[node.role]} if node.role != "outcome" else {}
    return told
