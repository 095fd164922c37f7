"""Networks from files and tables, in every form in which people have them."""

from __future__ import annotations

import os
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import FaultyInput
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.forms import unread_sheets
from govmetrics.core.labels import UNIT
from govmetrics.core.options import FLAG, LABEL, TEXT, Kind, asked, optional, several, shown
from govmetrics.core.sheets import filled_sheets
from govmetrics.core.spreadsheets import sheets_of
from govmetrics.core.tables import NO_ROWS, read_table
from govmetrics.core.united import several_streets
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.network import cells
from govmetrics.network.actor_list import ActorList, actor_list, respondents_of, under_one
from govmetrics.network.cells import head
from govmetrics.network.from_matrices import ALL
from govmetrics.network.lists import edge_list, name_generator
from govmetrics.network.names import alike, no_actors, unknown
from govmetrics.network.network import Network
from govmetrics.network.once import once
from govmetrics.network.records import Records, column_in, community_words, is_none
from govmetrics.network.roster import roster
from govmetrics.network.titles import bare_of_text


def read_network(
    source: Any,
    actors: Any = None,
    by: str | Sequence[str] = "community",
    relation: str | None = None,
    directed: bool = True,
    respondents: Any = None,
) -> Network:
    """Read who names whom, from a matrix, a list of ties, a sheet of names, a roster or a survey platform's export.

    What the table is follows from its headings, in English or Chinese: ``sender`` and ``receiver`` (提名人, 被提名人) head
    a list of ties, perhaps with ``weight``; ``respondent`` with ``named_1``, ``named_2``... (提名1, 提名2) the names that
    each wrote down; ``respondent`` with a column for each actor, or ``3、您与谁合作？(居委会)`` as 问卷星 exports choices, a
    roster; rows and columns of the same names a matrix. Sheets of a workbook, each with a matrix, are communities; a
    sheet called actors (主体名单) is the list of actors.

    Parameters
    ----------
    source : path, DataFrame, array, or mapping of community to matrix
        What holds the ties.
    actors : path, DataFrame or list, optional
        Everybody who belongs to a community, those too whom nobody names; other columns are attributes. Without it
        actors are those who answered or were named, and someone without any tie is not seen.
    by : str or list of str
        The column of communities, if there is one; or two that name a community together, as in `read_records`:
        ``by=["街道", "社区"]``.
    relation : str, optional
        Which relation, where the source has several: a sheet, a column, a question, a value of the column relation.
    directed : bool
        Whether A naming B is another thing than B naming A.
    respondents : "all" or list, optional
        Who answered: names, or (community, name). By default those with a row that says anything; a list of ties does not
        tell, and everybody counts as having answered.

    Returns
    -------
    Network
        Its notes say what was made of empty cells, of people who named themselves, of rows that repeat.

    Raises
    ------
    FaultyInput
        Names that are not on the list, names that differ only in capitals, blanks, hyphens or brackets (none is joined),
        respondents twice, weights below zero or that contradict each other, cells that say nothing: each with its place.

    Notes
    -----
    Empty cells of a row that says something are no tie where the table has no zeros, and not known where it has; a row
    that is wholly empty is one who did not answer. A weight of zero is no tie. A person who named somebody twice is
    counted once, with a note; so are people who named themselves, not at all.

    Examples
    --------
    >>> ties = pd.DataFrame({"respondent": ["Li", "Wu", "He"], "named_1": ["Wu", "Li", None], "named_2": ["He", None, None]})
    >>> net = read_network(ties)
    >>> net.ties[["sender", "receiver"]].to_numpy().tolist(), net.cap
    ([['Li', 'Wu'], ['Li', 'He'], ['Wu', 'Li']], 2)
    """
    refuse_within("source", source, halves=False)
    if isinstance(actors, list | tuple):
        asked(actors=(actors, several(LABEL)))
    refuse_within("actors", actors)
    asked(by=(by, _BY), relation=(relation, optional(TEXT)), directed=(directed, FLAG))
    if isinstance(source, np.ndarray):
        source = dict(enumerate(source, 1)) if source.ndim == 3 else {ALL: source}
        source = {name: _framed(one, actors) for name, one in source.items()}
    tables, listed, notes = _tables(source, relation)
    tables, heading, joined = under_one(tables, by)
    people, told_of = actor_list(listed if actors is None else actors, by, heading)
    notes += [note for table in tables.values() for note in table.attrs.get("notes", [])]
    notes += [*joined, *told_of]
    for table in tables.values():
        column = column_in(table, community_words(heading))
        notes += [] if column is None else several_streets(table, column, _SEVERAL_STREETS)
    records = [_record(table, heading, community, relation) for community, table in tables.items()]
    ties, answered, index = _joined(records, people, respondents)
    told = [*notes, *(note for record in records for note in record.notes), *ties.attrs["notes"]]
    if people is None and not all(record.complete for record in records):
        told.append(Note("no list of actors was given: someone without any tie is not seen"))
    if respondents is None and any(record.asked is None for record in records):
        told.append(Note("a list of ties does not tell who answered: everybody counts as having answered"))
    attributes = pd.DataFrame(index=index) if people is None else people.attributes(index)
    caps = {record.cap for record in records} - {None}
    return Network(attributes, ties, answered, directed, relation or "", max(caps, default=None), tuple(told))  # type: ignore[type-var]


_BY = Kind(
    lambda by: TEXT.fits(by) or (isinstance(by, list | tuple) and UNIT.fits(by) and all(map(TEXT.fits, by))),
    Text('give the name of a column, or several that name a unit together, such as ["street", "name"]'),
)
_SEVERAL_STREETS = (
    "{count:# name stands|# names stand} for units of several streets: {names:10}; if these are different units, name "
    "them by both columns: by={both}"
)
_SOURCES = "give a path, a DataFrame, an array, or a mapping of community to matrix"


def _framed(matrix: Any, actors: Any) -> pd.DataFrame:
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise FaultyInput(
            "source", "is an array of shape {shape}", "give actors by actors", shape=str(matrix.shape)
        )
    names = (
        list(actors)
        if isinstance(actors, list | tuple) and len(actors) == len(matrix)
        else range(1, len(matrix) + 1)
    )
    return pd.DataFrame(matrix, list(names), list(names))


def _tables(source: Any, relation: str | None) -> tuple[dict[Hashable, pd.DataFrame], Any, list[Note]]:
    """Return the tables of ties by community, the list of actors where the source has one, and notes."""
    if isinstance(source, pd.DataFrame):
        return {ALL: source.copy(deep=False)}, None, []
    if isinstance(source, Mapping):
        frames = {
            name: one if isinstance(one, pd.DataFrame) else _framed(np.asarray(one), None)
            for name, one in source.items()
        }
        if not frames:
            raise FaultyInput("source", "holds no matrix", "give one for every community")
        return frames, None, []
    if not isinstance(source, str | os.PathLike):
        raise FaultyInput("source", "is {value}", _SOURCES, value=shown(source))
    path = Path(source)
    sheets = sheets_of(path)
    lists = [title for title in sheets if head(title) in cells.ACTOR_SHEETS]
    guides = {"guide", "说明", "填写说明", "填表说明"}
    titles = [
        title
        for title, unseen in sheets.items()
        if not unseen and title not in lists and head(title) not in guides
    ]
    if relation is not None and any(head(title) == head(relation) for title in titles):
        titles = [title for title in titles if head(title) == head(relation)]
    notes = (
        unread_sheets([title for title in sheets if title not in titles and title not in lists], sheets)
        if sheets
        else []
    )
    people = _read(path, lists[0]) if lists else None
    if len(titles) < 2:
        return {ALL: _read(path, titles[0] if titles else 0)}, people, notes
    found = filled_sheets(
        titles, lambda title: (_read(path, title), []), lambda table: len(table) > 0, _is_empty
    )
    if not found:
        return {ALL: _read(path, titles[0])}, people, notes  # says what is wrong with it
    empty = [title for title in titles if title not in found]
    notes += [Note("sheets without a table are not read: {titles:5}", titles=empty)] if empty else []
    tables: dict[Hashable, pd.DataFrame] = {title: table for title, (table, _) in found.items()}
    return tables if len(tables) > 1 else {ALL: next(iter(tables.values()))}, people, notes


def _is_empty(error: FaultyInput) -> bool:
    return all(fault.problem.template == NO_ROWS for fault in error.faults)


def _read(path: Path, sheet: str | int) -> pd.DataFrame:
    """Return the table of a file; of one that is a bare square of numbers with numbers for names."""
    table = read_table(path, sheet, repeats=True)
    heads = [cells.tie_of(str(column).split(".")[0]) for column in table.columns]
    bare = len(table) + 1 == len(table.columns) and not any(is_none(one) for one in heads)
    if bare and not table.columns.is_unique:
        rows = [list(map(str, table.columns)), *table.astype(object).to_numpy().tolist()]
        names = list(range(1, len(rows) + 1))
        return pd.DataFrame(rows, names, names, dtype=object)
    if not table.columns.is_unique:
        twice = table.columns[table.columns.duplicated()].unique()
        Faults(each(twice, lambda name: Fault(path.name, "two columns are headed {name!r}", "give each a name of its own",
                                              name=str(name)))).raise_all()  # fmt: skip
    table, notes = bare_of_text(table)
    table.attrs |= {"file": path.name, "notes": notes}
    return table


def _record(table: pd.DataFrame, by: str, community: Hashable, relation: str | None) -> Records:
    """Return what a table says, whatever its form."""
    if not len(table):
        raise FaultyInput("source", "the table has no rows", "fill in at least one row")
    table = table.set_axis(
        [str(column) if isinstance(column, str) else column for column in table.columns], axis="columns"
    )
    for form in (edge_list, name_generator):
        found = form(table, by, community, relation)
        if found is not None:
            return found
    return roster(table, by, community, relation)


def _joined(
    records: list[Records], people: ActorList | None, respondents: Any
) -> tuple[pd.DataFrame, pd.Series, pd.MultiIndex]:
    """Return the ties, who answered, and the actors."""
    rows = [row for record in records for row in record.ties]
    asked_ = {who: row for record in records for who, row in (record.asked or {}).items()}
    could = [who for record in records for who in record.listed]
    seen = list(dict.fromkeys([*asked_, *could, *((row[0], row[end]) for row in rows for end in (1, 2))]))
    listed = could if could and people is None and len(could) == len(seen) else seen
    if people is None:
        Faults([*no_actors(listed), *alike(listed)]).raise_all()
    else:
        listed = people.of(list(dict.fromkeys(where for where, _ in seen)))
        unknown(rows, asked_, could, listed).raise_all()
    if not listed:
        raise FaultyInput("source", "has no ties in it", "give a list of actors, if there are none")
    index = pd.MultiIndex.from_tuples(listed, names=["community", "actor"])
    ties = once(rows)
    if respondents is not None:
        answered = respondents_of(respondents, index)
    elif any(record.asked is None for record in records):
        answered = pd.Series(True, index, name="answered")
    else:
        answered = pd.Series([who in asked_ and asked_[who][0] for who in listed], index, name="answered")
    return ties, answered, index
