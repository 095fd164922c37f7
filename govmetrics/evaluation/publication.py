"""What may be published of an evaluation: the same findings without what is confidential, and what was left out, said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from govmetrics.ahp.anonymous import anonymous
from govmetrics.core import Fault, IndicatorTree, Note, Result, Text
from govmetrics.core.options import asked as given
from govmetrics.core.options import instance
from govmetrics.evaluation.findings import PARTS, Findings
from govmetrics.evaluation.keys import Public, Unequal
from govmetrics.evaluation.monitored import Monitored
from govmetrics.evaluation.public_asked import columns_of, filling, models_of_units, shown_evaluation
from govmetrics.evaluation.public_index import States, shown_index, shown_recipe, states_of, states_of_survey
from govmetrics.evaluation.public_parts import (
    found_again,
    shown_appraisal,
    shown_audit,
    shown_grades,
    shown_survey,
    without_means,
)
from govmetrics.evaluation.public_statistics import shown_statistics
from govmetrics.evaluation.public_texts import documents_of, shown_texts
from govmetrics.evaluation.quotes import Quotes, names_of, texts_in
from govmetrics.evaluation.titles import TITLES
from govmetrics.evaluation.withheld import SHOWN, Withheld, told_of
from govmetrics.intake.join import spelled_like
from govmetrics.recipe import Assessment

FINDINGS = instance(Findings, Text("give what govmetrics.evaluate returns"))
RESPONDENTS = ("raked", "screening")
"""Parts whose rows are respondents."""
OF_EFFICIENCY = ("efficiency_intervals", "scale_efficiency", "efficiency_models", "second_stage")
"""Parts that go with the efficiency."""
RAW = (
    "networks",
    "documents",
    "coding",
    "said",
    "proposals",
    "descriptives",
    "correlations",
    "differences",
    "paired",
    "efficiency",
    *OF_EFFICIENCY,
    "appraisal",
    "plan",
    "comparison",
)
"""Parts that hold values in their own units of measurement."""
OVER_TIME = ("monitoring", "forecast", "warnings", "backtest")
"""Parts that hold what they watch, or forecast it."""
OF_ALL = (*OVER_TIME, "policy", "spatial")
"""Parts whose numbers follow from every unit's, of indicators that may be left out."""
FROM_CELLS = (
    "plan", "comparison", "rankings", "other_grades", "efficiency_models", "networks", "said", "configurations", *OF_ALL,
)  # fmt: skip
"""Parts that were found from every cell, and cannot be found again from those that are shown."""
OF_PLAN = "the plan is for the weakest: {units}"
"""The note that goes with the plan."""
OF_SHAPE = {
    "trends": "trends", "markov": "moves between classes", "clubs": "convergence clubs", "kernels": "densities",
    "atkinson": "inequality", "time_weights": "scores over all periods",
}  # fmt: skip
"""What is told of how the index's distribution changed, by its name in the findings."""
OTHERS = Text("would tell cells that are withheld")
LEFT = Text("rests on columns that are left out")
UNNAMED = Text("text that is not named, or left out as the file says")
HOLDS_RAW = Text("holds raw values")
BY_FILE = Text("left out as the evaluation file says")


def public(findings: Findings) -> Findings:
    """Return what may be published of an evaluation, as its file says under ``publish.public``, else by default.

    * Values that rest on fewer respondents than `smallest` are withheld at every step of the index, and others with them
      so that no sum or mean that is shown tells them; so are the indicators named in `leave_out`. Scores of groups and
      the index stay, unless they rest on such cells alone.
    * Diagnosis, trends and agreement are found again from what is shown, verdicts of units with withheld cells are
      shown on the whole alone, and parts that would tell such cells are left out.
    * Rows of respondents, columns of text that are not named in `texts`, notes that quote cells, reasons of faults, names of
      experts, and where the evidence lies are left out.

    `withheld` lists the cells and counts the rest. What it does not guard against: what a reader knows beside the
    publication, bounds (a withheld value lies on its scale, and a rank lies between its neighbours), and differences
    between two publications whose respondents are others.

    Parameters
    ----------
    findings : Findings
        What `evaluate` returned. It is not changed.

    Returns
    -------
    Findings
        Its own `public` gives it again.

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.read_tree({"code": "index", "parts": [
    ...     {"code": "trust", "better": "more", "worst": 0, "best": 100, "source": "survey", "items": ["t1"]},
    ...     {"code": "solved", "better": "more", "worst": 0, "best": 100}]})
    >>> answers = pd.DataFrame({"unit": ["East"] * 12 + ["West"] * 3, "t1": [4, 5, 3] * 5})
    >>> records = pd.DataFrame({"solved": [90.0, 55.0]}, index=pd.Index(["East", "West"], name="unit"))
    >>> found = gm.evaluate({"tree": tree, "publish": "public", "index": {"normalisation": "goalposts"}}, records, answers)
    >>> gm.evaluation.public(found).assessment.dataset.values.round(1).to_dict("index")
    {'East': {'trust': 75.0, 'solved': 90.0}, 'West': {'trust': nan, 'solved': nan}}
    >>> gm.evaluation.public(found).withheld.cells["node"].tolist()
    ['trust', 'solved']
    """
    given(findings=(findings, FINDINGS))
    said = findings.evaluation.publish
    if findings.withheld is not None and (said is None or said.public is None):
        return findings
    asked = said.public if said is not None and isinstance(said.public, Public) else Public()
    return _Publication(findings, asked).made()


class _Publication:
    """One publication in the making: parts that are shown, and what is left out, counted."""

    def __init__(self, findings: Findings, asked: Public) -> None:
        """Keep what was found and what is asked for; nothing of it is changed."""
        self.findings, self.asked = findings, asked
        index = findings.assessment
        survey = findings.survey
        self.tree: IndicatorTree | None = survey.tree if index is None and survey is not None else None
        self.states: States | None = None
        if index is not None:
            self.tree, self.states = index.dataset.tree, states_of(index, survey, asked, people_of(findings))
        elif survey is not None:
            self.states = states_of_survey(survey, asked)
        rows = [] if index is None else list(index.dataset.values.index)
        rows += [] if findings.survey is None else list(findings.survey.values.index)
        cells = self.states is not None and self.states.any
        self.quotes = Quotes(names_of(self.tree, rows), numbers=not cells and asked.raw_values)
        self.numbered: dict[str, str] = {}
        self.parts: dict[str, Any] = {name: getattr(findings, name) for name in PARTS}
        self.left: list[tuple[Any, int, Any]] = []

    def made(self) -> Findings:
        """Return the findings that may be published."""
        self._leave_out()
        self._experts()
        index = self._index()
        self._beside(index)
        self._audit(index)
        for name, part in self.parts.items():
            if isinstance(part, Result) and name not in ("assessment", "experts"):
                self.parts[name] = self.quotes.without(part)
        notes = self._notes()
        if self.quotes.count:
            self.left.append(
                (
                    Text("notes that quote cells"),
                    self.quotes.count,
                    Text("may hold free text or single values"),
                )
            )
        kinds: dict[str, Any] = {
            "what": object,
            "count": int,
            "why": object,
        }  # texts in objects keep their languages
        left = pd.DataFrame({
            name: pd.Series([row[place] for row in self.left], dtype=kind)
            for place, (name, kind) in enumerate(kinds.items())
        })  # fmt: skip
        cells = pd.DataFrame({"node": [], "why": []}, pd.Index([], name="unit"))
        if self.states is not None:
            cells = told_of(self.states.every, self.asked.smallest)
        self.parts["withheld"] = Withheld(cells, left, self.tree, self.asked.smallest)
        missing = {
            name: (Fault(name, "could not be done", "ask the publisher"),) for name in self.findings.missing
        }
        was = self.findings.assessment
        tree = None if was is None else was.dataset.tree
        return replace(
            self.findings,
            evaluation=shown_evaluation(self.findings.evaluation, tree, self.numbered),
            **self.parts,
            missing=missing,
            notes=notes,
        )

    def _drop(self, name: str, why: Any) -> None:
        if self.parts[name] is not None:
            self.parts[name] = None
            self.left.append((TITLES[name], 1, why))

    def _leave_out(self) -> None:
        """Leave out the parts that are named, and those whose rows are respondents."""
        for name in PARTS:
            if name in self.asked.leave_out:
                self._drop(name, BY_FILE)
        if self.asked.leave_out:
            self._drop("efficiency_models", OTHERS)
        for name, told in filling(self.findings.evaluation.evidence).items():
            if set(self.asked.leave_out).intersection(told):
                self._drop(name, LEFT)
        for name in OF_ALL if set(self.asked.leave_out).difference(PARTS) else ():
            self._drop(name, OTHERS)
        for name in RESPONDENTS:
            self._drop(name, Text("its rows are respondents"))
        for name in RAW:
            if not self.asked.raw_values:
                self._drop(name, HOLDS_RAW)
        if not self.asked.raw_values:
            self._without_raw()

    def _without_raw(self) -> None:
        """Leave out what is watched or forecast in units of measurement, and counts; scores stay."""
        said = self.findings.evaluation
        for names, asked in ((OVER_TIME[:1], said.monitoring), (OVER_TIME[1:], said.forecast)):
            for name in names if asked is not None and asked.of == "indicators" else ():
                self._drop(name, HOLDS_RAW)
        policy, nodes = said.policy, [] if self.tree is None else self.tree.node_codes
        if policy is not None:
            columns = any(
                one is not None and one not in nodes for one in (*policy.outcomes, *policy.covariates)
            )
            if policy.of == "indicators" or policy.models or policy.carried is not None or columns:
                self._drop("policy", HOLDS_RAW)
        found = self.parts["monitoring"]
        if found is not None and (found.funnels or found.rates is not None):
            self.parts["monitoring"] = None if found.watch is None else Monitored(found.watch)
            self.left.append((Text("rates of units and what they are out of"), 1, HOLDS_RAW))

    def _experts(self) -> None:
        stated = self.parts["importance"]
        if stated is not None and not self.asked.experts_by_name and stated.answers["expert"].notna().any():
            self._drop("importance", Text("names experts"))
        experts = self.findings.experts
        if experts is None or self.asked.experts_by_name:
            return
        anonym, self.numbered = anonymous(experts)
        if self.parts["experts"] is not None:
            self.parts["experts"] = anonym
        self.left.append((Text("names of experts"), len(self.numbered), Text("they are numbered instead")))

    def _index(self) -> Assessment | None:
        found, states = self.findings.assessment, self.states
        if found is None or states is None:
            return None
        index = shown_index(found, states, self.asked, self.quotes, self._texts())
        said = {key: value for key, value in index.provenance.items() if key != "recipe" or not self.numbered}
        index = replace(index, recipe=shown_recipe(index.recipe, self.numbered), provenance=said)
        self.parts["assessment"] = index
        gone = found.dataset.attributes.columns.difference(index.dataset.attributes.columns, sort=False)
        if len(gone):
            self.left.append(
                (
                    Text("columns of the records"),
                    len(gone),
                    UNNAMED,
                )
            )
        return index

    def _texts(self) -> list[str]:
        """Return the columns of text that are shown: those that are named, and the streets."""
        records = self.findings.evaluation.evidence.records
        street = [records.street] if records is not None and records.street is not None else []
        return [*self.asked.texts, *street]

    def _beside(self, index: Assessment | None) -> None:
        """Bring the other parts into the form in which they may be shown."""
        parts, states, asked = self.parts, self.states, self.asked
        if parts["survey"] is not None:
            shown = shown_survey(parts["survey"], states, asked)
            if shown is None:
                self._drop("survey", HOLDS_RAW)
            else:
                parts["survey"] = shown
        scales, nets, valid = parts["reliability"], parts["networks"], parts["validity"]
        few = Text("rests on fewer than {smallest} respondents", smallest=asked.smallest)
        if scales is not None and not (scales.scales["n"].dropna() >= asked.smallest).all():
            self._drop("reliability", few)
        if nets is not None and ((nets.n * nets.answered).round() < asked.smallest).any():
            self._drop("networks", few)
        if valid is not None and valid.kmo.n < asked.smallest:
            self._drop("validity", few)
        self._statistics()
        told, gone = shown_texts(parts, asked.smallest)
        for name, why in gone.items():
            self._drop(name, why)
        parts |= told
        if parts["appraisal"] is not None:
            parts["appraisal"] = shown_appraisal(parts["appraisal"], asked)
        if parts["uncertainty"] is not None:
            sure = parts["uncertainty"]
            recipe = sure.recipe and shown_recipe(sure.recipe, self.numbered)
            parts["uncertainty"] = replace(sure, values=None, nominal_scores=None, recipe=recipe)
        if states is not None and states.few:
            self._totals()
        self._of_columns()
        self._indicators(index)
        if index is not None and states is not None and states.any:
            self._around_cells(index, states)

    def _statistics(self) -> None:
        """Leave out what the tables of a questionnaire tell of few respondents, or of scales that are left out."""
        states, asked = self.states, self.asked
        telling = states is not None and (states.few or bool(states.touched & set(asked.leave_out)))
        shown, gone = shown_statistics(self.parts, asked.smallest, telling)
        for name, why in gone.items():
            self._drop(name, why)
        self.parts |= shown

    def _indicators(self, index: Assessment | None) -> None:
        """Leave out of the diagnosis what tells raw values, columns that are not shown, or cells that are withheld."""
        found = self.parts["diagnosis"]
        if found is None:
            return
        raw, cells = not self.asked.raw_values, self.states is not None and self.states.any
        ranks = found.group_ranks
        columns = [] if index is None else list(index.dataset.attributes)
        unnamed = ranks is not None and ranks.by not in columns
        sizes = found.denominators is not None and {*found.denominators.table["attribute"]}.difference(
            columns
        )
        telling = self.states is not None and bool(self.states.telling)
        why = HOLDS_RAW if raw else OTHERS
        for name, what, away, reason in (
            ("statistics", Text("statistics of the indicators"), raw or cells or telling,
             why if raw or cells else LEFT),
            ("denominators", Text("indicators and the size of the units"), raw or cells or sizes,
             why if raw or cells else LEFT),
            ("links", Text("links with other indicators"), cells, OTHERS),
            ("group_ranks", Text("ranks within groups"), unnamed,
             UNNAMED),
        ):  # fmt: skip
            if away and getattr(found, name) is not None:
                found = replace(found, **{name: None})
                self.left.append((what, 1, reason))
        self.parts["diagnosis"] = found if found.results else None

    def _around_cells(self, index: Assessment, states: States) -> None:
        """Leave out, or find again, what was found from cells that are withheld."""
        parts, given = self.parts, self.findings
        if (states.nodes.iloc[:, 0] != SHOWN).any():
            self._drop("uncertainty", Text("ranks units that are not shown"))
        elif parts["uncertainty"] is not None:  # of the change it has scores with all digits
            parts["uncertainty"] = replace(parts["uncertainty"], change=None)
        filled = [name for name, leaves in filling(given.evaluation.evidence).items() if leaves]
        for name in (*FROM_CELLS, *filled):
            self._drop(name, OTHERS)
        for name, models in models_of_units(self.findings.evaluation).items():
            if models:
                self._drop(name, OTHERS)
        if parts["grades"] is not None:
            if states.telling:  # an indicator's verdict is as good as its raw value
                self._drop("grades", OTHERS)
            else:
                parts["grades"] = shown_grades(parts["grades"], states)
        again = [name for name in ("diagnosis", "panel", "agreement") if parts[name] is not None]
        if again:
            made = found_again(
                replace(self.findings, **parts), index, parts, raw=self.asked.raw_values and not states.any
            )
            for name in again:
                if made.get(name) is None:
                    self._drop(name, OTHERS)
                else:
                    parts[name] = made[name]
        for what, was, now in (
            (Text("importance and performance"), "diagnosis.importance_performance", parts["diagnosis"]),
            (Text("changes between periods"), "panel.changes", parts["panel"]),
            *((Text(told), f"panel.{name}", parts["panel"]) for name, told in OF_SHAPE.items()),
            (Text("agreement of respondents within units"), "survey.agreement", parts["survey"]),
        ):
            part, name = was.split(".")
            if (
                getattr(getattr(given, part), name, None) is not None
                and now is not None
                and getattr(now, name) is None
            ):
                self.left.append((what, 1, OTHERS))

    def _audit(self, index: Assessment | None) -> None:
        """Audit again without what is left out; where cells are withheld or left out, without the cases behind it."""
        found, states = self.findings.assessment, self.states
        if self.parts["audit"] is None or index is None or found is None or states is None:
            return
        if states.any or self.asked.leave_out or not self.asked.raw_values:
            self.parts["audit"] = shown_audit(found, index, self.parts)

    def _totals(self) -> None:
        """Leave out means over all respondents: with those of all other units they would tell the small one's."""
        self._drop("validity", OTHERS)  # variances of items, as telling as their means
        if self.parts["reliability"] is not None:
            self.parts["reliability"] = without_means(self.parts["reliability"])
            self.left.append((Text("means of items over all respondents"), 1, OTHERS))

    def _of_columns(self) -> None:
        """Leave out what rests on columns that the file leaves out, or on indicators with cells that are withheld."""
        said, cells = (
            set(self.asked.leave_out),
            frozenset[str]() if self.states is None else self.states.above,
        )
        named = {
            name: columns_of(models, said)
            for name, models in models_of_units(self.findings.evaluation).items()
        }
        for name, used in (("efficiency", self._used()), ("appraisal", self._ruled()), *named.items()):
            if used & (said | cells):
                self._drop(name, LEFT if used & said else OTHERS)
        if self.parts["efficiency"] is None:
            for name in OF_EFFICIENCY:
                self._drop(name, BY_FILE if "efficiency" in said else LEFT if self._used() & said else OTHERS)
        found, change = self.parts["panel"], self.findings.evaluation.change
        unequal = change.atkinson if change is not None else None
        if isinstance(unequal, Unequal) and found is not None and said & {unequal.by, unequal.weights}:
            self.left.append((Text(OF_SHAPE["atkinson"]), 1, LEFT))
            self.parts["panel"] = replace(found, atkinson=None)

    def _used(self) -> set[str]:
        """Return the columns that the efficiency is of."""
        found: Any = self.findings.efficiency
        frames = [] if found is None else [found.targets, found.input_weights, found.output_weights]
        asked = self.findings.evaluation.efficiency
        return {str(column) for frame in frames if frame is not None for column in frame.columns} | set(
            asked.environment if asked is not None else ()
        )

    def _ruled(self) -> set[str]:
        """Return the columns that the rulebook looks at, among everything that it says."""
        found = self.findings.appraisal
        if found is None:
            return set()
        return {
            *map(str, found.points.columns),
            *map(str, found.values.columns),
            *texts_in(found.rulebook.to_dict()),
        }

    def _notes(self) -> tuple[Any, ...]:
        notes = [
            note for note in self.quotes.kept(self.findings.notes)
            if self.parts["plan"] is not None or getattr(note, "template", "") != OF_PLAN
        ]  # fmt: skip
        cells = 0 if self.states is None else int((self.states.every != SHOWN).to_numpy().sum())
        line = "this is the public form: {cells:# cell is|# cells are} withheld, and what else is left out is listed"
        return (*notes, Note(line, cells=cells))


def people_of(findings: Findings) -> pd.DataFrame | None:
    """Return how many people, or documents, leaves from networks and texts rest on; None where there are none."""
    frames = [one for one in (_people_in(findings), documents_of(findings)) if one is not None]
    if len(frames) < 2:
        return frames[0] if frames else None
    rows = findings.assessment.dataset.values.index if findings.assessment is not None else frames[0].index
    frames[0] = frames[0].set_axis(spelled_like(frames[0].index, rows)).reindex(rows)
    return pd.concat(frames, axis="columns")


def _people_in(findings: Findings) -> pd.DataFrame | None:
    """Return how many people a community's leaves from networks rest on; None without networks."""
    told, found = findings.evaluation.evidence.networks, findings.networks
    if told is None or found is None or not told.leaves:
        return None
    return pd.DataFrame({code: (found.n * found.answered).round() for code in told.leaves})
