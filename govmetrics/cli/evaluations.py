"""An evaluation's folder on the command line: check it, do it, verify it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govmetrics.cli.lines import Line
from govmetrics.cli.output import console, print_files, print_notes, print_text
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.extras import require
from govmetrics.core.language import Both, Language, language_of
from govmetrics.core.words import Text, say
from govmetrics.core.words.state import chosen

if TYPE_CHECKING:
    from govmetrics.core import Table
    from govmetrics.evaluation import Evaluation, Findings

RANKED, ROWS = 60, 10
"""So many units of the ranking are shown on screen, and so many rows of a part's first table."""
SHOWN = ("grades", "efficiency", "appraisal", "plan", "agreement", "comparison")
"""Parts whose first table is shown below the ranking."""


def is_evaluation(path: Path) -> bool:
    """Tell whether a path leads to an evaluation: its folder, or a file that names a tree, but no records as `data`."""
    from govmetrics.core.documents import read_document

    if path.suffix.lower() in (".yaml", ".yml", ".json") and path.is_file():
        said = read_document(path)
        return "tree" in said and "data" not in said
    return path.is_dir()


def speak(evaluation: Evaluation, language: Both | None) -> Both:
    """Say everything from here on in the language asked for, else in the evaluation's own; return that of the reports."""
    asked = language or evaluation.language or language_of()
    chosen.set("en" if asked == "en" else "zh")
    return asked


def check_folder(path: Path, language: Both | None) -> None:
    """Read everything that an evaluation names and try every part; every fault of all of them is told at once."""
    from govmetrics.core.weights import sum_notes
    from govmetrics.evaluation.run import check
    from govmetrics.evaluation.spec import read_partly

    speak(read_partly(path)[0], language)
    _, nouns = check(path)
    print_notes(sum_notes(nouns.tree, nouns.weights))
    for noun in (nouns.tree, nouns.records, nouns.survey, nouns.judgements):
        if noun is not None:
            print_text(Text("No faults: {found}", found=noun._finding()[0]), "green")
            print_notes(getattr(noun, "notes", ()))


def run_folder(path: Path, output: Path | None, language: Both | None, formats: Sequence[str] | None) -> bool:
    """Do an evaluation, write its results, and print what was found; tell whether no part is missing."""
    from govmetrics.evaluation import evaluate
    from govmetrics.evaluation.folder import write_findings
    from govmetrics.evaluation.layout import OUTPUT, TABLES
    from govmetrics.evaluation.spec import read_partly
    from govmetrics.report.evaluation import SITE
    from govmetrics.report.site import INDEX

    evaluation = read_partly(path)[0]
    spoken = speak(evaluation, language)
    target = output or (path if path.is_dir() else path.parent) / OUTPUT
    publish = evaluation.publish
    named = formats or (publish.formats if publish is not None else ("html",))
    can_write(named)
    findings = evaluate(path, progress="bar")
    files = write_findings(findings, target, reports(spoken, named), spoken)
    print_findings(findings, spoken, target / TABLES)
    kept = [file for file in files if file.suffix in (".html", ".docx", ".xlsx", ".md", ".tex", ".json")]
    kept = [file for file in kept if file.parent.name != SITE or file.name == INDEX]  # it leads to all others
    print_files(kept)
    print_text(Text("all tables are in {folder}", folder=str(target / TABLES)))
    return not findings.missing


def run_part(
    path: Path, parts: Sequence[str], output: Path | None, formats: Sequence[str], language: Both | None
) -> bool:
    """Do one part of an evaluation alone, and print its tables; write them where a folder is named.

    With formats they are also written as one file of each, with how they were found.

    Returns whether no part is missing.
    """
    from govmetrics.evaluation import evaluate
    from govmetrics.evaluation.folder import write_with_manifest
    from govmetrics.evaluation.spec import read_partly

    if "site" in formats:
        raise FaultyInput(
            "--format site", "is written of a whole evaluation", "run the evaluation: govmetrics run"
        )
    spoken: Language = "en" if speak(read_partly(path)[0], language) == "en" else "zh"
    can_write(formats)
    findings = evaluate(path, progress="bar", only=parts)
    print_missing(findings, spoken)
    shown = {name: result for name, result in findings.results.items() if name in parts}
    if not shown and not findings.missing:
        place, way_out = str(path), "say in it what is asked for: {parts}"
        raise FaultyInput(Fault(place, "asks for nothing of this part", way_out, parts=list(parts)))
    for result in shown.values():
        console.print(Line(result.summary(spoken)))
        for table in result.tables(spoken):
            print_table(table, 60, before="\n")
    print_notes(findings.notes)
    if output is not None and shown:
        make = _part_files(findings, parts, formats, spoken)
        asked = {"parts": list(parts), "formats": list(formats), "reports": spoken}
        files = write_with_manifest(findings, output, lambda place, _: make(place), **asked)
        print_files([file for file in files if file.suffix != ".csv"])
        print_text(Text("all tables are in {folder}", folder=str(output)))
    return not findings.missing


def _part_files(
    findings: Findings, parts: Sequence[str], formats: Sequence[str], language: Language
) -> Callable[[Path], list[Path]]:
    """Return what writes the tables of parts, and the files of formats with how they were found."""
    from govmetrics.core.tables import write_csv
    from govmetrics.report.evaluation import FILES

    def make(place: Path) -> list[Path]:
        shown = {name: result for name, result in findings.results.items() if name in parts}
        tables = {
            place / f"{name}_{number:02}.csv": table
            for name, result in shown.items()
            for number, table in enumerate(result.tables(language), 1)
        }
        for file, table in tables.items():
            write_csv(table.frame, file, index=False)
        told = [*_notes(findings), *shown.values()]
        return [*tables, *(_writer(name)(told, place / FILES[name], language) for name in formats)]

    return make


def can_write(formats: Sequence[str]) -> None:
    """Refuse, before anything is worked out, formats whose library is not installed."""
    if "word" in formats:
        require("report", "report.word", docx="python-docx")


def _notes(findings: Findings) -> list[Table]:
    """Return what the reader must know as a table before all others: that data are simulated, above all."""
    import pandas as pd

    from govmetrics.core import Table

    notes = pd.DataFrame({"note": pd.Series(list(findings.notes), dtype=object)})
    heads = {"note": Text("note")}
    return [Table.of(Text("Notes of the calculation"), notes, names=heads, kind="word")] if len(notes) else []


def _writer(name: str) -> Callable[[Any, Path, Language], Path]:
    from govmetrics import report

    writers: dict[str, Callable[[Any, Path, Language], Path]]
    writers = {"html": report.html, "word": report.word, "excel": report.excel}
    return writers[name]


def print_table(table: Table, rows: int, before: str = "") -> None:
    """Print a table's first rows, as many columns as the screen has room for."""
    shown = table.to_text(rows=rows, width=max(console.width, 40))
    console.print(Line(before + shown), soft_wrap=True)


def print_missing(findings: Findings, language: Language) -> None:
    """Say which parts are missing, and why."""
    from govmetrics.report.parts import missing_of

    for told in missing_of(findings, language):
        print_text(told, "red")


def verify_folder(path: Path, language: Both | None) -> bool:
    """Do a run again, and print what differs; tell whether nothing does."""
    from govmetrics.core.staged import is_unfinished
    from govmetrics.evaluation import Evaluation
    from govmetrics.evaluation.layout import INPUTS, MANIFEST, OUTPUT, RECIPE
    from govmetrics.evaluation.spec import FILE
    from govmetrics.evaluation.verify import compared

    inside = path / OUTPUT
    place = inside if (inside / MANIFEST).is_file() or is_unfinished(inside) else path
    if (place / INPUTS / FILE).is_file():
        speak(Evaluation.read(place / INPUTS), language)
    again = _recipe_again if (place / INPUTS / RECIPE).is_file() else _evaluation_again
    found = compared(place, lambda fresh: again(place, fresh))
    print_text(found.summary(), "green" if found.same else "red")
    if not found.same:
        print_table(found.tables()[0], 50)
    return found.same


def _evaluation_again(place: Path, fresh: Path) -> list[Path]:
    """Do an evaluation, or the parts of it that were asked for, again; the manifest names reports and their language."""
    from govmetrics.evaluation import evaluate
    from govmetrics.evaluation.folder import write_findings
    from govmetrics.evaluation.layout import INPUTS
    from govmetrics.evaluation.manifest import manifest_of
    from govmetrics.report.evaluation import FILES

    manifest = manifest_of(place)
    spoken = manifest.get("reports") or language_of()
    if parts := manifest.get("parts"):
        findings = evaluate(place / INPUTS, only=parts)
        return _part_files(findings, parts, manifest.get("formats", ()), "en" if spoken == "en" else "zh")(
            fresh
        )
    formats = [name for name, file in FILES.items() if file in manifest["files"]]
    return write_findings(evaluate(place / INPUTS), fresh, reports(spoken, formats))


def _recipe_again(place: Path, fresh: Path) -> list[Path]:
    """Follow a recipe again; the manifest has the draws and the language."""
    from govmetrics.cli.job import write_job
    from govmetrics.evaluation.layout import INPUTS, RECIPE
    from govmetrics.evaluation.manifest import manifest_of

    manifest = manifest_of(place)
    draws = (manifest.get("uncertainty") or {}).get("draws", 0)
    return write_job(
        place / INPUTS / RECIPE, fresh, {}, draws, manifest.get("reports") or language_of()
    ).files


def reports(language: Both, formats: Sequence[str]) -> Callable[[Any, Path], list[Path]]:
    """Return what writes the reports of findings."""

    def write(findings: Findings, folder: Path) -> list[Path]:
        from govmetrics.report import write_reports

        return write_reports(findings, folder, formats, language)

    return write


def print_findings(findings: Findings, language: Both, folder: Path) -> None:
    """Print the ranking, then what each other part found, and where in the folder the rest of a long table is."""
    from govmetrics.cli.output import print_ranking
    from govmetrics.evaluation.titles import TITLES
    from govmetrics.report.parts import latest

    spoken: Language = "en" if language == "en" else "zh"
    print_missing(findings, spoken)
    if findings.assessment is not None:
        print_ranking(findings.assessment, language, RANKED, findings.uncertainty)
    for name, result in findings.results.items():
        if name in ("assessment", "uncertainty"):
            continue
        lines = [say(text, spoken) for text in result._finding()][:2]
        console.print(Line(f"\n{say(TITLES[name], spoken)}", style="bold"))
        console.print(*map(Line, lines), sep="\n")
        if name in SHOWN and (tables := result.tables(spoken)):
            shown = latest(tables[0], findings)
            print_table(shown, ROWS)
            if len(shown.frame) > ROWS:
                print_text(Text("all rows: {file}", file=str(folder / f"{name}_01.csv")))
    print_notes(findings.notes)
