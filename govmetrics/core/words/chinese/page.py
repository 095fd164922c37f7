"""The Chinese of the chapters of a report's page."""

WORDS = {
    "not read": "未读入的内容",
    # policies
    "What two-way fixed effects are made of": "双向固定效应的构成",
    "Panel regressions": "面板回归",
    "effect of the policy": "政策效应",
    "began": "开始实施",
    "periods since treatment began": "实施以来期数",
    "Before treatment each period is compared with the one before it; afterwards with the last before treatment.": "实施前各期与其前一期相比，实施后各期与实施前最后一期相比。",
    "All periods are compared with the last before treatment.": "各期均与实施前最后一期相比。",
    "Event study: {name}": "事件研究：{name}",
    "share of all gaps, %": "占全部偏差（%）",
    "row of the plan": "计划事项",
    "Where what was done lies furthest behind the plan.": "执行情况落后于计划最多之处。",
    "Plan and execution": "计划与执行",
    # neighbours
    "Moves beside neighbours": "邻域背景下的类型转移",
    "Clusters: {name}": "集聚类型：{name}",
    "The darker, the higher the score; the map is the one that was given.": "颜色越深得分越高；底图为评价所用的边界文件。",
    "Coloured are the units that stand out from chance beside their neighbours, at a false discovery rate of {level:g}.": "着色的是与邻居相比超出随机水平的单元（错误发现率 {level:g}）。",
    # signals, funnels, forecasts
    "Every point a unit: between the solid lines its rate may lie by chance.": "每点一个单元：实线之间的比率差异可归于偶然。",
    "centre line": "中心线",
    "charted value": "观测值",
    "Forecasts": "预测",
    "Probability of a value {beyond} in {period}, the highest first.": "{period}{beyond} 的概率，由高到低。",
    "probability, %": "概率（%）",
    "{unit} as an example: the ends hold {level:.0%} of such values.": "以{unit}为例：两端之间约含 {level:.0%} 的数值。",
    "until now": "历史值",
    "Control charts of the surest signals": "最确定信号的控制图",
    "Each series with its centre line and limits; signals are marked.": "各序列及其中心线、控制限；信号另作标记。",
    "Forecast of one unit": "单个单元的预测",
    "History and forecast of one unit, with bands that hold 50, 80 and 95 of a hundred values.": "一个单元的历史值与预测，色带各含百分之 50、80、95 的数值。",
    "Statistical analysis": "统计分析",
    # shared by chapters
    "{caption} ({period})": "{caption}（{period}）",
    "{period}:": "{period}：",
    "{level:.0%} interval": "{level:.0%} 区间",
    "lower end": "下限",
    "upper end": "上限",
    "number of units": "单元数",
    "Verdict": "判定",
    # how sure the ranks are
    "Of {count:# pair|# pairs} of neighbours in rank {sure} {sure:is|are} surely apart: the first is better in {level:.0%} of the draws or more.": (
        "{count:#} 对名次相邻的单元中，{sure} 对确有高下：在 {level:.0%} 以上的抽样中前者优于后者。"
    ),
    "Point: the rank; bar: where it lies in {level:.0%} of the draws.": "圆点为名次，横条为 {level:.0%} 的抽样中名次所在的范围。",
    "Ranks, tiers and neighbours ({level:.0%} intervals)": "名次、分档与相邻单元的比较（{level:.0%} 区间）",
    "Rank interval": "名次区间",
    "Better than the next one in": "优于下一名的概率",
    "Against the next one": "与下一名相比",
    "surely ahead": "确实更优",
    "may be equal": "难分高下",
    "Who is better than whom, in percent of the draws": "两两比较：行单元优于列单元的抽样比例（%）",
    "Each unit against those that follow it, in percent of the draws": "各单元与其后各名的比较：优于对方的抽样比例（%）",
    "the row is better than": "本行优于第几名",
    "{place} places below": "其后第 {place} 名",
    "What the ranks depend on": "名次的影响因素",
    "Share of the variance of the ranks that each choice causes: alone, and with all interactions.": (
        "各因素引起的名次方差占比：单独的影响，以及包括全部交互作用的影响。"
    ),
    # changes over time
    "median of all units": "全部单元的中位数",
    "Scores over time": "得分走势",
    "The median of all units, and those that gained and lost most in {period}.": "全部单元的中位数，以及 {period}升降幅度最大的单元。",
    "Changes and how sure they are": "变动及其可靠性",
    "A bar that keeps clear of zero: the change is more than error ({level:.0%}).": "横条不跨过零线的，变动超出误差范围（{level:.0%}）。",
    "Changes since {before}": "较 {before} 的变动",
    "The greatest gain first; how sure each is was not asked.": "按升幅由大到小排列；未要求评估变动的可靠性。",
    "Trends": "趋势",
    "Moves between classes": "类型转移（马尔可夫链）",
    "Densities": "核密度",
    "Inequality": "不平等程度",
    "Densities of the scores": "得分的核密度",
    "Where units stand in each period; two peaks are two groups of units.": "各期得分的分布位置；双峰表示分化为两组。",
    "Over {periods:# period|# periods} {up} of {count:# unit rises|# units rise} and {down} {down:falls|fall}; about {chance:.1f} would seem to by chance alone.": (
        "{periods:#} 个时期内，{count:#} 个单元中有 {up} 个呈上升趋势，{down} 个呈下降趋势；仅因偶然也会有约 {chance:.1f} 个看似如此。"
    ),
    # grades
    "{grade} {count:# unit|# units}": "{grade} {count:#} 个",
    "By maximum membership: {grades:99}.": "按最大隶属度评定：{grades:99}。",
    "The largest membership of {count:# unit|# units} hardly stands out (validity below 0.5): go by their grade by the score.": (
        "有 {count:#} 个单元的最大隶属度优势不明显（有效度低于 0.5），宜以按得分评定的等级为准。"
    ),
    "by maximum membership": "按最大隶属度",
    "by the score": "按得分",
    "principle": "评定原则",
    "Units by grade": "各等级的单元数",
    "How many units get each grade, by two principles.": "按两种原则评定，各等级的单元数。",
    "Memberships of every unit": "各单元的隶属度",
    "How far every unit belongs to each grade, in percent; the best score first.": "各单元对各等级的隶属度（%），按得分由高到低排列。",
    # efficiency
    "Efficiency of every unit": "各单元的效率",
    "The best first; 1 is the frontier.": "由高到低排列；1 表示位于效率前沿。",
    "{strong} of {count:# unit|# units} {strong:is|are} efficient.": "{count:#} 个单元中有 {strong} 个有效。",
    "The others would reach the same results with {mean:.0%} less of every input on average, {unit:3} with {most:.0%}.": (
        "其余单元若达到前沿水平，各项投入平均可减少 {mean:.0%} 而产出不变，其中{unit:3}可减少 {most:.0%}。"
    ),
    "The others would reach {mean:.0%} more of every output on average with the same means, {unit:3} {most:.0%}.": (
        "其余单元若达到前沿水平，投入不变而各项产出平均可增加 {mean:.0%}，其中{unit:3}可增加 {most:.0%}。"
    ),
    "efficient, but with slacks": "弱有效（存在松弛）",
    "on the frontier, slacks unknown": "位于前沿，松弛未知",
    "Efficiency and whom to learn from": "效率与学习标杆",
    "Efficiency score": "效率值",
    "Less of every input": "各项投入可减少",
    "More of every output": "各项产出可增加",
    "Learns from (share)": "学习标杆（权重）",
    "Times a peer": "被作为标杆的次数",
    "What goes with inefficiency": "与低效率相关的因素",
    "Coefficients with their intervals: to the right of zero there is more inefficiency.": "系数及其区间：位于零线右侧的因素伴随更低的效率。",
    "coefficient": "系数",
    # coupling
    "How evenly the dimensions develop": "各维度的协调发展",
    "Coordination of {count:# unit|# units}: {levels:99}.": "{count:#} 个单元的协调等级：{levels:99}。",
    "{level} {count:# unit|# units}": "{level} {count:#} 个",
    "{name} lags behind most often ({count:# unit|# units}).": "最常滞后的是{name}（{count:#} 个单元）。",
    "{name} lag behind equally often ({count:# unit|# units} each).": "滞后次数相同的有{name}（各 {count:#} 个单元）。",
    "Coordination degree D of every unit": "各单元的耦合协调度 D",
    "D is 1 where all dimensions are complete and equal; below 0.5 they are out of balance.": (
        "各维度均达到满分时 D 为 1；低于 0.5 为失调。"
    ),
    "coordinated": "协调",
    "out of balance": "失调",
    "Units by level of coordination": "各协调等级的单元数",
    "Ten levels, the best on top.": "共十级，最优一级在上。",
    # importance and performance
    "Four quadrants": "四象限图",
    "quadrant": "象限",
    "Lines: a performance of {performance:.3f} and an importance of {importance:.3f}. Names that find no room are in the table.": (
        "分界线：绩效 {performance:.3f}，重要性 {importance:.3f}。图中放不下的名称见下表。"
    ),
    # the survey
    "Respondents and residents": "样本与居民构成",
    "Shares of respondents before and after weighting, beside the shares of residents.": "加权前后的样本构成与居民构成的比较。",
    "respondents before weighting, %": "加权前样本（%）",
    "residents, %": "居民（%）",
    "respondents after weighting, %": "加权后样本（%）",
    "Respondents whom each check flags as doubtful or as serious.": "各项检查标出的可疑和严重答卷数。",
    "check": "检查项",
    "serious": "严重",
    "Cronbach's alpha": "Cronbach α 系数",
    "omega (total)": "ω 系数（总）",
    "Alpha with its interval, and omega; from 0.7 the reliability is good, from 0.8 high.": (
        "α 系数及其区间，以及 ω 系数；0.7 以上为信度较好，0.8 以上为信度高。"
    ),
    "{enough} of {count:# scale|# scales} {enough:reaches|reach} an alpha of 0.7; the lowest is {alpha:.3f} ({scale:3}).": (
        "{count:#} 个量表中有 {enough} 个的 α 系数达到 0.7；最低的是{scale:3}（{alpha:.3f}）。"
    ),
    "corrected for bias": "偏差修正后",
    "as measured": "测算值",
    "Efficiency with its intervals": "效率得分及其区间",
    "Scores as measured flatter everyone: the best seen are taken for the best possible.": (
        "测算值普遍偏高：测算时把样本中的最好水平当作可能达到的最好水平。"
    ),
    "technical efficiency": "纯技术效率",
    "scale efficiency": "规模效率",
    "Technical and scale efficiency": "纯技术效率与规模效率",
    "Those furthest from the scale that suits them first; 1 is the best.": "离最优规模最远的排在最前；1 为最优。",
    "{increasing:# unit works|# units work} at increasing returns to scale (too small), {constant} at constant, {decreasing} at decreasing ones (too large).": (
        "规模报酬递增（规模偏小）的单元 {increasing} 个，不变 {constant} 个，递减（规模偏大）{decreasing} 个。"
    ),
    "CR and AVE of the scales": "各量表的 CR 与 AVE",
    "Composite reliability, asked to be at least 0.7, and average variance extracted, at least 0.5 (dashed lines).": (
        "组合信度（CR）不低于 0.7，平均方差萃取量（AVE）不低于 0.5（虚线）。"
    ),
    "Scales and their verdicts": "各量表的信度判定",
    "Scores from the survey": "问卷得分",
    # the experts
    "weight in its group": "组内权重",
    "Weights and how far the experts lie apart": "权重与专家意见的离散程度",
    "Point: the weight that counts; bar: from the least to the greatest of the experts' own weights.": (
        "圆点为采用的权重，横条为各专家所给权重由最小到最大的范围。"
    ),
    "least": "最小值",
    "greatest": "最大值",
    "the experts' own weights": "各专家的权重范围",
    "within the limit": "未超过限值",
    "beyond the limit": "超过限值",
    "{passed} of {count:# expert|# experts} {passed:stays|stay} within the limit of {limit:g} in every matrix.": (
        "{count:#} 位专家中有 {passed} 位的全部判断矩阵均未超过限值 {limit:g}。"
    ),
    "Largest consistency ratio (CR) of every expert": "各专家的最大一致性比率（CR）",
    "consensus": "共识度",
    "Consensus of the experts in every group": "各组的专家共识度",
    "Consensus from 0 (none) to 1 (all alike); from 0.75 it counts as high.": "共识度从 0（毫无共识）到 1（完全一致），0.75 以上为高。",
}
