"""The codebook of a survey: what every item asks, and how its answers are coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core.errors import Fault
from govmetrics.core.nodes import label
from govmetrics.core.options import TEXT, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.survey import Scale, ends_of, leaf_items, scale_faults
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.words import Text


@dataclass(frozen=True, eq=False)
class Codebook(Result):
    """What every item asks, and how its answers are coded.

    Attributes
    ----------
    items : DataFrame
        One row per item: wording and indicator (`Text` in both languages), dimension (the group above), low and
        high (the end points), reversed.

    See Also
    --------
    codebook
    """

    items: pd.DataFrame

    _shown: ClassVar = {"items": "Codebook"}

    def _method(self) -> tuple[Text, ...]:
        found = (
            "The questionnaire has {items:# item|# items} on {indicators:# indicator|# indicators}; answers to "
            "reversed items are turned."
        )
        return (Text(found, items=len(self.items), indicators=self.items["indicator"].nunique()),)

    def _finding(self) -> tuple[Text, ...]:
        turned = [str(item) for item in self.items.index[self.items["reversed"]]]
        told = "{count:# item|# items}; reversed: {reversed}."
        return (Text(told, count=len(self.items), reversed=turned),)


def codebook(tree: IndicatorTree, scale: Scale = (1, 5), reverse: Sequence[str] = ()) -> Codebook:
    """Return what every item asks: its wording, indicator, dimension, end points, and whether it is reversed.

    The wording is the indicator's name where it has one item; for others it is empty, to be filled in.

    Parameters
    ----------
    tree : IndicatorTree
        Whose leaves have items.
    scale : (low, high) or mapping of item to (low, high)
        As in `read_survey`.
    reverse : sequence of str
        Items worded against their scale.

    Returns
    -------
    Codebook
        Whose `items` has one row per item.

    Raises
    ------
    FaultyInput
        Items without end points, unusable end points, unknown reversed items: all at once.

    Examples
    --------
    >>> codebook(IndicatorTree.from_groups({"trust": ["t1", "t2"]}), reverse=("t2",)).items["reversed"].tolist()
    [False, True]
    """
    faults = wanted(tree=(tree, TREE), reverse=(reverse, several(TEXT)))
    faults.raise_all()
    owner = {item: leaf for leaf, items in leaf_items(tree).items() for item in items}
    faults += scale_faults(scale, owner, owner)
    faults += [
        Fault(item, "is declared as reversed, but is not an item of the tree", "there are: {labels}", labels=list(owner))
        for item in reverse
        if item not in owner
    ]  # fmt: skip
    faults.raise_all()
    rows = [_row(tree, leaf, ends_of(scale, item), item in reverse) for item, leaf in owner.items()]
    columns = {
        name: pd.Series([row[name] for row in rows], dtype=None if name == "reversed" else object)
        for name in rows[0]
    }
    return Codebook(pd.DataFrame(columns).set_index(pd.Index(list(owner), name="item")))


def _row(tree: IndicatorTree, leaf: str, ends: tuple[float, float], turned: bool) -> dict[str, Any]:
    node, parent = tree[leaf], tree.parent(leaf)
    alone = len(leaf_items(tree)[leaf]) == 1 and node.name
    return {
        "wording": label(node) if alone else "",
        "indicator": leaf,
        "dimension": "" if parent is None else label(tree[parent]),
        "low": ends[0],
        "high": ends[1],
        "reversed": turned,
    }
