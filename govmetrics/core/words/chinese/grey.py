"""Grey evaluation: what it refuses and finds."""

WORDS = {
    "give {indicator: one list of four numbers for each grade}": "请给出 {指标: 每个等级一组四个数}",
    "give one list of four numbers for each grade": "每个等级应给出一组四个数",
    "has no whitenization functions": "没有白化权函数",
    "has {functions:# function|# functions} for {count:# grade|# grades}": "{count:#} 个等级给出了 {functions:#} 个函数",
    "the function is {function}": "函数为 {function}",
    "give [a, b, c, d] with a < b <= c < d; None, None for an open side": "请给出 [a, b, c, d]，且 a < b <= c < d；开放的一侧为 None, None",
    "has no reference": "没有参考值",
    "give a finite value for every indicator": "请为每项指标给出有限的数",
    "it has no values: give `reference`, or drop it": "该指标没有取值：请给出 `reference`，或删去该指标",
    "are all missing": "全部缺失",
    "give values for at least one indicator": "请至少给出一项指标的取值",
    "are all equal to the reference, so there is nothing to tell apart": "全部等于参考值，无法区分",
    "give another reference": "请给出其他参考值",
    "Grey relational coefficients": "灰色关联系数",
    "On average over the indicators {unit:3} is closest to the reference ({mean:.3f}), {last:3} farthest from it ({least:.3f}).": "各指标关联系数的均值：{unit:3} 最接近参考值（{mean:.3f}），{last:3} 相距最远（{least:.3f}）。",
    # methods sections
    "Units were graded by grey clustering with fixed weights: whitenization functions give the degrees of each grade.": (
        "采用灰色定权聚类方法，以白化权函数确定各指标对各灰类的隶属程度。"
    ),
    "Units were graded by grey relational analysis (rho = {rho:g}): relational coefficients to the centre of each grade.": (
        "采用灰色关联分析（分辨系数 ρ = {rho:g}），计算各指标与各等级中心值的关联系数。"
    ),
    "Grey relational coefficients to the reference were computed for every indicator (rho = {rho:g}).": (
        "采用灰色关联分析，计算各指标对参考序列的关联系数（分辨系数 ρ = {rho:g}）。"
    ),
}
