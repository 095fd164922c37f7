"""Composition of weights and memberships (模糊合成): five operators."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.options import FLAG, choice, shown, wanted
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text
from govmetrics.fuzzy.cells import floats

Operator = Literal["weighted_mean", "max_min", "max_product", "bounded_min", "bounded_product"]
OPERATORS: tuple[Operator, ...] = get_args(Operator)
OPERATOR = choice(*OPERATORS)
SYMBOLS = {
    "weighted_mean": "M(·,+)",
    "max_min": "M(∧,∨)",
    "max_product": "M(·,∨)",
    "bounded_min": "M(∧,⊕)",
    "bounded_product": "M(·,⊕)",
}
_ROUNDING = 1e-9


def compose(
    weights: Any,
    membership: Any,
    operator: Operator = "weighted_mean",
    normalise: bool = True,
) -> Any:
    r"""Compose one level: the weights of the factors and their memberships give that of the whole.

    Parameters
    ----------
    weights : Series, mapping, sequence, or frame of one row or column, shape (factors,)
        At least zero, summing to one within 1e-6. Labelled weights of a frame are matched by label.
    membership : DataFrame or array
        Shape (factors, grades); or for many units (units, factors, grades), as a frame one row a
        (unit, factor). Degrees in [0, 1].
    operator : {"weighted_mean", "max_min", "max_product", "bounded_min", "bounded_product"}
        ``weighted_mean`` M(·,+): :math:`b_j = \sum_i w_i r_{ij}`;
        ``max_min`` M(∧,∨): :math:`\max_i \min(w_i, r_{ij})`;
        ``max_product`` M(·,∨): :math:`\max_i w_i r_{ij}`;
        ``bounded_min`` M(∧,⊕): :math:`\min(1, \sum_i \min(w_i, r_{ij}))`;
        ``bounded_product`` M(·,⊕): :math:`\min(1, \sum_i w_i r_{ij})`, which equals the weighted mean
        as long as the weights sum to one.
    normalise : bool
        Divide the result by its sum, so that it sums to one; False for the operator's own numbers.

    Returns
    -------
    Series, DataFrame (units x grades) or ndarray
        A frame gives labelled results, an array an array.

    Raises
    ------
    FaultyInput
        Weights or degrees out of range, missing, or for other factors: all at once.
    UnsuitableMethod
        A result of zeros cannot be normalised.

    References
    ----------
    Ross, T. J. (2010), Fuzzy Logic with Engineering Applications, Wiley, on fuzzy synthetic evaluation;
    司守奎, 孙玺菁, 数学建模算法与应用, 国防工业出版社, 模糊综合评判.

    Examples
    --------
    Ross (2010): a computer judged on performance, cost, availability and software.

    >>> R = [[0.1, 0.3, 0.4, 0.2], [0.0, 0.1, 0.8, 0.1], [0.1, 0.6, 0.2, 0.1], [0.1, 0.4, 0.3, 0.2]]
    >>> compose([0.4, 0.3, 0.2, 0.1], R, "max_min").tolist()
    [0.1, 0.3, 0.4, 0.2]
    """
    faults = wanted(operator=(operator, OPERATOR), normalise=(normalise, FLAG))
    for place, given in (("weights", weights), ("membership", membership)):
        refuse_within(place, given)
    if isinstance(weights, pd.DataFrame) and 1 in weights.shape:
        weights = weights.squeeze(axis=0 if len(weights) == 1 and weights.shape[1] > 1 else 1)
    if isinstance(membership, pd.DataFrame):
        return _compose_frame(weights, membership, operator, normalise, faults)
    degrees, w = np.empty((0, 0)), np.empty(0)
    with faults:
        degrees = _numbers(membership, "membership")
    with faults:
        w = _numbers(list(weights.values()) if isinstance(weights, Mapping) else weights, "weights")
    if degrees.size and w.size and (w.ndim != 1 or degrees.ndim not in (2, 3) or degrees.shape[-2] != len(w)):
        problem = "memberships of shape {shape} do not fit weights of shape {weights}"
        faults.append(Fault("membership", problem, "give one row of degrees for each weight",
                            shape=str(degrees.shape), weights=str(w.shape)))  # fmt: skip
    _check(w, degrees, [str(i + 1) for i in range(w.size)], faults)
    return _finish(_compose(w, degrees, operator), normalise)


def _compose(w: np.ndarray, degrees: np.ndarray, operator: str) -> np.ndarray:
    """Compose weights (..., factors) and degrees (..., factors, grades) to (..., grades)."""
    if operator in ("weighted_mean", "bounded_product"):
        result = np.einsum("...i,...ij->...j", w, degrees)
        return np.asarray(result if operator == "weighted_mean" else np.minimum(result, 1.0))
    column = w[..., None]
    if operator == "max_min":
        return np.asarray(np.minimum(column, degrees).max(axis=-2))
    if operator == "max_product":
        return np.asarray((column * degrees).max(axis=-2))
    return np.asarray(np.minimum(1.0, np.minimum(column, degrees).sum(axis=-2)))


def _normalise(result: np.ndarray) -> np.ndarray:
    """Divide rows by their sums; rows of zeros become NaN."""
    sums = result.sum(axis=-1, keepdims=True)
    return np.asarray(result / np.where(sums > 0, sums, np.nan))


def _finish(result: np.ndarray, normalise: bool) -> np.ndarray:
    if not normalise:
        return result
    shares = _normalise(result)
    if np.isnan(shares).any():
        problem = "after composition every grade has membership zero, so nothing can be made to sum to one"
        raise UnsuitableMethod("membership", problem, "give degrees above zero, or normalise=False")
    return shares


def _compose_frame(weights: Any, frame: pd.DataFrame, operator: str, normalise: bool, faults: Faults) -> Any:
    many = frame.index.nlevels > 1
    factors = pd.Index(frame.index.get_level_values(-1).unique() if many else frame.index)
    units = pd.Index([])
    if isinstance(frame.index, pd.MultiIndex):
        units = frame.index.droplevel([-1]).unique()
        full = _product(units, factors)
        if len(full) == len(frame) and frame.index.is_unique:
            frame = frame.reindex(full)
        else:
            problem = (
                "there are {rows:# row|# rows} for {units:# unit|# units} and {factors:# factor|# factors}"
            )
            faults.append(Fault("membership", problem, "give every unit one row for every factor",
                                rows=len(frame), units=len(units), factors=len(factors)))  # fmt: skip
            many = False  # the degrees can be looked at all the same
    elif not factors.is_unique:
        faults.append(Fault("membership", "a factor has two or more rows", "keep one row for each factor"))
    w = np.empty(0)
    degrees, texts = floats(frame, instead=0.0)
    faults += texts or ([] if degrees.size else [Fault("membership", "is empty", "give at least one row")])
    if many and degrees.size:
        degrees = degrees.reshape(len(units), len(factors), degrees.shape[1])
    with faults:
        w = _weights_of(weights, factors.unique())
    names = [str(f) for f in (factors if many else frame.index)]
    _check(w, degrees, names, faults)
    result = _finish(_compose(w, degrees, operator), normalise)
    if many:
        return pd.DataFrame(result, index=units, columns=frame.columns)
    return pd.Series(result, index=frame.columns, name="membership")


def _product(units: pd.Index, factors: pd.Index | Sequence[str], name: str = "code") -> pd.MultiIndex:
    """Return the index of every unit (of one or more levels) with every factor."""
    last = np.tile(np.arange(len(factors), dtype=np.int32), len(units))
    if units.nlevels == 1:
        levels, codes = [units], [np.repeat(np.arange(len(units), dtype=np.int32), len(factors))]
    else:
        assert isinstance(units, pd.MultiIndex)
        levels, codes = list(units.levels), [np.repeat(np.asarray(c), len(factors)) for c in units.codes]
    names = [*(n or "unit" for n in units.names), name]
    # Built from codes without a check: 33 million rows must not be compared with each other.
    return pd.MultiIndex([*levels, pd.Index(factors)], [*codes, last], names=names, verify_integrity=False)  # type: ignore[list-item]


def _weights_of(weights: Any, factors: pd.Index) -> np.ndarray:
    """Return weights in the order of `factors`: by label where they have labels, else by position."""
    if not isinstance(weights, Mapping | pd.Series):
        w = _numbers(weights, "weights")
        if w.shape != (len(factors),):
            problem = "weights of shape {shape} do not fit {factors:# factor|# factors}"
            way_out = "give one weight for each factor"
            raise FaultyInput("weights", problem, way_out, shape=str(w.shape), factors=len(factors))
        return w
    labelled = pd.Series(dict(weights)) if isinstance(weights, Mapping) else weights
    if not labelled.index.is_unique:
        raise FaultyInput("weights", "a factor has two or more weights", "keep one weight for each factor")
    faults = [
        Fault(str(f), "has no weight", "give one weight for each factor")
        for f in factors
        if f not in labelled.index
    ]
    faults += [
        Fault(str(f), "has a weight but no memberships", "leave it out")
        for f in labelled.index
        if f not in factors
    ]
    w = _numbers(labelled, "weights")
    if faults:
        raise FaultyInput([*faults, *_weight_faults(w, labelled.index)])
    return _numbers(labelled.reindex(factors), "weights")


def _weight_faults(w: np.ndarray, factors: Iterable[Hashable]) -> list[Fault]:
    problem, way_out = "the weight is {value}", "weights are zero or positive"
    return [
        Fault(place_of("weights", factor), problem, way_out, value=shown(x))
        for factor, x in zip(factors, w, strict=False)
        if not (np.isfinite(x) and x >= 0)
    ]


def _numbers(values: Any, what: str) -> np.ndarray:
    try:
        array = np.asarray(values.to_numpy() if hasattr(values, "to_numpy") else values, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise FaultyInput(
            what, "is not a table of numbers", "give numbers, in rows of equal length"
        ) from None
    if not array.size:
        raise FaultyInput(what, "is empty", "give at least one number")
    return array


def _check(w: np.ndarray, degrees: np.ndarray, factors: Sequence[str], faults: Faults) -> None:
    """Raise everything that was found, and what is wrong with the numbers themselves."""
    wrong = _weight_faults(w.ravel(), factors)
    if not wrong and w.size and abs(w.sum() - 1) > 1e-6:
        wrong.append(Fault("weights", "they sum to {sum:.8g}", "divide them by their sum", sum=w.sum()))
    faults += wrong

    def fault(place: list[int]) -> Fault:
        factor = factors[place[-2]] if place[-2] < len(factors) else place[-2] + 1
        values = {"factor": factor, "grade": place[-1] + 1}
        where = Text("membership, {factor}, grade {grade}", **values)
        if degrees.ndim == 3:
            where = Text("membership, unit {unit}, {factor}, grade {grade}", unit=place[0] + 1, **values)
        degree = float(degrees[tuple(place)])
        return Fault(where, "the degree is {degree:g}", "degrees lie between 0 and 1", degree=degree)

    if degrees.ndim in (2, 3):
        bad = ~((degrees >= -_ROUNDING) & (degrees <= 1 + _ROUNDING))
        faults += each(np.argwhere(bad).tolist(), fault)
    faults.raise_all()
