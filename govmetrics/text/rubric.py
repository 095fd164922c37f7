"""Policies scored by a rubric: the policy modelling consistency (PMC) index, its surface, and whether coders agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders
from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.options import COUNT, LABEL, SEED, TEXT, instance, optional, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.text._coding_sources import CODING
from govmetrics.text.agreement import TENTATIVE, Agreement, agreement
from govmetrics.text.coding import Coding, of_one
from govmetrics.text.levels import FIVE, FOUR, TEN, level_of
from govmetrics.text.read_coding import read_coding
from govmetrics.text.rubric_faults import choice_faults, coding_faults

PMC = "pmc"
_TREE = instance(
    IndicatorTree,
    Text("read one with gm.read_tree, or gm.IndicatorTree.from_groups({{'X1': ['X1.1', 'X1.2']}})"),
)


@dataclass(frozen=True, eq=False)
class Rubric(Result):
    """Policies by the index of policy modelling consistency.

    Attributes
    ----------
    policies : DataFrame
        Rows are documents: pmc, attained (its share of the number of main variables), depression (what is missing to
        it), level_five, level_four, rank.
    variables : DataFrame
        Documents x main variables, each the mean of its sub-variables.
    surface : DataFrame
        Rows (document, row) of the surface, 3 x 3 for nine main variables, filled row by row.
    values, standard_errors : DataFrame
        Units x main variables and "pmc": documents, or what `by` names. Errors are those among coders, or among the
        documents of a unit; NaN where there is one.
    coders : DataFrame
        Rows (document, coder): pmc by that coder alone.
    agreement : Agreement or None
        Of the coders; None where the coding was taken as settled and no two coders stand beside it.
    settled : str
        Whose coding counts as the settled one; empty where coders are averaged.
    arranged : tuple of str
        The main variables of the surface, row by row.

    See Also
    --------
    rubric
    """

    policies: pd.DataFrame
    variables: pd.DataFrame
    surface: pd.DataFrame
    values: pd.DataFrame
    standard_errors: pd.DataFrame
    coders: pd.DataFrame
    agreement: Agreement | None
    settled: str
    arranged: tuple[str, ...]
    labels: dict[str, Label]
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "policies": "Index of policy modelling consistency",
        "variables": "Main variables",
        "surface": "Surface",
        "coders": "Index by coder",
    }
    _kinds: ClassVar = {"variables": "number", "surface": "number"}
    _cites: ClassVar = ("RuizEstrada2011", "RuizEstradaEco13")

    @property
    def pmc(self) -> pd.Series:
        """The index by policy."""
        return self.policies[PMC]

    @property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """The lowest and the highest value that each column of `values` can have."""
        return {
            name: (0.0, float(len(self.variables.columns)) if name == PMC else 1.0)
            for name in self.values.columns
        }

    def _names(self) -> Mapping[Any, str]:
        return self.labels

    def _tables(self) -> list[Any]:
        tables = super()._tables()
        return tables if self.agreement is None else [*tables, *self.agreement._tables()]

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Each main variable is the mean of its sub-variables, coded 1 where the policy has them and 0 where not; the index "
            "of policy modelling consistency is the sum of the {count} main variables."
        )
        return (Text(told, count=len(self.variables.columns)),)

    def _finding(self) -> tuple[Text, ...]:
        found = self.pmc
        top, means = len(self.variables.columns), self.variables.mean()
        told = (
            "The index of {n:# policy|# policies} is {mean:.2f} of {top} on average, highest for {best:3} ({most:.2f}, "
            "{level})."
        )
        out = [
            Text(told, n=len(found), mean=found.mean(), top=top, best=holders(found), most=found.max(),
                 level=level_of(found.to_numpy()[[int(np.argmax(found))]] / top, FIVE)[0]),
            Text("The weakest main variable is {name:3} ({low:.2f} of 1 on average).", low=means.min(),
                 name=[self.labels.get(str(one), str(one)) for one in holders(means, most=False)]),
        ]  # fmt: skip
        if self.agreement is not None:
            alpha = self.agreement.alpha
            told = (
                "The coders agree (Krippendorff's alpha {alpha:.3f})."
                if alpha >= TENTATIVE
                else "The coders do not agree enough (Krippendorff's alpha {alpha:.3f}, below 0.667)."
            )
            out.append(
                Text(told, alpha=alpha)
                if not np.isnan(alpha)
                else Text("Alpha cannot be told: nothing varies.")
            )
        return tuple(out)


def rubric(
    coding: Any,
    tree: IndicatorTree,
    agreed: str | None = None,
    by: str | None = None,
    surface: Sequence[str] | None = None,
    draws: int = 1000,
    rng: int | np.random.Generator = 0,
) -> Rubric:
    r"""Score policies by a rubric: index of policy modelling consistency (PMC 指数), surface, levels, agreement of the coders.

    Parameters
    ----------
    coding : Coding, or whatever `read_coding` takes
        By two coders or more; marks are 0, 1 or between.
    tree : IndicatorTree
        The rubric: parts of the root are the main variables, their leaves the sub-variables. A leaf right below the root is a
        main variable of its own. All sub-variables weigh alike.
    agreed : str, optional
        The coder whose sheet is the settled coding, after coders had talked about where they differed: the index is
        computed from it, and agreement from the others. By default coders are averaged.
    by : str, optional
        An attribute of the documents, such as their community: `values` are means over it.
    surface : list of str, optional
        The main variables of the surface, in its order; all by default. Papers with ten leave out the last.
    draws : int
        For the intervals of agreement.
    rng : int or Generator
        For the same.

    Returns
    -------
    Rubric

    Raises
    ------
    FaultyInput
        One coder only; codes that are not in the tree, sub-variables nobody coded, marks outside 0 to 1, gaps.

    Notes
    -----
    With marks :math:`x_{tj}` of the :math:`T_t` sub-variables of main variable t, :math:`X_t = \sum_j x_{tj} / T_t` and
    :math:`PMC = \sum_t X_t`. The surface has the main variables row by row in a square as near as can be: 3 x 3 for nine;
    what is left over stays empty. Levels are by the share of the highest value: Ruiz Estrada's five, and the four that
    papers print for ten main variables (9, 7, 5), here as .9, .7, .5 of however many there are.

    The index averages so many marks that policies hardly differ and coders' errors cancel: two coders who agree no better
    than chance get nearly the same index. It says little without their alpha.

    References
    ----------
    Ruiz Estrada, M. A. (2011). Policy modeling: definition, classification and evaluation. Journal of Policy Modeling 33,
    523-536. The five levels and a worked surface: Ruiz Estrada in Revista Académica ECO 13, p. 9.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"X1": ["a", "b"], "X2": ["c", "d"]})
    >>> coding = pd.DataFrame({"policy": ["P1", "P1"], "coder": ["A", "B"], "a": 1, "b": [0, 1], "c": 1, "d": 0})
    >>> float(gm.text.rubric(coding, tree, draws=20).pmc["P1"])
    1.25
    """
    wanted(
        coding=(coding, CODING), tree=(tree, _TREE), agreed=(agreed, optional(LABEL)), by=(by, optional(TEXT)),
        surface=(surface, optional(several(TEXT, 1))), draws=(draws, COUNT), rng=(rng, SEED),
    ).raise_all()  # fmt: skip
    surface = None if surface is None else list(surface)
    found = read_coding(coding, tree)
    main = tree.parts(tree.root.code)
    faults = coding_faults(found, tree) + choice_faults(found, main, agreed, by, surface)
    Faults(faults).raise_all(FaultyInput)
    parts = {code: tree.leaves(code) for code in main}
    each_coder = pd.DataFrame(
        {code: found.marks[leaves].mean(axis=1, skipna=False) for code, leaves in parts.items()}
    )
    beside = [coder for coder in found.coders if coder != agreed]
    agreed_too = _without(found, agreed) if agreed is not None else found
    compared = agreement(agreed_too, draws=draws, rng=rng) if len(beside) > 1 else None
    if agreed is None:
        variables = each_coder.groupby(level="document", sort=False).mean()
    else:
        variables = of_one(
            Coding(each_coder, found.passages, found.attributes, found.labels), agreed, "agreed"
        )
    policies = _policies(variables)
    whole = each_coder.assign(**{PMC: each_coder.sum(axis=1)})
    values, errors = _values(variables, whole, found, by, agreed)
    names = tree.names()
    labels = {code: Label(names[code].say("en"), names[code].say("zh")) for code in [*main, *tree.codes]}
    notes = [*found.notes, *_notes(policies, whole, compared, agreed, len(main))]
    return Rubric(
        policies, variables, _surface(variables, list(surface or main)), values, errors, whole[[PMC]], compared,
        agreed or "", tuple(surface or main), labels, tuple(notes),
    )  # fmt: skip


def _without(found: Coding, coder: str) -> Coding:
    kept = found.marks[found.marks.index.get_level_values("coder") != coder]
    return Coding(kept, found.passages, found.attributes, found.labels)


def _policies(variables: pd.DataFrame) -> pd.DataFrame:
    pmc, top = variables.sum(axis=1), len(variables.columns)
    share = pmc / top
    return pd.DataFrame(
        {
            PMC: pmc, "attained": share, "depression": top - pmc,
            "level_five": level_of(share.to_numpy(), FIVE).to_numpy(), "level_four": level_of(share.to_numpy(), FOUR).to_numpy(),
            "rank": pmc.round(9).rank(ascending=False, method="min").astype(int),
        }
    )  # fmt: skip


def _surface(variables: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Return the main variables of each document row by row, in a square as near as can be."""
    wide, high = shape_of(len(order))
    cells = np.full((len(variables), high * wide), np.nan)
    cells[:, : len(order)] = variables[order].to_numpy()
    index = pd.MultiIndex.from_product([variables.index, range(1, high + 1)], names=["document", "row"])
    return pd.DataFrame(cells.reshape(-1, wide), index, [str(place) for place in range(1, wide + 1)])


def shape_of(count: int) -> tuple[int, int]:
    """Return columns and rows of a surface of so many main variables.

    Examples
    --------
    >>> shape_of(9), shape_of(10), shape_of(6)
    ((3, 3), (4, 3), (3, 2))
    """
    wide = math.isqrt(count - 1) + 1
    return wide, -(-count // wide)


def _values(
    variables: pd.DataFrame, whole: pd.DataFrame, found: Coding, by: str | None, agreed: str | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    values = variables.assign(**{PMC: variables.sum(axis=1)})
    if by is not None:
        unit = found.attributes[by].reindex(values.index).rename("unit")
        groups = values.groupby(unit, sort=False)
        return groups.mean(), groups.sem()
    if agreed is not None:
        return values.rename_axis(index="unit"), pd.DataFrame(
            np.nan, values.index, values.columns
        ).rename_axis(index="unit")
    errors = whole.groupby(level="document", sort=False).sem().reindex(values.index)
    return values.rename_axis(index="unit"), errors.rename_axis(index="unit")


def _notes(
    policies: pd.DataFrame, whole: pd.DataFrame, compared: Agreement | None, agreed: str | None, top: int
) -> list[Note]:
    notes = []
    apart = whole[PMC].groupby(level="document").agg(lambda one: one.max() - one.min()).max()
    told = (
        "the index is near constant by design and hides coder error: it runs from {low:.2f} to {high:.2f} over the policies, "
        "and coders differ by up to {apart:.2f} on the same one; read alpha beside it"
    )
    if compared is not None:
        notes.append(Note(told, low=policies[PMC].min(), high=policies[PMC].max(), apart=float(apart)))
        notes += [note for note in compared.notes if note not in notes]
    else:
        notes.append(
            Note(
                "the coding of {who} was taken as settled: how far coders agree cannot be told",
                who=str(agreed),
            )
        )
    if top != TEN:
        told = (
            "the four levels are printed for ten main variables (9, 7, 5); here they are shares of {top}; papers that keep 9, 7 "
            "and 5 would call otherwise: {names:10}"
        )
        other = level_of(_array(policies[PMC] / TEN), FOUR)
        names = [
            str(name)
            for name, one, two in zip(policies.index, other, policies["level_four"], strict=True)
            if one != two
        ]
        notes.append(Note(told, top=top, names=names))
    return notes


def _array(column: pd.Series) -> Array:
    return np.asarray(column, dtype=float)
