"""Delphi rounds (德尔菲法): how ratings change and converge, and how much weight the experts carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from govmetrics.ahp.consensus import _kendall_w
from govmetrics.core.checks import kind_faults
from govmetrics.core.dataset import as_floats, floats
from govmetrics.core.errors import Fault, Faults, FaultyInput, choose
from govmetrics.core.results import fields_dict, html

BASIS = {
    "theory": (0.3, 0.2, 0.1),
    "practice": (0.5, 0.4, 0.3),
    "literature": (0.1, 0.1, 0.1),
    "intuition": (0.1, 0.1, 0.1),
}
"""What a large, medium or small influence of each basis adds to an expert's Ca (判断依据), as usually tabled."""


@dataclass(frozen=True, eq=False)
class Delphi:
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

    def to_frame(self) -> pd.DataFrame:
        """Return the rounds as a copy."""
        return self.rounds.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: Literal["en", "zh"] = "en") -> str:
        """Return sentences for a paper: activity, agreement and change of every round."""
        choose(language, ("en", "zh"), "language")
        lines = []
        for name, row in self.rounds.iterrows():
            over = np.count_nonzero(self.items.loc[[name], "cv"].to_numpy() > self.max_cv)
            if language == "zh":
                text = f"{name}：{row.experts:.0f} 位专家对 {row['items']:.0f} 项指标作答，"
                text += "" if np.isnan(row.activity) else f"积极系数 {row.activity:.1%}，"
                text += f"协调系数 W = {row.kendall_w:.3f}（χ² = {row.chi2:.2f}，p {_p(row.p)}），"
                text += f"平均变异系数 {row.mean_cv:.3f}，{over} 项超过 {self.max_cv:g}。"
            else:
                text = f"{name}: {row.experts:.0f} experts rated {row['items']:.0f} items; "
                text += "" if np.isnan(row.activity) else f"activity {row.activity:.1%}; "
                text += f"Kendall's W = {row.kendall_w:.3f} (chi-square {row.chi2:.2f}, p {_p(row.p)}); "
                text += f"mean coefficient of variation {row.mean_cv:.3f}, above {self.max_cv:g} for {over}."
            lines.append(text + self._change(str(name), language))
        return "\n".join(lines)

    def _change(self, name: str, language: str) -> str:
        known = [n for n in self.changes.index.get_level_values("round").unique() if str(n) == name]
        if not known:
            return ""
        rows = self.changes.loc[known]
        stable, n = int(rows["stable"].sum()), len(rows)
        if language == "zh":
            return f"与上一轮相比，{n} 项中有 {stable} 项意见稳定（改变者不超过 {self.max_changed:.0%}）。"
        return f" Against the round before, {stable} of {n} items are stable (at most {self.max_changed:.0%} changed)."

    def _repr_html_(self) -> str:
        return html(self.rounds, "Delphi rounds")


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
    tables = _checked(rounds, sent)
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
    returned = int(table.notna().any(axis=1).sum())
    complete = table.dropna()
    m, n = complete.shape
    w = _kendall_w(complete.to_numpy()) if m > 1 and n > 1 else float("nan")
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
    if not isinstance(rounds, Mapping) or not rounds:
        raise FaultyInput(Fault("rounds", "there are none", "give {round: DataFrame of experts x items}"))
    faults = Faults(
        fault for name, table in rounds.items() for fault in kind_faults(table, pd.DataFrame, str(name))
    )
    faults.raise_all()
    tables = {}
    for name, table in rounds.items():
        for what, labels in (("expert", table.index), ("item", table.columns)):
            twice = labels[labels.duplicated()].unique()
            faults += [
                Fault(f"{name}, {label}", f"the {what} occurs more than once", "keep one") for label in twice
            ]
        if table.empty or table.isna().all(axis=None):
            faults.append(Fault(str(name), "holds no ratings", "leave the round out"))
            continue
        numbers = as_floats(table)
        wrong = (numbers.isna() & table.notna()).to_numpy() | np.isinf(numbers.to_numpy())
        faults += [
            Fault(f"{name}, {table.index[r]}, {table.columns[c]}", f"the rating is {table.iloc[r, c]!s}", "ratings are numbers")
            for r, c in np.argwhere(wrong).tolist()
        ]  # fmt: skip
        tables[str(name)] = numbers
        asked = None if sent is None else sent.get(name)
        returned = int(numbers.notna().any(axis=1).sum())
        if sent is not None and (asked is None or asked < returned):
            faults.append(
                Fault(f"sent, {name}", f"is {asked} while {returned} came back", "give the number sent out")
            )
    if faults:
        raise FaultyInput(faults)
    return tables


def authority(basis: pd.Series | pd.DataFrame, familiarity: pd.Series) -> pd.DataFrame:
    """Return the experts' authority coefficients (权威系数) Cr = (Ca + Cs) / 2.

    Parameters
    ----------
    basis : Series of expert to Ca, or DataFrame of experts x the keys of `BASIS`
        Ca (判断系数), between 0 and 1; or how much each basis influenced the expert, "large", "medium" or
        "small", which `BASIS` turns into numbers whose sum is Ca.
    familiarity : Series of expert to Cs
        Familiarity (熟悉程度系数) between 0 and 1.

    Returns
    -------
    DataFrame
        Index expert: ca, cs, cr. Their means are the panel's; a Cr of 0.7 and more is usually called
        acceptable. The column cr can serve as `expert_weights`.

    Raises
    ------
    FaultyInput
        Different experts, numbers outside 0 to 1, unknown words: all at once.

    References
    ----------
    Scheibe, M., Skutsch, M. and Schofer, J. (1975). Experiments in Delphi methodology. In: Linstone and Turoff (eds),
    The Delphi Method, 262-287, for the survey; the coefficients themselves are custom in Delphi studies in China.

    Examples
    --------
    >>> levels = pd.DataFrame({"theory": ["large"], "practice": ["medium"], "literature": ["small"],
    ...                        "intuition": ["small"]}, index=["Li"])
    >>> authority(levels, pd.Series({"Li": 0.8})).loc["Li"].round(3).tolist()
    [0.9, 0.8, 0.85]
    """
    faults: list[Fault] = []
    if isinstance(basis, pd.DataFrame):
        ca = pd.Series(0.0, index=basis.index)
        faults += [
            Fault(str(c), "is no basis of judgement", f"columns are: {', '.join(BASIS)}")
            for c in basis
            if c not in BASIS
        ]
        faults += [Fault(c, "has no column", "give all four") for c in BASIS if c not in basis]
        levels = ("large", "medium", "small")
        for column in [c for c in BASIS if c in basis]:
            faults += [
                Fault(f"{expert}, {column}", f"{word!r} is not known", f"choose one of: {', '.join(levels)}")
                for expert, word in basis[column].items()
                if word not in levels
            ]
            ca += basis[column].map(dict(zip(levels, BASIS[column], strict=True))).astype(float)
    else:
        ca = floats(_series(basis, "basis"))
    cs = floats(_series(familiarity, "familiarity"))
    faults += [
        Fault(str(e), "is not in both", "give Ca and Cs of every expert")
        for e in ca.index.symmetric_difference(cs.index)
    ]
    if not faults:
        faults = [
            Fault(f"{expert}, {name}", f"is {value:g}", "coefficients lie between 0 and 1")
            for name, column in (("Ca", ca), ("Cs", cs))
            for expert, value in column.items()
            if not 0 <= value <= 1 + 1e-12
        ]
    if faults:
        raise FaultyInput(faults)
    cs = cs[ca.index]
    return pd.DataFrame({"ca": ca, "cs": cs, "cr": (ca + cs) / 2}).rename_axis("expert")


def _series(given: object, name: str) -> pd.Series:
    if not isinstance(given, pd.Series | Mapping):
        raise FaultyInput(Fault(name, f"is {type(given).__name__}", "give {expert: coefficient}"))
    return pd.Series(given)


def _p(p: float) -> str:
    if np.isnan(p):
        return "n/a"
    return "< 0.001" if p < 0.001 else f"= {p:.3f}"
