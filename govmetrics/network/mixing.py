"""Who mixes with whom: ties within and between kinds of actors, against relabelled kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import SEED, asked
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.network.network import Network
from govmetrics.network.pairs import groups_of, pairs_of
from govmetrics.network.qap import DRAWS, unknown_notes
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.relabelling import parts, relabellings, tails


@dataclass(frozen=True, eq=False)
class Mixing(Result):
    """Ties within and between kinds of actors (E-I指数).

    Attributes
    ----------
    e_i : float
        External less internal ties, over all: -1 where all ties stay within kinds, 1 where all go between them.
    expected : float
        Its mean when kinds are dealt anew to the actors, exactly: twice the share of pairs between kinds, less one.
    p, p_greater, p_less : float
        Shares of relabellings at least as far from `expected` (`p`), at least as high, at least as low.
    ties : DataFrame, rows sender's and columns receiver's kind
        How many ties there are.
    densities : DataFrame
        Ties over the pairs that are known.
    groups : DataFrame
        One row a kind: actors, internal and external ties (sent or received), e_i, expected.
    actors : DataFrame
        One row an actor: kind, internal, external, e_i.
    draws : int
        Relabellings looked at.
    exact : bool
        Whether these are all that there are.
    rng : int or None
        The seed.
    notes : tuple of Note

    See Also
    --------
    mixing
    """

    e_i: float
    expected: float
    p: float
    p_greater: float
    p_less: float
    groups: pd.DataFrame
    ties: pd.DataFrame
    densities: pd.DataFrame
    actors: pd.DataFrame
    draws: int
    exact: bool
    rng: int | None
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"groups": "Ties within and between kinds", "ties": "Ties from rows to columns",
                        "densities": "Densities from rows to columns", "actors": "Actors"}  # fmt: skip
    _kinds: ClassVar = {"ties": "count", "densities": "number"}
    _cites: ClassVar = ("KrackhardtStern1988",)

    def _method(self) -> tuple[Text, ...]:
        told = "Mixing was measured by the E-I index and tested by dealing the kinds anew to the actors."
        how = Text("All {draws:,} orders were gone through.", draws=self.draws)
        drawn = Text("{draws:,} orders were drawn; the order that was found counts, too.", draws=self.draws)
        return Text(told), how if self.exact else drawn

    def _finding(self) -> tuple[Text, ...]:
        told = "E-I index {e_i:.3f}, by chance {expected:.3f} (p {p:.4f})."
        found = [Text(told, e_i=self.e_i, expected=self.expected, p=self.p)]
        if self.p < 0.05:
            fewer = Text("Actors keep to their own kind more than chance would have it.")
            more = Text("Actors look beyond their own kind more than chance would have it.")
            found.append(fewer if self.e_i < self.expected else more)
        return tuple(found)


def mixing(
    net: Network | pd.DataFrame, by: str | pd.Series, draws: int = 5000, rng: int | np.random.Generator = 0
) -> Mixing:
    """Return how far ties go between kinds of actors, and whether chance would do the same.

    Where kinds differ in size, most pairs lie between them, so that zero means nothing by itself: compare with `expected`.

    Parameters
    ----------
    net : Network of one community, or DataFrame, shape (actors, actors)
        A tie is any weight above zero.
    by : str or Series
        An attribute of the actors, or a kind for each.
    draws : int
        Relabellings drawn; of up to eight actors all are gone through.
    rng : int or Generator
        Seed.

    Returns
    -------
    Mixing
        `e_i`, `expected`, `p`.

    Raises
    ------
    FaultyInput
        Unknown attribute, actors without a kind.
    UnsuitableMethod
        One kind only, no ties.

    References
    ----------
    Krackhardt, D., Stern, R. N. (1988). Informal networks and organizational crises: an experimental simulation. Social
    Psychology Quarterly 51, 123-140.

    Examples
    --------
    >>> ties = pd.DataFrame([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 1, 1, 0]], list("abcd"), list("abcd"))
    >>> found = mixing(ties, pd.Series(["public", "public", "private", "private"], list("abcd")))
    >>> found.e_i, round(found.expected, 4), round(found.p_less, 4)
    (-0.6, 0.3333, 0.3333)
    """
    asked(draws=(draws, DRAWS), rng=(rng, SEED))
    pairs = pairs_of(net, "net")
    codes, labels = groups_of(pairs, by)
    if len(labels) < 2:
        raise UnsuitableMethod("by", "all actors are of one kind", "choose an attribute with several")
    counted = pairs.halved() & pairs.known
    a = pairs.ties * counted
    if not a.any():
        raise UnsuitableMethod("net", "has no tie", "choose a relation with ties")
    between = codes[:, None] != codes[None, :]
    expected = 2 * float(between[counted].mean()) - 1
    e_i = float(a[between].sum() - a[~between].sum()) / float(a.sum())
    generator, seed = generator_of(rng)
    orders, exact = relabellings(name_order(pairs.actors), draws, generator)
    high, low, far = tails(e_i, _drawn(a, codes, orders), exact, expected)
    one_hot = np.eye(len(labels))[codes]
    whole = pairs.ties * pairs.known
    ties, possible = one_hot.T @ whole @ one_hot, one_hot.T @ pairs.known @ one_hot
    rows, columns = pd.Index(labels, name="from"), pd.Index(labels)
    with np.errstate(invalid="ignore"):
        densities = pd.DataFrame(ties / possible, rows, columns)
    ties = (
        ties if pairs.directed else ties - np.diag(np.diag(ties)) / 2
    )  # an undirected tie stands in the matrix twice
    counts = pd.DataFrame(ties.astype(int), rows, columns)
    return Mixing(e_i, expected, far, high, low, _groups(whole, pairs.known, codes, labels, pairs.directed), counts,
                  densities, _actors(whole, codes, labels, pairs.actors, pairs.directed), len(orders), exact, seed,
                  unknown_notes(pairs, pairs.known))  # fmt: skip


def _drawn(a: Array, codes: Ints, orders: Ints) -> Array:
    """Return the index of every relabelling."""
    rows, columns = np.nonzero(a)
    apart = [
        (codes[part[:, rows]] != codes[part[:, columns]]).mean(axis=1)
        for part in parts(orders, 2 * len(rows))
    ]
    return 2 * np.concatenate(apart) - 1


def _split(counted: Array, codes: Ints) -> tuple[Array, Array]:
    """Return how many ties every actor has within and beyond its kind, sent and received."""
    alike = codes[:, None] == codes[None, :]
    both = counted + counted.T
    return (both * alike).sum(axis=1), (both * ~alike).sum(axis=1)


def _index(external: Any, internal: Any) -> Array:
    total = external + internal
    found: Array = np.divide(external - internal, total, out=np.full(len(total), np.nan), where=total > 0)
    return found


def _groups(ties: Array, known: Bools, codes: Ints, labels: list[Any], directed: bool) -> pd.DataFrame:
    """Return the kinds: a tie within one is counted once, a tie between two for both."""
    halves = 1.0 if directed else 0.5  # of an undirected network every tie stands in the matrix twice
    inner, outer, pairs_in, pairs_out = (
        halves * np.bincount(codes, one) / share
        for counted in (ties, known.astype(float))
        for one, share in zip(_split(counted, codes), (2, 1), strict=True)
    )
    columns = {"actors": np.bincount(codes), "internal": inner.astype(int), "external": outer.astype(int),
               "e_i": _index(outer, inner), "expected": _index(pairs_out, pairs_in)}  # fmt: skip
    return pd.DataFrame(columns, pd.Index(labels, name="kind"))


def _actors(ties: Array, codes: Ints, labels: list[Any], names: pd.Index, directed: bool) -> pd.DataFrame:
    inner, outer = _split(ties if directed else ties / 2, codes)
    kinds = pd.Series([labels[code] for code in codes], names, name="kind").to_frame()
    return kinds.assign(internal=inner.astype(int), external=outer.astype(int), e_i=_index(outer, inner))
