"""Two runs that write into one folder: one after the other, and the folder is whole at the end."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import govmetrics as gm
from govmetrics.core import staged

HOLD = """
import sys, time
from pathlib import Path
from govmetrics.core.staged import staged
with staged(sys.argv[1]) as place:
    (place / "a.txt").write_text("first")
    print("in", flush=True)
    sys.stdin.readline()
    (place / "b.txt").write_text("first")
"""


@pytest.fixture
def other(tmp_path):
    """Another process that is in the middle of writing into the folder."""
    pytest.importorskip("fcntl")
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert process.stdout.readline() == "in\n"
    yield process
    process.kill()
    process.wait()


def write(folder, text):
    with staged.staged(folder) as place:
        for name in ("a.txt", "b.txt"):
            (place / name).write_text(text)


def test_the_second_waits_and_neither_loses_a_file(tmp_path, other):
    with ThreadPoolExecutor() as pool:
        second = pool.submit(write, tmp_path, "second")
        time.sleep(0.3)
        assert not second.done()
        assert len(list(tmp_path.glob(".unfinished-*"))) == 1  # that of the first, and it is still there
        other.communicate("\n")
        second.result(timeout=30)
    assert other.returncode == 0
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.txt": "second",
        "b.txt": "second",
    }


def test_one_that_waits_in_vain_says_so_in_one_line(tmp_path, other, monkeypatch):
    monkeypatch.setattr(staged, "PATIENCE", 0.1)
    with pytest.raises(gm.FaultyInput) as caught:
        write(tmp_path, "second")
    told = "another run is writing into it; wait until that has ended, or name another folder"
    assert str(caught.value) == f"{tmp_path}: {told}"
    other.communicate("\n")
    assert (tmp_path / "b.txt").read_text() == "first"


def test_the_folder_of_a_killed_run_is_free_and_cleaned(tmp_path, other):
    other.kill()
    other.wait()
    assert list(tmp_path.glob(".unfinished-*"))
    write(tmp_path, "second")
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "b.txt"}


def test_threads_take_turns(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, [tmp_path] * 12, map(str, range(12))))
    assert (tmp_path / "a.txt").read_text() == (tmp_path / "b.txt").read_text()
    assert len(list(tmp_path.iterdir())) == 2


def test_where_folders_cannot_be_held_only_what_is_old_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(staged, "fcntl", None)
    for name, age in (("new", 60), ("old", 2 * staged.OLD)):
        left = tmp_path / f"{staged.PREFIX}{name}"
        left.mkdir()
        os.utime(left, (time.time() - age,) * 2)
    write(tmp_path, "x")
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "b.txt", f"{staged.PREFIX}new"}


def test_what_is_of_no_use_goes_when_all_is_there(tmp_path):
    write(tmp_path, "x")
    with staged.staged(
        tmp_path, gone=lambda: ["b.txt", "none.txt"] if (tmp_path / "c.txt").exists() else []
    ) as place:
        (place / "c.txt").write_text("x")
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "c.txt"}
