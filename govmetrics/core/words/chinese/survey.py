"""What surveys say."""

WORDS = {
    "{node}: {note}": "指标{node}：{note}",
    "{node}: {note} It is declared as reversed: perhaps it is not.": "指标{node}：{note}该题已申明为反向题，或许并非如此。",
    "no ordinal alpha: {error}": "无法计算有序 α 系数：{error}",
    "no omega: {error}": "无法计算 ω 系数：{error}",
}
