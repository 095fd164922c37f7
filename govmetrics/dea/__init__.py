"""Data envelopment analysis: who achieves most with what is used, and what others could learn."""

from __future__ import annotations

from govmetrics.dea.common import Efficiency, from_roles

__all__ = [
    "Efficiency",
    "from_roles",
]
