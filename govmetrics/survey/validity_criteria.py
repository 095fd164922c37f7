"""What is asked of the validity of a survey, and whether each of its scales meets it: one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.psychometrics.discriminant import Discriminant
from govmetrics.psychometrics.kmo import Bartlett, Kmo

KMO, P = 0.6, 0.05
"""Kaiser (1974) calls a KMO in the sixties mediocre and one in the fifties miserable; theses ask for 0.6."""
RELIABLE, EXTRACTED = 0.7, 0.5
"""Fornell and Larcker (1981)."""
RATIO = 0.85
"""Henseler, Ringle and Sarstedt (2015)."""
CITES = ("kaiser1974", "bartlett1951", "fornelllarcker1981", "henseler2015")
OF_ONE = 4
"""So many criteria a survey of a single scale has."""
EXPLAINED = Note(
    "CR is composite reliability and AVE average variance extracted; √AVE has to exceed the largest correlation of the "
    "scale with another one (Fornell-Larcker), and HTMT is the largest with another one."
)
ALL_ITEMS = Text("all items")
COLUMNS = ("scale", "test", "value", "criterion", "met")


def criteria(kmo: Kmo, bartlett: Bartlett, model: Discriminant | None) -> pd.DataFrame:
    """Return one row for each criterion: scale, test, value, criterion, met.

    Parameters
    ----------
    kmo, bartlett : Kmo, Bartlett
        Of all items.
    model : Discriminant or None
        Of the scales; None leaves what is asked of them out.
    """
    p = max(bartlett.p, np.finfo(float).tiny)  # small, not 0
    rows: list[tuple[Any, ...]] = [
        (ALL_ITEMS, "KMO", kmo.overall, f"≥ {KMO:g}", kmo.overall >= KMO),
        (ALL_ITEMS, Text("Bartlett's test: p"), p, f"< {P:g}", p < P),
    ]
    if model is not None:
        for scale in model.factors.index:
            rows += _of_scale(str(scale), model)
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _of_scale(scale: str, model: Discriminant) -> list[tuple[Any, ...]]:
    """Return what is asked of one scale; of a single one nothing that compares it with others."""
    names = ("composite_reliability", "average_variance_extracted", "root_ave")
    reliable, extracted, root = (model.factors[name].to_dict()[scale] for name in names)
    rows: list[tuple[Any, ...]] = [
        (scale, "CR", reliable, f"≥ {RELIABLE:g}", reliable >= RELIABLE),
        (scale, "AVE", extracted, f"≥ {EXTRACTED:g}", extracted >= EXTRACTED),
    ]
    pairs = model.verdicts[(model.verdicts["factor"] == scale) | (model.verdicts["with"] == scale)]
    if len(pairs):
        nearest = float(pairs["correlation"].abs().max())
        ratio = float(pairs["htmt"].max())
        rows += [
            (scale, "√AVE", root, f"> {nearest:.3f}", root > nearest),
            (scale, "HTMT", ratio, f"< {RATIO:g}", ratio < RATIO),
        ]
    return rows


def criteria_words(found: pd.DataFrame) -> Text:
    """Return how many criteria are met, and of which scale which is not."""
    missed = found[~found["met"].astype(bool)]
    if missed.empty:
        return Text("All {count:# criterion|# criteria} of validity are met.", count=len(found))
    scales: dict[str, list[Any]] = {}
    for scale, test in zip(missed["scale"], missed["test"], strict=True):
        scales.setdefault(test, []).append(scale)
    named = [Text("{test} ({scales:12})", test=test, scales=of) for test, of in scales.items()]
    return Text(
        "{met} of {count:# criterion|# criteria} of validity {met:is|are} met; not met: {names}.",
        met=len(found) - len(missed), count=len(found), names=named,
    )  # fmt: skip


def criteria_table(found: pd.DataFrame, notes: Sequence[str]) -> Table:
    """Return them as a table with their sentence, sources and notes; what compares scales is explained."""
    if len(found) > OF_ONE:
        notes = (EXPLAINED, *notes)
    return Table.of(
        Text("What is asked of validity, and whether it is met"), found, "psychometrics", columns=list(COLUMNS),
        cites=CITES, sentence=criteria_words(found), groups="scale", notes=notes,
    )  # fmt: skip
