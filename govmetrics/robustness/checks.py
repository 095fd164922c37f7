"""What the room's functions check alike: recipe, data of one period, the survey that joins them, seeds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from govmetrics.core import Dataset, Fault, UnsuitableMethod
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import DATASET
from govmetrics.core.errors import Faults, each
from govmetrics.core.judgements import JUDGEMENTS
from govmetrics.core.options import LIST, optional, wanted
from govmetrics.recipe import ANSWERS, RECIPE, with_survey


def seed_of(rng: int | np.random.Generator) -> int:
    """Return the seed, drawn where a generator is given."""
    return int(rng.integers(2**32)) if isinstance(rng, np.random.Generator) else int(rng)


def joined_data(
    recipe: Any, data: Any, survey: Any, judgements: Any, faults: Faults, periods: bool = False
) -> Dataset | None:
    """Return the data with the survey's scores; what cannot be used goes to `faults`, and None comes back."""
    wrong = wanted(recipe=(recipe, RECIPE), data=(data, DATASET), survey=(survey, optional(ANSWERS)),
                   judgements=(judgements, optional(JUDGEMENTS)))  # fmt: skip
    if isinstance(data, Dataset) and data.periods and not periods:
        way_out = "analyse one: data.at({period!r})"
        wrong.append(Fault("data", "has several periods", way_out, period=data.periods[-1]))
    faults += wrong
    if wrong:
        return None
    with faults:
        return with_survey(data, survey)
    return None


def code_faults(codes: Any, known: Iterable[str], place: str, problem: str) -> list[Fault]:
    """Return a fault for every code that is not known; a list is asked for."""
    faults = LIST.faults(place, codes)
    if faults:
        return faults
    there = list(known)
    unknown = [code for code in codes if not (isinstance(code, str) and code in there)]
    return each(unknown, lambda code: Fault(place_of(code), problem, "there are: {labels}", labels=there))


def refuse_unscored(ranks: np.ndarray) -> None:
    """Refuse a nominal run in which no unit has a score: nothing can move."""
    if np.isnan(ranks).all():
        problem, way_out = (
            "no unit has a score, because too much evidence is missing",
            "impute it, or lower min_coverage",
        )
        raise UnsuitableMethod("data", problem, way_out)
