"""Calibration: constants and first values of stocks from what was observed, with what the data say of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd
import scipy

from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import FRAME, MAPPING, POSITIVE, SEED, SHARE, asked, choice, number, optional
from govmetrics.core.result import Result
from govmetrics.core.within import HUGE, refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.dynamics.descent import descend
from govmetrics.dynamics.engine import METHODS, simulate
from govmetrics.dynamics.history import MODEL, checked_history
from govmetrics.dynamics.model import Model
from govmetrics.dynamics.profile import profile_ends
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.draw_order import in_place

STARTS, BEST = 256, 12
"""Points of a quasi-random sequence, of which the best begin descents."""
_HOLDOUT = number(0, 0.9)


@dataclass(frozen=True, eq=False)
class Calibration(Result):
    """Parameters that let a model follow what was observed.

    Attributes
    ----------
    parameters : DataFrame
        One row per parameter: estimate, lower and upper (ends of the profile-likelihood interval), low and high (bounds), open
        (the interval ends at a bound: the data do not tell where).
    errors : DataFrame
        One row per observed variable: fitted and held_out (how many values), fit_error and holdout_error (root mean squares in
        the variable's unit), naive_error (of carrying on the last fitted value), skill (1 - holdout_error / naive_error).
    predicted : DataFrame
        The model at the estimates, at the observed times.
    level : float
        Of the intervals.
    held_out_from : float
        The first time that was held out; NaN where none was.
    starts : int
        Descents that were begun.
    agreeing : int
        How many of them ended at the same sum of squares.
    notes : tuple of str
        Estimates at a bound, parameters the data do not determine, forecasts without skill.

    See Also
    --------
    calibrate
    """

    parameters: pd.DataFrame
    errors: pd.DataFrame
    predicted: pd.DataFrame
    level: float
    held_out_from: float
    starts: int
    agreeing: int
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"parameters": "Calibrated parameters", "errors": "Errors of the fit and of the hold-out",
                        "predicted": "The calibrated model"}  # fmt: skip
    _kinds: ClassVar = {"predicted": "number"}
    _cites: ClassVar = ("Raue2009",)

    @property
    def given(self) -> dict[str, float]:
        """The estimates, as `Model.run` takes them."""
        return {str(name): float(value) for name, value in self.parameters["estimate"].items()}

    def _finding(self) -> tuple[Text, ...]:
        """Each estimate with its interval, and whether the model forecasts better than the last value carried on."""
        told = [
            Text("{name} = {estimate:.4g} ({level:.0%} interval {lower:.4g} to {upper:.4g}).", name=str(name), level=self.level,
                 **{key: float(str(row[key])) for key in ("estimate", "lower", "upper")})
            for name, row in self.parameters.head(6).iterrows()
        ]  # fmt: skip
        skill = self.errors["skill"].dropna()
        if len(skill):
            told.append(
                Text("From time {time:g} on, held out, the error is {share:.0%} of that of carrying on the last value (median "
                     "over {count:# variable|# variables}).",
                     time=self.held_out_from, share=float(1 - skill.median()), count=len(skill))
            )  # fmt: skip
        return tuple(told)

    def _method(self) -> tuple[Text, ...]:
        return (
            Text("Parameters were estimated by least squares, each variable divided by its standard deviation, within bounds, "
                 "from the best {starts} of {points} quasi-random points; intervals are profile likelihoods at {level:.0%}, with "
                 "independent normal errors of one unknown variance.",
                 starts=self.starts, points=STARTS, level=self.level),
        )  # fmt: skip


def calibrate(
    model: Model,
    history: pd.DataFrame,
    bounds: Mapping[str, tuple[float, float]],
    holdout: float = 0.3,
    level: float = 0.95,
    step: float | None = None,
    method: Literal["euler", "rk4"] | None = None,
    rng: int | np.random.Generator = 0,
) -> Calibration:
    r"""Estimate constants and first values of stocks from observed series.

    The last part of the times is held out: it judges the forecast and is not fitted. The interval of a parameter holds the
    values at which, all others fitted anew, :math:`n \log(S / S_{min})` stays below the quantile of chi-square with one degree
    of freedom.

    Parameters
    ----------
    model : Model
        From `dynamics.read`.
    history : DataFrame, shape (times, variables)
        What was observed: the index holds the model's times, on its grid of steps; gaps are left out.
    bounds : mapping
        ``{name: (low, high)}`` of auxiliaries, flows or (their first values) stocks.
    holdout : float
        Share of the times, the last ones, that is not fitted; 0 for none.
    level : float
        Of the intervals.
    step : float, optional
        Of time; by default the model's.
    method : {"euler", "rk4"}, optional
        By default the model's.
    rng : int or Generator
        Scrambles the sequence of starting points.

    Returns
    -------
    Calibration
        ``parameters``, ``errors``; ``given`` for `Model.run`.

    Raises
    ------
    FaultyInput
        Unknown names, times off the grid, bounds that are none, fewer values than parameters, all at once.

    References
    ----------
    Raue, A. et al. (2009). Structural and practical identifiability analysis of partially observed dynamical models by
    exploiting the profile likelihood. Bioinformatics 25, 1923-1929.

    Examples
    --------
    >>> cup = {"time": {"stop": 30, "step": 0.5}, "stocks": {"tea": {"initial": 180, "out": "loss"}},
    ...        "flows": {"loss": "(tea - 70) / slowness"}, "auxiliaries": {"slowness": 10}}
    >>> import govmetrics as gm
    >>> model = gm.dynamics.read(cup)
    >>> seen = model.run(given={"slowness": 12.5}).values[["tea"]].iloc[::10]
    >>> found = calibrate(model, seen, {"slowness": (5, 30)})
    >>> round(found.given["slowness"], 3)
    12.5
    """
    asked(model=(model, MODEL), history=(history, FRAME), bounds=(bounds, MAPPING), holdout=(holdout, _HOLDOUT),
          level=(level, SHARE), step=(step, optional(POSITIVE)), method=(method, optional(choice(*METHODS))),
          rng=(rng, SEED))  # fmt: skip
    refuse_within("history", history, numbers=True)
    seen, one_step, steps, rows = checked_history(model, history, bounds, step)
    fitted = max(1, len(seen) - int(np.floor(holdout * len(seen) + 1e-9)))
    observed = seen.to_numpy(dtype=float)
    part = observed[:fitted]
    known = ~np.isnan(part)
    if known.sum() <= len(bounds) or not known.any(axis=0).all():
        problem = "has {count:# value|# values} to fit {parameters:# parameter|# parameters} of {columns:# variable|# variables}"
        raise FaultyInput("history", problem, "give more times, or hold out less", count=int(known.sum()), parameters=len(bounds),
                          columns=seen.shape[1])  # fmt: skip
    scale = _scales(part)
    low, high = (np.array([float(pair[end]) for pair in bounds.values()]) for end in (0, 1))
    system = model._system
    slots = [system.slots[system.by_column[str(name)]] for name in bounds]
    columns = [system.slots[system.by_column[str(name)]] for name in seen.columns]
    chosen = method or system.parts.method

    def predicted(u: Array) -> Array:
        values = low + u * (high - low)
        given = dict(zip(slots, values.T, strict=True))
        found = simulate(system, system.parts.start, one_step, steps, chosen, given, len(u))
        return np.asarray(found[columns][:, rows, :].transpose(2, 1, 0))

    def residuals(u: Array) -> Array:
        with np.errstate(all="ignore"):
            gaps = (predicted(u)[:, :fitted] - part) / scale
        return np.asarray(np.clip(np.nan_to_num(gaps[:, known], nan=1e6, posinf=1e6, neginf=-1e6), -1e6, 1e6))

    u, best, starts, agreeing = _fitted(residuals, name_order(bounds), rng)
    limit = float(scipy.stats.chi2.ppf(level, 1))
    ends, open_ends = profile_ends(residuals, u, best, int(known.sum()), limit)
    values = low + u * (high - low)
    parameters = pd.DataFrame(
        {"estimate": values, "lower": low + ends[:, 0] * (high - low), "upper": low + ends[:, 1] * (high - low),
         "low": low, "high": high, "open": open_ends.any(axis=1)},
        index=pd.Index([str(name) for name in bounds], name="parameter"),
    )  # fmt: skip
    fit = pd.DataFrame(predicted(u[None])[0], seen.index, seen.columns)
    if not (np.abs(fit.to_numpy()) < HUGE).all():
        raise FaultyInput(
            "bounds", "at the best fit values reach {most:g}", "give narrower bounds", most=HUGE
        )
    errors = _errors(observed, fit.to_numpy(), fitted, seen.columns)
    held_out_from = float(seen.index[fitted]) if fitted < len(seen) else np.nan
    notes = _notes(parameters, errors, starts, agreeing, u, int(np.isnan(observed).sum()))
    return Calibration(parameters, errors, fit, level, held_out_from, starts, agreeing, notes)


def _scales(part: Array) -> Array:
    """Return by what each variable is divided: its standard deviation, or its size where it does not vary."""
    with np.errstate(all="ignore"):
        sizes = np.array([np.std(one[~np.isnan(one)]) for one in part.T])
        means = np.array([np.abs(one[~np.isnan(one)]).mean() for one in part.T])
    return np.where(sizes > 1e-12 * np.maximum(means, 1e-300), sizes, np.where(means > 0, means, 1.0))


def _fitted(
    residuals: Callable[[Array], Array], order: Ints, rng: int | np.random.Generator
) -> tuple[Array, float, int, int]:
    """Return the best point, its sum of squares, and how many descents ended there."""
    points = in_place(order, scipy.stats.qmc.Sobol(len(order), rng=np.random.default_rng(rng)).random(STARTS))
    sums = (residuals(points) ** 2).sum(axis=1)
    starts = points[np.argsort(sums, kind="stable")[:BEST]]
    ends, reached, _ = descend(residuals, starts, np.ones(starts.shape, dtype=bool))
    best = int(reached.argmin())
    alike = reached <= reached[best] * (1 + 1e-4) + 1e-12
    return ends[best], float(reached[best]), len(starts), int(alike.sum())


def _errors(observed: Array, fit: Array, fitted: int, columns: pd.Index) -> pd.DataFrame:
    rows = []
    for k in range(observed.shape[1]):
        gaps = observed[:, k] - fit[:, k]
        before, after = gaps[:fitted], gaps[fitted:]
        known = observed[:fitted, k][~np.isnan(observed[:fitted, k])]
        naive = _size(observed[fitted:, k] - known[-1])
        held = _size(after)
        rows.append((int((~np.isnan(before)).sum()), int((~np.isnan(after)).sum()), _size(before), held, naive,
                     1 - held / naive if naive > 0 else np.nan))  # fmt: skip
    names = ["fitted", "held_out", "fit_error", "holdout_error", "naive_error", "skill"]
    return pd.DataFrame(rows, index=pd.Index([str(one) for one in columns], name="variable"), columns=names)


def _size(gaps: Array) -> float:
    known = gaps[~np.isnan(gaps)]
    return float(np.sqrt((known**2).mean())) if len(known) else np.nan


def _notes(
    parameters: pd.DataFrame, errors: pd.DataFrame, starts: int, agreeing: int, u: Array, gaps: int
) -> tuple[Note, ...]:
    notes = []
    at = [name for name, place in zip(parameters.index, u, strict=True) if place < 1e-6 or place > 1 - 1e-6]
    if at:
        notes.append(Note("at a bound: {names}; the data would take it further", names=at))
    open_ends = [name for name in parameters.index[parameters["open"]] if name not in at]
    if open_ends:
        notes.append(Note("the data do not determine {names}: the interval goes to a bound", names=open_ends))
    if agreeing < max(2, starts // 4):
        notes.append(
            Note(
                "{agreeing} of {starts} descents ended at the best fit: there may be a better one",
                agreeing=agreeing,
                starts=starts,
            )
        )
    worse = list(errors.index[errors["skill"] <= 0])
    if worse:
        notes.append(Note("no better than the last value carried on: {names}", names=worse))
    if gaps:
        notes.append(Note("left out, as they are missing: {count:# value|# values}", count=gaps))
    return tuple(notes)
