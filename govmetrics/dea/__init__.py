"""Data envelopment analysis: who achieves most with what is used, and what others could learn."""

from __future__ import annotations

from govmetrics.dea.common import Efficiency, from_roles
from govmetrics.dea.radial import radial

__all__ = [
    "Efficiency",
    "from_roles",
    "radial",
]
