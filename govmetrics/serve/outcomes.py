"""What people said, as the nouns that the rest of the library takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from govmetrics.core import Judgements
from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import PATH, TEXT, asked, optional
from govmetrics.serve import answers, moments, rounds
from govmetrics.serve.answers import Response
from govmetrics.serve.export import refuse_early
from govmetrics.serve.kinds import KINDS, pairwise, points, ratings
from govmetrics.serve.rounds import Activity
from govmetrics.serve.stores import FILE, Store, open_store


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


@contextmanager
def said(
    folder: str | Path, activity: str | None, kind: str | Sequence[str], database: str | None
) -> Iterator[tuple[Activity, list[Response]]]:
    """Return an activity of some kind and its answers; an anonymous one's only when it is closed."""
    asked(folder=(folder, PATH), activity=(activity, optional(TEXT)), database=(database, optional(TEXT)))
    with stored(folder, database) as store, store.read() as transaction:
        found = named(rounds.every(transaction), activity, [kind] if isinstance(kind, str) else kind)
        refuse_early(found, found.state(moments.clock()))
        yield found, answers.of(transaction, found)


@contextmanager
def stored(folder: str | Path, database: str | None) -> Iterator[Store]:
    """Return a store that is there, and close it afterwards; none is made."""
    if database is None and not (Path(folder) / FILE).is_file():
        raise FaultyInput(
            str(folder), "holds no participation yet", "start the server: `govmetrics serve FOLDER`"
        )
    store = open_store(folder, database)
    try:
        yield store
    finally:
        store.close()


def named(every: Sequence[Activity], name: str | None, kinds: Sequence[str] = ()) -> Activity:
    """Return the activity that a key or a title means."""
    fitting = [one for one in every if not kinds or one.kind in kinds]
    if name is not None:
        fitting = [one for one in fitting if name in (one.id, one.title.say("en"), one.title.say("zh"))]
    if len(fitting) == 1:
        return fitting[0]
    there = [f"{one.title} ({one.id})" for one in every if not kinds or one.kind in kinds]
    wanted = [KINDS[kind].title for kind in kinds]
    if not fitting:
        raise FaultyInput("activity", "there is none of this name and kind: {wanted}", "there are: {labels}", wanted=wanted,
                          labels=there)  # fmt: skip
    raise FaultyInput("activity", "several are meant", "name one by its key: {labels}", labels=there)
