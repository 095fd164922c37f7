"""Three-stage DEA (三阶段DEA): efficiency with the environment and luck taken out.

References
----------
Fried, H. O., Lovell, C. A. K., Schmidt, S. S., & Yaisawarng, S. (2002). Accounting for environmental effects and
statistical noise in data envelopment analysis. Journal of Productivity Analysis, 17, 157-174.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.special import chdtrc, ndtr

from govmetrics.core.results import fields_dict, html
from govmetrics.dea._efficiency import Efficiency
from govmetrics.dea._environment import design, scaled, unscaled
from govmetrics.dea._observe import Table, observe
from govmetrics.dea._options import RETURNS, Returns, options
from govmetrics.dea._stochastic_frontier import Frontier, cost_frontier
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.radial import radial

NO_LUCK = 1 - 1e-4  # share of inefficiency in the variance above which the likelihood has no maximum inside


@dataclass(frozen=True, eq=False)
class ThreeStage:
    """Efficiency before and after the environment and luck are taken out.

    Attributes
    ----------
    first, third : Efficiency
        Input-oriented models of the data and of the adjusted inputs.
    regressions : DataFrame
        Rows (input, term): estimate, standard_error, z, p_value of the regression of that input's slack.
    frontiers : DataFrame
        Per input: sigma_squared, gamma (the share of inefficiency in the variance), log_likelihood,
        likelihood_ratio and its one-sided p_value (against no inefficiency; chi-bar-squared).
    adjusted : DataFrame
        Inputs as they would be for every unit in the least favourable environment and with the worst luck.
    returns : str
    notes : tuple of str
        Inputs without slack, or whose slacks show no inefficiency or no luck.

    See Also
    --------
    three_stage
    """

    first: Efficiency
    third: Efficiency
    regressions: pd.DataFrame
    frontiers: pd.DataFrame
    adjusted: pd.DataFrame
    returns: str
    notes: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return scores and ranks of the first and third stage, and the change of score."""
        one, three = self.first.scores, self.third.scores
        ranks = {f"{k}_rank": s.rank(ascending=False, method="min").astype(int) for k, s in
                 (("first", one.round(9)), ("third", three.round(9)))}  # fmt: skip
        return pd.DataFrame({"first": one, "third": three, "change": three - one, **ranks})

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: Literal["en", "zh"] = "en") -> str:
        """Return what the adjustment changed, in English or Chinese."""
        table = self.to_frame()
        up, down = int((table["change"] > 1e-6).sum()), int((table["change"] < -1e-6).sum())
        one, three = table["first"].mean(), table["third"].mean()
        if language == "zh":
            return f"剔除环境因素与随机误差后，平均效率由{one:.4f}变为{three:.4f}；{up}个单元上升，{down}个单元下降。"
        return (
            f"Without environment and luck the mean score goes from {one:.4f} to {three:.4f}; "
            f"{up} units rise, {down} fall."
        )

    def _repr_html_(self) -> str:
        return html(self.to_frame(), "Three-stage DEA")


def three_stage(
    inputs: Table, outputs: Table, environment: Table, returns: Returns = "variable"
) -> ThreeStage:
    r"""Measure efficiency, take environment and luck out of the inputs, and measure again.

    Stage 2 regresses each input's total slack (radial and not) on the environment by a stochastic cost frontier,
    :math:`s = z \beta + v + u`. Stage 3 repeats stage 1 with
    :math:`x + [\max(z \beta) - z \beta] + [\max v - v]`, :math:`v` as expected given :math:`v + u`.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
    environment : DataFrame or array
        Variables that are not the units' doing; matched by label. A constant is added.
    returns : {"variable", "constant", "increasing", "decreasing"}

    Returns
    -------
    ThreeStage

    Raises
    ------
    FaultyInput
        Faults of the tables or of the environment.

    References
    ----------
    Fried, H. O., Lovell, C. A. K., Schmidt, S. S. and Yaisawarng, S. (2002). Accounting for environmental
    effects and statistical noise in data envelopment analysis. Journal of Productivity Analysis 17,
    157-174. Jondrow, J., Lovell, C. A. K., Materov, I. S. and Schmidt, P. (1982). On the estimation of
    technical inefficiency in the stochastic frontier production function model. Journal of Econometrics 19,
    233-238. Coelli, T. (1996). A Guide to FRONTIER Version 4.1: A Computer Program for Stochastic Frontier
    Production and Cost Function Estimation. CEPA, University of New England.

    Examples
    --------
    >>> generator = np.random.default_rng(3)
    >>> z = generator.normal(size=40)
    >>> y = generator.uniform(1, 5, 40)
    >>> x = y * (1.5 + 0.3 * z.clip(-2) + 0.2 * np.abs(generator.normal(size=40)))
    >>> three_stage(x, y, pd.DataFrame({"density": z})).summary()[:47]
    'Without environment and luck the mean score goe'
    """
    faults = options((returns, RETURNS, "returns"))
    with faults:
        data = observe(inputs, outputs, warn=False)  # the first stage warns
        names, raw = design(environment, data.units)
    faults.raise_all()
    Z, mean, deviation = scaled(raw)
    x = pd.DataFrame(data.x, index=data.units, columns=data.inputs)
    y = pd.DataFrame(data.y, index=data.units, columns=data.outputs)
    first = radial(x, y, "input", returns)
    slack = np.maximum(data.x - first.targets[data.inputs].to_numpy(), 0.0)
    adjusted, regressions, frontiers, notes = data.x.copy(), {}, {}, []
    for i, name in enumerate(data.inputs):
        size = slack[:, i].std()
        if size <= 1e-9 * np.abs(data.x[:, i]).max():
            notes.append(f"{name} has no slack to explain and is not adjusted")
            continue
        found = cost_frontier(slack[:, i] / size, Z)
        fit = Z @ found.beta
        adjusted[:, i] += size * ((fit.max() - fit) + (found.noise.max() - found.noise))
        regressions[name] = _coefficients(found, size, names, mean, deviation)
        frontiers[name] = _statistics(found, size, len(Z))
        if found.sigma_u == 0:
            notes.append(
                f"{name}: the slacks lean the wrong way, so that all that is unexplained counts as luck"
            )
    inputs_adjusted = pd.DataFrame(adjusted, index=x.index, columns=x.columns)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # once is enough
        third = radial(inputs_adjusted, y, "input", returns)
    return ThreeStage(
        first,
        third,
        pd.concat(regressions, names=["input", "term"]) if regressions else pd.DataFrame(),
        pd.DataFrame.from_dict(frontiers, orient="index"),
        inputs_adjusted,
        returns,
        tuple(notes),
    )


def _coefficients(
    found: Frontier, size: float, names: list[str], mean: Floats, deviation: Floats
) -> pd.DataFrame:
    turn = unscaled(np.eye(len(names)), mean, deviation).T  # columns: what each standardised coefficient adds
    estimate = size * (turn @ found.beta)
    error = size * np.sqrt(np.diag(turn @ found.covariance @ turn.T))
    z = estimate / error
    table = {"estimate": estimate, "standard_error": error, "z": z, "p_value": 2 * ndtr(-np.abs(z))}
    return pd.DataFrame(table, index=names)


def _statistics(found: Frontier, size: float, n: int) -> dict[str, float]:
    ratio = max(2 * (found.log_likelihood - found.log_likelihood_ols), 0.0)
    return {
        "sigma_squared": size**2 * (found.sigma_u**2 + found.sigma_v**2),
        "gamma": found.gamma,
        "log_likelihood": found.log_likelihood - n * float(np.log(size)),
        "likelihood_ratio": ratio,
        "p_value": float(chdtrc(1, ratio)) / 2 if ratio > 0 else 1.0,
    }
