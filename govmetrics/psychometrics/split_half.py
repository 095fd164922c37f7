"""Split-half reliability: chosen halves, and the best, worst and mean over all splits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import SEED, shown, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Bools
from govmetrics.numerics.draw_order import in_place
from govmetrics.psychometrics._item_frames import check_variance, covariance_of, read_answers
from govmetrics.psychometrics._item_statistics import item_statistics

NDArrayBool = Bools
_NAMES = (
    Text("Correlation of the halves"),
    Text("Spearman-Brown, halves of equal length"),
    Text("Spearman-Brown, halves of unequal length"),
    Text("Guttman's split-half coefficient"),
    Text("Alpha of the first half"),
    Text("Alpha of the second half"),
    Text("Best split"),
    Text("Worst split"),
    Text("Mean of the splits"),
)
_EXHAUSTIVE = 26  # items up to which every split is looked at


@dataclass(frozen=True, eq=False)
class SplitHalf(Result):
    """Split-half reliability (折半信度).

    Attributes
    ----------
    first, second : tuple of str
        The items of the two halves.
    correlation : float
        Between the halves' totals.
    spearman_brown : float
        For halves of equal length; `spearman_brown_unequal` is Horst's for the lengths given.
    guttman : float
        4 times the halves' covariance over the variance of the total.
    alpha_first, alpha_second : float
        Alpha within the halves (NaN for a half of one item).
    best, worst, mean : float
        Guttman's coefficient over all splits into (nearly) equal halves; `splits` says how many.

    See Also
    --------
    split_half
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    correlation: float
    spearman_brown: float
    spearman_brown_unequal: float
    guttman: float
    alpha_first: float
    alpha_second: float
    best: float
    worst: float
    mean: float
    splits: Text
    n: int
    notes: tuple[Note, ...]

    _shown: ClassVar = {"_coefficients": "Split-half reliability"}

    @property
    def _coefficients(self) -> pd.DataFrame:
        values = {key: value for key, value in vars(self).items() if isinstance(value, float)}
        return pd.Series(values, name="value").rename_axis("coefficient").to_frame()

    def _method(self) -> tuple[Text, ...]:
        found = (
            "The items were split into halves of {first} and {second}, whose totals were correlated and corrected to "
            "full length by the Spearman-Brown formula; Guttman's coefficient was computed over {splits}."
        )
        return (Text(found, first=len(self.first), second=len(self.second), splits=self.splits),)

    def _tables(self) -> list[Table]:
        table = self._coefficients.set_axis(pd.Index(_NAMES, dtype=object, name="coefficient"))
        return [
            Table.of(
                Text(self._shown["_coefficients"]),
                table,
                "psychometrics",
                cites=("spearman1910", "horst1951", "guttman1945"),
            )
        ]

    def _finding(self) -> tuple[Text, ...]:
        found = (
            "The halves correlate {correlation:.3f}; Spearman-Brown {spearman_brown_unequal:.3f}, Guttman "
            "{guttman:.3f} (over {splits}: {worst:.3f} to {best:.3f}; n = {n:,})."
        )
        names = ("correlation", "spearman_brown_unequal", "guttman", "splits", "worst", "best", "n")
        return (Text(found, **{name: getattr(self, name) for name in names}),)


def split_half(
    items: pd.DataFrame,
    halves: Literal["first_second", "odd_even"] | list[str] = "odd_even",
    *,
    weights: pd.Series | None = None,
    missing: Literal["listwise", "pairwise"] = "listwise",
    rng: int | np.random.Generator = 0,
) -> SplitHalf:
    """Return the split-half reliability of `items`.

    Parameters
    ----------
    items : DataFrame
        Respondents x items, in the order of the questionnaire, reversed items already flipped.
    halves : {"odd_even", "first_second"} or list of str
        How the items are split, or the items of the first half. Of an odd number of items the first half
        has one more (as in SPSS).
    weights : Series, optional
        Design weights under the respondents' index.
    missing : {"listwise", "pairwise"}
        Rule for missing answers.
    rng : int or Generator
        For the sample of splits of more than 26 items.

    Returns
    -------
    SplitHalf

    Raises
    ------
    FaultyInput
        Unknown items or an empty half; bad answers.
    UnsuitableMethod
        Fewer than two items; halves without variance.

    References
    ----------
    Spearman, C. (1910). Correlation calculated from faulty data. British Journal of Psychology, 3.
    Horst, P. (1951). Estimating total test reliability from parts of unequal length. Educational and
    Psychological Measurement, 11.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1, 2, 3, 4], "b": [1, 3, 2, 4], "c": [2, 2, 3, 4], "d": [1, 2, 4, 4]})
    >>> round(split_half(answers).spearman_brown, 4)
    0.9728
    """
    faults = wanted(rng=(rng, SEED))
    with faults:
        answers = read_answers(items, weights, missing)
    faults.raise_all()
    cov = covariance_of(answers)
    check_variance(cov)
    in_first = _halves(answers.names, halves)
    for half in (in_first, ~in_first):
        check_variance(cov[np.ix_(half, half)])
    values = _split_half(cov, in_first)
    splits, complete = all_splits(cov, answers.names, np.random.default_rng(rng))
    names = np.array(answers.names, dtype=object)
    return SplitHalf(
        first=tuple(names[in_first]),
        second=tuple(names[~in_first]),
        **values,
        best=float(splits.max()),
        worst=float(splits.min()),
        mean=float(splits.mean()),
        splits=splits_words(len(splits), complete),
        n=answers.n,
        notes=tuple(answers.notes),
    )


def _halves(names: list[str], halves: str | list[str]) -> NDArrayBool:
    k = len(names)
    if isinstance(halves, str) and halves in ("first_second", "odd_even"):
        return np.arange(k) < (k + 1) // 2 if halves == "first_second" else np.arange(k) % 2 == 0
    if isinstance(halves, str | bytes) or not isinstance(halves, Iterable):
        way = "choose first_second, odd_even, or list the items of the first half"
        raise FaultyInput("halves", "is {value}", way, value=shown(halves))
    chosen = {str(name) for name in halves}
    unknown, way = sorted(chosen.difference(names)), "list some, not all, of the items"
    if unknown:
        raise FaultyInput("halves", "no such items: {unknown}", way, unknown=unknown)
    if not 0 < len(chosen) < k:
        raise FaultyInput("halves", "one half is empty", way)
    return np.array([name in chosen for name in names])


def _split_half(cov: Array, in_first: NDArrayBool) -> dict[str, float]:
    """Return the coefficients of one split; `in_first` (k,) marks the first half."""
    a, b = in_first.astype(float), (~in_first).astype(float)
    first, second, between = a @ cov @ a, b @ cov @ b, a @ cov @ b
    r = between / np.sqrt(first * second)
    k1, k2, k = a.sum(), b.sum(), len(cov)
    shares = 2 * k1 * k2 / k**2
    # Horst (1951), as in SPSS; equals Spearman-Brown when both halves have k / 2 items
    unequal = (
        (np.sqrt(r**4 + 4 * r**2 * (1 - r**2) * k1 * k2 / k**2) - r**2) / (shares * (1 - r**2))
        if r**2 < 1
        else 1.0
    )
    within = [
        item_statistics(cov[np.ix_(half, half)])["alpha"] if half.sum() > 1 else np.nan
        for half in (in_first, ~in_first)
    ]
    return {
        "correlation": float(r),
        "spearman_brown": float(2 * r / (1 + r)) if r > -1 else float("-inf"),
        "spearman_brown_unequal": float(unequal),
        "guttman": float(4 * between / (first + second + 2 * between)),
        "alpha_first": float(within[0]),
        "alpha_second": float(within[1]),
    }


def all_splits(cov: Array, names: Sequence[str], rng: np.random.Generator) -> tuple[Array, bool]:
    """Return Guttman's split-half coefficient of every split of k items into halves (sizes differ by k % 2).

    With signs s = +1 and -1 for the halves, the coefficient is 1 - s'Cs / 1'C1. The quadratic form of all
    sign vectors is put together from those of two blocks of items, one matrix product per pair of sizes.
    Above 26 items 100,000 splits are drawn instead, in the order of the items' names, and the second value is False.
    """
    k, total = len(cov), cov.sum()
    if k > _EXHAUSTIVE:
        places = rng.permuted(np.tile(np.arange(k) < k // 2, (100_000, 1)), axis=1)
        signs = 2.0 * in_place(name_order(names), places) - 1
        return 1 - np.einsum("ij,ij->i", signs @ cov, signs) / total, False
    left = k // 2
    a, b = _signs(left), _signs(k - left)
    a = a if k % 2 else a[a[:, 0] > 0]  # halves of one size: the one with the first item is named first
    own_a = np.einsum("ij,ij->i", a @ cov[:left, :left], a)
    own_b = np.einsum("ij,ij->i", b @ cov[left:, left:], b)
    size_a, size_b = (a > 0).sum(axis=1), (b > 0).sum(axis=1)
    forms = []
    for size in range(left + 1):
        rows, columns = size_a == size, size_b == k // 2 - size
        cross = a[rows] @ cov[:left, left:] @ b[columns].T
        forms.append((own_a[rows, None] + own_b[columns] + 2 * cross).ravel())
    return 1 - np.concatenate(forms) / total, True


def splits_words(count: int, complete: bool) -> Text:
    """Return how many splits were looked at."""
    if complete:
        return Text("{count:the only split|all # splits}", count=count)
    return Text("{count:# split drawn at random|# splits drawn at random}", count=count)


def _signs(k: int) -> Array:
    """Return all (2^k, k) vectors of +1 and -1."""
    return np.asarray(2.0 * ((np.arange(2**k)[:, None] >> np.arange(k)) & 1) - 1, dtype=float)
