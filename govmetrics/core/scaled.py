"""Values on one common scale, where more is better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.dataset import as_floats, label_faults, level_faults, value_faults
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.near import spelled
from govmetrics.core.options import FRAME, TEXT, asked, instance, is_number, optional, shown
from govmetrics.core.panel_rows import at_period
from govmetrics.core.procedure import PROCEDURE, UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.words import Text, method_name


def refuse_unscaled(scaled: object) -> Faults:
    """Refuse what is not `Scaled`; return an empty `Faults` for what the method finds wrong with it.

    Raises
    ------
    FaultyInput
        `scaled` is of another type, for example raw data.
    """
    asked(scaled=(scaled, SCALED))
    return Faults()


HIGHER = Text("scale to positive values, for example min_max to 1-100")


def raised(least: float, scale: tuple[float, float] | None) -> Text:
    """Return how values that are too low for a method become high enough, by the least of them and their scale.

    Examples
    --------
    >>> print(raised(-3.0, None))
    scale to positive values, for example min_max to 1-100
    """
    if scale is None or least >= scale[0]:
        return HIGHER
    return Text(
        "they lie below the scale, whose bounds come from other values: let the bounds span all values (no `base_period=`, "
        "no `bounds=`), or choose a method that takes any value"
    )


@spelled
@dataclass(frozen=True, eq=False)
class Scaled(Result):
    """Normalised values of the scored leaves.

    Parameters
    ----------
    tree : IndicatorTree
        The tree of the scored leaves.
    values : DataFrame, shape (units, leaves)
        More is better in every column; NaN where missing.
    bounds : DataFrame
        One row per leaf: what the method took from the data (for min-max the columns worst and best).
        Hand it to the same method to scale a later period alike.
    method : str
        Which normalisation made it.
    scale : (low, high), optional
        The ends of the scale, where it has ends.
    attributes : DataFrame
        Carried from the dataset.
    imputed : DataFrame of bool, optional
        Carried from the dataset: the cells that were filled in, which are no evidence. None where there are none.
    procedure : Procedure
        How they were scaled, in words; written by the normalisation.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> table = pd.DataFrame({"trust": [60.0, 80.0], "cases": [5.0, 8.0]}, index=["East", "West"])
    >>> scaled = gm.normalisation.min_max(gm.read_records(table, tree))
    >>> scaled.values.loc["East"].to_dict(), scaled.bounds.loc["cases"].to_dict()
    ({'trust': 0.0, 'cases': 100.0}, {'worst': 8.0, 'best': 5.0})
    """

    tree: IndicatorTree
    values: pd.DataFrame
    bounds: pd.DataFrame
    method: str = ""
    scale: tuple[float, float] | None = None
    attributes: pd.DataFrame = field(default_factory=pd.DataFrame)
    imputed: pd.DataFrame | None = None
    procedure: Procedure = UNTOLD

    _shown: ClassVar = {"values": "Scaled values", "bounds": "Bounds of the scale"}
    _left_out: ClassVar = ("attributes", "imputed")

    def __post_init__(self) -> None:
        asked(tree=(self.tree, TREE), values=(self.values, FRAME), bounds=(self.bounds, FRAME),
              method=(self.method, TEXT), attributes=(self.attributes, FRAME),
              imputed=(self.imputed, optional(FRAME)), procedure=(self.procedure, PROCEDURE))  # fmt: skip
        faults = Faults()
        if list(self.values.columns) != self.tree.codes:
            problem = "are not the tree's indicators in the tree's order"
            faults.append(Fault("columns", problem, "make it with a function of govmetrics.normalisation"))
        faults += [*level_faults(self.values.index), *value_faults(self.values)]
        if not faults and not self.values.index.is_unique:
            faults += label_faults(self.values.index)
        faults += scale_faults(self.scale)
        faults.raise_all()
        object.__setattr__(self, "values", as_floats(self.values))

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Scaled:
        """Return the scaled values of what `to_dict` gave; how they were scaled, in words, is not kept.

        Raises
        ------
        FaultyInput
            Another kind or version, unknown or missing keys, whatever the constructor refuses: each with its place.
        """
        from govmetrics.core.from_dict import Reader

        read = Reader(cls, content)
        tree, values, bounds = read.tree(), read.frame("values"), read.frame("bounds")
        scale = read.ends("scale")
        more = {"attributes": read.frame("attributes"), "imputed": read.frame("imputed")}
        read.faults.raise_all()
        return cls(tree, values, bounds, read.value("method"), scale, **more)

    @property
    def evidence(self) -> np.ndarray | None:
        """Which cells rest on evidence, shape (units, leaves); None where nothing was imputed."""
        if self.imputed is None:
            return None
        marks = self.imputed.reindex(index=self.values.index, columns=self.values.columns, fill_value=False)
        return ~marks.to_numpy(dtype=bool)

    def at(self, period: object) -> Scaled:
        """Return the rows of one period, indexed by unit."""
        return at_period(self, period, ("values", "attributes", "imputed"))

    def _method(self) -> tuple[Text, ...]:
        known = "The indicators were normalised by {method}."
        return self.procedure.said or ((Text(known, method=method_name(self.method)),) if self.method else ())

    def _finding(self) -> tuple[Text, ...]:
        template = "{rows:# row|# rows} of {indicators:# indicator|# indicators}, scaled by {method}; more is better."
        return (
            Text(
                template,
                rows=len(self.values),
                indicators=len(self.tree),
                method=method_name(self.method or "hand"),
            ),
        )


SCALED = instance(Scaled, Text("make it with a function of govmetrics.normalisation"))


def scale_faults(scale: object) -> list[Fault]:
    """Return what is wrong with the ends of a scale; None has no ends."""
    if scale is None:
        return []
    if (
        isinstance(scale, tuple | list)
        and len(scale) == 2
        and all(map(is_number, scale))
        and scale[0] < scale[1]
    ):
        return []
    return [Fault("scale", "is {value}", "give (low, high)", value=shown(scale))]
