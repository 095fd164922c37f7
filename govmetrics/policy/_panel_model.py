"""A design with its effects, and the fits that are asked for or compared with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from govmetrics.core import UnsuitableMethod
from govmetrics.core.words import Note
from govmetrics.core.words.text import label_text
from govmetrics.numerics.absorbed import Absorbed, absorb
from govmetrics.numerics.arrays import Array
from govmetrics.policy._design import Design, refuse_too_many, refuse_twice
from govmetrics.policy._effects_tests import (
    as_table,
    breusch_godfrey,
    breusch_pagan,
    f_effects,
    hausman,
    pesaran_cd,
    wooldridge,
)
from govmetrics.policy._fit import Fit, refuse_collinear
from govmetrics.policy._random import RandomEffects, swamy_arora
from govmetrics.policy.panel_frame import indicators


@dataclass(frozen=True)
class PanelModel:
    """A design, its effects, and its fits: the one asked for, and the others that tests compare it with."""

    design: Design
    kind: str
    two_way: bool
    within: Absorbed
    fixed: Fit
    pooled: Fit
    random: Fit
    components: RandomEffects

    @property
    def fit(self) -> Fit:
        """The one asked for."""
        return self.fixed if self.kind == "fixed" else self.random

    @classmethod
    def of(cls, design: Design, two_way: bool, kind: str) -> PanelModel:
        """Return the fits of a design."""
        panel, x, y = design.panel, design.x, design.y
        within = absorb(panel.unit, panel.period if two_way else None)
        n, k = x.shape
        freed = within.free(x)
        if kind == "fixed":
            refuse_collinear(x, freed, design.terms)
        refuse_too_many(n, within.count + k)
        df = n - within.count - k
        fixed = Fit(design.terms, freed, within.free(y), within.basis, design.clusters, df)
        whole, terms = _with_periods(design, two_way)
        full = np.column_stack([np.ones(n), whole])
        if kind == "random":
            refuse_twice(["constant", *terms])
            refuse_collinear(x, x - x.mean(axis=0), design.terms, absorbed=False)
        parts = swamy_arora(whole, y, panel.unit, absorb(panel.unit))
        if kind == "random" and fixed.exact:
            problem = "follows from the terms and the effects exactly: there is no variance to be shared out"
            raise UnsuitableMethod(design.outcome, problem, 'use kind="fixed"')
        none = np.zeros((n, 0))
        random = Fit(["constant", *terms], parts.transformed(full, panel.unit), parts.transformed(y, panel.unit), none,
                     design.clusters, n - full.shape[1])  # fmt: skip
        pooled = Fit(["constant", *terms], full, y, none, design.clusters, n - full.shape[1])
        return cls(design, kind, two_way, within, fixed, pooled, random, parts)


def _with_periods(design: Design, two_way: bool) -> tuple[Array, list[str]]:
    """Return the regressors, and indicators of all periods but the first where these have effects."""
    panel = design.panel
    if not two_way:
        return design.x, design.terms
    dummies = indicators(panel.period, len(panel.periods))[:, 1:]
    return np.hstack([design.x, dummies]), [*design.terms, *map(label_text, panel.periods[1:])]


def checks_of(model: PanelModel) -> tuple[pd.DataFrame, list[Note]]:
    """Return the tests of the effects and of the errors."""
    panel, fit = model.design.panel, model.fit
    if fit.exact:
        return as_table({}), []
    rows, notes = {}, list[Note]()
    varying = (model.fixed.x**2).sum(axis=0) > 1e-18 * (model.design.x**2).sum(axis=0)
    if model.kind == "fixed":
        rows["f_effects"] = f_effects(model.fixed, model.pooled)
    else:
        rows["breusch_pagan"] = breusch_pagan(model.pooled.residual, panel.unit)
    if varying.any() and model.components.theta.max() > 0:
        left = Fit([t for t, one in zip(model.fixed.terms, varying, strict=True) if one], model.fixed.x[:, varying],
                   model.fixed.y, model.fixed.others, model.fixed.clusters, model.fixed.df)  # fmt: skip
        rows["hausman"], notes = hausman(left, model.random)
    rows["breusch_godfrey"] = breusch_godfrey(fit, panel.unit)
    if model.kind == "fixed":
        rows["wooldridge"] = wooldridge(fit, panel.unit, panel.steps())
    rows["pesaran_cd"] = pesaran_cd(fit.residual, panel.unit, panel.period)
    return as_table({key: row for key, row in rows.items() if np.isfinite(row[0]) or key == "hausman"}), notes


def fit_of(model: PanelModel) -> pd.Series:
    """Return rows, R² and deviations."""
    panel, fit, fixed = model.design.panel, model.fit, model.fixed
    found: dict[str, float] = {"n": fit.n, "units": len(panel.units), "periods": len(panel.periods),
                               "clusters": int(fit.clusters.max()) + 1}  # fmt: skip
    total = float(fixed.y @ fixed.y)
    if model.kind == "fixed":
        found["r_squared_within"] = (
            1 - float(fixed.residual @ fixed.residual) / total if total > 0 else np.nan
        )
        found["sigma_e"] = float(np.sqrt(fixed.residual @ fixed.residual / fixed.df))
        return pd.Series(found, name="value")
    y = model.design.y
    raw = y - model.pooled.x @ fit.estimate
    found["r_squared_overall"] = float(np.corrcoef(y, y - raw)[0, 1] ** 2) if np.ptp(y - raw) > 0 else 0.0
    parts = model.components
    found |= {"sigma_u": parts.sigma_u, "sigma_e": parts.sigma_e, "theta": float(parts.theta.mean())}
    whole = parts.sigma_u**2 + parts.sigma_e**2
    found["rho"] = parts.sigma_u**2 / whole if whole > 0 else np.nan
    return pd.Series(found, name="value")
