"""Data envelopment analysis: who achieves most with what is used, and what others could learn."""

from __future__ import annotations

from govmetrics.dea.additive import additive
from govmetrics.dea.common import Efficiency, from_roles
from govmetrics.dea.directional import directional
from govmetrics.dea.envelopment import NonRadial
from govmetrics.dea.hyperbolic import hyperbolic
from govmetrics.dea.luenberger import ProductivityChange, luenberger, malmquist_luenberger
from govmetrics.dea.metafrontier import Metafrontier, metafrontier
from govmetrics.dea.order_m import PartialFrontier, order_alpha, order_m
from govmetrics.dea.radial import radial
from govmetrics.dea.slacks_based import russell, slacks_based, super_slacks_based
from govmetrics.dea.two_stage import TwoStage, two_stage
from govmetrics.dea.window import WindowAnalysis, window

__all__ = [
    "Metafrontier",
    "NonRadial",
    "PartialFrontier",
    "ProductivityChange",
    "TwoStage",
    "WindowAnalysis",
    "additive",
    "directional",
    "hyperbolic",
    "luenberger",
    "malmquist_luenberger",
    "metafrontier",
    "order_alpha",
    "order_m",
    "russell",
    "slacks_based",
    "super_slacks_based",
    "two_stage",
    "window",
    "Efficiency",
    "from_roles",
    "radial",
]
