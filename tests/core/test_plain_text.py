"""Text in which no sign has a second meaning is read as pandas reads it; all other text is left to pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govmetrics.core.plain_text import plain_cells

pytest.importorskip("pyarrow")
SEPARATORS = [",", ";", "\t"]
PLAIN = {
    "numbers": "unit,a,b\nu1,1.50,007\nu2,-3e5,\n",
    "no last end": "unit,a,b\nu1,1.50,007\nu2,-3e5,85%",
    "words for missing": "unit,a,b\nNA,nan,null\nNone,N/A,-\n#N/A,True,1_000\n",
    "gaps at all ends": ",,\n,a,\n,,b\n,,\n",
    "ends of Windows": "unit,a,b\r\nu1,1,2\r\n",
    "spaces that stay": "unit name,a ,b\nu 1,1 ,2\t\n",
    "chinese": "单位,得分,备注\n南山,1，5,'甲'\n福田,２,乙\u2028丙\n",
    "signs": "unit,a,b\n=1+1,#2,\\n\n'x,$4,a\\,\x1a\n".replace("a\\,", "a\\"),
    "one line": "unit,a,b",
    "long cell": "unit,a,b\nu1,1," + "x" * 5000 + "\n",
}
ODD = {
    "quotes": 'unit,a\n"u,1",2\n',
    "a quote within": 'unit,a\nu1,2"\n',
    "spaces before": "unit,a\nu1, 2\n",
    "a space before the first": "unit,a\n u1,2\n",
    "a space at the top": " unit,a\nu1,2\n",
    "blank line": "unit,a\n\nu1,2\n",
    "blank line of Windows": "unit,a\r\n\r\nu1,2\r\n",
    "blank line at the end": "unit,a\nu1,2\n\n",
    "blank line at the top": "\nunit,a\nu1,2\n",
    "short line": "unit,a,b\nu1,2\nu2,3,4\n",
    "long line": "unit,a\nu1,2,3\n",
    "old ends": "unit,a\ru1,2\r",
    "an old end within": "unit,a\nu1\r,2\n",
    "NUL": "unit,a\nu1,2\0\n",
    "second mark": "\ufeffunit,a\nu1,2\n",
    "one column": "unit\nu1\n",
}


def by_pandas(path, separator):
    return pd.read_csv(path, sep=separator, header=None, dtype=str, keep_default_na=False, na_values=[""],
                       skipinitialspace=True, skip_blank_lines=False, encoding="utf-8-sig")  # fmt: skip


def written(tmp_path, text, mark):
    path = tmp_path / "x.csv"
    path.write_bytes((b"\xef\xbb\xbf" if mark else b"") + text.encode())
    return path


@pytest.mark.parametrize("mark", [False, True])
@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("kind", PLAIN)
def test_plain_text_is_read_as_pandas_reads_it(kind, separator, mark, tmp_path):
    text = PLAIN[kind].replace("\t", "").replace(",", separator)
    path = written(tmp_path, text, mark)
    found = plain_cells(path, text, separator)
    if getattr(pd.Series(["a"], dtype=str).dtype, "storage", "") != "pyarrow":
        assert found is None
        return
    pd.testing.assert_frame_equal(found, by_pandas(path, separator), check_column_type=False)


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("kind", ODD)
def test_all_other_text_is_left_to_pandas(kind, separator, tmp_path):
    text = ODD[kind].replace(",", separator)
    assert plain_cells(written(tmp_path, text, False), text, separator) is None


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_read_is_what_pandas_reads(seed, tmp_path):
    """Small texts of any signs: most are left to pandas, the others are the same."""
    rng = np.random.default_rng(seed)
    for _ in range(50):
        signs = rng.choice([",", "\n", "\r\n", "a", "1", ".", " ", "\t", '"', "社", "\r", "'"], 14,
                           p=[0.26, 0.16, 0.04, 0.13, 0.13, 0.05, 0.03, 0.03, 0.02, 0.1, 0.02, 0.03])  # fmt: skip
        text = "".join(signs)
        path = written(tmp_path, text, False)
        found = plain_cells(path, path.read_bytes().decode(), ",")
        if found is not None:
            pd.testing.assert_frame_equal(found, by_pandas(path, ","), check_column_type=False)


@pytest.mark.parametrize("separator", ["", ",,", "、", "\n", '"', " "])
def test_other_separators_are_left_to_pandas(separator, tmp_path):
    text = "unit,a\nu1,2\n"
    assert plain_cells(written(tmp_path, text, False), text, separator) is None
