"""What experts said, as the nouns that the rest of the library takes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from govmetrics.core import Judgements
from govmetrics.serve.kinds import pairwise, points, ratings
from govmetrics.serve.said import said


def judgements(folder: str | Path, activity: str | None = None, *, database: str | None = None) -> Judgements:
    """Return what experts judged in an activity of pairwise comparisons.

    Parameters
    ----------
    folder : str or path
        Of the evaluation.
    activity : str, optional
        Its key or its title in either language; the only one of its kind where it is left out.
    database : str, optional
        As in `application`.

    Returns
    -------
    Judgements
        Of the experts who have answered until now; anonymous ones bear numbers.

    Raises
    ------
    FaultyInput
        There is no such activity, there are several, or nobody has answered.

    Examples
    --------
    >>> import govmetrics as gm
    >>> found = gm.serve.judgements("examples/district")  # doctest: +SKIP
    >>> gm.ahp.weights(found).weights  # doctest: +SKIP
    """
    with said(folder, activity, "pairwise", database) as (found, responses):
        return pairwise.judgements(found, responses)


def expert_points(
    folder: str | Path, activity: str | None = None, *, database: str | None = None
) -> pd.DataFrame:
    """Return how experts shared out points: the weights form, or a budget over all leaves.

    Parameters
    ----------
    folder, activity, database
        As in `judgements`.

    Returns
    -------
    DataFrame
        One row an expert, as `gm.ahp.budget_allocation` takes it.

    Raises
    ------
    FaultyInput
        As `judgements`.

    Examples
    --------
    >>> import govmetrics as gm
    >>> points = gm.serve.expert_points("examples/district")  # doctest: +SKIP
    """
    with said(folder, activity, ("weights", "budget_points"), database) as (found, responses):
        return points.points(found, responses)


def expert_ratings(
    folder: str | Path, activity: str | None = None, *, database: str | None = None
) -> pd.DataFrame:
    """Return the ratings that experts gave.

    Parameters
    ----------
    folder, activity, database
        As in `judgements`.

    Returns
    -------
    DataFrame
        One row a rating: expert, unit, code, value.

    Raises
    ------
    FaultyInput
        As `judgements`.

    Examples
    --------
    >>> import govmetrics as gm
    >>> ratings = gm.serve.expert_ratings("examples/district")  # doctest: +SKIP
    """
    with said(folder, activity, "ratings", database) as (_, responses):
        return ratings.frame(responses)
