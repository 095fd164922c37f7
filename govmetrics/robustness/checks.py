"""What the room's functions check alike: kinds of arguments, numbers and seeds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault
from govmetrics.core.checks import kind_faults, listed
from govmetrics.core.errors import each
from govmetrics.recipe import Recipe


def seed_of(rng: int | np.random.Generator) -> int:
    """Return the seed, drawn where a generator is given."""
    return int(rng.integers(2**32)) if isinstance(rng, np.random.Generator) else int(rng)


def data_faults(recipe: Any, data: Any) -> list[Fault]:
    """Return what of a recipe and a dataset is of another kind, or has several periods."""
    faults = kind_faults(recipe, Recipe, "recipe", "give a Recipe")
    faults += kind_faults(data, Dataset, "data", "read it with read_records")
    if isinstance(data, Dataset) and data.periods:
        faults.append(Fault("data", "has several periods", f"analyse one: data.at({data.periods[-1]!r})"))
    return faults


def unit_faults(index: pd.Index, units: Iterable[Any]) -> list[Fault]:
    """Return a fault for every unit that is not among the rows."""
    known = set(index)
    unknown = [unit for unit in units if not (pd.api.types.is_hashable(unit) and unit in known)]
    way_out = f"units are: {listed(index, 10)}"
    return each(unknown, lambda unit: Fault("unit", f"{unit!r} is not in the data", way_out))


def code_faults(codes: Any, known: list[str], place: str, what: str) -> list[Fault]:
    """Return a fault for every code that is not known; a list is asked for."""
    if isinstance(codes, str) or not np.iterable(codes):
        return [Fault(place, f"is {codes!r}", "give a list of codes")]
    way_out = f"there are: {listed(known)}"
    return each((c for c in codes if c not in known), lambda c: Fault(str(c), f"is not a {what}", way_out))
