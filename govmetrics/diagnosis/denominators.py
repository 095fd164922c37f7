"""Which indicators go with the size of a unit: correlations with population, area, product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Fault, IndicatorTree, UnsuitableMethod
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import DATASET, Dataset
from govmetrics.core.errors import each
from govmetrics.core.numbers import no_number, numbers
from govmetrics.core.options import LABEL, PROPORTION, optional, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.diagnosis.common import check_rows
from govmetrics.diagnosis.correlations import correlated, p_values
from govmetrics.numerics.arrays import Array


@dataclass(frozen=True, eq=False)
class Denominators(Result):
    """How indicators go with attributes that tell of size.

    Attributes
    ----------
    table : DataFrame
        One row per leaf and attribute, the strongest first: code, attribute, correlation, n, p, strong.
    high : float
        From this size on a correlation is strong.
    tree : IndicatorTree
        For the names.
    notes : tuple of str

    See Also
    --------
    denominators
    """

    table: pd.DataFrame
    high: float
    tree: IndicatorTree
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"table": "Indicators and the size of the units"}
    _cites: ClassVar = ("Becker2022", "oecd2008")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Indicators were correlated with attributes of size; {high:g} or more in size counts as strong."
        )
        return (Text(told, high=self.high),)

    def _finding(self) -> tuple[Text, ...]:
        names = self.tree.names()
        pairs = [
            Text("{leaf} with {attribute} ({value:.2f})", leaf=names[code], attribute=attribute, value=value)
            for code, attribute, value in self.table.loc[
                self.table["strong"], ["code", "attribute", "correlation"]
            ].itertuples(index=False)
        ]
        if not pairs:
            return (Text("No indicator goes strongly with the size of the units."),)
        told = "Go strongly with the size of the units, so think of dividing by it: {pairs:10}."
        return (Text(told, pairs=pairs),)


def denominators(data: Dataset, columns: Sequence[str] | None = None, high: float = 0.7) -> Denominators:
    """Return the correlation of every indicator with attributes of size, which totals grow with.

    Parameters
    ----------
    data : Dataset
        Raw values of one period, with attributes.
    columns : sequence of str, optional
        Attributes; by default all that are numbers.
    high : float
        From this size on a correlation is strong.

    Returns
    -------
    Denominators

    Raises
    ------
    FaultyInput
        Columns that are no attributes, or no numbers.
    UnsuitableMethod
        No attribute that is a number, fewer than five units, or rows with periods.

    Notes
    -----
    A strong correlation says that the indicator grows with the size, not that it must be divided: that depends on what it is
    to mean. A few large units make such correlations; look at logarithms, too.

    References
    ----------
    Becker, W., Caperna, G., Del Sorbo, M., Norlén, H., Papadimitriou, E. and Saisana, M. (2022). COINr: An R package for
    developing composite indicators. Journal of Open Source Software 7(78), 4567.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["cases", "trust"]})
    >>> table = pd.DataFrame({"cases": [12.0, 21, 29, 41, 50], "trust": [6.0, 4, 7, 5, 6], "people": [1.0, 2, 3, 4, 5]},
    ...                      index=list("ABCDE"))
    >>> found = gm.diagnosis.denominators(gm.read_records(table, tree))
    >>> print(found.summary().splitlines()[0])
    Go strongly with the size of the units, so think of dividing by it: cases with people (1.00).
    """
    faults = wanted(
        data=(data, DATASET), columns=(columns, optional(several(LABEL, 1))), high=(high, PROPORTION)
    )
    if isinstance(data, Dataset):
        with faults:
            check_rows(data.values.index)
    faults.raise_all()
    known = data.attributes
    if columns is not None:
        problem, way = "{name!r} is not one of the attributes", "attributes are: {names}"
        unknown = [name for name in columns if name not in known]
        faults += each(
            unknown, lambda name: Fault("columns", problem, way, name=str(name), names=list(map(str, known)))
        )
        faults.raise_all()
    sizes, texts, odd = _sizes(data, list(known) if columns is None else list(dict.fromkeys(columns)))
    if columns is not None or not sizes:
        faults += [
            fault for cells in odd.values() for fault in each(cells, lambda cell: no_number(*cell), most=5)
        ]
    if columns is not None:
        faults += each(texts, lambda name: Fault(name, "is not numeric", "choose an attribute of numbers"))
    faults.raise_all()
    if not sizes:
        problem, way = "none is a number", "read the records with a column of population or area"
        raise UnsuitableMethod("attributes", problem, way)
    notes = [Note("attributes that are no numbers: {names:5}", names=texts)] if texts else []
    for name, cells in odd.items():
        told = "{name} is left out, since some of its cells are no numbers: {cells:3}"
        notes.append(Note(told, name=name, cells=[str(place) for place, _ in cells]))
    notes.append(
        Note("a few large units make such correlations: look at them, and at logarithms, before dividing")
    )
    return Denominators(_table(data, sizes, high), high, data.tree, tuple(notes))


def _sizes(
    data: Dataset, names: list[Any]
) -> tuple[dict[str, Array], list[str], dict[str, list[tuple[str, str]]]]:
    """Return attributes that are numbers, those without any number, and of those in between the cells that are none."""
    sizes, texts, odd = dict[str, Array](), list[str](), dict[str, list[tuple[str, str]]]()
    for name in names:
        values, wrong = numbers(data.attributes[name])
        cells = [(place_of(row, name), str(cell)) for row, cell in wrong]
        cells += [(place_of(row, name), "inf") for row in values.index[np.isinf(values.to_numpy())]]
        if not cells and values.notna().any():
            sizes[str(name)] = values.to_numpy(dtype=float)
        elif cells and values.notna().any():
            odd[str(name)] = cells
        elif cells:
            texts.append(str(name))
    return sizes, texts, odd


def _table(data: Dataset, sizes: dict[str, Array], high: float) -> pd.DataFrame:
    k = len(data.tree)
    r, n = correlated(np.column_stack([data.values.to_numpy(dtype=float), *sizes.values()]))
    r, n = r[:k, k:], n[:k, k:]
    table = pd.DataFrame(
        {
            "code": np.repeat(np.asarray(data.tree.codes, dtype=object), len(sizes)),
            "attribute": np.tile(np.asarray(list(sizes), dtype=object), k),
            "correlation": r.ravel(),
            "n": n.ravel().astype(int),
            "p": p_values(r, n).ravel(),
            "strong": np.abs(r).ravel() >= high,
        }
    )
    order = np.argsort(-np.nan_to_num(table["correlation"].abs().to_numpy(), nan=-1.0), kind="stable")
    return table.iloc[order].reset_index(drop=True)
