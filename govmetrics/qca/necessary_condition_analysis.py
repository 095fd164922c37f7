"""Necessary condition analysis (NCA): how much of a condition a level of the outcome takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Scores
from govmetrics.core.checks import generator_of
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.options import SEED, Kind, asked, count
from govmetrics.core.parallel import parts_of, together
from govmetrics.core.result import Result
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text, p_words
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.qca import ceilings
from govmetrics.qca._sets import CONDITIONS, OUTCOME, alike_notes, chosen, raw_values, table_of
from govmetrics.qca.calibration import CalibratedSets
from govmetrics.qca.expressions import ABSENT, read_literal

CEILINGS = {"CE-FDH": ceilings.step_effect, "CR-FDH": ceilings.line_effect}
_LEVELS = np.linspace(0, 1, 11)
_FRAME = Kind(
    lambda value: isinstance(value, pd.DataFrame | CalibratedSets | Scores | Dataset),
    Text("give a DataFrame, cases in rows, raw or calibrated; or Scores or a Dataset"),
)
SIZES = ((0.1, Text("small")), (0.3, Text("medium")), (0.5, Text("large")), (np.inf, Text("very large")))
"""Dul's benchmarks: below .1, .3, .5."""


@dataclass(frozen=True, eq=False)
class NecessaryConditions(Result):
    """Ceilings over the cases: the room above them is what conditions make impossible.

    Attributes
    ----------
    effects : DataFrame
        Rows (condition, ceiling): effect (share of the scope that is empty), size (word), p (share of orders of the outcome
        with an effect as large), accuracy (share of cases on or below the ceiling), corners (that it goes through).
    bottlenecks : DataFrame
        Rows (ceiling, level), the level of the outcome in percent of its range; columns the conditions: how much of each, in
        percent of its range, it takes. 0 where nothing is needed, NaN where the ceiling never comes so high.
    points : DataFrame
        The cases: conditions and outcome.
    outcome : str
    lines : DataFrame
        Of the CR-FDH ceilings: intercept and slope.
    draws : int
        Orders of the outcome that were drawn.
    rng : int or None
        The seed.
    notes : tuple of Note

    See Also
    --------
    necessary_condition_analysis
    """

    effects: pd.DataFrame
    bottlenecks: pd.DataFrame
    points: pd.DataFrame
    outcome: str
    lines: pd.DataFrame
    draws: int
    rng: int | None
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {
        "effects": "Effect sizes of necessary conditions",
        "bottlenecks": "Bottlenecks, in percent of the range",
    }
    _kinds: ClassVar = {"bottlenecks": "number"}
    _left_out: ClassVar = ("points",)
    _cites: ClassVar = ("Dul2016", "DulVanderLaanKuik2020")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Ceilings were drawn over the cases, by steps (CE-FDH) and by a regression through their corners (CR-FDH); the "
            "effect size "
            "is the share of the observed scope above. p is the share of {draws:,} random orders of the outcome with an "
            "effect as "
            "large."
        )
        return (Text(told, draws=self.draws),)

    def _finding(self) -> tuple[Text, ...]:
        steps = self.effects.xs("CE-FDH", level="ceiling")
        held = steps[(steps["effect"] >= 0.1) & (steps["p"] < 0.05)]
        if not len(held):
            return (
                Text(
                    "No condition is necessary for {outcome} by the usual benchmarks (effect .1, p .05).",
                    outcome=self.outcome,
                ),
            )
        names = [
            Text("{name} ({effect:.2f}, {p})", name=str(name), effect=row["effect"], p=p_words(row["p"]))
            for name, row in held.iterrows()
        ]
        return (Text("Necessary for {outcome} by degree: {names:8}.", outcome=self.outcome, names=names),)


def necessary_condition_analysis(
    frame: pd.DataFrame | CalibratedSets | Scores | Dataset,
    outcome: str,
    conditions: Sequence[str] | None = None,
    draws: int = 10_000,
    rng: int | np.random.Generator = 0,
) -> NecessaryConditions:
    """Tell how much of each condition a level of the outcome takes, by the empty corner of their scatter plot.

    Parameters
    ----------
    frame : DataFrame, shape (cases, columns), CalibratedSets, Scores or Dataset
        Raw values or memberships.
    outcome : str
        Its name; ``~name`` where low values are explained.
    conditions : list of str, optional
        All other columns by default; ``~name`` where little of it is what is needed.
    draws : int
        Random orders of the outcome, for p.
    rng : int or Generator
        Seed.

    Returns
    -------
    NecessaryConditions
        `effects` and `bottlenecks`.

    Raises
    ------
    FaultyInput
        Unknown columns, the outcome among the conditions, missing values, cases that are there twice.
    UnsuitableMethod
        Fewer than three cases, a constant column.

    Notes
    -----
    CE-FDH rises by steps: at every x the highest outcome seen up to there. CR-FDH is the least squares line through the cases
    at the corners of these steps (several at one corner count each, as in the R package NCA), cut off at the scope; where there
    is one corner there is no ceiling and the effect is 0.
    Ceilings rest on the few cases at the corner: one wrong value there changes them. p counts the order that was found, too.

    References
    ----------
    Dul, J. (2016). Necessary condition analysis (NCA): logic and methodology of "necessary but not sufficient" causality.
    Organizational Research Methods 19, 10-52. Dul, J., van der Laan, E. and Kuik, R. (2020). A statistical significance test for
    necessary condition analysis. Organizational Research Methods 23, 385-395.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> frame = pd.DataFrame({"FUNDS": [0, 1, 2, 3, 4], "DONE": [1, 1, 3, 2, 5]}, list("abcde"))
    >>> found = gm.qca.necessary_condition_analysis(frame, "DONE", draws=200)
    >>> float(found.effects.loc[("FUNDS", "CE-FDH"), "effect"])
    0.75
    """
    asked(
        frame=(frame, _FRAME),
        outcome=(outcome, OUTCOME),
        conditions=(conditions, CONDITIONS),
        draws=(draws, count(1)),
        rng=(rng, SEED),
    )
    refuse_within("frame", frame, numbers=True)
    table = table_of(frame.values if not isinstance(frame, pd.DataFrame) else frame, "frame")
    name, sign, signs = _named(table, outcome, conditions)
    values = _values(table, [*signs, name])
    generator, seed = generator_of(rng)
    y = values[name].to_numpy() * (-1 if sign == ABSENT else 1)
    orders = np.argsort(generator.random((draws, len(y))), axis=1)
    columns = {
        one if way else f"~{one}": values[one].to_numpy() * (1 if way else -1) for one, way in signs.items()
    }
    parts = parts_of(orders)
    drawn = together(_of_orders, [(x, y, part) for x in columns.values() for part in parts])
    effects, tables, lines = {}, {}, {}
    for label, x in columns.items():
        found = ceilings.peers(x, y[None])
        chance = np.concatenate([next(drawn) for _ in parts], axis=1)
        for ceiling, by_chance in zip(CEILINGS, chance, strict=True):
            effects[label, ceiling] = _effect(x, y, found, ceiling, by_chance)
        tables[label] = _bottleneck(found, y)
        lines[label] = [float(part[0]) for part in ceilings.line(found)]
    index = pd.MultiIndex.from_tuples(list(effects), names=["condition", "ceiling"])
    levels = pd.MultiIndex.from_product([list(CEILINGS), np.round(_LEVELS * 100)], names=["ceiling", "level"])
    told = f"~{name}" if sign == ABSENT else name
    slopes = pd.DataFrame(lines, ["intercept", "slope"]).T.rename_axis("condition")
    points, notes = _directed(values, signs, name, sign), (*alike_notes(values.index), *_notes(effects))
    bottlenecks = pd.DataFrame(tables, levels)
    return NecessaryConditions(
        pd.DataFrame(list(effects.values()), index), bottlenecks, points, told, slopes, draws, seed, notes
    )


def _named(
    table: pd.DataFrame, outcome: str, conditions: Sequence[str] | None
) -> tuple[str, int, dict[str, int]]:
    """Return the outcome, its direction, and the conditions with theirs."""
    read = None if conditions is None else [read_literal(str(one)) for one in conditions]
    name, sign, names = chosen(table, outcome, None if read is None else [one for one, _ in read])
    return (
        name,
        sign,
        dict.fromkeys(names, 1) if read is None else dict(zip(names, (way for _, way in read), strict=True)),
    )


def _values(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return the columns as numbers; what is missing or no number is a fault, what is constant cannot be analysed."""
    values = raw_values(table[names])
    array = values.to_numpy()
    if len(array) < 3:
        raise UnsuitableMethod(
            "cases",
            "there are {count}",
            "a ceiling takes at least three, and says little below twenty",
            count=len(array),
        )
    with np.errstate(over="ignore"):
        flat = ~(np.isfinite(np.ptp(array, axis=0)) & (np.ptp(array, axis=0) > 0))
    Faults(
        Fault(name, "is {value:g} in every case, or has no finite range", "leave it out, or use another unit",
              value=float(array[0, at]))
        for at, name in enumerate(names) if flat[at]
    ).raise_all(UnsuitableMethod)  # fmt: skip
    return values


def _of_orders(x: Array, y: Array, orders: Ints) -> Array:
    """Return the effects (ceilings, draws) where the outcome goes to the cases in other orders."""
    found = ceilings.peers(np.sort(x), np.sort(y)[orders])  # else p would depend on the order of the cases
    return np.stack([effect(found, y.max(), y.min()) for effect in CEILINGS.values()])


def _effect(x: Array, y: Array, found: ceilings.Peers, ceiling: str, drawn: Array) -> dict[str, Any]:
    """Return effect size, p, accuracy and corners of one ceiling."""
    effect = float(CEILINGS[ceiling](found, y.max(), y.min())[0])
    p = (1 + int((drawn >= effect - 1e-12).sum())) / (1 + len(drawn))
    accuracy = 1.0
    if ceiling == "CR-FDH":
        intercept, slope = (float(one[0]) for one in ceilings.line(found))
        none = np.isnan(slope) or slope <= 0
        above = y > intercept + slope * x + 1e-9 * np.ptp(y)
        accuracy = 1.0 if none else float(1 - above.mean())
    size = next(word for limit, word in SIZES if effect < limit)
    return {"effect": effect, "size": size, "p": p, "accuracy": accuracy, "corners": int(found.rises.sum())}


def _bottleneck(found: ceilings.Peers, y: Array) -> Array:
    """Return how much of a condition levels of the outcome take, in percent of its range: by steps, then by the line."""
    levels = y.min() + _LEVELS * np.ptp(y)
    needed = np.concatenate([ceilings.needed_step(found, levels), ceilings.needed_line(found, levels)])
    return np.asarray(100 * (needed - found.x[0]) / np.ptp(found.x))


def _directed(values: pd.DataFrame, signs: dict[str, int], outcome: str, sign: int) -> pd.DataFrame:
    """Return the cases as they were looked at: what is turned round is negative."""
    columns = {(one if way else f"~{one}"): values[one] * (1 if way else -1) for one, way in signs.items()}
    turned = sign == ABSENT
    return pd.DataFrame(
        columns | {f"~{outcome}" if turned else outcome: values[outcome] * (-1 if turned else 1)}
    )


def _notes(effects: dict[tuple[str, str], dict[str, Any]]) -> list[Note]:
    single = list(dict.fromkeys(name for (name, _), row in effects.items() if row["corners"] < 2))
    few = [name for name, _ in effects if 2 <= effects[name, "CE-FDH"]["corners"] <= 3]
    notes = []
    if single:
        notes.append(
            Note(
                "the highest outcome occurs at the lowest value, so that there is no ceiling: {names:10}",
                names=single,
            )
        )
    if few:
        notes.append(
            Note("the ceiling rests on two or three cases: {names:10}", names=list(dict.fromkeys(few)))
        )
    return notes
