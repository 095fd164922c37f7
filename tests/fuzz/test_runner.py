"""The harness itself: what leaves is told, kept and made small; what hangs or breaks the process is ended and told."""

import os
import random
import signal
from pathlib import Path

import pytest

from govmetrics.core import FaultyInput
from tests.fuzz import run
from tests.fuzz.mutate import changed, parts, shrunk, zipped
from tests.fuzz.targets import TARGETS, Target
from tests.fuzz.watch import Watch


def target_of(read):
    return Target("case.txt", ".txt", lambda: [b"all is well"], read)


def _reads(path: Path) -> object:
    text = path.read_bytes()
    if b"!" in text:
        raise FaultyInput("case", "has a sign", "remove it")
    return 1 / (b"z" not in text)


def test_what_is_ours_may_leave_and_nothing_else(tmp_path):
    watch = Watch(target_of(_reads), tmp_path)
    for data in (b"all", b"!", b"a z", b"z"):
        watch.on(data)
    assert (watch.tally.tried, watch.tally.refused) == (4, 1)
    assert watch.tally.left == {"ZeroDivisionError < fuzz/test_runner.py:_reads": 2}
    (kept,) = (tmp_path / "found").glob("*.txt")
    assert kept.read_bytes() == b"a z"


def test_an_input_is_made_small_and_fails_as_before():
    assert shrunk(b"aaaa z bbbb", lambda data: b"z" in data, 100) == b"z"
    office = zipped({"a.xml": b"<a>1</a>", "b.xml": b"<b>22z22</b>"})
    small = shrunk(office, lambda data: b"z" in parts(data).get("b.xml", b""), 100)
    assert parts(small) == {"b.xml": b"z"}


def test_a_zip_is_changed_inside_its_parts():
    office = zipped({"a.xml": b"<a>1</a>", "b.xml": b"<b>2</b>"})
    found = [parts(changed(office, random.Random(seed))) for seed in range(40)]
    assert sum(1 for one in found if one and one != parts(office)) > 25


@pytest.mark.parametrize(("how", "what"), [("os.kill", "SIGKILL"), ("computes", "Slow")])
def test_what_ends_the_process_is_counted_and_the_rest_goes_on(how, what, tmp_path, monkeypatch):
    def read(path: Path) -> object:
        if b"well" not in path.read_bytes():
            if how == "os.kill":
                os.kill(os.getpid(), signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGXCPU)  # as the system does when the time of an input is over
        return None

    monkeypatch.setattr(run, "PLACE", tmp_path)
    monkeypatch.setattr("tests.fuzz.child.atheris", None)
    monkeypatch.setitem(TARGETS, "case.txt", target_of(read))
    found = run.fuzz("case.txt", 1.5, 1)
    assert found.killed >= 1
    assert any(each.startswith(what) for each in found.left)
    assert (tmp_path / "case.txt" / "found").is_dir()
