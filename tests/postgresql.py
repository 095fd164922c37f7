"""A real PostgreSQL, started by the tests that ask for it."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def programs() -> Path | None:
    """Where PostgreSQL's programs are."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


@pytest.fixture(scope="session")
def postgres(tmp_path_factory) -> Iterator[str]:
    """The address of a real PostgreSQL, started for these tests and stopped after them."""
    folder = programs()
    if folder is None:
        pytest.skip("no PostgreSQL on this machine (Debian: apt install postgresql)")
    pytest.importorskip("psycopg", reason="psycopg is not installed (the extra [postgres])")
    place = Path(tempfile.mkdtemp(prefix="govmetrics-pg-"))  # pytest's own folders are closed to other users
    user: dict[str, Any] = {}
    if os.getuid() == 0:  # it refuses to run as root
        user = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        shutil.chown(place, "nobody", "nogroup")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = place / "data"
    _run(
        [
            folder / "initdb",
            "-D",
            data,
            "-U",
            "tests",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ],
        place,
        user,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place} -c fsync=off"
    _run([folder / "pg_ctl", "-D", data, "-w", "-o", options, "-l", place / "log", "start"], place, user)
    try:
        yield f"postgresql://tests@127.0.0.1:{port}"
    finally:
        _run([folder / "pg_ctl", "-D", data, "-m", "immediate", "stop"], place, user)
        shutil.rmtree(place, ignore_errors=True)


def _run(command: list[Any], place: Path, user: dict[str, Any]) -> None:
    subprocess.run(command, check=True, cwd=place, stdout=subprocess.DEVNULL, **user)


def new_database(server: str) -> str:
    """Make an empty database on a server, and return its address."""
    import psycopg

    name = f"d{secrets.token_hex(6)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"
