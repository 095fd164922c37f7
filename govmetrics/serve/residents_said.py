"""What residents said, as the nouns that the rest of the library takes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from govmetrics.core import Survey
from govmetrics.core.errors import FaultyInput
from govmetrics.serve.kinds import delphi, opinions, vote
from govmetrics.serve.kinds.survey import survey_of
from govmetrics.serve.said import said


def survey(folder: str | Path, activity: str | None = None, *, database: str | None = None) -> Survey:
    """Return what residents answered in a survey.

    Parameters
    ----------
    folder, activity, database
        As in `judgements`.

    Returns
    -------
    Survey
        One row a respondent, without names; `gm.survey.score`, `gm.survey.rake` and all else take it.

    Raises
    ------
    FaultyInput
        There is no such activity, there are several, or nobody has answered.

    Examples
    --------
    >>> import govmetrics as gm
    >>> found = gm.serve.survey("examples/district")  # doctest: +SKIP
    """
    with said(folder, activity, "survey", database) as (found, responses):
        if not responses:
            raise FaultyInput("activity", "nobody has answered", "wait for answers")
        return survey_of(found, responses)


def ballots(folder: str | Path, activity: str | None = None, *, database: str | None = None) -> pd.DataFrame:
    """Return the ballots of a vote.

    Parameters
    ----------
    folder, activity, database
        As in `judgements`.

    Returns
    -------
    DataFrame
        As `gm.collaboration.approval_vote` or `gm.collaboration.ranked_vote` takes them.

    Raises
    ------
    FaultyInput
        As `judgements`.

    Examples
    --------
    >>> import govmetrics as gm
    >>> gm.collaboration.ranked_vote(gm.serve.ballots("examples/district"))  # doctest: +SKIP
    """
    with said(folder, activity, "vote", database) as (found, responses):
        return vote.ballots(found, responses)


def opinion_votes(
    folder: str | Path, activity: str | None = None, *, database: str | None = None
) -> pd.DataFrame:
    """Return votes on statements.

    Parameters
    ----------
    folder, activity, database
        As in `judgements`.

    Returns
    -------
    DataFrame
        As `gm.collaboration.opinions` takes them.

    Raises
    ------
    FaultyInput
        As `judgements`.

    Examples
    --------
    >>> import govmetrics as gm
    >>> gm.collaboration.opinions(gm.serve.opinion_votes("examples/district"))  # doctest: +SKIP
    """
    with said(folder, activity, "opinions", database) as (found, responses):
        return opinions.votes(found, responses)


def delphi_rounds(
    folder: str | Path, activity: str | None = None, *, database: str | None = None
) -> dict[str, pd.DataFrame]:
    """Return the rounds of a Delphi until one of them.

    Parameters
    ----------
    folder, activity, database
        As in `judgements`; the activity is the last round.

    Returns
    -------
    mapping of round to DataFrame
        As `gm.ahp.delphi` takes them.

    Raises
    ------
    FaultyInput
        As `judgements`.

    Examples
    --------
    >>> import govmetrics as gm
    >>> gm.ahp.delphi(gm.serve.delphi_rounds("examples/district"))  # doctest: +SKIP
    """
    with said(folder, activity, "delphi", database) as (found, responses):
        return delphi.rounds_of(found, responses)
