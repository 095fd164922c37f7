"""The sentences of the report: what was found, and what to do next; without language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from govmetrics.core.words import Text
from govmetrics.recipe import Assessment
from govmetrics.report.numbers import number, signed
from govmetrics.report.standing import Standing

if TYPE_CHECKING:
    from govmetrics.robustness import Uncertainty

FACTORS = {
    "perturbed weights": Text("the weights"), "Dirichlet weights": Text("the weights"),
    "drawn weights": Text("the experts' weights"), "choice of weighting": Text("the weighting"),
    "choice of normalisation": Text("the normalisation"), "choice of aggregation": Text("the aggregation"),
    "choice of treatment": Text("the treatment"),
}  # fmt: skip
"""What the factors of an uncertainty analysis are called for people; others keep their names."""


def findings(stands: Standing, held: list[str], sure: Uncertainty | None) -> list[Text]:
    """Return what a reader must know, a sentence each.

    Parameters
    ----------
    stands : Standing
        The ranking of the latest period.
    held : list of Label
        Names of the indicators that hold units back most; may be empty.
    sure : Uncertainty or None
        How sure the ranks are.
    """
    table, digits = stands.table, stands.digits
    known = table[table["score"].notna()]
    if len(table) == 1 and len(known):  # nobody to compare with, and no rank to be sure of
        told = [Text("{names}.", names=_named(known, digits)), *_own_change(stands)]
        return [*told, *([Text("What holds it back most: {names}.", names=held)] if held else [])]
    told = _scores(known, digits) if len(known) else []
    if len(known) < len(table):
        left = len(table) - len(known)
        told.append(
            Text("{count:# unit has|# units have} no score: too much of the evidence is missing.", count=left)
        )
    ties = int(table["place"].str.endswith("=").sum())
    if ties:
        told.append(Text("{count:# unit shares|# units share} a rank with another (marked =).", count=ties))
    told += _since(stands)
    if held:
        told.append(Text("What holds the units back most, on average: {names}.", names=held))
    return [*told, sureness(sure)]


def _scores(known: Any, digits: int) -> list[Text]:
    score = known["score"]
    low, high, median = (number(end, digits) for end in (score.min(), score.max(), score.median()))
    told = [
        Text(
            "{count:# unit has|# units have} a score, from {low} to {high}; half of them reach {median} or more.",
            count=len(known), low=low, high=high, median=median,
        ),
        Text("Highest: {names}.", names=_named(known.head(3), digits)),
    ]  # fmt: skip
    return told + [Text("Lowest: {names}.", names=_named(known.tail(3)[::-1], digits))] * (len(known) > 3)


def next_steps(
    assessment: Assessment, stands: Standing, sure: Uncertainty | None, held: bool, evaluated: bool = False
) -> list[tuple[Text, str]]:
    """Return what to do next, each with the part of the report that it leads to; an evaluation's file has keys for it."""
    values, known = assessment.dataset.values, stands.table.dropna(subset=["score"])
    missing, partial = int(np.isnan(values.to_numpy()).sum()), int((known["coverage"] < 1 - 1e-9).sum())
    steps = []
    if missing:
        steps.append((Text(
            "Fill or confirm the missing data first: {missing:,} of {cells:,} cells ({share:.1%}) are empty.",
            missing=missing, cells=values.size, share=missing / values.size,
        ), "gaps"))  # fmt: skip
    if partial:
        steps.append((Text(
            "Read with care the scores that rest on part of the evidence (see coverage): {partial} of {scored}.",
            partial=partial, scored=len(known),
        ), "ranking"))  # fmt: skip
    steps.append((Text(
        "Click a unit's name in the ranking: its strengths, its shortfalls and what to begin with."
    ), "units"))  # fmt: skip
    if held:
        steps.append((Text("Plan improvements where most units are held back."), "obstacles"))
    ask, others = _EVALUATED if evaluated else _FOLLOWED
    if sure is None and len(stands.table) > 1:
        steps.append((ask, "ranking"))
    return [*steps, (others, "made")]


_FOLLOWED = (
    Text("Before ranks are published, ask how sure they are: govmetrics run --draws 1000, or robustness.uncertainty."),
    Text("Try other weights or another mean, and see who moves: govmetrics compare."),
)  # fmt: skip
_EVALUATED = (
    Text("Before ranks are published, ask how sure they are: `sureness: {draws: 1000}` in the evaluation's file."),
    Text("Try other weights or another mean, and see how far ranks move: `factors:` of `sureness:` in the evaluation's file."),
)  # fmt: skip


def _since(stands: Standing) -> list[Text]:
    changed = stands.table.dropna(subset=["change"]).sort_values("change", kind="stable")
    if changed.empty:
        return []
    unit, change = changed["unit"].tolist(), changed["change"].to_numpy().round(9)  # less is rounding
    return [Text(
        "Since {before}, {up:# unit has|# units have} gained and {down} lost; the best change is {best} ({most}), "
        "the worst {worst} ({least}).",
        before=str(stands.before), up=int((change > 0).sum()), down=int((change < 0).sum()),
        best=unit[-1], most=signed(change[-1], stands.digits), worst=unit[0], least=signed(change[0], stands.digits),
    )]  # fmt: skip


def _own_change(stands: Standing) -> list[Text]:
    """Return the change of a single unit."""
    change = stands.table["change"].iloc[0]
    if np.isnan(change):
        return []
    return [
        Text("Since {before}: {change}.", before=str(stands.before), change=signed(change, stands.digits))
    ]


def sureness(sure: Uncertainty | None) -> Text:
    """Return how sure the ranks are: what was varied, and how wide the intervals are."""
    if sure is None:
        return Text("How sure the ranks are has not been computed: neighbouring ranks may well be equal.")
    width = (sure.intervals["upper"] - sure.intervals["lower"]).median()
    return Text(
        "How sure the ranks are: with {factors} varied in {draws:,} draws, the {level:.0%} interval of a rank "
        "is {width:.0f} places wide at the median; {tiers:# tier|# tiers} can be told apart.",
        factors=[FACTORS.get(factor, Text(factor)) for factor in sure.factors], width=float(width),
        draws=len(sure.scores), level=sure.level, tiers=int(sure.tiers.max()),
    )  # fmt: skip


def _named(rows: Any, digits: int) -> list[str]:
    return [
        f"{unit} {number(score, digits)}" for unit, score in zip(rows["unit"], rows["score"], strict=True)
    ]


def by_kind(notes: Sequence[str]) -> list[str]:
    """Return notes; of those that say the same of many files or sheets the first, and how many more there are."""
    kinds: dict[str, list[str]] = {}
    for note in dict.fromkeys(notes):
        kinds.setdefault(getattr(note, "template", str(note)), []).append(note)
    return [
        alike[0] if len(alike) == 1
        else Text("{note} (and {count:# more note|# more notes} of this kind)", note=alike[0], count=len(alike) - 1)
        for alike in kinds.values()
    ]  # fmt: skip
