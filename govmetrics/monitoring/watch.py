"""Watching many series at once: which ones moved, without crying wolf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.options import (
    LABEL,
    MAPPING,
    SEED,
    SHARE,
    among,
    asked,
    choice,
    count,
    optional,
    several,
    wanted,
)
from govmetrics.core.periods import known_as
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.monitoring.denominators import denominators, events_of
from govmetrics.monitoring.history import chosen_nodes
from govmetrics.monitoring.judged import Chart, Judged, judged
from govmetrics.monitoring.moves import notes_of, signals_of
from govmetrics.monitoring.panels import Panel, Watched, panel_of
from govmetrics.monitoring.series import spacing_notes
from govmetrics.numerics.adjusted import adjusted
from govmetrics.numerics.arrays import Array

_CHARTS = {"individuals": Text("individuals chart"), "proportion": Text("p′ chart"), "count": Text("u′ chart"),
           "ewma": Text("EWMA chart"), "cusum": Text("CUSUM chart")}  # fmt: skip
SHOWN = 5
"""The summary has so many signals of the latest period in words."""


@dataclass(frozen=True, eq=False)
class Watch(Result):
    """Which of many series moved, when, and by how much.

    Attributes
    ----------
    signals : DataFrame
        A row each, the latest period first, in it the least likely by chance first: unit, node, period, direction ("improved",
        "worsened"; "up" or "down" where nothing says what is good), size, value, centre, p, q, sentence.
    limits : DataFrame
        Rows (node, unit, period), also of the baseline: value, charted (what the chart shows: the value, or a moving mean, or a
        sum), centre, lower, upper (limits of .0027 for one series alone; signals are by q), p, q, signal.
    nodes : DataFrame
        Rows node: chart, series (that were watched), autocorrelation, lent (degrees of freedom that units lend each other:
        inf where variances are alike and pooled, few where each keeps its own), dead_band.
    baseline : int
        So many periods before the first one watched set the limits.
    since : label
        The first period watched.
    latest : label
        The last one.
    false_alarms : float
        The false discovery rate: this share of the signals of a period is false on average.
    names : mapping of code to name
        Of the nodes, where the source has a tree.
    notes : tuple of str
        What a reader must know.

    See Also
    --------
    watch
    """

    signals: pd.DataFrame
    limits: pd.DataFrame
    nodes: pd.DataFrame
    baseline: int
    since: Any
    latest: Any
    false_alarms: float
    names: Mapping[Any, Label]
    notes: tuple[str, ...] = ()

    _by_line = True
    _shown: ClassVar = {"signals": "Signals", "nodes": "What was watched"}
    _left_out: ClassVar = ("names",)
    _cites: ClassVar = ("BenjaminiHochberg1995", "Smyth2004")

    def _finding(self) -> tuple[Text, ...]:
        now = self.signals[self.signals["period"] == self.latest]
        watched = self.limits["p"].to_numpy().reshape(-1, self._steps)[:, -1]
        good, bad = (int((now["direction"] == word).sum()) for word in ("improved", "worsened"))
        template = "{period}: {count} of {n:# series|# series} moved"
        if good + bad == len(now) and len(now):
            template = "{period}: {count} of {n:# series|# series} moved, {good} for the better and {bad} for the worse"
        told = Text(
            template,
            period=str(self.latest),
            count=len(now),
            n=int((~np.isnan(watched)).sum()),
            good=good,
            bad=bad,
        )
        first = Text(
            "{told} (of the signals of a period about {share:.0%} are false alarms).",
            told=told,
            share=self.false_alarms,
        )
        return (first, *now["sentence"].head(SHOWN))

    @property
    def _steps(self) -> int:
        return int(self.limits.index.get_level_values("period").nunique())

    def _method(self) -> tuple[Text, ...]:
        charts = [_CHARTS[chart] for chart in dict.fromkeys(self.nodes["chart"])]
        told = (
            "Every value from {since} on was compared with those of {m:# period|# periods} before, by {charts}; limits are those "
            "of a new value by t, variances were shared by the units of an indicator as far as they are alike (Smyth), and "
            "widened for the autocorrelation that the units have in common. Signals are those with a false discovery rate of "
            "{share:.0%} among all series of a period (Benjamini and Hochberg)."
        )
        return (Text(told, since=str(self.since), m=self.baseline, charts=charts, share=self.false_alarms),)

    def _names(self) -> Mapping[Any, Label]:
        return self.names


def watch(
    data: Panel,
    baseline: int = 12,
    chart: Literal["auto", "individuals", "proportion", "count", "ewma", "cusum"] = "auto",
    false_alarms: float = 0.10,
    out_of: Mapping[str, str | pd.Series] | None = None,
    dead_band: Mapping[str, float] | None = None,
    since: Any = None,
    nodes: Sequence[str] | None = None,
    rng: int | np.random.Generator = 0,
) -> Watch:
    r"""Find which of many series moved: unit by unit, node by node, without crying wolf.

    Every value after the baseline is compared with the baseline's mean by the prediction error of a new value,
    :math:`t = (x - \bar x)/(s \sqrt{1 + 1/m})`. The variance :math:`s^2` is pooled over the units of an indicator as far as
    theirs are alike (Smyth 2004), which raises power from .56 to .93 with twelve periods; where neighbouring periods resemble
    each other, limits are widened accordingly. Signals are found by Benjamini and Hochberg's false discovery rate over all
    series of a period: of 4,000 series, three sigma would call 77 falsely every period.

    Parameters
    ----------
    data : Dataset, Scores, Assessment, DataFrame, Series or {period: Scores}
        Rows (period, unit). Of a Dataset or scores the tree says whether a move is for the better; more is better in scores.
    baseline : int
        So many periods before the first one watched set the limits. Where there are fewer, those that there are do, and the
        result says so.
    chart : {"auto", "individuals", "proportion", "count", "ewma", "cusum"}
        For all nodes. "auto": a node in `out_of` is a proportion where its unit of measurement is a percentage or a share, else
        a count; all others are individuals. EWMA (weight .2) and CUSUM (slack .5 sd) see small moves that last.
    false_alarms : float
        The share of false ones among the signals of a period, on average. Where nothing moved it is the chance that a period
        has any signal at all, however many or few series there are.
    out_of : mapping of node to attribute or Series, optional
        What proportions are out of, and counts are exposed to: the name of an attribute of the data, or values by
        (period, unit). Satisfaction is out of those called back, not out of tickets.
    dead_band : mapping of node to float, optional
        Moves of less than this, in the node's unit, are no signals however sure they are.
    since : period, optional
        The first one watched. By default that after the first `baseline` periods; give the latest period to ask what moved
        against those just before it.
    nodes : sequence of str, optional
        Columns; all by default. The false discovery rate is over those that are watched.
    rng : int or Generator
        For the probabilities of cumulated sums, which are drawn.

    Returns
    -------
    Watch
        ``signals`` and ``limits``. Series with fewer than two values in the baseline, in which nothing ever varied, or without a
        value since, are not watched and named.

    Raises
    ------
    FaultyInput
        Rows without periods, or twice; unknown nodes, attributes, periods; events above the number that they are out of, or that
        are no whole numbers.
    UnsuitableMethod
        Fewer than three periods; scores whose yardstick changes with the period.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B
    57, 289-300. Smyth, G. K. (2004). Linear models and empirical Bayes methods for assessing differential expression in
    microarray experiments. Statistical Applications in Genetics and Molecular Biology 3(1), article 3.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> rows = pd.MultiIndex.from_product([range(2012, 2025), [f"town {k}" for k in range(30)]], names=["period", "unit"])
    >>> values = pd.Series(rng.normal(80, 2, len(rows)), rows, name="satisfied")
    >>> values[(2024, "town 7")] = 66.0
    >>> found = watch(values)
    >>> found.signals[["unit", "period", "direction"]].to_dict("records")
    [{'unit': 'town 7', 'period': 2024, 'direction': 'down'}]
    """
    faults = wanted(baseline=(baseline, count(2)), false_alarms=(false_alarms, SHARE), out_of=(out_of, optional(MAPPING)),
                    chart=(chart, choice("auto", "individuals", "proportion", "count", "ewma", "cusum")),
                    dead_band=(dead_band, optional(MAPPING)), since=(since, optional(LABEL)),
                    nodes=(nodes, optional(several(LABEL, 1))), rng=(rng, SEED))  # fmt: skip
    with faults:
        panel = chosen_nodes(panel_of(data), None if faults else nodes)
    faults.raise_all()
    bands = {} if dead_band is None else dict(dead_band)
    shares, charts = denominators(panel, {} if out_of is None else out_of, bands, chart)
    stop, m, notes = _baseline(panel, baseline, since)
    seed = (
        int(np.random.default_rng(rng).integers(2**32)) if isinstance(rng, np.random.Generator) else int(rng)
    )
    found = []
    for place, (node, kind) in enumerate(charts.items()):
        x, n, unit = events_of(panel, place, shares.get(node), kind)
        one = judged(x, stop - m, stop, kind, n, seed)
        found.append(_in_unit(one, unit))
    return _result(panel, charts, found, bands, stop, m, false_alarms, notes)


def _in_unit(one: Judged, whole: float) -> Judged:
    """Return what was found of shares in the node's unit of measurement."""
    if whole == 1:
        return one
    names = ("charted", "centre", "lower", "upper", "size")
    return replace(one, **{name: getattr(one, name) * whole for name in names})


def _baseline(panel: Watched, baseline: int, since: Any) -> tuple[int, int, list[Note]]:
    """Return the place of the first period watched, how many are before it, and what was not as asked."""
    periods = panel.periods
    if len(periods) < 3:
        raise UnsuitableMethod("data", "there {count:is # period|are # periods}", "watching takes a baseline of two and one more",
                               count=len(periods))  # fmt: skip
    if since is None:
        stop = min(baseline, len(periods) - 1)
    else:
        known = known_as(since, periods)
        asked(since=(known if known is not None else since, among(periods)))
        stop = periods.index(known)
        if stop < 2:
            raise FaultyInput(
                "since",
                "{period} has fewer than two periods before it",
                "choose a later one",
                period=str(since),
            )
    m = min(baseline, stop)
    said = "the baseline has {m:# period|# periods}, not {asked}: there are no more before {period}"
    return stop, m, [Note(said, m=m, asked=baseline, period=str(periods[stop]))] if m < baseline else []


def _result(
    panel: Watched, charts: dict[Any, Chart], found: list[Judged], bands: dict[str, float], stop: int, m: int,
    false_alarms: float, notes: list[Note],
) -> Watch:  # fmt: skip
    """Return the result: false discovery rates over all series of a period, tables, sentences."""
    shape = (len(charts), len(panel.units), len(panel.periods))

    def stacked(name: str) -> Array:
        return np.stack([np.broadcast_to(getattr(one, name), shape[:0:-1]).T for one in found])

    p = stacked("p")
    q = np.full(shape, np.nan)
    for step in range(stop, shape[2]):
        q[:, :, step] = adjusted(p[:, :, step].ravel(), "benjamini_hochberg").reshape(shape[:2])
    band = np.array([float(bands.get(node, 0.0)) for node in charts])[:, None, None]
    size = stacked("size")
    signal = (q <= false_alarms) & (np.abs(size) >= band)
    index = pd.MultiIndex.from_product(
        [list(charts), panel.units, panel.periods], names=["node", "unit", "period"]
    )
    columns: dict[str, np.ndarray] = {"value": panel.values.transpose(2, 1, 0)} | {
        name: stacked(name) for name in ("charted", "centre", "lower", "upper")
    }
    columns |= {"p": p, "q": q, "signal": signal}
    limits = pd.DataFrame(
        {name: np.ascontiguousarray(cells).ravel() for name, cells in columns.items()}, index
    )
    nodes = pd.DataFrame(
        {"chart": list(charts.values()), "series": (~np.isnan(p)).any(axis=2).sum(axis=1),
         "autocorrelation": [one.rho for one in found], "lent": [one.lent for one in found], "dead_band": band[:, 0, 0]},
        pd.Index(list(charts), name="node"),
    )  # fmt: skip
    signals = signals_of(panel, charts, np.argwhere(signal), columns, size)
    notes = [
        *spacing_notes(panel.labels),
        *panel.notes,
        *notes,
        *notes_of(panel, charts, p, signal[:, :, -1], stop),
    ]
    return Watch(
        signals,
        limits,
        nodes,
        m,
        panel.periods[stop],
        panel.periods[-1],
        false_alarms,
        panel.names,
        tuple(notes),
    )
