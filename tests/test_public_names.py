"""Names and parameters that other people's scripts rely on; do not rename them without a deprecation."""

import inspect

import pytest

import govmetrics as gm

SIGNATURES = {
    "read_tree": "source",
    "list_trees": "",
    "read_records": "source tree unit period",
    "read_survey": "source tree scale reverse by weight missing_codes",
    "read_judgements": "source tree",
    "join": "dataset other",
    "read_network": "source actors by relation directed respondents",
    "network.read_network": "source actors by relation directed respondents",
    "network.measures": "net errors",
    "network.to_leaves": "scores tree leaves",
    "follow": "recipe data survey judgements",
    "Recipe.read": "source",
    "treatment.impute_mean": "data by",
    "treatment.impute_em": "data",
    "treatment.impute_regression": "data predictors",
    "treatment.winsorise": "data",
    "treatment.log_transform": "data",
    "treatment.denominate": "data by",
    "normalisation.min_max": "data scale bounds",
    "normalisation.z_score": "data",
    "normalisation.rank": "data",
    "normalisation.percentile": "data",
    "normalisation.target_distance": "data",
    "normalisation.goalposts": "data",
    "weighting.equal": "tree",
    "weighting.assigned": "tree weights",
    "weighting.entropy": "scaled",
    "weighting.critic": "scaled",
    "weighting.deviation": "scaled",
    "weighting.variation": "scaled",
    "weighting.merec": "scaled",
    "weighting.pca": "scaled",
    "weighting.combine": "how shares",
    "aggregation.arithmetic": "scaled weights min_coverage",
    "aggregation.geometric": "scaled weights min_coverage",
    "aggregation.harmonic": "scaled weights min_coverage",
    "aggregation.power": "scaled weights min_coverage",
    "aggregation.penalised": "scaled weights",
    "aggregation.copeland": "scaled weights",
    "ahp.eigenvector": "matrix",
    "ahp.geometric_mean": "matrix",
    "ahp.column_mean": "matrix",
    "ahp.revisions": "matrix top",
    "ahp.consensus": "weights max_ratio",
    "ahp.weights": "judgements priorities combine expert_weights max_consistency_ratio inconsistent",
    "fuzzy.compose": "weights membership operator normalise",
    "fuzzy.GradeScale": "names values",
    "fuzzy.from_survey": "survey grades",
    "fuzzy.from_values": "data breakpoints shape",
    "fuzzy.evaluate": "membership weights grades operator",
    "dea.radial": "inputs outputs orientation returns reference slacks solver",
    "dea.scale": "inputs outputs",
    "dea.slacks_based": "inputs outputs",
    "dea.super_efficiency": "inputs outputs",
    "dea.cross_efficiency": "inputs outputs",
    "dea.directional": "inputs outputs",
    "dea.additive": "inputs outputs",
    "dea.free_disposal": "inputs outputs",
    "dea.malmquist": "inputs outputs",
    "dea.window": "inputs outputs",
    "dea.two_stage": "inputs outputs",
    "dea.network_slacks_based": "inputs outputs links stages",
    "dea.dynamic": "inputs outputs",
    "dea.metafrontier": "inputs outputs",
    "dea.bootstrap": "inputs outputs",
    "dea.second_stage": "",
    "dea.order_m": "inputs outputs",
    "dea.benefit_of_the_doubt": "scaled lower upper",
    "survey.alpha": "items interval level missing rng",
    "survey.kmo": "items",
    "survey.omega": "items factors",
    "survey.guttman": "",
    "survey.split_half": "",
    "survey.polychoric": "",
    "survey.bartlett": "",
    "survey.explore": "",
    "survey.confirm": "",
    "survey.discriminant": "",
    "survey.icc": "",
    "survey.krippendorff": "",
    "survey.fleiss": "",
    "survey.screen": "survey",
    "survey.reliability": "survey",
    "survey.validity": "survey",
    "survey.rake": "frame targets base bounds",
    "survey.score": "survey by weights to min_answered",
    "ranking.topsis": "weights",
    "ranking.vikor": "weights",
    "ranking.compare": "",
    "ranking.promethee": "weights preference indifference",
    "ranking.todim": "scaled weights",
    "ranking.grey_relational": "scaled weights",
    "ranking.fuzzy_topsis": "ratings weights",
    "fuzzy.matter_element": "data weights grades",
    "fuzzy.set_pair": "data weights grades",
    "fuzzy.catastrophe": "scaled weights",
    "diagnosis.obstacles": "scaled weights",
    "diagnosis.importance_performance": "",
    "diagnosis.coupling": "scores",
    "diagnosis.coherence": "scaled weights",
    "diagnosis.statistics": "data before",
    "diagnosis.correlations": "scaled scores by",
    "diagnosis.links": "scores other",
    "diagnosis.audit_table": "reported",
    "appraisal.Rulebook": "",
    "appraisal.appraise": "rulebook data",
    "robustness.uncertainty": "recipe data factors draws rng",
    "robustness.sensitivity": "",
    "robustness.leave_one_out": "",
    "robustness.rank_confidence": "",
    "report.html": "assessment path language",
    "report.excel": "",
    "report.word": "",
    "plots.ranking": "scores ax",
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_name_is_there_with_its_parameters(name):
    found = gm
    for part in name.split("."):
        found = getattr(found, part)
    parameters = list(inspect.signature(found).parameters)
    for wanted in SIGNATURES[name].split():
        assert wanted in parameters


FIELDS = {
    "dea.Efficiency": "scores status efficient input_slacks output_slacks targets peers "
    "input_weights output_weights intercept certificate",
    "ahp.Priorities": "weights lambda_max consistency_index consistency_ratio "
    "geometric_consistency_index random_index_table method",
    "ahp.GroupWeights": "weights experts consensus spread",
    "fuzzy.FuzzyEvaluation": "membership grade score validity",
    "psychometrics.Alpha": "alpha standardized lower upper mean_inter_item items n notes",
    "psychometrics.Kmo": "overall items",
    "psychometrics.Omega": "total hierarchical",
    "survey.Raked": "weights margins design_effect effective_n",
    "survey.SurveyScores": "values standard_errors n effective_n",
    "robustness.Uncertainty": "intervals scores probability_better tiers",
    "Dataset": "values attributes",
    "Scaled": "values bounds",
    "Weights": "local across_tree of",
    "Scores": "values coverage ranking",
    "IndicatorTree": "codes groups indicators nodes to_frame write",
}


@pytest.mark.parametrize("name", FIELDS)
def test_the_result_has_its_fields(name):
    found = gm
    for part in name.split("."):
        found = getattr(found, part)
    fields = set(getattr(found, "__dataclass_fields__", {})) | set(dir(found))
    assert set(FIELDS[name].split()) <= fields
