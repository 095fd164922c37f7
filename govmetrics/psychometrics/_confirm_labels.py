"""A solved factor model under its labels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from govmetrics.core.words import Note
from govmetrics.numerics import factor_model, factor_scales
from govmetrics.numerics.correlations import to_correlation
from govmetrics.psychometrics._confirm_fits import Solved
from govmetrics.psychometrics._confirm_tables import (
    estimates,
    heywood,
    loadings,
    modifications,
)
from govmetrics.psychometrics._designs import Design
from govmetrics.psychometrics._hierarchy import (
    hierarchy,
    hierarchy_notes,
)  # fmt: skip
from govmetrics.psychometrics._patterns import Pattern
from govmetrics.psychometrics.confirmation import Confirmation


def labelled(
    design: Design, solved: Solved, scale: str, likelihood: str, missing: str, notes: list[Note]
) -> Confirmation:
    above, found = hierarchy(design, solved, scale)
    t, slope = factor_scales.upright(design.layout, solved.fitted.parameters, solved.fitted.slope)
    fitted = replace(solved.fitted, parameters=t, slope=slope)
    pattern, layout = fitted.pattern, fitted.layout
    notes = [*notes, *found, *hierarchy_notes(design)]
    names, parts = list(pattern.factors), layout.parts
    _, phi, sigma, _ = factor_model.matrices(layout, t)
    shown, move = factor_scales.marker(layout, t) if scale == "marker" else (t, np.eye(layout.size))
    table = estimates(shown, np.sqrt(np.maximum(np.diag(move @ fitted.spread @ move.T), 0.0)))
    left, right = layout.pairs
    pairs = [(names[b], names[a]) for a, b in zip(left, right, strict=True)]
    residuals = table.iloc[parts["residuals"]].set_index(pd.Index(pattern.items, name="item"))
    residuals["standardized"] = residuals["estimate"] / np.diag(sigma)
    residuals["r_squared"] = 1 - residuals["standardized"]
    apart = to_correlation(fitted.moments.covariance) - to_correlation(sigma)
    return Confirmation(
        loadings=loadings(fitted, table.iloc[parts["loadings"]].copy()),
        factor_covariances=table.iloc[parts["covariances"]].set_index(
            pd.MultiIndex.from_tuples(pairs, names=["factor", "with"])
        ),
        factor_correlations=pd.DataFrame(phi, index=pd.Index(names, name="factor"), columns=names),
        residuals=residuals,
        fit=pd.Series(solved.fit, name="fit"),
        modifications=modifications(fitted, shown),
        residual_correlations=pd.DataFrame(
            apart, index=pd.Index(pattern.items, name="item"), columns=pattern.items
        ),
        scale=scale,
        likelihood=likelihood,
        n=int(solved.fit["n"]),
        notes=(*notes, *heywood(residuals["estimate"], phi, names)),
        missing=missing,
        intercepts=_intercepts(solved, pattern),
        mcar=_little(solved),
        second_order=above.second_order,
        second_order_correlations=above.correlations,
        general_loadings=above.loadings,
        general_indices=above.indices,
    )


def _intercepts(solved: Solved, pattern: Pattern) -> pd.DataFrame | None:
    if solved.gaps is None:
        return None
    return estimates(solved.gaps.means, solved.gaps.errors).set_index(pd.Index(pattern.items, name="item"))


def _little(solved: Solved) -> pd.Series | None:
    """Return Little's test that answers are missing completely at random; without p where nothing is missing."""
    if solved.gaps is None:
        return None
    chi_square, df = solved.gaps.little, solved.gaps.little_df
    p = float(chdtrc(df, max(chi_square, 0.0))) if df > 0 else float("nan")
    found = {"chi_square": chi_square, "df": float(df), "p": p, "patterns": float(solved.gaps.patterns)}
    return pd.Series(found, name="mcar")
