"""Which node of the tree a code speaks of, and what of it is not there."""

from __future__ import annotations

from govmetrics.core import Dataset, Fault, IndicatorTree, Text
from govmetrics.core.near import codes, meant
from govmetrics.evaluation.keys import Coding
from govmetrics.text import CodeMatrix


def nodes_of(asked: Coding, matrix: CodeMatrix, tree: IndicatorTree) -> dict[str, str]:
    """Return the node of each code: as the file says, else the node of that code or name, else the whole."""
    known = codes(tree)
    found = {}
    for code in matrix.values.columns:
        names = [code, *(matrix.labels[code].say(one) for one in ("en", "zh") if code in matrix.labels)]
        own = next((known[name] for name in names if name in known), tree.root.code)
        found[str(code)] = known.get(asked.nodes.get(code, own), own)
    return found


def said_faults(
    asked: Coding, matrix: CodeMatrix, data: Dataset | None, tree: IndicatorTree
) -> list[Fault]:  # fmt: skip
    """Return codes, nodes and communities that there are not."""
    at, known, coded = "evidence.coding.nodes", codes(tree), list(map(str, matrix.values.columns))
    of_codes = Text("the codes are: {labels:10}", labels=coded)
    of_nodes = Text("there are: {labels}", labels=tree.node_codes)
    faults = [
        Fault(f"{at}.{code}", "is not a code", meant(code, coded, of_codes))
        for code in asked.nodes
        if code not in coded
    ]
    faults += [
        Fault(f"{at}.{code}", "{node!r} is not a node of the tree", meant(node, known, of_nodes), node=node)
        for code, node in asked.nodes.items()
        if node not in known
    ]
    if data is None or asked.leaves:  # leaves join by the units, which tells such
        return faults
    units = [str(unit) for unit in dict.fromkeys(data.units)]
    there = Text("the units are: {known:10}", known=units)
    return faults + [
        Fault(
            "evidence.coding.unit",
            "{unit!r} is not in the data",
            meant(str(unit), units, there),
            unit=str(unit),
        )
        for unit in matrix.values.index
        if str(unit) not in units
    ]
