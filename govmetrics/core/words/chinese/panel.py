"""Several periods, trends, convergence, inequality and districts."""

WORDS = {
    # what is given
    "give an Assessment, Scores, a Dataset, a DataFrame or a Series": "请给出 Assessment、Scores、Dataset、DataFrame 或 Series",
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
    # inequality and districts
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
