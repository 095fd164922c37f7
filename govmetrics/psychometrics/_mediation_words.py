"""What a mediation analysis is called, and what its reader must keep in mind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault
from govmetrics.core.words import Note, Text
from govmetrics.psychometrics._columns import Columns

STAGES = {
    "first": Text("the paths to the mediators"),
    "second": Text("the paths from the mediators to the outcome"),
    "direct": Text("the direct effect"),
}
KINDS = {
    "complementary": Text("both differ from zero and agree in sign (complementary, or partial, mediation)"),
    "competitive": Text("both differ from zero with opposite signs (competitive mediation, or suppression)"),
    "indirect only": Text("only the indirect effect differs from zero (indirect-only, or full, mediation)"),
    "direct only": Text("only the direct effect differs from zero (no mediation)"),
    "none": Text("neither differs from zero (no mediation)"),
}
TOGETHER = {
    "direct only": Text("together the indirect effects do not differ from zero, the direct effect does"),
    "none": Text("neither the indirect effects together nor the direct effect differ from zero"),
}
"""The same where single indirect effects differ from zero: mediation is not ruled out."""
_FEW = 1000
ROWS = {
    "total": Text("total effect"),
    "direct": Text("direct effect"),
    "total indirect": Text("indirect effects together"),
}
CELLS = ROWS | {
    "(constant)": Text("(constant)"),
    "first value": Text("first value"),
    "second value": Text("second value"),
    "mean - sd": Text("mean − standard deviation"),
    "mean": Text("mean"),
    "mean + sd": Text("mean + standard deviation"),
    "percentile 16": Text("16th percentile"),
    "percentile 50": Text("50th percentile"),
    "percentile 84": Text("84th percentile"),
}
_HEADED = ("path", "at", "predictor", "outcome", "first", "second", "kind")


def worded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with its index as columns, and words of ours in them as texts."""
    table = (
        frame if isinstance(frame.index, pd.RangeIndex) and frame.index.name is None else frame.reset_index()
    )
    for name in [name for name in table.columns if name in _HEADED]:
        table = table.assign(
            **{name: pd.Series([CELLS.get(cell, cell) for cell in table[name]], dtype=object)}
        )
    return table


def row_faults(names: Sequence[str]) -> list[Fault]:
    """Return a fault for each mediator that is called as a row of the effects."""
    problem = "{name} is what a row of the result is called"
    return [Fault("mediators", problem, "rename the column", name=name) for name in names if name in ROWS]


def kind_of(effects: pd.DataFrame) -> tuple[str, float]:
    """Return the kind of mediation (Zhao, Lynch and Chen 2010), and the share mediated where signs agree."""
    sure = (effects["lower"] > 0) | (effects["upper"] < 0)
    indirect, direct = (float(effects["estimate"][name]) for name in ("total indirect", "direct"))
    same = indirect * direct > 0
    if sure["total indirect"] and sure["direct"]:
        kind = "complementary" if same else "competitive"
    else:
        kind = "indirect only" if sure["total indirect"] else "direct only" if sure["direct"] else "none"
    return kind, indirect / (indirect + direct) if same and sure["total indirect"] else float("nan")


def two_valued(columns: Columns, names: Sequence[str]) -> list[Note]:
    """Return a note for each explained column that has two values."""
    told = (
        "{name} has two values: its equation is linear, and effects are on the share of the higher one; a referee will ask "
        "for a logistic regression beside it"
    )
    return [Note(told, name=name) for name in names if len(np.unique(columns.of(name))) == 2]


def mediation_notes(
    *, two: bool, mean: float | None, failed: int, draws: int, kind: str, interval: str
) -> list[Note]:
    """Return what a reader must know, and what a referee will ask next.

    `two`: the predictor has two values; `mean`: the moderator's; `failed`: draws without effects.
    """
    notes = []
    if failed:
        told = "{count:# draw|# draws} in which a predictor did not vary are left out"
        notes.append(Note(told, count=failed))
    if draws < _FEW:
        notes.append(Note("{draws:,} draws are few for an interval: use 5,000 in a paper", draws=draws))
    if two:
        notes.append(Note("the predictor has two values: standardised effects are in standard deviations of the outcome, per "
                          "unit of the predictor"))  # fmt: skip
    if mean is not None:
        told = "effects other than those by value are at the moderator's mean ({mean:.3g})"
        notes.append(Note(told, mean=mean))
    if kind == "competitive":
        notes.append(Note("direct and indirect effects have opposite signs: a share mediated has no meaning"))
    if interval == "bias_corrected":
        notes.append(
            Note("bias-corrected intervals are somewhat too narrow in small samples; percentiles are safer")
        )
    if kind != "none":
        notes.append(
            Note(
                "answers of one time cannot show which comes first: call them consistent with mediation, test the reverse "
                "order, and say what else could move mediator and outcome alike; answers of the same persons share their "
                "method, which a test of common-method bias looks at"
            )
        )
    return notes
