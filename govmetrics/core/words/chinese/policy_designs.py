"""Did it work: staggered adoption, synthetic controls, interrupted series, carrying out, and packages of measures."""

WORDS: dict[str, str] = {
    # when units were first treated
    "give the period in which it is first treated in every row of the unit, not whether it is treated now": (
        "请在该单元的每一行给出首次实施的时期，而非当期是否实施"
    ),
    "name a period of the data, the first in which the unit is treated; leave the cell empty for one that never is": (
        "请填数据中的时期，即该单元首次实施的时期；从未实施的留空"
    ),
    "no unit is first treated after the first period and by the last": "没有单元在首期之后、末期及之前首次实施",
    "give the panel periods before and after treatment": "面板须含实施前与实施后的时期",
    "{label} is no period of the data, and lies at no known place among them": "{label} 不是数据中的时期，也无法判断其先后",
    "{label} lies between two periods of the data": "{label} 位于数据的两个时期之间",
    "0 in {name} is read as never treated": "{name} 中的 0 按从未实施处理",
    "first treated after the last period, and so controls throughout: {units:10}": "末期之后才实施，全程作为对照：{units:10}",
    # staggered adoption
    "Average effects on the treated": "平均处理效应（ATT）",
    "Effects by periods since treatment began": "事件研究：按实施以来的期数",
    "Effects by period of first treatment": "按首次实施时期的效应",
    "Effects by period": "按日历时期的效应",
    "Effects by group and period": "组别—时期处理效应 ATT(g,t)",
    "Tests of effects before treatment, and their power": "实施前效应检验及其功效",
    "{outcome}: the treated changed by {estimate:+.4g} on average since treatment began ({level:.0%} interval {lower:.4g} to "
    "{upper:.4g}, {p}).": "{outcome}：实施以来处理组平均变动 {estimate:+.4g}（{level:.0%} 置信区间 {lower:.4g} 至 {upper:.4g}，{p}）。",
    "There are no effects before treatment to test: parallel trends are assumed, unseen.": (
        "没有可供检验的实施前效应：平行趋势只是假定，数据无从显示。"
    ),
    "Before treatment: joint test of no effects {p}. This is no proof of parallel trends: only with a power of 80% would it "
    "find a drift of {slope:.3g} a period, which moves the effect by {bias:.3g}.": (
        "实施前：无效应联合检验 {p}。这不能证明平行趋势成立：每期 {slope:.3g} 的偏离也只有 80% 的把握被查出，而它会使效应偏移 {bias:.3g}。"
    ),
    "left out, treated from the first period on and so without a period to compare with: {units:10}": (
        "自首期起即已实施，没有可比的实施前时期，未计入：{units:10}"
    ),
    'complete it, or use missing="pairwise" or "listwise"': '请补全，或使用 missing="pairwise" 或 "listwise"',
    "is not there in {period}": "在 {period} 没有数据",
    "left out, not seen in every period: {units:10}": "并非每期都有数据，未计入：{units:10}",
    "not seen in every period: {units:10}. Every comparison uses the units seen in both its periods, which need not be the same "
    "in another": "并非每期都有数据：{units:10}。每项比较只用前后两期都有数据的单元，各项比较所用单元不尽相同",
    "in one of the groups they tell the treated from the controls, or its controls are too few or too much alike": (
        "在某一组中，协变量可将处理单元与对照单元完全区分，或对照单元过少、过于相近"
    ),
    'leave one out, use method="regression", or join groups': '请减少协变量，或改用 method="regression"，或合并组别',
    "name one for each unit: errors of a unit are summed in one place": "每个单元只能属于一个聚类：同一单元的误差须归入一处",
    "has no {name}": "没有 {name}",
    "give every unit one": "请为每个单元填写",
    "there is only one: no error can be known": "只有一个，无法估计误差",
    "use smaller clusters, or randomisation": "请改用更小的聚类，或随机化检验",
    "periods are not equally far apart: events count the periods that there are": "各时期间隔不等：事件期数按已有时期计数",
    "units never treated": "从未实施的单元",
    "units not yet treated": "尚未实施的单元",
    "Effects on the treated by period of first treatment and by period were estimated against {against} (Callaway and "
    "Sant'Anna), with standard errors from influence functions summed within clusters.": (
        "以{against}为对照，按首次实施时期和日历时期估计处理组的效应（Callaway 和 Sant'Anna），标准误由影响函数在聚类内加总得出。"
    ),
    "Covariates ({how}): {names}.": "协变量（{how}）：{names}。",
    "doubly robust": "双重稳健",
    "outcome regression": "结果回归",
    "inverse probability weighting": "逆概率加权",
    "Up to {count:# period|# periods} of anticipation were allowed for.": "允许最多提前 {count} 期的预期反应。",
    "Periods before treatment are compared with the period before each (varying base).": "实施前各期与其前一期相比（基期逐期变动）。",
    "All periods are compared with the last before treatment (universal base).": "各期均与实施前最后一期相比（统一基期）。",
    "The test before treatment is shown with its power against a linear drift (Roth).": "实施前检验附有其对线性偏离的功效（Roth）。",
    "no group is treated with a period before it": "没有一组在实施之前有数据",
    "give earlier periods": "请给出更早的时期",
    "no unit is never treated in the time seen": "在所见时期内，没有从未实施的单元",
    'use controls="not_yet": units treated later serve until then': '请使用 controls="not_yet"：较晚实施的单元在实施前可作对照',
    "all units are treated from {period} on: nobody is left to compare with": "自 {period} 起全部单元均已实施：没有可比的对照",
    "use an interrupted series or a synthetic control": "请使用中断时间序列或合成控制",
    "is constant, or follows from the covariates before it": "为常数，或可由前面的协变量推出",
    "groups of fewer than {few} units, whose errors are too small to be trusted: {names:10}": (
        "不足 {few} 个单元的组别，其标准误偏小，不可采信：{names:10}"
    ),
    "errors rest on {count} clusters only: intervals are too narrow": "标准误仅基于 {count} 个聚类：置信区间偏窄",
    "without an effect, as nobody is left to compare with (group, period): {names:10}": (
        "没有可比的对照，未能估计效应（组别，时期）：{names:10}"
    ),
    # decomposition
    "Comparisons by kind": "各类比较",
    "Comparisons of two groups": "两组之间的比较",
    "against never treated": "对照：从未实施",
    "against later treated": "对照：较晚实施",
    "against earlier treated": "对照：较早实施",
    "against always treated": "对照：始终实施",
    "never": "从未",
    "always": "始终",
    "The two-way fixed effects estimate was split into all comparisons of two groups over two spans of time (Goodman-Bacon).": (
        "将双向固定效应估计分解为两组两时段的全部比较（Goodman-Bacon 分解）。"
    ),
    "{outcome}: two-way fixed effects give {estimate:.4g}; {share:.1%} of its weight rests on controls that are already "
    "treated.": "{outcome}：双向固定效应估计为 {estimate:.4g}，其中 {share:.1%} 的权重来自以已实施单元为对照的比较。",
    "Without these comparisons the weighted mean is {mean:.4g}.": "剔除这些比较后，加权均值为 {mean:.4g}。",
    "the units seen in every period are all treated in the same period: there is nobody to compare with": (
        "各期均有数据的单元在同一时期实施：没有可比的对照"
    ),
    "add units that are treated later, or never": "请加入较晚实施或从未实施的单元",
    "not seen in every period: {units:10}": "并非每期都有数据：{units:10}",
    'complete them, or use missing="listwise"': '请补全，或使用 missing="listwise"',
    "no unit is seen in every period": "没有单元在每期都有数据",
    "leave out periods that few units have": "请去掉多数单元没有数据的时期",
}
