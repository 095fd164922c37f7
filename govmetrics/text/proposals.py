"""What became of proposals: raised, answered, done, overdue, and how long a reply takes, by body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.labels import UNIT_HEADING
from govmetrics.core.moments import moments
from govmetrics.core.options import COUNT, MAPPING, SHARE, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.core.words.terms import term
from govmetrics.numerics.shares import wilson
from govmetrics.text._proposal_rows import DAY, TABLE, judged, proposal_rows

SHARES = ("answered", "done", "overdue")


@dataclass(frozen=True, eq=False)
class Proposals(Result):
    """Follow-up of proposals by body.

    Attributes
    ----------
    values : DataFrame
        Rows are bodies: answered, done, overdue as shares of the proposals raised.
    standard_errors : DataFrame
        Of the same shape, binomial.
    bodies : DataFrame
        Rows are bodies: raised, answered, done, overdue (counts).
    intervals : DataFrame
        Rows (body, share): share, lower, upper (Wilson's).
    reply_times : DataFrame
        Rows are bodies, the last one all: replies, waiting (without one yet), median days with lower and upper, p75 (days
        within which three of four have a reply); NaN where fewer have a reply.
    at : str
        The day on which it was counted.
    level : float

    See Also
    --------
    proposals
    """

    values: pd.DataFrame
    standard_errors: pd.DataFrame
    bodies: pd.DataFrame
    intervals: pd.DataFrame
    reply_times: pd.DataFrame
    at: str
    level: float
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "bodies": "Proposals by body",
        "intervals": "Shares with intervals",
        "reply_times": "Days to the reply",
    }
    _cites: ClassVar = ("wilson1927", "kaplanmeier1958")

    @property
    def span(self) -> tuple[float, float]:
        """The lowest and the highest value that shares can have."""
        return 0.0, 1.0

    def _names(self) -> Mapping[Any, str]:
        headings = {name: known.heading for name in SHARES if (known := term(name, "text"))}
        return {"": Text("all bodies"), **headings}

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Shares have Wilson's intervals at {level:.0%}. Days to the reply are Kaplan and Meier's: proposals without a reply "
            "on {at} count as waiting until then."
        )
        return (Text(told, level=self.level, at=self.at),)

    def _finding(self) -> tuple[Text, ...]:
        whole = self.bodies.sum()
        told = "Of {n:# proposal|# proposals}, {answered} were answered, {done} done and {overdue} overdue on {at}."
        found = [
            Text(told, n=int(whole["raised"]), at=self.at, **{name: int(whole[name]) for name in SHARES})
        ]
        median = self.reply_times["median"].iloc[-1]
        found.append(
            Text("Half had a reply within {days:.0f} days.", days=median)
            if not np.isnan(median)
            else Text("Fewer than half have a reply.")
        )
        late = self.intervals.xs("overdue", level="measure")
        whole_share = whole["overdue"] / whole["raised"]
        worse = [str(body) for body, row in late.iterrows() if row["lower"] > whole_share]
        if worse:
            found.append(
                Text("More overdue than all bodies together, beyond chance: {names:8}.", names=worse)
            )
        return tuple(found)


def proposals(
    cases: Any,
    at: Any = None,
    days: int | None = None,
    columns: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> Proposals:
    """Follow up proposals and suggestions: how many were answered and done, how many are overdue, how long a reply takes.

    Parameters
    ----------
    cases : DataFrame or path
        A row for each proposal: body (承办单位), raised (提出日期), answered (答复日期), done (办结日期), perhaps due (办理期限)
        and a number. Empty days mean: not yet.
    at : day, optional
        The day on which it is counted; by default the latest day in the table, which a note says.
    days : int, optional
        How many days a body has, where a proposal has no day by which it is due.
    columns : mapping, optional
        Own headings: {"body": ..., "raised": ..., ...}.
    level : float
        Of the intervals.

    Returns
    -------
    Proposals
        `values` and `standard_errors`, which `to_leaves` hands to leaves of a tree.

    Raises
    ------
    FaultyInput
        Days that cannot be read, answers before the proposal or after `at`, bodies without a name, numbers twice, no way to
        tell what is overdue.

    Notes
    -----
    Overdue is what was answered, or is still without an answer, after the day by which it was due; a proposal is due by the end
    of that day. A proposal that is done counts as answered, on the day on which it was done where no other is given. The median
    is the first day on which half have a reply by Kaplan and Meier's estimate, its interval that of the survival function with
    the log-log transformation: taking the mean over answered proposals alone would leave out those who wait longest.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations. JASA 53, 457-481. Wilson, E. B.
    (1927). Probable inference. JASA 22, 209-212.

    Examples
    --------
    >>> cases = pd.DataFrame({"body": ["A", "A", "B"], "raised": ["2025-01-01"] * 3,
    ...                       "answered": ["2025-01-11", None, "2025-01-21"], "done": [None, None, "2025-02-01"]})
    >>> found = proposals(cases, at="2025-03-01", days=15)
    >>> found.bodies.to_dict("index")["A"]
    {'raised': 2, 'answered': 1, 'done': 0, 'overdue': 1}
    """
    wanted(
        cases=(cases, TABLE),
        at=(at, DAY),
        days=(days, optional(COUNT)),
        columns=(columns, optional(MAPPING)),
        level=(level, SHARE),
    ).raise_all()
    rows, notes = proposal_rows(cases, dict(columns or {}))
    latest = rows[["raised", "answered", "done"]].max().max()
    if at is None:
        notes.append(
            Note("counted on the latest day in the table, {day}: say at= for another", day=str(latest.date()))
        )
    now = pd.Timestamp(
        latest if at is None else moments(pd.Series([at], dtype=object))[0].iloc[0]
    ).normalize()
    rows = judged(rows, now, days, notes)
    counts = (
        rows.groupby("body", sort=False)[["one", "answered_yet", "done_yet", "overdue"]].sum().astype(int)
    )
    counts = counts.set_axis(["raised", *SHARES], axis=1).rename_axis(index="unit")
    shares = counts[list(SHARES)].div(counts["raised"], axis=0)
    shares.attrs[UNIT_HEADING] = rows.attrs[UNIT_HEADING]
    n = counts["raised"]
    errors = (shares * (1 - shares)).div((n - 1).where(n > 1), axis=0) ** 0.5
    return Proposals(
        shares,
        errors,
        counts,
        _intervals(shares, n, level),
        _reply_times(rows, level),
        str(now.date()),
        float(level),
        tuple(notes),
    )


def _intervals(shares: pd.DataFrame, n: pd.Series, level: float) -> pd.DataFrame:
    from scipy.special import ndtri

    low, high = wilson(shares.to_numpy(), n.to_numpy(dtype=float)[:, None], float(ndtri((1 + level) / 2)))
    index = pd.MultiIndex.from_product([shares.index, SHARES], names=["unit", "measure"])
    return pd.DataFrame(
        {"share": shares.to_numpy().ravel(), "lower": low.ravel(), "upper": high.ravel()}, index
    )


def _reply_times(rows: pd.DataFrame, level: float) -> pd.DataFrame:
    found = {body: _days(one, level) for body, one in rows.groupby("body", sort=False)}
    return pd.DataFrame.from_dict({**found, "": _days(rows, level)}, orient="index").rename_axis(index="unit")


def _days(rows: pd.DataFrame, level: float) -> dict[str, float]:
    """Return how many have a reply, how many wait, and Kaplan and Meier's quantiles of the days."""
    from scipy.stats import CensoredData, ecdf

    waited, known = rows["waited"].to_numpy(), rows["answered_yet"].to_numpy(dtype=bool)
    out = {
        "replies": int(known.sum()),
        "waiting": int((~known).sum()),
        "median": np.nan,
        "lower": np.nan,
        "upper": np.nan,
        "p75": np.nan,
    }
    if not known.any():
        return out
    survival: Any = ecdf(CensoredData.right_censored(waited, ~known)).sf
    out["median"], out["p75"] = (
        _when(survival.quantiles, survival.probabilities, left) for left in (0.5, 0.25)
    )
    if known.sum() > 1:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a survival of 1 or 0 has no interval: NaN there
            ends = survival.confidence_interval(confidence_level=level, method="log-log")
        out["lower"] = _when(ends.low.quantiles, ends.low.probabilities, 0.5)
        out["upper"] = _when(ends.high.quantiles, ends.high.probabilities, 0.5)
    return out


def _when(days: np.ndarray, left: np.ndarray, share: float) -> float:
    """Return the first day on which at most a share is left without a reply; NaN where there is none."""
    there = np.flatnonzero(left <= share + 1e-12)
    return float(days[there[0]]) if len(there) else np.nan
