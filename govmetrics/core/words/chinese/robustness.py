"""How sure ranks are, and what they depend on."""

WORDS = {
    "take fewer draws, or fewer units": "请减少模拟次数或评价对象个数",
    "two factors set the same step, and one would undo the other": "两个因素设定同一步骤，会互相覆盖",
    "give one factor whose options are all that the step may be; several choices for single indicators are options of one step, such as by_leaf": (
        "请合并为一个因素，列出该步骤的全部选项；针对个别指标的多种选择，应写成同一步骤（如 by_leaf）的不同选项"
    ),
    "{count:# unit falls|# units fall} short of evidence in some draws, {unit:3} in {share:.1%} of them: what is said of a unit's rank is of the draws in which it has one.": (
        "有 {count:#} 个单元在部分抽样中数据覆盖不足，其中{unit:3}占抽样的 {share:.1%}：各单元的名次结论只依据其有名次的抽样"
    ),
    "leave the indicator out": "请去掉该指标",
    "has no value in any unit, so that nothing can be drawn": "没有任何单元有取值，无从抽取",
    # arguments
    "has several periods": "含多个时期",
    "analyse one: data.at({period!r})": "请只分析一个时期：data.at({period!r})",
    "no unit has a score, because too much evidence is missing": "缺失数据过多，没有单元有得分",
    "impute it, or lower min_coverage": "请插补，或降低 min_coverage",
    "is {kind}, not a list": "为 {kind}，而非列表",
    "give a list, such as [PerturbedWeights()]": "请给出列表，如 [PerturbedWeights()]",
    "{factor} is not a factor": "{factor} 不是不确定性来源",
    "factors are: {names}": "可用的不确定性来源：{names}",
    "the factor is given twice": "该来源重复给出",
    "join the options in one factor": "请合并为一个来源",
    "{factor}: {codes:3}": "{factor}：{codes:3}",
    "two factors vary {codes:5}": "有两个来源都涉及 {codes:5}",
    "let each vary others, or join them in one factor": "请让各来源涉及不同的指标，或合并为一个来源",
    # factors
    "choice of treatment": "数据处理方法的选择",
    "choice of treatment, step {step}": "数据处理第{step}步方法的选择",
    "only the treatment has steps": "只有数据处理分步",
    "the recipe has {count:# step|# steps} of treatment": "该做法的数据处理共 {count:#} 步",
    "give its place, from 0": "请给出其位置，从 0 起",
    "choice of normalisation": "标准化方法的选择",
    "choice of weighting": "赋权方法的选择",
    "choice of aggregation": "合成方法的选择",
    "perturbed weights": "权重扰动",
    "Dirichlet weights": "狄利克雷权重",
    "drawn weights": "抽取的权重",
    "standard errors of what was measured": "测量的标准误",
    "missing data": "缺失数据",
    "measurement errors": "测量误差",
    "dropped indicator": "剔除指标",
    "give a list of options": "请给出选项的列表",
    "has no levels": "没有可变的水平",
    "give it at least one": "请至少给出一个",
    "give a table of draws x nodes, or what gm.ahp.draws returns": "请给出“抽样 × 节点”的表，或 gm.ahp.draws 的结果",
    "give {code: standard deviation}": "请给出 {代码: 标准差}",
    "{code}, standard deviation": "{code} 的标准差",
    "a node has two columns": "有节点对应两列",
    "give every node one column": "每个节点应只有一列",
    "has draws that are missing, infinite or negative": "有缺失、无穷或负的抽样值",
    "the data have no standard errors": "数据没有标准误",
    "give the survey, as in survey=..., or join its scores first": "请用 survey=... 给出调查，或先并入其得分",
    # uncertainty
    "{count:,} units have too many pairs": "{count:,} 个单元的两两组合过多",
    "use beats(units)": "请用 beats(units)",
    "{cuts} do not part {count:# grade|# grades}": "{cuts} 不能划分 {count:#} 个等级",
    "give ascending cuts, one fewer than names": "分界值应递增，且比等级少一个",
    "a grade is named twice": "有等级名称重复",
    "give every grade its own name": "请为每个等级指定不同的名称",
    "Ranks and how sure they are ({level:.0%} intervals)": "排名及其可靠性（{level:.0%} 区间）",
    "Ranks of {period}.": "排名所属时期：{period}。",
    "In {draws:# draw|# draws} (varied: {factors}) the {level:.0%} interval of a rank spans "
    "{middle:# place|# places} in the median and {most:# place|# places} at most ({unit:3}).":
        "抽样 {draws:#} 次（变动来源：{factors}），排名的 {level:.0%} 区间宽度中位数为 {middle:#} 位，最大 {most:#} 位（{unit:3}）。",
    "{count:# unit has|# units have} no rank, because too much evidence is missing: {units:5}.":
        "{count:#} 个单元因数据不足无排名：{units:5}。",
    "{unit}: rank {rank:.0f}, between {lower:.0f} and {upper:.0f}.": "{unit}：第 {rank:.0f} 名（{lower:.0f} 至 {upper:.0f}）。",
    # changes
    "Changes of score and how sure they are ({level:.0%} intervals)": "得分变动及其可靠性（{level:.0%} 区间）",
    "What values and other weights did, and how sure it is ({level:.0%} intervals)":
        "指标值与权重各自的贡献及其可靠性（{level:.0%} 区间）",
    "In every draw the change is split: what the values did is the mean under the earlier and the later weights, and "
    "what the weights did the mean over the earlier and the later values.":
        "每次抽样均对变动作分解：指标值贡献取新旧两套权重下的平均，权重贡献取新旧两期指标值下的平均。",
    "Changes of score from {since} to {period} and how sure they are ({level:.0%} intervals)":
        "{since}至{period}得分变动及其可靠性（{level:.0%} 区间）",
    "Nothing varied, so that nothing is known of how sure the changes are.": "未设变动来源，变动是否可靠无从判断。",
    "At {level:.0%} (varied: {factors}) {up} of {count:# unit|# units} gained and {down} lost more than what "
    "is not sure; {rest} may not have changed.":
        "按 {level:.0%} 区间（变动来源：{factors}），{count:#} 个单元中 {up} 个上升、{down} 个下降超出误差范围；其余 {rest} 个可能没有变化。",
    "Surely better: {units}.": "上升超出误差的单元：{units}。",
    "Surely worse: {units}.": "下降超出误差的单元：{units}。",
    "{unit} {change:+.2f} ({lower:+.2f} to {upper:+.2f})": "{unit} {change:+.2f}（{lower:+.2f} 至 {upper:+.2f}）",
    "has no unit in common with `before`": "与 `before` 没有共同的单元",
    "give the same units": "请给出相同的单元",
    "holds nothing before {period}": "没有早于 {period} 的时期",
    "give an assessment of several periods, or two assessments": "请给出含多个时期的评估，或两次评估",
    "scores other indicators ({alone})": "指标不同（{alone}）",
    "only now: {names:8}": "仅本次有：{names:8}",
    "only before: {names:8}": "仅上次有：{names:8}",
    "score the earlier data by the tree of now too, or both by what both trees have":
        "请用本次的指标体系重新评价上次的数据，或两次都只评价共有的指标",
    "the codes of indicators are others: {names:8}": "指标的代码与上次不同：{names:8}",
    "{name} {then} → {now}": "{name} {then} → {now}",
    "give them their earlier codes, in the tree's column of codes": "请在指标体系中加“代码”列，沿用上次的代码",
    "has the same indicators in other groups": "指标相同，但分组不同",
    "{name}: {now}; before: {then}": "{name}：{now}；上次：{then}",
    "correct the tree that is wrong, or score the earlier data by the tree of now too": "请更正有误的指标体系；如属有意改动，请将前期数据也按本期指标体系评分",
    "{name} is in {now}, and was in {then} before": "{name}的计量单位为“{now}”，上次为“{then}”",
    "the target of {name} is {now}, and was {then} before": "{name}的目标值为 {now}，上次为 {then}",
    "give both trees one target": "两次的指标体系应使用同一目标值",
    "measure it in one unit in both trees": "两次的指标体系应使用同一计量单位",
    "{code} {then} → {now}": "{code} {then} → {now}",
    "one code, another name than in the earlier evaluation; compared as the same: {names:8}":
        "代码相同而名称与上次不同，按同一项比较：{names:8}",
    "asked by other items than in the earlier evaluation, so that a change may be that of the items: {names:8}":
        "所用题目与上次不同，得分变化可能来自题目：{names:8}",
    "another unit of measurement than in the earlier evaluation, compared as the same: {names:8}":
        "计量单位与上次不同，按同一单位比较：{names:8}",
    "the {stage} is {now}, and was {then} before": "{stage}为 {now}，此前为 {then}",
    "follow both by one recipe": "两次应使用同一套方法",
    "normalise by min_max, goalposts or z_score": "请用 min_max、goalposts 或 z_score 标准化",
    "varies the method": "改变了方法",
    "leave choices out: a change is measured by one yardstick": "请去掉方法选择：变动须以同一尺度衡量",
    # sensitivity
    "counts for a rank or a score only": "只用于单个单元的排名或得分",
    'give output="rank" or output="score"': '请用 output="rank" 或 output="score"',
    "has no score in some draws, because too much evidence is missing": "缺失数据过多，部分抽样中没有得分",
    "impute it, or explain another unit": "请插补，或改为分析其他单元",
    "mean shift of all ranks": "全部排名的平均变动",
    "rank of {unit}": "{unit}的排名",
    "score of {unit}": "{unit}的得分",
    "Sobol indices": "Sobol 敏感性指数",
    "The indices of the {output} have converged.": "{output}的敏感性指数已收敛。",
    "Not converged: the indices of the {output} cannot be read yet. {reason}": "未收敛：{output}的敏感性指数尚不可解读。{reason}",
    "{factor}: {total:.0%} of the variance, interactions included.": "{factor}：解释方差的 {total:.0%}（含交互作用）。",
    "{factor} (first order {value:.2f}, from {lower:.2f} to {upper:.2f})": "{factor}（一阶 {value:.2f}，{lower:.2f} 至 {upper:.2f}）",
    "{factor} (total {value:.2f}, from {lower:.2f} to {upper:.2f})": "{factor}（总效应 {value:.2f}，{lower:.2f} 至 {upper:.2f}）",
    "Too wide: {wide}. Raise draws to {draws} or more.": "区间过宽：{wide}。请将 draws 增至 {draws} 以上。",
    "Shifts of the ranks by one factor at a time": "单因素分析：排名变动",
    "There is no factor.": "没有不确定性来源。",
    "Alone, {factor:3} shifts ranks most: by {mean:.2f} on average and by {largest:.0f} at most ({unit}).":
        "单独变动时，{factor:3}对排名影响最大：平均变动 {mean:.2f} 位，最大 {largest:.0f} 位（{unit}）。",
    # leave one out
    "no node has a sibling, so nothing can be left out": "没有节点有同级节点，无从剔除",
    "give a tree of two or more indicators": "请给出含两个或以上指标的指标体系",
    "Shifts of the ranks without each node": "逐一剔除节点后的排名变动",
    "Ranks without each node": "逐一剔除节点后的排名",
    "Leaving out any one node shifts no rank.": "剔除任一节点，排名均不变。",
    "The ranking rests most on {node:3}: without it ranks shift by {mean:.2f} on average and by {largest:.0f} at most ({unit}).":
        "排名最依赖{node:3}：剔除后平均变动 {mean:.2f} 位，最大 {largest:.0f} 位（{unit}）。",
    # weight stability
    "are not one period of arithmetic means throughout": "不是单一时期、各级均为算术平均的得分",
    "use uncertainty(..., [PerturbedWeights()])": "请用 uncertainty(..., [PerturbedWeights()])",
    "some are missing, so that weights differ from unit to unit": "部分缺失，各单元的实际权重不同",
    "impute first": "请先插补",
    "Intervals of weights in which no rank changes": "排名不变的权重区间",
    "No node has a sibling with weight, so no weight can move.": "没有节点有带权重的同级节点，权重无从变动。",
    "They react as soon to that of {nodes:3}.": "对{nodes:3}的权重同样敏感。",
    "Ranks react first to the weight of {node}, which is {weight:.3f}: none changes while it stays between "
    "{lower:.3f} and {upper:.3f}.":
        "排名对{node}的权重最敏感：权重为 {weight:.3f}，在 {lower:.3f} 至 {upper:.3f} 之间排名均不变。",
    # confidence sets
    "give a Series with an estimate for each unit": "请给出 Series，每个单元一个估计值",
    "give a Series with a standard error for each unit": "请给出 Series，每个单元一个标准误",
    "the value is missing, text or infinite": "取值缺失、为文字或无穷大",
    "correct it, or leave the unit out": "请更正，或删去该单元",
    "the standard error is {value:g}": "标准误为 {value:g}",
    "With {level:.0%} confidence, jointly for all units: {certain} of {count} ranks are certain; the first place belongs to {first:5}.":
        "在 {level:.0%} 置信水平下（各单元联合）：{count} 个排名中有 {certain} 个确定；第一名属于：{first:5}。",
    "With {level:.0%} confidence for each unit: {certain} of {count} ranks are certain; the first place may belong to {first:5}.":
        "在 {level:.0%} 置信水平下（逐一单元）：{count} 个排名中有 {certain} 个确定；第一名可能属于：{first:5}。",
    # how it was found
    "How sure the ranks are was found by Monte Carlo simulation: scores and ranks were computed again for {draws:,} random "
    "combinations of {factors} (seed {seed}). The interval of a rank holds the middle {level:.3g}% of these; a tier ends at the "
    "first unit that its best beats in at least {level:.3g}% of them.":
        "采用蒙特卡洛模拟检验排名的稳健性：对{factors}随机组合抽样 {draws:,} 次（随机种子 {seed}），每次重新计算得分与排名。"
        "排名区间取模拟排名居中的 {level:.3g}%；若一档之首在不少于 {level:.3g}% 的抽样中优于某单元，则自该单元起另立一档。",
    "Both sides of every change were computed again for the same {draws:,} random combinations of {factors} (seed {seed}); a "
    "change is beyond error where its {level:.3g}% interval holds no zero.":
        "采用蒙特卡洛模拟检验得分变动的可靠性：变动前后采用相同的 {draws:,} 次随机组合（变动来源：{factors}；随机种子 {seed}）"
        "重新计算得分；变动的 {level:.3g}% 区间不含零时，视为超出误差。",
    "Sobol indices of the {output} were estimated from {runs:,} runs of the recipe on a Sobol sequence (base sample {draws:,}, "
    "seed {seed}): first-order indices by the estimator of Saltelli and others, total indices by that of Jansen, intervals from "
    "{resamples} bootstrap samples.":
        "采用基于方差的全局敏感性分析（Sobol 法）分析{output}的不确定性来源：以 Sobol 序列抽样（基础样本 {draws:,}，随机种子 {seed}），"
        "共计算 {runs:,} 次；一阶指数用 Saltelli 等的估计量，总效应指数用 Jansen 的估计量，区间由 {resamples} 次自助抽样得出。",
    "The {output} is the same in every draw: there is no variance to explain.": "{output}在各次抽样中均相同，没有可解释的方差。",
    "One factor at a time was moved through its levels, the others as the recipe has them (seed {seed}); the ranks of every level "
    "were compared with those of the recipe.":
        "采用单因素分析法：每次只变动一个不确定性来源的水平，其余保持原方案不变（随机种子 {seed}），比较各水平下的排名与原排名。",
    "Every indicator and every group was left out in turn, the weights of its siblings keeping their proportions, and the ranks "
    "were compared with those by all indicators.":
        "采用逐一剔除法：依次剔除每项指标和每组指标，同级其余指标的权重保持原有比例，比较剔除后的排名与全部指标的排名。",
    "The weight of one node at a time was moved, its siblings sharing the rest in their old proportions; as scores are linear in "
    "the weight, the interval within which no rank changes was computed exactly.":
        "采用权重稳定区间法：每次只变动一项指标的权重，同级其余指标按原有比例分配剩余权重；得分是该权重的线性函数，排名不变的权重区间由此精确求出。",
    "Only changes among the first {count:# place|# places} were counted.": "仅考虑前 {count:#} 名的变动。",
    "Confidence sets of the ranks ({level:.3g}%, jointly for all units) come from step-down tests of the differences of all pairs "
    "of units": "采用逐步向下检验法，对全部单元两两之差作联合检验，得出各单元排名的联合置信集（置信水平 {level:.3g}%）",
    "Confidence sets of the ranks ({level:.3g}%, for each unit) come from step-down tests of each unit's differences from all "
    "others": "采用逐步向下检验法，检验每个单元与其他各单元之差，得出每个单元排名的置信集（置信水平 {level:.3g}%）",
    "{tests}, with critical values from {draws:,} simulated draws (seed {seed}).": "{tests}，临界值由 {draws:,} 次模拟得出（随机种子 {seed}）。",
    "Confidence sets of ranks ({level:.0%})": "排名的置信集（{level:.0%}）",
    "No factor shifts any rank alone.": "单独变动任一来源，排名均不变。",
}  # fmt: skip
