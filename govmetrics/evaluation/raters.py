"""Whether raters or coders of the same things agree."""

from __future__ import annotations

import pandas as pd

from govmetrics.core import Note
from govmetrics.evaluation.alike_found import RaterAgreement
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.parts import Work
from govmetrics.psychometrics import ac1, kappa, krippendorff

SCALES = {"nominal": "nominal", "linear": "interval", "quadratic": "interval"}
"""How Krippendorff's alpha calls what disagrees by distance; its distances are squared."""


def rater_agreement(work: Work) -> Found:
    """Return the coefficients of agreement: of two raters Cohen's kappa, of more Krippendorff's alpha, and Gwet's beside."""
    said, table = work.evaluation.reliability, work.nouns.codings
    assert said is not None
    assert said.raters is not None
    assert table is not None
    asked = said.raters
    how, level = asked.disagreement, asked.level
    gwet = ac1(table, how, level, list(asked.categories) or None)
    two = table.shape[1] == 2
    more: dict[str, object] = (
        {"kappa": kappa(table, how, level)} if two else {"krippendorff": krippendorff(table, SCALES[how])}  # type: ignore[arg-type]
    )
    notes = [Note("raters: {names:10}", names=list(map(str, table.columns)))]
    if how == "nominal" and _numbers(table):
        told = "categories are numbers and count as names: `disagreement: linear` or `quadratic` lets near ones disagree less"
        notes.append(Note(told))
    if not two and how == "linear":
        notes.append(Note("Krippendorff's alpha takes squared distances, Gwet's coefficient plain ones"))
    notes.append(
        Note("a referee will ask how raters were trained, and how they settled what they did not agree on")
    )
    return {"raters": RaterAgreement(gwet, **more, raters=tuple(map(str, table.columns)), notes=tuple(notes))}  # type: ignore[arg-type]


def _numbers(table: pd.DataFrame) -> bool:
    """Tell whether there are several ratings that have a distance."""
    numeric = all(pd.api.types.is_numeric_dtype(table[name]) for name in table)
    return numeric and len(pd.unique(table.to_numpy().ravel())) > 2
