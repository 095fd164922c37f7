"""Before and after: which ties stayed, which went, which are new, and whether the two networks still go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import SEED, asked
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.network.network import Network
from govmetrics.network.pairs import like, pairs_of
from govmetrics.network.qap import DRAWS, Qap, qap, unknown_notes
from govmetrics.network.scores import measure_name
from govmetrics.numerics.arrays import Array, Bools
from govmetrics.numerics.tie_counts import RATIOS, tie_counts


@dataclass(frozen=True, eq=False)
class NetworkChange(Result):
    """Two networks of the same actors, before and after.

    Attributes
    ----------
    jaccard : float
        Ties in both over ties in either; 1 where nothing changed.
    counts : DataFrame
        One row: stayed, new, gone ties, pairs never tied, pairs compared, jaccard.
    measures : DataFrame
        Rows density, edge_reciprocity (of networks with directions) and transitivity: before, after, change, its
        standard_error (jackknife over actors, of whom both networks lose the same one), lower and upper end at 95 %.
    actors : DataFrame
        One row an actor: ties stayed, new and gone, sent or received.
    changed : DataFrame
        One row a tie that is new or gone: sender, receiver, change.
    correlation : Qap or None
        Of the two networks; None where one of them is empty or complete.
    notes : tuple of Note

    See Also
    --------
    compare
    """

    jaccard: float
    counts: pd.DataFrame
    measures: pd.DataFrame
    actors: pd.DataFrame
    changed: pd.DataFrame
    correlation: Qap | None
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"counts": "Ties before and after", "measures": "Measures before and after",
                        "actors": "Whose ties changed", "changed": "Changed ties"}  # fmt: skip
    _cites: ClassVar = ("snijdersborgatti1999",)

    def _method(self) -> tuple[Text, ...]:
        told = "Ties before and after were compared pair by pair; errors of changes are by a jackknife over actors."
        return (Text(told),)

    def _names(self) -> Mapping[Any, Any]:
        return {name: measure_name(name) for name in self.measures.index}

    def _finding(self) -> tuple[Text, ...]:
        row = self.counts.iloc[0]
        counts = {key: int(row[key]) for key in ("stayed", "new", "gone")}
        told = "{stayed:,} ties stayed, {new:,} are new, {gone:,} went (Jaccard {jaccard:.3f})."
        found = [Text(told, jaccard=self.jaccard, **counts)]
        if not any(counts.values()):
            found = [Text("Neither network has a tie.")]
        density = self.measures.loc["density"]
        if density["lower"] > 0 or density["upper"] < 0:  # of few actors there are no limits
            told = "Density changed by {change:+.3f}, beyond its error ({error:.3f})."
            found.append(Text(told, change=density["change"], error=density["standard_error"]))
        return tuple(found)


def compare(
    before: Network | pd.DataFrame,
    after: Network | pd.DataFrame,
    draws: int = 5000,
    rng: int | np.random.Generator = 0,
) -> NetworkChange:
    """Compare two networks of the same actors, such as before and after a reform, or two relations.

    Parameters
    ----------
    before, after : Network of one community, or DataFrame, shape (actors, actors)
        Of the same actors; those who came or went between are to be left out of both first. A tie is any weight above zero.
    draws : int
        Relabellings drawn for the correlation of the two.
    rng : int or Generator
        Seed.

    Returns
    -------
    NetworkChange
        `jaccard`, `counts`, `measures`, `changed`, `correlation`.

    Raises
    ------
    FaultyInput
        Other actors.
    UnsuitableMethod
        No pair that is known in both.

    References
    ----------
    Snijders, T. A. B., Borgatti, S. P. (1999). Non-parametric standard errors and tests for network statistics.
    Connections 22(2), 161-170.

    Examples
    --------
    >>> spring = pd.DataFrame([[0, 1, 0], [1, 0, 0], [0, 0, 0]], list("abc"), list("abc"))
    >>> autumn = pd.DataFrame([[0, 1, 0], [0, 0, 1], [0, 1, 0]], list("abc"), list("abc"))
    >>> found = compare(spring, autumn)
    >>> found.jaccard, found.counts[["stayed", "new", "gone"]].iloc[0].tolist()
    (0.25, [1, 2, 1])
    """
    asked(draws=(draws, DRAWS), rng=(rng, SEED))
    first = pairs_of(before, "before")
    second = like(after, first, "after", "before", signed=False)
    known = first.known & second.known
    if not known.any():
        raise UnsuitableMethod(
            "after", "no pair is known in both networks", "compare networks in which the same people answered"
        )
    directed = first.directed or second.directed
    counted = known if directed else np.triu(known)
    a, b = first.ties * counted, second.ties * counted
    kinds = {"stayed": a * b, "new": (1 - a) * b, "gone": a * (1 - b)}
    sums = {key: int(one.sum()) for key, one in kinds.items()}
    ever = sum(sums.values())
    jaccard = sums["stayed"] / ever if ever else np.nan
    counts = pd.DataFrame(
        [{**sums, "never": int(counted.sum()) - ever, "pairs": int(counted.sum()), "jaccard": jaccard}]
    )
    names = pd.Index(first.actors, name="actor")
    actors = pd.DataFrame({key: (one + one.T).sum(axis=1).astype(int) for key, one in kinds.items()}, names)
    try:
        correlation = qap(pd.DataFrame(second.ties, names, names).where(known | ~first.off),
                          pd.DataFrame(first.ties, names, names).where(known | ~first.off), draws, rng)  # fmt: skip
    except UnsuitableMethod:
        correlation = None
    measures = _changes(first.ties * known, second.ties * known, known, directed)
    return NetworkChange(
        jaccard, counts, measures, actors, _changed(kinds, names), correlation, unknown_notes(first, known)
    )


def _changed(kinds: dict[str, Array], names: pd.Index) -> pd.DataFrame:
    said = {"new": Text("new"), "gone": Text("gone")}
    found = []
    for key, word in said.items():
        rows, columns = np.nonzero(kinds[key])
        found.append(pd.DataFrame({"sender": names[rows], "receiver": names[columns],
                                   "change": pd.Series([word] * len(rows), dtype=object)}))  # fmt: skip
    return pd.concat(found, ignore_index=True)


_MEASURES = ("density", "edge_reciprocity", "transitivity")


def _changes(before: Array, after: Array, known: Bools, directed: bool) -> pd.DataFrame:
    """Return measures before and after, and their change with its error: both networks lose the same actor in turn."""
    n = len(known)
    counts = tie_counts(np.stack([before, after]) > 0, np.stack([known, known]))
    rows = [RATIOS.index(name) for name in _MEASURES if directed or name != "edge_reciprocity"]
    found, left = counts.ratios()[rows], counts.without_each()[rows]
    change = left[:, 1] - left[:, 0]
    spread = ((change - change.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    error = np.sqrt((n - 2) / (2 * n) * spread) if n > 3 else np.full(len(rows), np.nan)
    names = pd.Index([RATIOS[row] for row in rows], name="network_measure")
    table = pd.DataFrame(
        {"before": found[:, 0], "after": found[:, 1], "change": found[:, 1] - found[:, 0]}, names
    )
    ends = {"lower": table["change"] - 1.96 * error, "upper": table["change"] + 1.96 * error}
    return table.assign(standard_error=error, **ends)
