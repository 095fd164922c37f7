"""Which cells of an index may not be shown, and which others go with them so that nobody can compute them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Result, Table, Text, Weights
from govmetrics.core.words import Label
from govmetrics.numerics.arrays import Array, Bools, Ints

SHOWN, SMALL, ASKED, FILLED, ALONE, BESIDE = range(6)
"""What a cell is: shown; of too few respondents; left out as asked for; filled in, or brought to a value, that tells such a
cell; resting on such cells alone; withheld so that none of these can be computed."""
FIRST = (SMALL, ASKED, FILLED)
"""What is withheld in the first place."""
WHY = {
    ASKED: Text("left out as the evaluation file says"),
    FILLED: Text("was found from a cell that is withheld"),
    ALONE: Text("rests on withheld cells alone"),
    BESIDE: Text("withheld so that another cell cannot be computed from it"),
}
FEW = "fewer than {smallest} respondents"


def withheld_cells(weights: Weights, known: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """Return what every cell of the scored tree is, rows by nodes.

    A node that rests on withheld cells alone is withheld. Where a node is shown and some part of it is not, one more
    part that rests on other evidence is withheld, with one of its own parts, and so down to an indicator: a change of the
    withheld cells can then always be made up by this one, so that nothing shown tells them. It is the part with the
    largest share, an indicator rather than a group: the larger it is, the less it narrows the others down.

    Parameters
    ----------
    weights : Weights
    known : DataFrame of bool, shape (rows, leaves)
        Which cells have a value.
    first : DataFrame of int, shape (rows, leaves)
        What is withheld in the first place, one of `FIRST`; else `SHOWN`.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    >>> rows = pd.DataFrame([[1, 0, 0], [0, 0, 1]], ["East", "West"], tree.codes)
    >>> even = Weights(tree, pd.Series({"A": 0.5, "B": 0.5, "a1": 0.5, "a2": 0.5, "b1": 1.0}))
    >>> withheld_cells(even, rows.notna(), rows).loc["East"].to_dict()
    {'index': 0, 'A': 0, 'a1': 1, 'a2': 5, 'B': 0, 'b1': 0}
    """
    tree, shares = weights.tree, np.asarray(weights.shares)
    leaves = np.array([tree.positions[code] for code in tree.codes])
    there, given = known[tree.codes].to_numpy(dtype=bool), first[tree.codes].to_numpy(dtype=np.int8)
    given = np.where(there, given, SHOWN)
    found = np.zeros((len(known), len(tree.nodes)), dtype=np.int8)
    patterns: dict[bytes, Array] = {}
    for place in np.flatnonzero(given.any(axis=1)).tolist():
        key = there[place].tobytes() + given[place].tobytes()
        if key not in patterns:
            patterns[key] = _row(tree, shares, leaves, there[place], given[place])
        found[place] = patterns[key]
    return pd.DataFrame(found, known.index, pd.Index(tree.node_codes, name="code"))


def _row(tree: IndicatorTree, shares: Array, leaves: Ints, known: Bools, given: Ints) -> Array:
    """Return what every node of one row is."""
    branches, count = tree.branches, len(tree.nodes)
    there, secret = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    there[leaves], secret[leaves] = known, known & (given != SHOWN)
    groups = list(zip(branches.groups.tolist(), branches.parts, strict=True))[
        ::-1
    ]  # parts before their groups
    live = {}
    for group, parts in groups:
        live[group] = parts[there[parts] & (shares[parts] > 0)]
        there[group] = live[group].size > 0
        secret[group] = there[group] and bool(secret[live[group]].all())
    found = np.where(secret, ALONE, SHOWN)
    found[leaves] = np.where(known, given, SHOWN)
    for group, _ in groups:
        if there[group] and not secret[group] and secret[live[group]].any():
            _cover(group, live, secret, found, shares)
    return found


def _cover(group: int, live: dict[int, Ints], secret: Bools, found: Array, shares: Array) -> None:
    """Withhold one more part of a group, and one more part of that, down to an indicator."""
    while group in live:
        open_ = live[group][~secret[live[group]]]
        if (found[open_] == BESIDE).any():  # which has one of its own parts withheld already
            return
        near = [part for part in open_.tolist() if part not in live] or open_.tolist()
        group = max(near, key=lambda part: shares[part])
        found[group] = BESIDE


@dataclass(frozen=True, eq=False)
class Withheld(Result):
    """What an evaluation's public form does not show, and why.

    Attributes
    ----------
    cells : DataFrame
        One row for each cell of a unit (and period) at a node: node, why.
    parts : DataFrame
        One row for each other thing that is left out: what, count, why.
    tree : IndicatorTree or None
        What the nodes are called; None without an index.
    smallest : int
        So many respondents stand behind every cell that is shown.

    See Also
    --------
    public
    """

    cells: pd.DataFrame
    parts: pd.DataFrame
    tree: IndicatorTree | None
    smallest: int

    _by_line: ClassVar = True

    def _finding(self) -> tuple[Text, ...]:
        told = [Text("No cell is withheld.")]
        if len(self.cells):
            line = (
                "{cells:# cell|# cells} in {rows:# row|# rows} are withheld; a dash or an empty cell there does "
                "not mean that a value is missing."
            )
            told = [Text(line, cells=len(self.cells), rows=self.cells.index.nunique())]
        if len(self.parts):
            names = [
                Text("{what} ({count})", what=what, count=count) if count > 1 else Text("{told}", told=what)
                for what, count in zip(self.parts["what"], self.parts["count"], strict=True)
            ]
            told.append(Text("Left out: {names:20}.", names=names))
        return tuple(told)

    def _method(self) -> tuple[Text, ...]:
        line = (
            "Cells that rest on fewer than {smallest} respondents are withheld, and others with them so that no sum or mean "
            "that is shown tells them."
        )
        fewer = (
            "Scores that rest on withheld cells among others are shown with as few digits as keep the order."
        )
        return (Text(line, smallest=self.smallest), *([Text(fewer)] if len(self.cells) else []))

    def _tables(self) -> list[Table]:
        names: dict[str, Label] = {} if self.tree is None else self.tree.names()
        frames = {"Cells that are withheld": self.cells, "What else is left out": self.parts}
        return [
            Table.of(Text(caption), frame, "evaluation", names)
            for caption, frame in frames.items()
            if len(frame)
        ]


def told_of(states: pd.DataFrame, smallest: int) -> pd.DataFrame:
    """Return the cells that are withheld, row by row: node and why."""
    given = states.to_numpy()
    rows, columns = np.nonzero(given)
    why = {SMALL: Text(FEW, smallest=smallest)} | WHY
    told: dict[str, list[str]] = {
        "node": [str(states.columns[at]) for at in columns.tolist()],
        "why": [why[int(given[r, c])] for r, c in zip(rows, columns, strict=True)],
    }
    # Series of objects: pandas would make plain text of texts.
    return pd.DataFrame(
        {name: pd.Series(cells, states.index[rows], dtype=object) for name, cells in told.items()}
    )
