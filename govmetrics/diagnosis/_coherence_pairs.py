"""Pairs of siblings in a check of coherence: there may be millions, so their sentences are made when they are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from govmetrics.core import IndicatorTree
from govmetrics.core.sentences import Sentences
from govmetrics.core.words import Text
from govmetrics.diagnosis._coherence_checks import (
    COLUMNS,
    VERDICTS,
    Checks,
    Limits,
    Names,
    pair_of,
    sentence_of,
    told,
    verdict_of,
)
from govmetrics.diagnosis.common import checks_table
from govmetrics.numerics.arrays import Array, Ints

MANY = 20_000
"""Of more pairs than these the sentences of the checks are not held, and tables show those to look at."""
KINDS = ("redundant pair", "negative pair")


@dataclass(frozen=True, eq=False)
class Pairs:
    """Every pair of siblings, by the places of their nodes: correlations and the units behind them."""

    first: Ints
    second: Ints
    group: Ints
    r: Array
    n: Ints

    def to_frame(self, tree: IndicatorTree) -> pd.DataFrame:
        """Return the table of the pairs."""
        nodes = {key: named(getattr(self, key), tree.node_codes) for key in ("first", "second", "group")}
        return pd.DataFrame({**nodes, "correlation": self.r, "n": self.n})

    def least(self, level: float) -> Array:
        """Return the smallest significant correlation by the number of units, negative."""
        found = np.full(int(self.n.max(initial=0)) + 1, np.nan)
        for n in np.flatnonzero(np.bincount(self.n[~np.isnan(self.r)])).tolist():
            found[n] = _least_negative(n, level)
        return found

    def judged(self, check: str, limits: Limits) -> tuple[Array, Ints]:
        """Return the thresholds of all pairs for a check of pairs, and the places of the verdicts."""
        kind = KINDS.index(check)
        limit = self.least(limits.level)[self.n] if kind else np.full(len(self.r), limits.redundant)
        return limit, _verdicts(self.r, kind, limit)


def of_groups(tree: IndicatorTree, triangles: Sequence[tuple[Array, Ints]]) -> Pairs:
    """Return the pairs of siblings, of correlations and counts, the upper triangle of each group."""
    parts: list[tuple[np.ndarray, ...]] = []
    for group, (r, counts) in zip(tree.groups, triangles, strict=True):
        places = np.array([tree.positions[code] for code in tree.parts(group.code)], dtype=np.int32)
        first, second = np.triu_indices(len(places), 1)
        own = np.full(len(first), tree.positions[group.code], dtype=np.int32)
        parts.append((places[first], places[second], own, r, counts))
    return Pairs(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def named(places: np.ndarray, names: Sequence[str]) -> pd.Series:
    """Return names by their places."""
    return pd.Series(pd.array(list(names), dtype="str").take(places))


@dataclass(frozen=True, eq=False)
class Told:
    """The sentences of all checks, by number: those before the pairs, of the pairs, and behind them."""

    before: Sequence[Text]
    behind: Sequence[Text]
    pairs: pd.DataFrame
    names: Names
    pair: np.ndarray
    least: Array
    limits: Limits

    def __call__(self, row: int) -> Text:
        """Return the sentence of a check."""
        row -= len(self.before)
        if row < 0:
            return self.before[row]
        if row >= len(self.pair):
            return self.behind[row - len(self.pair)]
        pair = int(self.pair[row])
        kind = int(row > 0 and self.pair[row - 1] == pair)
        first, second, value, n = (
            self.pairs[name].array[pair] for name in ("first", "second", "correlation", "n")
        )
        threshold = float(self.least[n]) if kind else self.limits.redundant
        verdict, place = (
            VERDICTS[_verdicts(np.array(value), kind, threshold)],
            pair_of(self.names, first, second)[1],
        )
        return sentence_of(KINDS[kind], verdict, place=place, value=float(value), threshold=threshold)


def _verdicts(value: Array, kind: Any, threshold: Any) -> Ints:
    """Return the verdicts on correlations: not too large in size, or not significantly negative."""
    return verdict_of(value, np.where(kind, value > threshold, np.abs(value) <= threshold))


def with_pairs(
    before: Checks, held: Pairs, pairs: pd.DataFrame, names: Names, behind: Checks, limits: Limits
) -> pd.DataFrame:
    """Return the table of all checks: each pair for redundancy, and where it can be told for a significant trade-off."""
    r = held.r
    texts: Any = "str" if len(pairs) > MANY else object
    known = ~np.isnan(r)
    pair = np.repeat(np.arange(len(known), dtype=np.int32), 1 + known)
    kind = np.zeros(len(pair), dtype=np.int8)
    kind[1:] = pair[1:] == pair[:-1]
    least = held.least(limits.level)
    threshold = np.full(len(pair), limits.redundant)
    threshold[kind == 1] = least[held.n[known]]
    value = r[pair]
    middle = {
        "check": named(kind, KINDS), "place": (pairs["first"] + " - " + pairs["second"]).take(pair).astype(texts),
        "value": pd.Series(value), "threshold": pd.Series(threshold),
        "verdict": named(_verdicts(value, kind, threshold), VERDICTS),
    }  # fmt: skip
    around = [checks_table(rows, COLUMNS[:-1]).astype({"place": texts}) for rows in (before, behind)]
    first, last = ([told(row) for row in rows] for rows in (before, behind))
    sentence = Told(first, last, pairs, names, pair, least, limits)
    table = pd.DataFrame(
        {name: _joined(around[0][name], middle.pop(name), around[1][name]) for name in list(middle)}
    )
    sentences = Sentences(sentence, np.arange(len(table), dtype=np.int32))
    return table.assign(sentence=pd.Series(sentences, dtype=object if texts is object else None))


def _joined(*parts: pd.Series) -> pd.Series:
    """Return columns one after the other; an empty one has no say in the type."""
    return pd.concat([part for part in parts if len(part)] or [parts[1]], ignore_index=True)


def _least_negative(n: int, level: float) -> float:
    """Return the smallest significant correlation of n units, negative, by the quantile of Student's t."""
    t = special.stdtrit(n - 2, (1 + level) / 2)
    return -float(t / np.sqrt(n - 2 + t**2))


class PlaceNames(Mapping[str, Text]):
    """The names of nodes and of pairs of siblings, these by "first - second", made when they are asked for.

    Parameters
    ----------
    names : mapping
        Of the nodes.
    pairs : DataFrame
        First and second.
    """

    def __init__(self, names: Names, pairs: pd.DataFrame) -> None:
        self._names, self._pairs = names, pairs

    def __getitem__(self, place: str) -> Text:
        """Return the name of a node or of a pair."""
        if place in self._names:
            return self._names[place]
        cuts = [at for at in range(len(place)) if place.startswith(" - ", at)]
        for first, second in (
            (place[:at], place[at + 3 :]) for at in cuts
        ):  # a code may hold the mark itself
            if first in self._names and second in self._names:
                return pair_of(self._names, first, second)[1]
        raise KeyError(place)

    def __iter__(self) -> Iterator[str]:
        """Go over the nodes, then over the pairs."""
        yield from self._names
        for first, second in self._pairs[["first", "second"]].itertuples(index=False):
            if (place := f"{first} - {second}") not in self._names:
                yield place

    def __len__(self) -> int:
        """Count nodes and pairs."""
        return sum(1 for _ in self)
