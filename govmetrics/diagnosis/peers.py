"""Strengths and weaknesses (优势与短板) against peers of the same type."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault, IndicatorTree, Scaled, Scores
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import row_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.results import fields_dict, html
from govmetrics.diagnosis._headings import headed
from govmetrics.diagnosis._note_words import notes_in
from govmetrics.diagnosis.common import (
    Array,
    by_unit,
    check_words,
    label,
    listed,
    named,
    row_labels,
    wrong_kinds,
)

FEW = 5
"""Fewer peers than this are named in the notes: a median of so few says little."""
_VERDICTS = {"strength": "优势", "weakness": "短板", "like its peers": "持平"}


@dataclass(frozen=True, eq=False)
class Strengths:
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

    def to_frame(self, language: str = "en") -> pd.DataFrame:
        """Return one row per unit and node: value, median, gap, percentile, verdict; best gap first."""
        check_words(language)
        units, nodes = self.gaps.shape
        gap, percentile = self.gaps.to_numpy().ravel(), self.percentiles.to_numpy().ravel()
        verdict = np.select(
            [
                np.isnan(gap),
                (gap > 0) & (percentile >= 1 - self.share),
                (gap < 0) & (percentile <= self.share),
            ],
            ["", "strength", "weakness"],
            "like its peers",
        )
        peers = (
            self.peers.replace("all", "全部")
            if language == "zh" and (self.peers == "all").all()
            else self.peers
        )
        frame = pd.DataFrame(
            {
                **row_labels(self.gaps.index, np.repeat(np.arange(units), nodes)),
                "peers": np.repeat(peers.to_numpy(), nodes),
                "code": np.tile(np.asarray(self.gaps.columns, dtype=object), units),
                "name": named(self.tree, self.gaps.columns, language) * units,
                "value": gap + self.medians.to_numpy().ravel(),
                "median": self.medians.to_numpy().ravel(),
                "gap": gap,
                "percentile": percentile,
                "verdict": verdict if language == "en" else [_VERDICTS.get(v, "") for v in verdict],
            }
        )
        order = np.lexsort((-gap, np.repeat(np.arange(units), nodes)))
        return headed(frame.iloc[order].reset_index(drop=True), language)

    def summary(self, language: str = "en", k: int = 3) -> str:
        """Return a line per unit with up to k strengths and k weaknesses."""
        check_words(language, k)
        zh = language == "zh"
        joiner, between = ("、", "；") if zh else (", ", "; ")
        like, unknown = ("与同类持平", "没有数据") if zh else ("like its peers", "no values")
        openings = {"strength": "优势：" if zh else "strong in ", "weakness": "短板：" if zh else "weak in "}
        frame = self.to_frame()
        said: dict[object, list[str]] = {row: [] for row in self.gaps.index}
        for verdict, opening in openings.items():
            rows = frame[frame["verdict"] == verdict]
            rows = rows if verdict == "strength" else rows.iloc[::-1]  # the worst gap first
            for unit, names in by_unit(rows, named(self.tree, list(rows["code"]), language)).items():
                said[unit].append(opening + joiner.join(names[:k]))
        colon = "：" if zh else ": "
        bare = self.gaps.isna().all(axis=1).to_numpy()
        lines = [
            f"{label(unit)}{colon}{between.join(parts) or (unknown if empty else like)}"
            for (unit, parts), empty in zip(said.items(), bare, strict=True)
        ]
        return "\n".join([*lines, *notes_in(self.notes, language)])

    def to_dict(self) -> dict[str, Any]:
        """Return gaps, medians, percentiles and notes, JSON-ready."""
        return fields_dict(self, leave_out=("tree",))

    def _repr_html_(self) -> str:
        return html(self.to_frame(), "Strengths and weaknesses 优势与短板")


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

    few = [f"{kind} ({n})" for kind, n in zip(kinds, np.bincount(labels), strict=True) if n < FEW]
    notes = (f"fewer than {FEW} peers, so medians say little: {listed(few)}",) if few else ()
    return Strengths(frame(x - medians), frame(medians), frame(percentiles), peers, share, tree, notes)


def _peer_groups(values: Scaled | Scores, by: str | None, share: float) -> pd.Series:
    faults = Faults(wrong_kinds(("values", values, Scaled | Scores, "give Scaled or Scores")))
    if not (isinstance(share, Real) and 0 < share <= 0.5):
        faults.append(Fault("share", f"is {share!r}", "give a share in (0, 0.5]"))
    if not isinstance(values, Scaled | Scores):
        faults.raise_all()
    index, attributes = values.values.index, values.attributes
    faults += row_faults(index)
    peers = pd.Series("all", index=index, name="peers", dtype=object)
    if by is not None and list(attributes.columns).count(by) != 1:
        problem = f"{by!r} is not one of the attributes"
        faults.append(
            Fault("by", problem, f"attributes are: {listed(list(attributes.columns), 20) or 'none'}")
        )
    elif by is not None and not attributes.index.is_unique:
        faults += row_faults(attributes.index)
    elif by is not None and index.is_unique:
        peers = attributes[by].reindex(index).astype(object).rename("peers")
        untyped = index[peers.isna()]
        faults += each(untyped, lambda unit: Fault(place_of(unit), f"has no {by}", "give every unit a type"))
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
