"""Answers -> leaf values for every unit, with standard errors that respect the weighting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.nodes import label
from govmetrics.core.options import FLAG, PROPORTION, SEED, TEXT, choice, count, optional, wanted
from govmetrics.core.progress import PROGRESS, Progress, following
from govmetrics.core.replicates import Replicates
from govmetrics.core.respondent_weights import weights_of
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.words import Note, Text
from govmetrics.numerics import calibration, linearisation
from govmetrics.numerics.arrays import Array, Bools
from govmetrics.numerics.draw_order import content_order
from govmetrics.numerics.linearisation import Design, Margins
from govmetrics.survey import standard_errors
from govmetrics.survey.agreement import agreement
from govmetrics.survey.margins import margin_codes, shares_of
from govmetrics.survey.population import FPC, left_of
from govmetrics.survey.raked import Raked
from govmetrics.survey.replicated import replicate_weights
from govmetrics.survey.respondent_points import POINTS, group_means, group_parts, points
from govmetrics.survey.standard_errors import Sample
from govmetrics.survey.survey_scores import FINITE, SurveyScores
from govmetrics.survey.unit_rows import Units, codes_of, refuse_single_clusters, units_of

FEW = 10  # respondents of a unit below which its value is noted


def score(
    survey: Survey,
    by: str | Sequence[str] | None = None,
    weights: Raked | pd.Series | None = None,
    to: tuple[float, float] = (0, 100),
    min_answered: float = 0.5,
    cluster: str | None = None,
    strata: str | None = None,
    errors: Literal["linearised", "bootstrap", "replicates"] | None = None,
    draws: int = 1000,
    rng: int | np.random.Generator = 0,
    shrink: bool = False,
    progress: Progress = None,
    *,
    fpc: float | pd.Series | Mapping[Any, float] | None = None,
) -> SurveyScores:
    """Return the weighted mean of every survey leaf in every unit.

    An item counts on the points `to` of its declared scale, reversed items turned; a respondent's leaf is
    the mean of its items, a unit's the weighted mean of its respondents.

    Parameters
    ----------
    survey : Survey
        Answers.
    by : str or (str, str), optional
        Group column that is the unit, or the period and the unit. By default the survey's first group
        column, beside one called period, wave, year, 轮次 and the like; without group columns all respondents are one
        unit, "all".
    weights : Raked or Series, optional
        Result of `rake` (errors then take the margins into account), or weights above zero; by default
        the survey's design weights.
    to : (low, high)
        Points that the ends of the scale are worth.
    min_answered : float
        Least share of a leaf's items a respondent must have answered, in [0, 1]; at least one item.
    cluster : str, optional
        Group column whose members were drawn together (building, interviewer, community).
    strata : str, optional
        Group column within which respondents were drawn.
    errors : {"linearised", "bootstrap", "replicates"}, optional
        Standard errors by linearisation, by a bootstrap that rakes every draw anew, or by the survey's replicate
        weights, which rakes every replicate anew. By default its replicate weights where it has them, else
        linearisation. Replicate weights hold clusters, strata and the finite population: these are refused beside them.
    draws : int
        Draws of the bootstrap.
    rng : int or Generator
        Seed of the bootstrap.
    shrink : bool
        Pull units with large errors towards the mean of all (Fay-Herriot without covariates).
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).
    fpc : float, Series or mapping, optional
        Finite-population correction of linearised errors: how many respondents (or clusters) there are to be drawn, or
        the share of them that was drawn: for all, by respondent, or by stratum. By default the survey's own.

    Returns
    -------
    SurveyScores

    Raises
    ------
    FaultyInput
        Unknown columns, unusable weights or options.
    UnsuitableMethod
        Every unit is a single cluster; replicate weights that the survey lacks, or beside what they hold already.

    Notes
    -----
    With the influence ``u_i = w_i (y_i - mean) / sum(w)`` of respondents in the unit, zero for others, the
    variance is ``n / (n - 1) * sum (u_i - mean u)^2`` over all n respondents (Woodruff 1971); after raking
    u is the residual of its regression on the margins (Deville and Särndal 1992). A unit whose leaf rests
    on fewer than two answers, or on those of one cluster, has no error. With `cluster` or `strata` intervals have at most as
    many degrees of freedom as there are clusters less strata in which the unit answered (Korn and Graubard 1999). With a
    finite population the variance of a stratum counts 1 - n / N times.

    References
    ----------
    Woodruff, R. S. (1971). A simple method for approximating the variance of a complicated estimate. JASA,
    66, 411-414.
    Deville, J.-C. and Särndal, C.-E. (1992). Calibration estimators in survey sampling. JASA, 87, 376-382.
    Fay, R. E. and Herriot, R. A. (1979). Estimates of income for small places. JASA, 74, 269-277.
    Korn, E. L. and Graubard, B. I. (1999). Analysis of Health Surveys, section 5.2; R's survey::degf.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": ["t1"]})
    >>> people = pd.DataFrame({"community": ["x", "x", "y", "y"]})
    >>> survey = Survey(tree, pd.DataFrame({"t1": [5, 3, 4, 4]}), by=people)
    >>> score(survey).values["t1"].to_dict()
    {'x': 75.0, 'y': 75.0}
    """
    faults = refuse_no_survey(survey)
    faults += wanted(
        errors=(errors, optional(choice("linearised", "bootstrap", "replicates"))), to=(to, POINTS),
        fpc=(fpc, FPC), min_answered=(min_answered, PROPORTION),
        draws=(draws, count(2)), rng=(rng, SEED), shrink=(shrink, FLAG), cluster=(cluster, optional(TEXT)),
        strata=(strata, optional(TEXT)), progress=(progress, PROGRESS),
    )  # fmt: skip
    with faults:
        units = units_of(survey, by)
    with faults:
        weights_of(survey, weights)
    faults.raise_all()
    way = way_of(errors, survey.replicates, cluster, strata, fpc, survey.fpc)
    y, parts = points(survey, to, min_answered), group_parts(survey)
    sample = _sample(
        survey,
        units,
        weights,
        y.to_numpy(),
        _design(survey, units, cluster, strata, fpc, way),
    )
    means, n, effective_n = standard_errors.means(sample)
    many, notes, method = None, [*units.notes, *score_notes(survey, units, n, to)], Text("linearised")
    clusters, layers, lone = standard_errors.drawn(sample)
    groups = group_means(means, parts.to_numpy(), to)
    if way == "linearised":
        leaf_errors, group_errors = standard_errors.linearised(sample, means, parts.to_numpy())
        if sample.plan.left is not None:
            method = FINITE
    elif way == "replicates":
        many = replicate_weights(survey, weights)
        assert many is not None
        assert survey.replicates is not None
        drawn = standard_errors.means_of_draws(sample, many)
        leaf_errors, group_errors = standard_errors.replicated(
            drawn, n, survey.replicates, means, parts.to_numpy()
        )
        method = replicate_method(survey.replicates)
        notes += replicate_notes(units, leaf_errors, survey.fpc is not None)
    else:
        with following(progress, draws):
            leaf_errors, group_errors, failed = standard_errors.bootstrap(
                sample, parts.to_numpy(), draws, np.random.default_rng(rng)
            )
        method = _bootstrap(draws, rng)
        left_out = "{failed:,} of {draws:,} draws could not be raked and are left out"
        notes += [Note(left_out, failed=failed, draws=draws)] if failed else []

    if way != "replicates":
        leaf_errors, group_errors = standard_errors.without(
            lone, (leaf_errors, group_errors), parts.to_numpy()
        )
        notes += cluster_notes(units, lone & (n > 1))

    def framed(array: Array, columns: pd.Index) -> pd.DataFrame:
        return pd.DataFrame(array, index=units.index, columns=columns)

    scores = SurveyScores(
        survey.tree,
        framed(means, y.columns),
        framed(leaf_errors, y.columns),
        framed(n, y.columns),
        framed(effective_n, y.columns),
        framed(groups, parts.index),
        framed(group_errors, parts.index),
        agreement(survey, by, to, min_answered) if len(units.index) > 1 else None,
        (to[0], to[1]),
        method,
        tuple(notes),
        degrees=float(len(many) - 1)
        if many is not None
        else None
        if cluster is None and strata is None
        else framed(clusters - layers, y.columns),
    )
    return scores.shrunk() if shrink else scores


def way_of(
    errors: str | None,
    replicates: Replicates | None,
    cluster: str | None,
    strata: str | None,
    fpc: Any,
    own_fpc: Any,
) -> str:
    """Return how errors are found; refuse what does not go together."""
    way = errors or ("linearised" if replicates is None else "replicates")
    faults = Faults()
    if way == "replicates" and replicates is None:
        told = "give `replicates` when the survey is read, or choose errors='linearised'"
        faults.append(Fault("errors", "the survey has no replicate weights", told))
    elif way == "replicates":
        held = {"cluster": cluster, "strata": strata, "fpc": fpc}
        out = "leave it out, or choose errors='linearised'"
        faults += [
            Fault(name, "is in the replicate weights already", out)
            for name, value in held.items()
            if value is not None
        ]
    elif way == "bootstrap" and (fpc is not None or own_fpc is not None):
        told = "choose errors='linearised'"
        faults.append(Fault("fpc", "the bootstrap draws as from a population without end", told))
    faults.raise_all(UnsuitableMethod)
    return way


def replicate_method(replicates: Replicates) -> Text:
    """Return how errors were found by replicate weights."""
    count = replicates.weights.shape[1]
    return Text("{count:# replicate|# replicates}, {kind}", count=count, kind=replicates.called)


def replicate_notes(units: Units, errors: Array, fpc: bool) -> list[Note]:
    """Return what to know of errors by replicate weights: units without any, a finite population that is in them already."""
    lost = [row for row, errors_of in zip(units.index, errors, strict=True) if np.isnan(errors_of).all()]
    none = "no standard error, because a replicate has nobody of the unit, or it has fewer than two answers: {units:10}"
    held = "the finite-population correction is in the replicate weights already: `fpc` is not used"
    return [*([Note(none, units=lost)] if lost else []), *([Note(held)] if fpc else [])]


def cluster_notes(units: Units, lone: Bools) -> list[Note]:
    """Return which units have no error since one cluster does not say how clusters vary."""
    lost = [row for row, one in zip(units.index, lone, strict=True) if one.any()]
    told = "no standard error, because all answers come from one cluster: {units:10}"
    return [Note(told, units=lost)] if lost else []


def _bootstrap(draws: int, rng: Any) -> Text:
    if isinstance(rng, np.random.Generator):
        return Text("bootstrap of {draws:,} draws with a given generator", draws=draws)
    return Text("bootstrap of {draws:,} draws, seed {seed}", draws=draws, seed=int(rng))


def _sample(
    survey: Survey, units: Units, weights: Raked | pd.Series | None, x: Array, plan: Design
) -> Sample:
    w = weights_of(survey, weights)
    if not isinstance(weights, Raked):
        return Sample(x, w, units.place, len(units.index), plan)
    index = survey.answers.index
    sizes = [len(shares) for shares in weights.targets.values()]
    cell, combinations = calibration.cells(margin_codes(weights.groups.loc[index], weights.targets)[0], sizes)
    design = calibration.margins_design(combinations, sizes)
    margins = Margins(cell, design, weights.base.loc[index].to_numpy())
    return Sample(
        x, w, units.place, len(units.index), plan, margins, shares_of(weights.targets), weights.bounds
    )


def _design(
    survey: Survey, units: Units, cluster: str | None, strata: str | None, fpc: Any, way: str
) -> Design:
    clusters = None if cluster is None else codes_of(survey, cluster, "cluster")
    refuse_single_clusters(units, clusters, cluster)
    if way == "bootstrap" and cluster is None:  # respondents are drawn in the order of what is known of them
        known = survey.by.apply(lambda column: pd.factorize(column.astype(str), sort=True)[0])
        clusters = np.argsort(content_order(known.to_numpy(), survey.answers.to_numpy(), survey.weight))
    layers = None if strata is None else codes_of(survey, strata, "strata")
    plan = linearisation.design(layers, clusters, survey.n)
    return (
        replace(plan, left=left_of(survey, fpc, strata, plan.sizes, plan.strata))
        if way == "linearised"
        else plan
    )


def score_notes(survey: Survey, units: Units, n: Array, to: tuple[float, float]) -> list[Note]:
    """Return what to know of the units' values: few respondents, goalposts on other points."""
    notes = []
    few = [row for row, counts in zip(units.index, n, strict=True) if counts.max() < FEW]
    if few:
        told = "{count:# unit has|# units have} fewer than {few} respondents: {units:10}"
        notes.append(Note(told, count=len(few), few=FEW, units=few))
    posts = "{code}: scored on {low:g} to {high:g}, its goalposts in the tree are {worst} to {best}"
    notes += [
        Note(posts, code=label(leaf), low=to[0], high=to[1], worst=leaf.worst, best=leaf.best)
        for leaf in survey.tree.indicators
        if leaf.code in survey.leaves and {leaf.worst, leaf.best} - {None, *to}
    ]
    return notes
