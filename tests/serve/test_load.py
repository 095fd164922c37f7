"""Many at once, and a server that is killed: a real process, its clients on the same machine."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from govmetrics.cli.lean import keep_small
from govmetrics.serve import answers
from govmetrics.serve.stores import open_store
from govmetrics.serve.stores.together import Together
from tests.serve.conftest import House

ROOT = Path(__file__).resolve().parents[2]
SLOW = "the server's process, and the one that reads the evaluation, load the library: ten seconds on a busy machine"


def load(*options: str) -> dict:
    """Run a small load; return what it came to."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.participation_load",
        "--invitees",
        "200",
        "--connections",
        "20",
        *options,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow(reason=SLOW)
@pytest.mark.parametrize("mode", ["anonymous", "named"])
def test_many_at_once_and_a_tenth_twice(mode: str):
    found = load("--mode", mode, "--look")
    assert (found["taken"], found["refused"], found["other"], found["lost"]) == (200, 20, {}, 0)
    assert found["answers"] == found["whole"] == found["used"] == 200
    assert found["ledger"]
    assert found["most_mb"] < 150


@pytest.mark.slow(reason=SLOW)
def test_killed_in_the_middle():
    """What was acknowledged is there after SIGKILL, nothing is half there, and the ledger verifies."""
    found = load("--kill")
    killed = found["killed"]
    assert killed["acknowledged"] >= 66
    assert killed["answers"] == killed["whole"] == killed["used"] >= killed["acknowledged"]
    assert killed["acknowledged_refused"] == killed["acknowledged"]  # nobody votes again
    assert killed["ledger"]
    assert found["answers"] == found["whole"] == found["used"] == 200
    assert found["ledger"]


def test_work_that_waits_shares_a_transaction(database):
    """Ten pieces that came while another was written go in one transaction; one that fails takes nobody with it."""
    store = open_store(".", database)
    begun: list[int] = []

    def write():
        begun.append(1)
        return store.write()

    together, holding, may_go = Together(write), threading.Event(), threading.Event()

    def add(name: str):
        def work(transaction):
            if name == "slow":
                holding.set()
                may_go.wait(10)
            if name == "bad":
                raise ValueError(name)
            key = f"k{name}"
            transaction.execute(
                "INSERT INTO audit_log (id, at, who, action, subject, detail) VALUES (?, '', '', '', '', '')",
                (key,),
            )
            return key

        return work

    told: dict[str, object] = {}

    def run(name: str):
        try:
            told[name] = together.do(add(name))
        except ValueError as error:
            told[name] = error

    def crowd(names: list[str]) -> None:
        holding.clear()
        may_go.clear()
        first = threading.Thread(target=run, args=("slow",))
        first.start()
        assert holding.wait(10)
        rest = [threading.Thread(target=run, args=(name,)) for name in names]
        [thread.start() for thread in rest]
        while len(together._waiting) < len(names):
            time.sleep(0.005)
        may_go.set()
        [thread.join() for thread in [first, *rest]]
        with store.write() as transaction:
            transaction.execute("DELETE FROM audit_log WHERE id = 'kslow'")

    crowd([str(n) for n in range(10)])
    assert len(begun) == 2
    assert {name: told[name] for name in "0123456789"} == {name: f"k{name}" for name in "0123456789"}
    crowd(["a", "bad", "b"])
    assert isinstance(told["bad"], ValueError)
    assert (told["a"], told["b"]) == ("ka", "kb")
    assert len(begun) == 2 + 1 + 1 + 3
    with store.read() as transaction:
        kept = {row["id"] for row in transaction.rows("SELECT id FROM audit_log")}
    assert kept == {f"k{name}" for name in [*"0123456789", "a", "b"]}
    store.close()


def test_a_lost_commit_is_nobodys_ballot(house: House, monkeypatch):
    """Where the disk refuses, nobody is told that the answer is kept, and the link is still good."""
    key = house.make("vote", options="Park\nLift", rule="approval", mode="anonymous")
    (link,) = house.invite(key, count=1)
    from starlette.testclient import TestClient

    browser = TestClient(house.app, follow_redirects=False, raise_server_exceptions=False)
    ballot = {"agreed": "yes", "step": "1", "go": "send", "o.0": "yes"}
    with monkeypatch.context() as broken:
        broken.setattr(answers.moments, "day", lambda now: 1 / 0)
        assert browser.post(link, data=ballot).status_code == 500
    with house.store.read() as transaction:
        assert transaction.row("SELECT status FROM links")["status"] == "open"
    assert browser.post(link, data=ballot).status_code == 303


def test_a_server_is_kept_small():
    code = (
        "import sys; sys.argv = ['govmetrics', 'serve']; import govmetrics.cli, pandas; "
        "print(pandas.DataFrame({'a': ['x']}).to_csv(index=False).split(), sys.modules['pyarrow'], "
        "any(name.startswith('scipy') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['a', 'x'] None False"
    assert not keep_small(["serve"])  # here pandas is loaded already
