"""An indicator tree as a file: YAML, JSON, CSV or xlsx, without loss."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from govmetrics.core.documents import write_text
from govmetrics.core.errors import FaultyInput, choose
from govmetrics.core.nodes import SPOKEN, Node
from govmetrics.core.tables import suffix_of, write_csv, write_xlsx
from govmetrics.core.words import Text
from govmetrics.core.words.visible import all_visible
from govmetrics.core.written import whole

CODES = Text("codes")
"""Under which a drawn tree says that its codes were made."""


class TooDeep(FaultyInput):
    """A tree that nested text cannot hold; rows can."""


class Tree(Protocol):
    """What is written of a tree."""

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, the root first."""

    @property
    def about(self) -> Mapping[str, str | Mapping[str, str]]:
        """Title, source, licence."""

    def to_dict(self) -> dict[str, Any]:
        """Return the nested mapping of the tree file."""

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each node."""


def write_tree(tree: Tree, path: Path) -> None:
    """Write `tree` to `path`; the suffix decides the format (.yaml, .yml, .json, .csv, .xlsx)."""
    try:
        _write(tree, path)
    except RecursionError:
        raise TooDeep(path.name, "the tree is too deep for nested text", "write .csv or .xlsx") from None


def _write(tree: Tree, path: Path) -> None:
    suffix = choose(path.suffix.lower(), (".yaml", ".yml", ".json", ".csv", ".xlsx"), suffix_of(path))
    if suffix in (".yaml", ".yml"):
        from ruamel.yaml import YAML

        yaml = YAML(typ="safe", pure=True)
        yaml.default_flow_style = False
        yaml.allow_unicode = True
        yaml.width = 110
        yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
        with whole(path) as place, place.open("w", encoding="utf-8") as stream:
            yaml.dump(all_visible(_with_codes(tree)), stream)
    elif suffix == ".json":
        write_text(path, json.dumps(all_visible(_with_codes(tree)), ensure_ascii=False, indent=2) + "\n")
    else:
        rows = tree_rows(tree)
        if suffix == ".csv":
            write_csv(rows, path, index=False)
        else:
            write_xlsx({"tree": rows.map(as_cell)}, path, index=False)


def about_of(tree: Tree) -> dict[str, Any]:
    """Return what is known about a tree; its codes stand in the file, whatever made them."""
    return {key: text for key, text in tree.about.items() if key != CODES}


def _with_codes(tree: Tree) -> dict[str, Any]:
    content = {key: value for key, value in tree.to_dict().items() if key != "about"}
    about = about_of(tree)
    return {"about": about, **content} if about else content


def tree_rows(tree: Tree) -> pd.DataFrame:
    """Return the tree as rows of text and numbers, one per node; `about` rides on the root's row as JSON."""
    rows = tree.to_frame().astype(object)
    for column in ("items", "target"):
        if column in rows:
            rows[column] = [_joined(cell) for cell in rows[column]]
    # Only a name that was given as plain text is not a translation: keep the difference.
    plain = [isinstance(node.name, str) for node in tree.nodes]
    if not all(plain) and "name_en" in rows:
        rows.insert(
            3, "name", [row if flag else None for row, flag in zip(rows["name_en"], plain, strict=True)]
        )
        rows["name_en"] = [None if flag else row for row, flag in zip(rows["name_en"], plain, strict=True)]
    elif "name_en" in rows:
        rows = rows.rename(columns={"name_en": "name"})
    for key in SPOKEN:
        if any(str(column).startswith(f"{key}_") for column in rows):
            told = [getattr(node, key, "") for node in tree.nodes]
            rows[key] = [one if isinstance(one, str) else None for one in told]
    about = about_of(tree)
    if about:
        rows["about"] = [json.dumps(about, ensure_ascii=False)] + [None] * (len(rows) - 1)
    kept = [c for c in rows.columns if c in ("code", "parent") or rows[c].notna().any()]
    return rows[kept]


def _joined(cell: Any) -> Any:
    if isinstance(cell, tuple):
        return "; ".join(f"{part!r}" if isinstance(part, float) else str(part) for part in cell)
    return cell


def as_cell(value: Any) -> Any:
    """Return a value as a sheet's cell: lists as text, a number as text where 15 to 16 digits would change it."""
    value = _joined(value)
    exact = not isinstance(value, float) or pd.isna(value) or float(f"{value:.16g}") == value
    return (None if value == "" else value) if exact else repr(value)
