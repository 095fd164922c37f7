"""Periods and names."""

WORDS = {
    "{text} looks like a year and a month, between which numbers do not measure time": "{text} 似为年月连写，其数值之差不是时间间隔",
    "{text} looks like a date, between which numbers do not measure time": "{text} 似为日期连写，其数值之差不是时间间隔",
    "name it {name}": "请写作 {name}",
    "{text} is the same time as another period, {other}": "{text} 与另一时期 {other} 为同一时间",
    "{text} overlaps with {other}": "{text} 与 {other} 的时间有重叠",
    "name each period once, and all of them alike": "每个时期只应有一种写法，且写法应一致",
    "{text!r} has no order in time that can be known": "{text!r} 的先后次序无法判定",
    "{text!r} has an order, but no distance in time from others": "{text!r} 可以排序，但与其他时期的时间间隔不明",
    "the periods are of several kinds, which have no order among them: {names:5}": "时期的写法不属同一类，无法排序：{names:5}",
    "name periods like 2024, 2024Q3, 2024-03 or wave 3, or give their order: `periods=[...]` of read_records, "
    "an ordered categorical in a frame": "请将时期写作 2024、2024年三季度、2024-03 或 第3期 等，或给出先后次序：read_records 用 `periods=[...]`，"
    "数据框用有序分类",
    "{text!r} is not in the order given": "{text!r} 不在所给的次序中",
    "{text!r} is there more than once": "{text!r} 重复出现",
    "give the name of a period": "请给出时期的名称",
    "{what}: {count:# other spelling|# other spellings} (blanks, full-width letters) {count:was|were} joined with: "
    "{names:5}": "{what}：有 {count:#} 个写法仅空格或全角不同，已并入：{names:5}",
}
