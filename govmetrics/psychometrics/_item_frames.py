"""What every method of this room asks of its items: numbers, names, enough of them; and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from govmetrics.core.checks import floats_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import choice, count, optional, wanted, way_to
from govmetrics.core.within import HUGE, refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import (
    covariance,
    pairwise_correlation,
    pairwise_covariance,
    to_correlation,
)
from govmetrics.psychometrics._frames import as_table, is_column, numbers_of
from govmetrics.psychometrics.odd_items import left_over_codes, negative_codes

MISSING = choice("listwise", "pairwise")
RESPONDENTS = optional(count(2))
"""Those behind a correlation matrix; None where answers are given."""


@dataclass(frozen=True)
class Answers:
    """Checked answers: values (n, k) as floats, the items' names, weights (n,) or None, what happened."""

    values: Array
    names: list[str]
    weights: Array | None
    notes: list[Note] = field(default_factory=list)

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
    notes: list[Note] = field(default_factory=list)


def read_answers(
    items: pd.DataFrame, weights: pd.Series | None = None, missing: str = "listwise", least: int = 2
) -> Answers:
    """Check `items` (respondents x items) and apply the rule for missing answers.

    `listwise` keeps respondents who answered every item, `pairwise` those who answered any. Codes that look
    like a left-over 99 are noted.
    """
    faults = wanted(missing=(missing, MISSING))
    with faults:
        x, names = numbers_of(items)
    with faults:
        w = weights_of(weights, as_table(items))
    faults.raise_all()
    if len(names) < least:
        way = "give all items of the scale, one per column"
        problem = "{given:# item is|# items are} given, at least {least} are needed"
        raise UnsuitableMethod("items", problem, way, given=len(names), least=least)
    _refuse_correlations(x)
    notes: list[Note] = []
    if np.isnan(x.sum()):
        empty = np.isnan(x)
        drop = empty.any(axis=1) if missing == "listwise" else empty.all(axis=1)
        refuse_unanswered((~empty).sum(axis=0), names, int((~drop).sum()), len(x))
        if drop.any():
            notes.append(left_out(int(drop.sum()), len(x), missing))
            x, w = x[~drop], None if w is None else w[~drop]
    if len(x) < 2:
        problem = "{usable:# usable respondent|# usable respondents}, at least 2 are needed"
        raise UnsuitableMethod("items", problem, "collect more answers", usable=len(x))
    return Answers(x, names, w, [*notes, *negative_codes(x, names), *left_over_codes(x, names)])


def left_out(count: int, every: int, missing: str) -> Note:
    if missing == "listwise":
        return Note(
            "{count:,} of {every:,} respondents have missing answers and are not used",
            count=count,
            every=every,
        )
    return Note(
        "{count:,} of {every:,} respondents answered nothing and are not used", count=count, every=every
    )


def _refuse_correlations(x: Array) -> None:
    """Refuse a correlation matrix given as if it were answers: its numbers would be taken for respondents'."""
    ones = len(x) > 1 and x.shape[0] == x.shape[1] and (np.diagonal(x) == 1).all()
    if ones and np.array_equal(x, x.T) and (np.abs(x) <= 1).all() and not (x == np.round(x)).all():
        way = "give n=, the number of respondents, where the function has it; otherwise give their answers"
        raise FaultyInput("items", "look like a correlation matrix", way)


def refuse_unanswered(answered: Array, names: list[str], usable: int, every: int) -> None:
    """Name the items that nobody answered, and those that leave fewer than two respondents."""
    faults = [
        Fault(names[i], "nobody answered it", "leave the item out") for i in np.nonzero(answered == 0)[0]
    ]
    if usable < 2 and not faults and every > 1:
        least = [f"{names[i]} ({answered[i]:.0f})" for i in np.argsort(answered, kind="stable")[:3]]
        problem = "{usable:,} of {every:,} respondents answered every item, at least 2 are needed"
        way = 'leave out the items answered least: {least}; or use missing="pairwise" where there is that option'
        faults = [Fault("items", problem, way, usable=usable, every=every, least=least)]
    Faults(faults).raise_all(UnsuitableMethod)


def read_correlations(
    items: pd.DataFrame,
    n: int | None = None,
    weights: pd.Series | None = None,
    missing: str = "listwise",
    least: int = 2,
) -> Correlations:
    """Return the correlations of answers; or, where `n` is given, check `items` as a correlation matrix."""
    wanted(n=(n, RESPONDENTS), missing=(missing, MISSING)).raise_all()
    if n is not None:
        if weights is not None:
            way = "weight the answers before they are correlated"
            raise FaultyInput("weights", "correlations cannot be weighted", way)
        return _given_correlations(items, n, least)
    answers = read_answers(items, weights, missing, least)
    r = correlations_of(answers)
    constant = constant_items(r, answers.names)
    if constant:
        way = "a constant item has no correlations; leave it out and say so"
        raise UnsuitableMethod([Fault(name, "every answer is the same", way) for name in constant])
    return Correlations(r, answers.names, answers.n, answers.notes)


def correlations_of(answers: Answers) -> Array:
    """Return the correlations (k, k) of checked answers, with pairwise answers each over its own respondents.

    A constant item has NaN; pairs never answered together, or not varying where they are, are refused.
    """
    x, names = answers.values, answers.names
    if not np.isnan(x.sum()):
        return to_correlation(covariance(x, answers.weights))
    r, pairs = pairwise_correlation(x, answers.weights)
    check_together(pairs, answers.names, answers.notes)
    varies = ~np.isnan(np.diagonal(r))
    rows, columns = np.nonzero(np.triu(np.isnan(r) & np.outer(varies, varies)))
    problem = "one of the two does not vary among the {count:# respondent|# respondents} who answered both"
    way = "leave one of the two out, or collect answers to both"
    stuck = [
        Fault(f"{names[i]}, {names[j]}", problem, way, count=int(pairs[i, j]))
        for i, j in zip(rows, columns, strict=True)
    ]
    Faults(stuck).raise_all(UnsuitableMethod)
    return r


def covariance_of(answers: Answers) -> Array:
    """Return the covariances (k, k) of checked answers; pairs never answered together are refused."""
    x = answers.values
    if not np.isnan(x.sum()):
        return covariance(x, answers.weights)
    cov, pairs = pairwise_covariance(x, answers.weights)
    check_together(pairs, answers.names, answers.notes)
    answers.notes.extend(contradictions(cov, pairs, answers.names))
    return cov


def contradictions(cov: Array, pairs: Array, names: list[str]) -> list[Note]:
    """Say where covariances, each over its own respondents (`pairs`, (k, k)), cannot be those of any answers."""
    some = np.flatnonzero(np.diagonal(cov) > 0)
    if not len(some):
        return []
    r = to_correlation(cov[np.ix_(some, some)])
    i, j = np.unravel_index(np.argmax(np.triu(np.abs(r), 1)), r.shape)
    left, right, smallest = some[i], some[j], float(np.linalg.eigvalsh(r)[0])
    if abs(r[i, j]) > 1 + 1e-8:
        told = (
            "items {left} and {right}: their covariance over the {count:# respondent|# respondents} who answered both "
            "would be a correlation of {r:.2f}; what rests on such covariances may be far off: use listwise answers, "
            "or impute"
        )
        return [Note(told, left=names[left], right=names[right], count=int(pairs[left, right]), r=r[i, j])]
    if smallest < -1e-8:
        told = (
            "the covariances rest on different respondents and contradict each other (not positive semi-definite; "
            "smallest eigenvalue of their correlations {smallest:.3g}): what rests on them may be off; use listwise "
            "answers, or impute"
        )
        return [Note(told, smallest=smallest)]
    return []


def check_together(pairs: Array, names: list[str], notes: list[Note]) -> None:
    """Refuse pairs that fewer than two answered (`pairs`, (k, k)), and note how many answered the others."""
    rows, columns = np.nonzero(np.triu(pairs < 2))
    if len(rows):
        way = "leave one of the two out, or collect answers to both"
        problem = "answered together by {count:# respondent|# respondents}"
        together = [
            Fault(f"{names[i]}, {names[j]}", problem, way, count=int(pairs[i, j]))
            for i, j in zip(rows, columns, strict=True)
        ]
        raise UnsuitableMethod(together)
    notes.append(
        Note(
            "pairs of items rest on {least:,} to {most:,} respondents",
            least=int(pairs.min()),
            most=int(pairs.max()),
        )
    )


def check_variance(cov: Array) -> None:
    """Refuse items (k, k covariances) whose total does not vary."""
    if not cov.sum() > 1e-12 * np.trace(cov) or np.trace(cov) <= 0:
        way = "check the direction of the items and whether they were answered at all"
        raise UnsuitableMethod("items", "the total of the items does not vary", way)


def constant_items(cov: Array, names: list[str]) -> list[str]:
    """Return the names of the items without variance; `cov` are covariances or correlations (k, k)."""
    return [names[i] for i in np.nonzero(~(np.diagonal(cov) > 0))[0]]


def inverse_of(r: Correlations, what: Text) -> Array:
    """Return the inverse of the correlations, or refuse and say why `what` cannot be computed."""
    smallest = float(np.linalg.eigvalsh(r.values)[0])
    if smallest > 1e-10:
        if r.n <= len(r.names):
            problem, way = "{n:,} respondents for {items} items", "use fewer items or more respondents"
            raise UnsuitableMethod(what, problem, way, n=r.n, items=len(r.names))
        return np.asarray(np.linalg.inv(r.values), dtype=float)
    if r.n <= len(r.names):
        problem = "{n:,} respondents for {items} items make a singular correlation matrix"
        way = "use fewer items or more respondents"
        raise UnsuitableMethod(what, problem, way, n=r.n, items=len(r.names))
    problem = "the correlation matrix is not positive definite (smallest eigenvalue {smallest:.3g})"
    way = "drop duplicated or redundant items; use listwise answers, or smooth polychoric correlations"
    raise UnsuitableMethod(what, problem, way, smallest=smallest)


def weights_of(weights: pd.Series | None, items: pd.DataFrame) -> Array | None:
    """Return checked design weights in the order of the respondents of `items`; None where there are none."""
    if weights is None:
        return None
    refuse_within("weights", weights)
    way = "give one weight above zero for each respondent, under the respondents' index"
    series = weights if isinstance(weights, pd.Series) else _in_order(weights, items.index)
    if series is None:
        found = way_to(weights, is_column, ("weights", "weight")) or way
        raise FaultyInput("weights", "is not a column of {count:,} numbers", found, count=len(items))
    if not series.index.equals(items.index):
        if not series.index.is_unique or not items.index.is_unique:
            raise FaultyInput("weights", "the index has duplicates, so rows cannot be matched", way)
        series = series.reindex(items.index)
    w = floats_of(series.to_frame())[0][:, 0]
    bad = ~((w < HUGE) & (w > 1 / HUGE))
    if bad.any():
        problem = "missing, infinite or not above zero at {rows:10}"
        raise FaultyInput("weights", problem, way, rows=items.index[bad])
    return w


def _in_order(weights: object, index: pd.Index) -> pd.Series | None:
    """Return bare weights in the order of the respondents; None where they are no column of that length."""
    try:
        cells = np.asarray(weights)
    except (TypeError, ValueError):
        return None
    return pd.Series(cells, index=index) if cells.shape == (len(index),) else None


def _given_correlations(items: pd.DataFrame, n: int, least: int) -> Correlations:
    r, names = numbers_of(items)
    way = "give a correlation matrix when n= is given, or answers without n="
    if r.shape[0] != r.shape[1] or r.shape[0] < least:
        problem = "{rows} x {columns} is not a correlation matrix of {least} items or more"
        raise FaultyInput("items", problem, way, rows=r.shape[0], columns=r.shape[1], least=least)
    whole = np.isfinite(r).all() and np.allclose(r, r.T, atol=1e-8)
    if not whole or not np.allclose(np.diag(r), 1, atol=1e-8) or np.abs(r).max() > 1 + 1e-8:
        problem = "is not a symmetric matrix of correlations with ones on the diagonal"
        raise FaultyInput("items", problem, way)
    return Correlations((r + r.T) / 2, names, int(n))
