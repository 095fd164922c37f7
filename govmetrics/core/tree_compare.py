"""What two trees share, and what one of them lacks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.nodes import Indicator, Node, label, label_of
from govmetrics.core.options import PROPORTION, asked
from govmetrics.core.result import Result
from govmetrics.core.simplified import simplified
from govmetrics.core.table import Table
from govmetrics.core.tree_slots import Tree, tree_like
from govmetrics.core.words import Label, NodeName, Text

TOLD = ("better", "unit", "worst", "best", "target", "role", "source")
"""Keys of a leaf in which two of them may differ."""
_WORDS = {
    "kind": Text("indicator or group"), "parent": Text("group above"), "better": Text("direction"),
    "unit": Text("unit of measurement"), "worst": Text("worst"), "best": Text("best"), "target": Text("target"),
    "role": Text("role"), "source": Text("source of data"), "weight": Text("share in its group"), "mark": Text("mark"),
}  # fmt: skip
_BOTH, _CODE, _NAME = Text("code and name"), Text("code"), Text("name")
_ONE = {"en": Text("English name"), "zh": Text("Chinese name")}


@dataclass(frozen=True, eq=False)
class TreeComparison(Result):
    """Two trees beside each other.

    Attributes
    ----------
    shared : DataFrame
        A row for each node that both have: its code here and there (code, code_other), name, by what they are one (code and
        name; code; name; the name in one language) and in what they differ.
    near : DataFrame
        Nodes of which neither has its like in the other tree, and whose names are alike: proposals, with their likeness.
    clashes : DataFrame
        Codes that both trees have, for things whose names differ in both languages. They are no shared nodes.
    only : DataFrame
        Nodes that the other tree lacks.
    only_other : DataFrame
        Nodes that this tree lacks.
    alike : float
        From what likeness on names were proposed.
    titles : tuple of str
        What the two trees are called.

    See Also
    --------
    IndicatorTree.compare
    """

    shared: pd.DataFrame
    near: pd.DataFrame
    clashes: pd.DataFrame
    only: pd.DataFrame
    only_other: pd.DataFrame
    alike: float
    titles: tuple[str, ...]

    _cites: ClassVar = ("dice1945",)

    def _finding(self) -> tuple[Text, ...]:
        first, second = self.titles
        told = [
            Text("{first} and {second} share {shared:# node|# nodes}; {only:# stands|# stand} in the first tree only, "
                 "{other:# stands|# stand} in the second only.", first=first, second=second, shared=len(self.shared),
                 only=len(self.only), other=len(self.only_other))
        ]  # fmt: skip
        if len(self.near):
            text = "{count:# pair of names is|# pairs of names are} alike and may mean the same; nothing was merged."
            told.append(Text(text, count=len(self.near)))
        if len(self.clashes):
            text = "{count:# code means|# codes mean} different things in the two trees."
            told.append(Text(text, count=len(self.clashes)))
        return tuple(told)

    def _method(self) -> tuple[Text, ...]:
        return (
            Text("Nodes are one where code and a name agree, or a name that each tree has once; likeness of names is Dice's "
                 "coefficient of their pairs of neighbouring characters (proposed from {alike:.0%}).", alike=self.alike),
        )  # fmt: skip

    def _tables(self) -> list[Table]:
        first, second = self.titles
        told = (
            (Text("What both trees have"), self.shared), (Text("Names that are alike: proposals"), self.near),
            (Text("One code, different things"), self.clashes), (Text("Only in: {title}", title=first), self.only),
            (Text("Only in: {title}", title=second), self.only_other),
        )  # fmt: skip
        return [Table.of(caption, frame) for caption, frame in told if len(frame)] or [
            Table.of(told[0][0], self.shared)
        ]


def compared(tree: Tree, other: Tree, alike: float) -> TreeComparison:
    """Return what two trees share and lack (see `IndicatorTree.compare`)."""
    asked(other=(other, tree_like(tree)), alike=(alike, PROPORTION))
    pairs, clashes = same_nodes(tree, other)
    mine, theirs = dict(pairs), {there: here for here, there in pairs}
    left = [node for node in tree.nodes if node.code not in mine]
    right = [node for node in other.nodes if node.code not in theirs]
    shared = _frame(
        (here, there, _named(tree, here), _named(other, there), _by(tree[here], other[there]),
         _differences(tree, other, here, there, mine))
        for here, there in pairs
    ).set_axis(["code", "code_other", "name", "name_other", "by", "differs"], axis="columns")  # fmt: skip
    proposed = _frame(
        (here.code, there.code, label(here), label(there), round(likeness, 3))
        for here, there, likeness in _near(left, right, alike)
    ).reindex(columns=range(5)).set_axis(["code", "code_other", "name", "name_other", "alike"], axis="columns")  # fmt: skip
    clashing = _frame((code, _named(tree, code), _named(other, code)) for code in clashes)
    return TreeComparison(
        shared, proposed, clashing.reindex(columns=range(3)).set_axis(["code", "name", "name_other"], axis="columns"),
        _lacking(tree, left), _lacking(other, right), float(alike), (title_of(tree), title_of(other)),
    )  # fmt: skip


def _frame(rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), dtype=object)
    return frame if len(frame.columns) else frame.reindex(columns=range(6))


def _lacking(tree: Tree, nodes: Sequence[Node]) -> pd.DataFrame:
    rows = [
        (node.code, label(node), _kind(node), tree.parent(node.code), Text(_MARK[node.mark]) if node.mark else None)
        for node in nodes
    ]  # fmt: skip
    frame = _frame(rows).reindex(columns=range(5))
    return frame.set_axis(["code", "name", "kind", "parent", "mark"], axis="columns")


_MARK = {"confirmed": "confirmed", "slot": "slot to fill"}


def _kind(node: Node) -> Text:
    return Text("single indicator") if isinstance(node, Indicator) else Text("group of indicators")


def _named(tree: Tree, code: str) -> NodeName:
    return label(tree[code])


def title_of(tree: Tree) -> Label:
    """Return what a tree is called in both languages: its title, else its root's name."""
    told = tree.about.get("title") or tree.root.name
    return Label(*(label_of(told, tree.root.code, language) for language in ("en", "zh")))


def plain_names(node: Node) -> dict[str, str]:
    """Return a node's names for comparison, by language: small letters and simplified characters, no punctuation.

    A name that was given without a language is of both. What is written on a slot is no name.
    """
    if node.mark == "slot":
        return {}
    told = {"en": node.name, "zh": node.name} if isinstance(node.name, str) else dict(node.name)
    told = {"en": told.get("en", ""), "zh": told.get("zh") or told.get("zh-Hant") or ""}
    plain = {language: _plain(text) for language, text in told.items()}
    return {language: text for language, text in plain.items() if text}


def _plain(text: str) -> str:
    plain = simplified(unicodedata.normalize("NFKC", text)).casefold()
    return re.sub(r"[\W_]+", "", plain)


def one_name(first: Node, second: Node) -> bool | None:
    """Tell whether two nodes have a name in common; None where there is none to compare."""
    mine, theirs = plain_names(first), plain_names(second)
    both = mine.keys() & theirs.keys()
    return any(mine[key] == theirs[key] for key in both) if both else None


def same_nodes(tree: Tree, other: Tree) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the nodes that are one, as (code here, code there), and the codes that mean different things."""
    clashes: list[str] = []
    there: dict[str, str] = {}
    for code in tree.node_codes:
        if code not in other:
            continue
        if one_name(tree[code], other[code]) is False:
            clashes.append(code)
        elif "slot" not in (tree[code].mark, other[code].mark) or _below_one(tree, other, code, there):
            there[code] = code
    taken = set(there.values())
    left = [node for node in tree.nodes if node.code not in there]
    right = [node for node in other.nodes if node.code not in taken]
    forth, back = namesakes(left, right), namesakes(right, left)
    for code, found in forth.items():
        if len(found) == 1 and back[found[0]] == [code]:
            there[code] = found[0]
    return [(code, there[code]) for code in tree.node_codes if code in there], clashes


def _below_one(tree: Tree, other: Tree, code: str, there: Mapping[str, str]) -> bool:
    """Tell whether a code stands below one node in both trees: a slot is known by its place alone."""
    above = tree.parent(code)
    return bool(other.parent(code) == (None if above is None else there.get(above, "")))


def namesakes(nodes: Sequence[Node], among: Sequence[Node]) -> dict[str, list[str]]:
    """Return for every node the codes of those among others that have one of its names, in the same language."""
    named: dict[tuple[str, str], list[str]] = {}
    for one in among:
        for pair in plain_names(one).items():
            named.setdefault(pair, []).append(one.code)
    return {
        node.code: list(dict.fromkeys(code for pair in plain_names(node).items() for code in named.get(pair, ())))
        for node in nodes
    }  # fmt: skip


def _by(here: Node, there: Node) -> Text:
    """Return by what two nodes are one."""
    if here.code == there.code:
        return _CODE if one_name(here, there) is None else _BOTH
    mine, theirs = plain_names(here), plain_names(there)
    agreed = [key for key in mine if mine[key] == theirs.get(key)]
    told = mine.keys() & theirs.keys()
    return _NAME if len(agreed) == len(told) else _ONE[agreed[0]]


def _differences(tree: Tree, other: Tree, here: str, there: str, same: Mapping[str, str]) -> Text | None:
    """Return in what two nodes that are one differ; nothing where they do not."""
    first, second = tree[here], other[there]
    found = ["kind"] if isinstance(first, Indicator) != isinstance(second, Indicator) else []
    above, over = tree.parent(here), other.parent(there)
    if above is not None and over is not None:
        found += ["parent"] if same.get(above) != over else []
        found += [] if np.isclose(_share(tree, above, here), _share(other, over, there)) else ["weight"]
    if isinstance(first, Indicator) and isinstance(second, Indicator):
        found += [key for key in TOLD if _told(first, key) != _told(second, key)]
    found += ["mark"] if {first.mark, second.mark} == {"confirmed", "slot"} else []
    return Text("{cells}", cells=[_WORDS[key] for key in found]) if found else None


def _share(tree: Tree, group: str, code: str) -> float:
    return float(tree.shares(group)[tree.parts(group).index(code)])


def _told(leaf: Indicator, key: str) -> Any:
    return (leaf.measured_in("en"), leaf.measured_in("zh")) if key == "unit" else getattr(leaf, key)


def _near(left: Sequence[Node], right: Sequence[Node], alike: float) -> list[tuple[Node, Node, float]]:
    """Return pairs of which one is the most alike of the other, from `alike` on, the most alike first."""
    if not left or not right:
        return []
    names = [[plain_names(node) for node in side] for side in (left, right)]
    likeness = np.maximum(
        *(_dice(*([one.get(key, "") for one in side] for side in names)) for key in ("en", "zh"))
    )
    best = (likeness == likeness.max(1, keepdims=True)) | (likeness == likeness.max(0, keepdims=True))
    rows, columns = np.nonzero(best & (likeness >= max(alike, 1e-9)))
    found = [
        (left[i], right[j], float(likeness[i, j]))
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    return sorted(found, key=lambda pair: -pair[2])


def _dice(first: Sequence[str], second: Sequence[str]) -> np.ndarray:
    """Return Dice's coefficient of the sets of neighbouring characters of names, shape (first, second)."""
    sets = [[{text[at : at + 2] for at in range(max(len(text) - 1, 1))} - {""} for text in side]
            for side in (first, second)]  # fmt: skip
    places = {
        pair: at for at, pair in enumerate(dict.fromkeys(p for side in sets for one in side for p in one))
    }
    has = [np.zeros((len(side), len(places))) for side in sets]
    for side, matrix in zip(sets, has, strict=True):
        for row, one in enumerate(side):
            matrix[row, [places[pair] for pair in one]] = 1
    sizes = has[0].sum(1)[:, None] + has[1].sum(1)[None]
    return 2 * (has[0] @ has[1].T) / np.where(sizes, sizes, 1)
