"""Did a policy work, and was it carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from govmetrics.evaluation.keys.kinds import KEYS, Called, Day, File, Flag, Name, Names, Share

Whole = Annotated[int, Field(strict=True, ge=0)]
Weight = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
Of = Literal["scores", "indicators"]
"""Scores at every node, or indicators in their own units of measurement."""


@dataclass(frozen=True)
class PanelRegression:
    """A regression of units over periods (`policy.effects`).

    Parameters
    ----------
    outcome : str, optional
        A node or a column of the records; the index by default.
    regressors : sequence of str
        Nodes or columns of numbers.
    name : str or mapping of language to str, optional
        What the model is called.
    two_way, errors, kind, cluster, quadratic, lags, level
        As in `effects`.
    """

    __pydantic_config__ = KEYS
    regressors: Names = field(kw_only=True)
    outcome: Name | None = None
    name: Called | None = None
    two_way: Flag = True
    errors: Literal["CR2", "CR3", "CR1", "CR1S", "CR0", "wild", "driscoll_kraay", "classical"] = "CR2"
    kind: Literal["fixed", "random"] = "fixed"
    cluster: Name | None = None
    quadratic: Names = ()
    lags: Whole = 0
    level: Share = 0.95


@dataclass(frozen=True)
class Carried:
    """What was done beside what was planned (`policy.deviation`).

    Parameters
    ----------
    file : str, optional
        One table: columns for item, body or period (事项, 单位, 时期), and pairs such as `planned budget` and `actual budget`
        (计划投资, 实际投资); or an `aspect` (方面) and one pair.
    planned, actual : str, optional
        Two tables instead, with the same columns.
    weights : mapping of item to number
    excess : sequence of str
        Aspects of which more than planned deviates, too.
    as_of : day, optional
        The day of the report: what was due by then and is not reported as done is late.
    """

    __pydantic_config__ = KEYS
    file: File | None = None
    planned: File | None = None
    actual: File | None = None
    weights: Mapping[Name, Weight] | None = None
    excess: Names = ("budget", "预算", "投资", "经费")
    as_of: Day | None = None


@dataclass(frozen=True)
class Policy:
    """Whether a policy worked that units adopted at different times (`policy.staggered`, `decompose`), and more.

    Parameters
    ----------
    first_treated : str, optional
        The column of the records with the first period in which a unit is treated, empty for never; or a file with the units
        that are, and since when.
    of : {"scores", "indicators"}
        Whether nodes are scores or indicators in their own units of measurement.
    outcome : str or sequence of str, optional
        Nodes or columns of numbers; the index by default.
    controls, covariates, method, base, anticipation, cluster, missing, level, draws
        As in `staggered`.
    effects : mapping or sequence of mappings, optional
        Panel regressions.
    deviation : mapping or str, optional
        What was done beside what was planned.
    """

    __pydantic_config__ = KEYS
    first_treated: Name | None = None
    of: Of = "scores"
    outcome: Name | Names | None = None
    controls: Literal["never", "not_yet"] = "never"
    covariates: Names = ()
    method: Literal["doubly_robust", "regression", "ipw"] = "doubly_robust"
    base: Literal["varying", "universal"] = "varying"
    anticipation: Whole = 0
    cluster: Name | None = None
    missing: Literal["pairwise", "listwise", "refuse"] = "pairwise"
    level: Share = 0.95
    draws: Whole = 999
    effects: PanelRegression | Sequence[PanelRegression] | None = None
    deviation: Carried | File | None = None

    @property
    def models(self) -> tuple[PanelRegression, ...]:
        """The panel regressions."""
        given = self.effects
        return () if given is None else (given,) if isinstance(given, PanelRegression) else tuple(given)

    @property
    def outcomes(self) -> tuple[str | None, ...]:
        """What is looked at; None for the index."""
        given = self.outcome
        return (given,) if given is None or isinstance(given, str) else tuple(given)

    @property
    def carried(self) -> Carried | None:
        """What was done beside what was planned."""
        return Carried(self.deviation) if isinstance(self.deviation, str) else self.deviation
