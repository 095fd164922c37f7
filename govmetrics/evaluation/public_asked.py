"""What an evaluation asked for, as it may be published, and what its parts rest on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from govmetrics.core import IndicatorTree
from govmetrics.core.plain import plain
from govmetrics.evaluation.carried import in_file
from govmetrics.evaluation.keys import Evidence, Publish
from govmetrics.evaluation.model_columns import factors
from govmetrics.evaluation.public_index import shown_recipe
from govmetrics.evaluation.quotes import texts_in
from govmetrics.evaluation.spec import Evaluation


def shown_evaluation(said: Evaluation, tree: IndicatorTree | None, numbered: Mapping[str, str]) -> Evaluation:
    """Return what was asked without what it rests on: no paths, no names of experts, no residents' shares."""
    ranking = said.ranking
    if ranking is not None and ranking.ratings is not None:
        files = [ranking.ratings] if isinstance(ranking.ratings, str) else ranking.ratings
        ranking = replace(ranking, ratings=[Path(file).name for file in files])
    grades = said.grades
    if grades is not None and grades.intervals is not None:
        grades = replace(grades, intervals=Path(grades.intervals).name)
    spatial = said.spatial
    if spatial is not None:
        outlines, pairs = (name and Path(name).name for name in (spatial.map, spatial.edges))
        spatial = replace(spatial, map=outlines, edges=pairs)
    policy = said.policy
    if policy is not None:
        since = policy.first_treated
        since = Path(since).name if since is not None and in_file(since) else since
        policy = replace(policy, first_treated=since, deviation=None)
        policy = None if policy.first_treated is None and not policy.models else policy
    formats = Publish() if said.publish is None else Publish(said.publish.formats)
    named: Any = said.tree if tree is None else tree
    named = Path(named).name if isinstance(named, str | Path) else named
    return replace(
        said, ranking=ranking, grades=grades, spatial=spatial, policy=policy, tree=named, evidence=Evidence(),
        index=shown_recipe(said.index, numbered), appraisal=None, plan=None, compare=None, publish=formats,
        folder=None,
    )  # fmt: skip


def models_of_units(asked: Evaluation) -> dict[str, list[Any]]:
    """Return the models of units that the evaluation asks for, by the part that holds them."""
    return {
        name: [one for one in models or () if one.of == "units"]
        for name, models in (("regressions", asked.regression), ("paths", asked.paths))
    }


def columns_of(models: Sequence[Any], known: Collection[str]) -> set[str]:
    """Return the columns that models name; a product names its factors."""
    named = texts_in([plain(one) for one in models])
    every = [*named, *(key for one in models for key in getattr(one, "model", ()))]
    return {part for name in every for part in factors(name, known)}


def filling(evidence: Evidence) -> dict[str, list[str]]:
    """Return the leaves that networks and texts fill, by the part that shows these."""
    found = {name: getattr(evidence, name) for name in ("networks", "documents", "coding", "proposals")}
    leaves = {name: list(one.leaves) for name, one in found.items() if one is not None}
    return leaves | ({"said": leaves["coding"]} if "coding" in leaves else {})
