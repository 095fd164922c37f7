"""Rankings: what methods find and refuse, agreement, rank reversal."""

_METHODS = {
    "Units were ranked by TOPSIS: D+ and D- are a unit's weighted Euclidean distances from the best and from the worst "
    "value of every indicator, and C = D- / (D+ + D-).": "采用 TOPSIS 法排序：D+、D- 分别为评价对象到正理想解、负理想解的加权欧氏距离，相对接近度 C = D- / "
    "(D+ + D-)。",
    "Units were ranked by VIKOR: S is the weighted sum and R the largest of a unit's distances from the best values, and "
    "Q is the compromise between both (v = {v:g}).": "采用 VIKOR 法排序：S 为群体效用值，R 为个体遗憾值，Q 为两者的折衷值（决策机制系数 v = {v:g}）。",
    "Units were ranked by the ratio system of MOORA: the weighted sum of the benefits less that of the costs.": "采用 MOORA 比率系统法排序：以效益型指标加权和减去成本型指标加权和作为得分。",
    "Units were ranked by the reference point approach of MOORA: the largest weighted distance from the best value of an "
    "indicator.": "采用 MOORA 参考点法排序：以各指标与最优值的最大加权距离作为得分，越小越好。",
    "Units were ranked by the full multiplicative form: the weighted product of the benefits over that of the costs.": "采用全乘模型排序：以效益型指标加权积与成本型指标加权积之比作为得分。",
    "Units were ranked by MULTIMOORA: the ratio system, the reference point approach and the full multiplicative form "
    "together.": "采用 MULTIMOORA 法排序：综合比率系统、参考点法与全乘模型的结果。",
    "Units were ranked by WASPAS: {share:.0%} of the weighted sum and the rest of the weighted product of their values.": "采用 WASPAS 法排序：加权和占 {share:.0%}，其余为加权积。",
    "Units were ranked by MARCOS: the utility K- in relation to the anti-ideal and K+ in relation to the ideal solution "
    "make up the utility function.": "采用 MARCOS 法排序：由相对反理想解的效用 K- 与相对理想解的效用 K+ 构成效用函数。",
    "Units were ranked by COPRAS: S+ is the weighted sum of the benefits, S- that of the costs, and the relative "
    "significance follows from both.": "采用 COPRAS 法排序：S+、S- 分别为效益型与成本型指标的加权和，由两者得到相对重要度。",
    "Units were ranked by ELECTRE II: the mean of the ranks that the strong and the weak outranking relations give from "
    "above and from below.": "采用 ELECTRE II 法排序：依据强、弱级别高于关系得到正向与逆向排名，取其平均。",
    "Units were ranked by SPOTIS: the weighted distance from the best end of every indicator's range.": "采用 SPOTIS 法排序：以与各指标取值区间最优端的加权距离作为得分，越小越好。",
    "Units were ranked by ARAS: S is the weighted sum of their values, and the utility K its ratio to that of an ideal "
    "unit.": "采用 ARAS 法排序：S 为指标加权和，效用度 K 为其与理想对象之比。",
    "Units were ranked by CoCoSo: the compromise of three appraisal scores (ka, kb, kc) from the weighted sum and the "
    "sum of weighted powers ({share:g} of the sum in kc).": "采用 CoCoSo 法排序：由加权和与加权幂和得到三种评价得分 ka、kb、kc（kc 中加权和的比例为 {share:g}），再综合为折衷得分。",
    "Units were ranked by CODAS: their Euclidean distance from the negative-ideal solution, and where two are closer "
    "than {tau:g} also the taxicab distance.": "采用 CODAS 法排序：以与负理想解的欧氏距离为主，两对象相差小于 {tau:g} 时再比较曼哈顿距离。",
    "Units were ranked by EDAS: their weighted distances above and below the average solution.": "采用 EDAS 法排序：依据高于与低于平均解的加权距离。",
    "Units were ranked by MABAC: the sum of their distances from the border approximation area of every indicator.": "采用 MABAC 法排序：以与各指标边界近似区域的距离之和作为得分。",
    "Every indicator was first divided by the root of its sum of squares.": "计算前对各指标作向量归一化（除以平方和的平方根）。",
    "Every indicator was first divided by its sum.": "计算前将各指标除以其总和。",
    "Every indicator was first divided by its sum, the best value included once more.": "计算前将各指标除以其总和（含最优值一次）。",
    "Every indicator was first divided by its maximum.": "计算前将各指标除以其最大值。",
    "Every indicator was first put on a scale from 0 to 1 by its range.": "计算前以极差法将各指标化为 0 至 1。",
    "Weights were determined by the entropy method over all indicators: of every indicator's normalised values the "
    "entropy e over the units, its divergence d = 1 - e, and weights w in proportion to d.": "采用熵权法确定全部指标的权重：由各指标的标准化值计算信息熵值 e 与信息效用值 d = 1 − e，将 d 归一化得到权"
    "重 w。",
    "Units were ranked by the rank-sum ratio: the {weighted} of their {ranks} over the number of units; the ratios were "
    "regressed on the probits of their cumulative frequencies and the units divided into {grades} grades at fixed "
    "probits.": "采用秩和比（RSR）法排序与分档：RSR 为各指标{ranks}的{weighted}与评价对象数之比；以 RSR 对累"
    "计频率的概率单元（Probit）作线性回归，并按固定的概率单元分为 {grades} 档。",
    "weighted mean": "加权平均",
    "rank numbers": "秩次",
    "ranks that keep distances": "非整秩次",
    "Units were ranked by PROMETHEE II: the net flow is the mean weighted preference of a unit over all others less that "
    "of the others over it ({shapes:6}); by PROMETHEE I two units are incomparable where leaving and entering flows "
    "disagree.": "采用 PROMETHEE II 法排序：净流量为某单元对其他各单元的平均加权优先度减去其他单元对它的平均加权优先度（偏好函数：{shapes:6}）；"
    "按 PROMETHEE I，流出量与流入量给出的次序不一致的两个单元不可比。",
    "usual criterion": "普通准则",
    "U-shape": "U 型（拟准则）",
    "V-shape": "V 型（线性偏好准则）",
    "level criterion": "水平准则",
    "linear with indifference": "有无差异区间的线性准则",
    "Gaussian criterion": "高斯准则",
    "Units were ranked by TODIM: over all pairs of units the root of a weighted gain counts for a unit, and the root of a "
    "loss over its weight against it (theta = {theta:g}); the sums were put on a scale from 0 to 1.": "采用 TODIM 法排序：两两比较各单元，"
    "加权收益的平方根计入优势度，损失除以权重后的平方根从中扣减（损失衰减系数 θ = {theta:g}），总优势度化为 0 至 1。",
    "Units were ranked by their grey relational degree (rho = {rho:g}): the weighted mean of the grey relational "
    "coefficients.": "采用灰色关联度排序（分辨系数 ρ = {rho:g}）：灰色关联度为灰色关联系数的加权平均。",
    "The reference is the best value of every indicator among the units.": "参考序列取各单元在每个指标上的最优值。",
    "The reference was given.": "参考序列由使用者给定。",
    "Units were ranked by fuzzy TOPSIS from the ratings of {experts:# expert|# experts} as triangular fuzzy numbers: D+ and "
    "D- are the sums of the vertex distances of the weighted normalised ratings from (1, 1, 1) and (0, 0, 0), and CC = D- "
    "/ (D+ + D-).": "采用模糊 TOPSIS 法排序：将 {experts:#} 位专家的评价化为三角模糊数，D+、D- 为加权规范化评价到 (1, 1, 1) 与 (0, 0, 0) 的"
    "顶点距离之和，贴近度 CC = D- / (D+ + D-)。",
    "Every unit was left out in turn, and the others were ranked again by {method}.": "依次剔除每个单元，采用{method}对其余单元重新排序，检验逆序现象。",
    "The rankings were compared pair by pair with Kendall's tau-b, Spearman's rho and a weighted rank correlation, in "
    "which disagreement at the top counts more.": "采用 Kendall τ-b、Spearman ρ 与加权秩相关系数（前列名次的差异权重更大）两两比较各排名的一致性。",
}
"""How results were found, as the methods section of a paper says it."""

WORDS = {
    "rank the units of each district by themselves, or rank by promethee, which needs no relations": "可按区（县）分别排序，或改用无须存储两两关系的 promethee",
    "{name}: {reason}": "{name}：{reason}",
    "give {name of the ranking: Series of sentences by unit}": "请给出 {排名名称: 各单元说明的 Series}",
    "{best}; {worst}": "{best}；{worst}",
    # arguments
    "give scaled values, such as run.scaled, or a Dataset": "请给出标准化后的数据（如 run.scaled）或 Dataset",
    "give Weights, or a Series with a weight for each indicator": "请给出 Weights，或为每个指标给出权重的 Series",
    "weigh every indicator": "请为每个指标赋权",
    "an indicator occurs more than once": "有指标重复出现",
    "weigh every indicator once": "每个指标应只赋权一次",
    "are {values:5}": "为 {values:5}",
    "give weights of zero or more, and at least one above zero": "权重应为零或正数，且至少有一个大于零",
    "impute it, or rank the units that are complete": "请插补，或只对数据完整的单元排名",
    # what methods refuse
    "{count:# unit|# units} cannot be ranked": "{count:#} 个单元无法排名",
    "{method} needs scaled values, in which more is better": "{method} 要求标准化后的数据（越大越好）",
    "scale the data first, for example by min_max": "请先标准化，如用 min_max",
    "has a target, which this method does not know": "该指标有目标值，本方法不能处理",
    "scale the data first, for example by min_max: distance from the target becomes a score":
        "请先标准化，如用 min_max：与目标值的距离将转为得分",
    "all units are alike in the indicators that have weight": "各单元在有权重的指标上完全相同",
    "give units that differ": "请给出有差异的单元",
    "The bounds are the worst and best values of the indicator system.": "界限为指标体系给定的最差值与最优值。",
    "The bounds are the worst and best values of the indicator system; of {codes:10} those of the units.": "界限为指标体系给定的最差值与最优值；{codes:10} 则取各单元取值的最差值与最优值。",
    "The bounds are the ends of the scale.": "界限为标准化区间的两端。",
    "The bounds are the worst and best values of the units, which a further unit may move.": "界限为各单元取值的最差值与最优值，增加单元时可能变动。",
    "Entropy weights over all indicators together, not within each group.": "熵权由全部指标统一比较得出，而非在各组内分别比较。",
    "copras compares benefits with costs, and there are no costs": "copras 比较效益与成本，而数据中没有成本型指标",
    "give raw data with indicators of which less is better, or rank by aras or waspas":
        "请给出含越小越好指标的原始数据，或改用 aras、waspas",
    "{method} cannot use zero or negative values ({units:5})": "{method} 不能处理零或负值（{units:5}）",
    "{method} has no score for {units:5}: it comes to 0/0": "{method} 无法给出 {units:5} 的得分：出现 0/0",
    "leave out indicators that do not vary, or use another method": "请删去无差异的指标，或改用其他方法",
    "scikit-criteria refuses: {reason}": "scikit-criteria 拒绝计算：{reason}",
    "a score comes to 0/0, as where a unit is worst in every indicator": "得分出现 0/0，例如某单元在所有指标上均最差",
    "entropy cannot use its negative values": "熵值法不能处理该指标的负值",
    "scale to zero or more, for example by min_max": "请标准化为非负值，如用 min_max",
    "all indicators are constant": "所有指标均无差异",
    "is constant, so its ranks keep no distances": "取值无差异，无法计算非整秩次",
    "use integer=True": "请用 integer=True",
    "choose 3, 4 or 5": "请选择 3、4 或 5",
    "there {count:is # distinct rank-sum ratio|are # distinct rank-sum ratios}, too few to fit a line":
        "仅有 {count:#} 个不同的秩和比，不足以拟合直线",
    "use more units, or rank by another method": "请增加单元，或改用其他方法",
    "give a number from 0, or {indicator: number}": "请给出不小于 0 的数，或 {指标: 数}",
    "is given, and no preference function uses it": "已给出，但没有偏好函数用到它",
    "is given, and the function {shape} does not use it": "已给出，但偏好函数 {shape} 用不到它",
    "leave it out, or choose another `shape`": "请删去，或改选其他 `shape`",
    "the indifference threshold {q:g} is not below the preference threshold {p:g}": "无差异阈值 {q:g} 不小于严格偏好阈值 {p:g}",
    "give a smaller `indifference`": "请给出更小的 `indifference`",
    "all units have the same dominance, so that there is nothing to rank": "各单元的总优势度相同，无法排序",
    "use another method": "请改用其他方法",
    "give {expert: DataFrame of units x indicators}": "请给出 {专家: 单元×指标的 DataFrame}",
    "give Weights, or a frame of experts x indicators": "请给出 Weights，或专家×指标的表",
    "give {word: (least, most likely, greatest)}": "请给出 {评语: (下限, 中值, 上限)}",
    "is not an indicator that was rated": "不是所评的指标",
    "is a cost with a rating of zero or less": "是成本型指标，但评价值为零或负数",
    "rate it above zero, or turn it round": "请给出大于零的评价值，或先转为正向",
    "a unit or an indicator was rated twice": "有单元或指标重复出现",
    "name each unit and each indicator once": "每个单元与指标只应出现一次",
    "has other units or indicators than the first expert": "所评单元或指标与第一位专家不同",
    "rate the same units and indicators": "各专家应评价相同的单元与指标",
    "have other indicators than the ratings: {labels}": "所含指标与评价表不同：{labels}",
    "give three rising numbers, or one of: {words:20}": "请给出由小到大的三个数，或下列评语之一：{words:20}",
    # what they find
    "The first {count:,} of {pairs:,} pairs, those of the best units.": "仅列出 {pairs:,} 对中的前 {count:,} 对（名次靠前的单元）。",
    "Incomparable units (PROMETHEE I)": "不可比的单元（PROMETHEE I）",
    "{pairs:# pair is|# pairs are} incomparable: leaving and entering flows disagree on the order.":
        "有 {pairs:#} 对单元不可比：流出量与流入量给出的次序不一致。",
    "Ranking by {method}": "排名（{method}）",
    "Entropy weights": "熵权",
    "{method} ranks {rows}; in first place: {first:5}.": "{method} 对 {rows}排名，第一名为：{first:5}。",
    # rankings side by side
    "give a Ranking, Scores (run.scores) or a Series": "请给出 Ranking、Scores（run.scores）或 Series",
    "is {kind}, not a mapping of names to rankings": "为 {kind}，而非“名称: 排名”的映射",
    "{count:# ranking is|# rankings are} given": "给出了 {count:#} 个排名",
    "give two or more, by name": "请按名称给出两个或以上",
    "a name occurs more than once": "有名称重复",
    "give every ranking its own name": "请为每个排名指定不同的名称",
    "is not in both it and {first}": "未同时出现在该排名与 {first} 中",
    "rank the same units": "各排名的单元应一致",
    "correct it, or leave it empty": "请更正，或留空",
    "give the values of all units": "请给出所有单元的取值",
    "Rankings side by side": "排名比较",
    "Agreement of rankings": "排名一致性",
    "Units by the range of their ranks": "各单元的排名极差",
    "Agreement cannot be computed: all units are tied in a ranking, or there is only one.":
        "无法计算一致性：有排名全部并列，或只有一个单元。",
    "{first} and {second}": "{first} 与 {second}",
    "Rankings agree least between {pairs:3}: Kendall's tau is {tau:.2f}.":
        "一致性最低的是 {pairs:3}，肯德尔 τ 为 {tau:.2f}。",
    "{unit} ranks from {best} to {worst}.": "{unit}：第 {best} 至 {worst} 位。",
    "{unit} ranks from {best} to {worst}: {why}.": "{unit}：第 {best} 至 {worst} 位；{why}。",
    "{leaf} weighs {low:.2f} by {worst_by} and {high:.2f} by {best_by}":
        "{leaf}的权重在 {worst_by} 中为 {low:.2f}，在 {best_by} 中为 {high:.2f}",
    "its values are even": "各指标均衡",
    "its values are uneven, best in {leaf}, and methods differ in how far one makes up for another":
        "各指标不均衡，{leaf}最强，各方法的补偿程度不同",
    "its values are uneven, worst in {leaf}, and methods differ in how far one makes up for another":
        "各指标不均衡，{leaf}最弱，各方法的补偿程度不同",
    "profile": "指标构成",
    # rank reversal
    "give a function, such as gm.ranking.topsis": "请给出函数，如 gm.ranking.topsis",
    "are not three or more units of one period": "不是同一时期的三个或以上单元",
    "give more units, or one period": "请增加单元，或只给出一个时期",
    "cannot be called with scaled values and weights: {reason}": "无法以标准化数据和权重调用：{reason}",
    "the function returns {kind}, not a Ranking or Scores": "该函数返回 {kind}，而非 Ranking 或 Scores",
    "Rank reversal, by the unit left out": "逆序检验（逐一剔除单元）",
    "{method}: {count:# unit was|# units were} left out in turn; the order of the others turned "
    "{turned:once|# times}, and the first place changed {first:once|# times}.":
        "{method}：逐一剔除 {count:#} 个单元，{turned:#} 次出现逆序，{first:#} 次第一名改变。",
}  # fmt: skip
WORDS |= _METHODS
