"""Evaluate how effective governance is.

From one indicator tree and the evidence (records, residents' answers, experts' judgements, inputs and
outputs) to weights, scores, grades, efficiency, rankings and a report.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# The names a first script needs, each with the module that holds it. Loaded on first use, so that
# `import govmetrics` stays cheap; a room (a sub-package) is loaded the same way.
_NAMES = {
    "IndicatorTree": "core",
    "Group": "core",
    "Indicator": "core",
    "Dataset": "core",
    "Scaled": "core",
    "Weights": "core",
    "Scores": "core",
    "Survey": "core",
    "Judgements": "core",
    "Fault": "core",
    "GovmetricsError": "core",
    "FaultyInput": "core",
    "UnsuitableMethod": "core",
    "InfeasibleTargets": "core",
    "read_tree": "intake",
    "list_trees": "intake",
    "read_records": "intake",
    "read_survey": "survey",
    "read_judgements": "ahp",
    "join": "intake",
    "Recipe": "recipe",
    "Assessment": "recipe",
    "follow": "recipe",
}
_ROOMS = (
    "core",
    "numerics",
    "intake",
    "survey",
    "psychometrics",
    "treatment",
    "normalisation",
    "ahp",
    "weighting",
    "aggregation",
    "fuzzy",
    "grey",
    "dea",
    "ranking",
    "diagnosis",
    "appraisal",
    "recipe",
    "robustness",
    "planning",
    "explain",
    "panel",
    "plots",
    "report",
)
__all__ = ["__version__", *_NAMES, *_ROOMS]


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        value = getattr(import_module(f"govmetrics.{_NAMES[name]}"), name)
    elif name in _ROOMS:
        value = import_module(f"govmetrics.{name}")
    else:
        raise AttributeError(f"module 'govmetrics' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
