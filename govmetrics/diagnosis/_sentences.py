"""What the checks of coherence say, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

VERDICTS = {"holds": "成立", "look at": "需关注", "cannot tell": "无法判断"}
_UNKNOWN = (
    "{place}: “{check}” cannot be judged; values are constant or too few",
    "{place}：{check_zh}无法判断，数值为常数或过少",
)
CHECKS = {
    "own group": "与所属维度的相关",
    "other groups": "与其他维度的相关",
    "redundant pair": "冗余",
    "negative pair": "负相关",
    "one component": "单一主成分",
    "alpha": "内部一致性",
    "effective weight": "有效权重",
    "added value": "指数的附加信息",
}
ONE_SIGN = ("loadings on the first component have both signs", "第一主成分载荷符号不一")
_SENTENCES = {
    ("own group", "holds"): (
        "{place} goes with its own group {other} (r = {value:.2f})",
        "{place} 与所属的 {other} 相关（r = {value:.2f}）",
    ),
    ("own group", "look at"): (
        "{place} hardly goes with its own group {other}: r = {value:.2f}, at least {threshold:.2f} is wanted",
        "{place} 与所属的 {other} 相关过弱：r = {value:.2f}，应不低于 {threshold:.2f}",
    ),
    ("other groups", "holds"): (
        "{place} goes with its own group more than with {other}: r = {threshold:.2f} against |r| = {value:.2f}",
        "{place} 与所属维度的相关高于与 {other} 的相关：r = {threshold:.2f} 对 |r| = {value:.2f}",
    ),
    ("other groups", "look at"): (
        "{place} goes with {other} more than with its own group: |r| = {value:.2f} against r = {threshold:.2f}",
        "{place} 与 {other} 的相关高于与所属维度的相关：|r| = {value:.2f} 对 r = {threshold:.2f}",
    ),
    ("redundant pair", "holds"): (
        "{place} do not repeat each other (r = {value:.2f})",
        "{place} 不冗余（r = {value:.2f}）",
    ),
    ("redundant pair", "look at"): (
        "{place} say nearly the same: r = {value:.2f}, above {threshold:.2f} in size; drop or merge one",
        "{place} 几乎重复：r = {value:.2f}，绝对值超过 {threshold:.2f}，宜删除或合并其一",
    ),
    ("negative pair", "holds"): (
        "{place} do not pull against each other (r = {value:.2f})",
        "{place} 无显著负相关（r = {value:.2f}）",
    ),
    ("negative pair", "look at"): (
        "{place} pull against each other: r = {value:.2f} is significantly negative (below {threshold:.2f}); "
        "their mean hides a trade-off",
        "{place} 此消彼长：r = {value:.2f}，显著为负（低于 {threshold:.2f}），均值掩盖了权衡关系",
    ),
    ("one component", "holds"): (
        "the parts of {place} share one dimension: the first component holds {share:.0%} of the variance",
        "{place} 各部分属于同一维度，第一主成分解释 {share:.0%} 的方差",
    ),
    ("one component", "look at"): (
        "the parts of {place} do not share one dimension: {why}; the first component holds {share:.0%} of the variance",
        "{place} 各部分不属于同一维度：{why_zh}；第一主成分解释 {share:.0%} 的方差",
    ),
    ("alpha", "holds"): (
        "{place} is consistent (alpha = {value:.2f})",
        "{place} 内部一致（α = {value:.2f}）",
    ),
    ("alpha", "look at"): (
        "{place} is not consistent: alpha = {value:.2f}, at least {threshold:.2f} is wanted",
        "{place} 内部一致性不足：α = {value:.2f}，应不低于 {threshold:.2f}",
    ),
    ("effective weight", "holds"): (
        "{place} weighs about what is stated: {value:.2f} in effect, {threshold:.2f} nominally",
        "{place} 的有效权重 {value:.2f} 与名义权重 {threshold:.2f} 相近",
    ),
    ("effective weight", "look at"): (
        "{place} does not weigh what is stated: {value:.2f} in effect, {threshold:.2f} nominally",
        "{place} 的有效权重 {value:.2f} 与名义权重 {threshold:.2f} 相差较大",
    ),
    ("added value", "holds"): (
        "the index tells more than {place}: {value:.0%} of the units move {far} ranks or more",
        "指数在 {place} 之外提供信息：{value:.0%} 的单元名次相差 {far} 位及以上",
    ),
    ("added value", "look at"): (
        "the index adds little to {place}: only {value:.0%} of the units move {far} ranks or more",
        "指数较 {place} 附加信息很少：仅 {value:.0%} 的单元名次相差 {far} 位及以上",
    ),
}


def sentence(check: str, verdict: str, place: str, words: Mapping[str, object]) -> tuple[str, str]:
    """Return the sentence of a check's verdict in English and Chinese.

    Examples
    --------
    >>> sentence("alpha", "holds", "A", {"value": 0.8, "threshold": 0.7})[0]
    'A is consistent (alpha = 0.80)'
    """
    en, zh = _UNKNOWN if verdict == "cannot tell" else _SENTENCES[check, verdict]
    filled = {**words, "place": place, "check": check, "check_zh": CHECKS[check]}
    return en.format_map(filled), zh.format_map(filled)
