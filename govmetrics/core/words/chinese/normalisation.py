"""Normalisation: what its methods refuse."""

_METHODS = {
    "The bounds were given, such as those of an earlier period.": "界限值由使用者给定（如沿用基期界限）。",
    "Indicators were normalised by the min-max method to the scale from {low:g} to {high:g}, more being better.": "采用极差法对指标作正向化与无量纲化处理，取值区间为 {low:g} 至 {high:g}，越大越好。",
    "Indicators were normalised by the min-max method to the scale from {low:g} to {high:g}, more being better; "
    "the middle of the scale is their mean, its ends half their range away.": "采用极差法对指标作正向化与无量纲化处理，取值区间为 {low:g} 至 {high:g}，越大越好；区间中点对应各指标均值，两端与中点相距半个极差。",
    "Indicators were normalised by the min-max method to the scale from {low:g} to {high:g}, more being better; "
    "the middle of the scale is their reference value, its ends half their range away.": "采用极差法对指标作正向化与无量纲化处理，取值区间为 {low:g} 至 {high:g}，越大越好；区间中点对应各指标参照值，两端与中点相距半个极差。",
    "Indicators were standardised (z-scores, variances with the divisor n) to the mean {mean:g} and the standard "
    "deviation {sd:g}, more being better.": "采用 z 分数法（方差除以 n）对指标作正向化与标准化处理，均值为 {mean:g}，标准差为 {sd:g}。",
    "Indicators were standardised (z-scores) to the mean {mean:g} and the standard deviation {sd:g}, more being better.": "采用 z 分数法对指标作正向化与标准化处理，均值为 {mean:g}，标准差为 {sd:g}。",
    "Indicators were scaled linearly between their goalposts to the scale from {low:g} to {high:g}, more being better.": "按目标界限（最差值与最优值）将指标线性化为 {low:g} 至 {high:g}，越大越好。",
    "Indicators were scaled linearly between their goalposts to the scale from {low:g} to {high:g}, more being better; "
    "values beyond a goalpost got the end of the scale.": "按目标界限（最差值与最优值）将指标线性化为 {low:g} 至 {high:g}，越大越好；超出界限者取端点值。",
    "Values were replaced by their ranks, the best unit having the highest.": "将指标值转换为秩次，最优者秩次最大。",
    "Values were replaced by their percentile ranks on the scale from {low:g} to {high:g}, more being better.": "将指标值转换为百分位秩，取值区间为 {low:g} 至 {high:g}，越大越好。",
    "Indicators were scaled linearly from the worst value ({low:g}) to their target ({high:g}).": "采用目标距离法：由最差值（{low:g}）至目标值（{high:g}）线性化。",
    "Indicators were scaled linearly from the worst value ({low:g}) to their target ({high:g}), which is the most that a "
    "unit can get.": "采用目标距离法：由最差值（{low:g}）至目标值（{high:g}）线性化，达到目标者最高取 {high:g}。",
    "Indicators were scaled linearly from the worst value ({low:g}) to the value of {unit} ({high:g}).": "采用参照距离法：由最差值（{low:g}）至参照单元 {unit} 的取值（{high:g}）线性化。",
    "Indicators were scaled by their ratio to the best value, which is {high:g}, more being better.": "采用最优比例法：以指标值与最优值之比作无量纲化处理，最优值取 {high:g}，越大越好。",
    "{methods}": "{methods}",
    "{method} for {names:10}": "{method}用于{names:10}",
    "Indicators were normalised by different methods: {methods}.": "对不同指标采用不同的无量纲化方法：{methods}。",
}
"""How results were found, as the methods section of a paper says it."""

WORDS = {
    "{methods} put their values on different scales, which cannot be added up": "{methods} 的量纲区间不同，结果不能相加",
    "give them the same `scale`, or choose methods with the same ends": "请给出相同的 `scale`，或选用区间相同的方法",
    # bounds and scales
    "give (low, high), for example (0, 100)": "请给出（下限, 上限），如 (0, 100)",
    "the column {column!r} is missing": "缺少 {column!r} 列",
    "give both: {columns}": "两列均须给出：{columns}",
    "has no bounds": "没有界限值",
    "has no reference value": "没有参照值",
    "use the codes of the tree's leaves": "请使用指标树末级指标的代码",
    "{label} is no leaf that is scored": "{label} 不是参与计分的末级指标",
    'give "mean", or {{code: value}} with the value that the middle of the scale stands for': '请给出 "mean"，或 {{代码: 数值}}，数值为区间中点所对应的指标值',
    "give two numbers": "请给出两个数",
    "a bound is missing, infinite or no number": "界限值缺失、为无穷大或不是数字",
    "give {{code: ({columns})}}, or the bounds of an earlier result": "请给出 {{代码: ({columns})}}，或先前结果的 bounds",
    "worst, {worst:g}, is better than best, {best:g}, by the direction in the tree": "按指标方向，worst（{worst:g}）优于 best（{best:g}）",
    "give (worst, best); where less is better, worst is the larger one": "请给出（最差值, 最优值）；逆向指标的最差值较大",
    # values that a method cannot use
    "has {count:# value|# values}": "只有 {count:#} 个取值",
    "has no value in any unit": "所有单元均无取值",
    "leave the indicator out, or fill it": "请删去该指标，或补全数据",
    "is constant, so it has no standard deviation": "取值全部相同，没有标准差",
    "leave it out, or use goalposts": "请删去该指标，或改用 goalposts",
    "is constant ({value:g}), so worst and best are the same": "取值全部为 {value:g}，最差值与最优值相同",
    "leave it out, or give it a worst and a best in the tree and use goalposts": "请删去该指标，或在指标体系中给出其最差值与最优值并改用 goalposts",
    "lacks goalposts: {missing}": "缺少目标界限：{missing}",
    "add them to the tree, or use min_max": "请在指标体系中补充，或改用 min_max",
    "a percentile needs two or more": "计算百分位至少需要两个取值",
    "has no target": "没有目标值",
    "add `target:` to the tree, or use min_max": "请在指标体系中填写 `target:`，或改用 min_max",
    "the target, {target:g}, is not better than the worst value, {worst:g}": "目标值（{target:g}）不优于最差值（{worst:g}）",
    "every unit has reached it: aim higher, or leave the indicator out": "所有单元均已达到：请提高目标值，或删去该指标",
    "{unit} is not in the data": "数据中没有 {unit}",
    "the reference, {unit}, has no value, or the worst one": "参照单元 {unit} 没有取值，或取值最差",
    "choose another unit": "请另选单元",
    "has a target, so it has no ratio to the best": "该指标为适中型，无法与最优值相比",
    "use min_max or goalposts": "请改用 min_max 或 goalposts",
    "the best value is {value:g}, so a ratio to it means nothing": "最优值为 {value:g}，与其相比没有意义",
    "the smallest value is {value:g}, so a ratio means nothing": "最小值为 {value:g}，比值没有意义",
    "use min_max": "请改用 min_max",
    # said elsewhere too
}
WORDS |= _METHODS
