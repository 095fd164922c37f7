"""Means of groups, and treatments compared by them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from govmetrics.core.panel_rows import refuse_crossed
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.assignments import (
    MOST,
    assignments,
    count_assignments,
    differences,
    inverted,
    shares_beyond,
    sign_flips,
)
from govmetrics.numerics.holm import holm


def groups_of(table: pd.DataFrame, steps: Array) -> pd.DataFrame:
    """Return what each group contributed: its mean over periods of the means of its people, and its slope."""
    refuse_crossed(table["group"].nunique(), table["period"].nunique(), len(table))
    at = pd.Series(steps, table.index).groupby(table["period"]).first()
    wide = table.pivot_table(
        index="group", columns="period", values="y", aggfunc="mean", sort=False
    ).sort_index(axis=1)
    x, y = at.reindex(wide.columns).to_numpy(), wide.to_numpy()
    there = ~np.isnan(y)
    n = there.sum(axis=1)
    mean_x = np.where(there, x, 0).sum(axis=1) / n
    apart = np.where(there, x - mean_x[:, None], 0)
    spread = (apart**2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = np.where(spread > 0, (apart * np.nan_to_num(y)).sum(axis=1) / spread, np.nan)
    first = np.array([row[ok][0] for row, ok in zip(y, there, strict=True)])
    last = np.array([row[ok][-1] for row, ok in zip(y, there, strict=True)])
    rest = table.groupby("group", sort=False).agg(
        treatment=("treatment", "first"), subjects=("subject", "nunique")
    )
    return rest.reindex(wide.index).assign(
        mean=np.nanmean(y, axis=1), first_period=first, last_period=last, slope=slope
    )


def treatments_of(groups: pd.DataFrame, draws: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return what groups of each treatment contributed."""
    grouped = groups.groupby("treatment", sort=False)
    table = grouped.agg(groups=("mean", "size"), subjects=("subjects", "sum"), mean=("mean", "mean"), sd=("mean", "std"),
                        first_period=("first_period", "mean"), last_period=("last_period", "mean"),
                        slope=("slope", "mean"))  # fmt: skip
    p = []
    for _, one in grouped:
        slopes = one["slope"].dropna().to_numpy()
        p.append(sign_flips(slopes, draws, rng)[0] if len(slopes) else np.nan)
    return table.assign(p_slope=p)


def comparisons_of(groups: pd.DataFrame, limit: float, draws: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return the differences of treatments, by permutation of the means of groups."""
    rows = []
    for first, second in combinations(list(dict.fromkeys(groups["treatment"])), 2):
        part = groups[groups["treatment"].isin([first, second])]
        y, z = part["mean"].to_numpy(), (part["treatment"] == second).to_numpy().astype(np.intp)
        block = np.zeros(len(y), dtype=np.intp)
        every = count_assignments(z, block) <= MOST
        columns, ones = np.column_stack([y, z.astype(float)]), np.ones(len(y))
        both = [
            differences(one, columns, ones, block)
            for one in assignments(z, block, None if every else draws, rng)
        ]
        observed = differences(z[None].astype(float), columns, ones, block)
        found = np.vstack(both if every else [observed, *both])
        d = float(observed[0, 0])
        p = shares_beyond(found[:, 0], d, float(np.abs(y).max()))[0]
        lower, upper = inverted(found[:, 0], found[:, 1], d, limit)
        rows.append({"first": str(first), "second": str(second), "difference": d, "lower": lower, "upper": upper, "p": p,
                     "assignments": len(found)})  # fmt: skip
    table = pd.DataFrame(
        rows, columns=["first", "second", "difference", "lower", "upper", "p", "assignments"]
    )
    table.insert(6, "p_holm", holm(table["p"].to_numpy(dtype=float)) if len(table) else np.zeros(0))
    return table.set_index(["first", "second"])
