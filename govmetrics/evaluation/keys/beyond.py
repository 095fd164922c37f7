"""What follows from an index: diagnosis, change over time, a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from govmetrics.evaluation.keys.kinds import KEYS, Count, File, Flag, Name, Names, Number, Share


@dataclass(frozen=True)
class Importance:
    """What an importance-performance analysis goes by: stated importance by item, or an outcome to derive it from."""

    __pydantic_config__ = KEYS
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

    __pydantic_config__ = KEYS
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

    __pydantic_config__ = KEYS
    classes: Annotated[int, Field(strict=True, ge=2)] = 5
    cuts: Literal["pooled", "period"] | Sequence[Number] = "pooled"
    relative: Flag = False
    closed: Literal["right", "left"] = "right"
    parts: Annotated[int, Field(strict=True, ge=2)] = 2


@dataclass(frozen=True)
class Unequal:
    """Inequality of the scores (`panel.atkinson`); by groups and weights among the attributes."""

    __pydantic_config__ = KEYS
    by: Name | None = None
    weights: Name | None = None
    epsilon: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)] = 1.0


@dataclass(frozen=True)
class Timed:
    """Scores of all periods in one (`weighting.time_weights`): below 0.5 later periods count more."""

    __pydantic_config__ = KEYS
    orness: Annotated[float, Field(strict=True, ge=0, le=1)] = 0.3


@dataclass(frozen=True)
class Change:
    """What changed between the periods (`panel.changes`, `panel.trends`), and how the index's distribution did.

    `time_weights` puts the scores of all periods together.
    """

    __pydantic_config__ = KEYS
    trends: Flag = True
    level: Share = 0.95
    markov: Flag | Moves = False
    clubs: Flag = False
    kernels: Flag = False
    atkinson: Flag | Unequal = False
    time_weights: Flag | Timed = False


@dataclass(frozen=True)
class Planned:
    """What to do with a budget (`planning.improvement_plan`)."""

    __pydantic_config__ = KEYS
    actions: File | Sequence[Mapping[str, Any]] | None = None
    budget: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)] = field(kw_only=True)
    units: Count | Sequence[Any] = 5
    maximise: Name = "score"
