"""What every method of this room asks of its items: numbers, names, enough of them; and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core.checks import listed
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, choose
from govmetrics.numerics.correlations import Array, covariance, pairwise_covariance, to_correlation
from govmetrics.psychometrics._frames import as_table, numbers_of
from govmetrics.psychometrics.odd_items import left_over_codes


@dataclass(frozen=True)
class Answers:
    """Checked answers: values (n, k) as floats, the items' names, weights (n,) or None, what happened."""

    values: Array
    names: list[str]
    weights: Array | None
    notes: list[str] = field(default_factory=list)

    @property
    def n(self) -> int:
        """Respondents used."""
        return len(self.values)

    @property
    def effective_n(self) -> float:
        """Kish's effective number of respondents."""
        return (
            float(self.n)
            if self.weights is None
            else float(self.weights.sum() ** 2 / (self.weights**2).sum())
        )


@dataclass(frozen=True)
class Correlations:
    """Checked correlations (k, k), the items' names, the respondents behind them, what happened."""

    values: Array
    names: list[str]
    n: int
    notes: list[str] = field(default_factory=list)


def read_answers(
    items: pd.DataFrame, weights: pd.Series | None = None, missing: str = "listwise", least: int = 2
) -> Answers:
    """Check `items` (respondents x items) and apply the rule for missing answers.

    `listwise` keeps respondents who answered every item, `pairwise` those who answered any. Codes that look
    like a left-over 99 are noted.
    """
    faults = Faults()
    with faults:
        choose(missing, ("listwise", "pairwise"), "missing")
    with faults:
        x, names = numbers_of(items)
    with faults:
        w = _weights(weights, as_table(items))
    faults.raise_all()
    if len(names) < least:
        way = "give all items of the scale, one a column"
        raise UnsuitableMethod(Fault("items", f"{len(names)} given, at least {least} needed", way))
    _refuse_correlations(x)
    notes: list[str] = []
    if np.isnan(x.sum()):
        empty = np.isnan(x)
        drop = empty.any(axis=1) if missing == "listwise" else empty.all(axis=1)
        _refuse_unanswered(~empty, names, int((~drop).sum()))
        if drop.any():
            why = "have missing answers" if missing == "listwise" else "answered nothing"
            notes.append(f"{int(drop.sum())} of {len(x)} respondents {why} and are not used")
            x, w = x[~drop], None if w is None else w[~drop]
    if len(x) < 2:
        raise UnsuitableMethod(
            Fault("items", f"{len(x)} usable respondents, at least 2 needed", "more answers are needed")
        )
    return Answers(x, names, w, [*notes, *left_over_codes(x, names)])


def _refuse_correlations(x: Array) -> None:
    """Refuse a correlation matrix given as if it were answers: its numbers would be taken for respondents'."""
    ones = len(x) > 1 and x.shape[0] == x.shape[1] and (np.diagonal(x) == 1).all()
    if ones and np.array_equal(x, x.T) and (np.abs(x) <= 1).all() and not (x == np.round(x)).all():
        way = "give n=, the number of respondents, where the function has it; otherwise give their answers"
        raise FaultyInput(Fault("items", "look like a correlation matrix", way))


def _refuse_unanswered(given: NDArray[np.bool_], names: list[str], usable: int) -> None:
    """Name the items that nobody answered, and those that leave fewer than two respondents."""
    answered = given.sum(axis=0)
    faults = [
        Fault(names[i], "nobody answered it", "leave the item out") for i in np.nonzero(answered == 0)[0]
    ]
    if usable < 2 and not faults and len(given) > 1:
        least = ", ".join(f"{names[i]} ({answered[i]})" for i in np.argsort(answered, kind="stable")[:3])
        way = f'leave out the items answered least, {least}; or missing="pairwise" where there is that option'
        problem = f"{usable} usable respondents of {len(given)} answered every item, at least 2 needed"
        faults = [Fault("items", problem, way)]
    if faults:
        raise UnsuitableMethod(faults)


def read_correlations(
    items: pd.DataFrame,
    n: int | None = None,
    weights: pd.Series | None = None,
    missing: str = "listwise",
    least: int = 2,
) -> Correlations:
    """Return the correlations of answers; or, where `n` is given, check `items` as a correlation matrix."""
    if n is not None:
        return _given_correlations(items, n, least)
    answers = read_answers(items, weights, missing, least)
    cov = covariance_of(answers)
    constant = constant_items(cov, answers.names)
    if constant:
        way = "a constant item has no correlations; leave it out and say so"
        raise UnsuitableMethod([Fault(name, "every answer is the same", way) for name in constant])
    return Correlations(to_correlation(cov), answers.names, answers.n, answers.notes)


def covariance_of(answers: Answers) -> Array:
    """Return the covariances (k, k) of checked answers; pairs never answered together are refused."""
    x = answers.values
    if not np.isnan(x.sum()):
        return covariance(x, answers.weights)
    cov, pairs = pairwise_covariance(x, answers.weights)
    rows, columns = np.nonzero(np.triu(np.isnan(cov)))
    if len(rows):
        way = "leave one of the two out, or collect answers to both"
        together = [
            Fault(
                f"{answers.names[i]}, {answers.names[j]}",
                f"answered together by {int(pairs[i, j])} respondents",
                way,
            )
            for i, j in zip(rows, columns, strict=True)
        ]
        raise UnsuitableMethod(together)
    answers.notes.append(f"pairs of items rest on {int(pairs.min())} to {int(pairs.max())} respondents")
    return cov


def check_variance(cov: Array) -> None:
    """Refuse items (k, k covariances) whose total does not vary."""
    if not cov.sum() > 1e-12 * np.trace(cov) or np.trace(cov) <= 0:
        way = "check the direction of the items and whether they were answered at all"
        raise UnsuitableMethod(Fault("items", "the total of the items does not vary", way))


def constant_items(cov: Array, names: list[str]) -> list[str]:
    """Return the names of the items without variance."""
    return [names[i] for i in np.nonzero(np.diagonal(cov) <= 0)[0]]


def inverse_of(r: Correlations, what: str) -> Array:
    """Return the inverse of the correlations, or refuse and say why `what` cannot be computed."""
    smallest = float(np.linalg.eigvalsh(r.values)[0])
    if smallest > 1e-10:
        return np.asarray(np.linalg.inv(r.values), dtype=float)
    if r.n <= len(r.names):
        problem = f"{r.n} respondents for {len(r.names)} items make a singular correlation matrix"
        raise UnsuitableMethod(Fault(what, problem, "use fewer items or more respondents"))
    problem = f"the correlation matrix is not positive definite (smallest eigenvalue {smallest:.3g})"
    way = "drop duplicated or redundant items; use listwise answers, or smooth polychoric correlations"
    raise UnsuitableMethod(Fault(what, problem, way))


def _weights(weights: pd.Series | None, items: pd.DataFrame) -> Array | None:
    if weights is None:
        return None
    way = "give one weight above zero for each respondent, under the respondents' index"
    if not isinstance(weights, pd.Series) and np.shape(weights) != (len(items),):
        raise FaultyInput(Fault("weights", f"not {len(items)} numbers", way))
    series = weights if isinstance(weights, pd.Series) else pd.Series(np.asarray(weights), index=items.index)
    if not series.index.equals(items.index):
        if not series.index.is_unique or not items.index.is_unique:
            raise FaultyInput(Fault("weights", "the index has duplicates, so rows cannot be matched", way))
        series = series.reindex(items.index)
    w = series.to_numpy(dtype=float, na_value=np.nan)
    bad = ~(np.isfinite(w) & (w > 0))
    if bad.any():
        where = listed(items.index[bad], most=10)
        raise FaultyInput(Fault("weights", f"missing, infinite or not above zero at {where}", way))
    return w


def _given_correlations(items: pd.DataFrame, n: int, least: int) -> Correlations:
    r, names = numbers_of(items)
    way = "give a correlation matrix when n= is given, or answers without n="
    if r.shape[0] != r.shape[1] or r.shape[0] < least:
        raise FaultyInput(
            Fault("items", f"{r.shape[0]} x {r.shape[1]} is not a correlation matrix of {least} items", way)
        )
    if (
        not np.isfinite(r).all()
        or not np.allclose(r, r.T, atol=1e-8)
        or not np.allclose(np.diag(r), 1, atol=1e-8)
    ):
        raise FaultyInput(Fault("items", "not symmetric with ones on the diagonal", way))
    if n < 2:
        raise FaultyInput(
            Fault("n", f"{n} respondents", "give the number of respondents behind the correlations")
        )
    return Correlations((r + r.T) / 2, names, int(n))
