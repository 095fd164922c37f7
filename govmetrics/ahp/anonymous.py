"""Experts under numbers in place of their names, in an order that tells nothing of who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np

from govmetrics.ahp.group_weights import GroupWeights
from govmetrics.ahp.policy import Panel
from govmetrics.core.fingerprint import fingerprint
from govmetrics.core.judgements import Judgements
from govmetrics.core.words import Text


def anonymous(found: GroupWeights) -> tuple[GroupWeights, dict[str, str]]:
    """Return experts' weights with numbered experts, and the numbers' names by those of the experts.

    Experts stand in the order of a hash of what they judged: neither names, nor the order of the files, nor the seed
    decide it, and whoever could work it out knows the judgements already. Two who judged alike are alike.
    """
    judgements = found.basis.judgements
    said = [
        fingerprint([stack[place] for stack in judgements.stacks.values()])
        for place in range(len(judgements.experts))
    ]
    order = sorted(range(len(said)), key=lambda place: said[place])
    numbered = {
        str(judgements.experts[place]): Text("Expert {number}", number=number).say()
        for number, place in enumerate(order, 1)
    }
    stacks = {code: stack[order] for code, stack in judgements.stacks.items()}
    basis = replace(
        found.basis,
        judgements=Judgements(
            judgements.tree, [numbered[str(judgements.experts[at])] for at in order], stacks
        ),
        panels=[_reordered(panel, np.argsort(order), numbered) for panel in found.basis.panels],
    )
    made = replace(found, basis=basis, revisions=_renamed(found.revisions, numbered), notes=())
    # Drawn from experts in another order the intervals would be slightly others than those in the full output.
    made.__dict__["spread"] = found.spread
    return made, numbered


def _reordered(panel: Panel, places: np.ndarray, numbered: Mapping[str, str]) -> Panel:
    """Return the experts of one group in the new order; `places` are their new ones."""
    rows = places[panel.rows]
    order, k = np.argsort(rows, kind="stable"), len(rows)

    def moved(record: Any) -> dict[str, Any]:
        arrays = {one.name: getattr(record, one.name) for one in fields(record)}
        return {
            name: array[order]
            for name, array in arrays.items()
            if isinstance(array, np.ndarray) and array.ndim and len(array) == k
        }

    own = moved(panel) | {"rows": rows[order]}
    log = None if panel.log is None else _renamed(panel.log, numbered)
    return replace(panel, **own, found=replace(panel.found, **moved(panel.found), notes=()), log=log)


def _renamed(log: Any, numbered: Mapping[str, str]) -> Any:
    """Return revised judgements with the experts' numbers, in the order of these."""
    if not len(log):
        return log
    named = log.assign(expert=log["expert"].astype(str).map(numbered))
    by = named["expert"].map({number: place for place, number in enumerate(numbered.values())})
    return named.iloc[np.argsort(by.to_numpy(), kind="stable")].reset_index(drop=True)
