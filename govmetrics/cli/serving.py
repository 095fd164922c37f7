"""Participation on the command line: the server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govmetrics.cli.arguments import Spoken

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
    from govmetrics.serve import serve as run

    run(folder, host, port, database=database, root_path=root_path, trusted_proxies=trusted_proxy or (), base_url=base_url,
        user_header=user_header)  # fmt: skip
