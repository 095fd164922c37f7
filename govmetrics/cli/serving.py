"""Participation on the command line: the server, and what it keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govmetrics.cli.arguments import Spoken
from govmetrics.cli.output import print_files, print_text
from govmetrics.cli.words import SpokenCommand, SpokenGroup
from govmetrics.core.words import Text

if TYPE_CHECKING:
    from govmetrics.serve.retention import Erased

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Of the evaluation.")]
Database = Annotated[
    str | None,
    typer.Option(metavar="FILE | ADDRESS", help="Another SQLite file, or postgresql://NAME@HOST/DATABASE."),
]


def serve(
    folder: Folder,
    host: Annotated[str, typer.Option(help="Where to listen; by default this machine only.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.")] = 8000,
    database: Database = None,
    root_path: Annotated[str, typer.Option(help="What a proxy puts before every path.")] = "",
    trusted_proxy: Annotated[
        list[str] | None, typer.Option(metavar="ADDRESS", help="A proxy whose X-Forwarded headers count.")
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Where people reach the server; links begin with it."),
    ] = None,
    user_header: Annotated[
        str | None, typer.Option(metavar="HEADER", help="In which a trusted proxy says who is signed in.")
    ] = None,
    language: Spoken = None,  # noqa: ARG001 - its callback speaks
) -> None:
    """Let experts judge and residents answer in a browser, from an evaluation's folder."""
    print_text(Text("starting; this may take half a minute on a slow machine"))

    from govmetrics.serve import serve as run

    run(folder, host, port, database=database, root_path=root_path, trusted_proxies=trusted_proxy or (), base_url=base_url,
        user_header=user_header)  # fmt: skip


data = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    help="What participation keeps: backups, exports, and what is to be erased.",
)  # fmt: skip


@data.callback()
def data_group(language: Spoken = None) -> None:
    """What participation keeps: backups, exports, and what is to be erased."""


@data.command(cls=SpokenCommand)
def backup(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new .zip file.")],
    database: Database = None,
    language: Spoken = None,  # noqa: ARG001 - its callback speaks
) -> None:
    """Write everything to one file, and restore it on trial."""
    from govmetrics.serve import audit, moments
    from govmetrics.serve import backup as keeping
    from govmetrics.serve.said import stored

    with stored(folder, database) as store:
        counts = keeping.backup(store, file, moments.clock())
        with store.write() as transaction:
            audit.note(transaction, moments.clock(), audit.SYSTEM, "made a backup")
    _say(Text("{file}: {count:# row|# rows}, restored on trial", file=str(file), count=sum(counts.values())))


@data.command(cls=SpokenCommand)
def restore(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="That `backup` wrote.")],
    database: Database = None,
    language: Spoken = None,  # noqa: ARG001 - its callback speaks
) -> None:
    """Fill a new database from a backup; one that holds anything is refused."""
    from govmetrics.serve import audit, moments
    from govmetrics.serve import backup as keeping
    from govmetrics.serve.stores import open_store

    store = open_store(folder, database)
    try:
        counts = keeping.restore(store, file)
        with store.write() as transaction:
            audit.note(transaction, moments.clock(), audit.SYSTEM, "restored a backup")
    finally:
        store.close()
    _say(Text("{count:# row|# rows} are back", count=sum(counts.values())))


@data.command(cls=SpokenCommand)
def export(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Ends with .csv, .xlsx or .json.")],
    activity: Annotated[
        str | None, typer.Option(metavar="KEY | TITLE", help="Of the activity, where there are several.")
    ] = None,
    database: Database = None,
    language: Spoken = None,  # noqa: ARG001 - its callback speaks
) -> None:
    """Write the answers of an activity; of an anonymous one when it is closed, names and attributes apart."""
    from govmetrics.serve import answers, audit, links, moments, rounds
    from govmetrics.serve import export as writing
    from govmetrics.serve.said import named, stored

    with stored(folder, database) as store, store.write() as transaction:
        found, now = named(rounds.every(transaction), activity), moments.clock()
        writing.refuse_early(found, found.state(now))
        writing.export(found, answers.of(transaction, found), links.of(transaction, found.id), file)
        audit.note(transaction, now, audit.SYSTEM, "exported answers", found.id)
    print_files([file])


@data.command(cls=SpokenCommand)
def purge(
    folder: Folder,
    older_than: Annotated[
        float | None,
        typer.Option(
            metavar="DAYS", min=0, help="Days since closing; by default what each activity promised."
        ),
    ] = None,
    database: Database = None,
    language: Spoken = None,  # noqa: ARG001 - its callback speaks
) -> None:
    """Erase answers and invitees of activities that closed long enough ago."""
    from govmetrics.serve import audit, moments, retention
    from govmetrics.serve.said import stored

    with stored(folder, database) as store:
        found = retention.purge(store, moments.clock(), older_than, audit.SYSTEM)
    _say(_erased(found))


@data.command(cls=SpokenCommand)
def forget(
    folder: Folder,
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help="The name, as the list of invitees has it.")
    ],
    keep_answers: Annotated[
        bool, typer.Option("--keep-answers", help="Keep named answers, without name and time.")
    ] = False,
    database: Database = None,
    language: Spoken = None,  # noqa: ARG001 - its callback speaks
) -> None:
    """Erase a person from all lists, and what they answered by name."""
    from govmetrics.serve import moments, retention
    from govmetrics.serve.said import stored

    with stored(folder, database) as store:
        found = retention.forget(store, person, moments.clock(), keep_answers=keep_answers)
    _say(_erased(found))


def _erased(found: Erased) -> Text:
    return Text("erased: {links:# invitation|# invitations}, {responses:# answer|# answers}", links=found.links,
                responses=found.responses)  # fmt: skip


def _say(text: Text) -> None:
    print_text(text, "green")
