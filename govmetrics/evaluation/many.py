"""Many evaluations, such as those of every county of a province: one after the other or together, and one summary."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core import Fault, FaultyInput, GovmetricsError, Result, Text, use
from govmetrics.core.errors import Faults
from govmetrics.core.language import Both, Language
from govmetrics.core.parallel import together
from govmetrics.core.progress import Progress, advance, following
from govmetrics.core.table_files import write_tables
from govmetrics.core.tables import write_csv
from govmetrics.evaluation.folder import Reports, write_findings
from govmetrics.evaluation.manifest import changed_since, hash_of, manifest_of
from govmetrics.evaluation.run import evaluate
from govmetrics.evaluation.spec import FILE
from govmetrics.recipe import versions

EVALUATIONS = Text("Evaluations")
DONE, UNCHANGED, MISSING, FAULTY = "done", "unchanged", "parts missing", "faulty"
STATUS = {
    DONE: Text("done"),
    UNCHANGED: Text("unchanged"),
    MISSING: Text("parts missing"),
    FAULTY: Text("faulty"),
}
LOG = "evaluations.jsonl"
"""One line for each evaluation as it ends, so that an interrupted run goes on where it was."""
SUMMARY = "summary"


@dataclass(frozen=True, eq=False)
class Many(Result):
    """What came of many evaluations.

    Attributes
    ----------
    folders : DataFrame
        One row each: folder, status (done; unchanged since it was done; parts missing; faulty), units, the best and the worst
        of them in the latest period, the first fault, seconds.

    See Also
    --------
    evaluate_many
    """

    folders: pd.DataFrame

    _shown: ClassVar = {"folders": "Evaluations"}

    @property
    def whole(self) -> bool:
        """Whether every evaluation is done with all its parts."""
        return bool(self.folders["status"].isin([STATUS[DONE], STATUS[UNCHANGED]]).all())

    def _finding(self) -> tuple[Text, ...]:
        counts = self.folders["status"].value_counts()
        told = [
            Text("{status}: {count:,}", status=said, count=int(counts.get(said, 0))) for said in STATUS.values()
            if counts.get(said, 0)
        ]  # fmt: skip
        return (Text("{count:# evaluation|# evaluations}.", count=len(self.folders)), *told)


def evaluations_in(paths: Sequence[Path]) -> dict[str, Path]:
    """Return the evaluations' folders by name: those given, and of a folder without an evaluation those in it."""
    faults, found = Faults(), []
    for path in paths:
        inside = [path] if (path / FILE).is_file() else sorted(at.parent for at in path.glob(f"*/{FILE}"))
        if not inside:
            problem = "holds no folder with {file}" if path.is_dir() else "is no folder"
            faults.append(
                Fault(str(path), problem, "give folders of evaluations, or one that holds them", file=FILE)
            )
        found += inside
    faults.raise_all()
    found = list(dict.fromkeys(map(Path.resolve, found)))
    root = Path(os.path.commonpath([path.parent for path in found]))
    return {path.relative_to(root).as_posix(): path for path in found}


def evaluate_many(
    folders: Sequence[Path], output: Path, reports: Reports | None = None, *, published: Both = "en",
    formats: Sequence[str] = (), progress: Progress = None, n_jobs: int | None = None,
) -> Many:  # fmt: skip
    """Do many evaluations, each into its folder in `output`; what is done and unchanged is not done again.

    An evaluation that cannot be done, for whatever reason, stops no other.
    """
    named = evaluations_in(folders)
    language: Language = "en" if published == "en" else "zh"
    try:
        output.mkdir(parents=True, exist_ok=True)
        before = _read_log(output / LOG)
        tasks = [
            (name, path, output / name, before.get(name), reports, published, tuple(formats)) for name, path in named.items()
        ]  # fmt: skip
        rows = []
        with (output / LOG).open("a", encoding="utf-8") as log, following(progress, len(tasks), EVALUATIONS):
            for row in together(_one, tasks, n_jobs):
                rows.append(row)
                log.write(json.dumps(row, ensure_ascii=False) + "\n")
                log.flush()
                advance()
    except OSError as error:
        raise FaultyInput(
            str(output), "cannot be written: {reason}", "choose another folder", reason=str(error)
        ) from None
    found = Many(_frame(rows, language))
    _write(found, output, language)
    return found


def _one(
    name: str, path: Path, target: Path, before: Mapping[str, Any] | None, reports: Reports | None,
    published: Both, formats: tuple[str, ...],
) -> dict[str, Any]:  # fmt: skip
    """Do one evaluation and return its row, as JSON has it."""
    start, asked = perf_counter(), [published, *formats]
    row: dict[str, Any] = {"folder": name, "asked": asked, "status": FAULTY}
    try:
        if before is not None and before["asked"] == asked and _still_so(target):
            return {
                **before,
                "status": before["status"] if before["status"] == MISSING else UNCHANGED,
                "seconds": 0.0,
            }
        with use(language="en" if published == "en" else "zh"):
            findings = evaluate(path)
            write_findings(findings, target, reports, published)
        row |= {"status": MISSING if findings.missing else DONE, **_ends(findings)}
        faults = [fault for some in findings.missing.values() for fault in some]
    except GovmetricsError as error:
        faults = list(error.faults)
    except (
        Exception
    ) as error:  # one of thousands that goes wrong in a way nobody thought of must not stop the others
        faults = [
            Fault(type(error).__name__, "{reason}", "please report it", reason=str(error) or repr(error))
        ]
    told = {language: faults[0].say(language) if faults else "" for language in ("en", "zh")}
    return row | {"fault": told, "seconds": round(perf_counter() - start, 2)}


def _ends(findings: Any) -> dict[str, Any]:
    """Return how many units there are in the latest period, and the best and the worst."""
    if findings.assessment is None:
        return {}
    ranking = findings.assessment.ranking()
    if ranking.index.nlevels > 1:
        ranking = ranking.xs(findings.assessment.scores.periods[-1], level=0)
    known = ranking.dropna(subset=["rank"]).sort_values("rank", kind="stable")
    ends = {"best": str(known.index[0]), "worst": str(known.index[-1])} if len(known) else {}
    return {"units": len(ranking), **ends}


def _still_so(target: Path) -> bool:
    """Tell whether the run in a folder is whole, of this version, and of the evidence that there is now."""
    try:
        manifest = manifest_of(target)
    except FaultyInput:
        return False
    same = manifest.get("versions") == versions() and not changed_since(target)
    return same and all(hash_of(target / name) == digest for name, digest in manifest["files"].items())


def _read_log(path: Path) -> dict[str, dict[str, Any]]:
    """Return the last line of every evaluation that was done; lines cut off by a kill are left out."""
    if not path.is_file():
        return {}
    found = {}
    for row in _rows(path.read_text(encoding="utf-8")):
        found[row["folder"]] = row
    return {name: row for name, row in found.items() if row["status"] != FAULTY}


def _rows(text: str) -> Iterator[dict[str, Any]]:
    for line in text.splitlines():
        try:
            row = json.loads(line)
            row["folder"], row["status"], row["asked"]
        except (ValueError, KeyError, TypeError):
            continue
        yield row


def _frame(rows: Sequence[Mapping[str, Any]], language: Language) -> pd.DataFrame:
    table = {
        "status": [STATUS[row["status"]] for row in rows],
        "units": pd.array([row.get("units") for row in rows], dtype="Int64"),
        "best": [row.get("best", "") for row in rows],
        "worst": [row.get("worst", "") for row in rows],
        "fault": [row["fault"][language] for row in rows],
        "seconds": [float(row["seconds"]) for row in rows],
    }
    index = pd.Index([row["folder"] for row in rows], name="folder")
    return pd.DataFrame({key: pd.Series(cells, dtype=object if key == "status" else None) for key, cells in table.items()}
                        ).set_index(index)  # fmt: skip


def _write(found: Many, output: Path, language: Language) -> None:
    table = found.tables(language)[0]
    for suffix in (".xlsx", ".html"):
        write_tables({SUMMARY: table}, output / f"{SUMMARY}{suffix}")
    write_csv(table.frame, output / f"{SUMMARY}.csv", index=False)
