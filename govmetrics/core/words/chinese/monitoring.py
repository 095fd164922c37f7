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
    "give other units: numbers from 1e-12 to 1e15 can be computed with": "请换计量单位：可计算的范围是 1e-12 到 1e15",
    "give a list of numbers above 0": "请给一列大于 0 的数",
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
    # series and panels
    "give a whole number from 0": "请给出不小于 0 的整数",
    "{name}, {period}": "{name}，{period}",
    "at least {least} are needed": "至少需要 {least} 个",
    "give a value for every period": "请为每个时期给出一个数值",
    "its rows have several names": "各行有多层名称",
    "give the series of one unit, by period": "请给出一个单元按时期排列的序列",
    "its periods are others than those of {other}": "时期与 {other} 的不一致",
    "give a value for every period of {other}": "请为 {other} 的每个时期给出一个数值",
    "periods are not equally far apart: they are taken one after the other, as if they were":
        "各时期间隔不等：按先后顺序处理，视同等距",
    "of {all:#} periods at the shortest distance only {count} are there: they are not equally far apart":
        "按最短间隔应有 {all:#} 个时期，实际只有 {count} 个：各时期间隔不等",
    "not watched, without a value from {period} on: {cells:10}": "自 {period} 起没有数值，未予监测：{cells:10}",
    "the units are those of the column {column!r}; {others} names who handles the tickets (columns={{'unit': {other!r}}} takes it instead)": "单位取自“{column}”列；{others}是承办方，不作为单位（如应以其为单位，请写 columns={{'unit': {other!r}}}）",
    "rows of totals are no tickets: {rows:20}": "合计行不是工单，未计入：第 {rows:20} 行",
    "several sheets have tickets: {names}": "多个工作表都有工单：{names}",
    "read one yourself: pandas.read_excel(..., sheet_name={name!r})": "请自行读取其中一个：pandas.read_excel(..., sheet_name={name!r})",
    "{unit} ({node})": "{unit}（{node}）",
    "{unit} ({period})": "{unit}（{period}）",
    "the value is too large to be computed with": "数值过大，无法计算",
    "correct it, or give all values in a larger unit": "请更正，或改用更大的单位给出全部数值",
    "scores do not tell whether bounds and weights were the same in all periods: if they were not, moves are those of the "
    "yardstick, too": "仅凭得分无法判断各期的归一化界限和权重是否相同：如不相同，变动中含有评价标准自身的变化",
    "score by a method with fixed bounds, such as min_max with `base_period`, or goalposts":
        "请改用界限固定的方法计分，如设定了 `base_period` 的 min_max，或 goalposts",
    "the bounds are those of all periods together, and move when a period is added: freeze them with `base_period`, or `panel.follow_periods`":
        "归一化界限取自全部时期，增加新时期后会随之变动：请用 `base_period` 或 `panel.follow_periods` 固定",
    "the weights come from the data of all periods together, and move when a period is added: give them as assigned weights":
        "权重由全部时期的数据算出，增加新时期后会随之变动：请直接给定权重",
    "{count:# value is|# values are} known": "只有 {count:#} 个有效数值",
    "is {baseline}, and there are {count:# period|# periods}": "为 {baseline}，而共有 {count:#} 个时期",
    "give a number from 2 to {count}, or leave it out": "请给出 2 至 {count} 之间的数，或不填",
    # control charts
    "Control chart": "控制图",
    "Periods beyond the limits": "超出控制限的时期",
    "individuals chart": "单值控制图",
    "p chart": "p 控制图（不合格品率图）",
    "p′ chart": "p′ 控制图（Laney 修正）",
    "c chart": "c 控制图（计数图）",
    "u chart": "u 控制图（单位计数图）",
    "u′ chart": "u′ 控制图（Laney 修正）",
    "EWMA chart": "EWMA 控制图（指数加权移动平均）",
    "CUSUM chart": "CUSUM 控制图（累积和）",
    "{chart}: none of {n:# period|# periods} lies beyond the limits.": "{chart}：{n:#} 个时期均未超出控制限。",
    "{chart}: {count} of {n:# period|# periods} beyond the limits: {where:10}.":
        "{chart}：{n:#} 个时期中有 {count} 个超出控制限：{where:10}。",
    "{period} ({side})": "{period}（{side}）",
    "too_high": "高于上限",
    "too_low": "低于下限",
    "inside": "在控制限内",
    "higher": "中心线上方",
    "lower": "中心线下方",
    "on": "在中心线上",
    "no two neighbouring periods have a value": "没有相邻两个时期都有数值",
    "give a longer series without gaps": "请给出更长、无缺失的序列",
    "{count:# moving range was|# moving ranges were} left out as beyond {limit} times their mean":
        "{count:#} 个移动极差超过其均值的 {limit} 倍，未计入",
    "{count:# period has|# periods have} no value and no point on the chart": "{count:#} 个时期没有数值，图上无点",
    "neighbouring periods resemble each other (autocorrelation {r:.2f}): the limits are too narrow, and false alarms more frequent "
    "than promised": "相邻时期相互关联（自相关系数 {r:.2f}）：控制限偏窄，误报会多于标称水平",
    "all values of the baseline are alike": "基线期数值全部相同",
    "a chart needs values that vary: give a longer baseline": "控制图须有波动的数值：请给出更长的基线期",
    "Limits are those of a new value by t, from {n:# value|# values} of the baseline.":
        "控制限为新观测值的 t 预测限，依据基线期 {n:#} 个数值计算。",
    "Limits are {width:g} standard deviations from the mean, by the mean moving range of {n:# value|# values}.":
        "控制限为均值加减 {width:g} 倍标准差，标准差由 {n:#} 个数值的平均移动极差估计。",
    "the limits rest on {m:# value|# values}: a new value lies beyond them about {rate:.1%} of the time though nothing changed, not "
    '{nominal:.2%}; `limits="prediction"` keeps that':
        "控制限仅依据 {m:#} 个数值：即使没有变化，新数值也约有 {rate:.1%} 的机会超限，而非标称的 {nominal:.2%}；`limits=\"prediction\"` 可保持标称水平",
    "is {value:g}, more than there are": "为 {value:g}，超过总数",
    "is {value:g}, and there is no exposure": "为 {value:g}，但没有对应的基数",
    "correct one of them": "请更正其中之一",
    "without cases, and so without a rate: {periods:10}": "基数为零、无法计算比率的时期：{periods:10}",
    "there is no event in the baseline": "基线期内没有发生任何事件",
    "every case of the baseline is an event": "基线期内全部个案均为事件",
    "a chart needs both: give a longer baseline": "控制图需要两种情形都有：请给出更长的基线期",
    "sigma z is {found:.3f}: rates vary less than chance would have them, and the limits are those of chance":
        "σz 为 {found:.3f}：比率的波动小于随机波动，控制限按随机波动计算",
    "Limits are {width:g} standard deviations by chance from the mean rate of {n:# period|# periods}.":
        "控制限为 {n:#} 个时期平均比率加减 {width:g} 倍随机标准差。",
    "Limits are {width:g} standard deviations by chance, times Laney's sigma z of {sigma:.3f}, from the mean rate of "
    "{n:# period|# periods}.": "控制限为 {n:#} 个时期平均比率加减 {width:g} 倍随机标准差，再乘以 Laney 的 σz（{sigma:.3f}）。",
    "The moving mean gives the latest value a weight of {smoothing:g}; limits are {width:g} of its own standard deviations from the "
    "centre.": "移动平均中最新数值的权重为 {smoothing:g}；控制限为中心线加减 {width:g} 倍移动平均自身的标准差。",
    "Deviations from {target:g} beyond a slack of {k:g} were cumulated on either side; the limit is {h:g}.":
        "对偏离目标值 {target:g} 超过容差 {k:g} 的部分分上、下两侧累加，判定界限为 {h:g}。",
    # watching many series
    "Signals": "预警信号",
    "What was watched": "监测范围",
    "{period}: {count} of {n:# series|# series} moved": "{period}：{n:#} 个序列中有 {count} 个出现异常变动",
    "{period}: {count} of {n:# series|# series} moved, {good} for the better and {bad} for the worse":
        "{period}：{n:#} 个序列中有 {count} 个出现异常变动，其中 {good} 个向好、{bad} 个变差",
    "{told} (of the signals of a period about {share:.0%} are false alarms).": "{told}（每期信号中误报约占 {share:.0%}）。",
    "{unit}: {node} stood {size:.4g} above the usual {centre:.4g} in {period}, at {at} ({word}).":
        "{unit}：{period}{node}为 {at}，比常态水平 {centre:.4g} 高 {size:.4g}（{word}）。",
    "{unit}: {node} stood {size:.4g} below the usual {centre:.4g} in {period}, at {at} ({word}).":
        "{unit}：{period}{node}为 {at}，比常态水平 {centre:.4g} 低 {size:.4g}（{word}）。",
    "{unit}: {node} has lately been some {size:.4g} above the usual {centre:.4g}, {period} at {at} ({word}).":
        "{unit}：近期{node}比常态水平 {centre:.4g} 高约 {size:.4g}，{period}为 {at}（{word}）。",
    "{unit}: {node} has lately been some {size:.4g} below the usual {centre:.4g}, {period} at {at} ({word}).":
        "{unit}：近期{node}比常态水平 {centre:.4g} 低约 {size:.4g}，{period}为 {at}（{word}）。",
    "{value:.4g} {measure}": "{value:.4g} {measure}",
    "{value:.4g}": "{value:.4g}",
    "{value:.4g}{measure}": "{value:.4g}{measure}",
    "improved": "向好",
    "worsened": "变差",
    "individuals": "单值控制图",
    "count": "计数控制图",
    "ewma": "EWMA 控制图",
    "cusum": "CUSUM 控制图",
    "Every value from {since} on was compared with those of {m:# period|# periods} before, by {charts}; limits are those of a new "
    "value by t, variances were shared by the units of an indicator as far as they are alike (Smyth), and widened for the "
    "autocorrelation that the units have in common. Signals are those with a false discovery rate of {share:.0%} among all "
    "series of a period (Benjamini and Hochberg).":
        "自{since}起，将各值与此前 {m:#} 个时期的基线水平比较（{charts}），控制限为新观测值的 t 预测限；同一指标各单元的方差按其相近程度合并估计"
        "（Smyth 经验贝叶斯法），并按共同的自相关程度放宽。对同一时期的全部序列控制错误发现率不超过 {share:.0%}（Benjamini-Hochberg 法）。",
    "{node} is not among the nodes": "{node} 不在指标之列",
    "is no Series by period and unit": "不是按时期和单元索引的 Series",
    "give an attribute's name, or a Series by (period, unit)": "请给出属性名称，或按 (period, unit) 索引的 Series",
    "says nothing of {node}": "没有给出 {node}",
    "give what proportions are out of": "请给出比率的基数",
    "is {value:g}, which is no count": "为 {value:g}，不是计数",
    "is {value:g}, which is no proportion": "为 {value:g}，不是比率",
    "give a number from 0, and of proportions up to the whole": "请给出不小于 0 的数，比率不得超过整体",
    "is out of {value:g}": "的基数为 {value:g}",
    "is {value:g} out of none": "为 {value:g}，而基数为零",
    "there {count:is # period|are # periods}": "共有 {count:#} 个时期",
    "watching takes a baseline of two and one more": "监测至少需要两个基线时期和一个观察时期",
    "{period} has fewer than two periods before it": "{period} 之前不足两个时期",
    "choose a later one": "请选择更晚的时期",
    "the baseline has {m:# period|# periods}, not {asked}: there are no more before {period}":
        "基线只有 {m:#} 个时期，而非 {asked} 个：{period}之前没有更多时期",
    "not watched, with fewer than two values in the baseline, or none that varies: {cells:10}":
        "未监测（基线不足两个数值，或数值从无变化）：{cells:10}",
    "{share:.0%} of the series signal in {period}: the baseline is out of date; ask what moved lately with `since=`":
        "{period}有 {share:.0%} 的序列报警：基线已经过时；请用 `since=` 查看近期的变动",
    # run charts
    "Run chart": "链图",
    "Values and their side of the centre": "各值相对中心线的位置",
    "longest_run": "最长单侧连续点数",
    "crossings": "穿越中心线次数",
    "the series has shifted: it does not vary about one level": "序列已发生偏移，并非围绕同一水平波动",
    "no sign of a lasting shift": "没有持续偏移的迹象",
    "Run chart: {verdict} (longest run {longest}, at most {most}; crossings {crossings}, at least {least}).":
        "链图：{verdict}（最长单侧连续 {longest} 点，上限 {most}；穿越 {crossings} 次，下限 {least}）。",
    "Lasting shifts were looked for by the longest run on one side of {centre:.4g} and the number of crossings (Anhøj and Olesen).":
        "依据在中心线 {centre:.4g} 一侧的最长连续点数和穿越次数判断持续偏移（Anhøj-Olesen 准则）。",
    # three rates: input
    "give a path or a DataFrame, one row a ticket": "请给文件路径或 DataFrame，一行一张工单",
    "give weights of response, resolution and satisfaction, from 0": "请给 response、resolution、satisfaction 的权重，不小于 0",
    'give days, such as {{"response": 1, "resolution": 15}}': '请给天数，如 {{"response": 1, "resolution": 15}}',
    "give headings by what they hold: {keys}": "请按内容给表头：{keys}",
    "give codes of the tree for response, resolution and satisfaction": "请给 response、resolution、satisfaction 在指标体系中的代码",
    "give what words mean: True, False, or None where nobody was asked": "请说明各用语的含义：True、False，或 None（未问到人）",
    "none is above 0": "没有大于 0 的",
    "a code is there more than once": "代码重复",
    "give each rate its own": "请给每个率各自的代码",
    "{name}: {n:,} tickets say that it was done, and not when": "{name}：有 {n:,} 张工单只写已办，未写时间",
    "give times": "请补上时间",
    "give one row for each ticket": "请一行一张工单",
    "the cell is empty": "单元格为空",
    "name the unit": "请填写单位",
    "{value!r} is there already": "{value!r} 已经出现过",
    "keep one row a ticket": "每张工单请只保留一行",
    "is before the ticket was received": "早于受理时间",
    "correct one of the times": "请更正其中一个时间",
    "say which: columns={{{name!r}: ...}}; or take both together: columns={{{name!r}: {both}}}": "请指明是哪一列：columns={{{name!r}: ...}}；或两列合并使用：columns={{{name!r}: {both}}}",
    "{count:# name stands|# names stand} for units of several streets: {names:10}; if these are different units, name them by both columns: columns={{'unit': {both}}}": "{count:#} 个名称出现在多个街道：{names:10}；若为不同单元，请用两列共同指明：columns={{'unit': {both}}}",
    "several columns may be {key}: {names}": "有几列都可能是{key}：{names}",
    "say which: columns={{{name!r}: ...}}": "请指明是哪一列：columns={{{name!r}: ...}}",
    "the columns are: {names:12}": "现有各列：{names:12}",
    "add it, or say which it is: columns={{{name!r}: ...}}": "请补上该列，或指明是哪一列：columns={{{name!r}: ...}}",
    "correct it, or say what it means: words={{{value!r}: True}}, words={{{value!r}: False}}, or, where nobody was asked, words={{{value!r}: None}}":
        "请更正，或说明其含义：words={{{value!r}: True}}（是）、words={{{value!r}: False}}（否），未问到人的写 words={{{value!r}: None}}",
    "{value!r} is not known ({count:# row|# rows})": "{value!r} 无法识别（共 {count:#} 行）",
    "give the time, such as 2024-03-05 10:22": "请填写时间，如 2024-03-05 10:22",
    "{value!r} is no time that can be known": "{value!r} 不是可以确定的时间",
    "write it as 2024-03-05 10:22": "请写成 2024-03-05 10:22",
    # three rates: results
    "Response, resolution and satisfaction": "响应率、解决率与满意率",
    "{tickets:,} tickets, {asked:,} call-backs: response {a:.1f}%, resolution {b:.1f}%, satisfaction {c:.1f}% of those reached.":
        "工单 {tickets:,} 张，有效回访 {asked:,} 次：响应率 {a:.1f}%，解决率 {b:.1f}%，满意率 {c:.1f}%（以有效回访为基数）。",
    "{tickets:,} tickets, and nobody was reached by a call-back: response {a:.1f}%, resolution {b:.1f}%.":
        "工单 {tickets:,} 张，没有有效回访：响应率 {a:.1f}%，解决率 {b:.1f}%。",
    "The fewest call-backs, {n:,}, are of {unit:3}.": "有效回访最少的是{unit:3}，仅 {n:,} 次。",
    "{n:,} tickets are not resolved, and count as such also where their time is not up":
        "有 {n:,} 张工单尚未解决，即使未到时限也按未解决计",
    "nobody was reached by a call-back, so that satisfaction is not known: {units:10}": "没有有效回访，满意率未知：{units:10}",
    "Response and resolution rates are out of tickets received, satisfaction is out of the call-backs that reached somebody; "
    "intervals are Wilson's.": "响应率和解决率以受理工单为基数，满意率以有效回访为基数；区间为 Wilson 区间。",
    "{rate}: within {days:g} days.": "{rate}：以 {days:g} 天内为准。",
    "The score weighs response {a:.3g}, resolution {b:.3g} and satisfaction {c:.3g}.":
        "得分权重：响应率 {a:.3g}、解决率 {b:.3g}、满意率 {c:.3g}。",
    # forecasts: what is given
    "give a Dataset, Scores, an Assessment or a DataFrame of several periods, or {{period: Scores}}":
        "请给出含多个时期的 Dataset、Scores、Assessment 或 DataFrame，或 {{时期: Scores}}",
    "give Scores, or an Assessment": "请给出 Scores 或 Assessment",
    "there are no periods": "没有时期",
    "give {{period: Scores}}": "请给出 {{时期: Scores}}",
    "the scores have periods themselves": "这些得分本身已含时期",
    "give them as they are": "请直接给出",
    "its weights differ from those of the first period, and the changes would be theirs":
        "权重与首期不同，得分变动将源于权重",
    "score all periods by the same weights": "请用同一套权重计算各期得分",
    "its bounds differ from those of the first period, and the changes would be theirs":
        "标准化的上下限与首期不同，得分变动将源于上下限",
    "score all periods together by `panel.follow_periods`": "请用 `panel.follow_periods` 一并计算各期得分",
    "{node!r} is not there": "{node!r} 不存在",
    "the periods are of different length": "各时期长短不一",
    "keep those of one length": "请只保留同一长度的时期",
    "{late} does not follow {early} at the distance of the others, or a multiple of it":
        "{late} 与 {early} 的间隔不等于其余时期的间隔，也不是其整数倍",
    "give periods at equal distances": "请给出等间隔的时期",
    "{count:# period has|# periods have} no rows and {count:counts|count} as missing, so that all are at equal distances":
        "{count:#} 个时期没有数据，按缺失处理，使各期等间隔",
    "periods that have not begun are taken as measured: {periods:5}": "尚未开始的时期按实测值处理：{periods:5}",
    "{node} has values beyond {low:g} to {high:g}, which therefore bound no forecast":
        "{node}：已有数值超出 {low:g} 至 {high:g}，预测不以此为界",
    "has values of {count:# period|# periods}, which is too few to forecast {horizon} ahead":
        "只有 {count:#} 期数据，不足以预测未来 {horizon} 期",
    "give {least} or more up to the last, or a smaller horizon": "请给出截至末期的至少 {least} 期数据，或缩短预测期数",
    "{node}: no seasons, which need {least} periods": "{node}：未估计季节因素，至少需要 {least} 期数据",
    "{node} is not forecast: {problem}": "{node} 未作预测：{problem}",
    "give an object with fit(X, y) and predict(X), as scikit-learn has them":
        "请给出具有 fit(X, y) 与 predict(X) 的对象，如 scikit-learn 的模型",
    "it failed: {reason}": "运行失败：{reason}",
    "give one that takes numbers, and few rows": "请给出能处理数值、且适用于少量样本的模型",
    "it did not predict a finite number for each row": "未能对每行给出一个有限的预测值",
    "give one that regresses one number": "请给出预测单个数值的回归模型",
    # forecasts: what is found
    "Forecast": "预测值",
    "Lower ends": "预测区间下限",
    "Upper ends": "预测区间上限",
    "Coverage of the intervals": "预测区间的覆盖率（回测）",
    "Parameters": "参数",
    "Forecasts are damped trends whose parameters all units of an indicator share, the best of {choices} by the forecasts that "
    "had come true; seasons are shrunk to the common one as far as the years disagree.":
        "预测采用阻尼趋势法，同一指标的各单元共用参数，按已到期预测的误差从 {choices} 组中选优；季节因素按各年差异程度向共同季节收缩。",
    "Forecasts are by {learner}, fitted to what was known at each origin.": "预测由 {learner} 作出，每个起点仅用当时已知的数据拟合。",
    "The {level:.3g}% intervals are split conformal: as wide, for each number of periods ahead, as past errors from rolling "
    "origins ask for, in multiples of each unit's own size of errors, shrunk to that of all units.":
        "{level:.3g}% 区间为分割保形区间：按提前期数，由滚动起点的历史误差确定宽度，以各单元自身误差规模（向全部单元收缩）为单位。",
    "{node}: from {last} to {period} {up} of {count:# unit|# units} are expected to rise; past {level:.0%} intervals held "
    "{held:.1%} of {checked:,} values.":
        "{node}：从 {last} 到 {period}，{count:#} 个单元中预计 {up} 个上升；回测中 {level:.0%} 区间覆盖了 {checked:,} 个数值中的 {held:.1%}。",
    "{node}: from {last} to {period} {up} of {count:# unit|# units} are expected to rise; whether {level:.0%} intervals hold "
    "could not be checked.":
        "{node}：从 {last} 到 {period}，{count:#} 个单元中预计 {up} 个上升；数据不足，{level:.0%} 区间的覆盖率无法检验。",
    "{node}: not forecast, for want of a value in the last period or of a history: {units:5}":
        "{node}：末期缺失或历史数据不足，未作预测：{units:5}",
    "{node} never moved: its intervals have no width": "{node} 从未变动：预测区间宽度为零",
    "{node} is not forecast beyond {low:g} and {high:g}": "{node} 的预测不超出 {low:g} 至 {high:g}",
    "{node}: a {level:.0%} interval needs {least} past errors, and has {count} at the longest horizon: where there are fewer it "
    "has no end; lower the level, or give more periods or units":
        "{node}：{level:.0%} 区间至少需要 {least} 个历史误差，最长提前期只有 {count} 个；不足之处区间没有端点，请降低置信水平，或增加时期或单元",
    "what the next periods are called cannot be told from the names: +1 is the first after {last}":
        "无法由已有名称推知后续时期的名称：+1 为 {last} 之后的第一期",
    # warnings
    "make it with monitoring.forecast": "请用 monitoring.forecast 生成",
    "there is no limit": "没有限值",
    "give {{node: value}} as `below` or `above`": "请以 `below` 或 `above` 给出 {{指标: 数值}}",
    "of {node} is {value}": "{node} 的限值为 {value}",
    "Early warnings": "预警",
    "How many are to be expected": "预期触及限值的单元数",
    "below the limit": "低于限值",
    "above the limit": "高于限值",
    "over 99%": "99% 以上",
    "under 1%": "不足 1%",
    "below {limit:g}": "低于 {limit:g}",
    "above {limit:g}": "高于 {limit:g}",
    "{unit}: {node} lies {beyond} in {period} with a probability of {chance} (forecast {median:.1f})":
        "{unit}：{period} {node} {beyond} 的概率为 {chance}（预测值 {median:.1f}）",
    "The probability that a value lies beyond a limit is the share of past errors, scaled to the unit, that would have brought "
    "its forecast there; errors of either sign count alike.":
        "数值越过限值的概率，按历史误差（以该单元的误差规模为单位）中足以使预测值越过限值的比例计算，正负误差同等对待。",
    "{node}: in {period}, {expected:.1f} of {count:# unit|# units} are to be expected {beyond}; the highest probability is "
    "{highest}.":
        "{node}：{period}，{count:#} 个单元中预期 {expected:.1f} 个{beyond}；最高概率为 {highest}。",
    # backtest
    "Accuracy from rolling origins": "预测准确度（滚动回测）",
    "Skill of the warnings": "预警的有效性",
    "Did the warnings come true?": "预警是否应验",
    "Forecasts were made again from rolling origins, each with what was known then, and compared with what came. Errors are in "
    "multiples of each unit's mean change from period to period (MASE), beside those of naive forecasts; warnings are judged by "
    "the Brier score against each unit's own frequency, shrunk to that of all.":
        "以滚动起点重新预测，每次仅用当时已知的数据，并与实际值比较。误差以各单元逐期变动的平均幅度为单位（MASE），与朴素预测对照；"
        "预警以 Brier 评分衡量，参照各单元自身的历史频率（向全部单元收缩）。",
    "{node}: errors are {ratio:.2f} times those of the best naive forecast{verdict}.":
        "{node}：误差为最优朴素预测的 {ratio:.2f} 倍{verdict}。",
    ": there is no gain": "，没有改进",
    "{node}: {level:.0%} intervals held {held:.1%} of {checked:,} values.":
        "{node}：{level:.0%} 区间覆盖了 {checked:,} 个数值中的 {held:.1%}。",
    "{node} {beyond}: the warnings have skill: Brier score {brier:.4f} against {base:.4f} by each unit's own frequency "
    "({skill:.0%} less).":
        "{node} {beyond}：预警有效，Brier 评分为 {brier:.4f}，按各单元自身历史频率为 {base:.4f}（降低 {skill:.0%}）。",
    "{node} {beyond}: the warnings have no skill: Brier score {brier:.4f} against {base:.4f} by each unit's own frequency.":
        "{node} {beyond}：预警无效，Brier 评分为 {brier:.4f}，并不优于各单元自身历史频率的 {base:.4f}。",
    "{node} {beyond}: it was always or never so, which warnings cannot be judged by.":
        "{node} {beyond}：历史上一直如此或从未发生，无法评判预警。",
    "no forecast could be compared with what came: give more periods, or a smaller horizon":
        "没有可与实际值比较的预测：请增加时期，或缩短预测期数",
    # seasons
    "there are too few: of a season no value has half a cycle on both sides": "期数太少：某个季节没有前后各半个周期的数据",
    "give at least two cycles, {periods} periods in a row": "请至少给两个周期，即连续 {periods} 期",
    "periods do not tell how many seasons a cycle has": "由时期看不出一个周期有几个季节",
    "give it: length=4": "请指明：length=4",
    "no season has two values of one unit: what units have of their own cannot be told from chance, and all have the pooled season":
        "没有哪个季节在同一单元有两个取值：单元自身的季节性与偶然波动无法区分，各单元一律采用合并季节",
    "Strength of the season": "季节强度",
    "What a season adds": "季节效应",
    "Values without season": "季节调整后数值",
    "{n:# unit|# units}, {m} seasons: season {high} adds {up:+.3g} on average, season {low} {down:+.3g}; median strength "
    "{strength:.2f}.":
        "共 {n:#} 个单元、{m} 个季节：平均而言第 {high} 季最高（{up:+.3g}），第 {low} 季最低（{down:+.3g}）；季节强度中位数 {strength:.2f}。",
    "Seasons were estimated by classical decomposition (centred moving average) and shrunk towards the mean of all units.":
        "季节效应采用经典分解法（中心化移动平均）估计，并向全部单元的均值收缩。",
    "Seasons were estimated by classical decomposition (centred moving average) as the mean of all units.":
        "季节效应采用经典分解法（中心化移动平均）估计，取全部单元的均值。",
    "Seasons were estimated by classical decomposition (centred moving average) for every unit by itself.":
        "季节效应采用经典分解法（中心化移动平均）逐单元估计。",
    # breaks
    'give "strict", "BIC", or a number above 0': '请给 "strict"、"BIC" 或大于 0 的数',
    "there are {n:,}": "共 {n:,} 期",
    "give at most {most:,}, such as weeks for days": "最多 {most:,} 期，如以周代日",
    "none has values for two levels": "没有单元的数据够分两段",
    "give a unit at least {n} values": "每个单元至少给 {n} 个数据",
    "too short for two levels: {units:10}": "数据不够分两段：{units:10}",
    "Changes of level": "水平突变点",
    "Levels": "各期水平",
    "No change of level in {n:# unit|# units}.": "{n:#} 个单元均未发现水平突变。",
    "{changed} of {n:# unit|# units} changed their level. The clearest change: {unit}, {period}, from {before:.4g} to {after:.4g}.":
        "{n:#} 个单元中有 {changed} 个水平发生突变；最明显的是{unit}，{period}，由 {before:.4g} 变为 {after:.4g}。",
    "Changes of level were found by exact segmentation, their number by n log(SSE / n) + {penalty} a change (at least "
    "{least:# value|# values} a level).":
        "水平突变点用精确分段法寻找，个数由准则“n log（残差平方和 / n）”加每个突变点 {penalty} 的罚项确定（每段不少于 {least:#} 期）。",
}  # fmt: skip
