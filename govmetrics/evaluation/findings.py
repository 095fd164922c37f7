"""`Findings`: everything that an evaluation found, each part as its own room's result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from govmetrics.ahp import GroupWeights
from govmetrics.appraisal import Appraisal
from govmetrics.audit import TenSteps
from govmetrics.core import Fault, Label, Text
from govmetrics.core.databases import Queried
from govmetrics.core.plain import plain
from govmetrics.dea import Bootstrap, Efficiency, ScaleEfficiency, SecondStage
from govmetrics.diagnosis import (
    Coherence,
    Components,
    Correlations,
    Coupling,
    Denominators,
    GroupRanks,
    ImportancePerformance,
    Links,
    Obstacles,
    Statistics,
    Strengths,
)
from govmetrics.evaluation.alike_found import Invariances, PairedScales, RaterAgreement
from govmetrics.evaluation.beside import Beside
from govmetrics.evaluation.configured_found import ConfigurationalAnalysis
from govmetrics.evaluation.edition import Edition
from govmetrics.evaluation.importance import Importance
from govmetrics.evaluation.models_found import Measurement, PathModels, Regressions
from govmetrics.evaluation.monitored import Monitored
from govmetrics.evaluation.policy_found import PolicyFindings
from govmetrics.evaluation.said_found import WhatPeopleSaid
from govmetrics.evaluation.several import Correlated, Described, GroupDifferences, Several
from govmetrics.evaluation.spatial_found import SpatialPattern
from govmetrics.evaluation.spec import Evaluation
from govmetrics.evaluation.texts_found import CodedDocuments, CountedWords
from govmetrics.evaluation.titles import TITLES
from govmetrics.evaluation.withheld import Withheld
from govmetrics.explain import Difference
from govmetrics.fuzzy import FuzzyEvaluation
from govmetrics.monitoring import Backtest, EarlyWarnings, Forecast
from govmetrics.network import NetworkScores
from govmetrics.panel import AtkinsonIndex, Changes, ConvergenceClubs, KernelDensities, MarkovChain, Trends
from govmetrics.planning import Plan
from govmetrics.ranking import Comparison
from govmetrics.recipe import Assessment
from govmetrics.robustness import ChangeConfidence, Sensitivity, Uncertainty
from govmetrics.survey import Raked, Reliability, Respondents, Screening, SurveyScores, Validity
from govmetrics.text import Proposals
from govmetrics.weighting import TimeWeights

PARTS = (
    "survey", "raked", "screening", "experts", "importance", "networks", "documents", "coding",
    "proposals", "assessment", "uncertainty", "sensitivity", "sample",
    "descriptives", "reliability", "validity", "measurement", "invariance", "raters", "correlations", "differences",
    "paired", "regressions", "paths", "grades", "other_grades", "rankings", "efficiency", "efficiency_intervals",
    "scale_efficiency", "efficiency_models", "second_stage", "appraisal", "diagnosis", "panel", "monitoring", "forecast",
    "warnings", "backtest", "policy", "spatial", "said", "configurations", "plan", "agreement", "comparison", "audit",
    "withheld",
)  # fmt: skip
"""What an evaluation may leave out."""


@dataclass(frozen=True, eq=False)
class Diagnosed(Several):
    """What holds the units back, and how the parts go together.

    Attributes
    ----------
    obstacles : Obstacles or None
    strengths : Strengths or None
    coupling : Coupling or None
    importance_performance : ImportancePerformance or None
    coherence : Coherence or None
    statistics : Statistics or None
        Before and after treatment, where the treatment kept every unit and indicator.
    denominators : Denominators or None
    correlations : Correlations or None
    components : Components or None
    group_ranks : GroupRanks or None
    links : Links or None

    See Also
    --------
    evaluate
    """

    obstacles: Obstacles | None = None
    strengths: Strengths | None = None
    coupling: Coupling | None = None
    importance_performance: ImportancePerformance | None = None
    coherence: Coherence | None = None
    statistics: Statistics | None = None
    denominators: Denominators | None = None
    correlations: Correlations | None = None
    components: Components | None = None
    group_ranks: GroupRanks | None = None
    links: Links | None = None


@dataclass(frozen=True, eq=False)
class Panel(Several):
    """What changed between the periods.

    Attributes
    ----------
    sureness : ChangeConfidence or None
        How sure the changes since the period before the latest are, where the evaluation asks for sureness.
    changes : Changes or None
        A `Difference` of the last two periods where scores are no weighted sums of all values.
    trends : Trends or None
    markov : MarkovChain or None
        Of the whole index, as are the three below.
    clubs : ConvergenceClubs or None
    kernels : KernelDensities or None
    atkinson : AtkinsonIndex or None
    time_weights : TimeWeights or None
        The scores of all periods in one, those of later periods counting more or less.

    See Also
    --------
    evaluate
    """

    sureness: ChangeConfidence | None = None
    changes: Changes | Difference | None = None
    trends: Trends | None = None
    markov: MarkovChain | None = None
    clubs: ConvergenceClubs | None = None
    kernels: KernelDensities | None = None
    atkinson: AtkinsonIndex | None = None
    time_weights: TimeWeights | None = None


@dataclass(frozen=True, eq=False)
class Findings(Several):
    """Everything that an evaluation found; a part that was not asked for is None.

    Attributes
    ----------
    evaluation : Evaluation
        What was asked.
    survey : SurveyScores or None
        Values of the survey's leaves with their errors; `raked` and `screening` are what weighted and screened the
        answers.
    experts : GroupWeights or None
    importance : Importance or None
        Weights from experts' orders of importance, complementary preferences or a network, where the evaluation has them.
    networks : NetworkScores or None
        Measures of communities' networks; those that are leaves of the tree are in the assessment, too.
    documents : CountedWords or None
        `words` (`Keywords`) counted in documents, and their `trends` over periods.
    coding : CodedDocuments or None
        The `agreement` of the coders, and the `matrix` of codes by community.
    proposals : Proposals or None
        What became of residents' proposals.
    assessment : Assessment or None
    uncertainty : Uncertainty or None
        Of the latest period.
    sensitivity : Sensitivity or None
        What its ranks depend on, where the evaluation asks for it.
    sample : Respondents or None
        Who answered, where the evaluation asks for `statistics`.
    descriptives : Described or None
        Of the scores of scales, and of the items.
    reliability : Reliability or None
    validity : Validity or None
        Whether the survey's items measure what the tree says, where the evaluation asks for it.
    measurement : Measurement or None
        The confirmatory model and the test of method bias that `reliability` asks for beside validity.
    invariance : Invariances or None
        Whether the items mean the same in groups of respondents.
    raters : RaterAgreement or None
        Whether raters or coders of the same things agree.
    correlations : Correlated or None
        Of the scores of scales.
    differences : GroupDifferences or None
        Of scale scores between groups of respondents.
    paired : PairedScales or None
        Whether the same respondents changed.
    regressions : Regressions or None
        Regressions, mediations, moderations and thresholds, by name.
    paths : PathModels or None
        Path analyses and structural equation models, by name.
    grades : FuzzyEvaluation or None
    other_grades : Beside or None
        By matter elements, set pairs or the catastrophe progression, beside the grades of the latest period.
    rankings : Beside or None
        By multi-criteria methods, beside the index of the latest period.
    efficiency : Efficiency or None
        `efficiency_intervals` corrects its scores for bias, with intervals, and `scale_efficiency` splits it and tells the
        returns to scale, where the evaluation asks for them.
        `efficiency_models` are other models beside it (`Beside`).
        `second_stage` is its regression on the surroundings.
    appraisal : Appraisal or None
    diagnosis : Diagnosed or None
        `obstacles`, `strengths`, `coupling`, `importance_performance`, `coherence`, `statistics`, `denominators`,
        `correlations`, `components`, `group_ranks`, `links`.
    panel : Panel or None
        `changes`, `trends`.
    monitoring : Monitored or None
        `watch`: which series moved; `rates` of tickets; `funnels`.
    forecast : Forecast or None
        `warnings` (`EarlyWarnings`) are of its limits, and `backtest` (`Backtest`) judges both by the past.
    policy : PolicyFindings or None
        `answers` side by side, `staggered`, `decompositions`, `effects`, `models`, `deviation`.
    spatial : SpatialPattern or None
        `moran` by node, `local` statistics, `markov`, `neighbours`.
    said : WhatPeopleSaid or None
        Codes and quotes where the score fell, or is lowest.
    configurations : ConfigurationalAnalysis or None
        Which combinations of nodes go with an outcome: `sets`, `necessity`, `table`, the three solutions, `robustness`.
    plan : Plan or None
    agreement : Comparison or None
        How far index, grades, efficiency and appraisal agree in the latest period, and whom they judge differently.
    comparison : Edition or None
        With an earlier evaluation: `changes`, `split`, `sureness`.
    audit : TenSteps or None
        The index, checked in the ten steps of the handbook of OECD and JRC; there wherever there is an index.
    withheld : Withheld or None
        Of what may be published: which cells are withheld and what else is left out (see `public`).
    missing : mapping of part to tuple of Fault
        Parts that failed where the evaluation says ``on_fault: continue``.
    notes : tuple of str
    provenance : mapping
        Hashes of the inputs, versions of the software, seed.
    by_call : tuple of str
        Which evidence was given to `evaluate` by call, and is in no file that the evaluation names.
    called : mapping of str to object
        That evidence as it was read: `write` makes files of it.

    See Also
    --------
    evaluate
    """

    evaluation: Evaluation
    survey: SurveyScores | None = None
    raked: Raked | None = None
    screening: Screening | None = None
    experts: GroupWeights | None = None
    importance: Importance | None = None
    networks: NetworkScores | None = None
    documents: CountedWords | None = None
    coding: CodedDocuments | None = None
    proposals: Proposals | None = None
    assessment: Assessment | None = None
    uncertainty: Uncertainty | None = None
    sensitivity: Sensitivity | None = None
    sample: Respondents | None = None
    descriptives: Described | None = None
    reliability: Reliability | None = None
    validity: Validity | None = None
    measurement: Measurement | None = None
    invariance: Invariances | None = None
    raters: RaterAgreement | None = None
    correlations: Correlated | None = None
    differences: GroupDifferences | None = None
    paired: PairedScales | None = None
    regressions: Regressions | None = None
    paths: PathModels | None = None
    grades: FuzzyEvaluation | None = None
    other_grades: Beside | None = None
    rankings: Beside | None = None
    efficiency: Efficiency | None = None
    efficiency_intervals: Bootstrap | None = None
    scale_efficiency: ScaleEfficiency | None = None
    efficiency_models: Beside | None = None
    second_stage: SecondStage | None = None
    appraisal: Appraisal | None = None
    diagnosis: Diagnosed | None = None
    panel: Panel | None = None
    monitoring: Monitored | None = None
    forecast: Forecast | None = None
    warnings: EarlyWarnings | None = None
    backtest: Backtest | None = None
    policy: PolicyFindings | None = None
    spatial: SpatialPattern | None = None
    said: WhatPeopleSaid | None = None
    configurations: ConfigurationalAnalysis | None = None
    plan: Plan | None = None
    agreement: Comparison | None = None
    comparison: Edition | None = None
    audit: TenSteps | None = None
    withheld: Withheld | None = None
    missing: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)
    by_call: tuple[str, ...] = ()
    queried: Mapping[str, Queried] = field(default_factory=dict)
    called: Mapping[str, Any] = field(default_factory=dict)

    _left_out: ClassVar = ("by_call", "queried", "called")
    _by_line: ClassVar = True
    _may_lack: ClassVar = PARTS

    def __getitem__(self, part: str) -> Any:
        """Return a part by its name."""
        return getattr(self, part)

    @classmethod
    def _keys(cls) -> dict[str, Any]:
        return super()._keys() | {"evaluation": dict}

    def _content(self) -> dict[str, Any]:
        return {
            "evaluation": plain(self.evaluation.to_dict()),
            **{name: result._inside() for name, result in self.results.items()},
            "missing": {name: [str(fault) for fault in faults] for name, faults in self.missing.items()},
            "notes": plain(self.notes),
            "provenance": plain(dict(self.provenance)),
        }

    def write(self, folder: str | Path) -> list[Path]:
        """Write tables, scores and manifest into a folder; each file has its name only when it is whole."""
        from govmetrics.evaluation.folder import write_findings

        return write_findings(self, folder)

    def _finding(self) -> tuple[Text, ...]:
        told = [self.evaluation.heading] if self.evaluation.heading else []
        told += [
            Text("Missing: {part} ({fault}).", part=TITLES.get(part, Text(part)), fault=faults[0].text)
            for part, faults in self.missing.items()
        ]
        return (*told, *super()._finding())

    def _names(self) -> Mapping[Any, str]:
        names: Mapping[Any, Label] = (
            {} if self.assessment is None else self.assessment.scores.weights.tree.names()
        )
        return names
