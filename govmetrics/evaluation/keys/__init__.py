"""The parts of an evaluation file, one record each: what may be said, and what counts where nothing is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from govmetrics.evaluation.keys.beyond import Change, Diagnosis, Importance, Moves, Planned, Timed, Unequal
from govmetrics.evaluation.keys.evidence import (
    Answers,
    Evidence,
    Experts,
    MeasuredFile,
    Networks,
    Records,
    Replicated,
    Stated,
)
from govmetrics.evaluation.keys.index import Sureness, Varied
from govmetrics.evaluation.keys.kinds import (
    KEYS,
    Called,
    Count,
    Day,
    File,
    Flag,
    Name,
    Names,
    Number,
    Seed,
    Share,
    Title,
)
from govmetrics.evaluation.keys.models import PathModel, Regression
from govmetrics.evaluation.keys.over_time import Compared, Foreseen, Monitoring, Tickets
from govmetrics.evaluation.keys.policy import Carried, PanelRegression, Policy
from govmetrics.evaluation.keys.questionnaire import (
    Invariant,
    Measurement,
    Paired,
    Raters,
    Reliability,
    Statistics,
    grouped_by,
    invariance_asked,
)
from govmetrics.evaluation.keys.readers import Public, Publish
from govmetrics.evaluation.keys.spatial import Points, Spatial
from govmetrics.evaluation.keys.texts import Coding, Configurations, Documents, Proposals
from govmetrics.evaluation.keys.verdicts import Appraisal, Efficiency, Grades, Rankings

__all__ = [
    "Coding", "Configurations", "Documents", "Proposals",
    "Answers", "Appraisal", "BARE", "Called", "Carried", "Change", "Compared", "Count", "Day", "Diagnosis", "Efficiency",
    "Evidence",
    "Experts", "File", "Flag", "Foreseen", "Grades", "Importance", "Invariant", "KEYS", "LISTS", "MeasuredFile", "Measurement",
    "Monitoring", "Moves",
    "Name", "Names", "Networks", "Number", "PUBLIC", "Paired", "PanelRegression", "PathModel", "Planned", "Points", "Policy",
    "Public", "Publish", "Rankings", "Raters",
    "Records", "Regression", "Reliability",
    "Replicated", "SHORT", "Seed", "Share", "Spatial", "Stated", "Statistics", "Sureness", "Tickets", "Timed", "Title", "Unequal",
    "Varied",
    "invariance_asked", "beside", "grouped_by",
]  # fmt: skip


def beside(kind: Any, path: Sequence[str]) -> list[str]:
    """Return the keys that may stand where the last of a path of keys does, from a part's record on.

    Examples
    --------
    >>> beside(Evidence, ["records", "unti"])[:2], beside(Evidence, ["measured", "0", "value"])[:1]
    (['file', 'url'], ['values'])
    """
    for key in path[:-1]:
        if not key.isdecimal():  # a place in a list
            kind = _record_in(get_type_hints(kind).get(key)) if is_dataclass(kind) else None
    return [one.name.rstrip("_") for one in fields(kind)] if is_dataclass(kind) else []


def _record_in(hint: Any) -> Any:
    """Return the record that a type of several holds; None where it holds none."""
    if is_dataclass(hint):
        return hint
    return next((found for one in get_args(hint) if (found := _record_in(one)) is not None), None)


SHORT: dict[str, str] = {
    "evidence.records": "file", "evidence.survey": "file", "evidence.judgements": "files",
    "evidence.tickets": "file", "evidence.networks": "file", "appraisal": "rulebook", "ranking": "methods",
    "spatial": "map", "policy": "first_treated",
    "evidence.documents": "file", "evidence.coding": "files", "evidence.proposals": "file",
}  # fmt: skip
"""Parts that may be a file's name, or names, alone: the key that these stand for."""
BARE = (
    "sureness",
    "reliability",
    "statistics",
    "grades",
    "efficiency",
    "diagnosis",
    "change",
    "monitoring",
    "forecast",
    "publish",
    "publish.public",
)
"""Parts that may be `true`: with everything as it counts where nothing is said; `false` leaves a part out."""
LISTS = ("regression", "paths")
"""Parts that hold several records; one alone may stand without a list."""
PUBLIC = "public"
"""`publish: public` stands for ``publish: {public: true}``."""
