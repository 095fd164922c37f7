"""What pictures say."""

WORDS = {
    "{level:.0%} interval; a change of colour: another tier": "{level:.0%} 区间；颜色变换处分档",
    "median of the draws": "模拟中位数",
    "nominal rank": "基准名次",
    "performance": "绩效（满意度）",
    "importance": "重要性",
    "make it with diagnosis.importance_performance": "请用 diagnosis.importance_performance 生成",
    "no installed font has the character {character} (U+{number:04X}), which would be drawn as a box": "已安装的字体中没有“{character}”（U+{number:04X}），图中会显示为方框",
    "install one that has it, for example Noto Sans CJK SC": "请安装含有该字的字体，如思源黑体（Noto Sans CJK SC）",
    "give matplotlib Axes": "请给出 matplotlib 的坐标轴（Axes）",
}
