"""Three-stage DEA (三阶段DEA): efficiency with the environment and luck taken out.

References
----------
Fried, H. O., Lovell, C. A. K., Schmidt, S. S., & Yaisawarng, S. (2002). Accounting for environmental effects and
statistical noise in data envelopment analysis. Journal of Productivity Analysis, 17, 157-174.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy.special import chdtrc, ndtr

from govmetrics.core.options import wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.warn import silent
from govmetrics.core.words import Note, Text
from govmetrics.dea._efficiency import Efficiency
from govmetrics.dea._environment import design, scaled, unscaled
from govmetrics.dea._frontiers import Frontier, by_frontier, frontier_faults, spanned
from govmetrics.dea._observe import Amounts, Observed, observe
from govmetrics.dea._options import RETURNS, Returns, above_zero
from govmetrics.dea._stochastic_frontier import Frontier as CostFrontier
from govmetrics.dea._stochastic_frontier import cost_frontier
from govmetrics.dea._words import TERMS, assumed, labels, oriented, told
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.radial import radial_of
from govmetrics.dea.second_stage import TOGETHER

_NO_INEFFICIENCY = 0.01  # likelihood ratios below: the information is all but singular there (Waldman 1982)
_NO_LUCK = 1 - 1e-6


@dataclass(frozen=True, eq=False)
class ThreeStage(Result):
    """Efficiency before and after the environment and luck are taken out.

    Attributes
    ----------
    first, third : Efficiency
        Input-oriented models of the data and of the adjusted inputs.
    regressions : DataFrame
        Rows (input, term): estimate, standard_error, z, p_value of the regression of that input's slack. At an
        end of gamma, 0 or 1, z and p mean nothing, which the notes say.
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

    _shown: ClassVar = {
        "_table": "Efficiency without the environment and luck", "regressions": "Regressions of the inputs' slacks",
        "frontiers": "Stochastic frontiers of the inputs' slacks", "adjusted": "Adjusted inputs",
    }  # fmt: skip

    _cites: ClassVar = ("fried2002", "jondrow1982", "coelli1996")

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Three-stage DEA was used ({orientation}, {returns}): the inputs' slacks of the first stage were regressed on the "
            "environmental variables by stochastic frontiers, inputs were adjusted to the least favourable environment and luck, "
            "and efficiency was measured again."
        )
        return (Text(found, **assumed("input", self.returns)), *spanned(self.notes))

    @cached_property
    def _table(self) -> pd.DataFrame:
        one, three = self.first.scores, self.third.scores
        ranks = {f"{k}_rank": s.rank(ascending=False, method="min").astype(int) for k, s in
                 (("first", one.round(9)), ("third", three.round(9)))}  # fmt: skip
        return pd.DataFrame({"first": one, "third": three, "change": three - one, **ranks})

    def _finding(self) -> tuple[Text, ...]:
        table = self._table
        found = (
            "Without the environment and luck the mean score is {third:.4f}, not {first:.4f}; {up:# unit rises|# units rise}, "
            "{down:# falls|# fall}."
        )
        return (
            Text(
                found, first=table["first"].mean(), third=table["third"].mean(),
                up=int((table["change"] > 1e-6).sum()), down=int((table["change"] < -1e-6).sum()),
            ),
        )  # fmt: skip

    def _tables(self) -> list[Table]:
        terms = self.regressions.reset_index() if len(self.regressions) else self.regressions
        frames = {
            "_table": self._table, "regressions": told(terms, term=TERMS),
            "frontiers": self.frontiers.rename_axis("input"), "adjusted": self.adjusted,
        }  # fmt: skip
        names = labels(self.adjusted.columns)
        tables = [
            Table.of(Text(self._shown[key]), frame, "dea", names if key == "adjusted" else None)
            for key, frame in frames.items()
            if len(frame)
        ]
        return oriented(tables, "input")


def three_stage(
    inputs: Amounts,
    outputs: Amounts,
    environment: Amounts,
    returns: Returns = "variable",
    *,
    frontier: Frontier = "period",
    width: int = 3,
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
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`. The regressions
        take all periods together.

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
    >>> three_stage(x, y, pd.DataFrame({"density": z})).summary()[:52]
    'Without the environment and luck the mean score is 0'
    """
    faults = wanted(returns=(returns, RETURNS))
    faults += frontier_faults(frontier, width)
    with faults:
        data = observe(
            inputs, outputs, warn=False, idle=above_zero("input", returns)
        )  # the first stage warns
        names, raw = design(environment, data.units)
    faults.raise_all()
    Z, mean, deviation = scaled(raw)

    def measured(points: Observed) -> Efficiency:
        return by_frontier(points, frontier, width, lambda part: radial_of(part, part, "input", returns))

    first = measured(data)
    slack = np.maximum(data.x - first.targets[data.inputs].to_numpy(), 0.0)
    adjusted, regressions, frontiers = data.x.copy(), {}, {}
    notes = [*first.notes, *([TOGETHER] if first.notes else [])]
    for i, name in enumerate(data.inputs):
        size = slack[:, i].std()
        if size <= 1e-9 * np.abs(data.x[:, i]).max():
            notes.append(Note("{input} has no slack to explain and is not adjusted", input=name))
            continue
        found = cost_frontier(slack[:, i] / size, Z)
        fit = Z @ found.beta
        adjusted[:, i] += size * ((fit.max() - fit) + (found.noise.max() - found.noise))
        regressions[name] = _coefficients(found, size, names, mean, deviation)
        frontiers[name] = _statistics(found, size, len(Z))
        notes += _boundary(found, name)
    inputs_adjusted = pd.DataFrame(adjusted, index=data.units, columns=data.inputs)
    with silent():  # once is enough
        third = measured(replace(data, values=np.column_stack([adjusted, data.y])))
    return ThreeStage(
        first,
        third,
        pd.concat(regressions, names=["input", "term"]) if regressions else pd.DataFrame(),
        pd.DataFrame.from_dict(frontiers, orient="index"),
        inputs_adjusted,
        returns,
        tuple(notes),
    )


def _boundary(found: CostFrontier, name: str) -> list[Note]:
    """Say where inefficiency or luck is nil: an end of what gamma may be, where estimates are not normal."""
    notes = []
    if found.sigma_u == 0:
        note = "{input}: the slacks lean the wrong way, so that all that is unexplained counts as luck"
        notes.append(Note(note, input=name))
    if found.sigma_u == 0 or _ratio(found) < _NO_INEFFICIENCY:
        told = (
            "{input}: no inefficiency shows in the slacks (gamma {gamma:.3g}, at the lower end of its range): the usual standard "
            "errors do not hold there, so that z and p values of this regression mean nothing"
        )
        notes.append(Note(told, input=name, gamma=found.gamma))
    if found.gamma > _NO_LUCK:
        told = (
            "{input}: no luck shows in the slacks (gamma 1, the upper end of its range): the usual standard errors do not hold "
            "there, so that z and p values of this regression mean nothing"
        )
        notes.append(Note(told, input=name))
    return notes


def _ratio(found: CostFrontier) -> float:
    """Return the likelihood ratio against no inefficiency."""
    return max(2 * (found.log_likelihood - found.log_likelihood_ols), 0.0)


def _coefficients(
    found: CostFrontier, size: float, names: list[str], mean: Floats, deviation: Floats
) -> pd.DataFrame:
    turn = unscaled(np.eye(len(names)), mean, deviation).T  # columns: what each standardised coefficient adds
    estimate = size * (turn @ found.beta)
    error = size * np.sqrt(np.diag(turn @ found.covariance @ turn.T))
    z = estimate / error
    table = {"estimate": estimate, "standard_error": error, "z": z, "p_value": 2 * ndtr(-np.abs(z))}
    return pd.DataFrame(table, index=names)


def _statistics(found: CostFrontier, size: float, n: int) -> dict[str, float]:
    ratio = _ratio(found)
    return {
        "sigma_squared": size**2 * (found.sigma_u**2 + found.sigma_v**2),
        "gamma": found.gamma,
        "log_likelihood": found.log_likelihood - n * float(np.log(size)),
        "likelihood_ratio": ratio,
        "p_value": float(chdtrc(1, ratio)) / 2 if ratio > 0 else 1.0,
    }
