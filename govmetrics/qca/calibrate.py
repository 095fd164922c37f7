"""From raw values to memberships in sets: the direct method, straight lines, quantiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Scores
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import clean
from govmetrics.core.options import Kind, asked, choice, is_number, number, shown
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.qca._sets import alike_notes, known, raw_values, skew_notes, table_of
from govmetrics.qca.calibration import CalibratedSets

Thresholds = Mapping[str, Sequence[float] | float] | Sequence[str]
_FRAME = Kind(
    lambda value: isinstance(value, pd.DataFrame | Scores | Dataset),
    Text("give a DataFrame of raw values, cases in rows, or Scores or a Dataset"),
)
_THRESHOLDS = Kind(
    lambda value: isinstance(value, Mapping | list | tuple) and len(value) > 0,
    Text('give {{name: (full_out, crossover, full_in)}}, such as {{"INC": (400, 550, 900)}}', none=0),
)
_SHARES = (0.05, 0.5, 0.95)
_OF_QUANTILES = Note(
    "the anchors are quantiles of these cases: memberships say where a case stands among them, not whether it is of the kind"
)


def calibrate(
    frame: pd.DataFrame | Scores | Dataset,
    thresholds: Thresholds,
    idm: float = 0.95,
    method: Literal["logistic", "linear", "quantile"] = "logistic",
) -> CalibratedSets:
    r"""Turn raw values into memberships in sets.

    With anchors e (fully out), c (the crossover) and i (fully in), the logistic curve is
    :math:`1 / (1 + \exp(-L (x - c) / |a - c|))`, where :math:`L = \ln(idm / (1 - idm))` and a is i on the side of full
    membership and e on the other.

    Parameters
    ----------
    frame : DataFrame, shape (cases, columns), Scores or Dataset
        Raw values. Of scores every node may be a set.
    thresholds : mapping, or list of str
        ``{name: (full_out, crossover, full_in)}``, ascending, or descending where low values are in the set; one number for a
        crisp set, in from there upwards. With method "quantile" shares of the cases, such as (.05, .5, .95), or the names alone.
    idm : float
        The membership at full_in; at full_out it is 1 - idm. The R package QCA has .95; fsQCA's log-odds of 3 are .9526.
    method : {"logistic", "linear", "quantile"}
        The curve between the anchors; "quantile" is logistic between quantiles.

    Returns
    -------
    CalibratedSets
        `values`, which `truth_table` and `necessity` take, and `anchors`.

    Raises
    ------
    FaultyInput
        Unknown columns, missing values, anchors out of order, and cases exactly at a crossover: a membership of .5 is neither in
        nor out, and which it is must be decided from what is known of the case.

    Notes
    -----
    Anchors belong to the kind and not to the cases: quantiles say where a case stands among these, and a referee will ask why
    half of them are in. Columns without thresholds are left out, and a note names them.

    References
    ----------
    Ragin, C. C. (2008). Redesigning Social Inquiry: Fuzzy Sets and Beyond. University of Chicago Press. Duşa, A. (2019). QCA with
    R: A Comprehensive Resource. Springer.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> income = pd.DataFrame({"INC": [720, 1098, 586, 468]}, index=["AU", "BE", "CZ", "EE"])
    >>> gm.qca.calibrate(income, {"INC": (400, 550, 900)}).values["INC"].round(3).tolist()
    [0.807, 0.99, 0.575, 0.167]
    """
    asked(frame=(frame, _FRAME), thresholds=(thresholds, _THRESHOLDS), idm=(idm, number(0.5, 1, open_low=True, open_high=True)),
          method=(method, choice("logistic", "linear", "quantile")))  # fmt: skip
    held = frame.values if isinstance(frame, Scores | Dataset) else frame
    table = table_of(held, "frame")
    given = _given(thresholds, method)
    faults, anchors = Faults(), {}
    for name in given:
        with faults:
            known(name, list(table.columns), "thresholds")
    faults.raise_all()
    raw = raw_values(table[list(given)])
    for name, said in given.items():
        with faults:
            anchors[name] = _anchors(name, said, raw[name].to_numpy(), method)
    faults.raise_all()
    for name, at in anchors.items():
        faults += _at_crossover(raw[name], at, given[name] if method == "quantile" else None)
    faults.raise_all()
    curve = "linear" if method == "linear" else "logistic"
    values = pd.DataFrame(
        {name: memberships(raw[name].to_numpy(), at, curve, idm) for name, at in anchors.items()}, raw.index
    )
    left = [str(name) for name in table.columns if name not in given]
    notes = [Note("not calibrated, as no thresholds are given: {names:10}", names=left)] if left else []
    notes += [*alike_notes(values.index), *skew_notes(values.to_numpy(), list(values.columns))]
    if method == "quantile":
        notes.append(_OF_QUANTILES)
    return told(values, anchors, raw, method, float(idm), notes)


def told(
    values: pd.DataFrame,
    anchors: Mapping[str, Array],
    raw: pd.DataFrame,
    method: str,
    idm: float,
    notes: list[Note],
) -> CalibratedSets:
    """Return memberships and anchors with their labels."""
    rows = [(np.nan, at[0], np.nan) if len(at) == 1 else tuple(at) for at in anchors.values()]
    table = pd.DataFrame(rows, pd.Index(list(anchors), name="set"), ["full_out", "crossover", "full_in"])
    return CalibratedSets(
        values, table.assign(in_share=(values > 0.5).mean()), raw, method, idm, tuple(notes)
    )


def memberships(x: Array, anchors: Array, curve: str, idm: float) -> Array:
    """Return memberships of values: with one anchor crisp, with three on a curve."""
    if len(anchors) == 1:
        return np.asarray(x >= anchors[0], dtype=float)
    out, cross, full = anchors
    up = 1.0 if full > out else -1.0
    z = up * (x - cross)  # above 0: more in than out
    width = np.where(z >= 0, abs(full - cross), abs(out - cross))
    if curve == "linear":
        return np.asarray(np.clip(0.5 + 0.5 * z / width, 0.0, 1.0))
    from scipy.special import expit

    return np.asarray(expit(np.log(idm / (1 - idm)) * (z / width)))


def _given(thresholds: Thresholds, method: str) -> dict[str, Any]:
    """Return what was given for every set."""
    if isinstance(thresholds, Mapping):
        return {clean(str(name)): said for name, said in thresholds.items()}
    if method != "quantile" or not all(isinstance(name, str) for name in thresholds):
        raise FaultyInput(
            "thresholds",
            "are a list",
            'give {{name: (full_out, crossover, full_in)}}; names alone go with method="quantile"',
            none=0,
        )
    return {clean(str(name)): _SHARES for name in thresholds}


def _anchors(name: str, said: Any, x: Array, method: str) -> Array:
    """Return the anchors of a set, in raw units, ascending or descending."""
    place = f"thresholds[{name!r}]"
    single = is_number(said)
    parts = [said] if single else list(said) if isinstance(said, list | tuple | np.ndarray) else []
    if not (single and method != "quantile") and (len(parts) != 3 or not all(map(is_number, parts))):
        wanted = (
            "give three shares, such as (.05, .5, .95)"
            if method == "quantile"
            else "give (full_out, crossover, full_in), or one number for a crisp set"
        )
        raise FaultyInput(place, "is {value}", wanted, value=shown(said))
    at = np.array([float(one) for one in parts])
    if method == "quantile":
        if not ((at > 0) & (at < 1)).all():
            raise FaultyInput(
                place,
                "is {value}",
                "give three shares between 0 and 1, such as (.05, .5, .95)",
                value=shown(said),
            )
        at = np.quantile(x, at)
    if len(at) == 3 and not ((np.diff(at) > 0).all() or (np.diff(at) < 0).all()):
        problem = "the anchors are {anchors}, in no order"
        way_out = (
            "let them rise from full_out over crossover to full_in, or fall where low values are in the set"
        )
        if method == "quantile":
            problem, way_out = (
                "quantiles coincide: {anchors}",
                "so many values are alike that quantiles cannot tell them apart: give anchors in raw units",
            )
        raise FaultyInput(place, problem, way_out, anchors=[f"{one:g}" for one in at])
    return at


def _at_crossover(values: pd.Series, anchors: Array, shares: Sequence[float] | None) -> list[Fault]:
    """Return a fault for every case exactly at the crossover, with crossovers on either side of it."""
    x = values.to_numpy()
    if len(anchors) == 1:
        return []
    cross = anchors[1]
    at = np.flatnonzero(x == cross)
    below, above = x[x < cross], x[x > cross]
    low = (below.max() + cross) / 2 if len(below) else (min(anchors[0], anchors[2]) + cross) / 2
    high = (above.min() + cross) / 2 if len(above) else (max(anchors[0], anchors[2]) + cross) / 2
    problem = "is {value:g}, exactly the crossover: neither in nor out (.5), and in no row of a truth table"
    way_out = "decide from what is known of the case, and move the crossover to {low:.6g} or {high:.6g}"
    given: dict[str, Any] = {"low": low, "high": high}
    if shares is not None:
        n = len(x)
        way_out = (
            "decide from what is known of the case, and move the middle share to {low:.6g} or {high:.6g}"
        )
        given = {"low": (len(below) - 0.5) / (n - 1), "high": (n - len(above) - 0.5) / (n - 1)}
    return each(
        at.tolist(),
        lambda row: Fault(
            place_of(values.index[row], values.name), problem, way_out, value=float(x[row]), **given
        ),
    )
