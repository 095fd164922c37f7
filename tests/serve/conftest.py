"""A server of the district on a store of its own, and browsers without a screen."""

from __future__ import annotations

import re
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
from tests.postgresql import new_database

DISTRICT = Path(__file__).resolve().parents[2] / "examples" / "district"
CHEAP = Cost(memory=64, passes=1)
PASSWORD = "correct horse battery"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path) -> str:
    """A new database of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "participation.sqlite")
    return new_database(request.getfixturevalue("postgres"))


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
