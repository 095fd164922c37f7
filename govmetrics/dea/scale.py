"""Overall, pure technical and scale efficiency, and the class of returns to scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.results import fields_dict, html
from govmetrics.dea._efficiency import EFFICIENT_WITHIN, Efficiency
from govmetrics.dea._label_distances import label_distances
from govmetrics.dea._observe import Table, observe
from govmetrics.dea._options import ORIENTATIONS, Orientation, options
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.projection import radial_points, technology


@dataclass(frozen=True, eq=False)
class ScaleEfficiency:
    """Efficiency split into pure technical and scale efficiency.

    Attributes
    ----------
    overall, technical, scale : Series
        Scores under constant returns, under variable returns, and their ratio.
    returns_to_scale : Series
        "constant", "increasing" or "decreasing" where the unit (or its projection) operates.
    constant, variable : Efficiency
        Both models in full.
    orientation : str

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

    def to_frame(self) -> pd.DataFrame:
        """Return overall, technical, scale and returns_to_scale, one row per unit."""
        names = ("overall", "technical", "scale", "returns_to_scale")
        return pd.DataFrame({name: getattr(self, name) for name in names})

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.to_frame(), f"Scale efficiency, {self.orientation} orientation")


def scale(inputs: Table, outputs: Table = None, orientation: Orientation = "input") -> ScaleEfficiency:
    """Split overall (constant-returns) efficiency into pure technical and scale efficiency.

    The class of returns to scale follows from a third model with non-increasing returns: a unit whose score there
    equals its constant-returns score is too small (increasing returns), otherwise too large.

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array
        As in `radial`.
    orientation : {"input", "output"}

    Returns
    -------
    ScaleEfficiency

    References
    ----------
    Fare, R., Grosskopf, S. and Lovell, C. A. K. (1985). The measurement of efficiency of production. Kluwer-Nijhoff.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> scale([[2], [4], [9]], [[1], [4], [6]]).to_frame().round(3)
       overall  technical  scale returns_to_scale
    0    0.500        1.0  0.500       increasing
    1    1.000        1.0  1.000         constant
    2    0.667        1.0  0.667       decreasing
    """
    faults = options((orientation, ORIENTATIONS, "orientation"))
    with faults:
        data = observe(inputs, outputs)
    faults.raise_all()
    found = {}
    for returns in ("constant", "variable", "decreasing"):
        tech = technology(data.x, data.y, returns)
        some = radial_points(tech, data.x, data.y, orientation)
        answer = distances(tech, some, slacks=returns != "decreasing")
        found[returns] = label_distances(
            answer, tech, some, data,
            peers=data.units, orientation=orientation, returns=returns, slacks=returns != "decreasing",
        )  # fmt: skip
    overall, technical = found["constant"].scores, found["variable"].scores
    same = np.isclose(overall, technical, rtol=EFFICIENT_WITHIN, atol=0)
    small = np.isclose(overall, found["decreasing"].scores, rtol=EFFICIENT_WITHIN, atol=0)
    kind = np.where(same, "constant", np.where(small, "increasing", "decreasing"))
    return ScaleEfficiency(
        overall=overall.rename("overall"),
        technical=technical.rename("technical"),
        scale=(overall / technical).rename("scale"),
        returns_to_scale=pd.Series(kind, data.units, dtype=object, name="returns_to_scale"),
        constant=found["constant"],
        variable=found["variable"],
        orientation=orientation,
    )
