"""Effects in a panel: fixed or random effects, errors for few clusters, lags and squares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.options import COUNT, FLAG, LABEL, SEED, SHARE, choice, count, optional, several, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array
from govmetrics.policy._design import balance_notes, read_design, without_singletons
from govmetrics.policy._fit import (
    ERROR,
    Bootstrap,
    Errors,
    coefficients_of,
    lags_checked,
    refuse_one_cluster,
)
from govmetrics.policy._panel_model import PanelModel, checks_of, fit_of
from govmetrics.policy._turning import turning_points
from govmetrics.policy._words import ERRORS, KINDS
from govmetrics.policy.panel_effects import PanelEffects
from govmetrics.policy.panel_frame import SOURCE, Source

_CITES = {"CR2": "pustejovskytipton2018", "CR3": "bellmccaffrey2002", "wild": "camerongelbachmiller2008",
          "driscoll_kraay": "driscollkraay1998"}  # fmt: skip


def effects(
    frame: Source, outcome: str, regressors: Sequence[str], unit: str = "unit", period: str = "period", two_way: bool = True,
    errors: Errors = "CR2", kind: Literal["fixed", "random"] = "fixed", cluster: str | None = None,
    quadratic: Sequence[str] = (), lags: int = 0, level: float = 0.95, bandwidth: int | None = None, draws: int = 9999,
    rng: int | np.random.Generator = 0,
) -> PanelEffects:  # fmt: skip
    """Regress an outcome on regressors in a panel of units over periods.

    Parameters
    ----------
    frame : DataFrame, Scores, Dataset or Assessment
        One row for each unit and period. Rows that lack a value are not used, and counted.
    outcome : str
        A column, a leaf, or a node.
    regressors : list of str
        Numbers; yes and no are 1 and 0.
    unit, period : str
        Columns or levels of the index.
    two_way : bool
        Periods have effects, too. With random effects of units these are indicators.
    errors : {"CR2", "CR3", "CR1", "CR1S", "CR0", "wild", "driscoll_kraay", "classical"}
        CR2 and CR3 have Satterthwaite's degrees of freedom, the others clusters (or periods) less one. "wild" tries all signs
        up to 12 clusters and draws them beyond. CR2 is the default for any number of clusters; below 40 the others reject too
        often.
    kind : {"fixed", "random"}
        Random effects by Swamy and Arora; errors are those of the transformed rows.
    cluster : str, optional
        A column of clusters in which units stay, such as districts; by default units.
    quadratic : list of str
        Regressors that enter squared as well: where they turn, and whether both arms are there, is in `turning_points`.
    lags : int
        So many earlier outcomes are regressors ("L1.outcome"). Their coefficients are biased in short panels (Nickell);
        `dynamic` instruments them.
    level : float
        Of the intervals.
    bandwidth : int, optional
        Of Driscoll and Kraay's errors: over how many periods errors depend on each other; by default 4 (T / 100)^(2/9), down.
    draws : int
        Of signs, beyond 12 clusters.
    rng : int or Generator

    Returns
    -------
    PanelEffects

    Raises
    ------
    FaultyInput
        Columns that are not there or hold words, rows twice, periods without order, clusters that change within a unit.
    UnsuitableMethod
        Regressors that effects explain or that follow from others (named), one cluster, no unit with two periods, more
        parameters than rows.

    References
    ----------
    Pustejovsky, J. E. and Tipton, E. (2018). Small-sample methods for cluster-robust variance estimation and hypothesis
    testing in fixed effects models. Journal of Business & Economic Statistics, 36, 672-683.
    Cameron, A. C., Gelbach, J. B. and Miller, D. L. (2008). Bootstrap-based improvements for inference with clustered errors.
    Review of Economics and Statistics, 90, 414-427.
    Swamy, P. A. V. B. and Arora, S. S. (1972). The exact finite sample properties of the estimators of coefficients in the
    error components regression models. Econometrica, 40, 261-275.
    Hausman, J. A. (1978). Specification tests in econometrics. Econometrica, 46, 1251-1271.
    Nickell, S. (1981). Biases in dynamic models with fixed effects. Econometrica, 49, 1417-1426.
    Lind, J. T. and Mehlum, H. (2010). With or without U? The appropriate test for a U-shaped relationship. Oxford Bulletin of
    Economics and Statistics, 72, 109-118.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> rows = pd.MultiIndex.from_product([range(2015, 2021), range(30)], names=["period", "unit"])
    >>> frame = pd.DataFrame({"visits": rng.normal(size=180)}, rows)
    >>> frame["trust"] = 0.5 * frame["visits"] + rows.get_level_values("unit") + rng.normal(0, 0.5, 180)
    >>> found = effects(frame, "trust", ["visits"])
    >>> found.coefficients.loc["visits", ["estimate", "error", "df"]].round(3).tolist()
    [0.619, 0.053, 19.199]
    """
    wanted(
        frame=(frame, SOURCE), outcome=(outcome, LABEL), regressors=(regressors, several(LABEL, 1)), unit=(unit, LABEL),
        period=(period, LABEL), two_way=(two_way, FLAG), errors=(errors, ERROR), kind=(kind, choice("fixed", "random")),
        cluster=(cluster, optional(LABEL)), quadratic=(quadratic, several(LABEL)), lags=(lags, count(0, 50)),
        level=(level, SHARE), bandwidth=(bandwidth, optional(count(0))), draws=(draws, COUNT), rng=(rng, SEED),
    ).raise_all()  # fmt: skip
    lags_checked(bandwidth, errors)
    regressors, quadratic = list(regressors), list(quadratic)
    design = read_design(frame, outcome, regressors, unit, period, cluster, quadratic, lags)
    model = PanelModel.of(without_singletons(design, two_way), two_way, kind)
    generator, seed = generator_of(rng)
    how = Bootstrap(draws, generator, model.design.panel.steps(), bandwidth)
    refuse_one_cluster(model.fit.clusters, errors)
    table, covariance, notes = coefficients_of(model.fit, errors, level, how)
    points, more = _points(model, table, covariance, quadratic, errors, level)
    tests, said = checks_of(model)
    panel = model.design.panel
    notes = [*panel.notes, *balance_notes(panel), *notes, *more, *said, *_nickell(table, model, lags)]
    return PanelEffects(
        str(outcome), kind, bool(two_way), errors, table, tests, fit_of(model), points,
        pd.DataFrame(covariance, table.index, table.index), level, dict(panel.names),
        tuple(one for one in table.index if one not in ("constant", *design.terms)),
        seed if errors == "wild" else None, tuple(notes), _procedure(model, errors, lags, bool(quadratic)),
    )  # fmt: skip


def _points(
    model: PanelModel,
    table: pd.DataFrame,
    covariance: Array,
    quadratic: Sequence[str],
    errors: str,
    level: float,
) -> tuple[pd.DataFrame | None, list[Note]]:
    """Return where squares turn."""
    if not quadratic:
        return None, []
    fit, terms = model.fit, list(table.index)

    def df(pair: Array, at: list[int]) -> float:
        if errors not in ("CR2", "CR3"):
            return float(table["df"].iloc[at[0]])
        contrast = np.zeros((1, len(terms)))
        contrast[0, at] = pair
        return float(fit.sandwich(errors, contrast).df[0])  # type: ignore[arg-type]  # one of the two

    values = {str(one): model.design.panel.column(one) for one in quadratic}
    names = [str(one) for one in dict.fromkeys(quadratic)]
    return turning_points(names, terms, values, fit.estimate, covariance, df, level)


def _nickell(table: pd.DataFrame, model: PanelModel, lags: int) -> list[Note]:
    """Say how far effects of units pull the coefficient of the lagged outcome down."""
    if not lags:
        return []
    t = model.design.panel.n / len(model.design.panel.units)
    rho = float(table["estimate"].iloc[1 if model.kind == "random" else 0])
    if model.kind == "random":
        said = "random effects of units go with the lagged outcome by construction: its coefficient is biased upwards"
        return [Note(said)]
    bias = -(1 + rho) / max(t - 1, 1)
    said = ("with {periods:.3g} periods a unit, effects of units pull the coefficient of the lagged outcome down by about "
            "{bias:.2g} (Nickell), and others with it; `dynamic` instruments it")  # fmt: skip
    return [Note(said, periods=t, bias=-bias)]


def _procedure(model: PanelModel, errors: str, lags: int, squared: bool) -> Procedure:
    """Return how it was found, in words."""
    values: dict[str, Any] = {
        "outcome": model.design.outcome,
        "kind": KINDS[model.kind, model.two_way],
        "errors": ERRORS[errors],
    }
    cites = [_CITES[errors]] if errors in _CITES else []
    cites += [key for key, said in (("hausman1978", model.kind == "random"), ("swamyarora1972", model.kind == "random"),
                                    ("nickell1981", lags), ("lindmehlum2010", squared)) if said]  # fmt: skip
    return Procedure.of(
        "{outcome} was explained by a panel regression with {kind}, with {errors}.", *cites, **values
    )
