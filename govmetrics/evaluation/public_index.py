"""The index as the public sees it: cells that may not be shown are empty at every step of the pass."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Indicator, IndicatorTree, Weights
from govmetrics.core.methods import OF, Step, read_step
from govmetrics.core.plain import plain
from govmetrics.core.scores import ranked
from govmetrics.core.weights import shares_within_groups
from govmetrics.evaluation.keys import Public
from govmetrics.evaluation.quotes import Quotes, texts_in
from govmetrics.evaluation.withheld import ASKED, FILLED, SHOWN, SMALL, withheld_cells
from govmetrics.intake.join import spelled_like
from govmetrics.recipe import Assessment, Recipe, methods_of
from govmetrics.survey import SurveyScores

STEPS = 3
"""Scores that rest on withheld cells are shown in thousandths of their scale, or finer where the order asks for it."""
DIGITS = 3
"""Weights that were found from the cells themselves keep so many digits where some of these are withheld."""


@dataclass(frozen=True, eq=False)
class States:
    """What every cell is, by the numbers of `withheld`.

    Parameters
    ----------
    tree : IndicatorTree
        The whole one.
    nodes : DataFrame, shape (rows, nodes)
        Of the scored tree.
    leaves : DataFrame, shape (rows, leaves)
        Of the whole tree, so of inputs, outputs and the context, too.
    telling : frozenset of str
        Leaves of which no raw value is shown: with the scaled values of other units it would give the bounds of the
        scale away, and by them a cell that is withheld; or with the treated values a column that is left out.
    """

    tree: IndicatorTree
    nodes: pd.DataFrame
    leaves: pd.DataFrame
    telling: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        """Whether a cell is withheld."""
        return bool(self.leaves.to_numpy().any())

    @property
    def few(self) -> bool:
        """Whether a cell rests on too few respondents."""
        return bool((self.leaves == SMALL).to_numpy().any())

    @property
    def touched(self) -> frozenset[str]:
        """Nodes of which a cell is withheld."""
        frames = (self.nodes, self.leaves)
        return frozenset(str(code) for frame in frames for code in frame.columns[frame.any()])

    @property
    def above(self) -> frozenset[str]:
        """Nodes that rest on a cell that is withheld, and these."""
        tree, found = self.tree, set(self.touched)
        for place in range(len(tree.nodes) - 1, 0, -1):
            if tree.nodes[place].code in found:
                found.add(tree.nodes[tree.parents[place]].code)
        return frozenset(found)

    @property
    def every(self) -> pd.DataFrame:
        """All nodes of which there is something to say, rows by nodes: those that are scored, then the other leaves."""
        rest = [code for code in self.leaves.columns if code not in self.nodes.columns]
        return pd.concat([self.nodes, self.leaves[rest]], axis="columns")


def states_of(
    found: Assessment, survey: SurveyScores | None, asked: Public, people: pd.DataFrame | None = None
) -> States:
    """Return what every cell of an index is; `people` (units by leaves) says how many answered besides the survey."""
    data, tree = found.dataset, found.dataset.tree
    rows = data.values.index
    first = pd.DataFrame(SHOWN, rows, tree.codes, dtype=np.int8)
    for count in [*([] if survey is None else [survey.n]), *([] if people is None else [people])]:
        n = count.set_axis(spelled_like(count.index, rows)).reindex(index=rows, columns=tree.codes)
        first = first.mask(n < asked.smallest, SMALL)
    for code in leaves_below(tree, asked.leave_out):
        first[code] = ASKED
    first = first.mask(_filled(found, first), FILLED)
    scored = found.weights.tree.codes
    known = found.scaled.values.notna()
    nodes = withheld_cells(found.weights, known, first[scored])
    leaves = first.where(data.values.notna() | found.treated.values.notna(), SHOWN).astype(np.int8)
    leaves[scored] = nodes[scored]
    return States(tree, nodes, leaves, _telling(found, leaves) | _denominated(found, asked))


def states_of_survey(survey: SurveyScores, asked: Public) -> States:
    """Return what every cell of a survey is that no index rests on."""
    first = pd.DataFrame(SHOWN, survey.values.index, survey.values.columns, dtype=np.int8)
    first = first.mask(survey.n < asked.smallest, SMALL)
    for code in leaves_below(survey.tree, asked.leave_out):
        first[code] = ASKED
    leaves = first.where(survey.values.notna(), SHOWN).astype(np.int8)
    return States(survey.tree, leaves, leaves)


def _filled(found: Assessment, first: pd.DataFrame) -> pd.DataFrame:
    """Return which cells the treatment found from small ones: filled in from their column, or brought to their value."""
    given, treated = found.dataset.values, found.treated.values
    filled, small = pd.DataFrame(False, given.index, given.columns), first == SMALL
    imputed = found.treated.imputed
    for code in given.columns[small.any()]:
        if imputed is not None:
            filled[code] |= imputed[code]
        moved = ~np.isclose(given[code], treated[code], rtol=1e-12, equal_nan=True)
        filled[code] |= moved & treated[code].isin(given[code][small[code]])
    return filled & (first == SHOWN)


def leaves_below(tree: IndicatorTree, names: Collection[str]) -> list[str]:
    """Return the leaves among names, and those below the groups among them."""
    inside = set(names)
    for node in tree.nodes:
        inside |= {part.code for part in getattr(node, "parts", ())} if node.code in inside else set()
    return [code for code in tree.codes if code in inside]


def _telling(found: Assessment, leaves: pd.DataFrame) -> frozenset[str]:
    """Return the leaves whose bounds come from cells that are withheld.

    Bounds that the tree says, or that are values which are shown, tell nothing.
    """
    told = set()
    for code in found.scaled.values.columns:
        hidden = leaves[code] != SHOWN
        if not hidden.any() or code not in found.scaled.bounds.index:
            continue
        leaf = found.dataset.tree[code]
        said = (
            [getattr(leaf, end) for end in ("worst", "best", "target")] if isinstance(leaf, Indicator) else []
        )
        plain = [
            one
            for end in said
            for one in (end if isinstance(end, tuple | list) else [end])
            if one is not None
        ]
        open_ = {*found.treated.values.loc[~hidden, code].dropna(), *map(float, plain)}
        ends = pd.to_numeric(found.scaled.bounds.T[code], errors="coerce").dropna()
        told |= {str(code)} if any(end not in open_ for end in ends) else set()
    return frozenset(told)


def _denominated(found: Assessment, asked: Public) -> frozenset[str]:
    """Return the leaves that the treatment changed, where it names a column that is left out: both values would tell it."""
    if not set(asked.leave_out) & set(texts_in(plain(found.recipe.treatment))):
        return frozenset()
    given, treated = found.dataset.values, found.treated.values
    kept = treated.columns.intersection(given.columns)
    rows = treated.index.intersection(given.index)
    return frozenset(
        str(code)
        for code in kept
        if not np.allclose(given.loc[rows, code], treated.loc[rows, code], rtol=1e-12, atol=0, equal_nan=True)
    )


def shown_index(
    found: Assessment, states: States, asked: Public, quotes: Quotes, keep: Collection[str]
) -> Assessment:
    """Return an index with the cells that may be shown.

    Parameters
    ----------
    found : Assessment
    states : States
    asked : Public
    quotes : Quotes
    keep : collection of str
        Attributes of text that are shown.
    """
    hidden = states.leaves != SHOWN
    raw = hidden.copy()
    raw.loc[:, [code for code in raw if code in states.telling or not asked.raw_values]] = True
    attributes = shown_attributes(found.dataset.attributes, keep, asked.leave_out)
    scaled = found.scaled
    marked = hidden[scaled.values.columns]
    bounds = scaled.bounds.copy()
    away = [code for code in bounds.index if code in states.telling or not asked.raw_values]
    bounds = (
        bounds.mask(bounds.index.isin(away)[:, None] & np.ones(bounds.shape, dtype=bool)) if away else bounds
    )
    weights = _weights(found, states)
    recipe = found.recipe
    inputs = {} if states.any else dict(found.provenance.get("inputs", {}))
    return replace(
        found,
        recipe=recipe,
        dataset=_data(found.dataset, raw, attributes, quotes),
        treated=_data(found.treated, raw, attributes, quotes),
        scaled=replace(scaled, values=scaled.values.mask(marked), bounds=bounds, attributes=attributes),
        weights=weights,
        scores=replace(found.scores, values=_coarse(found, states), weights=weights, attributes=attributes),
        provenance={**found.provenance, "inputs": inputs},
        notes=quotes.kept(found.notes),
    )  # fmt: skip


def _coarse(found: Assessment, states: States) -> pd.DataFrame:
    """Return the scores that are shown; those that rest on withheld cells with as few digits as keep the order.

    With all digits whoever tried every value that a few answers can have would find the one that fits; and where the
    weights were found from the cells, any two scores would give these with all digits, and so what they were found from.
    """
    tree, scale = found.weights.tree, found.scores.scale
    marks = (states.nodes != SHOWN).to_numpy(copy=True)
    for place in range(len(tree.nodes) - 1, 0, -1):  # parts before their groups
        marks[:, tree.parents[place]] |= marks[:, place]
    groups = [place for place, node in enumerate(tree.nodes) if node.code not in tree.codes]
    if states.any and _of_cells(found.recipe.weighting):
        marks[:, groups] = True
    values = found.scores.values.mask(states.nodes != SHOWN)
    for place, code in enumerate(values.columns):
        column, rows = values[code], marks[:, place] & values[code].notna().to_numpy()
        if not rows.any():
            continue
        width = scale[1] - scale[0] if scale is not None else float(column.max() - column.min()) or 1.0
        first = STEPS - int(np.floor(np.log10(width)))
        ranks = ranked(column)[0]
        for digits in range(first, first + 12):
            values[code] = column.where(~rows, column.round(digits))
            if ranked(values[code])[0].equals(ranks):
                break
    return values


def shown_attributes(given: pd.DataFrame, keep: Collection[str], leave_out: Collection[str]) -> pd.DataFrame:
    """Return the columns of numbers, and those of text that are named, without what is left out."""
    return given[[
        column for column in given.columns
        if column not in leave_out
        and (column in keep or pd.api.types.is_numeric_dtype(given[column]))
    ]]  # fmt: skip


def _data(data: Dataset, hidden: pd.DataFrame, attributes: pd.DataFrame, quotes: Quotes) -> Dataset:
    """Return records without what is hidden, nor what was changed there."""
    errors, changes = data.standard_errors, data.changes
    if len(changes):
        rows = (
            zip(*(changes[level] for level in hidden.index.names), strict=True)
            if hidden.index.nlevels > 1
            else changes["unit"]
        )
        marks = [
            code in hidden.columns and bool(hidden.at[row, code])
            for row, code in zip(rows, changes["code"], strict=True)
        ]
        changes = changes[~np.array(marks, dtype=bool)]
    found = replace(
        data, values=data.values.mask(hidden), attributes=attributes, changes=changes,
        standard_errors=None if errors is None else errors.mask(hidden), notes=(),
    )  # fmt: skip
    object.__setattr__(found, "notes", quotes.kept(data.notes))  # reading it again would find others
    return found


def _weights(found: Assessment, states: States) -> Weights:
    """Return the weights; where they were found from cells that are withheld, with fewer digits and without their steps."""
    weights = found.weights
    if not states.any or not _of_cells(found.recipe.weighting):
        return weights
    local = weights.local.map(lambda share: float(f"{share:.{DIGITS}g}"))
    return Weights(
        weights.tree, shares_within_groups(weights.tree, local), weights.method, {}, weights.procedure
    )


def _of_cells(step: Step) -> bool:
    """Tell whether a step of weighting looks at the values of units."""
    name, options = read_step(step)
    if OF in options:
        return any(_of_cells(one) for one in options[OF])
    return methods_of("weighting")[name].takes not in ("tree", "judgements")


def shown_recipe(recipe: Recipe, numbered: Mapping[str, str]) -> Recipe:
    """Return a recipe that calls experts by their numbers."""
    return replace(recipe, weighting=_renamed(recipe.weighting, numbered)) if numbered else recipe


def _renamed(said: Any, numbered: Mapping[str, str]) -> Any:
    """Return a step whose experts' voting weights are under their numbers; a table of them is left out."""
    if isinstance(said, list | tuple):
        return [_renamed(one, numbered) for one in said]
    if not isinstance(said, Mapping):
        return said
    return {
        key: {numbered[str(name)]: vote for name, vote in value.items() if str(name) in numbered}
        if key == "expert_weights" and isinstance(value, Mapping)
        else _renamed(value, numbered)
        for key, value in said.items()
    }
