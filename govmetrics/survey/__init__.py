"""Residents' answers: intake, screening, reliability, validity, raking, scoring."""

from __future__ import annotations

from govmetrics.survey.agreement import agreement
from govmetrics.survey.alpha import Alpha, alpha
from govmetrics.survey.calibrate import poststratify, rake
from govmetrics.survey.codebook import codebook, write_form
from govmetrics.survey.confirm import Confirmation, confirm
from govmetrics.survey.confirm_ordinal import OrdinalConfirmation, confirm_ordinal
from govmetrics.survey.differences import Differences, differences
from govmetrics.survey.discriminant import Discriminant, discriminant
from govmetrics.survey.explore import Exploration, explore
from govmetrics.survey.fleiss import Fleiss, fleiss
from govmetrics.survey.frequencies import GradeFrequencies, frequencies, grade_frequencies
from govmetrics.survey.guttman import Guttman, guttman
from govmetrics.survey.icc import Icc, icc
from govmetrics.survey.intake import read_survey
from govmetrics.survey.invariance import Invariance, invariance
from govmetrics.survey.item_analysis import ItemAnalysis, item_analysis
from govmetrics.survey.kendall import Kendall, kendall
from govmetrics.survey.kmo import Bartlett, Kmo, bartlett, kmo
from govmetrics.survey.krippendorff import Krippendorff, krippendorff
from govmetrics.survey.method_bias import MethodBias, method_bias
from govmetrics.survey.omega import Omega, omega
from govmetrics.survey.parallel import Parallel, parallel
from govmetrics.survey.points import respondent_scores
from govmetrics.survey.polychoric import Polychoric, polychoric
from govmetrics.survey.raked import Raked
from govmetrics.survey.reliability import Reliability, reliability
from govmetrics.survey.retest import TestRetest, test_retest
from govmetrics.survey.sample_tables import frequency_table, sample_table, score_table
from govmetrics.survey.score import score
from govmetrics.survey.scores import SurveyScores
from govmetrics.survey.screen import LIMITS, Screening, screen
from govmetrics.survey.split_half import SplitHalf, split_half
from govmetrics.survey.validity import Validity, validity

__all__ = [
    "Alpha",
    "Bartlett",
    "Confirmation",
    "Discriminant",
    "Invariance",
    "MethodBias",
    "Exploration",
    "Fleiss",
    "Guttman",
    "Icc",
    "ItemAnalysis",
    "Kendall",
    "Kmo",
    "Krippendorff",
    "Omega",
    "OrdinalConfirmation",
    "Parallel",
    "Polychoric",
    "Screening",
    "GradeFrequencies",
    "Reliability",
    "Differences",
    "LIMITS",
    "SplitHalf",
    "frequency_table",
    "sample_table",
    "score_table",
    "differences",
    "codebook",
    "write_form",
    "frequencies",
    "grade_frequencies",
    "screen",
    "TestRetest",
    "Validity",
    "Raked",
    "SurveyScores",
    "agreement",
    "respondent_scores",
    "score",
    "alpha",
    "poststratify",
    "rake",
    "read_survey",
    "bartlett",
    "confirm",
    "confirm_ordinal",
    "discriminant",
    "invariance",
    "method_bias",
    "explore",
    "fleiss",
    "guttman",
    "icc",
    "item_analysis",
    "kendall",
    "kmo",
    "krippendorff",
    "omega",
    "parallel",
    "polychoric",
    "reliability",
    "split_half",
    "test_retest",
    "validity",
]
