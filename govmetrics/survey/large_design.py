"""Who was drawn with whom in a survey in blocks: strata and clusters of its different rows of groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.options import Kind, is_number
from govmetrics.core.words import Text
from govmetrics.numerics import linearisation
from govmetrics.numerics.arrays import Ints
from govmetrics.numerics.linearisation import Design
from govmetrics.survey.large_answers import Answers
from govmetrics.survey.population import left_of
from govmetrics.survey.unit_rows import Units, codes_of, refuse_single_clusters

FPC = Kind(
    lambda value: value is None or isinstance(value, Mapping) or is_number(value),
    Text("give a number, or a mapping by stratum; a column of them is named when the survey is opened: open_large(fpc=...)"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Pairs:
    """Units within strata, or within clusters, in the order of the units.

    Attributes
    ----------
    of : (rows,)
        That of each different row of groups; -1: no unit.
    unit, drawn : (pairs,)
        Its unit, and its stratum or cluster.
    drawn_of : (rows,)
        The stratum or cluster of each row, with a unit or without.
    """

    of: Ints
    unit: Ints
    drawn: Ints
    drawn_of: Ints

    @classmethod
    def made(cls, place: Ints, drawn: Ints) -> Pairs:
        """Return the pairs that occur, from the unit (-1: none) and the stratum or cluster of every row."""
        width = int(drawn.max()) + 1
        key = np.where(place < 0, -1, place * width + drawn)
        found, of = np.unique(key, return_inverse=True)
        none = int(found[0] == -1)
        found = found[none:]
        return cls(of - none, found // width, found % width, drawn)

    @property
    def starts(self) -> Ints:
        """The first pair of every unit."""
        return np.flatnonzero(np.diff(self.unit, prepend=-1))


def design_of(answers: Answers, units: Units, cluster: str | None, strata: str | None, fpc: Any) -> Design:
    """Return stratum and cluster of every row of `answers.known`."""
    known, faults = answers.known, Faults()
    codes: dict[str, Ints] = {}
    for place, column in (("cluster", cluster), ("strata", strata)):
        if column is not None:
            with faults:
                _refuse_empty(answers, column, place)
                codes[place] = codes_of(known, column, place)
    faults.raise_all()
    refuse_single_clusters(units, codes.get("cluster"), cluster)
    if cluster is not None:
        plan = linearisation.design(codes.get("strata"), codes["cluster"], known.n)
    else:  # every respondent is a cluster
        layers = codes.get("strata", np.zeros(known.n, dtype=np.intp))
        sizes = np.bincount(layers, answers.counts).astype(np.intp)
        plan = Design(layers, layers, sizes, simple=strata is None)
    return replace(plan, left=left_of(known, fpc, strata, plan.sizes, plan.strata))


def _refuse_empty(answers: Answers, column: str, place: str) -> None:
    groups, counts = answers.known.by, answers.counts
    if column not in groups:
        return
    gone = groups[column].isna().to_numpy() & (counts > 0)
    if gone.any():
        where = Text("{item}, {count:# respondent|# respondents}, first in rows {rows}", item=f"{place}, {column!r}",
                     count=int(counts[gone].sum()), rows=answers.source.first_of(np.flatnonzero(gone)))  # fmt: skip
        Faults([Fault(where, "is empty", "fill it, or leave these respondents out")]).raise_all()
