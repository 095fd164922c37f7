"""What stands in the way of scoring policies by a rubric: every fault with its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from govmetrics.core.errors import Fault, each
from govmetrics.core.near import meant
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text
from govmetrics.text.coding import Coding


def coding_faults(found: Coding, tree: IndicatorTree) -> list[Fault]:
    """Return faults of the marks and of the tree."""
    if not found.documents:
        return [Fault("coding", "no document was coded", "fill in the sheets")]
    never = [code for code in tree.codes if found.marks[code].isna().all()]
    faults = each(
        never, lambda code: Fault(f"coding, {code}", "nobody coded it", "code it, or take it out of the tree")
    )
    marks = found.marks.drop(columns=never)
    values = marks.to_numpy()

    def place(at: Sequence[int]) -> Text:
        document, coder = marks.index[at[0]]
        return Text(
            "{document}, {coder}, {code}",
            document=str(document),
            coder=str(coder),
            code=str(marks.columns[at[1]]),
        )

    def outside(at: Sequence[int]) -> Fault:
        way = "write 1 where the policy has it and 0 where not"
        return Fault(place(at), "is {value:g}, outside 0 to 1", way, value=float(values[at[0], at[1]]))

    gap = "code it, or leave out the document by that coder"
    faults += each(
        np.argwhere(np.isnan(values)).tolist(), lambda at: Fault(place(at), "it is not coded", gap)
    )
    faults += each(np.argwhere((values > 1) | (values < 0)).tolist(), outside)
    less = [leaf.code for leaf in tree.indicators if leaf.better != "more"]
    way = "word it so that 1 is good, and give it better: more"
    return faults + each(
        less, lambda code: Fault(f"tree, {code}", "more of it is not better, and the index adds it up", way)
    )


def choice_faults(
    found: Coding, main: list[str], agreed: Any, by: str | None, surface: Sequence[str] | None
) -> list[Fault]:
    """Return faults of what was chosen: whose coding counts, units, the surface."""
    return _of_coders(found, agreed) + _of_surface(main, surface) + _of_units(found, by)


def _of_coders(found: Coding, agreed: Any) -> list[Fault]:
    if agreed is None:
        if len(found.coders) != 1:
            return []
        told = (
            "let a second coder code the documents, too, and give both; if this is a coding that coders have settled, say so: "
            "agreed={who!r}"
        )
        problem = "there is one coder only: the index hides what a coder gets wrong"
        return [Fault("coding", problem, told, who=str(found.coders[0]))]
    if agreed not in found.coders:
        there = Text("the coders are: {labels:10}", labels=list(found.coders))
        return [
            Fault(
                "agreed", "{value!r} is no coder", meant(str(agreed), found.coders, there), value=str(agreed)
            )
        ]
    done = {document for document, coder in found.marks.index if coder == agreed}
    missing = [one for one in found.documents if one not in done]
    return each(
        missing,
        lambda one: Fault("agreed", "{document!r} is not in the settled coding", "add it", document=str(one)),
    )


def _of_surface(main: list[str], surface: Sequence[str] | None) -> list[Fault]:
    chosen = list(surface or [])
    there = Text("the main variables are: {labels:15}", labels=main)
    faults = [
        Fault("surface", "{code!r} is no main variable", meant(code, main, there), code=code)
        for code in chosen
        if code not in main
    ]
    if len(set(chosen)) < len(chosen):
        faults.append(Fault("surface", "a main variable is there twice", "name each once"))
    return faults


def _of_units(found: Coding, by: str | None) -> list[Fault]:
    return [] if by is None else attribute_faults(found, by)


def attribute_faults(found: Coding, by: str) -> list[Fault]:
    """Return faults of an attribute of the documents that is to name units."""
    known = [str(name) for name in found.attributes.columns]
    if by not in known:
        there = Text("known are: {labels:10}", labels=known)
        return [Fault("by", "{name!r} is not known of the documents", meant(by, known, there), name=by)]
    empty = found.attributes.index[found.attributes[by].isna()]
    return each(
        list(empty),
        lambda one: Fault(str(one), "{by} is not given", "give it in every row of the document", by=by),
    )
