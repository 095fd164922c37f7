"""The tables of a group's weights: experts, consensus, revised judgements."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.ahp.consensus import BANDS, _consensus, _entropy, _kendall_w, consensus_band
from govmetrics.ahp.consistency import passes
from govmetrics.ahp.policy import LOG, Panel
from govmetrics.ahp.priorities import Priorities
from govmetrics.core.judgements import Judgements


def _experts_frame(judgements: Judgements, treated: list[Panel], limit: float) -> pd.DataFrame:
    names = [panel.group for panel in treated]
    rows = np.concatenate([panel.rows for panel in treated]) if treated else np.empty(0, dtype=np.intp)
    group = np.repeat(np.arange(len(treated)), [len(panel.rows) for panel in treated])
    order = np.lexsort((group, rows))
    columns = {
        name: np.concatenate([np.asarray(getattr(panel.found, name)) for panel in treated])[order]
        for name in ("lambda_max", "consistency_index", "consistency_ratio", "geometric_consistency_index")
        if treated
    }
    index = pd.MultiIndex(
        levels=[list(judgements.experts), names],
        codes=[rows[order].tolist(), group[order].tolist()],
        names=["expert", "group"],
    )
    frame = pd.DataFrame(columns, index=index)
    votes = np.concatenate([panel.votes for panel in treated])[order] if treated else np.empty(0)
    why = np.array([reason for panel in treated for reason in panel.why], dtype=object)
    passed = passes(frame["consistency_ratio"].to_numpy(), limit) if treated else np.empty(0, dtype=bool)
    return frame.assign(
        passed=passed, voting_weight=votes, used=votes > 0, why=why[order] if treated else why
    )


def _consensus_frame(
    treated: list[Panel], common: list[tuple[np.ndarray, Priorities | None]]
) -> pd.DataFrame:
    rows = []
    for panel, (_, group) in zip(treated, common, strict=True):
        w = panel.weights[panel.votes > 0]
        agreed = float(_consensus(w.mean(axis=0)[None], np.array([_entropy(w).mean()]), 9)[0])
        rows.append(
            {"group": panel.group, "experts": len(w), "consensus": agreed}
            | {bands: consensus_band(agreed, bands) for bands in BANDS}
            | {"kendall_w": _kendall_w(w)}
            | {
                name: getattr(group, name) if group else float("nan")
                for name in ("lambda_max", "consistency_index", "random_index", "consistency_ratio")
            }
        )
    return pd.DataFrame(rows).set_index("group") if rows else pd.DataFrame(index=pd.Index([], name="group"))


def _log_frame(treated: list[Panel]) -> pd.DataFrame:
    logs = [panel.log for panel in treated if len(panel.log)]
    return pd.concat(logs, ignore_index=True) if logs else pd.DataFrame(columns=LOG)
