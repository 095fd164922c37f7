"""Records and survey scores of the same units, each filling its own leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, get_args

import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import DATASET, Dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import clean
from govmetrics.core.measured import MEASURED, Measured
from govmetrics.core.near import meant, near
from govmetrics.core.options import asked, choice, shown
from govmetrics.core.periods import known_as, ordered
from govmetrics.core.plain import plain
from govmetrics.core.words import Note, Text

MissingUnits = Literal["refuse", "keep"]
MISSING_UNITS = choice(*get_args(MissingUnits))


def join(
    dataset: Dataset, other: Measured, period: object = None, missing_units: MissingUnits = "refuse"
) -> Dataset:
    """Fill cells of `dataset` that have no values yet from `other`.

    Parameters
    ----------
    dataset : Dataset
        For example records, whose survey leaves are empty.
    other : Measured
        A Dataset, `SurveyScores`, or whatever has `values` and `standard_errors`.
        Values of some leaves for the same units, in any order. A unit called 1 in one source and "1" in the
        other (a text file's label) is one unit, under the label of `dataset`. Of several periods it may have some
        only, such as a survey's one wave; the others keep what `dataset` has, and a note says so.
    period : optional
        The period of which `other` is, where it has none and `dataset` has several; or the one to take of it.
    missing_units : {"refuse", "keep"}
        What to do with units that `other` has nothing of, such as communities in which nobody was surveyed: refuse them,
        as they may be spelled otherwise, or keep what `dataset` has of them, with a note that names them.

    Returns
    -------
    Dataset
        Standard errors of `other` come along.

    Raises
    ------
    FaultyInput
        Units that only one of the two has, columns that are not leaves, cells that both fill: all at once.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> counted = gm.read_records(pd.DataFrame({"trust": None, "cases": [5.0, 8.0]}, index=["East", "West"]), tree)
    >>> asked = gm.read_records(pd.DataFrame({"trust": [60.0, 70.0], "cases": None}, index=["West", "East"]), tree)
    >>> gm.join(counted, asked).values.to_dict("index")
    {'East': {'trust': 70.0, 'cases': 5.0}, 'West': {'trust': 60.0, 'cases': 8.0}}
    """
    return join_named(dataset, other, period, missing_units=missing_units)


ALIKE = Text("give both sources the same units, spelled alike")


@dataclass(frozen=True)
class Sources:
    """What the two sources are called in faults and notes, and the ways out where their periods differ.

    Parameters
    ----------
    first, second : Text
        Names of the sources.
    one_period : str
        Way out where the first alone has periods: which of them the second is of.
    pick : str
        Way out where the second alone has periods.
    fewer : str
        Way out where the second has periods that the first has not.
    alike : str
        Way out where the second lacks units.
    """

    first: Text
    second: Text
    one_period: str
    pick: str
    fewer: str
    alike: str


PLAIN = Sources(
    Text("the first source"),
    Text("the second source"),
    "say of which period it is: join(data, scores, period={period!r}), the survey scored by survey.score",
    "say which of them is wanted: join(data, scores, period={period!r}), the survey scored by survey.score",
    "join one period of both, join(data, other, period={period!r}), or add rows of the others to {first}",
    "give both sources the same units, spelled alike; of units that {second} is not about the first's values are kept by "
    'join(data, scores, missing_units="keep")',
)
"""As `join` says it."""


def join_named(
    dataset: Dataset, other: Measured, period: object = None, said: Sources = PLAIN,
    missing_units: MissingUnits = "refuse",
) -> Dataset:  # fmt: skip
    """Join as `join` does, and call the sources what the caller calls them."""
    asked(dataset=(dataset, DATASET), other=(other, MEASURED), missing_units=(missing_units, MISSING_UNITS))
    faults = Faults()
    first, second = said.first, said.second
    mine = dataset.values.index
    given, given_errors = other.values, other.standard_errors
    if period is not None:
        given = _of_period(given, mine, period)
        given_errors = None if given_errors is None else _of_period(given_errors, mine, period)
    filled = given.loc[:, given.notna().any()]
    theirs = spelled_like(filled.index, mine)
    filled = filled.set_axis(theirs)
    codes = set(dataset.tree.codes)
    faults += [
        Fault(str(c), "is not an indicator of the tree", "drop the column")
        for c in filled.columns
        if c not in codes
    ]
    notes: tuple[Note, ...] = ()
    if theirs.nlevels != mine.nlevels:
        faults.append(_one_without(mine, theirs, said))
    elif more := _periods_more(mine, theirs):
        problem = "{second} is of {theirs:8}, and {first} of {own:8}"
        own = list(mine.get_level_values(0).unique())
        latest = _latest(mine, theirs)
        faults.append(
            Fault(
                "period", problem, said.fewer, first=first, second=second, theirs=more, own=own, period=latest
            )
        )
    else:
        twice = theirs[theirs.duplicated()].unique()
        faults += each(
            twice,
            lambda row: Fault(
                place_of(row), "has two or more rows in {source}", "keep one of them", source=second
            ),
        )
        notes, lacking = _other_periods(mine, theirs, said)
        if theirs.is_unique:
            faults += _filled_twice(dataset.values, filled)
        extra = theirs.difference(mine)
        if missing_units == "keep" and len(lacking) < len(mine):
            notes, lacking = (*notes, *_kept(mine, lacking, second)), lacking[:0]
        alike = Text(said.alike, second=second)
        # What the second has alone may be what it lacks, spelled otherwise; or a slip beside the unit's other rows.
        for absent, source, others, way_out in (
            (mine[mine.isin(lacking)], second, (extra,), alike),
            (theirs[theirs.isin(extra)].unique(), first, (lacking, mine), ALIKE),
        ):
            rows = _by_unit(absent).values()
            faults += each(rows, partial(_missing, source=source, others=others, way_out=way_out))
    faults.raise_all()
    values = dataset.values.assign(
        **{c: dataset.values[c].fillna(filled[c].reindex(mine)) for c in filled.columns}
    )
    errors = dataset.standard_errors
    if given_errors is not None:
        base = (
            pd.DataFrame(float("nan"), index=mine, columns=dataset.tree.codes) if errors is None else errors
        )
        found = given_errors.set_axis(theirs)
        errors = base.assign(**{c: base[c].fillna(found[c].reindex(mine)) for c in filled.columns})
    told = tuple(dict.fromkeys([*dataset.notes, *getattr(other, "notes", ()), *notes]))
    return replace(dataset, values=values, standard_errors=errors, notes=told)


def _of_period(frame: pd.DataFrame, mine: pd.Index, period: object) -> pd.DataFrame:
    """Return the rows of the second source that are of a period, or as those of it."""
    index = frame.index
    known = index if index.nlevels == 2 else mine
    periods = list(known.get_level_values(0).unique()) if known.nlevels == 2 else []
    named = known_as(period, periods)
    if named is None:
        problem, way_out = "{period} is not a period of the data", "there are: {labels}"
        raise FaultyInput("period", problem, way_out, period=shown(period), labels=periods)
    if index.nlevels == 1:
        rows = pd.MultiIndex.from_product([[named], index], names=["period", "unit"])
        return frame.set_axis(rows)
    picked: pd.DataFrame = frame[index.get_level_values(0) == named]
    return picked if mine.nlevels == 2 else picked.droplevel(0)


def _one_without(mine: pd.Index, theirs: pd.Index, said: Sources) -> Fault:
    """Say which source has periods and which has none, and how the one period is named."""
    first = mine.nlevels == 2
    known, has, lacks = (mine, said.first, said.second) if first else (theirs, said.second, said.first)
    periods = list(known.get_level_values(0).unique())
    problem = "{has} has periods ({periods:8}), and {lacks} has none"
    way_out = said.one_period if first else said.pick
    values = {"has": has, "lacks": lacks, "first": said.first, "second": said.second}
    return Fault("period", problem, way_out, **values, periods=periods, period=_latest(known, known))


def _periods_more(mine: pd.Index, theirs: pd.Index) -> list[object]:
    """Return the periods of the second source, where the first has not all of them."""
    if mine.nlevels == 1:
        return []
    periods = list(theirs.get_level_values(0).unique())
    return periods if set(periods) - set(mine.get_level_values(0)) else []


def _latest(mine: pd.Index, theirs: pd.Index) -> object:
    """Return the last period that both have; of the first where they share none."""
    both = [label for label in ordered(mine.get_level_values(0)) if label in set(theirs.get_level_values(0))]
    return plain((both or ordered(mine.get_level_values(0)))[-1])


def _other_periods(mine: pd.Index, theirs: pd.Index, said: Sources) -> tuple[tuple[Note, ...], pd.Index]:
    """Say which whole periods the second source has nothing of; return the rows that it lacks in its own periods."""
    lacking = mine.difference(theirs)
    if mine.nlevels == 1:
        return (), lacking
    own = theirs.get_level_values(0).unique()
    periods = list(mine.get_level_values(0).unique())
    without = [period for period in periods if period not in own]
    if not without or len(without) == len(periods):
        return (), lacking
    note = Note(
        "{second} is of {own:8} only; {first} keeps its values elsewhere: {without:8}",
        first=said.first, second=said.second, own=list(own), without=without,
    )  # fmt: skip
    return (note,), lacking[~lacking.get_level_values(0).isin(without)]


def _kept(mine: pd.Index, lacking: pd.Index, second: Text) -> tuple[Note, ...]:
    """Name the units that the second source has nothing of, in the order of the first."""
    rows = mine[mine.isin(lacking)]
    if not len(rows):
        return ()
    text = "{second} has nothing of {count:# row|# rows}: {rows:10}"
    units = [_with_periods(unit, absent) for unit, absent in _by_unit(rows).items()]
    return (Note(text, second=second, count=len(rows), rows=units),)


def _with_periods(unit: object, rows: list[object]) -> str:
    if len(rows) == 1:
        return place_of(rows[0])
    periods = [row[0] for row in rows if isinstance(row, tuple)]
    return Text("{unit} ({periods:8})", unit=place_of(unit), periods=periods)


def _filled_twice(values: pd.DataFrame, filled: pd.DataFrame) -> list[Fault]:
    """Return the leaves of which both sources fill the same cells."""
    faults = []
    for code in filled.columns.intersection(values.columns):
        twice = values[code].notna() & filled[code].reindex(values.index).notna()
        if twice.any():
            problem = "both sources have values for it, {count:in # row|in # rows}: {rows:3}"
            rows = [place_of(row) for row in values.index[twice]]
            faults.append(
                Fault(str(code), problem, "drop them from one of the two", count=len(rows), rows=rows)
            )
    return faults


def _by_unit(rows: pd.Index) -> dict[object, list[object]]:
    """Return rows by their units, in their order."""
    found: dict[object, list[object]] = {}
    for row in rows:
        found.setdefault(row[-1] if isinstance(row, tuple) else row, []).append(row)
    return found


def _missing(absent: list[object], source: Text, others: tuple[pd.Index, ...], way_out: Text) -> Fault:
    """Return the fault of a unit's rows that one source lacks, with the unit of the other source that may have been meant.

    The units that may have been are in `others`, the likeliest first.
    """
    unit = absent[0][-1] if isinstance(absent[0], tuple) else absent[0]
    for rows in others:
        units = rows.get_level_values(-1).unique()
        if unit not in units and near(unit, map(str, units)) is not None:
            way_out = meant(unit, map(str, units), way_out)
            break
    if len(absent) == 1:
        return Fault(place_of(absent[0]), "is missing in {source}", way_out, source=source)
    periods = [row[0] for row in absent if isinstance(row, tuple)]
    problem = "is missing in {source} in {count} periods: {periods:8}"
    return Fault(place_of(unit), problem, way_out, source=source, count=len(periods), periods=periods)


def spelled_like(labels: pd.Index, mine: pd.Index) -> pd.Index:
    """Return labels with whole numbers and their text brought to the kind of `mine`, periods to its spelling."""
    if labels.nlevels != mine.nlevels:
        return labels
    levels = []
    for level in range(mine.nlevels):
        own = mine.get_level_values(level).unique()
        known = {_text(label): label for label in own}
        given = labels.get_level_values(level)
        places, theirs = pd.factorize(given)
        texts = [_text(label) for label in theirs]
        clear = len(known) == len(own) and len(set(texts)) == len(texts)
        found = [known.get(text, label) for text, label in zip(texts, theirs, strict=True)]
        if labels.nlevels == 2 and level == 0:
            found = [label if (same := known_as(label, own)) is None else same for label in found]
            clear = clear and len(set(found)) == len(found)
        spelled = pd.Index(found)
        whole = clear and len(spelled) and (places >= 0).all()
        levels.append(spelled.take(places).rename(given.name) if whole else given)
    return levels[0] if len(levels) == 1 else pd.MultiIndex.from_arrays(levels, names=labels.names)


def _text(label: object) -> str:
    return str(int(label)) if isinstance(label, float) and label.is_integer() else str(clean(label))
