"""Authority coefficients (权威系数): how much weight the experts of a Delphi survey carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from govmetrics.ahp.kinds import row_of
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.result import Result
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text

BASIS = {
    "theory": (0.3, 0.2, 0.1),
    "practice": (0.5, 0.4, 0.3),
    "literature": (0.1, 0.1, 0.1),
    "intuition": (0.1, 0.1, 0.1),
}
"""What a large, medium or small influence of each basis adds to an expert's Ca (判断依据), as usually tabled."""


@dataclass(frozen=True, eq=False)
class Authority(Result):
    """The experts' authority coefficients.

    Attributes
    ----------
    experts : DataFrame
        Index expert: ca (判断系数), cs (熟悉程度系数), cr (权威系数).

    See Also
    --------
    authority
    """

    experts: pd.DataFrame

    _shown: ClassVar = {"experts": "Authority of the experts"}

    _cites: ClassVar = ("ScheibeSkutschSchofer1975",)

    def _method(self) -> tuple[Text, ...]:
        line = "An expert's authority Cr is the mean of the basis of judgement Ca and the familiarity Cs."
        return (Text(line),)

    @property
    def mean(self) -> float:
        """The panel's Cr: the experts' mean. 0.7 and more is usually called acceptable."""
        return float(self.experts["cr"].mean())

    def _finding(self) -> tuple[Text, ...]:
        return (
            Text("{experts:# expert has|# experts have} a mean authority coefficient of {mean:.3f}.",
                 experts=len(self.experts), mean=self.mean),
        )  # fmt: skip


def authority(
    basis: pd.Series | pd.DataFrame | Mapping[str, float], familiarity: pd.Series | Mapping[str, float]
) -> Authority:
    """Return the experts' authority coefficients (权威系数) Cr = (Ca + Cs) / 2.

    Parameters
    ----------
    basis : Series of expert to Ca, or DataFrame of experts x the keys of `BASIS`
        Ca (判断系数), between 0 and 1; or how much each basis influenced the expert, "large", "medium" or
        "small", which `BASIS` turns into numbers whose sum is Ca.
    familiarity : Series of expert to Cs
        Familiarity (熟悉程度系数) between 0 and 1.

    Returns
    -------
    Authority
        `experts` has ca, cs and cr of every expert; the column cr can serve as `expert_weights`.

    Raises
    ------
    FaultyInput
        Different experts, numbers outside 0 to 1, unknown words: all at once.

    References
    ----------
    Scheibe, M., Skutsch, M. and Schofer, J. (1975). Experiments in Delphi methodology. In: Linstone and Turoff (eds),
    The Delphi Method, 262-287, for the survey; the coefficients themselves are custom in Delphi studies in China.

    Examples
    --------
    >>> levels = pd.DataFrame({"theory": ["large"], "practice": ["medium"], "literature": ["small"],
    ...                        "intuition": ["small"]}, index=["Li"])
    >>> authority(levels, pd.Series({"Li": 0.8})).experts.loc["Li"].round(3).tolist()
    [0.9, 0.8, 0.85]
    """
    faults = Faults()
    ca = cs = pd.Series(dtype=float)
    with faults:
        ca = _influence(basis) if isinstance(basis, pd.DataFrame) else _coefficients(basis, "basis")
    with faults:
        cs = _coefficients(familiarity, "familiarity")
    if not faults:
        faults += [
            Fault(str(e), "is not in both", "give Ca and Cs of every expert")
            for e in ca.index.symmetric_difference(cs.index, sort=False)
        ]
    faults.raise_all()
    cs = cs[ca.index]
    return Authority(pd.DataFrame({"ca": ca, "cs": cs, "cr": (ca + cs) / 2}).rename_axis("expert"))


def _influence(basis: pd.DataFrame) -> pd.Series:
    """Return Ca from words: the sum of what each basis adds."""
    refuse_within("basis", basis)
    levels = ("large", "medium", "small")
    faults = [
        Fault(str(c), "is no basis of judgement", "columns are: {known}", known=list(BASIS))
        for c in basis
        if c not in BASIS
    ]
    faults += [Fault(c, "has no column", "give all four") for c in BASIS if c not in basis]
    faults += [
        Fault(str(label), "occurs more than once", "keep one")
        for labels in (basis.index, basis.columns)
        for label in labels[labels.duplicated()].unique()
    ]
    if not faults:
        faults = [
            Fault(place_of(expert, column), "{value!r} is not known", "choose one of: {choices:50}",
                  value=word, choices=levels)
            for column in BASIS
            for expert, word in basis[column].items()
            if not (isinstance(word, str) and word in levels)
        ]  # fmt: skip
    Faults(faults).raise_all()
    added = [
        basis[column].map(dict(zip(levels, BASIS[column], strict=True))).astype(float) for column in BASIS
    ]
    return pd.concat(added, axis=1).sum(axis=1)


def _coefficients(given: Any, name: str) -> pd.Series:
    """Return the experts' coefficients, each from 0 to 1."""
    row = row_of(given)
    if row is None or row.empty or not row.index.is_unique:
        raise FaultyInput(name, "is no list of numbers, one per expert", "give {expert: coefficient}")
    symbol = {"basis": "Ca", "familiarity": "Cs"}[name]
    faults = [
        Fault(place_of(expert, symbol), "is {value:g}", "give a coefficient from 0 to 1", value=value)
        for expert, value in row.items()
        if not 0 <= value <= 1 + 1e-12
    ]
    Faults(faults).raise_all()
    return row
