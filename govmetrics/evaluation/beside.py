"""Methods beside that of a part: each is asked for by name, handed what it takes, and its ranks are set beside the others'."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core import Fault, Label, Result, Scaled, Table, Text
from govmetrics.core.errors import Faults, GovmetricsError
from govmetrics.core.methods import Chosen, Method, Step, choose_step, read_step, step_faults
from govmetrics.core.words import Note, method_name
from govmetrics.evaluation.places import fault_in
from govmetrics.evaluation.several import Several
from govmetrics.ranking import Comparison, Ranking, compare
from govmetrics.ranking.compare import Ranked

SIDE_BY_SIDE = "side by side"
"""What the comparison of all is called among the results."""
FEW = 3
"""So many units that are first by some method are named."""


def steps_of(given: Any) -> list[Step]:
    """Return the methods that a key asks for: one alone may stand without a list."""
    return [given] if isinstance(given, str | Mapping) else list(given or ())


def method_faults(place: str, given: Any, methods: Mapping[str, Method]) -> list[Fault]:
    """Return what is wrong with the methods that a key asks for: unknown names and options, and what is there twice."""
    steps = steps_of(given)
    faults = [] if steps else [Fault(place, "is empty", "choose one of: {choices:50}", choices=list(methods))]
    for at, step in enumerate(steps):
        here = place if len(steps) == 1 else f"{place}[{at}]"
        faults += step_faults(here, step, methods)
        if any(_same(step, other) for other in steps[:at]):
            faults.append(Fault(here, "is there already", "give it other options, or remove it"))
    return faults


def _same(one: Step, other: Step) -> bool:
    return read_step(one) == read_step(other) and bool(read_step(one)[0])


def chosen_of(place: str, given: Any, methods: Mapping[str, Method]) -> dict[str, Chosen]:
    """Return the methods that a key asks for, by name; one that is there several times with its number."""
    steps = [choose_step(place, step, methods) for step in steps_of(given)]
    names = [one.method.name for one in steps]
    return {
        name if names.count(name) == 1 else f"{name} ({names[: at + 1].count(name)})": one
        for at, (name, one) in enumerate(zip(names, steps, strict=True))
    }


def labels_of(names: Sequence[str]) -> dict[str, Text]:
    """Return what methods are called by readers."""
    labels = {}
    for name in names:
        method, numbered, number = name.partition(" (")
        said = method_name(method)
        text = Text("{outcome} ({number})", outcome=said, number=number.rstrip(")"))
        labels[name] = text if numbered else said
    return labels


def each_done(chosen: Mapping[str, Chosen], does: Callable[[Chosen], Result], part: str) -> dict[str, Any]:
    """Return the results of methods by their names; what is wrong with several of them is told once.

    Parameters
    ----------
    chosen : mapping of str to Chosen
    does : callable
        Hands a method what it takes.
    part : str
        The place of the part in the file, where that is which is wrong for all.
    """
    found, wrong = dict[str, Any](), dict[str, tuple[Fault, list[str]]]()
    for name, one in chosen.items():
        try:
            found[name] = does(one)
        except GovmetricsError as error:
            for fault in error.faults:
                wrong.setdefault(str(fault), (fault, []))[1].append(name)
    faults = Faults()
    for fault, names in wrong.values():
        everywhere = len(names) == len(chosen) and len(names) > 1
        place = Text("{part} ({names:8})", part=part, names=list(labels_of(names).values()))
        inside = str(fault.place).startswith((f"{part}.", f"{part} ("))
        faults.append(fault if inside else fault_in(part if everywhere else place, fault))
    faults.raise_all()
    return found


def side_by_side(
    whole: Any,
    base: Ranked,
    others: Mapping[str, Ranked],
    labels: Mapping[str, Any],
    scaled: Scaled | None = None,
) -> Comparison | None:
    """Return the ranks of a part and of the methods beside it; None where there are no others.

    Parameters
    ----------
    whole : Text
        What the part is called.
    base : Ranking, Scores or Series
        Its ranking.
    others : mapping of name to Ranking, Scores or Series
    labels : mapping of name to Text
    scaled : Scaled, optional
        The values that all of them rank, to say why units move.
    """
    if not others:
        return None
    return compare({whole: base, **{labels[name]: one for name, one in others.items()}}, scaled)


@dataclass(frozen=True, eq=False)
class Beside(Several):
    """Methods beside that of a part of the evaluation, and how far they agree with it and with each other.

    Attributes
    ----------
    methods : dict
        {name: the method's own result}; a method that is asked for several times is numbered.
    comparison : Comparison or None
        The ranks of the part itself, first, and of the methods that rank units; None where none of them does.
    notes : tuple of Note
        Which period they are of.
    labels : mapping of name to str
        What the methods are called.

    See Also
    --------
    evaluate
    """

    methods: dict[str, Result]
    comparison: Comparison | None = None
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Text | Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)
    _by_line: ClassVar = True

    @property
    def results(self) -> dict[str, Result]:
        """The comparison, then the methods by name."""
        compared: dict[str, Result] = {} if self.comparison is None else {SIDE_BY_SIDE: self.comparison}
        return compared | self.methods

    def _tables(self) -> list[Table]:
        """Return the comparison, then the tables of every method, whose name stands in the captions that several have."""
        tables = [] if self.comparison is None else self.comparison._complete_tables()
        of = {name: result._complete_tables() for name, result in self.methods.items()}
        captions = [str(table.caption) for found in of.values() for table in found]
        for name, found in of.items():
            said = self.labels.get(name, Label(name))
            for table in found:
                caption = Text("{caption}: {column}", caption=table.caption, column=said)
                twice = captions.count(str(table.caption)) > 1
                tables.append(replace(table, caption=caption) if twice else table)
        return tables

    def _finding(self) -> tuple[Text, ...]:
        """Return how far the methods agree, who is first and who moves; and what each says that does more than rank."""
        told = () if self.comparison is None else (*_agreed(self.comparison), *self.comparison._finding())
        own = [
            Text("{name}: {finding}", name=self.labels.get(name, name), finding=text)
            for name, one in self.methods.items()
            if not isinstance(one, Ranking)
            for text in one._finding()[:1]
        ]
        return (*told, *own)


def _agreed(found: Comparison) -> list[Text]:
    """Return how far the methods agree with the part that they stand beside, and whom they rank first."""
    base = found.ranks.columns[0]
    names, own = found._names(), found.agreement[found.agreement["first"] == base].dropna(subset=["kendall"])
    told = []
    if len(own) > 1:  # of two rankings the comparison itself says how far they agree
        by_tau = own.sort_values("kendall", kind="stable")
        low, high = by_tau.iloc[0], by_tau.iloc[-1]
        text = "Kendall's tau between {whole} and {count} other methods: from {least:.2f} ({low}) to {most:.2f} ({high})."
        told.append(
            Text(text, whole=names[base], count=len(own), least=low["kendall"], low=names[low["second"]],
                 most=high["kendall"], high=names[high["second"]])
        )  # fmt: skip
    return told + _first(found.ranks)


def _first(ranks: pd.DataFrame) -> list[Text]:
    """Return who is in first place by how many of the rankings."""
    times = (ranks == 1).sum(axis=1)
    times = times[times > 0].sort_values(ascending=False, kind="stable")
    if times.empty or len(times) > FEW:
        return []
    count = ranks.shape[1]
    if len(times) == 1 and times.iloc[0] == count:
        return [
            Text("All {count} rankings have {unit} in first place.", count=count, unit=str(times.index[0]))
        ]
    units = [Text("{what} ({count})", what=str(unit), count=int(n)) for unit, n in times.items()]
    return [Text("In first place, and by how many of {count} rankings: {units}.", count=count, units=units)]
