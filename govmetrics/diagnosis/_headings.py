"""The headings of the tables in Chinese, as SPSSAU's users know them."""

from __future__ import annotations

import pandas as pd

_HEADINGS = {
    "unit": "单元", "period": "时期", "item": "指标", "code": "代码", "name": "名称", "place": "位次",
    "contribution": "因子贡献度F", "shortfall": "指标偏离度I", "degree": "障碍度O",
    "peers": "同类", "value": "数值", "median": "同类中位数", "gap": "差值", "percentile": "百分位", "verdict": "判定",
    "C": "耦合度C", "T": "协调指数T", "D": "耦合协调度D", "level": "协调等级", "lagging": "滞后子系统",
    "n": "样本量", "performance": "绩效", "lower": "下限", "upper": "上限", "importance": "重要性", "quadrant": "象限",
    "sure": "是否稳定", "t": "t值", "p": "p值",
    "check": "检查项", "where": "位置", "threshold": "阈值", "printed": "文中数值", "computed": "计算数值",
    "tolerance": "容许误差", "sentence": "说明",
}  # fmt: skip


def headed(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the frame with Chinese headings for "zh", as it is for "en".

    Examples
    --------
    >>> headed(pd.DataFrame({"C": [1.0], "mine": [2]}), "zh").columns.tolist()
    ['耦合度C', 'mine']
    """
    if language == "en":
        return frame
    levels = [_HEADINGS.get(str(name), name) for name in frame.index.names]
    return frame.rename(columns=_HEADINGS).set_axis(frame.index.set_names(levels))
