"""Ranks within groups of units (组内排名): a unit among those of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Scores
from govmetrics.core.checks import groups_of
from govmetrics.core.labels import row_label
from govmetrics.core.options import LABEL, TEXT, among, optional, several, wanted
from govmetrics.core.panel_rows import counted
from govmetrics.core.periods import codes_of
from govmetrics.core.result import Result
from govmetrics.core.scores import SCORES
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.core.words.terms import Kind
from govmetrics.numerics.ranks import competition_within


@dataclass(frozen=True, eq=False)
class GroupRanks(Result):
    """Where every unit stands among those of its group.

    Attributes
    ----------
    ranks : DataFrame, shape (units, nodes)
        Rank of each unit among those of its group (and period); 1 is best, ties share a rank. Group by group, best first.
    groups : Series
        The group of each unit.
    sizes : Series
        Of each unit's group: how many units it has.
    by : str
        The attribute.
    tree : IndicatorTree
        For the names.
    notes : tuple of str

    See Also
    --------
    group_ranks
    """

    ranks: pd.DataFrame
    groups: pd.Series
    sizes: pd.Series
    by: str
    tree: IndicatorTree
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"ranks": "Ranks within the groups"}

    def _method(self) -> tuple[Text, ...]:
        return (Text("Units were ranked among those of the same {by}.", by=self.by),)

    def _finding(self) -> tuple[Text, ...]:
        root = self.ranks.columns[0]
        first = self.ranks.index[self.ranks[root].eq(1).fillna(False).to_numpy(dtype=bool)]
        told = [
            Text("{unit} among {count:# unit|# units} of {group}", unit=row_label(unit), count=int(self.sizes[unit]),
                 group=str(self.groups[unit]))
            for unit in first
        ]  # fmt: skip
        if not told:
            return (Text("No unit has a score."),)
        rows = counted(self.ranks.index)
        return (Text("{rows} in groups by {by}; first are: {first:10}.", rows=rows, by=self.by, first=told),)

    def _tables(self) -> list[Table]:
        shown = self.ranks.copy()
        shown.insert(0, "group", self.groups.map(str))
        shown.insert(1, "group_size", self.sizes)
        kinds: dict[Any, Kind] = dict.fromkeys(self.ranks.columns, "rank")
        return [
            Table.of(
                Text(self._shown["ranks"]),
                shown,
                "diagnosis",
                {**self._names(), "group": self.by},
                groups="group",
                kind=kinds,
            )
        ]


def group_ranks(scores: Scores, by: str, nodes: Sequence[str] | None = None) -> GroupRanks:
    """Rank units among those of their group, at several nodes.

    Parameters
    ----------
    scores : Scores
        With attributes; with periods, each period is ranked by itself.
    by : str
        The attribute that groups the units, such as a type or a class of income.
    nodes : sequence of str, optional
        By default all groups of the tree.

    Returns
    -------
    GroupRanks

    Raises
    ------
    FaultyInput
        `by` is no attribute, units without a group, nodes that are not scored.

    References
    ----------
    Becker, W., Caperna, G., Del Sorbo, M., Norlén, H., Papadimitriou, E. and Saisana, M. (2022). COINr: An R package for
    developing composite indicators. Journal of Open Source Software 7(78), 4567.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust"]})
    >>> table = pd.DataFrame({"trust": [50.0, 90, 70, 60], "type": ["old", "new", "old", "new"]}, index=list("ABCD"))
    >>> scaled = gm.normalisation.min_max(gm.read_records(table, tree))
    >>> scores = gm.aggregation.arithmetic(scaled, gm.weighting.equal(tree))
    >>> gm.diagnosis.group_ranks(scores, "type").ranks["community"].to_dict()
    {'B': 1, 'D': 2, 'C': 1, 'A': 2}
    """
    faults = wanted(scores=(scores, SCORES), by=(by, TEXT), nodes=(nodes, optional(several(LABEL, 1))))
    faults.raise_all()
    tree = scores.weights.tree
    if nodes is not None:
        faults += wanted(nodes=(nodes, several(among(tree.node_codes))))
    with faults:
        groups = groups_of(scores.attributes, by)
    faults.raise_all()
    chosen = list(dict.fromkeys(nodes)) if nodes else [group.code for group in tree.groups]
    index = scores.values.index
    time = (
        np.zeros(len(index), dtype=int) if index.nlevels == 1 else codes_of(index.get_level_values("period"))
    )
    first = groups.groupby(groups.map(str)).ngroup().to_numpy()
    codes = np.unique(np.column_stack([time, first]), axis=0, return_inverse=True)[1].ravel()
    values = scores.values[chosen].to_numpy(dtype=float)
    ranks = pd.DataFrame(
        {
            node: pd.array(competition_within(values[:, j], codes)[0], dtype="Int64")
            for j, node in enumerate(chosen)
        },
        index=index,
    )
    sizes = pd.Series(np.bincount(codes)[codes], index=index, name="group_size")
    names = index.map(str).to_numpy(dtype=str)
    top = ranks[chosen[0]].astype(float).fillna(np.inf).to_numpy()
    order = np.lexsort((names, top, first, time))
    small = sorted({str(one) for one, size in zip(groups, sizes, strict=True) if size == 1})
    notes = [Note("alone in its group, so first: {groups:5}", groups=small)] if small else []
    return GroupRanks(
        ranks.iloc[order], groups.iloc[order].rename("group"), sizes.iloc[order], by, tree, tuple(notes)
    )
