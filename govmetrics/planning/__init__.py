"""Planning: what if some values changed, what it takes to gain a grade or places, and plans under a budget."""

from govmetrics.planning.actions import Action
from govmetrics.planning.actions_form import read_actions
from govmetrics.planning.catch_up import CatchUp, catch_up
from govmetrics.planning.grades import Grades
from govmetrics.planning.model import frozen
from govmetrics.planning.needed import Needed, needed
from govmetrics.planning.plan import Plan, improvement_plan
from govmetrics.planning.what_if import WhatIf, what_if

__all__ = ["Action", "CatchUp", "Grades", "Needed", "Plan", "WhatIf", "catch_up", "frozen", "improvement_plan", "needed",
           "read_actions", "what_if"]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
