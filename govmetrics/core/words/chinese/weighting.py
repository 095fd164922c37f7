"""Weighting: what its methods refuse and find."""

_METHODS = {
    "{name} ({number})": "{name}（{number}）",
    "Weights were determined by the IDOCRIW method: the products of entropy weights of the raw values and CILOS weights.": "采用 IDOCRIW 法确定权重：以原始数据的熵权与 CILOS 权重之积归一化。",
    "has other units or indicators than the scaled values": "与标准化后的数据单元或指标不一致",
    "give the data that were scaled": "请给出标准化之前的同一数据",
    "All indicators were compared together; a group weighs what its indicators do.": "全部指标统一比较，上级指标权重为其下指标权重之和。",
    "Indicators were compared within their group; groups kept the weights of the indicator system.": "指标在所属上级指标内部比较，上级指标沿用指标体系设定的权重。",
    "Without any weight by this method: {names}.": "按该方法权重为零的指标有：{names}。",
    "Weights were chosen such that the indicators correlate equally with their weighted mean, as far as weights allow.": "采用均衡赋权法确定指标权重，使各指标与加权平均值的相关系数尽可能相等。",
    "Weights were determined by the CRITIC method: an indicator's standard deviation (contrast) times the sum of one "
    "minus its correlations with the others (conflict).": "采用 CRITIC 法确定指标权重：信息量为指标变异性（标准差）与指标冲突性（与其他指标 1 − 相关系数之和）的乘积，"
    "归一化后得到权重。",
    "Indicators were weighted in proportion to the standard deviation of their normalised values.": "采用标准差法确定指标权重：权重与指标标准化值的标准差成正比。",
    "Weights were determined by the MEREC method: by how much the units' overall performance changes when an indicator "
    "is removed.": "采用 MEREC 法（基于准则移除效应的赋权法）确定指标权重：以移除某指标后各单元总体表现的变化量归一化得到权重。",
    "Indicators were weighted in proportion to the coefficient of variation of their normalised values.": "采用变异系数法确定指标权重：权重与指标标准化值的变异系数（标准差与平均值之比）成正比。",
    "Weights were determined by the CILOS method: the less an indicator loses where others are best, the more it weighs.": "采用 CILOS 法（准则影响损失法）确定指标权重：其他指标取最优值时，某指标的相对损失越小，权重越大。",
    "Weights were determined by the IDOCRIW method: the products of entropy weights and CILOS weights.": "采用 IDOCRIW 法确定指标权重：将熵权与 CILOS 权重相乘后归一化。",
    "Weights were determined by the entropy method: of every indicator's normalised values the entropy e over the units, "
    "its divergence d = 1 - e, and weights in proportion to d.": "采用熵权法确定指标权重：由各指标的标准化值计算信息熵值 e 与信息效用值 d = 1 − e，将 d 归一化得到权重。",
    "{shift:g} was added to every value first.": "计算前将全部标准化值平移 {shift:g}。",
    "Indicators were weighted by the inverse of the sum of their absolute correlations with all indicators.": "采用独立性权重法确定指标权重：权重与该指标同全部指标相关系数绝对值之和的倒数成正比。",
    "Indicators were weighted by the inverse of their multiple correlation with all other indicators.": "采用独立性权重法确定指标权重：权重与该指标对其余指标的复相关系数的倒数成正比。",
    "Indicators were weighted in proportion to their loadings on the first principal component of their correlations.": "采用主成分分析法确定指标权重：权重与指标在第一主成分上的载荷成正比。",
    "Weights were determined by principal component analysis: components with eigenvalues above one were rotated by "
    "varimax, and an indicator weighs its squared loading on the component that it loads on most, components counting by "
    "the variance they explain.": "采用主成分分析法确定指标权重：提取特征根大于 1 的主成分并作最大方差旋转，以指标在其最大载荷主成分上的载荷平方乘以该主"
    "成分的方差解释比例，归一化得到权重。",
    "Weights were determined by the scatter degree method (Guo): values were standardised over all units and periods, and the "
    "weights draw the scores as far apart as possible (first eigenvector of the sum of X'X over the periods).": "采用纵横向拉开档次法"
    "（郭亚军）确定指标权重：对全部单元与时期的数据统一标准化，以各时期 X'X 之和的最大特征值对应的特征向量确定权重，使各单元得分的差异最大。",
    "Weights were determined by the scatter degree method (Guo): values were standardised within every period, and the "
    "weights draw the scores as far apart as possible (first eigenvector of the sum of X'X over the periods).": "采用纵横向拉开档次法"
    "（郭亚军）确定指标权重：对各时期的数据分别标准化，以各时期 X'X 之和的最大特征值对应的特征向量确定权重，使各单元得分的差异最大。",
    "Weights were held at zero or above in the maximisation; without that these would have been negative: {names}.": "求解时限定权重非负；"
    "不加此限定时权重为负的指标有：{names}。",
    "Weights were determined by projection pursuit: of all directions with non-negative components that one which maximises "
    "the standard deviation of the projected values times their local density (window 0.1 of the standard deviation); "
    "weights are its components, brought to a sum of one.": "采用投影寻踪法确定指标权重：在分量非负的投影方向中，寻求使投影值标准差与局部密度"
    "（密度窗宽取标准差的 0.1 倍）之积最大的方向，将其各分量归一化得到权重。",
    "Weights were determined by projection pursuit: of all directions with non-negative components that one which maximises "
    "the standard deviation of the projected values times their local density (window 0.1 of the standard deviation); "
    "weights are its squared components.": "采用投影寻踪法确定指标权重：在分量非负的投影方向中，寻求使投影值标准差与局部密度（密度窗宽取标准差的 "
    "0.1 倍）之积最大的方向，以其各分量的平方为权重。",
    "{agreeing} of {starts} starts came within 1% of the best index (seed {seed}).": "{starts} 次寻优中有 {agreeing} 次达到最优投影指标值的 99% "
    "以上（随机种子 {seed}）。",
    "Only {agreeing} of {starts} starts came within 1% of the best index (seed {seed}): other directions may serve as well.": "{starts} 次寻优中仅"
    "有 {agreeing} 次达到最优投影指标值的 99% 以上（随机种子 {seed}），可能存在效果相近的其他投影方向。",
    "Periods were weighted by the largest entropy that a time degree of {orness:g} admits (0: the last period alone counts, "
    "0.5: all count alike, 1: the first alone).": "采用时间权向量对各时期加权：在时间度 λ = {orness:g} 的约束下使时间权向量的熵最大（λ = 0 时仅计最近一期，"
    "0.5 时各期等权，1 时仅计最早一期）。",
    "The parts of every group were given equal weights.": "同一上级下的各指标取等权。",
    "The weights are those laid down in the indicator system.": "指标权重采用指标体系设定的权重。",
    "The weights were assigned by hand.": "指标权重由研究者直接给定。",
    "The weights are those of stage {stage:g}.": "本次采用阶段 {stage:g} 的权重。",
    "Weights follow the stage of development, from {first:g} to {last:g}, and move in a straight line between stages.": "指标权重随发展阶段（{first:g} 至 {last:g}）变化，相邻阶段之间按线性插值确定。",
    "Weights follow the stage of development, from {first:g} to {last:g}: those of the last stage that was reached.": "指标权重随发展阶段（{first:g} 至 {last:g}）变化，取已达到的最近阶段的权重。",
    "These weights ({names}) were combined by game theory: the equilibrium in which each is deviated from least.": "采用博弈论组合赋权法将上述权重（{names}）组合，使组合权重与各权重的离差达到均衡最小。",
    "{name} {share:.1%}": "{name} {share:.1%}",
    "{name} {power:g}": "{name} {power:g}",
    "These weights were averaged, with the shares {shares}.": "将上述权重加权平均得到组合权重，所占比例为：{shares}。",
    "These weights ({names}) were multiplied with each other and brought to a sum of one.": "采用乘法合成将上述权重（{names}）相乘后归一化，得到组合权重。",
    "These weights were multiplied with each other, raised to the powers {powers}, and brought to a sum of one.": "采用乘法合成将上述权重按指数（{powers}）相乘后归一化，得到组合权重。",
    "parts below {limit:.3g} of the scale": "状态值低于 {limit:.3g} 的指标",
    "parts above {limit:.3g} of the scale": "状态值高于 {limit:.3g} 的指标",
    "power state vector": "幂型状态变权向量",
    "exponential state vector": "指数型状态变权向量",
    "Weights vary with the state of the unit ({form}, strength {strength:g}): {parts} weigh more.": "采用变权综合法，权重随单元的状态变化（{form}，变权强度 {strength:g}）：{parts}权重增大。",
    "A part's effective weight is its share of the squared correlation ratios (restricted cubic splines) of the parts "
    "with {whole}; it was compared with the nominal weight.": "以各部分与{whole}的相关比平方（限制性立方样条估计）所占份额作为有效权重，与名义权重比较。",
    "the whole score": "总得分",
    "their group's score": "所属上级得分",
    "The change of every unit's score was split by Bennet's formula into a part of the values and a part of the weights, "
    "without a remainder.": "采用 Bennet 分解法将各单元得分的变动无残差地分解为指标值贡献与权重贡献。",
}
"""How results were found, as the methods section of a paper says it."""

WORDS = {
    "is not a table of weights by stage": "不是分阶段的权重表",
    "write `stage: {node: weight, ...}`, a line each": "请逐行写明 `阶段: {节点: 权重, ...}`",
    # weights by hand
    "is not scored (its role is input, output or context)": "不参与评分（role 为 input、output 或 context）",
    "leave it out, or change its role": "请删去，或更改其 role",
    "only some of its parts have weights; missing: {names}": "其下级只有一部分有权重，缺少：{names}",
    "give all parts of the group a weight, or none": "同组下级应全部给出权重，或全部不给",
    "give {node: weight}": "请给出 {节点: 权重}",
    # what methods cannot work with
    "{method} cannot use its negative values ({units:5})": "{method} 无法处理负值（{units:5}）",
    "{method} cannot use its zeros ({units:5})": "{method} 无法处理零值（{units:5}）",
    "{method} cannot use its missing values ({units:5})": "{method} 无法处理缺失值（{units:5}）",
    "impute them first": "请先填补",
    "has {count:# value|# values}, so nothing varies": "只有 {count:#} 个取值，没有差异",
    "leave it out, or weigh by hand": "请删去该指标，或人工赋权",
    "is constant, for which {method} has no weight": "取值全部相同，{method} 无法赋权",
    "{method} gives all of {codes:10} the weight zero": "{method} 给 {codes:10} 的权重全部为零",
    "weigh them by hand or equally": "请人工赋权或等权",
    "have pairs with fewer than three units in common": "其中有两项指标的共同单元少于三个",
    "have pairs of which one does not vary over the units in common": "其中有两项指标，其中一项在共同单元中取值全部相同",
    "impute, or drop some of them": "请填补数据，或删去其中一些",
    "have correlations over different units that contradict each other (not positive semi-definite)": "基于不同单元计算的相关系数相互矛盾（相关矩阵非半正定）",
    "impute the missing values first": "请先填补缺失值",
    "cannot all correlate positively with one weighted mean": "无法全部与同一加权平均正相关",
    "check directions, split the group, or use critic or equal weights": "请检查指标方向、拆分该组，或改用 critic 或等权",
    "lose nothing where others are best, so CILOS has no single solution": "在其他指标最优处没有损失，CILOS 没有唯一解",
    "use entropy or critic, or leave out one that repeats another": "请改用 entropy 或 critic，或删去重复的指标",
    "the varimax rotation did not come to rest: its loadings, and weights that rest on them, are approximate; fewer columns "
    "help": "方差最大化旋转未能收敛，载荷及据此得出的权重为近似值；请减少列数",
    "have no single first component (the two largest eigenvalues are equal)": "没有唯一的第一主成分（最大的两个特征值相等）",
    "use equal weights, entropy or critic": "请改用等权、entropy 或 critic",
    "load against the others on the first component, so their weights would be negative": "在第一主成分上的载荷与其他指标方向相反，权重将为负",
    "check their direction, leave them out, or use how='squared_loadings', which is never negative": "请检查其方向、删去这些指标，或改用 how='squared_loadings'（权重不会为负）",
    "have no more than {k} units, so each is fully explained by the others": "单元不超过 {k} 个，各指标可由其余指标完全解释",
    "use how='pairwise'": "请改用 how='pairwise'",
    "correlate with none of the others: the weight is infinite": "与其余指标均不相关，权重为无穷大",
    # combining
    "belong to another tree than the first": "与第一组权重的指标体系不同",
    "weigh one and the same tree": "请对同一指标体系赋权",
    "every product of weights is zero": "权重的乘积全部为零",
    "combine by mean, or give no zero weights": "请改用 mean 组合，或避免零权重",
    "the game finds the shares itself": "博弈组合会自行求出各来源的份额",
    "use how='mean' to set them": "如需指定，请用 how='mean'",
    "give one number for each of the weights": "请为每组权重各给一个数",
    "{given:# share is|# shares are} given for {sources:# source|# sources} of weights": "给出 {given:#} 个份额，而权重来源有 {sources:#} 个",
    "give numbers from zero, at least one above it": "请给出非负的数，且至少一个大于零",
    # effective weights
    "is not in both trees": "并非两个指标体系共有",
    "weigh the indicators that are scaled": "请对已标准化的指标赋权",
    "{count:# unit says|# units say} nothing about variance": "只有 {count:#} 个单元，无法估计方差",
    "give five or more": "请给出五个或更多",
    "is a single indicator": "只有一个指标",
    "give a tree with groups": "请给出含有分组的指标体系",
    "Effective against nominal weights": "有效权重与名义权重",
    "All parts weigh about what is stated.": "有效权重与名义权重相近。",
    "{name} weighs {nominal:.0%} nominally and {effective:.0%} in effect.": "{name}：名义权重 {nominal:.0%}，有效权重 {effective:.0%}。",
    # a change of score
    "Change of score, split into better values and other weights": "得分变动：指标值贡献与权重贡献",
    "Points gained by better values": "指标值变化带来的得分变动",
    "Points gained by other weights": "权重变化带来的得分变动",
    "On average the score changes by {change:+.2f}: {performance:+.2f} by values, {weighting:+.2f} by weights.": "得分平均变动 {change:+.2f}，其中指标值贡献 {performance:+.2f}，权重贡献 {weighting:+.2f}。",
    "a unit or an indicator occurs more than once": "单元或指标重复出现",
    "give one row for each unit, one column for each indicator": "每个单元一行，每项指标一列",
    "the unit has no weights": "该单元没有权重",
    "the indicator has no weights": "该指标没有权重",
    "give them": "请补充",
    "the weights are negative, missing, or sum to {total:.6g}": "权重为负、缺失，或合计为 {total:.6g}",
    "give the indicators' shares of the whole: they sum to one": "请给出各指标占总体的权重，合计为 1",
    "belongs to another tree": "属于另一指标体系",
    "scale both periods on one tree": "两期应按同一指标体系标准化",
    "is only in `before`": "只出现在 `before` 中",
    "is only in `after`": "只出现在 `after` 中",
    "give both the same units": "两者的单元应一致",
    "give one row for each unit": "每个单元应为一行",
    "is scaled by other bounds than `before`, so values are not comparable": "标准化界限与 `before` 不同，取值不可比",
    "scale the later period by `bounds=before.bounds`": "后一时期请用 `bounds=before.bounds` 标准化",
    # weights by stage
    "Weights by stage, as shares within the group": "各阶段权重（组内份额）",
    "{count:# stage|# stages}, from {first:g} to {last:g}; {between}.": "共 {count:#} 个阶段，从 {first:g} 到 {last:g}；{between}。",
    "between two of them the weights move in a straight line": "相邻阶段之间权重线性变化",
    "between two of them the weights stay as at the last one reached": "相邻阶段之间权重保持前一阶段的取值",
    "stage {stage} is outside the table": "阶段 {stage} 超出权重表",
    "the table goes from {first:g} to {last:g}": "权重表从 {first:g} 到 {last:g}",
    "stage {stage}, {code}": "阶段 {stage}，{code}",
    "the node has no column": "该节点没有对应的列",
    "give every node below the root, or exactly the indicators": "请给出根节点以下的全部节点，或仅给出全部指标",
    "are not distinct numbers": "不是互不相同的数",
    "give one row for each stage, numbered in the index": "每个阶段一行，以索引编号",
    "are not numbers: {labels:5}": "不是数字：{labels:5}",
    "number the stages in the index: 1, 2, 3": "请在索引中为阶段编号：1、2、3",
    # scatter degree
    "are drawn apart equally well by more than one set of weights": "有多组权重使各单元得分的差异同样最大",
    "check their direction, compare all by across='leaves', or use equal weights, entropy or critic": "请核对指标方向，或以 across='leaves' 对全部指标统一比较，或改用等权、熵权或 CRITIC 法",
    # weights of periods
    "the value is {value}": "取值为 {value}",
    "Weights of the periods": "各时期的时间权重",
    "With a time degree of {orness:g} all periods count alike: {weights}.": "时间度为 {orness:g}，各时期等权：{weights}。",
    "With a time degree of {orness:g} later periods count more: {weights}.": "时间度为 {orness:g}，近期数据权重较大：{weights}。",
    "With a time degree of {orness:g} earlier periods count more: {weights}.": "时间度为 {orness:g}，早期数据权重较大：{weights}。",
    "Scores over all periods": "各时期综合得分",
    "Over all periods in first place: {units:3} ({score:.2f}).": "综合各时期，居首位的是{units:3}（{score:.2f} 分）。",
    "the period has no column": "该时期没有对应的列",
    "give one for each period": "请为每个时期给出一列",
    "is not one of the periods": "不是已有的时期",
    "a period occurs more than once": "时期重复出现",
    "keep one column for each": "每个时期保留一列",
    "fill it, or leave the unit out: every period counts": "请填补，或删去该单元：每一时期均计入",
    "are not from the earliest to the latest": "未按由早到晚排列",
    "put them in the order of time": "请按时间先后排列",
    # variable weights
    "Scores by constant and by variable weights": "常权得分与变权得分",
    "Each unit's own weights, as shares within the group": "各单元的变权（组内份额）",
    "By variable weights {up} {up:gains|gain} and {down} {down:loses|lose}, at most {most:.2f}.": "变权后{up}得分上升，{down}得分下降，最大变动 {most:.2f}。",
    "{unit} is not among the units": "单元中没有 {unit}",
    "its scale has no ends": "其量纲没有上下限",
    "use min_max or goalposts: states lie between 0 and 1": "请改用 min_max 或 goalposts：状态值应在 0 与 1 之间",
    "mixed weights need both": "混合型变权须同时给出",
    "for example low=0.6, high=0.8": "如 low=0.6, high=0.8",
    "has no part in {kind} weights": "在 {kind} 型变权中不起作用",
    "leave it out, or use kind='mixed'": "请删去，或改用 kind='mixed'",
    "{low:g} lies above {high:g}": "{low:g} 大于 {high:g}",
    "give low <= high": "low 不得大于 high",
    "the value is missing": "取值缺失",
    "impute it, or leave the unit out": "请填补，或删去该单元",
    "is aggregated by {own}": "该组的合成方法为 {own}",
    "only the arithmetic mean has such weights": "只有算术平均可用此类权重",
    "the state is {value:.6g}": "状态值为 {value:.6g}",
    "a power needs positive states: use form='exponential', or scale so that the worst is above 0": "幂函数形式要求状态值为正：请用 form='exponential'，或使最差值标准化后大于 0",
    "give Weights, or a DataFrame with a row for each unit and a column for each indicator": (
        "请给出 Weights，或以单元为行、指标为列的 DataFrame"
    ),
}
WORDS |= _METHODS
