"""Vetoes and minimum thresholds: what no strength elsewhere can make up for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.options import NUMBER, Kind, asked, optional, shown
from govmetrics.core.procedure import Procedure
from govmetrics.core.scores import SCORES, Scores
from govmetrics.core.words import Text, method_name

MINIMUM = Kind(lambda value: isinstance(value, Mapping), Text("give {node: least score}"))


def veto(scores: Scores, minimum: Mapping[str, float], cap: float | None = None) -> Scores:
    """Cap the scores of units that fall below a minimum, at every node above it.

    Parameters
    ----------
    scores : Scores
        From any aggregation.
    minimum : mapping of str to float
        ``{node code: least value}`` on the scores' scale.
    cap : float, optional
        The most such a unit can get; by default the minimum it missed (the lowest, if several).

    Returns
    -------
    Scores
        Units without a value at a named node are not vetoed.

    Raises
    ------
    FaultyInput
        Unknown nodes, or the root: all at once.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6 (what compensation hides).

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> table = pd.DataFrame({"trust": [100.0, 60, 0], "order": [20.0, 60, 100]}, index=list("ABC"))
    >>> scaled = gm.normalisation.min_max(gm.read_records(table, tree), bounds={"trust": (0, 100), "order": (0, 100)})
    >>> scores = gm.aggregation.arithmetic(scaled, gm.weighting.equal(tree))
    >>> gm.aggregation.veto(scores, {"order": 30}).values["community"].to_dict()
    {'A': 30.0, 'B': 60.0, 'C': 50.0}
    """
    asked(scores=(scores, SCORES), minimum=(minimum, MINIMUM), cap=(cap, optional(NUMBER)))
    tree = scores.weights.tree
    faults = Faults(
        Fault(shown(code), "is not a node of the tree", "check the spelling, or remove it")
        for code in minimum
        if not (isinstance(code, str) and code in tree)
    )
    faults += [
        Fault(str(code), "is the root, above which there is nothing to cap", "name nodes below it")
        for code in minimum
        if code == tree.root.code
    ]
    faults += [fault for code, least in minimum.items() for fault in NUMBER.faults(f"minimum: {code}", least)]
    faults.raise_all()
    values = scores.values.copy()
    for code, least in minimum.items():
        fails = (scores.values[code] < least).to_numpy()
        above = tree.parent(code)
        while above is not None:
            capped = np.minimum(values[above].to_numpy(), least if cap is None else cap)
            values[above] = np.where(fails, capped, values[above])
            above = tree.parent(above)
    return replace(scores, values=values, method=Text("{method}, veto", method=method_name(scores.method)),
                   procedure=scores.procedure + _procedure(scores, minimum, cap))  # fmt: skip


def _procedure(scores: Scores, minimum: Mapping[str, float], cap: float | None) -> Procedure:
    """Say who is capped, and at what."""
    names = scores.weights.tree.names()
    least = [Text("{name} ({least:g})", name=names[code], least=value) for code, value in minimum.items()]
    if cap is None:
        return Procedure.of(
            "Units below a minimum got no more than that minimum above it: {minimum}.",
            "oecd2008",
            minimum=least,
        )
    line = "Units below a minimum got no more than {cap:g} above it: {minimum}."
    return Procedure.of(line, "oecd2008", cap=cap, minimum=least)
