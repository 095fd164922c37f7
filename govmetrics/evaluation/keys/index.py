"""How sure the ranks of the index are, and what may be otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field

from govmetrics.evaluation.keys.kinds import KEYS, Count, Flag, Names, Share


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

    __pydantic_config__ = KEYS
    weights: Annotated[float, Field(strict=True, gt=0, lt=1)] | None = None
    experts: Flag | None = None
    survey: Flag | None = None
    missing: Flag | None = None
    leave_out: Flag | Names | None = None
    choices: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Sureness:
    """How sure each rank is (`robustness.uncertainty`), and what it depends on (`robustness.sensitivity`, base draws)."""

    __pydantic_config__ = KEYS
    draws: Count = 1000
    level: Share = 0.9
    sensitivity: Count | None = None
    factors: Varied | None = None
