"""Test-retest reliability: the same respondents asked twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr

from govmetrics.core.checks import check_level
from govmetrics.core.dataset import as_floats
from govmetrics.core.errors import Fault, FaultyInput, UnsuitableMethod
from govmetrics.core.results import fields_dict, html
from govmetrics.numerics.correlations import Array, covariance, to_correlation
from govmetrics.psychometrics.icc import icc_forms, mean_squares


@dataclass(frozen=True, eq=False)
class TestRetest:
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
    notes: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of the table."""
        return self.table.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.table, "Test-retest reliability")


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
    check_level(level)
    before, after = _matched(first, second)
    shared = before.index.intersection(after.index)
    alone = len(before.index.union(after.index)) - len(shared)
    notes = [f"{alone} respondents were asked only once and are not used"] if alone else []
    before, after = before.loc[shared], after.loc[shared]
    if before.shape[1] > 1:
        totals = (frame.sum(axis=1, skipna=False) for frame in (before, after))
        before, after = (
            frame.assign(total=total) for frame, total in zip((before, after), totals, strict=True)
        )
    rows, faults = {}, []
    for name in before.columns:
        pair = np.column_stack([before[name].to_numpy(dtype=float), after[name].to_numpy(dtype=float)])
        pair = pair[~np.isnan(pair).any(axis=1)]
        if len(pair) < 3 or (np.ptp(pair, axis=0) == 0).any():
            problem = (
                f"{len(pair)} respondents answered twice"
                if len(pair) < 3
                else "all answers of one time are alike"
            )
            faults.append(Fault(str(name), problem, "at least three respondents who differ are needed"))
        else:
            rows[str(name)] = _test_retest(pair, level)
    if faults:
        raise UnsuitableMethod(faults)
    return TestRetest(pd.DataFrame.from_dict(rows, orient="index").rename_axis("item"), level, tuple(notes))


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


def _matched(
    first: pd.DataFrame | pd.Series, second: pd.DataFrame | pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    before, after = _frame(first, "first"), _frame(second, "second")
    faults = []
    if set(before.columns) != set(after.columns):
        odd = ", ".join(sorted(str(c) for c in set(before.columns) ^ set(after.columns)))
        faults.append(Fault("second", f"items asked at one time only: {odd}", "give the same items twice"))
    for place, frame in (("first", before), ("second", after)):
        if not frame.index.is_unique:
            faults.append(Fault(place, "a respondent appears twice", "the index names the respondent"))
        texts = frame.columns[(as_floats(frame).isna() & frame.notna()).any()]
        faults += [
            Fault(f"{place}, {name}", "answers are not numbers", "code them as numbers") for name in texts
        ]
    if faults:
        raise FaultyInput(faults)
    return as_floats(before), as_floats(after[before.columns])


def _frame(given: pd.DataFrame | pd.Series, place: str) -> pd.DataFrame:
    if not isinstance(given, pd.DataFrame | pd.Series):
        problem = f"is {type(given).__name__}, not DataFrame or Series"
        raise FaultyInput(Fault(place, problem, "give one row a respondent, under the respondents' index"))
    if isinstance(given, pd.DataFrame):
        return given
    return given.to_frame("score" if given.name is None else given.name)
