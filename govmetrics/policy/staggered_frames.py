"""Averages of effects by group and time, as frames with errors, intervals and bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.group_time import Cells, averaged, simultaneous, summed
from govmetrics.numerics.trend_power import joint_test, slope_found

NOTHING = 1e-13
"""An error of so little, where the largest value is about one, is rounding."""
_OF_OUTCOME = (
    "estimate",
    "error",
    "lower",
    "upper",
    "band_lower",
    "band_upper",
    "slope_50",
    "slope_80",
    "bias_80",
)


@dataclass(frozen=True, eq=False)
class Errors:
    """How errors are made of influences.

    Parameters
    ----------
    clusters : ndarray of int or None
        Of units; each its own where None.
    level : float
        Of intervals and bands.
    draws : int
        For bands; none where 0.
    rng : Generator
    """

    clusters: Ints | None
    level: float
    draws: int
    rng: np.random.Generator

    def count(self, units: int) -> int:
        """Return how many clusters there are."""
        return units if self.clusters is None else int(self.clusters.max()) + 1

    def single(self, cells: Cells, first: Ints) -> Bools:
        """Tell which cells rest on one treated or one control unit (cluster): how these differ is not known."""
        codes = np.arange(len(first)) if self.clusters is None else self.clusters
        few = [g for g in np.unique(cells.group) if len(np.unique(codes[first == g])) < 2]
        return np.asarray((cells.treated < 2) | (cells.controls < 2) | np.isin(cells.group, few))

    def frame(
        self, estimate: Array, influence: Array, index: pd.Index, unknown: Bools | None = None
    ) -> pd.DataFrame:
        """Return estimates with errors, intervals, p by the normal distribution, and bands; no error where it is unknown."""
        from scipy.stats import norm

        psi = summed(influence, self.clusters)
        error = np.sqrt((psi**2).sum(axis=0))
        if unknown is not None:
            error[unknown] = np.nan
        error[~(error > NOTHING)] = np.nan  # the reference, one unit against one, changes that do not differ
        half = float(norm.ppf((1 + self.level) / 2)) * error
        with np.errstate(divide="ignore", invalid="ignore"):
            p = 2 * norm.sf(np.abs(estimate / error))
        table = pd.DataFrame({"estimate": estimate, "error": error, "lower": estimate - half, "upper": estimate + half,
                              "p": p}, index)  # fmt: skip
        if self.draws:
            reach, _ = simultaneous(psi[:, ~np.isnan(error)], self.level, self.draws, self.rng)
            table["band_lower"], table["band_upper"] = estimate - reach * error, estimate + reach * error
        return table


def frames_of(cells: Cells, first: Ints, periods: list[Any], errors: Errors) -> dict[str, pd.DataFrame]:
    """Return the frames of the result by name."""
    since = cells.time - cells.group
    after, known = since >= 0, ~np.isnan(cells.estimate)
    events = np.unique(since[known]).tolist()
    groups = np.unique(cells.group[after & known]).tolist()
    times = np.unique(cells.time[after & known]).tolist()
    by_event = [averaged(cells, first, since == e) for e in events]
    by_group = [averaged(cells, first, after & (cells.group == g), by_size=False) for g in groups]
    by_time = [averaged(cells, first, after & (cells.time == t)) for t in times]
    simple = averaged(cells, first, after)
    single = errors.single(cells, first) | ~known
    names = [periods[g] for g in groups]
    whole = {"simple": simple, "events": _mean([one for e, one in zip(events, by_event, strict=True) if e >= 0]),
             "groups": _by_size(by_group, np.array(groups), first), "calendar": _mean(by_time)}  # fmt: skip
    every = np.repeat(bool(single[after].all()), len(whole))
    averages = errors.frame(*_stack(list(whole.values())), pd.Index(list(whole), name="average"), every)
    table = errors.frame(*_stack(by_event), pd.Index(events, name="event"), _all(single, since, events))
    table["groups"] = [int(((since == e) & known).sum()) for e in events]
    return {
        "simple": averages.iloc[:1].drop(columns=["band_lower", "band_upper"], errors="ignore"), "events": table,
        "groups": errors.frame(*_stack(by_group), pd.Index(names, name="group"), _all(single, cells.group, groups)),
        "calendar": errors.frame(*_stack(by_time), pd.Index([periods[t] for t in times], name="period"),
                                 _all(single | ~after, cells.time, times)),
        "averages": averages, "group_time": _group_time(cells, periods, errors, single),
        "pre_trends": _pre_trends(cells, since, events, by_event, first, errors),
    }  # fmt: skip


def _all(single: Bools, place: Ints, places: list[int]) -> Bools:
    """Tell of which places all cells rest on single units."""
    return np.array([bool(single[place == one].all()) for one in places], dtype=bool)


def in_units(frames: dict[str, pd.DataFrame], scale: float) -> dict[str, pd.DataFrame]:
    """Return the frames in the unit of the outcome, which was divided by a scale."""
    for frame in frames.values():
        for column in frame.columns.intersection(list(_OF_OUTCOME)):
            frame[column] *= scale
    return frames


def _stack(found: list[tuple[float, Array]]) -> tuple[Array, Array]:
    return np.array([one[0] for one in found]), np.column_stack([one[1] for one in found])


def _mean(found: list[tuple[float, Array]]) -> tuple[float, Array]:
    estimate, influence = _stack(found)
    return float(estimate.mean()), influence.mean(axis=1)


def _by_size(found: list[tuple[float, Array]], groups: Ints, first: Ints) -> tuple[float, Array]:
    """Return the mean of groups by size, and the influences, those of the sizes among them."""
    estimate, influence = _stack(found)
    there = first[:, None] == groups
    p = there.mean(axis=0)
    theta = float(p @ estimate / p.sum())
    return theta, (influence @ p + (there - p) @ (estimate - theta)) / p.sum()


def _group_time(cells: Cells, periods: list[Any], errors: Errors, single: Bools) -> pd.DataFrame:
    index = pd.MultiIndex.from_arrays([[periods[g] for g in cells.group], [periods[t] for t in cells.time]],
                                      names=["group", "period"])  # fmt: skip
    table = errors.frame(cells.estimate, cells.influence, index, single)
    return table.assign(base=[periods[b] for b in cells.base], treated=cells.treated, controls=cells.controls)


def _pre_trends(
    cells: Cells,
    since: Ints,
    events: list[int],
    by_event: list[tuple[float, Array]],
    first: Ints,
    errors: Errors,
) -> pd.DataFrame:
    """Return the joint tests before treatment, and the power of the first against a linear drift."""
    columns = ["statistic", "df", "p", "slope_50", "slope_80", "bias_80"]
    rows: dict[str, list[float]] = {}
    reference = np.array([((cells.time == cells.base) & (since == e)).any() for e in events])
    early = np.flatnonzero((np.array(events) < 0) & ~reference)
    if len(early):
        estimate, influence = _stack([by_event[j] for j in early])
        v = _covariance(influence, errors)
        v = np.where(np.abs(v) > NOTHING**2, v, 0.0)
        pattern = np.array([_drift(cells, first, since == events[j]) for j in early])
        slopes = [slope_found(pattern, v, power) for power in (0.5, 0.8)]
        rows["events"] = [*joint_test(estimate, v), *slopes, slopes[1] * _drift(cells, first, since >= 0)]
    chosen = (since < 0) & (cells.time != cells.base) & ~np.isnan(cells.estimate)
    if chosen.any():
        test = joint_test(cells.estimate[chosen], _covariance(cells.influence[:, chosen], errors))
        rows["group_time"] = [*test, np.nan, np.nan, np.nan]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("test")


def _covariance(influence: Array, errors: Errors) -> Array:
    psi = summed(influence, errors.clusters)
    return psi.T @ psi


def _drift(cells: Cells, first: Ints, chosen: Bools) -> float:
    """Return the average of chosen cells if all that happens is a drift of one a period: time less base."""
    moved = np.where(np.isnan(cells.estimate), np.nan, (cells.time - cells.base).astype(float))
    drift = Cells(cells.group, cells.time, cells.base, moved, cells.influence, cells.treated, cells.controls)
    return averaged(drift, first, chosen)[0]
