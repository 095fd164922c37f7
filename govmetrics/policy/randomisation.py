"""Randomisation inference: what the difference would have been under every assignment that could have been drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput, UnsuitableMethod
from govmetrics.core.checks import generator_of
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import SEED, SHARE, Kind, is_count, is_number, wanted
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text, p_words
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.assignments import (
    MOST,
    assignments,
    count_assignments,
    differences,
    inverted,
    shares_beyond,
)
from govmetrics.policy.panel_frame import sorted_labels

Column = pd.Series | Sequence[Any] | np.ndarray
COLUMN = Kind(lambda value: isinstance(value, pd.Series | list | tuple | np.ndarray | pd.Index) and np.ndim(value) == 1,
              Text("give a Series or a list, one value for each unit"))  # fmt: skip
_BESIDE = Kind(lambda value: value is None or COLUMN.fits(value), COLUMN.way_out)
MOST_DRAWS = 10_000_000
_DRAWS = Kind(lambda value: (isinstance(value, str) and value == "exact") or (is_count(value, 99) and value <= MOST_DRAWS),
              Text('give "exact", or how many assignments to draw, from 99 to {most:,}', most=MOST_DRAWS))  # fmt: skip


@dataclass(frozen=True, eq=False)
class Randomisation(Result):
    """The effect of a randomised treatment.

    Attributes
    ----------
    estimate : float
        Difference of means, treated less others; of blocks their mean, weighted by their units.
    p_two_sided, p_greater, p_less : float
        Shares of assignments that give a difference as far from zero, as large, as small.
    lower, upper : float
        The constant effects that the two-sided test does not reject; infinite where so few assignments exclude nothing.
    level : float
    arms : DataFrame
        By block and arm: units, clusters, mean, sd.
    assignments : int
        So many were tried.
    exact : bool
        These are all.
    seed : int or None
    notes : tuple of str
    procedure : Procedure

    See Also
    --------
    randomisation
    """

    estimate: float
    p_two_sided: float
    p_greater: float
    p_less: float
    lower: float
    upper: float
    level: float
    arms: pd.DataFrame
    assignments: int
    exact: bool
    seed: int | None = None
    notes: tuple[str, ...] = ()
    procedure: Procedure = UNTOLD

    _shown: ClassVar = {"effect": "Effect of the treatment", "arms": "Arms"}

    @property
    def effect(self) -> pd.DataFrame:
        """The effect, as a table of one row."""
        names = ("estimate", "lower", "upper", "p_two_sided", "p_greater", "p_less", "assignments")
        return pd.DataFrame([{name: getattr(self, name) for name in names}])

    def _finding(self) -> tuple[Text, ...]:
        said = ("The treated are {estimate:+.4g} apart from the others ({lower:.4g} to {upper:.4g}, {p} two-sided), by "
                "{count:# assignment|# assignments}.")  # fmt: skip
        return (Text(said, estimate=self.estimate, lower=self.lower, upper=self.upper, p=p_words(self.p_two_sided),
                     count=self.assignments),)  # fmt: skip


def randomisation(
    outcome: Column, arm: Column, cluster: Column | None = None, block: Column | None = None,
    draws: int | Literal["exact"] = "exact", level: float = 0.95, rng: int | np.random.Generator = 0,
) -> Randomisation:  # fmt: skip
    """Test the sharp null that treatment changed nothing, by the assignments that could have been.

    As many units (or clusters) of each block are treated in every assignment as were. The interval is that of a constant
    effect, by inversion of the two-sided test.

    Parameters
    ----------
    outcome : Series or list, shape (n,)
        Numbers; none may be missing, as who is left is not who was drawn.
    arm : Series or list, shape (n,)
        1 (or True) for treated, 0 (or False) for the others.
    cluster : Series or list, optional
        Units of a cluster were treated together.
    block : Series or list, optional
        Treatment was drawn within these.
    draws : "exact" or int
        All assignments (up to two millions), or so many, drawn anew; the one that happened is then counted beside them.
    level : float
        Of the interval.
    rng : int or Generator

    Returns
    -------
    Randomisation

    Raises
    ------
    FaultyInput
        Columns of different length or index, missing values, arms other than 0 and 1, clusters in two arms or blocks.
    UnsuitableMethod
        A block without treated or without others, more assignments than can be tried.

    References
    ----------
    Gerber, A. S. and Green, D. P. (2012). Field Experiments: Design, Analysis, and Interpretation. W. W. Norton.

    Examples
    --------
    Seven villages (Gerber and Green): the effect is 6.5; 8 of 21 assignments give one as large.

    >>> found = randomisation([15, 15, 20, 20, 10, 15, 30], [1, 0, 0, 0, 0, 0, 1])
    >>> found.estimate, round(found.p_two_sided, 4), round(found.p_greater, 4)
    (6.5, 0.381, 0.2381)
    """
    wanted(outcome=(outcome, COLUMN), arm=(arm, COLUMN), cluster=(cluster, _BESIDE), block=(block, _BESIDE),
           draws=(draws, _DRAWS), level=(level, SHARE), rng=(rng, SEED)).raise_all()  # fmt: skip
    frame = _read(outcome, arm, cluster, block)
    units = _Drawn.of(frame)
    count = count_assignments(units.treated, units.block)
    exact = isinstance(draws, str)
    if exact and count > MOST:
        way = "give draws=5000"
        raise UnsuitableMethod(
            "draws", "there are {count:,} assignments, more than can be tried one by one", way, count=count
        )
    generator, seed = generator_of(rng)
    parts = assignments(units.treated, units.block, None if exact else int(draws), generator)
    columns = np.column_stack([units.sums, units.sizes * units.treated])
    both = np.vstack([differences(z, columns, units.sizes, units.block) for z in parts])
    observed = differences(units.treated[None].astype(float), columns, units.sizes, units.block)
    if not exact:
        both = np.vstack([observed, both])
    estimate = float(observed[0, 0])
    two, greater, less = shares_beyond(both[:, 0], estimate, float(np.abs(frame["outcome"]).max()))
    lower, upper = inverted(both[:, 0], both[:, 1], estimate, 1 - level)
    notes = _notes(count, exact, lower, upper, units)
    return Randomisation(estimate, two, greater, less, lower, upper, level, _arms(frame, cluster is not None), len(both),
                         exact, None if exact else seed, tuple(notes), _procedure(exact, len(both)))  # fmt: skip


@dataclass(frozen=True)
class _Drawn:
    """What was drawn: clusters, or units, with sums and sizes."""

    treated: Ints
    block: Ints
    sums: Array
    sizes: Array

    @classmethod
    def of(cls, frame: pd.DataFrame) -> _Drawn:
        codes = pd.factorize(frame["cluster"])[0]
        first = np.unique(codes, return_index=True)[1]
        blocks = pd.factorize(frame["block"])[0]
        y = frame["outcome"].to_numpy()
        return cls(frame["arm"].to_numpy(dtype=np.intp)[first], np.asarray(blocks[first], dtype=np.intp),
                   np.bincount(codes, y).astype(float), np.bincount(codes).astype(float))  # fmt: skip


def _read(outcome: Column, arm: Column, cluster: Column | None, block: Column | None) -> pd.DataFrame:
    """Return the columns beside each other, checked."""
    given = {"outcome": outcome, "arm": arm, "cluster": cluster, "block": block}
    there = {name: one if isinstance(one, pd.Series) else pd.Series(list(one), dtype=object)
             for name, one in given.items() if one is not None}  # fmt: skip
    first = there["outcome"]
    faults = Faults()
    indexed = isinstance(outcome, pd.Series)
    for name, one in there.items():
        if len(one) != len(first):
            problem = "has {count:# value|# values}, the outcome {other}"
            faults.append(Fault(name, problem, "give one for each unit", count=len(one), other=len(first)))
        elif indexed and isinstance(given[name], pd.Series) and not one.index.equals(first.index):
            faults.append(
                Fault(name, "its index is not that of the outcome", "give both in the same order and index")
            )
        blank = int(one.isna().sum())
        if blank:
            way = "complete them: who is left is not who was drawn"
            faults.append(Fault(name, "{count:# value is|# values are} missing", way, count=blank))
    faults.raise_all()
    if len(first) < 2:
        raise FaultyInput("outcome", "has fewer than two units", "give one value for each unit")
    frame = pd.DataFrame({name: one.to_numpy() for name, one in there.items()}, index=first.index)
    _kinds(frame, faults)
    frame["outcome"], frame["arm"] = frame["outcome"].astype(float), frame["arm"].astype(int)
    frame["cluster"] = frame["cluster"] if "cluster" in frame else np.arange(len(frame))
    frame["block"] = frame.get("block", 0)
    _refuse_mixed(frame)
    return frame.iloc[_order(frame, clustered="cluster" in there)]


def _order(frame: pd.DataFrame, clustered: bool) -> Ints:
    """Return an order of rows by what they hold, so that what is drawn does not depend on the one in which they come."""
    places = [pd.Index(sorted_labels(frame[one].unique())).get_indexer(pd.Index(frame[one]))
              for one in (("cluster", "block") if clustered else ("block",))]  # fmt: skip
    return np.asarray(np.lexsort([frame["arm"], frame["outcome"], *places]), dtype=np.intp)


def _kinds(frame: pd.DataFrame, faults: Faults) -> None:
    """Refuse outcomes that are no finite numbers, arms other than 0 and 1, and labels that are none."""
    wrong = [row for row, one in zip(frame.index, frame["outcome"], strict=True)
             if not (is_number(one) or isinstance(one, bool | np.bool_))]  # fmt: skip
    faults += each(wrong, lambda row: Fault(str(row), "the outcome is no finite number", "correct it"))
    odd = sorted({str(one) for one in frame["arm"] if not _is_arm(one)})
    if odd:
        faults.append(Fault("arm", "holds {names:5}", "give 1 (treated) and 0 (not treated)", names=odd))
    elif len({int(one) for one in frame["arm"]}) < 2:
        faults.append(Fault("arm", "holds one arm only", "give treated units and others"))
    for name in [one for one in ("cluster", "block") if one in frame]:
        if not all(isinstance(one, str | int | float | np.number) for one in frame[name]):
            faults.append(Fault(name, "its values are no names", "give a name or a number for each unit"))
    faults.raise_all()


def _is_arm(value: Any) -> bool:
    return isinstance(value, bool | np.bool_) or (is_number(value) and value in (0, 1))


def _refuse_mixed(frame: pd.DataFrame) -> None:
    """Refuse clusters in two arms or blocks, and blocks without one of the arms."""
    faults = Faults()
    arms, blocks = (frame.groupby("cluster", sort=False)[name].nunique() for name in ("arm", "block"))
    for one in arms.index[arms > 1]:
        way = "clusters are treated together, within one block"
        faults.append(Fault(str(one), "has treated units and others", way))
    for one in blocks.index[blocks > 1]:
        faults.append(Fault(str(one), "is in more than one block", "name clusters by block"))
    faults.raise_all()
    arms = frame.groupby("block", sort=False)["arm"].nunique()
    way = "leave the block out, or join it with another"
    missing = list(arms.index[arms < 2])
    Faults(each(missing, lambda one: Fault(str(one), "the block has one arm only", way))).raise_all(
        UnsuitableMethod
    )


def _arms(frame: pd.DataFrame, clustered: bool) -> pd.DataFrame:
    """Return what each arm of each block is like."""
    grouped = frame.groupby(["block", "arm"], sort=True)
    table = grouped["outcome"].agg(units="size", mean="mean", sd="std").reset_index()
    if clustered:
        table.insert(3, "clusters", grouped["cluster"].nunique().to_numpy())
    arms = [Text("treated") if one else Text("not treated") for one in table["arm"]]
    table = table.assign(block=table["block"].astype(str), arm=pd.Series(arms, dtype=object))
    return table.drop(columns="block") if len(set(table["block"])) == 1 else table


def _notes(count: int, exact: bool, lower: float, upper: float, units: _Drawn) -> list[Note]:
    notes = []
    if exact and count < 40:
        said = "{count:# assignment is|# assignments are} possible: no p can be below {least:.3g}"
        notes.append(Note(said, count=count, least=1 / count))
    if not np.isfinite([lower, upper]).all():
        notes.append(Note("so few assignments cannot exclude any effect: bounds without an end are infinite"))
    if len(np.unique(units.sizes)) > 1:
        notes.append(Note("clusters differ in size: means are of units, so that large clusters count more"))
    return notes


def _procedure(exact: bool, count: int) -> Procedure:
    said = (
        "The sharp null of no effect was tested by the difference of means under all {count:,} assignments."
    )
    if not exact:
        said = "The sharp null of no effect was tested by the difference of means under {count:,} assignments, drawn at random."
    return Procedure.of(said, "gerbergreen2012", count=count)
