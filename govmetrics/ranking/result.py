"""The result of every ranking method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core.errors import choose
from govmetrics.core.results import fields_dict, html
from govmetrics.core.scores import ranked as best_first

Array = NDArray[np.float64]
Better = Literal["more", "less"]
_HEADINGS = {"D+": "正理想解距离D+", "D-": "负理想解距离D-", "C": "相对接近度C", "rank": "排序结果", "score": "得分",
             "RSR": "RSR值", "share": "累计频率", "probit": "Probit值", "fitted": "RSR拟合值", "grade": "分档"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Ranking:
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

    def to_frame(self, language: str = "en") -> pd.DataFrame:
        """Return the method's columns and the rank, best first; headings in "en" or "zh"."""
        choose(language, ("en", "zh"), "language")
        frame = self.table.assign(rank=self.ranks)
        order = ["period", "rank"] if self.ranks.index.nlevels == 2 else ["rank"]
        frame = frame.sort_values(order, kind="stable")
        return frame if language == "en" else frame.rename(columns=_HEADINGS)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, JSON-ready."""
        return fields_dict(self)

    def __repr__(self) -> str:
        """Return a line that says what it holds."""
        return f"<Ranking ({self.method}): {len(self.ranks)} units>"

    def _repr_html_(self) -> str:
        return html(self.to_frame(), repr(self).strip("<>"))


def ranked(scores: pd.Series, better: Better = "more") -> pd.Series:
    """Return competition ranks of scores, one ranking per period; NaN has no rank.

    Examples
    --------
    >>> ranked(pd.Series([0.1, 0.4, 0.4], index=list("abc")), "less").to_dict()
    {'a': 1, 'b': 2, 'c': 2}
    """
    return best_first(scores if better == "more" else -scores)[0]
