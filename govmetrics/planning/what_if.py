"""What if: new values for some cells, and the scores, ranks and grades they would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, FaultyInput
from govmetrics.core.checks import is_number, positions_of
from govmetrics.core.errors import Faults, each
from govmetrics.core.nodes import Indicator
from govmetrics.core.results import fields_dict, html
from govmetrics.planning.checks import leaf_faults, refuse_kinds
from govmetrics.planning.grades import Grades
from govmetrics.planning.model import Model, model
from govmetrics.planning.words import (
    Language,
    change_text,
    check_language,
    gain_text,
    score_text,
    standing_text,
    unit_text,
)
from govmetrics.recipe import Assessment, Recipe, follow

Changes = Mapping[Any, Mapping[str, float]] | pd.DataFrame
"""``{unit: {leaf: new value}}``, or a table units x leaves in which empty cells stay as they are."""


@dataclass(frozen=True, eq=False)
class WhatIf:
    """What changes would bring.

    Attributes
    ----------
    changes : DataFrame
        One row per changed cell: unit (and period), code, before, after, and gain: the points that this change adds
        after those listed before it, so that the gains of a unit add up. NaN where the aggregation depends on the
        other units.
    scores : DataFrame
        One row per unit, in the data's order: score_before, score_after, gain, rank_before, rank_after, and grade_before,
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

    def to_frame(self) -> pd.DataFrame:
        """Return one row per changed cell, as a copy."""
        return self.changes.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return changes, scores and changes at nodes, JSON-ready."""
        return fields_dict(self, leave_out=("after",))

    def summary(self, language: Language = "en") -> str:
        """Return a sentence per change, and one per unit where several changes meet."""
        check_language(language)
        labels = _rows_of(self.changes)
        rows = self.scores.loc[list(dict.fromkeys(labels))]
        cells = self.changes.groupby(pd.factorize(np.array([*labels, None], dtype=object)[:-1])[0])
        lines = [
            line
            for (_, mine), (label, row) in zip(cells, rows.iterrows(), strict=True)
            for line in self._of_unit(label, row, mine, language)
        ]
        nothing = "nothing changes" if language == "en" else "无变化"
        return "\n".join(lines) or nothing

    def _of_unit(self, label: Any, row: pd.Series, cells: pd.DataFrame, language: Language) -> list[str]:
        """Return the sentences of one unit."""
        tree = self.after.scores.weights.tree
        comma, colon = (", ", ": ") if language == "en" else ("，", "：")
        texts = []
        for _, cell in cells.iterrows():
            leaf = tree[cell["code"]]
            assert isinstance(leaf, Indicator)
            told = change_text(leaf, cell["before"], cell["after"], language)
            gain = row["gain"] if len(cells) == 1 else cell["gain"]
            texts.append(told + gain_text(gain, language))
        standing = standing_text(row, language)
        if len(cells) == 1:
            texts[0] += comma + standing
        else:
            texts.append(score_text(row, language) + comma + standing)
        return [unit_text(label) + colon + text for text in texts]

    def _repr_html_(self) -> str:
        return html(self.changed(), "What if")


def what_if(
    recipe: Recipe, data: Dataset, changes: Changes, grades: Grades | None = None, *,
    again: bool = False, judgements: Any = None,
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
    Utah: lower Poverty from 11.5 to 10 %: +1.87 points, rank 3 -> 2
    """
    refuse_kinds(recipe, data, grades)
    base = _again(recipe, data, judgements) if again else model(recipe, data, judgements)
    return assess(base, cells_of(base, changes), grades, again, judgements)


def cells_of(base: Model, changes: Changes) -> list[tuple[int, int, float]]:
    """Return (row, leaf, new value) of every change; every fault is named."""
    given = _given(changes)
    index, codes = base.data.values.index, base.data.tree.codes
    rows = positions_of(index, given)
    faults = Faults(leaf_faults(base, [code for cells in given.values() for code in cells]))
    way_out = "spell it as in the records" + (", as (period, unit)" if index.nlevels == 2 else "")
    unknown = [unit for unit, row in zip(given, rows, strict=True) if row < 0]
    faults += each(unknown, lambda unit: Fault(unit_text(unit), "is not a unit of the data", way_out))
    odd = [
        (unit, code, value)
        for unit, cells in given.items()
        for code, value in cells.items()
        if not is_number(value)
    ]
    faults += each(odd, lambda at: Fault(f"{unit_text(at[0])}, {at[1]}", f"{at[2]!r} is not a finite number",
                                         "give the new value in the leaf's unit"))  # fmt: skip
    faults.raise_all()
    return [
        (row, codes.index(code), float(value))
        for row, cells in zip(rows, given.values(), strict=True)
        for code, value in cells.items()
    ]


def _given(changes: Changes) -> dict[Any, dict[str, float]]:
    """Return the changes as a mapping of mappings; refuse other shapes."""
    way_out = "give {unit: {leaf: new value}}, or a table units x leaves"
    if isinstance(changes, pd.DataFrame):
        for axis, what in ((changes.index, "unit has two rows"), (changes.columns, "leaf has two columns")):
            if not axis.is_unique:
                raise FaultyInput(Fault("changes", f"a {what}", "keep one of them"))
        return {unit: dict(row.dropna()) for unit, row in changes.iterrows()}
    if not isinstance(changes, Mapping):
        raise FaultyInput(Fault("changes", f"is {type(changes).__name__}", way_out))
    odd = [unit for unit, cells in changes.items() if not isinstance(cells, Mapping | pd.Series)]
    Faults(
        each(odd, lambda unit: Fault(f"changes, {unit_text(unit)}", f"is {changes[unit]!r}", way_out))
    ).raise_all()
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
