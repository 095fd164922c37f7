"""Importance as experts state it otherwise than by pairwise comparison: their answers read, and handed to the method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics import ahp
from govmetrics.ahp.group import unjudged_shares
from govmetrics.core import Fault, IndicatorTree, Label, Result, Table, Text, Weights
from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.methods import Chosen, Method, by_name, choose_step, step_faults
from govmetrics.core.near import codes, meant
from govmetrics.core.options import shown
from govmetrics.core.procedure import Procedure
from govmetrics.evaluation.keys import Stated
from govmetrics.evaluation.several import Labelled
from govmetrics.evaluation.spelled import by_model, spoken
from govmetrics.weighting import assigned

METHODS = by_name(
    *(
        Method(one, "judgements")
        for one in (ahp.order_relation, ahp.swara, ahp.fucom, ahp.complementary, ahp.network_process)
    )
)
"""What may be asked for by `evidence.importance.method`."""
PAIRS = ("complementary", "network_process")
"""Methods that have an answer for two items; the others have one for each item in the order of importance."""
WHOLE = ("network_process",)
"""Methods of which one call weighs the whole tree; the others are called once for each group."""
PLACE = "evidence.importance"
TITLES = {
    "expert": ("expert", "专家"), "item": ("item", "指标", "项目"), "other": ("other", "比较对象", "对象"),
    "answer": ("answer", "答案", "回答", "比值"),
}  # fmt: skip
"""What the columns of a file of answers may be headed."""


@dataclass(frozen=True, eq=False)
class Importance(Labelled):
    """Weights from experts' orders of importance, complementary preferences or a network.

    Attributes
    ----------
    groups : dict
        {code of the group: OrderedWeights or ComplementaryWeights}; of a network, {code of the root: NetworkPriorities}.
    weights : Weights
        What they give for the whole tree.
    answers : DataFrame
        The answers, a row for each.
    labels : mapping of code to str
        What nodes are called in the tree.

    See Also
    --------
    evaluate
    """

    groups: dict[str, Result]
    weights: Weights
    answers: pd.DataFrame
    labels: Mapping[str, Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)
    _by_line: ClassVar = True

    @property
    def results(self) -> dict[str, Result]:
        """The results by group."""
        return dict(self.groups)

    def _tables(self) -> list[Table]:
        return by_model(self.groups, self.labels)

    def _finding(self) -> tuple[Text, ...]:
        """Return what was found, under the name of each group where there are several."""
        if len(self.groups) == 1:
            return super()._finding()
        return tuple(
            Text("{name}: {finding}", name=self.labels.get(code, code), finding=spoken(text, self.labels))
            for code, one in self.groups.items()
            for text in one._finding()
        )


def importance_faults(asked: Stated) -> list[Fault]:
    """Return what is wrong with the method of stated importance and its options."""
    return step_faults(f"{PLACE}.method", asked.method, METHODS)


def stated(asked: Stated, table: pd.DataFrame, tree: IndicatorTree) -> Importance:
    """Return the weights that answers give.

    Parameters
    ----------
    asked : Stated
    table : DataFrame
        What `answers_of` returned.
    tree : IndicatorTree
        Of what is scored.

    Raises
    ------
    FaultyInput
        Items that are no nodes, groups that nobody judged, what the method cannot use: all at once.
    """
    chosen = choose_step(f"{PLACE}.method", asked.method, METHODS)
    faults, found = Faults(), dict[str, Result]()
    if chosen.method.name in WHOLE:
        network = chosen(_matrix(table, 0.0, 0.0))
        return _weighed({tree.root.code: network}, network.to_weights(tree).local, chosen, table, tree)
    parents = {code: tree.parent(code) for code in tree.node_codes[1:]}
    faults += _unknown(table, parents, tree)
    faults.raise_all()
    for group, rows in table.groupby(table["item"].map(parents), sort=False):
        with faults:
            found[str(group)] = _of_group(chosen, rows, set(tree.parts(str(group))))
    faults.raise_all()
    shares = unjudged_shares(tree, set(found), asked.unjudged)
    for one in found.values():
        shares |= {str(code): float(share) for code, share in one.weights.items()}  # type: ignore[attr-defined]
    return _weighed(found, pd.Series(shares, dtype=float), chosen, table, tree)


def _weighed(
    found: dict[str, Result], local: pd.Series, chosen: Chosen, table: pd.DataFrame, tree: IndicatorTree
) -> Importance:
    """Return what was found with the tree's weights, which say how they were found."""
    texts = tuple(dict.fromkeys(text for one in found.values() for text in one._method()))
    first = next(iter(found.values()))
    cites = getattr(getattr(first, "procedure", None), "cites", None) or first._cites
    weights = assigned(tree, {str(code): float(share) for code, share in local.items()})
    told = Weights(tree.scored(), weights.local, chosen.method.name, procedure=Procedure(texts, tuple(cites)))
    return Importance(found, told, table, tree.names())


def _of_group(chosen: Chosen, rows: pd.DataFrame, parts: set[str]) -> Any:
    """Return a group's weights by its answers; of the options those that name other items are left to other groups."""
    second = chosen.options.get("second")
    if isinstance(second, Mapping):
        kept = {
            key: {k: v for k, v in one.items() if k in parts} if isinstance(one, Mapping) else one
            for key, one in second.items()
            if isinstance(one, Mapping) or key in parts
        }
        chosen = chosen.given(second=kept or None)
    if chosen.method.name not in PAIRS:
        return chosen(
            rows.drop(columns="other") if rows["expert"].notna().any() else rows[["item", "answer"]]
        )
    if rows["expert"].isna().all():
        return chosen(_matrix(rows, np.nan, 0.5))
    return chosen(
        {str(expert): _matrix(own, np.nan, 0.5) for expert, own in rows.groupby("expert", sort=False)}
    )


def _matrix(rows: pd.DataFrame, empty: float, diagonal: float) -> pd.DataFrame:
    """Return answers for pairs as a matrix: items in rows, the others that they are compared with, or under, in columns."""
    twice = rows[rows.duplicated(["item", "other"], keep=False)]
    problem, way_out = "is answered more than once", "keep one answer for each pair"
    Faults(
        Fault(f"{item}, {other}", problem, way_out)
        for item, other in dict.fromkeys(zip(twice["item"], twice["other"], strict=True))
    ).raise_all()
    labels = list(dict.fromkeys([*rows["item"], *rows["other"]]))
    cells = rows.set_index(["item", "other"])["answer"].unstack()
    matrix = cells.reindex(index=labels, columns=labels)
    matrix = matrix.astype(object).where(matrix.notna(), empty)
    for label in labels:
        if (label, label) not in set(zip(rows["item"], rows["other"], strict=True)):
            matrix.loc[label, label] = diagonal
    return matrix.rename_axis(index=None, columns=None)


def _unknown(table: pd.DataFrame, parents: Mapping[str, Any], tree: IndicatorTree) -> list[Fault]:
    """Return the items that are no nodes of the tree, and pairs of two groups."""
    there = Text("there are: {labels}", labels=list(parents))
    items = dict.fromkeys([*table["item"], *table["other"].dropna()])
    faults = [
        Fault(str(item), "is not a node of the tree below the root", meant(item, codes(tree), there))
        for item in items
        if item not in parents
    ]
    pairs = table.dropna(subset=["other"])
    faults += [
        Fault(f"{item}, {other}", "are parts of different groups", "compare parts of the same group")
        for item, other in zip(pairs["item"], pairs["other"], strict=True)
        if item in parents and other in parents and parents[item] != parents[other]
    ]
    return faults


def answers_of(given: Any, method: str, tree: IndicatorTree) -> pd.DataFrame:
    """Return answers as a table with the columns expert, item, other and answer, items by their codes.

    Parameters
    ----------
    given : DataFrame or mapping
        A file's table, or ``{item: answer}``, of pairs ``{item: {other: answer}}``; of several experts under their names.
    method : str
    tree : IndicatorTree

    Raises
    ------
    FaultyInput
        Columns are missing, or a mapping is none of these.
    """
    pairs = method in PAIRS
    if isinstance(given, pd.DataFrame):
        heads = {str(head).strip().lower(): head for head in given}
        named = {
            key: next((heads[one] for one in titles if one in heads), None) for key, titles in TITLES.items()
        }
        lacking = [
            key for key in ("item", "other", "answer") if named[key] is None and (pairs or key != "other")
        ]
        columns = list(map(str, given))
        Faults(
            Fault("", "has no column {column!r}", "its columns are: {names:20}", column=key, names=columns) for key in lacking
        ).raise_all()  # fmt: skip
        table = pd.DataFrame(
            {key: None if head is None else given[head] for key, head in named.items()}, given.index
        )
    else:
        table = pd.DataFrame(
            _rows(given, 2 if pairs else 1), columns=["expert", "item", "other", "answer"], dtype=object
        )
    known = codes(tree)
    table = table.astype(object).where(table.notna(), None)
    return table.assign(
        **{key: table[key].map(lambda cell: known.get(cell, cell)) for key in ("item", "other")}
    ).astype(object)


def _rows(given: Any, depth: int) -> list[tuple[Any, ...]]:
    """Return the rows of nested answers; one level more than an answer needs names the experts."""
    levels = _depth(given)
    if levels not in (depth, depth + 1):
        way_out = (
            Text("write `item: answer` in the order of importance, or that under each expert")
            if depth == 1
            else Text("write `item: {{other: answer}}`, or that under each expert")
        )
        raise FaultyInput("answers", "is {value}", way_out, value=shown(given))
    experts = given if levels > depth else {None: given}
    rows: list[tuple[Any, ...]] = []
    for expert, items in experts.items():
        for item, answer in items.items():
            more: Sequence[tuple[Any, Any]] = list(answer.items()) if depth == 2 else [(None, answer)]
            rows += [(expert, item, other, one) for other, one in more]
    return rows


def _depth(given: Any) -> int:
    """Return how many mappings stand in each other; 0 where they are not alike."""
    if not isinstance(given, Mapping) or not given:
        return 0
    inner = {_depth(one) if isinstance(one, Mapping) else -1 for one in given.values()}
    if inner == {-1}:
        return 1
    return inner.pop() + 1 if len(inner) == 1 and 0 not in inner else 0
