"""Stage weights: weights that follow a community's development."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import as_floats, floats
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.options import FRAME, NUMBER, SERIES, asked, choice, is_number, shown, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.result import Result
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.weights import Weights, leaves_across
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.climb import totals

Interpolation = Literal["linear", "step"]


@dataclass(frozen=True, eq=False)
class StageWeights(Result):
    """Weights per development stage, and how they move from one to the next.

    Attributes
    ----------
    tree : IndicatorTree
        The tree.
    table : DataFrame, shape (stages, nodes below the root)
        Local shares at each stage; the index holds the stages as ascending numbers.
    interpolation : {"linear", "step"}
        Between two stages the shares move in a straight line, or stay as at the last stage reached.

    See Also
    --------
    stages
    """

    tree: IndicatorTree
    table: pd.DataFrame
    interpolation: Interpolation

    _shown: ClassVar = {"table": "Weights by stage, as shares within the group"}
    _cites: ClassVar = ("oecd2008",)

    def _method(self) -> tuple[Text, ...]:
        first, last = float(self.table.index[0]), float(self.table.index[-1])
        line = "Weights follow the stage of development, from {first:g} to {last:g}, and move in a straight line between stages."
        steps = "Weights follow the stage of development, from {first:g} to {last:g}: those of the last stage that was reached."
        return (Text(line if self.interpolation == "linear" else steps, first=first, last=last),)

    def at(self, stage: float) -> Weights:
        """Return the weights at a stage, which may lie between two of the table.

        Raises
        ------
        FaultyInput
            A stage outside the table: weights are not extrapolated.
        """
        asked(stage=(stage, NUMBER))
        local = self._local(pd.Series([stage], index=["stage"], dtype=object))
        return Weights(
            self.tree,
            pd.Series(local[0], index=self.table.columns),
            Text("stage {stage:g}", stage=float(stage)),
            procedure=Procedure(self._method(), self._cites)
            + Procedure.of("The weights are those of stage {stage:g}.", stage=float(stage)),
        )

    def of_units(self, stages: pd.Series) -> pd.DataFrame:
        """Return the leaves' shares of the whole at every unit's stage. Shape (units, leaves)."""
        asked(stages=(stages, SERIES))
        local = pd.DataFrame(self._local(stages), stages.index, self.table.columns)
        return leaves_across(self.tree, local)

    def _finding(self) -> tuple[Text, ...]:
        first, last = float(self.table.index[0]), float(self.table.index[-1])
        between = {
            "linear": Text("between two of them the weights move in a straight line"),
            "step": Text("between two of them the weights stay as at the last one reached"),
        }[self.interpolation]
        line = "{count:# stage|# stages}, from {first:g} to {last:g}; {between}."
        return (Text(line, count=len(self.table), first=first, last=last, between=between),)

    def _local(self, at_stages: pd.Series) -> Array:
        """Return local shares at the asked stages, (asked, nodes below the root)."""
        at, known = floats(at_stages).to_numpy(), self.table.index.to_numpy(dtype=float)
        first, last = float(known[0]), float(known[-1])
        outside = at_stages[~((known[0] <= at) & (at <= known[-1]))]
        problem, way_out = "stage {stage} is outside the table", "the table goes from {first:g} to {last:g}"
        ends = {"first": first, "last": last}
        Faults(
            each(
                outside.items(),
                lambda one: Fault(place_of(one[0]), problem, way_out, stage=shown(one[1]), **ends),
            )
        ).raise_all()
        shares = self.table.to_numpy(dtype=float)
        row = np.searchsorted(known, at, side="right") - 1
        if self.interpolation == "step" or len(known) == 1:
            return np.asarray(shares[row])
        row = np.minimum(row, len(known) - 2)
        way = ((at - known[row]) / (known[row + 1] - known[row]))[:, None]
        return np.asarray((1 - way) * shares[row] + way * shares[row + 1])


def stages(tree: IndicatorTree, table: pd.DataFrame, interpolation: Interpolation = "linear") -> StageWeights:
    """Read a table of weights per development stage.

    Parameters
    ----------
    tree : IndicatorTree
        The tree.
    table : DataFrame
        One row per stage, the index its number (a year, or 1 for construction, 2 for consolidation, ...).
        Columns are either all nodes below the root, with weights relative to their siblings, or exactly
        the leaves, with weights in the whole (a group then gets the sum of its leaves).
    interpolation : {"linear", "step"}
        See `StageWeights`.

    Returns
    -------
    StageWeights
        ``.at(stage)`` gives the `Weights` of a stage.

    Raises
    ------
    FaultyInput
        Missing or unknown columns, stages that are not distinct numbers, negative or missing weights,
        groups without weight: all at once.

    Examples
    --------
    Early on the actors count most, later the outcomes:

    >>> tree = IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [0.8, 0.2], "solved": [0.2, 0.8]}, index=[2020, 2030])
    >>> stages(tree, table).at(2025).across_tree().tolist()
    [0.5, 0.5]
    """
    asked(tree=(tree, TREE), table=(table, FRAME))
    faults = wanted(interpolation=(interpolation, choice(*get_args(Interpolation))))
    codes, leaves = tree.node_codes[1:], set(tree.codes)
    by_leaf = set(table.columns) == leaves and len(table.columns) == len(leaves)
    faults += _table_faults(table, tree.codes if by_leaf else codes)
    faults.raise_all()
    table = table.set_axis(table.index.astype(float)).sort_index().rename_axis("stage")
    raw = np.zeros((len(table), len(tree.nodes)))
    given = tree.codes if by_leaf else codes
    raw[:, [tree.positions[code] for code in given]] = table[given].to_numpy(dtype=float)
    if by_leaf:
        raw = totals(tree.parents, raw)
    sums = np.zeros_like(raw)
    for place in range(1, len(tree.nodes)):
        sums[:, tree.parents[place]] += raw[:, place]
    problem, way_out = "the weights of its parts sum to zero", "give at least one part a positive weight"
    empty = [
        Fault(Text("stage {stage}, {code}", stage=f"{stage:g}", code=group.code), problem, way_out)
        for row, stage in enumerate(table.index)
        for group in tree.groups
        if not sums[row, tree.positions[group.code]] > 0
    ]
    Faults(empty).raise_all()
    shares = raw[:, 1:] / sums[:, tree.parents[1:]]
    return StageWeights(tree, pd.DataFrame(shares, index=table.index, columns=codes), interpolation)


def stage(
    tree: IndicatorTree,
    table: pd.DataFrame | Mapping[float, Mapping[str, float]],
    at: float,
    interpolation: Interpolation = "linear",
) -> Weights:
    """Weigh by the stage of development that a district has reached.

    Parameters
    ----------
    tree : IndicatorTree
        The tree.
    table : DataFrame or mapping
        As in `stages`; in a recipe ``{stage: {node: weight}}``.
    at : float
        The stage, which may lie between two of the table.
    interpolation : {"linear", "step"}
        As in `stages`.

    Returns
    -------
    Weights

    Raises
    ------
    FaultyInput
        As in `stages`, and a stage outside the table.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6: weights are value judgements, which may
    change as a programme matures.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = {1: {"trust": 0.8, "solved": 0.2}, 3: {"trust": 0.2, "solved": 0.8}}
    >>> stage(tree, table, at=1.5).across_tree().round(2).to_dict()
    {'trust': 0.65, 'solved': 0.35}
    """
    asked(tree=(tree, TREE), at=(at, NUMBER))
    if isinstance(table, Mapping):
        rows = {key: dict(row) for key, row in table.items() if isinstance(row, Mapping) and is_number(key)}
        problem, way_out = (
            "is not a table of weights by stage",
            "write `stage: {node: weight, ...}`, a line each",
        )
        Faults([Fault("table", problem, way_out)] if len(rows) < len(table) else []).raise_all()
        refuse_within("table", table)
        table = pd.DataFrame.from_dict(rows, orient="index").sort_index()
    return stages(tree, table, interpolation).at(at)


def _table_faults(table: pd.DataFrame, nodes: list[str]) -> list[Fault]:
    columns = list(table.columns)
    faults = [
        Fault(str(c), "occurs more than once", "keep one of them")
        for c in sorted({c for c in columns if columns.count(c) > 1}, key=str)
    ]
    faults += [Fault(c, "the node has no column", "give every node below the root, or exactly the indicators")
               for c in nodes if c not in columns]  # fmt: skip
    faults += [
        Fault(str(c), "is not a node of the tree below the root", "name nodes by their codes")
        for c in columns
        if c not in nodes
    ]
    try:
        numbers = pd.Index(table.index, dtype=float)
        if not len(numbers) or numbers.has_duplicates or not np.isfinite(numbers.to_numpy()).all():
            faults.append(
                Fault(
                    "stages", "are not distinct numbers", "give one row for each stage, numbered in the index"
                )
            )
    except (TypeError, ValueError):
        problem, way_out = "are not numbers: {labels:5}", "number the stages in the index: 1, 2, 3"
        faults.append(Fault("stages", problem, way_out, labels=table.index))
    known = table.loc[:, [c in nodes for c in columns]]
    cells = as_floats(known).to_numpy()
    return faults + [
        Fault(Text("stage {stage}, {code}", stage=str(table.index[r]), code=str(known.columns[c])),
              "the weight is {value}", "weights are zero or positive", value=str(known.iloc[r, c]))
        for r, c in np.argwhere(~(np.isfinite(cells) & (cells >= 0))).tolist()
    ]  # fmt: skip
