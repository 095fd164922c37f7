"""Rankings by multi-criteria methods beside the index: its values and weights, handed to every method that is named."""

from __future__ import annotations

from typing import Any

from govmetrics.core import Note
from govmetrics.core.methods import Chosen
from govmetrics.evaluation.beside import Beside, chosen_of, each_done, labels_of, side_by_side
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.ranking_methods import METHODS, taken_by
from govmetrics.evaluation.ratings import as_numbers
from govmetrics.evaluation.titles import TITLES


def rankings(work: Work) -> Found:
    """Return the ranking of the latest period by every method that is asked for, and all of them beside the index."""
    asked, index = work.evaluation.ranking, work.done["assessment"]
    assert asked is not None
    scores = work.at_latest(index.scores)
    values = {
        "scaled": work.at_latest(index.scaled), "raw": work.at_latest(index.treated),
        "ratings": as_numbers(work.nouns.ratings or {}), "weights": index.weights,
    }  # fmt: skip

    def does(one: Chosen) -> Any:
        first, *rest = taken_by(one.method)
        raw = one.method.name in asked.raw
        kind = ("raw" if raw else "scaled") if first == "data" else first
        return one(values[kind], *(values[name] for name in rest))

    chosen = chosen_of("ranking.methods", asked.methods, METHODS)
    found = each_done(chosen, does, "ranking")
    labels = labels_of(list(found))
    notes = () if work.latest is None else (Note("the rankings are about {period}", period=work.latest),)
    compared = side_by_side(TITLES["assessment"], scores, found, labels, values["scaled"])
    return {"rankings": Beside(found, compared, notes, labels)}
