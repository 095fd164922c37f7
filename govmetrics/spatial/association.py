"""What the statistics of a whole map share: their table, tests, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.options import choice, count, optional
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text, p_words
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.draw_order import dealt
from govmetrics.numerics.relabelling import tails
from govmetrics.spatial.values import Columns, labelled

Assumption = Literal["randomisation", "normality"]
Alternative = Literal["two_sided", "greater", "less"]
ASSUMPTION = choice("randomisation", "normality")
ALTERNATIVE = choice("two_sided", "greater", "less")
DRAWS = optional(count(1, 10**6))
_ASSUMED = {
    "randomisation": Text("the values are taken as given and dealt to the units at random"),
    "normality": Text("the values are taken as draws from one normal distribution"),
}
_SIDES = {
    "two_sided": Text("two-sided"),
    "greater": Text("of larger values alone"),
    "less": Text("of smaller values alone"),
}


@dataclass(frozen=True, eq=False)
class Association(Result):
    """A statistic of a whole map for every measure, and period where there are any.

    Attributes
    ----------
    table : DataFrame
        One row a measure, or period and measure: the statistic, expected, variance, z, p and, with draws, p_permuted.
    assumption : str
        "randomisation" or "normality".
    alternative : str
        Of the p values.
    draws : int or None
        Permutations behind `p_permuted`.
    rng : int or None
        The seed.
    names : dict
        Of measures.
    notes : tuple of Note
    """

    table: pd.DataFrame
    assumption: str
    alternative: str
    draws: int | None
    rng: int | None
    names: Mapping[str, Label]
    notes: tuple[Note, ...] = ()

    @property
    def expected(self) -> Any:
        """The expectation without any dependence."""
        return self._one("expected")

    @property
    def variance(self) -> Any:
        """The variance without any dependence."""
        return self._one("variance")

    @property
    def z(self) -> Any:
        """The standardised statistic."""
        return self._one("z")

    @property
    def p(self) -> Any:
        """The p value from the normal distribution."""
        return self._one("p")

    def _one(self, name: str) -> Any:
        """Return a number where there is one measure, else all of them."""
        return float(self.table[name].iloc[0]) if len(self.table) == 1 else self.table[name]

    def _names(self) -> Mapping[Any, str]:
        return self.names

    def _method(self) -> tuple[Text, ...]:
        found = [
            Text("p is {side}: {assumed}.", side=_SIDES[self.alternative], assumed=_ASSUMED[self.assumption])
        ]
        if self.draws:
            found.append(
                Text("Beside it stands p from {draws:,} permutations of the units.", draws=self.draws)
            )
        return tuple(found)

    def _said(self, name: str, alike: Text, unlike: Text, below: bool) -> tuple[Text, ...]:
        """Say of the first measures what they show."""
        found = []
        for label, row in self.table.head(3).iterrows():
            one = label if isinstance(label, tuple) else (label,)
            measure = self.names.get(one[-1], str(one[-1]))
            told = [str(one[0]), measure] if len(one) > 1 else [measure]
            text = "{measure}: {name} {value:.3f}, expected {expected:.3f} ({p})."
            found.append(Text(text, measure=Text("{parts}", parts=told), name=name, value=float(row.iloc[0]),
                              expected=float(row["expected"]), p=p_words(float(row["p"]))))  # fmt: skip
            if row["p"] < 0.05:
                found.append(alike if (row.iloc[0] < row["expected"]) == below else unlike)
        return tuple(found)


def tested(
    found: Columns, name: str, value: Array, expected: Any, variance: Array, alternative: str
) -> pd.DataFrame:
    """Return the table of a statistic, tested against the normal distribution."""
    from scipy.stats import norm

    z = (value - expected) / np.sqrt(variance)
    p = {"two_sided": 2 * norm.sf(np.abs(z)), "greater": norm.sf(z), "less": norm.cdf(z)}[alternative]
    return labelled(
        found, **{name: value}, expected=np.broadcast_to(expected, value.shape), variance=variance, z=z, p=p
    )


def permuted(
    statistic: Callable[[Array], Array],
    y: Array,
    order: Ints,
    draws: int,
    rng: np.random.Generator,
    alternative: str,
) -> Array:
    """Return p (columns,) of a statistic by dealing the rows of values (n, columns) to units at random."""
    observed = statistic(y)
    drawn = np.array([statistic(y[dealt(order, rng.permutation(len(y)))]) for _ in range(draws)])
    place = {"greater": 0, "less": 1, "two_sided": 2}[alternative]
    centre = drawn.mean(axis=0)
    return np.array(
        [tails(float(observed[k]), drawn[:, k], False, float(centre[k]))[place] for k in range(len(observed))]
    )
