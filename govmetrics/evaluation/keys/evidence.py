"""What an evaluation rests on: records, answers, judgements, what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from govmetrics.evaluation.keys.kinds import KEYS, File, Flag, Name, Names, Number, OneUnit, Step
from govmetrics.evaluation.keys.over_time import Tickets
from govmetrics.evaluation.keys.texts import Coding, Documents, Proposals


@dataclass(frozen=True)
class Records:
    """Where the records of the units are, and how they are read (`read_records`)."""

    __pydantic_config__ = KEYS
    file: File | None = None
    url: File | None = None
    query: File | None = None
    unit: Name | OneUnit = "unit"
    period: Name | None = None
    street: Name | None = None
    sheets: Name | None = None
    periods: Sequence[Any] | None = None
    decimal: Name | None = None
    missing_codes: Sequence[Any] = ()
    totals: Name = "refuse"
    empty: Literal["refuse", "keep"] = "refuse"
    orders: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Replicated:
    """The columns of replicate weights, and how they were made (`survey.Replicates`)."""

    __pydantic_config__ = KEYS
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

    __pydantic_config__ = KEYS
    file: File | None = None
    sheets: Name | None = None
    by: Name | Names | Mapping[str, Name | OneUnit | None] | None = None
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
    orders: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Experts:
    """Where experts' judgements are, and how they become weights (`read_judgements`, `ahp.weights`)."""

    __pydantic_config__ = KEYS
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
class Stated:
    """Importance as experts state it: orders with ratios, complementary preferences, a network (`ahp.order_relation` and others).

    Parameters
    ----------
    answers : str or mapping
        A file with the columns item and answer (and expert, and other where two items are compared), or the same as a mapping.
    method : step
        ``order_relation``, ``swara``, ``fucom``, ``complementary`` or ``network_process``, with its options.
    unjudged : {"refuse", "equal"}
        What is done with groups of which nobody said anything.
    """

    __pydantic_config__ = KEYS
    answers: File | Mapping[Any, Any] = field(kw_only=True)
    method: Step = "order_relation"
    unjudged: Literal["refuse", "equal"] = "refuse"


@dataclass(frozen=True)
class MeasuredFile:
    """A table of values, and one of their standard errors: units (and periods) by indicators."""

    __pydantic_config__ = KEYS
    values: File
    standard_errors: File | None = None
    unit: Name | OneUnit | None = None
    period: Name | None = None
    missing_units: Literal["refuse", "keep"] = "refuse"


@dataclass(frozen=True)
class Networks:
    """Who names whom in each community, whose measures fill leaves (`read_network`, `network.measures`, `network.to_leaves`).

    Parameters
    ----------
    file, actors, by, relation, respondents, directed
        As `read_network` takes them, which tells matrix, list of ties, names written down and roster by the headings;
        `respondents` is "all", names, or pairs of community and name. Several columns that name a unit of the records
        together name the community where the table has them.
    errors : {"jackknife", "cautious"}
        As `network.measures` takes it.
    leaves : mapping of code to measure
        Such as ``{A3: edge_reciprocity}``; measures that are no leaf are shown only.
    missing_units : {"refuse", "keep"}
        What is done with units that have no network.
    """

    __pydantic_config__ = KEYS
    file: File = field(kw_only=True)
    actors: File | None = None
    by: Name | OneUnit = "community"
    relation: Name | None = None
    respondents: Literal["all"] | Sequence[Name | Names] | None = None
    directed: Flag = True
    errors: Literal["jackknife", "cautious"] = "jackknife"
    leaves: Mapping[str, Name] = field(default_factory=dict)
    missing_units: Literal["refuse", "keep"] = "refuse"


@dataclass(frozen=True)
class Evidence:
    """What the evaluation rests on."""

    __pydantic_config__ = KEYS
    records: Records | None = None
    survey: Answers | None = None
    judgements: Experts | None = None
    importance: Stated | None = None
    weights: File | Mapping[str, Number] | None = None
    measured: Sequence[MeasuredFile] = ()
    tickets: Tickets | None = None
    networks: Networks | None = None
    documents: Documents | None = None
    coding: Coding | None = None
    proposals: Proposals | None = None
