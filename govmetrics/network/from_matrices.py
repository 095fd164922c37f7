"""The parts of a network from arrays or frames of actors by actors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import FaultyInput
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.options import FRAME, LABEL, asked, optional, several
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array

ALL = "all"
"""What the only community is called, where it has no name."""


def from_matrices(
    matrix: Any, actors: Iterable[Any] | None, attributes: pd.DataFrame | None
) -> dict[str, Any]:
    """Return the parts of the network, see `Network.from_array`."""
    asked(actors=(actors, optional(several(LABEL))), attributes=(attributes, optional(FRAME)))
    refuse_within("matrix", matrix)
    faults = Faults()
    frames: dict[Any, pd.DataFrame] = {}
    for name, given in _several(matrix).items():
        with faults:
            frames[name] = _square(given, actors, name)
    faults.raise_all()
    return parts_of(frames, attributes)


def parts_of(frames: Mapping[Any, pd.DataFrame], attributes: pd.DataFrame | None) -> dict[str, Any]:
    """Return actors, ties, answered and notes of square frames: NaN is not known, a row of NaN did not answer."""
    index = pd.MultiIndex.from_tuples([(name, actor) for name, frame in frames.items() for actor in frame.index],
                                      names=["community", "actor"])  # fmt: skip
    senders, receivers, weights, silent, loops, before = [], [], [], [], 0, 0
    for frame in frames.values():
        x = frame.to_numpy(dtype=float)
        off = ~np.eye(len(x), dtype=bool)
        loops += int((np.nan_to_num(x[~off]) != 0).sum())
        missing = (np.isnan(x) | ~off).all(axis=1) & (len(x) > 1)
        silent.append(missing)
        at = np.nonzero(off & (x != 0) & ~missing[:, None])
        senders.append(at[0] + before)
        receivers.append(at[1] + before)
        weights.append(x[at])
        before += len(x)
    from_, to = np.concatenate(senders), np.concatenate(receivers)
    community, actor = index.get_level_values(0), index.get_level_values(1)
    ties = pd.DataFrame({"community": community[from_], "sender": actor[from_], "receiver": actor[to],
                         "weight": np.concatenate(weights)})  # fmt: skip
    notes = []
    if loops:
        notes.append(
            Note("{count:# actor names|# actors name} themselves: these are not counted", count=loops)
        )
    answered = pd.Series(~np.concatenate(silent), index, name="answered")
    return {
        "actors": attributes_of(attributes, index),
        "ties": ties,
        "answered": answered,
        "notes": tuple(notes),
    }


def _several(matrix: Any) -> dict[Any, Any]:
    if isinstance(matrix, Mapping):
        if not matrix:
            raise FaultyInput("matrix", "holds no matrix", "give one for every community")
        return dict(matrix)
    if isinstance(matrix, np.ndarray) and matrix.ndim == 3:
        return dict(enumerate(matrix, 1))
    return {ALL: matrix}


def _square(given: Any, actors: Iterable[Any] | None, community: Any) -> pd.DataFrame:
    """Return a matrix as floats with its names."""
    place = "matrix" if community == ALL else place_of(("matrix", community))
    way_out = "give an array or a DataFrame of actors by actors"
    try:
        frame = given if isinstance(given, pd.DataFrame) else pd.DataFrame(_real(given))
        x = _real(frame.to_numpy(na_value=np.nan))
    except (TypeError, ValueError):
        raise FaultyInput(place, "is no table of numbers", way_out) from None
    if x.ndim != 2 or x.shape[0] != x.shape[1] or not len(x):
        raise FaultyInput(
            place,
            "has {rows} rows and {columns} columns",
            way_out,
            rows=x.shape[0],
            columns=x.shape[-1] if x.ndim > 1 else 0,
        )
    names = list(frame.index) if isinstance(given, pd.DataFrame) else list(range(1, len(x) + 1))
    if isinstance(given, pd.DataFrame) and list(frame.columns) != names:
        if set(frame.columns) != set(names):
            raise FaultyInput(place, "its rows and columns have other names", "name both alike")
        x = frame[names].to_numpy(dtype=float, na_value=np.nan)
    if actors is not None:
        names = list(actors)
        if len(names) != len(x):
            raise FaultyInput(
                "actors",
                "has {given} names for {rows} rows",
                "give one for each",
                given=len(names),
                rows=len(x),
            )
    weight_faults(pd.DataFrame(x, names, names), place).raise_all()
    return pd.DataFrame(x, names, names)


def _real(given: Any) -> Array:
    """Return an array of floats; of complex numbers a part would be lost."""
    array = np.asarray(given)
    if array.dtype == object:
        array = np.array([[float(cell) for cell in row] for row in array]) if array.ndim == 2 else array
    if np.iscomplexobj(array):
        raise TypeError
    return array.astype(float)


def weight_faults(frame: pd.DataFrame, place: str) -> Faults:
    """Return a fault for every weight below zero, or infinite."""
    x: Array = frame.to_numpy()
    wrong = np.argwhere((x < 0) | np.isinf(x)).tolist()
    way_out = "give zero or more; read what people dislike as a relation of its own"
    return Faults(each(wrong, lambda at: Fault(place_of((place, frame.index[at[0]], frame.columns[at[1]])),
                                               "the weight is {value:g}", way_out, value=float(x[at[0], at[1]]))))  # fmt: skip


def attributes_of(attributes: pd.DataFrame | None, index: pd.MultiIndex) -> pd.DataFrame:
    """Return attributes for every actor; a list with names alone holds for all communities."""
    if attributes is None:
        return pd.DataFrame(index=index)
    if not attributes.index.is_unique:
        raise FaultyInput("attributes", "an actor occurs more than once", "keep one row")
    rows = index if attributes.index.nlevels == 2 else index.get_level_values(1)
    unknown = [row for row in attributes.index if row not in set(rows)]
    lacking = [row for row in dict.fromkeys(rows) if row not in set(attributes.index)]
    faults = each(
        unknown,
        lambda row: Fault(
            place_of(row), "has attributes, but is not in the matrix", "add it, or leave it out"
        ),
    )
    faults += each(
        lacking,
        lambda row: Fault(place_of(row), "has no row of attributes", "add one, empty where nothing is known"),
    )
    Faults(faults).raise_all()
    return attributes.reindex(rows).set_axis(index)
