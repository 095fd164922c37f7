"""The result of every ranking method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.panel_rows import counted
from govmetrics.core.periods import codes_of
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.scores import ranked as best_first
from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text, method_name

Better = Literal["more", "less"]


@dataclass(frozen=True, eq=False)
class Ranking(Result):
    """Scores and ranks of units by one method.

    Attributes
    ----------
    scores : Series
        What the method ranks by, one per unit.
    ranks : Series
        1 is best; ties share a rank (1, 2, 2, 4). With periods, one ranking per period.
    table : DataFrame
        The method's own columns, one row per unit (TOPSIS: D+, D-, C).
    method : str
        Its name.
    better : {"more", "less"}
        Whether a high or a low score is good.
    weights : Series
        The leaves' weights across the tree.
    details : mapping
        What else the method shows, JSON-ready.
    procedure : Procedure
        How it was found, in words; written by the method.
    tree : IndicatorTree, optional
        Whose indicators were weighed: they are printed by their names.

    See Also
    --------
    aras
    cocoso
    codas
    copras
    """

    scores: pd.Series
    ranks: pd.Series
    table: pd.DataFrame
    method: str
    better: Better
    weights: pd.Series
    details: Mapping[str, Any] = field(default_factory=dict)
    procedure: Procedure = UNTOLD
    tree: IndicatorTree | None = None

    def to_frame(self) -> pd.DataFrame:
        """Return the method's columns and the rank, best first."""
        frame = self.table.assign(rank=self.ranks)
        frame = frame.sort_values("rank", kind="stable")
        if frame.index.nlevels == 1:
            return frame
        return frame.iloc[np.argsort(codes_of(frame.index.get_level_values("period")), kind="stable")]

    def _tables(self) -> list[Table]:
        frame = self.to_frame()
        if frame.index.nlevels == 1:
            frame = frame.rename_axis("unit")
        tables = [Table.of(Text("Ranking by {method}", method=method_name(self.method)), frame, "ranking")]
        entropy = self.details.get("entropy")
        if entropy is not None:
            how = Text("Entropy weights over all indicators together, not within each group.")
            tables.append(
                Table.of(
                    Text("Entropy weights"),
                    entropy.rename_axis("code"),
                    "ranking",
                    self._names(),
                    notes=(how,),
                )
            )
        pairs = self.details.get("incomparable")
        if pairs is not None and len(pairs):
            many = Text("The first {count:,} of {pairs:,} pairs, those of the best units.", count=len(pairs),
                        pairs=self.details["pairs"])  # fmt: skip
            notes = (many,) if len(pairs) < self.details["pairs"] else ()
            tables.append(Table.of(Text("Incomparable units (PROMETHEE I)"), pairs, "ranking", notes=notes))
        return tables

    def _finding(self) -> tuple[Text, ...]:
        first = list(self.ranks.index[(self.ranks == 1).to_numpy(dtype=bool, na_value=False)])
        text = "{method} ranks {rows}; in first place: {first:5}."
        found: tuple[Text, ...] = (
            Text(text, method=method_name(self.method), rows=counted(self.ranks.index), first=first),
        )
        pairs = self.details.get("pairs")
        if pairs:
            text = "{pairs:# pair is|# pairs are} incomparable: leaving and entering flows disagree on the order."
            found += (Text(text, pairs=pairs),)
        return found


def ranked(scores: pd.Series, better: Better = "more") -> pd.Series:
    """Return competition ranks of scores, one ranking per period; NaN has no rank.

    Examples
    --------
    >>> ranked(pd.Series([0.1, 0.4, 0.4], index=list("abc")), "less").to_dict()
    {'a': 1, 'b': 2, 'c': 2}
    """
    return best_first(scores if better == "more" else -scores)[0]
