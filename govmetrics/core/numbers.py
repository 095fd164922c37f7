"""Numbers as people type them: one grammar, which every reader and every function that takes a frame uses."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal as Exact
from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.options import choice, optional
from govmetrics.core.words import Text
from govmetrics.core.words.text import label_text

Decimal = Literal[".", ","]
DECIMAL = optional(choice(".", ","))

MISSING = frozenset({"", "-", "--", "---", "—", "——", "–", "－", "/", ".", "..", "...", "…", "……", "n/a", "n.a.", "n.a", "na",
                     "n/d", "n.d.", "s/d", "k.a.", "k. a.", "nan", "null", "none", "missing", "not available", "no data",
                     "#n/a", "#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!", "缺", "缺失", "缺失值", "缺省", "无",
                     "无数据", "暂无", "暂无数据", "暂缺", "未统计", "未填", "未填写", "未填报", "未报", "未上报",
                     "空", "空白", "空值"})  # fmt: skip
"""What people type for "no value", the errors of a spreadsheet among it; compared after trimming, in lower case."""
NONE = "无"
"""Of these the one that may also mean zero, or be an option of an item."""
_BLANKS = (0x3000, 0xA0, 0x202F, *range(0x2000, 0x200B))
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | dict.fromkeys(_BLANKS, 0x20) | dict.fromkeys(
    (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)
) | {0x2019: 0x27}  # fmt: skip
# A first group of thousands has one to three digits and does not begin with 0: 0,815 is no thousand.
_WHOLE = r"[1-9]\d{{0,2}}(([{group} '])\d{{3}})(\3\d{{3}})*"
_NUMBER = {
    sign: re.compile(
        rf"[+-]?({_WHOLE.format(group=group)}({point}\d*)?|\d+({point}\d*)?|{point}\d+)([eE][+-]?\d+)?"
    )
    for sign, group, point in ((".", ",", r"\."), (",", ".", ","))
}
_GROUPS = {".": str.maketrans("", "", ", '"), ",": str.maketrans(",", ".", ". '")}


_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[,.]\d{3}\s*%?")
"""A number that is a thousand by one decimal sign, and has three decimals by the other."""
_SIGNS: dict[Decimal, str] = {".": "point", ",": "comma"}


def number(cell: Any, decimal: Decimal | None = ".") -> float | None:
    """Return a cell, as people type it, as a number: NaN for "no value", None when it is not a number.

    The rule: surrounding blanks and full-width digits are read as usual ones; commas, blanks (no-break and thin ones
    too) or apostrophes are allowed between groups of three digits, one sign throughout, of which the first group has
    at most three digits and does not begin with 0; a trailing % or ％ is dropped (85% is 85, in a column whose unit is
    %); empty cells, dashes, dots, "N/A", "#REF!", "缺失" and the like (`MISSING`) are missing. Where ``decimal`` is ",",
    comma and point change places.

    Examples
    --------
    >>> number("1,234.5"), number("85%"), number("—"), number("１２"), number("12 km")
    (1234.5, 85.0, nan, 12.0, None)
    >>> number("0,815"), number("0,815", ","), number("1.234,5", ","), number("1 234 567")
    (None, 0.815, 1234.5, 1234567.0)
    """
    if isinstance(cell, bool | np.bool_):
        return None
    if isinstance(cell, int | float | np.integer | np.floating | Exact):
        try:
            return float(cell)
        except OverflowError:
            return None
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return float("nan")
    if not isinstance(cell, str):
        return None
    text = _plain(cell)
    if text.lower() in MISSING:
        return float("nan")
    text = text.removesuffix("%").rstrip()
    sign = decimal or "."
    if not _NUMBER[sign].fullmatch(text):
        return None
    value = float(text.translate(_GROUPS[sign]))
    return value if math.isfinite(value) else None


def numbers(column: pd.Series, decimal: Decimal | None = None) -> tuple[pd.Series, list[tuple[Any, str]]]:
    """Return a column as floats by the rule of `number`, and the cells (label, text) that are not numbers.

    A column of truth values, which only a frame can have, is 1 and 0; one among other cells is no number. Where `decimal`
    says nothing the point is the decimal sign, unless a column has "1,520" beside "1.480" and no cell that tells which
    of the signs it is: then all of these are among the cells that are not numbers.

    Examples
    --------
    >>> numbers(pd.Series(["1,520", "1.480", "12"]))[1], numbers(pd.Series(["1,520", "1.48"]))[0].tolist()
    ([(0, '1,520'), (1, '1.480')], [1520.0, 1.48])
    """
    if pd.api.types.is_bool_dtype(column) and column.dtype != object:
        return column.astype("Float64").astype(float), []
    if pd.api.types.is_numeric_dtype(column) and column.dtype.kind not in "bc":
        return column.astype(float), []
    values = np.full(len(column), np.nan)
    if (
        isinstance(column.dtype, pd.StringDtype) and decimal != ","
    ):  # most cells are plain numbers: those in one go
        values = plain_numbers(column)
    rest = np.flatnonzero(~np.isfinite(values) & column.notna().to_numpy())
    cells = column.iloc[rest].to_numpy(dtype=object)
    # Texts are looked up once each; 1 and True, which Python holds for the same key, are not.
    known = {cell: number(cell, decimal) for cell in {cell for cell in cells if isinstance(cell, str)}}
    read = [known[cell] if isinstance(cell, str) else number(cell, decimal) for cell in cells]
    values[rest] = [np.nan if value is None else value for value in read]
    wrong = [rest[place] for place, value in enumerate(read) if value is None]
    if decimal is None and any(_EITHER.fullmatch(_plain(cell)) for cell in known):
        doubtful = _doubtful(column)
        values[doubtful] = np.nan
        wrong = sorted({*wrong, *doubtful})
    bad = [(column.index[place], label_text(column.iloc[place])) for place in wrong]
    return pd.Series(values, index=column.index, name=column.name), bad


def plain_numbers(column: pd.Series) -> np.ndarray:
    """Return a column of text as floats: NaN, or what is not finite, where a cell is no plain number.

    Examples
    --------
    >>> plain_numbers(pd.Series(["1.5", "1e3", None])).tolist(), plain_numbers(pd.Series(["2", "two"])).tolist()
    ([1.5, 1000.0, nan], [2.0, nan])
    """
    if getattr(column.dtype, "storage", "") == "pyarrow":  # as a whole, some twenty times as fast
        import pyarrow as pa

        with suppress(pa.ArrowInvalid):
            return np.array(pa.array(column).cast(pa.float64()).to_numpy(zero_copy_only=False))
    return pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan, copy=True)


def _doubtful(column: pd.Series) -> list[int]:
    """Return the places of cells like "1,520" and "1.480", where a column has both and no cell tells them apart."""
    texts = {cell: _plain(cell) for cell in column.dropna().unique() if isinstance(cell, str)}
    marked = {
        cell: text for cell, text in texts.items() if {",", "."} & set(text) and number(cell) is not None
    }
    marked = {cell: text for cell, text in marked.items() if text.lower() not in MISSING}
    if not all(_EITHER.fullmatch(text) for text in marked.values()):
        return []
    if len({"," in text for text in marked.values()}) < 2:
        return []
    return [place for place, cell in enumerate(column) if isinstance(cell, str) and cell in marked]


def no_number(
    place: str, cell: Any, way_out: str = "correct it, or leave the cell empty", asks: bool = False
) -> Fault:
    """Return the fault of a cell that is not a number; of one with a decimal comma both readings.

    Where the function that reads it `asks` for the decimal sign, its option is a way out.

    Examples
    --------
    >>> print(no_number("Nord, a", "0,815"))
    Nord, a: '0,815' is not a number, unless its comma is a decimal sign (0.815); write 0.815
    >>> print(no_number("Nord, a", "0,815", asks=True))
    Nord, a: '0,815' is not a number, unless its comma is a decimal sign (0.815); write 0.815, or read with decimal=','
    >>> print(no_number("Nord, a", "1,520"))  # beside 1.480
    Nord, a: '1,520' is 1.52 with a decimal comma and 1520 with a decimal point; write 1520 or 1.52
    """
    comma = number(cell, ",") if isinstance(cell, str) else None
    point = number(cell, ".")
    if comma is not None and point is not None and comma != point and not np.isnan([comma, point]).any():
        told = {"value": cell[:40], "comma": comma, "point": point}
        told |= {"whole": max(comma, point, key=abs), "part": min(comma, point, key=abs)}
        way_out = "write {whole:.15g} or {part:.15g}"
        if asks:
            way_out = "write {whole:.15g} or {part:.15g}, or read with decimal=',' or decimal='.'"
        return Fault(place, _BOTH, way_out, **told)
    if comma is None or np.isnan(comma):
        return Fault(place, "{value!r} is not a number", way_out, value=label_text(cell)[:40])
    problem = "{value!r} is not a number, unless its comma is a decimal sign ({read:.15g})"
    way_out = "write {read:.15g}, or read with decimal=','" if asks else "write {read:.15g}"
    return Fault(place, problem, way_out, value=cell[:40], read=comma)


_BOTH = "{value!r} is {comma:.15g} with a decimal comma and {point:.15g} with a decimal point"
TWO_KINDS = "of one group some weights have a percent sign ({percent}), and others have none ({plain})"


def of_two_kinds(cells: Iterable[Any]) -> tuple[str, str] | None:
    """Return a number with a percent sign and one without, where shares of one whole are typed in both ways.

    Examples
    --------
    >>> of_two_kinds(["60%", 0.4]), of_two_kinds(["60%", "40％", 0, None]), of_two_kinds([3, 1])
    (('60%', '0.4'), None, None)
    """
    texts = [str(cell).strip() for cell in cells if (read := number(cell)) and not math.isnan(read)]
    percent = [text for text in texts if text.endswith(("%", "％"))]
    plain = [text for text in texts if text not in percent]
    return (percent[0], plain[0]) if percent and plain else None


def comma_decimals(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return the table of a file separated by semicolons, its decimal commas as points.

    A column has decimal commas where all its cells are numbers so read, and one has a comma. One whose cells are all
    like "1,234" (or "1.234") is read as the other columns are written, and refused where these do not tell.

    Raises
    ------
    FaultyInput
        Columns that could be read both ways, and such as have commas in some numbers and points in others: both
        readings of each.
    """
    texts = {place: frame.iloc[:, place].dropna().drop_duplicates() for place in range(frame.shape[1])
             if not pd.api.types.is_numeric_dtype(frame.dtypes.iloc[place])}  # fmt: skip
    signs = {place: _signs(cells) for place, cells in texts.items()}
    written = set(signs.values())
    doubtful = {"mixed"}
    doubtful |= {"comma?"} if "comma" not in written or written & {"point", "mixed"} else set()
    doubtful |= {"point?"} if "point" not in written or written & {"comma", "comma?", "mixed"} else set()
    faults = [fault for place, sign in signs.items() if sign in doubtful
              for fault in each(_marked(texts[place]).items(), partial(_both_ways, file, frame.columns[place]), most=5)
             ]  # fmt: skip
    Faults(faults).raise_all()
    frame = frame.copy(deep=False)
    for place, sign in signs.items():
        if sign in ("comma", "comma?"):
            frame.isetitem(place, frame.iloc[:, place].map(_pointed, na_action="ignore").array)
    return frame


def _signs(cells: pd.Series) -> str:
    """Return the decimal sign of a column, with "?" where its cells fit either; "" where none is a number with a sign."""
    marked = _marked(cells)
    read = {sign: [number(cell, sign) for cell in cells] for sign in _SIGNS}
    if marked.empty or any(
        point is None and comma is None for point, comma in zip(*read.values(), strict=True)
    ):
        return ""
    fits = [_SIGNS[sign] for sign, values in read.items() if None not in values]
    if len(fits) == 1:
        return fits[0]
    commas = marked.map(lambda cell: "," in _plain(cell))
    return "mixed" if not fits or commas.any() != commas.all() else "comma?" if commas.all() else "point?"


def _marked(cells: pd.Series) -> pd.Series:
    """Return the cells with a comma or a point in them."""
    return cells[
        [bool({",", "."} & set(_plain(cell))) and _plain(cell).lower() not in MISSING for cell in cells]
    ]


def _both_ways(file: str, column: object, at: tuple[Any, str]) -> Fault:
    place = Text("{file}, row {row}, column {column}", file=file, row=at[0] + 2, column=str(column)[:40])
    comma, point = (number(at[1], sign) for sign in (",", "."))
    told: dict[str, Any] = {"value": at[1][:40], "comma": comma, "point": point}
    way_out = "write all numbers of the file alike, or read with decimal=',' or decimal='.'"
    if comma is not None and point is not None:
        told |= {
            "whole": max(comma, point, key=abs),
            "longer": re.sub(r"(\d)(\D*)$", r"\g<1>0\2", at[1][:40]),
        }
        way_out = "write {whole:.15g} or {longer}, or read with decimal=',' or decimal='.'"
        problem = _BOTH
    elif comma is not None:
        problem = "{value!r} is {comma:.15g} with a decimal comma, and other numbers have points"
    else:
        problem = "{value!r} is {point:.15g} with a decimal point, and other numbers have commas"
    return Fault(place, problem, way_out, **told)


def _pointed(cell: str) -> str:
    """Return a number with a decimal comma as one with a point."""
    return cell if _plain(cell).lower() in MISSING else cell.replace(".", "").replace(",", ".")


def _plain(cell: str) -> str:
    return cell.translate(_HALF_WIDTH).strip().replace("−", "-")
