"""The index, audited: with all that the evaluation found about it."""

from __future__ import annotations

from govmetrics.audit import ten_steps
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.parts import Work


def audited(work: Work) -> Found:
    """Check the index in ten steps; what was not asked for is not examined, and the audit says so."""
    known = {name: work.done.get(name) for name in ("uncertainty", "experts", "reliability", "agreement")}
    return {"audit": ten_steps(work.done["assessment"], **known)}
