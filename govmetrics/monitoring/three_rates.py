"""Three rates of a hotline (三率): response, resolution and satisfaction, each out of what it is a share of."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.labels import UNIT, UNIT_HEADING
from govmetrics.core.options import FROM_ZERO, LABEL, POSITIVE, SHARE, TEXT, Kind, choice, optional, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.result import Result
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Label, Note, Text
from govmetrics.monitoring.dispersion import WARNING
from govmetrics.monitoring.ticket_sheets import HEADINGS
from govmetrics.monitoring.tickets import read_tickets
from govmetrics.numerics.shares import wilson

RATES = ("response", "resolution", "satisfaction")
NAMES = {
    "response": Label("Response rate", "响应率"), "resolution": Label("Resolution rate", "解决率"),
    "satisfaction": Label("Satisfaction rate", "满意率"),
}  # fmt: skip
Window = Literal["month", "quarter", "year"]
_SOURCE = Kind(
    lambda value: (
        isinstance(value, pd.DataFrame) or (isinstance(value, str | os.PathLike) and str(value) != "")
    ),
    Text("give a path or a DataFrame, one row a ticket"),
)


def _several(unit: Any) -> bool:
    return isinstance(unit, list | tuple) and UNIT.fits(unit) and all(map(TEXT.fits, unit))


def _mapping(keys: tuple[str, ...] | None, inner: Kind, way_out: Text) -> Kind:
    """None, or a mapping of some keys to what `inner` says."""
    return optional(Kind(
        lambda value: isinstance(value, Mapping)
        and all((keys is None or key in keys) and isinstance(key, str) and inner.fits(one) for key, one in value.items()),
        way_out,
    ))  # fmt: skip


_WEIGHTS = _mapping(RATES, FROM_ZERO, Text("give weights of response, resolution and satisfaction, from 0"))
_WITHIN = _mapping(RATES[:2], POSITIVE, Text('give days, such as {{"response": 1, "resolution": 15}}'))
_COLUMNS = optional(Kind(
    lambda value: isinstance(value, Mapping)
    and all(key in HEADINGS and (TEXT.fits(one) or (key == "unit" and _several(one))) for key, one in value.items()),
    Text("give headings by what they hold: {keys}", keys=list(HEADINGS)),
))  # fmt: skip
_CODES = _mapping(RATES, LABEL, Text("give codes of the tree for response, resolution and satisfaction"))
_WORDS = _mapping(None, Kind(lambda value: value is None or isinstance(value, bool | np.bool_), Text("")),
                  Text("give what words mean: True, False, or None where nobody was asked"))  # fmt: skip


@dataclass(frozen=True, eq=False)
class ThreeRates(Result):
    """Response, resolution and satisfaction of units, with what they rest on.

    Attributes
    ----------
    values, standard_errors : DataFrame
        In percent, by unit, or (period, unit); columns response, resolution, satisfaction, or the codes given: they join
        a tree as they are. Satisfaction is missing where nobody was reached. Errors are half of Wilson's 95% interval
        over its quantile, so that 22 of 22 has one.
    events, out_of : DataFrame
        The counts behind them, for `funnel`. Satisfaction is out of the call-backs that reached somebody.
    scores, score_errors : Series
        The weighted mean in percent; its error is at most the weighted sum of the rates' errors, whatever their
        correlation.
    table : DataFrame
        tickets, response, resolution, call_backs, satisfaction, satisfaction_lower, satisfaction_upper (Wilson), score,
        score_error.
    weights : dict
        Shares of the three rates in the score.
    level : float
        Of the interval of satisfaction.
    window : str or None
        Length of a period.

    See Also
    --------
    three_rates
    """

    values: pd.DataFrame
    standard_errors: pd.DataFrame
    events: pd.DataFrame
    out_of: pd.DataFrame
    scores: pd.Series
    score_errors: pd.Series
    table: pd.DataFrame
    weights: dict[str, float]
    level: float
    window: str | None
    procedure: Procedure = field(default_factory=Procedure)
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"table": "Response, resolution and satisfaction"}

    def _finding(self) -> tuple[Text, ...]:
        """All together, and on how many call-backs the least known unit rests."""
        done, out_of = self.events.sum(), self.out_of.sum()
        shares = [100 * done[name] / out_of[name] if out_of[name] else np.nan for name in RATES]
        counted: dict[str, Any] = {"tickets": int(out_of["response"]), "asked": int(out_of["satisfaction"])}
        counted |= dict(zip("abc", shares, strict=True))
        if not counted["asked"]:
            return (Text("{tickets:,} tickets, and nobody was reached by a call-back: response {a:.1f}%, resolution {b:.1f}%.",
                         **counted),)  # fmt: skip
        told = [Text("{tickets:,} tickets, {asked:,} call-backs: response {a:.1f}%, resolution {b:.1f}%, satisfaction {c:.1f}% "
                     "of those reached.", **counted)]  # fmt: skip
        asked = self.out_of["satisfaction"]
        least = [_place(at) for at in asked.index[asked == asked.min()]]
        told.append(Text("The fewest call-backs, {n:,}, are of {unit:3}.", n=int(asked.min()), unit=least))
        return tuple(told)

    def _names(self) -> Mapping[Any, str]:
        codes = zip(self.values.columns, NAMES.items(), strict=True)
        return {code: name for code, (rate, name) in codes if code != rate}


def three_rates(
    tickets: Any,
    window: Window | None = "quarter",
    weights: Mapping[str, float] | None = None,
    within: Mapping[str, float] | None = None,
    columns: Mapping[str, str | Sequence[str]] | None = None,
    words: Mapping[str, bool | None] | None = None,
    codes: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> ThreeRates:
    """Compute response, resolution and satisfaction of a hotline from its tickets.

    Response and resolution are out of the tickets received in a period; satisfaction is out of the call-backs that reached
    somebody, not out of the tickets. A ticket counts for the period in which it was received.

    Parameters
    ----------
    tickets : path or DataFrame
        One row a ticket, below the row with the headings; titles above, totals and remarks below are left out and named.
        Of a workbook the sheet that has tickets is read. Columns: unit (承办单位, or 所属社区 where both are there),
        received (受理时间), answered (响应时间, 是否响应), resolved (办结时间, 是否解决), callback (回访结果), and
        where there is one ticket (工单编号); other headings of the field are known, too. Answered and resolved hold a
        time, or yes or no; empty: not yet. An empty call-back: nobody was asked.
    window : {"month", "quarter", "year"} or None
        Length of a period; None takes all tickets together.
    weights : mapping, optional
        Of response, resolution and satisfaction in the score; alike by default.
    within : mapping, optional
        Days within which a response or a resolution counts: ``{"response": 1, "resolution": 15}``. Later ones do not.
    columns : mapping, optional
        Headings of your own: ``{"unit": "所属镇街"}``. Two columns may name the unit together, as in `read_records`:
        ``{"unit": ["街道", "社区"]}``; the others are one heading each.
    words : mapping, optional
        What words of your own mean: ``{"一般": False, "部分解决": True, "转人大代表": None}``; None is that nobody was asked.
    codes : mapping, optional
        Codes of leaves under which the rates join a tree: ``{"response": "A1"}``.
    level : float
        Of the interval of satisfaction.

    Returns
    -------
    ThreeRates
        Rates in percent with their errors, which `join` takes, and a score.

    Raises
    ------
    FaultyInput
        Columns missing or twice, cells without a unit or a time, words that are not known, a ticket twice, an answer
        before the ticket, a deadline where only yes is said: every cell at once, by row and heading.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209-212. The
    three rates are those of 接诉即办 as hotlines publish them; how they weigh them differs from city to city.

    Examples
    --------
    >>> found = three_rates(pd.DataFrame({
    ...     "承办单位": ["东区", "东区", "西区"], "受理时间": ["2024-01-03", "2024年2月9日", "2024/3/1"],
    ...     "是否响应": ["是", "是", "否"], "办结时间": ["2024-01-09", "", "2024-03-20"],
    ...     "回访结果": ["满意", "未接通", "不满意"]}))
    >>> found.values.loc["2024Q1"].to_dict("index")["东区"]
    {'response': 100.0, 'resolution': 50.0, 'satisfaction': 100.0}
    """
    refuse_within("codes", codes)
    faults = wanted(tickets=(tickets, _SOURCE), window=(window, optional(choice(*get_args(Window)))), weights=(weights, _WEIGHTS),
                    within=(within, _WITHIN), columns=(columns, _COLUMNS), words=(words, _WORDS), codes=(codes, _CODES),
                    level=(level, SHARE))  # fmt: skip
    if (
        weights is not None
        and not any(fault.place == "weights" for fault in faults)
        and not sum(weights.values()) > 0
    ):
        faults.append(Fault("weights", "none is above 0", "give at least one"))
    named = (
        [str((codes or {}).get(name, name)) for name in RATES] if isinstance(codes, Mapping | None) else []
    )
    if len(set(named)) < len(named):
        faults.append(Fault("codes", "a code is there more than once", "give each rate its own"))
    faults.raise_all()
    rows, told = read_tickets(tickets, columns, words or {}, timed=window is not None or bool(within))
    events, out_of = _counts(rows, within or {}, window)
    return _result(events, out_of, rows, weights, within or {}, named, level, window, told)


def _counts(
    rows: pd.DataFrame, within: Mapping[str, float], window: str | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return events and what they are out of, by unit or (period, unit), in the order of time and of first mention."""
    faults = Faults()
    done = {"response": rows["answered"], "resolution": rows["resolved"]}
    for name, days in within.items():
        at = rows["answered_at" if name == "response" else "resolved_at"]
        if (done[name] & at.isna()).any():
            faults.append(Fault("within", "{name}: {n:,} tickets say that it was done, and not when", "give times",
                                name=name, n=int((done[name] & at.isna()).sum())))  # fmt: skip
        done[name] &= (at - rows["received"]).dt.total_seconds() / 86_400 <= float(days)
    faults.raise_all()
    counted = pd.DataFrame({**done, "satisfaction": rows["satisfied"]}).astype(int)
    base = pd.DataFrame(
        {"response": 1, "resolution": 1, "satisfaction": rows["asked"].astype(int)}, index=rows.index
    )
    units = pd.Series(pd.Categorical(rows["unit"], pd.unique(rows["unit"])), rows.index, name="unit")
    keys: list[Any] = [units] if window is None else [_period(rows["received"], window), units]
    sums = [frame.groupby(keys, observed=True).sum() for frame in (counted, base)]
    for frame in sums:
        levels = [frame.index.get_level_values(k).astype(object) for k in range(frame.index.nlevels)]
        frame.index = (
            pd.Index(levels[0], name="unit")
            if window is None
            else pd.MultiIndex.from_arrays(levels, names=["period", "unit"])
        )
    return sums[0], sums[1]


def _place(row: Any) -> Any:
    """Return the label of a row in words: its unit, and the period where there is one."""
    return (
        Text("{unit} ({period})", unit=str(row[1]), period=str(row[0]))
        if isinstance(row, tuple)
        else str(row)
    )


def _period(received: pd.Series, window: str) -> pd.Series:
    """Return the name of the period of every ticket."""
    names = received.dt.strftime("%Y-%m" if window == "month" else "%Y")
    if window == "quarter":
        names = names + "Q" + received.dt.quarter.astype(str)
    found: pd.Series = names.rename("period")
    return found


def _result(
    events: pd.DataFrame, out_of: pd.DataFrame, rows: pd.DataFrame, weights: Mapping[str, float] | None,
    within: Mapping[str, float], named: list[str], level: float, window: str | None,
    told: list[Note],
) -> ThreeRates:  # fmt: skip
    """Return rates, errors and scores of counts."""
    from scipy.special import ndtri

    n = out_of.to_numpy(dtype=float)
    share = np.divide(events.to_numpy(dtype=float), n, out=np.full(n.shape, np.nan), where=n > 0)
    low, high = wilson(share, n, WARNING)
    errors = (high - low) / (2 * WARNING)
    given = (
        dict.fromkeys(RATES, 1.0)
        if weights is None
        else {name: float(weights.get(name, 0)) for name in RATES}
    )
    total = sum(given.values())
    parts = {name: weight / total for name, weight in given.items()}
    w = np.array([*parts.values()])
    used = w > 0
    scores = pd.Series(100 * share[:, used] @ w[used], events.index, name="score")
    score_errors = pd.Series(100 * errors[:, used] @ w[used], events.index, name="score_error")
    lower, upper = wilson(share[:, 2], n[:, 2], float(ndtri((1 + level) / 2)))
    table = pd.DataFrame({
        "tickets": out_of["response"], "response": 100 * share[:, 0], "resolution": 100 * share[:, 1],
        "call_backs": out_of["satisfaction"], "satisfaction": 100 * share[:, 2], "satisfaction_lower": 100 * lower,
        "satisfaction_upper": 100 * upper, "score": scores, "score_error": score_errors,
    })  # fmt: skip
    notes = list(told)
    open_ = int((~rows["resolved"]).sum())
    if open_:
        notes.append(
            Note("{n:,} tickets are not resolved, and count as such also where their time is not up", n=open_)
        )
    unasked = [_place(at) for at in events.index[n[:, 2] == 0]]
    if unasked:
        notes.append(
            Note(
                "nobody was reached by a call-back, so that satisfaction is not known: {units:10}",
                units=unasked,
            )
        )
    said = Procedure.of("Response and resolution rates are out of tickets received, satisfaction is out of the call-backs that "
                        "reached somebody; intervals are Wilson's.", "wilson1927")  # fmt: skip
    for name, days in within.items():
        said += Procedure.of("{rate}: within {days:g} days.", rate=NAMES[name], days=float(days))
    said += Procedure.of(
        "The score weighs response {a:.3g}, resolution {b:.3g} and satisfaction {c:.3g}.",
        a=w[0],
        b=w[1],
        c=w[2],
    )
    values = pd.DataFrame(100 * share, events.index, named)
    values.attrs[UNIT_HEADING] = rows.attrs[UNIT_HEADING]
    return ThreeRates(
        values=values, standard_errors=pd.DataFrame(100 * errors, events.index, named),
        events=events, out_of=out_of, scores=scores, score_errors=score_errors, table=table, weights=parts,
        level=float(level), window=window, procedure=said, notes=tuple(notes),
    )  # fmt: skip
