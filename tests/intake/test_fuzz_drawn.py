"""A tree is the same tree however it is drawn: signs, characters, numbers before names, merged cells, remarks; and periods."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.periods import ordered, times

NAMES = st.lists(
    st.text("信任办结参与公开评价满意响应", min_size=2, max_size=5), min_size=5, max_size=5, unique=True
)
MORE = st.sampled_from(["+", "＋", "正向", "越大越好", "正向指標", "positive", "1", "↑", "正向（+）"])
LESS = st.sampled_from(["-", "－", "负向", "負向", "越小越好", "逆向", "negative", "-1", "↓", "负向(-)"])
HEADS = st.sampled_from([
    ["一级指标", "二级指标", "权重", "单位", "方向"], ["一級指標", "二級指標", "權重", "單位", "方向"],
    ["Level 1", "Level 2", "Weight", "Unit", "Direction"], ["准则层", "指标层", "指标权重", "计量单位", "指标性质"],
    ["维度", "指标", "权重", "单位", "指标方向"],
])  # fmt: skip
BEFORE = st.sampled_from(
    [("", ""), ("{g}. ", "{g}.{k} "), ("{n}、", "（{m}）"), ("{c} ", "{c}{k}"), ("第", "第")]
)
BELOW = st.sampled_from(
    [[], ["合计"], ["资料来源：统计局"], ["注：权重由专家确定"], ["Source: office"], ["小计", "备注：无"]]
)
WEIGHTS = st.sampled_from(
    [["60%", "40%", "1"], [0.6, 0.4, 1], [60, 40, 100], ["3/5", "2/5", "1"], ["0,6", "0,4", "1"]]
)


@settings(max_examples=25, deadline=None)
@given(NAMES, HEADS, MORE, LESS, BEFORE, BELOW, WEIGHTS, st.booleans())
def test_one_tree_however_it_is_drawn(names, heads, more, less, before, below, weights, merged):
    groups, leaves = names[:2], names[2:]
    rows = []
    for place, (group, leaf, weight) in enumerate(zip([0, 0, 1], leaves, weights, strict=True)):
        k = [1, 2, 1][place]
        marks = {"g": group + 1, "k": k, "n": "一二"[group], "m": "一二"[k - 1], "c": "AB"[group]}
        above = before[0].format(**marks) + groups[group]
        rows.append([None if merged and place == 1 else above, before[1].format(**marks) + leaf, weight, "%",
                     less if place == 1 else more])  # fmt: skip
    rows += [[text, *[None] * 4] for text in below]
    tree = gm.read_tree(pd.DataFrame(rows, columns=heads, dtype=object))
    wanted = [before[1] + leaf if before[1] == "第" else leaf for leaf in leaves]
    assert [leaf.label("zh") for leaf in tree.indicators] == wanted
    assert [leaf.better for leaf in tree.indicators] == ["more", "less", "more"]
    assert tree.codes == ["A1", "A2", "B1"]
    assert np.allclose(tree.shares("A"), [0.6, 0.4])
    for text in below:
        assert text in tree.about["left out"]


SPELLED = [
    lambda y, m: f"{y}年1-{m}月", lambda y, m: f"{y}年1月至{m}月", lambda y, m: f"{y}年{m}月累计", lambda y, m: f"{y}年前{m}个月",
    lambda y, m: f"YTD {pd.Timestamp(2000, m, 1):%b} {y}", lambda y, m: f"January to {pd.Timestamp(2000, m, 1):%B} {y}",
    lambda y, m: f"{y}年{ {3: '一季度', 6: '上半年', 9: '前三季度', 12: '全年'}.get(m, f'1-{m}月') }",
    lambda y, m: f"{y}年{'〇一二三四五六七八九十'[m] if m < 11 else ('十一', '十二')[m - 11]}月累计",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(2015, 2025), st.integers(2, 12)), min_size=2, max_size=6, unique=True),
    st.data(),
)
def test_months_that_count_on_lie_where_they_end(ends, data):
    """Of any months of any years in any mixture of spellings; the distance is that of the ends."""
    labels = {data.draw(st.sampled_from(SPELLED))(*end): end for end in ends}
    wanted = sorted(labels, key=labels.__getitem__)
    years = [end[0] for end in labels.values()]
    assert ordered(labels) == wanted
    if len(set(years)) < len(years):  # else each is the only one of its year, and begins with it
        found = times(labels)
        first = wanted[0]
        for label, (year, month) in labels.items():
            steps = (year - labels[first][0]) * 12 + month - labels[first][1]
            assert abs((found[label] - found[first]) * 12 - steps) < 1e-6


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(2015, 2025), st.integers(1, 12)), min_size=2, max_size=6, unique=True),
    st.sampled_from(
        ["截至{y}年{m}月", "{y}年{m}月末", "截至{y}年{m}月底", "as of {y}-{m:02d}", "end of {y}-{m:02d}"]
    ),
    st.sampled_from(["month", "月份", "month name"]),
)
def test_moments_and_years_beside_months(ends, moment, heading):
    wanted = sorted(ends)
    named = {moment.format(y=y, m=m): (y, m) for y, m in ends}
    assert [named[label] for label in ordered(named)] == wanted
    tree = gm.IndicatorTree.from_groups({"g": ["a"]})
    part = (lambda m: f"{pd.Timestamp(2000, m, 1):%b}") if heading == "month name" else (lambda m: m)
    table = pd.DataFrame({"unit": "u", "year": [y for y, _ in ends], heading: [part(m) for _, m in ends],
                          "a": [100.0 * y + m for y, m in ends]})  # fmt: skip
    data = gm.read_records(table, tree, period=heading)
    values = data.values["a"].droplevel("unit")
    assert [values[period] for period in data.periods] == [100.0 * y + m for y, m in wanted]
