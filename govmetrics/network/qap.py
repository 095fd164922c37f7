"""Whether two networks of the same actors go together: their correlation, against relabelled actors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import SEED, asked, count
from govmetrics.core.parallel import parts_of, together
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.network.network import Network
from govmetrics.network.pairs import Pairs, enough, like, pairs_of
from govmetrics.numerics.relabelling import correlations_of, relabellings, tails

MOST_DRAWS = 1_000_000
DRAWS = count(1, MOST_DRAWS)


@dataclass(frozen=True, eq=False)
class Qap(Result):
    """The correlation of two networks, tested by relabelling (QAP相关检验).

    Attributes
    ----------
    correlation : float
        Pearson's, over the pairs that are known in both networks; the diagonal does not count.
    p_greater, p_less, p_two_sided : float
        Shares of relabellings whose correlation is at least as high, at least as low, at least as far from zero.
    drawn : DataFrame
        The row that UCINET's users expect: observed, p_two_sided, mean, sd, min and max of the relabelled correlations,
        p_greater, p_less.
    actors, pairs : int
        How many actors there are, and pairs known in both (each once, where neither network has a direction).
    draws : int
        Relabellings looked at.
    exact : bool
        Whether these are all that there are.
    rng : int or None
        The seed.
    notes : tuple of Note

    See Also
    --------
    qap
    """

    correlation: float
    p_greater: float
    p_less: float
    p_two_sided: float
    drawn: pd.DataFrame
    actors: int
    pairs: int
    draws: int
    exact: bool
    rng: int | None
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"drawn": "Correlation of two networks (QAP)"}
    _cites: ClassVar = ("Krackhardt1988",)

    def _method(self) -> tuple[Text, ...]:
        told = "The networks were correlated over {pairs:,} pairs of {actors} actors, and the actors of one were relabelled."
        how = Text("All {draws:,} orders were gone through.", draws=self.draws)
        drawn = Text("{draws:,} orders were drawn; the order that was found counts, too.", draws=self.draws)
        return Text(told, pairs=self.pairs, actors=self.actors), how if self.exact else drawn

    def _finding(self) -> tuple[Text, ...]:
        told = "The networks correlate {r:.3f} over {pairs:,} pairs (two-sided p {p:.4f})."
        return (Text(told, r=self.correlation, pairs=self.pairs, p=self.p_two_sided),)


def qap(
    y: Network | pd.DataFrame,
    x: Network | pd.DataFrame,
    draws: int = 5000,
    rng: int | np.random.Generator = 0,
) -> Qap:
    """Correlate two networks of the same actors and test the correlation by relabelling one of them.

    Pairs of actors are not independent, so that the usual p of a correlation is far too small; relabelling the actors of
    one network keeps all its structure and breaks only its link with the other.

    Parameters
    ----------
    y, x : Network or DataFrame, shape (actors, actors)
        Of the same actors; the rows of `x` are brought into the order of `y` by their names. Pairs that are not known in
        one of them (of people who did not answer) are left out.
    draws : int
        Relabellings drawn; of up to eight actors all are gone through, and p is exact.
    rng : int or Generator
        Seed.

    Returns
    -------
    Qap
        `correlation`, `p_greater`, `p_less`, `p_two_sided`.

    Raises
    ------
    FaultyInput
        Other actors, no numbers.
    UnsuitableMethod
        Fewer than three actors; a network whose pairs are all alike.

    References
    ----------
    Krackhardt, D. (1988). Predicting with networks: nonparametric multiple regression analysis of dyadic data. Social
    Networks 10, 359-381.

    Examples
    --------
    >>> trust = pd.DataFrame([[0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0]], list("abcd"), list("abcd"))
    >>> found = qap(trust, trust.T)
    >>> round(found.correlation, 4), found.exact, found.draws
    (0.6571, True, 24)
    """
    asked(draws=(draws, DRAWS), rng=(rng, SEED))
    first = pairs_of(y, "y", signed=True)
    second = like(x, first, "x", "y")
    enough(first, 3, "y", Text("relabelling"))
    known = first.known & second.known
    for place, one in (("y", first), ("x", second)):
        refuse_alike(one.values[known], place)
    generator, seed = generator_of(rng)
    orders, exact = relabellings(name_order(first.actors), draws, generator)
    observed = float(correlations_of(second.values, first.values, np.arange(first.n)[None])[0])
    tasks = [(second.values, first.values, part) for part in parts_of(orders)]
    found = np.concatenate(list(together(correlations_of, tasks)))
    high, low, far = tails(observed, found, exact)
    spread = pd.Series(found)  # without those that have no correlation
    row = {"observed": observed, "p_two_sided": far, "mean": spread.mean(), "sd": spread.std(ddof=0), "min": spread.min(),
           "max": spread.max(), "p_greater": high, "p_less": low}  # fmt: skip
    drawn = pd.DataFrame(row, index=pd.Index(["correlation"], name="statistic"))
    notes, lost = unknown_notes(first, known), int(spread.isna().sum())
    if lost:
        told = "{count:,} of the relabellings leave pairs that are all alike, and are left out of p"
        notes += (Note(told, count=lost),)
    return Qap(observed, high, low, far, drawn, first.n, counted_pairs(known, first, second), len(orders), exact, seed,
               notes)  # fmt: skip


def refuse_alike(values: np.ndarray, place: str) -> None:
    """Refuse pairs that are all alike: nothing can go together with them."""
    if not len(values) or np.ptp(values) <= 1e-13 * np.abs(values).max():
        problem = "all pairs that can be compared have the same value"
        raise UnsuitableMethod(place, problem, "give a network in which some pairs differ from others")


def counted_pairs(known: np.ndarray, *networks: Pairs) -> int:
    """Return how many pairs are known: each once where no network has a direction."""
    return int(known.sum()) if any(one.directed for one in networks) else int(np.triu(known | known.T).sum())


def unknown_notes(first: Pairs, known: np.ndarray) -> tuple[Note, ...]:
    """Return a note on the pairs that are not known: each once where ties have no direction."""
    missing = first.off & ~known
    left = int(missing.sum() if first.directed else np.triu(missing | missing.T).sum())
    told = "{count:# pair is|# pairs are} not known and left out (they are not zeros)"
    return (Note(told, count=left),) if left else ()
