"""An evaluation's folder: what was found, what it rests on, and a manifest that tells whether both are still the same."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from govmetrics.core.documents import write_json, write_text
from govmetrics.core.fingerprint import digest_of
from govmetrics.core.language import Both, language_of
from govmetrics.core.machine import machine
from govmetrics.core.options import FOLDER, asked
from govmetrics.core.plain import plain
from govmetrics.core.staged import staged
from govmetrics.core.tables import write_csv
from govmetrics.evaluation.archive import archive
from govmetrics.evaluation.layout import INPUTS, MANIFEST, PUBLIC, TABLES

Reports = Callable[[Any, Path], list[Path]]
"""Writes reports of findings into a folder, and returns their paths."""


def write_findings(
    findings: Any, folder: str | Path, reports: Reports | None = None, published: Both | None = None
) -> list[Path]:
    """Write findings into a folder, made if missing; the same evidence gives the same bytes.

    Parameters
    ----------
    findings : Findings
    folder : path
        Files of an earlier run in it are replaced; what that run wrote and this one does not is removed.
    reports : callable, optional
        Writes reports beside the data.
    published : {"en", "zh", "both"}, optional
        Their language, which the manifest keeps.

    Returns
    -------
    list of Path
        findings.json, a CSV for each table in `tables`, the evaluation and the files that it names in `inputs`, the
        reports, and manifest.json with the hashes of all of them and the language of the tables. Where the evaluation
        says ``publish.public``, the same without `inputs` in `public`, of what may be published alone.
    """
    asked(folder=(folder, FOLDER))

    def make(place: Path, said: Mapping[str, Any]) -> list[Path]:
        written = [
            write_json(_content(findings, said), place / "findings.json"),
            *_tables(findings, place / TABLES),
        ]
        written += [] if reports is None else reports(findings, place)
        return [*written, *_published(findings, place / PUBLIC)]

    return write_with_manifest(findings, Path(folder), make, reports=published)


def write_with_manifest(
    findings: Any, target: Path, make: Callable[[Path, Mapping[str, Any]], list[Path]], **told: Any
) -> list[Path]:
    """Write files of findings into a folder, with the evidence and a manifest, all together or none.

    Parameters
    ----------
    findings : Findings
    target : Path
    make : callable
        Given a place and what the archived evaluation says, writes the files there, and returns their paths.
    **told
        What the manifest says beside, so that the same files can be made again.
    """
    with staged(target, MANIFEST, lambda place: set(files_told(target)) - set(files_told(place))) as place:
        originals, said, lost = archive(
            findings.evaluation, place / INPUTS, target / INPUTS, findings.called, findings.queried
        )
        written = list(dict.fromkeys(make(place, said)))
        inputs = sorted(path for path in (place / INPUTS).rglob("*") if path.is_file())
        manifest = {
            **plain(dict(findings.provenance)),
            "machine": machine(),
            "language": language_of(),
            **told,
            "by_call": lost,
            "folder": None
            if findings.evaluation.folder is None
            else _beside(findings.evaluation.folder, target),
            "files": {path.relative_to(place).as_posix(): digest_of(path) for path in written},
            "archive": {path.relative_to(place / INPUTS).as_posix(): digest_of(path) for path in inputs},
            "originals": {name: _beside(path, target) for name, path in originals.items()},
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        write_text(place / MANIFEST, text)
        names = [path.relative_to(place).as_posix() for path in [*written, place / MANIFEST]]
    return [target / name for name in names]


def is_public(findings: Any) -> bool:
    """Tell whether an evaluation asks for its public form beside the full one."""
    publish = findings.evaluation.publish
    return publish is not None and bool(publish.public)


def _published(findings: Any, folder: Path) -> list[Path]:
    """Write what may be published into a folder of its own, with a manifest of what is in it."""
    if not is_public(findings):
        return []
    from govmetrics import evaluation  # by the room: findings write themselves

    shown = evaluation.public(findings)
    folder.mkdir(parents=True, exist_ok=True)
    write_json(shown.to_dict(), folder / "findings.json")
    _tables(shown, folder / TABLES)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        **plain({key: value for key, value in shown.provenance.items() if key != "evaluation"}),
        "language": language_of(),
        "files": {path.relative_to(folder).as_posix(): digest_of(path) for path in files},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    write_text(folder / MANIFEST, text)
    return [*files, folder / MANIFEST]


def _content(findings: Any, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the findings as JSON has them: files are called as in the archive, so that it gives the same again."""
    if "compare" in said:  # the same from wherever it is looked at
        said = {**said, "compare": Path(str(said["compare"])).name}
    content: dict[str, Any] = findings.to_dict() | {"evaluation": plain(said)}
    kept = {key: value for key, value in content["provenance"].items() if key != "evaluation"}
    content["provenance"] = kept
    return content


def files_told(folder: Path) -> Iterator[str]:
    """Yield the files of which a folder's manifest tells; none where there is none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        yield from (str(name) for name in manifest["files"] if ".." not in Path(str(name)).parts)
        yield from (
            f"{INPUTS}/{name}" for name in manifest.get("archive", ()) if ".." not in Path(str(name)).parts
        )
    except (OSError, ValueError, KeyError, TypeError):
        return


def _beside(path: Path, folder: Path) -> str:
    """Return where an original stands, from the folder of the results: the same on every machine."""
    return Path(os.path.relpath(path, folder)).as_posix()


def _tables(findings: Any, folder: Path) -> list[Path]:
    """Write the tables of every part, in full precision."""
    folder.mkdir(parents=True, exist_ok=True)
    language, written = language_of(), []
    for name, result in findings.results.items():
        for number, table in enumerate(result.tables(language), 1):
            path = folder / f"{name}_{number:02}.csv"
            write_csv(table.frame, path, index=False)
            written.append(path)
    return written
