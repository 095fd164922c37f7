"""A workbook that fails half-way leaves nothing: no file, no thread, no second error behind the first."""

import gc
import sys
import tempfile
import threading

import numpy as np
import pandas as pd
import pytest

from govmetrics.core import FaultyInput, workbooks

SHEETS = {name: pd.DataFrame(np.ones((300, 20))) for name in ("first", "second", "third")}


@pytest.fixture
def odd(monkeypatch):
    """What Python would tell behind an error, of generators that end in the wrong order."""
    told = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    return told


@pytest.fixture
def rows_of(tmp_path, monkeypatch):
    """The folder of openpyxl's files of rows."""
    (tmp_path / "rows").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "rows"))
    return tmp_path / "rows"


def fails_at_the_second(error, write):
    begun = []

    def add(sheet, frame):
        write(sheet, frame)
        begun.append(sheet)
        if len(begun) == 2:
            raise error

    return add


def nothing_is_left(place, rows, odd):
    gc.collect()
    assert [path.name for path in place.parent.iterdir() if path != rows] == [place.name]
    assert place.read_text(encoding="utf-8") == "old"
    assert not list(rows.iterdir())
    assert odd == []


@pytest.mark.parametrize("error", [ValueError("odd"), KeyboardInterrupt(), MemoryError()])
def test_a_fault_between_rows(error, tmp_path, monkeypatch, rows_of, odd):
    place, threads = tmp_path / "book.xlsx", threading.active_count()
    place.write_text("old", encoding="utf-8")
    monkeypatch.setattr(workbooks, "_add_rows", fails_at_the_second(error, workbooks._add_rows))
    with pytest.raises(type(error)):
        workbooks.write_xlsx(SHEETS, place, index=False)
    assert threading.active_count() == threads
    nothing_is_left(place, rows_of, odd)


def test_a_full_disk_while_a_sheet_is_pressed(tmp_path, monkeypatch, rows_of, odd):
    place, threads = tmp_path / "book.xlsx", threading.active_count()
    place.write_text("old", encoding="utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workbooks.shutil, "copyfileobj", full)
    with pytest.raises(FaultyInput, match="the disk is full"):
        workbooks.write_xlsx(SHEETS, place, index=False)
    assert threading.active_count() == threads
    nothing_is_left(place, rows_of, odd)
