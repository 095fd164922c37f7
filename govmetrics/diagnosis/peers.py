"""Strengths and weaknesses (优势与短板) against peers of the same type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core import Fault, IndicatorTree, Scaled, Scores
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import row_faults
from govmetrics.core.errors import each
from govmetrics.core.labels import row_label
from govmetrics.core.options import COUNT, LANGUAGE, TEXT, asked, instance, number, optional, wanted
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.words import Language, Note, Text
from govmetrics.diagnosis.common import by_unit, row_labels
from govmetrics.numerics.arrays import Array, Bools

FEW = 5
"""Fewer peers than this are named in the notes: a median of so few says little."""
VALUES = instance(Scaled | Scores, Text("give Scaled or Scores"))


def judged(gaps: pd.DataFrame, percentiles: pd.DataFrame, share: float) -> NDArray[Any]:
    """Return what gaps and percentiles of units in nodes say, as an array of words."""
    gap = gaps.to_numpy()
    strong, weak = standing_out(gap, percentiles.to_numpy(), share)
    return np.select([np.isnan(gap), strong, weak], ["", "strength", "weakness"], "like its peers")


def standing_out(gaps: Array, percentiles: Array, share: float) -> tuple[Bools, Bools]:
    """Return which gaps and percentiles are strengths, and which weaknesses."""
    return (gaps > 0) & (percentiles >= 1 - share), (gaps < 0) & (percentiles <= share)


@dataclass(frozen=True, eq=False)
class Strengths(Result):
    """How every unit stands against its peers.

    Attributes
    ----------
    gaps : DataFrame, shape (units, nodes)
        Value minus the median of the unit's peers (itself included).
    medians : DataFrame, shape (units, nodes)
        The peers' median.
    percentiles : DataFrame, shape (units, nodes)
        Share of the peers that the unit beats, ties counting half, in (0, 1).
    peers : Series
        The peer group of each unit.
    share : float
        Strengths lie in the top, weaknesses in the bottom `share` of the peers.
    tree : IndicatorTree
        For the names.
    notes : tuple of str
        Peer groups that are small.

    See Also
    --------
    strengths
    """

    gaps: pd.DataFrame
    medians: pd.DataFrame
    percentiles: pd.DataFrame
    peers: pd.Series
    share: float
    tree: IndicatorTree
    notes: tuple[str, ...] = ()

    _by_line = True
    _shown: ClassVar = {"table": "Strengths and weaknesses"}

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """What every unit is in every node, (units, nodes): strength, weakness, like its peers; empty without a value."""
        return pd.DataFrame(
            judged(self.gaps, self.percentiles, self.share), self.gaps.index, self.gaps.columns
        )

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per unit and node: peers, code, value, median, gap, percentile, verdict; best gap first."""
        units, nodes = self.gaps.shape
        gap, percentile = self.gaps.to_numpy().ravel(), self.percentiles.to_numpy().ravel()
        frame = pd.DataFrame(
            {
                **row_labels(self.gaps.index, np.repeat(np.arange(units), nodes)),
                "peers": pd.Series(np.repeat(self.peers.to_numpy(dtype=object), nodes), dtype=object),
                "code": np.tile(np.asarray(self.gaps.columns, dtype=object), units),
                "value": gap + self.medians.to_numpy().ravel(),
                "median": self.medians.to_numpy().ravel(),
                "gap": gap,
                "percentile": percentile,
                "verdict": self.verdicts.to_numpy().ravel(),
            }
        )
        order = np.lexsort((-gap, np.repeat(np.arange(units), nodes)))
        return frame.iloc[order].reset_index(drop=True)

    def summary(self, language: Language | None = None, top: int = 3) -> str:
        """Return a line for each unit with its greatest strengths and weaknesses, then the notes.

        Parameters
        ----------
        language : {"en", "zh"}, optional
            By default the one in use.
        top : int
            At most so many of either.
        """
        asked(language=(language, LANGUAGE), top=(top, COUNT))
        names = self.tree.names()
        said: dict[object, list[Text]] = {row: [] for row in self.gaps.index}
        for verdict, template in (("strength", "strong in {names}"), ("weakness", "weak in {names}")):
            rows = self.table[self.table["verdict"] == verdict]
            rows = rows if verdict == "strength" else rows.iloc[::-1]  # the worst gap first
            for unit, found in by_unit(rows, [names[code] for code in rows["code"]]).items():
                said[unit].append(Text(template, names=found[:top]))
        bare = self.gaps.isna().all(axis=1).to_numpy()
        lines = [
            self._line(unit, told, bool(empty))
            for (unit, told), empty in zip(said.items(), bare, strict=True)
        ]
        return self._told(lines, language)

    @staticmethod
    def _line(unit: object, told: list[Text], empty: bool) -> Text:
        """Return what is told of a unit."""
        if len(told) == 2:
            return Text("{unit}: {strong}; {weak}", unit=row_label(unit), strong=told[0], weak=told[1])
        alone = told[0] if told else Text("no values") if empty else Text("like its peers")
        return Text("{unit}: {told}", unit=row_label(unit), told=alone)

    _cites: ClassVar = ("oecd2008",)

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Each unit was compared with the median of its peers (itself included): the top {share:.3g}% of the peers with a "
            "value above the median are strong in a node, the bottom {share:.3g}% with a value below it are weak."
        )
        return (Text(found, share=100 * self.share),)

    def _finding(self) -> tuple[Text, ...]:
        """How many strengths and weaknesses there are."""
        strong, weak = (int((self.table["verdict"] == word).sum()) for word in ("strength", "weakness"))
        return (
            Text("{rows} in {peers:# group|# groups} of peers: {strong:# strength|# strengths}, "
                 "{weak:# weakness|# weaknesses}", rows=counted(self.gaps.index), peers=self.peers.nunique(), strong=strong,
                 weak=weak),
        )  # fmt: skip


def strengths(values: Scaled | Scores, by: str | None = None, share: float = 0.25) -> Strengths:
    """Return strengths and weaknesses (优势与短板) of every unit against peers of its type.

    Parameters
    ----------
    values : Scaled or Scores
        Leaves, or every node.
    by : str, optional
        Column of the attributes that names the type; without it, all units are peers. With periods,
        peers are of the same period.
    share : float
        Top share of the peers that counts as a strength, and bottom share as a weakness; at most 0.5.

    Returns
    -------
    Strengths
        Missing values have no gap, and their units are not peers in that node.

    Raises
    ------
    FaultyInput
        No such attribute, units without a type, a share outside (0, 0.5].

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 8 (back to the data).

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"]})
    >>> values = pd.DataFrame({"a1": [10.0, 50, 90], "a2": [60.0, 50, 40]}, index=["x", "y", "z"])
    >>> result = strengths(Scaled(tree, values, pd.DataFrame(), "min_max", (0, 100)))
    >>> print(result.summary().splitlines()[0])
    x: strong in a2; weak in a1
    """
    peers = _peer_groups(values, by, share)
    tree = values.tree if isinstance(values, Scaled) else values.weights.tree
    labels, kinds = pd.factorize(peers, sort=True)
    x = values.values.to_numpy(dtype=float)
    medians, percentiles = _against_peers(x, labels, len(kinds))
    index, columns = values.values.index, values.values.columns

    def frame(array: Array) -> pd.DataFrame:
        return pd.DataFrame(array, index=index, columns=columns)

    few = [
        Text("{group} ({count})", group=kind if isinstance(kind, Text) else str(kind), count=int(n))
        for kind, n in zip(kinds, np.bincount(labels), strict=True)
        if n < FEW
    ]
    text = "fewer than {few} peers, so medians say little: {groups:5}"
    notes = (Note(text, few=FEW, groups=few),) if few else ()
    return Strengths(frame(x - medians), frame(medians), frame(percentiles), peers, share, tree, notes)


def _peer_groups(values: Scaled | Scores, by: str | None, share: float) -> pd.Series:
    half = number(0, 0.5, open_low=True)
    faults = wanted(values=(values, VALUES), share=(share, half), by=(by, optional(TEXT)))
    if not isinstance(values, Scaled | Scores) or not isinstance(by, str | None):
        faults.raise_all()
    index, attributes = values.values.index, values.attributes
    faults += row_faults(index)
    peers = pd.Series([Text("all")] * len(index), index=index, name="peers", dtype=object)
    if by is not None and list(attributes.columns).count(by) != 1:
        way_out = "attributes are: {names}"
        faults.append(
            Fault("by", "{name!r} is not one of the attributes", way_out, name=by, names=attributes.columns)
        )
    elif by is not None and not attributes.index.is_unique:
        faults += row_faults(attributes.index)
    elif by is not None and index.is_unique:
        peers = attributes[by].reindex(index).astype(object).rename("peers")
        untyped = index[peers.isna()]
        faults += each(
            untyped, lambda unit: Fault(place_of(unit), "has no {by}", "give every unit a type", by=by)
        )
    faults.raise_all()
    if index.nlevels == 2:
        periods = index.get_level_values("period").astype(str)
        labels = [p if by is None else f"{p} {kind}" for p, kind in zip(periods, peers, strict=True)]
        peers = pd.Series(labels, index=index, name="peers", dtype=object)
    return peers


def _against_peers(x: Array, labels: np.ndarray, kinds: int) -> tuple[Array, Array]:
    """Return peers' medians and the share of peers beaten (ties half), (n, k), for groups `labels` (n,)."""
    medians, percentiles = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    for kind in range(kinds):
        rows = np.flatnonzero(labels == kind)
        group = pd.DataFrame(x[rows])
        medians[rows] = group.median().to_numpy()
        percentiles[rows] = ((group.rank() - 0.5) / group.notna().sum()).to_numpy()
    return medians, percentiles
