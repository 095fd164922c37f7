"""An evaluation beside an earlier one: what the units did, what other weights did, and whether it is more than error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput, IndicatorTree, Note, Result, Table, Text
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Faults
from govmetrics.evaluation.evidence import tree_of
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.layout import INPUTS, OUTPUT
from govmetrics.evaluation.manifest import changed_since
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.reading import Given
from govmetrics.evaluation.spec import FILE, Evaluation
from govmetrics.evaluation.sureness import factors_of_change
from govmetrics.explain import Difference, between_periods
from govmetrics.explain.sides import rows_of, side_of
from govmetrics.numerics.ranks import competition
from govmetrics.recipe import Assessment
from govmetrics.robustness import ChangeConfidence, change_confidence
from govmetrics.robustness.yardsticks import apart, in_order_of, notes_on_names, yardsticks_apart

PLACES = (f"{OUTPUT}/{INPUTS}", INPUTS, "")
"""Where in the folder that is named the evidence may stand: in the archive of its run, of a run itself, or as it is now."""
MOVED = 5
"""So many units that moved are told of in words."""


@dataclass(frozen=True, eq=False)
class Edition(Result):
    """Two evaluations, the later by the bounds of the earlier.

    Attributes
    ----------
    split : Difference
        Every unit's change, split into what its values did, leaf by leaf, and what other weights did.
    sureness : ChangeConfidence or None
        The changes' intervals, where the evaluation asks for sureness; in `parts` those of what values and weights did,
        where the weights are others (else the whole change is the values').
    since, period : hashable or None
        The periods that are compared.

    See Also
    --------
    evaluate
    """

    split: Difference
    sureness: ChangeConfidence | None = None
    since: Any = None
    period: Any = None

    _by_line: ClassVar = True

    @cached_property
    def changes(self) -> pd.DataFrame:
        """One row for each unit, the greatest gain first: scores, change with its interval and parts, ranks, and why."""
        table = self.split.changes
        if self.sureness is not None:
            told = self.sureness.changes[["change_lower", "change_upper", "sure"]].reindex(table.index)
            table = pd.concat([table.iloc[:, :3], told, table.iloc[:, 3:]], axis=1)
        known = table["change"].notna()
        for side in ("before", "after"):
            table[f"rank_{side}"] = competition(np.where(known, table[side], np.nan))[0]
        table["why"] = pd.Series([self._why(unit) for unit in table.index], table.index, dtype=object)
        return table.sort_values("change", ascending=False, kind="stable")

    @classmethod
    def _keys(cls) -> dict[str, Any]:
        return {"changes": pd.DataFrame, **super()._keys()}  # all that is known of them

    def _tables(self) -> list[Table]:
        caption = Text("Changes since the earlier evaluation")
        if self.sureness is not None:
            level = self.sureness.level
            caption = Text(
                "Changes since the earlier evaluation and how sure they are ({level:.0%} intervals)",
                level=level,
            )
        parts = self.split._tables()
        cites = (*parts[0].cites, *(self.sureness._cites if self.sureness is not None else ()))
        sure = [] if self.sureness is None else self.sureness._tables()[1:]
        return [Table.of(caption, self.changes, "explain", self._names(), cites=cites), *sure, *parts[1:]]

    def _method(self) -> tuple[Text, ...]:
        held = Text(
            "Units were scored by the bounds of the earlier evaluation, so that a change is measured by one yardstick."
        )
        return (held, *self.split._method(), *(self.sureness._method() if self.sureness is not None else ()))

    def _why(self, unit: Any) -> Text:
        """Return the leaves that made most of a unit's change, and what the weights made."""
        row, weights = self.split.performance.loc[unit], float(self.split.changes["weighting"].loc[unit])
        names, said = self._names(), []
        largest = row[row.abs() > 0].sort_values(key=lambda points: -points.abs(), kind="stable").head(2)
        said += [
            Text("{name} {points:+.2f}", name=names[str(code)], points=points)
            for code, points in largest.items()
        ]
        said += [Text("other weights {points:+.2f}", points=weights)] if abs(weights) > 0 else []
        return Text("{parts}", parts=said) if said else Text("")

    def _names(self) -> Any:
        return self.split._names()

    def _finding(self) -> tuple[Text, ...]:
        table = self.changes.dropna(subset=["change"])
        mean = {name: float(table[name].mean()) for name in ("change", "performance", "weighting")}
        line = "On average the score changes by {change:+.2f}: {performance:+.2f} by values, {weighting:+.2f} by weights."
        told = [Text(line, **mean)]
        if self.sureness is not None:
            told.append(self.sureness._finding()[0])
            table = table[table["sure"].astype(bool)] if self.sureness.factors else table
        order = np.argsort(-table["change"].abs().to_numpy(), kind="stable")
        return (*told, *(self._moved(unit, row) for unit, row in table.iloc[order].head(MOVED).iterrows()
                         if row["change"]))  # fmt: skip

    def _moved(self, unit: Any, row: pd.Series) -> Text:
        said = {"unit": place_of(unit), "change": row["change"], "first": row["rank_before"],
                "second": row["rank_after"], "why": row["why"]}  # fmt: skip
        if "change_lower" not in row or np.isnan(row["change_lower"]):
            return Text("{unit}: {change:+.2f}, rank {first:.0f} to {second:.0f} ({why}).", **said)
        text = (
            "{unit}: {change:+.2f} ({lower:+.2f} to {upper:+.2f}), rank {first:.0f} to {second:.0f} ({why})."
        )
        return Text(text, lower=row["change_lower"], upper=row["change_upper"], **said)


def named(work: Work) -> bool:
    """Tell whether an earlier evaluation is named."""
    return work.given.earlier is not None or work.evaluation.compare is not None


def comparison(work: Work, evaluate: Callable[..., Any]) -> Found:
    """Split the change since an earlier evaluation's latest period, by the bounds of that time."""
    (before, experts), now = _earlier(work, evaluate), work.done["assessment"]
    Faults(fault.at("") for fault in apart(before, now)).raise_all()
    before = in_order_of(before, now)
    work.notes += notes_on_names(before.scaled.tree, now.scaled.tree)
    since, period = (side.dataset.periods[-1] if side.dataset.periods else None for side in (before, now))
    then, held = before if since is None else (before, since), _by_bounds_of(before, now)
    sides = [side_of(then, "before"), side_of(held if period is None else (held, period), "after")]
    units = [side.scores.values.index for side in sides]
    both = units[0].intersection(units[1], sort=False)
    if not len(both):
        raise FaultyInput(Fault("", "has no unit in common with this evaluation", "compare the same units"))
    gone, come = units[0].difference(both), units[1].difference(both)
    if len(gone):
        work.notes.append(
            Note("units of the earlier evaluation only, not compared: {names:8}", names=list(gone))
        )
    if len(come):
        work.notes.append(Note("units of this evaluation only, not compared: {names:8}", names=list(come)))
    one, two = (rows_of(side, side.scores.values.index.get_indexer(both)) for side in sides)
    split = between_periods(one, two, rng=work.evaluation.seed)
    return {"comparison": Edition(split, _sureness(work, before, experts, split), since, period)}


def _sureness(work: Work, before: Assessment, experts: Any, split: Difference) -> ChangeConfidence | None:
    """Draw both evaluations alike; choices of method are left out, so that one yardstick measures the change."""
    asked = work.evaluation.sureness
    if asked is None:
        work.notes.append(Note("whether a change is more than error is told where `sureness` is asked for"))
        return None
    now, seed = work.done["assessment"], work.evaluation.seed
    then = factors_of_change(work, before, experts)
    mine = factors_of_change(work, now, work.done.get("experts"))
    found = change_confidence(before, now, mine, then, work.draws(asked.draws), seed, level=asked.level)
    return replace(found, parts=_told_of(found.parts, split, work))


def _told_of(parts: pd.DataFrame | None, split: Difference, work: Work) -> pd.DataFrame | None:
    """Return the intervals of the parts that are told; a value that one side lacks counts for the weights there alone."""
    if parts is None:
        return None
    told = split.changes["performance"].reindex(parts.index)
    other = parts.index[(told - parts["performance"]).abs() > 1e-6]
    if len(other):
        text = "what values and weights did has no interval where an indicator has a value at one time only: {names:8}"
        work.notes.append(Note(text, names=list(other)))
    return parts.drop(other) if len(other) < len(parts) else None


def refuse_incomparable(evaluation: Evaluation, given: Given, scored: IndicatorTree) -> None:
    """Refuse what no index can be compared with, before anything is computed.

    Parameters
    ----------
    evaluation : Evaluation
    given : Given
        May hold the earlier evaluation.
    scored : IndicatorTree
        Of what is scored now.
    """
    earlier = _found(evaluation, given)
    if isinstance(earlier, Assessment):
        then = earlier.scaled.tree, earlier.recipe
    else:
        asked = Evaluation.read(earlier)
        then = tree_of(asked).scored(tuple(asked.index.roles)), asked.index
    Faults(fault.at("") for fault in yardsticks_apart(then, (scored, evaluation.index))).raise_all()


def _earlier(work: Work, evaluate: Callable[..., Any]) -> tuple[Assessment, Any]:
    """Return the earlier index and its experts: given, or followed again from its archived evidence."""
    earlier = _found(work.evaluation, work.given)
    if isinstance(earlier, Assessment):
        return earlier, getattr(work.given.earlier, "experts", None)
    work.notes += _archive_notes(earlier)
    again = evaluate(earlier, only=["assessment"])
    return again.assessment, again.experts


def _found(evaluation: Evaluation, given: Given) -> Assessment | Path:
    """Return the earlier index, or the folder where its evidence is archived."""
    earlier: Any = given.earlier
    if earlier is not None and not isinstance(earlier, str | Path):
        found = getattr(earlier, "assessment", earlier)
        if isinstance(found, Assessment):
            return found
        raise FaultyInput(Fault("earlier", "holds no index", "give what evaluate returned, or its folder"))
    folder = Path(earlier) if earlier is not None else evaluation.path(str(evaluation.compare))
    place = next((folder / inside for inside in PLACES if (folder / inside / FILE).is_file()), None)
    if place is None:
        way_out = "name the folder of an evaluation, or of what it wrote"
        raise FaultyInput(Fault("", "{folder} holds no evaluation", way_out, folder=str(folder)))
    return place


def _archive_notes(place: Path) -> list[Note]:
    """Tell what in the earlier evaluation's folder is otherwise than in its archive, which was used; or that there is none."""
    if place.name != INPUTS:
        text = (
            "the earlier evaluation in {folder} has no archive of a run: its files were used as they are now"
        )
        return [Note(text, folder=place.name)]
    changed = changed_since(place.parent)
    text = (
        "the earlier evaluation was compared as it was archived; changed since then, and not used: {names:8}"
    )
    return [Note(text, names=changed)] if changed else []


def _by_bounds_of(before: Assessment, now: Assessment) -> Assessment:
    """Return this evaluation's index by the earlier one's bounds, so that a change is the units' own."""
    chosen = now.recipe.chosen("normalisation")
    if not chosen.method.takes_bounds:
        return now
    scaled = chosen.given(bounds=before.scaled.bounds)(now.treated)
    return replace(now, scaled=scaled, scores=now.recipe.chosen("aggregation")(scaled, now.weights))
