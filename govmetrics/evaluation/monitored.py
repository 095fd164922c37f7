"""What moved in the latest period, and rates compared fairly: one record of what `monitoring` asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from govmetrics.core import Fault, Label, Result, Table, Text
from govmetrics.core.words import Note
from govmetrics.evaluation.keys import Monitoring
from govmetrics.evaluation.several import Several
from govmetrics.monitoring import Funnel, ThreeRates, Watch


@dataclass(frozen=True, eq=False)
class Monitored(Several):
    """Which series moved, and how the rates of units of different size compare.

    Attributes
    ----------
    watch : Watch or None
        Signals and limits; None where only funnels are asked for.
    rates : ThreeRates or None
        Of the tickets, where there are some.
    funnels : dict
        {name: Funnel}, of the latest period.
    notes : tuple of Note
        What the funnels are of.
    labels : mapping of name to Label
        What the funnels are called.

    See Also
    --------
    evaluate
    """

    watch: Watch | None = None
    rates: ThreeRates | None = None
    funnels: dict[str, Funnel] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)
    _by_line: ClassVar = True

    @property
    def results(self) -> dict[str, Result]:
        """The signals, the rates, then the funnels by name."""
        beside = {"watch": self.watch, "rates": self.rates}
        return {**{name: one for name, one in beside.items() if one is not None}, **self.funnels}

    def _tables(self) -> list[Table]:
        """Return the tables of signals, rates, and of every funnel, whose name stands in the captions."""
        tables = [
            table for one in (self.watch, self.rates) if one is not None for table in one._complete_tables()
        ]
        for name, funnel in self.funnels.items():
            for table in funnel._complete_tables():
                named = Text("{caption}: {column}", caption=table.caption, column=self.labels.get(name, name))
                tables.append(replace(table, caption=named))
        return tables

    def _finding(self) -> tuple[Text, ...]:
        own = [text for one in (self.watch, self.rates) if one is not None for text in one._finding()]
        return (*own, *(
            Text("{name}: {finding}", name=self.labels.get(name, name), finding=text)
            for name, funnel in self.funnels.items()
            for text in funnel._finding()
        ))  # fmt: skip

    def _names(self) -> Mapping[str, Label]:
        return {} if self.watch is None else self.watch.names


def funnel_faults(asked: Monitoring, tickets: bool) -> list[Fault]:
    """Return what funnels say twice, or not at all."""
    faults = []
    for number, one in enumerate(asked.funnel):
        place, columns = f"monitoring.funnel[{number}]", (one.events, one.out_of)
        if one.rate is not None and any(columns):
            faults.append(Fault(place, "names a rate of the tickets, and columns", "keep one of them"))
        elif one.rate is not None and not tickets:
            faults.append(
                Fault(f"{place}.rate", "there are no tickets", "name their file in evidence.tickets")
            )
        elif one.rate is None and not all(columns):
            way_out = "name the columns `events` and `out_of`, or a `rate` of the tickets"
            faults.append(Fault(place, "does not say what is compared", way_out))
    if not asked.watch and not asked.funnel:
        faults.append(Fault("monitoring", "asks for nothing", "watch series, or name funnels"))
    return faults
