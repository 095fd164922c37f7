"""Valid calls of every public function of `govmetrics.plots`."""

from __future__ import annotations

import pandas as pd

import govmetrics as gm
from tests.plots import examples as ex

TREE = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
TABLE = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
RUN = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(TABLE, TREE))
SURE = gm.robustness.uncertainty(RUN.recipe, RUN.dataset, [gm.robustness.PerturbedWeights(0.25)], draws=20)
FOUND = gm.diagnosis.importance_performance(
    pd.DataFrame({"safety": [80.0, 90, 85], "parks": [60.0, 50, 55]}),
    pd.DataFrame({"safety": [90.0, 85, 95], "parks": [95.0, 90, 100]}),
)

CALLS = {
    "coefficients": (gm.plots.coefficients, {"result": ex.regressed(), "language": "zh"}),
    "event_study": (gm.plots.event_study, {"result": ex.adopted(), "language": "zh"}),
    "gap": (gm.plots.gap, {"result": ex.synthetic(), "placebos": False, "language": "zh"}),
    "word_trends": (
        gm.plots.word_trends,
        {"result": gm.text.trends(ex.tickets(), ex.WORDS), "top": 3, "language": "zh", "measure": "share"},
    ),
    "cooccurrence": (
        gm.plots.cooccurrence,
        {
            "result": gm.text.cooccurrence(ex.tickets(), ex.WORDS),
            "top": 5,
            "language": "zh",
            "measure": "pmi",
        },
    ),
    "clusters": (
        gm.plots.clusters,
        {
            "result": ex.neighbourhoods(),
            "geojson": ex.town(),
            "unit": "name",
            "names": True,
            "language": "zh",
        },
    ),
    "map": (
        gm.plots.map,
        {
            "scores": ex.town_values().to_frame(),
            "geojson": ex.town(),
            "classes": "grades",
            "node": "满意度",
            "cuts": [60, 80],
            "unit": "name",
            "names": False,
            "language": "zh",
        },
    ),
    "map by breaks": (
        gm.plots.map,
        {"scores": ex.town_values(), "geojson": ex.town(), "classes": "jenks", "number": 3},
    ),
    "moran_scatter": (gm.plots.moran_scatter, {"result": ex.neighbourhoods(), "top": 3, "language": "zh"}),
    "blocks": (gm.plots.blocks, {"net": ex.managers(), "by": "kind", "language": "zh"}),
    "network": (gm.plots.network, {"net": ex.managers(), "by": "kind", "language": "zh"}),
    "ceiling": (gm.plots.ceiling, {"result": ex.ceilings(), "condition": "信任", "language": "zh"}),
    "xy": (
        gm.plots.xy,
        {"solution": ex.configured(), "term": "信任*资金", "negated": False, "language": "zh"},
    ),
    "pmc_surface": (
        gm.plots.pmc_surface,
        {"result": ex.scored(), "document": "办法", "flat": True, "language": "zh"},
    ),
    "code_matrix": (gm.plots.code_matrix, {"result": ex.told(), "top": 2, "language": "zh"}),
    "two_mode": (gm.plots.two_mode, {"result": ex.meetings(), "language": "zh"}),
    "tree": (gm.plots.tree, {"weights": RUN.weights, "language": "zh"}),
    "rank_flow": (
        gm.plots.rank_flow,
        {"scores": ex.run().scores, "top": 3, "language": "zh", "node": "actors"},
    ),
    "heat_map": (
        gm.plots.heat_map,
        {"scores": ex.run().scores, "top": 3, "language": "zh", "node": "actors"},
    ),
    "radar": (
        gm.plots.radar,
        {
            "scores": ex.run().scores,
            "unit": (2025, "东风社区"),
            "language": "en",
            "node": "index",
            "target": {"actors": 80.0},
        },
    ),
    "distributions": (
        gm.plots.distributions,
        {"before": RUN.dataset, "after": RUN.treated, "codes": ["trust"], "language": "en"},
    ),
    "correlations": (gm.plots.correlations, {"scaled": RUN.scaled, "language": "en"}),
    "expert_weights": (
        gm.plots.expert_weights,
        {"result": ex.experts(), "group": "actors", "language": "en"},
    ),
    "stocks": (
        gm.plots.stocks,
        {"result": ex.policies(), "variables": ["trust", "backlog"], "language": "zh"},
    ),
    "scenarios": (
        gm.plots.scenarios,
        {"result": ex.policies(), "variable": "trust", "top": 3, "language": "zh"},
    ),
    "scenarios of scores": (gm.plots.scenarios, {"result": ex.planned(), "language": "zh"}),
    "consistency": (gm.plots.consistency, {"result": ex.experts(), "language": "en"}),
    "scree": (
        gm.plots.scree,
        {"result": gm.psychometrics.parallel(ex.items(), draws=20), "of": "factor", "language": "en"},
    ),
    "path_diagram": (gm.plots.path_diagram, {"result": ex.confirmed(), "language": "en"}),
    "likert": (gm.plots.likert, {"survey": ex.survey(), "items": ["t1", "o1"], "language": "en"}),
    "grades": (gm.plots.grades, {"result": ex.verdicts(), "top": 2, "language": "en", "node": "actors"}),
    "membership_functions": (
        gm.plots.membership_functions,
        {"breakpoints": [20, 50, 80], "shape": "gaussian", "grades": gm.fuzzy.THREE_GRADES, "language": "en"},
    ),
    "frontier": (
        gm.plots.frontier,
        {"result": ex.efficient(), "inputs": ex.INPUTS, "outputs": ex.OUTPUTS, "language": "en"},
    ),
    "efficiency": (gm.plots.efficiency, {"result": ex.efficient(), "top": 2, "language": "en"}),
    "peers": (gm.plots.peers, {"result": ex.efficient(), "language": "en"}),
    "malmquist": (gm.plots.malmquist, {"result": ex.productivity(), "language": "en"}),
    "coupling": (
        gm.plots.coupling,
        {"result": gm.diagnosis.coupling(ex.run().scores), "top": 2, "language": "en"},
    ),
    "obstacles": (
        gm.plots.obstacles,
        {"result": gm.diagnosis.obstacles(RUN.scaled, RUN.weights), "top": 2, "language": "en"},
    ),
    "fan": (
        gm.plots.fan,
        {"result": ex.forecasts(), "unit": "East ward", "node": "trust", "limit": 65.0, "language": "zh"},
    ),
    "control_charts": (gm.plots.control_charts, {"result": ex.watched(), "top": 2, "language": "zh"}),
    "control_charts, one": (gm.plots.control_charts, {"result": ex.charted(), "language": "en"}),
    "funnel": (gm.plots.funnel, {"result": ex.satisfied(), "top": 2, "language": "zh"}),
    "trends": (
        gm.plots.trends,
        {"result": gm.panel.trends(ex.run().scores), "top": 2, "language": "en", "node": "index"},
    ),
    "densities": (
        gm.plots.densities,
        {"result": gm.panel.kernels(ex.run().scores), "style": "lines", "top": 2, "language": "en"},
    ),
    "sensitivity": (gm.plots.sensitivity, {"result": ex.sensitive(), "language": "en"}),
    "tornado": (gm.plots.tornado, {"result": ex.stable(), "top": 2, "language": "en"}),
    "ranking": (gm.plots.ranking, {"scores": RUN.scores, "top": 2, "language": "zh", "node": "actors"}),
    "profile": (gm.plots.profile, {"scores": RUN.scores, "unit": "West", "language": "en", "node": "actors"}),
    "rank_intervals": (gm.plots.rank_intervals, {"uncertainty": SURE, "top": 2, "language": "both"}),
    "importance_performance": (gm.plots.importance_performance, {"result": FOUND, "language": "en"}),
    "save": (
        gm.plots.save,
        {
            "ax": gm.plots.ranking(RUN.scores),
            "path": "picture.png",
            "column": "single",
            "height": 60.0,
            "dpi": 50,
        },
    ),
}
