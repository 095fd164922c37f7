"""Test of returns to scale (规模报酬检验) by the bootstrap.

References
----------
Simar, L., & Wilson, P. W. (2002). Non-parametric tests of returns to scale. European Journal of Operational
Research, 139, 115-132.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod, each
from govmetrics.core.options import SEED, number, wanted
from govmetrics.core.progress import PROGRESS, Progress
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text, p_words
from govmetrics.dea._frontiers import Frontier, by_frontier, observed, spanned
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import DRAWS, ORIENTATION, Orientation
from govmetrics.dea._words import ORIENTATIONS, RETURNS, oriented, told
from govmetrics.dea.bootstrap import _bandwidth, _draws
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.radial_scores import radial_scores
from govmetrics.dea.engine.replicates import pseudo_ratios

SIGNIFICANCE = number(0, 1, open_low=True, open_high=True)
CELLS = 400_000  # of bootstrap scores in memory at once


@dataclass(frozen=True, eq=False)
class ReturnsTest(Result):
    """Whether the technology has constant, non-increasing or variable returns to scale.

    Attributes
    ----------
    table : DataFrame
        One row per test (null hypothesis "constant"; if that is rejected, "decreasing", that is non-increasing):
        statistic, critical (at the significance), p_value, rejected. By period where each has a frontier of its own.
    conclusion : str or Series
        "constant", "decreasing" or "variable": the returns to use; by period where each has a frontier of its own.
    significance : float
    draws : int
    orientation : str
    seed : int or None
        None if a Generator was given.
    notes : tuple of str
        What spans the frontiers of a panel.

    See Also
    --------
    returns_test
    """

    table: pd.DataFrame
    conclusion: str | pd.Series
    significance: float
    draws: int
    orientation: str
    seed: int | None
    notes: tuple[str, ...] = ()

    _by_frontier: ClassVar = ("table", "conclusion")
    _shown: ClassVar = {"table": "Test of returns to scale"}

    _cites: ClassVar = ("simarwilson2002",)

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Returns to scale were tested by Simar and Wilson's bootstrap ({orientation}, {draws:,} draws, significance level "
            "{significance:g}): constant against variable returns and, where these were rejected, non-increasing against "
            "variable returns."
        )
        values = {"draws": self.draws, "significance": self.significance}
        return (Text(found, orientation=ORIENTATIONS[self.orientation], **values), *spanned(self.notes))

    def _finding(self) -> tuple[Text, ...]:
        if not isinstance(self.conclusion, str):
            found = "Returns to scale to use: {names:50}."
            pairs = [
                Text("{period} {use}", period=period, use=RETURNS[use])
                for period, use in self.conclusion.items()
            ]
            return (Text(found, names=pairs),)
        p, use = self.table["p_value"].iloc[0], RETURNS[self.conclusion]
        if self.table["rejected"].iloc[0]:
            return (
                Text(
                    "Constant returns to scale are rejected ({p}); choose a model with {use}.",
                    p=p_words(p),
                    use=use,
                ),
            )
        return (
            Text(
                "Constant returns to scale are not rejected ({p}); choose a model with {use}.",
                p=p_words(p),
                use=use,
            ),
        )

    def _tables(self) -> list[Table]:
        frame = told(self.table.reset_index(), null=RETURNS)
        return oriented([Table.of(Text(self._shown["table"]), frame, "dea")], self.orientation)


def returns_test(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Orientation = "input",
    draws: int = 1000,
    significance: float = 0.05,
    rng: int | np.random.Generator = 0,
    *,
    frontier: Frontier = "period",
    width: int = 3,
    progress: Progress = None,
) -> ReturnsTest:
    """Test constant against variable returns and, if rejected, non-increasing against variable returns.

    The statistic is the mean of the units' score under the null over their score under variable returns: far
    below 1 speaks against the null. Its distribution comes from pseudo-samples drawn under the null, with
    efficiencies from a smoothed distribution as in `bootstrap`.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
    orientation : {"input", "output"}
    draws : int
        At least 100. A draw takes two analyses of all units, and where the first null is rejected two more: time grows with
        draws times units.
    significance : float
        A p value below it rejects the null hypothesis.
    rng : int or numpy Generator
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).

    Returns
    -------
    ReturnsTest

    Raises
    ------
    FaultyInput
        Faults of the tables or options; units so far from the others that rounding leaves them no score.
    UnsuitableMethod
        All units have the same score under the null.

    References
    ----------
    Simar, L. and Wilson, P. W. (2002). Non-parametric tests of returns to scale. European Journal of
    Operational Research 139, 115-132.

    Examples
    --------
    >>> generator = np.random.default_rng(1)
    >>> x = generator.uniform(1, 10, 40)
    >>> returns_test(x, x**0.5 * generator.uniform(0.7, 1, 40), draws=200).conclusion
    'decreasing'
    """
    faults = wanted(
        orientation=(orientation, ORIENTATION),
        draws=(draws, DRAWS),
        significance=(significance, SIGNIFICANCE),
        rng=(rng, SEED),
        progress=(progress, PROGRESS),
    )
    why = Text("leave the unit out: under constant returns its score is 0, and the test divides by scores")
    data = observed(faults, frontier, width, inputs, outputs, idle=why)
    generator, seed = generator_of(rng)

    def model(part: Observed) -> ReturnsTest:
        return _tested(part, orientation, draws, significance, generator, seed)

    return by_frontier(
        data, frontier, width, model, progress=progress, steps=4 * draws
    )  # two nulls, each against variable returns


def _tested(
    data: Observed, orientation: str, draws: int, significance: float, generator: np.random.Generator,
    seed: int | None,
) -> ReturnsTest:  # fmt: skip
    variable = radial_scores(data.x, data.y, orientation, "variable")
    rows = {}
    conclusion = "variable"
    for null in ("constant", "decreasing"):
        score = radial_scores(data.x, data.y, orientation, null)
        drawn = _statistics(data, score, orientation, null, draws, generator)
        statistic = float((score / variable).mean())
        p = float((drawn <= statistic + 1e-12).mean())
        critical = float(np.quantile(drawn, significance))
        rows[null] = {
            "statistic": statistic,
            "critical": critical,
            "p_value": p,
            "rejected": p < significance,
        }
        if p >= significance:
            conclusion = null
            break
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("null")
    return ReturnsTest(table, conclusion, significance, draws, orientation, seed)


def _statistics(
    data: Observed, score: Floats, orientation: str, null: str, draws: int, rng: np.random.Generator
) -> Floats:  # fmt: skip
    """Return (B,) values of the statistic under the null.

    Each unit is projected to the null's frontier and put back at a drawn efficiency. Both scores of a pseudo-unit
    differ from those of the unit at its own place by one factor, so that their ratio may be taken there.
    """
    t = score if orientation == "input" else 1 / score
    if np.ptp(t) < 1e-9:
        problem = "every unit has the same score under {returns}: there is nothing to draw from"
        way_out = "leave out inputs or outputs, or add units"
        raise UnsuitableMethod("scores", problem, way_out, returns=RETURNS[null])
    h, parts, order = _bandwidth(t), [], name_order(data.units)
    size = max(1, CELLS // len(t))
    for start in range(0, draws, size):
        factor = t / _draws(t, h, min(size, draws - start), rng, orientation, order)
        with np.errstate(divide="ignore", invalid="ignore"):  # a score of 0, which is told
            ratios = pseudo_ratios(data.x, data.y, factor, orientation, null)
        _refuse_lost(data.units[np.flatnonzero(~np.isfinite(ratios).all(axis=0))])
        parts.append(ratios.mean(axis=1))
    return np.concatenate(parts)


def _refuse_lost(units: pd.Index) -> None:
    """Refuse units whose amounts leave no score to divide by: the statistic would be no number, and no draw below it."""
    problem = "is so far from the other units that its score in the draws is 0 to rounding, and the test divides by scores"
    Faults(
        each(units, lambda unit: Fault(str(unit), problem, "leave the unit out, or correct its amounts"))
    ).raise_all()
