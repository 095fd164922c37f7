"""May answers be averaged? ICC(1), ICC(2) and r_wg before a mean stands for a community."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.survey import Survey
from govmetrics.survey.points import respondent_scores
from govmetrics.survey.units import units_of


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
        share of variance between units; icc2, the reliability of a unit's mean; r_wg, one minus the mean
        variance within units over that of answers at random on the scale (of the items' mean, where a leaf has several).
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
        leaf: _one_way(scores[leaf].to_numpy(), units.place, _random_variance(survey, items, to))
        for leaf, items in survey.leaves.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("code")


def _random_variance(survey: Survey, items: list[str], to: tuple[float, float]) -> float:
    """Return the variance of a uniform random answer on the scale, in points: (A^2 - 1) / 12 categories."""
    low, high = survey.limits[survey.items.index(items[0])]
    categories = high - low + 1
    point = (to[1] - to[0]) / (high - low)
    return float((categories**2 - 1) / 12 * point**2)


def _one_way(y: np.ndarray, place: np.ndarray, random: float) -> dict[str, float]:
    used = ~np.isnan(y) & (place >= 0)
    y, g = y[used], place[used]
    occurs, g = np.unique(g, return_inverse=True)
    n, total, G = np.bincount(g), len(y), len(occurs)
    if G < 2 or total <= G:
        return {"units": G, "respondents": total} | dict.fromkeys(
            ("f", "p", "icc1", "icc2", "r_wg"), float("nan")
        )
    means = np.bincount(g, y) / n
    within = np.bincount(g, (y - means[g]) ** 2)
    msb = float((n * (means - y.mean()) ** 2).sum() / (G - 1))
    msw = float(within.sum() / (total - G))
    k = (total - (n**2).sum() / total) / (G - 1)
    f = msb / msw if msw > 0 else float("inf") if msb > 0 else float("nan")
    both = msb + (k - 1) * msw
    own = within[n > 1] / (n[n > 1] - 1)
    return {
        "units": G,
        "respondents": total,
        "f": f,
        "p": float(stats.f.sf(f, G - 1, total - G)),
        "icc1": (msb - msw) / both if both > 0 else float("nan"),
        "icc2": (msb - msw) / msb if msb > 0 else float("nan"),
        # an r_wg below zero says no agreement: reported as zero (James et al. 1984)
        "r_wg": float(np.clip(1 - own / random, 0, 1).mean()) if len(own) else float("nan"),
    }
