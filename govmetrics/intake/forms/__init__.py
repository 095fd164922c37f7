"""Blank forms in Excel for people to fill in, and the readers of those that become no noun by themselves."""

from govmetrics.intake.forms.actions import blank_actions
from govmetrics.intake.forms.drawn_tree import blank_tree
from govmetrics.intake.forms.margins import blank_margins
from govmetrics.intake.forms.records import blank_records
from govmetrics.intake.forms.survey import blank_survey
from govmetrics.intake.forms.weights import blank_weights, read_weights

__all__ = [
    "blank_actions", "blank_margins", "blank_records", "blank_survey", "blank_tree", "blank_weights",
    "read_weights",
]  # fmt: skip
