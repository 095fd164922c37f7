"""One picture of every kind, on small data of which a test can count what should be there."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics.demo import us_states

TREE = gm.IndicatorTree.from_groups(
    {"actors": ["trust", "votes"], "process": ["speed", "openness"], "outcomes": ["solved"]}
)
UNITS = ["东风社区", "红旗社区", "East ward", "West ward", "North ward", "South ward"]
PERIODS = [2020, 2021, 2022, 2023, 2024, 2025]
JUDGED = {
    "Li": {"index": [[1, 2, 4], [1 / 2, 1, 3], [1 / 4, 1 / 3, 1]], "actors": [[1, 2], [1 / 2, 1]]},
    "Wu": {"index": [[1, 1, 2], [1, 1, 2], [1 / 2, 1 / 2, 1]], "actors": [[1, 3], [1 / 3, 1]]},
    "Chen": {"index": [[1, 5, 1 / 4], [1 / 5, 1, 3], [4, 1 / 3, 1]], "actors": [[1, 1], [1, 1]]},
}
INPUTS = pd.DataFrame({"staff": [2.0, 4.0, 5.0, 6.0, 8.0, 9.0]}, index=UNITS)
OUTPUTS = pd.DataFrame({"solved": [2.0, 5.0, 3.0, 6.0, 4.0, 7.0]}, index=UNITS)


@cache
def scored() -> gm.text.Rubric:
    tree = gm.IndicatorTree.from_groups(
        {f"X{at}": [f"X{at}.{part}" for part in (1, 2, 3, 4)] for at in range(1, 10)}
    )
    marks = np.random.default_rng(2).integers(0, 2, (4, len(tree.codes)))
    coding = pd.DataFrame(marks, columns=tree.codes).assign(
        政策=["意见", "办法"] * 2, 编码员=["甲", "甲", "乙", "乙"]
    )
    return gm.text.rubric(coding, tree, draws=10)


@cache
def told() -> gm.text.CodeMatrix:
    codes = {"T1": "邻里信任", "T2": "经费保障", "T3": "物业服务"}
    talks = pd.DataFrame(np.random.default_rng(5).integers(0, 2, (12, 3)), columns=list(codes))
    return gm.text.matrix(
        talks.assign(访谈=range(12), 编码员="甲", 社区=UNITS * 2), by="社区", codebook=codes
    )


@cache
def run() -> gm.Assessment:
    rng = np.random.default_rng(3)
    rows = pd.MultiIndex.from_product([PERIODS, UNITS], names=["period", "unit"])
    steps = np.repeat(np.arange(6.0), len(UNITS))[:, None] * np.tile([1.5, -1, 0.5, 2, -2, 0], 6)[:, None]
    values = rng.uniform(20, 90, (len(UNITS), len(TREE.codes)))[np.tile(np.arange(len(UNITS)), 6)] + steps
    return gm.follow(gm.Recipe(weighting="equal"), gm.Dataset(TREE, pd.DataFrame(values, rows, TREE.codes)))


@cache
def tickets() -> gm.text.Documents:
    """Hotline tickets: parking grows, street lights fade, and water comes with pipes."""
    rng = np.random.default_rng(0)
    said = [
        "停车难",
        "路灯坏了",
        "水管漏水",
        "物业不修",
        "电梯停了",
        "垃圾没人清运",
        "楼道堆物",
        "邻里纠纷调解",
    ]
    rows = []
    for at, period in enumerate(("2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q2")):
        chance = np.array([2.0 + at, 6.0 - at, 2, 2, 1, 2, 1, 1])
        for _ in range(40):
            parts = rng.choice(said, 2, p=chance / chance.sum())
            rows.append(
                {"text": "，".join(parts) + "，请处理", "period": period, "unit": UNITS[int(rng.integers(2))]}
            )
    return gm.text.Documents(pd.DataFrame(rows))


WORDS = ["停车", "路灯", "水管", "漏水", "物业", "电梯", "垃圾", "清运", "楼道", "邻里", "纠纷", "调解"]


@cache
def forecasts() -> gm.monitoring.Forecast:
    rows = pd.MultiIndex.from_product([range(2010, 2026), UNITS], names=["period", "unit"])
    rates = pd.DataFrame({"trust": np.random.default_rng(0).normal(70, 3, 96)}, rows)
    return gm.monitoring.forecast(gm.Dataset(gm.IndicatorTree.from_groups({"actors": ["trust"]}), rates))


@cache
def policies() -> gm.dynamics.Run:
    model = gm.dynamics.read({
        "time": {"stop": 24, "step": 0.25, "unit": "月"},
        "stocks": {"trust": {"initial": 0.4, "in": "up", "out": "down", "name": {"en": "trust", "zh": "信任"}},
                   "backlog": {"initial": 60, "in": "new", "out": "done", "name": {"en": "backlog", "zh": "积压"}}},
        "flows": {"up": "0.2 * (1 - trust) * share", "down": "0.1 * trust * backlog / 50", "new": "12 * (1.6 - trust)",
                  "done": "min(backlog, 4 * staff)"},
        "auxiliaries": {"staff": 3.5, "share": "min(1, 4 * staff / max(backlog, 1))"},
    })  # fmt: skip
    staff = np.concatenate([3.4 + 0.1 * np.linspace(-2, 2, 9), 4.2 + 0.1 * np.linspace(-2, 2, 9)])
    return model.run(given={"staff": staff})


@cache
def planned() -> gm.dynamics.ScenarioScores:
    tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["done"]})
    data = gm.Dataset(tree, pd.DataFrame({"trust": [0.4, 0.6, 0.9], "done": [14.0, 20, 8]}, index=UNITS[:3]))
    named = ["现状"] * 9 + ["增员"] * 9
    return gm.dynamics.score(policies(), gm.Recipe(), data, unit=UNITS[0], policies=named)


@cache
def watched() -> gm.monitoring.Watch:
    rng = np.random.default_rng(7)
    rows = pd.MultiIndex.from_product([range(2010, 2026), UNITS], names=["period", "unit"])
    values = pd.DataFrame(rng.normal(70, 3, (len(rows), 2)), rows, ["speed", "solved"])
    values.loc[(2025, "East ward"), "speed"], values.loc[(2025, "东风社区"), "solved"] = 40.0, 98.0
    tree = gm.IndicatorTree.from_groups({"process": ["speed"], "outcomes": ["solved"]})
    return gm.monitoring.watch(gm.Dataset(tree, values))


@cache
def charted() -> gm.monitoring.ControlChart:
    return gm.monitoring.proportions([12, 15, 8, 10, 4, 7, 16, 30], [50] * 8, prime=False)


@cache
def satisfied() -> gm.monitoring.Funnel:
    events = pd.Series([3, 40, 80, 300, 610, 1500], UNITS)
    return gm.monitoring.funnel(events, pd.Series([3, 80, 90, 330, 900, 1600], UNITS), overdispersion=None)


@cache
def experts() -> gm.ahp.GroupWeights:
    return gm.ahp.weights(gm.read_judgements(JUDGED, TREE.keep(["trust", "votes", "speed", "solved"])))


@cache
def items() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    common = rng.normal(size=(200, 2))[:, [0, 0, 0, 1, 1, 1]] + 0.7 * rng.normal(size=(200, 6))
    return pd.DataFrame(np.clip(np.round(3 + common), 1, 5), columns=["t1", "t2", "t3", "o1", "o2", "o3"])


@cache
def survey() -> gm.Survey:
    return gm.Survey(
        gm.IndicatorTree.from_groups({"trust": ["t1", "t2", "t3"], "order": ["o1", "o2", "o3"]}), items()
    )


@cache
def confirmed() -> gm.psychometrics.Confirmation:
    return gm.psychometrics.confirm(items(), {"trust": ["t1", "t2", "t3"], "order": ["o1", "o2", "o3"]})


@cache
def verdicts() -> gm.fuzzy.FuzzyEvaluation:
    latest = run().scaled.values.loc[2025]
    degrees = gm.fuzzy.from_values(gm.Dataset(TREE, latest), [0, 50, 100])
    return gm.fuzzy.evaluate(degrees, gm.weighting.equal(TREE), gm.fuzzy.THREE_GRADES)


@cache
def efficient() -> gm.dea.Efficiency:
    return gm.dea.radial(INPUTS, OUTPUTS, returns="variable")


@cache
def productivity() -> gm.dea.Malmquist:
    rows = pd.MultiIndex.from_product([[2023, 2024, 2025], UNITS], names=["period", "unit"])
    growth = np.repeat([1.0, 1.1, 1.3], len(UNITS))[:, None]
    x = pd.DataFrame(np.tile(INPUTS.to_numpy(), (3, 1)), rows, INPUTS.columns)
    return gm.dea.malmquist(
        x, pd.DataFrame(np.tile(OUTPUTS.to_numpy(), (3, 1)) * growth, rows, OUTPUTS.columns)
    )


@cache
def important() -> gm.diagnosis.ImportancePerformance:
    performance = pd.DataFrame({"safety": [80.0, 90, 85], "parks": [60.0, 50, 55], "noise": [61.0, 52, 55]})
    stated = pd.DataFrame({"safety": [90.0, 85, 95], "parks": [95.0, 90, 100], "noise": [94.0, 91, 99]})
    return gm.diagnosis.importance_performance(performance, stated)


@cache
def sure() -> gm.robustness.Uncertainty:
    return gm.robustness.uncertainty(*us_states(), [gm.robustness.PerturbedWeights(0.25)], draws=60)


@cache
def stable() -> gm.robustness.WeightStability:
    return gm.robustness.weight_stability(gm.follow(*us_states()).scores, top=3)


@cache
def sensitive() -> gm.robustness.Sensitivity:
    factors = [
        gm.robustness.PerturbedWeights(0.25),
        gm.robustness.Choice("normalisation", ["min_max", "z_score"]),
    ]
    return gm.robustness.sensitivity(*us_states(), factors, draws=32)


@cache
def managers() -> gm.network.Network:
    """A network of twelve, of three kinds that keep to themselves; one did not answer."""
    names = [f"{place}{n}" for place in ("机关", "企业", "社团") for n in (1, 2, 3, 4)]
    kinds = pd.DataFrame({"kind": [name[:-1] for name in names]}, index=names)
    alike = kinds["kind"].to_numpy()[:, None] == kinds["kind"].to_numpy()
    ties = (np.random.default_rng(5).random((12, 12)) < np.where(alike, 0.7, 0.15)).astype(float)
    ties[7] = np.nan
    return gm.network.Network.from_array(pd.DataFrame(ties, names, names), attributes=kinds)


@cache
def meetings() -> gm.network.TwoMode:
    came = np.random.default_rng(6).random((6, 5)) < 0.5
    return gm.network.two_mode(
        pd.DataFrame(came.astype(int), UNITS, ["一季度", "二季度", "三季度", "四季度", "年终"])
    )


@cache
def configured() -> gm.qca.Solution:
    x = (
        np.random.default_rng(3).choice([0.1, 0.2, 0.3, 0.7, 0.8, 0.9], (12, 3))
        + np.linspace(0, 0.08, 12)[:, None]
    )
    sets = pd.DataFrame(x, [*UNITS, *(f"社区{at}" for at in range(6))], ["信任", "资金", "人手"])
    noise = np.random.default_rng(5).normal(0, 0.1, 12)
    sets["解决"] = np.clip(np.minimum(x[:, 0], np.maximum(x[:, 1], 1 - x[:, 2])) + noise, 0, 1)
    return gm.qca.minimise(gm.qca.truth_table(sets, "解决", consistency=0.75))


@cache
def ceilings() -> gm.qca.NecessaryConditions:
    rng = np.random.default_rng(2)
    trust = rng.uniform(20, 90, 30)
    frame = pd.DataFrame(
        {"信任": trust, "资金": rng.uniform(0, 9, 30), "解决率": trust * rng.uniform(0.3, 1, 30)}
    )
    return gm.qca.necessary_condition_analysis(frame, "解决率", draws=200)


@cache
def regressed() -> gm.policy.PanelModels:
    rng = np.random.default_rng(5)
    rows = pd.MultiIndex.from_product([range(2018, 2024), range(30)], names=["period", "unit"])
    frame = pd.DataFrame(rng.normal(size=(180, 3)), rows, ["走访次数", "人均经费", "网格员人数"])
    frame["满意度"] = 0.5 * frame["走访次数"] - 0.3 * frame["人均经费"] + rng.normal(size=180)
    names = list(frame.columns[:3])
    models = [gm.policy.effects(frame, "满意度", names[:count], **more)  # type: ignore[arg-type]
              for count, more in ((1, {}), (3, {}), (3, {"kind": "random"}))]  # fmt: skip
    return gm.policy.side_by_side(models)


def adopted() -> gm.policy.Staggered:
    rng = np.random.default_rng(8)
    first, years = np.repeat([2021, 2022, 0], 8), np.arange(2017, 2026)
    since = years - first[:, None]
    scores = (
        rng.normal(60, 4, (24, 1))
        + rng.normal(0, 1, (24, 9))
        + np.where((first > 0)[:, None] & (since >= 0), 2, 0)
    )
    frame = pd.DataFrame({"unit": np.repeat(np.arange(24), 9), "period": np.tile(years, 24), "since": np.repeat(first, 9),
                          "满意度": scores.ravel()})  # fmt: skip
    return gm.policy.staggered(frame, "满意度", "unit", "period", "since", draws=200)


@cache
def synthetic() -> gm.policy.SyntheticControl:
    rng = np.random.default_rng(9)
    y = rng.normal(60, 4, (1, 6)) + rng.normal(0, 1, (14, 6)).cumsum(axis=0)
    y[:, 0] = y[:, 1:4].mean(axis=1) + rng.normal(0, 0.3, 14) + np.where(np.arange(14) >= 9, 3, 0)
    frame = pd.DataFrame(
        {"unit": np.repeat(UNITS, 14), "period": np.tile(np.arange(2012, 2026), 6), "满意度": y.T.ravel()}
    )
    return gm.policy.synthetic(frame, "满意度", "unit", "period", UNITS[0], 2021)


@cache
def town() -> dict:
    """Thirty squares: one has a hole with the thirty-first in it, one is in two parts."""

    def square(x, y, side=1.0):
        return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]

    parts = {f"第{k + 1}社区": [[square(k % 6, k // 6)]] for k in range(30)}
    parts["第8社区"][0].append(square(1.3, 1.3, 0.4)[::-1])
    parts["湖心社区"] = [[square(1.3, 1.3, 0.4)]]
    parts["第30社区"].append([square(6.4, 4)])
    features = [{"type": "Feature", "properties": {"name": name}, "geometry": {"type": "MultiPolygon", "coordinates": one}}
                for name, one in parts.items()]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


@cache
def town_values() -> pd.Series:
    names = [one["properties"]["name"] for one in town()["features"]]
    k = np.arange(31)
    values = 60 + 4 * (k % 6) + 3 * (k // 6) + np.random.default_rng(2).normal(0, 3, 31)
    values[30], values[14] = 45.0, np.nan
    return pd.Series(values, names, name="满意度")


@cache
def neighbourhoods() -> gm.spatial.LocalMoran:
    values = town_values().dropna()
    return gm.spatial.local(values, gm.spatial.weights(town()).only(values.index), draws=999)


DRAWN = {
    "ceiling": lambda language: gm.plots.ceiling(ceilings(), language=language),
    "xy": lambda language: gm.plots.xy(configured(), language=language),
    "coefficients": lambda language: gm.plots.coefficients(regressed(), language=language),
    "event_study": lambda language: gm.plots.event_study(adopted(), language=language),
    "gap": lambda language: gm.plots.gap(synthetic(), language=language),
    "clusters": lambda language: gm.plots.clusters(neighbourhoods(), town(), language=language),
    "map": lambda language: gm.plots.map(town_values(), town(), language=language),
    "moran_scatter": lambda language: gm.plots.moran_scatter(neighbourhoods(), language=language),
    "blocks": lambda language: gm.plots.blocks(managers(), "kind", language=language),
    "network": lambda language: gm.plots.network(managers(), "kind", language=language),
    "two_mode": lambda language: gm.plots.two_mode(meetings(), language=language),
    "pmc_surface": lambda language: gm.plots.pmc_surface(scored(), language=language),
    "code_matrix": lambda language: gm.plots.code_matrix(told(), language=language),
    "consistency": lambda language: gm.plots.consistency(experts(), language=language),
    "correlations": lambda language: gm.plots.correlations(run().scaled, language=language),
    "coupling": lambda language: gm.plots.coupling(gm.diagnosis.coupling(run().scores), language=language),
    "distributions": lambda language: gm.plots.distributions(run().dataset, run().dataset, language=language),
    "efficiency": lambda language: gm.plots.efficiency(efficient(), language=language),
    "expert_weights": lambda language: gm.plots.expert_weights(experts(), language=language),
    "frontier": lambda language: gm.plots.frontier(efficient(), INPUTS, OUTPUTS, language=language),
    "grades": lambda language: gm.plots.grades(verdicts(), language=language),
    "word_trends": lambda language: gm.plots.word_trends(gm.text.trends(tickets(), WORDS), language=language),
    "cooccurrence": lambda language: gm.plots.cooccurrence(
        gm.text.cooccurrence(tickets(), WORDS), language=language
    ),
    "heat_map": lambda language: gm.plots.heat_map(run().scores, language=language),
    "importance_performance": lambda language: gm.plots.importance_performance(
        important(), language=language
    ),
    "likert": lambda language: gm.plots.likert(survey(), language=language),
    "malmquist": lambda language: gm.plots.malmquist(productivity(), language=language),
    "membership_functions": lambda language: gm.plots.membership_functions([20, 50, 80], language=language),
    "obstacles": lambda language: gm.plots.obstacles(
        gm.diagnosis.obstacles(run().scaled, run().weights), language=language
    ),
    "path_diagram": lambda language: gm.plots.path_diagram(confirmed(), language=language),
    "peers": lambda language: gm.plots.peers(efficient(), language=language),
    "profile": lambda language: gm.plots.profile(run().scores, (2025, "东风社区"), language=language),
    "radar": lambda language: gm.plots.radar(
        run().scores,
        (2025, "东风社区"),
        target={"actors": 80.0, "process": 70.0, "outcomes": 60.0},
        language=language,
    ),
    "rank_flow": lambda language: gm.plots.rank_flow(run().scores, language=language),
    "fan": lambda language: gm.plots.fan(forecasts(), limit=65.0, language=language),
    "control_charts": lambda language: gm.plots.control_charts(watched(), top=6, language=language),
    "funnel": lambda language: gm.plots.funnel(satisfied(), language=language),
    "rank_intervals": lambda language: gm.plots.rank_intervals(sure(), top=8, language=language),
    "ranking": lambda language: gm.plots.ranking(run().scores, language=language),
    "scenarios": lambda language: gm.plots.scenarios(planned(), language=language),
    "stocks": lambda language: gm.plots.stocks(policies(), language=language),
    "scree": lambda language: gm.plots.scree(gm.psychometrics.parallel(items(), draws=50), language=language),
    "sensitivity": lambda language: gm.plots.sensitivity(sensitive(), language=language),
    "tornado": lambda language: gm.plots.tornado(stable(), language=language),
    "tree": lambda language: gm.plots.tree(run().weights, language=language),
    "densities": lambda language: gm.plots.densities(
        gm.panel.kernels(run().scores, bounds=(0, 100)), language=language
    ),
    "trends": lambda language: gm.plots.trends(gm.panel.trends(run().scores), language=language),
}
