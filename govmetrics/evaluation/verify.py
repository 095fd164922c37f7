"""Is it still so? Compare what a run rests on, and do it again: what differs is named by file, row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core import Note, Result, Text, use
from govmetrics.core.cells import place_of
from govmetrics.core.encodings import decode
from govmetrics.core.fingerprint import digest_of
from govmetrics.core.machine import machine
from govmetrics.core.options import FUNCTION, PATH, asked, is_file, optional
from govmetrics.core.spreadsheets import cells_of, sheets_of
from govmetrics.core.staged import is_unfinished
from govmetrics.evaluation.by_call import MOST as MOST_KEPT
from govmetrics.evaluation.folder import Reports, write_findings
from govmetrics.evaluation.layout import INPUTS, MANIFEST, RECIPE
from govmetrics.evaluation.manifest import Difference, all_gone, asked_now, hash_of, manifest_of
from govmetrics.recipe import versions

GONE = Text("is not there any more")
_BY_COMMAND = Note("the run is of a recipe: `govmetrics verify FOLDER` does it again, its report too")
MOST = 50
"""So many different cells of a file are named; the others are counted."""


@dataclass(frozen=True, eq=False)
class Verification(Result):
    """What differs from the run that the folder holds.

    Attributes
    ----------
    differences : DataFrame
        A row for each difference: file, place (sheet and cell, or row and column), before (in the run) and now.
    files : int
        How many files were compared.
    repeated : bool
        Whether the evaluation was done again: not from an archive that was changed.
    notes : tuple of Note
        What the reader must know.

    See Also
    --------
    verify
    """

    differences: pd.DataFrame
    files: int
    repeated: bool
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"differences": "What differs", "checks": "What was verified"}

    @property
    def checks(self) -> pd.DataFrame:
        """What was compared, and what came out."""
        done = {
            Text("files compared"): self.files,
            Text("files that differ"): self.differences["file"].nunique(),
            Text("differences"): len(self.differences),
            Text("the evaluation was done again"): Text("yes" if self.repeated else "no"),
        }
        return pd.DataFrame({"check": list(done), "result": pd.Series(list(done.values()), dtype=object)})

    def to_frame(self) -> pd.DataFrame:
        """Return the differences, as a copy."""
        return self.differences.copy()

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self.differences.empty

    def _finding(self) -> tuple[Text, ...]:
        done = Text("The evaluation was done again from the archived evidence.")
        again = (done if self.repeated else Text("The evaluation was not done again."),)
        if self.same:
            return (*again, Text("{count:# file is|# files are} the same, byte for byte.", count=self.files))
        names = list(dict.fromkeys(self.differences["file"]))
        return (
            *again,
            Text("{count:# file differs|# files differ}: {names:8}.", count=len(names), names=names),
        )


def verify(folder: str | Path, reports: Reports | None = None) -> Verification:
    """Compare a run's evidence and results with what its manifest says, and do the evaluation again.

    Parameters
    ----------
    folder : path
        What `Findings.write`, `write_run` or ``govmetrics run`` wrote; a recipe is followed again by ``govmetrics verify``
        alone.
    reports : callable, optional
        What wrote the reports then: they are written again, too.

    Returns
    -------
    Verification
        Every file that changed since, with the cells that differ; and every file that comes out otherwise now.

    Raises
    ------
    FaultyInput
        The folder holds no run; or its evaluation cannot be done again.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, on transparency: results must be reproducible.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = {"code": "index", "parts": [{"code": "trust", "better": "more"}]}
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80]}, index=["East", "West", "North"])
    >>> with TemporaryDirectory() as folder:
    ...     table.rename_axis("unit").to_csv(f"{folder}/records.csv")
    ...     job = gm.Evaluation(tree=tree, evidence={"records": f"{folder}/records.csv"})
    ...     _ = gm.evaluate(job).write(f"{folder}/run")
    ...     gm.evaluation.verify(f"{folder}/run").same
    True
    """
    asked(folder=(folder, PATH), reports=(reports, optional(FUNCTION)))
    place = Path(folder)

    def again(fresh: Path) -> list[Path]:
        from govmetrics.evaluation.run import evaluate

        return write_findings(evaluate(place / INPUTS), fresh, reports)

    of_recipe = is_file(place / INPUTS / RECIPE)
    found = compared(place, None if of_recipe else again)
    possible = of_recipe and not manifest_of(place).get("by_call")
    return replace(found, notes=(*found.notes, _BY_COMMAND)) if possible else found


def compared(place: Path, again: Callable[[Path], list[Path]] | None) -> Verification:
    """Compare a run's files with what its manifest says, and with what `again` makes from the archive in a new folder.

    A run of which evidence that was given by call could not be archived is not done again; one that was stopped while its files
    moved is neither the earlier one nor itself.
    """
    manifest = manifest_of(place)
    tampered = {
        name for name, known in manifest["archive"].items() if hash_of(place / INPUTS / name) != known
    }
    found = [*_changed(place, manifest["files"]), *_tampered(place, manifest, tampered)]
    found += [*_originals(place, manifest, tampered), *asked_now(place, manifest)]
    halfway = is_unfinished(place)
    if halfway:
        told = Text("a run was stopped while its files moved here: run it again, which ends both")
        found.append((str(place), "", "", told))
    by_call = list(manifest.get("by_call", ()))
    repeated = again is not None and not (tampered or by_call or halfway) and bool(manifest["archive"])
    if again is not None and repeated:
        with use(manifest["language"]):
            found += _again(place, manifest, again)
    columns = ["file", "place", "before", "now"]
    count = len(manifest["files"]) + len(manifest["archive"])
    table = pd.DataFrame(found, columns=columns, dtype=object)
    notes = [*_moved(place, manifest), *_not_archived(by_call), *_other_software(manifest)]
    return Verification(table, count, repeated, tuple(notes))


def _not_archived(by_call: Sequence[str]) -> list[Note]:
    """Say why a run cannot be done again from its folder."""
    said = (
        "given by call, and not archived (beyond {most:,} cells, or of a kind that no file gives back as it was): {names}. The "
        "manifest has the hashes; to do the run again, give the same again"
    )
    return [Note(said, names=list(by_call), most=MOST_KEPT)] if by_call else []


def _other_software(manifest: Mapping[str, Any]) -> list[Note]:
    """Name the software that is of another version now than it was in the run: where files differ, that may be why."""
    then = _software(manifest.get("versions") or {}, manifest.get("machine") or {})
    now = _software(versions(), machine())
    changes = [
        Text("{name} {before} → {after}", name=name, before=then[name], after=now.get(name, "–"))
        for name in then
        if then[name] != now.get(name)
    ]
    return [Note("other software than in the run: {changes}", changes=changes)] if changes else []


def _software(versions: Mapping[str, str], machine: Mapping[str, Any]) -> dict[str, str]:
    rest = {name: str(machine[name]) for name in ("system", "processor", "blas") if machine.get(name)}
    return {**versions, **rest, **machine.get("libraries", {})}


def _changed(folder: Path, hashes: Mapping[str, str]) -> list[Difference]:
    """Return the files that are not what the manifest says."""
    now = {name: hash_of(folder / name) for name, known in hashes.items() if hash_of(folder / name) != known}
    return [
        (name, "", "", GONE if not found else Text("was changed after the run"))
        for name, found in now.items()
    ]


def _tampered(folder: Path, manifest: Mapping[str, Any], names: Collection[str]) -> list[Difference]:
    """Return what was changed in the archive: cell by cell where the original is still as it was."""
    found: list[Difference] = []
    for name in names:
        kept, told = folder / INPUTS / name, f"{INPUTS}/{name}"
        original = folder / manifest["originals"].get(name, name)
        if kept.is_file() and hash_of(original) == manifest["archive"][name]:
            found += _cells_that_differ(original, kept, told)
        else:
            found.append((told, "", "", Text("was changed after the run") if kept.is_file() else GONE))
    return found


def _originals(folder: Path, manifest: Mapping[str, Any], tampered: Collection[str]) -> list[Difference]:
    """Return what was changed since in the files that the archive was copied from."""
    found: list[Difference] = []
    for name, beside in manifest["originals"].items() if not all_gone(folder, manifest) else ():
        original = folder / beside
        if not original.is_file():
            found.append((name, "", "", GONE))
        elif digest_of(original) != manifest["archive"][name]:
            changed = Text("was changed after the run")
            kept = folder / INPUTS / name
            found += (
                [(name, "", "", changed)] if name in tampered else _cells_that_differ(kept, original, name)
            )
    return found


def _moved(folder: Path, manifest: Mapping[str, Any]) -> list[Note]:
    """Say that the folder was moved away from the files of which its archive was copied."""
    if manifest["originals"] and all_gone(folder, manifest):
        return [
            Note(
                "the files that were archived do not stand beside it any more: the archive alone was looked at"
            )
        ]
    return []


def _again(
    folder: Path, manifest: Mapping[str, Any], again: Callable[[Path], list[Path]]
) -> list[Difference]:
    """Do the run again from the archive; return the files that come out otherwise."""
    with TemporaryDirectory() as fresh:
        made = {path.relative_to(fresh).as_posix(): path for path in again(Path(fresh))}
        found: list[Difference] = []
        for name, known in manifest["files"].items():
            if name not in made:
                found.append((name, "", "", Text("is not made any more")))
            elif digest_of(made[name]) != known:
                found += (
                    _cells_that_differ(folder / name, made[name], name) if (folder / name).is_file() else []
                )
            elif hash_of(folder / name) not in (known, ""):  # what the run wrote tells what was edited
                found += _cells_that_differ(made[name], folder / name, name)
        if MANIFEST in made:
            found += _told_otherwise(manifest, manifest_of(Path(fresh)))
    return found


def _told_otherwise(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """Return what a manifest says of evidence, choices and seed that the same run says otherwise: it was changed by hand.

    The hash of an evaluation's choices is not among it: the paths of its files count in it.
    """
    then, fresh = (
        {"recipe": one.get("recipe"), "seed": one.get("seed"), **one.get("inputs", {})}
        for one in (before, now)
    )
    return [
        (MANIFEST, name, str(then.get(name, "")), str(fresh.get(name, "")))
        for name in dict.fromkeys([*then, *fresh])
        if then.get(name) != fresh.get(name)
    ]


def _cells_that_differ(before: Path, now: Path, name: str) -> list[Difference]:
    """Return the cells of two files that differ; one row without a place where the cells are the same."""
    try:
        old, new = dict(_cells(before)), dict(_cells(now))
    except (OSError, ValueError):
        return [(name, "", "", Text("differs, and cannot be read cell by cell"))]
    places = [place for place in dict.fromkeys([*old, *new]) if old.get(place, "") != new.get(place, "")]
    found: list[Difference] = [
        (name, place, old.get(place, ""), new.get(place, "")) for place in places[:MOST]
    ]
    if len(places) > MOST:
        found.append((name, Text("and {count:,} more", count=len(places) - MOST), "", ""))
    return found or [(name, "", "", Text("has the same cells, in other bytes"))]


def _cells(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the filled cells of a table, or the lines of a text, each with its place."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        titles = sheets_of(path)
        if not titles:
            raise ValueError("no workbook")
        for title in titles:
            cells = cells_of(path, title, raw=True)
            for at_row, at_column, value in cells.filled():
                yield f"{title}!{place_of(at_row, at_column)}", str(value)
            yield from ((f"{title}!{place_of(*place)}", formula) for place, formula in cells.typed.items())
        return
    text = decode(path.read_bytes(), path.name)
    if suffix in (".csv", ".tsv"):
        rows = csv.reader(io.StringIO(text), delimiter="\t" if suffix == ".tsv" else _separator(text))
        heads = next(rows, [])
        yield from ((f"1, {place + 1}", cell) for place, cell in enumerate(heads) if cell)
        for number, row in enumerate(rows, 2):
            for place, told in enumerate(row):
                column = heads[place] if place < len(heads) and heads[place] else str(place + 1)
                if told:
                    yield Text("row {row}, column {column}", row=number, column=column), told
        return
    yield from ((Text("line {line}", line=number), line) for number, line in enumerate(text.splitlines(), 1))


def _separator(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",;\t", key=head.count)
