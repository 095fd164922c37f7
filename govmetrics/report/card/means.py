"""A unit's efficiency: the same result with how much less, or how much more of the same means, and whom to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from govmetrics.core.words import Text
from govmetrics.dea._improvements_of_all import at_period, improvements_of_all
from govmetrics.dea._words import EFFICIENT
from govmetrics.evaluation.efficiency import tables

if TYPE_CHECKING:
    from govmetrics.report.view import View


@dataclass(frozen=True)
class Means:
    """How efficient one unit is.

    Parameters
    ----------
    sentences : list of str
    rows : list of tuple
        Input or output, name, now, target, change in percent (NaN from zero), of which slack in percent.
    """

    sentences: list[str]
    rows: list[tuple[str, str, float, float, float, float]]


def means(view: View, units: pd.Index) -> dict[Any, Means]:
    """Return the efficiency of units in the latest period; none where the evaluation asks for none."""
    whole = view.whole
    if whole is None or whole.efficiency is None or whole.evaluation.efficiency is None or view.index is None:
        return {}
    index = view.assessment
    inputs, outputs, _ = tables(whole.evaluation.efficiency, index.dataset, index.scores.values)
    if inputs.index.nlevels == 2:
        rows = inputs.index.get_level_values("period") == view.stands.period
        inputs, outputs = inputs[rows].droplevel("period"), outputs[rows].droplevel("period")
    found = at_period(whole.efficiency, view.stands.period)
    plans = improvements_of_all(found, inputs, outputs, units, index.dataset.tree)
    return {unit: _means(view, found, unit, plan) for unit, plan in plans}


def _means(view: View, found: Any, unit: Any, plan: Any) -> Means:
    score = float(found.scores[unit])
    radial = _radial(found.orientation, score)
    verdict = EFFICIENT[str(found.efficient[unit])]
    first = Text("Efficiency {score} (1 is the best): {verdict}.", score=f"{score:.3f}", verdict=verdict)
    told = [first, *radial, *(plan._finding() if not _best(plan) else [_model()])]
    rows = []
    for row in plan.changes.itertuples(index=False):
        slacks = found.input_slacks if row.kind == "input" else found.output_slacks
        slack = (
            float("nan")
            if slacks is None or not row.now
            else float(slacks.at[unit, row.column]) / row.now * 100
        )
        kind = view.said(Text("input") if row.kind == "input" else Text("output"))
        name = plan.names.loc[row.column, "en" if view.language == "en" else "zh"]
        rows.append((kind, name, float(row.now), float(row.target), float(row.percent), slack))
    return Means([view.said(text) for text in told], rows)


def _best(plan: Any) -> bool:
    percent = plan.changes["percent"]
    return bool(not percent.isna().any() and (percent.abs() < 0.05).all())


def _model() -> Text:
    return Text("No unit or mixture of units does better: others can learn here.")


def _radial(orientation: str, score: float) -> list[Text]:
    """Return what the score alone says, before slacks: of all inputs at once, or all outputs."""
    if not 0 < score < 1 - 5e-4:
        return []
    if orientation == "output":
        return [
            Text("Its peers make {share:.0%} more of every output from the same means.", share=1 / score - 1)
        ]
    return [Text("Its peers reach the same result with {share:.0%} less of every input.", share=1 - score)]
