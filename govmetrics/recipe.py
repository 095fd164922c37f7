"""The recipe: every choice of an evaluation, written down; and following it in one pass."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics import __version__, ahp
from govmetrics import aggregation as aggregations
from govmetrics import normalisation as normalisations
from govmetrics import treatment as treatments
from govmetrics import weighting as weightings
from govmetrics.core import (
    Dataset,
    Fault,
    FaultyInput,
    Judgements,
    Result,
    Scaled,
    Scores,
    Survey,
    Table,
    Weights,
)
from govmetrics.core.dataset import DATASET
from govmetrics.core.documents import read_document, write_document
from govmetrics.core.errors import Faults
from govmetrics.core.fingerprint import fingerprint
from govmetrics.core.judgements import JUDGEMENTS
from govmetrics.core.language import language_of
from govmetrics.core.log import LOG, timed
from govmetrics.core.methods import OF, Chosen, Method, Step, choose_step, step_faults
from govmetrics.core.near import meant, spelled
from govmetrics.core.nodes import Role, label
from govmetrics.core.options import (
    COUNT,
    DDOF,
    FLAG,
    LANGUAGE,
    MAPPING,
    PATH,
    TEXT,
    Kind,
    asked,
    choice,
    count,
    instance,
    is_file,
    optional,
    shown,
    wanted,
)
from govmetrics.core.panel_rows import counted
from govmetrics.core.plain import plain
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import shares_within_groups, sum_notes
from govmetrics.core.words import Language, Note, Text, joined, method_name, say
from govmetrics.normalisation.min_max import AROUND

if TYPE_CHECKING:
    from govmetrics.ahp import WeightDraws
    from govmetrics.survey import SurveyScores

__all__ = ["Assessment", "Recipe", "follow"]

_STAGE = choice("normalisation", "weighting", "aggregation")
ANSWERS = Kind(
    lambda survey: isinstance(survey, Survey) or hasattr(survey, "standard_errors"),
    Text("read it with read_survey, or score it"),
)


@spelled
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
            faults.append(
                Fault("treatment", "is not a list of steps", "write one on each line, after a dash")
            )
        for place, step in enumerate(treatment):
            faults += step_faults(f"treatment[{place}]", step, methods_of("treatment"))
        for stage in ("normalisation", "weighting", "aggregation"):
            faults += step_faults(stage, getattr(self, stage), methods_of(stage))
        roles = self.roles if isinstance(self.roles, list | tuple) else ()
        allowed = get_args(Role)
        if roles is not self.roles:
            faults.append(Fault("roles", "is not a list of roles", "write one on each line, after a dash"))
        elif not roles:
            faults.append(Fault("roles", "is empty", "choose one of: {choices:50}", choices=allowed))
        faults += [
            Fault(
                "roles", "{value!r} is not known", "choose one of: {choices:50}", value=role, choices=allowed
            )
            for role in roles
            if role not in allowed
        ]
        return [*faults, *wanted(seed=(self.seed, count(0)), title=(self.title, TEXT))]

    def chosen(self, stage: Literal["normalisation", "weighting", "aggregation"]) -> Chosen:
        """Return the method of a stage, with the recipe's options."""
        asked(stage=(stage, _STAGE))
        return choose_step(stage, getattr(self, stage), methods_of(stage))

    @classmethod
    def mazziotta_pareto(
        cls,
        adjusted: bool = False,
        reference: Literal["mean"] | Mapping[str, float] = "mean",
        penalty: Literal["minus", "plus"] = "minus",
        ddof: Literal[0, 1] = 0,
    ) -> Recipe:
        """Return the Mazziotta-Pareto index as a recipe: its scale, equal weights, and the penalty, with one divisor.

        Parameters
        ----------
        adjusted : bool
            The adjusted index, whose scale (70 to 130 around reference values) keeps levels comparable over time,
            instead of z-scores with the mean 100 and the standard deviation 10.
        reference : "mean" or mapping
            Of the adjusted index: what 100 stands for, a value for every leaf such as the mean of the first period,
            or the mean of all rows.
        penalty : {"minus", "plus"}
            "plus" where more of the index is worse.
        ddof : {0, 1}
            Divisor of all variances: n as in the paper (0), or n - 1 as in R's Compind (1).

        References
        ----------
        Mazziotta and Pareto (2016), On a generalized non-compensatory composite index for measuring socio-economic
        phenomena. Social Indicators Research 127, 983-1003.

        Examples
        --------
        >>> Recipe.mazziotta_pareto().normalisation
        {'z_score': {'mean': 100, 'sd': 10, 'ddof': 0}}
        """
        asked(adjusted=(adjusted, FLAG), reference=(reference, AROUND),
              penalty=(penalty, choice("minus", "plus")), ddof=(ddof, DDOF))  # fmt: skip
        scale: Step = {"z_score": {"mean": 100, "sd": 10, "ddof": ddof}}
        if adjusted:
            around = dict(reference) if isinstance(reference, Mapping) else reference
            scale = {"min_max": {"scale": [70, 130], "around": around}}
        return cls(
            normalisation=scale,
            weighting="equal",
            aggregation={"penalised": {"penalty": penalty, "ddof": ddof}},
        )

    @classmethod
    def read(cls, source: str | Path | Mapping[str, Any]) -> Recipe:
        """Read a recipe from a YAML or JSON file, or a mapping; unknown keys are faults."""
        if isinstance(source, Mapping):
            content: Mapping[str, Any] = source
        elif not isinstance(source, str | os.PathLike):
            raise FaultyInput("source", "is {value}", "give a path or a mapping", value=shown(source))
        elif not is_file(source):
            raise FaultyInput(str(source), "there is no such file", "check the path")
        else:
            content = read_document(Path(source))
        known = [f.name for f in fields(cls)]
        faults = Faults(
            Fault(
                str(key),
                "is not a key of a recipe",
                meant(key, known, Text("there are: {labels}", labels=known)),
            )
            for key in content
            if key not in known
        )
        with faults:
            recipe = cls(**{key: value for key, value in content.items() if key in known})
        faults.raise_all()
        return recipe

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Recipe:
        """Return the recipe of what `to_dict` gave."""
        asked(content=(content, MAPPING))
        return cls.read(content)

    def write(self, path: str | Path) -> None:
        """Write the recipe to a .yaml or .json file; `read` gives it back."""
        asked(path=(path, PATH))
        write_document(self.to_dict(), path)

    def to_dict(self) -> dict[str, Any]:
        """Return the choices as plain types."""
        return {key: plain(value) for key, value in asdict(self).items()}


@dataclass(frozen=True, eq=False)
class Assessment(Result):
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

    def ranking(self, node: str | None = None, by: str | None = None) -> pd.DataFrame:
        """Return the ranking at a node, with ranks within groups where asked for (see `Scores.ranking`)."""
        return self.scores.ranking(node, by)

    def to_frame(self) -> pd.DataFrame:
        """Return the scores as a copy."""
        return self.scores.to_frame()

    @classmethod
    def _keys(cls) -> dict[str, Any]:
        own = {"recipe": dict, "provenance": dict, "notes": tuple[str, ...]}
        frames = dict.fromkeys(("changes", "bounds", "ranking"), pd.DataFrame)
        return {
            **own,
            **frames,
            **{
                name: field.type
                for name, field in Scores.__dataclass_fields__.items()
                if name in Scores._keys()
            },
        }

    def _content(self) -> dict[str, Any]:
        return {
            "recipe": self.recipe.to_dict(),
            "provenance": plain(dict(self.provenance)),
            "notes": plain(self.notes),
            "changes": plain(self.treated.changes),
            "bounds": plain(self.scaled.bounds),
            "ranking": plain(self.ranking()),
            **self.scores._content(),
        }

    def summary(self, language: Language | None = None, top: int = 31) -> str:
        """Return the finding, the ranking's first `top` units and the notes, in words of a language."""
        asked(language=(language, LANGUAGE), top=(top, COUNT))
        chosen = language_of(language)
        ranking = self._tables()[0].said(chosen).to_text(rows=top)
        notes = [say(note, chosen) for note in self.notes]
        return "\n".join([joined(self._finding(), chosen), ranking, *notes])

    def _finding(self) -> tuple[Text, ...]:
        name = label(self.scores.weights.tree.root)
        said = Text("{name}: {finding}", name=self.recipe.title or name, finding=self.scores._finding()[0])
        return (said, Text("{counts}.", counts=self.dataset._finding()[0]))

    def _method(self) -> tuple[Text, ...]:
        """Return what every step of the pass says of itself, in their order."""
        told = [*self.treated._method(), *self.scaled._method()]
        if self.recipe.base_period is not None:
            line = "All periods were normalised by the bounds of {period}."
            told.append(Text(line, period=str(self.recipe.base_period)))
        return (*told, *self.weights._method(), *self.scores._method())

    def _names(self) -> Mapping[Any, str]:
        return self.scores._names()

    def _tables(self) -> list[Table]:
        tables = [*self.scores._tables(), *self.weights._tables()]
        if len(self.treated.changes):
            tables.append(Table.of(Text("Changed cells"), self.treated.changes, "core", self._names()))
        return [replace(tables[0], cites=self._works()), *tables[1:]]

    def _works(self) -> tuple[str, ...]:
        """Return the keys of the works that the steps of the pass rest on."""
        steps = (self.treated, self.scaled, self.weights, self.scores)
        return tuple(dict.fromkeys(key for step in steps for key in step._procedure.cites))


ASSESSMENT = instance(Assessment, Text("make it with govmetrics.follow"))
RECIPE = instance(Recipe, Text("make it with Recipe(...) or Recipe.read"))


def follow(
    recipe: Recipe,
    data: Dataset,
    survey: Survey | SurveyScores | None = None,
    judgements: Judgements | None = None,
) -> Assessment:
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
    asked(recipe=(recipe, RECIPE), data=(data, DATASET), survey=(survey, optional(ANSWERS)),
          judgements=(judgements, optional(JUDGEMENTS)))  # fmt: skip
    data = with_survey(data, survey)
    LOG.info("follow: %d rows, %d indicators", len(data.values), len(data.tree))
    found = one_pass(recipe, data, judgements, level=logging.INFO)
    given = {"data": data, "survey": survey, "judgements": judgements}
    notes = (*found.notes, *_sum_notes(recipe, data.tree))
    return replace(found, notes=notes, provenance=_provenance(recipe, given))


def _sum_notes(recipe: Recipe, tree: IndicatorTree) -> list[Note]:
    """Name the groups whose assigned weights do not come to the whole, as those of others do."""
    chosen = recipe.chosen("weighting")
    steps = [one for one in (chosen, *chosen.chosen) if one.method.name == "assigned"]
    return [note for one in steps for note in sum_notes(tree, one.options.get("weights"))]


def with_survey(data: Dataset, survey: Survey | SurveyScores | None) -> Dataset:
    """Return records joined by a survey's scores, where one is given: what `follow` follows the recipe on."""
    if survey is None:
        return data
    from govmetrics.intake import join
    from govmetrics.survey import score

    return join(data, score(survey) if isinstance(survey, Survey) else survey)


def one_pass(
    recipe: Recipe, data: Dataset, judgements: Judgements | None = None, weights: Weights | None = None, *,
    level: int = logging.DEBUG,
) -> Assessment:  # fmt: skip
    """Do what `follow` does, without the provenance: for the many passes of a robustness analysis.

    Weights that are known, because no data move them, are used where they are of the same tree. The stages are logged at
    `level`.
    """
    joined = data
    data = data.scored(tuple(recipe.roles))
    for step in recipe.treatment:
        with timed(f"treatment {step}", level):
            data = choose_step("treatment", step, methods_of("treatment"))(data)
    with timed(f"normalisation {recipe.normalisation}", level):
        scaled = _scale(recipe, data)
    if weights is None or weights.tree.node_codes != scaled.tree.node_codes:
        with timed(f"weighting {recipe.weighting}", level):
            weights = _weigh(recipe, scaled, judgements)
    with timed(f"aggregation {recipe.aggregation}", level):
        scores: Scores = recipe.chosen("aggregation")(scaled, weights)
    notes = [*data.notes, *_notes(data, scores), *_imputed_notes(recipe, scores)]
    return Assessment(recipe, joined, data, scaled, weights, scores, notes=tuple(notes))


def methods_of(stage: str) -> Mapping[str, Method]:
    """Return a stage's methods by the names that recipes use."""
    return {
        "treatment": treatments.METHODS,
        "normalisation": normalisations.METHODS,
        "weighting": {**weightings.METHODS, **ahp.WEIGHTINGS},
        "aggregation": {**aggregations.METHODS, **weightings.AGGREGATIONS},
    }[stage]


def _scale(recipe: Recipe, data: Dataset) -> Scaled:
    chosen = recipe.chosen("normalisation")
    if recipe.base_period is not None:
        if not chosen.method.takes_bounds:
            problem, way_out = "{method} takes no earlier bounds", "choose one of: {choices:50}"
            fit = [name for name, other in methods_of("normalisation").items() if other.takes_bounds]
            raise FaultyInput("base_period", problem, way_out, method=chosen.method.name, choices=fit)
        chosen = chosen.given(bounds=chosen(data.at(recipe.base_period)).bounds)
    scaled: Scaled = chosen(data)
    return scaled


def _weigh(recipe: Recipe, scaled: Scaled, judgements: Judgements | None) -> Weights:
    """Call the weighting method with what it takes: judgements, a tree, or scaled values."""
    return _weights_by(recipe.chosen("weighting"), scaled, judgements)


def needs_judgements(recipe: Recipe) -> bool:
    """Tell whether a recipe's weights rest on experts' judgements, also where it combines them with others."""
    chosen = recipe.chosen("weighting")
    return any(one.method.takes == "judgements" for one in (chosen, *chosen.chosen))


def weights_of_draws(recipe: Recipe, scaled: Scaled, draws: WeightDraws) -> WeightDraws | pd.DataFrame:
    """Return a recipe's local weights by each draw of the experts', on what is scored: combined with others where it does so."""
    chosen = recipe.chosen("weighting")
    if not chosen.chosen and draws.tree.node_codes == scaled.tree.node_codes:
        return draws
    if not chosen.chosen:  # experts judged leaves that are not scored, as in `_weights_by`
        return draws.local.apply(lambda local: shares_within_groups(scaled.tree, local), axis="columns")
    found = [_weights_by(chosen, scaled, draws.weights(draw)).local for draw in range(len(draws.local))]
    return pd.DataFrame(found).reset_index(drop=True)


def _weights_by(chosen: Chosen, scaled: Scaled, judgements: Judgements | Weights | None) -> Weights:
    """Return the weights of a step; what experts' judgements give may be known already."""
    takes = chosen.method.takes
    if takes == "weights":
        given = [_weights_by(one, scaled, judgements) for one in chosen.options[OF]]
        combined: Weights = chosen.without(OF)(given)
        return combined
    if takes == "judgements" and judgements is None:
        way_out = "name their files in the evaluation, or give them: follow(..., judgements=...)"
        raise FaultyInput("weighting", "{method} needs judgements", way_out, method=chosen.method.name)
    source = {"judgements": judgements, "tree": scaled.tree, "scaled": scaled}[takes]
    found: Weights = source if isinstance(source, Weights) else chosen(source)
    if found.tree.node_codes == scaled.tree.node_codes:
        return found
    way_out = "let the experts judge it, or take it out of the tree"
    Faults(
        Fault(code, "was not judged", way_out) for code in scaled.tree.node_codes if code not in found.tree
    ).raise_all()
    # Experts judged leaves that are not scored: the others keep their proportions.
    return Weights(
        scaled.tree,
        shares_within_groups(scaled.tree, found.local),
        found.method,
        found.details,
        found.procedure,
    )


def _notes(data: Dataset, scores: Scores) -> list[Note]:
    """Say what rests on less than full evidence."""
    notes = []
    if len(data.changes):
        counts = data.changes["step"].value_counts(sort=False)
        steps = [
            Text("{count:,} by {step}", count=count, step=method_name(str(step)))
            for step, count in counts.items()
        ]
        notes.append(Note("cells changed: {steps}", steps=steps))
    root = scores.weights.tree.root.code
    partial = int(((scores.coverage[root] < 1 - 1e-9) & scores.values[root].notna()).sum())
    without = scores.values.index[scores.values[root].isna()]
    if partial:
        template = "{partial} of {rows} {rows:is|are} scored on incomplete evidence, see the data coverage"
        notes.append(Note(template, partial=partial, rows=counted(scores.values.index)))
    if len(without):
        template = "{rows} {rows:has|have} no score because too much evidence is missing: {names:5}"
        notes.append(Note(template, rows=counted(without), names=list(without)))
    return notes


def versions() -> dict[str, str]:
    """Return the versions of the software that numbers depend on."""
    import scipy

    used = {
        "govmetrics": __version__,
        "numpy": np.__version__,
        "pandas": pd.__version__,
        "scipy": scipy.__version__,
    }
    return {**used, "python": platform.python_version()}


def _imputed_notes(recipe: Recipe, scores: Scores) -> list[Note]:
    """Name the units that have a score only because values were imputed."""
    if scores.coverage_imputed is None:
        return []
    chosen, root = recipe.chosen("aggregation"), scores.weights.tree.root
    if "min_coverage" not in chosen.method.options:
        return []
    own = getattr(root, "min_coverage", None)
    least = float(chosen.option("min_coverage") if own is None else own)
    thin = (scores.coverage[root.code] < least - 1e-9) & scores.values[root.code].notna()
    if not thin.any():
        return []
    told = (
        "{rows} {rows:has|have} a score of which less than {least:.0%} rests on evidence, since the rest was "
        "imputed (screen them before the imputation to leave them out): {names:5}"
    )
    names = scores.values.index[thin]
    return [Note(told, rows=counted(names), least=least, names=list(names))]


def _provenance(recipe: Recipe, given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "inputs": {name: fingerprint(value) for name, value in given.items() if value is not None},
        "recipe": hashlib.sha256(json.dumps(recipe.to_dict(), sort_keys=True).encode()).hexdigest(),
        "versions": versions(),
        "seed": recipe.seed,
    }


def __dir__() -> list[str]:
    """Show the public names: this room is one file, whose imports are nobody's business."""
    return sorted(__all__)
