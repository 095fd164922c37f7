"""The fits behind a confirmatory analysis: of moments, and of answers with gaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.words import Note, Text, p_words
from govmetrics.numerics import (
    factor_model,
    incomplete,
    incomplete_model,
    modification,
    restrictions,
    robust_fit,
)
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.factor_model import Layout, Moments
from govmetrics.numerics.restrictions import Linear
from govmetrics.numerics.scoring import inverse
from govmetrics.psychometrics._confirm_tables import Fitted
from govmetrics.psychometrics._designs import Design, start_of, with_means
from govmetrics.psychometrics._item_frames import Answers
from govmetrics.psychometrics._model_fit import incomplete_fit, model_fit, robust_indices


@dataclass(frozen=True)
class Gaps:
    """What answers with gaps have besides: items' means with their errors (p,), Little's test, the patterns."""

    means: Array
    errors: Array
    little: float
    little_df: int
    patterns: int


@dataclass(frozen=True)
class Solved:
    """A fit: free parameters (b,), the fitted model, its indices of fit, and what answers with gaps have besides."""

    free: Array
    fitted: Fitted
    fit: dict[str, float]
    gaps: Gaps | None = None


def complete(design: Design, moments: Moments, x: Array | None, *, less: int = 0) -> Solved:
    """Fit the moments of complete answers; the discrepancy counts `less` respondents fewer; `x` asks for robustness."""
    layout, restriction = design.layout, design.restriction
    check_degrees(layout, moments.covariance, len(start_of(design, moments.covariance)))
    solution = restrictions.fit(layout, moments, restriction, start_of(design, moments.covariance))
    _check_general(design, restriction.at(solution.free)[0])
    check_solution(solution)
    multiplied = Moments(moments.covariance, moments.mean, moments.n - less)
    t, slope = restriction.at(solution.free)
    implied = factor_model.matrices(layout, t)[2]
    found = model_fit([implied], [multiplied], solution.discrepancies, len(solution.free), int(moments.n))
    spread = inverse(solution.information) / multiplied.n
    if x is not None and isinstance(restriction, Linear):
        spread, trace = robust_fit.sandwich(layout, t, slope, moments, x)
        found |= robust_indices(found, (trace, *robust_fit.kurtosis_traces(x, moments)))
    changes = modification.indices(layout, t, slope, multiplied)
    return Solved(solution.free, Fitted(design.pattern, layout, t, slope, spread, multiplied, changes), found)


@dataclass(frozen=True)
class Prepared:
    """Answers with gaps, divided by their spread: patterns, the unrestricted moments, the units."""

    answers: Answers
    parts: list[incomplete.Batch]
    free: incomplete.Unrestricted
    deviation: Array
    moments: Moments
    center: Array


def prepared(answers: Answers) -> Prepared:
    """Return answers with gaps as a fit needs them, or refuse them."""
    _check_pairs(answers)
    p, n = len(answers.names), answers.n
    if n <= p:
        problem, way = "{n:,} respondents for {items} items", "use fewer items or more respondents"
        raise UnsuitableMethod("items", problem, way, n=n, items=p)
    center = np.nanmean(answers.values, axis=0)
    deviation = np.sqrt(np.nanmean((answers.values - center) ** 2, axis=0))
    constant = [name for name, one in zip(answers.names, deviation, strict=True) if not one > 0]
    if constant:
        raise UnsuitableMethod(
            [Fault(name, "every answer is the same", "leave the item out") for name in constant]
        )
    parts = incomplete.batches((answers.values - center) / deviation)
    free = incomplete.unrestricted(parts, np.zeros(p), np.eye(p))
    if not free.converged:
        problem = "the covariances cannot be told from these answers with gaps"
        way = "leave out items that say the same as others, or items that few answered"
        raise UnsuitableMethod("items", problem, way)
    covariance = free.covariance * np.outer(deviation, deviation)
    moments = Moments(covariance, center + deviation * free.mean, float(n))
    return Prepared(answers, parts, free, deviation, moments, center)


def with_gaps(design: Design, given: Prepared) -> Solved:
    """Fit answers with gaps by full-information maximum likelihood, from the fit of their unrestricted moments."""
    start = complete(design, given.moments, None).free
    layout, restriction = with_means(design, given.deviation)
    count, p = design.linear.free.shape[1], layout.items
    keep = np.r_[np.arange(count), np.arange(count + p, len(start) + p)]
    solution = incomplete_model.fit(
        given.parts, layout, restriction, np.insert(start, count, given.free.mean)
    )
    check_information(solution.information, solution.converged)
    spread = inverse(solution.information)
    inside, moves = restriction.at(solution.free)
    old, scale = design.layout, np.outer(given.deviation, given.deviation)
    pairs, residuals, index, change = modification.incomplete_indices(
        old, inside[: old.size], moves[: old.size][:, keep], solution.slope, solution.curvature
    )
    change = change * np.concatenate([given.deviation[pairs[0]], scale[residuals]])
    t, slope = design.restriction.at(solution.free[keep])
    fitted = Fitted(
        design.pattern, old, t, slope, spread[np.ix_(keep, keep)], given.moments, (pairs, residuals, index, change)
    )  # fmt: skip
    _, _, sigma, mean = factor_model.matrices(layout, inside)
    unit = float((~np.isnan(given.answers.values) * np.log(given.deviation)).sum())
    found = (solution.log_likelihood, given.free.log_likelihood, incomplete.independent(given.parts, p))
    fit = incomplete_fit(
        sigma * scale, given.moments, given.deviation * (given.free.mean - mean),
        (found[0] - unit, found[1] - unit, found[2] - unit), len(solution.free),
    )  # fmt: skip
    errors = given.deviation * np.sqrt(np.diag(spread)[count : count + p])
    return Solved(
        solution.free[keep], fitted, fit, _gaps(given, given.center + given.deviation * mean, errors)
    )


def _gaps(given: Prepared, means: Array, errors: Array) -> Gaps:
    little, df = incomplete.little(given.parts, given.free)
    return Gaps(means, errors, little, df, sum(len(part.n) for part in given.parts))


def _check_pairs(answers: Answers) -> None:
    """Refuse pairs of items that fewer than two respondents answered: nothing tells their covariance."""
    seen = ~np.isnan(answers.values)
    together = seen.T.astype(float) @ seen
    rows, columns = np.nonzero(np.triu(together < 2))
    problem = "answered together by {count:# respondent|# respondents}: nothing tells their covariance"
    names, way = answers.names, "leave one of the two out, or collect answers to both"
    faults = [
        Fault(f"{names[i]}, {names[j]}", problem, way, count=int(together[i, j]))
        for i, j in zip(rows, columns, strict=True)
    ]
    if faults:
        raise UnsuitableMethod(faults)


def gap_notes(given: Prepared, gaps: Gaps) -> list[Note]:
    """Say how answers are missing, what full information rests on, and which pair of items fewest answered."""
    share = float(np.isnan(given.answers.values).mean())
    if share == 0:
        return []
    p = float(chdtrc(gaps.little_df, max(gaps.little, 0.0)))
    notes = [
        Note(
            "{share:.1%} of the answers are missing, in {patterns:# pattern|# patterns}; Little's test that they are "
            "missing completely at random: χ²({df}) = {chi_square:.1f}, {p}",
            share=share, patterns=gaps.patterns, df=gaps.little_df, chi_square=gaps.little, p=p_words(p),
        ),
        Note(
            "full information rests on it that whether an answer is missing depends on answers that were given, not on "
            "the missing one itself (MAR), which no test can tell; name in the text why answers are missing"
        ),
    ]  # fmt: skip
    seen = ~np.isnan(given.answers.values)
    together = seen.T.astype(float) @ seen
    i, j = np.unravel_index(np.argmin(together), together.shape)
    if together[i, j] < 0.1 * len(seen):
        told = "items {left} and {right} were answered together by only {count:,} of {n:# respondent|# respondents}"
        left, right = (given.answers.names[k] for k in (i, j))
        notes.append(Note(told, left=left, right=right, count=int(together[i, j]), n=len(seen)))
    return notes


def check_degrees(layout: Layout, cov: Array, parameters: int | None = None) -> None:
    """Refuse a model with more parameters than covariances, or singular covariances."""
    p = layout.items
    parameters = layout.parts["residuals"].stop - layout.factors if parameters is None else parameters
    if p * (p + 1) // 2 < parameters:
        problem, way = (
            "{parameters} parameters for {count} covariances",
            "a single factor needs at least three items",
        )
        raise UnsuitableMethod("factors", problem, way, parameters=parameters, count=p * (p + 1) // 2)
    values = np.linalg.eigvalsh(cov / np.sqrt(np.outer(np.diag(cov), np.diag(cov))))
    if values[0] < 1e-10:
        way = "use more respondents than items, and leave out duplicated items"
        raise UnsuitableMethod("items", "the covariance matrix is singular", way)


def check_solution(solution: factor_model.Solution) -> None:
    """Refuse a fit that did not converge or is not identified."""
    check_information(solution.information, solution.converged)


def _check_general(design: Design, t: Array) -> None:
    """Refuse a group factor whose loadings beside a general factor are none: nothing tells them from a negative part."""
    if design.general is None:
        return
    layout = design.layout
    size = (
        np.abs(t[layout.parts["loadings"]])
        / np.sqrt(np.diag(factor_model.matrices(layout, t)[2]))[layout.rows]
    )
    largest = np.zeros(layout.factors)
    np.maximum.at(largest, layout.columns, size)
    problem = "explains nothing beside the general factor"
    way = "merge it with another group factor, or use correlated or second-order factors"
    faults = [
        Fault(Text("factors: {factor}", factor=name), problem, way)
        for name, one in zip(design.pattern.factors, largest, strict=True)
        if one < 1e-4
    ]
    Faults(faults).raise_all(UnsuitableMethod)


def check_information(information: Array, converged: bool) -> None:
    """Refuse a fit that did not converge, or whose information (b, b) does not tell all parameters."""
    spread = np.maximum(np.diag(information), 0.0)  # below zero where it is not identified
    scaled = np.sqrt(np.outer(spread, spread))
    smallest = np.linalg.eigvalsh(information / np.maximum(scaled, 1e-300))[0]
    if not converged or smallest < 1e-9:
        problem = "the model is not identified" if converged else "the model did not converge"
        way = "give each factor three or more items that belong together, or merge factors that cannot be told apart"
        raise UnsuitableMethod("factors", problem, way)
