"""Least squares on freed columns, and coefficients with the errors that were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.options import choice
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.cluster_errors import ClusterErrors, Sandwich, cluster_errors, driscoll_kraay
from govmetrics.numerics.wild_bootstrap import signs_of, wild_test

Errors = Literal["CR2", "CR3", "CR1", "CR1S", "CR0", "wild", "driscoll_kraay", "classical"]
ERROR = choice("CR2", "CR3", "CR1", "CR1S", "CR0", "wild", "driscoll_kraay", "classical")
_NOTHING = 1e-9
"""What is left of a column by so small a share follows from the others."""
_FEW = 4.0
"""Below so many degrees of freedom Satterthwaite's p is not to be trusted (Tipton 2015)."""


@dataclass(frozen=True)
class Fit:
    """A linear model: what its coefficients and their errors are made of.

    Parameters
    ----------
    terms : list of str
    x, y : ndarray, shapes (n, k) and (n,)
        Freed of effects, or transformed.
    others : ndarray, shape (n, r)
        Orthonormal basis of effects that reach across clusters.
    clusters : ndarray of int, shape (n,)
    df : int
        Of the residual: rows less everything estimated.
    """

    terms: list[str]
    x: Array
    y: Array
    others: Array
    clusters: Ints
    df: int

    @property
    def n(self) -> int:
        """How many rows."""
        return len(self.y)

    @cached_property
    def _size(self) -> Array:
        """The length of each column, so that any unit of measurement is as good as another."""
        return np.asarray(np.sqrt((self.x**2).sum(axis=0)))

    @cached_property
    def basis(self) -> tuple[Array, Array]:
        """An orthonormal basis of the columns, (n, k), and how they are made of it, (k, k)."""
        q, r = np.linalg.qr(self.x / self._size)
        return q, r

    @cached_property
    def estimate(self) -> Array:
        """The coefficients, (k,)."""
        q, r = self.basis
        return np.asarray(np.linalg.solve(r, q.T @ self.y) / self._size)

    @cached_property
    def residual(self) -> Array:
        """What is left of the outcome, (n,)."""
        return self.y - self.x @ self.estimate

    @cached_property
    def classical(self) -> Array:
        """The covariance of equal and independent errors, (k, k)."""
        half = np.linalg.inv(self.basis[1]) / self._size[:, None]
        return np.asarray(float(self.residual @ self.residual) / self.df * half @ half.T)

    @cached_property
    def exact(self) -> bool:
        """Tell whether the outcome follows from the terms, but for rounding."""
        return float(self.residual @ self.residual) <= 1e-24 * float(self.y @ self.y)

    def sandwich(self, kind: ClusterErrors, contrasts: Array | None = None) -> Sandwich:
        """Return the covariance by clusters."""
        basis = np.hstack([self.others, self.basis[0]])
        return cluster_errors(self.x, self.residual, self.clusters, kind, basis, contrasts)


@dataclass(frozen=True)
class Bootstrap:
    """How signs of a wild bootstrap are drawn, and over how many periods errors depend on each other."""

    draws: int
    rng: np.random.Generator
    steps: Ints
    lags: int | None = None


def refuse_collinear(raw: Array, freed: Array, terms: Sequence[str], absorbed: bool = True) -> None:
    """Name the terms that do not vary beside the effects, or follow from other terms.

    Parameters
    ----------
    raw, freed : ndarray, shape (n, k)
        Before and after effects were taken out.
    terms : list of str
    absorbed : bool
        There are effects.
    """
    spread = np.sqrt(((raw - raw.mean(axis=0)) ** 2).sum(axis=0))
    size = np.sqrt((freed**2).sum(axis=0))
    faults = Faults()
    gone = size <= _NOTHING * np.maximum(spread, 1e-3 * np.sqrt((raw**2).sum(axis=0)))
    for term in [term for term, is_gone in zip(terms, gone, strict=True) if is_gone]:
        problem = "does not vary beside the effects of units and periods" if absorbed else "does not vary"
        way = "leave it out; effects tell nothing of what is the same over time, or the same for all units"
        faults.append(Fault(term, problem, way if absorbed else "leave it out"))
    left = [term for term, is_gone in zip(terms, gone, strict=True) if not is_gone]
    r = np.linalg.qr(freed[:, ~gone] / size[~gone])[1]
    for at in range(1, len(left)):
        told = np.linalg.lstsq(r[:, :at], r[:, at], rcond=None)[0]
        if np.linalg.norm(r[:, at] - r[:, :at] @ told) < _NOTHING * 100:
            by = [left[i] for i in np.flatnonzero(np.abs(told) > 1e-6)]
            faults.append(Fault(left[at], "follows from {names:10}", "leave one of them out", names=by))
    faults.raise_all(UnsuitableMethod)


def refuse_one_cluster(clusters: Ints, errors: str) -> None:
    """Refuse errors that need several clusters where there is one."""
    if errors not in ("classical", "driscoll_kraay") and int(clusters.max()) < 1:
        problem = "there is one cluster only, which tells nothing of how clusters differ"
        raise UnsuitableMethod("errors", problem, 'name smaller clusters, or use errors="driscoll_kraay"')


def coefficients_of(
    fit: Fit, errors: Errors, level: float, how: Bootstrap
) -> tuple[pd.DataFrame, Array, list[Note]]:
    """Return the coefficients as a table, their covariance (k, k), and notes."""
    from scipy.stats import t as student

    covariance, df = _spread(fit, errors, how)
    estimate, error = fit.estimate, np.sqrt(np.clip(np.diagonal(covariance), 0, None))
    if fit.exact:
        error, df = np.zeros(len(estimate)), np.full(len(estimate), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(error > 0, estimate / error, np.nan)
        reach = student.ppf((1 + level) / 2, df) * error
    p, lower, upper = 2 * student.sf(np.abs(t), df), estimate - reach, estimate + reach
    notes = _notes(fit, errors, df, t)
    if errors == "wild" and not fit.exact:
        p, lower, upper, more = _wild(fit, level, how, error)
        notes += more
    table = pd.DataFrame({"estimate": estimate, "error": error, "df": df, "t": t, "p": p, "lower": lower, "upper": upper},
                         index=pd.Index(fit.terms, name="term"))  # fmt: skip
    return table, covariance, notes


def _spread(fit: Fit, errors: Errors, how: Bootstrap) -> tuple[Array, Array]:
    """Return covariance and degrees of freedom."""
    k = len(fit.terms)
    if errors == "classical":
        return fit.classical, np.full(k, float(fit.df))
    if errors == "driscoll_kraay":
        count = int(how.steps.max()) + 1
        if len(np.unique(how.steps)) < 3:
            way = 'use errors="CR2", which rests on units'
            raise UnsuitableMethod(
                "errors", "Driscoll and Kraay's errors rest on many periods; here are fewer than three", way
            )
        lags = default_lags(count) if how.lags is None else how.lags
        return driscoll_kraay(fit.x, fit.residual, how.steps, lags), np.full(
            k, len(np.unique(how.steps)) - 1.0
        )
    found = fit.sandwich("CR1" if errors == "wild" else errors)
    return found.covariance, found.df


def default_lags(periods: int) -> int:
    """Return over how many periods errors depend on each other by default: 4 (T / 100)^(2/9), down (Hoechle 2007)."""
    return int(4 * (periods / 100) ** (2 / 9))


def _wild(fit: Fit, level: float, how: Bootstrap, error: Array) -> tuple[Array, Array, Array, list[Note]]:
    """Return p and intervals of the wild bootstrap."""
    clusters = int(fit.clusters.max()) + 1
    signs, complete = signs_of(clusters, how.draws, how.rng)
    found = []
    for at, estimate in enumerate(fit.estimate):
        test = wild_test(fit.x, fit.y, fit.clusters, at, signs, complete, fit.others)
        ends = test.bounds(float(estimate), float(error[at]), level) if error[at] > 0 else (np.nan, np.nan)
        found.append((test.p(), *ends))
    p, lower, upper = np.array(found).T
    notes = []
    if complete:
        notes.append(Note("all {count:,} signs of {clusters} clusters were tried; no p can be below {least:.3g}",
                          count=2**clusters, clusters=clusters, least=2.0 ** (1 - clusters)))  # fmt: skip
    if not np.isfinite(lower).all() or not np.isfinite(upper).all():
        notes.append(Note("so few clusters cannot exclude any value: intervals without an end are infinite"))
    return p, lower, upper, notes


def _notes(fit: Fit, errors: Errors, df: Array, t: Array) -> list[Note]:
    """Return what a reader must know of the errors."""
    if fit.exact:
        return [Note("the outcome follows from the terms exactly: there is nothing to test")]
    notes = []
    undecided = [term for term, one in zip(fit.terms, t, strict=True) if not np.isfinite(one)]
    if undecided:
        notes.append(Note("without an error, as single clusters decide them: {names:10}", names=undecided))
    few = [term for term, one in zip(fit.terms, df, strict=True) if one < _FEW]
    if errors in ("CR2", "CR3") and few:
        said = ("fewer than 4 degrees of freedom, so that p values are rough: {names:10}; unequal clusters carry these "
                'coefficients: compare `errors="wild"`')  # fmt: skip
        notes.append(Note(said, names=few))
    clusters = int(fit.clusters.max()) + 1
    if errors in ("CR0", "CR1", "CR1S") and clusters < 40:
        said = '{errors} with {clusters} clusters finds effects too often where there are none; `errors="CR2"` allows for it'
        notes.append(Note(said, errors=errors, clusters=clusters))
    return notes


def lags_checked(lags: int | None, errors: str) -> None:
    """Refuse lags where the errors have none."""
    if lags is not None and errors != "driscoll_kraay":
        raise FaultyInput(
            "bandwidth",
            "only Driscoll and Kraay's errors have one",
            'use errors="driscoll_kraay", or leave it out',
        )
