"""Whether rankings agree, and who moves most and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput, Label, Result, Scaled, Scores, Text
from govmetrics.core.checks import floats_of, place_of
from govmetrics.core.dataset import label_faults, level_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.labels import clean_index
from govmetrics.core.options import Kind, instance, optional, wanted
from govmetrics.core.scaled import SCALED
from govmetrics.core.within import refuse_within
from govmetrics.numerics.agreement import rank_agreement
from govmetrics.numerics.arrays import Array
from govmetrics.ranking.result import Ranking, ranked

Ranked = Ranking | Scores | pd.Series
RANKED = instance(Ranked, Text("give a Ranking, Scores (run.scores) or a Series"))
REASONS = Kind(
    lambda given: (
        isinstance(given, Mapping)
        and all(isinstance(told, pd.Series) and told.index.is_unique for told in given.values())
    ),
    Text("give {name of the ranking: Series of sentences by unit}"),
)
TOP = 5
"""So many units that move are told of in words."""


@dataclass(frozen=True, eq=False)
class Comparison(Result):
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
        values were given, the leaf's code, the cause ("weight" or "profile") and why, as a sentence; where reasons
        were given, why alone.
    names : mapping of str to str
        What the rankings are called, in both languages.

    See Also
    --------
    compare
    """

    ranks: pd.DataFrame
    agreement: pd.DataFrame
    moves: pd.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)

    _shown: ClassVar = {
        "ranks": "Rankings side by side",
        "agreement": "Agreement of rankings",
        "moves": "Units by the range of their ranks",
    }

    _cites: ClassVar = ("Kendall1938", "PintoDaCostaSoares2005")

    def _method(self) -> tuple[Text, ...]:
        line = (
            "The rankings were compared pair by pair with Kendall's tau-b, Spearman's rho and a weighted rank correlation, in "
            "which disagreement at the top counts more."
        )
        return (Text(line),)

    def _names(self) -> dict[Any, str]:
        return {name: self.names.get(name, name) for name in self.ranks.columns}

    _by_line: ClassVar = True

    def _finding(self) -> tuple[Text, ...]:
        tau = self.agreement["kendall"]
        if tau.isna().all():
            return (
                Text("Agreement cannot be computed: all units are tied in a ranking, or there is only one."),
            )
        text = "Rankings agree least between {pairs:3}: Kendall's tau is {tau:.2f}."
        names = self._names()
        least = self.agreement[np.isclose(tau, tau.min(), rtol=1e-9, atol=1e-12)]
        pairs = [
            Text("{first} and {second}", first=names[first], second=names[second])
            for first, second in zip(least["first"], least["second"], strict=True)
        ]
        told = [Text(text, pairs=pairs, tau=tau.min())]
        for unit, row in self.moves[self.moves["range"] > 0].head(TOP).iterrows():
            ends = {"unit": place_of(unit), "best": int(row["best"]), "worst": int(row["worst"])}
            if row.get("why"):
                told.append(Text("{unit} ranks from {best} to {worst}: {why}.", why=row["why"], **ends))
            else:
                told.append(Text("{unit} ranks from {best} to {worst}.", **ends))
        return tuple(told)


def compare(
    rankings: Mapping[str, Ranked],
    scaled: Scaled | None = None,
    reasons: Mapping[str, pd.Series] | None = None,
) -> Comparison:
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
    reasons : mapping of name to Series, optional
        Instead, where the rankings do not rest on the same values: what makes a ranking judge each unit as it does, in
        words. A unit's why has those of the rankings in which it is best and worst.

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
    faults = wanted(scaled=(scaled, optional(SCALED)), reasons=(reasons, optional(REASONS)))
    with faults:
        refuse_within("rankings", rankings)
        ranks = _side_by_side(rankings)
    faults.raise_all()
    x = ranks.to_numpy(dtype=float, na_value=np.nan)
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
    names = {str(name): name for name in rankings}
    if reasons is not None:
        moves["why"] = _told(moves, names, reasons)
    elif scaled is not None:
        moves = moves.join(_why(moves, rankings, scaled))
    return Comparison(ranks, agreement, moves, names)


def _told(moves: pd.DataFrame, names: Mapping[str, str], reasons: Mapping[str, pd.Series]) -> pd.Series:
    """Return why each unit moves: the reasons of the rankings in which it is best and worst."""
    said = []
    for unit, row in moves.iterrows():
        ends = (row["best_by"], row["worst_by"]) if row["range"] > 0 else ()
        told = [
            Text("{name}: {reason}", name=names[by], reason=reasons[by].get(unit))
            for by in ends
            if by in reasons and reasons[by].get(unit)
        ]
        both = len(told) == 2
        said.append(Text("{best}; {worst}", best=told[0], worst=told[1]) if both else (told or [Text("")])[0])
    return pd.Series(said, moves.index, dtype=object)


def _side_by_side(rankings: Mapping[str, Ranked]) -> pd.DataFrame:
    """Return ranks (units, rankings) in the first one's order of units."""
    if not isinstance(rankings, Mapping):
        text = "is {kind}, not a mapping of names to rankings"
        raise FaultyInput("rankings", text, "give two or more, by name", kind=type(rankings).__name__)
    names = list(map(str, rankings))
    if len(names) < 2:
        text = "{count:# ranking is|# rankings are} given"
        raise FaultyInput("rankings", text, "give two or more, by name", count=len(names))
    faults, columns = Faults(), {}
    if len(set(names)) < len(names):
        faults.append(Fault("rankings", "a name occurs more than once", "give every ranking its own name"))
    for name, given in zip(names, rankings.values(), strict=True):
        with faults:
            ranks = _ranks(name, given)
            columns[name] = ranks.set_axis(clean_index(ranks.index))
    faults.raise_all()
    first_name, first = next(iter(columns.items()))
    for name, ranks in columns.items():
        faults += _apart(name, list(ranks.index), first_name, list(first.index))
    faults.raise_all()
    index = first.index.rename("unit") if first.index.nlevels == 1 else first.index
    return pd.DataFrame({name: ranks.reindex(first.index).set_axis(index) for name, ranks in columns.items()})


def _apart(name: str, units: list[Any], first_name: str, first: list[Any]) -> list[Fault]:
    """Return a fault for every unit that only one of two rankings has."""
    here, there = set(units), set(first)
    apart = [unit for unit in first if unit not in here] + [unit for unit in units if unit not in there]
    text = "is not in both it and {first}"
    return each(
        apart,
        lambda unit: Fault(place_of(name, place_of(unit)), text, "rank the same units", first=first_name),
    )


def _ranks(name: str, given: Any) -> pd.Series:
    """Return the ranks of one ranking; refuse what cannot be ranked."""
    Faults(RANKED.faults(name, given)).raise_all()
    if isinstance(given, Ranking):
        return given.ranks
    if isinstance(given, Scores):
        return given.ranking()["rank"]
    faults = Faults(
        fault.at(place_of(name, fault.place))
        for fault in level_faults(given.index) or label_faults(given.index)
    )
    numbers = pd.Series(floats_of(given.to_frame())[0][:, 0], index=given.index)
    odd = given[(numbers.isna() & given.notna()).to_numpy() | np.isinf(numbers.to_numpy())]
    way_out = "correct it, or leave it empty"
    faults += each(
        odd.items(),
        lambda at: Fault(
            place_of(name, place_of(at[0])), "{value!r} is not a finite number", way_out, value=at[1]
        ),
    )
    faults.raise_all()
    return ranked(numbers)


def _why(moves: pd.DataFrame, rankings: Mapping[str, Ranked], scaled: Scaled) -> pd.DataFrame:
    """Return the leaf, the cause and the sentence for each unit that moves."""
    there = set(scaled.values.index)
    apart = [unit for unit in moves.index if unit not in there]
    if apart:
        way_out = "give the values of all units"
        raise FaultyInput(each(apart, lambda unit: Fault(place_of(unit), "has no values", way_out)))
    values, names = scaled.values, scaled.tree.names()
    centred = (values - values.mean()).to_numpy()
    weights = {str(name): _weights_of(given, scaled.tree.codes) for name, given in rankings.items()}
    leaves = [names[code] for code in scaled.tree.codes]
    rows = []
    for (_, row), place in zip(moves.iterrows(), values.index.get_indexer(moves.index), strict=True):
        j, cause, why = _reason(row, weights, centred[place], values.to_numpy()[place], leaves)
        rows.append((scaled.tree.codes[j] if j is not None else "", cause, why))
    # As objects: pandas would make plain text of sentences.
    return pd.DataFrame(rows, index=moves.index, columns=["code", "cause", "why"], dtype=object)


def _reason(
    row: pd.Series, weights: dict[str, Array | None], centred: Array, values: Array, leaves: list[Label]
) -> tuple[int | None, str, str]:
    """Return leaf, cause and sentence for one unit: its values (k,), and those less the units' mean (k,)."""
    if row["range"] == 0:
        return None, "", ""
    best, worst = weights[row["best_by"]], weights[row["worst_by"]]
    if best is not None and worst is not None:
        moved = np.abs((best - worst) * np.nan_to_num(centred))
        j = int(moved.argmax())
        if moved[j] > 1e-12 * np.nanmax(np.abs(values)):
            text = "{leaf} weighs {low:.2f} by {worst_by} and {high:.2f} by {best_by}"
            return j, "weight", Text(text, leaf=leaves[j], low=worst[j], worst_by=row["worst_by"],
                                     high=best[j], best_by=row["best_by"])  # fmt: skip
    profile = np.nan_to_num(values - np.nanmean(values))
    j = int(np.abs(profile).argmax())
    if profile[j] == 0:
        return None, "profile", Text("its values are even")
    if profile[j] > 0:
        text = "its values are uneven, best in {leaf}, and methods differ in how far one makes up for another"
    else:
        text = (
            "its values are uneven, worst in {leaf}, and methods differ in how far one makes up for another"
        )
    return j, "profile", Text(text, leaf=leaves[j])


def _weights_of(given: Ranked, codes: list[str]) -> Array | None:
    """Return a ranking's leaf weights (k,), or None where it has none for these leaves."""
    if isinstance(given, pd.Series):
        return None
    shares = given.weights if isinstance(given, Ranking) else given.weights.across_tree()
    return shares.reindex(codes).to_numpy(dtype=float) if set(codes) <= set(shares.index) else None
