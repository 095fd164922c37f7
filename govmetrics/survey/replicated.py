"""Replicate weights at work: those of a survey, or raked anew, and the standard errors that follow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.replicates import Replicates
from govmetrics.core.respondent_weights import weights_of
from govmetrics.core.survey import Survey
from govmetrics.core.words import Note
from govmetrics.numerics import calibration
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.survey.margins import margin_codes, shares_of
from govmetrics.survey.raked import Raked


def replicate_weights(survey: Survey, weights: Raked | pd.Series | None) -> Array | None:
    """Return the weights of every replicate, (replicates, respondents); None where the survey has none.

    Where the weights were raked, every replicate is raked anew.

    Raises
    ------
    UnsuitableMethod
        Other weights were given, which the replicates do not vary; replicates that cannot be raked.
    """
    replicates = survey.replicates
    if replicates is None:
        return None
    if weights is not None and not isinstance(weights, Raked):
        problem = "are others than those that the survey's replicate weights vary"
        raise UnsuitableMethod("weights", problem, "leave them out, or read the survey without replicates")
    own = replicates.whole(weights_of(survey, None))
    return own if weights is None else _raked(own, survey, weights)


def refuse_replicates(survey: Survey) -> Faults:
    """Return the fault of a survey with replicate weights, for tests that take respondents as drawn one by one."""
    if survey.replicates is None:
        return Faults()
    problem = "has replicate weights, which this test of single respondents cannot use"
    way = "compare the scores of groups with their errors (score), or read the survey without replicates"
    return Faults([Fault("survey", problem, way)])


UNUSED = Note("intervals and tests take respondents as drawn one by one: the replicate weights are not used")


def _raked(own: Array, survey: Survey, weights: Raked) -> Array:
    """Return replicate weights that meet the margins, each by itself."""
    sizes = [len(shares) for shares in weights.targets.values()]
    codes = margin_codes(weights.groups.loc[survey.answers.index], weights.targets)[0]
    cell, combinations = calibration.cells(codes, sizes)
    mass = np.stack([np.bincount(cell, one, minlength=len(combinations)) for one in own]).astype(float)
    return own * raked_factors(calibration.margins_design(combinations, sizes), mass, weights)[:, cell]


def raked_factors(x: Array, mass: Array, weights: Raked) -> Array:
    """Return the factors of the margins' cells that make every replicate meet the margins, (replicates, cells).

    Parameters
    ----------
    x : (cells, categories) array
    mass : (replicates, cells) array
        Weights of every replicate.
    weights : Raked
        Which margins, within which bounds.
    """
    mass = mass / mass.sum(axis=1, keepdims=True)
    factors, error = calibration.calibrate(x, mass, shares_of(weights.targets), weights.bounds)
    lost = int((error >= 1e-6).sum())
    if lost:
        problem = "{failed:,} of {count:# replicate|# replicates} cannot be raked to the margins"
        way = "merge small categories of the margins, or read the survey without replicates"
        raise UnsuitableMethod("replicates", problem, way, failed=lost, count=len(mass))
    return factors


def raked_survey(survey: Survey, raked: Raked) -> Survey:
    """Return the survey with raked weights, its replicates raked anew."""
    own = replicate_weights(survey, raked)
    replicates = survey.replicates
    if replicates is not None and own is not None:
        frame = pd.DataFrame(own.T, survey.answers.index, replicates.weights.columns)
        replicates = Replicates(
            frame, replicates.kind, replicates.scale, replicates.scales, replicates.fay, replicates.centre
        )
    return replace(survey, weight=raked.weights, replicates=replicates)


def shares_of_replicates(codes: Ints, w: Array, place: Ints, size: int, n_categories: int) -> Array:
    """Return the share of every category in every unit and replicate, (replicates, units, items, categories).

    Parameters
    ----------
    codes : (n, k) array of int
        The category of every answer; -1 where there is none.
    w : (replicates, n) array
    place : (n,) array of int
        Every respondent's unit, -1 for none.
    size, n_categories : int
    """
    found = np.full((len(w), size, codes.shape[1], n_categories), np.nan)
    for unit in range(size):
        rows = place == unit
        for item in range(codes.shape[1]):
            mine = codes[rows, item]
            chosen = (mine[:, None] == np.arange(n_categories)).astype(float)
            with np.errstate(divide="ignore", invalid="ignore"):
                found[:, unit, item] = (w[:, rows] @ chosen) / (w[:, rows] @ (mine >= 0).astype(float))[
                    :, None
                ]
    return found
