"""Configurations of nodes that go with an outcome: the scores handed to qualitative comparative analysis."""

from __future__ import annotations

from typing import Any

from govmetrics import qca
from govmetrics.core import Label
from govmetrics.core.words import LANGUAGES, Note
from govmetrics.evaluation.configured_found import CALLED, ConfigurationalAnalysis
from govmetrics.evaluation.configured_names import in_codes
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.parts import Work


def configurations(work: Work) -> Found:
    """Return the sets, what is necessary, the truth table, the three solutions, and how the chosen one stands."""
    asked, index = work.evaluation.configurations, work.done["assessment"]
    assert asked is not None
    scores = work.at_latest(index.scores)
    tree = scores.weights.tree
    said = in_codes(asked, tree)
    found: dict[str, Any] = {
        name: qca.from_scores(
            scores, said.outcome, said.thresholds, said.conditions, asked.consistency, asked.pri, asked.cases, way,  # type: ignore[arg-type]
            said.expected if way == "directed" else None,
        )
        for way, name in CALLED.items()
    }  # fmt: skip
    chosen = found[CALLED[asked.remainders]]
    necessity = qca.necessity(
        chosen.table.sets, said.outcome, asked.necessity, asked.relevance, conditions=said.conditions
    )
    tried = qca.robustness(chosen, shift=asked.shift) if asked.robustness and not work.trial else None
    names = tree.names()
    labels = {
        code: Label(*(f"{code} {names[code].say(one)}" for one in LANGUAGES))
        for code in (*said.conditions, said.outcome.removeprefix("~"))
        if any(names[code].say(one) != code for one in LANGUAGES)
    }
    notes = (
        () if work.latest is None else (Note("the configurations are about {period}", period=work.latest),)
    )
    return {"configurations": ConfigurationalAnalysis(
        chosen.table.sets, necessity, chosen.table, **found, robustness=tried, chosen=asked.remainders, labels=labels,
        notes=notes,
    )}  # fmt: skip
