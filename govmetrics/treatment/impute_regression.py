"""Missing values by regression on what is known of every unit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset, refuse_no_dataset, without_evidence
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.numbers import numbers
from govmetrics.core.options import LABEL, several, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.treatment.impute import EMPTY, Empty
from govmetrics.treatment.impute_em import noted


def impute_regression(data: Dataset, predictors: Sequence[str], empty: Empty = "keep") -> Dataset:
    """Fill missing cells by least squares on predictors that are known of every unit concerned.

    Each indicator with gaps is regressed on the predictors over the units that have it, with a constant.

    Parameters
    ----------
    data : Dataset
        With missing cells; with periods, each period is filled from itself.
    predictors : sequence of str
        Indicators by code, or attributes that are numbers, such as GDP per head; none has gaps itself where it is needed.
    empty : {"keep", "fill"}
        What to do with units that have no value at all (in the period): leave them empty, or fill them too (from
        attributes, where these are the predictors).

    Returns
    -------
    Dataset
        `changes` lists every filled cell; `notes` say how many lie beyond what was observed.

    Raises
    ------
    FaultyInput
        Predictors that are neither indicators nor attributes, or are no numbers.
    UnsuitableMethod
        A predictor with gaps where one is to be filled from it; too few units; predictors that are constant or tell the same.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3.
    Little, R. J. A. and Rubin, D. B. (2019). Statistical Analysis with Missing Data, 3rd edition. Wiley.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> table = pd.DataFrame({"trust": [1.0, 2, 3, 4, 5], "order": [2.0, 4, 7, 7, None]}, index=list("ABCDE"))
    >>> filled = gm.treatment.impute_regression(gm.read_records(table, tree), ["trust"])
    >>> float(filled.values.loc["E", "order"].round(6))
    9.5
    """
    faults = refuse_no_dataset(data)
    faults += wanted(predictors=(predictors, several(LABEL, 1)), empty=(empty, EMPTY))
    faults.raise_all()
    names = list(dict.fromkeys(predictors))
    z, x = _predictors(data, names), data.values.to_numpy()
    gaps = np.isnan(x)
    if empty == "keep":
        gaps &= ~without_evidence(data)[:, None]
    filled = x.copy()
    index = data.values.index
    rows = [np.arange(len(index))]
    if data.periods:
        rows = [np.flatnonzero(index.get_level_values("period") == one) for one in data.periods]
    for part in rows:
        for place in np.flatnonzero(gaps[part].any(axis=0)):
            with faults:
                _fill(
                    data,
                    names,
                    z,
                    filled,
                    int(place),
                    part[gaps[part, place]],
                    part[~np.isnan(x[part, place])],
                )
    faults.raise_all()
    told = "Missing values were imputed by least squares on {predictors}, over the units that have both."
    labels = data.tree.names()
    procedure = Procedure.of(
        told, "oecd2008", "little2019", predictors=[labels.get(name, name) for name in names]
    )
    if data.periods:
        procedure += Procedure.of("Every period was imputed from itself.")
    if empty == "keep":
        procedure += Procedure.of("Units without any value stayed empty.")
    return noted(data.with_values(filled, "impute_regression", procedure=procedure), data)


def _predictors(data: Dataset, names: list[str]) -> Array:
    """Return the predictors as columns, (rows, predictors)."""
    faults, columns = Faults(), []
    known = [*data.tree.codes, *map(str, data.attributes)]
    for name in names:
        if name in data.tree.codes:
            columns.append(data.values[name].to_numpy())
        elif name in data.attributes:
            column, wrong = numbers(data.attributes[name])
            rows = [row for row, _ in wrong] + list(data.values.index[np.isinf(column.to_numpy())])
            places = [place_of(row, name) for row in rows]
            faults += each(places, lambda at: Fault(at, "is not a number", "choose another predictor"))
            columns.append(column.to_numpy(dtype=float))
        else:
            problem, way = "{name!r} is neither an indicator nor an attribute", "there are: {names}"
            faults.append(Fault("predictors", problem, way, name=str(name), names=known))
    faults.raise_all(FaultyInput)
    return np.column_stack(columns)


def _fill(
    data: Dataset, names: list[str], z: Array, filled: Array, place: int, gaps: Ints, known: Ints
) -> None:
    """Fill the gaps of one indicator in place; refuse what the predictors cannot tell of."""
    code, index = data.tree.codes[place], data.values.index
    if code in names:
        problem, way = "is a predictor and has gaps itself ({units:3})", "fill it before, or choose another"
        raise UnsuitableMethod(code, problem, way, units=index[gaps])
    blind = np.isnan(z[gaps])
    if blind.any():
        problem = "{units:3} have no value of {predictors:3} either"
        raise UnsuitableMethod(
            code, problem, "choose predictors that they have, or use impute_em", units=index[gaps[blind.any(axis=1)]],
            predictors=[names[j] for j in range(len(names)) if blind[:, j].any()],
        )  # fmt: skip
    fit = known[~np.isnan(z[known]).any(axis=1)]
    if len(fit) < len(names) + 3:
        problem = "{units:# unit has|# units have} it and {predictors:3}"
        way = "use fewer predictors, or impute_median"
        raise UnsuitableMethod(code, problem, way, units=len(fit), predictors=names)
    spread = np.abs(z[fit]).max(axis=0)
    spread[spread == 0] = 1.0
    centre = (z[fit] / spread).mean(axis=0)
    unit = np.abs(filled[fit, place]).max() or 1.0
    b, _, rank, _ = np.linalg.lstsq(
        _with_one(z[fit] / spread - centre), filled[fit, place] / unit, rcond=1e-10
    )
    if rank <= len(names):
        problem, way = "the predictors are constant or tell the same", "leave one of the predictors out"
        raise UnsuitableMethod(f"{code}, {', '.join(names)}", problem, way)
    filled[gaps, place] = _with_one(z[gaps] / spread - centre) @ b * unit


def _with_one(z: Array) -> Array:
    return np.column_stack([np.ones(len(z)), z])
