"""Many evaluations, such as those of every county of a province: one after the other or together, and one summary."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core import Fault, FaultyInput, GovmetricsError, Note, Result, Text, use
from govmetrics.core.language import Both, Language, language_asked
from govmetrics.core.options import FOLDER, LIST, PATH, Kind, asked, several
from govmetrics.core.parallel import JOBS, as_done
from govmetrics.core.progress import PROGRESS, Progress, advance, following
from govmetrics.core.reasons import reason_of
from govmetrics.core.table_files import write_tables
from govmetrics.core.tables import write_csv
from govmetrics.core.written import cannot_write
from govmetrics.evaluation.findings import Findings
from govmetrics.evaluation.folder import Reports, write_findings
from govmetrics.evaluation.folders import evaluations_in
from govmetrics.evaluation.manifest import changed_since, hash_of, manifest_of
from govmetrics.evaluation.many_log import DONE, FAULTY, LOG, MISSING, STATUS, UNCHANGED, read_log
from govmetrics.evaluation.run import evaluate
from govmetrics.recipe import versions

EVALUATIONS = Text("Evaluations")
_FOLDERS = Kind(
    lambda value: PATH.fits(value) or several(PATH).fits(value),
    Text("give the path of a folder, or a list of paths"),
)
SUMMARY = "summary"


@dataclass(frozen=True, eq=False)
class Many(Result):
    """What came of many evaluations.

    Attributes
    ----------
    folders : DataFrame
        One row each: folder, status (done; unchanged since it was done; parts missing; faulty), units, the best and the worst
        of them in the latest period, the first fault, seconds.
    notes : tuple of Note
        Which folders beside them were left out, as they hold no evaluation.

    See Also
    --------
    evaluate_many
    """

    folders: pd.DataFrame
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"folders": "Evaluations"}

    @property
    def whole(self) -> bool:
        """Whether every evaluation is done with all its parts."""
        return bool(self.folders["status"].isin([STATUS[DONE], STATUS[UNCHANGED]]).all())

    def _finding(self) -> tuple[Text, ...]:
        counts = self.folders["status"].value_counts()
        told = [
            Text("{status}: {count:,}.", status=said, count=int(counts.get(said, 0))) for said in STATUS.values()
            if counts.get(said, 0)
        ]  # fmt: skip
        return (Text("{count:# evaluation|# evaluations}.", count=len(self.folders)), *told)


def evaluate_many(
    folders: str | Path | Sequence[str | Path], output: str | Path, reports: Reports | None = None, *,
    language: Both | None = None, formats: Sequence[str] = (), progress: Progress = None, n_jobs: int | None = None,
) -> Many:  # fmt: skip
    r"""Do many evaluations, each into its folder in `output`; what is done and unchanged is not done again.

    An evaluation that cannot be done, for whatever reason, stops no other. An interrupted call goes on where it was.

    Parameters
    ----------
    folders : path, or sequence of path
        Folders of evaluations; of a folder without one, those in it; ``@list.txt`` names a file with one folder a line.
    output : path
        Folder for the results, made if missing; beside them stands the summary, as .xlsx, .csv and .html.
    reports : callable, optional
        Writes reports of findings into a folder, and returns their paths; by default there are the tables and the JSON alone.
    language : {"en", "zh", "both"}, optional
        Of tables, reports and summary; by default the one in use.
    formats : sequence of str
        What the reports are, such as ``["html"]``: an evaluation done with others is done again.
    progress : {"bar"}, callable or None
        Shows how many are done.
    n_jobs : int, optional
        So many at once; by default what joblib's context says (``joblib.parallel_config``), else one.

    Returns
    -------
    Many

    Raises
    ------
    FaultyInput
        There is no evaluation, or `output` cannot be written.

    See Also
    --------
    evaluate

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> import govmetrics as gm
    >>> home = Path(mkdtemp())
    >>> for name in ("east", "west"):
    ...     (home / name).mkdir()
    ...     _ = (home / name / "records.csv").write_text("unit,trust,solved\nA,60,90\nB,50,55\n")
    ...     _ = (home / name / "evaluation.yaml").write_text(
    ...         "tree: {code: G, parts: [{code: trust, better: more}, {code: solved, better: more}]}\n"
    ...         "evidence: {records: records.csv}\nindex: {weighting: equal}\n")
    >>> found = gm.evaluate_many(home, home / "out")
    >>> found.folders["status"].map(str).to_dict(), found.folders.loc["west", "best"]
    ({'east': 'done', 'west': 'done'}, 'A')
    """
    asked(
        folders=(folders, _FOLDERS),
        output=(output, FOLDER),
        formats=(formats, LIST),
        progress=(progress, PROGRESS),
        n_jobs=(n_jobs, JOBS),
    )
    target, words = Path(output), language_asked(language)
    named, without = evaluations_in([folders] if isinstance(folders, str | Path) else folders)
    spoken: Language = "en" if words == "en" else "zh"
    try:
        target.mkdir(parents=True, exist_ok=True)
        before = read_log(target / LOG)
        log = (target / LOG).open("a", encoding="utf-8")
    except OSError as error:
        raise cannot_write(error.filename or target, error) from None
    tasks = [
        (name, path, target / name, before.get(name), reports, words, tuple(formats)) for name, path in named.items()
    ]  # fmt: skip
    rows: dict[int, dict[str, Any]] = {}
    with _told_where(target / LOG), log, following(progress, len(tasks), EVALUATIONS):
        for place, row in as_done(_one, tasks, n_jobs):
            rows[place] = row
            log.write(json.dumps(row) + "\n")
            log.flush()
            advance()
    notes = (Note("left out, as they hold no evaluation: {names:20}", names=without),) if without else ()
    found = Many(_frame([rows[place] for place in sorted(rows)], spoken), notes)
    _write(found, target, spoken)
    return found


@contextmanager
def _told_where(path: Path) -> Iterator[None]:
    """Name the file that cannot be written, where the system does not: a full disk is seen when a line goes out."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS):
            raise
        raise cannot_write(error.filename or path, error) from None


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
    except OSError as error:
        faults = [_refused(error, path)]
    except (
        Exception
    ) as error:  # one of thousands that goes wrong in a way nobody thought of must not stop the others
        faults = [
            Fault(type(error).__name__, "{reason}", "please report it", reason=str(error) or repr(error))
        ]
    told = {language: faults[0].say(language) if faults else "" for language in ("en", "zh")}
    return row | {"fault": told, "seconds": round(perf_counter() - start, 2)}


def _refused(error: OSError, path: Path) -> Fault:
    """Return the fault of a file that the system does not let us read or write."""
    return Fault(
        str(error.filename or path), "cannot be read or written ({reason})",
        "see that the folder may be read, and the results may be written", reason=reason_of(error),
    )  # fmt: skip


def _ends(findings: Findings) -> dict[str, Any]:
    """Return how many units there are in the latest period, and the best and the worst."""
    if findings.assessment is None:
        return {}
    ranking = findings.assessment.ranking()
    if ranking.index.nlevels > 1:
        periods = ranking.index.get_level_values("period")
        ranking = ranking[periods == findings.assessment.dataset.periods[-1]].droplevel("period")
    ranks = ranking["rank"].dropna()
    ends = {name: ranks.index[ranks == rank].map(str).tolist()
            for name, rank in (("best", ranks.min()), ("worst", ranks.max())) if len(ranks)}  # fmt: skip
    return {"units": len(ranking), **ends}


def _still_so(target: Path) -> bool:
    """Tell whether the run in a folder is whole, of this version, and of the evidence that there is now."""
    try:
        manifest = manifest_of(target)
    except FaultyInput:
        return False
    if any(name.startswith("database/") for name in manifest["archive"]):  # it may have changed: nobody knows
        return False
    same = manifest.get("versions") == versions() and not changed_since(target)
    return same and all(hash_of(target / name) == digest for name, digest in manifest["files"].items())


def _frame(rows: Sequence[Mapping[str, Any]], language: Language) -> pd.DataFrame:
    table = {
        "status": [STATUS[row["status"]] for row in rows],
        "units": pd.array([row.get("units") for row in rows], dtype="Int64"),
        "best": [_said(row.get("best", ""), language) for row in rows],
        "worst": [_said(row.get("worst", ""), language) for row in rows],
        "fault": [row["fault"][language] for row in rows],
        "seconds": [float(row["seconds"]) for row in rows],
    }
    index = pd.Index([row["folder"] for row in rows], name="folder")
    return pd.DataFrame({key: pd.Series(cells, dtype=object if key == "status" else None) for key, cells in table.items()}
                        ).set_index(index)  # fmt: skip


def _said(units: str | Sequence[str], language: Language) -> str:
    """Return the names of units that share a rank."""
    return units if isinstance(units, str) else Text("{cells}", cells=list(units)).say(language)


def _write(found: Many, output: Path, language: Language) -> None:
    table = found.tables(language)[0]
    for suffix in (".xlsx", ".html"):
        write_tables({SUMMARY: table}, output / f"{SUMMARY}{suffix}")
    write_csv(table.frame, output / f"{SUMMARY}.csv", index=False)
