"""What a thesis tells of a questionnaire: reliability, validity, and the tables beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from govmetrics.evaluation.keys.kinds import KEYS, File, Flag, Name, Names, Share


@dataclass(frozen=True)
class Measurement:
    """The tree's scales as a confirmatory model (`psychometrics.confirm`), beside what `validity` fits.

    Parameters
    ----------
    missing, robust, general
        As in `confirm`: missing answers by full information (`fiml`), errors and indices for answers that are not normal, the
        name of a general factor.
    second_order : str or mapping of name to sequence of str
        Factors above the scales; a name alone stands above all of them.
    """

    __pydantic_config__ = KEYS
    missing: Literal["listwise", "fiml"] = "listwise"
    robust: Flag = False
    second_order: Name | Mapping[str, Names] | None = None
    general: Name | None = None


@dataclass(frozen=True)
class Invariant:
    """Whether items mean the same in all groups (`psychometrics.invariance_ordinal`, or `invariance`).

    Parameters
    ----------
    by : str or sequence of str
        Group columns, each by itself.
    scales : sequence of str
        Nodes whose items make the model; by default the smallest scales of two items or more.
    answers : {"ordered", "numbers"}, optional
        Whether answers are ordered categories or numbers; by default as the scale of the items is: up to seven answers
        are ordered, unless some group never gave one of them.
    """

    __pydantic_config__ = KEYS
    by: Name | Names = field(kw_only=True)
    scales: Names = ()
    answers: Literal["ordered", "numbers"] | None = None


@dataclass(frozen=True)
class Raters:
    """Whether raters or coders of the same things agree: `psychometrics.kappa` of two, `krippendorff` of more, `ac1`.

    Parameters
    ----------
    file : str
        A table: a row for each thing that was rated, a column for each rater.
    columns : sequence of str
        The raters; by default all columns but `of`.
    of : str, optional
        The column that names what was rated.
    disagreement, level
        As in `kappa`.
    categories : sequence
        All categories that raters could choose, as in `ac1`; by default those in use.
    """

    __pydantic_config__ = KEYS
    file: File = field(kw_only=True)
    columns: Names = ()
    of: Name | None = None
    disagreement: Literal["nominal", "linear", "quadratic"] = "nominal"
    categories: Sequence[Any] = ()
    level: Share = 0.95


@dataclass(frozen=True)
class Paired:
    """Whether the same respondents changed (`psychometrics.paired`): between two periods, or from some items to others.

    Parameters
    ----------
    before, after : sequence of str
        Scales or items, one beside the other: the first of `before` with the first of `after`.
    respondent : str, optional
        The group column that tells respondents, where they answered in two periods.
    period : str
        The group column of the periods.
    periods : sequence
        Which two; by default those that there are.
    continuity : bool
        As in `paired`.
    """

    __pydantic_config__ = KEYS
    before: Names = ()
    after: Names = ()
    respondent: Name | None = None
    period: Name = "period"
    periods: Sequence[Any] = ()
    continuity: Flag = True


@dataclass(frozen=True)
class Reliability:
    """How reliable the scales of the survey are (`survey.reliability`), and how valid (`survey.validity`).

    Parameters
    ----------
    level, missing
        As in `reliability`.
    validity : bool
        Whether validity is asked for.
    model : bool or mapping, optional
        A confirmatory model of its own.
    method_bias : bool or float
        Whether common-method bias is looked for (`psychometrics.method_bias`), or the share from which it is suspected;
        validity has it with the usual share.
    invariance : str, sequence of str or mapping, optional
        Group columns in which the items are to mean the same.
    raters : mapping, optional
        Ratings of the same things by several raters; they need no survey.
    """

    __pydantic_config__ = KEYS
    level: Share = 0.95
    missing: Literal["listwise", "pairwise"] = "listwise"
    validity: Flag = False
    model: Flag | Measurement | None = None
    method_bias: Flag | Share = False
    invariance: Name | Names | Invariant | None = None
    raters: Raters | None = None


@dataclass(frozen=True)
class Statistics:
    """The tables of a questionnaire beside reliability and validity, in the order in which a thesis prints them.

    Weights and clusters of the survey's design enter, or are refused by name; the sample is not weighted to residents.

    Parameters
    ----------
    sample : bool or sequence of str
        Who answered (`survey.respondents`), or by which columns.
    scales : sequence of str
        Nodes whose scores are described and compared (`survey.scale_scores`); by default the smallest scales.
    min_answered : float
        Least share of a scale's items that must be answered.
    descriptives : bool
        Of the items and of the scores (`psychometrics.describe`).
    correlations : str or bool
        Of the scores (`psychometrics.correlate`): which kind; Pearson's by default.
    partial : sequence of str
        Scales, items and group columns of numbers that partial correlations hold.
    differences : bool, str or sequence of str
        Whether groups differ (`psychometrics.compare`), or by which columns; by default those of the sample.
    variances, post_hoc, significance
        As in `compare`: Welch's tests decide, and no pairs are compared, unless these say so.
    ranks : bool
        Whether tests of ranks stand beside (`psychometrics.rank_tests`), with Dunn's test where pairs are compared.
    cluster : str, optional
        The group column within which answers may be alike, such as the community; by default that of `evidence.survey`.
    level : float
        Of the intervals of correlations.
    paired : mapping, optional
        What is compared within the same respondents.
    """

    __pydantic_config__ = KEYS
    sample: Flag | Names = True
    scales: Names = ()
    min_answered: Annotated[float, Field(strict=True, ge=0, le=1)] = 0.5
    descriptives: Flag = True
    correlations: Flag | Literal["pearson", "spearman", "kendall", "polychoric"] = True
    partial: Names = ()
    differences: Flag | Name | Names = True
    variances: Literal["unequal", "equal"] = "unequal"
    post_hoc: Literal["tukey", "games_howell", "lsd", "bonferroni"] | None = None
    ranks: Flag = False
    significance: Share = 0.05
    cluster: Name | None = None
    level: Share = 0.95
    paired: Paired | None = None


def invariance_asked(said: Reliability | None) -> Invariant | None:
    """Return what is asked of invariance, whichever way it is said; None where nothing is."""
    given = None if said is None else said.invariance
    return given if given is None or isinstance(given, Invariant) else Invariant(by=given)


def grouped_by(asked: Invariant) -> list[str]:
    """Return the group columns in which items are to mean the same, each once."""
    return [asked.by] if isinstance(asked.by, str) else list(dict.fromkeys(asked.by))
