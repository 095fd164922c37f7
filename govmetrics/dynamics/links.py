"""What a model's variables say of each other: names that there are, and flows that fill and drain one stock each."""

from __future__ import annotations

from collections.abc import Mapping

from govmetrics.core.errors import Fault, each
from govmetrics.core.near import meant
from govmetrics.core.words import Text
from govmetrics.dynamics.equations import names_in
from govmetrics.dynamics.variable import SECTION_OF, Variable


def link_faults(known: Mapping[str, Variable], file: str) -> list[Fault]:
    """Return names that equations and stocks use and that there are not, and flows that fill or drain twice."""
    found = []
    flows = [key for key, one in known.items() if one.kind == "flow"]
    taken: dict[tuple[str, str], str] = {}
    for key, one in known.items():
        section = SECTION_OF[one.kind]
        place = f"{file}: {section}.{key}"
        there = Text("there are: {labels}", labels=[name for name in known if name != key])
        found += [
            Fault(
                place, "{name!r} is not a variable of the model", meant(name, list(known), there), name=name
            )
            for name in sorted(names_in(one.equation) - set(known))
        ]
        for end, listed in (("in", one.inflows), ("out", one.outflows)):
            for flow in listed:
                if flow not in flows:
                    there = Text("there are: {labels}", labels=flows)
                    found.append(
                        Fault(
                            f"{place}.{end}", "{name!r} is not a flow", meant(flow, flows, there), name=flow
                        )
                    )
                elif (flow, end) in taken:
                    problem = "{flow} is there twice: in {first} and in {second}"
                    found.append(
                        Fault(f"{place}.{end}", problem, "write a flow for each", flow=flow,
                              first=taken[flow, end], second=key)
                    )  # fmt: skip
                taken[flow, end] = key
    return each(found, lambda fault: fault)
