"""The notes of results in Chinese.

Notes are written once, in English, where the thing is noticed; here each kind has its Chinese sentence, with the
numbers and names of the note put in. A test goes through all of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from govmetrics.core.notes import notes_in as translated

_ITEM = r"(?:item |items )?(.+)"
_PATTERNS = [
    (
        r"(\d+) of (\d+) respondents have missing answers and are not used",
        r"\2名受访者中有\1名存在缺失回答，未参与计算",
    ),
    (r"(\d+) of (\d+) respondents answered nothing and are not used", r"\2名受访者中有\1名未作任何回答，未参与计算"),
    (r"pairs of items rest on (\d+) to (\d+) respondents", r"各题目两两配对的有效样本为\1至\2"),
    (r"(\d+) of (\d+) rows lack a rating and are not used", r"\2行中有\1行评分不全，未参与计算"),
    (r"(\d+) things have fewer than two ratings", r"有\1个对象的评分少于两个"),
    (r"(\d+) respondents were asked only once and are not used", r"有\1名受访者只作答一次，未参与计算"),
    (_ITEM + r" is constant: .*", r"题目\1的回答全部相同：予以保留，但没有相关系数，也没有标准化α系数"),
    (
        _ITEM + r" runs against the others \(correlation (\S+) with .*",
        r"题目\1与其他题目方向相反（与首个成分的相关为\2），是否为未申明的反向题？",
    ),
    (
        _ITEM + r": (\d+) answers such as (\S+) stand far outside the others \((\S+) to (\S+)\).*",
        r"题目\1有\2个回答（如\3）远离其他回答（\4至\5），是否为未申明的缺失代码？",
    ),
    (r"alpha is negative: .*", r"α系数为负：题目方向不一致，或测量的内容不同"),
    (r"two items: alpha if one is deleted does not exist", r"只有两个题目，没有“项已删除的α系数”"),
    (_ITEM + r": nobody chose (.+)", r"题目\1：没有人选择\2"),
    (r"items (.+) and (.+): the likelihood grows up to a correlation of ([+-]\d)", r"题目\1与\2的多分格相关趋于\3"),
    (
        r"the correlations are not positive definite \(smallest eigenvalue (\S+)\): smoothed",
        r"相关矩阵非正定（最小特征值\1），已作平滑处理",
    ),
    (
        r"the correlations are not positive definite \(smallest eigenvalue (\S+)\): not changed.*",
        r"相关矩阵非正定（最小特征值\1），未作改动；需要求逆时请使用smooth=True",
    ),
    (r"(\d+) factors by parallel analysis", r"由平行分析确定\1个因子"),
    (r"principal axes did not settle in 50 iterations", r"主轴法迭代50次仍未收敛"),
    (
        r"Heywood case: the factors explain all of item (.+) \(communality (\S+)\); .*",
        r"Heywood现象：题目\1的共同度为\2，请减少因子或检查重复题目",
    ),
    (
        r"Heywood case: the general factor explains all of a group factor; .*",
        r"Heywood现象：一般因子完全解释了某个组因子，请更换因子个数",
    ),
    (r"Heywood case: item (.+) has residual variance (\S+); .*", r"Heywood现象：题目\1的残差方差为\2，模型或题目存疑"),
    (
        r"Heywood case: factors (.+) and (.+) correlate (\S+); merge them",
        r"Heywood现象：因子\1与\2的相关为\3，应予合并",
    ),
    (r"item (.+) loads (\S+) on the general factor: is it reversed\?", r"题目\1在一般因子上的载荷为\2，是否为反向题？"),
    (
        r"two group factors: the general factor is taken to load on both alike",
        r"只有两个组因子，假定一般因子在二者上的载荷相等",
    ),
    (r"(\d+) factors of (\d+) items are not identified; prefer fewer", r"\2个题目不足以识别\1个因子，宜减少因子"),
]  # fmt: skip


def notes_in(notes: Iterable[str], language: str) -> list[str]:
    """Return notes in a language; a note without a Chinese sentence stays as it is."""
    return translated(notes, language, _PATTERNS)
