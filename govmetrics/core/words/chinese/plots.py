"""What pictures say."""

WORDS = {
    "{level:.0%} interval; a change of colour: another tier": "{level:.0%} 区间；颜色变换处分档",
    "median of the draws": "模拟中位数",
    "nominal rank": "基准名次",
    "performance": "绩效（满意度）",
    "importance": "重要性",
    "give matplotlib Axes": "请给出 matplotlib 的 Axes",
    "make it with diagnosis.importance_performance": "请用 diagnosis.importance_performance 生成",
    "no font with Chinese characters is installed, so other labels are drawn; install one, for example Noto Sans CJK SC": "系统未安装中文字体，图中改用其他标签；请安装中文字体，如思源黑体",
}
