"""Grades, other rankings, efficiency, and the appraisal by a rulebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from govmetrics.evaluation.keys.kinds import KEYS, Count, File, Flag, Name, Names, Number, Share, Steps


@dataclass(frozen=True)
class Grades:
    """Fuzzy verdicts (`fuzzy.evaluate`), from the survey's answers or from the values; `beside` names other methods.

    `intervals` is a file of what experts say of each unit and indicator, from low to high, for the cloud model.
    """

    __pydantic_config__ = KEYS
    from_: Annotated[Literal["survey", "values"] | None, Field(alias="from")] = None
    scale: Literal["three", "four", "five"] | Mapping[str, Any] | None = None
    operator: Name = "weighted_mean"
    breakpoints: (
        Literal["goalposts", "quantiles"] | Sequence[Number] | Mapping[str, Sequence[Number]] | None
    ) = None
    shape: Name = "triangular"
    beside: Steps | None = None
    intervals: File | None = None


@dataclass(frozen=True)
class Rankings:
    """Rankings by multi-criteria methods beside the index, under its weights (`ranking`).

    Parameters
    ----------
    methods : step, or sequence of steps
        Names of `ranking.METHODS`, ``entropy_topsis``, ``rank_sum_ratio`` and ``fuzzy_topsis``, or ``{name: {option: value}}``.
    raw : sequence of str
        Which of them rank the values in their own units of measurement; all others take the normalised values.
    ratings : str or sequence of str, optional
        Experts' ratings in words or numbers, for fuzzy TOPSIS: a workbook with a sheet for each expert, or a file each.
    """

    __pydantic_config__ = KEYS
    methods: Steps = field(kw_only=True)
    raw: Names = ()
    ratings: File | Sequence[File] | None = None


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
    models : step, or sequence of steps, optional
        Other models beside the radial one, by the names of their functions in `dea`; options that are tables there name columns.
    """

    __pydantic_config__ = KEYS
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
    models: Steps | None = None


@dataclass(frozen=True)
class Appraisal:
    """The appraisal by a rulebook (`appraisal.appraise`)."""

    __pydantic_config__ = KEYS
    rulebook: File | Mapping[str, Any] | None = None
    data: File | None = None
