"""The command line: govmetrics demo | check | run | compare | forms | trees.

Exit code 0: done; 1: a fault in the input, every fault printed; 2: wrong usage.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from govmetrics import __version__
from govmetrics.core.errors import Fault, FaultyInput, GovmetricsError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="How effective is governance? Weights, scores and rankings from one indicator tree.",
)  # fmt: skip
console, errors = Console(), Console(stderr=True)

TreeArgument = Annotated[
    str, typer.Argument(metavar="TREE", help="A ready-made tree's name, or a .yaml .json .csv .xlsx file.")
]
Output = Annotated[
    Path, typer.Option("-o", "--output", metavar="DIR", help="Folder for the files; made if missing.")
]
Language = Annotated[str, typer.Option(help="en or zh.")]
Unit = Annotated[str, typer.Option(help="Column of the units' names.")]
Period = Annotated[str, typer.Option(help="Column of the period, if there are several.")]


def main() -> None:
    """Run the command line; faults in the input become a table and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without Chinese shows ?, and does not break off
            stream.reconfigure(errors="replace")
    try:
        app()
    except GovmetricsError as error:
        _print_faults(error)
        sys.exit(1)
    except OSError as error:
        way_out = "name a folder that can be written, and files that can be read"
        _print_faults(FaultyInput(Fault(str(error.filename or ""), error.strerror or str(error), way_out)))
        sys.exit(1)


@app.command()
def demo(output: Output = Path("demo-output"), language: Language = "en") -> None:
    """Rank the US states by safety and social conditions (real records), with a report on disk."""
    from govmetrics.demo import us_states
    from govmetrics.recipe import follow

    recipe, data = us_states()
    assessment = follow(recipe, data)
    _print_ranking(assessment, language, top=15)
    _print_files(_write(assessment, output, language))


@app.command()
def check(
    tree: TreeArgument,
    data: Annotated[
        Path | None, typer.Argument(metavar="[DATA]", help="Records: .csv .xlsx .parquet")
    ] = None,
    unit: Unit = "unit",
    period: Period = "",
) -> None:
    """Check a tree, and records against it; every fault is printed."""
    from govmetrics.intake import read_records, read_tree

    checked = read_tree(tree)
    console.print(Text(f"{checked!r}".strip("<>") + ": no faults", style="green"))
    if data is not None:
        dataset = read_records(data, checked, unit, period or None)
        console.print(Text(f"{dataset!r}".strip("<>") + ": no faults", style="green"))
        for note in dataset.notes:
            console.print(Text(f"note: {note}"))


@app.command()
def run(
    recipe: Annotated[
        Path, typer.Argument(metavar="RECIPE", help="A YAML file with `tree:`, `data:` and the choices.")
    ],
    output: Output = Path("govmetrics-output"),
    language: Language = "en",
) -> None:
    """Follow a recipe file from records to ranking, and write scores, report and manifest."""
    from govmetrics.recipe import follow

    assessment = follow(*_job(recipe))
    _print_ranking(assessment, language)
    _print_files(_write(assessment, output, language))


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run (or its scores.json).")],
    second: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of another run.")],
) -> None:
    """Compare two runs: who moved, by how much, and which choices differ."""
    runs = [_read_run(path) for path in (first, second)]
    ranks = [
        pd.DataFrame(r["ranking"]["data"], index=r["ranking"]["index"], columns=["score", "rank"])
        for r in runs
    ]
    both = ranks[0].join(ranks[1], how="outer", lsuffix="_1", rsuffix="_2")
    both["move"] = both["rank_1"] - both["rank_2"]
    both = both.sort_values("rank_2", na_position="last")
    table = Table("unit", "score 1", "score 2", "rank 1", "rank 2", "move", title=f"{first} → {second}")
    for label, row in both.iterrows():
        cells = [f"{row[c]:.2f}" if c.startswith("score") else f"{row[c]:+.0f}" if c == "move" else f"{row[c]:.0f}"
                 for c in ("score_1", "score_2", "rank_1", "rank_2", "move")]  # fmt: skip
        table.add_row(Text(str(label)), *(cell.replace("nan", "–").replace("+0", "0") for cell in cells))
    console.print(table)
    moved = both["move"].abs()
    tau = both["rank_1"].corr(both["rank_2"], method="kendall")
    console.print(
        f"Kendall's tau {tau:.3f}; {int((moved > 0).sum())} of {len(both)} units moved, by up to {moved.max():.0f} places"
    )
    for key in runs[0]["recipe"]:
        if runs[0]["recipe"][key] != runs[1]["recipe"].get(key):
            console.print(Text(f"{key}: {runs[0]['recipe'][key]} → {runs[1]['recipe'].get(key)}"))
    if runs[0]["provenance"]["inputs"] != runs[1]["provenance"]["inputs"]:
        console.print("the input data differ")


@app.command()
def forms(tree: TreeArgument, output: Output = Path("forms"), language: Language = "en") -> None:
    """Write blank xlsx forms for records, weights and experts' judgements, with validation lists."""
    from govmetrics import ahp
    from govmetrics.intake import read_tree, write_forms

    asked = read_tree(tree)
    files = write_forms(asked, output, _language(language))
    if any(len(group.parts) > 1 for group in asked.groups):
        ahp.write_form(asked, output / "judgements.xlsx")
        files.append(output / "judgements.xlsx")
    _print_files(files)


@app.command()
def trees(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Show this tree.")] = "",
    language: Language = "both",
) -> None:
    """List the ready-made trees, or show one."""
    from govmetrics.intake import list_trees, read_tree

    if name:
        tree = read_tree(name)
        console.print(Text(tree.summary(language)))
        for key, text in tree.about.items():
            console.print(Text.assemble((f"{key}: ", "bold"), text))
        return
    table = Table()
    for heading in ("name", "title", "leaves", "licence"):
        table.add_column(heading, overflow="fold")
    for row in list_trees().itertuples(index=False):
        table.add_row(*(Text(str(cell)) for cell in (row.name, row.title, row.leaves, row.licence)))
    console.print(table)


def _version(asked: bool) -> None:
    if asked:
        console.print(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Accept options that come before the command."""


def _language(language: str) -> Any:
    from govmetrics.core.errors import choose

    return choose(language, ("en", "zh"), "--language")


def _job(path: Path) -> tuple[Any, Any]:
    """Return recipe and dataset of a recipe file: `tree`, `data`, `unit`, `period`, and the choices."""
    from govmetrics.core.documents import read_document
    from govmetrics.intake import read_records, read_tree
    from govmetrics.recipe import Recipe

    if not path.is_file():
        raise FaultyInput(Fault(str(path), "there is no such file", "check the path"))
    content = {str(key): value for key, value in read_document(path).items()}
    missing = [Fault(path.name, f"`{key}:` is missing", f"say {what}") for key, what in
               (("tree", "which tree: a name or a file"), ("data", "where the records are")) if key not in content]  # fmt: skip
    if missing:
        raise FaultyInput(missing)
    files = {key: content.pop(key) for key in ("tree", "data", "unit", "period") if key in content}
    recipe = Recipe.read(content)
    beside = path.parent / str(files["tree"])
    tree = read_tree(
        files["tree"]
        if isinstance(files["tree"], dict)
        else beside
        if beside.is_file()
        else str(files["tree"])
    )
    data = read_records(
        path.parent / str(files["data"]), tree, files.get("unit", "unit"), files.get("period")
    )
    return recipe, data


def _write(assessment: Any, folder: Path, language: str) -> list[Path]:
    from govmetrics.report import write_run

    return write_run(assessment, folder, language=_language(language))


def _read_run(path: Path) -> Any:
    file = path / "scores.json" if path.is_dir() else path
    if not file.is_file():
        raise FaultyInput(
            Fault(str(path), "is not the folder of a run", "give the folder that `govmetrics run -o` wrote")
        )
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return content if {"recipe", "ranking", "provenance"} <= set(content) else content["missing"]
    except (json.JSONDecodeError, KeyError, TypeError):
        raise FaultyInput(Fault(str(file), "is not the scores.json of a run", "run it again")) from None


def _print_ranking(assessment: Any, language: str, top: int = 40) -> None:
    """Print the ranking with the scores of the groups below the root, and the notes."""
    scores = assessment.scores
    tree = scores.weights.tree
    _language(language)
    groups = tree.parts(tree.root.code)[:6]
    ranking = assessment.ranking()
    words = {"en": ("rank", "unit", "score"), "zh": ("排名", "单位", "得分")}[language]
    table = Table(title=Text(assessment.recipe.title or tree.root.label(language)))
    table.add_column(words[0], justify="right")
    table.add_column(words[1], overflow="fold")
    for heading in (words[2], *(tree[code].label(language) for code in groups)):
        table.add_column(Text(heading), justify="right")
    shown = ranking.head(top)
    parts = scores.values.loc[shown.index, groups]
    for label, score, rank, rest in zip(
        shown.index, shown["score"], shown["rank"], parts.to_numpy(), strict=True
    ):
        name = " ".join(map(str, label)) if isinstance(label, tuple) else str(label)
        table.add_row(_cell(rank, 0), Text(name), *(_cell(value) for value in (score, *rest)))
    console.print(table)
    if len(ranking) > top:
        console.print(f"{len(ranking) - top} more units in the files")
    for note in assessment.notes:
        console.print(Text(f"note: {note}"))


def _cell(value: Any, digits: int = 1) -> str:
    return "–" if pd.isna(value) else f"{value:.{digits}f}"


def _print_files(files: Sequence[Path]) -> None:
    for file in files:
        console.print(Text(f"written: {file}"))


def _print_faults(error: GovmetricsError) -> None:
    count = len(error.faults)
    title = f"{count} fault{'s' if count > 1 else ''} in the input"
    table = Table(title=title, show_lines=count < 30)
    for heading in ("where", "what is wrong", "what to do"):
        table.add_column(heading, overflow="fold")  # on a narrow terminal too, nothing is cut off
    for fault in error.faults:
        table.add_row(Text(fault.place), Text(fault.problem, style="red"), Text(fault.way_out))
    errors.print(table)
