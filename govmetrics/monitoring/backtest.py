"""Did the forecasts and the warnings come true: from every origin in the past, with what was known then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.options import LABEL, SHARE, asked, optional, several
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.monitoring.forecast import HORIZON
from govmetrics.monitoring.history import chosen_nodes, history_of
from govmetrics.monitoring.learners import LEARNER
from govmetrics.monitoring.panels import PANEL, Panel
from govmetrics.monitoring.rolling import Track, tracks_of
from govmetrics.monitoring.warnings import LIMITS, SIDES, Limits, Watched, beyond, chance, watched_limits
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.climatology import climatology
from govmetrics.numerics.seasons import mean_known

BINS = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Ends of the classes of probability in which warnings are compared with what came."""
_MEASURES = ("mase", "naive_mase", "seasonal_mase")


@dataclass(frozen=True, eq=False)
class Backtest(Result):
    """How good forecasts, intervals and warnings would have been.

    Attributes
    ----------
    accuracy : DataFrame
        Rows (node, horizon): forecasts (how many), mae (mean absolute error), mase (the same as multiples of a unit's mean
        change from period to period), naive_mase (of the last value as the forecast) and seasonal_mase (of the value a
        year before, where there are seasons); coverage of the intervals, and of how many values (checked).
    skill : DataFrame
        Rows (node, side, threshold, horizon): warnings (how many), came_true (how many did), brier, climatology (the
        Brier score of a unit's own frequency so far, shrunk to that of all) and skill (1 minus their ratio).
    calibration : DataFrame
        Rows of classes of probability: at_least, below, warnings, predicted (mean probability) and observed (frequency).
    level : float
        Of the intervals.
    learner : str
        Its class; empty without one.
    names : mapping of code to name
        Of the nodes, where the source has a tree.
    notes : tuple of Note
        What a reader must know.

    See Also
    --------
    backtest
    """

    accuracy: pd.DataFrame
    skill: pd.DataFrame
    calibration: pd.DataFrame
    level: float
    learner: str
    names: Mapping[str, Label]
    notes: tuple[Note, ...]

    _shown: ClassVar = {"accuracy": "Accuracy from rolling origins", "skill": "Skill of the warnings",
                        "calibration": "Did the warnings come true?"}  # fmt: skip
    _by_line = True
    _left_out = ("names",)
    _cites: ClassVar = ("HyndmanKoehler2006", "Brier1950")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Forecasts were made again from rolling origins, each with what was known then, and compared with what came. Errors "
            "are in multiples of each unit's mean change from period to period (MASE), beside those of naive forecasts; "
            "warnings are judged by the Brier score against each unit's own frequency, shrunk to that of all."
        )
        return (Text(told),)

    def _finding(self) -> tuple[Text, ...]:
        """Whether forecasts beat naive ones, intervals held, and warnings told anything."""
        found = []
        judged = self.accuracy[self.accuracy["forecasts"] > 0]
        for node, rows in judged.groupby(level="node", sort=False):
            name = self.names.get(str(node), str(node))
            means = {
                key: float(np.average(rows[key], weights=rows["forecasts"]))
                for key in _MEASURES
                if key in rows
            }
            best = min(
                (value for key, value in means.items() if key != "mase" and np.isfinite(value)),
                default=np.nan,
            )
            ratio = means["mase"] / best if best > 0 else np.nan
            text = "{node}: errors are {ratio:.2f} times those of the best naive forecast{verdict}."
            verdict = Text(": there is no gain") if ratio >= 1 else Text("")
            if np.isfinite(ratio):
                found.append(Text(text, node=name, ratio=ratio, verdict=verdict))
            checked = rows["checked"].sum()
            if checked:
                held = float((rows["coverage"] * rows["checked"]).sum() / checked)
                text = "{node}: {level:.0%} intervals held {held:.1%} of {checked:,} values."
                found.append(Text(text, node=name, level=self.level, held=held, checked=int(checked)))
        return (*found, *self._verdicts())

    def _verdicts(self) -> tuple[Text, ...]:
        """What each kind of warning was worth."""
        found = []
        for watched, rows in self.skill.groupby(level=["node", "side", "threshold"], sort=False):
            node, side, limit = map(str, watched)
            brier, base = (
                float(np.average(rows[key], weights=rows["warnings"])) for key in ("brier", "climatology")
            )
            told = {
                "node": self.names.get(node, node),
                "beyond": beyond(side, float(limit)),
                "brier": brier,
                "base": base,
            }
            text = ("{node} {beyond}: the warnings have skill: Brier score {brier:.4f} against {base:.4f} by each unit's "
                    "own frequency ({skill:.0%} less).")  # fmt: skip
            if not base > 0:
                text = "{node} {beyond}: it was always or never so, which warnings cannot be judged by."
            elif not brier < base:
                text = ("{node} {beyond}: the warnings have no skill: Brier score {brier:.4f} against {base:.4f} by each "
                        "unit's own frequency.")  # fmt: skip
            found.append(Text(text, **told, skill=1 - brier / base if base > 0 else 0.0))
        return tuple(found)

    def _names(self) -> Mapping[str, Label]:
        return self.names


def backtest(
    data: Panel,
    horizon: int = 4,
    level: float = 0.9,
    below: Limits = None,
    above: Limits = None,
    nodes: Sequence[str] | None = None,
    learner: Any = None,
) -> Backtest:
    """Judge forecasts, intervals and warnings by the past: from every origin, with what was known then.

    Parameters
    ----------
    data, horizon, level, nodes, learner
        As in `forecast`; a learner is judged in the same way as the damped trend.
    below, above : mapping of node to number, optional
        The limits that `warnings` are to be given of; without both only forecasts and intervals are judged.

    Returns
    -------
    Backtest
        Units that never change in the first periods have no MASE. Where warnings are no better than each unit's own
        frequency so far, the summary says that they have no skill.

    Raises
    ------
    FaultyInput, UnsuitableMethod
        As `forecast` and `warnings`.

    References
    ----------
    Hyndman, R. J. and Koehler, A. B. (2006). Another look at measures of forecast accuracy. International Journal of
    Forecasting 22, 679-688. Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly
    Weather Review 78, 1-3 (cited by others; not read).

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> rows = pd.MultiIndex.from_product([range(2013, 2025), [f"town {k}" for k in range(40)]], names=["period", "unit"])
    >>> rate = pd.Series(np.tile(np.linspace(60, 80, 40), 12) + rng.normal(0, 2, 480), rows, name="rate")
    >>> print(backtest(rate, horizon=1, below={"rate": 65}).summary("en"))
    rate: errors are 0.75 times those of the best naive forecast.
    rate: 90% intervals held 90.0% of 200 values.
    rate below 65: the warnings have skill: Brier score 0.0634 against 0.0671 by each unit's own frequency (5% less).
    """
    asked(data=(data, PANEL), horizon=(horizon, HORIZON), level=(level, SHARE), below=(below, LIMITS), above=(above, LIMITS),
          nodes=(nodes, optional(several(LABEL, 1))), learner=(learner, LEARNER))  # fmt: skip
    panel = chosen_nodes(history_of(data), nodes)
    watched = watched_limits(below, above, panel.nodes)
    tracks, notes = tracks_of(panel, horizon, learner)
    by_node = {track.node: track for track in tracks}
    accuracy = pd.concat([_accuracy(track, horizon, level) for track in tracks])
    judged = [
        _judged(by_node[one.node], one, horizon, panel.limits.get(one.node))
        for one in watched
        if one.node in by_node
    ]
    every = (
        pd.concat(judged)
        if judged
        else pd.DataFrame(columns=["horizon", "probability", "event", "frequency"])
    )
    if accuracy["forecasts"].sum() == 0:
        notes.append(
            Note("no forecast could be compared with what came: give more periods, or a smaller horizon")
        )
    return Backtest(accuracy, _skill(every), _calibration(every), level, "" if learner is None else type(learner).__name__,
                    panel.names, (*panel.notes, *notes))  # fmt: skip


def _accuracy(track: Track, horizon: int, level: float) -> pd.DataFrame:
    """Return a node's errors by the number of steps ahead, beside those of naive forecasts."""
    y, rows = track.y, []
    size = mean_known(np.abs(np.diff(y[: track.origins[0]], axis=0)))
    size = np.where(size > 0, size, np.nan)
    for step in range(1, horizon + 1):
        past = track.origins[track.origins + step <= track.last]
        truth = y[past + step - 1]
        error = np.abs(truth - track.path[: len(past), step - 1])
        there = ~np.isnan(error)
        share, checked = track.covered(step, level)
        row = {"forecasts": int(there.sum()), "mae": _mean(error), "mase": _mean(error / size),
               "naive_mase": _mean(np.where(there, np.abs(truth - y[past - 1]), np.nan) / size)}  # fmt: skip
        if track.length > 1:
            back = track.length * -(-step // track.length)
            row["seasonal_mase"] = _mean(
                np.where(there, np.abs(truth - y[past + step - 1 - back]), np.nan) / size
            )
        rows.append({**row, "coverage": share, "checked": checked})
    index = pd.MultiIndex.from_product([[track.node], range(1, horizon + 1)], names=["node", "horizon"])
    return pd.DataFrame(rows, index)


def _mean(values: Array) -> float:
    return float(mean_known(values.ravel()))


def _judged(track: Track, watched: Watched, horizon: int, ends: tuple[float, float] | None) -> pd.DataFrame:
    """Return every warning that would have been given, with whether it came true and how frequent that was before."""
    parts = []
    event = track.y < watched.limit if watched.side == SIDES[0] else track.y > watched.limit
    known = ~np.isnan(track.y)
    for step in range(1, horizon + 1):
        for place, origin, errors in track.checked(step):
            p = chance(track, place, step, errors, watched, ends)
            now = origin + step - 1
            there = known[now] & ~np.isnan(p)
            frequency = climatology(event[:origin].sum(0), known[:origin].sum(0))
            parts.append(pd.DataFrame({"horizon": step, "probability": p[there], "event": event[now, there],
                                       "frequency": frequency[there]}))  # fmt: skip
    columns = ["horizon", "probability", "event", "frequency"]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return found.assign(node=watched.node, side=watched.side, threshold=watched.limit)


def _skill(every: pd.DataFrame) -> pd.DataFrame:
    """Return Brier scores and skill by limit and number of steps ahead."""
    levels = ["node", "side", "threshold", "horizon"]
    if every.empty:
        index = pd.MultiIndex.from_arrays([[]] * 4, names=levels)
        return pd.DataFrame(
            columns=["warnings", "came_true", "brier", "climatology", "skill"], index=index, dtype=float
        )
    event = every["event"].astype(float)
    squares = every.assign(
        event=event, brier=(every["probability"] - event) ** 2, climatology=(every["frequency"] - event) ** 2
    )
    by = squares.groupby(levels, sort=False)
    table = pd.DataFrame({"warnings": by.size(), "came_true": by["event"].sum().astype(int), "brier": by["brier"].mean(),
                          "climatology": by["climatology"].mean()})  # fmt: skip
    table["skill"] = 1 - table["brier"] / table["climatology"].where(table["climatology"] > 0)
    return table


def _calibration(every: pd.DataFrame) -> pd.DataFrame:
    """Return mean probability and frequency in classes of probability."""
    place = np.clip(
        np.searchsorted(BINS, every["probability"].to_numpy(dtype=float), "right") - 1, 0, len(BINS) - 2
    )
    rows = []
    for k in np.unique(place):
        part = every[place == k]
        rows.append({"at_least": BINS[k], "below": BINS[k + 1], "warnings": len(part),
                     "predicted": part["probability"].mean(), "observed": part["event"].astype(float).mean()})  # fmt: skip
    return pd.DataFrame(rows, columns=["at_least", "below", "warnings", "predicted", "observed"])
