"""SPSS files that a damaged disk or a hostile hand made: whatever they do to the program that reads them, this one goes on."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import textwrap

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput, IndicatorTree
from govmetrics.survey import spss, spss_apart
from govmetrics.survey.spss import read_spss
from tests.fuzz.spss import directly

pyreadstat = pytest.importorskip("pyreadstat")


@pytest.fixture
def sav(tmp_path):
    frame = pd.DataFrame({
        "id": [1.0, 2.0, 3.0], "q1": [1.0, np.nan, 0.1 + 0.2], "name": ["街道", "", "=b"],
        "d": [dt.date(2026, 1, 2), None, dt.date(2026, 1, 3)],
        "at": [dt.datetime(2026, 1, 2, 10, 0, 1), dt.datetime(1850, 1, 3), None], "t": [dt.time(1, 2), None, dt.time(3)],
        "none": [np.nan, np.nan, np.nan],
    })  # fmt: skip
    path = tmp_path / "s.sav"
    pyreadstat.write_sav(frame, str(path), column_labels={"q1": "满意度"})
    return path


def test_what_another_process_read_is_what_this_one_would_have_read(sav):
    frame, labels = read_spss(sav)
    pd.testing.assert_frame_equal(frame, pyreadstat.read_sav(sav)[0])
    assert labels == {"q1": "满意度"}


def played(monkeypatch, code):
    """Let a program of ours stand in for that which reads."""
    run = subprocess.run
    monkeypatch.setattr(
        spss.subprocess,
        "run",
        lambda command, **options: run([command[0], "-c", code, *command[-5:]], **options),
    )


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("name", ["SIGSEGV", "SIGKILL", "SIGABRT"])
def test_a_file_that_kills_its_reader_is_one_error(sav, monkeypatch, name):
    played(monkeypatch, f"import os, signal; os.kill(os.getpid(), signal.{name})")
    assert getattr(signal, name)
    with pytest.raises(
        FaultyInput, match=r"s.sav: is not a readable .sav file \(it broke the program that reads it\); save"
    ):
        gm.read_survey(sav, IndicatorTree.from_groups({"A": ["q1"]}))


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_file_that_never_ends_is_one_error(sav, monkeypatch):
    monkeypatch.setattr(spss, "SECONDS", 0.1)
    for code in ("while True: pass", "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"):
        played(monkeypatch, code)
        with pytest.raises(FaultyInput, match="reading it takes more than 0 seconds"):
            read_spss(sav)


def test_a_file_that_asks_for_memory_is_one_error(sav, monkeypatch):
    played(monkeypatch, "import sys; sys.exit(4)")
    with pytest.raises(FaultyInput, match="it asks for more memory than there is"):
        read_spss(sav)


def test_more_cells_than_the_rule_says_are_refused_with_the_number(sav, monkeypatch):
    monkeypatch.setattr(spss, "CELLS", 20)
    with pytest.raises(
        FaultyInput, match="has 3 rows and 7 columns, more than 20 cells; split it, or leave out"
    ):
        read_spss(sav)


def test_rows_are_counted_where_the_file_does_not_tell_them(tmp_path, sav, monkeypatch):
    raw = bytearray(sav.read_bytes())
    raw[80:84] = (-1).to_bytes(4, "little", signed=True)  # the number of cases in the header
    sav.write_bytes(raw)
    assert len(read_spss(sav)[0]) == 3
    told = []
    monkeypatch.setattr(spss_apart, "_bound", lambda *_: None)
    monkeypatch.setattr(spss_apart, "_write", lambda folder, about: told.append(about))
    spss_apart.main(str(sav), str(tmp_path), 20, 0, 0)
    assert told == [{"large": [3, 7]}]


@pytest.mark.slow
def test_it_works_where_nobody_guards_the_main_module(sav):
    """As in a notebook, `python -c`, or a script without ``if __name__ == "__main__"``; also from a daemon's threads."""
    code = f"""
        import threading
        from pathlib import Path
        from govmetrics.survey.spss import read_spss
        def read(): print(len(read_spss(Path({str(sav)!r}))[0]))
        one = threading.Thread(target=read, daemon=True); one.start(); one.join(); read()
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["3", "3"], done.stderr


@pytest.mark.slow
def test_damaged_files_leave_only_our_errors(sav):
    raw, rng, refused = sav.read_bytes(), random.Random(5), 0
    for _ in range(3):
        data = bytearray(raw)
        for _ in range(20):
            data[rng.randrange(len(data))] = rng.randrange(256)
        sav.write_bytes(data)
        try:
            read_spss(sav)
        except FaultyInput:
            refused += 1
    assert refused


@pytest.mark.skipif(os.name == "nt", reason="a copy of the process (fork) is made")
def test_one_byte_that_ends_the_library_below_is_one_error(tmp_path):
    """pyreadstat 1.3.7 ends with a segmentation fault: the kind of the first variable says a text, its labels say numbers."""
    path = tmp_path / "s.sav"
    frame = pd.DataFrame({"q1": [1.0, 2.0, 9.0], "place": ["东", "b", "ff"]})
    pyreadstat.write_sav(frame, str(path), variable_value_labels={"q1": {1: "bad", 5: "good"}})
    whole = bytearray(path.read_bytes())
    assert whole[176:184] == bytes([2, 0, 0, 0, 0, 0, 0, 0])  # a variable, of numbers
    whole[180] = 127
    path.write_bytes(whole)
    if directly(path) >= 0:
        pytest.skip(f"pyreadstat {pyreadstat.__version__} survives this file")
    with pytest.raises(FaultyInput, match=r"\(it broke the program that reads it\); save it again as .sav"):
        read_spss(path)
