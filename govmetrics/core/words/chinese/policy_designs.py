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
    "There are no effects before treatment that could be tested: parallel trends are assumed, unseen.": (
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
    "without an error, as one unit or cluster alone is treated or compared with: {names:10}; averages with other groups count "
    "nothing of its chance": "处理方或对照方只有一个单元（聚类），没有标准误：{names:10}；与其他组合并的平均值未计入其偶然性",
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
    # words in cells
    "simple": "简单加总",
    "events": "事件研究",
    "groups": "按组别",
    "calendar": "按日历时期",
    "group_time": "组别—时期",
    "slope": "斜率",
    "change_in_level": "水平变动",
    "change_in_slope": "斜率变动",
    # synthetic control
    "Weights of donors": "捐赠单元权重",
    "The treated unit and its synthetic control": "处理单元与合成控制",
    "Predictors": "预测变量",
    "Placebos: every donor as if treated": "安慰剂检验：逐一假定各捐赠单元受处理",
    "Without one donor": "逐一剔除捐赠单元",
    "{outcome}: since {start} {treated} lies {effect:+.4g} from its synthetic control on average.": (
        "{outcome}：自 {start} 起，{treated} 与其合成控制平均相差 {effect:+.4g}。"
    ),
    "Placebos: its ratio of gaps after and before ranks {rank} of {count} (p = {p:.3f}; no smaller one than {least:.3f} is "
    "possible).": "安慰剂检验：事后与事前差距之比在 {count} 个单元中排第 {rank}（p = {p:.3f}；p 值最小只能为 {least:.3f}）。",
    "Fit before: the gap is {pre:.4g}, {ratio:.2f} of the unit's own standard deviation.": (
        "事前拟合：差距为 {pre:.4g}，是该单元自身标准差的 {ratio:.2f} 倍。"
    ),
    "Without one donor the effect lies between {low:.4g} and {high:.4g}.": "逐一剔除捐赠单元后，效应在 {low:.4g} 至 {high:.4g} 之间。",
    "is a row of totals or averages, not a donor": "是合计或平均行，不能作为捐赠单元",
    'leave it out (leave_out=[...]), or say that it is a unit of its own: aggregates="allow"': (
        '请将其剔除（leave_out=[...]）；若确为独立单元，请使用 aggregates="allow"'
    ),
    "is nearly a mean or sum of other units, {treated} among them (weight {share:.2f}): it holds the effect itself": (
        "几乎就是其他单元的均值或合计，其中包括 {treated}（权重 {share:.2f}）：它本身就含有政策效应"
    ),
    "give a list of columns, or {{name: (column, [periods])}}": "请给出列名列表，或 {{名称: (列, [时期])}}",
    "{start} is no period of the data": "{start} 不是数据中的时期",
    "periods are: {names:10}": "现有时期：{names:10}",
    "has no value in {names:10}": "在 {names:10} 没有数值",
    "complete it, or leave the period out": "请补全，或去掉该时期",
    "no donors, as a value is missing: {units:10}": "有缺失值，不作为捐赠单元：{units:10}",
    "is asked for in {names:5}, which is no period before treatment": "指定的时期 {names:5} 不是实施前的时期",
    "name periods before treatment": "请指定实施前的时期",
    "has no value of {name}": "没有 {name} 的数值",
    "complete it, or leave the unit out": "请补全，或不计入该单元",
    "is alike in all units": "在所有单元中都相同",
    "there are fewer than two donors": "捐赠单元不足两个",
    "add units that are not treated": "请加入未受处理的单元",
    "two periods before it are needed, and itself": "须有其之前的两个时期以及该时期本身",
    "never changed before treatment": "实施前从未变动",
    "there is nothing to fit": "没有可拟合的内容",
    "the fit before treatment is bad ({ratio:.2f} of the unit's own standard deviation): the gap after is no effect": (
        "事前拟合很差（为该单元自身标准差的 {ratio:.2f} 倍）：事后差距不能视为效应"
    ),
    "before treatment the unit lay outside all donors: no mean of them can reach it": (
        "实施前该单元始终高于或低于全部捐赠单元：任何加权平均都达不到"
    ),
    "{donors} donors for {periods} periods before treatment: a close fit may be chance, and the weights others": (
        "实施前仅 {periods} 期，却用了 {donors} 个捐赠单元：拟合好可能出于偶然，权重也不唯一"
    ),
    "with {count} donors no p below 0.05 is possible": "只有 {count} 个捐赠单元，p 值不可能低于 0.05",
    "A synthetic control was made of {donors} donors by {before} periods before treatment, its weights not negative and summing "
    "to one; every donor was taken as a placebo, and the donors with a weight were left out one by one.": (
        "用 {donors} 个捐赠单元、实施前 {before} 期构造合成控制，权重非负且和为一；逐一以各捐赠单元作安慰剂检验，并逐一剔除权重为正的捐赠单元。"
    ),
    "Predictors: {names}.": "预测变量：{names}。",
    # interrupted series
    "Level and slope, before and after": "政策前后的水平与斜率",
    "Effects since the start": "政策以来的效应",
    "A segmented regression was fitted to {n} periods, {before} of them before the start, with Newey-West standard errors of "
    "{lags:# lag|# lags}.": "对 {n} 期（其中政策前 {before} 期）作分段回归，标准误为 Newey-West（滞后 {lags} 期）。",
    "A segmented regression was fitted to {n} periods, {before} of them before the start, with ordinary standard errors.": (
        "对 {n} 期（其中政策前 {before} 期）作分段回归，标准误为普通标准误。"
    ),
    "{outcome}: at {start} the level changes by {estimate:+.4g}, the slope by {slope:+.4g} a period.": "{outcome}：{start} 时水平变动 {estimate:+.4g}，斜率每期变动 {slope:+.4g}。",
    "On average since then: {average:+.4g}, if nothing else happened at that time.": "此后平均变动 {average:+.4g}，前提是同期没有其他变化。",
    "{outcome}: at {start} the level changes by {estimate:+.4g} ({p}), the slope by {slope:+.4g} a period ({q}).": (
        "{outcome}：{start} 时水平变动 {estimate:+.4g}（{p}），斜率每期变动 {slope:+.4g}（{q}）。"
    ),
    "On average since then: {average:+.4g} ({level:.0%} interval {lower:.4g} to {upper:.4g}), if nothing else happened at that "
    "time.": "此后平均变动 {average:+.4g}（{level:.0%} 置信区间 {lower:.4g} 至 {upper:.4g}），前提是同期没有其他变化。",
    "give at least {least} periods before and after the start": "起点前后各至少给出 {least} 期",
    "are {lags} of {n} periods": "为 {lags} 期，而数据共 {n} 期",
    "give fewer lags than periods": "滞后期数须少于数据期数",
    "keep one value for each period": "每期只保留一个值",
    "complete the series": "请补全序列",
    "periods are missing between others: time counts them, autocorrelation does not": "中间有缺失的时期：时间计入，自相关不计入",
    "there are {before} periods before it and {after} from it on": "其之前有 {before} 期，自其起有 {after} 期",
    "give at least {least} of each": "前后各至少 {least} 期",
    "{n} periods are fewer than two seasons": "{n} 期不足两个季节周期",
    "give more periods, or leave season out": "请给出更多时期，或不设季节",
    # implementation deviation
    "Carried out, by aspect": "各方面执行情况",
    "Gaps by item": "各事项的偏差",
    "Gaps by body": "各责任主体的偏差",
    "Gaps by period": "各时期的偏差",
    "What explains the gaps": "偏差来源",
    "Bottlenecks": "堵点",
    "What was done was compared with what was planned: a gap is the share not carried out, of budgets the excess too, and 1 "
    "for what was late; the variance of gaps was shared out between items, bodies, periods and aspects by the mean over all "
    "orders (Shapley).": (
        "将执行情况与计划逐项比较：偏差为未执行的比例，预算类超支也计为偏差，逾期计为 1；偏差的方差按 Shapley 法（各种次序的平均）分解到事项、责任主体、时期和执行方面。"
    ),
    "The mean gap between plan and execution is {gap:.1%}.": "计划与执行的平均偏差为 {gap:.1%}。",
    "The worst bottleneck is {name:3}, with {share:.0%} of all gaps.": "最大堵点是 {name:3}，占全部偏差的 {share:.0%}。",
    "Of the differences between gaps {share:.0%} lie with: {what}.": "偏差的差异有 {share:.0%} 来自：{what}。",
    "bodies": "责任主体",
    "periods": "时期",
    "aspects": "执行方面",
    "unexplained": "未解释",
    "nothing is reported that can be compared": "没有可比的执行情况",
    "report what was done": "请填报执行情况",
    "has no level called item, body or period": "没有名为 item、body 或 period 的层级",
    "index its rows by these, or add columns": "请以此为行索引，或增加这些列",
    "has rows without {level}": "有的行没有 {level}",
    "say of every row which it is": "请逐行注明",
    "its rows are by {theirs}, those of the plan by {ours}": "其行按 {theirs}，而计划的行按 {ours}",
    "index both alike": "两者应使用相同的索引",
    "is in one of the two only": "只出现在其中一张表",
    "give it in both, or in neither": "两张表都给出，或都不给",
    "is a name of the result's own columns": "与结果自有的列同名",
    "call the aspect otherwise": "请换一个名称",
    "has no aspects": "没有可比的列",
    "give columns such as coverage, budget, due": "请给出 coverage、budget、due 等列",
    "is of dates in one of the two only": "只在其中一张表是日期",
    "give days, such as 2026-06-30, in both": "两张表都请填日期，如 2026-06-30",
    "is negative ({name})": "为负（{name}）",
    "give what was done, from 0": "请给出不小于 0 的数",
    "weigh items, and the plan has none": "权重按事项给出，而计划没有事项",
    "index the plan by item": "请以事项为计划的行索引",
    "give every item one": "请为每个事项给出权重",
    "has a weight that is no positive number": "权重不是正数",
    "is not an item of the plan": "不是计划中的事项",
    "remove its weight": "请去掉其权重",
    "not reported, and so neither done nor undone: {names:10}": "未填报，既不算完成也不算未完成：{names:10}",
    "not planned, and so without a gap: {names:10}": "未列入计划，不计偏差：{names:10}",
    "planned as zero, and so without a rate: {names:10}": "计划为零，无法计算执行率：{names:10}",
    "reported, but not in the plan: {names:10}": "有填报但不在计划内：{names:10}",
    # measures and packages
    "give a cost for each measure, or a frame of measures x groups": "请给出每项措施的成本，或 措施 x 群体 的表",
    "The package": "措施组合",
    "Measures by group": "各群体的措施",
    "Whether effects differ between groups": "各群体效应是否不同",
    "Effects of every measure were drawn towards its mean over groups by empirical Bayes (variance between groups after "
    "DerSimonian and Laird); packages come from an integer program.": (
        "以经验贝叶斯将各措施的效应向其各群体均值收缩（群体间方差用 DerSimonian-Laird 法）；措施组合由整数规划求得。"
    ),
    "The cheapest point: {measure} for {group}, at {cost:.4g}.": "单位成本最低：对 {group} 实施 {measure}，每分 {cost:.4g}。",
    "Within a budget of {budget:,.4g}: {count:# option|# options} for {spent:,.4g}, with a gain of {gain:,.4g} (standard error "
    "{error:,.3g}).": "在 {budget:,.4g} 的预算内：{count} 项，花费 {spent:,.4g}，预计增益 {gain:,.4g}（标准误 {error:,.3g}）。",
    "not tried, and so no option: {names:10}": "未试行，不作为选项：{names:10}",
    "the solver stopped early: a better package may exist": "求解提前停止：可能存在更优的组合",
    "give measures x groups": "请给出 措施 x 群体 的表",
    "have other rows or columns than the effects": "与效应表的行或列不同",
    "give both for the same measures and groups": "两表应对应相同的措施和群体",
    "has no standard error above zero": "没有大于零的标准误",
    "give one, or leave the effect empty": "请给出，或将效应留空",
    "has no size above zero": "没有大于零的规模",
    "say how many units it has": "请注明单元数",
    "{name} is not among the effects": "{name} 不在效应表中",
    "has no cost from 0": "没有不小于零的成本",
    "say what it costs for one unit": "请注明每单元成本",
    "is the same in all units and periods": "在所有单元和时期都相同",
    "there is no effect to be seen": "无从显示效应",
    "is the same in all periods": "在所有时期都相同",
    "there is no change to be seen": "无从显示变化",
    "{outcome}: the treated changed by {estimate:+.4g} on average since treatment began; its error cannot be known, as changes "
    "within groups do not differ.": "{outcome}：实施以来处理组平均变动 {estimate:+.4g}；各组内变动没有差异，无法得知误差。",
    "the fit before treatment is exact: is one of the donors the unit itself, or made of it?": (
        "事前拟合完全吻合：是否有捐赠单元就是该单元本身，或由其构成？"
    ),
    "the lines fit exactly: no error can be known": "直线完全吻合：无法得知误差",
    "season_{place}": "季节 {place}",
    # pictures
    "make it with policy.staggered": "请用 policy.staggered 得到",
    "make it with policy.synthetic": "请用 policy.synthetic 得到",
    "since then": "实施后",
    "band of all at once": "联合置信带",
    "periods since treatment began (before it: against the period before)": "实施以来期数（实施前各期与其前一期相比）",
    "periods since treatment began (all against the last before it)": "实施以来期数（均与实施前最后一期相比）",
    "placebos ({count})": "安慰剂（{count} 个）",
    "start": "开始实施",
    "gap to the synthetic control": "与合成控制的差距",
    "before treatment": "实施前",
    "give a period of the data": "请给出数据中的时期",
    "give a day, such as 2026-06-30": "请给出日期，如 2026-06-30",
}
