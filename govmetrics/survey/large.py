"""Surveys that do not fit into memory: scores, shares and reliability from files or a database, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import PROPORTION, SHARE, choice, optional, wanted
from govmetrics.core.survey import Survey
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.shares import shares_of_sums
from govmetrics.psychometrics.alpha import Alpha, Sums, of_covariances
from govmetrics.survey.frequencies import Frequencies, of_tables, shares_table, whole_codes
from govmetrics.survey.large_source import Source
from govmetrics.survey.large_sums import PairSums, ShareSums, UnitSums
from govmetrics.survey.respondent_points import POINTS, group_means, group_parts, leaf_points
from govmetrics.survey.score import score_notes
from govmetrics.survey.survey_scores import SurveyScores
from govmetrics.survey.unit_rows import Units, units_of

MOST_SUMS = 250_000_000  # numbers: 2 GB


class LargeSurvey:
    """Answers that stay in their files or database; every method reads them once, in blocks.

    Attributes
    ----------
    tree : IndicatorTree
    n : int
        Respondents.
    items : list of str
        Codes, in the order of the questionnaire.
    notes : tuple of str
        What was recognised.

    See Also
    --------
    open_large : makes one.
    """

    def __init__(
        self,
        source: Source,
        known: Survey,
        columns: dict[str, str],
        codes: dict[str, dict[Any, float]],
        drawn: tuple[list[str], str | None],
    ) -> None:
        self._source, self._known, self._columns, self._codes = source, known, columns, codes
        self._groups, self._weight = drawn
        self.tree, self.n, self.items, self.notes = known.tree, source.n, known.items, known.notes

    def __repr__(self) -> str:
        return f"LargeSurvey({self.n:,} x {len(self.items)})"

    def score(
        self,
        by: str | Sequence[str] | None = None,
        to: tuple[float, float] = (0, 100),
        min_answered: float = 0.5,
    ) -> SurveyScores:
        """Return what `gm.survey.score` returns, with its linearised standard errors; without agreement.

        Parameters
        ----------
        by, to, min_answered
            As in `gm.survey.score`.
        """
        faults = wanted(to=(to, POINTS), min_answered=(min_answered, PROPORTION))
        with faults:
            units = units_of(self._known, by)
        faults.raise_all()
        parts = group_parts(self._known)
        leaves = list(self._known.leaves)
        if len(units.index) * 4 * len(leaves) ** 2 > MOST_SUMS:
            problem = "{units:,} units and {leaves:,} indicators need sums of more than {most:,} numbers"
            way_out = "name a coarser group column, or score parts of the tree one after the other"
            raise UnsuitableMethod(
                "by", problem, way_out, units=len(units.index), leaves=len(leaves), most=MOST_SUMS
            )
        sums = UnitSums(len(units.index), len(leaves), (to[0] + to[1]) / 2)
        lost = 0
        for x, w, place in self._blocks(units):
            lost += int((place < 0).sum())
            sums.add(leaf_points(self._directed(x), self._known, to, min_answered), w, place)
        means, n, effective_n = sums.means()
        errors, group_errors = sums.errors(parts.to_numpy(), self.n)

        def framed(array: Array, columns: pd.Index | list[str]) -> pd.DataFrame:
            return pd.DataFrame(array, index=units.index, columns=pd.Index(columns))

        return SurveyScores(
            self.tree, framed(means, leaves), framed(errors, leaves), framed(n, leaves), framed(effective_n, leaves),
            framed(group_means(means, parts.to_numpy(), to), parts.index), framed(group_errors, parts.index), None,
            (to[0], to[1]), Text("linearised"), (*_told(units, lost), *score_notes(self._known, units, n, to)),
        )  # fmt: skip

    def frequencies(self, by: str | Sequence[str] | None = None, level: float = 0.95) -> Frequencies:
        """Return what `gm.survey.frequencies` returns.

        Parameters
        ----------
        by, level
            As in `gm.survey.frequencies`.
        """
        faults = wanted(level=(level, SHARE))
        with faults:
            units = units_of(self._known, by)
        faults.raise_all()
        known, size, limits = self._known, len(units.index), self._known.limits
        scales = []
        for low, high in np.unique(limits, axis=0):
            at = np.flatnonzero((limits == (low, high)).all(axis=1))
            whole_codes(known.answers.iloc[:, at], low, high)  # refuses what has none
            scales.append((low, at, range(round(low), round(high) + 1)))
        sums = [ShareSums(size, len(at), len(values)) for _, at, values in scales]
        for x, w, place in self._blocks(units):
            for (low, at, _), held in zip(scales, sums, strict=True):
                held.add(x[:, at] - low, w, place)
        z, tables = float(stats.norm.ppf(0.5 + level / 2)), []
        for (_, at, values), held in zip(scales, sums, strict=True):
            shares, errors, kish = shares_of_sums(held.mass, held.squares, held.counts)
            effective = np.repeat(kish[:, :, None], len(values), axis=2)
            items = [self.items[place] for place in at]
            n = held.counts.astype(np.intp)
            tables.append(shares_table(known, items, values, n, (shares, errors, effective), z))
        return of_tables(known, units, tables, level)

    def alpha(
        self,
        node: str | None = None,
        level: float = 0.95,
        missing: Literal["listwise", "pairwise"] = "listwise",
    ) -> Alpha:
        """Return Cronbach's alpha of the items below a node, as `gm.survey.alpha` of the directed answers.

        Parameters
        ----------
        node : str, optional
            By default all items.
        level, missing
            As in `gm.survey.alpha`; the interval is Feldt's.
        """
        faults = wanted(level=(level, SHARE), missing=(missing, choice("listwise", "pairwise")),
                        node=(node, optional(choice(*self.tree.node_codes))))  # fmt: skip
        faults.raise_all()
        below = self.tree.leaves(node) if node is not None else self._known.leaves
        wanted_items = [i for leaf in below for i in self._known.leaves.get(getattr(leaf, "code", leaf), [])]
        at = [place for place, item in enumerate(self.items) if item in wanted_items]
        names = [self.items[place] for place in at]
        if len(at) < 2:
            problem = "{given:# item is|# items are} given, at least {least} are needed"
            way_out = "give all items of the scale, one per column"
            raise UnsuitableMethod("items", problem, way_out, given=len(at), least=2)
        sums = PairSums(self._known.limits[at].mean(axis=1), missing == "pairwise")
        for x, w, _ in self._blocks(None):
            sums.add(self._directed(x)[:, at], w)
        return _alpha_of(sums, names, level)

    def _directed(self, x: Array) -> Array:
        turned = [self.items.index(item) for item in self._known.reverse]
        x = x.copy()
        x[:, turned] = self._known.limits[turned].sum(axis=1) - x[:, turned]
        return x

    def _blocks(self, units: Units | None) -> Iterator[tuple[Array, Array, Ints]]:
        """Yield answers as codes (n, items), weights, and the unit of each (-1: none)."""
        weight = [] if self._weight is None else [self._weight]
        groups = [] if units is None else self._groups
        columns = [self._columns[item] for item in self.items]
        for block in self._source.blocks([*columns, *weight], groups):
            x = np.empty((len(block), len(columns)), order="F")
            for at, item in enumerate(self.items):
                x[:, at] = coded(block.iloc[:, at], self._codes[item])
            w = block.iloc[:, len(columns)].to_numpy(dtype=float) if weight else np.ones(len(block))
            rows = block["place"].to_numpy().astype(np.intp)
            yield x, w, rows if not groups or units is None else units.place[rows]


def coded(cells: pd.Series, codes: Mapping[Any, float]) -> Array:
    """Return a column of a block as codes; numbers that stand for themselves are not looked up."""
    if pd.api.types.is_bool_dtype(cells.dtype) or not pd.api.types.is_numeric_dtype(cells.dtype):
        return cells.astype(object).map(codes).to_numpy(dtype=float)
    x = cells.to_numpy(dtype=float, na_value=np.nan)
    other = {value: code for value, code in codes.items() if pd.notna(value) and code != value}
    if other:
        x = x.copy()
        for value, code in other.items():
            x[x == float(value)] = code
    return x


def _told(units: Units, lost: int) -> list[Note]:
    """Return the notes on units with the number of respondents that have none."""
    return [
        Note(note.template, **{**note.values, "count": lost}) if "count" in note.values else note
        for note in units.notes
    ]


def _alpha_of(sums: PairSums, names: list[str], level: float) -> Alpha:
    from govmetrics.psychometrics import _item_frames as rules

    gaps = bool((sums.answered < sums.every).any())
    rule = "pairwise" if sums.pairwise else "listwise"
    notes = [rules.left_out(sums.every - sums.used, sums.every, rule)] if sums.used < sums.every else []
    rules.refuse_unanswered(sums.answered, names, sums.used, sums.every)
    effective = sums.mass**2 / sums.squares
    answers = Sums(names, sums.used, effective, notes)
    cov = sums.covariances()
    total = None
    if sums.pairwise and gaps:
        rules.check_together(sums.n, names, notes)
        notes.extend(rules.contradictions(cov, sums.n, names))
        total = sums.item_total()
    return of_covariances(answers, (sums.means(), cov), level, rule, total)
