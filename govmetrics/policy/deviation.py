"""Implementation deviation: what was done beside what was planned, by item, body and period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import value_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.moments import moments
from govmetrics.core.options import FRAME, LABEL, MAPPING, Kind, is_number, optional, several, wanted
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.factor_shares import factor_shares
from govmetrics.policy.deviation_result import Deviation

_DAY = Kind(
    lambda value: isinstance(value, str | dt.date | np.datetime64) and not pd.isna(pd.Timestamp(value)),
    Text("give a day, such as 2026-06-30"),
)
LEVELS = ("period", "body", "item")
"""What rows of a plan may be indexed by."""
_CALLED = {"item": "items", "body": "bodies", "period": "periods", "aspect": "aspects"}


def deviation(
    planned: pd.DataFrame, actual: pd.DataFrame, weights: Mapping[Any, float] | None = None,
    *, excess: Sequence[str] = ("budget",), as_of: Any = None,
) -> Deviation:  # fmt: skip
    """Compare what was carried out with what was planned.

    Columns are aspects, such as coverage (people reached, places built), budget, and due (dates: timeliness). Of numbers the
    gap is one less the rate carried out, and 0 beyond it; of those in `excess`, such as a budget, more than planned is a gap
    too. Of dates the gap is 1 where it was done late. What nobody reported is told, and counts neither as done nor as undone,
    except for dates that have passed `as_of`.

    Parameters
    ----------
    planned, actual : DataFrame
        With the same aspects; rows by item, body and period, or some of these, as levels of the index or as columns.
    weights : mapping, optional
        Weights of items, which count alike by default: positive numbers.
    excess : sequence of str
        Measures of which more than planned deviates as well.
    as_of : date, optional
        The day of the report: what was due by then and is not reported as done is late.

    Returns
    -------
    Deviation
        aspects, by, explained and bottlenecks.

    Raises
    ------
    FaultyInput
        Rows twice, no level of the index in common, aspects that are not in both, negative or infinite numbers, texts.
    UnsuitableMethod
        Nothing is reported.

    References
    ----------
    Shorrocks, A. F. (2013). Decomposition procedures for distributional analysis: a unified framework based on the Shapley
    value. Journal of Economic Inequality 11, 99-126 (the average over all orders in `explained`).

    Examples
    --------
    >>> rows = pd.MultiIndex.from_product([["East", "West"], ["lifts", "clinics"]], names=["body", "item"])
    >>> planned = pd.DataFrame({"coverage": [10.0, 20, 10, 20], "budget": [5.0, 8, 5, 8]}, rows)
    >>> actual = pd.DataFrame({"coverage": [10.0, 20, 4, 18], "budget": [5.0, 8, 5, 10]}, rows)
    >>> found = deviation(planned, actual)
    >>> found.bottlenecks["share"].round(3).to_dict(), round(found.mean_gap, 4)
    ({('West', 'lifts'): 0.632, ('West', 'clinics'): 0.368}, 0.1187)
    """
    wanted(planned=(planned, FRAME), actual=(actual, FRAME), weights=(weights, optional(MAPPING)),
           excess=(excess, several(LABEL)), as_of=(as_of, optional(_DAY))).raise_all()  # fmt: skip
    plan, done, aspects = _both(planned, actual)
    of_items = _weights(plan, weights)
    day = None if as_of is None else pd.Timestamp(as_of)
    parts = [_compared(plan[one], done[one], str(one) in map(str, excess), day) for one in aspects]
    cells = pd.concat(parts, keys=list(map(str, aspects)), names=["aspect"]).reset_index("aspect")
    cells["weight"] = np.tile(of_items, len(aspects))
    known = cells["gap"].notna()
    if not known.any():
        raise UnsuitableMethod("actual", "nothing is reported that can be compared", "report what was done")
    levels = list(map(str, plan.index.names))
    by = {level: _by(cells, level) for level in levels}
    return Deviation(
        cells=cells, aspects=_of_aspects(cells), by=by, explained=_explained(cells, levels),
        bottlenecks=_bottlenecks(cells, plan.index), mean_gap=_mean(cells),
        notes=tuple(_notes(plan, done, cells, actual)),
    )  # fmt: skip


def _mean(cells: pd.DataFrame) -> float:
    known = cells[cells["gap"].notna()]
    return float(np.average(known["gap"], weights=known["weight"]))


def _both(planned: pd.DataFrame, actual: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, list[Any]]:
    """Return the plan, what was done on the plan's rows, and the aspects that both have."""
    faults, frames = Faults(), []
    for name, frame in (("planned", planned), ("actual", actual)):
        levels = [one for one in LEVELS if one in frame.index.names or one in frame.columns]
        if not levels:
            faults.append(
                Fault(
                    name,
                    "has no level called item, body or period",
                    "index its rows by these, or add columns",
                )
            )
            continue
        moved = frame.reset_index([one for one in levels if one in frame.index.names and one not in frame.columns]) if any(
            one in frame.index.names for one in levels) else frame  # fmt: skip
        doubles = moved.columns[moved.columns.duplicated()].unique()
        faults += each(doubles, lambda one: Fault(str(one), "occurs more than once", "keep one of them"))
        if len(doubles):
            continue
        blank = [one for one in levels if moved[one].isna().any()]
        faults += [
            Fault(name, "has rows without {level}", "say of every row which it is", level=one)
            for one in blank
        ]
        table = moved.set_index(levels).apply(_dated)
        twice = list(table.index[table.index.duplicated()].unique())
        doubled = [f"{name}, {_row(row)}" for row in twice]
        faults += each(doubled, lambda place: Fault(place, "there are two or more rows for it", "keep one"))
        frames.append(table)
    faults.raise_all()
    plan, done = frames
    if list(plan.index.names) != list(done.index.names):
        faults.append(Fault("actual", "its rows are by {theirs}, those of the plan by {ours}", "index both alike",
                            theirs=list(done.index.names), ours=list(plan.index.names)))  # fmt: skip
    aspects = list(plan.columns)
    for one in [*(m for m in aspects if m not in done), *(m for m in done if m not in aspects)]:
        faults.append(Fault(str(one), "is in one of the two only", "give it in both, or in neither"))
    own = [one for one in aspects if str(one) in ("mean_gap", "rows", "unreported")]
    faults += [
        Fault(str(one), "is a name of the result's own columns", "call the aspect otherwise") for one in own
    ]
    if not aspects:
        faults.append(Fault("planned", "has no aspects", "give columns such as coverage, budget, due"))
    faults.raise_all()
    for name, frame in (("planned", plan), ("actual", done)):
        faults += _value_faults(name, frame, plan)
    faults.raise_all()
    return plan, done.reindex(plan.index), aspects


def _dated(column: pd.Series) -> pd.Series:
    """Return a column of days, or of text that is a day in every cell, as days by the clock of the place."""
    if not (pd.api.types.is_datetime64_any_dtype(column) or _holds_days(column)):
        return column
    found, odd = moments(column)
    return column if odd.any() else found


def _holds_days(column: pd.Series) -> bool:
    """Tell whether there is something, and nothing but days and text with several parts, which no number is."""
    known = column.dropna()
    return len(known) > 0 and all(
        isinstance(one, dt.date) or (isinstance(one, str) and any(mark in one for mark in "-/年"))
        for one in known
    )


def _row(row: Any) -> str:
    return ", ".join(map(str, row)) if isinstance(row, tuple) else str(row)


def _value_faults(name: str, frame: pd.DataFrame, plan: pd.DataFrame) -> list[Fault]:
    faults: list[Fault] = []
    for one in plan.columns:
        column = frame[one]
        dates = pd.api.types.is_datetime64_any_dtype(plan[one])
        if dates != pd.api.types.is_datetime64_any_dtype(column):
            if dates and column.isna().all():
                continue
            faults.append(
                Fault(
                    str(one), "is of dates in one of the two only", "give days, such as 2026-06-30, in both"
                )
            )
        elif not dates:
            flat = column.to_frame().set_axis(pd.Index([_row(row) for row in column.index], name="unit"))
            faults += value_faults(flat)
            numeric = pd.to_numeric(column, errors="coerce")
            negative = list(column.index[numeric < 0])
            places = [place_of(_row(row), str(one)) for row in negative]
            faults += each(
                places, lambda at: Fault(at, "is negative ({name})", "give what was done, from 0", name=name)
            )
    return faults


def _weights(plan: pd.DataFrame, weights: Mapping[Any, float] | None) -> Array:
    if weights is None:
        return np.ones(len(plan))
    if "item" not in plan.index.names:
        raise UnsuitableMethod("weights", "weigh items, and the plan has none", "index the plan by item")
    items = plan.index.get_level_values("item")
    lost = [one for one in items.unique() if one not in weights]
    odd = [one for one in weights if not is_number(weights[one]) or weights[one] <= 0]
    faults = Faults(Fault(str(one), "has no weight", "give every item one") for one in lost)
    faults += [
        Fault(str(one), "has a weight that is no positive number", "give a positive number") for one in odd
    ]
    faults += [
        Fault(str(one), "is not an item of the plan", "remove its weight")
        for one in weights
        if one not in set(items)
    ]
    faults.raise_all()
    return np.array([float(weights[one]) for one in items])


def _compared(plan: pd.Series, done: pd.Series, excess: bool, day: pd.Timestamp | None) -> pd.DataFrame:
    """Return planned, actual, rate, days late and gap of one aspect."""
    table = pd.DataFrame({"planned": plan.astype(object), "actual": done.astype(object)}, plan.index)
    if pd.api.types.is_datetime64_any_dtype(plan):
        finished = pd.to_datetime(done)
        late = (finished - plan).dt.days.astype(float)
        if day is not None:
            late = late.where(late.notna() | (plan > day), (day - plan).dt.days.astype(float).clip(lower=1))
        return table.assign(rate=np.nan, late=late, gap=(late > 0).astype(float).where(late.notna()))
    p, a = plan.astype(float).to_numpy(), done.astype(float).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(p > 0, a / p, np.nan)
    gap = np.abs(1 - rate) if excess else np.maximum(0, 1 - rate)
    return table.assign(rate=rate, late=np.nan, gap=np.minimum(gap, 1))


def _of_aspects(cells: pd.DataFrame) -> pd.DataFrame:
    rows = {}
    for name, part in cells.groupby("aspect", sort=False):
        known = part[part["gap"].notna()]
        dates = part["late"].notna().any()
        total = known["planned"].astype(float).sum() if len(known) and not dates else np.nan
        rows[name] = {
            "n": len(part), "reported": part["actual"].notna().mean(),
            "rate": known["actual"].astype(float).sum() / total if total > 0 else np.nan,
            "on_time": 1 - np.average(known["gap"], weights=known["weight"]) if dates else np.nan,
            "gap": np.average(known["gap"], weights=known["weight"]) if len(known) else np.nan,
        }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("aspect")


def _by(cells: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return weighted mean gaps by a level of the index: of each aspect and of all, the largest first."""
    part = cells.assign(mass=cells["gap"] * cells["weight"], base=cells["weight"].where(cells["gap"].notna()))
    whole = part.groupby(level, sort=False)[["mass", "base"]].sum(min_count=1)
    each_one = (
        part.set_index("aspect", append=True)
        .groupby([level, "aspect"], sort=False)[["mass", "base"]]
        .sum(min_count=1)
    )
    table = (
        (each_one["mass"] / each_one["base"])
        .unstack("aspect")
        .reindex(columns=list(dict.fromkeys(part["aspect"])))
    )
    table = table.reindex(whole.index).rename_axis(columns=None)
    table.insert(0, "mean_gap", whole["mass"] / whole["base"], allow_duplicates=True)
    table["rows"] = part.groupby(level, sort=False).size().reindex(whole.index)
    table["unreported"] = (
        part["gap"].isna().groupby(part.index.get_level_values(level), sort=False).sum().reindex(whole.index)
    )
    return table if level == "period" else table.sort_values("mean_gap", ascending=False, kind="stable")


def _explained(cells: pd.DataFrame, levels: list[str]) -> pd.DataFrame:
    known = cells[cells["gap"].notna()]
    columns = {level: known.index.get_level_values(level) for level in levels} | {
        "aspect": pd.Index(known["aspect"])
    }
    chosen = {name: pd.factorize(column)[0] for name, column in columns.items() if len(column.unique()) > 1}
    if not chosen:
        return pd.DataFrame(
            {"alone": [], "last": [], "shapley": []}, pd.Index([], name="level", dtype=object)
        )
    y, w = known["gap"].to_numpy(dtype=float), known["weight"].to_numpy(dtype=float)
    alone, last, mean, whole = factor_shares(y, w, list(chosen.values()))
    table = pd.DataFrame(
        {"alone": alone, "last": last, "shapley": mean},
        pd.Index([_CALLED[one] for one in chosen], name="level"),
    )
    table = table.sort_values("shapley", ascending=False, kind="stable")
    table.loc["unexplained"] = [np.nan, np.nan, 1 - whole]
    return table


def _bottlenecks(cells: pd.DataFrame, rows: pd.Index) -> pd.DataFrame:
    mass = (cells["gap"] * cells["weight"]).groupby(level=list(range(rows.nlevels)), sort=False).sum()
    mass = mass[mass > 0].sort_values(ascending=False, kind="stable")
    share = mass / mass.sum()
    return pd.DataFrame({"gap": mass, "share": share, "cumulative": share.cumsum()})


def _notes(plan: pd.DataFrame, done: pd.DataFrame, cells: pd.DataFrame, actual: pd.DataFrame) -> list[Note]:
    notes = []
    blank = [
        f"{_row(row)}, {one}" for one in plan for row in plan.index[plan[one].notna() & done[one].isna()]
    ]
    if blank:
        notes.append(Note("not reported, and so neither done nor undone: {names:10}", names=blank))
    missing = [f"{_row(row)}, {one}" for one in plan for row in plan.index[plan[one].isna()]]
    if missing:
        notes.append(Note("not planned, and so without a gap: {names:10}", names=missing))
    zero = [f"{_row(row)}, {m}" for row, m, p in zip(cells.index, cells["aspect"], cells["planned"], strict=True)
            if is_number(p) and p == 0]  # fmt: skip
    if zero:
        notes.append(Note("planned as zero, and so without a rate: {names:10}", names=zero))
    levels = list(plan.index.names)
    flat = actual.reset_index() if any(one in actual.index.names for one in levels) else actual
    extra = pd.MultiIndex.from_frame(flat[levels]).difference(
        pd.MultiIndex.from_frame(plan.index.to_frame(index=False))
    )
    if len(extra):
        notes.append(Note("reported, but not in the plan: {names:10}", names=[_row(row) for row in extra]))
    return notes
