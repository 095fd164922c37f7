"""Replicate weights: columns of weights whose spread says how sure an estimate is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.dataset import as_floats
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.options import FLAG, FRAME, choice, number, optional, shown, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Text

Kind = Literal["jk1", "jk2", "jkn", "brr", "fay", "bootstrap", "other"]
KINDS = {
    "jk1": Text("jackknife (JK1)"), "jk2": Text("paired jackknife (JK2)"), "jkn": Text("stratified jackknife (JKn)"),
    "brr": Text("balanced repeated replication (BRR)"), "fay": Text("balanced repeated replication with Fay's factor"),
    "bootstrap": Text("bootstrap"), "other": Text("replicate weights"),
}  # fmt: skip

WEIGHTS_WANTED = Text("weights of replicates are numbers, none below zero")


@dataclass(frozen=True, eq=False)
class Replicates(Result):
    """Replicate weights of a survey, and how the spread of the replicates becomes a variance.

    The variance of an estimate is ``scale * sum(scales[r] * (estimate_r - centre)^2)`` over the replicates.

    Parameters
    ----------
    weights : DataFrame, shape (respondents, replicates)
        The weights of every replicate, at least zero.
    kind : {"jk1", "jk2", "jkn", "brr", "fay", "bootstrap", "other"}
        How they were made, which settles the scale: with R replicates (R - 1) / R for "jk1"; 1 for "jk2" and "jkn"; 1 / R for
        "brr" and "bootstrap" (1 / (R - 1) around the mean); 1 / (R (1 - fay)^2) for "fay"; "other" needs `scale`.
    scale : float, optional
        Given by the survey's producer: it takes the place of the kind's.
    scales : sequence of float, optional
        Of each replicate, (n - 1) / n with n clusters in its stratum for "jkn", which needs them; else 1.
    fay : float
        Fay's factor, above 0 (which were BRR) and below 1: what is left of the weights that are turned down.
    centre : {"estimate", "mean"}
        Deviations are taken from the estimate with the survey's own weights, or from the mean of the replicates (as R's
        survey package does where nothing is said); the first is never smaller.
    factors : bool
        The columns are factors that multiply the survey's own weights, not weights.

    Raises
    ------
    FaultyInput
        Weights that are no numbers or below zero, fewer than two replicates, a scale that the kind lacks.

    References
    ----------
    Wolter, K. M. (2007). Introduction to variance estimation, 2nd ed. Springer.

    Examples
    --------
    Three respondents, each left out once:

    >>> found = Replicates(pd.DataFrame([[0, 1.5, 1.5], [1.5, 0, 1.5], [1.5, 1.5, 0]]), "jk1")
    >>> round(found.scale, 4), found.scales
    (0.6667, (1.0, 1.0, 1.0))
    """

    weights: pd.DataFrame
    kind: Kind = "jk1"
    scale: float | None = None
    scales: Sequence[float] | None = None
    fay: float = 0.0
    centre: Literal["estimate", "mean"] = "estimate"
    factors: bool = False

    _shown: ClassVar = {"weights": "Replicate weights"}

    def __post_init__(self) -> None:
        faults = wanted(
            weights=(self.weights, FRAME), kind=(self.kind, choice(*KINDS)), centre=(self.centre, choice("estimate", "mean")),
            scale=(self.scale, optional(number(0, 1e9, open_low=True))), factors=(self.factors, FLAG),
            fay=(self.fay, number(0, 1, open_high=True)),
        )  # fmt: skip
        faults.raise_all()
        values = as_floats(self.weights)
        count = values.shape[1]
        faults += _weight_faults(self.weights, values) + _scale_faults(self, count)
        faults.raise_all()
        scale = _scale_of(self, count) if self.scale is None else float(self.scale)
        scales = (1.0,) * count if self.scales is None else tuple(float(one) for one in self.scales)
        for name, value in (("weights", values), ("scale", scale), ("scales", scales)):
            object.__setattr__(self, name, value)

    @classmethod
    def written(cls, content: Mapping[str, Any], weights: pd.DataFrame) -> Replicates:
        """Return those of what `to_dict` gave, with the weights under the respondents' labels."""
        said = {key: content[key] for key in ("kind", "scale", "scales", "fay", "centre", "factors")}
        return cls(weights, **said)

    def whole(self, weight: np.ndarray) -> np.ndarray:
        """Return the weights of every replicate, (replicates, respondents), given the survey's own."""
        found = self.weights.to_numpy().T
        return found * weight if self.factors else found

    def variance(self, drawn: np.ndarray, estimate: np.ndarray) -> np.ndarray:
        """Return the variance of estimates, given those of every replicate, (replicates, ...); NaN where one has none."""
        factors = self._factors.reshape(-1, *[1] * estimate.ndim)
        middle = estimate if self.centre == "estimate" else drawn.mean(axis=0)
        return np.asarray((factors * (drawn - middle) ** 2).sum(axis=0))

    @property
    def _factors(self) -> np.ndarray:
        assert self.scale is not None
        return self.scale * np.array(self.scales, dtype=float)

    @property
    def called(self) -> Text:
        """What the kind is called."""
        return KINDS[self.kind]

    def _method(self) -> tuple[Text, ...]:
        told = "Sampling errors are found from {count:# replicate|# replicates} of the weights: {kind}."
        return (Text(told, count=self.weights.shape[1], kind=self.called),)

    def _finding(self) -> tuple[Text, ...]:
        told = "{count:# replicate|# replicates}: {kind}."
        return (Text(told, count=self.weights.shape[1], kind=self.called),)


def some_of(replicates: Replicates, rows: np.ndarray) -> Replicates:
    """Return those of some respondents, by their places."""
    return replace(replicates, weights=replicates.weights.iloc[rows])


def all_zero(name: str) -> Fault:
    """Return the fault of a replicate that has nobody."""
    return Fault(name, "the weights of this replicate are all zero", "leave the column out")


def _weight_faults(given: pd.DataFrame, values: pd.DataFrame) -> list[Fault]:
    x, faults = values.to_numpy(), list[Fault]()
    if x.shape[1] < 2:
        faults.append(
            Fault(
                "replicates",
                "has {count:# column|# columns}",
                "give two replicates or more",
                count=x.shape[1],
            )
        )
    bad = np.argwhere(~(np.isfinite(x) & (x >= 0))).tolist()
    faults += each(
        bad,
        lambda at: Fault(
            Text("{item}, respondent {names:5}", item=str(given.columns[at[1]]), names=[given.index[at[0]]]),
            "is {value}", WEIGHTS_WANTED, value=shown(given.iloc[at[0], at[1]]),
        ),
        most=20,
    )  # fmt: skip
    if not bad:
        empty = given.columns[(x == 0).all(axis=0)] if len(x) else []
        faults += [all_zero(str(name)) for name in empty]
    return faults


def _scale_faults(given: Replicates, count: int) -> Faults:
    faults = Faults()
    if given.kind == "other" and given.scale is None:
        faults.append(
            Fault(
                "scale",
                "is missing",
                "give what the sum of squares is multiplied by; the survey's documents say it",
            )
        )
    if given.kind == "jkn" and given.scales is None:
        way = "give (n - 1) / n for each replicate, n being the clusters of its stratum"
        faults.append(Fault("scales", "is missing", way))
    if given.kind == "fay" and not given.fay:
        way = "give Fay's factor, as the survey's documents say it (often 0.3 or 0.5), or choose kind='brr'"
        faults.append(Fault("fay", "is missing", way))
    if given.fay and given.kind != "fay":
        faults.append(Fault("fay", "is {value}", "leave it out, or choose kind='fay'", value=given.fay))
    if given.scales is not None:
        try:
            x = np.array([float(one) for one in given.scales])
        except (TypeError, ValueError, OverflowError):
            x = np.array([np.nan])
        if len(x) != count or not (np.isfinite(x) & (x >= 0)).all():
            way = "give one number from 0 for each of the {count:# replicate|# replicates}"
            faults.append(Fault("scales", "is {value}", way, value=shown(given.scales), count=count))
    return faults


def _scale_of(given: Replicates, count: int) -> float:
    return {
        "jk1": (count - 1) / count, "jk2": 1.0, "jkn": 1.0, "brr": 1 / count, "fay": 1 / (count * (1 - given.fay) ** 2),
        "bootstrap": 1 / count if given.centre == "estimate" else 1 / (count - 1),
    }[given.kind]  # fmt: skip
