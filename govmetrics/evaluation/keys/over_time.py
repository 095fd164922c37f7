"""What is watched from period to period, and what is forecast and warned of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from govmetrics.evaluation.keys.kinds import KEYS, Called, File, Flag, Name, Names, Number, OneUnit, Share

Of = Literal["indicators", "scores"]
"""Indicators in their own units of measurement, or scores of the index at every node."""
Band = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]


@dataclass(frozen=True)
class Tickets:
    """Tickets of a hotline, whose three rates join the tree under `codes` (`monitoring.three_rates`).

    Parameters
    ----------
    file, weights, within, columns, words, codes
        As `three_rates` takes them; rates without a code are watched and compared, and join nothing. Several columns that
        name a unit of the records together name it here where the tickets have them.
    window : {"month", "quarter", "year", "all"}
        Length of a period; "all" takes all tickets together.
    missing_units : {"refuse", "keep"}
        What is done with units that have no tickets.
    """

    __pydantic_config__ = KEYS
    file: File = field(kw_only=True)
    window: Literal["month", "quarter", "year", "all"] = "quarter"
    weights: Mapping[str, Number] | None = None
    within: Mapping[str, Number] | None = None
    columns: Mapping[str, Name | OneUnit] | None = None
    words: Mapping[Name, bool | None] | None = None
    codes: Mapping[str, Name] = field(default_factory=dict)
    missing_units: Literal["refuse", "keep"] = "refuse"


@dataclass(frozen=True)
class Compared:
    """Rates of the latest period in a funnel (`monitoring.funnel`): two columns of counts, or a rate of the tickets."""

    __pydantic_config__ = KEYS
    name: Called | None = None
    events: Name | None = None
    out_of: Name | None = None
    rate: Literal["response", "resolution", "satisfaction"] | None = None
    kind: Literal["proportion", "rate", "ratio"] = "proportion"
    target: Literal["mean"] | Number = "mean"
    overdispersion: Literal["additive", "multiplicative", "none"] = "additive"
    better: Literal["more", "less"] = "more"


@dataclass(frozen=True)
class Monitoring:
    """Which series moved in the latest period (`monitoring.watch`), and rates compared fairly (`monitoring.funnel`).

    Parameters
    ----------
    watch : bool
        Whether series are watched; funnels alone need one period only.
    of : {"indicators", "scores"}
        Indicators in their own units of measurement, or scores at every node.
    nodes : sequence of str, optional
        Which of them; all by default.
    baseline, chart, false_alarms, out_of, dead_band, since
        As in `watch`; what proportions are out of is named by column.
    funnel : sequence of mappings
        Rates of units of different size, beside what they are out of.
    """

    __pydantic_config__ = KEYS
    watch: Flag = True
    of: Of = "indicators"
    nodes: Names | None = None
    baseline: Annotated[int, Field(strict=True, ge=2)] = 12
    chart: Literal["auto", "individuals", "proportion", "count", "ewma", "cusum"] = "auto"
    false_alarms: Share = 0.1
    out_of: Mapping[str, Name] = field(default_factory=dict)
    dead_band: Mapping[str, Band] = field(default_factory=dict)
    since: Any = None
    funnel: Sequence[Compared] = ()


@dataclass(frozen=True)
class Foreseen:
    """What is to be expected (`monitoring.forecast`), where limits will be missed (`warnings`), and whether such came true.

    Parameters
    ----------
    of, nodes
        As in `monitoring`.
    horizon, level
        As in `forecast`.
    below, above : mapping of node to number
        Limits that are warned of.
    backtest : bool
        Whether forecasts and warnings are judged by the past.
    """

    __pydantic_config__ = KEYS
    of: Of = "indicators"
    nodes: Names | None = None
    horizon: Annotated[int, Field(strict=True, ge=1, le=400)] = 4
    level: Share = 0.9
    below: Mapping[str, Number] = field(default_factory=dict)
    above: Mapping[str, Number] = field(default_factory=dict)
    backtest: Flag = True
