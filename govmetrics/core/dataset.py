"""The table of raw values: units (or units in periods) by indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace
from functools import cached_property, partial
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.foot import TOTALS, Totals, named_faults, without_computed, without_named
from govmetrics.core.labels import STREETS, alike_note, categories, clean, clean_index
from govmetrics.core.near import spelled
from govmetrics.core.nodes import Group, Role
from govmetrics.core.numbers import no_number, numbers
from govmetrics.core.odd_values import CODES_SAID, NOT_ALLOWED, SHARES_SAID, odd_values
from govmetrics.core.options import FRAME, TEXT, among, asked, instance, optional, several
from govmetrics.core.panel_rows import period_among, periods_of, rows_at
from govmetrics.core.periods import order_faults
from govmetrics.core.procedure import PROCEDURE, UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.totals import total_notes
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.tree_slots import slot_faults
from govmetrics.core.words import Note, Text
from govmetrics.core.words.visible import visible
from govmetrics.numerics.arrays import unrepeated

CHANGES = ["step", "unit", "code", "before", "after"]
"""Columns of `Dataset.changes`; rows indexed by period and unit put a column `period` before the unit."""
_NO_CHANGES = pd.DataFrame(columns=CHANGES)

_FRAME_OR_ARRAY = instance(pd.DataFrame | np.ndarray, Text("give a DataFrame"))
_LIKE_THE_VALUES = Fault(
    "values", "the rows and columns differ from those of the data", "give the same rows and columns"
)


@spelled
@dataclass(frozen=True, eq=False)
class Dataset(Result):
    """Raw values of every leaf, and what else is known of the units.

    Parameters
    ----------
    tree : IndicatorTree
        What the columns mean.
    values : DataFrame, shape (units, leaves)
        Numbers in each indicator's own unit; NaN where missing. Rows are ``unit`` or ``(period, unit)``.
    attributes : DataFrame, optional
        Population, area, type, district...: what denominates, groups or weighs. Same rows as `values`.
    standard_errors : DataFrame, optional
        Standard errors of survey-based values, same shape as `values`; NaN where none.
    notes : tuple of str
        What the user should know about the reading (for example columns that were not used).
    changes : DataFrame, optional
        One row for every cell that a treatment changed: step, unit (and period), code, before, after.
    procedure : Procedure
        How they were treated, in words; written by the treatments.
    totals : {"refuse", "drop", "keep"}
        What to do with rows that are no units, as in `read_records`.

    Raises
    ------
    FaultyInput
        Columns that are not the tree's leaves, repeated rows, rows of totals, text or infinite values: all at once.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> values = pd.DataFrame({"trust": [60.0, 80.0], "cases": [5.0, None]}, index=["East", "West"])
    >>> gm.Dataset(tree, values).values.loc["West"].to_dict()
    {'trust': 80.0, 'cases': nan}
    """

    tree: IndicatorTree
    values: pd.DataFrame
    attributes: pd.DataFrame = field(default_factory=pd.DataFrame)
    standard_errors: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    changes: pd.DataFrame = field(default_factory=lambda: _NO_CHANGES.copy(deep=False))
    procedure: Procedure = UNTOLD
    totals: InitVar[Totals] = "refuse"

    _shown: ClassVar = {
        "values": "Values of the indicators",
        "attributes": "Attributes",
        "changes": "Changed cells",
    }

    def __post_init__(self, totals: Totals) -> None:
        asked(tree=(self.tree, TREE), values=(self.values, FRAME), attributes=(self.attributes, FRAME),
              standard_errors=(self.standard_errors, optional(FRAME)), notes=(self.notes, several(TEXT)),
              changes=(self.changes, FRAME), procedure=(self.procedure, PROCEDURE), totals=(totals, TOTALS))  # fmt: skip
        faults = Faults(slot_faults(self.tree))
        columns, codes = list(self.values.columns), self.tree.codes
        leaves = set(codes)
        values = _labelled(
            self.values if columns == codes else self.values.loc[:, [c in leaves for c in columns]]
        )
        faults += [*_column_faults(columns, codes), *row_faults(values.index), *value_faults(values)]
        with faults:
            Faults(_twice(list(self.attributes.columns))).raise_all()
            attributes = _texts(_same_rows(_labelled(self.attributes), values.index, "attributes"))
        with faults:
            errors = _errors(_labelled(self.standard_errors), values.index, codes)
        faults += named_faults(units_of(values.index), totals)
        faults.raise_all()
        values = values if columns == codes else values[codes]
        # A lazy copy: what the caller does to the frame later does not reach the dataset.
        values = as_floats(values).copy(deep=False)
        kept, left_out = _units_among(values, attributes, totals)
        object.__setattr__(self, "values", values if kept is None else values[kept])
        object.__setattr__(self, "attributes", attributes if kept is None else attributes[kept])
        object.__setattr__(
            self, "standard_errors", errors if kept is None or errors is None else errors[kept]
        )
        object.__setattr__(self, "totals", "keep")  # what is made of it is not asked again
        alike = [] if totals == "keep" else alike_note(self.units, "unit")
        told = [*left_out, *alike, *total_notes(self.units), *_odd_notes(self)]
        object.__setattr__(self, "notes", (*self.notes, *(note for note in told if note not in self.notes)))

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Dataset:
        """Return the dataset of what `to_dict` gave; how it was treated, in words, an archive alone keeps.

        Raises
        ------
        FaultyInput
            Another kind or version, unknown or missing keys, whatever the constructor refuses: each with its place.
        """
        from govmetrics.core.from_dict import Reader

        read = Reader(cls, content)
        names = ("values", "attributes", "standard_errors", "changes")
        tree, frames, notes = read.tree(), {name: read.frame(name) for name in names}, read.texts("notes")
        read.faults.raise_all()
        return cls(tree, **frames, notes=notes, procedure=read.procedure(), totals="keep")

    @property
    def units(self) -> pd.Index:
        """The units, each once, in order of appearance."""
        units = units_of(self.values.index)
        return units if self.values.index.nlevels == 1 else units.unique()

    @property
    def periods(self) -> list[object]:
        """The periods in the order of time; empty when the rows are units alone."""
        return list(periods_of(self.values.index))

    @property
    def imputed(self) -> pd.DataFrame | None:
        """Which cells were filled in by a treatment, shape (units, leaves); None where there are none."""
        if self.changes.empty:
            return None
        before, after = (self.changes[column].isna().to_numpy() for column in ("before", "after"))
        filled = self.changes[before & ~after]
        if filled.empty:
            return None
        index = self.values.index
        keys = (
            pd.Index(filled["unit"])
            if index.nlevels == 1
            else pd.MultiIndex.from_frame(filled[["period", "unit"]])
        )
        rows, columns = index.get_indexer(keys), self.values.columns.get_indexer(pd.Index(filled["code"]))
        there = (rows >= 0) & (columns >= 0)
        marks = np.zeros(self.values.shape, dtype=bool)
        marks[rows[there], columns[there]] = True
        return pd.DataFrame(marks, index=index, columns=self.values.columns) if there.any() else None

    @cached_property
    def by_name(self) -> np.ndarray:
        """The rows in the order of their names: what is drawn in it does not depend on the order of the rows."""
        return name_order(self.values.index)

    def at(self, period: object) -> Dataset:
        """Return the rows of one period, indexed by unit."""
        period = period_among(self.values.index, period)
        pick = rows_at(self.values.index, period)
        changes = self.changes
        if "period" in changes:
            changes = changes[changes["period"] == period].drop(columns="period").reset_index(drop=True)
        return replace(self._rows(pick, drop="period"), changes=changes)

    def scored(self, roles: tuple[Role, ...] = ("outcome",)) -> Dataset:
        """Return the dataset of the leaves that enter the scores (see `IndicatorTree.scored`)."""
        tree = self.tree.scored(roles)
        return self if tree is self.tree else self.under(tree)

    def only(self, codes: Sequence[str]) -> Dataset:
        """Return the dataset of some of the leaves, side by side under the root."""
        asked(codes=(codes, several(among(self.tree.codes), 1)))
        root = self.tree.root
        leaves = [replace(self.tree[code], weight=1.0) for code in codes]
        return self.under(IndicatorTree(Group(root.code, root.name, tuple(leaves))))

    def under(self, tree: IndicatorTree) -> Dataset:
        """Return the dataset of the leaves of another tree, all of which it has."""
        asked(tree=(tree, TREE))
        own, problem = self.tree.codes, "is not an indicator of the tree"
        Faults(
            Fault(code, problem, "there are: {labels}", labels=own) for code in tree.codes if code not in own
        ).raise_all()
        errors = None if self.standard_errors is None else self.standard_errors[tree.codes]
        return replace(self, tree=tree, values=self.values[tree.codes], standard_errors=errors)

    def with_values(
        self, values: pd.DataFrame | np.ndarray, step: str, tree: IndicatorTree | None = None,
        procedure: Procedure = UNTOLD,
    ) -> Dataset:  # fmt: skip
        """Return the dataset with other values for the same rows and leaves, every changed cell listed."""
        asked(values=(values, _FRAME_OR_ARRAY), step=(step, TEXT), tree=(tree, optional(TREE)),
              procedure=(procedure, PROCEDURE))  # fmt: skip
        if values.shape != self.values.shape:
            raise FaultyInput(_LIKE_THE_VALUES)
        if isinstance(values, np.ndarray):
            values = pd.DataFrame(values, index=self.values.index, columns=self.values.columns, copy=False)
        if not (values.index.equals(self.values.index) and values.columns.equals(self.values.columns)):
            raise FaultyInput(_LIKE_THE_VALUES)
        Faults(value_faults(values)).raise_all()
        before, after = self.values.to_numpy(), as_floats(values).to_numpy()
        rows, columns = np.nonzero((before != after) & ~(np.isnan(before) & np.isnan(after)))
        where = self.values.index[rows]
        levels = ("unit",) if where.nlevels == 1 else ("period", "unit")
        cells = {
            "step": visible(step),
            **{level: where.get_level_values(place) for place, level in enumerate(levels)},
            "code": np.asarray(self.tree.codes, dtype=object)[columns],
            "before": before[rows, columns],
            "after": after[rows, columns],
        }
        changed = pd.DataFrame(cells, index=range(len(rows)))
        every = changed if self.changes.empty else pd.concat([self.changes, changed], ignore_index=True)
        other: dict[str, Any] = {"values": values, "changes": every, "procedure": self.procedure + procedure}
        return with_sound(self, **other) if tree is None else replace(self, **other, tree=tree)

    def to_frame(self) -> pd.DataFrame:
        """Return attributes and values side by side, as a copy."""
        return pd.concat([self.attributes, self.values], axis="columns").copy()

    def _finding(self) -> tuple[Text, ...]:
        template = (
            "{units:# unit|# units}, {indicators:# indicator|# indicators}, {missing:# cell|# cells} missing"
        )
        if self.periods:
            template = (
                "{units:# unit|# units} over {periods:# period|# periods}, {indicators:# indicator|# "
                "indicators}, {missing:# cell|# cells} missing"
            )
        missing = int(self.values.isna().to_numpy().sum())
        counts = {"units": len(self.units), "indicators": len(self.tree), "missing": missing}
        return (Text(template, periods=len(self.periods), **counts),)

    def _rows(self, pick: np.ndarray, drop: str) -> Dataset:
        errors = None if self.standard_errors is None else self.standard_errors[pick].droplevel(drop)
        return Dataset(
            self.tree,
            self.values[pick].droplevel(drop),
            self.attributes[pick].droplevel(drop),
            errors,
            self.notes,
            procedure=self.procedure,
            totals="keep",
        )


def refuse_no_dataset(data: object) -> Faults:
    """Refuse anything but a dataset; return an empty `Faults` for what the method finds wrong with one.

    Raises
    ------
    FaultyInput
        `data` is of another type, for example a frame.
    """
    asked(data=(data, DATASET))
    return Faults()


def with_sound(data: Dataset, **other: Any) -> Dataset:
    """Return a dataset with other fields of the same rows and leaves, which are known to be sound: none is looked at."""
    same = object.__new__(Dataset)
    for name in data.__dataclass_fields__:
        object.__setattr__(same, name, other.get(name, getattr(data, name)))
    object.__setattr__(same, "values", as_floats(same.values).copy(deep=False))
    return same


def without_evidence(data: Dataset) -> np.ndarray:
    """Return which rows have no value of any outcome (of any leaf, where there are no outcomes).

    Of a single leaf a gap tells nothing about the unit: then there are none.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> table = pd.DataFrame({"trust": [60.0, None], "order": [None, None]}, index=["East", "West"])
    >>> without_evidence(Dataset(tree, table)).tolist()
    [False, True]
    """
    outcomes = [leaf.code for leaf in data.tree.indicators if leaf.role == "outcome"]
    values = data.values[outcomes] if outcomes else data.values
    return np.asarray(values.isna().all(axis="columns") & (values.shape[1] > 1))


DATASET = instance(Dataset, Text("read it with read_records"), ("to_dataset()",))


def units_of(index: pd.Index) -> pd.Index:
    """Return the unit of every row."""
    return index if index.nlevels == 1 else index.get_level_values(-1)


def _units_among(
    values: pd.DataFrame, attributes: pd.DataFrame, totals: Totals
) -> tuple[np.ndarray | None, list[Note]]:
    """Return which rows are units, None where all are, and a note on those that are dropped; refuse them where asked to.

    Raises
    ------
    FaultyInput
        Rows that are the sum or the mean of others.
    """
    if totals == "keep":
        return None, []
    rows = np.arange(len(values))
    frame, named = without_named(pd.DataFrame({"row": rows}), units_of(values.index), totals)
    first = frame["row"].to_numpy()
    street = next(
        (attributes[c].iloc[first] for c in attributes if str(clean(c)).casefold() in STREETS), None
    )
    kept, computed, faults = without_computed(values.iloc[first], values.index[first], totals, street)
    Faults(faults).raise_all()
    if len(first) == len(rows) and kept.all():
        return None, []
    return np.isin(rows, first[kept]), [*named, *computed]


def _labelled(frame: Any) -> Any:
    """Return a frame whose rows are called by the rule of `core.labels.clean`, itself where they are."""
    index = None if frame is None else clean_index(frame.index)
    return frame if frame is None or index is frame.index else frame.set_axis(index)


def _texts(attributes: pd.DataFrame) -> pd.DataFrame:
    """Return attributes whose texts are read as names, empty ones as missing; itself where nothing changes."""
    texts = [c for c in attributes.columns if attributes[c].dtype.kind == "O" or attributes[c].dtype == "str"]
    read = {column: categories(attributes[column]) for column in texts}
    changed = {column: texts for column, texts in read.items() if texts is not attributes[column]}
    if changed:
        attributes = attributes.copy(deep=False)
        for column, names in changed.items():
            attributes[column] = names
    return attributes


def _column_faults(columns: list[str], codes: list[str]) -> list[Fault]:
    have, want = set(columns), set(codes)
    faults = [
        Fault(str(c), "the indicator has no column", "add the column, or take the indicator out of the tree")
        for c in codes
        if c not in have
    ]
    faults += [
        Fault(str(c), "the column is not an indicator of the tree", "put it into `attributes`, or drop it")
        for c in columns
        if c not in want
    ]
    return faults + _twice(columns)


def _twice(columns: list[Any]) -> list[Fault]:
    """Return a fault for each heading that several columns have."""
    twice = pd.Index(columns, dtype=object, tupleize_cols=False)
    found = sorted({str(column) for column in twice[twice.duplicated()]})
    return [Fault(column, "occurs more than once", "keep one of them") for column in found]


def _same_rows(frame: pd.DataFrame, rows: pd.Index, place: str) -> pd.DataFrame:
    """Return the frame in the order of the rows; refuse one with other rows."""
    if frame.empty and not len(frame.columns):
        return pd.DataFrame(index=rows)
    if frame.index.equals(rows):
        return frame
    alike = frame.index.nlevels == rows.nlevels and frame.index.is_unique and len(frame) == len(rows)
    if alike and rows.isin(frame.index).all():
        return frame.loc[rows]
    raise FaultyInput(place, "the rows differ from those of the values", "give both the same rows")


def _errors(errors: pd.DataFrame | None, rows: pd.Index, codes: list[str]) -> pd.DataFrame | None:
    """Return standard errors in the order of the values; refuse those of other rows or leaves."""
    if errors is None or (errors.index is rows and list(errors.columns) == codes):
        return errors
    if sorted(map(str, errors.columns)) != sorted(codes):
        problem = "the columns are not those of the values"
        raise FaultyInput("standard_errors", problem, "give a frame with the same columns")
    return _same_rows(errors, rows, "standard_errors")[codes]


def row_faults(index: pd.Index) -> list[Fault]:
    """Return the faults of a row index: levels, missing labels, duplicates (each named)."""
    wrong = level_faults(index)
    return wrong or label_faults(index)


def level_faults(index: pd.Index) -> list[Fault]:
    """Return a fault where the rows are neither units nor units in periods."""
    if index.nlevels > 2 or (index.nlevels == 2 and list(index.names) != ["period", "unit"]):
        return [Fault("rows", "the levels of the index are: {levels}",
                      "index the rows by `unit`, or by `period` and `unit`",
                      levels=[str(name) for name in index.names])]  # fmt: skip
    return []


def label_faults(index: pd.Index) -> list[Fault]:
    """Return the faults of the labels of rows: none, missing, twice, periods of two kinds."""
    faults = []
    if not len(index):
        faults.append(Fault("rows", "there are no units", "give at least one row"))
    levels = [index] if index.nlevels == 1 else [index.get_level_values(level) for level in (0, 1)]
    for level in levels:
        if level.hasnans:
            blank = np.count_nonzero(level.isna())
            faults.append(
                Fault("rows", "{count:# row has|# rows have} no label", "name every row", count=blank)
            )
    if index.nlevels == 2 and not levels[0].hasnans:
        faults += order_faults(levels[0])
    if not index.is_unique:
        twice = index[index.duplicated()].unique()
        way_out = "keep one row each"
        if index.nlevels == 1:
            way_out = (
                "index the rows by `period` and `unit` if they are of several periods; else keep one row each"
            )
        faults += each(twice, lambda row: Fault(place_of(row), "there are two or more rows for it", way_out))
    return faults


def value_faults(values: pd.DataFrame) -> list[Fault]:
    """Return the faults of a table that must be finite numbers or missing; every cell is named."""
    faults, array = [], values.to_numpy()
    if array.dtype != np.float64:  # else there is nothing but numbers
        for place in np.flatnonzero((values.dtypes != np.float64).to_numpy()).tolist():
            column = values.iloc[:, place]
            faults += each(numbers(column)[1], partial(_no_number, column.name), most=20)
        array = as_floats(values).to_numpy()
    if np.isinf(unrepeated(array)).any():
        rows, columns = np.nonzero(np.isinf(array))
        cells = zip(values.index[rows], values.columns[columns], strict=True)
        faults += each(cells, lambda at: Fault(place_of(*at), "the value is infinite",
                                               "correct it, or leave the cell empty"))  # fmt: skip
    return faults


LARGEST = 1e100
"""Squares of larger values leave the range of numbers."""


def finite_faults(values: pd.DataFrame) -> list[Fault]:
    """Return the faults of a table that must be numbers, or missing, whose squares can be computed; every cell is named."""
    faults = value_faults(values)
    if faults:
        return faults
    rows, columns = np.nonzero(np.abs(as_floats(values).to_numpy()) > LARGEST)
    cells = zip(values.index[rows], values.columns[columns], strict=True)
    return each(cells, lambda at: Fault(place_of(*at), "the value is too large to be computed with",
                                        "correct it, or give all values in a larger unit"))  # fmt: skip


def floats(column: pd.Series) -> pd.Series:
    """Return a column as floats; NaN for missing cells, and for those that are not numbers."""
    return numbers(column)[0]


FLOATS = frozenset({np.dtype(np.float64)})
"""What the columns of a table are that has nothing but numbers and gaps."""


def as_floats(values: pd.DataFrame) -> pd.DataFrame:
    """Return a table with every column as floats; itself where they are."""
    return values if FLOATS.issuperset(values.dtypes) else values.apply(floats)


def _odd_notes(data: Dataset) -> list[Note]:
    """Return notes of the odd values of a table that was given by hand, which no reader has looked at."""
    said = {note.template for note in data.notes if isinstance(note, Note)}
    if said & {CODES_SAID, SHARES_SAID, NOT_ALLOWED} or not data.changes.empty:
        return []
    notes, faults = odd_values(data.values, data.tree.indicators, way=Text("leave the cells empty"))
    cells = [fault.place for fault in faults]
    return [*notes, *([Note(NOT_ALLOWED, cells=cells)] if cells else [])]


def _no_number(code: object, cell: tuple[Any, str]) -> Fault:
    return no_number(place_of(cell[0], code), cell[1])
