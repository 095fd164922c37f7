"""The subsystems whose coupling is asked for: their values, weights and scale, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput, IndicatorTree, Scores, UnsuitableMethod
from govmetrics.core.checks import cell_faults
from govmetrics.core.dataset import row_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.near import codes as spelled
from govmetrics.core.near import meant
from govmetrics.core.options import asked, instance, shown
from govmetrics.core.words import Note, Text
from govmetrics.diagnosis.common import are_numbers, number_faults

Weighed = pd.Series | Mapping[str, float] | None
Ends = tuple[float, float]
Nodes = str | Sequence[str] | None
SCORES = instance(Scores | pd.DataFrame, Text("give Scores or a DataFrame"))
WEIGHED = instance(pd.Series | Mapping, Text("give {subsystem: weight}"))


def subsystems(
    scores: Scores | pd.DataFrame, node: Nodes, weights: Weighed, scale: Ends | None, faults: Faults
) -> tuple[pd.DataFrame, pd.Series, Ends, Note | None]:
    """Return values as shares of the scale, weights that sum to one, the scale, and what to note of it.

    Everything that is wrong is raised together with `faults`.
    """
    bad_scale = scale is not None and not (are_numbers(scale) and scale[0] < scale[1])
    if bad_scale:
        way_out = "give (low, high), two numbers with low below high"
        faults.append(Fault("scale", "is {value}", way_out, value=shown(scale)))
    if isinstance(scores, pd.DataFrame) and node is not None:
        faults.append(Fault("node", "a frame has no nodes", "give Scores, or only the columns wanted"))
    table = None
    with faults:
        table = _table(scores, node)
    if table is not None:
        with faults:
            shares = _shares(table.columns, scores, node, weights)
        bad_cells = _cell_faults(table)
        faults += bad_cells
        if not (bad_scale or bad_cells):
            table = table.astype(float)
            ends, note = _scale_of(table, scores, scale)
            with faults:
                u = _on_scale(table, ends)
    faults.raise_all()
    return u, shares, ends, note


def _table(scores: Scores | pd.DataFrame, node: Nodes) -> pd.DataFrame:
    """Return the subsystems' values as they are: the parts of a node, or the frame."""
    asked(scores=(scores, SCORES))
    code, table = "scores", scores
    if isinstance(scores, Scores):
        code, parts = parts_of(scores.weights.tree, node)
        missing = [part for part in parts if part not in scores.values.columns]
        Faults(each(missing, lambda part: Fault(part, "is not scored", "score the same tree"))).raise_all()
        table = scores.values[parts]
    assert isinstance(table, pd.DataFrame)
    if table.shape[1] < 2:
        problem, way_out = "has {count:# subsystem|# subsystems}", "choose a node with two or more parts"
        raise UnsuitableMethod(code, problem, way_out, count=table.shape[1])
    return table


def parts_of(tree: IndicatorTree, node: Nodes) -> tuple[str, list[str]]:
    """Return where the subsystems are asked for, and their codes: the parts of a node, or the nodes named."""
    codes = list(dict.fromkeys(node)) if isinstance(node, list | tuple) and len(node) > 1 else []
    if not codes:
        code = _node(tree, node)
        return code, tree.parts(code)
    there = Text("there are: {labels}", labels=tree.node_codes)
    Faults(
        Fault("node", "is {value}", meant(one, spelled(tree), there), value=shown(one))
        for one in codes
        if one not in tree
    ).raise_all()
    leaves = [leaf for code in codes for leaf in tree.leaves(code)]
    if len(set(leaves)) < len(leaves):
        problem = "one of the nodes is part of another"
        raise FaultyInput(Fault("node", problem, "name nodes that have no indicator in common"))
    return "node", codes


def _cell_faults(table: pd.DataFrame) -> list[Fault]:
    twice = table.columns[table.columns.duplicated()].unique()
    faults = each(twice, lambda name: Fault(str(name), "occurs more than once", "keep one column each"))
    return faults + row_faults(table.index) + number_faults(table)


def _node(tree: IndicatorTree, node: Nodes) -> str:
    code = tree.root.code if node is None else node
    if not isinstance(code, str) or code not in tree:
        problem = "{node} is not in the tree"
        raise FaultyInput(
            "node", problem, meant(code, spelled(tree), Text("name a group of the tree")), node=shown(code)
        )
    return code


def _shares(columns: pd.Index, scores: Scores | pd.DataFrame, node: Nodes, given: Weighed) -> pd.Series:
    """Return the subsystems' weights as shares: as given, those of the scores, or else equal ones."""
    if given is None and isinstance(scores, Scores) and (node is None or isinstance(node, str)):
        given = scores.weights.of(_node(scores.weights.tree, node))
    elif given is None and isinstance(scores, Scores):
        whole, tree = scores.weights.across_tree(), scores.weights.tree
        given = {code: float(whole[tree.leaves(code)].sum()) for code in columns}
    elif given is None:
        return pd.Series(1 / len(columns), index=columns, name="weight")
    asked(weights=(given, WEIGHED))
    # keys as they are: half of a character is a wrong name, and no column of text
    weights = (
        pd.Series(list(given.values()), pd.Index(list(given), dtype=object))
        if isinstance(given, Mapping)
        else given
    )
    faults = each(
        [c for c in columns if c not in weights.index],
        lambda c: Fault(str(c), "has no weight", "weigh every subsystem"),
    )
    faults += each(
        [c for c in weights.index if c not in columns],
        lambda c: Fault(str(c), "is weighed but no subsystem", "drop it"),
    )
    twice = weights.index[weights.index.duplicated()].unique()
    faults += each(twice, lambda c: Fault(str(c), "is weighed more than once", "keep one weight"))
    numbers = pd.to_numeric(weights, errors="coerce").astype(float)
    wrong = weights[~(np.isfinite(numbers) & (numbers >= 0))]
    faults += each(
        wrong.items(),
        lambda w: Fault(str(w[0]), "weighs {value}", "give a number, zero or more", value=shown(w[1])),
    )
    if not faults and not numbers.sum() > 0:
        faults = [Fault("weights", "are all zero", "weigh at least one subsystem")]
    Faults(faults).raise_all()
    return (numbers.reindex(columns) / numbers.sum()).rename("weight")


def _scale_of(
    table: pd.DataFrame, scores: Scores | pd.DataFrame, given: Ends | None
) -> tuple[Ends, Note | None]:
    """Return the scale: as given, that of the scores, or else 0 to 1 or 0 to 100; and what to note."""
    if given is not None:
        return (float(given[0]), float(given[1])), None
    if isinstance(scores, Scores) and scores.scale is not None:
        low, high = scores.scale
        text = "the scale begins at {low:g}, so values are taken as shares of {high:g}"
        note = Note(text, low=float(low), high=float(high)) if low > 0 else None
        return (min(float(low), 0.0), float(high)), note
    # Without any value the greatest is NaN, and 0 to 1 will do.
    high = 100.0 if np.nanmax(table.to_numpy(), initial=0.0) > 1 else 1.0
    return (0.0, high), Note("the values are taken to be on a scale from 0 to {high:g}", high=high)


def _on_scale(table: pd.DataFrame, scale: Ends) -> pd.DataFrame:
    """Return the values as shares of the scale; refuse those outside it, each by its place."""
    low, high = scale
    u = (table - low) / (high - low)
    problem = "{value:g} is outside {low:g} to {high:g}"
    way_out = "give `scale=(low, high)`, the ends of the scale the scores are on"
    Faults(cell_faults(table, (u < -1e-9) | (u > 1 + 1e-9), problem, way_out, low=low, high=high)).raise_all()
    return u.clip(0.0, 1.0)
