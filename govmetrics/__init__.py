"""Evaluate how effective governance is.

From one indicator tree and the evidence (records, residents' answers, experts' judgements, inputs and
outputs) to weights, scores, grades, efficiency, rankings and a report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.2.0"

if TYPE_CHECKING:  # what a type checker and an editor see; at run time each is loaded on first use
    from govmetrics import (
        aggregation,
        ahp,
        appraisal,
        audit,
        collaboration,
        core,
        dea,
        diagnosis,
        dynamics,
        evaluation,
        explain,
        fuzzy,
        grey,
        intake,
        ledger,
        monitoring,
        network,
        normalisation,
        numerics,
        panel,
        planning,
        plots,
        policy,
        psychometrics,
        qca,
        ranking,
        recipe,
        report,
        robustness,
        serve,
        spatial,
        survey,
        text,
        treatment,
        weighting,
    )
    from govmetrics.ahp import read_judgements
    from govmetrics.core import (
        Dataset,
        Fault,
        FaultyInput,
        GovmetricsError,
        GovmetricsWarning,
        Group,
        Indicator,
        IndicatorTree,
        InfeasibleTargets,
        Judgements,
        Measured,
        Note,
        Result,
        Scaled,
        Scores,
        Survey,
        Table,
        UnsuitableMethod,
        Weights,
        use,
    )
    from govmetrics.evaluation import Evaluation, Findings, evaluate, evaluate_many
    from govmetrics.intake import join, list_trees, read_records, read_tree
    from govmetrics.network import read_network
    from govmetrics.recipe import Assessment, Recipe, follow
    from govmetrics.survey import read_survey
else:
    # `import govmetrics` stays cheap: a name is loaded with the room that holds it, when it is asked for.
    _HOMES = {
        "core": ("Dataset", "Fault", "FaultyInput", "GovmetricsError", "GovmetricsWarning", "Group", "Indicator",
                 "IndicatorTree", "InfeasibleTargets", "Judgements", "Measured", "Note", "Result", "Scaled", "Scores", "Survey",
                 "Table", "UnsuitableMethod", "Weights", "use"),
        "intake": ("join", "list_trees", "read_records", "read_tree"),
        "survey": ("read_survey",),
        "ahp": ("read_judgements",),
        "network": ("read_network",),
        "evaluation": ("Evaluation", "Findings", "evaluate", "evaluate_many"),
        "recipe": ("Assessment", "Recipe", "follow"),
    }  # fmt: skip

    def __getattr__(name):
        from importlib import import_module

        home = next((room for room, names in _HOMES.items() if name in names), None)
        if home is not None:
            value = getattr(import_module(f"govmetrics.{home}"), name)
        elif name in __all__:
            value = import_module(f"govmetrics.{name}")
        else:
            raise AttributeError(f"module 'govmetrics' has no attribute {name!r}")
        globals()[name] = value
        return value

    def __dir__():
        return sorted(__all__)


__all__ = [
    "Assessment", "Dataset", "Evaluation", "Fault", "FaultyInput", "Findings", "GovmetricsError", "GovmetricsWarning",
    "Group", "Indicator", "IndicatorTree", "InfeasibleTargets", "Judgements", "Measured", "Note", "Recipe", "Result",
    "Scaled", "Scores", "Survey", "Table", "UnsuitableMethod", "Weights", "__version__", "aggregation", "ahp",
    "appraisal", "audit", "collaboration", "core", "dea", "diagnosis", "dynamics", "evaluate", "evaluate_many",
    "evaluation", "explain", "follow", "fuzzy", "grey", "intake", "join", "ledger", "list_trees", "monitoring", "network",
    "normalisation", "numerics", "panel", "planning", "plots", "policy", "psychometrics", "qca", "ranking",
    "read_judgements", "read_network", "read_records", "read_survey", "read_tree", "recipe", "report", "robustness",
    "serve", "spatial", "survey", "text", "treatment", "use", "weighting",
]  # fmt: skip
