"""What `monitoring` and `forecast` name, looked up before anything is done: nodes, columns, and periods that there must be."""

from __future__ import annotations

from collections.abc import Iterable

from govmetrics.core import Dataset, Fault, IndicatorTree, Text
from govmetrics.core.near import codes, meant
from govmetrics.evaluation.keys import Foreseen, Monitoring


def monitoring_faults(asked: Monitoring, data: Dataset | None, scored: IndicatorTree) -> list[Fault]:
    """Return the nodes and columns that there are not, and whether there are periods to watch."""
    if data is None:
        return []
    faults = _period_faults("monitoring", data) if asked.watch else []
    known = nodes_of(asked, data, scored)
    for key, names in (
        ("nodes", asked.nodes or ()),
        ("dead_band", asked.dead_band),
        ("out_of", asked.out_of),
    ):
        faults += _node_faults(f"monitoring.{key}", asked, names, known, data.tree)
    attributes = list(map(str, data.attributes.columns))
    columns = [*attributes, *data.values.columns]
    named = [(f"monitoring.out_of.{node}", name, attributes) for node, name in asked.out_of.items()]
    named += [
        (f"monitoring.funnel[{number}].{key}", name, columns)
        for number, one in enumerate(asked.funnel)
        for key, name in (("events", one.events), ("out_of", one.out_of))
        if name is not None
    ]
    return faults + [
        Fault(place, "{column!r} is not a column", meant(name, there, Text("there are: {labels}", labels=there)), column=name)
        for place, name, there in named
        if name not in there
    ]  # fmt: skip


def forecast_faults(asked: Foreseen, data: Dataset | None, scored: IndicatorTree) -> list[Fault]:
    """Return the nodes that there are not, and whether there are periods to go by."""
    if data is None:
        return []
    count, faults, known = len(data.periods), _period_faults("forecast", data), nodes_of(asked, data, scored)
    if not faults and count < asked.horizon + 3:
        problem, way_out = (
            "asks for {asked} ahead, and the evidence has {count:# period|# periods}",
            "say {most} or less",
        )
        place = "forecast.horizon"
        faults.append(Fault(place, problem, way_out, asked=asked.horizon, count=count, most=count - 3))
    for key, names in (("nodes", asked.nodes or ()), ("below", asked.below), ("above", asked.above)):
        faults += _node_faults(f"forecast.{key}", asked, names, known, data.tree)
    return faults


def nodes_of(asked: Monitoring | Foreseen, data: Dataset, scored: IndicatorTree) -> list[str]:
    """Return the nodes that are watched or forecast where none are named: indicators with values, or every node."""
    if asked.of == "scores":
        return list(scored.node_codes)
    return [str(code) for code in data.values.columns[data.values.notna().any()]]


def _period_faults(part: str, data: Dataset) -> list[Fault]:
    least = 3 if part == "monitoring" else 4
    if len(data.periods) >= least:
        return []
    problem = "the evidence has {count:# period|# periods}, and {least} are the least"
    way_out = "name the column of the periods in evidence.records.period, or leave this part out"
    return [Fault(part, problem, way_out, count=len(data.periods), least=least)]


def _node_faults(
    place: str, asked: Monitoring | Foreseen, names: Iterable[str], known: list[str], tree: IndicatorTree
) -> list[Fault]:
    """Return the names that are no nodes, or nodes that have scores only and are asked for by their own values."""
    faults = []
    for name in names:
        if name in known:
            continue
        if asked.of == "indicators" and name in tree.node_codes and name not in tree.codes:
            part, _, _ = place.partition(".")
            faults.append(Fault(f"{place}.{name}", "is a group, which has scores only", "say `{part}: {{of: scores}}`",
                                part=part))  # fmt: skip
            continue
        if name in tree.codes and asked.of == "indicators":
            faults.append(Fault(f"{place}.{name}", "has no values", "leave it out"))
            continue
        there = Text("there are: {labels}", labels=known)
        near = {code: code for code in known} | {
            name: code for name, code in codes(tree).items() if code in known
        }
        faults.append(Fault(f"{place}.{name}", "is not there", meant(name, near, there)))
    return faults
