"""What the writers are given: checked once, all in one error."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.ahp import GroupWeights
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.options import BOTH, FOLDER, PATH, Kind, instance, is_folder, optional, wanted
from govmetrics.core.words import Text
from govmetrics.diagnosis import Obstacles
from govmetrics.recipe import ASSESSMENT, Assessment, Recipe
from govmetrics.report.standing import standing
from govmetrics.robustness import Uncertainty

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings

AGAIN = Text("make it of this assessment: uncertainty(assessment.recipe, assessment.dataset, ...)")
_OTHERS: dict[str, Kind] = {
    "uncertainty": optional(instance(Uncertainty, Text("make it with robustness.uncertainty"))),
    "obstacles": optional(instance(Obstacles, Text("make them with diagnosis.obstacles"))),
    "experts": optional(instance(GroupWeights, Text("make them with ahp.weights"))),
}


def findings_of(value: Any) -> Findings | None:
    """Return the findings of an evaluation; None where it is something else, such as an assessment."""
    if isinstance(value, Assessment):
        return None
    from govmetrics.evaluation import Findings  # it loads every room

    return value if isinstance(value, Findings) else None


def refuse_odd(
    assessment: Any,
    path: Any,
    suffix: str,
    language: Any = None,
    whole: Findings | None = None,
    **others: Any,
) -> None:
    """Refuse what cannot be written or where it cannot be written; every fault is named.

    Parameters
    ----------
    assessment, path, language
        As the writers take them.
    suffix : str
        Of the file; empty for a folder.
    whole : Findings, optional
        Whose index it is: there may be none.
    **others
        Of uncertainty, obstacles and experts, those that the writer takes. An uncertainty must be of this assessment.
    """
    index = {} if whole is not None and assessment is None else {"assessment": (assessment, ASSESSMENT)}
    faults = wanted(**index, path=(path, place(suffix)), language=(language, BOTH))
    faults += wanted(**{name: (value, _OTHERS[name]) for name, value in others.items()})
    faults.raise_all()
    if assessment is not None and others.get("uncertainty") is not None:
        Faults(differences(assessment, others["uncertainty"])).raise_all()


def differences(assessment: Assessment, sure: Uncertainty) -> list[Fault]:
    """Return in what an analysis of ranks is not that of an assessment's latest period: choices, period, units, ranks."""
    stands = standing(assessment)
    own, given = by_unit(stands.table["rank"]), sure.intervals["nominal"]
    faults = [] if sure.recipe is None else _other_choices(assessment.recipe, sure.recipe)
    same = sure.period is None or sure.period == stands.period
    if not same:
        problem = "is of {period}, and the report shows {latest}"
        latest = Text("units without periods") if stands.period is None else str(stands.period)
        faults.append(Fault("uncertainty, period", problem, AGAIN, period=sure.period, latest=latest))
    faults += each(
        given.index.difference(own.index, sort=False),
        lambda unit: Fault(_place(unit), "is ranked there, and not in the assessment", AGAIN),
    )
    faults += each(
        own.index.difference(given.index, sort=False),
        lambda unit: Fault(_place(unit), "is in the assessment, and not ranked there", AGAIN),
    )
    both = own.index.intersection(given.index, sort=False) if same else []
    apart = [unit for unit in both if _rank(own[unit]) != _rank(given[unit])]
    if not apart:  # the order of other numbers may be the same
        faults += _other_data(assessment, sure, list(both), stands.period)
    problem = "has rank {given} there, and {own} in the assessment"
    return faults + each(
        apart,
        lambda unit: Fault(_place(unit), problem, AGAIN, given=_rank(given[unit]), own=_rank(own[unit])),
    )


def _other_data(assessment: Assessment, sure: Uncertainty, units: list[Any], period: Any) -> list[Fault]:
    """Return the cells of the period that differ; where none does, other scores (of other weights, or answers)."""
    if sure.values is None or sure.nominal_scores is None or not units:
        return []
    own, given = (
        by_unit(values.loc[[period]] if values.index.nlevels > 1 else values).loc[units]
        for values in (assessment.dataset.values, sure.values)
    )
    given = given.reindex(columns=own.columns)
    apart = np.argwhere(~(own.eq(given) | (own.isna() & given.isna())).to_numpy()).tolist()
    problem = "is {given:.6g} there, and {own:.6g} in the assessment"
    faults = each(
        apart,
        lambda at: Fault(
            _place((units[at[0]], own.columns[at[1]])),
            problem,
            AGAIN,
            given=given.iloc[*at],
            own=own.iloc[*at],
        ),
    )
    if faults or len(sure.values) != len(
        assessment.dataset.values
    ):  # of other periods the bounds may be others
        return faults
    root = assessment.weights.tree.root.code
    mine = by_unit(
        assessment.scores.values[root].loc[[period]] if period is not None else assessment.scores.values[root]
    )
    mine, theirs = mine.reindex(units), sure.nominal_scores.reindex(units)
    other = [
        unit
        for unit in units
        if not np.isclose(mine[unit], theirs[unit], rtol=1e-9, atol=1e-9, equal_nan=True)
    ]
    problem = "has score {given:.6g} there, and {own:.6g} in the assessment"
    return each(other, lambda unit: Fault(_place(unit), problem, AGAIN, given=theirs[unit], own=mine[unit]))


def by_unit(column: pd.Series | pd.DataFrame) -> Any:
    """Return rows of one period by unit alone."""
    return column.droplevel("period") if column.index.nlevels > 1 else column


def _other_choices(own: Recipe, given: Recipe) -> list[Fault]:
    """Return the choices that differ; title and seed change no rank."""
    mine, theirs = own.to_dict(), given.to_dict()
    problem, way_out = "is {given}, and {own} in the assessment", "follow one recipe in both"
    return [
        Fault(_place(key), problem, way_out, given=str(theirs[key]), own=str(mine[key]))
        for key in mine
        if key not in ("title", "seed") and mine[key] != theirs[key]
    ]


def _rank(rank: float) -> str:
    return "–" if np.isnan(rank) else f"{rank:.0f}"


def _place(what: Any) -> str:
    return f"uncertainty, {place_of(what)}"


def place(suffix: str) -> Kind:
    """A path where a file can be written: in a folder that is there, with the suffix that tells its kind."""
    if not suffix:
        return FOLDER
    return Kind(
        lambda path: PATH.fits(path) and Path(path).suffix.lower() == suffix and is_folder(Path(path).parent),
        Text("name a file ending in {suffix} in a folder that is there", suffix=suffix),
    )
