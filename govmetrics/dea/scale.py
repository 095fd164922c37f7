"""Overall, pure technical and scale efficiency, and the class of returns to scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.options import wanted
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.dea._efficiency import EFFICIENT_WITHIN, Efficiency
from govmetrics.dea._frontiers import Frontier, by_frontier, observed, spanned
from govmetrics.dea._idle import NOTHING, measured
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import ORIENTATION, Orientation
from govmetrics.dea._panel import with_means
from govmetrics.dea._words import DMUS, ORIENTATIONS, oriented, told
from govmetrics.dea.engine.projection import radial_points, technology

METHOD = (
    "Overall efficiency was measured with the CCR model (constant returns to scale) and pure technical efficiency with the "
    "BCC model (variable returns to scale; {orientation}); scale efficiency is their ratio, and a third model, with "
    "non-increasing returns, tells the returns to scale."
)
KINDS = ("increasing", "constant", "decreasing")


@dataclass(frozen=True, eq=False)
class ScaleEfficiency(Result):
    """Efficiency split into pure technical and scale efficiency.

    Attributes
    ----------
    overall, technical, scale : Series
        Scores under constant returns, under variable returns, and their ratio.
    returns_to_scale : Series
        "constant", "increasing" or "decreasing" where the unit (or its projection) operates; missing where that has no
        meaning.
    constant, variable : Efficiency
        Both models in full.
    orientation : str
    notes : tuple of str
        What spans the frontiers of a panel, and which units have no output.

    See Also
    --------
    scale
    """

    overall: pd.Series
    technical: pd.Series
    scale: pd.Series
    returns_to_scale: pd.Series
    constant: Efficiency
    variable: Efficiency
    orientation: str
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"_table": "Efficiency and returns to scale"}
    _cites: ClassVar = ("charnes1978", "banker1984", "faregrosskopflovell1985")

    def _method(self) -> tuple[Text, ...]:
        return (Text(METHOD, orientation=ORIENTATIONS[self.orientation]), *spanned(self.notes))

    @property
    def _table(self) -> pd.DataFrame:
        names = ("overall", "technical", "scale", "returns_to_scale")
        return pd.DataFrame({name: getattr(self, name) for name in names})

    def _finding(self) -> tuple[Text, ...]:
        kinds = self.returns_to_scale.value_counts()
        return (
            Text(
                "Mean efficiency: overall {overall:.4f}, pure technical {technical:.4f}, scale {scale:.4f}.",
                overall=self.overall.mean(), technical=self.technical.mean(), scale=self.scale.mean(),
            ),
            Text(
                "Returns to scale of {rows}: increasing {increasing}, constant {constant}, decreasing "
                "{decreasing}.",
                rows=counted(self.overall.index, DMUS), **{kind: int(kinds.get(kind, 0)) for kind in KINDS},
            ),
        )  # fmt: skip

    def _tables(self) -> list[Table]:
        return oriented(
            [Table.of(Text(self._shown["_table"]), with_means(told(self._table)), "dea")], self.orientation
        )


def scale(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Orientation = "input",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> ScaleEfficiency:
    """Split overall (constant-returns) efficiency into pure technical and scale efficiency.

    The class of returns to scale follows from a third model with non-increasing returns: a unit whose score there
    equals its constant-returns score is too small (increasing returns), otherwise too large.

    A unit without any output has the overall score 0. Input orientation then gives it a pure technical score above 0, so
    that its scale efficiency is 0 and its returns increase; output orientation gives 0 for both, whose ratio has no meaning:
    scale efficiency is NaN and the class of returns is missing.

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array
        As in `radial`.
    orientation : {"input", "output"}
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    ScaleEfficiency

    References
    ----------
    Fare, R., Grosskopf, S. and Lovell, C. A. K. (1985). The measurement of efficiency of production. Kluwer-Nijhoff.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> scale([[2], [4], [9]], [[1], [4], [6]]).to_frame().round(3).rename_axis(None)
       overall  technical  scale returns_to_scale
    0    0.500        1.0  0.500       increasing
    1    1.000        1.0  1.000         constant
    2    0.667        1.0  0.667       decreasing
    """
    faults = wanted(orientation=(orientation, ORIENTATION))
    data = observed(faults, frontier, width, inputs, outputs, idle=True)
    return by_frontier(data, frontier, width, lambda part: scale_of(part, orientation))


def scale_of(data: Observed, orientation: str) -> ScaleEfficiency:
    """Return the split for units that span the frontier themselves."""
    found = {}
    for returns in ("constant", "variable", "decreasing"):
        tech = technology(data.x, data.y, returns)
        some = radial_points(tech, data.x, data.y, orientation)
        found[returns] = measured(tech, some, data, orientation, returns, slacks=returns != "decreasing")
    overall, technical = found["constant"].scores, found["variable"].scores
    same = np.isclose(overall, technical, rtol=EFFICIENT_WITHIN, atol=0)
    small = np.isclose(overall, found["decreasing"].scores, rtol=EFFICIENT_WITHIN, atol=0)
    kind = np.where(same, "constant", np.where(small, "increasing", "decreasing")).astype(object)
    kind[(technical == 0).to_numpy()] = None
    nothing = overall.index[overall == 0]
    return ScaleEfficiency(
        overall=overall.rename("overall"),
        technical=technical.rename("technical"),
        scale=(overall / technical).rename("scale"),
        returns_to_scale=pd.Series(kind, data.units, dtype=object, name="returns_to_scale"),
        constant=found["constant"],
        variable=found["variable"],
        orientation=orientation,
        notes=(Note(NOTHING, units=list(nothing)),) if len(nothing) else (),
    )
