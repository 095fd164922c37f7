"""Periods and names."""

WORDS = {
    "{text} looks like {what}, between which numbers do not measure time": "{text} 似为{what}，其数值之差不是时间间隔",
    "a year and a month": "年月连写",
    "a date": "日期连写",
    "a date that a spreadsheet keeps as a number": "电子表格中以数字存储的日期",
    "name it {name}": "请写作 {name}",
    "{text} is the same time as another period, {other}": "{text} 与另一时期 {other} 为同一时间",
    "{text} overlaps with {other}": "{text} 与 {other} 的时间有重叠",
    "name each period once, and all of them alike": "每个时期只应有一种写法，且写法应一致",
    "{text!r} has no order in time that can be known": "{text!r} 的先后次序无法判定",
    "{text!r} has an order, but no distance in time from others": "{text!r} 可以排序，但与其他时期的时间间隔不明",
    "the periods are of several kinds, which have no order among them: {names:5}": "时期的写法不属同一类，无法排序：{names:5}",
    "name periods like 2024, 2024Q3, 2024-03 or wave 3, or give their order: `periods=[...]`, "
    "in a frame an ordered categorical": "请将时期写作 2024、2024年三季度、2024-03 或 第3期 等，或用 `periods=[...]` 给出先后次序，"
    "数据框用有序分类",
    "numbers that are dates of a spreadsheet are read as such: {names:5}": "以数字存储的日期已按日期读取：{names:5}",
    "{code} ({day})": "{code}（{day}）",
    "the periods are of different length ({names:5}): amounts that add up over time do not compare, shares do": "各时期长度不同（{names:5}）：逐期累加的数量不可直接比较，比率可以比较",
    "spellings of one period are read as the one that comes first: {names:10}": "同一时期的不同写法，已按首次出现的写法统一：{names:10}",
    "several group columns may be the period: {columns}": "有多个分组列可能是时期：{columns}",
    "name the period and the unit, or the unit alone: by={both}": "请指明时期与单元，或仅指明单元：by={both}",
    "the group column {column!r} is the period; for all respondents together say by={unit!r}": "分组列 {column!r} 作为时期；如需合并各期受访者，请设 by={unit!r}",
    "{text!r} is not in the order given": "{text!r} 不在所给的次序中",
    "{text!r} is there more than once": "{text!r} 重复出现",
    "give the name of a period": "请给出时期的名称",
    "{what}: names that differ only in capitals, blanks, leading zeros or the width of signs count as different: {names:5} (if they are "
    "one, spell them alike)": "{what}：以下名称仅大小写、空格、前导零或符号宽度不同，按不同名称计：{names:5}（若为同一名称，请统一写法）",
    "{what}: {count:# other spelling|# other spellings} (blanks, full-width letters) {count:was|were} joined with: "
    "{names:5}": "{what}：有 {count:#} 个写法仅空格或全角不同，已并入：{names:5}",
}
