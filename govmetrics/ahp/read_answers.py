"""Tables of answers, as questionnaire platforms export them: one row per answer, or one row per expert."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from govmetrics.ahp.coded_answers import Answers, Where, said
from govmetrics.ahp.names import Names, missing, texts
from govmetrics.core.errors import Fault
from govmetrics.core.words import Text

# what people call the columns of the long layout
_HEADINGS = {
    "expert": "expert experts respondent rater judge participant 专家 受访者 评价者 姓名",
    "group": "group criterion parent parent_code node 组 组别 准则 上级 上级指标 父级",
    "first": "first left a i row item1 item_1 item_a criterion1 criterion_1 criterion_a 前项 左 左项 指标1 因素1 甲",
    "second": "second right b j column item2 item_2 item_b criterion2 criterion_2 criterion_b 后项 右 右项 指标2 因素2 乙",
    "pair": "pair comparison question 比较 比较对 题目",
    "value": "value answer judgement judgment response rating score 值 判断 判断值 答案 选择 标度",
}
# who answered, where there is no better column
_NUMBERS = "expert_id respondent_id 专家编号 id 序号"
# what questionnaire platforms put in front of the answers
_METADATA = "提交答卷时间 所用时间 来源 来源详情 来自ip 总分 timestamp submitted duration ip source"


def read_frame(frame: pd.DataFrame, names: Names, answers: Answers, file: str) -> None:
    """Read a table in the long or the wide layout."""
    if not frame.columns.is_unique:
        twice = frame.columns[frame.columns.duplicated()].unique()
        answers.faults += [
            Fault(file or Text("column {column}", column=str(c)), "occurs more than once", "keep one")
            for c in twice
        ]
        return
    columns = {
        role: [c for c in frame.columns if _heading(c) in known.split()] for role, known in _HEADINGS.items()
    }
    columns["expert"] = columns["expert"] or [c for c in frame.columns if _heading(c) in _NUMBERS.split()][:1]
    several = {role: found for role, found in columns.items() if len(found) > 1}
    pairs = {column: place for column in frame.columns if (place := names.heading(column)) is not None}
    long = bool(columns["value"]) and (columns["pair"] or (columns["first"] and columns["second"]))
    if long and not pairs:
        if several:
            answers.faults += [Fault(file or "columns", "all of these look like `{role}`: {names}", "keep one",
                                     role=role, names=list(map(str, found)))
                               for role, found in several.items()]  # fmt: skip
            return
        if not columns["expert"]:
            answers.faults.append(Fault(file or "columns", "none names the expert", "add a column `expert`"))
            return
        one = {role: found[0] for role, found in columns.items() if found}
        _read_long(frame, one, names, answers, file)
    elif pairs:
        _read_wide(frame, columns["expert"], pairs, answers, file)
    else:
        answers.faults.append(
            Fault(file or "table", "the columns are no judgements of this tree: {names}",
                  "give expert, first, second, value; or one column per pair, headed `first_second`",
                  names=texts(frame.columns))
        )  # fmt: skip


def _read_long(
    frame: pd.DataFrame, columns: dict[str, Any], names: Names, answers: Answers, file: str
) -> None:
    whose = _experts(frame, columns["expert"], answers, file)
    asked = [columns[role] for role in ("first", "second") if role in columns] or [columns["pair"]]
    groups = frame[columns["group"]] if "group" in columns else [None] * len(frame)
    known: dict[tuple[Any, ...], Any] = {}
    keys = zip(groups, *(frame[column] for column in asked), strict=True)
    for row, (expert, key, cell) in enumerate(zip(whose, keys, frame[columns["value"]], strict=True)):
        key = tuple(None if missing(part) else part for part in key)  # noqa: PLW2901
        if key not in known:
            known[key] = _long_place(key, names)
        place, where = known[key], _row(frame, row, file)
        if expert is None or (all(part is None for part in key) and missing(cell)):
            continue
        if isinstance(place, Text):
            at = [expert, *_group_of(key, names), " : ".join(texts(key[1:]))]
            spot = Text("{at} ({where})", at=at, where=said(where))
            answers.faults.append(Fault(spot, place, "use the codes or names of the tree"))
        else:
            answers.everyone.setdefault(expert, file)
            answers.add(expert, place, cell, where, free=True)


def _long_place(key: tuple[Any, ...], names: Names) -> Any:
    if any(part is None for part in key[1:]):
        return Text("a name is missing")
    if len(key) == 3:
        return names.pair(key[1], key[2], key[0])
    place = names.heading(key[1])
    if place is None:
        return Text("does not name two parts of one group")
    wanted = None if key[0] is None else names.group(key[0])
    if key[0] is None or wanted == place[0]:
        return place
    return Text("are not both parts of {group!r}", group=str(key[0]))


def _group_of(key: tuple[Any, ...], names: Names) -> list[str]:
    """Return the group that a faulty row names, or that the names it does know belong to."""
    if key[0] is not None:
        return texts(key[:1])
    parents = {names.tree.parent(code) for text in key[1:] if text is not None for code in names.codes(text)}
    return [parent for parent in parents if parent is not None] if len(parents) == 1 else []


def _read_wide(
    frame: pd.DataFrame, experts: list[Any], pairs: dict[Any, Any], answers: Answers, file: str
) -> None:
    whose = _experts(frame, experts[0] if experts else None, answers, file)
    others = [
        c
        for c in frame.columns
        if c not in pairs and c not in experts[:1] and _heading(c) not in f"{_METADATA} {_NUMBERS}".split()
    ]
    answers.faults += [
        Fault(Text("{file}, column {column}", file=file, column=str(column)) if file
              else Text("column {column}", column=str(column)),
              "is neither a pair of this tree nor the expert", "name both parts by code or name, or drop the column")
        for column in others
    ]  # fmt: skip
    columns = [(place, frame[column].tolist()) for column, place in pairs.items()]
    for row, expert in enumerate(whose):
        where = _row(frame, row, file)
        if expert is not None and expert in answers.everyone:
            before, spot = answers.everyone[expert], Text("{at} ({where})", at=[expert], where=said(where))
            problem = (
                Text("the expert occurs before ({file})", file=before)
                if before
                else Text("the expert occurs before")
            )
            answers.faults.append(Fault(spot, problem, "keep one row per expert"))
        elif expert is not None:
            answers.everyone[expert] = file
            for place, cells in columns:
                answers.add(expert, place, cells[row], where, free=True)


def _experts(frame: pd.DataFrame, column: Any, answers: Answers, file: str) -> list[str | None]:
    """Return each row's expert; None, with a fault, where it is missing. Empty rows are skipped."""
    if column is None:
        default = isinstance(frame.index, pd.RangeIndex)
        return [str(row + 1) for row in range(len(frame))] if default else texts(frame.index)  # type: ignore[return-value]
    named: list[str | None] = []
    for row, cell in enumerate(frame[column]):
        if missing(cell):
            named.append(None)
            if not frame.iloc[row].map(missing).all():
                answers.faults.append(
                    Fault(
                        said(_row(frame, row, file)), "the expert is missing", "name the expert in every row"
                    )
                )
        else:
            named.append(texts([cell])[0])
    return named


def _row(frame: pd.DataFrame, row: int, file: str) -> Where:
    return (file, int(frame.index[row]) + 2) if file else ("", frame.index[row])


def _heading(column: Any) -> str:
    return re.sub(r"^\d+\s*[、.．]\s*", "", str(column)).strip().casefold()
