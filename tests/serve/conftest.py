"""A server of the district on a store of its own, and browsers without a screen."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest

import govmetrics as gm
from govmetrics.serve import site
from govmetrics.serve.people import Cost
from govmetrics.serve.stores import open_store

DISTRICT = Path(__file__).resolve().parents[2] / "examples" / "district"
CHEAP = Cost(memory=64, passes=1)
PASSWORD = "correct horse battery"


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


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path) -> str:
    """A new database of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "participation.sqlite")
    return new_database(request.getfixturevalue("postgres"))


def new_database(server: str) -> str:
    """Make an empty database on a server, and return its address."""
    import psycopg

    name = f"d{secrets.token_hex(6)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


@pytest.fixture
def store(database):
    """An open store of each kind."""
    opened = open_store(".", database)
    yield opened
    opened.close()


READ = cache(site.evaluation_of)


class Time:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 4, 8, 30, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


class House:
    """A server, and what its visitors do."""

    def __init__(self, **options: Any) -> None:
        from starlette.testclient import TestClient

        self.time = Time()
        site.evaluation_of = READ  # the district is read once for all tests
        options = {"database": ":memory:", "cost": CHEAP, "clock": self.time} | options
        self.app = gm.serve.application(DISTRICT, **options)
        self.new: Callable[..., Any] = lambda language="en", **more: TestClient(
            self.app, follow_redirects=False, headers={"accept-language": language}, **more
        )
        self.guest = self.new()
        self.owner = self.new()

    @property
    def store(self) -> Any:
        return self.app.site.store

    def begin(self) -> House:
        """Make the first organiser."""
        from govmetrics.serve.application import setup_address

        path = urlsplit(setup_address(self.app.site, "")).path
        answer = self.owner.post(path, data={"name": "Ms. Wu", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return self

    @property
    def csrf(self) -> str:
        return re.search(r'name="csrf" value="([^"]+)"', self.owner.get("/organiser/").text)[1]

    def post(self, path: str, **data: str) -> Any:
        """Send an organiser's form."""
        return self.owner.post(f"/organiser/{path}", data={"csrf": self.csrf, **data})

    def make(self, kind: str = "ratings", opened: bool = True, **data: str) -> str:
        """Make an activity; return its key."""
        said = {"title_en": "Judging", "title_zh": "专家评判", "purpose_en": "For the evaluation.", "contact": "office",
                "retention_days": "30", "mode": "named"} | data  # fmt: skip
        answer = self.post(f"new/{kind}", **said)
        assert answer.status_code == 303, answer.text
        key = answer.headers["location"].rpartition("/")[2]
        if opened:
            assert self.post(f"activities/{key}/open").status_code == 303
        return key

    def invite(self, key: str, *names: str, count: int = 0) -> list[str]:
        """Invite people; return the paths of their links, in the order of their names."""
        form = {"csrf": self.csrf} | ({"count": str(count)} if count else {})
        text = "name\n" + "\n".join(names)
        files = (
            {"file": ("people.csv", text.encode(), "text/csv")}
            if names
            else {"none": ("", b"", "text/plain")}
        )
        answer = self.owner.post(f"/organiser/activities/{key}/links", data=form, files=files)
        assert answer.status_code == 200, answer.text
        return links_of(answer.content)


def links_of(packet: bytes) -> list[str]:
    """Return the paths of the links in a packet."""
    import io

    with ZipFile(io.BytesIO(packet)) as archive:
        text = archive.read("links.csv").decode("utf-8-sig")
    return [urlsplit(line.rpartition(",")[2].strip()).path for line in text.splitlines()[1:]]


@pytest.fixture
def house() -> Iterator[House]:
    """A server of the district in memory, its first organiser signed in."""
    made = House().begin()
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def live(tmp_path_factory) -> Iterator[Any]:
    """A server that listens at a free port, its first organiser made: for tests with a real browser."""
    from tests.serve.browsing import Live

    made = Live(database=str(tmp_path_factory.mktemp("live") / "participation.sqlite")).begin()
    with made.running():
        yield made
