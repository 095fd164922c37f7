"""Evidence that was given by call, as files beside the evaluation that names them: the folder alone does it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.appraisal import Rulebook
from govmetrics.core import Dataset, FaultyInput, IndicatorTree, Judgements, Survey
from govmetrics.core.documents import read_document, write_document, write_json
from govmetrics.core.fingerprint import fingerprint
from govmetrics.core.kept import content_of
from govmetrics.core.plain import plain
from govmetrics.core.procedure import UNTOLD
from govmetrics.core.tables import write_csv
from govmetrics.core.words import LANGUAGES, say
from govmetrics.planning import Action, read_actions

MOST = 5_000_000
"""Cells of what is kept: some 100 MB of text."""
_BYTES = 40 * MOST
_ACTION = [one.name for one in fields(Action) if one.compare]


def noun_in(path: Path, kind: Any) -> Any:
    """Return the noun that a .json file holds, as its `to_dict` gave it; None where the file is of another kind."""
    return kind.from_dict(read_document(path, _BYTES)) if path.suffix.lower() == ".json" else None


def _folders() -> Iterator[str]:
    """Yield names of a folder: in the archive of an evaluation that names files of another archive the first is taken."""
    yield "by_call"
    yield from (f"by_call_{number}" for number in count(2))


def keep(given: Mapping[str, Any], content: dict[str, Any], place: Path, tree: IndicatorTree) -> list[str]:
    """Write what was given by call into an archive, and name it in what the evaluation says.

    Returns what could not be kept: more than `MOST` cells, or nothing that a file gives back as it was.

    Parameters
    ----------
    given : mapping of argument to noun
        As it was read.
    content : dict
        What the evaluation says; it is added to.
    place : Path
        The archive.
    tree : IndicatorTree
    """
    own = next(one for one in _folders() if not (place / one).exists())
    lost = []
    for name, value in given.items():
        said = None if _cells(value) > MOST else _written(name, value, place / own, tree)
        if said is None:
            lost.append(name)
            continue
        at = content
        for key in _KEYS[name][:-1]:
            at[key] = at = dict(at.get(key) or {})
        at[_KEYS[name][-1]] = said
    return lost


def keep_records(data: Dataset, place: Path, known: str) -> str | None:
    """Write the records of a run into its archive, and return what they are called there; None where they are not kept.

    Parameters
    ----------
    data : Dataset
    place : Path
        The archive.
    known : str
        The hash of what was given.
    """
    path = place / next(_folders()) / "records.json"
    return None if _cells(data) > MOST else _noun(data, path, Dataset, known)


_KEYS: dict[str, tuple[str, ...]] = {
    "records": ("evidence", "records", "file"),
    "survey": ("evidence", "survey", "file"),
    "judgements": ("evidence", "judgements", "files"),
    "weights": ("evidence", "weights"),
    "margins": ("evidence", "survey", "rake"),
    "measured": ("evidence", "measured"),
    "rulebook": ("appraisal", "rulebook"),
    "actions": ("plan", "actions"),
}
"""Where an evaluation names what can be given by call."""
_NOUNS: dict[str, Any] = {"records": Dataset, "survey": Survey, "judgements": Judgements}


def _written(name: str, value: Any, folder: Path, tree: IndicatorTree) -> Any:
    """Return what the evaluation says of a noun, written where it is no short mapping; None where it cannot be kept."""
    if name in _NOUNS:
        return _noun(value, folder / f"{name}.json", _NOUNS[name])
    if name == "measured":
        files = [_noun(one, folder / f"{name}_{at}.json", Dataset) for at, one in enumerate(value, 1)]
        return None if None in files else [{"values": file} for file in files]
    if name == "rulebook" and isinstance(value, Rulebook):
        path = folder / "rulebook.yaml"
        return _same(
            value, path, lambda: write_document(plain(value.content), path), lambda: Rulebook.read(path)
        )
    if name == "actions":
        path = folder / "actions.csv"
        return _same(
            value, path, lambda: _write_actions(value, path), lambda: tuple(read_actions(path, tree))
        )
    short = plain(value)
    return short if name in _KEYS and fingerprint(short) == fingerprint(value) else None


def _noun(value: Any, path: Path, kind: Any, known: str = "") -> str | None:
    if not isinstance(value, kind):
        return None
    content = content_of(value)

    def back() -> Any:
        found = read_document(path, _BYTES)
        if found.get("tree") == content["tree"]:  # as it went, and large trees take long to make
            found = {**found, "tree": value.tree}
        return kind.from_dict(found)

    return _same(value, path, lambda: write_json(content, path), back, known)


def _same(
    value: Any, path: Path, write: Callable[[], Any], read: Callable[[], Any], known: str = ""
) -> str | None:
    """Write a file; return its name in the archive where it gives back what was written, of which the hash may be known."""
    path.parent.mkdir(exist_ok=True)
    write()
    with suppress(FaultyInput):
        back = read()
        if fingerprint(back) == (known or fingerprint(value)) and _words(back) == _words(value):
            return f"{path.parent.name}/{path.name}"
    path.unlink()
    with suppress(OSError):  # others are kept there
        path.parent.rmdir()
    return None


def _words(noun: Any) -> list[Any]:
    """Return what is told of a noun, in each language: a hash knows the English of its notes alone."""
    procedure = getattr(noun, "procedure", UNTOLD)
    texts = [*getattr(noun, "notes", ()), *procedure.said]
    return [[say(text, language) for text in texts] for language in LANGUAGES] + [procedure.cites]


def _write_actions(actions: tuple[Action, ...], path: Path) -> None:
    rows = [{key: getattr(one, key) for key in _ACTION} for one in actions]
    for row in rows:
        row["units"] = None if row["units"] is None else ",".join(map(str, row["units"]))
    write_csv(pd.DataFrame(rows, dtype=object), path, index=False)


def _cells(value: Any) -> int:
    """Return how many cells the frames in a noun have."""
    if isinstance(value, pd.DataFrame | pd.Series):
        return int(value.size)
    if isinstance(value, list | tuple):
        return sum(map(_cells, value))
    if is_dataclass(value) and not isinstance(value, IndicatorTree):
        return sum(_cells(getattr(value, one.name)) for one in fields(value))
    return 0
