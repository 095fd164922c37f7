"""Tables as CSV files."""

from __future__ import annotations

import re
from pathlib import Path

from govmetrics.core.errors import FaultyInput
from govmetrics.core.language import Language
from govmetrics.core.staged import staged
from govmetrics.core.tables import write_csv
from govmetrics.core.words.visible import visible
from govmetrics.report.writers.chapter import Results, chapter_of

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
LONGEST = 60
"""Of the caption so many characters are in a file's name."""


def csv(results: Results, path: str | Path, language: Language | None = None) -> list[Path]:
    """Write tables of results as CSV (UTF-8 with BOM, which Excel opens as it is): numbers unrounded, words in a language.

    Parameters
    ----------
    results : Result, Table, or a list of them
        In the order in which they are written.
    path : path
        A .csv file for one table; else a folder, made if missing, for a file of each table.
    language : {"en", "zh"}, optional
        Of the words; by default the one in use.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    FaultyInput
        Arguments of another kind; several tables for one file.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> frame = pd.DataFrame({"score": [71.3]}, index=pd.Index(["Nanshan"], name="unit"))
    >>> with TemporaryDirectory() as folder:
    ...     [path.name for path in gm.report.csv(gm.Table.of("Scores", frame), folder)]
    ['1 Scores.csv']
    """
    one = isinstance(path, str | Path) and Path(path).suffix.lower() == ".csv"
    tables = list(chapter_of(results, path, ".csv" if one else "", language).numbered())
    if one and len(tables) != 1:
        raise FaultyInput(
            Path(path).name, "is one file for {count:# table|# tables}", "name a folder", count=len(tables)
        )
    if one:
        write_csv(tables[0].table.frame, path, index=False)
        return [Path(path)]
    names = [f"{table.mark} {_name(table.table.caption)}.csv" for table in tables]
    with staged(path) as place:
        for name, table in zip(names, tables, strict=True):
            write_csv(table.table.frame, place / name, index=False)
    return [Path(path) / name for name in names]


def _name(caption: str) -> str:
    return _UNFIT.sub(" ", visible(caption))[:LONGEST].strip(" .")
