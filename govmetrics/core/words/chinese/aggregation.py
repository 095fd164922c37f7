"""Aggregation: what its methods refuse."""

WORDS = {
    "the value is {value:.6g}, and {method} needs positive ones": "取值为 {value:.6g}，而 {method} 要求正值",
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
