"""What scoring a survey gives: values with errors, and the way into a Dataset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.nodes import Indicator
from govmetrics.core.results import fields_dict, html
from govmetrics.core.scores import ranked
from govmetrics.core.tree import IndicatorTree


@dataclass(frozen=True, eq=False)
class SurveyScores:
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
    agreement : DataFrame or None
        ICC(1), ICC(2) and r_wg of every leaf (see `agreement`); None with one unit.
    to : (low, high)
        Points that the ends of the scale are worth.
    method : str
        How the errors were found.
    notes : tuple of str
    shrinkage : DataFrame or None
        Weight of a unit's own answers where values were pulled towards the mean of all.

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
    agreement: pd.DataFrame | None
    to: tuple[float, float]
    method: str
    notes: tuple[str, ...] = ()
    shrinkage: pd.DataFrame | None = None

    def to_dataset(self, attributes: pd.DataFrame | None = None) -> Dataset:
        """Return the values as a Dataset of the whole tree: NaN where the survey does not measure a leaf.

        Parameters
        ----------
        attributes : DataFrame, optional
            Population, area...: one row per unit.
        """
        codes = self.tree.codes
        return Dataset(
            self.tree,
            self.values.reindex(columns=codes),
            pd.DataFrame() if attributes is None else attributes,
            self.standard_errors.reindex(columns=codes),
            self.notes,
        )

    def intervals(self, level: float = 0.95) -> pd.DataFrame:
        """Return value, error and confidence interval of every unit at every leaf and group, in long form.

        Student's t with the effective respondents less one; the ends stay within the scale.
        """
        if not 0 < level < 1:
            raise FaultyInput(
                Fault("level", f"is {level!r}", "give a share between 0 and 1, for example 0.95")
            )
        shares = self.effective_n
        least = pd.DataFrame(
            {g: shares[self.tree.leaves(g)].min(axis="columns") for g in self.groups.columns},
            index=shares.index,
        )
        parts = []
        for value, error, effective in (
            (self.groups, self.group_errors, least),
            (self.values, self.standard_errors, shares),
        ):
            half = error * stats.t.ppf(0.5 + level / 2, np.maximum(effective - 1, 1))
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

    def ranking(self, code: str | None = None, level: float = 0.95) -> pd.DataFrame:
        """Return score, interval and rank (1, 2, 2, 4; best first) of every unit at one group or leaf.

        With several periods, units are ranked within each.

        Parameters
        ----------
        code : str, optional
            By default the root, or the first group that the survey measures wholly.
        level : float
            Of the intervals.
        """
        have = [*self.groups.columns, *self.values.columns]
        wanted = have[0] if code is None else code
        if wanted not in have:
            raise FaultyInput(Fault(f"code, {wanted!r}", "is not scored", f"scored are: {', '.join(have)}"))
        table = pd.DataFrame(self.intervals(level).xs(wanted, level="code")).rename(
            columns={"value": "score"}
        )
        node = self.tree[wanted]
        sign = -1.0 if isinstance(node, Indicator) and node.better == "less" else 1.0
        ranks, order = ranked(sign * table["score"])
        return table.assign(rank=ranks).iloc[order][["score", "lower", "upper", "rank"]]

    def to_frame(self) -> pd.DataFrame:
        """Return units x leaves: the values, as a copy."""
        return self.values.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the tree, JSON-ready."""
        return fields_dict(self, leave_out=("tree",))

    def shrunk(self) -> SurveyScores:
        """Return the scores pulled towards the mean of all units, the more strongly the larger their errors.

        ``value' = mean + B (value - mean)`` with ``B = tau^2 / (tau^2 + error^2)``; tau^2, the variance
        between units beyond sampling, is DerSimonian and Laird's moment estimate; the error is ``sqrt(B) error``.

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
            notes=(*self.notes, "values are drawn towards the mean of all units (empirical Bayes)"),
        )  # fmt: skip

    def summary(self, language: str = "en") -> str:
        """Return what was scored, and how surely, in a few sentences."""
        units, error = len(self.values), float(pd.Series(self.standard_errors.to_numpy().ravel()).median())
        icc = None if self.agreement is None else float(self.agreement["icc2"].median())
        icc = None if icc is None or np.isnan(icc) else icc
        if np.isnan(error):
            few = (
                "标准误无法计算（受访者太少）。"
                if language == "zh"
                else "too few respondents for standard errors."
            )
        elif language == "zh":
            few = f"标准误中位数 {error:.2f} 分。"
        else:
            few = f"the median standard error is {error:.2f} points."
        if language == "zh":
            text = f"{units} 个单元，{self.values.shape[1]} 项指标；{few}"
            return text + ("" if icc is None else f"单元均值的信度 ICC(2) 中位数为 {icc:.2f}。")
        text = f"{units} units on {self.values.shape[1]} leaves; {few}"
        return text + (
            "" if icc is None else f" The median reliability of a unit's mean, ICC(2), is {icc:.2f}."
        )

    def _repr_html_(self) -> str:
        return html(pd.concat([self.groups, self.values], axis="columns"), self.summary())


def _long(frame: pd.DataFrame) -> pd.Series:
    return pd.Series(frame.rename_axis(columns="code").stack(future_stack=True))


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
    frames = (drawn, errors.to_numpy() * np.sqrt(own), own)
    a, b, c = (pd.DataFrame(f, index=values.index, columns=values.columns) for f in frames)
    return a, b, c
