"""Which column is which indicator: by code, or by the name in either language."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault
from govmetrics.core.forms import heading, titled
from govmetrics.core.labels import clean
from govmetrics.core.measures import factor
from govmetrics.core.near import near
from govmetrics.core.nodes import Indicator, Node, label, unit_of
from govmetrics.core.tables import plain_text
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.tree_files import CODES
from govmetrics.core.words import LANGUAGES, Note, Text

OTHER_CODE = "in the tree {name} has the code {code}"
AS_IN_THE_TREE = "use a form written from this tree, or correct code or name"
_COMPARED = 20_000
"""Pairs of a leaf and a column, beyond which it is not looked up which of them may be meant: each takes its time."""
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]$")


def matched_columns(
    columns: pd.Index, tree: IndicatorTree, keys: list[str]
) -> tuple[dict[str, Any], list[Fault]]:
    """Return {leaf code: column}, matched by code or by a name in any language."""
    known = aliases(tree)
    matched: dict[str, Any] = {}
    faults = []
    for column in columns.tolist():
        code = code_of(column, known)
        if code is None and column not in keys:
            faults += _misnamed(column, tree, known)
        if code is None or column in keys:
            continue
        if code in matched:
            problem = "two columns give it: {first!r} and {second!r}"
            faults.append(Fault(code, problem, "keep one of them", first=matched[code], second=column))
        matched[code] = column
        faults += _unit_faults(column, tree[code], known)
    return matched, faults


def _misnamed(column: object, tree: IndicatorTree, known: Mapping[str, str]) -> list[Fault]:
    """Return a fault where a heading has the code of one indicator and the name of another: of a form of another tree."""
    text = without_unit(key(column))
    for code in sorted(tree.codes, key=len, reverse=True):
        name = text.removeprefix(key(code)).lstrip(" _-.、:：") if text.startswith(key(code)) else ""
        other = known.get(name)
        if other is not None and other != code:
            place = Text("column {column!r}", column=str(column))
            return [Fault(place, OTHER_CODE, AS_IN_THE_TREE, name=label(tree[other]), code=other)]
    return []


def named_by_made_codes(matched: Mapping[str, Any], tree: IndicatorTree) -> list[Note]:
    """Return a note where columns go by codes that the drawn tree does not have: what is drawn above them moves them."""
    if CODES not in tree.about:
        return []
    bare = [
        str(column) for code, column in matched.items() if key(column) == key(code) != key(label(tree[code]))
    ]
    told = (
        "columns are found by codes that were made from the places of the indicators, and move with them: {codes:8}; "
        "name columns as the tree does, or keep the codes: tree.write(...)"
    )
    return [Note(told, codes=bare)] if bare else []


def unit_in(column: object) -> str:
    """Return the unit of measurement that stands in brackets at the end of a heading, "" where there is none.

    Examples
    --------
    >>> unit_in("事项数（万件）"), unit_in("trust")
    ('万件', '')
    """
    found = _BRACKETS.search(key(column))
    return found[0][1:-1].strip().removeprefix("单位").lstrip(":： ") if found else ""


def _unit_faults(column: object, leaf: Node, known: Mapping[str, str]) -> list[Fault]:
    """Return a fault where a heading says another unit than the tree does."""
    if (
        not isinstance(leaf, Indicator) or key(column) in known
    ):  # the heading of a form, or a name with brackets in it
        return []
    given = unit_in(column)
    times = factor(given, leaf.unit) if given and leaf.unit else None
    if times is None:
        return []
    problem = "the heading says {given}, and the unit of the indicator is {unit}"
    way_out = "correct the heading, or the unit of the indicator in the tree"
    if not math.isnan(times):
        way_out = "multiply the cells by {times:.12g} and correct the heading, or give the indicator the unit {given}"
    place = Text("column {column!r}", column=str(column))
    return [Fault(place, problem, way_out, given=given, unit=unit_of(leaf), times=times)]


@lru_cache(maxsize=8)  # a reader asks at every step
def aliases(tree: IndicatorTree) -> Mapping[str, str]:
    """Return every way to write a leaf's column: its code, the heading of a form, its names unless two leaves share one."""
    known: dict[str, str] = {}
    shared = set()
    for leaf in tree.indicators:
        names = leaf.name.values() if isinstance(leaf.name, Mapping) else (leaf.name,)
        told = {heading(leaf, language) for language in LANGUAGES}
        for text in {
            key(name) for name in (*names, *told, *(titled(leaf.code, name) for name in names)) if name
        }:
            if known.setdefault(text, leaf.code) != leaf.code:
                shared.add(text)
    clear = {text: code for text, code in known.items() if text not in shared}
    return MappingProxyType(clear | {key(c): c for c in tree.codes})


def key(text: object) -> str:
    """Return a column's or cell's text as it is compared: trimmed, without regard to case."""
    return _key(str(text))


@lru_cache(maxsize=100_000)  # every step of a reader asks for all headings
def _key(text: str) -> str:
    return str(clean(plain_text(text))).casefold()


def code_of(heading: object, known: Mapping[str, str]) -> str | None:
    """Return the leaf that a heading names, with or without its unit of measurement in brackets behind.

    Examples
    --------
    >>> code_of("响 应 率（%）", {"响应率": "A1"})
    'A1'
    """
    text = key(heading)
    return known.get(text) or known.get(without_unit(text))


def without_unit(heading: str) -> str:
    """Return a heading without what stands in brackets at its end."""
    return _BRACKETS.sub("", heading).strip()


def nearest(text: object, known: Mapping[str, str]) -> str | None:
    """Return the code of the leaf whose code, name or heading is written nearest to a text; None where none is near.

    Examples
    --------
    >>> nearest("居民满意率（%）", {"居民满意度": "A1", "办结率": "A2"})
    'A1'
    """
    plain = _BRACKETS.sub("", key(text)).strip()
    code: str | None = near(plain, known)
    return code


def suggestion(text: object, tree: IndicatorTree) -> Text:
    """Return what to do about an unknown code: the nearest one, if there is one."""
    close = nearest(text, aliases(tree))
    if close:
        return Text("did you mean {name!r}?", name=close)
    return Text("name indicators by code or name")


def placed_nowhere(columns: Sequence[Any], tree: IndicatorTree, matched: Mapping[str, Any]) -> Note:
    """Name the columns that are no indicators, each with the nearest leaf that has no column."""
    open_ = {text: code for text, code in aliases(tree).items() if code not in matched}
    told: list[Text | str] = []
    for column in columns:
        code, name = nearest(column, open_), str(column)
        if code is None:
            told.append(name)
        else:
            told.append(Text("{column} (did you mean {code}?)", column=name, code=code))
    return Note("columns that are not indicators are kept as attributes: {columns}", columns=told)


def absent_leaves(
    frame: pd.DataFrame, matched: dict[str, Any], tree: IndicatorTree
) -> tuple[list[str], list[Fault]]:
    """Return the leaves another source must fill, and a fault for every leaf of records without a column."""
    absent, faults = [], []
    known: dict[str, dict[str, str]] = {}
    for text, code in aliases(tree).items():
        known.setdefault(code, {})[text] = code
    taken = set(matched.values())
    others = [str(c) for c in frame.columns.tolist() if c not in taken]
    open_ = [leaf for leaf in tree.indicators if leaf.code not in matched]
    others = others if len(open_) * len(others) <= _COMPARED else []
    for leaf in open_:
        if leaf.source == "record" and not leaf.items:
            close = next((column for column in others if nearest(column, known[leaf.code])), None)
            hint = (
                Text("rename the column {name!r}?", name=close)
                if close
                else Text("add the column, empty if there are no data yet")
            )
            place = Text("{code} ({name})", code=leaf.code, name=label(leaf))
            faults.append(Fault(place, "the indicator has no column", hint))
        else:
            absent.append(leaf.code)
    return absent, faults
