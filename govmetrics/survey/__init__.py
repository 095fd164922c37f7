"""Residents' answers: intake, screening, reliability, validity, raking, scoring."""

from __future__ import annotations

from govmetrics.survey.alpha import Alpha, alpha
from govmetrics.survey.guttman import Guttman, guttman
from govmetrics.survey.kmo import Bartlett, Kmo, bartlett, kmo
from govmetrics.survey.split_half import SplitHalf, split_half

__all__ = [
    "Alpha",
    "Bartlett",
    "Guttman",
    "Kmo",
    "SplitHalf",
    "alpha",
    "bartlett",
    "guttman",
    "kmo",
    "split_half",
]
