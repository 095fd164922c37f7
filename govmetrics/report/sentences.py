"""The sentences of the report: what was found, and what to do next; without language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from govmetrics.core.words import Text
from govmetrics.recipe import Assessment
from govmetrics.report.numbers import number, signed
from govmetrics.report.standing import Standing, period_name

if TYPE_CHECKING:
    from govmetrics.robustness import Uncertainty

FACTORS = {
    "perturbed weights": Text("the weights"), "Dirichlet weights": Text("the weights"),
    "drawn weights": Text("the experts' weights"), "choice of weighting": Text("the weighting"),
    "choice of normalisation": Text("the normalisation"), "choice of aggregation": Text("the aggregation"),
    "choice of treatment": Text("the treatment"),
}  # fmt: skip
"""What the factors of an uncertainty analysis are called for people; others keep their names."""
UNITS_NAMED = 3
"""Of more units that share a change it is said how many they are."""


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
    if len(known) == 1:
        return [Text("Only one unit has a score: {names}.", names=_named(known, digits))]
    if known["rank"].nunique() == 1:
        return [Text("{count:# unit has|# units have} the same score: {score}.", count=len(known),
                     score=number(score.iloc[0], digits))]  # fmt: skip
    low, high, median = (number(end, digits) for end in (score.min(), score.max(), score.median()))
    told = [
        Text(
            "{count:# unit has|# units have} a score, from {low} to {high}; half of them reach {median} or more.",
            count=len(known), low=low, high=high, median=median,
        ),
        Text("Highest: {names}.", names=_at_the_end(known, digits)),
        Text("Lowest: {names}.", names=_at_the_end(known[::-1], digits)),
    ]  # fmt: skip
    return told


def _at_the_end(rows: Any, digits: int) -> Any:
    """Return the first of some rows, three at most and nobody twice; who ties with one left out is left out, too."""
    most = min(3, len(rows) // 2)
    shown, following = rows.head(most), rows.iloc[most:]
    shown = shown[~shown["rank"].isin(following["rank"])]
    if len(shown):
        return _named(shown, digits)
    level = rows[rows["rank"] == rows["rank"].iloc[0]]
    return Text("{count:# unit|# units} with {score} each", count=len(level),
                score=number(level["score"].iloc[0], digits))  # fmt: skip


def next_steps(
    assessment: Assessment, stands: Standing, sure: Uncertainty | None, held: bool, evaluated: bool = False
) -> list[tuple[Text, str]]:
    """Return what to do next, each with the part of the report that it leads to; an evaluation's file has keys for it."""
    values, known, alone = (
        assessment.dataset.values,
        stands.table.dropna(subset=["score"]),
        len(stands.table) == 1,
    )
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
    if alone:  # nobody to be ranked against
        return [*steps, (Text("Begin where the unit is held back most."), "units")] if held else steps
    steps.append((Text(
        "Click a unit's name in the ranking: its strengths, its shortfalls and what to begin with."
    ), "units"))  # fmt: skip
    if held:
        steps.append((Text("Plan improvements where most units are held back."), "obstacles"))
    ask, others = _EVALUATED if evaluated else _FOLLOWED
    if sure is None:
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
    change = changed["change"].round(9)  # less is rounding
    told: dict[str, Any] = {
        "before": period_name(stands.before), "up": int((change > 0).sum()), "down": int((change < 0).sum()),
    }  # fmt: skip
    most, least = change.max(), change.min()
    if most == least:
        text = "Since {before}, {up:# unit has|# units have} gained and {down} lost."
        return [Text(text, **told)]
    best, worst = (_units(changed["unit"][change == end].tolist()) for end in (most, least))
    return [Text(
        "Since {before}, {up:# unit has|# units have} gained and {down} lost; the best change is {best} ({most}), "
        "the worst {worst} ({least}).",
        best=best, most=signed(most, stands.digits), worst=worst, least=signed(least, stands.digits), **told,
    )]  # fmt: skip


def _units(names: list[str]) -> Any:
    """Return a few names, or how many there are."""
    return names if len(names) <= UNITS_NAMED else Text("{count:# unit|# units}", count=len(names))


def _own_change(stands: Standing) -> list[Text]:
    """Return the change of a single unit."""
    change = stands.table["change"].iloc[0]
    if np.isnan(change):
        return []
    return [
        Text(
            "Since {before}: {change}.",
            before=period_name(stands.before),
            change=signed(change, stands.digits),
        )
    ]


def sureness(sure: Uncertainty | None) -> Text:
    """Return how sure the ranks are: what was varied, and how wide the intervals are."""
    if sure is None:
        return Text("How sure the ranks are has not been computed: neighbouring ranks may well be equal.")
    width = (sure.intervals["upper"] - sure.intervals["lower"]).median()
    return Text(
        "How sure the ranks are: with {factors} varied in {draws:,} draws, the {level:.0%} interval of a rank "
        "is {width} wide at the median; {tiers}.",
        factors=[FACTORS.get(factor, Text(factor)) for factor in sure.factors], width=_places(float(width)),
        draws=len(sure.scores), level=sure.level, tiers=_tiers(int(sure.tiers.max())),
    )  # fmt: skip


def _places(width: float) -> Text:
    """Return how wide an interval is: a median may lie half way between two."""
    if width.is_integer():
        return Text("{count:# place|# places}", count=int(width))
    return Text("{width:.1f} places", width=width)


def _tiers(count: int) -> Text:
    """Return how many tiers there are: one says that nobody can be told apart."""
    return (
        Text("{count} tiers can be told apart", count=count)
        if count > 1
        else Text("no tiers can be told apart")
    )


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
