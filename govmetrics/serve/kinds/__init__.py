"""The kinds of activities: one file, one line each."""

from govmetrics.serve.kinds.base import Kind, Said, Setting, Shown, Values
from govmetrics.serve.kinds.pairwise import PAIRWISE
from govmetrics.serve.kinds.points import BUDGET_POINTS, WEIGHTS
from govmetrics.serve.kinds.ratings import RATINGS

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        PAIRWISE,
        WEIGHTS,
        BUDGET_POINTS,
        RATINGS,
    )
}  # fmt: skip
"""By their names."""

__all__ = ["KINDS", "Kind", "Said", "Setting", "Shown", "Values"]
