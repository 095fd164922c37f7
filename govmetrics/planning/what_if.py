"""What if: new values for some cells, and the scores, ranks and grades they would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, Judgements, Label, Result, Survey, Table, Text
from govmetrics.core.checks import place_of, positions_of
from govmetrics.core.errors import Faults, each
from govmetrics.core.nodes import Indicator
from govmetrics.core.options import FLAG, instance, is_number
from govmetrics.planning.checks import GRADES, joined_data, leaf_faults
from govmetrics.planning.grades import Grades
from govmetrics.planning.model import Model, model
from govmetrics.planning.sentences import UNITS, changes_of
from govmetrics.recipe import Assessment, Recipe, follow

Changes = Mapping[Any, Mapping[str, float]] | pd.DataFrame
"""``{unit: {leaf: new value}}``, or a table units x leaves in which empty cells stay as they are."""
CELLS = instance((Mapping, pd.Series), Text("give {code: new value}"))
CHANGES = instance((Mapping, pd.DataFrame), Text("give {unit: {code: new value}}, or a table units x leaves"))


@dataclass(frozen=True, eq=False)
class WhatIf(Result):
    """What changes would bring.

    Attributes
    ----------
    changes : DataFrame
        A row for each changed cell: unit (and period), code, before, after, and gain: the points that this change adds
        after those listed before it, so that the gains of a unit add up. NaN where the aggregation depends on the
        other units.
    scores : DataFrame
        A row for each unit, in the data's order: score_before, score_after, gain, rank_before, rank_after, and grade_before,
        grade_after when grades were given.
    nodes : DataFrame, shape (units, nodes)
        Change of the score at every node.
    after : Assessment
        The run on the changed data.
    frozen : bool
        Whether bounds, weights and treatment were those of the nominal run.

    See Also
    --------
    what_if
    """

    changes: pd.DataFrame
    scores: pd.DataFrame
    nodes: pd.DataFrame
    after: Assessment = field(repr=False)
    frozen: bool = True

    def changed(self) -> pd.DataFrame:
        """Return the scores of the units with changes only."""
        return self.scores[self.scores.index.isin(_rows_of(self.changes))]

    _left_out: ClassVar = ("after",)
    _shown: ClassVar = {"changes": "Changes"}

    def _names(self) -> dict[Any, Label]:
        return {**self.after.scores.weights.tree.names()}

    def _tables(self) -> list[Table]:
        """Return what changes, though it be nothing, and what that brings the units."""
        changes = Table.of(Text(self._shown["changes"]), self.changes, "planning", self._names())
        units = self.changed()
        units = units if any(units.index.names) else units.rename_axis("unit")
        standing = Table.of(Text("Units with changes"), units, "planning", self._names())
        return [changes, standing] if len(units) else [changes]

    def _method(self) -> tuple[Text, ...]:
        if self.frozen:
            held = "Scores after the changes were computed with bounds, weights and treatment held as they were before."
            return (Text(held),)
        return (
            Text(
                "Scores after the changes were computed with bounds and weights found anew from the changed data."
            ),
        )

    def _finding(self) -> tuple[Text, ...]:
        labels = _rows_of(self.changes)
        if not labels:
            return (Text("Nothing changes."),)
        tree, units = self.after.scores.weights.tree, list(dict.fromkeys(labels))
        cells: dict[Any, list[tuple[Indicator, float, float, float]]] = {unit: [] for unit in units}
        for unit, row in zip(labels, self.changes.itertuples(), strict=True):
            leaf = tree[str(row.code)]
            assert isinstance(leaf, Indicator)
            cells[unit].append((leaf, row.before, row.after, row.gain))  # type: ignore[arg-type]
        told = [
            text for unit in units[:UNITS] for text in changes_of(unit, self.scores.loc[unit], cells[unit])
        ]
        if len(units) > UNITS:
            told.append(Text("{count:# more unit changes|# more units change}.", count=len(units) - UNITS))
        return tuple(told)


def what_if(
    recipe: Recipe, data: Dataset, changes: Changes, grades: Grades | None = None, *,
    again: bool = False, survey: Survey | Any = None, judgements: Judgements | None = None,
) -> WhatIf:  # fmt: skip
    """Return the scores, ranks and grades that new values of some cells would give.

    By default the bounds of the normalisation, weights and the ends of winsorising stay those of the nominal run:
    only what depends on the changed cells changes. (Min-max bounds, for example, are the population's; without freezing
    them a better best unit would lower all others.)

    Parameters
    ----------
    recipe : Recipe
        The choices.
    data : Dataset
        As it is now.
    changes : mapping or DataFrame
        ``{unit: {leaf: new value}}``, values in the leaf's own unit; or a table units x leaves in which empty cells
        stay as they are. With periods a unit is ``(period, unit)``.
    grades : Grades, optional
        To tell grades too.
    again : bool
        Follow the whole recipe again on the changed data, with bounds and data-driven weights computed anew.
    survey : Survey or SurveyScores, optional
        As in `follow`.
    judgements : Judgements, optional
        For the weighting "ahp".

    Returns
    -------
    WhatIf

    Raises
    ------
    FaultyInput
        Unknown units or leaves, values that are not finite numbers: all at once.
    UnsuitableMethod
        A normalisation without bounds; a leaf that the recipe's treatment puts into another unit.

    Examples
    --------
    >>> from govmetrics.demo import us_states
    >>> print(what_if(*us_states(), {"Utah": {"poverty": 10.0}}).summary())
    Utah: lower Poverty from 11.5 to 10%: +1.87 points, rank 3 → 2.
    """
    joined = joined_data(recipe, data, survey, judgements, changes=(changes, CHANGES), grades=(grades, GRADES),
                         again=(again, FLAG))  # fmt: skip
    base = _again(recipe, joined, judgements) if again else model(recipe, joined, judgements)
    return assess(base, cells_of(base, changes), grades, again, judgements)


def cells_of(base: Model, changes: Changes) -> list[tuple[int, int, float]]:
    """Return (row, leaf, new value) of every change; every fault is named."""
    given = _given(changes)
    index, codes = base.data.values.index, base.data.tree.codes
    rows = positions_of(index, given)
    faults = Faults(leaf_faults(base, [code for cells in given.values() for code in cells]))
    way_out = (
        "spell it as in the records"
        if index.nlevels == 1
        else "spell it as in the records, as (period, unit)"
    )
    unknown = [unit for unit, row in zip(given, rows, strict=True) if row < 0]
    faults += each(unknown, lambda unit: Fault(place_of(unit), "is not a unit of the data", way_out))
    odd = [
        (unit, code, value)
        for unit, cells in given.items()
        for code, value in cells.items()
        if not is_number(value)
    ]
    problem, way = (
        "{value!r} is not a finite number",
        "give the new value in the indicator's unit of measurement",
    )
    faults += each(odd, lambda at: Fault(place_of(at[0], at[1]), problem, way, value=at[2]))
    faults.raise_all()
    return [
        (row, codes.index(code), float(value))
        for row, cells in zip(rows, given.values(), strict=True)
        for code, value in cells.items()
    ]


def _given(changes: Changes) -> dict[Any, dict[str, float]]:
    """Return the changes as a mapping of mappings; refuse other shapes."""
    if isinstance(changes, pd.DataFrame):
        faults = Faults()
        if not changes.index.is_unique:
            faults.append(Fault("changes", "a unit has two rows", "keep one of them"))
        if not changes.columns.is_unique:
            faults.append(Fault("changes", "an indicator has two columns", "keep one of them"))
        faults.raise_all()
        return {unit: dict(row.dropna()) for unit, row in changes.iterrows()}
    faults = Faults()
    for unit, cells in changes.items():
        faults += CELLS.faults(f"changes, {place_of(unit)}", cells)
    faults.raise_all()
    return {unit: dict(cells) for unit, cells in changes.items()}


def assess(
    base: Model,
    cells: list[tuple[int, int, float]],
    grades: Grades | None,
    again: bool = False,
    judgements: Any = None,
) -> WhatIf:
    """Follow the recipe on the changed data and put before and after side by side."""
    full = base.complete()
    changed = full.copy()
    for row, leaf, value in cells:
        changed[row, leaf] = value
    index, codes = base.data.values.index, base.data.tree.codes
    inside = np.clip(changed, base.low, base.high)
    # Cells that stay keep what the treatment made of them.
    stays = (changed == full) | (np.isnan(changed) & np.isnan(full))
    treated = np.where(stays, base.data.values.to_numpy(), inside)
    data = base.data.with_values(pd.DataFrame(treated, index, codes), "what if")
    with np.errstate(over="ignore", invalid="ignore"):  # what is infinite is refused
        after = follow(base.recipe, data, judgements=judgements if again else None)
    gains = _gains(base, full, cells) if not again else np.full(len(cells), np.nan)
    rows = [row for row, _, _ in cells]
    table = index[rows].to_frame(index=False) if index.nlevels == 2 else pd.DataFrame({"unit": index[rows]})
    table["code"] = [codes[leaf] for _, leaf, _ in cells]
    table["before"] = [full[row, leaf] for row, leaf, _ in cells]
    table["after"] = [value for _, _, value in cells]
    table["gain"] = gains
    before = base.nominal
    return WhatIf(
        table, _standings(before, after, grades), after.scores.values - before.scores.values, after, not again
    )


def _again(recipe: Recipe, data: Dataset, judgements: Any) -> Model:
    """Return a model that freezes nothing: the recipe as it is, on the records as they are."""
    nominal = follow(recipe, data, judgements=judgements)
    records = nominal.dataset.scored(tuple(recipe.roles))
    values, none = records.values.to_numpy(), np.full(len(records.tree), np.inf)
    return Model(replace(recipe, roles=("outcome",)), records, values, -none, none, {}, nominal)


def _gains(base: Model, full: np.ndarray, cells: list[tuple[int, int, float]]) -> np.ndarray:
    """Return what each change adds to its unit's score after the changes before it."""
    if base.recipe.chosen("aggregation").method.compares_units or not cells:
        return np.full(len(cells), np.nan)
    current = {row: full[row].copy() for row, _, _ in cells}
    steps = []
    for row, leaf, value in cells:
        before = current[row].copy()
        current[row][leaf] = value
        steps += [before, current[row].copy()]
    pairs = base.roots(np.array(steps)).reshape(-1, 2)
    return np.asarray(pairs[:, 1] - pairs[:, 0])


def _standings(before: Assessment, after: Assessment, grades: Grades | None) -> pd.DataFrame:
    index, root = before.scores.values.index, before.scores.weights.tree.root.code
    told: dict[str, Any] = {}
    for what in ("score", "rank"):
        for name, run in (("before", before), ("after", after)):
            told[f"{what}_{name}"] = run.scores.ranking()[what].reindex(index)
    if grades is not None:
        for name, run in (("before", before), ("after", after)):
            told[f"grade_{name}"] = grades.of(run.scores.values[root].to_numpy())
    table = pd.DataFrame(told, index=index)
    table.insert(2, "gain", table["score_after"] - table["score_before"])
    return table


def _keys(changes: pd.DataFrame) -> list[str]:
    return ["period", "unit"] if "period" in changes else ["unit"]


def _rows_of(changes: pd.DataFrame) -> list[Any]:
    keys = _keys(changes)
    return list(changes[keys].itertuples(index=False, name=None)) if len(keys) == 2 else list(changes["unit"])
