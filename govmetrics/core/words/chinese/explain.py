"""What a score comes from, and why two scores differ."""

WORDS = {
    # what the treatment does
    "Steps of the treatment and the ranks that they move": "数据处理各步及其引起的名次变动",
    "Cells that each step filled or changed": "各步填补或改变的单元格",
    "Ranks without each step of the treatment": "略去各步处理后的名次",
    "Each step of the treatment was left out in turn, the recipe followed without it, and the ranks compared with those of the whole treatment.": "依次略去数据处理的每一步，按其余步骤重新计算，并与全部处理下的名次比较。",
    "{method}: {filled:# cell|# cells} filled, {changed:# cell|# cells} changed; without it {moved:# unit has|# units have} another rank, {unit} by {places:# place|# places}.": "{method}：填补 {filled:#} 个、改变 {changed:#} 个单元格；略去这一步，{moved:#} 个单元的名次改变，其中{unit}变动 {places:#} 位。",
    "{method}: {filled:# cell|# cells} filled, {changed:# cell|# cells} changed; no rank depends on it.": "{method}：填补 {filled:#} 个、改变 {changed:#} 个单元格；名次不受影响。",
    "{method}: {filled:# cell|# cells} filled, {changed:# cell|# cells} changed; what the ranks are without it is unknown.": "{method}：填补 {filled:#} 个、改变 {changed:#} 个单元格；略去这一步无法计算名次。",
    "The whole treatment": "全部处理",
    "whole treatment": "全部处理",
    "untreated": "不作处理",
    "without step {number}: {method}": "略去第{number}步：{method}",
    "has no steps": "没有步骤",
    "name the steps of the treatment": "请写明数据处理的各步",
    "without step {number} the recipe cannot be followed: {place}: {problem}": "略去第{number}步便无法计算：{place}：{problem}",
    "without any treatment the recipe cannot be followed: {place}: {problem}": "不作任何处理便无法计算：{place}：{problem}",
    "moves of single steps do not add up to that of the whole": "各步单独引起的变动相加不等于全部处理引起的变动",
    # what is given
    "give an Assessment, or its scores": "请给出 Assessment 或其得分",
    "give an Assessment, or (Assessment, period)": "请给出 Assessment，或（Assessment, 时期）",
    "give zero, mean, low, or {leaf: value}": "请给出 zero、mean、low，或 {指标代码: 取值}",
    "give the Assessment": "请给出 Assessment",
    "rows are: {rows:10}": "现有行：{rows:10}",
    "rows are: {rows:10}, as (period, unit)": "现有行：{rows:10}，写作（时期, 单元）",
    "leaves are: {leaves}": "现有末级指标：{leaves}",
    "is not a leaf below the node": "不是该节点下的末级指标",
    "a leaf occurs more than once": "有末级指标重复出现",
    "{value!r} is not scored": "{value!r} 没有得分",
    "has no value": "没有取值",
    "has no score": "没有得分",
    "look at its coverage": "请查看其数据覆盖率",
    "{method} has no low end": "{method} 没有下端",
    'measure from "mean", or give values': '请以 "mean" 为基准，或给出取值',
    "by {method} do not tell how they were formed": "由 {method} 得出，无法看出其构成",
    "one other than zero needs the whole record": "非零基准需要完整的评价记录",
    "has no score, as values are missing": "因数据缺失而没有得分",
    "give values for the leaves below the node": "请给出该节点下各末级指标的取值",
    "one is named more than once": "有重复",
    "name each once": "每个只应列出一次",
    "holds several periods": "含有多个时期",
    "give (assessment, period)": "请给出（assessment, 时期）",
    "{period} is not a period of the assessment": "{period} 不是该评价的时期",
    "periods are: {periods}": "现有时期：{periods}",
    "its rows have no period: give it alone": "其行没有时期，请直接给出",
    "is aggregated by another method than `before`": "与 `before` 的合成方法不同",
    "use compare_recipes": "请使用 compare_recipes",
    "by {method} a score depends on all units, so that one unit's values alone do not make it": "{method} 的得分取决于全部单元，并非仅由一个单元的数值决定",
    "explain the contributions of each instead": "请分别分解各单元的得分",
    "the value is missing on one side": "其中一方缺失",
    # contributions
    "Contributions of the indicators": "各指标的贡献",
    "Standard errors of the contributions": "贡献的标准误",
    "additive": "加权求和",
    "shapley": "沙普利值",
    "shapley, sampled": "沙普利值（抽样）",
    "{name} {points:+.2f}": "{name} {points:+.2f}",
    "{unit}: no score": "{unit}：没有得分",
    "{unit}: score {score:.2f} from {base:.2f}; most from {best}; least from {worst}.": "{unit}：得分 {score:.2f}，基准 {base:.2f}；贡献最大：{best}；贡献最小：{worst}。",
    "Scores at {node} ({method}): on average most comes from {best}, least from {worst}.": "{node}的得分（{method}）：平均贡献最大：{best}；最小：{worst}。",
    "{unit}: score {score:.2f} from {base:.2f}; points: {best}.": "{unit}：得分 {score:.2f}，基准 {base:.2f}；各指标贡献：{best}。",
    "Scores at {node} ({method}), points on average: {best}.": "{node}的得分（{method}）：各指标平均贡献：{best}。",
    # differences
    "Differences of score": "得分差异",
    "{unit}: one of the two scores is missing": "{unit}：缺少一方得分",
    "{unit}: {change:+.2f}, of which values {values:+.2f} ({leaves}) and weights {weights:+.2f}.": "{unit}：相差 {change:+.2f}，其中指标值 {values:+.2f}（{leaves}），权重 {weights:+.2f}。",
    "Scores at {node} ({method}): {change:+.2f} on average, of which values {values:+.2f} ({leaves}) and weights "
    "{weights:+.2f}.": "{node}的得分（{method}）：平均相差 {change:+.2f}，其中指标值 {values:+.2f}（{leaves}），权重 {weights:+.2f}。",
    # two recipes
    "Ranks by both recipes": "两种方案的排名",
    "What each step did to the score": "各步骤对得分的影响",
    "base_period": "基期",
    "roles": "指标角色",
    "with only {steps} changed": "仅更改{steps}时",
    "change these steps together, with another recipe between": "请同时更改这些步骤，中间另设一个方案",
    "orders that begin with {steps} are left out: {problem}": "以{steps}开始的顺序未计入：{problem}",
    "Changed: {steps}; {moved} of {rows} {rows:changes|change} rank.": "更改：{steps}；{rows}中 {moved} 个名次变动。",
    "{unit}: rank {before} to {after}, mostly by {cause}.": "{unit}：第 {before} 位 → 第 {after} 位，主要原因：{cause}。",
    # how it was found
    "Scores at {node} were split exactly: an indicator contributes its value times its share of the whole.":
        "{node}的分值为加权求和，可精确分解：各指标的贡献等于其标准化值乘以综合权重。",
    "Scores at {node} were split, from a baseline, by Shapley values of the indicators within their groups.":
        "采用沙普利值法（同组指标相邻）将{node}的分值与基准之差分解到各指标。",
    "All orders in which the indicators of a group stay together were enumerated.": "同组指标相邻的全部排列均已枚举。",
    "Orders in which the indicators of a group stay together were drawn at random.": "同组指标相邻的排列由随机抽样得出。",
    "Orders in which the indicators of a group stay together were drawn at random (seed {seed}).":
        "同组指标相邻的排列由随机抽样得出（随机种子 {seed}）。",
    "Differences of score at {node} were split without a remainder, after Bennet: what values did, at the mean of the two sides' "
    "weights, and what weights did, at the mean of their values.":
        "采用贝内特（Bennet）分解法将{node}的分值之差无残差地分解：指标值的影响按两方权重的均值计算，权重的影响按两方指标值的均值计算。",
    "Differences of score at {node} were split without a remainder: values and weights were exchanged in both orders and "
    "averaged, and what values did was shared out by Shapley values of the indicators within their groups.":
        "将{node}的分值之差无残差地分解：按两种先后顺序替换指标值与权重并取平均，指标值的影响再以沙普利值（同组指标相邻）分解到各指标。",
    "Two recipes, which differ in {steps}, were followed on the same data. The steps were changed one at a time, in every order, "
    "and what each did to score and rank was averaged over the orders.":
        "以同一数据分别采用两套方案计算，两者的差别在于{steps}；按所有可能的顺序逐一更改各步骤，各步骤对得分与排名的影响取各顺序的平均值。",
    "Differences of score from {other}": "与{other}的得分差异",
}  # fmt: skip
