"""Surveys that do not fit into memory: scores, shares and reliability from files or a database, block by block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import pandas as pd

from govmetrics.core.errors import Faults, UnsuitableMethod
from govmetrics.core.options import PROPORTION, SHARE, TEXT, choice, optional, several, wanted
from govmetrics.psychometrics.alpha import Alpha
from govmetrics.psychometrics.group_agreement import GroupAgreement
from govmetrics.survey.agreement import refuse_one_unit
from govmetrics.survey.frequencies import Frequencies
from govmetrics.survey.grade_frequencies import GradeFrequencies
from govmetrics.survey.large_alpha import alpha_of
from govmetrics.survey.large_answers import Answers
from govmetrics.survey.large_design import FPC, design_of
from govmetrics.survey.large_pair_sums import PairSums
from govmetrics.survey.large_raked import Cells, rake_rows
from govmetrics.survey.large_replicates import no_shares
from govmetrics.survey.large_score import replicate_scores_of, score_of, told
from govmetrics.survey.large_shares import (
    agreement_of,
    frequencies_of,
    grades_of,
    memberships_of,
    turned,
)
from govmetrics.survey.margins import Targets
from govmetrics.survey.raked import Raked
from govmetrics.survey.respondent_points import POINTS
from govmetrics.survey.score import way_of
from govmetrics.survey.survey_scores import SurveyScores
from govmetrics.survey.unit_rows import Units, units_of


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

    def __init__(self, answers: Answers) -> None:
        self._answers, self._known = answers, answers.known
        self.n = answers.source.n
        self.tree, self.items, self.notes = self._known.tree, self._known.items, self._known.notes

    def __repr__(self) -> str:
        return f"LargeSurvey({self.n:,} x {len(self.items)})"

    def score(
        self,
        by: str | Sequence[str] | None = None,
        to: tuple[float, float] = (0, 100),
        min_answered: float = 0.5,
        weights: Raked | None = None,
        cluster: str | None = None,
        strata: str | None = None,
        errors: Literal["linearised", "replicates"] | None = None,
        *,
        fpc: float | Mapping[Any, float] | None = None,
    ) -> SurveyScores:
        """Return what `gm.survey.score` returns, with its standard errors; without agreement.

        Parameters
        ----------
        by, to, min_answered
            As in `gm.survey.score`.
        weights : Raked, optional
            What `rake` of this survey returns.
        cluster, strata
            As in `gm.survey.score`: columns of `by`.
        errors : {"linearised", "replicates"}, optional
            By default by replicate weights where the survey has them, which rakes every replicate anew.
        fpc : float or mapping, optional
            As in `gm.survey.score`, for all or by stratum. By default the survey's own.
        """
        faults = wanted(to=(to, POINTS), min_answered=(min_answered, PROPORTION), fpc=(fpc, FPC),
                        errors=(errors, optional(choice("linearised", "replicates"))),
                        cluster=(cluster, optional(TEXT)), strata=(strata, optional(TEXT)))  # fmt: skip
        units, cells = self._asked(by, weights, faults)
        replicates = self._answers.replicates
        way = way_of(errors, replicates, cluster, strata, fpc, self._known.fpc)
        if way == "replicates" and replicates is not None:
            wide = self._answers.wide(units, cells, weights)
            return replicate_scores_of(self._known, wide, units, replicates, to, min_answered)
        plan = design_of(self._answers, units, cluster, strata, fpc)
        blocks = self._answers.blocks(units, cells)
        return score_of(self._known, blocks, units, cells, plan, cluster is not None, to, min_answered)

    def rake(self, targets: Targets, bounds: tuple[float, float] | None = None) -> Raked:
        """Return what `gm.survey.rake` returns, from the weights of the source; for `weights` of the other methods.

        Respondents of one combination of categories are multiplied by one factor: the weights are given by combination.

        Parameters
        ----------
        targets, bounds
            As in `gm.survey.rake`; columns are those of `by`.
        """
        return rake_rows(self._answers.rows, self._answers.tally, targets, bounds)

    def grade_frequencies(
        self, by: str | Sequence[str] | None = None, weights: Raked | None = None
    ) -> GradeFrequencies:
        """Return what `gm.survey.grade_frequencies` returns: the membership that fuzzy evaluation starts from.

        Parameters
        ----------
        by
            As in `gm.survey.grade_frequencies`.
        weights : Raked, optional
            What `rake` of this survey returns.
        """
        units, cells = self._asked(by, weights, no_shares(self._answers.replicates))
        return grades_of(self._known, units, self._answers.blocks(units, cells), self.n)

    def memberships(
        self, grades: Sequence[str], by: str | Sequence[str] | None = None, weights: Raked | None = None
    ) -> pd.DataFrame:
        """Return what `gm.fuzzy.from_survey` returns: a respondent counts once, with equal parts for each item of a leaf.

        Parameters
        ----------
        grades : sequence of str
            What the codes are called, from the worst to the best.
        by
            As in `gm.fuzzy.from_survey`; respondents without a unit are not counted.
        weights : Raked, optional
            What `rake` of this survey returns.
        """
        units, cells = self._asked(by, weights, wanted(grades=(grades, several(TEXT))))
        return memberships_of(self._known, units, self._answers.blocks(units, cells), list(grades))

    def frequencies(
        self, by: str | Sequence[str] | None = None, level: float = 0.95, weights: Raked | None = None
    ) -> Frequencies:
        """Return what `gm.survey.frequencies` returns.

        Parameters
        ----------
        by, level
            As in `gm.survey.frequencies`.
        weights : Raked, optional
            What `rake` of this survey returns.
        """
        faults = wanted(level=(level, SHARE))
        faults += no_shares(self._answers.replicates)
        units, cells = self._asked(by, weights, faults)
        return frequencies_of(self._known, units, self._answers.blocks(units, cells), level, self.n)

    def agreement(
        self,
        by: str | Sequence[str] | None = None,
        to: tuple[float, float] = (0, 100),
        min_answered: float = 0.5,
    ) -> GroupAgreement:
        """Return what `gm.survey.agreement` returns.

        Parameters
        ----------
        by, to, min_answered
            As in `gm.survey.agreement`.
        """
        units, _ = self._asked(by, None, wanted(to=(to, POINTS), min_answered=(min_answered, PROPORTION)))
        refuse_one_unit(units)
        found = agreement_of(self._known, units, self._answers.blocks(units, None), to, min_answered)
        lost = self.n - int(self._answers.tally[units.place[: len(self._answers.tally)] >= 0, 0].sum())
        return replace(found, notes=tuple(told(units, lost)))

    def alpha(
        self,
        node: str | None = None,
        level: float = 0.95,
        missing: Literal["listwise", "pairwise"] = "listwise",
        weights: Raked | None = None,
    ) -> Alpha:
        """Return Cronbach's alpha of the items below a node, as `gm.survey.alpha` of the directed answers.

        Parameters
        ----------
        node : str, optional
            By default all items.
        level, missing
            As in `gm.survey.alpha`; the interval is Feldt's.
        weights : Raked, optional
            What `rake` of this survey returns.
        """
        faults = wanted(level=(level, SHARE), missing=(missing, choice("listwise", "pairwise")),
                        node=(node, optional(choice(*self.tree.node_codes))))  # fmt: skip
        with faults:
            cells = self._answers.cells(weights)
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
        for x, w, _, _ in self._answers.blocks(None, cells):
            sums.add(turned(x, self._known, set(self._known.reverse))[:, at], w)
        return alpha_of(sums, names, level)

    def _asked(
        self, by: str | Sequence[str] | None, weights: Raked | None, faults: Faults
    ) -> tuple[Units, Cells | None]:
        """Return units and cells; raise what is wrong with them together with the faults found so far."""
        with faults:
            units = units_of(self._known, by)
        with faults:
            cells = self._answers.cells(weights)
        faults.raise_all()
        return units, cells
