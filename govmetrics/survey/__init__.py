"""Residents' answers: intake, screening, weighting, scoring; reliability and validity of a whole survey.

Coefficients of a single scale live in `psychometrics`; those that surveys are asked about most have their
name here too.
"""

from govmetrics.core.replicates import Replicates
from govmetrics.psychometrics import (
    alpha,
    bartlett,
    confirm,
    discriminant,
    explore,
    fleiss,
    guttman,
    icc,
    kmo,
    krippendorff,
    omega,
    polychoric,
    split_half,
)
from govmetrics.survey.agreement import agreement
from govmetrics.survey.calibrate import poststratify, rake
from govmetrics.survey.codebook import Codebook, codebook
from govmetrics.survey.differences import differences
from govmetrics.survey.frequencies import Frequencies, frequencies
from govmetrics.survey.frequency_table import FrequencyTable, frequency_table
from govmetrics.survey.grade_frequencies import GradeFrequencies, grade_frequencies
from govmetrics.survey.intake import read_survey
from govmetrics.survey.item_analysis import ItemAnalyses, item_analysis
from govmetrics.survey.large import LargeSurvey
from govmetrics.survey.large_intake import open_large
from govmetrics.survey.margins_form import read_margins
from govmetrics.survey.raked import Raked
from govmetrics.survey.reliability import Reliability, reliability
from govmetrics.survey.respondent_points import RespondentScores, respondent_scores
from govmetrics.survey.respondents import Respondents, respondents
from govmetrics.survey.scale_scores import ScaleScores, scale_scores
from govmetrics.survey.score import score
from govmetrics.survey.screen import screen
from govmetrics.survey.screening import LIMITS, Screening
from govmetrics.survey.survey_scores import NodeScores, SurveyScores
from govmetrics.survey.validity import Validity, validity

__all__ = [
    "LIMITS", "Codebook", "Frequencies", "FrequencyTable", "GradeFrequencies", "ItemAnalyses", "LargeSurvey", "NodeScores",
    "Raked",
    "Reliability", "Replicates", "RespondentScores", "Respondents", "ScaleScores", "Screening", "SurveyScores",
    "Validity", "agreement", "alpha", "bartlett", "codebook", "confirm", "differences", "discriminant", "explore",
    "fleiss", "frequencies", "frequency_table", "grade_frequencies", "guttman", "icc", "item_analysis", "kmo",
    "krippendorff", "omega", "open_large", "polychoric", "poststratify", "rake", "read_margins", "read_survey", "reliability",
    "respondent_scores", "respondents", "scale_scores", "score", "screen", "split_half", "validity",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
