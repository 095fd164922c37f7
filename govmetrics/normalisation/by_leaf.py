"""By leaf: some indicators by one method, the others by another, all on one scale."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from govmetrics.core.dataset import Dataset, refuse_no_dataset
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.methods import Chosen, Method, by_code_faults
from govmetrics.core.options import FRAME, FUNCTION, MAPPING, optional, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.words import Text, method_name
from govmetrics.normalisation.common import Bounds
from govmetrics.normalisation.min_max import min_max

Normalise = Callable[[Dataset], Scaled]


def by_leaf(
    data: Dataset,
    of: Mapping[str, Normalise],
    otherwise: Normalise = min_max,
    bounds: pd.DataFrame | None = None,
) -> Scaled:
    """Scale some indicators by a method of their own, the others by `otherwise`.

    Parameters
    ----------
    data : Dataset
        Raw values.
    of : mapping of code to function
        The indicators with a method of their own: a function of `govmetrics.normalisation`, with its options where a
        lambda or `functools.partial` gives them; in a recipe a step.
    otherwise : function
        For all the others.
    bounds : DataFrame, optional
        ``earlier.bounds``: each method takes its own indicators' rows.

    Returns
    -------
    Scaled
        `bounds` has the columns of every method that was used.

    Raises
    ------
    FaultyInput
        Codes that are no indicators of the tree; bounds for a method that takes none.
    UnsuitableMethod
        Methods whose values lie on different scales, which cannot be added up; and what each method refuses.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> from govmetrics.normalisation import percentile
    >>> tree = IndicatorTree.from_groups({"A": ["crime", "trust"]}, {"crime": "less"})
    >>> data = Dataset(tree, pd.DataFrame({"crime": [2.0, 400.0, 3.0], "trust": [10.0, 20.0, 40.0]}))
    >>> by_leaf(data, {"crime": percentile}).values.round(1).to_dict("list")
    {'crime': [100.0, 0.0, 50.0], 'trust': [0.0, 33.3, 100.0]}
    """
    faults = refuse_no_dataset(data)
    faults += wanted(of=(of, MAPPING), otherwise=(otherwise, FUNCTION), bounds=(bounds, optional(FRAME)))
    faults.raise_all()
    data, codes = data.scored(), data.scored().tree.codes
    faults += by_code_faults(of, codes)
    faults.raise_all()
    groups: dict[Normalise, list[str]] = {}
    for code in codes:
        groups.setdefault(of.get(code, otherwise), []).append(code)
    parts = []
    for method, own in groups.items():
        with faults:
            parts.append(_chosen(method, own, bounds)(data.only(own)))
    faults.raise_all()
    _refuse_two_scales(parts)
    values = pd.concat([part.values for part in parts], axis="columns")[codes]
    found = pd.concat([part.bounds for part in parts]).reindex(codes)
    methods = dict.fromkeys(part.method for part in parts)
    called = data.tree.names()
    names = {method: [called[c] for part in parts if part.method == method for c in part.tree.codes]
             for method in methods}  # fmt: skip
    procedure = Procedure()
    for part in parts:
        procedure += part.procedure
    if len(names) > 1:
        each = [Text("{method} for {names:10}", method=method_name(m), names=own) for m, own in names.items()]
        procedure = (
            Procedure.of("Indicators were normalised by different methods: {methods}.", methods=each)
            + procedure
        )
    return Scaled(
        data.tree, values, found, ", ".join(methods), parts[0].scale, data.attributes, data.imputed, procedure
    )


def _chosen(method: Normalise, own: list[str], bounds: Bounds | None) -> Chosen:
    """Return a method with the earlier bounds of its own indicators."""
    chosen = (
        method
        if isinstance(method, Chosen)
        else Chosen("normalisation", Method(method, "data", "by_leaf"), {})
    )
    if bounds is None or not chosen.method.takes_bounds:
        return chosen
    asked_of = pd.DataFrame(bounds).reindex(own).dropna(axis="columns", how="all")
    return chosen.given(bounds=asked_of)


def _refuse_two_scales(parts: list[Scaled]) -> None:
    scales = {None if part.scale is None else tuple(part.scale) for part in parts}
    if len(scales) > 1:
        problem = "{methods} put their values on different scales, which cannot be added up"
        way_out = "give them the same `scale`, or choose methods with the same ends"
        methods = list(dict.fromkeys(part.method for part in parts))
        raise UnsuitableMethod("of", problem, way_out, methods=methods)
