"""Aggregation: what its methods refuse."""

_METHODS = {
    "{name} ({method})": "{name}（{method}）",
    "{method} {exponent}": "{method}（指数 {exponent}）",
    "raised by": "加上",
    "reduced by": "减去",
    "{name} ({least:g})": "{name}（{least:g}）",
    "A node was scored where at least {least:.0%} of its weight rested on evidence.": "有数据的权重不低于 {least:.0%} 时方计算该级得分。",
    "Groups with a mean of their own: {groups}.": "另定合成方法的上级指标有：{groups}。",
    "Scores were aggregated from the indicators upwards by weighted arithmetic means.": "采用加权算术平均由下至上逐级合成得分。",
    "Scores were aggregated from the indicators upwards by weighted geometric means.": "采用加权几何平均由下至上逐级合成得分。",
    "Scores were aggregated from the indicators upwards by weighted harmonic means.": "采用加权调和平均由下至上逐级合成得分。",
    "Scores were aggregated from the indicators upwards by the mean-min function (alpha = {alpha:g}, beta = {beta:g}): "
    "the weighted mean less a penalty that grows with its distance from the weakest part.": "采用均值-最小值函数（α = {alpha:g}，β = {beta:g}）由下至上逐级合成得分：由加权平均减去随其与最"
    "弱部分差距增大的惩罚项。",
    "Scores were aggregated from the indicators upwards by ordered weighted averages with the quantifier r^{emphasis:g}.": "采用有序加权平均算子（量化函数 r^{emphasis:g}）由下至上逐级合成得分。",
    "Scores were aggregated from the indicators upwards by the Mazziotta-Pareto index: the weighted mean {sign} a "
    "penalty, the variance of the parts over their mean.": "采用 Mazziotta-Pareto 惩罚式合成法由下至上逐级合成得分：加权平均{sign}惩罚项（各部分的方差与均值"
    "之比）。",
    "Scores were aggregated from the indicators upwards by weighted power means with the exponent {exponent:g}.": "采用加权幂平均（指数 {exponent:g}）由下至上逐级合成得分。",
    "Scores follow the Wroclaw taxonomic method: one minus the weighted Euclidean distance from an ideal unit with the "
    "best value in each part, over the mean distance plus two standard deviations.": "采用弗罗茨瓦夫分类法计算得分：以各部分最优值构成理想对象，得分为 1 减去加权欧氏距离与（平均距离 + 2 倍标准差）之"
    "比。",
    "Scores follow Copeland's rule: every unit met every other in a duel, won by whom the heavier indicators favour, and "
    "scores the duels won less those lost, as a share of all.": "采用 Copeland 法计算得分：各单元两两比较，以占优指标权重较大者为胜，得分为胜负场数之差占比较总数的比例。",
    "Units below a minimum got no more than that minimum above it: {minimum}.": "设一票否决：低于最低限值的单元，其上各级得分不超过该限值（{minimum}）。",
    "Units below a minimum got no more than {cap:g} above it: {minimum}.": "设一票否决：低于最低限值（{minimum}）的单元，其上各级得分不超过 {cap:g}。",
}
"""How results were found, as the methods section of a paper says it."""

WORDS = {
    "the value is {value:.6g}, and {method} needs positive ones": "取值为 {value:.6g}，而 {method} 要求正值",
    "the value is {value:.6g}, and {method} with this exponent needs zero or positive ones": "取值为 {value:.6g}，而{method}取该指数时要求非负值",
    "scale to (1, 100) instead, or use the arithmetic mean": "请标准化至 (1, 100)，或改用算术平均",
    "{value:.6g} is negative, which the method cannot take": "{value:.6g} 为负值，该方法无法处理",
    "scale with z_score(data, 100, 10) or min_max": "请用 z_score(data, 100, 10) 或 min_max 标准化",
    "the exponent {exponent} is not a finite number": "指数 {exponent} 不是有限的数",
    "give one, for example 0.5": "请给出一个，如 0.5",
    "has a mean of its own ({own})": "该组另有合成方法（{own}）",
    "remove `aggregate` from the tree: duels take the place of every mean": "请从指标体系中删去 `aggregate`：两两比较取代各级平均",
    "give {node: least score}": "请给出 {节点: 最低得分}",
    "is the root, above which there is nothing to cap": "为根节点，其上没有可限制的得分",
    "name nodes below it": "请指定其下的节点",
    # said elsewhere too
    "is not a node of the tree": "不是指标体系中的节点",
}
WORDS |= _METHODS
