"""What scoring a survey gives: values with errors, and the way into a Dataset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import scipy

from govmetrics.core.checks import holders
from govmetrics.core.dataset import Dataset
from govmetrics.core.nodes import Indicator
from govmetrics.core.options import FRAME, SHARE, among, asked, optional
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.scores import ranked
from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Label, Note, Text
from govmetrics.core.words.terms import Kind
from govmetrics.psychometrics.group_agreement import GroupAgreement
from govmetrics.survey.design_weights import weighed

FINITE = Text("linearised, with finite-population correction")


@dataclass(frozen=True, eq=False)
class NodeScores(Result):
    """Scores of the units at one node, with their intervals.

    Attributes
    ----------
    table : DataFrame
        One row per unit, best first: score, standard_error, lower and upper bound, effective_n, rank.
    node : str
        Label of the node.
    level : float
        Of the intervals.

    See Also
    --------
    SurveyScores.at
    """

    table: pd.DataFrame
    node: Label
    level: float

    _shown: ClassVar = {"table": "Scores"}

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Units were ranked by their score at {node}, with {level:.3g}% intervals by Student's t with the "
            "effective number of respondents."
        )
        return (Text(found, node=self.node, level=100 * self.level),)

    def _finding(self) -> tuple[Text, ...]:
        known = self.table["score"].dropna()
        if not len(known) or self.table.index.nlevels > 1:
            return ()
        told = "{units:# unit is|# units are} scored at {node}, from {most:.2f} ({best:3}) to {least:.2f} ({worst:3})."
        return (
            Text(told, units=len(known), node=self.node, most=known.iloc[0], best=holders(known), least=known.iloc[-1],
                 worst=holders(known, most=False)),
        )  # fmt: skip

    def _tables(self) -> list[Table]:
        percent = 100 * self.level
        names = {
            "lower": Text("{percent:.3g}% interval: lower", percent=percent),
            "upper": Text("{percent:.3g}% interval: upper", percent=percent),
        }
        bounds: dict[Any, Kind] = dict.fromkeys(names, "number")
        table = Table.of(Text("Scores at {node}", node=self.node), self.table, "survey", names, kind=bounds)
        return [_in_points(table)]


@dataclass(frozen=True, eq=False)
class SurveyScores(Result):
    """Weighted means of the survey's leaves in every unit.

    Attributes
    ----------
    tree : IndicatorTree
    values, standard_errors : DataFrame, shape (units, survey leaves)
        In points; rows are ``unit`` or ``(period, unit)``.
    n, effective_n : DataFrame
        Respondents behind every value, and Kish's number of equally weighted ones.
    groups, group_errors : DataFrame, shape (units, groups)
        Weighted means (the tree's own weights) over the leaves of groups that the survey measures wholly,
        with errors that take into account how respondents' answers correlate.
    agreement : GroupAgreement or None
        ICC(1), ICC(2) and r_wg of every leaf (see `agreement`); None with one unit.
    to : (low, high)
        Points that the ends of the scale are worth.
    method : str
        How the errors were found.
    notes : tuple of str
    shrinkage : DataFrame or None
        Weight of a unit's own answers where values were pulled towards the mean of all.
    degrees : float, DataFrame or None
        Degrees of freedom that intervals have at most: with replicate weights one less than there are replicates; with
        clusters or strata, for every unit at every leaf, clusters less strata in which it was answered.

    See Also
    --------
    score
    """

    tree: IndicatorTree
    values: pd.DataFrame
    standard_errors: pd.DataFrame
    n: pd.DataFrame
    effective_n: pd.DataFrame
    groups: pd.DataFrame
    group_errors: pd.DataFrame
    agreement: GroupAgreement | None
    to: tuple[float, float]
    method: str
    notes: tuple[str, ...] = ()
    shrinkage: pd.DataFrame | None = None
    degrees: float | pd.DataFrame | None = None

    _may_lack: ClassVar = ("degrees",)
    _shown: ClassVar = {
        "values": "Scores of the indicators",
        "standard_errors": "Standard errors of the indicators",
        "groups": "Scores of the groups",
        "group_errors": "Standard errors of the groups",
        "n": "Respondents behind the scores",
        "effective_n": "Effective number of respondents",
        "shrinkage": "Weight of a unit's own answers",
    }
    _kinds: ClassVar = {
        "values": "number", "standard_errors": "number", "groups": "number", "group_errors": "number", "shrinkage": "number",
    }  # fmt: skip

    def to_dataset(self, attributes: pd.DataFrame | None = None) -> Dataset:
        """Return the values as a Dataset of the whole tree: NaN where the survey does not measure a leaf.

        Parameters
        ----------
        attributes : DataFrame, optional
            Population, area...: one row per unit.
        """
        asked(attributes=(attributes, optional(FRAME)))
        codes = self.tree.codes
        return Dataset(
            self.tree,
            self.values.reindex(columns=codes),
            pd.DataFrame() if attributes is None else attributes,
            self.standard_errors.reindex(columns=codes),
            self.notes,
            totals="keep",
        )

    def intervals(self, level: float = 0.95) -> pd.DataFrame:
        """Return value, error and confidence interval of every unit at every leaf and group, in long form.

        Student's t with the effective respondents less one, at most `degrees`; the ends stay within the scale.
        """
        asked(level=(level, SHARE))
        shares = self.effective_n
        df = shares - 1
        if self.degrees is not None:
            df = df.where(df < self.degrees, self.degrees)
        parts = []
        for value, error, effective, degrees in (
            (self.groups, self.group_errors, self._least(shares), self._least(df)),
            (self.values, self.standard_errors, shares, df),
        ):
            half = error * scipy.stats.t.ppf(0.5 + level / 2, np.maximum(degrees, 1))
            low, high = (value - half).clip(lower=self.to[0]), (value + half).clip(upper=self.to[1])
            named = {
                "value": value,
                "standard_error": error,
                "lower": low,
                "upper": high,
                "effective_n": effective,
            }
            parts.append(pd.concat({k: _long(v) for k, v in named.items()}, axis="columns"))
        return pd.concat([part for part in parts if len(part)])

    def _least(self, of_leaves: pd.DataFrame) -> pd.DataFrame:
        """Return the least of the leaves of every group."""
        found = {g: of_leaves[self.tree.leaves(g)].min(axis="columns") for g in self.groups.columns}
        return pd.DataFrame(found, index=of_leaves.index)

    def at(self, node: str | None = None, level: float = 0.95) -> NodeScores:
        """Return score, error, interval, effective respondents and rank of every unit at one node.

        Parameters
        ----------
        node : str, optional
            Group or leaf; by default the root, or the first group that the survey measures wholly.
        level : float
            Of the intervals.

        Returns
        -------
        NodeScores
            Best first; with several periods, units are ranked within each.
        """
        have = [*self.groups.columns, *self.values.columns]
        asked(node=(node, optional(among(have))), level=(level, SHARE))
        chosen = have[0] if node is None else node
        table = pd.DataFrame(self.intervals(level).xs(chosen, level="node")).rename(
            columns={"value": "score"}
        )
        known = self.tree[chosen]
        sign = -1.0 if isinstance(known, Indicator) and known.better == "less" else 1.0
        ranks, order = ranked(sign * table["score"])
        columns = ["score", "standard_error", "lower", "upper", "effective_n", "rank"]
        return NodeScores(table.assign(rank=ranks).iloc[order][columns], self.tree.names()[chosen], level)

    def ranking(self, node: str | None = None, level: float = 0.95) -> pd.DataFrame:
        """Return score, interval and rank (1, 2, 2, 4; best first) of every unit at one node, as `at` finds them."""
        return self.at(node, level).table[["score", "lower", "upper", "rank"]]

    def shrunk(self) -> SurveyScores:
        """Return the scores pulled towards the mean of all units, the more strongly the larger their errors.

        ``value' = mean + B (value - mean)`` with ``B = tau^2 / (tau^2 + error^2)``; tau^2, the variance
        between units beyond sampling, is DerSimonian and Laird's moment estimate. The error is that of Fay and Herriot with
        tau^2 taken for known: ``sqrt(B error^2 + (1 - B)^2 / sum(1 / (tau^2 + error^2)))``, the second part that of the mean.

        References
        ----------
        Fay, R. E. and Herriot, R. A. (1979). Estimates of income for small places. JASA, 74, 269-277.
        DerSimonian, R. and Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials, 7.
        """
        values, errors, own = _shrunk(self.values, self.standard_errors)
        groups, group_errors, group_own = _shrunk(self.groups, self.group_errors)
        return replace(
            self, values=values, standard_errors=errors, groups=groups, group_errors=group_errors,
            shrinkage=pd.concat([own, group_own], axis="columns"),
            notes=(*self.notes, Note("values are drawn towards the mean of all units (empirical Bayes)")),
        )  # fmt: skip

    def _method(self) -> tuple[Text, ...]:
        weights = weighed(self.n.melt()["value"], self.effective_n.melt()["value"])
        means = Text("weighted mean of its respondents") if weights else Text("mean of its respondents")
        found = (
            "Answers were put on points from {low:g} to {high:g}; a unit's score on an indicator is the {means}, "
            "and that of a group of indicators their mean by the weights of the tree."
        )
        said = [Text(found, low=self.to[0], high=self.to[1], means=means)]
        if self._linearised:
            said.append(Text("Standard errors were linearised."))
        elif str(self.method) == FINITE:
            said.append(Text("Standard errors were linearised, with finite-population correction."))
        elif isinstance(self.degrees, float):
            said.append(Text("Standard errors come from replicate weights ({method}).", method=self.method))
        else:
            said.append(Text("Standard errors come from a {method}.", method=self.method))
        if self.shrinkage is not None:
            said.append(
                Text(
                    "Scores were drawn towards the mean of all units by empirical Bayes, the more the larger their error."
                )
            )
        return tuple(said)

    @property
    def _linearised(self) -> bool:
        return str(self.method) == "linearised"

    def _finding(self) -> tuple[Text, ...]:
        error = float(pd.Series(self.standard_errors.to_numpy().ravel()).median())
        sure = Text("the median standard error is {error:.2f} points", error=error)
        if np.isnan(error):
            sure = Text("there are too few respondents for standard errors")
        told = "{rows} {rows:is|are} scored on {leaves:# indicator|# indicators}; {sure}."
        said = [
            Text(
                told,
                rows=counted(self.values.index),
                leaves=self.values.shape[1],
                sure=sure,
            )
        ]
        icc = np.nan if self.agreement is None else float(self.agreement.scales["icc2"].median())
        if not np.isnan(icc):
            said.append(Text("The median reliability of a unit's mean, ICC(2), is {icc:.2f}.", icc=icc))
        return tuple(said)

    def _tables(self) -> list[Table]:
        """Return the ranking at the first node, then all scores and errors, and how far respondents agree."""
        cites: tuple[str, ...] = ("woodruff1971",) if self._linearised or str(self.method) == FINITE else ()
        cites += () if self.shrinkage is None else ("fayherriot1979", "dersimonianlaird1986")
        (first,) = self.at()._tables()
        agreed = [] if self.agreement is None else self.agreement._complete_tables()
        digits = dict.fromkeys(("values", "standard_errors", "groups", "group_errors"), 2) | {
            "effective_n": 1
        }
        told = {self._shown[key]: count for key, count in digits.items()}
        others = [
            _in_points(table, told[table.caption]) if table.caption in told else table
            for table in super()._tables()
        ]
        return [replace(first, cites=cites), *others, *agreed]


def _in_points(table: Table, digits: int = 2) -> Table:
    """Return a table of points with the decimals of scores, or with others."""
    columns = (
        replace(column, decimals=digits)
        if column.kind == "number" and column.key != "effective_n"
        else column
        for column in table.columns
    )
    return replace(table, columns=tuple(columns))


def _long(frame: pd.DataFrame) -> pd.Series:
    return pd.Series(frame.rename_axis(columns="node").stack(future_stack=True))


def _shrunk(values: pd.DataFrame, errors: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    y, v = values.to_numpy(), errors.to_numpy() ** 2
    use = np.isfinite(y) & np.isfinite(v) & (v > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        w = np.where(use, 1 / np.where(use, v, 1.0), 0.0)
        total = w.sum(axis=0)
        fixed = np.nansum(w * np.where(use, y, 0.0), axis=0) / total
        q = (w * np.where(use, y - fixed, 0.0) ** 2).sum(axis=0)
        tau2 = np.maximum((q - (use.sum(axis=0) - 1)) / (total - (w**2).sum(axis=0) / total), 0.0)
        random = np.where(use, 1 / (tau2 + np.where(use, v, 1.0)), 0.0)
        centre = (random * np.where(use, y, 0.0)).sum(axis=0) / random.sum(axis=0)
        own = np.where(use, tau2 / (tau2 + np.where(use, v, 1.0)), np.where(v == 0, 1.0, np.nan))
    drawn = np.where(np.isnan(own), y, centre + own * (y - centre))
    with np.errstate(divide="ignore", invalid="ignore"):
        of_centre = (1 - own) ** 2 / random.sum(axis=0)
    error = np.sqrt(own * v + np.where(own < 1, of_centre, 0.0))
    frames = (drawn, np.where(np.isnan(own), np.nan, error), own)
    a, b, c = (pd.DataFrame(f, index=values.index, columns=values.columns) for f in frames)
    return a, b, c
