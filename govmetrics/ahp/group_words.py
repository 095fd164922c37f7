"""What is said of a group's weights: how they were found, who judged how consistently, and what was done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.ahp.combining import Basis
from govmetrics.ahp.policy import Panel
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.words import Text

_POLICY = {
    "keep": "Matrices beyond this limit were kept.",
    "drop": "Matrices beyond this limit were left out.",
    "downweight": "Experts beyond this limit kept a part of their vote there: limit / CR.",
    "revise": "In matrices beyond this limit as few judgements as possible were changed until they met it.",
    "refuse": "No matrix beyond this limit was accepted.",
}
_COMBINED = {
    ("judgements", "arithmetic"): "The experts' matrices were combined by geometric means, and the common weights derived "
                                  "from the combined matrix (AIJ).",
    ("judgements", "geometric"): "The experts' matrices were combined by geometric means, and the common weights derived "
                                 "from the combined matrix (AIJ).",
    ("priorities", "arithmetic"): "The common weights are arithmetic means of the experts' own weights (AIP).",
    ("priorities", "geometric"): "The common weights are geometric means of the experts' own weights (AIP).",
}  # fmt: skip


def procedure_of(basis: Basis, policy: str, limit: float, table: str, voted: bool) -> Procedure:
    """Return how a group's weights were found: by whom, by which method, how combined, and who counted."""
    line = "Weights were determined by the analytic hierarchy process: {experts:# expert|# experts} compared in pairs."
    told = Procedure.of(line, "saaty1980", experts=len(basis.judgements.experts))
    told += basis.panels[0].found.procedure if basis.panels else UNTOLD
    check = "A matrix was called consistent where CR = CI / RI is at most {limit:g} (RI: {table})."
    told += Procedure.of(check, limit=limit, table=table) + Procedure.of(_POLICY[policy])
    told += Procedure.of(_COMBINED[basis.combine, basis.mean], "formanpeniwati1998")
    if voted:
        told += Procedure.of("Experts counted with voting weights.")
    if any(
        len(group.parts) > 1 and group.parts[0].code in basis.equal for group in basis.judgements.tree.groups
    ):
        told += Procedure.of("Groups that nobody judged got equal weights.")
    return told


def by_expert(experts: Sequence[str], panels: Sequence[Panel], policy: str) -> pd.DataFrame:
    """Return a row for every expert: what was judged, how consistently, and what became of it."""
    columns = ["matrices", "judgements", "failed", "largest_ratio", "left_out", "lowered", "revised"]
    table = pd.DataFrame(0, pd.Index(experts, name="expert"), columns)
    table["largest_ratio"] = np.nan
    for panel in panels:
        n = len(panel.parts)
        rows = table.index[panel.rows]
        asked = (~np.isnan(panel.stack)).sum(axis=(1, 2))
        own = {
            "matrices": np.ones(len(rows), dtype=int),
            "judgements": (asked - n) // 2 if not np.isnan(panel.stack[0, 0, 0]) else asked // 2,
            "failed": panel.beyond.astype(int),
            "left_out": (panel.votes == 0).astype(int),
            "lowered": (panel.beyond & (policy == "downweight")).astype(int),
        }
        for name, values in own.items():
            table.loc[rows, name] += values
        table.loc[rows, "largest_ratio"] = np.fmax(table.loc[rows, "largest_ratio"], panel.ratios)
        if panel.log is not None:
            changed = panel.log["expert"].value_counts()
            table.loc[changed.index, "revised"] += changed.to_numpy()
    return table


def consistency_told(
    table: pd.DataFrame,
    panels: Sequence[Panel],
    experts: Sequence[str],
    names: Mapping[Any, str],
    *,
    policy: str,
    limit: float,
    random_index: str,
) -> list[Text]:
    """Return who judged, which matrices are beyond the limit, of whom, and what was done about them."""
    judged = table[table["matrices"] > 0]
    values = {
        "experts": len(judged),
        "matrices": int(table["matrices"].sum()),
        "judgements": int(table["judgements"].sum()),
    }
    line = (
        "{experts:# expert|# experts} made {judgements:# comparison|# comparisons} in {matrices:# judgement matrix|# "
        "judgement matrices}."
    )
    failed = int(table["failed"].sum())
    told = [Text(line, **values)]
    if failed:
        who = [
            Text("{expert} in {groups}", expert=expert, groups=[
                names[panel.group] for panel in panels
                if any(experts[row] == expert for row in panel.rows[panel.beyond].tolist())
            ])
            for expert in table.index[table["failed"] > 0]
        ]  # fmt: skip
        line = "In {failed} of them, by {count:# expert|# experts}, CR exceeds {limit:g} (random index: {table}): {who}."
        told.append(Text(line, failed=failed, count=len(who), limit=limit, table=random_index, who=who))
        told += _done(table, panels, experts, names, policy)
    else:
        line = "All of them have CR <= {limit:g} (random index: {table})."
        told.append(Text(line, limit=limit, table=random_index))
    silent = [expert for expert, row in judged.iterrows() if row["left_out"] == row["matrices"]]
    if silent:
        told.append(Text("{experts} did not count anywhere.", experts=silent))
    return told


def _done(
    table: pd.DataFrame,
    panels: Sequence[Panel],
    experts: Sequence[str],
    names: Mapping[Any, str],
    policy: str,
) -> list[Text]:
    """Return what was done to matrices beyond the limit."""
    if policy == "downweight":
        line = "{expert} in {group}: {share:.0%}"
        lowered = [
            Text(
                line,
                expert=experts[panel.rows[row]],
                group=names[panel.group],
                share=panel.limit / panel.ratios[row],
            )
            for panel in panels
            for row in np.flatnonzero(panel.beyond).tolist()
        ]
        return [Text("Of their votes there, so much counted: {lowered}.", lowered=lowered)]
    if policy == "revise":
        return [
            Text(
                "{count:# judgement in them was|# judgements in them were} revised.",
                count=int(table["revised"].sum()),
            )
        ]
    return [Text("They were left out.") if policy == "drop" else Text("They were kept.")]
