"""Intake: files and tables to nouns, and blank forms for people to fill in."""

from govmetrics.intake.forms import write_forms
from govmetrics.intake.join import join
from govmetrics.intake.records import read_records
from govmetrics.intake.tree_spec import tree_schema
from govmetrics.intake.trees import list_trees, read_tree
from govmetrics.intake.weights_form import read_weights

__all__ = ["join", "list_trees", "read_records", "read_tree", "read_weights", "tree_schema", "write_forms"]
