"""The ledger on the command line: verify a record offline, and name the row that was edited."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from govmetrics.cli.arguments import Spoken
from govmetrics.cli.output import console, print_note, print_notes, print_text
from govmetrics.cli.words import SpokenCommand, SpokenGroup
from govmetrics.core.errors import FaultyInput
from govmetrics.core.words import Text

ledger_app = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    help="A record that nobody can change unseen.",
)  # fmt: skip


@ledger_app.callback()
def ledger_group(language: Spoken = None) -> None:
    """A record that nobody can change unseen."""


@ledger_app.command(cls=SpokenCommand)
def verify(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="A ledger's file; or an evaluation's folder or database, whose answers are checked, too.",
        ),
    ],
    key: Annotated[
        str,
        typer.Option(
            metavar="KEY", help="The public key, or a file with it; else the one in the file is taken."
        ),
    ] = "",
    witness: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Old checkpoints, kept by somebody else."),
    ] = None,
    language: Spoken = None,  # noqa: ARG001 - its callback speaks
) -> None:
    """Verify a ledger without a network, and name the row that was edited; exit code 1 where something is wrong."""
    from govmetrics import ledger

    where, public = Path(path), _key(key)
    if where.is_dir() or "sqlite" in where.suffix or path.startswith("postgres"):
        from govmetrics.serve import verify_record

        folder, database = (path, None) if where.is_dir() else (".", path)
        found = verify_record(folder, database=database, key=public, witness=witness)
    else:
        found = ledger.verify(path, public, witness)
    for text in found._finding():
        print_text(text, "green" if found.sound else "red")
    for place in zip(found.faults["row"], found.faults["line"], found.faults["problem"], strict=True):
        print_note(_fault(*place))
    console.print(found.root)
    print_notes(list(found.notes))
    if not found.sound:
        raise typer.Exit(1)


@ledger_app.command("move-key", cls=SpokenCommand)
def move_key(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Of the evaluation.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, best on another disk.")],
    database: Annotated[
        str | None,
        typer.Option(
            metavar="FILE | ADDRESS", help="Another SQLite file, or postgresql://NAME@HOST/DATABASE."
        ),
    ] = None,
    language: Spoken = None,  # noqa: ARG001 - its callback speaks
) -> None:
    """Move the secret key of a participation's record out of the database into a file."""
    from govmetrics.serve import audit, moments, record
    from govmetrics.serve.stores import open_store

    store = open_store(folder, database)
    try:
        with store.write() as transaction:
            public = record.move_key(transaction, file)
            audit.note(transaction, moments.clock(), audit.SYSTEM, "moved the ledger's key")
    finally:
        store.close()
    print_text(
        Text("the secret key stands in {file} now; the public one is {key}", file=str(file), key=public),
        "green",
    )


def _fault(row: Any, line: Any, problem: Text) -> Text:
    """Return a fault with its place."""
    if pd.isna(row):
        return problem
    if pd.isna(line):
        return Text("row {row}: {problem}", row=int(row), problem=problem)
    return Text("row {row} (line {line}): {problem}", row=int(row), line=int(line), problem=problem)


def _key(given: str) -> str | None:
    """Return the public key, from a file where one is named."""
    if not given:
        return None
    if "+" in given and not Path(given).exists():
        return given
    try:
        return Path(given).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        problem, way_out = "there is no such key or file", "give the public key, or a file that holds it"
        raise FaultyInput("--key", problem, way_out) from None
