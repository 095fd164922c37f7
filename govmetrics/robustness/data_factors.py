"""Factors that vary the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, Text
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import with_sound, without_evidence
from govmetrics.core.options import FLAG, FROM_ZERO, instance
from govmetrics.core.tree import IndicatorTree
from govmetrics.robustness.checks import code_faults
from govmetrics.robustness.drawn import NO_LEAF, Drawn

DEVIATIONS = instance(Mapping, Text("give {code: standard deviation}"))


@dataclass(frozen=True)
class StandardErrors(Drawn):
    """Values that have standard errors (a survey's, a network's, a rate's) drawn again from a normal distribution.

    Parameters
    ----------
    draws : int
        How many sets of values are drawn beforehand.

    Examples
    --------
    >>> from govmetrics.robustness import StandardErrors
    >>> StandardErrors(100).levels
    100
    """

    draws: int = 200

    name: ClassVar = "standard errors of what was measured"

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = self.draw_faults()
        if data.standard_errors is None:
            way_out = "give the survey, as in survey=..., or join its scores first"
            faults.append(Fault("StandardErrors", "the data have no standard errors", way_out))
        return faults

    def dataset(self, data: Dataset, level: int, seed: int) -> Dataset:
        """Return the dataset of one draw."""
        assert data.standard_errors is not None  # see `faults`
        errors = data.standard_errors[data.tree.codes].to_numpy(dtype=float, na_value=np.nan)
        return _noisy(data, np.nan_to_num(errors), level, seed)


@dataclass(frozen=True)
class MeasurementErrors(Drawn):
    """Values drawn again from a normal distribution around what was measured.

    Parameters
    ----------
    sd : mapping of str to float
        Standard deviation per leaf, in its unit (or relative, see below).
    relative : bool
        `sd` is a share of each value.
    draws : int
        How many sets of values are drawn beforehand.

    Examples
    --------
    >>> from govmetrics.robustness import MeasurementErrors
    >>> MeasurementErrors({"poverty": 0.05}, relative=True).levels
    200
    """

    sd: Mapping[str, float]
    relative: bool = False
    draws: int = 200

    name: ClassVar = "measurement errors"

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = self.draw_faults()
        faults += FLAG.faults("MeasurementErrors.relative", self.relative)
        wrong = DEVIATIONS.faults("MeasurementErrors.sd", self.sd)
        if wrong:
            return faults + wrong
        faults += code_faults(list(self.sd), data.tree.codes, "MeasurementErrors.sd", NO_LEAF)
        return faults + [
            fault
            for code, sd in self.sd.items()
            for fault in FROM_ZERO.faults(Text("{code}, standard deviation", code=place_of(code)), sd)
        ]

    def dataset(self, data: Dataset, level: int, seed: int) -> Dataset:
        """Return the dataset of one draw."""
        size = np.array([self.sd.get(code, 0.0) for code in data.tree.codes])
        errors = (
            np.abs(data.values.to_numpy()) * size
            if self.relative
            else np.broadcast_to(size, data.values.shape)
        )
        return _noisy(data, np.nan_to_num(errors), level, seed)


@dataclass(frozen=True)
class MissingData(Drawn):
    """Missing cells filled by what other units show: each by a value drawn from its leaf, within the period.

    Units without any value stay so, as in the imputations.

    Parameters
    ----------
    draws : int
        How many sets of values are drawn beforehand.

    References
    ----------
    Little and Rubin (2002), Statistical Analysis with Missing Data, section 4.3.2 (hot deck); OECD/JRC (2008), step 3.

    Examples
    --------
    >>> from govmetrics.robustness import MissingData
    >>> MissingData(100).levels
    100
    """

    draws: int = 200

    name: ClassVar = "missing data"

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = self.draw_faults()
        empty = [code for code in tree.codes if data.values[code].isna().all()]
        problem, way_out = "has no value in any unit, so that nothing can be drawn", "leave the indicator out"
        return faults + [Fault(code, problem, way_out) for code in empty]

    def dataset(self, data: Dataset, level: int, seed: int) -> Dataset:
        """Return the dataset of one draw."""
        generator = np.random.default_rng([seed, level])
        frame = data.values.iloc[data.by_name]
        values = frame.to_numpy(copy=True)
        periods = frame.index.get_level_values(0) if frame.index.nlevels == 2 else np.zeros(len(frame))
        empty = np.isnan(values)
        gaps = (
            empty & ~without_evidence(data)[data.by_name][:, None]
        )  # of a unit without any nothing is known
        for column in np.flatnonzero(gaps.any(axis=0)):
            for period in pd.unique(periods[gaps[:, column]]):
                rows = np.asarray(periods == period)
                known = values[rows & ~empty[:, column], column]
                known = known if known.size else values[~empty[:, column], column]
                if known.size:  # a leaf that is not scored may be empty
                    hole = rows & gaps[:, column]
                    values[hole, column] = generator.choice(known, hole.sum())
        drawn = pd.DataFrame(values, index=frame.index, columns=frame.columns).loc[data.values.index]
        return with_sound(data, values=drawn)


def _noisy(data: Dataset, errors: np.ndarray, level: int, seed: int) -> Dataset:
    # Seeded by the level and drawn in the order of the names: neither the order in which draws are computed nor that
    # of the rows matters.
    noise = np.random.default_rng([seed, level]).standard_normal(data.values.shape)
    rank = np.argsort(data.by_name)
    values: Any = data.values.to_numpy() + errors * noise[rank]
    frame = pd.DataFrame(values, index=data.values.index, columns=data.values.columns, copy=False)
    return with_sound(data, values=frame)
