"""The kinds of activities: one file, one line each."""

from govmetrics.serve.kinds.base import Form, Kind, Said, Setting, Shown, Values
from govmetrics.serve.kinds.ratings import RATINGS

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        RATINGS,
    )
}  # fmt: skip
"""By their names."""

__all__ = ["KINDS", "Form", "Kind", "Said", "Setting", "Shown", "Values"]
