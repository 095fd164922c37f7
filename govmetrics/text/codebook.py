"""A codebook: the codes that may be given, what they are called, and what they mean."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import clean
from govmetrics.core.options import Kind, several
from govmetrics.core.tables import read_table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import LANGUAGES, Label, Text

Codebook = IndicatorTree | Mapping[str, str] | Sequence[str] | pd.DataFrame | str | os.PathLike[str]
HEADINGS = {
    "code": ("code", "编码", "代码", "编号", "变量"),
    "name": ("name", "label", "theme", "名称", "主题", "节点", "变量名称"),
    "definition": ("definition", "meaning", "rule", "定义", "含义", "编码规则", "说明"),
}
"""What the columns of a codebook may be headed."""
_WAY_OUT = Text(
    'give a tree, {{code: name}}, a list of codes, or a table with a column "code", perhaps with name and definition'
)
_CODE = Kind(lambda one: isinstance(one, str) and bool(one.strip()), _WAY_OUT)
CODEBOOK = Kind(
    lambda value: (
        isinstance(value, IndicatorTree | pd.DataFrame | os.PathLike)
        or (isinstance(value, str) and value != "")
        or (isinstance(value, Mapping) and len(value) > 0 and all(map(_CODE.fits, value)))
        or (not isinstance(value, str | Mapping) and several(_CODE, 1).fits(value))
    ),
    _WAY_OUT,
)


@dataclass(frozen=True)
class Code:
    """A code: what it is called, and when it is given."""

    name: Label
    definition: str = ""


def codes_of(codebook: Any) -> dict[str, Code]:
    """Return the codes of a codebook, in its order; every fault of it at once.

    Examples
    --------
    >>> codes_of({"T1": "Trust"})["T1"].name
    'Trust'
    """
    if isinstance(codebook, IndicatorTree):
        names, notes = codebook.names(), {leaf.code: leaf.notes for leaf in codebook.indicators}
        return {code: Code(_label(names[code]), str(notes[code] or "")) for code in codebook.codes}
    if isinstance(codebook, Mapping):
        pairs = [(clean(code), Code(_label(name))) for code, name in codebook.items()]
    elif isinstance(codebook, pd.DataFrame | str | os.PathLike):
        pairs = _of_table(codebook)
    else:
        pairs = [(clean(code), Code(Label(clean(code)))) for code in codebook]
    seen = [code for code, _ in pairs]
    twice = list(dict.fromkeys(code for code in seen if seen.count(code) > 1))
    Faults(
        each(
            twice,
            lambda code: Fault(Text("codebook, {code}", code=code), "stands there twice", "keep one of them"),
        )
    ).raise_all()
    return dict(pairs)


def spoken_codes(codes: Mapping[str, Code]) -> dict[str, str]:
    """Return each code by what people may write for it: the code, its name in either language, both one behind the other.

    A name that two codes have stands for neither.
    """
    said: dict[str, set[str]] = {}
    for code, one in codes.items():
        for language in LANGUAGES:
            name = str(clean(one.name.say(language)))
            for word in (name, f"{code} {name}"):
                said.setdefault(word.casefold(), set()).add(code)
    known = {word: next(iter(of)) for word, of in said.items() if len(of) == 1}
    return {**known, **{code.casefold(): code for code in codes}}


def _label(name: Any) -> Label:
    if isinstance(name, Label):
        return name
    if isinstance(name, Mapping):
        english, chinese = (str(clean(name.get(language) or "")) for language in LANGUAGES)
        return Label(english or chinese, chinese or english)
    return Label(str(clean(name)))


def _of_table(source: Any) -> list[tuple[str, Code]]:
    table = source if isinstance(source, pd.DataFrame) else read_table(Path(source))
    known = {word: key for key, words in HEADINGS.items() for word in words}
    found: dict[str, Any] = {}
    for column in table.columns:
        key = known.get(str(clean(str(column))).casefold())
        if key is not None:
            found.setdefault(key, column)
    if "code" not in found:
        raise FaultyInput("codebook", "there is no column of codes", _WAY_OUT)
    faults, pairs = Faults(), []
    for place, row in enumerate(table.to_dict("records"), start=2):
        cells = {
            key: "" if pd.isna(row[column]) else clean(str(row[column])) for key, column in found.items()
        }
        if not cells["code"]:
            if any(cells.values()):
                faults.append(Fault(Text("codebook, row {row}", row=place), "the code is empty", "give it"))
            continue
        pairs.append(
            (cells["code"], Code(Label(cells.get("name") or cells["code"]), cells.get("definition", "")))
        )
    if not pairs:
        faults.append(Fault("codebook", "there are no codes", _WAY_OUT))
    faults.raise_all()
    return pairs
