"""Documents from a folder of files, from one file, or from a table."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import UNIT, categories, clean
from govmetrics.core.near import meant
from govmetrics.core.options import LABEL, Kind, asked, choice, is_file, is_folder, optional
from govmetrics.core.tables import read_table
from govmetrics.core.united import Unit
from govmetrics.core.words import Note, Text
from govmetrics.text._columns import columns_of, in_periods
from govmetrics.text._files import PLAIN, READ, text_of, why_not
from govmetrics.text._written import written
from govmetrics.text.documents import Documents, documents_of

Every = Literal["day", "week", "month", "quarter", "year"]
EVERY = ("day", "week", "month", "quarter", "year")
MOST = 200_000
"""Files of a folder."""
_SOURCE = Kind(
    lambda value: isinstance(value, str | os.PathLike | pd.DataFrame | Mapping | list | tuple | pd.Series) and str(value) != "",
    Text("give the path of a folder or a table, a DataFrame, or texts by name"),
)  # fmt: skip
_ABOUT = Kind(
    lambda value: isinstance(value, str | os.PathLike | pd.DataFrame) and str(value) != "",
    Text("give a DataFrame, or the path of a table"),
)
Table = pd.DataFrame | str | os.PathLike[str]


def read(
    source: Any,
    text: str | None = None,
    document: str | None = None,
    period: str | None = None,
    unit: str | Sequence[str] | None = None,
    every: Every | None = None,
    about: Table | None = None,
    empty: Literal["refuse", "name"] = "refuse",
) -> Documents:
    """Read documents from a folder of files, from one file, or from a table.

    Parameters
    ----------
    source : path, DataFrame, mapping or list
        A folder with .txt (UTF-8, UTF-16 or GB18030), .md, .docx and .pdf, folders inside it too; one such file; a table
        (.csv, .xlsx, ... or a DataFrame) with a row for each document; {name: text}; or a list of texts.
    text, document, period, unit : str, optional
        Headings of a table. Without them the usual ones are taken: text, content, 内容, 正文, ...; id, 编号, ...; period,
        date, 日期, 年份, ...; unit, community, 社区, .... What is taken stands in the notes.
        Two columns may name the unit together, as in `read_records`: ``unit=["街道", "社区"]``.
    every : {"day", "week", "month", "quarter", "year"}, optional
        Dates become these periods; by default they stay as they are.
    about : DataFrame or path, optional
        For a folder: a table with a column of the files' names (file, 文件名, or the first one), and what is known of
        each, such as period, unit and body (发文机关).
    empty : {"refuse", "name"}
        Documents without text are faults, or are left out and named.

    Returns
    -------
    Documents

    Raises
    ------
    FaultyInput
        Every file that cannot be read and every row that is no document, with its place; no such folder; a document
        named twice.

    Notes
    -----
    Of a Word file body text, tables and text boxes are read, without what was deleted; headers, footers and footnotes are
    not. Lines of a PDF that end within Chinese text are joined. Scanned pages have no text and are named. Documents with the
    same text are kept and named (`duplicates`): residents do write the same.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tickets = pd.DataFrame({"编号": ["a", "b"], "内容": ["路灯坏了", "水管漏水"], "社区": ["甲", "乙"],
    ...                         "日期": ["2025-03-01", "2025-04-02"]})
    >>> found = gm.text.read(tickets, every="month")
    >>> found.frame[["period", "unit"]].to_dict("list")
    {'period': ['2025-03', '2025-04'], 'unit': ['甲', '乙']}
    """
    asked(source=(source, _SOURCE), text=(text, optional(LABEL)), document=(document, optional(LABEL)),
          period=(period, optional(LABEL)), unit=(unit, optional(UNIT)), every=(every, optional(choice(*EVERY))),
          about=(about, optional(_ABOUT)), empty=(empty, choice("refuse", "name")))  # fmt: skip
    headings: dict[str, Unit | None] = {"text": text, "document": document, "period": period, "unit": unit}
    if isinstance(source, pd.Series | Mapping | list | tuple):
        return documents_of(source if isinstance(source, pd.Series | Mapping) else list(source))
    if isinstance(source, pd.DataFrame):
        return _of_table(source, headings, every, empty, "documents")
    path = Path(source)
    if is_folder(path):
        return _of_folder(
            path, sorted(at for at in path.rglob("*") if at.is_file()), about, headings, every, empty
        )
    if path.suffix.lower() in READ and path.suffix.lower() != ".csv":
        if not is_file(path):
            raise FaultyInput(str(path), "there is no such file", "check the path")
        return _of_folder(path.parent, [path], about, headings, every, empty)
    if not path.exists() and not path.suffix:
        raise FaultyInput(str(path), "there is no such file or folder", "check the path")
    return _of_table(read_table(path), headings, every, empty, path.name)


def _of_folder(
    folder: Path, paths: list[Path], about: Table | None, headings: dict[str, Unit | None], every: Every | None, empty: str
) -> Documents:  # fmt: skip
    """Return the documents of a folder's files."""
    if len(paths) > MOST:
        raise FaultyInput(
            folder.name, "has {n:,} files, more than {most:,}", "give a table", n=len(paths), most=MOST
        )
    texts: dict[str, str] = {}
    out: dict[str, Text] = {}
    notes: list[Note] = []
    faults = Faults()
    for path in paths:
        name = path.relative_to(folder).as_posix()
        reason = why_not(path)
        if reason is not None:
            out[name] = reason
            continue
        with faults:
            found, told = text_of(path, name)
            notes += told
            if written(found).strip():
                texts[name] = found
            elif empty == "name":
                out[name] = _NO_TEXT if path.suffix.lower() not in PLAIN else _EMPTY
            else:
                reason = _NO_TEXT if path.suffix.lower() not in PLAIN else _EMPTY
                faults.append(Fault(name, reason, 'say empty="name" to leave it out and name it'))
    if not texts and not faults:
        why = [Text("{file} ({reason})", file=name, reason=reason) for name, reason in out.items()]
        problem = "has no document; left out: {files:8}" if out else "has no document"
        faults.append(Fault(folder.name, problem, "put .txt, .docx or .pdf files into it", files=why))
    faults.raise_all()
    frame = pd.DataFrame(
        {"text": list(texts.values())}, index=pd.Index(list(texts), name="document"), dtype=object
    )
    if about is not None:
        known, told = _known(about, list(texts), headings, every)
        frame, notes = frame.join(known), notes + told
        frame.attrs |= known.attrs
    return Documents(frame, _left_out(out), tuple(notes))


_EMPTY = Text("the file is empty")
_NO_TEXT = Text("has no text: its pages are pictures, or there is nothing on them")


def _left_out(out: dict[str, Text]) -> pd.DataFrame:
    """Return the files that were left out, each with its reason."""
    names = pd.Index(list(out), name="file", dtype=object)
    return pd.DataFrame({"reason": pd.Series(list(out.values()), names, dtype=object)})


def _known(
    about: Table, names: list[str], headings: dict[str, Unit | None], every: Every | None
) -> tuple[pd.DataFrame, list[Note]]:
    """Return what a table knows of files, in their order; every file must be there."""
    table = about if isinstance(about, pd.DataFrame) else read_table(Path(about))
    wanted = {**headings, "text": None, "document": headings["document"] or _file_column(table)}
    found, notes = columns_of(table, wanted, "about", needs_text=False)
    rows = {str(clean(name)): at for at, name in enumerate(found.index)}
    stems = {Path(name).stem: at for name, at in rows.items()}
    places = [rows.get(name, rows.get(Path(name).name, stems.get(Path(name).stem))) for name in names]
    lost = [name for name, at in zip(names, places, strict=True) if at is None]
    there = Text("the table has: {labels:10}", labels=list(rows))
    Faults(
        each(lost, lambda name: Fault(name, "is not in the table `about`", meant(name, list(rows), there)))
    ).raise_all()
    taken: dict[int, list[str]] = {}
    for name, at in zip(names, places, strict=True):
        taken.setdefault(at if at is not None else -1, []).append(name)
    Faults(
        Fault("about", "{row!r} may be each of these files: {files:8}", "write the paths inside the folder, such as {file}",
              row=str(found.index[at]), files=files, file=files[0])
        for at, files in taken.items() if len(files) > 1
    ).raise_all()  # fmt: skip
    known = found.iloc[[at for at in places if at is not None]].set_axis(pd.Index(names, name="document"))
    return in_periods(known, every), notes


def _file_column(table: pd.DataFrame) -> Any:
    usual = ("file", "file name", "filename", "文件", "文件名", "文件名称", "document", "id")
    return next((name for name in table.columns if str(clean(name)).lower() in usual), table.columns[0])


def _of_table(
    table: pd.DataFrame, headings: dict[str, Unit | None], every: Every | None, empty: str, name: str
) -> Documents:
    """Return the documents of a table's rows."""
    frame, notes = columns_of(table, headings, name)
    blank = categories(frame["text"].astype(object)).isna().to_numpy()
    out: dict[str, Text] = {}
    if blank.any():
        lacking = [str(row) for row in frame.index[blank]]
        if empty == "refuse":
            Faults(
                each(lacking, lambda row: Fault(row, "the text is empty", 'say empty="name" to leave it out and name it'))
            ).raise_all()  # fmt: skip
        out = dict.fromkeys(lacking, Text("the text is empty"))
        frame = frame[~blank]
    return Documents(in_periods(frame, every), _left_out(out), tuple(notes))
