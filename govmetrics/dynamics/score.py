"""From a run into the tree: what a policy does to the index, the grade and the rank of a unit, over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Judgements, UnsuitableMethod
from govmetrics.core.dataset import DATASET
from govmetrics.core.errors import FaultyInput
from govmetrics.core.judgements import JUDGEMENTS
from govmetrics.core.options import POSITIVE, SHARE, instance, optional, shown, wanted
from govmetrics.core.words import Note, Text
from govmetrics.dynamics.leaves import LEAVES, POLICIES, Leaves, linked, of_policies
from govmetrics.dynamics.run import Run
from govmetrics.dynamics.scenario_scores import ScenarioScores
from govmetrics.fuzzy import GradeScale
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.recipe import RECIPE, Assessment, Recipe, one_pass

RUN = instance(Run, Text("make it with Model.run"))
_GRADES = instance(GradeScale, Text("make it with fuzzy.GradeScale"))


def score(
    run: Run,
    recipe: Recipe,
    data: Dataset,
    leaves: Leaves | None = None,
    unit: Any = None,
    every: float | None = None,
    policies: Sequence[Any] | None = None,
    grades: GradeScale | None = None,
    level: float = 0.9,
    judgements: Judgements | None = None,
) -> ScenarioScores:
    """Score the variables of a run as indicators of a unit, over time.

    Bounds and weights are those that the recipe finds in the data, so that a change of the index is one of the unit. Leaves
    that no variable fills stay at the unit's last value.

    Parameters
    ----------
    run : Run
        From `Model.run`.
    recipe : Recipe
        Without treatment; its normalisation must not depend on who else is in the data.
    data : Dataset
        Units to compare with; of several periods the last is where the run begins.
    leaves : mapping, optional
        ``{leaf: variable}`` or ``{leaf: (variable, times)}``, by which the variable is multiplied to be in the leaf's unit. By
        default the leaves that are called as variables; known units are converted (a share of one to %, weeks to days).
    unit : optional
        Which unit the model is of; not needed where there is one.
    every : float, optional
        Distance of the times that are scored, a whole number of steps; by default one unit of the model's time where the step
        divides it, else every step.
    policies : sequence, optional
        A name for each scenario: those of one name are draws of one policy, and make its band. By default each is its own.
    grades : GradeScale, optional
        By default excellent, good, fair and poor, on scores from 0 to 100.
    level : float
        Of the bands.
    judgements : Judgements, optional
        Where the recipe weighs by them.

    Returns
    -------
    ScenarioScores
        ``outcome`` and ``values``.

    Raises
    ------
    FaultyInput
        Unknown leaves, variables or units, units of measurement that cannot be converted, times that are not the run's.
    UnsuitableMethod
        Recipes with a treatment, and normalisations by ranks.

    References
    ----------
    Sterman, J. D. (2000). Business Dynamics: Systems Thinking and Modeling for a Complex World. Irwin/McGraw-Hill.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"outcomes": ["trust", "solved"]})
    >>> table = pd.DataFrame({"trust": [20.0, 60, 80], "solved": [50.0, 90, 40]}, index=["East", "West", "North"])
    >>> data = gm.read_records(table, tree)
    >>> model = gm.dynamics.read({"stocks": {"trust": {"initial": 20, "in": "gain"}}, "flows": {"gain": "10"}})
    >>> found = score(model.run(years=4, step=1), gm.Recipe(weighting="equal"), data, unit="East")
    >>> found.outcome["index"].round(1).tolist(), found.outcome["rank"].tolist()
    ([10.0, 18.3, 26.7, 35.0, 43.3], [3.0, 3.0, 3.0, 3.0, 3.0])
    """
    faults = wanted(run=(run, RUN), recipe=(recipe, RECIPE), data=(data, DATASET), leaves=(leaves, optional(LEAVES)),
                    every=(every, optional(POSITIVE)), policies=(policies, optional(POLICIES)),
                    grades=(grades, optional(_GRADES)), level=(level, SHARE),
                    judgements=(judgements, optional(JUDGEMENTS)))  # fmt: skip
    faults.raise_all()
    _refuse(recipe)
    nominal = one_pass(recipe, data, judgements)
    with faults:
        start, roots, place = _standing(nominal, data, unit)
    with faults:
        filled, notes = linked(run, nominal.treated.tree, leaves)
    with faults:
        rows = _rows(run, every)
    with faults:
        named = of_policies(run, policies)
    faults.raise_all()
    times, count = run.times[rows], len(run.scenarios)
    codes = nominal.treated.tree.codes
    values = np.tile(start.to_numpy(dtype=float), (len(rows) * count, 1))
    for code, (variable, factor) in filled.items():
        values[:, codes.index(code)] = run.of(variable)[rows].reshape(-1) * factor
    scores = _scored(nominal, values)
    labels = run.scenarios if isinstance(run.values.index, pd.MultiIndex) else [""]
    index = pd.MultiIndex.from_product([times, labels], names=["time", "scenario"])
    root = scores.to_numpy()[:, 0].reshape(len(rows), count)
    others = np.delete(roots, place)
    outcome = _outcome(root, others, times, named, level)
    scale = nominal.scaled.scale
    chosen = grades or (GradeScale() if scale is not None and tuple(scale) == (0, 100) else None)
    if chosen is not None:
        places = chosen.of_score(outcome["index"].to_numpy())
        keys = [*chosen.keys, ""]
        outcome.insert(3, "grade", [keys[at] for at in places])
    else:
        notes.append(Note("no grades: scores are not on a scale from 0 to 100; give `grades`"))
    if len(others):
        notes.append(
            Note(
                "the other {count:# unit stays|# units stay} as in the data, so that ranks tell what the policy does alone",
                count=len(others),
            )
        )
    if scale is not None and ((root < scale[0] - 1e-9) | (root > scale[1] + 1e-9)).any():
        notes.append(
            Note(
                "some scores leave the scale from {low:g} to {high:g}: the model goes beyond the bounds of the data",
                low=scale[0],
                high=scale[1],
            )
        )
    table = pd.DataFrame(
        [(code, variable, factor) for code, (variable, factor) in filled.items()],
        columns=["leaf", "variable", "times"],
    ).set_index("leaf")
    named_unit = str(data.units[0] if unit is None else unit)
    return ScenarioScores(outcome, scores.set_axis(index), table, named_unit, len(others), level, nominal.treated.tree,
                          tuple(notes), _grades=chosen)  # fmt: skip


def _refuse(recipe: Recipe) -> None:
    """Refuse what cannot be held fast while a unit moves."""
    if recipe.treatment:
        problem, way_out = (
            "changes values by what is in the data",
            "treat the data first, and leave it out of the recipe",
        )
        raise UnsuitableMethod("recipe.treatment", problem, way_out)
    method = recipe.chosen("normalisation").method
    if method.compares_units and not method.takes_bounds:
        problem = "depends on who else is in the data, so that periods cannot be compared"
        raise UnsuitableMethod("recipe.normalisation", problem, "use min_max or goalposts")


def _standing(nominal: Assessment, data: Dataset, unit: Any) -> tuple[pd.Series, Array, int]:
    """Return the unit's values, the root scores of all units, and the unit's place, in the last period."""
    frame, roots = nominal.treated.values, nominal.scores.values.iloc[:, 0]
    if data.periods:
        mask = frame.index.get_level_values("period") == data.periods[-1]
        frame = frame[mask].droplevel("period")
        roots = roots[mask].droplevel("period")
    units = list(frame.index)
    there = Text("there are: {labels}", labels=units)
    if unit is None and len(units) != 1:
        raise FaultyInput("unit", "is not given, and the data have several", there)
    try:
        place = units.index(unit) if unit is not None else 0
    except (ValueError, TypeError):
        raise FaultyInput("unit", "{value} is not in the data", there, value=shown(unit)) from None
    start = frame.iloc[place]
    return start, roots.to_numpy(dtype=float), place


def _rows(run: Run, every: float | None) -> Ints:
    """Return the rows of a run that are scored."""
    one = 1.0 if every is None else float(every)
    whole = one / run.step
    if abs(whole - round(whole)) > 1e-6 or round(whole) < 1:
        if every is None:
            return np.arange(len(run.times))
        raise FaultyInput(
            "every",
            "{value:g} is not a whole number of steps of {step:g}",
            "give one",
            value=one,
            step=run.step,
        )
    return np.arange(0, len(run.times), round(whole))


def _scored(nominal: Assessment, values: Array) -> pd.DataFrame:
    """Return the scores at every node of rows of raw values, by the bounds and weights of the data."""
    tree, chosen = nominal.treated.tree, nominal.recipe.chosen("normalisation")
    if chosen.method.takes_bounds:
        bounds = {code: [float(v) for v in row] for code, *row in nominal.scaled.bounds.itertuples()}
        chosen = chosen.given(bounds=bounds)
    scaled = chosen(Dataset(tree, pd.DataFrame(values, columns=tree.codes), totals="keep"))
    found: pd.DataFrame = nominal.recipe.chosen("aggregation")(scaled, nominal.weights).values
    return found


def _outcome(root: Array, others: Array, times: Array, named: dict[Any, Ints], level: float) -> pd.DataFrame:
    """Return index and rank of every policy over time, with their bands."""
    known = np.sort(others[~np.isnan(others)])
    ranks = 1 + len(known) - np.searchsorted(known, root + 1e-9, side="right").astype(float)
    ranks[np.isnan(root)] = np.nan
    tails = [(1 - level) / 2, 0.5, (1 + level) / 2]
    parts = []
    for columns in named.values():
        low, middle, high = np.quantile(root[:, columns], tails, axis=1)
        first, rank, last = np.quantile(ranks[:, columns], tails, axis=1)
        alone = len(columns) == 1
        parts.append(
            pd.DataFrame({
                "index": middle, "lower": np.nan if alone else low, "upper": np.nan if alone else high,
                "rank": np.round(rank), "rank_lower": np.nan if alone else np.floor(first),
                "rank_upper": np.nan if alone else np.ceil(last), "draws": len(columns),
            }, index=pd.Index(times, name="time"))
        )  # fmt: skip
    return pd.concat(dict(zip(named, parts, strict=True)), names=["scenario", "time"])
