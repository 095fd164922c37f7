"""Forecasts of many short series: damped trends with shared parameters, and intervals from what came true before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.options import LABEL, SHARE, count, optional, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.monitoring.calendar import following
from govmetrics.monitoring.history import History, chosen_nodes, history_of
from govmetrics.monitoring.learners import LEARNER
from govmetrics.monitoring.panels import PANEL, Panel
from govmetrics.monitoring.rolling import Track, tracks_of
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.conformal import width
from govmetrics.numerics.damped_trend import CHOICES

HORIZON = count(1, 400)


@dataclass(frozen=True, eq=False)
class Forecast(Result):
    """What is to be expected of every unit in the next periods, with intervals and how often such held.

    Attributes
    ----------
    median : DataFrame
        Rows (period, unit) x nodes: as likely to be exceeded as not. NaN for a unit without a value in the last period.
    lower, upper : DataFrame
        The same: ends of the intervals; infinite where too few errors are known for the level.
    coverage : DataFrame
        Rows (node, horizon): level, coverage (the share of past values that lay within the intervals that would have
        been given before them; NaN where there were none to check), checked (how many) and errors (on how many the
        interval rests now).
    parameters : DataFrame
        Rows of nodes: units, periods, season (periods in a year; 1 where none is used), alpha, beta, phi (0 without a
        trend); NaN with a learner.
    level : float
        Of the intervals.
    learner : str
        Its class; empty without one.
    names : mapping of code to name
        Of the nodes, where the source has a tree.
    limits : mapping of node to (low, high)
        Beyond which nothing is forecast.
    history : DataFrame
        Rows (period, unit) x nodes: what the forecast follows.
    notes : tuple of Note
        What a reader must know.

    See Also
    --------
    forecast
    """

    median: pd.DataFrame
    lower: pd.DataFrame
    upper: pd.DataFrame
    coverage: pd.DataFrame
    parameters: pd.DataFrame
    level: float
    learner: str
    names: Mapping[str, Label]
    limits: Mapping[str, tuple[float, float]]
    history: pd.DataFrame
    notes: tuple[Note, ...]
    _tracks: Mapping[str, Track]

    _shown: ClassVar = {"median": "Forecast", "lower": "Lower ends", "upper": "Upper ends",
                        "coverage": "Coverage of the intervals", "parameters": "Parameters"}  # fmt: skip
    _by_line = True
    _left_out = ("names", "history")
    _cites: ClassVar = ("GardnerMcKenzie2011", "MillerWilliams2003", "Lei2018", "Smyth2004")

    def _method(self) -> tuple[Text, ...]:
        how = Text(
            "Forecasts are damped trends whose parameters all units of an indicator share, the best of {choices} by the "
            "forecasts that had come true; seasons are shrunk to the common one as far as the years disagree.",
            choices=2 * len(CHOICES),
        )
        if self.learner:
            how = Text(
                "Forecasts are by {learner}, fitted to what was known at each origin.", learner=self.learner
            )
        told = (
            "The {level:.3g}% intervals are split conformal: as wide, for each number of periods ahead, as past errors from "
            "rolling origins ask for, in multiples of each unit's own size of errors, shrunk to that of all units."
        )
        return (how, Text(told, level=100 * self.level))

    def _finding(self) -> tuple[Text, ...]:
        """What each node is expected to do, and how often its intervals held."""
        periods = list(dict.fromkeys(self.median.index.get_level_values("period")))
        last = self.history.index.get_level_values("period")[-1]
        before = self.history.xs(last, level="period")
        found = []
        for node in self.median.columns:
            ahead = self.median[node].xs(periods[-1], level="period")
            change = (ahead - before[node].reindex(ahead.index)).dropna()
            told = self.coverage.loc[node]
            checked = told["checked"].sum()
            held = (told["coverage"] * told["checked"]).sum() / checked if checked else np.nan
            text = ("{node}: from {last} to {period} {up} of {count:# unit|# units} are expected to rise; past {level:.0%} "
                    "intervals held {held:.1%} of {checked:,} values.")  # fmt: skip
            if not checked:
                text = ("{node}: from {last} to {period} {up} of {count:# unit|# units} are expected to rise; whether "
                        "{level:.0%} intervals hold could not be checked.")  # fmt: skip
            found.append(Text(text, node=self.names.get(node, node), last=str(last), period=str(periods[-1]),
                              up=int((change > 0).sum()), count=len(change), level=self.level, held=held,
                              checked=int(checked)))  # fmt: skip
        return tuple(found)

    def _names(self) -> Mapping[str, Label]:
        return self.names


def forecast(
    data: Panel,
    horizon: int = 4,
    level: float = 0.9,
    nodes: Sequence[str] | None = None,
    learner: Any = None,
) -> Forecast:
    r"""Forecast every unit at every node, with intervals whose coverage was tested on the past.

    Short series say little each, so all units of a node share the parameters of one damped trend
    (:math:`\hat y_{t+h} = \ell_t + (\phi + \dots + \phi^h) b_t`, Gardner and McKenzie 2011), chosen among sixty by the
    forecasts that had come true. Seasons are estimated over all units and from each unit, and shrunk (Miller and Williams
    2003). Intervals are split conformal (Lei et al. 2018): for each number of periods ahead the quantile of past errors
    from rolling origins, each divided by the unit's own size of errors, which is shrunk to that of all units (Smyth
    2004). Everything at an origin is made of what was known then.

    Parameters
    ----------
    data : Dataset, Scores, Assessment, DataFrame, Series or mapping
        Rows (period, unit) in any order, or ``{period: Scores}``. Periods lie at equal distances, years, quarters or
        months alike; absent ones count as missing. Scores need one set of weights and bounds over all periods.
    horizon : int
        How many periods ahead.
    level : float
        Of the intervals.
    nodes : sequence of str, optional
        Columns; all by default.
    learner : object, optional
        With ``fit(X, y)`` and ``predict(X)``, as scikit-learn has them: it forecasts in place of the damped trend.

    Returns
    -------
    Forecast
        Values with goalposts, or a unit of measurement that has ends (%), are not forecast beyond these.

    Raises
    ------
    FaultyInput
        Rows without periods or twice, values that are no numbers, unknown nodes.
    UnsuitableMethod
        Fewer than three periods and the horizon; unequal distances; weights or bounds that differ between periods; a
        learner that fails.

    References
    ----------
    Gardner, E. S. and McKenzie, E. (2011). Why the damped trend works. Journal of the Operational Research Society 62,
    1177-1180. Miller, D. M. and Williams, D. (2003). Shrinkage estimators of time series seasonal factors and their
    effect on forecasting accuracy. International Journal of Forecasting 19, 669-684. Lei, J. et al. (2018).
    Distribution-free predictive inference for regression. Journal of the American Statistical Association 113,
    1094-1111 (arXiv:1604.04173). Smyth, G. K. (2004). Linear models and empirical Bayes methods. Statistical
    Applications in Genetics and Molecular Biology 3, 3. Of the first two the abstracts were read, not the papers.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> rows = pd.MultiIndex.from_product([[f"{y}Q{q}" for y in range(2021, 2025) for q in range(1, 5)],
    ...                                    [f"town {k}" for k in range(60)]], names=["period", "unit"])
    >>> rate = pd.Series(70 + np.tile([3.0, 0, -1, -2], 4).repeat(60) + rng.normal(0, 1, 960), rows, name="rate")
    >>> found = forecast(rate, horizon=2)
    >>> found.median.xs("town 0", level="unit").round(1)["rate"].to_dict()
    {'2025Q1': 72.6, '2025Q2': 69.5}
    >>> found.coverage["coverage"].round(2).tolist()
    [0.91, 0.85]
    """
    wanted(data=(data, PANEL), horizon=(horizon, HORIZON), level=(level, SHARE), nodes=(nodes, optional(several(LABEL, 1))),
           learner=(learner, LEARNER)).raise_all()  # fmt: skip
    panel = chosen_nodes(history_of(data), nodes)
    tracks, notes = tracks_of(panel, horizon, learner)
    index = pd.MultiIndex.from_product(
        [following(panel.calendar, horizon), panel.units], names=["period", "unit"]
    )
    ends = {name: {} for name in ("median", "lower", "upper")}  # type: dict[str, dict[str, Array]]
    for track in tracks:
        for name, path in zip(
            ends, ends_of(track, horizon, level, panel.limits.get(track.node)), strict=True
        ):
            ends[name][track.node] = path.ravel()
    frames = {name: pd.DataFrame(columns, index) for name, columns in ends.items()}
    coverage = _coverage(tracks, horizon, level)
    return Forecast(
        **frames, coverage=coverage, parameters=_parameters(tracks, learner), level=level,
        learner="" if learner is None else type(learner).__name__, names=panel.names, limits=dict(panel.limits),
        history=_history(panel), notes=(*panel.notes, *notes, *_notes(panel, tracks, frames, coverage, level)),
        _tracks={track.node: track for track in tracks},
    )  # fmt: skip


def ends_of(
    track: Track, horizon: int, level: float, limits: tuple[float, float] | None
) -> tuple[Array, Array, Array]:
    """Return median, lower and upper end, each (horizon, series)."""
    centre, scale = track.path[-1], track.scale[-1]
    wide = np.array([width(track.known(track.last, step), level) for step in range(1, horizon + 1)])
    with np.errstate(invalid="ignore"):
        half = np.where(scale == 0, np.where(np.isinf(wide), np.inf, 0.0)[:, None], wide[:, None] * scale)
    low, high = centre - half, centre + half
    return (centre, low, high) if limits is None else (centre, np.clip(low, *limits), np.clip(high, *limits))


def _coverage(tracks: list[Track], horizon: int, level: float) -> pd.DataFrame:
    rows = {}
    for track in tracks:
        for step in range(1, horizon + 1):
            share, checked = track.covered(step, level)
            known = len(track.known(track.last, step))
            rows[track.node, step] = {"level": level, "coverage": share, "checked": checked, "errors": known}
    index = pd.MultiIndex.from_tuples(list(rows), names=["node", "horizon"])
    return pd.DataFrame(list(rows.values()), index)


def _parameters(tracks: list[Track], learner: Any) -> pd.DataFrame:
    """Return what each node's forecast was made with."""
    rows = []
    for track in tracks:
        choice = int(track.choice[-1])
        alpha, beta, phi = CHOICES[choice % len(CHOICES)] if learner is None else (np.nan,) * 3
        seasonal = track.length > 1 and (choice >= len(CHOICES) or learner is not None)
        rows.append({"units": int((~np.isnan(track.y[-1])).sum()), "periods": track.last,
                     "season": track.length if seasonal else 1, "alpha": alpha, "beta": beta, "phi": phi})  # fmt: skip
    return pd.DataFrame(rows, pd.Index([track.node for track in tracks], name="node"))


def _history(panel: History) -> pd.DataFrame:
    """Return the values that came in, periods in the order of time, without those that are absent."""
    there = panel.values[panel.calendar.places]
    index = pd.MultiIndex.from_product([panel.calendar.labels, panel.units], names=["period", "unit"])
    return pd.DataFrame(there.reshape(len(index), -1), index, panel.nodes)


def _notes(
    panel: History,
    tracks: list[Track],
    frames: Mapping[str, pd.DataFrame],
    coverage: pd.DataFrame,
    level: float,
) -> list[Note]:
    """Return what a reader of the intervals must know."""
    notes = []
    for track in tracks:
        name = panel.names.get(track.node, track.node)
        lost = [str(unit) for unit in panel.units[np.isnan(track.path[-1]).any(0)]]
        if lost:
            notes.append(Note("{node}: not forecast, for want of a value in the last period or of a history: {units:5}",
                              node=name, units=lost))  # fmt: skip
        if not track.scale[-1].any():
            notes.append(Note("{node} never moved: its intervals have no width", node=name))
        if track.node in panel.limits:
            low, high = panel.limits[track.node]
            notes.append(
                Note("{node} is not forecast beyond {low:g} and {high:g}", node=name, low=low, high=high)
            )
        known = coverage["errors"].xs(track.node, level="node")
        least = int(np.ceil(level / (1 - level) - 1e-9))
        if (known < least).any():
            notes.append(Note("{node}: a {level:.0%} interval needs {least} past errors, and has {count} at the longest horizon: "
                              "where there are fewer it has no end; lower the level, or give more periods or units",
                              node=name, level=level, least=least, count=int(known.min())))  # fmt: skip
    if "+1" in frames["median"].index.get_level_values("period"):
        notes.append(Note("what the next periods are called cannot be told from the names: +1 is the first after {last}",
                          last=str(panel.calendar.labels[-1])))  # fmt: skip
    return notes
