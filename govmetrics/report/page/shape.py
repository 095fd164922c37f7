"""How the index's distribution changed: moves between classes, clubs, densities, inequality; the scores of all periods in one."""

from __future__ import annotations

from typing import Any

import numpy as np

from govmetrics.core import Result
from govmetrics.core.words import Text
from govmetrics.evaluation.findings import Panel
from govmetrics.panel import KernelDensities
from govmetrics.report.page.chart import Chart
from govmetrics.report.page.drawn import lines
from govmetrics.report.page.section import Section, told
from govmetrics.report.view import View

POINTS, PERIODS = 41, 4
"""A density is drawn at so many values, of so many periods."""


def shape(view: View, panel: Panel) -> list[Section]:
    """Return a section for each that was asked for, the tables of all periods."""
    found = {
        Text("Moves between classes"): panel.markov, Text("Convergence clubs"): panel.clubs,
        Text("Densities"): panel.kernels, Text("Inequality"): panel.atkinson,
        Text("Scores over all periods"): panel.time_weights,
    }  # fmt: skip
    return [_section(view, title, result) for title, result in found.items() if result is not None]


def _section(view: View, title: Text, result: Result) -> Section:
    spoken: Any = view.language
    first, *more = result.tables(spoken)
    charts = [_densities(view, result)] if isinstance(result, KernelDensities) else []
    notes = [view.said(note) for note in getattr(result, "notes", ())]
    return Section(view.said(title), [*told(view, result), *notes], charts, [first], more)


def _densities(view: View, found: KernelDensities) -> Chart:
    """Return the densities of the first period, the last and those evenly between, each value's share of all."""
    table = found.densities
    columns = np.unique(np.linspace(0, table.shape[1] - 1, min(PERIODS, table.shape[1])).round().astype(int))
    at = np.linspace(table.index[0], table.index[-1], POINTS)
    series = {
        str(table.columns[k]): np.interp(at, table.index.to_numpy(dtype=float), table.iloc[:, k]).tolist()
        for k in columns[::-1]
    }
    steps = [f"{value:.{max(view.stands.digits - 1, 0)}f}" for value in at]
    named = (view.said(Text("Densities of the scores")),
             view.said(Text("Where units stand in each period; two peaks are two groups of units.")))  # fmt: skip
    return lines(named, [view.said(Text("score")), *series], steps, series, 4)
