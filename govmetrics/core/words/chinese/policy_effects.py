"""Panel effects, randomisation, power and public goods of the room of policy."""

WORDS: dict[str, str] = {
    # rows and terms of a model
    "has no cluster": "没有所属聚类",
    "name its cluster": "请注明其聚类",
    "{name} is no regressor": "{name} 不是解释变量",
    "name it among the regressors": "请将其列入解释变量",
    "outcome, unit and period must be three columns": "结果变量、单元和时期须为三列",
    "name each": "请分别给出",
    "{name} has another role": "{name} 已另有用途",
    "{name} is named twice": "{name} 重复给出",
    "{count:# row is|# rows are} left out, without the outcome {lags:# period|# periods} before": "有 {count} 行没有 {lags} 期之前的结果，未计入",
    "no row has the outcome {lags:# period|# periods} before": "没有一行具有 {lags} 期之前的结果",
    "lags need units that are seen in periods one step apart": "滞后项要求单元在相隔一期的时期都有数据",
    "{count:# row is|# rows are} left out, which effects explain whole: units seen once {units:10}": (
        "有 {count} 行被固定效应完全吸收，未计入；只出现一次的单元：{units:10}"
    ),
    "{name} would stand for two terms": "{name} 会同时指两项",
    "call the column otherwise: the model makes a term of this name": "请将该列改名：模型会自行生成同名的项",
    "follows from the terms and the effects exactly: there is no variance to be shared out": "可由各项与固定效应完全推出：没有可分解的方差",
    'use kind="fixed"': '请使用 kind="fixed"',
    "name clusters in which units stay: a district, say, rather than a period": "请给出单元始终所属的聚类，如区县，而非时期",
    "no unit is seen twice": "没有单元出现两次",
    "effects of units need several periods of each": "个体效应要求每个单元有多个时期",
    "{count:# period is|# periods are} missing between the first and the last": "首末之间缺 {count} 个时期",
    "the panel is not balanced: units have {least} to {most} of {periods} periods": "面板不平衡：各单元有 {periods} 个时期中的 {least} 至 {most} 个",
    "{n:# row|# rows} for {count} effects and coefficients": "{n} 行数据要估计 {count} 个效应和系数",
    "use fewer regressors, or more periods": "请减少解释变量，或增加时期",
    "follows from {names:10}": "可由 {names:10} 推出",
    "does not vary beside the effects of units and periods": "扣除个体和时期效应后没有变化",
    "leave it out; effects tell nothing of what is the same over time, or the same for all units": (
        "请去掉它；固定效应无法估计不随时间变化或各单元相同的量"
    ),
    "there is one cluster only, which tells nothing of how clusters differ": "只有一个聚类，无从得知聚类之间的差异",
    'name smaller clusters, or use errors="driscoll_kraay"': '请给出更小的聚类，或使用 errors="driscoll_kraay"',
    "Driscoll and Kraay's errors rest on many periods; here are fewer than three": "Driscoll-Kraay 标准误要求时期较多，此处不足三期",
    'use errors="CR2", which rests on units': '请使用 errors="CR2"，它以单元为依据',
    "only Driscoll and Kraay's errors have one": "只有 Driscoll-Kraay 标准误有此项",
    'use errors="driscoll_kraay", or leave it out': '请使用 errors="driscoll_kraay"，或去掉此项',
    # what a reader must know
    "Hausman's test has no value: the difference of the two covariances is not positive definite, as happens where its "
    "assumptions fail": "Hausman 检验无值：两个协方差之差非正定，前提不成立时会如此",
    "so few clusters cannot exclude any value: intervals without an end are infinite": "聚类太少，无法排除任何取值：区间一端为无穷",
    "all {count:,} signs of {clusters} clusters were tried; no p can be below {least:.3g}": (
        "{clusters} 个聚类的全部 {count:,} 种符号均已计算；p 值不会小于 {least:.3g}"
    ),
    '{errors} with {clusters} clusters finds effects too often where there are none; `errors="CR2"` allows for it': (
        '只有 {clusters} 个聚类时，{errors} 过于容易得出显著；`errors="CR2"` 对此作了校正'
    ),
    "fewer than 4 degrees of freedom, so that p values are rough: {names:10}; unequal clusters carry these coefficients: "
    'compare `errors="wild"`': '自由度不足 4，p 值粗略：{names:10}；这些系数取决于少数聚类，请与 `errors="wild"` 对照',
    "without an error, as single clusters decide them: {names:10}": "由个别聚类决定，没有标准误：{names:10}",
    "the outcome follows from the terms exactly: there is nothing to test": "结果变量可由各项完全推出，无从检验",
    "{name} turns at {point:.4g}, beyond its values ({low:.4g} to {high:.4g}): a bend, not a turn": (
        "{name} 的拐点 {point:.4g} 在其取值（{low:.4g} 至 {high:.4g}）之外：只是弯曲，没有转向"
    ),
    "with {periods:.3g} periods a unit, effects of units pull the coefficient of the lagged outcome down by about {bias:.2g} "
    "(Nickell), and others with it; `dynamic` instruments it": (
        "每个单元 {periods:.3g} 个时期时，个体效应使滞后结果的系数约偏低 {bias:.2g}（Nickell 偏误），其他系数也受影响；`dynamic` 使用工具变量"
    ),
    "random effects of units go with the lagged outcome by construction: its coefficient is biased upwards": (
        "随机效应必然与滞后结果相关：其系数偏高"
    ),
    # names
    "no turn": "无转向",
    "inverse U": "倒 U 形",
    "U": "U 形",
    "first differences with effects of periods, the lagged outcome instrumented (Anderson and Hsiao)": (
        "一阶差分（含时期效应），滞后结果用工具变量（Anderson-Hsiao）"
    ),
    "first differences, the lagged outcome instrumented (Anderson and Hsiao)": "一阶差分，滞后结果用工具变量（Anderson-Hsiao）",
    "random effects of units (Swamy and Arora) and fixed ones of periods": "个体随机效应（Swamy-Arora）和时期固定效应",
    "random effects of units (Swamy and Arora)": "个体随机效应（Swamy-Arora）",
    "fixed effects of units and periods": "个体与时期双固定效应",
    "fixed effects of units": "个体固定效应",
    "errors that take equal and independent deviations for granted": "假定误差同方差且独立的标准误",
    "Driscoll and Kraay's errors, for dependence between units and over time": "Driscoll-Kraay 标准误（允许截面相关与序列相关）",
    "p values and intervals by the wild cluster bootstrap with the null imposed (errors: CR1)": (
        "施加原假设的野聚类自助法的 p 值和区间（标准误为 CR1）"
    ),
    "errors robust within clusters (CR0)": "聚类稳健标准误（CR0）",
    "errors robust within clusters (CR1S, as Stata has them)": "聚类稳健标准误（CR1S，与 Stata 相同）",
    "errors robust within clusters (CR1)": "聚类稳健标准误（CR1）",
    "errors robust within clusters by leaving each out (CR3), with Satterthwaite's degrees of freedom": (
        "逐一剔除聚类的稳健标准误（CR3），自由度按 Satterthwaite"
    ),
    "errors robust within clusters, adjusted for few of them (CR2), with Satterthwaite's degrees of freedom": (
        "针对少数聚类校正的稳健标准误（CR2），自由度按 Satterthwaite"
    ),
    # effects
    "{outcome} was explained by a panel regression with {kind}, with {errors}.": "以{kind}的面板回归解释 {outcome}，采用{errors}。",
    "Effects on the outcome": "对结果变量的效应",
    "It rests on {n:# row|# rows} of {units:# unit|# units}, in {clusters:# cluster|# clusters}.": (
        "依据 {units} 个单元的 {n} 行数据，分属 {clusters} 个聚类。"
    ),
    "No effect on {outcome} is beyond chance (p < {limit:g}).": "对 {outcome} 没有超出偶然的效应（p < {limit:g}）。",
    "More {outcome} goes with more of: {names:10} (p < {limit:g}).": "与 {outcome} 正相关：{names:10}（p < {limit:g}）。",
    "Less {outcome} goes with more of: {names:10} (p < {limit:g}).": "与 {outcome} 负相关：{names:10}（p < {limit:g}）。",
    "{name} turns at {point:.4g} (from {lower:.4g} to {upper:.4g}); shape: {shape}, p = {p:.3f} by both arms.": (
        "{name} 的拐点为 {point:.4g}（{lower:.4g} 至 {upper:.4g}）；形状：{shape}，两侧检验 p = {p:.3f}。"
    ),
    "Tests of the panel regression": "面板回归的检验",
    "Fit of the panel regression": "面板回归的拟合",
    "Where squares turn": "二次项的拐点",
    # dynamic panels, thresholds, models side by side
    "the instrument is weak (F = {f:.1f}, below 10): the coefficient of the lagged outcome may be far off": (
        "工具变量偏弱（F = {f:.1f}，小于 10）：滞后结果的系数可能偏差很大"
    ),
    "no row has two periods before it": "没有一行之前还有两个时期",
    "it takes units that are seen in three periods, one step apart": "需要有在相邻三期都有数据的单元",
    "Effects below and above the threshold": "门槛值两侧的效应",
    "No threshold in {by} is beyond chance (one against none: F = {f:.2f}, {p} by bootstrap); the best split is at {value:.4g} "
    "({lower:.4g} to {upper:.4g}): {low:# row|# rows} lie at or below it, {high} above.": (
        "{by} 未见统计显著的门槛（单一门槛对无门槛：F = {f:.2f}，自助法 {p}）；拟合最优的分界为 {value:.4g}（{lower:.4g} 至 {upper:.4g}）："
        "{low} 行不高于此值，{high} 行高于此值。"
    ),
    "Effects change at {by} = {value:.4g} ({lower:.4g} to {upper:.4g}); one threshold against none: F = {f:.2f}, {p} by "
    "bootstrap; {low:# row|# rows} lie at or below it, {high} above.": (
        "效应在 {by} = {value:.4g}（{lower:.4g} 至 {upper:.4g}）处改变；单一门槛对无门槛：F = {f:.2f}，自助法 {p}；{low} 行不高于门槛，{high} 行高于门槛。"
    ),
    "A threshold in {by} was sought by least squares over {count:# value|# values}, its p by {draws:,} bootstrap draws of units.": (
        "在 {by} 的 {count} 个取值中以最小二乘寻找门槛，p 值由 {draws:,} 次按单元的自助抽样得出。"
    ),
    "the panel is not balanced: {n:# row|# rows} of {units} units in {periods} periods": "面板不平衡：{units} 个单元 {periods} 个时期只有 {n} 行",
    "leave out the units or periods with gaps: the bootstrap draws whole units": "请去掉有缺口的单元或时期：自助法按整个单元抽取",
    "follows from the terms exactly: there is nothing to test": "可由各项完全推出，无从检验",
    "leave out the term that it is made of": "请去掉构成它的那一项",
    "has too few values to leave each part its share of rows": "取值太少，无法使两侧都有足够的行",
    "use another variable, or a smaller trim": "请换一个变量，或减小 trim",
    "give results of effects() or dynamic()": "请给出 effects() 或 dynamic() 的结果",
    "have intervals of different levels": "各模型的置信水平不同",
    "give all the same level": "请使用同一置信水平",
    "Panel regressions side by side": "面板回归对照表",
    "No term is beyond chance in every model that has it (p < {limit:g}).": "没有变量在其所在的每个模型中都超出偶然（p < {limit:g}）。",
    "the columns rest on different rows": "各列所用的行不同",
    # power
    "give a number other than zero, not beyond a thousand million": "请给出非零且绝对值不超过十亿的数",
    "The number of clusters is for a two-sided test of two means by t with 2K - 2 degrees of freedom, design effect {effect:.4g}.": (
        "聚类数按两均值的双侧 t 检验（自由度 2K - 2）计算，设计效应为 {effect:.4g}。"
    ),
    "{clusters:# cluster|# clusters} in each arm rest on few: an error by clusters needs CR2 or all permutations, and one odd "
    "cluster decides": "每组只有 {clusters} 个聚类，偏少：聚类标准误须用 CR2 或全部置换，个别异常聚类就能左右结果",
    "Power of the design": "设计的检验功效",
    "Steps of the design": "设计的阶梯",
    "{clusters:# cluster|# clusters} in each arm ({n:# unit|# units}) find a difference of {difference:.4g} with a chance of "
    "{power:.1%} (two-sided test at {significance:g}; design effect {effect:.3g}).": (
        "每组 {clusters} 个聚类（{n} 个单位）发现 {difference:.4g} 差异的概率为 {power:.1%}（双侧检验，显著性水平 {significance:g}；设计效应 {effect:.3g}）。"
    ),
    "{n:# unit|# units} in each group find a difference of {difference:.4g} with a chance of {power:.1%} (two-sided test at "
    "{significance:g}).": "每组 {n} 个单位发现 {difference:.4g} 差异的概率为 {power:.1%}（双侧检验，显著性水平 {significance:g}）。",
    "{clusters:# cluster|# clusters} in steps find a difference of {difference:.4g} with a chance of {power:.1%}.": (
        "{clusters} 个聚类分阶段实施，发现 {difference:.4g} 差异的概率为 {power:.1%}。"
    ),
    "The least difference is that of a two-sided test of two means by t with 2K - 2 degrees of freedom.": (
        "最小可检测差异按两均值的双侧 t 检验（自由度 2K - 2）计算。"
    ),
    "give two shares, before and after, such as (0.05, 0.035)": "请给出前后两个比例，如 (0.05, 0.035)",
    "give how many clusters begin at each step, such as [6, 6, 6, 6]": "请给出每一步开始的聚类数，如 [6, 6, 6, 6]",
    "Power is that of the linear mixed model of Hussey and Hughes, with known variances and by the normal distribution.": (
        "功效按 Hussey-Hughes 线性混合模型计算，方差视为已知，用正态分布。"
    ),
    "there is one cluster only": "只有一个聚类",
    "give difference and sd, or shares": "请给出 difference 和 sd，或 shares",
    "say the difference and the deviation already": "已包含差异和标准差",
    "leave out difference and sd": "请去掉 difference 和 sd",
    "must be two different shares between 0 and 1": "须为 0 与 1 之间两个不同的比例",
    "give (before, after)": "请给出（前，后）",
    "with {clusters:# cluster|# clusters} the normal distribution promises too much: analyse by all permutations or CR2, and plan "
    "for a few more": "只有 {clusters} 个聚类时正态分布过于乐观：请用全部置换或 CR2 分析，并多安排几个",
    "The number of units is for a two-sided test of two shares, by the normal distribution.": "样本量按两比例的双侧检验（正态分布）计算。",
    "The number of units is for a two-sided t test of two means, by the noncentral t.": "样本量按两均值的双侧 t 检验（非中心 t 分布）计算。",
    "is not for shares": "不适用于比例",
    "give the standard deviation within groups": "请给出组内标准差",
    "is the first, so that there is nothing to find": "与前者相同，没有可发现的差异",
    "give another value": "请给出另一个值",
    "differs too little from the first beside sd": "与前者的差异相对标准差太小",
    "give a larger difference": "请给出更大的差异",
    "is too small beside the deviation: no number of clusters finds it": "相对标准差太小：多少聚类也发现不了",
    "give a larger difference, or a smaller deviation": "请给出更大的差异或更小的标准差",
    "gives no variance that can be reckoned with": "得不出可用的方差",
    "give deviations of the outcome's size": "请给出与结果变量相称的标准差",
    # public goods
    "of no type": "其他类型",
    "values are missing": "有缺失值",
    "complete them, or leave the subject out": "请补全，或去掉该被试",
    "a subject occurs more than once": "有被试重复出现",
    "its headings are no different numbers": "其列名不是互不相同的数",
    "head the columns by what the others give": "列名请写其他人的平均贡献",
    "needs a row for each subject and three columns or more": "每名被试须有一行，且至少三列",
    "give what each would give": "请给出每名被试的条件贡献",
    "Contributions by treatment": "各处理的贡献",
    "Differences between treatments": "处理之间的差异",
    "Conditional types": "条件合作类型",
    "Contributions by group": "各组的贡献",
    "Treatments were compared by the means of {count:# group|# groups}, each one observation, under permutations of the groups; "
    "decay is the mean of the groups' slopes, tested by changes of sign.": (
        "以 {count} 个组的均值（每组一个观测）对处理作置换检验；贡献的衰减为各组斜率的均值，用符号置换检验。"
    ),
    "has one group only": "只有一个组",
    "two groups at least tell how groups differ; a group is one observation": "至少两个组才能看出组间差异；一个组是一个观测",
    "contributes {value:g}": "贡献为 {value:g}",
    "contributions lie between zero and the endowment": "贡献应在零与禀赋之间",
    "has more than one treatment": "有多于一种处理",
    "a group has one treatment; name the parts of an experiment as groups of their own": "一个组只有一种处理；请将实验的各部分分别命名为组",
    "name it in every row": "请在每一行注明",
    "two roles have one column": "两种用途给了同一列",
    "name five columns": "请给出五列",
    "{name}: contributions go from {first:.3g} to {last:.3g} ({slope:+.2g} a period, {p}).": (
        "{name}：贡献由 {first:.3g} 变为 {last:.3g}（每期 {slope:+.2g}，{p}）。"
    ),
    "{second} less {first}: {difference:+.3g} ({lower:.3g} to {upper:.3g}, {p} by group means).": (
        "{second} 减 {first}：{difference:+.3g}（{lower:.3g} 至 {upper:.3g}，按组均值 {p}）。"
    ),
    "free rider": "搭便车者",
    "conditional": "条件合作者",
    "hump-shaped": "驼峰型",
    "unconditional": "无条件贡献者",
    # randomisation
    "Effect of the treatment": "处理效应",
    "Arms": "各组情况",
    'give "exact", or how many assignments to draw, from 99 to {most:,}': '请给出 "exact"，或抽取的分配次数（99 至 {most:,}）',
    "give a Series or a list, one value for each unit": "请给出 Series 或列表，每个单元一个值",
    "there are {count:,} assignments, more than can be tried one by one": "共有 {count:,} 种分配，多到无法逐一计算",
    "give draws=5000": "请给出 draws=5000",
    "has fewer than two units": "不足两个单元",
    "give one value for each unit": "请为每个单元给出一个值",
    "{count:# value is|# values are} missing": "缺 {count} 个值",
    "complete them: who is left is not who was drawn": "请补全：留下的并非当初抽到的",
    "its index is not that of the outcome": "其索引与结果变量不同",
    "give both in the same order and index": "请使两者的顺序和索引一致",
    "has {count:# value|# values}, the outcome {other}": "有 {count} 个值，而结果变量有 {other} 个",
    "its values are no names": "其取值不是名称",
    "give a name or a number for each unit": "请为每个单元给出名称或数字",
    "holds one arm only": "只有一个组",
    "give treated units and others": "请同时给出处理组和对照组",
    "holds {names:5}": "含有 {names:5}",
    "give 1 (treated) and 0 (not treated)": "请用 1（处理）和 0（未处理）",
    "the outcome is no finite number": "结果变量不是有限的数",
    "the block has one arm only": "该区组只有一个组",
    "leave the block out, or join it with another": "请去掉该区组，或与其他区组合并",
    "has treated units and others": "既有处理又有未处理的单元",
    "is in more than one block": "属于多个区组",
    "clusters are treated together, within one block": "一个聚类应一同处理，且在一个区组内",
    "name clusters by block": "请按区组命名聚类",
    "not treated": "对照组",
    "treated": "处理组",
    "clusters differ in size: means are of units, so that large clusters count more": "聚类大小不同：均值按单元计，大聚类权重更大",
    "so few assignments cannot exclude any effect: bounds without an end are infinite": "可能的分配太少，无法排除任何效应：区间一端为无穷",
    "{count:# assignment is|# assignments are} possible: no p can be below {least:.3g}": "可能的分配有 {count} 种：p 值不会小于 {least:.3g}",
    "The sharp null of no effect was tested by the difference of means under {count:,} assignments, drawn at random.": (
        "以随机抽取的 {count:,} 种分配下的均值差检验严格零假设（无效应）。"
    ),
    "The sharp null of no effect was tested by the difference of means under all {count:,} assignments.": (
        "以全部 {count:,} 种分配下的均值差检验严格零假设（无效应）。"
    ),
    "The treated are {estimate:+.4g} apart from the others ({lower:.4g} to {upper:.4g}, {p} two-sided), by "
    "{count:# assignment|# assignments}.": (
        "处理组与对照组相差 {estimate:+.4g}（{lower:.4g} 至 {upper:.4g}，双侧 {p}），依据 {count} 种分配。"
    ),
}
