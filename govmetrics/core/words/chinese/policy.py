"""Did it work: policy evaluation."""

WORDS: dict[str, str] = {
    # what is read
    "there is no such column": "没有该列",
    "the columns are: {names:20}": "现有列：{names:20}",
    "give a DataFrame, Scores, a Dataset or an Assessment": "请给出 DataFrame、Scores、Dataset 或 Assessment",
    "its rows have no period": "其各行没有时期",
    "there are no rows": "没有数据行",
    "{count:# row has|# rows have} no value": "有 {count} 行缺失",
    "say of every row which unit and period it is": "请为每一行注明单元和时期",
    "keep one row for each unit and period": "每个单元每个时期只保留一行",
    "is the same name as {other!r} but for blanks or the width of signs": "与 {other!r} 是同一名称，仅空格或全半角不同",
    "write both alike": "请统一写法",
    "{name} changes over time": "{name} 随时间变化",
    "complete it, or leave the unit or the period out": "请补全，或不计入该单元或该时期",
    "no row has all of: {columns:10}": "没有一行同时具有：{columns:10}",
    "complete them": "请补全",
    "{count:# row is|# rows are} left out, without a value of {columns:10}": "有 {count} 行缺少 {columns:10}，未计入",
    "CAUTION: the weights of {nodes:5} were estimated from the same data ({methods}): they move with what is tested here, "
    "and the errors below know nothing of it. Repeat it with weights that were fixed beforehand, or with leaves": (
        "注意：{nodes:5} 的权重由同一批数据估计（{methods}），会随此处检验的内容变动，以下误差未计入这一点；"
        "请以事先确定的权重或以底层指标重做一遍"
    ),
    "in one period only, and without a slope: {names:10}": "只有一期、无法计算斜率的组：{names:10}",
    "where {name} turns is not known at {level:.4g}%: Fieller's interval has no ends": "在 {level:.4g}% 水平上无法确定 {name} 的转折点：菲勒区间没有端点",
}
