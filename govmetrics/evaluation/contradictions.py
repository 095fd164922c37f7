"""What the parts of an evaluation say wrongly within a method's own options."""

from __future__ import annotations

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.methods import step_faults
from govmetrics.evaluation.carried import policy_contradictions
from govmetrics.evaluation.configured_found import configuration_faults
from govmetrics.evaluation.efficiency_models import model_faults
from govmetrics.evaluation.importance import PLACE, importance_faults
from govmetrics.evaluation.keys import (
    Configurations,
    Efficiency,
    Evidence,
    Grades,
    Monitoring,
    Policy,
    Rankings,
    Spatial,
    Sureness,
    Varied,
)
from govmetrics.evaluation.maps import source_faults
from govmetrics.evaluation.monitored import funnel_faults
from govmetrics.evaluation.other_grades import beside_faults
from govmetrics.evaluation.places import placed
from govmetrics.evaluation.ranking_methods import ranking_faults
from govmetrics.evaluation.scales import grade_scale
from govmetrics.fuzzy.operators import OPERATOR
from govmetrics.fuzzy.values import SHAPE
from govmetrics.recipe import methods_of

STAGES = ("treatment", "normalisation", "weighting", "aggregation")


def contradictions(
    sureness: Sureness | None, grades: Grades | None, evidence: Evidence | None = None, ranking: Rankings | None = None,
    efficiency: Efficiency | None = None, monitoring: Monitoring | None = None,
    spatial: Spatial | None = None, policy: Policy | None = None, configurations: Configurations | None = None,
) -> Faults:  # fmt: skip
    """Return what is wrong inside parts that are each readable."""
    faults = Faults()
    if sureness is not None and sureness.factors is not None:
        faults += _choice_faults(sureness.factors)
    if grades is not None:
        with placed(faults, "grades.scale", ("names", "values", "cuts")):
            grade_scale(grades.scale)
        faults += OPERATOR.faults("grades.operator", grades.operator)
        faults += beside_faults(grades)
        faults += SHAPE.faults("grades.shape", grades.shape)
    judgements = evidence and evidence.judgements
    if judgements:
        weighting = methods_of("weighting")
        said = {"priorities": judgements.priorities}
        faults += weighting["ahp"].option_faults("evidence.judgements", said, weighting)
    if evidence and evidence.importance:
        faults += _importance_faults(evidence)
    if efficiency is not None:
        faults += model_faults(efficiency)
    if monitoring is not None:
        faults += funnel_faults(monitoring, evidence is not None and evidence.tickets is not None)
    if policy is not None:
        faults += policy_contradictions(policy)
    if spatial is not None:
        faults += source_faults(spatial)
    if configurations is not None:
        faults += configuration_faults(configurations)
    if ranking is not None:
        faults += ranking_faults(ranking)
    return faults


def _importance_faults(evidence: Evidence) -> list[Fault]:
    """Return what is wrong with stated importance: its method, and other weights beside it."""
    assert evidence.importance is not None
    twice = [name for name in ("judgements", "weights") if getattr(evidence, name) is not None]
    problem, way_out = "gives weights, and so does evidence.{other}", "keep one source of weights"
    return [
        *importance_faults(evidence.importance),
        *(Fault(PLACE, problem, way_out, other=name) for name in twice),
    ]


def _choice_faults(factors: Varied) -> list[Fault]:
    faults = []
    for stage, options in factors.choices.items():
        place = f"sureness.factors.choices.{stage}"
        if stage not in STAGES:
            faults.append(Fault(place, "is not a stage", "choose one of: {choices:50}", choices=STAGES))
            continue
        for at, option in enumerate(options):
            steps = option if stage == "treatment" and isinstance(option, list | tuple) else [option]
            for step in steps:
                faults += step_faults(f"{place}[{at}]", step, methods_of(stage))
    return faults
