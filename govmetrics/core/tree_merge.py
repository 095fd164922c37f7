"""One tree of two: what contradicts is named, and never decided in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from govmetrics.core.errors import Fault
from govmetrics.core.nodes import Group, Indicator, Name, Node, label_of
from govmetrics.core.options import MAPPING, among, choice, optional, shown, wanted
from govmetrics.core.tree_compare import namesakes, one_name
from govmetrics.core.tree_slots import Tree, tree_like
from govmetrics.core.words import Text

_LEAF = ("better", "unit", "worst", "best", "target", "role", "source", "items")
_GROUP = ("aggregate", "min_coverage")
_PREFER = 'say prefer="mine" or prefer="theirs"'
_EMPTY: tuple[Any, ...] = (None, "", ())


def merged(
    tree: Tree, other: Tree, same: Mapping[str, str | None] | None, under: str | None,
    prefer: str | None, weights: str | None,
) -> Tree:  # fmt: skip
    """Return `tree` with what `other` has beside it (see `IndicatorTree.merge`)."""
    groups = [group.code for group in tree.groups]
    faults = wanted(
        other=(other, tree_like(tree)), same=(same, optional(MAPPING)), under=(under, optional(among(groups))),
        prefer=(prefer, optional(choice("mine", "theirs"))), weights=(weights, optional(choice("kept", "equal"))),
    )  # fmt: skip
    faults.raise_all()
    said = dict(same or {})
    faults += _said_faults(tree, other, said)
    faults.raise_all()
    match = {code: code for code in other.node_codes if code in tree and code not in said}
    match |= {theirs: mine for theirs, mine in said.items() if mine is not None}
    faults += _twice(match)
    faults += _name_faults(tree, other, match, said)
    for theirs, mine in match.items():
        faults += _kind_faults(tree[mine], other[theirs])
        faults += [] if prefer else _contradictions(tree, other, mine, theirs, theirs in said)
    faults += _place_faults(tree, other, match, prefer)
    added = _added(other, match)
    if other.root.code not in match and not groups:
        faults.append(
            Fault("under", "the tree has no group to put the other one in", "say `same` of the two roots")
        )
    faults.raise_all()
    gains = {match[group.code]: [added[part.code] for part in group.parts if part.code in added]
             for group in other.groups if group.code in match}  # fmt: skip
    if other.root.code not in match:
        at = under or tree.root.code
        gains[at] = [*gains.get(at, ()), added[other.root.code]]
    put, found = _joined(tree, other, match, gains, prefer, weights)
    faults += found
    faults.raise_all()
    return type(tree)(put, _about(tree, other))


def _said_faults(tree: Tree, other: Tree, said: Mapping[Any, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the codes that were said to be the same, or not."""
    for theirs, mine in said.items():
        place = f"same[{shown(theirs)}]"
        if not isinstance(theirs, str) or theirs not in other:
            yield Fault(
                place, "is not a node of the other tree", "there are: {labels}", labels=other.node_codes
            )
        elif mine is None and theirs in tree:
            yield Fault(place, "both trees have this code", "give one of the two nodes another code")
        elif mine is not None and (not isinstance(mine, str) or mine not in tree):
            yield Fault(place, "{value} is not a node of the tree", "there are: {labels}", value=shown(mine),
                        labels=tree.node_codes)  # fmt: skip


def _twice(match: Mapping[str, str]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for theirs, mine in match.items():
        if mine in seen:
            yield Fault(mine, "{first} and {second} of the other tree are both said to be it", "let one of them be it",
                        first=seen[mine], second=theirs)  # fmt: skip
        seen.setdefault(mine, theirs)


def _name_faults(
    tree: Tree, other: Tree, match: Mapping[str, str], said: Mapping[str, Any]
) -> Iterator[Fault]:
    """Yield nodes of the other tree that are called what a node here is called, under another code."""
    new = [node for node in other.nodes if node.code not in match and node.code not in said]
    for code, found in namesakes(new, tree.nodes).items():
        if found:
            way_out = "say same={{{code!r}: {mine!r}}}, or {{{code!r}: None}} if it is something else"
            yield Fault(code, "has the name of {mine} in this tree", way_out, code=code, mine=found[0])


def _kind_faults(mine: Node, theirs: Node) -> Iterator[Fault]:
    if isinstance(mine, Indicator) != isinstance(theirs, Indicator) and "slot" not in (
        mine.mark,
        theirs.mark,
    ):
        kinds = ("an indicator here and a group there", "a group here and an indicator there")
        way_out = "give one of them another code, or make it a slot here (`mark: slot`)"
        yield Fault(mine.code, Text("is {kinds}", kinds=Text(kinds[isinstance(mine, Group)])), way_out)


def _contradictions(tree: Tree, other: Tree, code: str, theirs: str, said: bool) -> Iterator[Fault]:
    """Yield each key in which two nodes that are one contradict each other; what one of them leaves open is no contradiction."""
    mine, their = tree[code], other[theirs]
    if "slot" in (mine.mark, their.mark) or isinstance(mine, Indicator) != isinstance(their, Indicator):
        return
    if not said and one_name(mine, their) is False:
        way_out = 'give one of them another code, or say prefer="mine" or prefer="theirs"'
        yield Fault(code, "is called {mine!r} here and {theirs!r} there", way_out, mine=mine.label("en"),
                    theirs=their.label("en"))  # fmt: skip
    keys = [*(_LEAF if isinstance(mine, Indicator) else _GROUP)]
    keys += ["weight"] if mine is not tree.root and their is not other.root else []
    for key in keys:
        here, there = getattr(mine, key), getattr(their, key)
        if here != there and here not in _EMPTY and there not in _EMPTY:
            yield Fault(Text("{place}.{key}", place=code, key=key), "is {mine} here and {theirs} there", _PREFER,
                        mine=shown(here), theirs=shown(there))  # fmt: skip


def _place_faults(tree: Tree, other: Tree, match: Mapping[str, str], prefer: str | None) -> Iterator[Fault]:
    """Yield nodes that stand elsewhere in the other tree, and groups there of which nothing would be left."""
    for theirs, mine in match.items():
        above, over = tree.parent(mine), other.parent(theirs)
        if not prefer and above is not None and over is not None and match.get(over) != above:
            way_out = "say prefer=..., and it stays where it is; or say `same` of the two groups"
            yield Fault(
                mine, "stands below {mine} here and below {theirs} there", way_out, mine=above, theirs=over
            )
    added = _added(other, match)
    for group in other.groups:
        if group.code not in match and group.code not in added:
            way_out = "say what it is the same as (`same`), or leave it out of the other tree"
            yield Fault(group.code, "all its parts stand elsewhere in this tree", way_out)


def _added(other: Tree, match: Mapping[str, str]) -> dict[str, Node]:
    """Return the nodes of the other tree that are new here, without the parts that are not; empty groups apart."""
    built: dict[str, Node] = {}
    for node in reversed(other.nodes):
        if isinstance(node, Group):
            parts = tuple(built[part.code] for part in node.parts if part.code in built)
            if node.code not in match and parts:
                built[node.code] = replace(node, parts=parts)
        elif node.code not in match:
            built[node.code] = node
    return built


def _joined(
    tree: Tree, other: Tree, match: Mapping[str, str], gains: Mapping[str, list[Node]],
    prefer: str | None, weights: str | None,
) -> tuple[Node, list[Fault]]:  # fmt: skip
    """Return the root of the tree with what it gains, and groups whose weights do not belong together."""
    beside = {mine: other[theirs] for theirs, mine in match.items()}
    faults: list[Fault] = []
    put: dict[str, Node] = {}
    for node in reversed(tree.nodes):
        new = _one_of(node, beside[node.code], prefer) if node.code in beside else node
        if isinstance(node, Group):
            assert isinstance(new, Group)
            own = tuple(put.get(part.code, part) for part in node.parts)
            new = replace(new, parts=(*own, *gains.get(node.code, ())))
        elif isinstance(new, Group):
            new = replace(new, parts=tuple(gains.get(node.code, ())))
        if isinstance(new, Group) and isinstance(node, Group) and gains.get(node.code):
            alike = len({part.weight for part in new.parts}) == 1
            if weights == "equal":
                new = replace(new, parts=tuple(replace(part, weight=1.0) for part in new.parts))
            elif not alike and weights is None:
                faults.append(Fault(node.code, "takes in {count:# part|# parts}, and its parts do not all weigh the same",
                                    'say weights="kept" or weights="equal"', count=len(gains[node.code])))  # fmt: skip
        put[node.code] = new
    return put[tree.root.code], faults


def _one_of(mine: Node, theirs: Node, prefer: str | None) -> Node:
    """Return one node of two: what one leaves open is taken from the other; a slot gives way."""
    if theirs.mark == "slot":
        return mine
    if mine.mark == "slot":
        return replace(theirs, code=mine.code, weight=mine.weight)
    first, second = (theirs, mine) if prefer == "theirs" else (mine, theirs)
    keys = (*(_LEAF if isinstance(mine, Indicator) else _GROUP), "weight", "mark")
    told = {key: getattr(second if getattr(first, key) in _EMPTY else first, key) for key in keys}
    told |= {key: _both(getattr(mine, key), getattr(theirs, key)) for key in ("notes", "origin")}
    return replace(mine, name=_name(first, second), **told)


def _name(first: Node, second: Node) -> Name:
    """Return the first name, with the languages that only the second has."""
    if isinstance(first.name, str) or isinstance(second.name, str):
        return first.name or second.name
    return {**second.name, **{language: text for language, text in first.name.items() if text}}


def _both(mine: Name, theirs: Name) -> Name:
    """Return two texts as one, in the languages that either has."""
    if mine in _EMPTY or theirs in _EMPTY or mine == theirs:
        return mine or theirs
    if isinstance(mine, str) and isinstance(theirs, str):
        return f"{mine}; {theirs}"
    told = {}
    for language, between in (("en", "; "), ("zh", "；")):
        texts = dict.fromkeys(label_of(text, "", language) for text in (mine, theirs))  # type: ignore[arg-type]
        told[language] = between.join(text for text in texts if text)
    return told


def _about(tree: Tree, other: Tree) -> dict[str, Name]:
    return {
        key: _both(tree.about.get(key, ""), other.about.get(key, "")) for key in (*tree.about, *other.about)
    }
