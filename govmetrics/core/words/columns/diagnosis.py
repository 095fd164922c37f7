"""Columns of the diagnoses, as users of SPSSAU know them."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    # obstacles
    "contribution": Term("Contribution F", "因子贡献度F", "number", 4),
    "shortfall": Term("Shortfall I", "指标偏离度I", "share"),
    "degree": Term("Obstacle degree O", "障碍度O", "share"),
    # peers and targets
    "peers": Term("Peers", "同类", "text"),
    "value": Term("Value", "数值", "number", 3),
    "median": Term("Median of the peers", "同类中位数", "number", 3),
    "gap": Term("Gap", "差值", "number", 3),
    "percentile": Term("Percentile", "百分位", "share"),
    "verdict": Term("Verdict", "判定", "word"),
    # coupling and synergy
    "C": Term("Coupling C", "耦合度C值", "number", 3),
    "T": Term("Development T", "协调指数T值", "number", 3),
    "D": Term("Coordination D", "耦合协调度D值", "number", 3),
    "D_interval": Term("Interval of D", "耦合协调度D值区间", "text"),
    "level": Term("Level", "耦合协调程度", "word"),
    "units": Term("Units", "单元数", "count"),
    "grade": Term("Grade", "协调等级", "count"),
    "name": Term("Name", "名称", "word"),
    "cases": Term("Cases (units by periods)", "单元×时期数", "count"),
    "lagging": Term("Lagging subsystem", "滞后子系统", "text"),
    "synergy": Term("Synergy degree", "协同度", "number", 3),
    # importance and performance
    "performance": Term("Performance", "绩效", "number", 3),
    "importance": Term("Importance", "重要性", "number", 3),
    "quadrant": Term("Quadrant", "象限", "count"),
    "quadrant_name": Term("Quadrant", "象限", "word"),
    "sure": Term("Sure", "是否稳定", "flag"),
    "t": Term("t", "t值", "number", 3),
    # coherence and audits
    "check": Term("Check", "检查项", "word"),
    "place": Term("Place", "位置", "text"),
    "threshold": Term("Threshold", "阈值", "number", 3),
    "printed": Term("Printed", "文中数值", "number", 4),
    "computed": Term("Computed", "计算数值", "number", 4),
    "tolerance": Term("Tolerance", "容许误差", "number", 4),
    "sentence": Term("In words", "说明", "text"),
    "first": Term("First", "前项", "text"),
    "second": Term("Second", "后项", "text"),
    "group": Term("Group", "所属维度", "text"),
    "correlation": Term("Correlation", "相关系数", "number", 3),
    "first_component": Term("Variance of the first component", "第一主成分方差占比", "share"),
    "above_one": Term("Eigenvalues above one", "大于1的特征值数", "count"),
    "one_sign": Term("Loadings of one sign", "载荷同号", "flag"),
    "alpha": Term("Cronbach's alpha", "Cronbach α系数", "number", 3),
    "nominal": Term("Nominal weight", "名义权重", "number", 3),
    "linear": Term("Squared correlation", "相关系数平方", "number", 3),
    "smooth": Term("Correlation ratio", "相关比", "number", 3),
    "linear_share": Term("Effective weight, linear", "有效权重（线性）", "number", 3),
    "effective_share": Term("Effective weight", "有效权重", "number", 3),
    "moved": Term("Units that move far", "名次变动大的单元占比", "share"),
    "shift": Term("Ranks that count as far", "变动位次阈值", "count"),
}
