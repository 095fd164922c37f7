"""Tables as files: the suffix of the path decides the kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from govmetrics.core.documents import suffix_of, write_text
from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import PATH, asked
from govmetrics.core.sheet_names import sheet_names
from govmetrics.core.staged import staged
from govmetrics.core.table import Table
from govmetrics.core.tables import write_csv
from govmetrics.core.words import Text, say
from govmetrics.core.workbooks import write_xlsx

_TEX = {mark: f"\\{mark}" for mark in "&%$#_{}"} | {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def write_tables(tables: Mapping[str, Table], path: str | Path) -> list[Path]:
    """Write tables in a language to one .xlsx, .html, .md or .tex file, or as CSV files into a folder.

    Parameters
    ----------
    tables : {name: Table}
        The names are those of the CSV files.
    path : path
        A name without suffix is a folder, made where there is none. Spreadsheets and CSV files have the numbers unrounded;
        in the others they are as people read them.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    FaultyInput
        Another suffix, or a place where no file can be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> table = Table.of("Scores", pd.DataFrame({"score": [0.25]}, index=pd.Index(["East"], name="unit"))).said("en")
    >>> with TemporaryDirectory() as folder:
    ...     print(write_tables({"scores": table}, Path(folder) / "scores.md")[0].read_text())
    **Scores**
    <BLANKLINE>
    | Unit | Score |
    | --- | ---: |
    | East | 0.25 |
    <BLANKLINE>
    """
    asked(path=(path, PATH))
    place = Path(path)
    suffix = "" if place.is_dir() else place.suffix.lower()
    if suffix and suffix not in _WRITERS:
        problem, way_out = (
            "{suffix!r} is not known",
            "choose one of: {kinds:50}, or name a folder for CSV files",
        )
        raise FaultyInput(suffix_of(place), problem, way_out, suffix=place.suffix, kinds=[*_WRITERS])
    if not suffix:
        return _folder(tables, place)
    _WRITERS[suffix](tables, place)
    return [place]


def _folder(tables: Mapping[str, Table], folder: Path) -> list[Path]:
    frames = {name: table.frame for name, table in tables.items()}
    frames |= {"notes": notes} if len(notes := _notes(tables)) else {}
    with staged(folder) as place:
        for name, frame in frames.items():
            write_csv(frame, place / f"{name}.csv", index=False)
    return [folder / f"{name}.csv" for name in frames]


def _notes(tables: Mapping[str, Table]) -> pd.DataFrame:
    """Return what stands below the tables."""
    language = next((table.language for table in tables.values()), None)
    lines = [line for table in tables.values() for line in _below(table)]
    return pd.DataFrame({say(Text("Notes"), language): lines})


def _below(table: Table) -> list[str]:
    return [line for line in (table.legend, table.sentence, *table.notes) if line]


def _xlsx(tables: Mapping[str, Table], path: Path) -> None:
    notes = _notes(tables)
    frames = [table.frame for table in tables.values()]
    titles = [table.caption for table in tables.values()]
    if len(notes):
        frames, titles = [*frames, notes], [*titles, str(notes.columns[0])]
    write_xlsx(dict(zip(sheet_names(titles), frames, strict=True)), path, index=False)


def _html(tables: Mapping[str, Table], path: Path) -> None:
    page = "\n".join(table.to_html(rows=None) for table in tables.values())
    write_text(path, f'<!DOCTYPE html>\n<meta charset="utf-8">\n{page}\n')


def _markdown(tables: Mapping[str, Table], path: Path) -> None:
    parts = []
    for table in tables.values():
        heads, cells, numbers = table.printed()
        rows = [heads, ["---:" if number else "---" for number in numbers], *cells]
        lines = [
            f"| {' | '.join(_bar(cell) if i != 1 else cell for cell in row)} |" for i, row in enumerate(rows)
        ]
        parts += [f"**{table.caption}**", "\n".join(lines), *_below(table)]
    write_text(path, "\n\n".join(parts) + "\n")


def _bar(cell: str) -> str:
    return cell.replace("|", r"\|").replace("\n", " ")


def _latex(tables: Mapping[str, Table], path: Path) -> None:
    parts = []
    for table in tables.values():
        heads, cells, numbers = table.printed()
        rows = [r" & ".join(map(_escaped, row)) + r" \\" for row in [heads, *cells]]
        parts.append("\n".join([
            r"\begin{table}", r"\centering", rf"\caption{{{_escaped(table.caption)}}}",
            rf"\begin{{tabular}}{{{''.join('r' if number else 'l' for number in numbers)}}}", r"\toprule", rows[0],
            r"\midrule", *rows[1:], r"\bottomrule", r"\end{tabular}",
            *(rf"\par {_escaped(line)}" for line in _below(table)), r"\end{table}",
        ]))  # fmt: skip
    write_text(path, "% \\usepackage{booktabs}\n" + "\n\n".join(parts) + "\n")


def _escaped(text: str) -> str:
    return re.sub(r"[&%$#_{}\\~^\n]", lambda found: _TEX.get(found[0], " "), text)


_WRITERS: dict[str, Callable[[Mapping[str, Table], Path], None]] = {
    ".xlsx": _xlsx, ".html": _html, ".md": _markdown, ".tex": _latex,
}  # fmt: skip
