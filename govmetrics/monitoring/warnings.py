"""Early warnings: where a target will be missed, and with what probability."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput
from govmetrics.core.errors import Faults
from govmetrics.core.options import MAPPING, asked, instance, is_number, optional, shown
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.monitoring.forecast import Forecast
from govmetrics.monitoring.history import refuse_unknown
from govmetrics.monitoring.rolling import Track
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.conformal import chance_below

Limits = Mapping[str, float] | None
"""A value for each node that is watched."""
LIMITS = optional(MAPPING)
FORECAST = instance(Forecast, Text("make it with monitoring.forecast"))


SIDES = ("below the limit", "above the limit")


class Watched(NamedTuple):
    """A limit of a node, and on which side of it there is a warning."""

    node: str
    side: str
    limit: float


def beyond(side: str, limit: float) -> Text:
    """Return on which side of which limit, in words."""
    return Text("below {limit:g}", limit=limit) if side == SIDES[0] else Text("above {limit:g}", limit=limit)


@dataclass(frozen=True, eq=False)
class EarlyWarnings(Result):
    """How probable it is that units come to lie beyond limits, the most probable first.

    Attributes
    ----------
    table : DataFrame
        Rows (unit, node, period): side ("below the limit" or "above the limit"), threshold, probability, median (of the
        forecast) and sentence.
    chances : DataFrame
        Rows (node, side, threshold, period): units, expected (how many of them, on average) and highest probability.
    names : mapping of code to name
        Of the nodes, where the source has a tree.
    notes : tuple of Note
        What a reader must know.

    See Also
    --------
    warnings
    """

    table: pd.DataFrame
    chances: pd.DataFrame
    names: Mapping[str, Label]
    notes: tuple[Note, ...]

    _shown: ClassVar = {"table": "Early warnings", "chances": "How many are to be expected"}
    _by_line = True
    _left_out = ("names",)
    _cites: ClassVar = ("Lei2018",)

    def _method(self) -> tuple[Text, ...]:
        return (
            Text("The probability that a value lies beyond a limit is the share of past errors, scaled to the unit, that would "
                 "have brought its forecast there; errors of either sign count alike."),
        )  # fmt: skip

    def _finding(self) -> tuple[Text, ...]:
        """What is most probable for each limit in the first period to come."""
        found = []
        for watched, rows in self.chances.groupby(level=["node", "side", "threshold"], sort=False):
            node, side, limit = map(str, watched)
            period, first = rows.index.get_level_values("period")[0], rows.iloc[0]
            text = ("{node}: in {period}, {expected:.1f} of {count:# unit|# units} are to be expected {beyond}; the "
                    "highest probability is {highest}.")  # fmt: skip
            most = _in_words(first["highest"])
            found.append(Text(text, node=self.names.get(node, node), period=str(period), beyond=beyond(side, float(limit)),
                              expected=first["expected"], count=int(first["units"]), highest=most))  # fmt: skip
        return tuple(found)

    def _names(self) -> Mapping[str, Label]:
        return self.names


def warnings(forecast: Forecast, below: Limits = None, above: Limits = None) -> EarlyWarnings:
    """Say with what probability each unit will lie below, or above, a limit in each period to come.

    The probability is counted among past errors of as many periods ahead (split conformal, Lei et al. 2018), each in
    multiples of the unit's own size of errors; `backtest` tells whether such probabilities came true.

    Parameters
    ----------
    forecast : Forecast
        From `forecast`.
    below : mapping of node to number, optional
        Values of less are warned of.
    above : mapping of node to number, optional
        Values of more are warned of.

    Returns
    -------
    EarlyWarnings
        Most probable first. Units without a forecast have no warning.

    Raises
    ------
    FaultyInput
        No limit, a limit that is no number, nodes that are not forecast.

    References
    ----------
    Lei, J. et al. (2018). Distribution-free predictive inference for regression. Journal of the American Statistical
    Association 113, 1094-1111.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> rows = pd.MultiIndex.from_product([range(2013, 2025), [f"town {k}" for k in range(40)]], names=["period", "unit"])
    >>> rate = pd.Series(np.tile(np.linspace(60, 80, 40), 12) + rng.normal(0, 2, 480), rows, name="rate")
    >>> import govmetrics as gm
    >>> found = warnings(gm.monitoring.forecast(rate, horizon=1), below={"rate": 62})
    >>> print(found.table["sentence"].iloc[0])
    town 0: rate lies below 62 in 2025 with a probability of 85% (forecast 60.0)
    """
    asked(forecast=(forecast, FORECAST), below=(below, LIMITS), above=(above, LIMITS))
    watched = watched_limits(below, above, list(forecast.median.columns))
    if not watched:
        raise FaultyInput("below", "there is no limit", "give {{node: value}} as `below` or `above`")
    parts = [_chances(forecast, one) for one in watched]
    table = pd.concat(parts, ignore_index=True).sort_values("probability", ascending=False, kind="stable")
    by = table.groupby(["node", "side", "threshold", "period"], sort=False)["probability"]
    chances = pd.DataFrame({"units": by.size(), "expected": by.sum(), "highest": by.max()})
    order = [(*one, period) for one in watched for period in forecast.median.index.unique("period")]
    chances = chances.reindex([key for key in order if key in chances.index])
    said = [_sentence(row, forecast.names) for row in table.to_dict("records")]
    table["sentence"] = pd.Series(said, table.index, dtype=object)  # as they are: two languages
    notes = tuple(note for note in forecast.notes if isinstance(note, Note))
    return EarlyWarnings(table.set_index(["unit", "node", "period"]), chances, forecast.names, notes)


def watched_limits(below: Limits, above: Limits, nodes: list[str]) -> list[Watched]:
    """Return what is watched; refuse limits that are no numbers, of nodes that there are not.

    Raises
    ------
    FaultyInput
        All of them at once.
    """
    faults = Faults()
    for name, limits in (("below", below), ("above", above)):
        with faults:
            refuse_unknown(name, limits or {}, nodes)
        faults += [
            Fault(name, "of {node} is {value}", "give a finite number", node=str(node), value=shown(limit))
            for node, limit in (limits or {}).items()
            if not is_number(limit)
        ]
    faults.raise_all()
    sides = zip(SIDES, (below, above), strict=True)
    return [
        Watched(node, side, float(limit)) for side, limits in sides for node, limit in (limits or {}).items()
    ]


def chance(
    track: Track, place: int, step: int, known: Array, watched: Watched, ends: tuple[float, float] | None
) -> Array:
    """Return the probability of every series to lie beyond a limit, so many steps after an origin."""
    centre, limit = track.path[place, step - 1], watched.limit
    found = chance_below(limit, centre, track.scale[place], known)
    if ends is not None:  # nothing can lie beyond them
        found = np.where(limit <= ends[0], 0.0, np.where(limit > ends[1], 1.0, found))
        if watched.side == SIDES[1] and limit >= ends[1]:
            found = np.ones(found.shape)
        found = np.where(np.isnan(centre), np.nan, found)
    return found if watched.side == SIDES[0] else 1 - found


def _chances(forecast: Forecast, watched: Watched) -> pd.DataFrame:
    """Return the probabilities of one limit, a row for each unit and period."""
    track = forecast._tracks[watched.node]
    median = forecast.median[watched.node]
    periods, units = median.index.unique("period"), median.index.unique("unit")
    ends = forecast.limits.get(watched.node)
    found = [
        chance(track, -1, step, track.known(track.last, step), watched, ends)
        for step in range(1, len(periods) + 1)
    ]
    table = pd.DataFrame({
        "unit": np.tile(units.to_numpy(dtype=object), len(periods)), "node": watched.node,
        "period": pd.Series(list(periods), dtype=object).repeat(len(units)).to_numpy(), "side": watched.side,
        "threshold": watched.limit, "probability": np.concatenate(found), "median": median.to_numpy(),
    })  # fmt: skip
    return table[table["probability"].notna()]


def _sentence(row: Mapping[Any, Any], names: Mapping[str, Label]) -> Text:
    text = "{unit}: {node} lies {beyond} in {period} with a probability of {chance} (forecast {median:.1f})"
    node = names.get(row["node"], row["node"])
    return Text(text, unit=str(row["unit"]), node=node, beyond=beyond(row["side"], row["threshold"]), period=str(row["period"]),
                chance=_in_words(row["probability"]), median=row["median"])  # fmt: skip


def _in_words(probability: float) -> Text | str:
    """Return a probability in percent; what is nearly sure is not called sure."""
    if 0.995 <= probability < 1:
        return Text("over 99%")
    return Text("under 1%") if 0 < probability < 0.005 else f"{probability:.0%}"
