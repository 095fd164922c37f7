"""Regressions and models of paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from govmetrics.evaluation.keys.kinds import KEYS, Called, Count, Flag, Name, Names, Number, Share


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

    __pydantic_config__ = KEYS
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

    __pydantic_config__ = KEYS
    model: Mapping[str, Names] = field(kw_only=True)
    name: Called | None = None
    of: Literal["survey", "units"] = "survey"
    latent: Flag = False
    covariances: Sequence[Names] = ()
    centre: Flag = False
    robust: Flag = False
    cluster: Name | None = None
    level: Share = 0.95
