"""The parts of an evaluation in their order: what each is, when it is asked for, what it needs, what does it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pandas as pd

from govmetrics.core import Dataset, Note, Result, Survey, Text
from govmetrics.core.errors import Fault, Faults, GovmetricsError
from govmetrics.core.log import LOG, timed
from govmetrics.core.progress import Progress, following, reach
from govmetrics.evaluation.evidence import Nouns
from govmetrics.evaluation.places import kept
from govmetrics.evaluation.reading import Given
from govmetrics.evaluation.spec import PARTS, Evaluation
from govmetrics.evaluation.titles import TITLES

Noun = TypeVar("Noun")
Frame = TypeVar("Frame", pd.DataFrame, pd.Series)
NEEDS = Text("needs what is missing: {parts}", parts=())
DONE = Text("done")
OPTIONAL = tuple(name for name in PARTS if name not in ("evidence", "publish"))
"""Parts that an evaluation may leave out."""
TRIED = 2
"""So many draws show what is wrong with them."""


@dataclass(eq=False)
class Work:
    """What one run has so far: made by one call of `evaluate`, and seen by nobody else.

    Parameters
    ----------
    evaluation : Evaluation
    nouns : Nouns
    given : Given
    data : Dataset, optional
        Records, survey scores and what was measured, joined.
    screened : Survey, optional
        The answers that are left after screening.
    answers : Survey, optional
        These, under the weights that make respondents look like residents.
    done : dict
        Results by part.
    notes : list
        What the reader must know.
    trial : bool
        Nothing is wanted but what is wrong: what takes long is left out, and drawn twice only.
    """

    evaluation: Evaluation
    nouns: Nouns
    given: Given
    data: Dataset | None = None
    screened: Survey | None = None
    answers: Survey | None = None
    done: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    trial: bool = False

    def draws(self, asked: int) -> int:
        """Return how often something is drawn."""
        return min(asked, TRIED) if self.trial else asked

    @property
    def latest(self) -> Any:
        """The latest period of the data; None without periods."""
        periods = [] if self.data is None else self.data.periods
        return periods[-1] if periods else None

    def at_latest(self, noun: Noun) -> Noun:
        """Return the rows of the latest period of a noun; all where there are no periods."""
        return noun if self.latest is None else noun.at(self.latest)  # type: ignore[attr-defined]

    def rows(self, frame: Frame) -> Frame:
        """Return the rows of the latest period of a frame or series; all where there are no periods."""
        if frame.index.nlevels == 1:
            return frame
        at: Frame = frame[frame.index.get_level_values("period") == self.latest].droplevel("period")
        return at


@dataclass(frozen=True, eq=False)
class Part:
    """One part.

    Parameters
    ----------
    name : str
        The field of `Findings`, and what it is called in errors.
    asked : callable
        Tells whether the evaluation asks for it.
    does : callable
        Does it, and returns its results by their names in `Findings`.
    needs : tuple of str
        Parts without which it cannot be done.
    keys : tuple of str
        Keys of the part in the file.
    place : str
        Where in the file its keys are.
    spared : callable
        Which of the parts that it needs it can do without, as things are.
    """

    name: str
    asked: Callable[[Work], bool]
    does: Callable[[Work], Mapping[str, Result | None]]
    needs: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    place: str = ""
    spared: Callable[[Work], Collection[str]] = lambda _: ()

    @property
    def title(self) -> Text:
        """What it is called by readers."""
        return TITLES[self.name]


def with_needs(parts: Sequence[Part], only: Sequence[str]) -> tuple[Part, ...]:
    """Return the parts of these names with all that they need, in the order in which they are done."""
    wanted: set[str] = set()
    for part in reversed(parts):
        if part.name in only or part.name in wanted:
            wanted |= {part.name, *part.needs}
    return tuple(part for part in parts if part.name in wanted)


def for_parts(evaluation: Evaluation, parts: Sequence[Part]) -> Evaluation:
    """Return an evaluation of these parts alone: neither others nor evidence that only they would need."""
    names = {name for part in parts for name in (part.name, part.place)}
    left: dict[str, Any] = {name: None for name in OPTIONAL if name not in names}
    left["compare"] = evaluation.compare if "comparison" in names else None
    evidence = evaluation.evidence
    if "assessment" not in names:
        kept: dict[str, Any] = {"survey": evidence.survey if "survey" in names else None,
                "judgements": evidence.judgements if "experts" in names else None,
                "importance": evidence.importance if "importance" in names else None,
                **{name: getattr(evidence, name) if name in names else None
                   for name in ("networks", "documents", "coding", "proposals")}}  # fmt: skip
        evidence = replace(evidence, records=None, weights=None, measured=(), tickets=None, **kept)
        # Nothing is scored, and without experts nobody reads their judgements.
        weighting = evaluation.index.weighting if "experts" in names else "equal"
        left["index"] = replace(evaluation.index, treatment=(), weighting=weighting, base_period=None)
    return replace(evaluation, evidence=evidence, **left)


def do(
    parts: tuple[Part, ...], work: Work, told: Mapping[str, Faults], progress: Progress
) -> dict[str, tuple[Fault, ...]]:
    """Do the parts that are asked for, one after the other; return the faults of those that failed.

    What needs a part that failed is left out, too, and so is what cannot be done by what is `told` of the evidence. All
    others are tried, so that their faults come together.
    """
    asked = [part for part in parts if part.asked(work) or told.get(part.name)]
    missing: dict[str, tuple[Fault, ...]] = {}
    with following(progress, len(asked), asked[0].title if asked else DONE):
        _do(parts, asked, work, told, missing)
        reach(len(asked), DONE)
    return missing


def _do(
    parts: tuple[Part, ...], asked: Sequence[Part], work: Work, told: Mapping[str, Faults],
    missing: dict[str, tuple[Fault, ...]],
) -> None:  # fmt: skip
    """Do the parts that are asked for; the faults of those that failed go to `missing`."""
    for place, part in enumerate(asked):
        reach(place, part.title)
        if told.get(part.name):
            missing[part.name] = tuple(dict.fromkeys(told[part.name]))
            continue
        lacking = [name for name in part.needs if name in missing and name not in part.spared(work)]
        if lacking:
            titles = [one.title for one in parts if one.name in lacking]
            fault = Fault(part.place or part.name, NEEDS, parts=titles)
            missing[part.name] = (fault,)
            continue
        try:
            with following(None, 0), timed(f"part {part.name}"):  # the steps of a part are not parts
                work.done |= part.does(work)
        except GovmetricsError as error:
            LOG.info("part %s: %d faults", part.name, len(error.faults))
            labels = work.nouns.tree.names()
            missing[part.name] = tuple(kept(error, part.place or part.name, part.keys, labels))


def refuse(missing: Mapping[str, tuple[Fault, ...]]) -> None:
    """Raise what failed, without what only needed it."""
    faults = [fault for faults in missing.values() for fault in faults]
    Faults(fault for fault in faults if fault.problem.template != NEEDS.template).raise_all()
