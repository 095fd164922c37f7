"""What each step of the treatment changed, and whose rank it moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import scipy

from govmetrics.core import Dataset, GovmetricsError, UnsuitableMethod
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import DATASET
from govmetrics.core.methods import choose_step
from govmetrics.core.options import asked
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Text, method_name
from govmetrics.numerics.arrays import Array
from govmetrics.recipe import RECIPE, Recipe, follow, methods_of


@dataclass(frozen=True, eq=False)
class TreatmentMoves(Result):
    """What each step of the treatment changed, and how ranks would be without it.

    Attributes
    ----------
    steps : DataFrame
        One row per step, from 1, and a last one, 0, for the whole treatment: method, filled and changed (cells), leaves and
        rows (with such cells), moved (units whose rank is another without the step), furthest (places), moved_most (who),
        rank_correlation (Spearman, of the ranks with and without).
    leaves : DataFrame
        One row per step and leaf with filled or changed cells: step, method, code, filled, changed.
    ranks : DataFrame, shape (units, 2 + steps)
        "all", with the whole treatment; without each step, by its number; and "none", without any.
    node : str
        Whose ranks.
    names : mapping of code to str
        Of the nodes.
    notes : tuple of str
        Steps without which the recipe cannot be followed, and why.

    See Also
    --------
    treatment_moves
    """

    steps: pd.DataFrame
    leaves: pd.DataFrame
    ranks: pd.DataFrame
    node: str
    names: Mapping[str, Label] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {
        "steps": "Steps of the treatment and the ranks that they move",
        "leaves": "Cells that each step filled or changed",
        "ranks": "Ranks without each step of the treatment",
    }
    _left_out: ClassVar = ("names",)
    _cites: ClassVar = ("oecd2008", "Becker2022")

    def _names(self) -> dict[Any, str]:
        return dict(self.names)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Each step of the treatment was left out in turn, the recipe followed without it, and the ranks compared with those "
            "of the whole treatment."
        )
        return (Text(told),)

    _by_line = True

    def _finding(self) -> tuple[Text, ...]:
        told = (
            "{method}: {filled:# cell|# cells} filled, {changed:# cell|# cells} changed; without it {moved:# unit has|# units "
            "have} another rank, {unit} by {places:# place|# places}."
        )
        still = "{method}: {filled:# cell|# cells} filled, {changed:# cell|# cells} changed; no rank depends on it."
        blind = (
            "{method}: {filled:# cell|# cells} filled, {changed:# cell|# cells} changed; what the ranks are without it is "
            "unknown."
        )
        found = []
        for row in self.steps.reset_index().to_dict("records"):
            known = not pd.isna(row["furthest"])
            values = {
                "method": method_name(row["method"]) if row["number"] else Text("The whole treatment"),
                "filled": int(row["filled"]),
                "changed": int(row["changed"]),
            }
            if known and row["moved"]:
                values |= {
                    "moved": int(row["moved"]),
                    "unit": row["moved_most"],
                    "places": int(row["furthest"]),
                }
                found.append(Text(told, **values))
            else:
                found.append(Text(still, **values) if known else Text(blind, **values))
        return tuple(found)

    def _tables(self) -> list[Table]:
        methods = self.steps["method"]
        heads = {
            number: Text(
                "without step {number}: {method}", number=number, method=method_name(methods[number])
            )
            for number in methods.index[methods.index > 0]
        }
        heads |= {"all": Text("whole treatment"), "none": Text("untreated")}
        said = [method_name(name) if name else Text("The whole treatment") for name in methods]
        steps = self.steps.assign(method=pd.Series(said, methods.index, dtype=object))
        steps.index = pd.Index([number or "" for number in methods.index], name="number", dtype=object)
        said = [method_name(name) for name in self.leaves["method"]]
        leaves = self.leaves.assign(method=pd.Series(said, self.leaves.index, dtype=object))
        tables = [Table.of(Text(self._shown["steps"]), steps, "explain")]
        if len(leaves):
            tables.append(Table.of(Text(self._shown["leaves"]), leaves, "explain", self._names()))
        kinds: Any = dict.fromkeys(self.ranks.columns, "rank")
        return [*tables, Table.of(Text(self._shown["ranks"]), self.ranks, "explain", heads, kind=kinds)]


def treatment_moves(
    recipe: Recipe, data: Dataset, node: str | None = None, survey: Any = None, judgements: Any = None
) -> TreatmentMoves:
    """Say what each step of a recipe's treatment changed, and whose rank it moves.

    Parameters
    ----------
    recipe : Recipe
        With one or more steps of treatment.
    data : Dataset
        Records.
    node : str, optional
        Whose ranks; the root by default.
    survey, judgements : optional
        As in `follow`.

    Returns
    -------
    TreatmentMoves

    Raises
    ------
    UnsuitableMethod
        The recipe has no treatment, or cannot be followed.
    FaultyInput
        The node is not scored.

    Notes
    -----
    A step is left out alone, and all that follows it does its work anew: what winsorising changes depends on what was filled
    before. So the moves of the steps do not add up to that of the whole.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, steps 3 and 7.
    Becker, W., Caperna, G., Del Sorbo, M., Norlén, H., Papadimitriou, E. and Saisana, M. (2022). COINr: An R package for
    developing composite indicators. Journal of Open Source Software 7(78), 4567.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]})
    >>> table = pd.DataFrame({"trust": [50.0, 90, 70, 60, 55, 65], "cases": [6.0, 1, 2, 3, 4, 300]}, index=list("ABCDEF"))
    >>> found = gm.explain.treatment_moves(gm.Recipe(treatment=["winsorise"], weighting="equal"), gm.read_records(table, tree))
    >>> print(found.summary().splitlines()[0])
    winsorise: 0 cells filled, 1 cell changed; without it 4 units have another rank, A by 4 places.
    """
    asked(recipe=(recipe, RECIPE), data=(data, DATASET))
    if not recipe.treatment:
        raise UnsuitableMethod("recipe.treatment", "has no steps", "name the steps of the treatment")
    run = follow(recipe, data, survey, judgements)
    whole = run.ranking(node)["rank"].reindex(run.scores.values.index)
    ranks, notes = dict[Any, pd.Series](), list[Note]()
    ranks["all"] = whole
    every = list(recipe.treatment)
    trials: dict[Any, list[Any]] = {
        number: every[: number - 1] + every[number:] for number in range(1, len(every) + 1)
    }
    for name, steps in {**trials, "none": []}.items():
        try:
            other = follow(replace(recipe, treatment=steps), data, survey, judgements)
            ranks[name] = other.ranking(node)["rank"].reindex(whole.index)
        except GovmetricsError as error:
            fault = error.faults[0]
            told = "without step {number} the recipe cannot be followed: {place}: {problem}"
            if name == "none":
                told = "without any treatment the recipe cannot be followed: {place}: {problem}"
            notes.append(Note(told, number=name, place=fault.place, problem=fault.problem))
            ranks[name] = pd.Series(pd.NA, whole.index, dtype="Int64")
    done = run.dataset.scored(tuple(recipe.roles))
    rows, leaves = [], list[dict[str, Any]]()
    first = done
    for number, step in enumerate(every, 1):
        method = step if isinstance(step, str) else next(iter(step))
        result: Any = choose_step("treatment", step, methods_of("treatment"))(done)
        filled, changed = _cells(done, result)
        leaves += _by_leaf(number, method, filled, changed)
        rows.append(
            {"number": number, "method": method, **_sums(filled, changed), **_moved(whole, ranks[number])}
        )
        done = result
    rows.append({"number": 0, "method": "", **_sums(*_cells(first, done)), **_moved(whole, ranks["none"])})
    place = run.scores.weights.tree.root.code if node is None else node
    table = pd.DataFrame(ranks, index=whole.index).astype("Int64")
    table = table.iloc[np.argsort(whole.astype(float).fillna(np.inf).to_numpy(), kind="stable")]
    return TreatmentMoves(
        pd.DataFrame(rows).set_index("number"),
        pd.DataFrame(leaves, columns=["step", "method", "code", "filled", "changed"]),
        table, place, data.tree.names(), (*notes, Note("moves of single steps do not add up to that of the whole")),
    )  # fmt: skip


def _cells(before: Dataset, after: Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return which cells were filled, and which known ones are others, of the rows and leaves that both have."""
    rows = before.values.index.intersection(after.values.index, sort=False)
    codes = [code for code in before.tree.codes if code in after.tree.codes]
    old, new = before.values.loc[rows, codes], after.values.loc[rows, codes]
    return old.isna() & new.notna(), old.notna() & (old != new)


def _sums(filled: pd.DataFrame, changed: pd.DataFrame) -> dict[str, int]:
    touched: Array = (filled | changed).to_numpy()
    return {
        "filled": int(filled.to_numpy().sum()), "changed": int(changed.to_numpy().sum()),
        "leaves": int(touched.any(axis=0).sum()), "rows": int(touched.any(axis=1).sum()),
    }  # fmt: skip


def _by_leaf(number: int, method: str, filled: pd.DataFrame, changed: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"step": number, "method": method, "code": code, "filled": int(filled[code].sum()), "changed": int(changed[code].sum())}
        for code in filled
        if filled[code].any() or changed[code].any()
    ]  # fmt: skip


def _moved(whole: pd.Series, without: pd.Series) -> dict[str, Any]:
    """Return how many ranks are others, the furthest, who moves it, and the rank correlation."""
    one, two = whole.astype(float).to_numpy(na_value=np.nan), without.astype(float).to_numpy(na_value=np.nan)
    apart = np.abs(one - two)
    both = ~np.isnan(apart)
    if both.sum() < 2:
        return {"moved": 0, "furthest": np.nan, "moved_most": "", "rank_correlation": np.nan}
    far = float(apart[both].max())
    names = sorted(str(place_of(unit)) for unit in whole.index[np.nan_to_num(apart, nan=-1.0) == far])
    r = scipy.stats.spearmanr(one[both], two[both]).statistic
    return {"moved": int((apart[both] > 0).sum()), "furthest": far, "moved_most": names[0] if far else "",
            "rank_correlation": float(r)}  # fmt: skip
