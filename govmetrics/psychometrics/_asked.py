"""What is compared by what: the choices of a comparison of groups."""

from __future__ import annotations

from dataclasses import dataclass

from govmetrics.numerics.arrays import Array, Ints


@dataclass(frozen=True, eq=False)
class Asked:
    """What is compared by what: a group for every respondent (-1: none), the groups, the choices made, the design."""

    place: Ints
    groups: list[str]
    by: str
    kind: str
    variances: str = "unequal"
    post_hoc: str | None = None
    significance: float = 0.05
    weights: Array | None = None
    clusters: Ints | None = None

    @property
    def designed(self) -> bool:
        """Whether errors answer for weights or clusters."""
        return self.weights is not None or self.clusters is not None

    @property
    def two(self) -> bool:
        """Whether a t tells the difference, with its sign."""
        return self.kind == "t"
