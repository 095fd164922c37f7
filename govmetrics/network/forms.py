"""Blank forms that ask who works with or trusts whom: a roster to tick, or lines for names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from govmetrics.core.errors import Fault, Faults, GovmetricsError
from govmetrics.core.forms import Column, Sheet, guide, write_form
from govmetrics.core.language import Language, language_of
from govmetrics.core.options import COUNT, LABEL, LANGUAGE, PATH, Kind, choice, several, wanted
from govmetrics.core.words import Text, say
from govmetrics.network.cells import name_of
from govmetrics.network.read import read_network

COMMUNITY, ACTOR, ACTORS = Text("community"), Text("actor"), Text("actors")
MOST_NAMES, WIDEST = 99, 16_000
"""So many lines for names, and so many columns of a roster, there may be."""
_ACTORS = Kind(
    lambda given: (
        all(map(several(LABEL).fits, given.values())) and several(LABEL).fits(list(given))
        if isinstance(given, Mapping)
        else several(LABEL).fits(given)
    ),
    Text('list the actors, or give {"East": ["residents\' committee", "police"]}'),
)
_ROSTER = Text(
    "Each row is one who answers, each column one who may be named: type 1 where there is a tie, 0 where there is none; "
    "nobody names themselves."
)
_NAMES = Text(
    "One row for each who answers: choose who that is, and in the columns behind it whom this actor names, one in each cell."
)
_SILENT = Text("Leave the whole row empty of one who did not answer: that is not the same as naming nobody.")
_NO_ROW = Text(
    "Who did not answer has no row; who answered and names nobody has a row with nothing behind: that is not the same."
)


def blank_network(
    path: str | Path,
    actors: Sequence[str | int] | Mapping[str, Sequence[str | int]],
    form: Literal["roster", "names"] = "roster",
    most: int = 5,
    language: Language | None = None,
) -> Path:
    """Write a blank form that asks who is tied to whom; `read_network` reads it back, whatever its language.

    Parameters
    ----------
    path : path
        The .xlsx file to write.
    actors : sequence of names, or mapping of community to names
        Everybody who answers and may be named; each community has a sheet of its own. They stand in the sheet of actors,
        too, so that one without any tie is counted.
    form : {"roster", "names"}
        A roster has a column for each actor, for 1 or 0; names have `most` columns with a list to choose from, and who answers
        chooses the own name first: a row with nothing behind it says that nobody is named.
    most : int
        So many can be named on the form of names. It bounds the density, which `measures` tells; a roster bounds nothing.
    language : {"en", "zh"}, optional
        Of headings and guidance; by default the one in use.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        Fewer than two actors, names twice, names that as headings of a roster would be read as something else.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import govmetrics as gm
    >>> with TemporaryDirectory() as folder:
    ...     path = gm.network.blank_network(Path(folder) / "ties.xlsx", ["residents' committee", "police", "owners"])
    ...     gm.read_network(path).answered.tolist()
    [False, False, False]
    """
    wanted(
        path=(path, PATH), actors=(actors, _ACTORS), form=(form, choice("roster", "names")), most=(most, COUNT),
        language=(language, LANGUAGE),
    ).raise_all()  # fmt: skip
    chosen, several_ = language_of(language), isinstance(actors, Mapping)
    of = (
        {str(where): list(names) for where, names in actors.items()}
        if isinstance(actors, Mapping)
        else {"": list(actors)}
    )
    faults = Faults()
    if most > MOST_NAMES:
        faults.append(
            Fault("most", "is {value}", "ask for {most} names or fewer", value=most, most=MOST_NAMES)
        )
    if not of:
        faults.append(Fault("actors", "there is no community", "name one with its actors"))
    for where, names in of.items():
        faults += _faults(f"actors.{where}" if several_ else "actors", names, form)
    faults.raise_all()
    sheets, listed = list[Sheet](), list[list[Any]]()
    for nth, (where, names) in enumerate(of.items(), start=1):
        first, last = len(listed) + 2, len(listed) + 1 + len(names)
        listed += [[where, name] if several_ else [name] for name in names]
        offered = (
            f"'{say(ACTORS, chosen)}'!${'B' if several_ else 'A'}${first}:${'B' if several_ else 'A'}${last}"
        )
        if form == "roster":
            who, columns = Column(ACTOR), [Column(str(name), between=(0.0, 1.0)) for name in names]
        else:
            who = Column(ACTOR, among=offered)
            columns = [Column(Text("named_{nth}", nth=place), among=offered) for place in range(1, most + 1)]
        heads = [*([Column(COMMUNITY)] if several_ else []), who, *columns]
        # On a form of names one with nothing behind says "nobody": those who answer put their names there themselves.
        rows = [[*([where] if several_ else []), name if form == "roster" else None] for name in names]
        sheets.append(Sheet(Text("ties {nth}", nth=nth), heads, rows, spare=0))
    everybody = Sheet(ACTORS, [*([Column(COMMUNITY)] if several_ else []), Column(ACTOR)], listed, spare=0)
    told = guide([_ROSTER, _SILENT] if form == "roster" else [_NAMES, _NO_ROW], [], [])
    return write_form(path, [*sheets, everybody, told], chosen)


def _faults(place: str, names: list[Any], form: str) -> Faults:
    """Return what is wrong with the names of one community."""
    faults, known = Faults(), [name_of(name) for name in names]
    if len(names) < 2:
        faults.append(Fault(place, "there are fewer than two actors", "name everybody who may be named"))
    again = list(dict.fromkeys(str(name) for name in known if known.count(name) > 1))
    if again:
        faults.append(Fault(place, "stand here twice: {names:10}", "keep each once", names=again))
    if None in known:
        faults.append(Fault(place, "a name is empty", "give it, or leave it out"))
    if faults or form == "names":
        return faults
    way_out = "call them otherwise, or write the form of names (form='names')"
    if len(names) > WIDEST:
        faults.append(
            Fault(place, "{count:,} actors are more than a sheet has columns", way_out, count=len(names))
        )
    elif not _reads_back(names, known):
        faults.append(Fault(place, "names would be read as headings of something else", way_out))
    return faults


def _reads_back(names: list[Any], known: list[Any]) -> bool:
    """Tell whether a roster with these headings is read as one."""
    table = pd.DataFrame(
        [[name, *([1.0] * len(names))] for name in names], columns=["actor", *map(str, names)]
    )
    table.attrs["file"] = "form"
    try:
        net = read_network(table, pd.DataFrame({"actor": pd.Series(names, dtype=object)}))
    except GovmetricsError:
        return False
    read = list(net.actors.index.get_level_values(1))
    return read == known and len(net.ties) == len(names) * (len(names) - 1)
