"""Audit of a published table: whether its numbers follow from each other and its claims are true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput
from govmetrics.core.errors import choose
from govmetrics.core.results import fields_dict, html
from govmetrics.diagnosis._audit_checks import (
    COLUMNS,
    OK,
    WRONG,
    Claim,
    claim_row,
    half_unit,
    means_rows,
    ranks_rows,
    shares_rows,
    totals_rows,
)
from govmetrics.diagnosis._note_words import notes_in
from govmetrics.diagnosis.common import LANGUAGES, in_language, listed

Means = Mapping[str, float | Mapping[str, float]] | pd.Series
_VERDICTS = {OK: "相符", WRONG: "矛盾"}
_CHECKS = {"dimension mean": "维度均值", "total mean": "总均值", "places agree": "前后一致", "ranks": "名次", "shares": "份额",
           "claim": "论断"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class TableAudit:
    """What a check of a published table found.

    Parameters
    ----------
    checks : DataFrame
        One row a check: check, place, printed, computed, tolerance (how far rounding alone can put them
        apart), verdict ("agrees" or "contradicts"), sentence_en, sentence_zh.
    notes : tuple of str
        What was assumed.
    """

    checks: pd.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def contradictions(self) -> pd.DataFrame:
        """The checks that fail."""
        return self.checks[self.checks["verdict"] == WRONG].reset_index(drop=True)

    def to_frame(self, language: str = "en") -> pd.DataFrame:
        """Return the checks with verdict and sentence in one language."""
        return in_language(self.checks, language, _VERDICTS, _CHECKS)

    def summary(self, language: str = "en") -> str:
        """Return how many checks agree, and a sentence for each that does not."""
        choose(language, LANGUAGES, "language")
        wrong, n = self.contradictions, len(self.checks)
        good = n - len(wrong)
        head = f"{n} 项核对，{good} 项相符" if language == "zh" else f"{good} of {n} checks agree"
        return "\n".join([head, *wrong[f"sentence_{language}"], *notes_in(self.notes, language)])

    def to_dict(self) -> dict[str, Any]:
        """Return checks and notes, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.to_frame(), "Audit of a published table 已发表表格的核对")


def audit_table(
    reported: pd.DataFrame,
    value: str | None = None,
    group: str | None = None,
    means: Means | None = None,
    *,
    total: float | Mapping[str, float] | None = None,
    rank: str | None = None,
    shares: Sequence[str] = (),
    claims: Sequence[Claim] = (),
    better: str = "more",
) -> TableAudit:
    """Check whether a published table is consistent with itself and with the text around it.

    Parameters
    ----------
    reported : DataFrame
        The table: one row an item (or a unit), numbers as printed.
    value : str, optional
        Column of the printed means (or scores); by default the only column of numbers.
    group : str, optional
        Column that names the dimension of each item; by default the only one with the names in `means`.
    means : mapping or Series, optional
        Printed means of the dimensions: ``{dimension: mean}``, or ``{place: {dimension: mean}}`` when
        several places (table, text, abstract) print them.
    total : float or mapping, optional
        Printed overall mean, or ``{place: mean}``. The mean of the items and the mean of the dimensions
        are both tried.
    rank : str, optional
        Column of printed ranks by `value`. Ties may be broken in any way.
    shares : sequence of str
        Columns that must sum to 1 or 100, over the table or else within each group.
    claims : sequence of Claim
        Sentences about differences, tested by Welch's t test from means, deviations and n.
    better : {"more", "less"}
        Whether rank 1 has the greatest or the least value.

    Returns
    -------
    TableAudit
        Numbers agree when rounding can explain their difference: half a unit of the last printed digit
        of either side (the digits are those the numbers show).

    Raises
    ------
    FaultyInput
        Unknown columns or dimensions, cells that are no numbers, unusable claims: all at once.

    Examples
    --------
    >>> table = pd.DataFrame({"d": ["a", "a", "b"], "mean": [70.1, 80.2, 60.0]})
    >>> print(audit_table(table, "mean", "d", means={"a": 75.2, "b": 61.0}).summary())
    1 of 2 checks agree
    b: 61 is printed, but the items give 60
    """
    choose(better, ("more", "less"), "better")
    if not isinstance(reported, pd.DataFrame) or reported.empty:
        raise FaultyInput(Fault("reported", "is not a table with rows", "give a DataFrame, one row an item"))
    printed = _by_place(means)
    columns = [*shares, *([] if rank is None else [rank])]
    value = _the_only(_numeric(reported, columns), "value") if value is None else value
    if group is None and printed:
        group = _the_only(_naming(reported, printed), "group")
    totals = {} if total is None else {"": total} if not isinstance(total, Mapping) else dict(total)
    faults = _check(reported, value, group, printed, columns) + _claim_faults(claims)
    faults += _printed_faults({**printed, "total": totals})
    if faults:
        raise FaultyInput(faults)
    x, unit = reported[value].to_numpy(dtype=float), half_unit(reported[value])
    groups = None if group is None else reported[group]
    every = [number for numbers in printed.values() for number in numbers.values()]
    tolerance = unit + half_unit([*every, *totals.values()])
    printed = {place: {name: float(x) for name, x in numbers.items()} for place, numbers in printed.items()}
    totals = {place: float(number) for place, number in totals.items()}
    rows = [] if groups is None else means_rows(x, groups, printed, tolerance)
    rows += totals_rows(x, groups, totals, tolerance)
    if rank is not None:
        rows += ranks_rows(
            reported.index, x if better == "more" else -x, reported[rank].to_numpy(dtype=float)
        )
    for column in shares:
        rows += shares_rows(reported[column], groups)
    rows += [claim_row(claim) for claim in claims]
    note = "claims are tested as if the means came from different respondents, the cautious reading"
    return TableAudit(pd.DataFrame(rows, columns=list(COLUMNS)), (note,) if claims else ())


def _by_place(means: Means | None) -> dict[str, dict[str, float]]:
    """Return printed means as {place: {dimension: mean}}; one unnamed place for a flat mapping."""
    places: dict[str, dict[str, float]] = {}
    for key, given in ({} if means is None else dict(means)).items():
        if isinstance(given, Mapping | pd.Series):
            places[str(key)] = dict(given)
        else:
            places.setdefault("", {})[key] = given
    return places


def _numeric(reported: pd.DataFrame, other: list[str]) -> list[str]:
    """Return the columns of numbers that have no other part to play."""
    return [c for c in reported.columns if c not in other and pd.api.types.is_numeric_dtype(reported[c])]


def _naming(reported: pd.DataFrame, printed: dict[str, dict[str, float]]) -> list[str]:
    """Return the columns in which all the printed dimensions occur."""
    names = {name for numbers in printed.values() for name in numbers}
    return [c for c in reported.columns if names <= set(reported[c].dropna())]


def _the_only(columns: list[str], what: str) -> str:
    if len(columns) != 1:
        listing = listed(columns) or "no column"
        raise FaultyInput(Fault(what, f"{listing} could be meant", f"name the column: {what}=..."))
    return columns[0]


def _check(
    reported: pd.DataFrame,
    value: str,
    group: str | None,
    printed: dict[str, dict[str, float]],
    columns: list[str],
) -> list[Fault]:
    """Return the faults of the table and of the printed means."""
    faults = []
    for column in [value, *columns]:
        if column not in reported.columns:
            way_out = f"columns are: {listed(list(reported.columns), 20)}"
            faults.append(Fault(column, "the table has no such column", way_out))
        elif not np.isfinite(pd.to_numeric(reported[column], errors="coerce")).all():
            problem = "has cells that are no finite numbers"
            faults.append(Fault(column, problem, "type them as printed, or drop the rows"))
    if group is not None and group not in reported.columns:
        faults.append(Fault(group, "the table has no such column", "name the column of the dimensions"))
    elif group is not None:
        rows = reported.index[reported[group].isna()]
        faults += [
            Fault(f"{row}, {group}", "has no dimension", "name the dimension of every item")
            for row in rows[:50]
        ]
        known = sorted(set(reported[group].dropna()), key=str)
        way_out = f"dimensions are: {listed(known, 20)}"
        faults += [
            Fault(str(name), "is not a dimension of the table", way_out)
            for numbers in printed.values()
            for name in numbers
            if name not in known
        ]
    return faults


def _printed_faults(printed: Mapping[str, Mapping[str, float]]) -> list[Fault]:
    return [
        Fault(", ".join(filter(None, (place, str(name)))), f"{number!r} is no number", "type it as printed")
        for place, numbers in printed.items()
        for name, number in numbers.items()
        if not np.isfinite(pd.to_numeric(number, errors="coerce"))
    ]


def _claim_faults(claims: Sequence[Claim]) -> list[Fault]:
    faults = []
    for claim in claims:
        if claim.relation not in ("lower", "higher", "different"):
            problem = f"relation {claim.relation!r} is not known"
            faults.append(Fault(claim.text, problem, "choose one of: lower, higher, different"))
        known = np.isfinite([*claim.means, *claim.sds, *claim.ns]).all()
        if not known or min(claim.ns) < 2 or min(claim.sds) < 0 or max(claim.sds) == 0:
            problem = f"cannot be tested: means {claim.means}, deviations {claim.sds}, numbers {claim.ns}"
            faults.append(
                Fault(claim.text, problem, "give deviations above zero and two or more respondents")
            )
    return faults
