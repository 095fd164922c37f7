"""The tables of a group's weights: experts, consensus, revised judgements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.ahp.consensus import BANDS, band, concordance_of, entropy_of, goepel
from govmetrics.ahp.consistency import passes
from govmetrics.ahp.policy import LOG, Panel
from govmetrics.ahp.priorities import Priorities
from govmetrics.core.judgements import Judgements


def experts_frame(judgements: Judgements, treated: Sequence[Panel], limit: float) -> pd.DataFrame:
    """One row per expert and judged group, experts in their own order."""
    groups = [panel.group for panel in treated]
    sizes = [len(panel.rows) for panel in treated]
    rows = np.concatenate([panel.rows for panel in treated] or [np.empty(0, dtype=np.intp)])
    group = np.repeat(np.arange(len(treated)), sizes)
    order = np.lexsort((group, rows))
    names = ("lambda_max", "consistency_index", "consistency_ratio", "geometric_consistency_index")
    columns = {
        name: np.concatenate([np.asarray(getattr(panel.found, name)) for panel in treated] or [np.empty(0)])[
            order
        ]
        for name in names
    }
    votes = np.concatenate([panel.votes for panel in treated] or [np.empty(0)])[order]
    reasons = [reason for panel in treated for reason in panel.why]
    passed = passes(columns["consistency_ratio"], limit)
    codes: list[Any] = [rows[order], group[order]]  # arrays: the stubs know sequences of int only
    index = pd.MultiIndex(levels=[list(judgements.experts), groups], codes=codes, names=["expert", "group"])
    # a series of objects: pandas would make plain text of an array of texts
    why = pd.Series([reasons[place] for place in order.tolist()], index, dtype=object)
    told = {"passed": passed, "voting_weight": votes, "used": votes > 0, "why": why}
    return pd.DataFrame(columns | told, index=index)


def consensus_frame(treated: list[Panel], common: list[tuple[np.ndarray, Priorities | None]]) -> pd.DataFrame:
    """Return one row per judged group: how its experts agree, how consistent their common matrix is."""
    rows = []
    for panel, (_, group) in zip(treated, common, strict=True):
        w = panel.weights[panel.votes > 0]
        agreed = float(goepel(w.mean(axis=0)[None], np.array([entropy_of(w).mean()]), 9)[0])
        rows.append(
            {"experts": len(w), "consensus": agreed}
            | {bands: band(agreed, bands) for bands in BANDS}
            | {"kendall_w": concordance_of(w)}
            | {
                name: getattr(group, name) if group else float("nan")
                for name in ("lambda_max", "consistency_index", "random_index", "consistency_ratio")
            }
        )
    return pd.DataFrame(rows, pd.Index([panel.group for panel in treated], name="group"))


def log_frame(treated: list[Panel]) -> pd.DataFrame:
    """Return the judgements that were revised, one per row."""
    logs = [panel.log for panel in treated if panel.log is not None]
    return pd.concat(logs, ignore_index=True) if logs else pd.DataFrame(columns=LOG)
