"""What changed since the period before, or since the earlier evaluation, and which of it is beyond error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.words import Text
from govmetrics.report.given import by_unit
from govmetrics.report.standing import Standing, period_name

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings
    from govmetrics.robustness import ChangeConfidence, Uncertainty

SAME = 1e-6
"""Changes this near are one and the same; an interval belongs to the change that it was found for."""


@dataclass(frozen=True, eq=False)
class Since:
    """Changes of the units of the ranking.

    Parameters
    ----------
    before : str
        What they are measured against: a period, or the earlier evaluation.
    table : DataFrame
        By the rows of the ranking: change, moved (places gained), lower, upper, sure (1 beyond error, 0 perhaps none, NaN
        not known).
    mean, lower, upper : float
        The mean change of all units and its interval; NaN where there is none.
    level : float or None
        Of the intervals; None where there are none.
    """

    before: str
    table: pd.DataFrame
    mean: float
    lower: float = np.nan
    upper: float = np.nan
    level: float | None = None


def since(stands: Standing, whole: Findings | None, sure: Uncertainty | None) -> Since | None:
    """Return the changes since the period before, else since an earlier evaluation; None where there is neither."""
    if stands.table["change"].notna().any():
        return _of(
            period_name(stands.before), stands.table[["change", "moved"]], _confidence(stands, whole, sure)
        )
    edition = None if whole is None else whole.comparison
    if edition is None:
        return None
    rows = by_unit(stands.table)
    table = edition.changes.reindex(rows.index).set_axis(stands.table.index)
    told = pd.DataFrame({"change": table["change"], "moved": table["rank_before"] - table["rank_after"]})
    if told["change"].isna().all():
        return None
    named = Text("the earlier evaluation") if edition.since is None else period_name(edition.since)
    return _of(named, told, edition.sureness)


def _confidence(
    stands: Standing, whole: Findings | None, sure: Uncertainty | None
) -> ChangeConfidence | None:
    """Return the intervals of exactly these changes, where somebody asked for them."""
    panel = None if whole is None else whole.panel
    for found in (None if panel is None else panel.sureness, None if sure is None else sure.change):
        if found is not None and (found.since, found.period) == (stands.before, stands.period):
            return found
    return None


def _of(before: str, told: pd.DataFrame, found: ChangeConfidence | None) -> Since:
    """Return changes with the intervals that belong to them."""
    known = told["change"].dropna()
    mean = float(known.mean())
    nothing: dict[str, Any] = dict.fromkeys(("lower", "upper", "sure"), np.nan)
    if found is None or not found.factors:
        return Since(before, told.assign(**nothing), mean)
    own = found.changes.reindex(by_unit(told).index).set_axis(told.index)
    same = (own["change"] - told["change"]).abs() <= SAME
    table = told.assign(
        lower=own["change_lower"].where(same),
        upper=own["change_upper"].where(same),
        sure=own["sure"].astype(float).where(same),
    )
    overall = found.overall
    if overall is None or abs(overall["change"] - mean) > SAME:
        return Since(before, table, mean, level=found.level)
    return Since(before, table, mean, float(overall["lower"]), float(overall["upper"]), found.level)
