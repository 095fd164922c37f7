"""Data envelopment analysis. Units are 决策单元 here."""

WORDS = {
    # words for codes
    "efficient": "强有效",
    "weakly efficient": "弱有效",
    "not efficient": "非有效",
    "not known": "无法判定",
    "first stage only": "仅第一阶段有效",
    "second stage only": "仅第二阶段有效",
    "increasing returns to scale": "规模报酬递增",
    "decreasing returns to scale": "规模报酬递减",
    "constant returns to scale": "规模报酬不变",
    "variable returns to scale": "规模报酬可变",
    "non-increasing returns to scale": "规模报酬非递增",
    "non-decreasing returns to scale": "规模报酬非递减",
    "free disposal hull": "自由处置包",
    "input orientation": "投入导向",
    "output orientation": "产出导向",
    "no orientation": "非导向",
    "solved": "有最优解",
    "no feasible solution": "无可行解",
    "not solved": "未能求解",
    "constant term": "常数项",
    "standard deviation (sigma)": "标准差（σ）",
    "inputs": "投入",
    "outputs": "产出",
    "undesirable outputs": "非期望产出",
    # frontiers of several periods
    "each of the {periods:# period|# periods} is measured against its own frontier": "共 {periods:#} 个时期，各期分别构造前沿",
    "the {periods:# period|# periods} are measured against one frontier of all of them": (
        "共 {periods:#} 个时期，以全部时期的共同前沿评价"
    ),
    "each of the {periods:# period|# periods} is measured against the frontier of all periods up to it": (
        "共 {periods:#} 个时期，各期以截至该期的全部时期构造前沿（序列前沿）"
    ),
    "each of the {periods:# period|# periods} is measured against the frontier of {width:# period|# periods}: itself and "
    "those before it": "共 {periods:#} 个时期，各期以该期及其之前共 {width:#} 个时期构造前沿（窗口前沿）",
    "the {periods:# period|# periods} are measured against the one frontier of the given reference": (
        "共 {periods:#} 个时期，均以给定参照构成的前沿评价"
    ),
    "is {value!r}, but the tables are not indexed by period and unit": "为 {value!r}，但各表未按时期与决策单元索引",
    "is {value!r} beside a reference, which spans the frontier itself": "为 {value!r}，但已给出参照，前沿由参照构成",
    "leave one of them out": "两者请省略其一",
    "leave the column out, or choose frontier='pooled'": "请删去该列，或选择 frontier='pooled'",
    "the regression takes all periods together": "回归合并全部时期进行",
    "Returns to scale to use: {names:50}.": "建议采用的规模报酬假设：{names:50}。",
    "{period} {use}": "{period}{use}",
    "each change is measured against the frontiers of both periods": "各项变化以前后两期各自的前沿衡量",
    "each change is measured against one frontier of all periods": "各项变化以全部时期的共同前沿衡量",
    "each change is measured against the frontiers of all periods up to each of the two": (
        "各项变化以截至前后两期的全部时期的前沿衡量（序列前沿）"
    ),
    "each change is measured against two frontiers, each of {width:# period|# periods}: the one measured and those before "
    "it": "各项变化以两个窗口前沿衡量，每个窗口为该期及其之前共 {width:#} 个时期",
    "each change is measured against one frontier of both periods together": "各项变化以前后两期的共同前沿衡量",
    # inputs and outputs
    "there are no inputs": "没有投入",
    "there are no outputs": "没有产出",
    "there are no undesirable outputs": "没有非期望产出",
    "all inputs are zero": "各项投入均为零",
    "all outputs are zero": "各项产出均为零",
    "all undesirable outputs are zero": "各项非期望产出均为零",
    "this input is zero for every unit": "所有决策单元的该项投入均为零",
    "this output is zero for every unit": "所有决策单元的该项产出均为零",
    "this undesirable output is zero for every unit": "所有决策单元的该项非期望产出均为零",
    "each row has {count:# label|# labels}, each row of the inputs {other}": (
        "每行有 {count:#} 个标签，而投入表每行有 {other} 个"
    ),
    "index all tables alike: by unit, or by period and unit": "各表的索引应一致：按决策单元，或按时期与决策单元",
    "has no {what}": "缺少{what}",
    "give the same units in all tables": "各表应包含相同的决策单元",
    "occurs more than once in the {what}": "在{what}表中重复出现",
    "name each unit once": "每个决策单元只能出现一次",
    "name each unit once, or index all tables by period and unit": "每个决策单元只能出现一次；若为多个时期，各表请按时期与决策单元索引",
    "is more than one column of the {what}": "在{what}表中有多列同名",
    "is both an input and an output": "既是投入又是产出",
    "is both an input and an undesirable output": "既是投入又是非期望产出",
    "rename one of them or leave it out": "请改名或删去其一",
    "give at least one column": "请至少给出一列",
    "{table}, row {row}": "{table}，第 {row} 行",
    "{table}, column {column}": "{table}，第 {column} 列",
    "the unit has no name": "决策单元没有名称",
    "the column has no name": "该列没有名称",
    "give it a name": "请命名",
    "is infinite": "为无穷大",
    "fill it in, or leave the unit or the column out": "请补全数据，或删去该决策单元或该列",
    "{value:g} is too large or too small": "{value:g} 过大或过小",
    "record it in other units": "请改用其他计量单位",
    "is negative ({value:g})": "为负数（{value:g}）",
    "use directional(..., direction='range'), which takes negative data; to add a constant would change the scores": (
        "请使用可处理负数的 directional(..., direction='range')；加上常数会改变得分"
    ),
    "leave the unit out: it cannot be compared": "请删去该决策单元：无法与其他单元比较",
    "leave the unit out": "请删去该决策单元",
    "leave the column out": "请删去该列",
    "leave the variable out": "请删去该变量",
    "give a list, or one name": "请给出列表或单个名称",
    "give inputs and outputs as tables, or a Dataset with roles": "请以表格给出投入与产出，或给出指标带有 role 的 Dataset",
    "outputs are missing": "缺少产出",
    "the table is missing": "缺少表格",
    "give a table with the units in rows": "请给出以决策单元为行的表格",
    "give a table with the units in rows and a column for each variable": "请给出以决策单元为行、以变量为列的表格",
    "has {dimensions:# dimension|# dimensions}": "有 {dimensions:#} 个维度",
    "the rows have different lengths": "各行长度不一致",
    "give one value for each cell": "每个单元格应有一个数值",
    "the names of the columns have {levels} levels": "列名有 {levels} 层",
    "give each column one name": "每列只能有一个名称",
    "use a model with undesirable outputs, or record what is achieved instead": (
        "请使用含非期望产出的模型，或改为记录所取得的成果"
    ),
    "no indicator has the role {role}": "没有指标的 role 为 {role}",
    "give at least one leaf `role: {role}`": "请至少为一个末级指标注明 `role: {role}`",
    "{n:# unit|# units} for {m:# input|# inputs} and {s:# output|# outputs}: many units will look efficient "
    "(rule of thumb: at least max(m s, 3 (m + s)) = {need})": (
        "{n:#}个决策单元对应{m:#}项投入、{s:#}项产出：许多单元会显得有效"
        "（经验法则：决策单元不少于 max(m s, 3 (m + s)) = {need} 个）"
    ),
    # a reference, a panel, an environment
    "reference: {place}": "参照集（reference）：{place}",
    "is not a pair of tables": "不是一对表格",
    "give (inputs, outputs)": "请给出 (inputs, outputs)，即投入与产出",
    "is not a tuple of tables": "不是由表格组成的元组",
    "give (inputs, outputs) or (inputs, outputs, undesirable)": (
        "请给出 (inputs, outputs) 或 (inputs, outputs, undesirable) 表格"
    ),
    "has the columns {given:50}": "的列为 {given:50}",
    "give the columns {wanted:50} in this order": "请依次给出以下各列：{wanted:50}",
    "is not indexed by period and unit": "未以时期与决策单元为索引",
    "set the index of every table to period and unit: set_index(['period', 'unit'])": (
        "请将各表的索引设为时期与决策单元：set_index(['period', 'unit'])"
    ),
    "has {count:# period|# periods}": "有 {count:#} 个时期",
    "give at least {least:# period|# periods}": "请至少给出 {least:#} 个时期",
    "{unit} has no data in {period}": "{unit}在{period}没有数据",
    "give the environment of every unit": "请给出每个决策单元的环境变量",
    "is the same for every unit": "所有决策单元的取值相同",
    "has no columns": "没有列",
    "give at least one variable": "请至少给出一个变量",
    "{n:# unit|# units} for {p:# variable|# variables}": "{n:#}个决策单元对应{p:#}个变量",
    "leave variables out, or add units": "请减少变量或增加决策单元",
    "is a combination of the variables before it": "是其前各变量的线性组合",
    # efficiency
    "Efficiency: {orientation}, {returns}": "效率分析（{orientation}，{returns}）",
    "Slacks": "松弛变量",
    "Targets": "目标值",
    "Peers": "参照单元",
    "Weights of inputs and outputs": "投入与产出的权重",
    "No unit has a score: no feasible solution was found for any.": "没有决策单元有得分：均无可行解。",
    ", {count:,} on the frontier (strong or weak: not known without slacks)": "、前沿上{count:,}个（未算松弛，强弱不明）",
    "{n:# unit|# units}": "{n:#}个决策单元",
    "{n:# case|# cases} ({units:# unit|# units} over {periods:# period|# periods})": "{n:#}个观测（{units:#}个决策单元、{periods:#}个时期）",
    "{strong} of {rows} {rows:is|are} strongly efficient, {weak} weakly{unsure}; mean score {mean:.4f}, lowest "
    "{low:.4f} ({unit:3}).": (
        "{rows}中{strong}个强有效、{weak}个弱有效{unsure}；平均效率{mean:.4f}，最低{low:.4f}（{unit:3}）。"
    ),
    "{rows} {rows:has|have} no feasible solution: {names:5}.": "{rows}无可行解：{names:5}。",
    "For {rows} the solver found no solution, though there may be one: {names:5}.": "{rows}未能求解（求解器未找到解，但不能断定无解）：{names:5}。",
    "Measured in {orientation}.": "按{orientation}测算。",
    "a unit without any output has the score 0: {units}": "没有任何产出的决策单元，得分为 0：{units}",
    "no score, because the frontier of the others cannot be reached: {units}": (
        "无法到达其余决策单元的前沿、没有得分：{units}"
    ),
    "{units} are duplicates of each other: their super-efficiency is 1": "{units}的数据完全相同，超效率为1",
    "is not among the units": "不在决策单元之中",
    "name a unit of the tables": "请给出表中的决策单元",
    # scale, and the tables of other programs
    "Efficiency and returns to scale": "效率与规模报酬",
    "Mean efficiency: overall {overall:.4f}, pure technical {technical:.4f}, scale {scale:.4f}.": (
        "平均综合效率{overall:.4f}，纯技术效率{technical:.4f}，规模效率{scale:.4f}。"
    ),
    "Returns to scale of {rows}: increasing {increasing}, constant {constant}, decreasing {decreasing}.": (
        "{rows}中，规模报酬递增{increasing}个、不变{constant}个、递减{decreasing}个。"
    ),
    "Redundancy of inputs": "投入冗余分析",
    "Shortfall of outputs": "产出不足分析",
    "Projections": "投影分析",
    "S- {column}": "松弛变量S-（{column}）",
    "S+ {column}": "松弛变量S+（{column}）",
    "redundancy rate {column}": "投入冗余率（{column}）",
    "shortfall rate {column}": "产出不足率（{column}）",
    "mean of all units": "全体均值",
    # improvements
    "Improvements": "改进方案",
    "Whom to learn from": "学习标杆",
    "{unit} is efficient: no unit or mixture of units does better.": "{unit}已处于有效前沿，没有决策单元或其组合优于它。",
    "Step {step} of {last}: {what}": "第{step}步（共{last}步）：{what}",
    "With {less:99}, {more:99}.": "{less:99}的同时，{more:99}。",
    "Same result with {less:99}.": "产出不变的情况下，{less:99}。",
    "With the same means {more:99}.": "投入不变的情况下，{more:99}。",
    "{size}% fewer {name} ({amounts})": "{name}减少{size}%（{amounts}）",
    "{size}% less {name} ({amounts})": "{name}减少{size}%（{amounts}）",
    "{size}% more {name} ({amounts})": "{name}增加{size}%（{amounts}）",
    "less {name} ({amounts})": "{name}减少（{amounts}）",
    "more {name} ({amounts})": "{name}增加（{amounts}）",
    "Learn from {peers:99}.": "标杆单元：{peers:99}。",
    "read the tree first: read_tree(...)": "请先读取指标体系：read_tree(...)",
    "is of other inputs and outputs than the tables: {columns:10}": "其投入或产出与数据表不同：{columns:10}",
    "give the result of a model of these tables": "请给出由这些数据表算出的模型结果",
    "has no target in this result": "在该结果中没有目标值",
    "choose a model that reaches it, such as by='radial'": "请选择可求得目标值的模型，如 by='radial'",
    "no efficient point was found that dominates it": "未找到优于它的有效点",
    "measure it by slacks_based": "请改用 slacks_based 测算",
    "names no unit": "未列出决策单元",
    "name one, or leave it out for all": "请列出决策单元；省略则为全部",
    # models with slacks and directions
    "the plain sum of slacks changes with the columns' units of measurement": "松弛之和随各列的计量单位而变",
    "slacks of zero amounts do not count in the score": "数值为零处的松弛不计入得分",
    "some units lie outside the reference": "部分决策单元位于参照集之外",
    "some units cannot reach the reference along their direction": "部分决策单元沿其方向无法到达参照前沿",
    "some units cannot reach the reference on their curve": "部分决策单元沿其曲线无法到达参照前沿",
    "weights={weights!r} gives a share only under variable returns": "weights={weights!r} 仅在规模报酬可变时表示比例",
    "choose returns='variable', or weights='own' or 'one'": "请选择 returns='variable'，或 weights='own' 或 'one'",
    "choose weights='range', which divides by the column's range": "请选择以各列极差为除数的 weights='range'",
    "is zero": "为零",
    "do not name each column once": "未逐一对应各列",
    "give a Series with the index {names:50}": "请给出索引为 {names:50} 的 Series",
    "are not all finite and non-negative": "不全是有限的非负数",
    "give positive weights": "请给出正的权重",
    "a range direction has a meaning only under variable returns": "极差方向仅在规模报酬可变时有意义",
    "choose returns='variable'": "请选择 returns='variable'",
    "is neither a name nor a table": "既不是名称也不是表格",
    "give a Series, a DataFrame, or one of: {choices:50}": "请给出 Series、DataFrame 或以下选项之一：{choices:50}",
    "has no column {name}": "缺少列 {name}",
    "has no unit {unit}": "缺少决策单元 {unit}",
    "give every unit and every column once": "每个决策单元和每列均应给出一次",
    "names a unit or a column more than once": "决策单元或列重复",
    "has missing or negative amounts": "有缺失或负的数量",
    "give amounts of improvement, none below zero": "请给出非负的改进量",
    "is zero everywhere": "全部为零",
    "give one positive amount": "请至少给出一个正数",
    "its slack is divided by it; choose zero_outputs='leave_out' or 'tenth'": (
        "其松弛以它为除数；请选择 zero_outputs='leave_out' 或 'tenth'"
    ),
    "super-efficiency divides by every amount": "超效率模型以每个数值为除数，不得为零",
    "super-efficiency compares a unit with the others": "超效率模型须与其余决策单元比较",
    # undesirable outputs by translation
    "shifted from {constants}: which units are efficient does not depend on the constant; the scores of the others do": (
        "以{constants}减去非期望产出：哪些决策单元有效与常数无关，其余单元的得分则随常数而变"
    ),
    "shifted from {constants}: input-oriented scores under variable returns do not depend on the constant": (
        "以{constants}减去非期望产出：规模报酬可变时投入导向的得分与常数无关"
    ),
    "shifting data changes the frontier unless returns are variable": "除规模报酬可变外，平移数据会改变前沿",
    "choose returns='variable', or slacks_based or directional with undesirable=": (
        "请选择 returns='variable'，或使用带 undesirable= 的 slacks_based 或 directional"
    ),
    "give a number, or a Series with one value for each column": "请给出一个数，或每列一个数值的 Series",
    "the constant {constant:g} is not above {highest:g}": "常数 {constant:g} 不大于 {highest:g}",
    "give a larger constant": "请给出更大的常数",
    # circumstances, fixed columns, limits on weights
    "has no circumstances": "没有环境等级",
    "give one value for each unit, under its label": "请按名称为每个决策单元给出一个值",
    "names units more than once": "决策单元重复",
    "circumstances {value!r} have no order": "环境等级 {value!r} 无法排序",
    "give numbers, or an ordered categorical, the hardest circumstances lowest": (
        "请给出数值或有序分类，环境越困难，取值越小"
    ),
    "names every input": "包括了全部投入",
    "names every output": "包括了全部产出",
    "leave at least one that can change": "请至少保留一项可变动的",
    "all inputs that may change are zero": "可变动的各项投入均为零",
    "all outputs that may change are zero": "可变动的各项产出均为零",
    "names no column": "未列出任何列",
    "{name!r} is no such column": "没有 {name!r} 这一列",
    "is no such column": "没有这一列",
    "choose from: {columns:50}": "请从以下各列中选择：{columns:50}",
    "give (a, b, low, high) with two of: {columns:50}": "请给出 (a, b, low, high)，a、b 取自：{columns:50}",
    "{first} and {second} are an input and an output": "{first}与{second}分别是投入和产出",
    "limit two inputs or two outputs": "请限定两项投入或两项产出",
    "limits {low} and {high} leave nothing": "界限 {low} 与 {high} 之间没有可取的值",
    "give 0 <= low <= high": "请使 0 <= low <= high",
    "give 0 <= low <= high <= 1": "请使 0 <= low <= high <= 1",
    "give a mapping of columns to (low, high)": "请给出列名到 (low, high) 的映射",
    "is zero and can have no share": "为零，不能占有份额",
    "drop the lower limit": "请去掉下限",
    "the shares of {columns} cannot sum to 1": "{columns} 的份额之和不可能为 1",
    "widen the limits": "请放宽界限",
    'give None, "highs", or a PuLP solver object such as pulp.PULP_CBC_CMD(msg=False)': (
        '请给出 None、"highs" 或 PuLP 求解器对象，如 pulp.PULP_CBC_CMD(msg=False)'
    ),
    "is not installed here": "未安装",
    "install it, or leave `solver` out": "请安装，或省略 `solver`",
    # benefit of the doubt
    "normalise the dataset first, for example with min_max": "请先对数据集做标准化，例如用 min_max",
    "give a share from 0 to 1, or a mapping of nodes to shares": "请给出 0 至 1 的份额，或节点到份额的映射",
    "is no node below the root": "不是根节点以下的节点",
    "choose from: {nodes:50}": "请从以下节点中选择：{nodes:50}",
    "the lower share {lower:g} is above the upper share {upper:g}": "份额下限 {lower:g} 高于上限 {upper:g}",
    "swap or widen them": "请对调或放宽",
    "impute it first": "请先插补",
    "scale to values that are not negative (min-max)": "请标准化为非负数（如 min-max）",
    "a zero can have no share of {share:g}: scale to 1-100, or drop the lower bound": (
        "零值无法占有 {share:g} 的份额：请标准化到 1-100，或去掉下限"
    ),
    "no shares meet these bounds and sum to 1": "没有满足上下限且和为 1 的份额",
    "widen the bounds": "请放宽上下限",
    "{share:.1%} of {rows} are tied at 1: set bounds on the shares to tell them apart.": (
        "{rows}中{share:.1%}并列为1，请设定份额的上下限以区分。"
    ),
    "{share:.1%} of {rows} are tied at 1.": "{rows}中{share:.1%}并列为1。",
    "Scores by benefit of the doubt": "最优权重（BoD）得分",
    "Shares of the indicators in the overall score": "各指标在总得分中的份额",
    # cross-efficiency
    "Cross-efficiency": "交叉效率",
    "Efficiency of each unit (column) with the weights of each unit (row)": (
        "以各决策单元（行）的权重计算的各决策单元（列）的效率"
    ),
    "Averaged over all raters, {unit:3} has the highest score ({score:.4f}); the mean of all units is {mean:.4f}.": (
        "{unit:3}的平均交叉效率最高（{score:.4f}）；全体平均为{mean:.4f}。"
    ),
    "arbitrary weights: a rater's other optimal weights would give other cross-efficiencies; choose goal='benevolent' or "
    "'aggressive'": "权重不唯一：评价方的其他最优权重会得出不同的交叉效率；请选择 goal='benevolent' 或 'aggressive'",
    "{unit}: its benevolent weights would ignore all that it uses itself; its own optimal weights are used": (
        "{unit}：其仁慈型权重会忽略自身的全部投入，改用其自身的最优权重"
    ),
    "{unit}: its aggressive weights would ignore all that it uses itself; its own optimal weights are used": (
        "{unit}：其进取型权重会忽略自身的全部投入，改用其自身的最优权重"
    ),
    "what each of the {rows:# unit|# units} says of each is left out, for it was not asked for": "{rows:#}个单元相互评价的矩阵未要求给出，从略",
    "{unit} is judged without {raters}, whose weights touch nothing that it uses or makes": (
        "对{unit}的评价不含{raters}：其权重不涉及该单元的任何投入和产出"
    ),
    # periods
    "Productivity change": "生产率变化",
    "Means by period": "各时期均值",
    "Geometric means by period": "各时期几何平均",
    "Geometric means by unit": "各决策单元几何平均",
    "Productivity changed by {total:+.1f}% a period on average: technical change {technical:+.1f}%, pure efficiency {pure:+.1f}%, scale {scale:+.1f}%.": (
        "全要素生产率平均每期变化{total:+.1f}%：技术进步{technical:+.1f}%，纯技术效率{pure:+.1f}%，规模效率{scale:+.1f}%。"
    ),
    "{units}: no output in {before} or {after}, so that productivity has no ratio": (
        "{units}：在{before}或{after}没有任何产出，生产率之比无意义"
    ),
    "{units}: only in {before} or {after}, so without a change": "{units}：仅见于{before}或{after}，没有变化值",
    "Productivity rose on average.": "平均生产率上升。",
    "Productivity did not change on average.": "平均生产率没有变化。",
    "Productivity fell on average.": "平均生产率下降。",
    "Mean index {total:.4f}: efficiency change {efficiency:.4f}, technical change {technical:.4f}.": (
        "平均指数{total:.4f}：效率变化{efficiency:.4f}，技术变化{technical:.4f}。"
    ),
    "{count} of {all:# change has|# changes have} no feasible solution and are left out of the means; frontier='pooled' "
    "has none of these": "{all:#}个变化值中{count}个无可行解，未计入均值；frontier='pooled' 不会出现此情况",
    "decomposition='fgnz' gives an index to these too: variable returns between two periods' frontiers have none": (
        "decomposition='fgnz' 可给出其中各项的指数：无可行解的是跨期的可变规模报酬距离"
    ),
    "Of no change is every part known.": "没有一个变化值的各组成部分齐全。",
    "The means are of {known:,} of {all:# change|# changes}: not every part of the others is known.": (
        "均值仅按{all:#}个变化值中各组成部分齐全的{known:,}个计算。"
    ),
    "shares no unit with the period before": "与上一时期没有共同的决策单元",
    "leave this period out": "请删去该时期",
    "Scores by window and period": "各窗口、各时期的得分",
    "Mean scores by period": "各时期平均得分",
    "Stability of the scores": "得分的稳定性",
    "With windows of {width:# period|# periods} {unit:3} has the best mean ({best:.4f}); the mean of all went from {first:.4f} "
    "to {last:.4f}; scores of one period differ by at most {range:.4f} between windows.": (
        "窗口宽度{width:#}；平均效率最高的是{unit:3}（{best:.4f}）；各期平均由{first:.4f}变为{last:.4f}；"
        "同一时期不同窗口的得分最多相差{range:.4f}。"
    ),
    "is {value} with {periods:# period|# periods}": "为 {value}，而时期共 {periods:#} 个",
    "give a whole number from 1 to {periods}": "请给出 1 至 {periods} 的整数",
    # prices
    "has a column that is not measured: {name}": "含有不参与测算的列：{name}",
    "has a unit that is not measured: {unit}": "含有不参与测算的决策单元：{unit}",
    "is {value:g}, which is no price": "为 {value:g}，不能作为价格",
    "give what one unit of it costs or earns, or leave the column out": "请给出其单位价格（大于零），或删去该列",
    "is neither a Series nor a table of these units and columns": "既不是各列价格的 Series，也不是与各决策单元、各列对应的表格",
    "give a Series with a price for each column, or a DataFrame with a row for each unit": (
        "请给出每列一个价格的 Series，或每个决策单元一行的 DataFrame"
    ),
    "the same prices for all": "各决策单元价格相同",
    "each unit's own prices": "采用各决策单元自身的价格",
    "prices differ between units: one that pays more for the same is not judged less efficient for it (Tone 2002); to judge "
    "that too, measure `radial` with spending as the input or receipts as the output": (
        "各决策单元的价格不同：同样的投入付出更高价格，并不因此降低其效率（Tone 2002）；如需同时评价价格高低，"
        "请以支出额为投入（或以收入额为产出）使用 `radial`"
    ),
    "Cost efficiency, the least cost of a unit's outputs at the prices of its inputs over its own cost, was measured by data "
    "envelopment analysis ({returns}; {prices}), and split into technical efficiency (the radial input score) and allocative "
    "efficiency.": (
        "采用数据包络分析（{returns}；{prices}）测算成本效率，即在给定投入价格下生产现有产出的最小成本与实际成本之比，"
        "并将其分解为技术效率（投入导向径向效率）与配置效率。"
    ),
    "Revenue efficiency, a unit's own revenue over the largest at the prices of its outputs that its inputs allow, was measured "
    "by data envelopment analysis ({returns}; {prices}), and split into technical efficiency (the radial output score) and "
    "allocative efficiency.": (
        "采用数据包络分析（{returns}；{prices}）测算收益效率，即在给定产出价格下实际收益与现有投入所能实现的最大收益之比，"
        "并将其分解为技术效率（产出导向径向效率）与配置效率。"
    ),
    "{best} of {rows} {best:spends|spend} least for what {best:it makes|they make}; mean cost efficiency {mean:.4f} (technical "
    "{technical:.4f}, allocative {allocative:.4f}), lowest {low:.4f} ({unit:3}).": (
        "{rows}中有{best}个达到成本最小；成本效率均值{mean:.4f}（技术效率{technical:.4f}，配置效率{allocative:.4f}），"
        "最低{low:.4f}（{unit:3}）。"
    ),
    "{best} of {rows} {best:earns|earn} most with what {best:it uses|they use}; mean revenue efficiency {mean:.4f} (technical "
    "{technical:.4f}, allocative {allocative:.4f}), lowest {low:.4f} ({unit:3}).": (
        "{rows}中有{best}个达到收益最大；收益效率均值{mean:.4f}（技术效率{technical:.4f}，配置效率{allocative:.4f}），"
        "最低{low:.4f}（{unit:3}）。"
    ),
    "All together spend {own:,.2f}; {best:,.2f} would do for the same outputs: of the {lost:,.2f} between them {waste:.1%} comes "
    "from using too much of everything, the rest from a mix that does not fit the prices.": (
        "实际成本合计{own:,.2f}，同样的产出最少只需{best:,.2f}；两者相差{lost:,.2f}，其中{waste:.1%}源于技术无效率（各项投入过多），"
        "其余源于配置无效率（投入组合与价格不匹配）。"
    ),
    "All together earn {own:,.2f}; {best:,.2f} could be had from the same inputs: of the {lost:,.2f} between them {waste:.1%} "
    "comes from making too little of everything, the rest from a mix that does not fit the prices.": (
        "实际收益合计{own:,.2f}，同样的投入最多可得{best:,.2f}；两者相差{lost:,.2f}，其中{waste:.1%}源于技术无效率（各项产出不足），"
        "其余源于配置无效率（产出组合与价格不匹配）。"
    ),
    "Cost efficiency: {returns}": "成本效率（{returns}）",
    "Revenue efficiency: {returns}": "收益效率（{returns}）",
    "Inputs that cost least": "成本最小的投入量",
    "Outputs that earn most": "收益最大的产出量",
    "Profit inefficiency (Nerlovian) was measured by data envelopment analysis (variable returns to scale; {prices}): the largest "
    "profit less a unit's own, over the worth of the direction, which was {direction}; it was split into technical inefficiency "
    "(the directional distance) and allocative inefficiency.": (
        "采用数据包络分析（规模报酬可变；{prices}）测算 Nerlove 利润无效率，即最大利润与实际利润之差除以方向向量的价值"
        "（方向向量取{direction}），并将其分解为技术无效率（方向距离）与配置无效率之和。"
    ),
    "{best} of {rows} {best:earns|earn} the largest profit; mean profit inefficiency {mean:.4f} (technical {technical:.4f}, "
    "allocative {allocative:.4f}), largest {high:.4f} ({unit:3}).": (
        "{rows}中有{best}个达到利润最大；利润无效率均值{mean:.4f}（技术无效率{technical:.4f}，配置无效率{allocative:.4f}），"
        "最高{high:.4f}（{unit:3}）。"
    ),
    "The profits add up to {own:,.2f}, the largest ones to {most:,.2f}.": "实际利润合计{own:,.2f}，最大利润合计{most:,.2f}。",
    "Measured along {direction}.": "方向向量取{direction}。",
    "Profit efficiency": "利润效率",
    "Inputs and outputs that earn most": "利润最大的投入量与产出量",
    # the epsilon-based measure
    "is zero, and the logarithm of its ratio to others counts": "为零，而模型须取其与其他数值之比的对数",
    "leave the unit or the column out, choose the other orientation, or use `slacks_based` or `radial`": (
        "请删去该决策单元或该列，或改用另一导向，或使用 `slacks_based` 或 `radial`"
    ),
    "the epsilon-based measure (EBM)": "EBM模型（基于ε的测度）",
    "How much slacks count beside the radial change was taken from the affinity of the columns on the frontier.": (
        "非径向松弛相对于径向变动的权重由前沿投影值各列之间的亲和度确定。"
    ),
    "Weights and epsilon": "权重与 ε",
    "Affinity": "亲和度",
    "leave the unit out: all weights are best for it, so that what it says of the others would be arbitrary": (
        "请删去该决策单元：任何权重对它都是最优的，由它评价其他单元没有确定的结果"
    ),
    "leave the unit out: its outputs could grow without bound, so that no test has a number for it; or choose "
    "orientation='input', which takes it": (
        "请删去该决策单元：其产出可无限扩大，各项检验都算不出结果；或选 orientation='input'，该导向可以处理"
    ),
    "all intermediate products are zero": "所有中间产品均为零",
    "leave the unit out: its second stage has no efficiency, and any output it has would come from nothing, so that the "
    "output's weight would be 0 for every unit": (
        "请删去该决策单元：其第二阶段没有效率可言；若有产出，则产出无所从来，会使所有单元在该产出上的权重都为 0"
    ),
    "leave the unit out: under constant returns its score is 0, and the test divides by scores": (
        "请删去该决策单元：规模报酬不变时其效率为 0，而检验须以效率值为除数"
    ),
    # groups
    "Efficiency against the own group and against all groups": "组内效率与共同前沿效率",
    "Means by group": "各组均值",
    "Group {best:3} comes closest to the metafrontier ({highest:.4f}), {worst:3} least ({lowest:.4f}).": (
        "技术落差比最高的组是{best:3}（{highest:.4f}），最低的是{worst:3}（{lowest:.4f}）。"
    ),
    "group {group} has {n:# unit|# units} for {m:# input|# inputs} and {s:# output|# outputs}: most will look efficient "
    "within it": "组{group}有{n:#}个决策单元，对应{m:#}项投入、{s:#}项产出：其中多数会显得有效",
    "give each unit one group": "每个决策单元只能属于一个组",
    "give every unit a group": "请为每个决策单元给出分组",
    # partial frontiers, outliers
    "Scores against a partial frontier": "部分前沿得分",
    "{beyond} of {rows} surpass the order-m frontier (m = {order:g}); mean score {mean:.4f}.": (
        "{rows}中{beyond}个超出部分前沿（m 阶，m = {order:g}）；平均得分{mean:.4f}。"
    ),
    "{beyond} of {rows} surpass the order-alpha frontier (alpha = {order:g}); mean score {mean:.4f}.": (
        "{rows}中{beyond}个超出部分前沿（α 阶，α = {order:g}）；平均得分{mean:.4f}。"
    ),
    "choose orientation='output', or leave the unit out": "请选择 orientation='output'，或删去该决策单元",
    "Marks of outliers, most first": "异常值标记（多者在前）",
    "Wilson's statistic": "Wilson 统计量",
    "No unit is marked by two tests or more.": "没有决策单元被两项以上检验标记。",
    "Marked by at least two tests: {names}; check their data first.": (
        "至少两项检验标记的决策单元：{names}；请先核对其数据。"
    ),
    "{unit} lies beyond anything the others reach: it has no super-efficiency": (
        "{unit}超出其余决策单元所能达到的范围，没有超效率"
    ),
    "Wilson's statistic looked only at groups of the units with the largest leverage on the volume": (
        "Wilson 统计量只考察了由影响最大的决策单元组成的组"
    ),
    "{n:# unit|# units} for {columns:# column|# columns} and groups of {largest}": (
        "{n:#}个决策单元对应{columns:#}列和{largest}个一组"
    ),
    "give more units, or a smaller `largest`": "请增加决策单元，或减小 `largest`",
    "give a mapping of a test's name to a number": "请给出检验名称到数值的映射",
    # the bootstrap, tests and regressions
    "Efficiency scores corrected for bias": "偏差修正后的效率",
    "Mean score {mean:.4f}; corrected for bias {corrected:.4f} ({draws:,} draws, {level:g}% intervals).": (
        "平均效率{mean:.4f}，偏差修正后{corrected:.4f}（抽样{draws:,}次，{level:g}%置信区间）。"
    ),
    "every unit has the same score: there is nothing to draw from": "所有决策单元得分相同，无从抽样",
    "every unit has the same score under {returns}: there is nothing to draw from": (
        "{returns}时所有决策单元得分相同，无从抽样"
    ),
    "is so far from the other units that its score in the draws is 0 to rounding, and the test divides by scores": (
        "与其他决策单元相差过于悬殊，抽样中的得分因舍入为 0，而检验须以得分为除数"
    ),
    "leave out inputs or outputs, or add units": "请减少投入或产出，或增加决策单元",
    "Test of returns to scale": "规模报酬检验",
    "Constant returns to scale are rejected ({p}); choose a model with {use}.": (
        "拒绝规模报酬不变的假设（{p}）；宜采用{use}的模型。"
    ),
    "Constant returns to scale are not rejected ({p}); choose a model with {use}.": (
        "不拒绝规模报酬不变的假设（{p}）；宜采用{use}的模型。"
    ),
    "choose 1 or 2": "请选择 1 或 2",
    "give two whole numbers from 2 to {most:,}, such as (100, 2000)": "请给出两个 2 至 {most:,} 之间的整数，如 (100, 2000)",
    "Second-stage regression of inefficiency": "无效率的第二阶段回归",
    "Distances and their bias": "距离及其偏差",
    "For comparison: Tobit and OLS": "对照：Tobit 与 OLS",
    "At {level:g}% confidence, no variable is associated with efficiency.": "在{level:g}%置信水平下，没有变量与效率显著相关。",
    "At {level:g}% confidence, lower efficiency goes with more of: {names}.": (
        "在{level:g}%置信水平下，与较低的效率相关的变量：{names}。"
    ),
    "At {level:g}% confidence, higher efficiency goes with more of: {names}.": (
        "在{level:g}%置信水平下，与较高的效率相关的变量：{names}。"
    ),
    "Tobit and OLS treat estimated scores as observed and independent: second best, for comparison only": (
        "Tobit 与 OLS 把估计得到的得分视为独立的观测值，仅供对照"
    ),
    "only {count:# unit is|# units are} inefficient": "仅有{count:#}个决策单元无效",
    "use fewer variables, fewer inputs and outputs, or more units": "请减少变量、投入和产出，或增加决策单元",
    "use fewer variables or more units": "请减少变量或增加决策单元数量",
    "{failed} of {all:,} draws had no maximum of the likelihood and are left out": (
        "{all:,}次抽样中{failed}次似然函数没有最大值，已剔除"
    ),
    "{failed} of {all:,} draws have no maximum of the likelihood": "{all:,}次抽样中{failed}次似然函数没有最大值",
    "the truncated likelihood has no maximum: distances fall off from 1 without a mode": (
        "截断似然函数没有最大值：距离自 1 起单调减少，没有众数"
    ),
    "use fewer variables or more units; the Tobit of the same data is in statsmodels": (
        "请减少变量或增加决策单元；同一数据的 Tobit 回归可用 statsmodels"
    ),
    "Efficiency without the environment and luck": "剔除环境因素与随机误差后的效率",
    "Regressions of the inputs' slacks": "投入松弛的回归",
    "Stochastic frontiers of the inputs' slacks": "投入松弛的随机前沿",
    "Adjusted inputs": "调整后的投入",
    "Without the environment and luck the mean score is {third:.4f}, not {first:.4f}; {up:# unit rises|# units rise}, "
    "{down:# falls|# fall}.": (
        "剔除环境因素与随机误差后，平均效率由{first:.4f}变为{third:.4f}；{up:#}个决策单元上升，{down:#}个下降。"
    ),
    "{input} has no slack to explain and is not adjusted": "{input}没有可解释的松弛，未作调整",
    "{input}: the slacks lean the wrong way, so that all that is unexplained counts as luck": (
        "{input}：松弛的偏斜方向相反，未解释的部分全部视为随机误差"
    ),
    "{input}: no inefficiency shows in the slacks (gamma {gamma:.3g}, at the lower end of its range): the usual standard errors do not "
    "hold there, so that z and p values of this regression mean nothing": (
        "{input}：松弛中看不出无效率（γ＝{gamma:.3g}，处于取值下界），通常的标准误在此不成立，该回归的 z 值与 p 值没有意义"
    ),
    "{input}: no luck shows in the slacks (gamma 1, the upper end of its range): the usual standard errors do not hold there, so "
    "that z and p values of this regression mean nothing": (
        "{input}：松弛中看不出随机误差（γ＝1，处于取值上界），通常的标准误在此不成立，该回归的 z 值与 p 值没有意义"
    ),
    # networks
    "Efficiency of both stages": "两阶段效率",
    "Weights of the stages": "两阶段的权重",
    "Weights of inputs, intermediate products and outputs": "投入、中间产品与产出的权重",
    "Mean efficiency of {rows}: overall {overall}, first stage {first}, second stage {second}; the first stage is the weaker one in {weaker}.": (
        "{rows}的平均总效率{overall}，第一阶段{first}，第二阶段{second}；{weaker}的短板在第一阶段。"
    ),
    "Efficiency of the network and its stages": "网络总效率与各阶段效率",
    "Efficiency of the network of {count:# stage|# stages} was measured with the network slacks-based measure ({orientation}, "
    "{returns}; {links}; weights of the stages: {weights:99}).": (
        "采用网络SBM模型测算由{count:#个|#个}阶段组成的网络效率（{orientation}，{returns}；{links}；各阶段权重：{weights:99}）。"
    ),
    "links free, as long as one stage takes what the other makes": "连接变量自由，只要求前一阶段产出的等于后一阶段投入的",
    "links fixed at what the unit itself has": "连接变量固定在单元自身的数量",
    "some links free, some fixed at what the unit itself has": "连接变量部分自由，部分固定在单元自身的数量",
    "Where the stages are not unique, earlier ones were given the larger efficiency.": "各阶段效率不唯一时，使靠前的阶段效率较大。",
    "{name} {share:.3g}": "{name} {share:.3g}",
    "Mean overall efficiency of {rows}: {overall:.4f}; efficient in all stages: {efficient:,}. The weakest stage is {stage:3} (mean "
    "{low:.4f}), the strongest {other:3} (mean {high:.4f}).": (
        "{rows}的平均总效率{overall:.4f}，各阶段均有效的{efficient:,}个；最弱的阶段是{stage:3}（均值{low:.4f}），"
        "最强的是{other:3}（均值{high:.4f}）。"
    ),
    "links": "连接变量",
    "there are no links": "没有连接变量",
    "all links are zero": "所有连接变量均为零",
    "this link is zero for every unit": "该连接变量对每个单元都为零",
    "stages, {stage}": "阶段{stage}",
    "links, {pair}": "连接变量{pair}",
    "is not a mapping of each stage to its inputs and outputs": "不是由各阶段到其投入与产出的映射",
    'give {{"first": {{"inputs": [...], "outputs": [...]}}, "second": ...}}': (
        '请给出 {{"first": {{"inputs": [...], "outputs": [...]}}, "second": ...}}'
    ),
    "{count:# stage is|# stages are} no network": "{count:#个|#个}阶段不成网络",
    "give two or more, or use slacks_based": "请给出两个或更多，或用 slacks_based",
    "has {key!r}": "含有 {key!r}",
    "give inputs and outputs alone": "请只给出 inputs 和 outputs",
    "{name} is no column of the {kind}": "{name} 不是 {kind} 的列",
    "{name} is of {other}, too": "{name} 也属于 {other}",
    "split its amounts into a column for each stage": "请把其数量按阶段拆分成各自的列",
    "is of no stage": "不属于任何阶段",
    "give one of: {names:20}": "请给出其中之一：{names:20}",
    "is a column of the result": "是结果自身的列名",
    "call the stage something else": "请给该阶段另取名称",
    "name it in stages, or leave the column out": "请在 stages 中列出，或去掉该列",
    "is the name of more than one column": "是不止一列的名称",
    "give each column of inputs, outputs and links a name of its own": "请给投入、产出和连接变量的每一列各自的名称",
    "give each column of inputs, outputs and carry-overs a name of its own": "请给投入、产出和跨期变量的每一列各自的名称",
    "give a mapping of (from, to) to a table, such as {{('first', 'second'): cases}}": (
        "请给出（从，到）到表的映射，例如 {{('first', 'second'): cases}}"
    ),
    "is not a mapping of pairs of stages to tables": "不是由阶段对到表的映射",
    "does not go from one stage to another": "不是从一个阶段到另一个阶段",
    "give (from, to), two of: {names:20}": "请给出（从，到），取自：{names:20}",
    "{pair} is not among the links": "{pair} 不在连接变量之中",
    "{name} has no link": "{name} 没有连接变量",
    "link it, or leave it out": "请连接它，或去掉它",
    "makes something of nothing in {stage}": "在{stage}中没有任何投入却有产出",
    "makes something of nothing": "没有任何投入却有产出",
    "leave the unit out, or correct its amounts": "请去掉该单元，或更正其数量",
    "its slack is divided by it; choose orientation='input', or leave the unit out": (
        "其松弛要除以它，请选择 orientation='input'，或去掉该单元"
    ),
    "are not given by name": "没有按名称给出",
    "give a mapping of each to its weight": "请给出各项到其权重的映射",
    "there is none of {name}": "没有{name}的权重",
    "give a weight of each": "请给出每一项的权重",
    "of {name} is no number from 0": "{name}的权重不是0以上的数",
    "give a weight from 0": "请给出不小于0的权重",
    "{name} is not among them": "{name}不在其中",
    "leave it out, or spell it as they are": "请去掉它，或按其原名书写",
    "give at least one weight above zero": "请至少给出一个大于零的权重",
    "Efficiency over all periods and of each period": "整体效率与各期效率",
    "Efficiency over {count:# period|# periods} was measured with the dynamic slacks-based measure ({orientation}, {returns}), all "
    "periods of a unit together; from one period to the next are carried over: {carried:99}.": (
        "采用动态SBM模型（{orientation}，{returns}）对每个单元{count:#个|#个}时期的效率一并测算；跨期变量：{carried:99}。"
    ),
    "{names:99} (good, as an output)": "{names:99}（期望，计为产出）",
    "{names:99} (bad, as an input)": "{names:99}（非期望，计为投入）",
    "{names:99} (free)": "{names:99}（自由）",
    "{names:99} (fixed)": "{names:99}（固定）",
    "Where the periods are not unique, earlier ones were given the larger efficiency.": "各期效率不唯一时，使靠前的时期效率较大。",
    "Mean overall efficiency of {rows}: {overall:.4f}; efficient in all periods: {efficient:,}. The mean of the periods goes from "
    "{first:.4f} ({start}) to {last:.4f} ({end}); it is lowest in {worst:3} ({low:.4f}).": (
        "{rows}的平均总效率{overall:.4f}，各期均有效的{efficient:,}个；各期均值从{start}的{first:.4f}变到{end}的{last:.4f}，"
        "{worst:3}最低（{low:.4f}）。"
    ),
    "good carry-overs": "期望跨期变量",
    "bad carry-overs": "非期望跨期变量",
    "free carry-overs": "自由跨期变量",
    "fixed carry-overs": "固定跨期变量",
    "there are no good carry-overs": "没有期望跨期变量",
    "there are no bad carry-overs": "没有非期望跨期变量",
    "there are no free carry-overs": "没有自由跨期变量",
    "there are no fixed carry-overs": "没有固定跨期变量",
    "all good carry-overs are zero": "所有期望跨期变量均为零",
    "all bad carry-overs are zero": "所有非期望跨期变量均为零",
    "all free carry-overs are zero": "所有自由跨期变量均为零",
    "all fixed carry-overs are zero": "所有固定跨期变量均为零",
    "this carry-over is zero for every unit": "该跨期变量对每个单元都为零",
    "nothing is carried over": "没有任何跨期变量",
    "give good, bad, free or fixed, or use slacks_based by period": "请给出 good、bad、free 或 fixed，或按期使用 slacks_based",
    "{units:5}: without data in some period, so that nothing is carried over there": (
        "{units:5}：在某些时期没有数据，那里没有可结转的数量"
    ),
    "leave these units or these periods out": "请去掉这些单元或这些时期",
    "the product model is not linear under variable returns": "规模报酬可变时乘积模型不是线性的",
    "choose returns='constant' or model='additive'": "请选择 returns='constant' 或 model='additive'",
    "{units:5}: the first stage has no weight, so its efficiency is undefined": "{units:5}：第一阶段权重为零，其效率无定义",
    "{units:5}: the second stage has no weight, so its efficiency is undefined": "{units:5}：第二阶段权重为零，其效率无定义",
    "{units:5}: {stage}'s efficiency is negative; under variable returns the additive model allows it, where the stage's "
    "intercept takes away more than it makes; it says no more than far from efficient: compare the overall scores, or choose "
    "returns='constant'": (
        "{units:5}：{stage}效率为负；规模报酬可变时加性模型允许这种情况（该阶段的截距项抵消了其产出），仅表明远离有效，"
        "请以总效率作比较，或选择 returns='constant'"
    ),
    # methods sections
    "Efficiency was measured by data envelopment analysis (DEA) with {model} ({orientation}, {returns}).": (
        "采用数据包络分析（DEA）中的{model}（{orientation}，{returns}）测算各决策单元的效率。"
    ),
    "the radial CCR model": "CCR模型",
    "the radial BCC model": "BCC模型",
    "the radial model": "径向模型",
    "the radial super-efficiency model": "径向超效率模型",
    "the slacks-based measure (SBM)": "基于松弛变量的SBM模型",
    "the slacks-based measure of super-efficiency (super-SBM)": "超效率SBM模型",
    "the Russell measure": "Russell测度模型",
    "the additive model, slacks in the data's units": "加性模型（松弛以原计量单位相加）",
    "the additive model, slacks as shares of the unit's own amounts": "加性模型（松弛按各单元自身数值取比例）",
    "the range-adjusted measure (RAM)": "极差调整测度（RAM）模型",
    "the bounded adjusted measure (BAM)": "有界调整测度（BAM）模型",
    "the additive model, slacks over the columns' standard deviations": "加性模型（松弛除以各列标准差）",
    "the additive model with given weights of the slacks": "给定松弛权重的加权加性模型",
    "the directional distance function": "方向距离函数（DDF）模型",
    "the hyperbolic measure": "双曲测度模型",
    "the closest targets": "最近目标模型",
    "Each unit was judged against a frontier of the others, so that efficient units are ranked, too.": (
        "评价时将被评价单元排除在参照集之外，从而可对有效单元进一步排序。"
    ),
    "Efficiency was measured against the free disposal hull (FDH, {orientation}): each unit was compared with single observed "
    "units, without the assumption that the technology is convex.": (
        "采用自由处置包（FDH）模型（{orientation}）测算效率：不假定生产可能集为凸集，各决策单元仅与实际观测到的单个单元比较。"
    ),
    "Not under the units' control: {fixed:99}; {peers}.": "{fixed:99}为不可控变量，{peers}。",
    "peers have exactly these amounts": "参照组合的取值与被评价单元相等",
    "peers have at most these amounts": "参照组合的取值不高于被评价单元",
    "peers have at least these amounts": "参照组合的取值不低于被评价单元",
    "Each unit was compared only with units in the same circumstances or in harder ones.": (
        "各决策单元仅与环境等级相同或环境更困难的单元比较。"
    ),
    "The weights were limited: {limits:99}.": "对权重施加约束：{limits:99}。",
    "{low:g} <= weight of {a} / weight of {b} <= {high:g}": "{low:g} ≤ {a}权重/{b}权重 ≤ {high:g}",
    "weight of {a} / weight of {b} >= {low:g}": "{a}权重/{b}权重 ≥ {low:g}",
    "share of {column} from {low:.4g}% to {high:.4g}%": "{column}的虚拟份额为{low:.4g}%至{high:.4g}%",
    "Undesirable outputs entered as outputs, subtracted from a constant.": (
        "对非期望产出作线性转换：以常数减去非期望产出后作为产出。"
    ),
    "Every input and output has a factor of its own; the score is the mean of the input factors over that of the output factors.": (
        "各项投入和产出分别以各自的比例变动，效率值为投入比例均值与产出比例均值之比。"
    ),
    "Every input, or output, has a factor of its own; their mean counts.": "各项投入（或产出）分别以各自的比例变动，取其均值。",
    "Its direction was {direction}.": "方向向量取{direction}。",
    "each unit's own amounts": "各决策单元自身的数值",
    "the mean amounts of all units": "全体决策单元的均值",
    "what each unit lacks of the best amounts": "各决策单元与最优值之差",
    "each unit's own inputs": "各决策单元自身的投入",
    "each unit's own outputs": "各决策单元自身的产出",
    "a given one": "给定的方向",
    "Inputs shrink and outputs grow by the same factor.": "投入与产出以同一比例分别缩减和扩张。",
    "Each target is the efficient point, no worse than the unit in anything, with the least sum of relative changes.": (
        "以各项均不劣于被评价单元、且相对变动之和最小的有效点为目标。"
    ),
    "The frontier is that of reference units given apart.": "前沿由另行给定的参照单元构成。",
    "In the panel, {frontier}.": "面板数据{frontier}。",
    "Undesirable outputs: {names:99}.": "以{names:99}为非期望产出。",
    "Undesirable outputs were weakly disposable.": "非期望产出满足弱可处置性。",
    "Undesirable outputs were strongly disposable.": "非期望产出满足强可处置性。",
    "Overall efficiency was measured with the CCR model (constant returns to scale) and pure technical efficiency with the BCC "
    "model (variable returns to scale; {orientation}); scale efficiency is their ratio, and a third model, with non-increasing "
    "returns, tells the returns to scale.": (
        "采用CCR模型（规模报酬不变）测算综合效率，采用BCC模型（规模报酬可变）测算纯技术效率（{orientation}），"
        "两者之比为规模效率，并结合规模报酬非递增模型判断规模报酬状态。"
    ),
    "Slacks, peers and projections are those under {returns}.": "松弛变量、参照单元与投影值取{returns}下的结果。",
    "Cross-efficiency was measured with the CCR model: each unit was judged with the optimal weights of every unit, its own "
    "included, and the scores were averaged; {goal}.": (
        "采用基于CCR模型的交叉效率方法：以全部决策单元（含自身）的最优权重分别评价每个决策单元，取平均值；{goal}。"
    ),
    "of several optimal weights the solver's were taken": "最优权重不唯一时取求解所得的一组",
    "of several optimal weights those best for the other units were taken (benevolent)": (
        "最优权重不唯一时取对其他单元最有利的一组（仁慈型）"
    ),
    "of several optimal weights those worst for the other units were taken (aggressive)": (
        "最优权重不唯一时取对其他单元最不利的一组（进取型）"
    ),
    "Targets come from the radial model with slacks ({orientation}, {returns}).": (
        "采用含松弛变量的径向模型（{orientation}，{returns}）确定改进目标。"
    ),
    "Targets are the closest points of the efficient frontier ({returns}): the least sum of relative changes.": (
        "以有效前沿上相对变动之和最小的点为改进目标（{returns}）。"
    ),
    "Targets come in steps from layers of ever better units, each by the radial model ({orientation}, {returns}).": (
        "按有效层逐步确定改进目标，每步采用径向模型（{orientation}，{returns}）。"
    ),
    "Targets and peers are those of the given model ({orientation}, {returns}).": (
        "改进目标与参照单元取自给定模型的结果（{orientation}，{returns}）。"
    ),
    "Efficiency of the two-stage process was measured with the relational model ({returns}): overall efficiency is the product of "
    "the stages'.": "采用两阶段关联模型（{returns}）测算效率，总效率为两阶段效率之积。",
    "Efficiency of the two-stage process was measured with the additive model ({returns}): overall efficiency is the mean of the "
    "stages', weighted by the resources that each uses.": (
        "采用两阶段加性分解模型（{returns}）测算效率，总效率为两阶段效率以各阶段所用资源为权重的加权平均。"
    ),
    "Where the stages are not unique, {stage} was given its largest efficiency.": "分解不唯一时，使{stage}的效率最大。",
    "the first stage": "第一阶段",
    "the second stage": "第二阶段",
    "DEA window analysis was used with windows of {width:# period|# periods} ({orientation}, {returns}): each unit of each period "
    "was compared with all units of all periods of its window.": (
        "采用DEA窗口分析法（窗口宽度为{width:#}个时期，{orientation}，{returns}），各时期的决策单元与同一窗口内各时期的全部单元比较。"
    ),
    "Each unit was measured against the frontier of its own group and against the metafrontier ({orientation}, {returns}; {kind}); "
    "the technology gap ratio is the second score over the first.": (
        "采用共同前沿方法，分别以所属组的前沿和共同前沿（{kind}）测算效率（{orientation}，{returns}），共同前沿效率与组内效率之比为技术落差比。"
    ),
    "of all units": "由全部单元构成",
    "the best of the groups' frontiers": "取各组前沿中的最优者",
    "Efficiency was measured against the order-m partial frontier (m = {order:g}, {orientation}): the expected best of {order:g} "
    "comparable units drawn at random.": (
        "采用 m 阶部分前沿方法（m = {order:g}，{orientation}）测算效率，以随机抽取的{order:g}个可比单元中最优者的期望为参照。"
    ),
    "Efficiency was measured against the order-alpha quantile frontier (alpha = {order:g}, {orientation}).": (
        "采用 α 阶分位前沿方法（α = {order:g}，{orientation}）测算效率。"
    ),
    "Outliers were looked for by super-efficiency, by leverage on the other units' scores and by the order-m score (m = {m}; "
    "{orientation}, {returns}), and by Wilson's statistic for groups of up to {largest:# unit|# units}.": (
        "采用超效率、对其余单元得分的影响度、m 阶得分（m = {m}；{orientation}，{returns}）以及 Wilson 统计量"
        "（至多{largest:#}个单元一组）识别异常值。"
    ),
    "Efficiency ({orientation}, {returns}) was corrected for bias by Simar and Wilson's smoothed bootstrap ({draws:,} draws), with "
    "{level:g}% intervals.": (
        "采用 Simar 和 Wilson 的平滑自助法（抽样{draws:,}次）对效率值（{orientation}，{returns}）作偏差修正，并给出{level:g}%置信区间。"
    ),
    "Returns to scale were tested by Simar and Wilson's bootstrap ({orientation}, {draws:,} draws, significance level "
    "{significance:g}): constant against variable returns and, where these were rejected, non-increasing against variable "
    "returns.": (
        "采用 Simar 和 Wilson 的自助法检验规模报酬（{orientation}，抽样{draws:,}次，显著性水平{significance:g}）："
        "先检验规模报酬不变，若被拒绝再检验规模报酬非递增，备择假设均为规模报酬可变。"
    ),
    "Distances from the frontier (1 / score; {orientation}, {returns}), {kind}, were regressed on the variables by truncated "
    "regression (Simar and Wilson's algorithm {algorithm}), with {level:g}% intervals from {second:,} draws.": (
        "以到前沿的距离（1/效率值；{orientation}，{returns}；{kind}）为因变量，对环境变量作截断回归"
        "（Simar 和 Wilson 的算法{algorithm}），{level:g}%置信区间由{second:,}次自助抽样得到。"
    ),
    "corrected for bias by {first:,} draws": "经{first:,}次抽样修正偏差",
    "not corrected for bias": "未作偏差修正",
    "Three-stage DEA was used ({orientation}, {returns}): the inputs' slacks of the first stage were regressed on the environmental "
    "variables by stochastic frontiers, inputs were adjusted to the least favourable environment and luck, and efficiency was "
    "measured again.": (
        "采用三阶段DEA模型（{orientation}，{returns}）：第一阶段测算初始效率；第二阶段以随机前沿（SFA）模型将投入松弛对环境变量回归，"
        "据此将各单元的投入调整至相同的（最不利的）环境与随机误差；第三阶段以调整后的投入重新测算效率。"
    ),
    "Units were scored by benefit of the doubt: each with the weights that are best for it.": (
        "采用最优权重（BoD）方法计算得分：对各决策单元取对其最有利的权重。"
    ),
    "Shares of the overall score were limited: {limits:99}.": "对各项在总得分中的份额施加约束：{limits:99}。",
    "{name} from {low:.4g}% to {high:.4g}%": "{name}为{low:.4g}%至{high:.4g}%",
    "Productivity change was measured by the Malmquist index ({orientation}), {base}; {parts}.": (
        "采用 Malmquist 指数（{orientation}）测算全要素生产率变化，{base}，{parts}。"
    ),
    "the geometric mean of the indices on both periods' frontiers": "取前后两期前沿下指数的几何平均",
    "on the earlier period's frontier": "以前一期的前沿为参照",
    "on one frontier": "以同一前沿为参照",
    "on one frontier, the change of scale on the earlier period's": "以同一前沿为参照，其中规模变化以前一期的前沿为参照",
    "it was split into technical change, pure efficiency change and scale change": (
        "并分解为技术进步、纯技术效率变化和规模效率变化"
    ),
    "it was split into technical change under variable returns, pure efficiency change and the change of scale": (
        "并分解为规模报酬可变下的技术进步、纯技术效率变化和规模变化"
    ),
    "Productivity change was measured by the Luenberger indicator of directional distances ({returns}; the direction is "
    "{direction}): the sum of efficiency change and technical change.": (
        "采用基于方向距离函数的 Luenberger 指标（{returns}，方向向量取{direction}）测算生产率变化，并将其分解为效率变化与技术变化之和。"
    ),
    "Productivity change was measured by the Malmquist-Luenberger index of directional distances ({returns}; the direction is "
    "{direction}): the product of efficiency change and technical change.": (
        "采用基于方向距离函数的 Malmquist-Luenberger 指数（{returns}，方向向量取{direction}）测算生产率变化，"
        "并将其分解为效率变化与技术变化之积。"
    ),
    "it was split into technical change, pure efficiency change and scale change, and technical change into its magnitude, its "
    "output bias and its input bias": (
        "并分解为技术进步、纯技术效率变化和规模效率变化，技术进步再分解为技术规模变化、产出偏向型技术变化和投入偏向型技术变化"
    ),
    "Distances are slacks-based scores, beyond a frontier those of super-efficiency, so that every slack counts.": (
        "距离取SBM效率值，超出前沿时取超效率SBM效率值，因而每项松弛都计入。"
    ),
    "Intervals ({level:g}%) of the index, efficiency change and technical change come from Simar and Wilson's bootstrap, which "
    "draws both periods' efficiencies together ({draws:,} draws).": (
        "指数、技术效率变化和技术进步的{level:g}%置信区间由 Simar 和 Wilson 的自助法得到，对前后两期的效率联合抽样（{draws:,}次）。"
    ),
    "Technical change is magnitude {magnitude:+.1f}%, output bias {outputs:+.1f}%, input bias {inputs:+.1f}%.": (
        "技术变化中：技术规模变化{magnitude:+.1f}%，产出偏向{outputs:+.1f}%，投入偏向{inputs:+.1f}%。"
    ),
    "At {level:g}% confidence productivity rose in {up:,} and fell in {down:,} of {cases:# change|# changes}; the others cannot be "
    "told from no change.": (
        "在{level:g}%置信水平下，{cases:#个|#个}变化中生产率上升{up:,}个、下降{down:,}个，其余与无变化没有显著差异。"
    ),
    "Intervals of productivity change": "生产率变化的置信区间",
    "is 'none', which the radial measure cannot be": "为 'none'，径向测度没有无导向",
    "choose 'input' or 'output', or measure='slacks_based'": "请选择 'input' 或 'output'，或 measure='slacks_based'",
    "the biases are of radial distances between the frontiers of two periods, and their mean": (
        "偏向取自径向距离在前后两期前沿之间的差异及其几何平均"
    ),
    "leave measure, base and frontier out, or decomposition='bias'": (
        "请不给出 measure、base 和 frontier，或不用 decomposition='bias'"
    ),
    "intervals are for radial distances to the frontiers of both periods, and their mean": (
        "置信区间只用于以前后两期前沿为参照的径向距离及其几何平均"
    ),
    "leave measure, base and frontier out, or draws": "请不给出 measure、base 和 frontier，或不给出 draws",
    "every amount divides its slack; leave it out, or choose measure='radial'": (
        "每个数量都作其松弛的除数，请不要列入，或选择 measure='radial'"
    ),
    "{units:5}: without data in some period, so that the periods cannot be drawn together": (
        "{units:5}：在某些时期没有数据，无法对各期联合抽样"
    ),
    "leave these units out, or leave out draws": "请去掉这些单元，或不给出 draws",
    "{units:5}: without any output, so that there is no distance to draw": "{units:5}：没有任何产出，因而没有可抽样的距离",
    "{count:# unit|# units} cannot be drawn from": "{count:#个|#个}单元不足以抽样",
    "give three or more units": "请给出至少三个单元",
    "the intervals take a unit's periods as independent of each other; clusters='unit' draws units with all their periods": (
        "置信区间把同一单元的各期视为相互独立；clusters='unit' 则连同全部时期整体抽取单元"
    ),
    "the intervals come from drawing {units:# unit|# units}, each with all its periods": (
        "置信区间由对{units:#个|#个}单元连同其全部时期的整体抽样得到"
    ),
    "is 'unit', but the tables are not indexed by period and unit": "为 'unit'，但各表没有以时期和单元为索引",
    "geometric mean of all": "几何平均",
    "all intervals": "全部期间",
    "{before} to {after}": "{before}至{after}",
    "{unit} ({value:.4f})": "{unit}（{value:.4f}）",
}
