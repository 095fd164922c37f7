"""Weights: every node's share within its group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.dataset import floats
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.near import spelled
from govmetrics.core.nodes import Group
from govmetrics.core.options import MAPPING, TEXT, asked, instance, shown
from govmetrics.core.plain import plain
from govmetrics.core.procedure import PROCEDURE, UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.weight_table import level_table
from govmetrics.core.words import Note, Text, method_name
from govmetrics.numerics.climb import whole_shares


@spelled
@dataclass(frozen=True, eq=False)
class Weights(Result):
    """Local shares of every node but the root.

    Parameters
    ----------
    tree : IndicatorTree
        The tree that the weights belong to.
    local : Series
        Share of every node but the root within its group, by code; each group's sum to one.
    method : str
        Where they come from ("equal", "assigned", "ahp", ...).
    details : mapping
        What the method wants to show beside the weights (for example entropies); JSON-ready.
    procedure : Procedure
        How they were found, in words; written by the method.

    Raises
    ------
    FaultyInput
        Missing or unknown codes, negative shares, groups that do not sum to one: all at once.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    >>> weights = Weights(tree, pd.Series({"A": 0.6, "B": 0.4, "a1": 0.5, "a2": 0.5, "b1": 1.0}), "by hand")
    >>> weights.across_tree().to_dict()
    {'a1': 0.3, 'a2': 0.3, 'b1': 0.4}
    """

    tree: IndicatorTree
    local: pd.Series
    method: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    procedure: Procedure = UNTOLD

    def __post_init__(self) -> None:
        asked(tree=(self.tree, TREE), method=(self.method, TEXT), details=(self.details, MAPPING),
              procedure=(self.procedure, PROCEDURE))  # fmt: skip
        codes = self.tree.node_codes[1:]
        try:
            local = pd.Series(self.local)
        except (TypeError, ValueError):
            raise FaultyInput(
                "local", "is {value}", "give a Series, or {{code: share}}", value=shown(self.local)
            ) from None
        faults = [
            Fault(c, "has no weight", "weigh every node of the tree") for c in codes if c not in local.index
        ]
        faults += [
            Fault(str(c), "is not a node of the tree below the root")
            for c in local.index
            if c not in self.tree.positions or c == self.tree.root.code
        ]
        faults += [
            Fault(str(c), "occurs more than once", "keep one of them")
            for c in local.index[local.index.duplicated()].unique()
        ]
        shares = floats(local)
        faults += [
            Fault(str(c), "the weight is {value}", "weights are zero or positive", value=shown(local.iloc[i]))
            for i, (c, w) in enumerate(shares.items())
            if not (np.isfinite(w) and w >= 0)
        ]
        Faults(faults).raise_all()
        object.__setattr__(self, "local", shares.reindex(codes).rename("weight"))
        sums = np.bincount(
            self.tree.parents[1:], weights=self.local.to_numpy(), minlength=len(self.tree.nodes)
        )
        problem, way_out = "the weights of its parts sum to {sum:.12g}", "shares in a group sum to one"
        Faults(
            Fault(node.code, problem, way_out, sum=sums[i])
            for i, node in enumerate(self.tree.nodes)
            if isinstance(node, Group) and abs(sums[i] - 1) > 1e-9
        ).raise_all()

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Weights:
        """Return the weights of what `to_dict` gave; how they were found, in words, is not kept.

        Raises
        ------
        FaultyInput
            Another kind or version, unknown or missing keys, whatever the constructor refuses: each with its place.
        """
        from govmetrics.core.from_dict import Reader

        read = Reader(cls, content)
        tree, local = read.tree(), read.series("local")
        read.faults.raise_all()
        return cls(tree, local, read.value("method"), read.value("details"))

    def of(self, group: str | Group) -> pd.Series:
        """Return the shares of a group's parts, in the tree's order.

        Raises
        ------
        FaultyInput
            `group` is no group of the tree.
        """
        code = group.code if isinstance(group, Group) else group
        known = [one.code for one in self.tree.groups]
        if not (isinstance(code, str) and code in known):
            problem = "{value} is not a group of the tree"
            raise FaultyInput("group", problem, "there are: {labels}", value=shown(code), labels=known)
        return self.local[self.tree.parts(code)]

    @cached_property
    def shares(self) -> np.ndarray:
        """Every node's share within its group, 1 for the root. Shape (nodes,)."""
        return np.concatenate([[1.0], self.local.to_numpy()])

    @cached_property
    def whole_shares(self) -> np.ndarray:
        """Every node's share of the whole: the product of the local shares down to it. Shape (nodes,)."""
        return whole_shares(self.tree.parents, self.shares)

    def across_tree(self) -> pd.Series:
        """Return every leaf's share of the whole: the product of the local shares above it. Sums to one."""
        leaves = self.whole_shares[self.tree.branches.leaves]
        return pd.Series(leaves, index=pd.Index(self.tree.codes, name="code"), name="weight")

    def to_frame(self) -> pd.DataFrame:
        """Return one row per node: parent, local share, and share of the whole."""
        tree = self.tree
        return pd.DataFrame(
            {
                "parent": [tree.parent(code) for code in tree.node_codes],
                "local": self.shares.copy(),
                "across_tree": self.whole_shares.copy(),
            },
            index=pd.Index(tree.node_codes, name="code"),
        )

    @classmethod
    def _keys(cls) -> dict[str, Any]:
        return {"method": str, "local": pd.Series, "across_tree": pd.Series, "details": Mapping}

    def _content(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "local": plain(self.local),
            "across_tree": plain(self.across_tree()),
            "details": plain(dict(self.details)),
        }

    def _method(self) -> tuple[Text, ...]:
        known = "The weights were determined by {method}." if self.method else "The weights were given."
        return self.procedure.said or (Text(known, method=method_name(self.method)),)

    def _finding(self) -> tuple[Text, ...]:
        names, shares = self.tree.names(), self.across_tree()
        first = shares.index[int(shares.argmax())]
        template = (
            "Weights of {indicators:# indicator|# indicators} in {groups:# group|# groups} ({method}); "
            "the heaviest indicator is {name} with {share:.1%} of the whole."
        )
        method = method_name(self.method or "given")
        return (Text(template, indicators=len(self.tree), groups=len(self.tree.groups), method=method,
                     name=names[first], share=shares.max()),)  # fmt: skip

    def _tables(self) -> list[Table]:
        steps = self.details.get("table")
        tables = [level_table(self.tree, self.local, self.across_tree(), self._names())]
        if isinstance(steps, pd.DataFrame) and steps.shape[1] > 1:
            frame = steps.rename_axis("code")
            found = Table.of(
                Text("How the weights were found"), frame, "weighting", self._names(), notes=self._compared()
            )
            columns = (
                tuple(  # by several sources, their methods head columns: as exact as the weight beside them
                    replace(one, decimals=4) if one.kind == "number" and one.decimals is None else one
                    for one in found.columns
                )
            )
            tables.append(replace(found, columns=columns))
        return tables

    def _compared(self) -> tuple[Text, ...]:
        """Say what a method that weighs by the data compared, where there is more than one group."""
        across = self.details.get("across")
        if across is None or len(self.tree.groups) == 1:
            return ()
        if across == "leaves":
            text = "All indicators were compared together; a group weighs what its indicators do."
        else:
            text = "Indicators were compared within their group; groups kept the weights of the indicator system."
        return (Text(text),)


def leaves_across(tree: IndicatorTree, local: pd.DataFrame) -> pd.DataFrame:
    """Return the leaves' shares of the whole for rows of local shares, (rows, nodes below the root)."""
    shares = np.concatenate([np.ones((len(local), 1)), local[tree.node_codes[1:]].to_numpy()], axis=1)
    leaves = whole_shares(tree.parents, shares)[:, tree.branches.leaves]
    return pd.DataFrame(leaves, index=local.index, columns=pd.Index(tree.codes, name="code"))


def shares_within_groups(tree: IndicatorTree, raw: Mapping[str, float] | pd.Series) -> pd.Series:
    """Return positive raw weights of nodes as shares of their group: the common last step of a method.

    Parameters
    ----------
    tree : IndicatorTree
        The tree.
    raw : mapping or Series
        A non-negative number for every node but the root.
    """
    codes = tree.node_codes[1:]
    values = np.array([raw[code] for code in codes], dtype=float)
    parents = tree.parents[1:]
    sums = np.bincount(parents, weights=values, minlength=len(tree.nodes))
    empty = [
        Fault(g.code, "the weights of its parts sum to zero", "give at least one part a positive weight")
        for g in tree.groups
        if not sums[tree.positions[g.code]] > 0
    ]
    Faults(empty).raise_all()
    return pd.Series(values / sums[parents], index=codes, name="weight")


def sum_notes(tree: IndicatorTree, given: Mapping[str, float] | None = None) -> list[Note]:
    """Name the groups whose weights do not sum to 1 (or 100), while those of the other groups do: one may be mistyped.

    Groups whose weights are all 1 say nothing, nor do such as have a single part, or of which only some are `given`.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2"]})
    >>> print(*sum_notes(tree, {"A": 0.6, "B": 0.4, "a1": 0.5, "a2": 0.4, "b1": 0.2, "b2": 0.8}))
    A: the weights of its parts sum to 0.9, those of other groups to 1: a share may be missing or mistyped; they were ...
    """
    chosen = {str(code): weight for code, weight in (given or {}).items()}
    sums, sizes = dict[str, float](), dict[str, int]()
    for group in tree.groups:
        named = [part.code in chosen for part in group.parts]
        weights = [float(chosen.get(part.code, part.weight)) for part in group.parts]
        if len(weights) > 1 and all(named) == any(named) and any(weight != 1 for weight in weights):
            sums[group.code], sizes[group.code] = sum(weights), len(weights)
    for whole in (1, 100):
        odd = {
            code: total for code, total in sums.items() if abs(total - whole) > 0.006 * whole * sizes[code]
        }
        if odd and len(odd) <= len(sums) - len(odd):
            names = tree.names()
            return [Note(_ODD_SUM, group=names[code], sum=total, whole=whole) for code, total in odd.items()]
    return []


_ODD_SUM = (
    "{group}: the weights of its parts sum to {sum:.6g}, those of other groups to {whole}: a share may be missing or "
    "mistyped; they were taken as proportions"
)
WEIGHTS = instance(Weights, Text("make them with govmetrics.weighting"))


def weights_faults(weights: object, tree: IndicatorTree) -> list[Fault]:
    """Return what is wrong with weights for the nodes of `tree`: other nodes (each is named), or other groups."""
    if not isinstance(weights, Weights):
        return WEIGHTS.faults("weights", weights)
    if weights.tree is tree:
        return []
    ours, theirs = tree.node_codes, weights.tree.node_codes
    have, want = set(theirs), set(ours)
    faults = [
        Fault(code, "has no weight", "weigh every node of the tree") for code in ours if code not in have
    ]
    faults += [
        Fault(code, "has a weight but no values", "drop it, or make weights for this tree")
        for code in theirs
        if code not in want
    ]
    if not faults and any(tree.parent(code) != weights.tree.parent(code) for code in ours):
        problem = "belong to a tree that groups the same nodes otherwise"
        faults = [Fault("weights", problem, "make them for this tree")]
    return faults
