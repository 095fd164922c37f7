"""Cronbach's alpha with its item table and intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import is_number
from govmetrics.core.errors import Fault, Faults, FaultyInput, choose
from govmetrics.core.results import fields_dict, html
from govmetrics.numerics.correlations import (
    Array,
    mean,
    mean_of_answered,
    squared_multiple,
    to_correlation,
    with_mean_of_answered,
)
from govmetrics.psychometrics._item_frames import (
    Answers,
    check_variance,
    constant_items,
    covariance_of,
    read_answers,
)
from govmetrics.psychometrics._item_statistics import bootstrap, feldt, item_statistics, standardized_alpha
from govmetrics.psychometrics._note_words import notes_in
from govmetrics.psychometrics._words import grade_of, words_in
from govmetrics.psychometrics.odd_items import look_reversed

_INTERVALS = ("item_total", "item_rest", "alpha_if_deleted")


@dataclass(frozen=True, eq=False)
class Alpha:
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
    notes: tuple[str, ...]
    seed: int | None = None

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of the item table."""
        return self.items.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: Literal["en", "zh"] = "en") -> str:
        """Return the verdict in words."""
        w = words_in(language)
        grade = w[
            grade_of(self.alpha, (0.8, 0.7, 0.6), ("alpha_high", "alpha_good", "alpha_fair", "alpha_poor"))
        ]
        text = w["alpha_sentence"].format(
            alpha=self.alpha,
            lower=self.lower,
            upper=self.upper,
            level=100 * self.level,
            n=self.n,
            grade=grade,
        )
        weak = self.items.index[self.items["item_rest"] < 0.4]
        better = self.items.index[self.items["alpha_if_deleted"] > self.alpha + 0.01]
        if len(weak):
            text += w["alpha_weak"].format(items=w["comma"].join(weak))
        if len(better):
            text += w["alpha_better"].format(items=w["comma"].join(better))
        return text + "".join(w["note"].format(note=note) for note in notes_in(self.notes, language))

    def _repr_html_(self) -> str:
        return html(
            self.items,
            f"Cronbach's alpha {self.alpha:.3f} [{self.lower:.3f}, {self.upper:.3f}], n = {self.n}",
        )


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
    faults = Faults()
    with faults:
        choose(interval, ("feldt", "bootstrap"), "interval")
    with faults:
        _check_options(interval, level, missing, draws)
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
        bounds = bootstrap(answers.values, answers.weights, level, draws, generator)
    seeded = interval == "bootstrap" and not isinstance(rng, np.random.Generator)
    return _labelled(
        answers,
        cov,
        statistics,
        bounds,
        (interval, level, missing, rng or 0 if isinstance(rng, int | None) and seeded else None),
    )


def _labelled(
    answers: Answers,
    cov: Array,
    statistics: dict[str, Array],
    bounds: dict[str, tuple[Array, Array]],
    options: tuple[str, float, str, int | None],
) -> Alpha:
    x = answers.values
    pairwise = np.isnan(x.sum())
    r = to_correlation(cov)
    standardized, average = standardized_alpha(r)
    columns = {"mean": (mean_of_answered if pairwise else mean)(x, answers.weights)}
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


def _notes(answers: Answers, cov: Array, r: Array, value: float) -> list[str]:
    constant = constant_items(cov, answers.names)
    notes = [
        f"item {name} is constant: it is kept, has no correlations, and no standardized alpha exists"
        for name in constant
    ]
    notes += look_reversed(r, answers.names, answers.effective_n)
    if value < 0:
        notes.append("alpha is negative: items are not all directed alike, or measure different things")
    if len(answers.names) == 2:
        notes.append("two items: alpha if one is deleted does not exist")
    return notes


def _check_options(interval: str, level: float, missing: str, draws: int) -> None:
    faults = []
    if not (is_number(level) and 0 < level < 1):
        faults.append(Fault("level", f"{level} is not a confidence level", "give a share such as 0.95"))
    if (interval, missing) == ("bootstrap", "pairwise"):
        faults.append(
            Fault("interval", "no bootstrap for pairwise answers", 'use missing="listwise" or "feldt"')
        )
    if draws < 2:
        faults.append(Fault("draws", f"{draws} bootstrap draws", "give 1000 or more"))
    if faults:
        raise FaultyInput(faults)
