"""A plan as it is handed in: what is wrong, how that shows, what is done about it, by whom, until when, at what cost."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govmetrics.core import Text
from govmetrics.core.nodes import Indicator, label
from govmetrics.core.scores import ranked
from govmetrics.planning.sentences import in_its_unit
from govmetrics.planning.what_if import WhatIf


def plan_table(actions: pd.DataFrame, effect: WhatIf) -> pd.DataFrame:
    """Return a row for each action of a plan: unit (and period), problem, evidence, measure, and what it takes and brings.

    The problem is the indicator that the action moves; the evidence its value and score before, and the unit's place by it.
    """
    keys = ["period", "unit"] if "period" in actions else ["unit"]
    tree = effect.after.scores.weights.tree
    before = effect.after.scores.values - effect.nodes
    places = {code: ranked(before[code])[0] for code in actions["code"].unique()}
    columns = [effect.changes[key] for key in (*keys, "code", "before", "after")]
    cells = {tuple(place): (start, end) for *place, start, end in zip(*columns, strict=True)}
    told = []
    for *labels, code, name, amount in actions[[*keys, "code", "action", "amount"]].itertuples(index=False):
        leaf, (start, end) = tree[code], cells[*labels, code]
        assert isinstance(leaf, Indicator)
        row: Any = tuple(labels) if len(labels) > 1 else labels[0]
        among = places[code] if len(labels) == 1 else places[code].xs(labels[0], level=0)
        evidence = Text(
            "{value}, score {score:.1f}, rank {rank} of {count}", value=in_its_unit(leaf, start),
            score=before.at[row, code], rank=int(places[code].loc[row]), count=int(among.notna().sum()),
        )  # fmt: skip
        told.append((_problem(leaf, end < start), evidence, _measure(leaf, name, amount, end < start)))
    shown = pd.DataFrame(told, actions.index, ["problem", "evidence", "measure"], dtype=object)
    table = actions[keys].join(shown)
    return table.join(actions[[key for key in ("body", "deadline", "cost", "gain") if key in actions]])


def _problem(leaf: Indicator, down: bool) -> Text:
    return Text("{leaf} is too high" if down else "{leaf} is too low", leaf=label(leaf))


def _measure(leaf: Indicator, name: str, amount: float, down: bool) -> Text:
    """Return the action's name with how far it moves the leaf; without a name that alone."""
    text = "lower {leaf} by {amount}" if down else "raise {leaf} by {amount}"
    change = Text(text, leaf=label(leaf), amount=in_its_unit(leaf, amount))
    return Text("{action} ({change})", action=name, change=change) if name else change
