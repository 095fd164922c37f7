"""Whether rankings agree, and who moves most and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput, Scaled, Scores
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Faults, choose, each
from govmetrics.core.results import fields_dict, html
from govmetrics.numerics.agreement import rank_agreement
from govmetrics.ranking.result import Array, Ranking, ranked

Ranked = Ranking | Scores | pd.Series


@dataclass(frozen=True, eq=False)
class Comparison:
    """Rankings side by side.

    Attributes
    ----------
    ranks : DataFrame, shape (units, rankings)
        1 is best.
    agreement : DataFrame
        One row per pair of rankings: first, second, kendall (tau-b), spearman, weighted (disagreement at the
        top counts more).
    moves : DataFrame
        One row per unit, greatest range first: best and worst rank, by whom, range, mean rank; and, where
        values were given, why: the leaf, its cause ("weight" or "profile") and the sentence in both languages.

    See Also
    --------
    compare
    """

    ranks: pd.DataFrame
    agreement: pd.DataFrame
    moves: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return the ranks as a copy."""
        return self.ranks.copy()

    def summary(self, language: str = "en", top: int = 5) -> str:
        """Return the least agreement and the units that move most."""
        choose(language, ("en", "zh"), "language")
        least = self.agreement.sort_values("kendall").iloc[0]
        if np.isnan(least["kendall"]):
            zh = "无法计算一致性：有排名全部并列，或只有一个单元"
            return zh if language == "zh" else "no agreement can be told: all units are tied, or there is one"
        line = (
            "一致性最低：{} 与 {}，Kendall τ = {:.2f}"
            if language == "zh"
            else "least agreement: {} and {}, Kendall's tau = {:.2f}"
        )
        lines = [line.format(least["first"], least["second"], least["kendall"])]
        for unit, row in self.moves[self.moves["range"] > 0].head(top).iterrows():
            said = (
                f"：第 {row['best']} 至 {row['worst']} 位"
                if language == "zh"
                else f": ranks {row['best']} to {row['worst']}"
            )
            reason = row.get(f"why_{language}", "")
            joiner = "；" if language == "zh" else "; "
            lines.append(f"{place_of(unit)}{said}{joiner + reason if reason else ''}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.ranks.join(self.moves[["range"]]), "Rankings side by side 排名比较")


def compare(rankings: Mapping[str, Ranked], scaled: Scaled | None = None) -> Comparison:
    """Compare rankings of the same units.

    Parameters
    ----------
    rankings : mapping of name to Ranking, Scores or Series
        Two or more. A Series holds scores, of which more is better.
    scaled : Scaled, optional
        The values behind them, to say why units move. Where the two rankings in which a unit is best and
        worst weigh leaves differently, the cause is the leaf whose change of weight, times how far the unit
        is from the mean there, moves it most. Else the methods trade leaves off differently, and the
        leaf is the one where the unit is furthest from its own mean.

    Returns
    -------
    Comparison
        Agreement of every two rankings, and per unit how far they differ and why.

    Raises
    ------
    FaultyInput
        Fewer than two rankings, or different units: every one is named.

    References
    ----------
    Kendall (1938), Biometrika 30, 81-93. Pinto da Costa and Soares (2005), A weighted rank measure of
    correlation, Australian and New Zealand Journal of Statistics 47, 515-529.

    Examples
    --------
    >>> one, two = pd.Series([3.0, 2, 1], list("uvw")), pd.Series([2.0, 3, 1], list("uvw"))
    >>> compare({"mine": one, "yours": two}).agreement[["kendall", "spearman"]].round(3).to_dict("records")
    [{'kendall': 0.333, 'spearman': 0.5}]
    """
    ranks = _side_by_side(rankings)
    x = ranks.to_numpy(dtype=float)
    rows = []
    for i, j in combinations(range(x.shape[1]), 2):
        both = ~np.isnan(x[:, [i, j]]).any(axis=1)
        rows.append((ranks.columns[i], ranks.columns[j], *rank_agreement(x[both, i], x[both, j])))
    agreement = pd.DataFrame(rows, columns=["first", "second", "kendall", "spearman", "weighted"])
    known = ranks[ranks.notna().all(axis=1)]
    moves = pd.DataFrame(
        {
            "best": known.min(axis=1),
            "best_by": known.astype(float).idxmin(axis=1),
            "worst": known.max(axis=1),
            "worst_by": known.astype(float).idxmax(axis=1),
            "range": known.max(axis=1) - known.min(axis=1),
            "mean": known.astype(float).mean(axis=1),
        }
    ).sort_values(["range", "mean"], ascending=[False, True], kind="stable")
    if scaled is not None:
        moves = moves.join(_why(moves, rankings, scaled))
    return Comparison(ranks, agreement, moves)


def _side_by_side(rankings: Mapping[str, Ranked]) -> pd.DataFrame:
    """Return ranks (units, rankings) in the first one's order of units."""
    if not isinstance(rankings, Mapping) or len(rankings) < 2:
        held = len(rankings) if isinstance(rankings, Mapping) else type(rankings).__name__
        raise FaultyInput(Fault("rankings", f"{held} given", "give two or more, by name"))
    faults, columns = Faults(), {}
    for name, given in rankings.items():
        with faults:
            columns[str(name)] = _ranks(str(name), given)
    faults.raise_all()
    first_name, first = next(iter(columns.items()))
    for name, ranks in columns.items():
        apart = ranks.index.symmetric_difference(first.index)
        faults += each(apart, partial(_apart, name, first_name))
    faults.raise_all()
    return pd.DataFrame({name: ranks.reindex(first.index) for name, ranks in columns.items()})


def _apart(name: str, first_name: str, unit: Any) -> Fault:
    return Fault(place_of(name, place_of(unit)), f"is not in both it and {first_name}", "rank the same units")


def _ranks(name: str, given: Any) -> pd.Series:
    """Return the ranks of one ranking; refuse what cannot be ranked."""
    if isinstance(given, Ranking):
        return given.ranks
    if isinstance(given, Scores):
        return given.ranking()["rank"]
    if not isinstance(given, pd.Series):
        way_out = "give a Ranking, Scores (run.scores) or a Series"
        raise FaultyInput(Fault(name, f"is {type(given).__name__}", way_out))
    faults = Faults()
    if not given.index.is_unique:
        faults.append(Fault(name, "a unit occurs more than once", "give one row a unit"))
    if not len(given):
        faults.append(Fault(name, "there are no units", "give at least one"))
    numbers = pd.to_numeric(given, errors="coerce").astype(float)
    odd = given[(numbers.isna() & given.notna()) | np.isinf(numbers)]
    way_out = "correct it, or leave it empty"
    faults += each(
        odd.items(),
        lambda at: Fault(place_of(name, place_of(at[0])), f"{at[1]!r} is not a finite number", way_out),
    )
    faults.raise_all()
    return ranked(numbers)


def _why(moves: pd.DataFrame, rankings: Mapping[str, Ranked], scaled: Scaled) -> pd.DataFrame:
    """Return the leaf, the cause and the sentences for each unit that moves."""
    apart = moves.index.difference(scaled.values.index)
    if len(apart):
        way_out = "give the values of all units"
        raise FaultyInput(each(apart, lambda unit: Fault(place_of(unit), "has no values", way_out)))
    values = scaled.values
    centred = values - values.mean()
    weights = {str(name): _weights_of(given, scaled.tree.codes) for name, given in rankings.items()}
    rows = {
        unit: _reason(row, weights, centred.to_numpy()[place], values.to_numpy()[place], scaled.tree.codes)
        for (unit, row), place in zip(moves.iterrows(), values.index.get_indexer(moves.index), strict=True)
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["leaf", "cause", "why_en", "why_zh"])


def _reason(
    row: pd.Series, weights: dict[str, Array | None], centred: Array, values: Array, codes: list[str]
) -> tuple[str, str, str, str]:
    """Return leaf, cause and sentences for one unit: its values (k,), and those less the units' mean (k,)."""
    if row["range"] == 0:
        return "", "", "", ""
    best, worst = weights[row["best_by"]], weights[row["worst_by"]]
    if best is not None and worst is not None:
        moved = np.abs((best - worst) * np.nan_to_num(centred))
        j = int(moved.argmax())
        if moved[j] > 1e-12 * np.nanmax(np.abs(values)):
            en = (
                f"{codes[j]} weighs {worst[j]:.2f} by {row['worst_by']} and {best[j]:.2f} by {row['best_by']}"
            )
            zh = f"{codes[j]} 的权重在 {row['worst_by']} 中为 {worst[j]:.2f}，在 {row['best_by']} 中为 {best[j]:.2f}"
            return codes[j], "weight", en, zh
    profile = np.nan_to_num(values - np.nanmean(values))
    j = int(np.abs(profile).argmax())
    if profile[j] == 0:
        return "", "profile", "its profile is even", "各指标均衡"
    end, end_zh = ("strongest", "最强") if profile[j] > 0 else ("weakest", "最弱")
    en = f"its profile is uneven, {end} in {codes[j]}, for which methods let other leaves make up differently"
    return codes[j], "profile", en, f"各指标不均衡，{codes[j]} {end_zh}，各方法的补偿程度不同"


def _weights_of(given: Ranked, codes: list[str]) -> Array | None:
    """Return a ranking's leaf weights (k,), or None where it has none for these leaves."""
    if isinstance(given, pd.Series):
        return None
    shares = given.weights if isinstance(given, Ranking) else given.weights.across_tree()
    return shares.reindex(codes).to_numpy(dtype=float) if set(codes) <= set(shares.index) else None
