"""What units differ in besides their first value: the controls of conditional convergence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.panel.common import Source, cube, table_of


def conditions(source: Source, names: Sequence[str], node: Any, at: str) -> Array:
    """Return the controls (units, names): columns or attributes, of the first period or the mean of all.

    Units are in the order of `cube`.
    """
    values, attributes = table_of(source, periods=True)
    known = values.join(attributes[[name for name in attributes if name not in values]])
    faults = Faults(_wrong(names, node, known))
    faults.raise_all()
    found = known[list(names)].apply(pd.to_numeric, errors="coerce").astype(float)
    lost = [name for name in names if (found[name].isna() & known[name].notna()).any()]
    way_out = "give numbers, such as 0 and 1 for two kinds of units"
    Faults(each(lost, lambda name: Fault("controls", "{name!r} holds text", way_out, name=name))).raise_all()
    if np.isinf(found.to_numpy()).any():
        raise FaultyInput("controls", "an infinite value is among them", "give finite values")
    array, _, _ = cube(found)
    if at == "first":
        first: Array = array[0]
        return first
    there = ~np.isnan(array)
    means: Array = np.where(
        there.any(axis=0), np.where(there, array, 0).sum(axis=0) / np.maximum(there.sum(axis=0), 1), np.nan
    )
    return means


def _wrong(names: Sequence[str], node: Any, known: pd.DataFrame) -> list[Fault]:
    way_out = "there are: {labels}"
    faults = [
        Fault(
            "controls",
            "{name!r} is neither a column nor an attribute",
            way_out,
            name=name,
            labels=list(known.columns),
        )
        for name in names
        if name not in known
    ]
    if node in names:
        faults.append(Fault("controls", "{name!r} is what converges", "leave it out", name=node))
    twice = [name for name in dict.fromkeys(names) if list(names).count(name) > 1]
    return [
        *faults,
        *(
            Fault("controls", "{name!r} is there more than once", "keep one of them", name=name)
            for name in twice
        ),
    ]


def conditional_line(
    x: Array, y: Array, z: Array, names: Sequence[str], level: float
) -> tuple[dict[str, float], pd.DataFrame]:
    """Return growth y (n,) on the first value x (n,) and controls z (n, k): what is told of beta, and all coefficients."""
    from scipy.stats import t as student

    from govmetrics.numerics.moment_regression import regression

    _suitable(x, z, names)
    wide = np.column_stack([x, z])
    middle, unit = wide.mean(axis=0), wide.std(axis=0)
    fit = regression(np.column_stack([np.ones(len(x)), (wide - middle) / unit]), y, robust=True)
    turn = np.diag(np.append(1.0, 1 / unit))
    turn[0, 1:] = -middle / unit
    b, spread = turn @ fit.b, turn @ fit.spread @ turn.T
    se = np.sqrt(np.diag(spread))
    half = float(student.ppf((1 + level) / 2, fit.df)) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(se > 0, 2 * student.sf(np.abs(b / se), fit.df), (b == 0).astype(float))
    terms = pd.Index([Text("intercept"), Text("value at the start"), *names], dtype=object, name="term")
    table = pd.DataFrame({"b": b, "se": se, "lower": b - half, "upper": b + half, "p": p}, terms)
    row = {name: float(table[name].iloc[1]) for name in ("se", "lower", "upper", "p")}
    return {"beta": float(b[1]), "intercept": float(b[0]), **row, "r_squared": fit.r_squared}, table


def _suitable(x: Array, z: Array, names: Sequence[str]) -> None:
    from govmetrics.numerics.moment_regression import dependent

    faults = Faults()
    if len(x) < z.shape[1] + 4:
        problem = "{count:# unit has|# units have} a first and a last value and all controls"
        faults.append(
            Fault(
                "units",
                problem,
                "at least {least} are needed, or fewer controls",
                count=len(x),
                least=z.shape[1] + 4,
            )
        )
        faults.raise_all(UnsuitableMethod)
    same = np.ptp(z, axis=0) <= 1e-12 * np.abs(z).max(axis=0)
    faults += each(
        np.array(names, dtype=object)[same],
        lambda name: Fault("controls", "{name!r} is the same for all units", "leave it out", name=name),
    )
    faults.raise_all(UnsuitableMethod)
    all_names = [Text("value at the start"), *names]
    tied = dependent(np.column_stack([x, z]))
    if tied.any():
        among = [name for name, bad in zip(all_names, tied, strict=True) if bad]
        faults.append(
            Fault("controls", "these follow from each other: {names}", "leave out one of these", names=among)
        )
    faults.raise_all(UnsuitableMethod)
    wide = np.column_stack([np.ones(len(x)), (np.column_stack([x, z]) - np.append(x.mean(), z.mean(axis=0)))])
    q, _ = np.linalg.qr(wide / np.abs(wide).max(axis=0))
    if (np.einsum("ij,ij->i", q, q) > 1 - 1e-9).any():
        raise UnsuitableMethod(
            "units", "one unit alone decides a coefficient", "leave out a control that only this unit has"
        )
