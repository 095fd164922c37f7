"""Coefficients that rest on a row or two: robust errors have no value for them, however small they look."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Bools
from govmetrics.numerics.few_rows import rests_on_few
from govmetrics.numerics.shape import standardised
from govmetrics.psychometrics._design import CONSTANT, Design

FEW = 5
"""Rows of a category below which a note says so."""


def unsure(design: Design) -> Bools:
    """Tell for the constant and each term (p + 1,) whether a robust error would rest on too few rows or one cluster."""
    z, mean, deviation = standardised(design.x, design.w)
    root = np.sqrt(design.w)[:, None]
    basis, triangle = np.linalg.qr(np.column_stack([np.ones(design.n), z]) * root)
    turn = np.diag(np.concatenate([[1.0], 1 / deviation]))
    turn[0, 1:] = -mean / deviation
    pull = (turn / np.abs(turn).max(axis=1, keepdims=True)) @ np.linalg.pinv(triangle) @ basis.T
    return rests_on_few(pull, (basis**2).sum(axis=1), design.clusters)


def few_rows(design: Design, withheld: Bools) -> Iterator[Note]:
    """Yield notes on categories and terms without a test (`withheld`, one of each term), and on categories of few rows."""
    told = set[str]()
    for term, without in zip(design.terms, withheld, strict=True):
        rarest = min((_counted(design, one) for one in design.factors[term]), default=None)
        if without and (rarest is None or rarest[0] > design.n / 4):
            yield without_test(term)
        elif without and rarest is not None and rarest[1] not in told:
            told.add(rarest[1])
            yield Note(
                "{category} has {count:# row|# rows}, too few for robust errors (or all in one cluster): coefficients that rest "
                "on them have no test, and tests of several coefficients leave them out; put it together with a category "
                "beside it, in the file of answers or before the regression",
                category=rarest[1], count=rarest[0],
            )  # fmt: skip
    rare = {name: count for count, name in _categories(design) if count < FEW and name not in told}
    if rare:
        rough = (
            "fewer than {least} rows are in {names:10}: the errors of such coefficients are rough; "
            "put rare categories together"
        )
        yield Note(rough, least=FEW, names=list(rare))


def without_test(term: str) -> Note:
    """Return the note on a coefficient that has no robust error."""
    told = (
        "{term}: its coefficient rests on one or two rows (or one cluster), so that robust errors give it no test, and "
        "tests of several coefficients leave it out"
    )
    return Note(told, term=term)


def _categories(design: Design) -> Iterator[tuple[int, str]]:
    """Yield the rows and name of every category of the terms, references too."""
    used = {one for term in design.terms for one in design.factors[term]}
    for name, terms in design.dummies.items():
        if used & set(terms):
            columns = [design.columns[one] for one in terms]
            yield int(design.n - np.sum(columns)), design.references[name]
            yield from ((int(column.sum()), one) for one, column in zip(terms, columns, strict=True))


def _counted(design: Design, part: str) -> tuple[int, str]:
    """Return the rows and name of the rarer of a category and its reference; of a number all rows."""
    for name, terms in design.dummies.items():
        if part in terms:
            own = int(design.columns[part].sum())
            rest = int(design.n - np.sum([design.columns[one] for one in terms]))
            return min((own, part), (rest, design.references[name]))
    return design.n, CONSTANT
