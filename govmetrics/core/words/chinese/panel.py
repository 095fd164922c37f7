"""Several periods, trends, convergence, inequality and districts."""

WORDS = {
    # what is given
    "give what follow_periods returns": "请给出 follow_periods 的结果",
    "give at least one column of values": "请至少给出一列数值",
    "have no period": "没有时期",
    "read them with `period=`, or use follow": "请用 `period=` 读取，或使用 follow",
    "hold fewer than two periods": "不足两个时期",
    "no unit is there in two periods that follow each other": "没有单元在相邻两个时期都有数据",
    "cannot be used: {problem}": "无法使用：{problem}",
    "the period has no weights": "该时期没有权重",
    "give its weights": "请给出该时期的权重",
    "give {{period: Weights or DataFrame}}, or a weighting method such as {method}": "请给出 {{时期: Weights 或 DataFrame}}，或赋权方法，如 {method}",
    "{method} scores are no weighted sums": "{method} 得分不是加权和",
    "use explain.between_periods": "请使用 explain.between_periods",
    "depends on who else is in the data, so that periods cannot be compared": "取决于数据中的其他单元，各时期不可比",
    "use one of: {choices}": "请使用：{choices}",
    "give an attribute's name, or a Series by unit or by row": "请给出属性名称，或按单元、按行的 Series",
    "{name!r} is not an attribute": "{name!r} 不是属性",
    "attributes are: {names}; or give a Series": "现有属性：{names}；或给出 Series",
    "attributes are: {names}; or give a Series, or None to count every unit once": "现有属性：{names}；或给出 Series；或以 None 表示各单元同等计入",
    "a row occurs more than once": "有行重复出现",
    "give one value each": "每行应只有一个值",
    "its rows have periods, those of the values have none": "其行含时期，而数值的行不含时期",
    "the value is {value:.6g}, and {why}": "数值为 {value:.6g}，而{why}",
    "Theil's T takes shares of a total": "泰尔指数按各单元占总量的份额计算",
    "the mean log deviation takes logarithms": "平均对数离差须取对数",
    "use another scale": "请改用其他量程",
    'use index="theil" or dagum for zeros, or another scale': '有零值时请使用 index="theil" 或 dagum，或改用其他量程',
    "the Gini coefficient needs values that are not negative": "基尼系数要求数值非负",
    "use a scale that begins at zero": "请使用从零起的量程",
    "all values are zero": "全部数值为零",
    "there is nothing to share out": "没有可分配的量",
    "give mean, sum, or {column: mean or sum}": "请给出 mean、sum，或 {列: mean 或 sum}",
    "columns are: {names}": "现有列：{names}",
    # changes
    "Changes of score": "得分变动",
    "Points from other values": "指标值带来的变动",
    "Points from other weights": "权重带来的变动",
    "{unit} ({since} to {period})": "{unit}（{since} 至 {period}）",
    "left out, as one of two periods that follow each other has no row: {rows}": "相邻两个时期之一没有数据，未计入：{rows}",
    "{period}: {up} of {count:# unit gains|# units gain}; on average values bring {performance:+.2f} points, weights "
    "{weighting:+.2f}.": "{period}：{count:#} 个单元中 {up} 个得分上升；平均而言，指标值带来 {performance:+.2f} 分，权重带来 {weighting:+.2f} 分。",
    # trends
    "Trends, per year": "趋势（每年）",
    "{count:# period is|# periods are} too few to tell a trend from chance at {level:.3g}%: a unit needs values at {needed} or more.":
        "只有 {count:#} 个时期，按 {level:.3g}% 的把握尚不能区分趋势与偶然波动：每个单元至少须有 {needed} 个时期的数据。",
    "{node}: {up} of {count:# unit|# units} rise, {down} fall (about {chance:.1f} by chance).": "{node}：{count:#} 个单元中 {up} 个上升，{down} 个下降（偶然约 {chance:.1f} 个）。",
    "up": "上升",
    "down": "下降",
    # convergence
    "Spread of every period": "各时期的离散程度",
    "Growth on the first value": "增长对初值的回归",
    "left out, without a value at the first or the last period: {units}": "首期或末期缺失，未计入：{units}",
    "Beta: {verdict} (beta = {beta:.4f}, {p}, n = {n}).": "β收敛：{verdict}（β = {beta:.4f}，{p}，n = {n}）。",
    "Sigma: {verdict} (ratio of variances {ratio:.3f}, {p}).": "σ收敛：{verdict}（方差比 {ratio:.3f}，{p}）。",
    "converging": "收敛",
    "diverging": "发散",
    "no sign either way": "无明显趋势",
    "it has no logarithm": "无法取对数",
    'use scale="level", or a scale that begins above zero': '请使用 scale="level"，或从正数起的量程',
    "there is only one": "只有一个",
    "growth needs two": "计算增长须有两个",
    "{count:# unit has|# units have} a first and a last value": "{count:#} 个单元有首期和末期数值",
    "at least four are needed": "至少需要四个",
    "all first values are alike": "首期数值全部相同",
    "there is nothing to converge from": "没有可收敛的差距",
    "all first values but one are alike": "除一个外，首期数值全部相同",
    "one unit alone decides the slope": "斜率将由一个单元决定",
    "left out, without a value at the first or the last period, or without a control: {units}": "首期或末期缺失，或控制变量缺失，未计入：{units}",
    "Beta, conditional: {verdict} (beta = {beta:.4f}, {p}, n = {n}).": "条件β收敛：{verdict}（β = {beta:.4f}，{p}，n = {n}）。",
    "Growth on the first value and controls": "增长对初值与控制变量的回归",
    "at the first period": "取首期值",
    "as the mean of all periods": "取各期均值",
    "Convergence is conditional on {names}, {at}.": "条件β收敛的控制变量：{names}（{at}）。",
    "value at the start": "期初值",
    "intercept": "截距",
    "{name!r} is neither a column nor an attribute": "{name!r} 既不是数据列，也不是属性",
    "{name!r} is what converges": "{name!r} 正是被解释的变量",
    "{name!r} is there more than once": "{name!r} 重复出现",
    "{name!r} holds text": "{name!r} 为文本",
    "give numbers, such as 0 and 1 for two kinds of units": "请给出数值，如以 0 和 1 表示两类单元",
    "an infinite value is among them": "其中有无穷值",
    "give finite values": "请给出有限的数值",
    "{count:# unit has|# units have} a first and a last value and all controls": "{count:#} 个单元有首期、末期数值和全部控制变量",
    "at least {least} are needed, or fewer controls": "至少需要 {least} 个，或减少控制变量",
    "{name!r} is the same for all units": "{name!r} 在所有单元相同",
    "these follow from each other: {names}": "以下变量线性相关：{names}",
    "leave out one of these": "请去掉其中一个",
    "one unit alone decides a coefficient": "某个系数由一个单元决定",
    "leave out a control that only this unit has": "请去掉只有该单元具有的控制变量",
    # inequality and districts
    "Atkinson index": "阿特金森指数",
    "Atkinson's index takes shares of a total": "阿特金森指数按各单元占总量的份额计算",
    "Inequality was measured by Atkinson's index with an aversion to inequality of {epsilon:g}.":
        "采用阿特金森（Atkinson）指数测度差异程度，不平等厌恶参数 ε = {epsilon:g}。",
    "It was decomposed after Blackorby, Donaldson and Auersperg: one less the index is the product of one less inequality "
    "within groups and one less inequality between them.":
        "按 Blackorby-Donaldson-Auersperg 方法分解：1 减总指数等于 1 减组内指数与 1 减组间指数之积。",
    "the index depends on epsilon: show it for several, such as 0.5, 1 and 2": "指数取决于 ε：宜同时报告几个取值的结果，如 0.5、1 和 2",
    "{count:# value is|# values are} zero: with epsilon from 1 on the index is then 1, whatever the others are":
        "{count:#} 个数值为零：ε 不小于 1 时，无论其余数值如何，指数均为 1",
    "{period}: Atkinson index {total:.4f}; equally distributed, {equivalent:.4g} each would be as good as the mean of {mean:.4g}.":
        "{period}：阿特金森指数 {total:.4f}；若平均分配，人人 {equivalent:.4g} 即与现有均值 {mean:.4g} 福利相当。",
    "{period}: Atkinson index {total:.4f} ({within:.4f} within and {between:.4f} between groups); equally distributed, "
    "{equivalent:.4g} each would be as good as the mean of {mean:.4g}.":
        "{period}：阿特金森指数 {total:.4f}（组内 {within:.4f}，组间 {between:.4f}）；若平均分配，人人 {equivalent:.4g} 即与现有均值 {mean:.4g} 福利相当。",
    "Inequality between and within groups": "组间与组内不平等",
    "Gini coefficient and its parts": "基尼系数及其分解",
    "Groups": "各组",
    "Pairs of groups": "组间两两比较",
    "all": "全部",
    "Theil's index": "泰尔指数",
    "mean log deviation": "平均对数离差",
    "{period}: {index} {total:.4f}, of which {share:.1%} lies between groups.": "{period}：{index} {total:.4f}，其中组间占 {share:.1%}。",
    "{period}: Gini coefficient {total:.4f}; {within:.1%} within groups, {between:.1%} between them, {overlap:.1%} overlap.": "{period}：基尼系数 {total:.4f}；组内占 {within:.1%}，组间净值占 {between:.1%}，超变密度占 {overlap:.1%}。",
    "Districts": "区域汇总",
    "Coverage": "数据覆盖率",
    "Size of the districts": "区域规模",
    "{count:# district|# districts}; {known} of {all} figures are known well enough.": "{count:#} 个区域；{all} 个数据中 {known} 个达到覆盖率要求。",
    # Markov chains
    "Transition probabilities": "转移概率矩阵",
    "Classes": "类型划分",
    "Tests of the chain": "马尔可夫链检验",
    "Mean steps until a class is first reached": "平均首达步数",
    "Transitions": "转移次数",
    "homogeneity": "时间同质性",
    "serial_independence": "独立性（零阶）",
    "second_order": "二阶性",
    'give "pooled", "period", or the upper ends of all classes but the last, ascending, such as [60, 80]':
        '请给出 "pooled"、"period"，或除最后一类外各类的上限（升序），如 [60, 80]',
    "transitions need two": "计算转移须有两个",
    "the mean is {mean:.6g}, and values are to be shares of it": "均值为 {mean:.6g}，无法计算各值与均值之比",
    "use relative=False": "请使用 relative=False",
    "so many values are alike that {classes} classes by quantiles cannot be told apart": "相同的数值过多，无法按分位数划分出 {classes} 类",
    "ask for fewer classes, or give the cuts": "请减少类数，或直接给出分界点",
    "no unit has a value in two neighbouring periods": "没有单元在相邻两个时期都有数值",
    "give more periods": "请提供更多时期",
    "no unit is ever seen in class {names}": "没有单元出现在第 {names} 类",
    "class {names} is reached, but what follows is not seen, so that there is no steady state":
        "第 {names} 类之后如何转移没有观察到，因此没有稳态分布",
    "never left once it is reached: class {names}": "第 {names} 类一旦进入便不再离开（吸收态）",
    "class {names} has fewer than {few} transitions, so that its probabilities are far from sure":
        "第 {names} 类的转移不足 {few} 次，其概率很不可靠",
    "there are classes between which nobody moves, so there is no single steady state": "有的类型之间互不流动，因此没有唯一的稳态分布",
    "not counted, as they are not one step apart: {steps}": "间隔与其他时期不同，未计入：{steps}",
    "no transition is known where a value is missing: {count:# time|# times}": "数值缺失而无法判断转移：{count:#} 次",
    "the probabilities changed over time: the steady state tells where the average of all periods would lead, not where units "
    "are going now": "转移概率随时间变化：稳态分布反映的是各期平均规律的走向，而非当前的走向",
    "where units go depends on where they were before as well, which a chain of first order leaves out":
        "单元的去向还取决于更早一期所处的类型，一阶马尔可夫链未能反映",
    "{share:.1%} of the transitions stay in their class (mobility after Shorrocks {mobility:.3f}).":
        "{share:.1%} 的转移保持在原类型（Shorrocks 流动性指数 {mobility:.3f}）。",
    "In the long run {low:.1%} of the units are in the lowest class and {high:.1%} in the highest (now {low_now:.1%} and "
    "{high_now:.1%}).": "长期来看，{low:.1%} 的单元处于最低类型，{high:.1%} 处于最高类型（目前分别为 {low_now:.1%} 和 {high_now:.1%}）。",
    "the same throughout": "前后一致",
    "not the same throughout": "前后不一致",
    "Transition probabilities: {same} ({p}).": "转移概率{same}（{p}）。",
    "Values were first divided by the mean of their period.": "先将各值除以当期均值。",
    "Values were divided into {k} classes by the quantiles of all periods together.": "按全部时期合并的分位数将数值划分为 {k} 类。",
    "Values were divided into {k} classes by the quantiles of every period, so that moves are moves in rank.":
        "按各期分位数将数值划分为 {k} 类，因此转移反映的是相对位次的变化。",
    "Values were divided into {k} classes at given limits.": "按给定的分界点将数值划分为 {k} 类。",
    "Transition probabilities are the shares of {count:# transition|# transitions} between neighbouring periods. Whether "
    "they are the same at all times, and whether the chain is of first order, was tested by chi-square and likelihood "
    "ratio (Anderson and Goodman), with degrees of freedom after Bickenbach and Bode.":
        "采用传统马尔可夫链方法，转移概率为相邻时期 {count:#} 次转移的频率；用卡方检验和似然比检验（Anderson-Goodman，自由度按 "
        "Bickenbach-Bode）检验转移概率的时间同质性和链的阶数。",
    # clubs
    "Convergence clubs": "收敛俱乐部",
    "Clubs of the units": "各单元所属俱乐部",
    "log t test of all units": "全体单元的 log t 检验",
    "Tests of neighbouring clubs": "相邻俱乐部的合并检验",
    "values are compared as shares of their mean": "数值须与其均值相比",
    "use a scale that begins above zero": "请使用从正数起的量程",
    "there are {count}, too few after trimming": "共 {count} 个，截去前段后过少",
    "at least {least} must be left": "至少须剩 {least} 个",
    "they are not equally far apart": "间隔不相等",
    "fill the gaps, for example by treatment.impute_interpolate": "请填补空缺，例如用 treatment.impute_interpolate",
    "{count:# unit has|# units have} a value in every period": "{count:#} 个单元在每个时期都有数值",
    "at least two are needed": "至少需要两个",
    "left out, without a value in some period: {units}": "某期数值缺失，未计入：{units}",
    "{periods:# period is|# periods are} few for the log t test: clubs may be missed, or found by chance":
        "log t 检验只有 {periods:#} 个时期，偏少：可能漏掉俱乐部，或得出偶然的俱乐部",
    "short cycles look like divergence: give values from which they were filtered": "短期波动会被当作发散：请使用滤除周期成分后的数值",
    "all units converge": "全体单元收敛",
    "not all units converge": "全体单元不收敛",
    "{verdict} (log t: b = {b:.3f}, t = {t:.2f}, {n:# unit|# units}).": "{verdict}（log t 检验：b = {b:.3f}，t = {t:.2f}，{n:#} 个单元）。",
    "{count:# club|# clubs} of {sizes} units; {alone:# unit joins|# units join} none.": "识别出 {count:#} 个俱乐部，分别有 {sizes} 个单元；{alone:#} 个单元不属于任何俱乐部。",
    "No set of units converges.": "没有收敛的单元组合。",
    "Convergence was tested by the log t regression of Phillips and Sul, without the first {trim:.0%} of {periods:# period|# "
    "periods}, with the quadratic spectral kernel and Andrews' bandwidth for the error; units were grouped into convergence clubs "
    "by their algorithm (critical t {critical:.2f}).":
        "采用 Phillips-Sul 的 log t 回归检验收敛性，共 {periods:#} 个时期，截去前 {trim:.0%}，标准误采用二次谱核与 Andrews 带宽；"
        "并按其聚类算法识别收敛俱乐部（t 的临界值 {critical:.2f}）。",
    "Neighbouring clubs were merged where they converge together.": "相邻俱乐部合并后仍收敛的予以合并。",
    # densities
    "Distribution in every period": "各期分布特征",
    'give "silverman", "sheather_jones", or a number above 0': '请给出 "silverman"、"sheather_jones"，或大于 0 的数',
    "give two ends, such as (0, 100)": "请给出两端，如 (0, 100)",
    "{count:# unit has|# units have} a value": "{count:#} 个单元有数值",
    "a density needs two; leave the period out": "估计密度至少需要两个；请去掉该时期",
    "all values are alike": "全部数值相同",
    "they have no density; leave the period out": "无法估计密度；请去掉该时期",
    "values from {least:.6g} to {most:.6g} lie outside the bounds": "数值 {least:.6g} 至 {most:.6g} 超出给定的界限",
    "give bounds that hold them all, or none": "请给出包含全部数值的界限，或不给界限",
    "Silverman's rule of thumb": "按 Silverman 经验法则",
    "the method of Sheather and Jones": "按 Sheather-Jones 法",
    "{h:.4g} as given": "按给定值 {h:.4g}",
    "Densities were estimated by a Gaussian kernel in every period; the bandwidth is {how}.": "采用高斯核对各期进行核密度估计，带宽{how}确定。",
    "At the ends of the scale, {low:g} and {high:g}, the density is reflected.": "在量程两端 {low:g} 和 {high:g} 处作反射修正。",
    "the number of peaks depends on the bandwidth: look at it with another one as well": "波峰数取决于带宽：宜用另一带宽核对",
    "fewer than 30 units, so that peaks may be chance: {periods}": "单元不足 30 个，波峰可能出于偶然：{periods}",
    "{first}: {peaks:# peak|# peaks}, the highest at {at:.4g}.": "{first}：{peaks:#} 个波峰，主峰位于 {at:.4g}。",
    "From {first} to {last} the highest peak moves from {a:.4g} to {b:.4g}, and its height from {c:.3g} to {d:.3g}.":
        "{first}至{last}，主峰位置由 {a:.4g} 变为 {b:.4g}，峰高由 {c:.3g} 变为 {d:.3g}。",
    "Peaks: {a} in {first}, {b} in {last}; 80% of the units lie within {c:.4g} then and {d:.4g} now.":
        "波峰数：{first}为 {a} 个，{last}为 {b} 个；中间 80% 的单元跨度由 {c:.4g} 变为 {d:.4g}。",
    # how it was found
    "Changes of score from each period to the next were split without a remainder, after Bennet: what values did, at the mean of "
    "both periods' weights, and what weights did, at the mean of both periods' values.":
        "采用贝内特（Bennet）分解法将相邻两期的得分变动无残差地分解：指标值的影响按两期权重的均值计算，权重的影响按两期指标值的均值计算。",
    "Trends over {count:# period|# periods} ({first} to {last}) were tested by Mann and Kendall's test, exactly with up to {exact} "
    "values; slopes are Sen's, with {level:.3g}% intervals. p values were adjusted among the units of a node by "
    "Benjamini and Hochberg's false discovery rate.":
        "采用 Mann-Kendall 检验分析 {count:#} 个时期（{first}至{last}）的变化趋势，不超过 {exact} 个数值时采用精确检验；"
        "年均变化用 Sen 斜率估计，置信水平 {level:.3g}%；同一指标各单元的 p 值用 Benjamini-Hochberg 法校正（控制错误发现率）。",
    "Beta convergence was tested by a regression of yearly growth in logarithms on the logarithm of the first value.":
        "β收敛检验：以年均对数增长对首期取值的对数作回归。",
    "Beta convergence was tested by a regression of the yearly change on the first value.": "β收敛检验：以年均变动对首期取值作回归。",
    "It rests on {n:# unit|# units} over {years:.3g} years; standard errors are robust against unequal variances (HC3). Sigma "
    "convergence was tested by Pitman and Morgan's test of equal variances in the first and the last period.":
        "样本为 {n:#} 个单元，跨 {years:.3g} 年，采用异方差稳健标准误（HC3）。σ收敛检验：用 Pitman-Morgan 检验比较首期与末期的方差。",
    "Inequality was measured by the {index} and split without a remainder into what lies within and between groups.":
        "采用{index}测度差异程度，并将其分解为组内差异与组间差异。",
    "Inequality was measured by the Gini coefficient and decomposed after Dagum into what lies within groups, the net difference "
    "between groups, and what their overlap adds (intensity of transvariation).":
        "采用 Dagum 基尼系数分解法测度差异程度，将总体基尼系数分解为组内差异、组间净值差异和超变密度三部分。",
    "Values of districts are means of their units, by the units' weights, where units with at least {least:.0%} of the weight have a "
    "value.": "区域数值为所辖单元按权重计算的加权平均；有取值的单元所占权重不低于 {least:.0%} 时才计算。",
    "Summed, where every unit has a value: {nodes}.": "按各单元之和计算（全部单元均有取值时才计算）：{nodes}。",
}  # fmt: skip
