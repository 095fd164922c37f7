"""From communities to districts: population-weighted means, and sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import pandas as pd

from govmetrics.core import Fault
from govmetrics.core.errors import Faults
from govmetrics.core.options import PROPORTION, asked, choice, instance, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Text
from govmetrics.panel.common import Source, labels_and_weights, names_of, table_of

How = Literal["mean", "sum"]


@dataclass(frozen=True, eq=False)
class DistrictTotals(Result):
    """What holds for a district as a whole.

    Attributes
    ----------
    values : DataFrame
        Rows district, or (period, district); columns as in the source. NaN below the coverage rule.
    coverage : DataFrame
        Share of the district's weight that has a value.
    sizes : DataFrame
        units, weight.
    names : mapping of code to name
        Of the nodes, where the source has a tree.
    summed : tuple of str
        Columns that are sums; the others are means.
    min_coverage : float
        Least share of a district's weight that must have a value for a mean.

    See Also
    --------
    district_totals
    """

    values: pd.DataFrame
    coverage: pd.DataFrame
    sizes: pd.DataFrame
    names: Mapping[str, Label]
    summed: tuple[str, ...] = ()
    min_coverage: float = 2 / 3

    _cites: ClassVar = ("oecd2008",)
    _shown: ClassVar = {"values": "Districts", "coverage": "Coverage", "sizes": "Size of the districts"}
    _kinds: ClassVar = {"coverage": "share"}
    _left_out = ("names",)

    def _method(self) -> tuple[Text, ...]:
        means = (
            "Values of districts are means of their units, by the units' weights, where units with at least {least:.0%} of the "
            "weight have a value."
        )
        said = [Text(means, least=self.min_coverage)] if len(self.summed) < len(self.values.columns) else []
        if self.summed:
            names = [self.names.get(code, code) for code in self.summed]
            said.append(Text("Summed, where every unit has a value: {nodes}.", nodes=names))
        return tuple(said)

    def _finding(self) -> tuple[Text, ...]:
        """How many districts there are, and where too little is known."""
        known = self.values.notna().to_numpy()
        return (
            Text("{count:# district|# districts}; {known} of {all} figures are known well enough.",
                 count=self.sizes.index.get_level_values("district").nunique(), known=int(known.sum()), all=known.size),
        )  # fmt: skip

    def _names(self) -> Mapping[str, Label]:
        return self.names


def district_totals(
    source: Source,
    by: str | pd.Series = "district",
    weights: str | pd.Series | None = "population",
    how: How | Mapping[str, How] = "mean",
    min_coverage: float = 2 / 3,
) -> DistrictTotals:
    """Sum up the units of each district, weighted by population.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Rows are units, or (period, unit).
    by : str or Series
        The districts: an attribute's name, or a label per unit or a row.
    weights : str or Series, optional
        For example population, which may differ between periods; None counts each unit once.
    how : {"mean", "sum"} or mapping of column to them
        Scores and rates are averaged by weight; counts are summed as they are. Columns that a mapping leaves out are
        averaged.
    min_coverage : float
        Least share of a district's weight that must have a value for a mean; what is missing is then left out. A sum
        needs every unit, because a missing one would make it smaller.

    Returns
    -------
    DistrictTotals
        `values` has a row per district (and period).

    Raises
    ------
    FaultyInput
        Unknown attributes or columns, units without a district or a positive weight: each is named.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6.

    Examples
    --------
    >>> scores = pd.DataFrame({"index": [60.0, 80.0, 70.0]}, index=["u", "v", "w"])
    >>> districts = pd.Series(["east", "east", "west"], list("uvw"))
    >>> people = pd.Series([3000, 1000, 2000], list("uvw"))
    >>> district_totals(scores, by=districts, weights=people).values["index"].to_dict()
    {'east': 65.0, 'west': 70.0}
    """
    values, attributes = table_of(source)
    faults = Faults()
    with faults:
        district, w = labels_and_weights(values.iloc[:, 0], attributes, by, weights)
    with faults:
        rules = _rules(values, how)
    faults += wanted(min_coverage=(min_coverage, PROPORTION))
    faults.raise_all()
    keys: list[Any] = [district.rename("district")]
    if values.index.nlevels == 2:
        keys.insert(0, values.index.get_level_values("period").rename("period"))
    summed = tuple(code for code, rule in rules.items() if rule == "sum")
    parts = _totals(values, w, keys, rules, min_coverage)
    return DistrictTotals(*parts, names_of(source), summed, min_coverage)


def _rules(values: pd.DataFrame, how: How | Mapping[str, How]) -> dict[Any, str]:
    """Return how each column is summed up."""
    given: Any = dict.fromkeys(values, how) if isinstance(how, str) else how
    asked(how=(given, instance(Mapping, Text("give mean, sum, or {column: mean or sum}"))))
    faults = Faults(
        Fault(f"how, {code}", "has no values", "columns are: {names}", names=values.columns)
        for code in given
        if code not in set(values.columns)
    )
    places = {"how": how} if isinstance(how, str) else {f"how, {code}": rule for code, rule in given.items()}
    for place, rule in places.items():
        faults += choice("mean", "sum").faults(place, rule)
    faults.raise_all()
    return {code: given.get(code, "mean") for code in values}


def _totals(
    values: pd.DataFrame, w: pd.Series, keys: list[Any], rules: Mapping[Any, str], min_coverage: float
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    weight = w.groupby(keys).sum()
    covered = values.notna().mul(w, axis=0).groupby(keys).sum()
    coverage = covered.div(weight, axis=0)
    means = values.mul(w, axis=0).groupby(keys).sum().div(covered.where(covered > 0))
    means = means.where(coverage >= min_coverage - 1e-9)
    sums = values.groupby(keys).sum().where(values.isna().groupby(keys).sum() == 0)
    result = pd.DataFrame({code: (sums if rule == "sum" else means)[code] for code, rule in rules.items()})
    sizes = pd.DataFrame({"units": w.groupby(keys).size(), "weight": weight})
    return result, coverage, sizes
