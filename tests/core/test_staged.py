"""Two runs that write into one folder: one after the other, and the folder is whole at the end."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import govmetrics as gm
from govmetrics.core import staged, written

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
    monkeypatch.setattr(written, "fcntl", None)
    for name, age in (("new", 60), ("old", 2 * staged.OLD)):
        left = tmp_path / f"{staged.PREFIX}{name}"
        left.mkdir()
        os.utime(left, (time.time() - age,) * 2)
    write(tmp_path, "x")
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "b.txt", f"{staged.PREFIX}new"}


def test_what_is_of_no_use_goes_when_all_is_there(tmp_path):
    write(tmp_path, "x")
    with staged.staged(
        tmp_path, gone=lambda place: ["b.txt", "none.txt"] if (place / "c.txt").exists() else []
    ) as place:
        (place / "c.txt").write_text("x")
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "c.txt"}


KILL = """
import os, signal, sys
from pathlib import Path
from govmetrics.core import staged
folder, (shadow, number) = Path(sys.argv[1]), sys.argv[2].split()
calls = []
def mortal(real):
    def call(*given, **more):
        calls.append(1)
        if len(calls) == int(number) and shadow == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        done = real(*given, **more)
        if len(calls) == int(number) and shadow == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    return call
def write():
    with staged.staged(folder, "told.txt", lambda _: ["old.txt"]) as place:
        for name in ("a.txt", "b.txt", "new.txt", "told.txt"):
            (place / name).write_text("second")
os.replace, os.unlink, os.link = mortal(os.replace), mortal(os.unlink), mortal(os.link)
write()
print(len(calls))
"""


def test_killed_at_any_move_it_is_old_or_new_or_known_as_unfinished_and_the_next_ends_it(tmp_path):
    """Processes are forked from one, as each start of Python costs a second."""
    if not hasattr(os, "fork"):
        pytest.skip("no fork on this system")
    old = {"a.txt": "first", "b.txt": "first", "old.txt": "first", "told.txt": "first"}
    new = dict.fromkeys(("a.txt", "b.txt", "new.txt", "told.txt"), "second")
    seen = set()
    for number in range(1, 40):
        for moment in ("before", "after"):
            folder = tmp_path / f"{number}-{moment}"
            folder.mkdir()
            for name, text in old.items():
                (folder / name).write_text(text)
            if forked(folder, number, moment) == 0:
                assert plain(folder) == new
                assert {"old", "unfinished", "new"} == seen
                return
            found = plain(folder)
            if staged.is_unfinished(folder):
                seen.add("unfinished")
            else:
                assert found in (old, new)
                seen.add("new" if found == new else "old")
            was = "second" if staged.is_unfinished(folder) or found == new else "first"
            with staged.staged(folder) as place:
                assert plain(folder)["told.txt"] == was  # what was begun is ended before anything else is
                (place / "mine.txt").write_text("third")
            assert plain(folder) == {**(new if was == "second" else old), "mine.txt": "third"}
            assert not list(folder.glob(".unfinished-*"))
    raise AssertionError("never ended")


def plain(folder):
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def forked(folder, number, moment):
    """Write in a child that is killed at a move; return its exit status, 0 where it lived."""
    child = os.fork()
    if child == 0:
        sys.argv = ["", str(folder), f"{moment} {number}"]
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            exec(compile(KILL, "kill", "exec"), {})
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.mark.parametrize("number", range(1, 5))
def test_a_move_that_the_system_refuses_puts_everything_back(tmp_path, monkeypatch, number):
    """As where a spreadsheet program holds a file open: which one, is told."""
    for name in ("a.txt", "b.txt", "old.txt"):
        (tmp_path / name).write_text("first")
    before, moved = plain(tmp_path), []
    real = os.replace

    def refusing(source, target):
        if Path(target).parent == tmp_path and not str(source).count(".before"):
            moved.append(Path(target).name)
            if len(moved) == number:
                raise PermissionError(13, "in use", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", refusing)
    with pytest.raises(gm.FaultyInput) as caught:
        four_files(tmp_path)
    assert plain(tmp_path) == before
    assert not list(tmp_path.glob(".unfinished-*"))
    (fault,) = caught.value.faults
    assert Path(fault.place).name == ["a.txt", "b.txt", "c.txt", "told.txt"][number - 1]
    assert fault.way_out == "close it in other programs, and see that the folder may be written to"


def four_files(folder):
    with staged.staged(folder, "told.txt", lambda _: ["old.txt"]) as place:
        for name in ("a.txt", "b.txt", "c.txt", "told.txt"):
            (place / name).write_text("second")


def test_stopped_by_hand_between_two_moves_the_rest_moves_too(tmp_path, monkeypatch):
    real, calls = os.replace, []

    def stopping(source, target):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "replace", stopping)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, "x")
    assert plain(tmp_path) == {"a.txt": "x", "b.txt": "x"}
    assert not list(tmp_path.glob(".unfinished-*"))


# one file


def half(file, error):
    with written.whole(file) as place:
        place.write_text("half")
        raise error


def test_a_file_that_fails_half_way_leaves_the_earlier_one(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("earlier")
    file.chmod(0o640)
    for error in (OSError(28, "full"), KeyboardInterrupt(), ValueError("odd")):
        with pytest.raises((gm.FaultyInput, type(error))):
            half(file, error)
        assert plain(tmp_path) == {"t.csv": "earlier"}
    with written.whole(file, lasting=True) as place:
        assert place.suffix == ".csv"
        place.write_text("later")
    assert plain(tmp_path) == {"t.csv": "later"}
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(("number", "reason", "way_out"), [
    (28, "the disk is full", "make room, or name a folder on another disk"),
    (30, "the disk can only be read", "name a folder on another disk"),
    (13, "access is not permitted", "close it in other programs, and see that the folder may be written to"),
])  # fmt: skip
def test_what_keeps_a_file_from_its_name_is_told_with_what_helps(
    tmp_path, monkeypatch, number, reason, way_out
):
    def refusing(source, target):
        raise OSError(number, "odd", str(source), None, str(target))

    monkeypatch.setattr(os, "replace", refusing)
    with pytest.raises(gm.FaultyInput) as caught, written.whole(tmp_path / "t.csv") as place:
        place.write_text("x")
    assert str(caught.value) == f"{tmp_path / 't.csv'}: cannot be written ({reason}); {way_out}"
    assert plain(tmp_path) == {}


def test_names_that_no_file_can_have(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    told = {
        "n" * 300 + ".csv": "its name is too long); give it a shorter name",
        "folder": "it is a folder); take the folder away, or name another place",
        "none/t.csv": "the folder does not exist); name a file in a folder that is there",
        "file/t.csv": "its path leads through a file); name a file in a folder that is there",
    }
    for name, said in told.items():
        with pytest.raises(gm.FaultyInput) as caught, written.whole(tmp_path / name) as place:
            place.write_text("x")
        assert str(caught.value).endswith(f"cannot be written ({said}"), name
    assert plain(tmp_path) == {"file": "x"}


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "real" / "t.csv")
    with written.whole(tmp_path / "link.csv") as place:
        place.write_text("x")
    assert (tmp_path / "link.csv").is_symlink()
    assert plain(tmp_path / "real") == {"t.csv": "x"}
    with written.whole(os.devnull) as place:
        assert str(place) == os.devnull


def test_what_a_killed_process_left_is_removed_by_the_next_and_what_another_makes_is_not(tmp_path):
    (tmp_path / ".unfinished-left.csv").write_text("half")
    with written.whole(tmp_path / "one.csv") as one, written.whole(tmp_path / "two.csv") as two:
        assert {path.name for path in tmp_path.iterdir()} == {one.name, two.name}
        one.write_text("1")
        two.write_text("2")
    assert plain(tmp_path) == {"one.csv": "1", "two.csv": "2"}
