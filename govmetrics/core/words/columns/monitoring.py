"""Columns of the room of monitoring."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {
    # funnels
    "events": Term("Events", "事件数", "count"),
    "out_of": Term("Out of", "基数", "mixed", 1),
    "rate": Term("Rate", "比率", "number", 4),
    "shrunk": Term("Shrunk rate", "收缩后比率", "number", 4),
    "shrunk_error": Term("Its standard error", "收缩后标准误", "number", 4),
    "z": Term("z", "z 值", "number", 2),
    "verdict": Term("Within limits?", "控制限判定", "word"),
    "rank_lower": Term("Best rank", "最靠前名次", "rank"),
    "rank_upper": Term("Worst rank", "最靠后名次", "rank"),
    "warning_lower": Term("Lower warning limit", "下警戒限", "number", 4),
    "warning_upper": Term("Upper warning limit", "上警戒限", "number", 4),
    # control charts
    "size": Term("Out of", "基数", "number", 0),
    "centre": Term("Centre line", "中心线", "number", 3),
    "side": Term("Side", "位置", "word"),
    "ewma": Term("Moving mean", "加权移动平均", "number", 3),
    "high": Term("Sum above", "上侧累积和", "number", 3),
    "low": Term("Sum below", "下侧累积和", "number", 3),
    "rule": Term("Rule", "判异准则", "word"),
    "found": Term("Found", "实际值", "number", 0),
    "limit": Term("Limit", "界限", "number", 0),
    "signal": Term("Signal", "是否报警", "flag"),
    # three rates
    "tickets": Term("Tickets", "工单数", "count"),
    "response": Term("Response rate, %", "响应率（%）", "number", 2),
    "resolution": Term("Resolution rate, %", "解决率（%）", "number", 2),
    "call_backs": Term("Call-backs that reached somebody", "有效回访数", "count"),
    "satisfaction": Term("Satisfaction, %", "满意率（%）", "number", 2),
    "satisfaction_lower": Term("Satisfaction, from", "满意率下限", "number", 2),
    "satisfaction_upper": Term("Satisfaction, to", "满意率上限", "number", 2),
    "score_error": Term("Its standard error, at most", "得分标准误（上界）", "number", 2),
}
