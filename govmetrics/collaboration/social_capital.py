"""Social capital from a questionnaire: collective efficacy with its right scoring, or dimensions of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.collaboration._tables import COLUMN, NAMES, TABLE, Table, by_unit, heading
from govmetrics.core.checks import cell_faults, floats_of, holders, place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import clean
from govmetrics.core.near import meant
from govmetrics.core.numbers import no_number
from govmetrics.core.options import Kind, choice, is_count, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array

Answers = Literal["low_agrees", "high_agrees"]
EFFICACY = {"informal_social_control": range(0, 5), "social_cohesion": range(5, 10)}
AGAINST = (8, 9)
"""Of the ten items those worded against cohesion: the ninth and the tenth."""
_DIMENSIONS = Kind(
    lambda value: isinstance(value, Mapping) and len(value) > 0 and all(isinstance(key, str) and key for key in value)
    and all(map(NAMES.fits, value.values())),
    Text("give {{dimension: [items]}}"),
)  # fmt: skip
_SCALE = Kind(
    lambda value: isinstance(value, tuple | list) and len(value) == 2 and all(is_count(v, -1000) and v <= 1000 for v in value)
    and value[0] < value[1],
    Text("give the lowest and the highest code, such as (1, 5)"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class SocialCapital(Result):
    """Social capital, unit by unit.

    Attributes
    ----------
    values : DataFrame, shape (units, dimensions)
        Means of respondents, on the scale of the answers: more is more. Of the scale of collective efficacy
        informal_social_control, social_cohesion and collective_efficacy (the mean of both).
    standard_errors : DataFrame
        Of these means, of a simple random sample of respondents.
    scored : DataFrame
        The items as they were scored, turned where they had to be; rows as they came.
    respondents : Series
        How many respondents count in some dimension, unit by unit.
    turned : tuple of str
        Items whose codes were turned.
    items : DataFrame
        Rows are items: dimension, mean, rest_correlation (with the mean of the dimension's other items), turned.
    scale : tuple of int
        Lowest and highest code.

    See Also
    --------
    social_capital
    """

    values: pd.DataFrame
    standard_errors: pd.DataFrame
    scored: pd.DataFrame
    respondents: pd.Series
    turned: tuple[str, ...]
    items: pd.DataFrame
    scale: tuple[int, int]
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "values": "Social capital",
        "standard_errors": "Standard errors of social capital",
        "items": "Items and how they were scored",
        "respondents": "Respondents",
    }
    _left_out: ClassVar = ("scored",)
    _cites: ClassVar = ("Sampson1997", "Grootaert2004")

    def _names(self) -> dict[str, Label]:
        return {name: heading(name) for name in self.values.columns if name in EFFICACY}

    def _method(self) -> tuple[Text, ...]:
        told = (
            "A respondent's score is the mean of the items answered, at least half of each dimension, after these were "
            "turned: {items:20}. A unit's is the mean of its respondents."
        )
        return (Text(told, items=list(self.turned) or [Text("none")]),)

    def _finding(self) -> tuple[Text, ...]:
        last = self.values.columns[-1]
        column = self.values[last].dropna()
        if column.empty:
            return (Text("No unit has enough answers."),)
        low, high = self.scale
        told = "{name} is {mean:.2f} on average ({low} to {high}, more is more), highest in {first:3} ({most:.2f})."
        return (Text(told, name=heading(last),
                     mean=column.mean(), low=low, high=high, first=holders(column), most=column.max()),)  # fmt: skip


def social_capital(
    items: Table,
    by: str | None = None,
    answers: Answers = "low_agrees",
    dimensions: Mapping[str, Sequence[str]] | None = None,
    reverse: Sequence[str] | None = None,
    scale: tuple[int, int] = (1, 5),
) -> SocialCapital:
    """Score items of collective efficacy, or of dimensions of your own, and average them by unit.

    Parameters
    ----------
    items : DataFrame or path
        Rows are respondents, columns items as they were answered; an empty cell is no answer. Without `dimensions` the ten
        items of collective efficacy in the order of the scale: informal social control 1-5, social cohesion and trust
        6-10, of which the ninth and the tenth are worded against cohesion.
    by : str, optional
        The column of units; by default a frame's index, and a file's first column.
    answers : {"low_agrees", "high_agrees"}
        What a low code means. As the scale is printed 1 is very likely or strongly agree: then the items for collective
        efficacy (1-8) are turned, and those against it (9-10) are not, since their high codes already speak for it. Where
        5 is very likely or strongly agree it is the other way round. Nothing in the answers shows which one it is.
    dimensions : mapping, optional
        {dimension: [items]} of another questionnaire. The World Bank's SC-IQ has Groups and Networks; Trust and Solidarity;
        Collective Action and Cooperation; Information and Communication; Social Cohesion and Inclusion; Empowerment and
        Political Action: its items are not in this library.
    reverse : sequence of str, optional
        Items worded against their dimension: the ninth and the tenth of collective efficacy, else none.
    scale : (int, int)
        Lowest and highest code.

    Returns
    -------
    SocialCapital
        `values` and `standard_errors`, which `to_leaves` hands to leaf C42 or C43 of the default tree.

    Raises
    ------
    FaultyInput
        Codes off the scale, text, items that there are not, not ten items or not in their order.

    Notes
    -----
    Sampson and others estimate neighbourhoods' levels by a model of items in respondents in neighbourhoods, which shrinks
    small ones; here are plain means with their errors. Weights of respondents and clusters: `gm.survey.score`. Reliability:
    `gm.psychometrics.reliability` of the result's `scored`.

    References
    ----------
    Sampson, R. J., Raudenbush, S. W. and Earls, F. (1997). Neighborhoods and violent crime: a multilevel study of
    collective efficacy. Science 277, 918-924. Grootaert, C. and others (2004). Measuring Social Capital: An Integrated
    Questionnaire. World Bank Working Paper 18 (names of dimensions).

    Examples
    --------
    >>> import govmetrics as gm
    >>> rows = pd.DataFrame([[1] * 8 + [5, 5], [2] * 8 + [4, 4]], ["East", "East"], [f"q{k}" for k in range(1, 11)])
    >>> gm.collaboration.social_capital(rows).values.loc["East"].to_dict()
    {'informal_social_control': 4.5, 'social_cohesion': 4.5, 'collective_efficacy': 4.5}
    """
    wanted(
        items=(items, TABLE), by=(by, COLUMN), answers=(answers, choice("low_agrees", "high_agrees")),
        dimensions=(dimensions, optional(_DIMENSIONS)), scale=(scale, _SCALE),
        reverse=(reverse, optional(Kind(lambda v: NAMES.fits(v) or (isinstance(v, list | tuple) and not len(v)), NAMES.way_out))),
    ).raise_all()  # fmt: skip
    low, high = int(scale[0]), int(scale[1])
    frame = by_unit(items, by, "items")
    parts, against = _parts(frame, dimensions, reverse)
    frame = frame[[name for names in parts.values() for name in names]]
    codes = _codes(frame, low, high)
    turn = [name for name in frame.columns if (name in against) == (answers == "high_agrees")]
    flipped = np.isin(frame.columns.to_numpy(dtype=object), np.array(turn, dtype=object))
    x = np.where(flipped, low + high - codes, codes)
    scored = pd.DataFrame(x, frame.index, frame.columns)
    people = pd.DataFrame(
        {name: _means(scored[names].to_numpy()) for name, names in parts.items()}, frame.index
    )
    if dimensions is None:
        people["collective_efficacy"] = people[list(EFFICACY)].mean(axis=1, skipna=False)
    levels = list(range(frame.index.nlevels))
    groups = people.groupby(level=levels, sort=False)
    n = groups.count()
    errors = groups.sem()
    table = _items(scored, parts, set(turn))
    counted = people.notna().any(axis=1).groupby(level=levels, sort=False).sum().rename("respondents")
    return SocialCapital(groups.mean(), errors, scored, counted, tuple(map(str, turn)), table, (low, high),
                         tuple(_notes(scored, people, n, table, answers, low, high)))  # fmt: skip


def _parts(
    frame: pd.DataFrame, dimensions: Mapping[str, Sequence[str]] | None, reverse: Sequence[str] | None
) -> tuple[dict[str, list[str]], set[str]]:
    """Return the items of every dimension, and those that are worded against it."""
    columns = list(frame.columns)
    faults = Faults()
    if dimensions is None:
        if len(columns) != 10:
            way_out = "give the ten items in their order, or say dimensions={{name: [items]}}; by= names the column of units"
            raise FaultyInput("items", "there are {count}, and the scale of collective efficacy has ten", way_out,
                              count=len(columns))  # fmt: skip
        numbers = [re.search(r"(\d+)\D*$", str(name)) for name in columns]
        order = [int(found[1][:9]) for found in numbers if found]
        if len(order) == 10 and order != sorted(order):
            raise FaultyInput("items", "their numbers are not in order: {names}", "put the columns in the order of the scale",
                              names=list(map(str, columns)))  # fmt: skip
        parts = {name: [columns[k] for k in places] for name, places in EFFICACY.items()}
    else:
        parts = {clean(str(name)): [clean(item) for item in given] for name, given in dimensions.items()}
    known = [item for names in parts.values() for item in names]
    there = Text("the columns are: {labels:10}", labels=list(map(str, columns)))
    for item in dict.fromkeys(known):
        if item not in set(columns):
            faults.append(
                Fault(place_of("dimensions", item), "is not a column", meant(str(item), columns, there))
            )
        if known.count(item) > 1:
            faults.append(
                Fault(place_of("dimensions", item), "is in more than one place", "keep it in one dimension")
            )
    against = (
        [columns[k] for k in AGAINST]
        if reverse is None and dimensions is None
        else [clean(name) for name in ([] if reverse is None else reverse)]
    )
    items_there = Text("the items are: {labels:10}", labels=list(map(str, known)))
    for item in against:
        if item not in set(known):
            faults.append(Fault(place_of("reverse", item), "is not an item", items_there))
    faults.raise_all()
    return parts, set(against)


def _codes(frame: pd.DataFrame, low: int, high: int) -> Array:
    """Return the answers as numbers; every cell that is no code of the scale is named by its row."""
    if not len(frame):
        raise FaultyInput("items", "there are no respondents", "give one row a respondent")
    array, odd = floats_of(frame)
    place = frame.set_axis([f"{place_of(row)} ({at})" for at, row in enumerate(frame.index, 1)])
    faults = Faults(
        each(
            np.argwhere(odd).tolist(),
            lambda at: no_number(place_of(place.index[at[0]], place.columns[at[1]]), frame.iloc[at[0], at[1]],
                                 "give the code of the answer; answers in words are read by gm.read_survey"),
        )
    )  # fmt: skip
    off = ~np.isnan(array) & ((array < low) | (array > high) | (array != np.round(array)))
    values = pd.DataFrame(array, place.index, place.columns)
    faults += cell_faults(values, off, "is {value:g}, off the scale from {low} to {high}",
                          "correct it, say scale=, or leave the cell empty if it is no answer", low=low, high=high)  # fmt: skip
    missing = int(np.count_nonzero(frame.index.isna())) if frame.index.nlevels == 1 else 0
    if missing:
        faults.append(Fault("items", "{count:# row has|# rows have} no unit", "name it", count=missing))
    faults.raise_all()
    return array


def _means(x: Array) -> Array:
    """Return the mean of the items answered, NaN where fewer than half are."""
    known = ~np.isnan(x)
    n = known.sum(axis=1)
    total = np.where(known, x, 0.0).sum(axis=1)
    return np.where(2 * n >= x.shape[1], total / np.maximum(n, 1), np.nan)


def _items(scored: pd.DataFrame, parts: Mapping[str, list[str]], turn: set[str]) -> pd.DataFrame:
    """Return the table of items."""
    rows = {}
    for dimension, names in parts.items():
        for name in names:
            rest = scored[[other for other in names if other != name]]
            both = pd.concat([scored[name], rest.mean(axis=1)], axis=1).dropna().to_numpy()
            varies = len(both) > 2 and bool((np.ptp(both, axis=0) > 0).all())
            r = float(np.corrcoef(both.T)[0, 1]) if varies else float("nan")
            rows[str(name)] = {
                "dimension": dimension,
                "mean": scored[name].mean(),
                "rest_correlation": r,
                "turned": name in turn,
            }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(index="item")


def _notes(
    scored: pd.DataFrame, people: pd.DataFrame, n: pd.DataFrame, table: pd.DataFrame, answers: str, low: int, high: int
) -> list[Note]:  # fmt: skip
    """Say how codes were read, what does not fit, and who does not count."""
    agreeing, opposing = (low, high) if answers == "low_agrees" else (high, low)
    notes = [Note("{agreeing} was read as very likely or strongly agree, {opposing} as the opposite; if it is the other way "
                  "round, say answers=", agreeing=agreeing, opposing=opposing)]  # fmt: skip
    odd = table.index[table["rest_correlation"] < 0]
    if len(odd):
        notes.append(Note("run against the other items of their dimension after scoring; look at their wording and codes: "
                          "{items:10}", items=list(odd)))  # fmt: skip
    few = int((people.isna() & scored.notna().any(axis=1).to_numpy()[:, None]).any(axis=1).sum())
    if few:
        notes.append(Note("{count:# respondent answered|# respondents answered} fewer than half of the items of a dimension "
                          "and do not count there", count=few))  # fmt: skip
    none = [place_of(row) for row in n.index[(n == 0).any(axis=1)]]
    if none:
        notes.append(Note("no value, as nobody answered enough: {units:10}", units=none))
    return notes
