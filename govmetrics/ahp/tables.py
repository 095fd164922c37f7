"""The tables and sentences that a paper prints, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from govmetrics.ahp.consensus import BANDS, consensus_band
from govmetrics.ahp.consistency import passes
from govmetrics.ahp.matrices import Matrix
from govmetrics.ahp.priorities import Priorities
from govmetrics.core.errors import Fault, FaultyInput, choose

if TYPE_CHECKING:
    from govmetrics.ahp.group import GroupWeights

Language = Literal["en", "zh"]
_WORDS = {
    "item": ("item", "项"),
    "vector": ("eigenvector", "特征向量"),
    "weight": ("weight", "权重值"),
    "lambda": ("lambda max", "最大特征值"),
    "CI": ("CI", "CI值"),
    "RI": ("RI", "RI值"),
    "CR": ("CR", "CR值"),
    "result": ("consistency check", "一致性检验结果"),
    True: ("pass", "通过"),
    False: ("fail", "未通过"),
    "group": ("group", "判断矩阵"),
    "experts": ("experts", "专家数"),
    "consensus": ("consensus", "共识度"),
    "band": ("agreement", "共识水平"),
    "W": ("Kendall's W", "肯德尔W"),
    "eigenvector": ("eigenvector", "特征根法"),
    "geometric mean": ("geometric mean", "方根法"),
    "column mean": ("column mean", "和积法"),
}


def judgement_table(matrix: Matrix, found: Priorities, language: Language = "en") -> pd.DataFrame:
    """Return the judgement matrix with the weights beside it.

    Parameters
    ----------
    matrix : DataFrame or (n, n) array
    found : Priorities
        Of this matrix.
    language : {"en", "zh"}

    Returns
    -------
    DataFrame
    The matrix and one column of weights.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> from govmetrics.ahp import eigenvector
    >>> matrix = pd.DataFrame([[1, 3], [1 / 3, 1]], index=["a", "b"], columns=["a", "b"])
    >>> judgement_table(matrix, eigenvector(matrix), "zh").columns.tolist()
    ['a', 'b', '权重值']
    """
    weights = _one(found)
    cells = np.asarray(matrix, dtype=float)
    if cells.shape != (len(weights), len(weights)):
        raise FaultyInput(Fault("matrix", f"has shape {cells.shape}", "give the matrix of these priorities"))
    table = pd.DataFrame(cells, index=weights.index, columns=weights.index)
    table[_say("weight", language)] = weights
    return table.rename_axis(index=_say("item", language))


def weight_table(found: Priorities, language: Language = "en") -> pd.DataFrame:
    """Return eigenvector, weight, lambda and CI, as SPSSAU prints them.

    The column "eigenvector" (特征向量) is the weight times n, which is how SPSSAU scales it.

    Parameters
    ----------
    found : Priorities
        Of one matrix.
    language : {"en", "zh"}

    Returns
    -------
    DataFrame
    One row per element.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> matrix = pd.DataFrame([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]], list("abc"), list("abc"))
    >>> gm.ahp.weight_table(gm.ahp.eigenvector(matrix)).iloc[:, 1].round(3).to_dict()
    {'a': 0.588, 'b': 0.323, 'c': 0.089}
    """
    weights = _one(found)
    columns = {
        _say("vector", language): weights * len(weights),
        _say("weight", language): weights,
        _say("lambda", language): found.lambda_max,
        _say("CI", language): found.consistency_index,
    }
    return pd.DataFrame(columns, index=weights.index).rename_axis(_say("item", language))


def consistency_table(
    found: Priorities, max_consistency_ratio: float = 0.1, language: Language = "en"
) -> pd.DataFrame:
    """Return lambda, CI, RI, CR and whether the check is passed: one row.

    Parameters
    ----------
    found : Priorities
        Of one matrix.
    max_consistency_ratio : float
    language : {"en", "zh"}

    Returns
    -------
    DataFrame
    One row.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> matrix = pd.DataFrame([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]], list("abc"), list("abc"))
    >>> gm.ahp.consistency_table(gm.ahp.eigenvector(matrix)).round(3).to_numpy().tolist()
    [[3.009, 0.005, 0.58, 0.008, 'pass']]
    """
    _one(found)
    verdict_ = _say(bool(found.passed(max_consistency_ratio)), language)
    names = [_say(name, language) for name in ("lambda", "CI", "RI", "CR", "result")]
    values = [
        found.lambda_max,
        found.consistency_index,
        found.random_index,
        found.consistency_ratio,
        verdict_,
    ]
    return pd.DataFrame([values], columns=names)


def group_table(found: GroupWeights, language: Language = "en") -> pd.DataFrame:
    """Return one row a judged group: experts, lambda, CI, RI, CR, pass, consensus in figures and words.

    Parameters
    ----------
    found : GroupWeights
    language : {"en", "zh"}

    Returns
    -------
    DataFrame
    One row per judged group.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill. Goepel, K. D. (2018). Implementation of an
    online software tool for the Analytic Hierarchy Process (AHP-OS). International Journal of the Analytic Hierarchy
    Process 10.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]})
    >>> answers = {"Li": {"index": [[1, 3], [1 / 3, 1]]}, "Ann": {"index": [[1, 5], [1 / 5, 1]]}}
    >>> found = gm.ahp.weights(gm.read_judgements(answers, tree))
    >>> gm.ahp.group_table(found).shape[0]
    1
    """
    if not hasattr(found, "consensus"):
        raise FaultyInput(Fault("found", f"is {type(found).__name__}", "give what gm.ahp.weights returns"))
    frame = found.consensus
    tree = found.weights.tree
    ratios = frame["consistency_ratio"].to_numpy(dtype=float)
    results = [
        "" if np.isnan(ratio) else _say(bool(passes(ratio, found.max_consistency_ratio)), language)
        for ratio in ratios
    ]
    word = list(BANDS)[1]
    columns = {
        "experts": frame["experts"], "lambda": frame["lambda_max"], "CI": frame["consistency_index"],
        "RI": frame["random_index"], "CR": frame["consistency_ratio"], "result": results,
        "consensus": frame["consensus"],
        "band": [consensus_band(value, word, language) for value in frame["consensus"]],
        "W": frame["kendall_w"],
    }  # fmt: skip
    table = pd.DataFrame(
        {_say(name, language): column for name, column in columns.items()}, index=frame.index
    )
    table.index = pd.Index([tree[code].label(language) for code in frame.index], name=_say("group", language))
    return table


def sentence(found: Priorities | GroupWeights, language: Language = "en") -> str:
    """Return the sentence (a group: the sentences) for a paper.

    Parameters
    ----------
    found : Priorities or GroupWeights
    language : {"en", "zh"}

    Returns
    -------
    str
    With weights, lambda, CI, RI, CR and whether the check is passed.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> from govmetrics.ahp import eigenvector
    >>> matrix = pd.DataFrame([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]], list("abc"), list("abc"))
    >>> for part in sentence(eigenvector(matrix)).split(". "):
    ...     print(part)
    The 3 x 3 judgement matrix gives (eigenvector) the weights a 0.588, b 0.323, c 0.089
    The largest eigenvalue is 3.009, CI = 0.005, RI = 0.580 (Saaty 1980), CR = 0.008: the consistency check is passed (CR <= 0.1).
    """
    choose(language, ("en", "zh"), "language")
    if isinstance(found, Priorities):
        return verdict(found, language)
    if not hasattr(found, "experts"):
        raise FaultyInput(Fault("found", f"is {type(found).__name__}", "give what gm.ahp.weights returns"))
    return _group_sentences(found, language)


def verdict(found: Priorities, language: Language = "en") -> str:
    """Return the sentence of one matrix, or how many of a stack pass."""
    choose(language, ("en", "zh"), "language")
    if not isinstance(found.lambda_max, float):
        passed = int(np.sum(found.passed()))
        total = len(found.lambda_max)
        if language == "zh":
            return f"共{total}个判断矩阵，其中{passed}个通过一致性检验（CR ≤ 0.1）。"
        return f"{passed} of {total} judgement matrices pass the consistency check (CR <= 0.1)."
    weights = _one(found)
    n, value, ci = len(weights), found.lambda_max, found.consistency_index
    ri, cr, table = found.random_index, found.consistency_ratio, found.random_index_table
    base, _, note = found.method.partition(" (")
    note = f" ({note}" if note else ""
    mean_ratio = found.lambda_kind == "mean_ratio"
    if language == "zh":
        listed = "、".join(f"{name} {w:.3f}" for name, w in weights.items())
        kind = "最大特征值（(Aw)ᵢ/wᵢ 的均值）" if mean_ratio else "最大特征值"
        checked = "通过" if found.passed() else "未通过"
        limit = "CR ≤ 0.1" if found.passed() else "CR > 0.1"
        return (
            f"{n}阶判断矩阵按{_say(base, language)}{note}计算，权重值为：{listed}。{kind}为{value:.3f}，"
            f"CI = {ci:.3f}，RI = {ri:.3f}（{table}），CR = {cr:.3f}，一致性检验{checked}（{limit}）。"
        )
    listed = ", ".join(f"{name} {w:.3f}" for name, w in weights.items())
    kind = "The largest eigenvalue (mean of (Aw)_i / w_i)" if mean_ratio else "The largest eigenvalue"
    checked = "passed (CR <= 0.1)" if found.passed() else "not passed (CR > 0.1)"
    return (
        f"The {n} x {n} judgement matrix gives ({base}{note}) the weights {listed}. {kind} is {value:.3f}, "
        f"CI = {ci:.3f}, RI = {ri:.3f} ({table}), CR = {cr:.3f}: the consistency check is {checked}."
    )


def _group_sentences(found: GroupWeights, language: Language) -> str:
    """Who judged, how they were combined, who failed, how they agree, what came out."""
    experts, tree = found.experts, found.weights.tree
    count = experts.index.get_level_values("expert").nunique()
    failed, total, left = int((~experts["passed"]).sum()), len(experts), int((~experts["used"]).sum())
    limit, consensus = found.max_consistency_ratio, found.consensus["consensus"]
    revised = found.revisions[["expert", "group"]].drop_duplicates().shape[0]
    ranked = found.weights.across_tree().sort_values(ascending=False, kind="stable").head(3)
    low, high = (consensus.min(), consensus.max()) if len(consensus) else (float("nan"), float("nan"))
    if language == "zh":
        how = "几何平均集结判断矩阵（AIJ）" if found.combine == "judgements" else "集结个体权重（AIP）"
        named = "、".join(f"{tree[str(c)].label('zh')}（{w:.3f}）" for c, w in ranked.items())
        return (
            f"{count}位专家给出{total}个判断矩阵，随机一致性指标取自{found.random_index_table}；"
            f"其中{failed}个 CR > {limit:g}，剔除{left}个，修正{revised}个。采用{how}得到群体权重，"
            f"各判断矩阵的共识度为{low:.1%}至{high:.1%}。综合权重最大的指标为{named}。"
        )
    how = "judgements were" if found.combine == "judgements" else "priorities were"
    named = ", ".join(f"{tree[str(c)].label('en')} ({w:.3f})" for c, w in ranked.items())
    return (
        f"{count} experts gave {total} judgement matrices (random index: {found.random_index_table}); "
        f"with CR > {limit:g}: {failed}; left out: {left}; revised: {revised}. Individual {how} combined, "
        f"and the consensus within groups lies between {low:.1%} and {high:.1%}. "
        f"The largest overall weights are {named}."
    )


def _one(found: Priorities) -> pd.Series:
    if not hasattr(found, "random_index_table"):
        raise FaultyInput(
            Fault("found", f"is {type(found).__name__}", "give what gm.ahp.eigenvector returns")
        )
    weights = found.weights
    if np.ndim(weights) != 1:
        raise FaultyInput(Fault("priorities", "belong to a stack", "make the table of one matrix"))
    return weights if isinstance(weights, pd.Series) else pd.Series(weights)


def _say(name: str | bool, language: Language) -> str:
    choose(language, ("en", "zh"), "language")
    english, chinese = _WORDS[name]
    return chinese if language == "zh" else english
