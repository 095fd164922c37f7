"""Appraisal (考核): a rulebook of base points, bonus, deductions, vetoes and grades, and who stands where."""

from govmetrics.appraisal.appraise import appraise
from govmetrics.appraisal.forms import blank_rulebook
from govmetrics.appraisal.result import Appraisal
from govmetrics.appraisal.rulebook import Rulebook

__all__ = ["Appraisal", "Rulebook", "appraise", "blank_rulebook"]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
