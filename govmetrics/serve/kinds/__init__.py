"""The kinds of activities: one file, one line each."""

from govmetrics.serve.kinds.base import Kind, Said, Setting, Shown, Values
from govmetrics.serve.kinds.budget import BUDGET
from govmetrics.serve.kinds.delphi import DELPHI
from govmetrics.serve.kinds.opinions import OPINIONS
from govmetrics.serve.kinds.pairwise import PAIRWISE
from govmetrics.serve.kinds.points import BUDGET_POINTS, WEIGHTS
from govmetrics.serve.kinds.ratings import RATINGS
from govmetrics.serve.kinds.survey import SURVEY
from govmetrics.serve.kinds.vote import VOTE

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        PAIRWISE,
        WEIGHTS,
        BUDGET_POINTS,
        RATINGS,
        SURVEY,
        VOTE,
        BUDGET,
        OPINIONS,
        DELPHI,
    )
}  # fmt: skip
"""By their names."""

__all__ = ["KINDS", "Kind", "Said", "Setting", "Shown", "Values"]
