"""The names by which the parts of an evaluation mean each other, looked up in all evidence before anything is done.

What a name may be is known by the room that reads it: it is asked here, with the evidence that there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, get_args

import pandas as pd

from govmetrics.ahp.group import unjudged_shares
from govmetrics.ahp.policy import voting_weights
from govmetrics.appraisal.appraise import column_faults
from govmetrics.core import Dataset, Fault, IndicatorTree, Survey, Text
from govmetrics.core.checks import unit_faults
from govmetrics.core.errors import Faults
from govmetrics.core.methods import choose_step
from govmetrics.core.near import codes, meant
from govmetrics.core.options import choice, shown
from govmetrics.diagnosis._importance_tables import tables as importance_tables
from govmetrics.diagnosis._subsystems import parts_of
from govmetrics.evaluation.configured_names import node_faults
from govmetrics.evaluation.edition import refuse_incomparable
from govmetrics.evaluation.efficiency import tables
from govmetrics.evaluation.evidence import Nouns
from govmetrics.evaluation.index import expert_options, others_of, recipe_of, side_by_side
from govmetrics.evaluation.invariances import invariance_faults
from govmetrics.evaluation.keys import Efficiency, Importance, Public, Spatial, Varied, invariance_asked
from govmetrics.evaluation.model_names import Look as Models
from govmetrics.evaluation.model_names import regression_faults
from govmetrics.evaluation.neighbours import spatial_faults
from govmetrics.evaluation.orders import in_order
from govmetrics.evaluation.over_time_names import forecast_faults, monitoring_faults
from govmetrics.evaluation.paired_scales import paired_faults
from govmetrics.evaluation.path_models import path_faults
from govmetrics.evaluation.places import keys_of, placed
from govmetrics.evaluation.policies import needs_no_scores, policy_faults
from govmetrics.evaluation.reading import Given, Told, where
from govmetrics.evaluation.said_names import said_faults
from govmetrics.evaluation.spec import Evaluation
from govmetrics.evaluation.statistics import OF_STATISTICS, statistics_faults
from govmetrics.evaluation.titles import TITLES
from govmetrics.planning.plan import Maximise
from govmetrics.recipe import Recipe, methods_of, needs_judgements
from govmetrics.survey import SurveyScores
from govmetrics.survey.margins import margin_codes
from govmetrics.survey.unit_rows import units_of

GIVE = "name its file here, or give it by call"


def look_up(evaluation: Evaluation, given: Given, nouns: Nouns, told: Told) -> None:
    """Add to `told` what the parts name and nobody has, and what they need and nobody gave."""
    before = len(told["assessment"])
    with placed(told["assessment"], "index"):
        scored = nouns.tree.scored(tuple(evaluation.index.roles))
    if len(told["assessment"]) > before:  # no indicator is scored
        return
    look = Look(evaluation, given, nouns, told, scored)
    look.evidence()
    look = replace(look, data=look.joined())
    for part in (look.experts, look.index, look.sureness, look.reliability, look.statistics, look.models, look.grades,
                 look.efficiency, look.appraisal, look.diagnosis, look.change, look.monitoring, look.forecast, look.policy,
                 look.spatial, look.texts, look.configurations,
                 look.plan, look.comparison, look.publish):  # fmt: skip
        part()


@dataclass(frozen=True, eq=False)
class _Outline:
    """Which units and leaves a survey's scores will be of: what `join` looks at, without the scores."""

    values: pd.DataFrame
    standard_errors: None = None


@dataclass(frozen=True, eq=False)
class Look:
    """Looks up one part after the other.

    Parameters
    ----------
    evaluation : Evaluation
    given : Given
    nouns : Nouns
        What could be read.
    told : Told
        Where faults are kept.
    scored : IndicatorTree
        Of the leaves that are scored.
    data : Dataset, optional
        All units, leaves and attributes that there are; None where the records could not be read.
    """

    evaluation: Evaluation
    given: Given
    nouns: Nouns
    told: Told
    scored: IndicatorTree
    data: Dataset | None = None

    def _lacks(self, noun: str) -> bool:
        """Tell whether nobody gave a noun; what was given and cannot be read is told already."""
        return getattr(self.nouns, noun) in (None, ()) and noun not in self.nouns.unread

    def evidence(self) -> None:
        """Look for the evidence that parts need."""
        asked, survey = self.evaluation, self.nouns.survey
        answers = isinstance(survey, Survey) or "survey" in self.nouns.unread
        of_index = (
            asked.sureness,
            asked.grades,
            asked.efficiency,
            asked.diagnosis,
            asked.change,
            asked.monitoring,
            asked.forecast,
            asked.spatial,
            None if needs_no_scores(asked.policy) else asked.policy,
            asked.configurations,
            asked.plan,
        )
        empty = all(map(self._lacks, ("records", "survey", "measured", "tickets")))
        joined = others_of(self.nouns).keys() | self.nouns.unread
        empty = empty and not joined & {"networks", "documents", "coding", "proposals"}
        wanted = any(part is not None for part in of_index) or all(
            map(self._lacks, ("judgements", "carried", "documents", "coding", "proposals"))
        )
        scores_only = "there are scores only, no answers" if survey is not None else "there is no survey"
        lacking = {
            ("assessment", "evidence"): (empty and wanted, "there are no records, no survey and nothing measured"),
            ("reliability", "reliability"): (
                asked.reliability and not answers and (asked.reliability.raters is None or survey is not None), scores_only
            ),
            ("invariance", "reliability.invariance"): (invariance_asked(asked.reliability) and not answers, scores_only),
            ("paired", "statistics.paired"): (
                asked.statistics and asked.statistics.paired and not answers, scores_only
            ),
            **{(part, "statistics"): (asked.statistics and not answers, scores_only) for part in OF_STATISTICS},
            ("grades", "grades.from"): (asked.grades and asked.grades.from_ == "survey" and not answers, scores_only),
            ("appraisal", "appraisal.rulebook"): (asked.appraisal and self._lacks("rulebook"), "there is no rulebook"),
            ("plan", "plan.actions"): (asked.plan and self._lacks("actions"), "there are no actions"),
        }  # fmt: skip
        for (part, place), (wrong, problem) in lacking.items():
            if wrong:
                self.told[part].append(Fault(place, problem, GIVE))

    def joined(self) -> Dataset | None:
        """Return records, survey and measured values side by side; what does not go together is told."""
        data, sources = self.nouns.records, dict[str, Any]()
        at = where(self.evaluation, self.given, "survey")
        with placed(self.told["survey"], at["part"], (), at["file"], at["given"]):
            if (outline := _outline(self.nouns.survey)) is not None:
                sources["survey"] = outline
        sources |= others_of(self.nouns)
        if data is None and ("records" in self.nouns.unread or not sources):
            return None
        data = side_by_side(self.nouns.tree, data, sources, self.evaluation, self._joining)
        self._margins()
        return data

    def _joining(self, name: str) -> AbstractContextManager[Faults]:
        at = where(self.evaluation, self.given, name)
        return placed(self.told["assessment"], at["part"], (), at["file"], at["given"])

    def _margins(self) -> None:
        survey, margins = self.nouns.survey, self.nouns.margins
        if margins is None or not isinstance(survey, Survey):
            return
        at = where(self.evaluation, self.given, "margins")
        with placed(self.told["survey"], at["part"], (), at["file"], at["given"]) as faults:
            faults.extend(margin_codes(survey.by, margins)[1])

    def experts(self) -> None:
        """Look for the experts who have votes, and for groups that nobody judged."""
        judgements = self.nouns.judgements
        if judgements is None:
            return
        options = expert_options(self.evaluation)
        part = "evidence.judgements"
        with placed(self.told["experts"], f"{part}.expert_weights"):
            voting_weights(judgements, options.get("expert_weights"))
        with placed(self.told["experts"], part):
            judged = {code for code in judgements.stacks if judgements.answered(code).any()}
            unjudged_shares(judgements.tree, judged, options.get("unjudged", "refuse"))

    def index(self) -> None:
        """Look for nodes that have weights, judgements where needed, the attributes of treatments, the bounds' period."""
        recipe = recipe_of(self.evaluation, self.nouns)
        faults = self.told["assessment"]
        known = self.nouns.tree.node_codes[1:]
        at = where(self.evaluation, self.given, "weights")
        there = Text("there are: {labels}", labels=known)
        faults += [
            Fault(f"{at['given'] or at['part']}.{code}", "is not a node of the tree below the root",
                  meant(code, codes(self.nouns.tree), there))
            for code in self.nouns.weights or () if code not in known
        ]  # fmt: skip
        if needs_judgements(recipe) and self._lacks("judgements"):
            problem = "needs experts' judgements, and there are none"
            faults.append(
                Fault(
                    "index.weighting", problem, "name their forms in evidence.judgements, or weigh otherwise"
                )
            )
        street = self.evaluation.evidence.records and self.evaluation.evidence.records.street
        if self.data is None:
            return
        if (records := self.evaluation.evidence.records) and records.orders:
            with placed(faults, "evidence.records", ("orders",)):
                in_order(self.data.attributes, records.orders)
        if street and street not in self.data.attributes.columns:
            columns = list(map(str, self.data.attributes.columns))
            faults.append(self._no_column("evidence.records.street", street, columns))
        if self.nouns.records is not None:  # they have the attributes
            faults += self._of_treatment(recipe, list(map(str, self.data.attributes.columns)))
        if recipe.base_period is not None:
            with Faults() as wrong:
                self.data.at(recipe.base_period)
            faults += [fault.at("index.base_period") for fault in wrong]

    @staticmethod
    def _of_treatment(recipe: Recipe, known: list[str]) -> list[Fault]:
        """Return the attributes that treatments name and nobody has."""
        methods, there = methods_of("treatment"), Text("attributes are: {names}", names=known)
        return [
            Fault(f"index.treatment.{one.method.name}.{option}", "{by} is not an attribute",
                  meant(name, known, there), by=shown(name))
            for step in recipe.treatment
            for chosen in (choose_step("treatment", step, methods),)
            for one in (chosen, *chosen.chosen)
            for option, name in one.attributes
            if name not in known
        ]  # fmt: skip

    @staticmethod
    def _no_column(place: str, name: str, columns: list[str]) -> Fault:
        there = Text("there are: {labels}", labels=columns)
        return Fault(place, "{column!r} is not a column", meant(name, columns, there), column=name)

    def sureness(self) -> None:
        """Look for the evidence of what may vary."""
        asked = self.evaluation.sureness
        if asked is None:
            return
        varied, nouns, faults = asked.factors or Varied(), self.nouns, self.told["uncertainty"]
        at, way_out = "sureness.factors", "give them, or say false"
        if varied.experts and self._lacks("judgements"):
            faults.append(Fault(f"{at}.experts", "there are no judgements", way_out))
        elif varied.experts and not needs_judgements(recipe_of(self.evaluation, nouns)):
            problem = "the weights of the index are not the experts'"
            faults.append(Fault(f"{at}.experts", problem, "say `weights: 0.25` instead"))
        errors = any(
            one.standard_errors is not None for one in (nouns.records, *nouns.measured) if one is not None
        )
        if varied.survey and not errors and self._lacks("survey"):
            faults.append(Fault(f"{at}.survey", "there are no answers and no standard errors", way_out))

    def statistics(self) -> None:
        """Look for the scales and the group columns of the tables of a questionnaire."""
        asked, survey = self.evaluation.statistics, self.nouns.survey
        if asked is not None and isinstance(survey, Survey):
            records = (
                [] if self.nouns.records is None else list(map(str, self.nouns.records.attributes.columns))
            )
            for part, faults in statistics_faults(asked, survey, records).items():
                self.told[part] += faults
            self.told["paired"] += paired_faults(asked.paired, survey, records)

    def reliability(self) -> None:
        """Look for the group columns and the scales of measurement invariance."""
        survey = self.nouns.survey
        if isinstance(survey, Survey):
            records = (
                [] if self.nouns.records is None else list(map(str, self.nouns.records.attributes.columns))
            )
            asked = invariance_asked(self.evaluation.reliability)
            self.told["invariance"] += invariance_faults(asked, survey, records)

    def models(self) -> None:
        """Look for the columns of regressions and paths."""
        survey = self.nouns.survey
        look = Models(survey if isinstance(survey, Survey) else None, self.data, self.scored)
        regressions, paths = self.evaluation.regression or (), self.evaluation.paths or ()
        for part, place, of in (
            ("regressions", "regression", [one.of for one in regressions]),
            ("paths", "paths", [one.of for one in paths]),
        ):
            if "survey" in of and look.survey is None and "survey" not in self.nouns.unread:
                problem = "there are scores only, no answers" if survey is not None else "there is no survey"
                self.told[part].append(Fault(place, problem, GIVE))
        self.told["regressions"] += regression_faults(look, regressions)
        self.told["paths"] += path_faults(look, paths)

    def grades(self) -> None:
        """Look for the leaves that have breakpoints of their own."""
        asked = self.evaluation.grades
        points = asked.breakpoints if asked is not None else None
        if isinstance(points, Mapping):
            there = Text("there are: {labels}", labels=self.scored.codes)
            self.told["grades"] += [
                Fault(f"grades.breakpoints.{code}", "is not an indicator of the tree",
                      meant(code, codes(self.scored), there))
                for code in points if code not in self.scored.codes
            ]  # fmt: skip

    def efficiency(self) -> None:
        """Look for inputs, outputs and surroundings."""
        asked, data = self.evaluation.efficiency, self.data
        if asked is None or data is None:
            return
        nodes = pd.DataFrame(0.0, data.values.index, self.scored.node_codes)
        with placed(self.told["efficiency"], "efficiency", keys_of(Efficiency)):
            tables(asked, data, nodes)

    def appraisal(self) -> None:
        """Look for the columns that the rulebook is about."""
        book, data = self.nouns.rulebook, self.data
        if self.evaluation.appraisal is None or book is None:
            return
        own = self.evaluation.appraisal.data is not None
        table = self.nouns.points if own else data
        if table is not None:
            at = where(self.evaluation, self.given, "points" if own else "rulebook")
            with placed(self.told["appraisal"], at["part"], (), at["file"], at["given"]) as faults:
                faults.extend(column_faults(book, table))

    def diagnosis(self) -> None:
        """Look for the groups that are coupled, and for the items of importance and performance."""
        asked = self.evaluation.diagnosis
        if asked is None:
            return
        faults = self.told["diagnosis"]
        if asked.coupling and not isinstance(asked.coupling, bool):
            with Faults() as wrong:
                parts_of(self.scored, list(asked.coupling))
            faults += [fault.at("diagnosis.coupling") for fault in wrong]
        importance, survey = asked.importance_performance, self.nouns.survey
        if isinstance(importance, Importance) and "survey" not in self.nouns.unread:
            stated = None if importance.importance is None else pd.Series(dict(importance.importance))
            answers: Any = (
                survey if isinstance(survey, Survey) else pd.DataFrame(0.0, ["all"], self.scored.codes)
            )
            part = "diagnosis.importance_performance"
            with placed(faults, part, ("importance", "outcome")):
                importance_tables(answers, stated, importance.outcome, Faults())

    def change(self) -> None:
        """Look for periods between which something can change."""
        if self.evaluation.change is None or self.data is None:
            return
        if len(self.data.periods) < 2:
            problem = (
                "the evidence has no two periods" if self.data.periods else "the evidence has no periods"
            )
            way_out = "name the column of the periods in evidence.records.period, or leave this part out"
            self.told["panel"].append(Fault("change", problem, way_out))

    def monitoring(self) -> None:
        """Look for periods, nodes and columns of what is watched and compared."""
        if (asked := self.evaluation.monitoring) is not None:
            self.told["monitoring"] += monitoring_faults(asked, self.data, self.scored)

    def forecast(self) -> None:
        """Look for the nodes that are forecast and warned of."""
        if (asked := self.evaluation.forecast) is not None:
            self.told["forecast"] += forecast_faults(asked, self.data, self.scored)

    def policy(self) -> None:
        """Look for periods, nodes and columns of the policy."""
        if (asked := self.evaluation.policy) is not None:
            self.told["policy"] += policy_faults(asked, self.data, self.scored)

    def spatial(self) -> None:
        """Look for nodes, places and neighbours."""
        if (asked := self.evaluation.spatial) is not None:
            with placed(self.told["spatial"], "spatial", keys_of(Spatial)) as found:
                found.extend(spatial_faults(asked, self.nouns, self.data, self.scored))

    def texts(self) -> None:
        """Look for the nodes that codes speak of, and for the units that were coded."""
        asked, found = self.evaluation.evidence.coding, self.nouns.coding
        if asked is not None and found is not None:
            self.told["said"] += said_faults(asked, found.matrix, self.data, self.scored)

    def configurations(self) -> None:
        """Look for the outcome and its conditions."""
        if (asked := self.evaluation.configurations) is not None:
            self.told["configurations"] += node_faults(asked, self.scored)

    def plan(self) -> None:
        """Look for the units that are planned for, and for those that can take an action."""
        asked, data = self.evaluation.plan, self.data
        if asked is None:
            return
        faults = self.told["plan"]
        faults += choice(*get_args(Maximise)).faults("plan.maximise", asked.maximise)
        if data is None:
            return
        units = (data.at(data.periods[-1]) if data.periods else data).values.index
        if not isinstance(asked.units, int):
            faults += unit_faults(units, asked.units, "plan.units")
        elif asked.units > len(units):
            problem, way_out = (
                "asks for {asked} units, and there are {count}",
                "say {count} or fewer, or name them",
            )
            faults.append(Fault("plan.units", problem, way_out, asked=asked.units, count=len(units)))
        at = where(self.evaluation, self.given, "actions")
        with placed(faults, at["part"], (), at["file"], at["given"]) as inner:
            for number, action in enumerate(self.nouns.actions, 1):
                place = action.place(number, "units")
                if action.row is None:  # given by call
                    place = Text("action {number} ({code}), units", number=number, code=action.code)
                inner.extend(unit_faults(units, action.units or (), place))

    def publish(self) -> None:
        """Look for what is left out of the public form, and for the columns of text that are shown in it."""
        said = self.evaluation.publish
        if said is None or not isinstance(said.public, Public):
            return
        at, tree = "publish.public", self.nouns.tree
        columns = [] if self.data is None else list(map(str, self.data.attributes.columns))
        parts = [name for name in TITLES if name not in ("assessment", "withheld")]
        there = Text("name a part, an indicator or an attribute; parts are: {names:20}", names=parts)
        known = codes(tree) | {name: name for name in (*parts, *columns)}
        faults = self.told["assessment"]  # nothing is published of which not all is left out that is to be
        faults += [
            Fault(f"{at}.leave_out.{name}", "is not known", meant(name, known, there))
            for name in said.public.leave_out
            if name not in (*parts, *columns, *tree.node_codes[1:])
        ]
        if self.data is not None:
            faults += [self._no_column(f"{at}.texts", name, columns) for name in said.public.texts
                       if name not in columns]  # fmt: skip

    def comparison(self) -> None:
        """Look for the earlier evaluation, and whether it is one of the same tree."""
        if self.evaluation.compare is None and self.given.earlier is None:
            return
        with placed(self.told["comparison"], "compare"):
            refuse_incomparable(self.evaluation, self.given, self.scored)


def _outline(survey: Survey | SurveyScores | None) -> Any:
    """Return what a survey's scores will be of."""
    if not isinstance(survey, Survey):
        return survey
    return _Outline(pd.DataFrame(0.0, units_of(survey, None).index, list(survey.leaves)))
