"""May answers be averaged? ICC(1), ICC(2) and r_wg before a mean stands for a community."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.survey import Survey
from govmetrics.numerics.calibration import Ints
from govmetrics.survey.respondent_points import respondent_scores
from govmetrics.survey.unit_rows import units_of


def agreement(
    survey: Survey,
    by: str | Sequence[str] | None = None,
    to: tuple[float, float] = (0, 100),
    min_answered: float = 0.5,
) -> pd.DataFrame:
    """Return how far respondents of a unit agree, leaf by leaf.

    Parameters
    ----------
    survey : Survey
    by : str or (str, str), optional
        Units, as in `score`.
    to, min_answered
        As in `score`.

    Returns
    -------
    DataFrame
        One row a leaf: units and respondents used, F and p of the one-way analysis of variance; icc1, the
        share of variance between units; icc2, the reliability of a unit's mean; r_wg, the mean over units
        of one minus their variance over that of answers at random on the scale (r_wg(J) for J items).
        Unweighted, as these indices are defined.

    Raises
    ------
    UnsuitableMethod
        Fewer than two units.

    References
    ----------
    Bliese, P. D. (2000). Within-group agreement, non-independence, and reliability. In Klein and Kozlowski
    (eds), Multilevel theory, research, and methods in organizations, 349-381.
    James, L. R., Demaree, R. G. and Wolf, G. (1984). Estimating within-group interrater reliability with and
    without response bias. Journal of Applied Psychology, 69, 85-98.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": ["t1"]})
    >>> people = pd.DataFrame({"community": ["x", "x", "y", "y"]})
    >>> survey = Survey(tree, pd.DataFrame({"t1": [5, 4, 2, 1]}), by=people)
    >>> agreement(survey).round(3)[["icc1", "icc2", "r_wg"]].loc["t1"].to_dict()
    {'icc1': 0.895, 'icc2': 0.944, 'r_wg': 0.75}
    """
    units = units_of(survey, by)
    if len(units.index) < 2:
        raise UnsuitableMethod(
            Fault("by", "there is one unit", "agreement compares units: name a group column")
        )
    scores = respondent_scores(survey, to, min_answered)
    rows = {
        leaf: _one_way(scores[leaf].to_numpy(), units.place)
        | {"r_wg": _within_agreement(survey, items, units.place, len(units.index))}
        for leaf, items in survey.leaves.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("code")


def _within_agreement(survey: Survey, items: list[str], place: Ints, size: int) -> float:
    """Return r_wg(J), the mean over units: answers' variance against that of answers at random.

    With A whole codes a random answer has variance (A^2 - 1) / 12; below zero, no agreement, counts as zero.
    """
    at = [survey.items.index(item) for item in items]
    x, (low, high) = survey.answers.to_numpy()[:, at], survey.limits[at].T
    ratio = np.full((size, len(at)), np.nan)
    for j in range(len(at)):
        used = ~np.isnan(x[:, j]) & (place >= 0)
        y, g = x[used, j], place[used]
        n = np.bincount(g, minlength=size)
        centre = np.bincount(g, y, minlength=size) / np.maximum(n, 1)
        squares = np.bincount(g, (y - centre[g]) ** 2, minlength=size)
        random = ((high[j] - low[j] + 1) ** 2 - 1) / 12
        ratio[:, j] = np.where(n > 1, squares / np.maximum(n - 1, 1) / random, np.nan)
    share = np.minimum(ratio[~np.isnan(ratio).any(axis=1)].mean(axis=1), 1.0)
    J = len(at)
    return float((J * (1 - share) / (J * (1 - share) + share)).mean()) if len(share) else float("nan")


def _one_way(y: np.ndarray, place: np.ndarray) -> dict[str, float]:
    used = ~np.isnan(y) & (place >= 0)
    y, g = y[used], place[used]
    occurs, g = np.unique(g, return_inverse=True)
    n, total, G = np.bincount(g), len(y), len(occurs)
    if G < 2 or total <= G:
        return {"units": G, "respondents": total} | dict.fromkeys(("f", "p", "icc1", "icc2"), float("nan"))
    means = np.bincount(g, y) / n
    within = np.bincount(g, (y - means[g]) ** 2)
    msb = float((n * (means - y.mean()) ** 2).sum() / (G - 1))
    msw = float(within.sum() / (total - G))
    k = (total - (n**2).sum() / total) / (G - 1)
    f = msb / msw if msw > 0 else float("inf") if msb > 0 else float("nan")
    both = msb + (k - 1) * msw
    return {
        "units": G,
        "respondents": total,
        "f": f,
        "p": float(stats.f.sf(f, G - 1, total - G)),
        "icc1": (msb - msw) / both if both > 0 else float("nan"),
        "icc2": (msb - msw) / msb if msb > 0 else float("nan"),
    }
