"""Delphi rounds (德尔菲法): how ratings change and converge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.ahp.consensus import concordance_of
from govmetrics.core.checks import floats_of, place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import (
    FRAME,
    FROM_ZERO,
    NUMBER,
    PROPORTION,
    asked,
    instance,
    is_count,
    optional,
    shown,
    wanted,
)
from govmetrics.core.result import Result
from govmetrics.core.within import within_faults
from govmetrics.core.words import Text, p_words


@dataclass(frozen=True, eq=False)
class Delphi(Result):
    """Rounds of ratings, compared.

    Attributes
    ----------
    items : DataFrame
        Index (round, item): n, mean, sd, cv (变异系数), median, q1, q3, iqr, full_score (满分率: share of
        answers at the top of the scale).
    rounds : DataFrame
        Index round: experts, sent, activity (积极系数), items, kendall_w (协调系数), chi2, df, p, mean_cv.
    changes : DataFrame
        Index (round, item), from the second round on, for items in both: change of mean, median, cv, iqr
        against the round before; changed, the share of experts in both rounds who changed their answer;
        agreed, cv at most the limit; stable, changed at most the limit.
    dropped, added : dict of round to list
        Items of the round before that are gone, and new ones.
    max_cv, max_changed : float
        The limits.

    See Also
    --------
    delphi
    """

    items: pd.DataFrame
    rounds: pd.DataFrame
    changes: pd.DataFrame
    dropped: dict[str, list[str]]
    added: dict[str, list[str]]
    max_cv: float
    max_changed: float

    _shown: ClassVar = {
        "rounds": "Rounds",
        "changes": "Changes between rounds",
        "items": "Ratings of the items",
    }

    _cites: ClassVar = ("ScheibeSkutschSchofer1975", "kendallgibbons1990")

    def _method(self) -> tuple[Text, ...]:
        line = (
            "Experts were asked in {rounds:# Delphi round|# Delphi rounds}. Agreement was measured by the coefficient of "
            "variation (at most {cv:g}) and Kendall's W, corrected for ties and tested by chi-square; an item is stable where "
            "at most {share:.0%} of the experts changed their answer."
        )
        return (Text(line, rounds=len(self.rounds), cv=self.max_cv, share=self.max_changed),)

    def _finding(self) -> tuple[Text, ...]:
        """Activity, agreement and change of every round."""
        return tuple(text for name in self.rounds.index for text in (self._round(name), *self._change(name)))

    def _round(self, name: Any) -> Text:
        row = self.rounds.loc[name]
        over = int(np.count_nonzero(self.items.loc[[name], "cv"].to_numpy() > self.max_cv))
        told = []
        if not np.isnan(row["activity"]):
            told.append(Text("activity {share:.1%}", share=row["activity"]))
        if not np.isnan(row["kendall_w"]):
            told.append(
                Text(
                    "Kendall's W = {w:.3f} (chi-square {chi2:.2f}, {p})",
                    w=row["kendall_w"],
                    chi2=row["chi2"],
                    p=p_words(row["p"]),
                )
            )
        if not np.isnan(row["mean_cv"]):
            told.append(Text("mean coefficient of variation {cv:.3f}, above {limit:g} for {over:# item|# items}",
                             cv=row["mean_cv"], limit=self.max_cv, over=over))  # fmt: skip
        return Text("Round {name}: {experts:# expert|# experts} rated {items:# item|# items}; {told}.", name=str(name),
                    experts=int(row["experts"]), items=int(row["items"]), told=told or [Text("nothing to compare")])  # fmt: skip

    def _change(self, name: Any) -> list[Text]:
        if name not in self.changes.index.get_level_values("round"):
            return []
        rows = self.changes.loc[[name]]
        return [
            Text("Compared with the round before, {stable} of {items:# item is|# items are} stable (at most {share:.0%} "
                 "changed).",
                 stable=int(rows["stable"].sum()), items=len(rows), share=self.max_changed)
        ]  # fmt: skip


def delphi(
    rounds: Mapping[str, pd.DataFrame],
    sent: Mapping[str, int] | None = None,
    top: float | None = None,
    max_cv: float = 0.25,
    max_changed: float = 0.15,
) -> Delphi:
    r"""Compare the rounds of a Delphi survey.

    Parameters
    ----------
    rounds : mapping of round to DataFrame
        In order; rows experts, columns items, cells ratings. NaN = not answered. Experts and items may
        differ between rounds.
    sent : mapping of round to int, optional
        Questionnaires sent; activity is the experts who returned one over it.
    top : float, optional
        Top of the rating scale, for the full-score rate; else the largest rating of all.
    max_cv : float
        Agreement on an item: coefficient of variation at most this (0.25 is usual).
    max_changed : float
        Stability of an item: at most this share of experts changed their answer (0.15, Scheibe, Skutsch
        and Schofer, 1975).

    Returns
    -------
    Delphi
        Figures per round and item, and what changed between rounds.

    Raises
    ------
    FaultyInput
        No rounds, text or infinite ratings, repeated experts or items, fewer sent than returned: all at once.

    Notes
    -----
    Kendall's W is corrected for ties and uses the experts who rated all items of the round;
    :math:`\chi^2 = m (n - 1) W` with n - 1 degrees of freedom for m experts and n items.

    References
    ----------
    Scheibe, M., Skutsch, M. and Schofer, J. (1975). Experiments in Delphi methodology. In: Linstone and
    Turoff (eds), The Delphi Method, 262-287. Kendall, M. G. and Gibbons, J. D. (1990). Rank Correlation
    Methods, ch. 6.

    Examples
    --------
    >>> first = pd.DataFrame({"trust": [5, 3, 4], "cost": [1, 4, 2]}, index=["Li", "Wu", "Xu"])
    >>> second = pd.DataFrame({"trust": [5, 4, 4], "cost": [1, 2, 2]}, index=["Li", "Wu", "Xu"])
    >>> found = delphi({"round 1": first, "round 2": second}, sent={"round 1": 4, "round 2": 3})
    >>> found.rounds[["activity", "kendall_w"]].round(3).to_numpy().tolist()
    [[0.75, 0.111], [1.0, 1.0]]
    >>> found.changes.loc[("round 2", "cost"), ["median", "iqr", "changed"]].round(3).tolist()
    [0.0, -1.0, 0.333]
    """
    faults = wanted(
        top=(top, optional(NUMBER)), max_cv=(max_cv, FROM_ZERO), max_changed=(max_changed, PROPORTION)
    )
    with faults:
        tables = _checked(rounds, sent)
    faults.raise_all()
    highest = max(float(t.max().max()) for t in tables.values()) if top is None else float(top)
    items = pd.concat({name: _items(t, highest) for name, t in tables.items()}, names=["round", "item"])
    changes, dropped, added = [], {}, {}
    for (before, old), (name, new) in zip(list(tables.items())[:-1], list(tables.items())[1:], strict=True):
        common = [c for c in new.columns if c in old.columns]
        dropped[name] = [c for c in old.columns if c not in new.columns]
        added[name] = [c for c in new.columns if c not in old.columns]
        now, then = (pd.DataFrame(items.xs(which)).loc[common] for which in (name, before))
        frame = (now - then)[["mean", "median", "cv", "iqr"]]
        frame["changed"] = _changed(old[common], new[common])
        frame["agreed"], frame["stable"] = now["cv"] <= max_cv, frame["changed"] <= max_changed
        changes.append(pd.concat({name: frame}, names=["round", "item"]))
    empty = pd.DataFrame(columns=["mean", "median", "cv", "iqr", "changed", "agreed", "stable"],
                         index=pd.MultiIndex.from_arrays([[], []], names=["round", "item"]))  # fmt: skip
    per_round = pd.DataFrame({name: _round(t, (sent or {}).get(name)) for name, t in tables.items()}).T
    per_round.index.name = "round"
    return Delphi(
        items, per_round, pd.concat(changes) if changes else empty, dropped, added, max_cv, max_changed
    )


def _items(table: pd.DataFrame, top: float) -> pd.DataFrame:
    mean, sd = table.mean(), table.std(ddof=1)
    q1, median, q3 = (table.quantile(q) for q in (0.25, 0.5, 0.75))
    full = (table >= top).sum() / table.notna().sum().where(lambda n: n > 0)
    cv = sd / mean.where(mean > 0)
    columns = {"n": table.notna().sum(), "mean": mean, "sd": sd, "cv": cv, "median": median,
               "q1": q1, "q3": q3, "iqr": q3 - q1, "full_score": full}  # fmt: skip
    return pd.DataFrame(columns).astype({"n": int})


def _round(table: pd.DataFrame, sent: int | None) -> dict[str, float]:
    from scipy.special import chdtrc

    returned = int(table.notna().any(axis=1).sum())
    complete = table.dropna()
    m, n = complete.shape
    w = concordance_of(complete.to_numpy()) if m > 1 and n > 1 else float("nan")
    statistic = m * (n - 1) * w
    cv = table.std(ddof=1) / table.mean().where(table.mean() > 0)
    return {
        "experts": returned,
        "sent": float("nan") if sent is None else sent,
        "activity": float("nan") if sent is None else returned / sent,
        "items": n,
        "kendall_w": w,
        "chi2": statistic,
        "df": n - 1,
        "p": float(chdtrc(n - 1, statistic)) if n > 1 else float("nan"),
        "mean_cv": float(cv.mean()),
    }


def _changed(old: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    """Return for every item the share of experts in both rounds who gave another answer."""
    both = [expert for expert in new.index if expert in old.index]
    a, b = old.loc[both], new.loc[both]
    asked = a.notna() & b.notna()
    return ((a != b) & asked).sum() / asked.sum().where(lambda n: n > 0)


def _checked(rounds: Mapping[str, pd.DataFrame], sent: Mapping[str, int] | None) -> dict[str, pd.DataFrame]:
    """Return the rounds' ratings as numbers, or raise everything that is wrong with them."""
    if not isinstance(rounds, Mapping) or not rounds:
        raise FaultyInput("rounds", "there are none", "give {round: DataFrame of experts x items}")
    asked(sent=(sent, optional(instance(Mapping, Text("give {round: questionnaires sent}")))))
    asked(**{str(name): (table, FRAME) for name, table in rounds.items()})
    Faults(
        fault for name, table in rounds.items() for fault in within_faults(str(name), table, numbers=True)
    ).raise_all()
    faults, tables = Faults(), {}
    for name, table in rounds.items():
        faults += [
            Fault(place_of((name, label)), "occurs more than once", "keep one")
            for labels in (table.index, table.columns)
            for label in labels[labels.duplicated()].unique()
        ]
        if table.empty or table.isna().all(axis=None):
            faults.append(Fault(str(name), "holds no ratings", "leave the round out"))
            continue
        cells, wrong = floats_of(table)
        faults += [
            Fault(place_of((name, table.index[r]), table.columns[c]), "the rating is {rating}", "give ratings as numbers",
                  rating=shown(table.iloc[r, c]))
            for r, c in np.argwhere(wrong | np.isinf(cells)).tolist()
        ]  # fmt: skip
        tables[str(name)] = pd.DataFrame(cells, table.index, table.columns)
        faults += _sent_faults(name, int(np.any(~np.isnan(cells), axis=1).sum()), sent)
    faults.raise_all()
    return tables


def _sent_faults(name: Any, returned: int, sent: Mapping[str, int] | None) -> list[Fault]:
    if sent is None:
        return []
    posted = sent.get(name)
    if posted is not None and is_count(posted, max(1, returned)):
        return []
    way_out = "give the number of questionnaires sent, at least as many as came back ({returned})"
    return [Fault(place_of(("sent", name)), "is {sent}", way_out, sent=shown(posted), returned=returned)]
