"""Test-retest reliability: the same respondents asked twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import SHARE, asked, instance, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import covariance, to_correlation
from govmetrics.psychometrics._frames import numbers_of
from govmetrics.psychometrics.icc import icc_forms, mean_squares

__test__: dict[str, str] = {}  # pytest, given this file, would take the method's name for that of a test


@dataclass(frozen=True, eq=False)
class TestRetest(Result):
    """Test-retest reliability (重测信度).

    Attributes
    ----------
    table : DataFrame
        One row per item (and `total` for several): n, r, lower, upper (Fisher), icc_agreement (ICC2),
        icc_consistency (ICC3), mean_first, mean_second, change, t, p, standard_error (of measurement, from
        ICC2), smallest_change (detectable at 95 %).
    notes : tuple of str
        Respondents who answered only once.

    See Also
    --------
    test_retest
    """

    __test__ = False  # the name begins with Test, but pytest has nothing to collect here

    table: pd.DataFrame
    level: float
    notes: tuple[Note, ...]

    _shown: ClassVar = {"table": "Test-retest reliability"}

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Both answers of the same respondents were correlated, with {level:.3g}% intervals by Fisher's "
            "transformation, and compared by intraclass correlations of agreement and of consistency; the smallest "
            "detectable change follows from the standard error of measurement."
        )
        return (Text(found, level=100 * self.level),)

    @property
    def _last(self) -> str:
        """What the last row is called: the total of several items."""
        return Text("total") if len(self.table) > 1 else str(self.table.index[-1])

    def _tables(self) -> list[Table]:
        items = list(self.table.index)
        items[-1] = self._last
        named = pd.Index(items, dtype=object, name="item")
        table = self.table.set_axis(named).rename(columns={"change": "mean_change"})
        return [
            Table.of(
                Text(self._shown["table"]), table, "psychometrics", cites=("weir2005", "shroutfleiss1979")
            )
        ]

    def _finding(self) -> tuple[Text, ...]:
        row = self.table.iloc[-1]
        found = (
            "{item}: the two times correlate {r:.3f} ({level:.3g}% interval {lower:.3f} to {upper:.3f}, n = "
            "{n:,.0f}) and agree by ICC = {icc:.3f}; the smallest detectable change is {change:.3g}."
        )
        item = self._last
        values = {name: row[name] for name in ("r", "lower", "upper", "n")}
        return (
            Text(
                found, item=item, level=100 * self.level, icc=row["icc_agreement"], change=row["smallest_change"],
                **values,
            ),
        )  # fmt: skip


def test_retest(
    first: pd.DataFrame | pd.Series,
    second: pd.DataFrame | pd.Series,
    level: float = 0.95,  # noqa: PT028 - "test" is the field's word, this is no test function
) -> TestRetest:
    """Return the test-retest reliability of answers given twice.

    Parameters
    ----------
    first, second : DataFrame or Series
        Answers at the two times, matched by index (respondent) and column (item).
    level : float
        Confidence level.

    Returns
    -------
    TestRetest

    Raises
    ------
    FaultyInput
        Different items, or an index with duplicates.
    UnsuitableMethod
        Fewer than three respondents asked twice; an item without variance.

    References
    ----------
    Weir, J. P. (2005). Quantifying test-retest reliability using the intraclass correlation coefficient and
    the SEM. Journal of Strength and Conditioning Research, 19.

    Examples
    --------
    >>> first, second = pd.Series([1, 2, 3, 4, 5], name="q"), pd.Series([2, 2, 3, 5, 5], name="q")
    >>> round(float(test_retest(first, second).table.loc["q", "r"]), 4)
    0.9383
    """
    faults = wanted(level=(level, SHARE))
    with faults:
        before, after = matched(first, second)
    faults.raise_all()
    if "total" in before.columns and before.shape[1] > 1:
        raise FaultyInput("total", "is what the row of all items is called", "rename the item")
    shared = before.index[before.index.isin(after.index)]
    alone = len(before) + len(after) - 2 * len(shared)
    once = "{count:# respondent was|# respondents were} asked only once and not used"
    notes = (Note(once, count=alone),) if alone else ()
    before, after = before.loc[shared], after.loc[shared]
    if before.shape[1] > 1:
        totals = (frame.sum(axis=1, skipna=False) for frame in (before, after))
        before, after = (
            frame.assign(total=total) for frame, total in zip((before, after), totals, strict=True)
        )
    pairs = {
        name: np.column_stack([before[name].to_numpy(), after[name].to_numpy()]) for name in before.columns
    }
    pairs = {name: pair[~np.isnan(pair).any(axis=1)] for name, pair in pairs.items()}
    unfit = [fault for name, pair in pairs.items() for fault in _unfit(name, pair)]
    Faults(unfit).raise_all(UnsuitableMethod)
    rows = {name: _test_retest(pair, level) for name, pair in pairs.items()}
    return TestRetest(pd.DataFrame.from_dict(rows, orient="index").rename_axis("item"), level, notes)


def _unfit(name: str, pair: Array) -> list[Fault]:
    way = "at least three respondents who differ are needed"
    if len(pair) < 3:
        return [Fault(name, "{count:# respondent|# respondents} answered twice", way, count=len(pair))]
    return (
        [Fault(name, "all answers of one time are alike", way)] if (np.ptp(pair, axis=0) == 0).any() else []
    )


def _test_retest(pair: Array, level: float) -> dict[str, float]:
    """Return one row of the table from answers (n, 2)."""
    n = len(pair)
    r = float(to_correlation(covariance(pair))[0, 1])
    z = np.arctanh(np.clip(r, -1 + 1e-15, 1 - 1e-15))
    half = -ndtri((1 - level) / 2) / np.sqrt(n - 3) if n > 3 else np.inf
    forms = icc_forms(mean_squares(pair), n, 2, (1 - level) / 2)["icc"]
    change = pair[:, 1] - pair[:, 0]
    spread = change.std(ddof=1)
    t = change.mean() / (spread / np.sqrt(n)) if spread > 0 else (0.0 if change.mean() == 0 else np.inf)
    # the pooled standard deviation of both times; ICC2 counts a shift between them as error
    error = np.sqrt(np.var(pair, axis=0, ddof=1).mean() * max(1 - forms[1], 0.0))
    return {
        "n": n,
        "r": r,
        "lower": float(np.tanh(z - half)),
        "upper": float(np.tanh(z + half)),
        "icc_agreement": forms[1],
        "icc_consistency": forms[2],
        "mean_first": float(pair[:, 0].mean()),
        "mean_second": float(pair[:, 1].mean()),
        "change": float(change.mean()),
        "t": float(t),
        "p": float(2 * stdtr(n - 1, -abs(t))),
        "standard_error": float(error),
        "smallest_change": float(1.959963984540054 * np.sqrt(2) * error),
    }


def matched(
    first: pd.DataFrame | pd.Series,
    second: pd.DataFrame | pd.Series,
    places: tuple[str, str] = ("first", "second"),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return answers given twice as floats, items in one order; refuse what cannot be matched by label."""
    faults = Faults()
    if isinstance(first, pd.Series) and isinstance(second, pd.Series) and first.name != second.name:
        both = f"{first.name} → {second.name}"  # one item, called otherwise at the other time
        first, second = first.rename(both), second.rename(both)
    with faults:
        before = _frame(first, places[0])
    with faults:
        after = _frame(second, places[1])
    faults.raise_all()
    odd = sorted(set(before.columns) ^ set(after.columns))
    if odd:
        faults.append(
            Fault(places[1], "items asked at one time only: {odd}", "give the same items twice", odd=odd)
        )
    for place, frame in zip(places, (before, after), strict=True):
        if not frame.index.is_unique:
            faults.append(Fault(place, "a respondent appears twice", "the index names the respondent"))
    faults.raise_all()
    return before, after[before.columns]


def _frame(given: pd.DataFrame | pd.Series, place: str) -> pd.DataFrame:
    """Return answers as floats, under the names of their items."""
    if isinstance(given, pd.Series):
        given = given.to_frame("score" if given.name is None else given.name)
    kind = instance(
        pd.DataFrame, Text("give one row per respondent, under the respondents' index"), ("favourable()",)
    )
    asked(**{place: (given, kind)})
    try:
        x, names = numbers_of(given, place)
    except FaultyInput as error:
        raise FaultyInput([fault.at(f"{place}, {fault.place}") for fault in error.faults]) from None
    return pd.DataFrame(x, index=given.index, columns=names)
