"""Sheets of nearly one name have titles that Excel takes; workbooks written at once are the same."""

from __future__ import annotations

import threading

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics.core.workbooks import write_xlsx


@pytest.fixture
def sheets():
    numbers = pd.DataFrame(np.random.default_rng(0).standard_normal((400, 5)), columns=list("abcde"))
    return {"first": numbers, "second": numbers.assign(name="南山")}


def test_workbooks_written_at_once_are_the_same(sheets, tmp_path):
    places = [tmp_path / f"{number}.xlsx" for number in range(12)]
    threads = [threading.Thread(target=write_xlsx, args=(sheets, place)) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({place.read_bytes() for place in places}) == 1


def test_titles_of_nearly_one_name(sheets, tmp_path):
    long = "A" * 31
    asked = [long + "1", long + "2", long.lower(), "a:b", "a*b", "x", "X"]
    write_xlsx({title: sheets["first"].head(1) for title in asked}, tmp_path / "book.xlsx")
    told = load_workbook(tmp_path / "book.xlsx").sheetnames
    assert told == [long, "A" * 27 + " (2)", "a" * 27 + " (3)", "a b", "a b (2)", "x", "X (2)"]


def test_a_workbook_without_sheets_is_refused(tmp_path):
    with pytest.raises(gm.FaultyInput, match="sheets: there are none; give at least one"):
        write_xlsx({}, tmp_path / "book.xlsx")
    assert not any(tmp_path.iterdir())
