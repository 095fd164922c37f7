"""The words of the tables and sentences about scales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from govmetrics.core.errors import choose

Language = Literal["en", "zh"]

_EN = {
    "name": "Item",
    "citc": "Corrected item-total correlation (CITC)",
    "deleted": "Cronbach's alpha if item deleted",
    "alpha": "Cronbach's alpha",
    "standardized_alpha": "Standardised Cronbach's alpha",
    "mean_deleted": "Scale mean if item deleted",
    "variance_deleted": "Scale variance if item deleted",
    "squared_multiple": "Squared multiple correlation",
    "test": "Test",
    "value": "Value",
    "kmo": "KMO measure of sampling adequacy",
    "bartlett_chi": "Bartlett's test: approx. chi-square",
    "p": "p",
    "factor": "Factor ",
    "communality": "Communality",
    "factor_number": "Factor",
    "eigenvalue": "Eigenvalue",
    "percent": "Variance explained (%)",
    "cumulated": "Cumulated (%)",
    "rotated": "Rotated sum of squares",
    "rotated_percent": "Rotated variance explained (%)",
    "rotated_cumulated": "Rotated cumulated (%)",
    "kept": "Kept",
    "latent": "Factor",
    "observed": "Item",
    "coefficient": "Coefficient",
    "standard_error": "Standard error",
    "standard_coefficient": "Standardised loading",
    "index": "Index",
    "criterion": "Criterion",
    "met": "Met",
    "yes": "yes",
    "no": "no",
    "ave": "Average variance extracted (AVE)",
    "cr": "Composite reliability (CR)",
    "low_group": "Low group",
    "high_group": "High group",
    "critical_ratio": "t (critical ratio)",
    "comma": ", ",
    "alpha_sentence": "Cronbach's alpha is {alpha:.3f} ({level:.0f} % interval {lower:.3f} to {upper:.3f}, n = {n}): "
    "{grade}.",
    "alpha_high": "the reliability is high",
    "alpha_good": "the reliability is good",
    "alpha_fair": "the reliability is acceptable",
    "alpha_poor": "the reliability is poor",
    "alpha_weak": " The item-rest correlation is below 0.4 for {items}.",
    "alpha_better": " Alpha would rise by more than 0.01 without {items}; decide by content, not by this alone.",
    "note": " Note: {note}.",
    "kmo_sentence": "KMO is {kmo:.3f}: {grade}.",
    "kmo_high": "the data are well suited for factor analysis",
    "kmo_good": "the data are suited for factor analysis",
    "kmo_fair": "the data are just about suited for factor analysis",
    "kmo_poor": "the data are not suited for factor analysis",
    "bartlett_passed": " Bartlett's test rejects that all correlations are zero ({p}).",
    "bartlett_failed": " Bartlett's test does not reject that all correlations are zero ({p}).",
    "fit_sentence": "χ²({df:.0f}) = {chi:.2f}, {p}; CFI {cfi:.3f}, TLI {tli:.3f}, RMSEA {rmsea:.3f} "
    "(90 % interval {low:.3f} to {high:.3f}), SRMR {srmr:.3f}; n = {n}: {verdict}.",
    "fit_good": "the model fits (CFI and TLI above 0.9, RMSEA and SRMR below 0.08)",
    "fit_poor": "the model does not fit by the usual criteria (CFI and TLI above 0.9, RMSEA and SRMR below 0.08)",
    "convergent_good": "Every factor has AVE of at least 0.5 and composite reliability of at least 0.7.",
    "convergent_weak": "AVE is below 0.5 or composite reliability below 0.7 for {factors}.",
    "discriminant_good": " The root of every AVE exceeds the factor's correlations: the factors are distinct.",
    "discriminant_weak": " By Fornell and Larcker's comparison these are not distinct: {pairs}.",
    "bias_sentence": "Without rotation {count} components have an eigenvalue above 1; the first explains {share:.1f} % of "
    "the variance (bound {bound:.0f} %): {verdict}.",
    "bias_suspected": "common-method bias is to be suspected",
    "bias_not_suspected": "Harman's test gives no sign of serious common-method bias",
}

_ZH = {
    "name": "名称",
    "citc": "校正项总计相关性(CITC)",
    "deleted": "项已删除的α系数",
    "alpha": "Cronbach α系数",
    "standardized_alpha": "标准化Cronbach α系数",
    "mean_deleted": "删除项后的标度平均值",
    "variance_deleted": "删除项后的标度方差",
    "squared_multiple": "平方多重相关性",
    "test": "检验",
    "value": "值",
    "kmo": "KMO值",
    "bartlett_chi": "Bartlett球形度检验 近似卡方",
    "p": "p值",
    "factor": "因子",
    "communality": "共同度(公因子方差)",
    "factor_number": "因子编号",
    "eigenvalue": "特征根",
    "percent": "方差解释率%",
    "cumulated": "累积%",
    "rotated": "旋转后特征根",
    "rotated_percent": "旋转后方差解释率%",
    "rotated_cumulated": "旋转后累积%",
    "kept": "保留",
    "latent": "Factor(潜变量)",
    "observed": "测量项(显变量)",
    "coefficient": "非标准载荷系数(Coef.)",
    "standard_error": "标准误(Std. Error)",
    "standard_coefficient": "标准载荷系数(Std. Estimate)",
    "index": "常用指标",
    "criterion": "判断标准",
    "met": "是否达标",
    "yes": "是",
    "no": "否",
    "ave": "平均方差萃取AVE值",
    "cr": "组合信度CR值",
    "low_group": "低分组",
    "high_group": "高分组",
    "critical_ratio": "t(决断值)",
    "comma": "、",
    "alpha_sentence": "Cronbach α系数为{alpha:.3f}（{level:.0f}%置信区间{lower:.3f}~{upper:.3f}，n={n}），{grade}。",
    "alpha_high": "说明研究数据信度质量高",
    "alpha_good": "说明研究数据信度质量较好",
    "alpha_fair": "说明研究数据信度质量可接受",
    "alpha_poor": "说明研究数据信度质量不佳",
    "alpha_weak": "{items}的CITC值低于0.4。",
    "alpha_better": "删除{items}后α系数上升超过0.01，是否删除应结合内容判断。",
    "note": "注意：{note}。",
    "kmo_sentence": "KMO值为{kmo:.3f}，{grade}。",
    "kmo_high": "非常适合进行因子分析",
    "kmo_good": "适合进行因子分析",
    "kmo_fair": "比较适合进行因子分析",
    "kmo_poor": "不适合进行因子分析",
    "bartlett_passed": "数据通过Bartlett球形度检验（{p}）。",
    "bartlett_failed": "数据未通过Bartlett球形度检验（{p}）。",
    "fit_sentence": "χ²({df:.0f})={chi:.2f}，{p}；CFI={cfi:.3f}，TLI={tli:.3f}，RMSEA={rmsea:.3f}"
    "（90%置信区间{low:.3f}~{high:.3f}），SRMR={srmr:.3f}；n={n}。{verdict}。",
    "fit_good": "模型拟合良好（CFI、TLI大于0.9，RMSEA、SRMR小于0.08）",
    "fit_poor": "模型拟合未达常用标准（CFI、TLI大于0.9，RMSEA、SRMR小于0.08）",
    "convergent_good": "各因子AVE值均不低于0.5且CR值均不低于0.7，聚合效度良好。",
    "convergent_weak": "{factors}的AVE值低于0.5或CR值低于0.7。",
    "discriminant_good": "各因子AVE平方根值均大于其与其他因子的相关系数，区分效度良好。",
    "discriminant_weak": "按Fornell-Larcker准则，以下因子区分效度不足：{pairs}。",
    "bias_sentence": "未旋转时特征根大于1的因子共{count}个，第一个因子解释了{share:.1f}%的变异"
    "（临界值{bound:.0f}%），{verdict}。",
    "bias_suspected": "可能存在严重的共同方法偏差",
    "bias_not_suspected": "Harman单因子检验未发现严重的共同方法偏差",
}

WORDS = {"en": _EN, "zh": _ZH}


def words_in(language: str) -> dict[str, str]:
    """Return the words of a language; another one is refused."""
    return WORDS[choose(language, ("en", "zh"), "language")]


def p_words(p: float) -> str:
    """Return a p value as journals print it.

    Examples
    --------
    >>> p_words(0.0312), p_words(1e-9)
    ('p = 0.031', 'p < 0.001')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def grade_of(value: float, bounds: Sequence[float], grades: Sequence[str]) -> str:
    """Return the grade of the first bound that the value reaches, else the last."""
    return next((grade for bound, grade in zip(bounds, grades, strict=False) if value >= bound), grades[-1])
