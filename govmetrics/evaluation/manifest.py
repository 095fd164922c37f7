"""What a run wrote down of what it rests on, and what of that is otherwise now."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from govmetrics.core import Fault, FaultyInput, Text
from govmetrics.core.fingerprint import digest_of, fingerprint
from govmetrics.core.language import language_of
from govmetrics.core.options import is_file
from govmetrics.core.plain import plain
from govmetrics.core.reasons import reason_of
from govmetrics.core.staged import is_unfinished
from govmetrics.evaluation.archive import as_archived, files_of
from govmetrics.evaluation.layout import INPUTS, MANIFEST
from govmetrics.evaluation.spec import FILE, Evaluation

Difference = tuple[str, str, str, str]
"""File, place, before and now; places and remarks are `Text`."""
_WAY_OUT = "give the folder that `govmetrics run` wrote, with its manifest"


def manifest_of(folder: Path) -> Mapping[str, Any]:
    """Return what a run in a folder wrote down; without it, or where it cannot be read, the folder is refused."""
    path = folder / MANIFEST
    if not is_file(path) and is_unfinished(folder):
        problem, way_out = (
            "a run was stopped while its first files moved here",
            "run it again, which ends both",
        )
        raise FaultyInput(Fault(str(folder), problem, way_out))
    if not is_file(path):
        raise FaultyInput(Fault(str(folder), "holds no {file}", _WAY_OUT, file=MANIFEST))
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        for key in ("files", "archive", "originals"):
            dict(manifest[key])
        language_of(manifest["language"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = "cannot be read: {reason}"
        raise FaultyInput(Fault(str(path), problem, _WAY_OUT, reason=reason_of(error))) from None
    found: Mapping[str, Any] = manifest
    return found


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file; nothing where it is gone."""
    return digest_of(path) if is_file(path) else ""


def changed_since(folder: Path) -> list[str]:
    """Return the files of an evaluation, its own among them, that are not any more what its run in a folder archived.

    Parameters
    ----------
    folder : path
        Of the run. Without its manifest, or where all that was archived is gone, nothing is known to have changed.
    """
    try:
        manifest = manifest_of(folder)
    except FaultyInput:
        return []
    originals = {} if all_gone(folder, manifest) else manifest["originals"]
    changed = [
        name for name, beside in originals.items() if hash_of(folder / beside) != manifest["archive"][name]
    ]
    return list(dict.fromkeys([*changed, *(name for name, *_ in asked_now(folder, manifest))]))


def all_gone(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Tell whether none of the files that were archived stands where it stood."""
    return not any((folder / beside).is_file() for beside in manifest["originals"].values())


def asked_now(folder: Path, manifest: Mapping[str, Any]) -> list[Difference]:
    """Return where the evaluation's own folder asks for something else now, or holds evidence that it did not then."""
    beside = manifest.get("folder")
    if beside is None or not (folder / beside / FILE).is_file():
        return []
    try:
        now = Evaluation.read(folder / beside)
    except FaultyInput:
        return [(FILE, "", "", Text("cannot be read any more"))]
    found: list[Difference] = []
    if fingerprint(now.to_dict()) != manifest["evaluation"]:
        found += _keys_that_differ(folder, now) or [(FILE, "", "", Text("was changed after the run"))]
    then = {os.path.normpath(folder / original) for original in manifest["originals"].values()}
    new = [name for name, path in files_of(now).items() if os.path.normpath(path) not in then]
    return [*found, *((name, "", "", Text("was added after the run")) for name in new)]


def _keys_that_differ(folder: Path, now: Evaluation) -> list[Difference]:
    """Return the keys of the evaluation that say something else than in the archive."""
    try:
        then = Evaluation.read(folder / INPUTS)
    except FaultyInput:  # the archive was changed, which is told already
        return []
    old, new = (dict(_keys(plain(content))) for content in (then.to_dict(), as_archived(now)))
    return [
        (FILE, place, old.get(place, ""), new.get(place, ""))
        for place in dict.fromkeys([*old, *new])
        if place != "compare" and old.get(place) != new.get(place)
    ]


def _keys(content: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield what a file of keys says at each of them, such as ``evidence.records.file``."""
    if isinstance(content, Mapping):
        for key, value in content.items():
            yield from _keys(value, f"{place}.{key}" if place else str(key))
    elif isinstance(content, list) and any(isinstance(value, Mapping | list) for value in content):
        for number, value in enumerate(content):
            yield from _keys(value, f"{place}[{number}]")
    else:
        yield place, ", ".join(map(str, content)) if isinstance(content, list) else str(content)
