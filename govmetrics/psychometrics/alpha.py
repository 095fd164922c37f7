"""Cronbach's alpha with its item table and intervals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Fault
from govmetrics.core.options import SEED, SHARE, choice, count, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import (
    mean,
    mean_of_answered,
    squared_multiple,
    to_correlation,
    with_mean_of_answered,
)
from govmetrics.numerics.draw_order import content_order
from govmetrics.psychometrics._grades import grade_of
from govmetrics.psychometrics._item_frames import (
    Answers,
    check_variance,
    constant_items,
    covariance_of,
    read_answers,
)
from govmetrics.psychometrics._item_statistics import bootstrap, feldt, item_statistics, standardized_alpha
from govmetrics.psychometrics.odd_items import look_reversed

_GRADES = (
    Text("the reliability is high"),
    Text("the reliability is good"),
    Text("the reliability is acceptable"),
    Text("the reliability is poor"),
)
_BOUNDS = (0.8, 0.7, 0.6)
_CITES = {"feldt": ("cronbach1951", "feldt1987"), "bootstrap": ("cronbach1951",)}
_MOST_DRAWS = 1_000_000  # draws x items x items numbers are held at once


@dataclass(frozen=True)
class Sums:
    """What stands for answers that are not held: items, respondents, Kish's effective number of them, what happened."""

    names: list[str]
    n: int
    effective_n: float
    notes: list[Note] = field(default_factory=list)


_INTERVALS = ("item_total", "item_rest", "alpha_if_deleted")


@dataclass(frozen=True, eq=False)
class Alpha(Result):
    """Cronbach's alpha (Cronbach α 系数) of a scale.

    Attributes
    ----------
    alpha, standardized : float
        From covariances, and from correlations (NaN where an item is constant).
    lower, upper : float
        Interval of `alpha` at `level`, by the method named in `interval`.
    mean_inter_item : float
        Mean correlation between items.
    items : DataFrame
        One row per item: mean, sd, item_total, item_rest (CITC), alpha_if_deleted, the last three with
        ``_lower`` and ``_upper``; squared_multiple (correlation with all others; NaN where items are
        linearly dependent), scale_mean_if_deleted, scale_variance_if_deleted.
    n : int
        Respondents used.
    effective_n : float
        Kish's effective number; equals `n` without weights. The Feldt interval uses it.
    notes : tuple of str
        What was left out and what looks wrong.
    seed : int or None
        Seed of the bootstrap, where `rng` was a seed.

    See Also
    --------
    alpha
    """

    alpha: float
    standardized: float
    lower: float
    upper: float
    mean_inter_item: float
    items: pd.DataFrame
    n: int
    effective_n: float
    interval: str
    level: float
    missing: str
    notes: tuple[Note, ...]
    seed: int | None = None

    _shown: ClassVar = {"items": "Reliability of the scale"}

    @property
    def grade(self) -> Text:
        """How reliable the scale is, in words: high from 0.8, good from 0.7, acceptable from 0.6."""
        return grade_of(self.alpha, _BOUNDS, _GRADES)

    def _method(self) -> tuple[Text, ...]:
        drawn = Text("a bootstrap of respondents")
        source = Text("Feldt's F distribution") if self.interval == "feldt" else drawn
        sentence = "Internal consistency was measured by Cronbach's alpha, with its {level:.3g}% interval from {source}."
        return (Text(sentence, level=100 * self.level, source=source),)

    def _finding(self) -> tuple[Text, ...]:
        weak = self.items.index[self.items["item_rest"] < 0.4]
        better = self.items.index[self.items["alpha_if_deleted"] > self.alpha + 0.01]
        said = [
            Text(
                "Cronbach's alpha is {alpha:.3f} ({level:.3g}% interval {lower:.3f} to {upper:.3f}, n = {n:,}): {grade}.",
                alpha=self.alpha, level=100 * self.level, lower=self.lower, upper=self.upper, n=self.n,
                grade=self.grade,
            )
        ]  # fmt: skip
        if len(weak):
            said.append(Text("The item-rest correlation is below 0.4 for {items}.", items=weak))
        if len(better):
            said.append(
                Text(
                    "Alpha would rise by more than 0.01 without {items}; decide by content, not by this alone.",
                    items=better,
                )
            )
        return tuple(said)

    def _tables(self) -> list[Table]:
        """Return SPSSAU's table of the scale, and SPSS' item-total statistics."""
        scale = self.items[["item_rest", "alpha_if_deleted"]].assign(
            alpha=self.alpha, standardized_alpha=self.standardized
        )
        spss = [
            "scale_mean_if_deleted", "scale_variance_if_deleted", "item_rest", "squared_multiple", "alpha_if_deleted",
        ]  # fmt: skip
        return [
            Table.of(Text(self._shown["items"]), scale, "psychometrics", cites=_CITES[self.interval]),
            Table.of(Text("Item-total statistics"), self.items, "psychometrics", columns=spss),
        ]


def alpha(
    items: pd.DataFrame,
    interval: Literal["feldt", "bootstrap"] = "feldt",
    level: float = 0.95,
    missing: Literal["listwise", "pairwise"] = "listwise",
    rng: int | np.random.Generator | None = None,
    *,
    weights: pd.Series | None = None,
    draws: int = 1000,
) -> Alpha:
    """Return Cronbach's alpha of `items`, with the item table and intervals.

    Parameters
    ----------
    items : DataFrame
        Respondents x items, reversed items already flipped. NaN is a missing answer.
    interval : {"feldt", "bootstrap"}
        Feldt's interval from the F distribution (the item correlations then have Fisher's), or
        percentiles over resampled respondents (listwise answers only).
    level : float
        Confidence level.
    missing : {"listwise", "pairwise"}
        Respondents who answered everything, or each covariance from all who answered both items. With
        pairwise answers the item-total correlation is with the mean of the items a respondent answered.
    rng : int or Generator, optional
        Seed of the bootstrap; 0 where not given.
    weights : Series, optional
        Design weights under the respondents' index.
    draws : int
        Bootstrap draws.

    Returns
    -------
    Alpha

    Raises
    ------
    FaultyInput
        Answers that are not finite numbers, items named twice, bad weights, bad options.
    UnsuitableMethod
        Fewer than two items or respondents, a pair never answered together, no variance at all.

    Notes
    -----
    alpha = k / (k - 1) (1 - sum of item variances / variance of the total). It may be negative. A constant
    item stays in the scale, is named in the notes, and has no correlations.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika, 16.
    Feldt, L. S., Woodruff, D. J. and Salih, F. A. (1987). Statistical inference for coefficient alpha.
    Applied Psychological Measurement, 11.

    Examples
    --------
    >>> answers = pd.DataFrame({"q1": [1, 2, 3, 4, 5], "q2": [2, 2, 3, 5, 5], "q3": [1, 3, 3, 4, 4]})
    >>> round(alpha(answers).alpha, 4)
    0.9538
    """
    faults = wanted(
        interval=(interval, choice("feldt", "bootstrap")), level=(level, SHARE), rng=(rng, optional(SEED)),
        draws=(draws, count(2, _MOST_DRAWS)),
    )  # fmt: skip
    if isinstance(missing, str) and not faults and (interval, missing) == ("bootstrap", "pairwise"):
        way = 'use missing="listwise" or interval="feldt"'
        faults.append(Fault("interval", "there is no bootstrap for pairwise answers", way))
    with faults:
        answers = read_answers(items, weights, missing)
    faults.raise_all()
    cov = covariance_of(answers)
    check_variance(cov)
    statistics = item_statistics(cov)
    if np.isnan(answers.values.sum()):
        statistics["item_total"] = with_mean_of_answered(answers.values, answers.weights)
    if interval == "feldt":
        bounds = feldt(statistics, answers.effective_n, len(answers.names), level)
    else:
        generator = np.random.default_rng(0 if rng is None else rng)
        x, w = answers.values, answers.weights
        order = content_order(x[:, name_order(answers.names)], w)  # of respondents, who have no names
        bounds = bootstrap(x[order], None if w is None else w[order], level, draws, generator)
    means = (mean_of_answered if np.isnan(answers.values.sum()) else mean)(answers.values, answers.weights)
    return labelled(answers, means, cov, statistics, bounds, (interval, level, missing, _seed(interval, rng)))


def of_covariances(
    answers: Sums, found: tuple[Array, Array], level: float, missing: str, item_total: Array | None
) -> Alpha:
    """Return alpha with Feldt's interval of means (k,) and covariances (k, k), and of `item_total` where answers miss."""
    means, cov = found
    check_variance(cov)
    statistics = item_statistics(cov)
    if item_total is not None:
        statistics["item_total"] = item_total
    bounds = feldt(statistics, answers.effective_n, len(answers.names), level)
    return labelled(answers, means, cov, statistics, bounds, ("feldt", level, missing, None))


def labelled(
    answers: Answers | Sums,
    means: Array,
    cov: Array,
    statistics: dict[str, Array],
    bounds: dict[str, tuple[Array, Array]],
    options: tuple[str, float, str, int | None],
) -> Alpha:
    """Return the result with its item table and notes."""
    r = to_correlation(cov)
    standardized, average = standardized_alpha(r)
    columns = {"mean": means}
    columns["sd"] = np.sqrt(np.diagonal(cov))
    for name in _INTERVALS:
        columns |= {
            name: statistics[name],
            f"{name}_lower": bounds[name][0],
            f"{name}_upper": bounds[name][1],
        }
    columns["squared_multiple"] = _squared_multiple(r)
    columns["scale_mean_if_deleted"] = columns["mean"].sum() - columns["mean"]
    columns["scale_variance_if_deleted"] = cov.sum() - 2 * cov.sum(axis=0) + np.diagonal(cov)
    interval, level, missing, seed = options
    return Alpha(
        alpha=float(statistics["alpha"]),
        standardized=standardized,
        lower=float(bounds["alpha"][0]),
        upper=float(bounds["alpha"][1]),
        mean_inter_item=average,
        items=pd.DataFrame(columns, index=pd.Index(answers.names, name="item")),
        n=answers.n,
        effective_n=answers.effective_n,
        interval=interval,
        level=level,
        missing=missing,
        notes=(*answers.notes, *_notes(answers, cov, r, float(statistics["alpha"]))),
        seed=seed,
    )


def _squared_multiple(r: Array) -> Array:
    if np.isnan(r).any() or np.linalg.eigvalsh(r)[0] < 1e-10:
        return np.full(len(r), np.nan)
    return squared_multiple(r)


def _notes(answers: Answers | Sums, cov: Array, r: Array, value: float) -> list[Note]:
    notes = [
        Note(
            "item {item} is constant: it is kept, has no correlations, and no standardised alpha exists",
            item=name,
        )
        for name in constant_items(cov, answers.names)
    ]
    notes += look_reversed(r, answers.names, answers.effective_n)
    if value < 0:
        notes.append(Note("alpha is negative: items are not all directed alike, or measure different things"))
    if len(answers.names) == 2:
        notes.append(Note("two items: alpha if one is deleted does not exist"))
    return notes


def _seed(interval: str, rng: int | np.random.Generator | None) -> int | None:
    """Return the seed that the bounds rest on."""
    return int(rng or 0) if interval == "bootstrap" and not isinstance(rng, np.random.Generator) else None
