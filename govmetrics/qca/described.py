"""Models in words and numbers: terms, parameters of fit, which conditions are core."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.qca import fits
from govmetrics.qca.expressions import FREE, memberships, term_text
from govmetrics.qca.solution import WHOLE, Configurations


@dataclass(frozen=True)
class Sides:
    """What terms are compared with.

    Parameters
    ----------
    x : ndarray, shape (n, conditions)
        Memberships in conditions.
    y : ndarray, shape (n,)
        In the outcome.
    names : list of str
        Of the conditions.
    cases : ndarray of str, shape (n,)
    outcome : str
    """

    x: Array
    y: Array
    names: list[str]
    cases: np.ndarray
    outcome: str


def described(models: list[Ints], simple: list[Ints], sides: Sides) -> tuple[Configurations, ...]:
    """Return models, arrays of terms, with their parameters of fit; `simple` are the parsimonious models."""
    known = (
        np.unique(np.concatenate(simple), axis=0) if simple else np.empty((0, len(sides.names)), dtype=int)
    )
    return tuple(_described(terms, known, sides) for terms in models)


def _described(terms: Ints, known: Ints, sides: Sides) -> Configurations:
    """Return one model, the term with the highest coverage first."""
    names, y, degree = sides.names, sides.y, memberships(terms, sides.x)
    raw, texts = fits.coverage(degree, y), [term_text(term, names) for term in terms]
    order = sorted(range(len(terms)), key=lambda at: (-round(float(raw[at]), 12), texts[at]))
    terms, degree, texts = terms[order], degree[:, order], [texts[at] for at in order]
    whole = degree.max(axis=1)
    inside, there = np.column_stack([degree, whole]).T > 0.5, y > 0.5
    cases = {
        "cases": [tuple(sides.cases[one & there]) for one in inside],
        "deviant": [tuple(sides.cases[one & (y < 0.5)]) for one in inside],
    }
    fit = pd.DataFrame(_fit(degree, whole, y) | cases, pd.Index([*texts, WHOLE], name="term", dtype=object))
    rows = pd.Index(names, name="condition")
    shape = pd.DataFrame(np.where(terms == FREE, np.nan, terms).T, rows, texts)
    core = pd.DataFrame(_core(terms, known).T, rows, texts)
    uncovered = tuple(sides.cases[(whole < 0.5) & there])
    return Configurations(tuple(texts), fit, shape, core, sides.outcome, uncovered)


def _fit(degree: Array, whole: Array, y: Array) -> dict[str, Array]:
    """Return the parameters of terms, (n, t), and of the solution, (n,), last."""
    both = np.column_stack([degree, whole])
    count = degree.shape[1]
    without = [
        np.delete(degree, at, axis=1).max(axis=1) if count > 1 else np.zeros(len(y)) for at in range(count)
    ]
    covered = fits.coverage(np.column_stack([whole, *without]), y)
    unique = np.append(covered[0] - covered[1:], np.nan)
    return {
        "inclusion": fits.inclusion(both, y),
        "PRI": fits.pri(both, y),
        "coverage": fits.coverage(both, y),
        "unique_coverage": unique,
    }


def _core(terms: Ints, known: Ints) -> Bools:
    """Return which conditions of terms, (t, k), stand in a parsimonious term that contains the whole term."""
    inside = ((known[:, None] == FREE) | (known[:, None] == terms)).all(axis=2)
    return np.asarray((inside[:, :, None] & (known[:, None] != FREE)).any(axis=0))
