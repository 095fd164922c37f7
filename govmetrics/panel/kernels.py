"""Kernel densities of every period: where units stand, whether they spread, and whether they part into several peaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.errors import Faults
from govmetrics.core.options import POSITIVE, Kind, count, is_ascending, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.panel.bandwidths import width
from govmetrics.panel.common import Source, by_period, column_of, names_of, period_name

PROMINENT = 0.05
"""A peak counts if it stands above the valleys beside it by this share of the highest peak."""
_RULES = ("silverman", "sheather_jones")
_BANDWIDTH = Kind(
    lambda given: given in _RULES if isinstance(given, str) else POSITIVE.fits(given),
    Text('give "silverman", "sheather_jones", or a number above 0'),
)
_BOUNDS = optional(
    Kind(
        lambda ends: not isinstance(ends, str) and len(ends) == 2 and is_ascending(ends),
        Text("give two ends, such as (0, 100)"),
    )
)


@dataclass(frozen=True, eq=False)
class KernelDensities(Result):
    """The distribution of units in every period.

    Attributes
    ----------
    summary_of_periods : DataFrame
        One row per period: n, mean, sd, bandwidth, peaks (how many), peak (where the highest is), height (density
        there), second_peak (where the next highest is; NaN where there is one alone), p10 and p90 (the 10th and
        the 90th percentile), missing.
    densities : DataFrame
        Rows are values, columns periods: the density there.
    bandwidth : str or float
        The rule, or the number that was given.
    bounds : tuple of float, or None
        At which the density is reflected.
    node : str
        The column.
    names : dict
        What it is called.

    See Also
    --------
    kernels
    """

    summary_of_periods: pd.DataFrame
    densities: pd.DataFrame
    bandwidth: str | float
    bounds: tuple[float, float] | None
    node: str
    names: dict[str, Label] = field(default_factory=dict)

    _by_line = True
    _shown: ClassVar = {"summary_of_periods": "Distribution in every period"}
    _cites: ClassVar = ("Silverman1986", "SheatherJones1991")

    def _names(self) -> dict[str, Label]:
        return self.names

    def _method(self) -> tuple[Text, ...]:
        rules = {
            "silverman": Text("Silverman's rule of thumb"),
            "sheather_jones": Text("the method of Sheather and Jones"),
        }
        how = rules.get(str(self.bandwidth)) or Text("{h:.4g} as given", h=self.bandwidth)
        told = Text(
            "Densities were estimated by a Gaussian kernel in every period; the bandwidth is {how}.", how=how
        )
        if self.bounds is None:
            return (told,)
        low, high = self.bounds
        return told, Text(
            "At the ends of the scale, {low:g} and {high:g}, the density is reflected.", low=low, high=high
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the number of peaks rests on."""
        notes = [Note("the number of peaks depends on the bandwidth: look at it with another one as well")]
        table = self.summary_of_periods
        few = [str(period) for period in table.index[table["n"] < 30]]
        if few:
            notes.append(Note("fewer than 30 units, so that peaks may be chance: {periods}", periods=few))
        return tuple(notes)

    def _finding(self) -> tuple[Text, ...]:
        """How place, spread and peaks changed from the first period to the last."""
        table = self.summary_of_periods
        first, last = table.iloc[0], table.iloc[-1]
        said = {"first": period_name(table.index[0]), "last": period_name(table.index[-1])}
        if len(table) == 1:
            return (
                Text(
                    "{first}: {peaks:# peak|# peaks}, the highest at {at:.4g}.",
                    peaks=int(first["peaks"]),
                    at=first["peak"],
                    **said,
                ),
            )
        return (
            Text("From {first} to {last} the highest peak moves from {a:.4g} to {b:.4g}, and its height from {c:.3g} to {d:.3g}.",
                 a=first["peak"], b=last["peak"], c=first["height"], d=last["height"], **said),
            Text("Peaks: {a} in {first}, {b} in {last}; 80% of the units lie within {c:.4g} then and {d:.4g} now.",
                 a=int(first["peaks"]), b=int(last["peaks"]), c=first["p90"] - first["p10"],
                 d=last["p90"] - last["p10"], **said),
        )  # fmt: skip


def kernels(
    source: Source,
    node: str | None = None,
    bandwidth: Literal["silverman", "sheather_jones"] | float = "silverman",
    bounds: Sequence[float] | None = None,
    points: int = 512,
) -> KernelDensities:
    r"""Estimate the density of units' values in every period by a Gaussian kernel.

    :math:`f(x) = \frac{1}{nh} \sum_i \varphi((x - x_i) / h)`. With bounds a and b every value is joined by its mirror
    images 2a - x and 2b - x, so that no density is lost beyond the ends of the scale.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Rows are units, or (period, unit). Units without a value are left out and counted.
    node : str, optional
        Column; the first by default.
    bandwidth : {"silverman", "sheather_jones"} or float
        Silverman's 0.9 min(sd, IQR / 1.34) n^(-1/5), of each period; the solution of Sheather and Jones, which keeps
        peaks apart better; or h itself.
    bounds : sequence of two floats, optional
        The ends of a bounded scale, such as (0, 100).
    points : int
        At how many values the densities are told.

    Returns
    -------
    KernelDensities
        The densities, and where their peaks are.

    Raises
    ------
    FaultyInput
        Unknown node, bounds that do not ascend.
    UnsuitableMethod
        Values outside the bounds; periods with fewer than two units, or all of whose values are alike.

    References
    ----------
    Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis. Sheather, S. J. and Jones, M. C. (1991). A
    reliable data-based bandwidth selection method for kernel density estimation. Journal of the Royal Statistical
    Society B 53, 683-690.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([[2020, 2024], range(8)], names=["period", "unit"])
    >>> found = kernels(pd.Series([40.0, 45, 48, 50, 50, 52, 55, 60, 30, 31, 32, 33, 70, 71, 72, 74], index), bandwidth=5.0)
    >>> found.summary_of_periods[["peaks", "peak", "second_peak"]].round(1).to_numpy().tolist()
    [[1.0, 50.0, nan], [2.0, 31.5, 71.8]]
    """
    faults = wanted(
        bandwidth=(bandwidth, _BANDWIDTH), bounds=(bounds, _BOUNDS), points=(points, count(64, 100_000))
    )
    with faults:
        values, _ = column_of(source, node)
    faults.raise_all()
    ends = None if bounds is None else (float(bounds[0]), float(bounds[1]))
    parts = [
        (Text("all") if period is None else period, values.iloc[rows].to_numpy())
        for period, rows in by_period(values)
    ]
    samples = {period: y[~np.isnan(y)] for period, y in parts}
    _suitable(samples, ends)
    widths = {period: width(y, bandwidth) for period, y in samples.items()}
    grid = _grid(samples, widths, ends, points)
    curves = {period: _density(y, grid, widths[period], ends) for period, y in samples.items()}
    rows = [{**_described(y, grid, curves[period], widths[period]), "missing": len(whole) - len(y)}
            for (period, y), (_, whole) in zip(samples.items(), parts, strict=True)]  # fmt: skip
    periods = pd.Index(list(samples), name="period", dtype=object if values.index.nlevels == 1 else None)
    return KernelDensities(
        pd.DataFrame(rows, periods).astype({"n": int, "peaks": int, "missing": int}),
        pd.DataFrame(np.array(list(curves.values())).T, pd.Index(grid, name="value"), [str(period) for period in samples]),
        bandwidth if isinstance(bandwidth, str) else float(bandwidth), ends, str(values.name),
        {code: name for code, name in names_of(source).items() if code == values.name},
    )  # fmt: skip


def _suitable(samples: dict[Any, Array], ends: tuple[float, float] | None) -> None:
    faults = Faults()
    for period, y in samples.items():
        if len(y) < 2:
            problem = "{count:# unit has|# units have} a value"
            faults.append(
                Fault(str(period), problem, "a density needs two; leave the period out", count=len(y))
            )
        elif np.ptp(y) <= 1e-12 * np.abs(y).max():
            faults.append(
                Fault(str(period), "all values are alike", "they have no density; leave the period out")
            )
        elif ends is not None and (y.min() < ends[0] or y.max() > ends[1]):
            problem = "values from {least:.6g} to {most:.6g} lie outside the bounds"
            faults.append(
                Fault(
                    str(period),
                    problem,
                    "give bounds that hold them all, or none",
                    least=y.min(),
                    most=y.max(),
                )
            )
    faults.raise_all(UnsuitableMethod)


def _grid(
    samples: dict[Any, Array], widths: dict[Any, float], ends: tuple[float, float] | None, points: int
) -> Array:
    if ends is not None:
        return np.linspace(*ends, points)
    low = min(float(y.min()) - 3 * widths[period] for period, y in samples.items())
    high = max(float(y.max()) + 3 * widths[period] for period, y in samples.items())
    return np.linspace(low, high, points)


def _density(y: Array, grid: Array, h: float, ends: tuple[float, float] | None) -> Array:
    """Return the density of values (n,) at the grid (points,)."""
    seen = y if ends is None else np.concatenate([y, 2 * ends[0] - y, 2 * ends[1] - y])
    found: Array = np.zeros(len(grid))
    for block in np.array_split(seen, -(-len(seen) // 2000)):  # a block of points x values at a time
        found += np.exp(-(((grid[:, None] - block) / h) ** 2) / 2).sum(axis=1)
    found /= len(y) * h * np.sqrt(2 * np.pi)
    return found


def _described(y: Array, grid: Array, curve: Array, h: float) -> dict[str, float]:
    """Return place, spread and peaks of values (n,) with their density."""
    from scipy.signal import find_peaks

    padded = np.concatenate([[0.0], curve, [0.0]])  # a peak may lie at an end of the scale
    peaks = find_peaks(padded, prominence=PROMINENT * curve.max())[0] - 1
    peaks = peaks[np.argsort(-curve[peaks], kind="stable")]
    lower, upper = np.quantile(y, [0.1, 0.9])
    unit = float(np.abs(y).max())  # squares of large values are none
    return {
        "n": len(y), "mean": float((y / unit).mean() * unit), "sd": float((y / unit).std(ddof=1) * unit),
        "bandwidth": h, "peaks": len(peaks),
        "peak": float(grid[peaks[0]]), "height": float(curve[peaks[0]]),
        "second_peak": float(grid[peaks[1]]) if len(peaks) > 1 else np.nan, "p10": float(lower), "p90": float(upper),
    }  # fmt: skip
