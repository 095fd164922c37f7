"""How the name of a unit, a group, an expert or a period is read: one rule for every room."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import LABEL, Kind, shown
from govmetrics.core.words import Note, Text
from govmetrics.core.words.text import is_large, printed
from govmetrics.core.words.visible import visible

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_HALF = {
    full: full - 0xFEE0
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for full in range(ord(first), ord(last) + 1)
}
CJK = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff"
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,14})")
_BLANKS = re.compile(r"\s+")
_WITHIN_CHINESE = re.compile(rf"(?<=[{CJK}]) (?=[{CJK}])")
_ZEROS = re.compile(r"(?:(?<=\0)|^)0+(?=\d+(?:\0|$))")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")


def clean(name: Any) -> Any:
    """Return a name as it is compared and shown; what is no text stays as it is.

    The rule: blanks of any kind (no-break, full-width) around it go, several within it become one, and between two
    Chinese characters there are none; characters without width go; full-width letters and digits become usual ones;
    characters that can be composed are (NFC); what acts instead of being read stands as its number (`visible`). Case and
    punctuation stay.

    Examples
    --------
    >>> clean(" 甲　社区\u200b "), clean("Ｎｏ．１ \u00a0 East"), clean(7)
    ('甲社区', 'No．1 East', 7)
    """
    if not isinstance(name, str):
        return name
    name = visible(name)
    if name.isascii():
        return _BLANKS.sub(" ", name).strip(" ")
    text = unicodedata.normalize("NFC", name.translate(_UNSEEN).translate(_HALF))
    return _WITHIN_CHINESE.sub("", _BLANKS.sub(" ", text).strip(" "))


def all_clean(names: Iterable[str]) -> bool:
    """Tell, looking at all of them at once, whether `clean` leaves many names as they are; some that it does are missed.

    Examples
    --------
    >>> all_clean(["甲社区", "No. 1 East"]), all_clean(["甲社区", "乙社区 "])
    (True, False)
    """
    text = "|" + "|".join(names) + "|"
    if not text.isprintable() or any(blank in text for blank in ("  ", "| ", " |")):
        return False
    if text.isascii():
        return True
    wide = _WIDE.search(text) or (" " in text and _WITHIN_CHINESE.search(text))
    return not wide and unicodedata.is_normalized("NFC", text)


def row_label(row: Any) -> str:
    """Return a row's label as one text: what it is of several, such as period and unit, beside each other.

    Examples
    --------
    >>> row_label((2024, "Nanshan")), row_label(7)
    ('2024 Nanshan', '7')
    """
    return " ".join(map(str, row)) if isinstance(row, tuple) else str(row)


def no_value(cell: Any) -> bool:
    """Tell whether a cell says nothing; a list or a mapping in the place of a cell does not say nothing.

    Examples
    --------
    >>> no_value(None), no_value(float("nan")), no_value([None]), no_value("")
    (True, True, False, False)
    """
    return cell is None or bool(pd.api.types.is_scalar(cell) and pd.isna(cell))


def by_cell(column: pd.Series, function: Callable[[Any], Any], missing: Any = None) -> pd.Series:
    """Return what a function makes of every cell; each text is looked at once.

    Missing cells are not looked at: they become `missing`.

    Examples
    --------
    >>> by_cell(pd.Series(["a", None, "a"], dtype="str"), len, 0).tolist()
    [1, 0, 1]
    """
    if not isinstance(column.dtype, pd.StringDtype):
        known = (
            {cell: function(cell) for cell in set(filter(_is_text, column))} if column.dtype == object else {}
        )
        found = column.map(
            lambda cell: known[cell] if _is_text(cell) and known else function(cell), na_action="ignore"
        )
        return found if missing is None else found.where(column.notna(), missing)
    places, texts = pd.factorize(column)
    made = [function(text) for text in texts]
    if missing is None and made == texts.tolist():
        return column
    read = pd.Series([*made, missing])
    found = read.iloc[places].set_axis(column.index)
    found.name = column.name
    return found


def _is_text(cell: Any) -> bool:
    return type(cell) is str


def cleaned(column: pd.Series) -> pd.Series:
    """Return a column of names by the rule of `clean`, the same one where that changes nothing."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return column
    try:
        names = [name for name in column.unique().tolist() if isinstance(name, str)]
    except TypeError:
        raise _no_name(str(column.name), column) from None
    if all_clean(names):
        return column
    known = {name: clean(name) for name in names}  # once each, however many rows have them
    if all(name == read for name, read in known.items()):
        return column
    return column.map(lambda name: known[name] if isinstance(name, str) else name)


def _no_name(place: str, cells: Iterable[Any]) -> FaultyInput:
    """Return the error of a cell that names nothing: a list, a mapping."""
    wrong = next((cell for cell in cells if not isinstance(cell, Hashable)), ())
    return FaultyInput(place, "holds {value}, which is no name", "give text or numbers", value=shown(wrong))


def categories(column: pd.Series) -> pd.Series:
    """Return a column of categories (groups, ratings, codings) by the rule of `clean`; empty text is missing.

    Examples
    --------
    >>> categories(pd.Series(["z ", "z", "", "　", 3], dtype=object)).tolist()
    ['z', 'z', nan, nan, 3]
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        names = [clean(name) for name in column.cat.categories]
        if names == list(column.cat.categories) and "" not in names:
            return column
        kept = [name for name in dict.fromkeys(names) if name != ""]
        return categories(column.astype(object)).astype(pd.CategoricalDtype(kept, column.cat.ordered))
    try:
        read = cleaned(column)
    except FaultyInput:  # lists and the like, which are no names
        return column
    empty = by_cell(read, lambda name: isinstance(name, str) and name == "", missing=False)
    return read.mask(empty.astype(bool)) if empty.any() else read


def natural(column: pd.Series) -> pd.Series:
    """Return whole numbers that a file holds as whole numbers, beside empty cells too; codes with leading zeros stay text.

    Examples
    --------
    >>> natural(pd.Series(["101", None, "7"])).tolist(), natural(pd.Series([101.0, np.nan])).tolist()
    ([101, nan, 7], [101, nan])
    """
    known = column.dropna()
    if column.dtype == np.float64:
        whole = len(known) > 0 and bool(((known % 1 == 0) & (known.abs() < 1e15)).all())
        return _whole(column, known) if whole else column
    texts = pd.unique(known) if isinstance(column.dtype, pd.StringDtype) else known
    if not len(known) or not all(isinstance(cell, str) and _WHOLE.fullmatch(cell) for cell in texts):
        return column
    return _whole(column, known)


def _whole(column: pd.Series, known: pd.Series) -> pd.Series:
    if len(known) == len(column):
        return pd.to_numeric(column).astype(int)
    cells = np.full(len(column), np.nan, dtype=object)
    cells[column.notna().to_numpy()] = pd.to_numeric(known).astype(int).tolist()
    return pd.Series(cells, column.index, name=column.name)


def clean_index(index: pd.Index) -> pd.Index:
    """Return the labels of rows by the rule of `clean`; a level of streets and the names behind it are the unit together.

    Examples
    --------
    >>> rows = pd.MultiIndex.from_tuples([("东街道", "甲 社区"), ("西街道", "甲社区")], names=["街道", "社区"])
    >>> clean_index(rows).tolist()
    ['东街道 · 甲社区', '西街道 · 甲社区']
    """
    if isinstance(index, pd.MultiIndex):
        street = _street_level(index)
        if street is None and all(clean_index(level) is level for level in index.levels):
            return index
        levels = [clean_index(index.get_level_values(level)) for level in range(index.nlevels)]
        names = list(index.names)
        if street is not None:
            pair = [pd.Series(level.to_numpy(dtype=object)) for level in levels[street : street + 2]]
            levels[street : street + 2] = [pd.Index(together(pair).tolist())]
            names[street : street + 2] = ["unit"]
        return (
            levels[0].rename(names[0]) if len(levels) == 1 else pd.MultiIndex.from_arrays(levels, names=names)
        )
    if index.dtype != object and not isinstance(index.dtype, pd.StringDtype):
        return index
    given = index.tolist()
    try:
        set(given)
    except TypeError:
        raise _no_name("index", given) from None
    if all_clean(name for name in given if isinstance(name, str)):
        return index
    names = [clean(name) for name in given]
    return index if names == given else pd.Index(names, name=index.name)


UNIT = Kind(
    lambda unit: LABEL.fits(unit) or (isinstance(unit, list | tuple) and len(unit) > 0
                                              and all(map(LABEL.fits, unit)) and len(set(unit)) == len(unit)),
    Text("give the name of a column, or several that name a unit together, such as [\"street\", \"name\"]"),
)  # fmt: skip
TOGETHER = " · "
STREETS = frozenset({"街道", "所属街道", "镇街", "街镇", "街道名称", "乡镇", "乡镇街道", "街道乡镇", "片区", "street",
                     "subdistrict", "district"})  # fmt: skip
"""Headings of the column that says in which street a unit lies."""
UNITS = frozenset(
    {
        "单位",
        "单位名称",
        "单元",
        "单元名称",
        "评价单元",
        "社区",
        "社区名称",
        "评价单位",
        "村居",
        "村社区",
        "community",
    }
)
"""Headings of the column of units, where none is called unit."""
HANDLERS = ("承办单位", "责任单位", "办理单位", "主办单位", "body", "department")
"""Headings of the column that says who handles a row: the units only where no other column names them."""
UNIT_HEADING = "unit heading"
"""Key in a frame's `attrs` of what the column was headed from which the units were taken."""
PERIODS = frozenset({"period", "时期", "期间", "年份", "年度", "季度", "月份", "期次", "轮次", "波次", "调查期", "调查轮次",
                     "year", "quarter", "month", "wave", "round"})  # fmt: skip
"""Headings of the column of periods."""


def _street_level(index: pd.MultiIndex) -> int | None:
    """Return the level of streets behind which that of the names in them stands, None where there is none."""
    heads = [str(clean(name)).casefold() for name in index.names]
    for level, head in enumerate(heads[:-1]):
        names = index.levels[level + 1]
        text = names.dtype == object or isinstance(names.dtype, pd.StringDtype)
        if head in STREETS and heads[level + 1] not in PERIODS and text:
            return level
    return None


def together(columns: Sequence[pd.Series]) -> pd.Series:
    """Return names that are one name together, such as street and community; none where one of them is missing.

    Examples
    --------
    >>> together([pd.Series(["东街道", None, "North "]), pd.Series(["甲社区", "乙社区", "Oak"])]).tolist()
    ['东街道 · 甲社区', nan, 'North · Oak']
    """
    parts = [categories(column.astype(object)) for column in columns]
    blank = pd.concat(parts, axis="columns").isna().any(axis="columns")
    names = [TOGETHER.join(map(str, row)) for row in zip(*parts, strict=True)]
    return pd.Series(names, index=columns[0].index, dtype=object).mask(blank)


def telling_apart(frame: pd.DataFrame, labels: pd.Series, candidates: Iterable[Any]) -> Any:
    """Return the column whose text differs in all rows of one label, wherever labels repeat; a street first, else None.

    A column in which a number stands names nothing.

    Examples
    --------
    >>> table = pd.DataFrame({"unit": ["甲", "乙", "甲"], "类型": ["城", "城", "城"], "街道": ["东", "东", "西"]})
    >>> telling_apart(table, table["unit"], ["类型", "街道"])
    '街道'
    """
    labels = pd.Series(labels.to_numpy(), index=frame.index)
    twice = labels.duplicated(keep=False) & labels.notna()
    if not twice.any():
        return None
    texts = [c for c in candidates if not pd.api.types.is_numeric_dtype(frame[c])]
    for column in sorted(texts, key=lambda c: str(clean(c)).casefold() not in STREETS):
        names = categories(frame[column].astype(object))[twice]
        if (
            names.notna().all()
            and pd.to_numeric(frame[column], errors="coerce").isna().all()
            and not pd.DataFrame({"label": labels[twice], "name": names}).duplicated().any()
        ):
            return column
    return None


def alike_note(names: Iterable[Any], what: str) -> list[Note]:
    """Return a note on names that differ only in capitals, blanks, leading zeros or the width of signs; none is joined.

    Examples
    --------
    >>> list(alike_note(["ward B", "Ward b", "ward C"], "unit")[0].values["names"])
    ['ward B / Ward b']
    """
    names = [
        name for name in names
        if isinstance(name, str) or (isinstance(name, int | float) and not pd.isna(name))
    ]  # fmt: skip
    known = set(map(type, names)) == {str} and all_clean(names)
    texts = list(dict.fromkeys(names if known else map(clean, names)))
    if not any(isinstance(text, str) for text in texts):
        return []
    texts = [
        text if isinstance(text, str) else printed(text) if is_large(text) else f"{text:g}" for text in texts
    ]  # 1 beside "1"
    keys = _bare("\0".join(texts)).split("\0")  # of all at once: there may be many
    if len(set(keys)) == len(texts):
        return []
    spellings: dict[str, list[str]] = {}
    for text in texts:
        spellings.setdefault(_bare(text), []).append(text)
    twice = [" / ".join(written) for written in spellings.values() if len(written) > 1]
    told = (
        "{what}: names that differ only in capitals, blanks, leading zeros or the width of signs count as different: "
        "{names:5} (if they are one, spell them alike)"
    )
    return [Note(told, what=what, names=twice)] if twice else []


def _bare(text: str) -> str:
    if not text.isascii():
        text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return _ZEROS.sub("", text.casefold().replace(" ", ""))


def joined_note(before: Iterable[Any], what: str) -> list[Note]:
    """Return a note that counts the names which are one after cleaning, and one on those that nearly are, if there are any.

    Examples
    --------
    >>> print(*joined_note(["甲社区", "甲社区 ", "乙社区"], "unit"))
    unit: 1 other spelling (blanks, full-width letters) was joined with: 甲社区
    """
    spellings: dict[str, set[str]] = {}
    before = list(before)
    alike = alike_note(before, what)
    for name in dict.fromkeys(before):
        if isinstance(name, str):
            spellings.setdefault(clean(name), set()).add(name)
    names = [name for name, written in spellings.items() if len(written) > 1]
    count = sum(len(spellings[name]) - 1 for name in names)
    if not names:
        return alike
    return [*alike, Note("{what}: {count:# other spelling|# other spellings} (blanks, full-width letters) "
                 "{count:was|were} joined with: {names:5}", what=what, count=count, names=names)]  # fmt: skip
