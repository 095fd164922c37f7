"""The commands; what they print is in `output`, what they read in `job` and `runs`."""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from govmetrics import __version__
from govmetrics.cli.arguments import (
    Backend,
    Decimal,
    Evaluated,
    Formats,
    Into,
    MissingCodes,
    OneLanguage,
    Output,
    Period,
    Periods,
    Sheets,
    Spoken,
    Story,
    Totals,
    TreeArgument,
    Unit,
    Written,
    formats_of,
    made_folder,
    refuse_options,
)
from govmetrics.cli.ledgers import ledger_app
from govmetrics.cli.lines import Line
from govmetrics.cli.output import (
    at_door,
    console,
    flush,
    print_error,
    print_faults,
    print_files,
    print_note,
    print_notes,
    print_ranking,
    print_text,
)
from govmetrics.cli.serving import data as data_of_participation
from govmetrics.cli.serving import serve
from govmetrics.cli.stopping import Stop, stoppable
from govmetrics.cli.words import USAGE, SpokenCommand, SpokenGroup, print_usage, speak_as
from govmetrics.core import Dataset, GovmetricsWarning, IndicatorTree
from govmetrics.core.errors import FaultyInput, GovmetricsError
from govmetrics.core.language import Both, language_of
from govmetrics.core.parallel import MOST
from govmetrics.core.weights import sum_notes
from govmetrics.core.words import Text
from govmetrics.core.words.state import chosen
from govmetrics.core.written import cannot_write

if TYPE_CHECKING:
    from govmetrics.cli.job import Followed

STOPPED = Text("stopped: no file is half-written; the same command begins again")

app = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="How effective is governance? Weights, scores and rankings from one indicator tree.",
)  # fmt: skip
app.add_typer(ledger_app, name="ledger")


def main() -> None:
    """Run the command line; faults in the input become a table and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without Chinese shows ?, and does not break off
            stream.reconfigure(errors="replace")
    warnings.showwarning = _show_warning  # type: ignore[assignment] # it is called by position
    before = chosen.set(chosen.get())
    try:
        with stoppable() as stop:
            sys.exit(_stopped_or_done(stop))
    finally:
        flush()
        chosen.reset(before)


def _stopped_or_done(stop: Stop) -> int:
    """Do what the command line asks for; return the exit code, that of a signal where one stopped it."""
    try:
        code = _done(sys.argv[1:])
    except BaseException:
        if not stop.number:
            raise
        code = stop.code  # whatever a library made of the signal
    if stop.number and code:  # a server that ends when it is told to has done all that it should
        print_error(STOPPED)
        return stop.code
    return code


def _done(arguments: Sequence[str]) -> int:
    """Do what the command line asks for; return the exit code."""
    try:
        language_of()  # what the environment names and nobody knows is told before anything else
        speak_as(arguments)
        done = int(app(standalone_mode=False) or 0)
        return done or (0 if arguments else 2)  # without a command: click 8.1 gives 0, later ones 2
    except USAGE as error:
        return print_usage(error)
    except typer.Abort:
        return 1
    except GovmetricsError as error:
        print_faults(error)
        return 1
    except OSError as error:
        print_faults(cannot_write(error.filename or "", error))
        return 1


@app.command(cls=SpokenCommand)
def demo(
    output: Output = Path("demo-output"),
    story: Annotated[
        Story,
        typer.Option(
            metavar="district|us_states",
            help="A simulated district with all its evidence, or real records of the US states.",
        ),
    ] = Story.district,
    language: Written = None,
) -> None:
    """Show the whole job: an evaluation from its files to ranking, verdicts, efficiency, plan and report."""
    from govmetrics.demo import district, us_states
    from govmetrics.recipe import follow

    folder = made_folder(output)
    if story is Story.district:
        from govmetrics.cli.evaluations import run_folder

        lacks = find_spec("docx") is None
        run_folder(
            district(), folder, language.value if language else None, ["html", "excel"] if lacks else None
        )
        if lacks:
            print_text(Text('without its Word file, for which: pip install "govmetrics[report]"'))
        return
    from govmetrics.cli.job import Followed, Job, rank_intervals
    from govmetrics.report import write_run

    job = Job(*us_states())
    words: Both = language.value if language else language_of()
    sure, found = rank_intervals(job, draws=1000), follow(job.recipe, job.data)
    _show(Followed(found, sure, None, write_run(found, folder, words, sure)), words, top=15)


@app.command(cls=SpokenCommand)
def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where; made if missing.")],
    tree: Annotated[
        str, typer.Option(metavar="TREE", help="A ready-made tree's name, or a file.")
    ] = "collaborative_governance",
    language: Spoken = None,  # noqa: ARG001 - its callback speaks
) -> None:
    """Begin an evaluation: its file, the tree, blank forms, and what to fill in."""
    from govmetrics.evaluation import new_folder

    print_files(new_folder(folder, tree))


@app.command(cls=SpokenCommand)
def verify(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Of an evaluation that was run, or of its output.")
    ],
    language: Written = None,
) -> None:
    """Do a run again from its archive, and say byte for byte what differs; exit code 1 where something does."""
    from govmetrics.cli.evaluations import verify_folder

    if not verify_folder(folder, language.value if language else None):
        raise typer.Exit(1)


app.command(cls=SpokenCommand)(serve)
app.add_typer(data_of_participation, name="serve-data")


@app.command(cls=SpokenCommand)
def check(
    tree: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER | TREE", help="An evaluation's folder; or a tree's name, or its file."
        ),
    ],
    data: Annotated[
        Path | None, typer.Argument(metavar="[DATA]", help="Records: .csv .xlsx .parquet")
    ] = None,
    unit: Unit = ["unit"],  # noqa: B006 - typer copies it
    period: Period = "",
    periods: Periods = None,
    decimal: Decimal = "",
    missing_codes: MissingCodes = None,
    totals: Totals = "",
    sheets: Sheets = "",
    language: Spoken = None,
) -> None:
    """Check an evaluation's folder, or a tree and records; every fault of all files is printed: exit code 1."""
    from govmetrics.cli.evaluations import check_folder, is_evaluation
    from govmetrics.cli.job import read_data
    from govmetrics.intake import read_tree

    if is_evaluation(Path(tree)):
        check_folder(Path(tree), language.value if language else None)
        return
    checked = read_tree(tree)
    _print_sound(checked)
    print_notes(sum_notes(checked))
    if data is not None:
        reading = {"period": period, "periods": periods, "decimal": decimal, "missing_codes": missing_codes,
                   "totals": totals, "sheets": sheets}  # fmt: skip
        dataset = read_data(data, checked, unit=unit, **reading)
        _print_sound(dataset)
        print_notes(dataset.notes)


@app.command(cls=SpokenCommand)
def run(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FOLDER | FILE",
            help="An evaluation's folder or file; or a recipe with `tree:`, `data:` and the choices.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="Folder for the files; else FOLDER/output."),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Column of the units' names; else what the file says."),
    ] = None,
    period: Period = "",
    periods: Periods = None,
    decimal: Decimal = "",
    missing_codes: MissingCodes = None,
    totals: Totals = "",
    sheets: Sheets = "",
    language: Written = None,
    draws: Annotated[
        int,
        typer.Option(
            min=0, metavar="NUMBER", help="How sure each rank is: so many draws of weights within 25%."
        ),
    ] = 0,
    formats: Formats = None,
    many: Annotated[
        bool,
        typer.Option(
            "--many",
            help="Do all evaluations of these folders, each into its folder in DIR; what is done stays.",
        ),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, max=MOST, metavar="JOBS", help="With --many: so many at once; else one."),
    ] = None,
    backend: Annotated[
        Backend, typer.Option(help="With --many: processes (loky) or threads here, or a Dask cluster.")
    ] = Backend.loky,
    scheduler: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="With --backend dask: the cluster's; else one is started here."),
    ] = "",
) -> None:
    """Do an evaluation, or follow a recipe, to ranking and reports; exit code 1 for faults, 3 where parts are missing."""
    from govmetrics.cli.evaluations import is_evaluation, run_folder
    from govmetrics.cli.job import write_job

    reading = {"unit": unit, "period": period, "periods": periods, "decimal": decimal,
               "missing_codes": missing_codes, "totals": totals, "sheets": sheets}  # fmt: skip
    if many:
        refuse_options({**reading, "draws": draws})
        from govmetrics.cli.many import run_many

        target = made_folder(output or Path("govmetrics-output"))
        named = formats_of(formats)
        spoken: Any = language.value if language else None
        if not run_many(paths, target, spoken, named, jobs, backend.value, scheduler):
            raise typer.Exit(1)
        return
    if len(paths) > 1:
        raise FaultyInput("FOLDER", "{count} are named", "name one, or say --many", count=len(paths))
    if jobs or scheduler or backend != Backend.loky:
        raise FaultyInput(
            "--jobs, --backend, --scheduler", "are for many evaluations", "say --many, or leave them out"
        )
    recipe = paths[0]
    if is_evaluation(recipe):
        refuse_options({**reading, "draws": draws})
        if output is not None:
            made_folder(output)
        _complete(run_folder(recipe, output, language.value if language else None, formats_of(formats)))
        return
    if formats:
        problem, way_out = "is for evaluations; a recipe's run writes html and excel", "leave it out"
        raise FaultyInput("--format", problem, way_out)
    words: Both = language.value if language else language_of()
    done = write_job(recipe, output or Path("govmetrics-output"), reading, draws, words)
    _show(done, words)


@app.command(cls=SpokenCommand)
def survey(file: Evaluated, output: Into = None, formats: Formats = None, language: Spoken = None) -> None:
    """Do an evaluation's survey alone: scores with their errors, reliability."""
    _part(file, ("survey", "reliability", "validity"), output, formats, language)


@app.command(cls=SpokenCommand)
def ahp(file: Evaluated, output: Into = None, formats: Formats = None, language: Spoken = None) -> None:
    """Do an evaluation's weighting by experts alone: weights, consistency, consensus."""
    _part(file, ("experts",), output, formats, language)


@app.command(cls=SpokenCommand)
def fuzzy(file: Evaluated, output: Into = None, formats: Formats = None, language: Spoken = None) -> None:
    """Do an evaluation's fuzzy verdicts alone."""
    _part(file, ("grades",), output, formats, language)


@app.command(cls=SpokenCommand)
def dea(file: Evaluated, output: Into = None, formats: Formats = None, language: Spoken = None) -> None:
    """Do an evaluation's efficiency analysis alone."""
    _part(file, ("efficiency", "efficiency_intervals", "scale_efficiency"), output, formats, language)


@app.command(cls=SpokenCommand)
def appraise(file: Evaluated, output: Into = None, formats: Formats = None, language: Spoken = None) -> None:
    """Do an evaluation's appraisal by its rulebook alone."""
    _part(file, ("appraisal",), output, formats, language)


def _part(
    file: Path,
    parts: tuple[str, ...],
    output: Path | None,
    formats: list[str] | None,
    language: OneLanguage | None,
) -> None:
    from govmetrics.cli.evaluations import run_part

    named = formats_of(formats)
    if named and output is None:
        raise FaultyInput("--format", "files need a folder", "name it with -o")
    if output is not None:
        made_folder(output)
    _complete(run_part(file, parts, output, named, language.value if language else None))


def _complete(whole: bool) -> None:
    """End with exit code 3 where parts are missing: 1 is for faults that stopped everything, 2 for wrong usage."""
    if not whole:
        raise typer.Exit(3)


@app.command(cls=SpokenCommand)
def watch(
    file: Evaluated,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Print JSON, one object a line, for other programs.")
    ] = False,
    language: Spoken = None,
) -> None:
    """Take new records into the history of an evaluation's folder, and print what moved; exit code 4 where anything did."""
    from govmetrics.cli.watching import watch_on_screen

    if watch_on_screen(file, language.value if language else None, jsonl):
        raise typer.Exit(4)


@app.command(cls=SpokenCommand)
def compare(
    first: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run (or its scores.json).")],
    second: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of another run.")],
    language: Spoken = None,  # noqa: ARG001 - its callback speaks
) -> None:
    """Compare two runs: who moved, how far, and which choices differ."""
    from govmetrics.cli.runs import compare_runs, read_runs

    compare_runs(*read_runs(first, second))


@app.command(cls=SpokenCommand)
def forms(
    tree: TreeArgument,
    output: Output = Path("forms"),
    language: Spoken = None,  # noqa: ARG001 - its callback speaks
) -> None:
    """Write blank Excel forms for records, weights, answers and judgements."""
    from govmetrics import ahp, intake

    asked = intake.read_tree(tree)
    folder = made_folder(output)
    files = [intake.blank_weights(asked, folder / "weights.xlsx")]
    if any(leaf.source != "survey" and not leaf.items for leaf in asked.indicators):
        files.insert(0, intake.blank_records(asked, folder / "records.xlsx"))
    if any(leaf.items or leaf.source == "survey" for leaf in asked.indicators):
        files.append(intake.blank_survey(asked, folder / "answers.xlsx"))
    if any(len(group.parts) > 1 for group in asked.groups):
        files.append(ahp.blank_judgements(asked, folder / "judgements.xlsx"))
    print_files(files)


@app.command(cls=SpokenCommand)
def trees(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Show this tree.")] = "",
    topic: Annotated[str, typer.Option(metavar="TOPIC", help="Only the trees of this topic.")] = "",
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="Only the trees without slots to fill.")
    ] = False,
    language: Written = None,
) -> None:
    """List the ready-made trees, or show one."""
    from govmetrics.intake import list_trees, read_tree
    from govmetrics.report.words import word

    if name:
        tree = read_tree(name)
        console.print(Line(tree.summary(language.value if language else "both")))
        for key, text in tree.said_about(language.value if language else None).items():
            heading = word(key, language_of(), key)
            console.print(Line(f"{heading}: ", style="bold"), Line(text), sep="")
        return
    table = Table()
    spoken = language_of()
    table.add_column(Text("name").say(spoken), no_wrap=True)  # so that it can be copied
    table.add_column(Text("title").say(spoken), overflow="fold")
    table.add_column(Text("number of indicators").say(spoken), justify="right")
    table.add_column(Text("slots to fill").say(spoken), justify="right")
    table.add_column(Text("topic").say(spoken), overflow="fold")
    table.add_column(Text("licence").say(spoken), overflow="fold")
    listed = list_trees(topic or None, confirmed or None)
    for row in listed.itertuples(index=False):
        cells = (row.name, row.title, row.leaves, row.slots or "", row.topic, row.licence)
        table.add_row(*(Line(str(cell)) for cell in cells))
    console.print(table)


def _print_sound(noun: IndicatorTree | Dataset) -> None:
    """Print what a noun holds, and that there is nothing wrong with it."""
    print_text(Text("No faults: {found}", found=noun._finding()[0]), "green")


def _show_warning(message: Warning | str, category: type[Warning], *place: Any) -> None:
    """Print this library's warnings as notes; warnings of other libraries stay as they are."""
    if isinstance(message, GovmetricsWarning):
        print_note(at_door(str(message)))
    else:
        sys.stderr.write(warnings.formatwarning(message, category, *place[:2]))


def _version(asked: bool) -> None:
    if asked:
        console.print(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    language: Spoken = None,
) -> None:
    """Accept options that come before the command."""


def _show(done: Followed, language: Both, top: int = 40) -> None:
    """Print the ranking, what is known of the experts, and the files."""
    print_ranking(done.assessment, language, top, done.sure)
    if done.experts is not None:
        print_note(done.experts.summary())
    print_files(done.files)
