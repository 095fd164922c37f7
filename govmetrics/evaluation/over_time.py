"""What moved, what is to be expected, and where limits will be missed: by the periods that there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from govmetrics import monitoring
from govmetrics.core import Fault, Label, Note
from govmetrics.core.errors import Faults
from govmetrics.core.numbers import number
from govmetrics.core.options import shown
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.keys import Compared, Foreseen, Monitoring
from govmetrics.evaluation.monitored import Monitored
from govmetrics.evaluation.over_time_names import nodes_of
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.places import placed
from govmetrics.monitoring.three_rates import NAMES


def monitor(work: Work) -> Found:
    """Return which series moved, the rates of tickets, and funnels of the latest period."""
    asked, faults, found = work.evaluation.monitoring, Faults(), dict[str, Any]()
    assert asked is not None
    if asked.watch:
        keys = ("nodes", "baseline", "chart", "false_alarms", "out_of", "dead_band", "since")
        with placed(faults, "monitoring", keys):
            found["watch"] = _watched(work, asked)
    rates = None if work.nouns.tickets is None else work.nouns.tickets.found
    funnels, labels = dict[str, Any](), dict[str, Label]()
    for place, one in enumerate(asked.funnel):
        name, label = _named(one, funnels)
        with placed(faults, f"monitoring.funnel[{place}]", ("events", "out_of", "target")):
            funnels[name], labels[name] = _funnel(work, one), label
    faults.raise_all()
    notes: tuple[Note, ...] = ()
    if funnels and work.latest is not None:
        notes = (Note("the funnels are about {period}", period=work.latest),)
    return {"monitoring": Monitored(rates=rates, funnels=funnels, labels=labels, notes=notes, **found)}


def foresee(work: Work) -> Found:
    """Return the forecast, the warnings of its limits, and how both would have done in the past."""
    asked = work.evaluation.forecast
    assert asked is not None
    source, nodes = _source(work, asked)
    ahead = monitoring.forecast(source, asked.horizon, asked.level, nodes)
    found: dict[str, Any] = {"forecast": ahead}
    below, above = dict(asked.below) or None, dict(asked.above) or None
    if below or above:
        found["warnings"] = monitoring.warnings(ahead, below, above)
    if asked.backtest:
        found["backtest"] = monitoring.backtest(source, asked.horizon, asked.level, below, above, nodes)
    return found


def _source(work: Work, asked: Monitoring | Foreseen) -> tuple[Any, list[str]]:
    """Return what is watched, and which nodes of it: scores know by which yardstick they were made."""
    index = work.done["assessment"]
    nodes = list(asked.nodes or nodes_of(asked, index.dataset, index.weights.tree))
    return (index if asked.of == "scores" else index.dataset), nodes


def _watched(work: Work, asked: Monitoring) -> monitoring.Watch:
    source, nodes = _source(work, asked)
    columns = work.done["assessment"].dataset.attributes
    out_of = {node: pd.to_numeric(columns[name], errors="coerce") for node, name in asked.out_of.items()}
    return monitoring.watch(
        source, asked.baseline, asked.chart, asked.false_alarms, out_of, dict(asked.dead_band), asked.since, nodes,
        work.evaluation.seed,
    )  # fmt: skip


def _named(one: Compared, others: Mapping[str, Any]) -> tuple[str, Label]:
    """Return what a funnel is called; the second of a name is numbered."""
    plain = one.rate or f"{one.events} / {one.out_of}"
    said = one.name or plain
    label = Label(said) if isinstance(said, str) else Label(said.get("en", plain), said.get("zh", plain))
    if one.name is None and one.rate is not None:
        label = NAMES[one.rate]
    name, times = label.say("en"), 2
    while name in others:
        name, times = f"{label.say('en')} ({times})", times + 1
    return name, label


def _funnel(work: Work, one: Compared) -> monitoring.Funnel:
    """Return the funnel of the latest period; units of which there is no rate are left out and named."""
    events, out_of = _counts(work, one)
    none = out_of.index[((out_of == 0) & (events == 0)) | out_of.isna() | events.isna()]
    if len(none):
        said = "there is no rate without counts, or out of none, so that the funnel lacks: {units:10}"
        work.notes.append(Note(said, units=list(map(str, none))))
        events, out_of = events.drop(none), out_of.drop(none)
    return monitoring.funnel(
        events, out_of, one.target, None if one.overdispersion == "none" else one.overdispersion, one.kind, better=one.better
    )  # fmt: skip


def _counts(work: Work, one: Compared) -> tuple[pd.Series, pd.Series]:
    """Return events of the latest period, and what they are out of, by unit."""
    if one.rate is not None:
        assert work.nouns.tickets is not None
        rates = work.nouns.tickets.found
        last = None if rates.window is None else rates.events.index.get_level_values("period").unique()[-1]
        events, out_of = (
            frame[one.rate] if last is None else frame[one.rate].xs(last, level="period")
            for frame in (rates.events, rates.out_of)
        )
        return events, out_of
    data, faults, found = work.at_latest(work.done["assessment"].dataset), Faults(), []
    for key, name in (("events", one.events), ("out_of", one.out_of)):
        column = data.attributes[name] if name in data.attributes else data.values[name]
        read = pd.Series([number(cell) for cell in column], column.index, dtype=object)
        faults += [
            Fault(
                key, "{unit}: {value} is no number", "give counts", unit=str(unit), value=shown(column[unit])
            )
            for unit in read.index[[one is None for one in read]]
        ]
        found.append(read)
    faults.raise_all()
    return found[0].astype(float), found[1].astype(float)
