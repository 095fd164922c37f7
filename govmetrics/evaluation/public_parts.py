"""The parts beside the index as the public sees them: without cells that may not be shown, or left out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from govmetrics import panel
from govmetrics.appraisal import Appraisal
from govmetrics.audit import TenSteps, ten_steps
from govmetrics.core import GovmetricsError
from govmetrics.core.plain import plain
from govmetrics.evaluation.agreement import agreement
from govmetrics.evaluation.diagnosed import diagnose, distribution
from govmetrics.evaluation.evidence import Nouns
from govmetrics.evaluation.findings import Findings, Panel
from govmetrics.evaluation.keys import Change, Diagnosis, Importance, Public
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.public_index import STEPS, States
from govmetrics.evaluation.quotes import texts_in
from govmetrics.evaluation.reading import Given
from govmetrics.evaluation.withheld import FIRST, SHOWN
from govmetrics.fuzzy import FuzzyEvaluation
from govmetrics.intake.join import spelled_like
from govmetrics.recipe import Assessment
from govmetrics.survey import Reliability, SurveyScores


def shown_survey(found: SurveyScores, states: States | None, asked: Public) -> SurveyScores | None:
    """Return the survey's scores with the cells that may be shown; None where no raw values are to be."""
    if not asked.raw_values:
        return None
    few = found.n < asked.smallest
    hidden, column = few, list[str]()
    if states is not None:
        rows = spelled_like(found.values.index, states.leaves.index)
        same = states.leaves.reindex(index=rows, columns=found.values.columns, fill_value=SHOWN)
        hidden = few | (same.set_axis(found.values.index) != SHOWN)
        column = [code for code in found.values.columns if code in states.telling]
    hidden = hidden & found.values.notna()
    cells = hidden.copy()
    cells[column] = True
    groups = {
        group: cells[[code for code in found.tree.codes if group in _above(found, code)]].any(axis="columns")
        for group in found.groups.columns
    }
    whole = pd.DataFrame(groups, index=found.groups.index, columns=found.groups.columns).astype(bool)
    return replace(
        found, values=found.values.mask(cells), standard_errors=found.standard_errors.mask(cells),
        n=found.n.mask(few | hidden), effective_n=found.effective_n.mask(few | hidden),
        groups=found.groups.mask(whole), group_errors=found.group_errors.mask(whole),
        agreement=None if cells.to_numpy().any() else found.agreement,
        shrinkage=None if found.shrinkage is None else found.shrinkage.mask(cells),
    )  # fmt: skip


def _above(found: SurveyScores, code: str | None) -> list[str]:
    above = []
    while code is not None:
        above.append(code)
        code = found.tree.parent(code)
    return above


def shown_grades(found: FuzzyEvaluation, states: States) -> FuzzyEvaluation:
    """Return verdicts in which a unit with a withheld cell has that on the whole alone.

    That one only where it rests on one more cell that is withheld everywhere, too; else it would tell the others.
    """
    tree = found.weights.tree
    across = found.weights.across_tree()
    known = found.leaves.notna().any(axis=1)
    states_ = states.leaves.reindex(columns=tree.codes)
    rows = spelled_like(found.units, states_.index)
    own = states_.reindex(rows).set_axis(found.units).fillna(SHOWN)
    there = known.unstack(-1).reindex(index=found.units, columns=tree.codes).fillna(False).astype(bool)
    weighs = there & (across[tree.codes].to_numpy() > 0)
    secret = own.isin(FIRST)
    any_, whole = (
        (own != SHOWN).any(axis=1),
        ~((secret & weighs).any(axis=1) & ~((own != SHOWN) & ~secret & weighs).any(axis=1)),
    )

    def masked(frame: pd.DataFrame) -> pd.DataFrame:
        nodes = frame.index.get_level_values(-1)
        units = pd.DataFrame(index=frame.index).droplevel(-1).index
        hidden = any_.reindex(units).to_numpy() & ~(
            (nodes == tree.root.code) & whole.reindex(units).to_numpy()
        )
        return frame.mask(np.broadcast_to(hidden[:, None], frame.shape))

    def coarse(frame: pd.DataFrame) -> pd.DataFrame:
        rows = any_.reindex(pd.DataFrame(index=frame.index).droplevel(-1).index).to_numpy()
        return frame.where(~np.broadcast_to(rows[:, None], frame.shape), frame.round(STEPS))

    return replace(found, leaves=masked(found.leaves), groups=coarse(masked(found.groups)))


def shown_appraisal(found: Appraisal, asked: Public) -> Appraisal:
    """Return an appraisal whose cells say no more than its rulebook does: texts that it does not name are left out."""
    words = set(texts_in(plain(found.rulebook)))
    numbers = asked.raw_values

    def fit(cell: Any) -> bool:
        return cell in words if isinstance(cell, str) else numbers

    return replace(found, values=found.values.where(found.values.map(fit)), unused=(), read=())


def shown_audit(found: Assessment, index: Assessment, parts: Mapping[str, Any]) -> TenSteps:
    """Return the audit of an index without the cases behind it and their digits, and of what is shown beside the index.

    What it counts is counted in the whole: a cell that is withheld is not missing.
    """
    whole = replace(found, dataset=replace(found.dataset, attributes=index.dataset.attributes))
    audit = ten_steps(
        whole, *(parts[name] for name in ("uncertainty", "experts", "reliability", "agreement"))
    )
    return replace(audit, checks=audit.checks.assign(value=np.nan), cases=audit.cases.iloc[:0])


def without_means(found: Reliability) -> Reliability:
    """Return the reliability of scales without means of items, nor what tells them."""
    told = ("mean", "sd", "scale_mean_if_deleted", "scale_variance_if_deleted")
    alphas = {
        node: replace(
            alpha, items=alpha.items.assign(**{name: np.nan for name in told if name in alpha.items})
        )
        for node, alpha in found.alphas.items()
    }
    return replace(found, alphas=alphas)


def _shown_diagnosis(asked: Diagnosis, index: Assessment, *, raw: bool) -> Diagnosis:
    """Return what may be found again of what is shown: of raw values and of attributes only what readers see."""
    shown = asked.group_ranks is not None and asked.group_ranks in index.scores.attributes
    return replace(
        asked, statistics=asked.statistics and raw, denominators=asked.denominators if raw else False,
        group_ranks=asked.group_ranks if shown else None,
    )  # fmt: skip


def _panel_again(told: Panel, asked: Change, index: Assessment) -> Panel:
    """Return trends and distribution, found from what is shown of the index; what cannot be is not there."""
    shown: dict[str, Any] = {}
    methods: dict[str, Any] = {"trends": partial(panel.trends, level=asked.level), **distribution(asked)}
    for name, method in methods.items():
        if getattr(told, name) is not None:
            with suppress(GovmetricsError):
                shown[name] = method(index)
    return Panel(**shown)


def found_again(findings: Findings, index: Assessment, done: dict[str, Any], *, raw: bool) -> dict[str, Any]:
    """Return diagnosis, changes and agreement, found from what is shown of the index; what cannot be is not there."""
    nouns = Nouns(index.dataset.tree)
    made: dict[str, Any] = {}
    evaluation = findings.evaluation
    if findings.diagnosis is not None:
        asked = evaluation.diagnosis or Diagnosis()
        if isinstance(asked.importance_performance, Importance):  # a mean over all respondents
            asked = replace(asked, importance_performance=False)
        asked = _shown_diagnosis(asked, index, raw=raw)
        said = replace(evaluation, diagnosis=asked)
        work = Work(said, nouns, Given(), data=index.dataset, done={"assessment": index})
        with suppress(GovmetricsError):
            made |= diagnose(work)
    if findings.panel is not None:
        again = _panel_again(findings.panel, evaluation.change or Change(), index)
        if again.results or findings.panel.trends is None:
            made["panel"] = again
    if findings.agreement is not None:
        work = Work(evaluation, nouns, Given(), data=index.dataset, done={**done, "assessment": index})
        with suppress(GovmetricsError):
            made |= agreement(work)
    return made
