"""The files that an evaluation names, copied beside what was found, so that it can be done again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count
from pathlib import Path
from typing import Any
from unicodedata import normalize

from govmetrics.core.databases import Queried
from govmetrics.core.documents import write_document
from govmetrics.evaluation.by_call import keep
from govmetrics.evaluation.carried import in_file
from govmetrics.evaluation.evidence import tree_of
from govmetrics.evaluation.keys import Evidence
from govmetrics.evaluation.spec import FILE, Evaluation

QUERIED = "database/{name}.csv"
"""Where rows of a database are kept."""
FORMS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt")
"""What is read of a folder of judgements."""


def files_of(evaluation: Evaluation) -> dict[str, Path]:
    """Return the files that an evaluation names, by their names in it; those of a folder by the folder's."""
    found: dict[str, Path] = {}
    asked = evaluation.evidence.documents
    texts = [] if asked is None else [str(asked.file)]
    for name in _names(evaluation):
        path = evaluation.path(name)
        if path.is_dir() and name in texts:
            inside = sorted(one for one in path.rglob("*") if one.is_file())
            found |= {f"{name}/{one.relative_to(path).as_posix()}": one for one in inside}
        elif path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.suffix.lower() in FORMS)
            found |= {f"{name}/{one.name}": one for one in inside if not one.name.startswith(("~", "."))}
        elif path.is_file():
            found[name] = path
    return found


def _names(evaluation: Evaluation) -> Iterator[str]:
    """Yield every file or folder that is named."""
    evidence = evaluation.evidence
    named: list[Any] = [evaluation.tree if isinstance(evaluation.tree, str) else None]
    named += [one.file for one in (evidence.records, evidence.survey) if one is not None]
    named += [evidence.survey.rake] if evidence.survey is not None else []
    judged = None if evidence.judgements is None else evidence.judgements.files
    rated = None if evaluation.ranking is None else evaluation.ranking.ratings
    for files in (judged, rated):
        named += [files] if isinstance(files, str) or files is None else list(files)
    named += [
        evidence.weights,
        None if evidence.importance is None else evidence.importance.answers,
        *(name for one in evidence.measured for name in (one.values, one.standard_errors)),
        None if evidence.tickets is None else evidence.tickets.file,
        *(() if evidence.networks is None else (evidence.networks.file, evidence.networks.actors)),
        *_of_texts(evidence),
    ]
    if evaluation.appraisal is not None:
        named += [evaluation.appraisal.rulebook, evaluation.appraisal.data]
    named += [evaluation.diagnosis.links] if evaluation.diagnosis is not None else []
    named += [evaluation.grades.intervals] if evaluation.grades is not None else []
    coded = evaluation.reliability and evaluation.reliability.raters
    named += [coded.file] if coded else []
    named += [evaluation.spatial.map, evaluation.spatial.edges] if evaluation.spatial is not None else []
    if evaluation.policy is not None:
        since, carried = evaluation.policy.first_treated, evaluation.policy.carried
        named += [since] if in_file(since) else []
        named += [] if carried is None else [carried.file, carried.planned, carried.actual]
    named += [evaluation.plan.actions] if evaluation.plan is not None else []
    yield from dict.fromkeys(str(name) for name in named if isinstance(name, str | os.PathLike))


def _of_texts(evidence: Evidence) -> list[Any]:
    """Return the files of documents, codings and proposals."""
    told, coded, followed = evidence.documents, evidence.coding, evidence.proposals
    files: Any = None if coded is None else coded.files
    files = list(files.values()) if isinstance(files, Mapping) else files
    return [
        *(
            ()
            if told is None
            else (told.file, told.about, told.dictionary if isinstance(told.dictionary, str) else None)
        ),
        *([files] if isinstance(files, str) else files or ()),
        coded.codebook if coded is not None and isinstance(coded.codebook, str) else None,
        None if followed is None else followed.file,
    ]


def archive(
    evaluation: Evaluation,
    place: Path,
    final: Path,
    called: Mapping[str, Any] | None = None,
    queried: Mapping[str, Queried] | None = None,
) -> tuple[dict[str, Path], dict[str, Any], list[str]]:
    """Copy what an evaluation names into a folder, with a file that names the copies.

    Returns the originals by copy, what the file says, and what was given by call and cannot be kept.

    Parameters
    ----------
    evaluation : Evaluation
    place : Path
        Where the copies are made.
    final : Path
        Where they will stand: an earlier evaluation is named from there.
    called : mapping of str to object, optional
        Evidence that was given by call: an earlier evaluation among it has no place that could be named.
    queried : mapping of str to Queried, optional
        What came from databases: it is kept as a table, as the database may be otherwise tomorrow.
    """
    place.mkdir(parents=True, exist_ok=True)
    originals = {}
    inside = _copies(evaluation)
    for name, path in files_of(evaluation).items():
        copied = inside[name]
        (place / copied).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place / copied)
        originals[copied] = path
    for name, found in (queried or {}).items():
        (place / QUERIED.format(name=name)).parent.mkdir(exist_ok=True)
        found.rows.to_csv(place / QUERIED.format(name=name), index=False, lineterminator="\n")
    content = as_archived(evaluation)
    lost = []
    if called:
        lost = keep(called, content, place, tree_of(evaluation))
        content = Evaluation.read(content).to_dict()  # the keys in their order
    if evaluation.compare is not None and "earlier" not in (called or {}):
        content["compare"] = os.path.relpath(evaluation.path(evaluation.compare), final)
    write_document(content, place / FILE)
    return originals, content, lost


def as_archived(evaluation: Evaluation) -> dict[str, Any]:
    """Return what an evaluation says, with the names that its files have in an archive."""
    content: dict[str, Any] = _renamed(evaluation.to_dict(), _copies(evaluation))
    records = evaluation.evidence.records
    if records is not None and records.url is not None:  # addresses are not told
        asked = {
            key: value for key, value in content["evidence"]["records"].items() if key not in ("url", "query")
        }
        content["evidence"]["records"] = {"file": QUERIED.format(name="records"), **asked}
    return content


def _copies(evaluation: Evaluation) -> dict[str, str]:
    """Return what files, and folders of which files are copied, are called in an archive."""
    files = files_of(evaluation)
    folders = [name for name in _names(evaluation) if evaluation.path(name).is_dir()]
    of_folder = {file: folder for folder in folders for file in files if file.startswith(f"{folder}/")}
    found = told_apart(of_folder.get(file, file) for file in files)
    return found | {file: f"{found[folder]}/{file[len(folder) + 1 :]}" for file, folder in of_folder.items()}


def told_apart(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return what files are called in an archive: none like another where large and small letters are the same.

    Examples
    --------
    >>> list(told_apart(["a.csv", "A.csv", "../a.csv", "/a.csv"]).values())
    ['a.csv', 'A_2.csv', 'elsewhere/a.csv', 'elsewhere/a_2.csv']
    """
    found: dict[str, str] = {}
    seen = set(map(_alike, taken))
    for name in dict.fromkeys(names):
        own = Path(_inside(name))
        tries = chain([own], (own.with_stem(f"{own.stem}_{number}") for number in count(2)))
        found[name] = next(one.as_posix() for one in tries if _alike(one.as_posix()) not in seen)
        seen.add(_alike(found[name]))
    return found


def _alike(name: str) -> str:
    """Return a name as Windows and macOS compare it."""
    return normalize("NFC", name).casefold()


def copied(name: str, path: Path, place: Path, originals: dict[str, Path]) -> str:
    """Copy a file, or the forms in a folder, into an archive; return what it is called there, and add to the originals."""
    taken = [one for kept, from_ in originals.items() if from_ != path for one in (kept, *Path(kept).parents)]
    inside = told_apart([name], map(str, taken))[name]
    forms = sorted(one for one in path.iterdir() if one.suffix.lower() in FORMS) if path.is_dir() else []
    for file, own in [
        (one, f"{inside}/{one.name}") for one in forms if not one.name.startswith(("~", "."))
    ] or [(path, inside)]:
        (place / own).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place / own)
        originals[own] = file
    return inside


def _inside(name: str) -> str:
    """Return the name of a copy: files from elsewhere go into a folder of their own."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        return "/".join(["elsewhere", *(part for part in path.parts if part not in ("..", "/", path.anchor))])
    return path.as_posix()


def _renamed(content: Any, names: Mapping[str, str]) -> Any:
    if isinstance(content, Mapping):
        return {key: _renamed(value, names) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_renamed(value, names) for value in content]
    return names.get(content, content) if isinstance(content, str) else content
