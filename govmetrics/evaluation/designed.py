"""What errors and tests of single respondents do not know of how these were drawn, said by name."""

from __future__ import annotations

from govmetrics.core import Note, Survey
from govmetrics.evaluation.parts import Work
from govmetrics.survey.replicated import UNUSED

NO_STRATA = (
    "strata ({column}) enter the errors of the units' scores only: intervals and tests here do not know them, and are usually "
    "too cautious"
)
NO_FPC = (
    "the finite-population correction enters the errors of the units' scores only: intervals and tests here do not know it, and "
    "are too cautious where many of all residents answered"
)
NO_CLUSTERS = "intervals and tests here do not know that answers within {column} may be alike"
NO_WEIGHTS = "the confirmatory model and the test of method bias are without design weights"


def unused(work: Work, survey: Survey) -> list[Note]:
    """Say by name which parts of the survey's design errors and tests of respondents do not know."""
    said = work.evaluation.evidence.survey
    notes = [] if survey.replicates is None else [UNUSED]
    if said is not None and said.strata is not None:
        notes.append(Note(NO_STRATA, column=said.strata))
    if survey.fpc is not None or (said is not None and said.fpc is not None):
        notes.append(Note(NO_FPC))
    return notes


def unused_by_scales(work: Work, survey: Survey, weighted: bool = True) -> list[Note]:
    """Say by name which parts of the design the models of scales do not know: clusters too, weights where not `weighted`."""
    said, asked = work.evaluation.evidence.survey, work.evaluation.statistics
    clusters = [one.cluster for one in (said, asked) if one is not None and one.cluster is not None]
    notes = [] if weighted or survey.weight is None else [Note(NO_WEIGHTS)]
    return [*notes, *unused(work, survey), *(Note(NO_CLUSTERS, column=one) for one in clusters[:1])]
