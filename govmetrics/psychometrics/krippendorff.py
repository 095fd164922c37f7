"""Krippendorff's alpha for nominal, ordinal, interval and ratio ratings, with missing ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.options import choice, is_number, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.coincidences import coincidences, krippendorff_alpha, squared_distances
from govmetrics.psychometrics._frames import as_table
from govmetrics.psychometrics._matrix_tables import matrix_table
from govmetrics.psychometrics._rating_frames import categories_in, category_numbers, counts_of

Measurement = Literal["nominal", "ordinal", "interval", "ratio"]
_MEASUREMENTS = {
    "nominal": Text("nominal"), "ordinal": Text("ordinal"), "interval": Text("equal-interval"), "ratio": Text("ratio")
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Krippendorff(Result):
    """Krippendorff's alpha (Krippendorff α 系数).

    Attributes
    ----------
    alpha : float
        1 is agreement, 0 what chance would give; may be negative.
    measurement : str
        The scale of measurement, which decides how far apart two values are.
    coincidences : DataFrame
        How often each pair of values was given to the same thing.
    things, pairable : int
        Things with two or more ratings, and the ratings they have.

    See Also
    --------
    krippendorff
    """

    alpha: float
    measurement: str
    coincidences: pd.DataFrame
    things: int
    pairable: int
    notes: tuple[Note, ...]

    _shown: ClassVar = {"_row": "Krippendorff's alpha", "coincidences": "Coincidences of values"}

    @property
    def _row(self) -> pd.DataFrame:
        names = ("alpha", "measurement", "things", "pairable")
        return pd.DataFrame([{name: getattr(self, name) for name in names}])

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Agreement of the ratings was measured by Krippendorff's alpha for {measurement} ratings; subjects with "
            "a single rating do not count."
        )
        return (Text(found, measurement=_MEASUREMENTS[self.measurement]),)

    def _finding(self) -> tuple[Text, ...]:
        found = (
            "Krippendorff's alpha of {measurement} ratings is {alpha:.3f} ({things:# subject|# subjects}, "
            "{pairable:# rating|# ratings})."
        )
        values = {name: getattr(self, name) for name in ("alpha", "things", "pairable")}
        return (Text(found, measurement=_MEASUREMENTS[self.measurement], **values),)

    def _tables(self) -> list[Table]:
        row = self._row.rename(columns={"alpha": "krippendorff_alpha"})
        row["measurement"] = pd.Series([_MEASUREMENTS[self.measurement]], dtype=object)
        known = [f"{value:g}" if is_number(value) else str(value) for value in self.coincidences.index]
        values = pd.Index(known, dtype=object, name="category")
        captions = [Text(caption) for caption in self._shown.values()]
        cites = ("krippendorff2011",)
        return [
            Table.of(captions[0], row, "psychometrics", cites=cites),
            matrix_table(captions[1], self.coincidences.set_axis(values).set_axis(values, axis=1)),
        ]


def krippendorff(ratings: pd.DataFrame, measurement: Measurement = "nominal") -> Krippendorff:
    """Return Krippendorff's alpha of `ratings`.

    Parameters
    ----------
    ratings : DataFrame
        Rows are what is rated, columns the raters; missing ratings are NaN. Text only for nominal.
    measurement : {"nominal", "ordinal", "interval", "ratio"}
        Scale of measurement.

    Returns
    -------
    Krippendorff

    Raises
    ------
    FaultyInput
        Text or negative ratings where the scale of measurement does not allow them.
    UnsuitableMethod
        No thing rated twice, or only one value in use.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.

    Examples
    --------
    >>> ratings = pd.DataFrame({"a": [1, 2, 3, 3], "b": [1, 2, 3, 2], "c": [1, 2, None, 2]})
    >>> round(krippendorff(ratings, "interval").alpha, 4)
    0.8485
    """
    faults = wanted(measurement=(measurement, choice(*_MEASUREMENTS)))
    with faults:
        frame = as_table(ratings, "ratings")
    faults.raise_all()
    cells, values = categories_in(frame)
    numbers = _numbers(values, measurement)
    order = np.argsort(numbers) if numbers is not None else np.argsort(values.astype(str))
    counts = counts_of(cells.reshape(frame.shape), len(values))[:, order]
    paired = counts[counts.sum(axis=1) > 1]
    single = len(counts) - len(paired)
    notes = (
        [Note("{count:# subject has|# subjects have} fewer than two ratings", count=single)] if single else []
    )
    if not len(paired):
        raise UnsuitableMethod(
            "ratings", "nothing was rated twice", "rows are what is rated, columns the raters"
        )
    if (paired.sum(axis=0) > 0).sum() < 2:
        way = "agreement cannot be told from chance when nothing varies"
        raise UnsuitableMethod("ratings", "only one value is in use", way)
    together = coincidences(paired)
    distance = squared_distances(
        together.sum(axis=0), None if numbers is None else numbers[order], measurement
    )
    labels = pd.Index(np.asarray(values)[order], name="value")
    return Krippendorff(
        alpha=krippendorff_alpha(together, distance),
        measurement=measurement,
        coincidences=pd.DataFrame(together, index=labels, columns=labels),
        things=len(paired),
        pairable=int(paired.sum()),
        notes=tuple(notes),
    )


def _numbers(values: Any, measurement: str) -> Array | None:
    """Return the values as numbers; None where they are names."""
    numbers = category_numbers(values, None if measurement == "nominal" else _MEASUREMENTS[measurement])
    if measurement == "ratio" and numbers is not None and (numbers < 0).any():
        way = "declare them as missing, or use interval"
        raise FaultyInput("ratings", "ratio ratings cannot be below zero", way)
    return numbers
