"""The parts of an evaluation file, one record each: what may be said, and what counts where nothing is said."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Annotated, Any, Literal, get_args, get_type_hints

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=1)]
Share = Annotated[float, Field(strict=True, gt=0, lt=1)]
Flag = Annotated[bool, Field(strict=True)]
Name = Annotated[str, Field(strict=True, min_length=1)]
File = Annotated[str, Field(strict=True, min_length=1)]
Names = Sequence[Name]
Seed = Annotated[int, Field(strict=True, ge=0, le=2**32 - 1)]
Title = Annotated[str, Field(strict=True)]
Called = Name | Mapping[Literal["en", "zh"], Name]
_KEYS = ConfigDict(extra="forbid")


def _day(value: Any) -> Any:
    """Return a day as text: a YAML file gives a date without quotes as one."""
    return value.isoformat() if type(value) is datetime.date else value


def _real(value: str) -> str:
    datetime.date.fromisoformat(value)  # 2026-02-30 is none
    return value


Day = Annotated[str, BeforeValidator(_day), AfterValidator(_real), Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


@dataclass(frozen=True)
class Records:
    """Where the records of the units are, and how they are read (`read_records`)."""

    __pydantic_config__ = _KEYS
    file: File | None = None
    unit: Name = "unit"
    period: Name | None = None
    street: Name | None = None
    sheets: Name | None = None
    periods: Sequence[Any] | None = None
    decimal: Name | None = None
    missing_codes: Sequence[Any] = ()
    totals: Name = "refuse"
    empty: Literal["refuse", "keep"] = "refuse"


@dataclass(frozen=True)
class Replicated:
    """The columns of replicate weights, and how they were made (`survey.Replicates`)."""

    __pydantic_config__ = _KEYS
    columns: Name | Names
    kind: Literal["jk1", "jk2", "jkn", "brr", "fay", "bootstrap", "other"]
    scale: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)] | None = None
    scales: Sequence[Number] | None = None
    fay: Annotated[float, Field(strict=True, ge=0, lt=1)] = 0.0
    centre: Literal["estimate", "mean"] = "estimate"
    factors: Flag = False


@dataclass(frozen=True)
class Answers:
    """Where residents' answers are, how respondents were drawn, how all is read, screened, weighted (`read_survey`, `rake`)."""

    __pydantic_config__ = _KEYS
    file: File | None = None
    sheets: Name | None = None
    by: Name | Names | Mapping[str, Name | None] | None = None
    scale: Sequence[Number] | Mapping[str, Sequence[Number]] = (1, 5)
    reverse: Names = ()
    missing_codes: Sequence[Any] = ()
    options: Mapping[Any, Number] | None = None
    weight: Name | None = None
    rake: File | Mapping[str, Mapping[Any, Number]] | None = None
    rake_bounds: Sequence[Number] | None = None
    screening: Flag | Mapping[str, Sequence[Number]] = False
    min_answered: Annotated[float, Field(strict=True, ge=0, le=1)] = 0.5
    missing_units: Literal["refuse", "keep"] = "refuse"
    cluster: Name | None = None
    strata: Name | None = None
    fpc: Name | Number | Mapping[Any, Number] | None = None
    replicates: Replicated | None = None


@dataclass(frozen=True)
class Experts:
    """Where experts' judgements are, and how they become weights (`read_judgements`, `ahp.weights`)."""

    __pydantic_config__ = _KEYS
    files: File | Sequence[File] | None = None
    coding: Literal["auto", "reciprocal", "signed"] = "auto"
    unanswered: Literal["refuse", "not_asked"] = "refuse"
    priorities: Name = "eigenvector"
    combine: Literal["judgements", "priorities"] = "judgements"
    inconsistent: Literal["keep", "drop", "downweight", "revise", "refuse"] = "keep"
    max_consistency_ratio: Annotated[float, Field(strict=True, gt=0)] = 0.1
    expert_weights: Mapping[Any, Number] | None = None
    unjudged: Literal["refuse", "equal"] = "refuse"


@dataclass(frozen=True)
class MeasuredFile:
    """A table of values, and one of their standard errors: units (and periods) by indicators."""

    __pydantic_config__ = _KEYS
    values: File
    standard_errors: File | None = None
    unit: Name | None = None
    period: Name | None = None
    missing_units: Literal["refuse", "keep"] = "refuse"


@dataclass(frozen=True)
class Evidence:
    """What the evaluation rests on."""

    __pydantic_config__ = _KEYS
    records: Records | None = None
    survey: Answers | None = None
    judgements: Experts | None = None
    weights: File | Mapping[str, Number] | None = None
    measured: Sequence[MeasuredFile] = ()


@dataclass(frozen=True)
class Varied:
    """What could be otherwise: each is a factor of the analysis of uncertainty; None and False leave it fixed.

    Parameters
    ----------
    weights : float
        The spread of the local weights (`PerturbedWeights`).
    experts, survey, missing : bool
        Whether experts are drawn again, sampling errors drawn, and missing cells filled by draws.
    leave_out : bool or sequence of str
        One indicator left out at a time, of all or of these (`DroppedLeaf`).
    choices : mapping of stage to list
        Other methods (`Choice`); of the treatment lists of steps.
    """

    __pydantic_config__ = _KEYS
    weights: Annotated[float, Field(strict=True, gt=0, lt=1)] | None = None
    experts: Flag | None = None
    survey: Flag | None = None
    missing: Flag | None = None
    leave_out: Flag | Names | None = None
    choices: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Sureness:
    """How sure each rank is (`robustness.uncertainty`), and what it depends on (`robustness.sensitivity`, base draws)."""

    __pydantic_config__ = _KEYS
    draws: Count = 1000
    level: Share = 0.9
    sensitivity: Count | None = None
    factors: Varied | None = None


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

    __pydantic_config__ = _KEYS
    missing: Literal["listwise", "fiml"] = "listwise"
    robust: Flag = False
    second_order: Name | Mapping[str, Names] | None = None
    general: Name | None = None


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
    """

    __pydantic_config__ = _KEYS
    level: Share = 0.95
    missing: Literal["listwise", "pairwise"] = "listwise"
    validity: Flag = False
    model: Flag | Measurement | None = None
    method_bias: Flag | Share = False


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
    """

    __pydantic_config__ = _KEYS
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


@dataclass(frozen=True)
class Regression:
    """A regression (`psychometrics.regress`), mediation (`mediate`), moderation (`moderate`) or threshold (`threshold`).

    Parameters
    ----------
    outcome : str
        What is explained. Of respondents: a node (the score of its scale), an item, a group column; of units, in the latest
        period: an indicator, an attribute, a node (its score).
    predictors : sequence of str
        What explains it; ``a:b`` is a product. Of a mediation or moderation, one.
    name : str or mapping of language to str, optional
        What the regression is called; by default its outcome.
    of : {"survey", "units"}
        Whether its rows are respondents or units.
    covariates : sequence of str
        What enters before the predictors, or is held in every equation of a mediation or moderation.
    kind, errors, cluster, blocks, limits, level
        As in `regress`.
    categories : sequence of str, or mapping of column to reference or order
        Columns of numbers that are categories; those of words are without being named.
    mediators, serial, moderator, stage, draws
        As in `mediate`; a moderator without mediators makes a moderation.
    threshold : str, optional
        The column at whose values the coefficients may change.
    """

    __pydantic_config__ = _KEYS
    outcome: Name = field(kw_only=True)
    predictors: Names = ()
    name: Called | None = None
    of: Literal["survey", "units"] = "survey"
    kind: Literal["linear", "logit", "ordered", "tobit"] = "linear"
    errors: Literal["classical", "hc0", "hc1", "hc2", "hc3", "cluster"] | None = None
    cluster: Name | None = None
    covariates: Names = ()
    blocks: Sequence[Names] = ()
    categories: Names | Mapping[str, Any] = ()
    limits: Sequence[Number | None] | None = None
    mediators: Names = ()
    serial: Flag = False
    moderator: Name | None = None
    stage: Literal["first", "second", "direct"] | Sequence[Literal["first", "second", "direct"]] = "first"
    threshold: Name | None = None
    draws: Count = 5000
    level: Share = 0.95


@dataclass(frozen=True)
class PathModel:
    """A model of paths among scales, items and columns, or among factors (`psychometrics.paths`).

    Parameters
    ----------
    model : mapping of outcome to sequence of str
        The predictors of every outcome, named as in `regression`.
    name : str or mapping of language to str, optional
        What the model is called; by default its first outcome.
    of : {"survey", "units"}
        Whether its rows are respondents or units.
    latent : bool
        Whether nodes with two items or more are factors that their items measure, instead of scores.
    covariances, centre, robust, cluster, level
        As in `paths`.
    """

    __pydantic_config__ = _KEYS
    model: Mapping[str, Names] = field(kw_only=True)
    name: Called | None = None
    of: Literal["survey", "units"] = "survey"
    latent: Flag = False
    covariances: Sequence[Names] = ()
    centre: Flag = False
    robust: Flag = False
    cluster: Name | None = None
    level: Share = 0.95


@dataclass(frozen=True)
class Grades:
    """Fuzzy verdicts (`fuzzy.evaluate`), from the survey's answers or from the values."""

    __pydantic_config__ = _KEYS
    from_: Annotated[Literal["survey", "values"] | None, Field(alias="from")] = None
    scale: Literal["three", "four", "five"] | Mapping[str, Any] | None = None
    operator: Name = "weighted_mean"
    breakpoints: (
        Literal["goalposts", "quantiles"] | Sequence[Number] | Mapping[str, Sequence[Number]] | None
    ) = None
    shape: Name = "triangular"


@dataclass(frozen=True)
class Efficiency:
    """Efficiency against peers (`dea.radial`), and what of the surroundings goes with it (`dea.second_stage`).

    Parameters
    ----------
    inputs, outputs, orientation, returns, frontier
        As in `radial`; columns, indicators or nodes by name.
    environment : sequence of str
        The surroundings.
    draws : int
        Of the second stage, and of the intervals.
    intervals : bool
        Whether scores are corrected for their bias and have intervals (`dea.bootstrap`).
    level : float
        Of these intervals.
    scale : bool
        Whether efficiency is split into technical and scale efficiency, with returns to scale (`dea.scale`).
    """

    __pydantic_config__ = _KEYS
    inputs: Name | Names | None = None
    outputs: Name | Names | None = None
    orientation: Literal["input", "output"] = "input"
    returns: Literal["variable", "constant", "increasing", "decreasing"] = "variable"
    frontier: Literal["period", "pooled", "sequential"] = "period"
    environment: Names = ()
    draws: Count = 1000
    intervals: Flag = False
    level: Share = 0.95
    scale: Flag = False


@dataclass(frozen=True)
class Appraisal:
    """The appraisal by a rulebook (`appraisal.appraise`)."""

    __pydantic_config__ = _KEYS
    rulebook: File | Mapping[str, Any] | None = None
    data: File | None = None


@dataclass(frozen=True)
class Importance:
    """What an importance-performance analysis goes by: stated importance by item, or an outcome to derive it from."""

    __pydantic_config__ = _KEYS
    importance: Mapping[str, Number] | None = None
    outcome: Name | None = None
    derive: Literal["shapley", "regression", "partial_correlation", "correlation"] = "shapley"
    lines: Literal["mean", "median"] | Sequence[Number] = "mean"


@dataclass(frozen=True)
class Diagnosis:
    """What holds units back, how the parts go together, and what the indicators look like (`diagnosis`).

    Parameters
    ----------
    obstacles, strengths, coupling, importance_performance, coherence
        As the functions of these names.
    statistics : bool
        Of the indicators before and after treatment.
    denominators : bool or sequence of str
        Indicators that go with the size of the units: attributes, or all that are numbers.
    correlations : bool or {"group", "top", "all"}
        Of pairs of indicators: of the same group, of the same part of the root, or all.
    components : bool
        Principal components of every group.
    group_ranks : str, optional
        An attribute: ranks among the units of the same kind.
    links : str, optional
        A table of other indicators, units x indicators, to set beside the scores.
    """

    __pydantic_config__ = _KEYS
    obstacles: Flag = True
    strengths: Flag = True
    coupling: Flag | Names = False
    importance_performance: Flag | Importance = False
    coherence: Flag = False
    statistics: Flag = False
    denominators: Flag | Names = False
    correlations: Flag | Literal["group", "top", "all"] = False
    components: Flag = False
    group_ranks: Name | None = None
    links: File | None = None


@dataclass(frozen=True)
class Moves:
    """How units move between classes of score (`panel.markov`)."""

    __pydantic_config__ = _KEYS
    classes: Annotated[int, Field(strict=True, ge=2)] = 5
    cuts: Literal["pooled", "period"] | Sequence[Number] = "pooled"
    relative: Flag = False
    closed: Literal["right", "left"] = "right"
    parts: Annotated[int, Field(strict=True, ge=2)] = 2


@dataclass(frozen=True)
class Unequal:
    """Inequality of the scores (`panel.atkinson`); by groups and weights among the attributes."""

    __pydantic_config__ = _KEYS
    by: Name | None = None
    weights: Name | None = None
    epsilon: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)] = 1.0


@dataclass(frozen=True)
class Change:
    """What changed between the periods (`panel.changes`, `panel.trends`), and how the index's distribution did."""

    __pydantic_config__ = _KEYS
    trends: Flag = True
    level: Share = 0.95
    markov: Flag | Moves = False
    clubs: Flag = False
    kernels: Flag = False
    atkinson: Flag | Unequal = False


@dataclass(frozen=True)
class Planned:
    """What to do with a budget (`planning.improvement_plan`)."""

    __pydantic_config__ = _KEYS
    actions: File | Sequence[Mapping[str, Any]] | None = None
    budget: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)] = field(kw_only=True)
    units: Count | Sequence[Any] = 5
    maximise: Name = "score"


@dataclass(frozen=True)
class Public:
    """What the public sees of an evaluation (`publication.public`).

    Parameters
    ----------
    smallest : int
        So many respondents stand behind every cell that is shown.
    leave_out : sequence of str
        Parts of the findings, nodes of the tree, columns of the records.
    texts : sequence of str
        Columns of text that may be shown; all others may hold what somebody wrote.
    raw_values : bool
        Whether values in the indicators' own units of measurement are shown.
    experts_by_name : bool
        Whether experts are called by their names.
    """

    __pydantic_config__ = _KEYS
    smallest: Count = 10
    leave_out: Names = ()
    texts: Names = ()
    raw_values: Flag = True
    experts_by_name: Flag = False


@dataclass(frozen=True)
class Publish:
    """What is written for readers, and what of it the public sees."""

    __pydantic_config__ = _KEYS
    formats: Sequence[Literal["html", "word", "excel", "site"]] = ("html",)
    public: Public | Flag | None = None
    author: Title = ""
    date: Day | None = None


def beside(kind: Any, path: Sequence[str]) -> list[str]:
    """Return the keys that may stand where the last of a path of keys does, from a part's record on.

    Examples
    --------
    >>> beside(Evidence, ["records", "unti"])[:2], beside(Evidence, ["measured", "0", "value"])[:1]
    (['file', 'unit'], ['values'])
    """
    for key in path[:-1]:
        if not key.isdecimal():  # a place in a list
            kind = _record_in(get_type_hints(kind).get(key)) if is_dataclass(kind) else None
    return [one.name.rstrip("_") for one in fields(kind)] if is_dataclass(kind) else []


def _record_in(hint: Any) -> Any:
    """Return the record that a type of several holds; None where it holds none."""
    if is_dataclass(hint):
        return hint
    return next((found for one in get_args(hint) if (found := _record_in(one)) is not None), None)


SHORT: dict[str, str] = {
    "evidence.records": "file", "evidence.survey": "file", "evidence.judgements": "files",
    "appraisal": "rulebook",
}  # fmt: skip
"""Parts that may be a file's name alone: the key that it stands for."""
BARE = (
    "sureness",
    "reliability",
    "statistics",
    "grades",
    "efficiency",
    "diagnosis",
    "change",
    "publish",
    "publish.public",
)
"""Parts that may be `true`: with everything as it counts where nothing is said; `false` leaves a part out."""
LISTS = ("regression", "paths")
"""Parts that hold several records; one alone may stand without a list."""
PUBLIC = "public"
"""`publish: public` stands for ``publish: {public: true}``."""
