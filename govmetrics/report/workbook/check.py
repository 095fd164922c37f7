"""Formulas that compute the scores again: scaled values times weights, group by group, and the ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil, log10

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter

from govmetrics.aggregation.traits import is_additive, names_below
from govmetrics.core.nodes import Group
from govmetrics.core.scores import MIN_COVERAGE
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text, method_name
from govmetrics.core.workbooks import MOST_COLUMNS, fits
from govmetrics.numerics.arrays import Bools
from govmetrics.recipe import Assessment
from govmetrics.report.standing import standing

MOST_CELLS = 250_000
"""So many formulas a spreadsheet opens without a wait."""
FIRST = 3
"""The row of the first unit: below the heading and the weights."""
UNIT, PUBLISHED, COMPUTED, DIFFERENCE, RANK, COMPUTED_RANK, NODES = "A", "B", "C", "D", "E", "F", 7
"""The columns; from the seventh on, the nodes below the root."""
TRIAL = "E"
"""The column of the shares to try in the sheet of weights."""


def reason_against(assessment: Assessment) -> Text | None:
    """Return why there are no formulas: scores that are no weighted sums, or too many of them; None where there are."""
    scores, tree = assessment.scores, assessment.weights.tree
    if not is_additive(scores):
        from govmetrics.aggregation import METHODS

        odd = sorted(
            name
            for name in names_below(tree, scores.method)
            if not (name in METHODS and METHODS[name].additive)
        )
        told = "there are no formulas: {methods} is no weighted sum of an indicator tree's parts, which is what they compute"
        return Text(told, methods=[method_name(name) for name in odd])
    if rests_on_hidden(assessment):
        return Text("there are no formulas: scores rest on values that are not published")
    units, gaps = _latest(assessment)
    count = len(units) * (len(tree.nodes) + (len(tree.groups) if gaps.any() else 0))
    if (
        count > MOST_CELLS
        or len(tree.nodes) + len(tree.groups) + NODES > MOST_COLUMNS
        or not fits(assessment.scaled.values)
    ):
        told = "there are no formulas: {count:,} of them would make the file too slow to work with (at most {most:,})"
        return Text(told, count=count, most=MOST_CELLS)
    return None


def rests_on_hidden(assessment: Assessment) -> bool:
    """Tell whether a score rests on a value that is not shown: what is published of an index may leave out cells."""
    codes = assessment.weights.tree.codes
    rest = assessment.scores.coverage[codes].to_numpy() > 0
    return bool((rest & assessment.scaled.values[codes].isna().to_numpy()).any())


def _latest(assessment: Assessment) -> tuple[pd.Index, Bools]:
    """Return the rows of the latest period, best first, and which of their cells are missing."""
    rows = standing(assessment).table.index
    return rows, assessment.scaled.values.loc[rows].isna().to_numpy()


@dataclass(frozen=True, eq=False)
class Check:
    """Where the formulas stand and what they refer to.

    Nodes stand level by level, of each group the groups first, so that the parts of a group are neighbours and one
    SUMPRODUCT holds them. Where values are missing, the coverage of each group stands behind the nodes: parts that are
    missing are left out and the others keep their proportions, as long as enough of the weight rests on evidence.

    Parameters
    ----------
    assessment : Assessment
        Whose scores are weighted sums.
    scaled, weights : str
        The titles of the sheets of scaled values and of weights; their names in the file where formulas are asked for.
    """

    assessment: Assessment
    scaled: str
    weights: str

    @property
    def tree(self) -> IndicatorTree:
        """The tree of the scores."""
        return self.assessment.weights.tree

    @cached_property
    def units(self) -> pd.Index:
        """The rows of the latest period, best first."""
        return _latest(self.assessment)[0]

    @cached_property
    def gaps(self) -> bool:
        """Whether a value of the latest period is missing."""
        return bool(_latest(self.assessment)[1].any())

    @property
    def last(self) -> int:
        """The row of the last unit."""
        return FIRST + len(self.units) - 1

    @cached_property
    def order(self) -> list[str]:
        """The nodes as the columns have them, the root apart: level by level, of each group the groups first."""
        found = [self.tree.root.code]
        for code in found:  # it grows
            node = self.tree[code]
            if isinstance(node, Group):
                found += [part.code for part in _groups_first(node)]
        return found[1:]

    @cached_property
    def groups(self) -> list[str]:
        """The groups in the order of the coverage's columns, the root first."""
        inner = [code for code in self.order if isinstance(self.tree[code], Group)]
        return [self.tree.root.code, *inner]

    @cached_property
    def at(self) -> dict[str, str]:
        """The column of every node's values."""
        columns = {code: get_column_letter(NODES + place) for place, code in enumerate(self.order)}
        return {self.tree.root.code: COMPUTED, **columns}

    @cached_property
    def covered_at(self) -> dict[str, str]:
        """The column of every group's coverage; none without gaps."""
        if not self.gaps:
            return {}
        first = NODES + len(self.order)
        return {code: get_column_letter(first + place) for place, code in enumerate(self.groups)}

    @cached_property
    def least(self) -> dict[str, float]:
        """The coverage that every group asks for."""
        options = self.assessment.recipe.chosen("aggregation").options
        least = self.tree.least_coverage(float(options.get("min_coverage", MIN_COVERAGE)))
        return {code: float(least[self.tree.positions[code]]) for code in self.groups}

    @cached_property
    def digits(self) -> int:
        """How many digits of a score decide a rank: what the order of summation makes of the last ones ties."""
        root = self.published["score"].to_numpy()
        largest = float(np.nanmax(np.abs(root), initial=0.0, where=~np.isnan(root)))
        return 12 if largest == 0 else max(1, 12 - ceil(log10(largest)))

    @cached_property
    def published(self) -> pd.DataFrame:
        """Units, scores and ranks as they are published."""
        return standing(self.assessment).table[["unit", "score", "rank"]]

    def weight(self, code: str) -> str:
        """Return the formula of a node's weight: the share to try in the sheet of weights."""
        return f"='{self.weights}'!${TRIAL}${self.tree.positions[code] + 2}"

    def cells(self, place: int) -> dict[str, str]:
        """Return the formulas of a unit's row, by column.

        Parameters
        ----------
        place : int
            Of the unit in `units`.
        """
        row = FIRST + place
        scaled = self._scaled_rows[place]
        found = {self.at[code]: self._leaf(column, scaled) for code, column in self._leaf_columns.items()}
        for code in self.groups:
            found[self.at[code]] = self._score(code, row)
        found |= {column: self._coverage(code, row) for code, column in self.covered_at.items()}
        return found | self._beside(row)

    @cached_property
    def _scaled_rows(self) -> list[int]:
        """The row of each unit in the sheet of scaled values."""
        return (self.assessment.scaled.values.index.get_indexer(self.units) + 2).tolist()

    @cached_property
    def _leaf_columns(self) -> dict[str, str]:
        """The column of each leaf in the sheet of scaled values."""
        values = self.assessment.scaled.values
        return {
            code: get_column_letter(values.index.nlevels + 1 + place)
            for place, code in enumerate(map(str, values.columns))
        }

    def _leaf(self, column: str, row: int) -> str:
        cell = f"'{self.scaled}'!{column}{row}"
        return f'=IF(ISNUMBER({cell}),{cell},"")' if self.gaps else f"={cell}"

    def _run(self, codes: list[str], row: int | str, columns: Mapping[str, str]) -> str:
        return f"{columns[codes[0]]}{row}:{columns[codes[-1]]}{row}"

    def _score(self, code: str, row: int) -> str:
        """Return the weighted mean of a group's parts: of those that are there, where enough of the weight is."""
        parts = self._parts[code]
        values, weights = self._run(parts, row, self.at), self._run(parts, "$2", self.at)
        if not self.gaps:
            return self._rounded(code, f"SUMPRODUCT({values},{weights})/SUM({weights})")
        covered = f"{self.covered_at[code]}{row}"
        enough = f"AND({covered}>0,{covered}>={self.covered_at[code]}$2-0.000000001)"
        mean = f"SUMPRODUCT({values},{weights})/SUMPRODUCT(--ISNUMBER({values}),{weights})"
        return self._rounded(code, mean, enough)

    def _rounded(self, code: str, mean: str, enough: str = "") -> str:
        """Return a mean as a formula; the root's is rounded where the order of summation would decide a rank."""
        value = f"ROUND({mean},{self.digits})" if code == self.tree.root.code else mean
        return f'=IF({enough},{value},"")' if enough else f"={value}"

    def _coverage(self, code: str, row: int) -> str:
        """Return the share of a group's weight that rests on evidence, counted down to the leaves."""
        parts = self._parts[code]
        inner = [part for part in parts if part in self.covered_at]
        leaves = parts[len(inner) :]
        terms = []
        for some in filter(None, (inner, leaves)):
            there, weights = f"--ISNUMBER({self._run(some, row, self.at)})", self._run(some, "$2", self.at)
            shares = f"{self._run(some, row, self.covered_at)}," if some is inner else ""
            terms.append(f"SUMPRODUCT({there},{shares}{weights})")
        return f"=({'+'.join(terms)})/SUM({self._run(parts, '$2', self.at)})"

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        found = {}
        for code in self.groups:
            node = self.tree[code]
            assert isinstance(node, Group)
            found[code] = [part.code for part in _groups_first(node)]
        return found

    def _beside(self, row: int) -> dict[str, str]:
        """Return the formulas beside the published score and rank: the difference and the rank of the computed score."""
        b, c = f"{PUBLISHED}{row}", f"{COMPUTED}{row}"
        ranks = f"{COMPUTED}${FIRST}:{COMPUTED}${self.last}"
        return {
            DIFFERENCE: f"=IF(AND(ISNUMBER({b}),ISNUMBER({c})),ROUND({c}-{b},{self.digits - 1}),"
            f'IF(ISNUMBER({b})=ISNUMBER({c}),"","≠"))',
            COMPUTED_RANK: f'=IF(ISNUMBER({c}),RANK({c},{ranks}),"")',
        }


def _groups_first(group: Group) -> list[Group]:
    """Return the parts of a group, groups before leaves, else in their order."""
    return sorted(group.parts, key=lambda part: not isinstance(part, Group))  # type: ignore[arg-type]
