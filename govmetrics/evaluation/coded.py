"""Names of the tree that a file writes where a table has codes: in regressions, paths and the tables of a questionnaire."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from govmetrics.core import IndicatorTree, Survey
from govmetrics.core.words import LANGUAGES
from govmetrics.evaluation.evidence import Nouns
from govmetrics.evaluation.keys import (
    Efficiency,
    Foreseen,
    Monitoring,
    PanelRegression,
    PathModel,
    Policy,
    Regression,
    Reliability,
    Spatial,
    Statistics,
    invariance_asked,
)
from govmetrics.evaluation.model_columns import factors, known_to_respondents
from govmetrics.evaluation.spec import Evaluation


def in_codes(evaluation: Evaluation, nouns: Nouns) -> Evaluation:
    """Return an evaluation with the codes of the nodes that it names; a column of that very name is itself."""
    survey = nouns.survey if isinstance(nouns.survey, Survey) else None
    columns = [] if nouns.records is None else list(map(str, nouns.records.attributes.columns))
    of_units = Coder.of(nouns.tree, columns)
    of_survey = of_units if survey is None else Coder.of(nouns.tree, known_to_respondents(survey))
    coder = {"survey": of_survey, "units": of_units}
    said: dict[str, Any] = {
        "regression": tuple(coder[one.of].regression(one) for one in evaluation.regression or ()),
        "paths": tuple(coder[one.of].paths(one) for one in evaluation.paths or ()),
    }
    if evaluation.statistics is not None:
        said["statistics"] = of_survey.statistics(evaluation.statistics)
    if evaluation.reliability is not None:
        said["reliability"] = of_survey.reliability(evaluation.reliability)
    for key, asked in (("monitoring", evaluation.monitoring), ("forecast", evaluation.forecast)):
        if asked is not None:
            said[key] = of_units.over_time(asked)
    if evaluation.spatial is not None and evaluation.spatial.nodes is not None:
        nodes = of_units.all(evaluation.spatial.nodes)
        same = nodes == evaluation.spatial.nodes
        said["spatial"] = evaluation.spatial if same else replace(evaluation.spatial, nodes=nodes)
    if evaluation.efficiency is not None:
        said["efficiency"] = of_units.efficiency(evaluation.efficiency)
    if evaluation.policy is not None:
        said["policy"] = of_units.policy(evaluation.policy)
    changed = {key: value for key, value in said.items() if value != _as_said(getattr(evaluation, key))}
    return replace(evaluation, **changed) if changed else evaluation


def _as_said(given: Any) -> Any:
    """Return a part as it is compared: of models a tuple."""
    return (
        given
        if isinstance(given, Efficiency | Statistics | Reliability | Monitoring | Foreseen | Policy | Spatial)
        else tuple(given or ())
    )


@dataclass(frozen=True, eq=False)
class Coder:
    """Turns names into codes.

    Parameters
    ----------
    meant : mapping of name to code
        Names that one node alone has, and no column.
    known : collection of str
        Codes and columns.
    """

    meant: Mapping[str, str]
    known: Collection[str]

    @staticmethod
    def of(tree: IndicatorTree, columns: Iterable[str]) -> Coder:
        """Return the coder of a tree's nodes beside columns.

        Examples
        --------
        >>> from govmetrics.intake import read_tree
        >>> coder = Coder.of(read_tree("wgi"), ["age"])
        >>> coder.one("Rule of Law"), coder.one("age:Rule of Law"), coder.one("Rule of Lwa")
        ('RL', 'age:RL', 'Rule of Lwa')
        """
        known = {*tree.node_codes, *columns}
        pairs = {(label.say(one), code) for code, label in tree.names().items() for one in LANGUAGES}
        times = Counter(name for name, _ in pairs)
        return Coder({name: code for name, code in pairs if times[name] == 1 and name not in known}, known)

    def one(self, name: Any) -> Any:
        """Return a name in codes, of a product each of its parts."""
        if not isinstance(name, str) or name in self.known:
            return name
        parts = factors(name, [*self.known, *self.meant])
        found = [self.meant.get(part, part) for part in parts]
        return name if found == parts else ":".join(found)

    def all(self, names: Sequence[Any]) -> Sequence[Any]:
        """Return names in codes; the same sequence where none changes."""
        found = tuple(self.all(name) if isinstance(name, list | tuple) else self.one(name) for name in names)
        return names if found == tuple(names) else found

    def keys(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return a mapping with its keys in codes."""
        return {self.one(name): value for name, value in given.items()}

    def regression(self, one: Regression) -> Regression:
        """Return a regression in codes."""
        mapped = isinstance(one.categories, Mapping)
        return replace(
            one, outcome=self.one(one.outcome), predictors=self.all(one.predictors), covariates=self.all(one.covariates),
            blocks=self.all(one.blocks), mediators=self.all(one.mediators),
            categories=self.keys(one.categories) if mapped else self.all(one.categories),  # type: ignore[arg-type]
            moderator=self.one(one.moderator), threshold=self.one(one.threshold), cluster=self.one(one.cluster),
        )  # fmt: skip

    def paths(self, one: PathModel) -> PathModel:
        """Return a model of paths in codes."""
        model = {self.one(outcome): self.all(names) for outcome, names in one.model.items()}
        return replace(
            one,
            model=model if len(model) == len(one.model) else one.model,
            covariances=self.all(one.covariances),
        )

    def statistics(self, asked: Statistics) -> Statistics:
        """Return the tables of a questionnaire with their scales in codes."""
        pairs = asked.paired
        if pairs is not None:
            pairs = replace(pairs, before=self.all(pairs.before), after=self.all(pairs.after))
        return replace(asked, scales=self.all(asked.scales), partial=self.all(asked.partial), paired=pairs)

    def over_time(self, asked: Any) -> Any:
        """Return what is watched or forecast, with its nodes in codes."""
        mapped = {
            name: getattr(asked, name)
            for name in ("out_of", "dead_band", "below", "above")
            if hasattr(asked, name)
        }
        nodes = None if asked.nodes is None else self.all(asked.nodes)
        coded = {name: self.keys(value) for name, value in mapped.items()}
        same = nodes == asked.nodes and all(coded[name] == value for name, value in mapped.items())
        return asked if same else replace(asked, nodes=nodes, **coded)

    def within(self, said: Any) -> Any:
        """Return what a file says, a column, a list of them or values by columns, in codes."""
        if isinstance(said, Mapping):
            return {self.one(name): self.within(value) for name, value in said.items()}
        return self.all(said) if isinstance(said, list | tuple) else self.one(said)

    def efficiency(self, asked: Efficiency) -> Efficiency:
        """Return what efficiency is of, in codes; options of its models are where their kinds are known."""
        said = {key: self.within(getattr(asked, key)) for key in ("inputs", "outputs", "environment")}
        return replace(asked, **said)

    def policy(self, asked: Policy) -> Policy:
        """Return what is asked of a policy, with outcomes, covariates and regressors in codes."""
        models: list[PanelRegression] = [
            replace(
                one,
                outcome=self.one(one.outcome),
                regressors=self.all(one.regressors),
                quadratic=self.all(one.quadratic),
            )
            for one in asked.models
        ]
        outcome = (
            self.one(asked.outcome) if isinstance(asked.outcome, str | None) else self.all(asked.outcome)
        )
        same = outcome == asked.outcome and models == list(asked.models)
        covariates = self.all(asked.covariates)
        if same and covariates is asked.covariates:
            return asked
        return replace(asked, outcome=outcome, covariates=covariates, effects=models or None)

    def reliability(self, asked: Reliability) -> Reliability:
        """Return what is asked of reliability with the scales of invariance in codes."""
        said = invariance_asked(asked)
        if said is None or not said.scales:
            return asked
        return replace(asked, invariance=replace(said, scales=self.all(said.scales)))
