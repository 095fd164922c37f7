"""Rankings: what methods find and refuse, agreement, rank reversal."""

WORDS = {
    "{name}: {reason}": "{name}：{reason}",
    "give {name of the ranking: Series of sentences by unit}": "请给出 {排名名称: 各单位说明的 Series}",
    "{best}; {worst}": "{best}；{worst}",
    # arguments
    "give scaled values, such as run.scaled, or a Dataset": "请给出标准化后的数据（如 run.scaled）或 Dataset",
    "give Weights, or a Series with a weight for each indicator": "请给出 Weights，或为每个指标给出权重的 Series",
    "weigh every indicator": "请为每个指标赋权",
    "an indicator occurs more than once": "有指标重复出现",
    "weigh every indicator once": "每个指标应只赋权一次",
    "are {values:5}": "为 {values:5}",
    "give weights of zero or more, and at least one above zero": "权重应为零或正数，且至少有一个大于零",
    "impute it, or rank the units that are complete": "请插补，或只对数据完整的单位排名",
    # what methods refuse
    "{count:# unit|# units} cannot be ranked": "{count:#} 个单位无法排名",
    "{method} needs scaled values, in which more is better": "{method} 要求标准化后的数据（越大越好）",
    "scale the data first, for example by min_max": "请先标准化，如用 min_max",
    "has a target, which this method does not know": "该指标有目标值，本方法不能处理",
    "scale the data first, for example by min_max: distance from the target becomes a score":
        "请先标准化，如用 min_max：与目标值的距离将转为得分",
    "all units are alike in the indicators that have weight": "各单位在有权重的指标上完全相同",
    "give units that differ": "请给出有差异的单位",
    "copras compares benefits with costs, and there are no costs": "copras 比较效益与成本，而数据中没有成本型指标",
    "give raw data with indicators of which less is better, or rank by aras or waspas":
        "请给出含越小越好指标的原始数据，或改用 aras、waspas",
    "{method} cannot use zero or negative values ({units:5})": "{method} 不能处理零或负值（{units:5}）",
    "{method} has no score for {units:5}: it comes to 0/0": "{method} 无法给出 {units:5} 的得分：出现 0/0",
    "leave out indicators that do not vary, or use another method": "请删去无差异的指标，或改用其他方法",
    "scikit-criteria refuses: {reason}": "scikit-criteria 拒绝计算：{reason}",
    "a score comes to 0/0, as where a unit is worst in every indicator": "得分出现 0/0，例如某单位在所有指标上均最差",
    "entropy cannot use its negative values": "熵值法不能处理该指标的负值",
    "scale to zero or more, for example by min_max": "请标准化为非负值，如用 min_max",
    "all indicators are constant": "所有指标均无差异",
    "is constant, so its ranks keep no distances": "取值无差异，无法计算非整秩次",
    "use integer=True": "请用 integer=True",
    "choose 3, 4 or 5": "请选择 3、4 或 5",
    "there {count:is # distinct rank-sum ratio|are # distinct rank-sum ratios}, too few to fit a line":
        "仅有 {count:#} 个不同的秩和比，不足以拟合直线",
    "use more units, or rank by another method": "请增加单位，或改用其他方法",
    # what they find
    "Ranking by {method}": "排名（{method}）",
    "Entropy weights": "熵权",
    "{method} ranks {count:# unit|# units}; in first place: {first:5}.": "{method} 对 {count:#} 个单位排名，第一名为：{first:5}。",
    # rankings side by side
    "give a Ranking, Scores (run.scores) or a Series": "请给出 Ranking、Scores（run.scores）或 Series",
    "is {kind}, not a mapping of names to rankings": "为 {kind}，而非“名称: 排名”的映射",
    "{count:# ranking is|# rankings are} given": "给出了 {count:#} 个排名",
    "give two or more, by name": "请按名称给出两个或以上",
    "a name occurs more than once": "有名称重复",
    "give every ranking its own name": "请为每个排名指定不同的名称",
    "is not in both it and {first}": "未同时出现在该排名与 {first} 中",
    "rank the same units": "各排名的单位应一致",
    "correct it, or leave it empty": "请更正，或留空",
    "give the values of all units": "请给出所有单位的取值",
    "Rankings side by side": "排名比较",
    "Agreement of rankings": "排名一致性",
    "Units by the range of their ranks": "各单位的排名极差",
    "Agreement cannot be computed: all units are tied in a ranking, or there is only one.":
        "无法计算一致性：有排名全部并列，或只有一个单位。",
    "Rankings agree least between {first} and {second}: Kendall's tau is {tau:.2f}.":
        "一致性最低的是 {first} 与 {second}，肯德尔 τ 为 {tau:.2f}。",
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
    "are not three or more units of one period": "不是同一时期的三个或以上单位",
    "give more units, or one period": "请增加单位，或只给出一个时期",
    "cannot be called with scaled values and weights: {reason}": "无法以标准化数据和权重调用：{reason}",
    "the function returns {kind}, not a Ranking or Scores": "该函数返回 {kind}，而非 Ranking 或 Scores",
    "Rank reversal, by the unit left out": "逆序检验（逐一剔除单位）",
    "{method}: {count:# unit was|# units were} left out in turn; the order of the others turned "
    "{turned:once|# times}, and the first place changed {first:once|# times}.":
        "{method}：逐一剔除 {count:#} 个单位，{turned:#} 次出现逆序，{first:#} 次第一名改变。",
}  # fmt: skip
