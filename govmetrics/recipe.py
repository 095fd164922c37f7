"""The recipe: every choice of an evaluation, written down; and following it in one pass."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics import __version__, ahp
from govmetrics import aggregation as aggregations
from govmetrics import normalisation as normalisations
from govmetrics import treatment as treatments
from govmetrics import weighting as weightings
from govmetrics.core import Dataset, Fault, FaultyInput, Scaled, Scores, Survey, Weights
from govmetrics.core.checks import kind_faults, listed
from govmetrics.core.documents import read_document
from govmetrics.core.errors import Faults
from govmetrics.core.fingerprint import fingerprint
from govmetrics.core.methods import Chosen, Method, Step, choose_step, step_faults
from govmetrics.core.nodes import Role
from govmetrics.core.options import count
from govmetrics.core.results import html, jsonable
from govmetrics.core.weights import shares_within_groups
from govmetrics.run_notes import run_notes

__all__ = ["Assessment", "Recipe", "follow"]


@dataclass(frozen=True)
class Recipe:
    """Every choice of one evaluation. A step is a method's name, or ``{name: {option: value}}``.

    Parameters
    ----------
    treatment : sequence of steps
        In this order; names of `govmetrics.treatment.METHODS`.
    normalisation, weighting, aggregation : step
        Names of each stage's METHODS.
    base_period : optional
        With several periods: the period whose bounds scale all of them, so that a trend is a trend. None
        takes the bounds of all periods together.
    roles : sequence of str
        Roles of the leaves that are scored.
    seed : int
        For everything that draws.
    title : str
        For reports.

    Examples
    --------
    >>> Recipe(normalisation={"min_max": {"scale": [1, 100]}}, aggregation="geometric").aggregation
    'geometric'
    """

    treatment: Sequence[Step] = ()
    normalisation: Step = "min_max"
    weighting: Step = "assigned"
    aggregation: Step = "arithmetic"
    base_period: Any = None
    roles: Sequence[Role] = ("outcome",)
    seed: int = 0
    title: str = ""

    def __post_init__(self) -> None:
        Faults(self._faults()).raise_all()
        object.__setattr__(self, "treatment", tuple(self.treatment))
        object.__setattr__(self, "roles", tuple(self.roles))

    def _faults(self) -> list[Fault]:
        """Return every fault of the choices: unknown methods, unknown or missing options, odd roles and seeds."""
        faults = []
        treatment = self.treatment if isinstance(self.treatment, list | tuple) else ()
        if treatment is not self.treatment:
            faults.append(Fault("treatment", "is not a list of steps", "write one a line, each with a dash"))
        for place, step in enumerate(treatment):
            faults += step_faults(f"treatment[{place}]", step, methods_of("treatment"))
        for stage in ("normalisation", "weighting", "aggregation"):
            faults += step_faults(stage, getattr(self, stage), methods_of(stage))
        roles = self.roles if isinstance(self.roles, list | tuple) else ()
        allowed = get_args(Role)
        if roles is not self.roles:
            faults.append(Fault("roles", "is not a list of roles", "write one a line, each with a dash"))
        elif not roles:
            faults.append(Fault("roles", "is empty", "name at least one of: {choices}", choices=allowed))
        faults += [
            Fault("roles", "{role!r} is not a role", "roles are: {choices}", role=role, choices=allowed)
            for role in roles
            if role not in allowed
        ]
        return faults + count(0).faults("seed", self.seed)

    def chosen(self, stage: Literal["normalisation", "weighting", "aggregation"]) -> Chosen:
        """Return the method of a stage, with the recipe's options."""
        return choose_step(stage, getattr(self, stage), methods_of(stage))

    @classmethod
    def read(cls, source: str | Path | Mapping[str, Any]) -> Recipe:
        """Read a recipe from a YAML or JSON file, or a mapping; unknown keys are faults."""
        if isinstance(source, Mapping):
            content: Mapping[str, Any] = source
        elif not isinstance(source, str | os.PathLike):
            raise FaultyInput(Fault("source", f"is {type(source).__name__}", "give a path or a mapping"))
        elif not Path(source).is_file():
            raise FaultyInput(Fault(str(source), "there is no such file", "check the path"))
        else:
            content = read_document(Path(source))
        known = [f.name for f in fields(cls)]
        faults = Faults(
            Fault(str(key), "is not a key of a recipe", f"keys are: {', '.join(known)}")
            for key in content
            if key not in known
        )
        with faults:
            recipe = cls(**{key: value for key, value in content.items() if key in known})
        faults.raise_all()
        return recipe

    def write(self, path: str | Path) -> None:
        """Write the recipe as YAML; `read` gives it back."""
        from ruamel.yaml import YAML

        yaml = YAML(typ="safe", pure=True)
        yaml.default_flow_style = False
        yaml.allow_unicode = True
        yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
        try:
            with Path(path).open("w", encoding="utf-8") as stream:
                yaml.dump(self.to_dict(), stream)
        except OSError as error:
            problem = f"cannot be written ({error.strerror})"
            raise FaultyInput(Fault(str(path), problem, "name a file in a folder that is there")) from None

    def to_dict(self) -> dict[str, Any]:
        """Return the choices as plain types."""
        return {key: jsonable(value) for key, value in asdict(self).items()}


@dataclass(frozen=True, eq=False)
class Assessment:
    """The record of one run: the recipe and everything it produced. Computes nothing.

    Attributes
    ----------
    recipe : Recipe
        The choices.
    dataset : Dataset
        What came in, with survey scores joined.
    treated : Dataset
        After the treatment; `treated.changes` lists every changed cell.
    scaled : Scaled
        Normalised values.
    weights : Weights
        What was used.
    scores : Scores
        Every unit at every node.
    provenance : mapping
        Hashes of the inputs, versions of the software, seed.
    notes : tuple of str
        What the user must know.

    See Also
    --------
    follow
    """

    recipe: Recipe
    dataset: Dataset
    treated: Dataset
    scaled: Scaled
    weights: Weights
    scores: Scores
    provenance: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def ranking(self, node: str | None = None) -> pd.DataFrame:
        """Return the ranking at a node (see `Scores.ranking`)."""
        return self.scores.ranking(node)

    def to_frame(self) -> pd.DataFrame:
        """Return the scores as a copy."""
        return self.scores.to_frame()

    def to_dict(self) -> dict[str, Any]:
        """Return recipe, provenance, notes, changed cells, scores and ranking, JSON-ready."""
        return {
            "recipe": self.recipe.to_dict(),
            "provenance": jsonable(dict(self.provenance)),
            "notes": list(self.notes),
            "changes": jsonable(self.treated.changes),
            "bounds": jsonable(self.scaled.bounds),
            "ranking": jsonable(self.ranking()),
            **self.scores.to_dict(),
        }

    def summary(self, language: str = "en", top: int = 10) -> str:
        """Return the ranking's head and the notes as text."""
        root = self.scores.weights.tree.root
        ranking = self.ranking().head(top)
        lines = [
            f"{root.label(language)}: {self.dataset!r}".replace("<", "").replace(">", ""),
            ranking.to_string(),
        ]
        return "\n".join([*lines, *run_notes(self.notes, language)])

    def _repr_html_(self) -> str:
        return html(self.ranking(), self.recipe.title or "Assessment")


def follow(recipe: Recipe, data: Dataset, survey: Any = None, judgements: Any = None) -> Assessment:
    """Follow a recipe in one pass: treatment, normalisation, weighting, aggregation.

    Parameters
    ----------
    recipe : Recipe
        The choices; ``Recipe()`` is usable bare.
    data : Dataset
        Records.
    survey : Survey or SurveyScores, optional
        Residents' answers, scored as they are and joined before the treatment; or their scores, for example
        raked ones.
    judgements : Judgements, optional
        Experts' pairwise comparisons; needed by the weighting "ahp".

    Returns
    -------
    Assessment
        The same inputs give the same bytes.

    Raises
    ------
    FaultyInput
        The recipe names methods or options that do not exist, or needs evidence that is not there.
    UnsuitableMethod
        A step cannot be used on these data.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, steps 3 to 6.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    >>> run.ranking().round(2).to_dict("index")
    {'East': {'score': 66.67, 'rank': 1}, 'North': {'score': 50.0, 'rank': 2}, 'West': {'score': 15.0, 'rank': 3}}
    """
    faults = Faults(kind_faults(recipe, Recipe, "recipe", "make it with Recipe(...) or Recipe.read"))
    faults += kind_faults(data, Dataset, "data", "make it with read_records")
    if not (survey is None or isinstance(survey, Survey) or hasattr(survey, "standard_errors")):
        faults.append(Fault("survey", f"is {type(survey).__name__}", "make it with read_survey"))
    faults.raise_all()
    if survey is not None:
        from govmetrics.intake import join
        from govmetrics.survey import score

        data = join(data, survey if hasattr(survey, "standard_errors") else score(survey))
    found = one_pass(recipe, data, judgements)
    given = {"data": data, "survey": survey, "judgements": judgements}
    return replace(found, provenance=_provenance(recipe, given))


def one_pass(recipe: Recipe, data: Dataset, judgements: Any = None) -> Assessment:
    """Do what `follow` does, without the provenance: for the many passes of a robustness analysis."""
    joined, notes = data, list(data.notes)
    data = data.scored(tuple(recipe.roles))
    for step in recipe.treatment:
        data = choose_step("treatment", step, methods_of("treatment"))(data)
    scaled = _scale(recipe, data)
    weights = _weigh(recipe, scaled, judgements)
    scores: Scores = recipe.chosen("aggregation")(scaled, weights)
    notes += _notes(data, scores)
    return Assessment(recipe, joined, data, scaled, weights, scores, notes=tuple(notes))


def methods_of(stage: str) -> Mapping[str, Method]:
    """Return a stage's methods by the names that recipes use."""
    return {
        "treatment": treatments.METHODS,
        "normalisation": normalisations.METHODS,
        "weighting": {**weightings.METHODS, **ahp.WEIGHTINGS},
        "aggregation": aggregations.METHODS,
    }[stage]


def _scale(recipe: Recipe, data: Dataset) -> Scaled:
    chosen = recipe.chosen("normalisation")
    if recipe.base_period is not None:
        if not chosen.method.takes_bounds:
            raise FaultyInput(
                Fault(
                    "base_period",
                    "{method} takes no earlier bounds",
                    "use one of: {choices}",
                    method=chosen.method.name,
                    choices=[
                        name for name, other in methods_of("normalisation").items() if other.takes_bounds
                    ],
                )
            )
        chosen = chosen.given(bounds=chosen(data.at(recipe.base_period)).bounds)
    scaled: Scaled = chosen(data)
    return scaled


def _weigh(recipe: Recipe, scaled: Scaled, judgements: Any) -> Weights:
    """Call the weighting method with what it takes: judgements, a tree, or scaled values."""
    chosen = recipe.chosen("weighting")
    takes = chosen.method.takes
    if takes == "judgements" and judgements is None:
        way_out = "give follow(..., judgements=...)"
        raise FaultyInput(Fault("weighting", "{method} needs judgements", way_out, method=chosen.method.name))
    source = {"judgements": judgements, "tree": scaled.tree, "scaled": scaled}[takes]
    found: Weights = chosen(source)
    if found.tree.node_codes == scaled.tree.node_codes:
        return found
    missing = [Fault(code, "was not judged") for code in scaled.tree.node_codes if code not in found.tree]
    if missing:
        raise FaultyInput(missing)
    # Experts judged leaves that are not scored: the others keep their proportions.
    return Weights(scaled.tree, shares_within_groups(scaled.tree, found.local), found.method, found.details)


def _notes(data: Dataset, scores: Scores) -> list[str]:
    """Say what rests on less than full evidence."""
    notes = []
    if len(data.changes):
        counts = data.changes["step"].value_counts(sort=False)
        notes.append("cells changed: " + ", ".join(f"{count} by {step}" for step, count in counts.items()))
    root = scores.weights.tree.root.code
    partial = int(((scores.coverage[root] < 1 - 1e-9) & scores.values[root].notna()).sum())
    without = scores.values.index[scores.values[root].isna()]
    if partial:
        notes.append(
            f"{partial} of {len(scores.values)} units are scored on incomplete evidence, see coverage"
        )
    if len(without):
        shown = listed(
            [" ".join(map(str, row)) if isinstance(row, tuple) else row for row in without], most=5
        )
        notes.append(f"{len(without)} units have no score, for too much evidence is missing: {shown}")
    return notes


def _provenance(recipe: Recipe, given: Mapping[str, Any]) -> dict[str, Any]:
    import scipy

    versions = {
        "govmetrics": __version__,
        "numpy": np.__version__,
        "pandas": pd.__version__,
        "scipy": scipy.__version__,
    }
    return {
        "inputs": {name: fingerprint(value) for name, value in given.items() if value is not None},
        "recipe": hashlib.sha256(json.dumps(recipe.to_dict(), sort_keys=True).encode()).hexdigest(),
        "versions": {**versions, "python": platform.python_version()},
        "seed": recipe.seed,
    }
