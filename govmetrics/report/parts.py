"""What an evaluation found beside the index, part by part, as a report shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from govmetrics.core.language import Both, Language, said
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.evaluation.titles import TITLES

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings

ORDER = (
    "plan", "grades", "other_grades", "rankings", "efficiency", "efficiency_intervals", "scale_efficiency",
    "efficiency_models", "second_stage", "appraisal", "agreement", "comparison", "panel", "said", "configurations",
    "monitoring", "warnings", "forecast", "backtest", "policy", "spatial", "diagnosis", "importance", "networks",
    "documents", "coding", "proposals",
    "survey", "raked", "screening", "sample", "descriptives", "reliability", "validity", "measurement", "invariance",
    "raters", "correlations", "differences", "paired", "regressions", "paths", "audit", "withheld",
)  # fmt: skip
"""Parts that are shown after the ranking and the units, the most asked for first."""
ENTIRE = ("plan", "raked", "sample", "reliability", "differences", "withheld")
"""Parts whose tables are short and all looked at."""
BESIDE = ("experts", "uncertainty", "sensitivity")
"""Parts that the page shows beside weights and ranks; files that are read one table after the other show them last."""
PAIRS, PAIRS_SHOWN = {"group_first", "group_second"}, 15
"""Columns of comparisons of groups by pairs, and how many of them a paper copy shows."""
PRINTED = (
    {"eigenvalue", "cumulated", "kept"}, {"block", "added", "r_squared_change"}, {"outcome", "predictor", "b", "se"},
)  # fmt: skip
"""Columns of tables without a sentence that a thesis prints: variance explained, steps of a regression, equations."""
ROWS_SHOWN = 60
"""So many rows of a part's table are shown where people read on: on screen, on the page, in Word; all are in the files."""


@dataclass(frozen=True)
class Shown:
    """One part on a page.

    Parameters
    ----------
    name, title : str
    sentences : list of str
    tables : list of Table
        The first is shown, the others are behind it.
    """

    @property
    def leading(self) -> list[Table]:
        """The tables that a paper copy shows: of a plan all, else that of each result which its sentence is about.

        One so long that only its beginning could be shown (every indicator of every unit), or a long one of pairs of groups,
        is not among them. What a thesis prints of factors and models is: variance explained, steps, equations.
        """
        if self.name in ENTIRE:
            return [
                table for table in self.tables if not (_has(table, PAIRS) and len(table.frame) > PAIRS_SHOWN)
            ]
        return [
            table for at, table in enumerate(self.tables)
            if not at or ((table.sentence or any(_has(table, keys) for keys in PRINTED)) and len(table.frame) <= 2 * ROWS_SHOWN)
        ]  # fmt: skip

    name: str
    title: str
    sentences: list[str]
    tables: list[Table]


def _has(table: Table, keys: set[str]) -> bool:
    """Return whether a table has all these columns."""
    return keys <= {column.key for column in table.columns}


def parts_of(
    findings: Findings, language: Both, names: Sequence[str] = ORDER, whole: bool = False
) -> list[Shown]:
    """Return the parts of an evaluation in the order in which a report shows them.

    Parameters
    ----------
    findings : Findings
    language : {"en", "zh", "both"}
    names : sequence of str
        Which parts, in which order.
    whole : bool
        With the rows of all periods, not only of the latest one.
    """
    results = findings.results
    return [
        Shown(
            name,
            said(TITLES[name], language),
            [said(text, language) for text in results[name]._finding()],
            [table for spoken in _languages(language) for table in _tables(findings, name, spoken, whole)],
        )
        for name in names
        if name in results
    ]


def missing_of(findings: Findings, language: Both) -> list[str]:
    """Return what is missing from an evaluation, and why: for the first page."""
    return [
        said(Text("missing: {part} ({fault})", part=TITLES.get(part, Text(part)), fault=fault.text), language)
        for part, faults in findings.missing.items()
        for fault in faults
    ]


def _languages(language: Both) -> tuple[Language, ...]:
    return ("zh", "en") if language == "both" else (language,)


def _tables(findings: Findings, name: str, language: Language, whole: bool) -> list[Table]:
    result = findings.results[name]
    if whole:
        return list(result.tables(language))
    # Put into words is what is shown: rows of many periods may be a hundred thousand.
    return [latest(table, findings).said(language) for table in result._complete_tables()]


def latest(table: Table, findings: Findings) -> Table:
    """Return a table's rows of the latest period, where it has several; what is about time is shown whole."""
    periods = findings.assessment.dataset.periods if findings.assessment is not None else []
    place = next((at for at, column in enumerate(table.columns) if column.key == "period"), None)
    if len(periods) < 2 or place is None or not any(column.key == "unit" for column in table.columns):
        return table
    rows = table.frame[table.frame.iloc[:, place].astype(str) == str(periods[-1])]
    return replace(table, frame=rows) if len(rows) else table
