"""Opening a survey that does not fit into memory: every different answer is read by the rules of `read_survey`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import TEXT, Kind, asked, count, is_number, optional, shown
from govmetrics.core.replicates import Replicates
from govmetrics.core.sheets import below_titles
from govmetrics.core.survey import Scale, Survey
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.words import Note, Text
from govmetrics.survey.columns import By, item_names, item_of, match_items, usual
from govmetrics.survey.intake import read_survey
from govmetrics.survey.large import LargeSurvey
from govmetrics.survey.large_answers import Answers
from govmetrics.survey.large_replicates import MAPPING, read_replicates
from govmetrics.survey.large_source import Source, paths_of, quoted

COLUMN_OR_NUMBER = Kind(
    lambda value: value is None or isinstance(value, str) or is_number(value),
    Text("give a column, or a number"),
)


def open_large(
    source: str | Path | Sequence[str | Path],
    tree: IndicatorTree,
    scale: Scale = (1, 5),
    reverse: Sequence[str] = (),
    by: By = None,
    weight: str | None = None,
    missing_codes: Sequence[float | str] = (),
    options: Mapping[str, float] | None = None,
    *,
    table: str | None = None,
    query: str | None = None,
    memory: str = "512MB",
    threads: int | None = None,
    fpc: str | float | None = None,
    replicates: Mapping[str, Any] | None = None,
) -> LargeSurvey:
    r"""Open residents' answers that are too many to be read: they stay where they are, and are gone over in blocks.

    Every different answer of every item is read by the rules of `read_survey` (words, codes for missing, what is
    outside the scale), so that results equal those of the survey in memory.

    Parameters
    ----------
    source : path, or list of paths
        .parquet, .csv or .tsv (text in UTF-8; files of the same columns count as one),
        or a DuckDB database (.duckdb, .db).
    tree, scale, reverse, by, missing_codes, options
        As in `read_survey`.
    weight : str, optional
        The column of the design weights.
    table : str, optional
        Of a database; by default "answers".
    query : str, optional
        Of a database, in the place of `table`: a SELECT.
    memory : str
        What DuckDB may hold.
    threads : int, optional
        By default all cores.
    fpc : str or float, optional
        As in `read_survey`: a column's title, or one number for all.
    replicates : mapping, optional
        As in `read_survey`: ``{"columns": "repw*", "kind": "brr"}``.

    Returns
    -------
    LargeSurvey
        With `rake`, `score`, `frequencies`, `grade_frequencies`, `memberships`, `agreement` and `alpha`.

    Raises
    ------
    FaultyInput
        What `read_survey` refuses, each with the number of respondents and the first rows; items with more than 1,000
        different answers; what DuckDB cannot read.

    References
    ----------
    Woodruff, R. S. (1971). A simple method for approximating the variance of a complicated estimate. JASA,
    66, 411-414.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "answers.csv"
    >>> _ = path.write_text("community,t1\nx,5\nx,3\ny,4\ny,4\n")
    >>> survey = open_large(path, IndicatorTree.from_groups({"trust": ["t1"]}), by="community")
    >>> survey.score().values["t1"].to_dict()
    {'x': 75.0, 'y': 75.0}
    """
    asked(tree=(tree, TREE), weight=(weight, optional(TEXT)), table=(table, optional(TEXT)), query=(query, optional(TEXT)),
          memory=(memory, TEXT), threads=(threads, optional(count(1))), fpc=(fpc, COLUMN_OR_NUMBER),
          replicates=(replicates, MAPPING))  # fmt: skip
    names = item_names(tree)
    held = Source(paths_of(source), table, query, memory, threads, lambda cell: item_of(cell, names))
    heads = pd.DataFrame(columns=pd.Index(held.columns, dtype=object), dtype=object)
    matched, _, unclear = match_items(heads, tree, {})
    groups, faulty = _group_titles(by, heads)
    faults = Faults([*unclear, *faulty])
    faults += _weight_faults(held, weight)
    lost = _unknown(held, "fpc", fpc)
    faults += lost
    if isinstance(fpc, str) and not lost:
        groups = list(dict.fromkeys([*groups, fpc]))
    repeats: Replicates | None = None
    with faults:
        repeats = read_replicates(held, replicates, weight)
    frame = _distinct(held, list(matched.values()), groups)
    known: Survey | None = None
    try:
        by, fpc = None if faulty else by, None if lost else fpc
        known = read_survey(frame, tree, scale, reverse, by, None, missing_codes, options, fpc=fpc)
    except FaultyInput as error:
        columns_of: dict[str, Any] = {**matched, str(fpc): fpc}
        faults += [
            _with_rows(fault, held, frame, columns_of) for fault in error.faults if fault not in unclear
        ]
    faults.raise_all()
    assert known is not None
    object.__setattr__(known, "notes", (*_below(held), *_lasting(known.notes)))
    codes = {}
    for item in known.items:
        given = frame[matched[item]].reset_index(drop=True).dropna().drop_duplicates()
        codes[item] = dict(zip(given.tolist(), known.answers[item].iloc[given.index].tolist(), strict=True))
    columns = {item: str(matched[item]) for item in known.items}
    return LargeSurvey(Answers(held, known, columns, codes, groups, weight, repeats))


def _group_titles(by: By, heads: pd.DataFrame) -> tuple[list[str], list[Fault]]:
    """Return the columns that the groups are made of, and a fault for each that is not there."""
    if by is None:
        return [], []
    columns = [str(head) for head in heads]
    if isinstance(by, Mapping):  # None: as it is usually headed, where there is such a column
        by = {name: usual(heads, name, []) if title is None else title for name, title in by.items()}
        by = {name: title for name, title in by.items() if title is not None}
    given: Any = list(by.values()) if isinstance(by, Mapping) else [by] if isinstance(by, str) else by
    given = given if isinstance(given, list | tuple) else [None]
    titles = [title for one in given for title in (one if isinstance(one, list | tuple) else [one])]
    known, unnamed = (
        Text("columns are: {columns}", columns=columns),
        "name the group column, or the period and the unit",
    )
    faults = [
        Fault(f"by, {title!r}", "is not a column", known)
        if isinstance(title, str)
        else Fault("by", "is {value}", unnamed, value=shown(by))
        for title in titles
        if title not in columns
    ]
    return [str(title) for title in dict.fromkeys(map(str, titles)) if title in columns], faults


def _distinct(held: Source, items: list[str], groups: list[str]) -> pd.DataFrame:
    """Return a frame that has every different answer of every item, and every different row of groups, at least once."""
    answers = {item: held.answers(item) for item in items}
    met = held.groups(groups) if groups else pd.DataFrame(index=[0])
    rows = max([len(met), *map(len, answers.values())])
    frame = met.iloc[[at if at < len(met) else 0 for at in range(rows)]].reset_index(drop=True)
    for item, values in answers.items():
        frame[item] = pd.Series([values[at % len(values)] for at in range(rows)], dtype=object)
        numbers = [value for value in values if value is not None]
        if numbers and all(
            isinstance(value, int | float) and not isinstance(value, bool) for value in numbers
        ):
            frame[item] = frame[item].astype(float)
    return frame


def _unknown(held: Source, place: str, column: Any) -> list[Fault]:
    """Return the fault of a title that no column has."""
    if not isinstance(column, str) or column in held.columns:
        return []
    known = Text("columns are: {columns}", columns=held.columns)
    return [Fault(f"{place}, {column!r}", "is not a column", known)]


def _weight_faults(held: Source, weight: str | None) -> list[Fault]:
    if weight is None:
        return []
    if lost := _unknown(held, "weight", weight):
        return lost
    name = quoted(weight)
    bad = held.rows(
        f"SELECT {name}, count(*) FROM {{view}} WHERE NOT coalesce(isfinite(TRY_CAST({name} AS DOUBLE)) "
        f"AND TRY_CAST({name} AS DOUBLE) > 0, false) GROUP BY ALL ORDER BY count(*) DESC LIMIT 20"
    )
    way_out = "give every respondent a number above zero"
    return [
        Fault(held.rows_with(weight, value), "is empty", way_out)
        if value is None
        else Fault(held.rows_with(weight, value), "is {value}", way_out, value=str(value))
        for value, _ in bad
    ]


def _with_rows(fault: Fault, held: Source, frame: pd.DataFrame, matched: Mapping[str, Any]) -> Fault:
    """Return a fault of answers at the rows that have them: those of the frame are only one of each kind."""
    values = fault.place.values if isinstance(fault.place, Text) else {}
    item, names = str(values.get("item")), values.get("names")
    if item not in matched or not names:
        return fault
    column = str(matched[item])
    value = frame[column].iloc[int(names[0])]
    place = held.rows_with(column, value)
    problem, way_out = (
        _counted(text, held.where(column, value)[0]) for text in (fault.problem, fault.way_out)
    )
    return Fault(place, problem, way_out)


def _counted(text: Text, count: int) -> Text:
    """Return a text with the number of all respondents in the place of that of the frame's rows."""
    return Text(text.template, **{**text.values, "count": count}) if "count" in text.values else text


def _below(held: Source) -> list[Note]:
    """Return the note on headings below a title."""
    layout = held.layout
    return (
        [below_titles(layout.row, [[title] for title in layout.titles])]
        if layout is not None and layout.titles
        else []
    )


def _lasting(notes: Sequence[str]) -> tuple[Note, ...]:
    """Return the notes that do not rest on how many there are."""
    kept = ("items of the tree without a column: {items}", "option texts read as: {texts:50}")
    return tuple(note for note in notes if isinstance(note, Note) and note.template in kept)
