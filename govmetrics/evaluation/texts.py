"""Documents, codings and proposals as evidence: what the room of texts finds in them, and which of it joins the tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics import text
from govmetrics.core import Fault, FaultyInput, IndicatorTree
from govmetrics.core.errors import Faults
from govmetrics.core.labels import UNIT_HEADING, UNITS
from govmetrics.core.united import Unit, if_there
from govmetrics.evaluation.keys import Coding, Documents, Proposals
from govmetrics.evaluation.order import coding_in_order
from govmetrics.evaluation.texts_found import CodedDocuments, CountedWords

Find = Callable[[str], Path]


@dataclass(frozen=True, eq=False)
class Joining:
    """What was found in texts and is a leaf of the tree, with its errors: a `Measured`."""

    values: pd.DataFrame
    standard_errors: pd.DataFrame | None


@dataclass(frozen=True, eq=False)
class Counted:
    """Words counted in documents, and the themes that are leaves."""

    found: CountedWords
    joining: Joining | None


@dataclass(frozen=True, eq=False)
class Coded:
    """What coders found, and the codes that are leaves."""

    found: CodedDocuments
    joining: Joining | None

    @property
    def matrix(self) -> text.CodeMatrix:
        """Codes by community."""
        assert self.found.matrix is not None
        return self.found.matrix


@dataclass(frozen=True, eq=False)
class Followed:
    """What became of proposals, and the shares that are leaves."""

    found: text.Proposals
    joining: Joining | None


def counted_of(asked: Documents, find: Find, tree: IndicatorTree, unit: Unit = "unit") -> Counted:
    """Return the words counted in documents; `find` gives the path of a file or folder, `unit` names the records' units.

    Raises
    ------
    FaultyInput
        What `text.read`, `text.keywords` and `text.to_leaves` find; leaves without units.
    """
    every = None if asked.every == "all" else asked.every
    about = None if asked.about is None else find(asked.about)
    named = asked.unit or if_there(unit)
    given = text.read(
        find(asked.file), asked.text, asked.document, asked.period, named, every, about, asked.empty
    )
    if asked.every == "all" and "period" in given.frame:
        given = replace(given, frame=given.frame.drop(columns="period"))
    if asked.leaves and "unit" not in given.frame:
        way = "name the column of the units here, or give a table of the files that has one in `about`"
        raise FaultyInput("unit", "the documents have no units", way)
    said = asked.dictionary
    words: Any = dict(said) if isinstance(said, Mapping) else find(said) if isinstance(said, str) else said
    words = list(words) if isinstance(words, tuple) else words
    found = text.keywords(given, words, asked.overlaps, asked.measure, asked.simplify)
    over_time = None
    if "period" in given.frame and len(given.frame["period"].unique()) > 1:
        of: Any = "words" if found.themes is None else "themes"
        over_time = text.trends(given, words, of, asked.overlaps, simplify=asked.simplify)
        own = tuple(
            note for note in over_time.notes if note not in found.notes
        )  # the documents' are told once
        over_time = replace(over_time, notes=own)
    return Counted(
        CountedWords(found, over_time),
        _joining(found, tree, asked.leaves, given.frame.attrs.get(UNIT_HEADING)),
    )


def coded_of(asked: Coding, find: Find, tree: IndicatorTree, seed: int) -> Coded:
    """Return what coders found in documents.

    Raises
    ------
    FaultyInput
        What `text.read_coding`, `text.agreement` and `text.matrix` find; one coder; documents of no community.
    """
    codebook = asked.codebook
    book: Any = find(codebook) if isinstance(codebook, str) else codebook
    book = dict(book) if isinstance(book, Mapping) else list(book) if isinstance(book, tuple) else book
    columns = None if asked.columns is None else dict(asked.columns)
    read = coding_in_order(text.read_coding(_files(asked.files, find), book, None, columns, asked.blanks))
    if asked.agreement and len(read.coders) < 2:
        told = "there is one coder only: how far coders agree cannot be told"
        raise FaultyInput("agreement", told, "give the sheets of a second coder, or say `agreement: false`")
    faults, found = Faults(), list[text.CodeMatrix]()
    unit = _unit(asked, read)
    with faults:
        found.append(text.matrix(read, unit, asked.when, names=list(asked.names)))
    Faults(fault.at("unit") if str(fault.place) == "by" else fault for fault in faults).raise_all()
    agreed = text.agreement(read, measurement=asked.measurement, rng=seed) if asked.agreement else None
    if agreed is not None:
        matrix = replace(found[0], notes=tuple(note for note in found[0].notes if note not in agreed.notes))
        found = [matrix]
    return Coded(CodedDocuments(agreed, found[0]), _joining(found[0], tree, asked.leaves, unit))


def followed_of(asked: Proposals, path: Path, tree: IndicatorTree) -> Followed:
    """Return what became of proposals.

    Raises
    ------
    FaultyInput
        What `text.proposals` finds.
    """
    columns = None if asked.columns is None else dict(asked.columns)
    found = text.proposals(path, asked.at, asked.days, columns, asked.level)
    return Followed(found, _joining(found, tree, asked.leaves, found.values.attrs.get(UNIT_HEADING)))


def _files(asked: Any, find: Find) -> Any:
    """Return the paths of a coding's files; each that is not there is told."""
    if isinstance(asked, str):
        return find(asked)
    faults, listed = (
        Faults(),
        asked if isinstance(asked, Mapping) else {str(at): one for at, one in enumerate(asked)},
    )
    paths: dict[str, Path] = {}
    for name, file in listed.items():
        with faults:
            paths[name] = find(file)
    faults.raise_all()
    return paths if isinstance(asked, Mapping) else list(paths.values())


def _unit(asked: Coding, read: text.Coding) -> str:
    """Return the column that names the community of each document."""
    if asked.unit is not None:
        return asked.unit
    known = list(map(str, read.attributes.columns))
    usual = [name for name in known if name.casefold() in UNITS | {"unit"}]
    if len(usual) != 1:
        told = "it is not known in which community each document was collected"
        way = "name the column that says it in `unit`; what is known of documents is: {names:12}"
        raise FaultyInput("unit", told, way, names=known)
    return usual[0]


def _joining(
    found: Any, tree: IndicatorTree, leaves: Mapping[str, str], heading: str | None
) -> Joining | None:
    """Return what fills leaves; their faults are at the key that names them."""
    if not leaves:
        return None
    inner, made = Faults(), list[Any]()
    with inner:
        made.append(text.to_leaves(found, tree, dict(leaves)))
    Faults(_in_leaves(fault) for fault in inner).raise_all()
    filled, codes = made[0], list(leaves)
    errors = filled.standard_errors
    values = filled.values[codes]
    values.attrs[UNIT_HEADING] = heading
    return Joining(values, None if errors is None else errors[codes])


def _in_leaves(fault: Fault) -> Fault:
    return fault.at(re.sub(r"^leaves, ", "leaves.", str(fault.place)))
