"""Control charts, funnels, rates, forecasts and early warnings."""

WORDS: dict[str, str] = {
    # funnels: input
    "give a Series by unit, or a list of numbers": "请给按单元排列的 Series，或数字列表",
    "one is a Series, the other is not": "一个是 Series，另一个不是",
    "give both as Series by unit, or both as lists": "两者都用按单元排列的 Series，或都用列表",
    "there are {second:,}, and {first:,} events": "共 {second:,} 个，而事件数有 {first:,} 个",
    "give one for each unit": "每个单元给一个",
    "the unit is not there": "没有这个单元",
    "give every unit in both": "两者的单元须一致",
    "the number is missing": "缺数",
    "leave the unit out, or give the number": "请去掉该单元，或补上数字",
    "events are counted from 0": "事件数不能小于 0",
    "give a number above 0": "请给大于 0 的数",
    "is 0, and there is no rate": "为 0，无法计算比率",
    "leave the unit out: nothing is known of it": "请去掉该单元：没有可依据的数据",
    "is {value:g}, and events are counted": "为 {value:g}，而事件数应为整数",
    "give how many, not a share or a percentage": "请给件数，不要给比率或百分数",
    "is {value:g}, more than there are (out_of)": "为 {value:g}，大于基数（out_of）",
    "correct one of them; events per exposure are kind='rate', observed over expected ones kind='ratio'":
        "请更正其中之一；按暴露量计的发生率用 kind='rate'，实际数与期望数之比用 kind='ratio'",
    'give "mean", or a number above 0': '请给 "mean" 或大于 0 的数',
    "{scale!r} is not a scale for kind={kind!r}": "尺度 {scale!r} 不适用于 kind={kind!r}",
    "proportions go by arcsine or identity, rates and ratios by square_root, log or identity":
        "比例用 arcsine 或 identity，发生率和比值用 square_root、log 或 identity",
    "is {value:g}, and a proportion is at most 1": "为 {value:g}，而比例不超过 1",
    "give a share such as 0.95": "请给 0.95 这样的比例",
    "is {value:g}, where rates have no error on the scale {scale}": "为 {value:g}，此时比率在 {scale} 尺度上没有抽样误差",
    "leave `scale` out, or give a target": "请不填 scale，或给定目标值",
    "beta_binomial is for proportions": "beta_binomial 只用于比例",
    "use marshall for rates and ratios": "发生率和比值请用 marshall",
    "keep one row": "请只保留一行",
    "give at least one unit": "请至少给一个单元",
    "above limits": "高于控制限", "below limits": "低于控制限", "rather high": "偏高（警戒）", "rather low": "偏低（警戒）",
    "within limits": "正常", "arcsine scale": "反正弦尺度", "square root scale": "平方根尺度", "log scale": "对数尺度",
    "original scale": "原尺度",
    # funnels: results
    "Rates of units": "各单元比率",
    "Limits of the funnel": "漏斗图控制限",
    "{n:# unit|# units}, target {target:.4g}; above the 99.8% limits: {above}, below: {below}.":
        "共 {n:#} 个单元，目标值 {target:.4g}；高于 99.8% 控制限的 {above} 个，低于的 {below} 个。",
    "Above: {units:10}.": "高于控制限：{units:10}。",
    "Below: {units:10}.": "低于控制限：{units:10}。",
    "{unit} has the best rate, {rate:.4g} out of {out_of:,.6g}; its rank lies between {low:.0f} and {high:.0f} "
    "({level:.3g}% for all ranks together).":
        "比率最优的是{unit}（{rate:.4g}，基数 {out_of:,.6g}），其名次在第 {low:.0f} 至第 {high:.0f} 之间（全部名次的联合置信水平 "
        "{level:.3g}%）。",
    "zero events count as half an event on the log scale: {units:10}": "对数尺度上，零事件按 0.5 个事件计：{units:10}",
    "Rates were compared with their target in a funnel with limits of 95% and 99.8% ({scale}).":
        "以漏斗图比较各单元比率与目标值，控制限为 95% 和 99.8%（{scale}）。",
    "Limits were widened by the variance between units (additive overdispersion).": "控制限按单元间方差加宽（加法型过度离散）。",
    "Limits were widened by the root of phi (multiplicative overdispersion).": "控制限按 φ 的平方根加宽（乘法型过度离散）。",
    "For this, z-scores were winsorised at {tail:.0%} of each end.": "计算时对 z 值两端各 {tail:.0%} 作缩尾处理。",
    "For this, {tail:.0%} of the units at each end were truncated.": "计算时两端各截去 {tail:.0%} 的单元。",
    "Rates were shrunk by Marshall's global empirical Bayes estimator.": "比率收缩采用 Marshall 全局经验贝叶斯估计。",
    "Proportions were shrunk by a beta-binomial model fitted by moments.": "比例收缩采用矩法拟合的贝塔二项模型。",
    "Intervals are Wilson's; ranks have a joint confidence region.": "区间为 Wilson 区间；名次给出联合置信区域。",
    "Intervals are score intervals of Poisson counts; ranks have a joint confidence region.":
        "区间为泊松计数的得分区间；名次给出联合置信区域。",
}  # fmt: skip
