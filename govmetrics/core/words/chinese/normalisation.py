"""Normalisation: what its methods refuse."""

WORDS = {
    # bounds and scales
    "give (low, high), for example (0, 100)": "请给出（下限, 上限），如 (0, 100)",
    "the column {column!r} is missing": "缺少 {column!r} 列",
    "give both: {columns}": "两列均须给出：{columns}",
    "has no bounds": "没有界限值",
    "give two numbers": "请给出两个数",
    "a bound is missing, infinite or no number": "界限值缺失、为无穷大或不是数字",
    "give {{code: ({columns})}}, or the bounds of an earlier result": "请给出 {{代码: ({columns})}}，或先前结果的 bounds",
    "worst, {worst:g}, is better than best, {best:g}, by the direction in the tree": "按指标方向，worst（{worst:g}）优于 best（{best:g}）",
    "give (worst, best); where less is better, worst is the larger one": "请给出（最差值, 最优值）；逆向指标的最差值较大",
    # values that a method cannot use
    "has {count:# value|# values}": "只有 {count:#} 个取值",
    "has no value in any unit": "所有单位均无取值",
    "leave the indicator out, or fill it": "请删去该指标，或补全数据",
    "is constant, so it has no standard deviation": "取值全部相同，没有标准差",
    "leave it out, or use goalposts": "请删去该指标，或改用 goalposts",
    "is constant ({value:g}), so worst and best are the same": "取值全部为 {value:g}，最差值与最优值相同",
    "leave it out, use goalposts, or give `bounds=`": "请删去该指标、改用 goalposts 或给出 `bounds=`",
    "lacks goalposts: {missing}": "缺少目标界限：{missing}",
    "add them to the tree, or use min_max": "请在指标体系中补充，或改用 min_max",
    "a percentile needs two or more": "计算百分位至少需要两个取值",
    "has no target": "没有目标值",
    "add `target:` to the tree, or use min_max": "请在指标体系中填写 `target:`，或改用 min_max",
    "the target, {target:g}, is not better than the worst value, {worst:g}": "目标值（{target:g}）不优于最差值（{worst:g}）",
    "every unit has reached it: aim higher, or leave the indicator out": "所有单位均已达到：请提高目标值，或删去该指标",
    "{unit} is not in the data": "数据中没有 {unit}",
    "the reference, {unit}, has no value, or the worst one": "参照单位 {unit} 没有取值，或取值最差",
    "choose another unit": "请另选单位",
    "has a target, so it has no ratio to the best": "该指标为适中型，无法与最优值相比",
    "use min_max or goalposts": "请改用 min_max 或 goalposts",
    "the best value is {value:g}, so a ratio to it means nothing": "最优值为 {value:g}，与其相比没有意义",
    "the smallest value is {value:g}, so a ratio means nothing": "最小值为 {value:g}，比值没有意义",
    "use min_max": "请改用 min_max",
    # said elsewhere too
}
