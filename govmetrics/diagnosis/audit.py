"""Audit of a published table: whether its numbers follow from each other and its claims are true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from govmetrics.core.options import choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Language, Note, Text
from govmetrics.diagnosis._audit_checks import (
    COLUMNS,
    OK,
    WRONG,
    Claim,
    claim_row,
    mean_rows,
    ranks_rows,
    shares_rows,
)
from govmetrics.diagnosis._audit_faults import as_list, by_place, claim_faults, find_columns
from govmetrics.diagnosis._rounding import half_unit
from govmetrics.diagnosis.common import checks_table

Means = Mapping[str, float | Mapping[str, float]] | pd.Series


@dataclass(frozen=True, eq=False)
class TableAudit(Result):
    """What a check of a published table found.

    Attributes
    ----------
    checks : DataFrame
        One row per check: check, place, printed, computed, tolerance (how far rounding alone can put them
        apart), verdict ("agrees" or "contradicts"), sentence (`Text`, in both languages).
    notes : tuple of str
        What was assumed.

    See Also
    --------
    audit_table
    """

    checks: pd.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def contradictions(self) -> pd.DataFrame:
        """The checks that fail."""
        return self.checks[self.checks["verdict"] == WRONG].reset_index(drop=True)

    _by_line = True
    _shown: ClassVar = {"checks": "Audit of a published table"}

    def _method(self) -> tuple[Text, ...]:
        found = (
            "The table's numbers were computed again from each other; they contradict each other where rounding alone cannot "
            "explain the difference."
        )
        return (Text(found),)

    def summary(self, language: Language | None = None) -> str:
        """Return how many checks agree, and a sentence for each that does not."""
        return self._told([*self._finding(), *self.contradictions["sentence"]], language)

    def _finding(self) -> tuple[Text, ...]:
        """How many checks agree."""
        agreeing = int((self.checks["verdict"] == OK).sum())
        return (Text("{good} of {count:# check|# checks} agree", good=agreeing, count=len(self.checks)),)


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
        The table: one row for each item (or unit), numbers as printed.
    value : str, optional
        Column of the printed means (or scores); by default the only column of numbers.
    group : str, optional
        Column that names the dimension of each item; by default the only one with the names in `means`.
    means : mapping or Series, optional
        Printed means of the dimensions: ``{dimension: mean}``, or ``{place: {dimension: mean}}`` when
        several places (table, text, abstract) print them.
    total : float or mapping, optional
        Printed overall mean, or ``{place: mean}``. The mean of the items, the mean of the dimensions and
        the mean of the printed dimensions are tried.
    rank : str, optional
        Column of printed ranks by `value`. Ties may be broken in any way.
    shares : sequence of str
        Columns that must sum to 1 or 100, over the table or else within each group.
    claims : sequence of Claim
        Sentences about differences, tested by Welch's t test from means, deviations and n; one-sided where
        a direction is claimed.
    better : {"more", "less"}
        Whether rank 1 has the greatest or the least value.

    Returns
    -------
    TableAudit
        Numbers agree when rounding can explain their difference: half a unit of the last printed digit
        of either side. The digits are those the numbers show; text shows trailing zeros ("74.0").

    Raises
    ------
    FaultyInput
        Unknown columns or dimensions, cells that are not numbers, unusable claims: all at once.

    References
    ----------
    Welch, B. L. (1947). The generalization of "Student's" problem when several different population variances are
    involved. Biometrika 34, 28-35 (the test behind claims).

    Examples
    --------
    >>> table = pd.DataFrame({"d": ["a", "a", "b"], "mean": [70.1, 80.2, 60.0]})
    >>> print(audit_table(table, "mean", "d", means={"a": 75.2, "b": 61.0}).summary())
    1 of 2 checks agree
    b: 61 is printed, but the items give 60
    """
    faults = wanted(better=(better, choice("more", "less")))
    printed = by_place(means, "means", faults)
    named = dict(total) if isinstance(total, Mapping | pd.Series) else {"": total}
    totals = {} if total is None else by_place({"total": named}, "total", faults)["total"]
    told = as_list(claims, Claim, "claims", faults)
    faults += claim_faults(told)
    split = as_list(shares, str, "shares", faults)
    names = {name for numbers in printed.values() for name in numbers}
    columns = [*split, *([] if rank is None else [rank])]
    value, group = find_columns(reported, value, group, names, columns, faults)
    faults.raise_all()
    x = reported[value].to_numpy(dtype=float)
    groups = None if group is None else reported[group]
    rows = mean_rows(x, half_unit(reported[value]), groups, printed, totals)
    if rank is not None:
        ranks = reported[rank].to_numpy(dtype=float)
        rows += ranks_rows(reported.index, x if better == "more" else -x, ranks)
    for column in split:
        rows += shares_rows(reported[column], groups)
    rows += [claim_row(claim) for claim in told]
    note = Note("claims are tested as if the means came from different respondents, the cautious reading")
    return TableAudit(checks_table(rows, COLUMNS), (note,) if told else ())
