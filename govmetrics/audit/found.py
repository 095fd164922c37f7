"""What a check gives: a value and the cases behind it, or the reason why nothing could be examined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from govmetrics.audit.rules import RULES
from govmetrics.core import Dataset, Label, Scaled, Scores, Text
from govmetrics.core.errors import GovmetricsError
from govmetrics.diagnosis import Limits
from govmetrics.diagnosis.coherence import Parts, parts_of
from govmetrics.recipe import Assessment
from govmetrics.treatment import Screened, screen

if TYPE_CHECKING:
    from govmetrics.ahp import GroupWeights
    from govmetrics.ranking import Comparison
    from govmetrics.robustness import Uncertainty
    from govmetrics.survey import Reliability

ENOUGH = 5
"""With fewer units no correlation is told."""
MOST = 1_000
"""Of more cases of one check the worst are named; all are counted."""
Case = tuple[Any, Any, float]
"""Where it is (a code, a unit), what that is called, and the value there."""


@dataclass(frozen=True)
class Found:
    """What a check found.

    Parameters
    ----------
    value : float
        What is held against the limit.
    cases : sequence of Case
        The places that the rule is about, the worst first.
    total : int
        Of how many.
    more : mapping
        What the sentences of the rule name besides.
    """

    value: float
    cases: Sequence[Case] = ()
    total: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)


def counted(cases: Sequence[Case], total: int, **more: Any) -> Found:
    """Return what a rule finds that allows no case."""
    return Found(float(len(cases)), cases, total, more)


@dataclass(frozen=True)
class Subject:
    """What is audited.

    Parameters
    ----------
    index : Assessment
    uncertainty, experts, reliability, agreement
        As far as they are known.
    """

    index: Assessment
    uncertainty: Uncertainty | None = None
    experts: GroupWeights | None = None
    reliability: Reliability | None = None
    agreement: Comparison | None = None

    @cached_property
    def names(self) -> Mapping[str, Label]:
        """What the nodes are called."""
        return self.index.scores.weights.tree.names()

    @cached_property
    def data(self) -> Dataset:
        """What came in of the leaves that are scored, before any treatment; all periods."""
        return self.index.dataset.scored(tuple(self.index.recipe.roles))

    @property
    def latest(self) -> Any:
        """The latest period; None without periods."""
        return self.index.dataset.periods[-1] if self.index.dataset.periods else None

    @cached_property
    def scores(self) -> Scores:
        """The scores of the latest period."""
        return self.index.scores if self.latest is None else self.index.scores.at(self.latest)

    @cached_property
    def scaled(self) -> Scaled:
        """The scaled values of the latest period."""
        return self.index.scaled if self.latest is None else self.index.scaled.at(self.latest)

    @cached_property
    def screened(self) -> Screened:
        """How much evidence there is of every unit and of every indicator, before imputation."""
        return screen(
            self.data, units=RULES["units_known"].each, leaves=RULES["leaves_known"].each, how="flag"
        )

    @cached_property
    def coherence(self) -> Parts | Text:
        """The coherence of the framework in the latest period; where it cannot be told, why."""
        if len(self.scaled.values) < ENOUGH:
            return Text("correlations of fewer than five units mean nothing")
        try:
            return parts_of(self.scaled, self.index.weights, self.scores, Limits())
        except GovmetricsError as error:
            return reason(error)


def reason(error: GovmetricsError) -> Text:
    """Return why a room refuses what was asked of it, as a sentence for readers."""
    return error.faults[0].text
