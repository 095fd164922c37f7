"""Intake: files and tables to nouns, and blank forms for people to fill in."""

from govmetrics.intake.forms import (
    blank_actions,
    blank_margins,
    blank_records,
    blank_survey,
    blank_tree,
    blank_weights,
    read_weights,
)
from govmetrics.intake.join import join
from govmetrics.intake.records import read_records
from govmetrics.intake.tree_spec import tree_schema
from govmetrics.intake.trees import list_trees, read_tree

__all__ = [
    "join", "list_trees", "read_records", "read_tree", "read_weights", "tree_schema",
    "blank_actions", "blank_margins", "blank_records", "blank_survey", "blank_tree", "blank_weights",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
