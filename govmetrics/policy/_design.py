"""From a panel to the columns of a model: lags, squares, clusters, and rows that tell nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.errors import Faults, each
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.policy.panel_frame import PanelFrame, Source, read_panel


@dataclass(frozen=True)
class Design:
    """The rows and terms of a model.

    Parameters
    ----------
    panel : PanelFrame
    outcome : str
    terms : list of str
        Lags of the outcome first, squares behind their regressors.
    x : ndarray, shape (n, k)
    clusters : ndarray of int, shape (n,)
    """

    panel: PanelFrame
    outcome: str
    terms: list[str]
    x: Array
    clusters: Ints

    @property
    def y(self) -> Array:
        """The outcome, (n,)."""
        return self.panel.column(self.outcome)

    def rows(self, keep: Bools) -> Design:
        """Return some of the rows."""
        clusters = np.unique(self.clusters[keep], return_inverse=True)[1]
        return replace(self, panel=self.panel.rows(keep), x=self.x[keep], clusters=clusters)


def read_design(
    frame: Source, outcome: str, regressors: Sequence[str], unit: str, period: str, cluster: str | None = None,
    squares: Sequence[str] = (), lags: int = 0,
) -> Design:  # fmt: skip
    """Return the rows and terms, checked."""
    _refuse_names(outcome, regressors, unit, period, squares)
    labels = [] if cluster is None or cluster in (unit, outcome, *regressors) else [cluster]
    panel = read_panel(frame, [outcome, *regressors], unit, period, labels)
    if cluster is None or cluster == unit:
        clusters = panel.unit
    else:
        way = "name clusters in which units stay: a district, say, rather than a period"
        clusters = pd.factorize(panel.constant(cluster, way))[0][panel.unit]
        lacking = panel.units[np.unique(panel.unit[clusters < 0])]
        Faults(each(lacking, lambda one: Fault(str(one), "has no cluster", "name its cluster"))).raise_all()
    columns, terms = [], []
    for lag in range(1, lags + 1):
        columns.append(lagged(panel, outcome, lag))
        terms.append(f"L{lag}.{outcome}")
    for one in regressors:
        columns.append(panel.column(one))
        terms.append(str(one))
        if one in squares:
            columns.append(panel.column(one) ** 2)
            terms.append(f"{one}^2")
    refuse_twice(terms)
    design = Design(panel, outcome, terms, np.column_stack(columns), clusters)
    return _with_lags(design, lags)


def _refuse_names(
    outcome: str, regressors: Sequence[str], unit: str, period: str, squares: Sequence[str]
) -> None:
    """Refuse columns in two roles, and squares of what is no regressor."""
    faults, seen = Faults(), list(regressors)
    for one in sorted({str(one) for one in seen if seen.count(one) > 1}):
        faults.append(Fault("regressors", "{name} is named twice", "name it once", name=one))
    for one in (outcome, unit, period):
        if one in seen:
            faults.append(Fault("regressors", "{name} has another role", "leave it out here", name=str(one)))
    if len({outcome, unit, period}) < 3:
        faults.append(Fault("outcome", "outcome, unit and period must be three columns", "name each"))
    for one in squares:
        if one not in seen:
            faults.append(
                Fault("quadratic", "{name} is no regressor", "name it among the regressors", name=str(one))
            )
    faults.raise_all()


def refuse_twice(terms: Sequence[str]) -> None:
    """Refuse columns that are called as a term that the model makes: a lag, a square, a period, the constant."""
    twice = dict.fromkeys(one for one in terms if list(terms).count(one) > 1)
    way = "call the column otherwise: the model makes a term of this name"
    Faults(
        Fault("regressors", "{name} would stand for two terms", way, name=one) for one in twice
    ).raise_all()


def lagged(panel: PanelFrame, column: str, lag: int) -> Array:
    """Return a column so many steps of time before, (n,); NaN where the unit has no row then: gaps are no lags."""
    steps = panel.steps()
    wide = np.full((len(panel.units), int(steps.max()) + 1), np.nan)
    wide[panel.unit, steps] = panel.column(column)
    before = steps - lag
    return np.where(before >= 0, wide[panel.unit, np.maximum(before, 0)], np.nan)


def _with_lags(design: Design, lags: int) -> Design:
    """Return the rows whose lags are there."""
    keep: Bools = np.asarray(~np.isnan(design.x[:, :lags]).any(axis=1))
    if keep.all():
        return design
    if not keep.any():
        way = "lags need units that are seen in periods one step apart"
        raise UnsuitableMethod(
            "lags", "no row has the outcome {lags:# period|# periods} before", way, lags=lags
        )
    said = "{count:# row is|# rows are} left out, without the outcome {lags:# period|# periods} before"
    found = design.rows(keep)
    return replace(found, panel=found.panel.noted(Note(said, count=int((~keep).sum()), lags=lags)))


def without_singletons(design: Design, two_way: bool) -> Design:
    """Return it without units seen once, and periods with one row, which effects explain whole; a note says so."""
    start, units = design.panel.n, list[str]()
    while design.panel.n:
        often = np.bincount(design.panel.unit) > 1
        keep = often[design.panel.unit]
        if two_way:
            keep &= (np.bincount(design.panel.period) > 1)[design.panel.period]
        if keep.all():
            break
        units += [str(one) for one in design.panel.units[~often]]
        design = design.rows(keep)
    lost = start - design.panel.n
    if not design.panel.n:
        problem, way = "no unit is seen twice", "effects of units need several periods of each"
        raise UnsuitableMethod("unit", problem, way)
    if not lost:
        return design
    said = "{count:# row is|# rows are} left out, which effects explain whole: units seen once {units:10}"
    return replace(design, panel=design.panel.noted(Note(said, count=lost, units=units)))


def balance_notes(panel: PanelFrame) -> list[Note]:
    """Return what a reader must know of rows that are not there."""
    counts = np.bincount(panel.unit)
    notes = []
    if panel.n < len(panel.units) * len(panel.periods):
        said = "the panel is not balanced: units have {least} to {most} of {periods} periods"
        notes.append(Note(said, least=int(counts.min()), most=int(counts.max()), periods=len(panel.periods)))
    steps = panel.steps()
    missing = int(steps.max()) + 1 - len(np.unique(steps))
    if missing:
        notes.append(
            Note("{count:# period is|# periods are} missing between the first and the last", count=missing)
        )
    return notes


def refuse_too_many(n: int, estimated: int) -> None:
    """Refuse a model with as many parameters as rows."""
    if n <= estimated:
        problem = "{n:# row|# rows} for {count} effects and coefficients"
        raise UnsuitableMethod(
            "frame", problem, "use fewer regressors, or more periods", n=n, count=estimated
        )
