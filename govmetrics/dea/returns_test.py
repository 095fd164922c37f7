"""Test of returns to scale (规模报酬检验) by the bootstrap.

References
----------
Simar, L., & Wilson, P. W. (2002). Non-parametric tests of returns to scale. European Journal of Operational
Research, 139, 115-132.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of, is_count, is_number
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.results import fields_dict, html
from govmetrics.dea._observe import Table, observe
from govmetrics.dea._options import ORIENTATIONS, Orientation, options
from govmetrics.dea.bootstrap import _bandwidth, _draws
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.radial_scores import pseudo_scores, radial_scores

CELLS = 400_000  # of bootstrap scores in memory at once
CHINESE = {"constant": "不变", "decreasing": "非递增", "variable": "可变"}


@dataclass(frozen=True, eq=False)
class ReturnsTest:
    """Whether the technology has constant, non-increasing or variable returns to scale.

    Attributes
    ----------
    table : DataFrame
        One row per test (null hypothesis "constant"; if that is rejected, "decreasing", that is non-increasing):
        statistic, critical (at the level), p_value, rejected.
    conclusion : str
        "constant", "decreasing" or "variable": the returns to use.
    level : float
    replicates : int
    orientation : str
    seed : int or None
        None if a Generator was given.

    See Also
    --------
    returns_test
    """

    table: pd.DataFrame
    conclusion: str
    level: float
    replicates: int
    orientation: str
    seed: int | None

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of `table`."""
        return self.table.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: Literal["en", "zh"] = "en") -> str:
        """Return the conclusion in English or Chinese."""
        p = self.table["p_value"].iloc[0]
        if language == "zh":
            verdict = "拒绝" if self.table["rejected"].iloc[0] else "不拒绝"
            return f"{verdict}规模报酬不变的假设（p = {p:.3f}）；宜采用规模报酬{CHINESE[self.conclusion]}的模型。"
        verdict = "rejected" if self.table["rejected"].iloc[0] else "not rejected"
        return f"Constant returns to scale are {verdict} (p = {p:.3f}); use {self.conclusion} returns."

    def _repr_html_(self) -> str:
        return html(self.table, "Test of returns to scale (Simar and Wilson 2002)")


def returns_test(
    inputs: Table,
    outputs: Table = None,
    orientation: Orientation = "input",
    replicates: int = 1000,
    level: float = 0.05,
    rng: int | np.random.Generator = 0,
) -> ReturnsTest:
    """Test constant against variable returns and, if rejected, non-increasing against variable returns.

    The statistic is the mean of the units' score under the null over their score under variable returns: far
    below 1 speaks against the null. Its distribution comes from pseudo-samples drawn under the null, with
    efficiencies from a smoothed distribution as in `bootstrap`.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
    orientation : {"input", "output"}
    replicates : int
        At least 100.
    level : float
        Of the test.
    rng : int or numpy Generator

    Returns
    -------
    ReturnsTest

    Raises
    ------
    FaultyInput
        Faults of the tables or options.
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
    >>> returns_test(x, x**0.5 * generator.uniform(0.7, 1, 40), replicates=200).conclusion
    'decreasing'
    """
    faults = options((orientation, ORIENTATIONS, "orientation"))
    with faults:
        _check_options(replicates, level)
    with faults:
        draw, seed = generator_of(rng)
    with faults:
        data = observe(inputs, outputs)
    faults.raise_all()
    variable = radial_scores(data.x, data.y, orientation, "variable")
    rows = {}
    conclusion = "variable"
    for null in ("constant", "decreasing"):
        score = radial_scores(data.x, data.y, orientation, null)
        drawn = _statistics(data.x, data.y, score, orientation, null, replicates, draw)
        statistic = float((score / variable).mean())
        p = float((drawn <= statistic + 1e-12).mean())
        critical = float(np.quantile(drawn, level))
        rows[null] = {"statistic": statistic, "critical": critical, "p_value": p, "rejected": p < level}
        if p >= level:
            conclusion = null
            break
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("null")
    return ReturnsTest(table, conclusion, level, replicates, orientation, seed)


def _check_options(replicates: int, level: float) -> None:
    faults = Faults()
    if not is_count(replicates, 100):
        faults.append(Fault("replicates", f"is {replicates!r}", "give a whole number of at least 100"))
    if not (is_number(level) and 0 < level < 1):
        faults.append(Fault("level", f"is {level!r}", "give a share between 0 and 1, for example 0.05"))
    faults.raise_all()


def _statistics(
    x: Floats,
    y: Floats,
    score: Floats,
    orientation: str,
    null: str,
    replicates: int,
    rng: np.random.Generator,
) -> Floats:
    """Return (B,) values of the statistic under the null.

    Each unit is projected to the null's frontier and put back at a drawn efficiency. Both scores of a pseudo-unit
    differ from those of the unit at its own place by one factor, so that their ratio may be taken there.
    """
    t = score if orientation == "input" else 1 / score
    if np.ptp(t) < 1e-9:
        problem = f"every unit has the same score under {null} returns: nothing to draw from"
        raise UnsuitableMethod(Fault("scores", problem, "leave out inputs or outputs, or add units"))
    h, parts = _bandwidth(t), []
    size = max(1, CELLS // len(t))
    for start in range(0, replicates, size):
        factor = t / _draws(t, h, min(size, replicates - start), rng, orientation)
        under = pseudo_scores(x, y, factor, orientation, null)
        parts.append((under / pseudo_scores(x, y, factor, orientation, "variable")).mean(axis=1))
    return np.concatenate(parts)
