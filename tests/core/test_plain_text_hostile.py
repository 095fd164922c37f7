"""Files of text are one table, one fault and one set of rows, whether pyarrow reads their cells or pandas does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govmetrics.core.errors import GovmetricsError
from govmetrics.core.tables import read_table

pytest.importorskip("pyarrow")
CELLS = st.sampled_from([
    "", "NA", "null", "nan", "None", "#N/A", "1e5", "0x10", "001", "1_000", "＋5", "−3", "١٢", "12%", "1/3", "2026-01-02",
    "1,5", "1;5", "😀", "\\", "\\n", "a\\", "'", '"', '""', '"a"', '"a\nb"', '"a,b"', 'a"b', " ", " a", "a ", "\u3000",
    "\u00a0b", "\x0b", "\x0c", "\x1a", "\x1c", "\x85", "\u2028", "\ufeff", "\x00", "\ud7ff", "\U0010ffff", "南山", "True",
    "inf", "=1", "sep=;", "1.5", "2", "#", "\t", "\ta", "x" * 3000,
])  # fmt: skip
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n"])


@st.composite
def files(draw):
    """Return bytes of a table, mostly of rows of one width, with odd cells, ends and separators."""
    separator = draw(st.sampled_from(",;\t"))
    end = draw(ENDS)
    width = draw(st.integers(1, 4))
    plain = draw(st.integers(0, 2)) > 0
    lines = [separator.join("abcd"[:width])] if draw(st.integers(0, 3)) else []
    for _ in range(draw(st.integers(0, 5))):
        many = width if plain or draw(st.integers(0, 3)) else draw(st.integers(1, 5))
        cells = [draw(CELLS) for _ in range(many)]
        if plain:  # else hardly any file is one for pyarrow
            cells = [
                c.replace('"', "").replace("\0", "").replace(separator, "").strip() or "0" for c in cells
            ]
        lines.append(separator.join(cells))
    text = "".join(
        line + (end if plain else draw(st.sampled_from([end, end, "\n", "\r\n"]))) for line in lines
    )
    text = text[: -len(end)] if draw(st.booleans()) and text.endswith(end) else text
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"]))
    return text.encode(encoding), draw(st.sampled_from([".csv", ".tsv", ".txt"]))


def outcome(path, **options):
    """Return the cells, their places and dtypes; or the fault's words."""
    try:
        table = read_table(path, **options)
    except GovmetricsError as error:
        return str(error)
    return ([str(dtype) for dtype in table.dtypes], list(table.columns), table.index.tolist(), type(table.index).__name__,
            [[None if pd.isna(cell) else cell for cell in row] for row in table.to_numpy(dtype=object).tolist()])  # fmt: skip


def both_ways(raw, suffix, **options):
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table{suffix}"
        path.write_bytes(raw)
        quick = outcome(path, **options)
        with patch("govmetrics.core.tables.plain_cells", return_value=None):
            assert quick == outcome(path, **options)
    return quick


@settings(max_examples=150)
@given(files(), st.booleans(), st.sampled_from([None, ".", ","]))
@example((b"a,b\n1\\,2\n", ".csv"), False, None)
@example((b"a;b\n1,5;2,25\n", ".csv"), False, None)
@example((b"a,b\n1,2\n\n", ".csv"), False, None)
@example((b"a,b", ".csv"), False, None)
@example((b"a\n1\n", ".txt"), False, None)
@example((b"a,a\n1,2\n", ".csv"), False, None)
@example((b"a,b,\n1,2,\n", ".csv"), False, None)
@example((b"a,b\n1,\t2\n", ".csv"), False, None)
@example((b"a,b\n1, 2\n", ".csv"), False, None)
@example((b"a,b\n1\r,2\n", ".csv"), False, None)
@example((b"a,b\r\n1,2\r\n\r\n3,4\r\n", ".csv"), False, None)
@example(("\ufeff\ufeffa,b\n1,2\n".encode(), ".csv"), False, None)
@example((b",b\n,2\n", ".csv"), False, None)
def test_two_ways_to_read_text_are_one(file, repeats, decimal):
    both_ways(*file, repeats=repeats, decimal=decimal)


@settings(max_examples=300)
@given(st.text(st.sampled_from(',;\t\n\r" ab1.\u3000南\ufeff\0\\'), max_size=30))
def test_two_ways_to_read_any_signs_are_one(text):
    both_ways(text.encode(), ".csv")


WIDE = ",".join(f"c{place}" for place in range(4_000))


@pytest.mark.parametrize("text", [
    f"{WIDE}\n" + "1,NA,,07," * 999 + "1,NA,,07\n", f"{WIDE}\n" + "1," * 3_998 + "1\n",
    "a,b\n" + "x" * 99_999 + ",2\n", "a,b\n" + "x" * 100_001 + ",2\n", "a,b\n1,2\n" + "x" * 3_000_000 + ",2\n",
    "a,b\n" + "1,2\n" * 200_000 + "1,2,3\n", "a,b\n" + "1,2\n" * 200_000 + "1\n", "a,b\r\n" + "1,\\\r\n" * 200_000,
], ids=["4,000 columns", "a row that is short", "a long cell", "a cell too long", "a cell longer than a block",
        "a long row at the end", "a short row at the end", "several blocks"])  # fmt: skip
def test_large_text_is_read_alike_both_ways(text):
    both_ways(text.encode(), ".csv")


@pytest.mark.parametrize(
    "failure", ["ArrowInvalid", "ArrowCapacityError", "ArrowMemoryError", "ArrowNotImplementedError"]
)
def test_where_pyarrow_fails_pandas_reads(failure, tmp_path):
    from pyarrow import lib

    path = tmp_path / "table.csv"
    path.write_text("unit,a\nu1,NA\n,2\n", encoding="utf-8")
    with patch("pyarrow.csv.read_csv", side_effect=getattr(lib, failure)("odd")) as asked:
        found = outcome(path)
    assert asked.called or pd.Series(["a"], dtype=str).dtype == object
    assert found == outcome(path)
    assert found[-1] == [["u1", "NA"], [None, "2"]]


WITHOUT = """
import sys


class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "pyarrow":
            raise ModuleNotFoundError(name, name=name)


sys.meta_path.insert(0, Missing())
from govmetrics.core.tables import read_table

print(ascii(read_table(sys.argv[1]).to_numpy(dtype=object, na_value=None).tolist()))
assert "pyarrow" not in sys.modules
"""


def test_without_pyarrow_text_is_read_all_the_same(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("单位,a\n南山,NA\n,007\n", encoding="utf-8")
    asked = [sys.executable, "-c", WITHOUT, str(path)]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == ascii([["南山", "NA"], [None, "007"]])
    assert outcome(path)[-1] == [["南山", "NA"], [None, "007"]]
