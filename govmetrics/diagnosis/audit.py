"""Audit of a published table: whether its numbers follow from each other and its claims are true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from govmetrics.core.errors import Faults, choose
from govmetrics.core.results import fields_dict, html
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
from govmetrics.diagnosis._note_words import notes_in
from govmetrics.diagnosis._rounding import half_unit
from govmetrics.diagnosis.common import check_words, in_language

Means = Mapping[str, float | Mapping[str, float]] | pd.Series
_VERDICTS = {OK: "相符", WRONG: "矛盾"}
_CHECKS = {"dimension mean": "维度均值", "total mean": "总均值", "places agree": "前后一致", "ranks": "名次", "shares": "份额",
           "claim": "论断"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class TableAudit:
    """What a check of a published table found.

    Attributes
    ----------
    checks : DataFrame
        One row per check: check, place, printed, computed, tolerance (how far rounding alone can put them
        apart), verdict ("agrees" or "contradicts"), sentence_en, sentence_zh.
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

    def to_frame(self, language: str = "en") -> pd.DataFrame:
        """Return the checks with verdict and sentence in one language."""
        return in_language(self.checks, language, _VERDICTS, _CHECKS)

    def summary(self, language: str = "en") -> str:
        """Return how many checks agree, and a sentence for each that does not."""
        check_words(language)
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
        The table: one row per item (or a unit), numbers as printed.
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
    faults = Faults()
    with faults:
        choose(better, ("more", "less"), "better")
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
    note = "claims are tested as if the means came from different respondents, the cautious reading"
    return TableAudit(pd.DataFrame(rows, columns=list(COLUMNS)), (note,) if told else ())
