"""Who may have answered carelessly: indices, graded flags with reasons; nothing is dropped unless asked."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
import scipy

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.options import MAPPING, optional, shown, wanted
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.words import Note, Text
from govmetrics.numerics import careless
from govmetrics.numerics.correlations import pairwise_correlation, pairwise_covariance
from govmetrics.survey.screening import COLUMN, GRADES, LIMITS, Screening, heading_of, reasons_of

LEAST_ITEMS = 8  # fewer answers than this say nothing about strings and variability
LEAST_ALIKE = 12  # on fewer items honest people give the very same answers
LEAST_SCALES = 8  # on fewer scales even-odd consistency is reported, and nobody is judged by it
_BELOW = ("irv", "even_odd", "mahalanobis_p", "seconds_per_item")


def screen(survey: Survey, limits: Mapping[str, tuple[float, float]] | None = None) -> Screening:
    """Grade respondents by how carelessly they may have answered.

    Strings and variability are taken from the answers as given, in the order of the questionnaire;
    even-odd consistency from directed answers within the smallest scales.

    Parameters
    ----------
    survey : Survey
        Answers; `meta` may have seconds, device and respondent.
    limits : mapping of check to (doubtful, serious), optional
        Limits other than `LIMITS` for some checks.

    Returns
    -------
    Screening

    Raises
    ------
    FaultyInput
        Unknown checks, or limits that are no pair of numbers, in `limits`.

    References
    ----------
    Meade, A. W. and Craig, S. B. (2012). Identifying careless responses in survey data. Psychological
    Methods, 17, 437-455.
    Curran, P. G. (2016). Methods for the detection of carelessly invalid responses in survey data. Journal
    of Experimental Social Psychology, 66, 4-19.
    Dunn, A. M. et al. (2018). Intra-individual response variability as an indicator of insufficient effort
    responding. Journal of Business and Psychology, 33, 105-121.
    Huang, J. L. et al. (2012). Detecting and deterring insufficient effort responding to surveys. Journal of
    Business and Psychology, 27, 99-114.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": [f"t{i}" for i in range(8)]})
    >>> answers = pd.DataFrame([[3] * 8, [1, 4, 2, 5, 3, 4, 1, 2]], columns=tree.codes, index=["ann", "bob"])
    >>> screen(Survey(tree, answers)).grade.to_dict()
    {'ann': 'careless', 'bob': 'ok'}
    """
    faults = refuse_no_survey(survey)
    faults += _limit_faults(limits)
    faults.raise_all()
    used = LIMITS | dict(limits or {})
    indices, notes = _indices(survey)
    flags = pd.DataFrame({check: _flags(indices, check, used[check]) for check in used})
    judged = _judged(survey, indices)
    flags.loc[:, ~flags.columns.isin(judged)] = 0
    serious, doubtful = (flags == 2).any(axis="columns"), (flags == 1).sum(axis="columns")
    worst = np.where(serious | (doubtful > 2), 2, np.minimum(doubtful, 1))
    grade = pd.Series([GRADES[g] for g in worst], index=indices.index, name="grade")
    return Screening(indices, flags, grade, reasons_of(indices, flags), used, tuple(notes), judged)


def _judged(survey: Survey, indices: pd.DataFrame) -> tuple[str, ...]:
    """Return the checks that say something about respondents of this survey."""
    says = {
        "longest_string": len(survey.items) >= LEAST_ITEMS,
        "irv": len(survey.items) >= LEAST_ITEMS,
        "duplicate": len(survey.items) >= LEAST_ALIKE,
        "even_odd": len(survey.subscales) >= LEAST_SCALES,
        "device": "device" in survey.meta,
        "repeated": "respondent" in survey.meta,
    }
    known = indices.notna().any()
    return tuple(check for check in LIMITS if says.get(check, True) and known[COLUMN.get(check, check)])


def _limit_faults(limits: Any) -> Faults:
    """Return what is wrong with the limits."""
    faults = wanted(limits=(limits, optional(MAPPING)))
    for name, pair in (limits or {}).items() if not faults else ():
        if name not in LIMITS:
            way = "choose one of: {choices:50}"
            faults.append(Fault(f"limits, {name}", "is not a check", way, choices=list(LIMITS)))
        elif not _is_pair(pair):
            way = "give two numbers, (doubtful, serious)"
            faults.append(Fault(f"limits, {name}", Text("is {value}", value=shown(pair)), way))
    return faults


def _is_pair(pair: Any) -> bool:
    return (
        isinstance(pair, tuple | list)
        and len(pair) == 2
        and all(
            isinstance(end, Real) and not isinstance(end, bool) and not np.isnan(float(end)) for end in pair
        )
    )


def _indices(survey: Survey) -> tuple[pd.DataFrame, list[Note]]:
    x, directed = survey.answers.to_numpy(), survey.favourable()
    spread = survey.limits[:, 1] - survey.limits[:, 0]
    notes = list[Note]()
    longest, average = careless.runs(x)
    covariance = pairwise_covariance(directed.to_numpy())[0]
    correlations = pairwise_correlation(directed.to_numpy())[0]
    distance, answered = careless.mahalanobis(directed.to_numpy(), covariance)
    if np.isnan(distance).all():
        told = "{check}: the items' covariance is singular (constant or redundant items, too few respondents)"
        notes.append(Note(told, check=heading_of("mahalanobis")))
    parts = [directed[items].to_numpy() for items in survey.subscales.values() if len(items) > 1]
    if len(parts) < 3:
        told = "{check}: needs at least three scales of two items"
        notes.append(Note(told, check=heading_of("even_odd")))
    elif len(parts) < LEAST_SCALES:
        told = "{check}: {scales} scales are too few to judge respondents by ({least} are needed)"
        notes.append(Note(told, check=heading_of("even_odd"), scales=len(parts), least=LEAST_SCALES))
    frame = {
        "longest_string": longest,
        "average_string": average,
        "string_share": longest / x.shape[1],
        "irv": careless.variability(x),
        "irv_share": careless.variability((x - survey.limits[:, 0]) / spread),
        "even_odd": careless.even_odd(parts) if len(parts) > 2 else np.nan,
        "mahalanobis": distance,
        "mahalanobis_p": scipy.stats.chi2.sf(distance, np.maximum(answered, 1)),
        "person_total": careless.person_total(x),
        "synonyms": careless.synonyms(directed.to_numpy(), correlations, 0.6)[0],
        **_circumstances(survey, answered),
    }
    return pd.DataFrame(frame, index=survey.answers.index), notes


def _circumstances(survey: Survey, answered: np.ndarray) -> dict[str, Any]:
    """Return time, missing answers, and how many other respondents share answers, device or name."""
    meta, x = survey.meta, survey.answers
    others = {}
    for name, column in (("device", "device"), ("repeated", "respondent")):
        values = meta[column] if column in meta else pd.Series(np.nan, index=x.index)
        others[name] = values.map(values.value_counts()).fillna(1).to_numpy(dtype=float) - 1
    same = x.groupby(survey.items, dropna=False)[survey.items[0]].transform("size") - 1
    vary = x.max(axis="columns") > x.min(axis="columns")
    seconds = pd.to_numeric(meta["seconds"], errors="coerce") if "seconds" in meta else np.nan
    return {
        "seconds_per_item": seconds / np.where(answered > 0, answered, np.nan),
        "missing_share": 1 - answered / x.shape[1],
        # straight lines are alike anyhow, and flagged as such; so are empty rows
        "duplicate": np.where(vary, same, 0.0),
        **others,
    }


def _flags(indices: pd.DataFrame, check: str, limits: tuple[float, float]) -> pd.Series:
    value = indices[COLUMN.get(check, check)]
    beyond = [value <= limit if check in _BELOW else value >= limit for limit in limits]
    return beyond[0].astype(int).mask(beyond[1], 2)
