"""What stands in the cells of tables of ties: names, answers, headings."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import numpy as np

from govmetrics.core.labels import clean, no_value
from govmetrics.core.numbers import number
from govmetrics.core.words.text import is_large, label_text

SENDERS = {"sender", "source", "from", "ego", "i", "提名人", "发出者", "起点", "来源方", "主动方"}
RECEIVERS = {
    "receiver",
    "target",
    "to",
    "alter",
    "j",
    "被提名人",
    "接收者",
    "终点",
    "对象",
    "目标方",
    "被动方",
}
WEIGHTS = {
    "weight",
    "strength",
    "frequency",
    "times",
    "tie",
    "权重",
    "强度",
    "频率",
    "次数",
    "联系强度",
    "分值",
}
RELATIONS = {"relation", "relationship", "关系", "关系类型", "联系类型"}
RESPONDENTS = {
    *(
        "respondent",
        "actor",
        "name",
        "unit",
        "member",
        "作答者",
        "填写人",
        "受访者",
        "主体",
        "姓名",
        "名称",
        "单位",
    ),
    *("单位名称", "机构", "机构名称", "组织", "组织名称"),
}
COMMUNITIES = {"community", "社区", "社区名称", "所属社区", "所在社区", "村居", "村社区"}
ACTOR_SHEETS = {"actors", "actor list", "主体", "主体名单", "名单", "成员名单"}
NAMED = {
    "named",
    "name",
    "alter",
    "nominee",
    "提名",
    "提名对象",
    "被提名人",
    "联系人",
    "合作方",
    "合作对象",
    "对象",
    "姓名",
}
META = re.compile(
    "序号|答题序号|答卷编号|提交答卷时间|提交时间|所用时间|答题时长|来源|来源详情|来自ip|ip地址|ip|设备号|用户id|openid|微信昵称|总分"
)
ASKED_WHO = re.compile(
    "您的(姓名|单位|名字)|您所在的?(单位|机构|组织)|您代表|所在单位|您是哪|your name|your organi[sz]ation"
)

_QUESTION = re.compile(
    r"^(?P<question>(?:[Qq第]\s*)?\d+.*?)\s*[(（\[【](?P<option>[^()（）\[\]【】]+)[)）\]】]\s*$"
)
_QUESTION_SIGN = re.compile(
    r"^(?P<question>(?:[Qq第]\s*)?\d+\s*[、.．,，].*?)\s*(?:[:：]|—+|--+|┋)\s*(?P<option>[^:：—┋\d][^:：—┋]*)$"
)
_NTH = re.compile(r"^(?P<stem>.*?)[\s_\-.:：]*[(（第]?\s*(?P<nth>\d{1,2})\s*(?:[)）]|位|个|名|人)*$")
_YES = {"是", "√", "✓", "☑", "yes", "y", "true", "有", "选中", "x"}
_NO = {"否", "×", "no", "n", "false", "没有", "未选", "未选中"}
UNASKED = {"(跳过)", "（跳过）", "(空)", "（空）", "-3", "-2"}
NOBODY = {"无", "没有", "暂无", "无人", "没有人", "none", "nobody", "no one", "n/a", "/", "-", "—", "——"}
"""What people write where they name nobody."""
SEVERAL = re.compile(r"\s*[、，,；;/┋|\n]+\s*")
"""What stands between names in one cell."""
_LOOSE = re.compile(r"[\s\"'“”‘’()（）\[\]【】·・_\-–—]+")


def name_of(cell: Any) -> Hashable | None:
    """Return a name as it is compared: text cleaned, whole numbers as such; None where there is none.

    Examples
    --------
    >>> name_of(" 居 委会 "), name_of("7"), name_of(7.0), name_of("07"), name_of(" "), name_of(float("nan"))
    ('居委会', 7, 7, '07', None, None)
    """
    if isinstance(cell, str):
        text = clean(cell)
        whole = re.fullmatch(r"0|[1-9]\d{0,14}", text)
        return int(text) if whole else text or None
    if no_value(cell):
        return None
    if isinstance(cell, bool | np.bool_):
        return str(cell)
    if isinstance(cell, int | float | np.integer | np.floating) and not is_large(cell):
        return int(cell) if float(cell).is_integer() else float(cell)
    return label_text(cell)


def loose(name: Any) -> str:
    """Return a name without capitals, blanks, brackets, hyphens: two with the same may be one.

    Examples
    --------
    >>> loose("Owners' Committee (East)") == loose("owners committee East")
    True
    """
    return _LOOSE.sub("", str(clean(str(name)))).casefold()


def head(column: Any) -> str:
    """Return a heading as it is compared."""
    return str(clean(str(column))).casefold()


def question_of(column: Any) -> tuple[str, str] | None:
    """Return question and option of a column of a survey platform's export, None where it is none.

    Examples
    --------
    >>> question_of("3、您与哪些单位合作?(物业公司)"), question_of("Q5(居委会)"), question_of("物业公司")
    (('3、您与哪些单位合作?', '物业公司'), ('Q5', '居委会'), None)
    >>> question_of("3、您与哪些单位合作?:物业公司"), question_of("1、您的姓名：")
    (('3、您与哪些单位合作?', '物业公司'), None)
    """
    text = str(column).strip()
    found = _QUESTION.match(text) or _QUESTION_SIGN.match(text)
    return (found["question"].strip(), found["option"].strip()) if found else None


def nth_of(column: Any) -> tuple[str, int] | None:
    """Return the stem and the number of a column of names, None where it has no number.

    Examples
    --------
    >>> nth_of("named_2"), nth_of("提名3"), nth_of("合作对象（第1位）"), nth_of("weight 2"), nth_of("name")
    (('named', 2), ('提名', 3), ('合作对象', 1), ('weight', 2), None)
    """
    found = _NTH.match(head(column))
    return (found["stem"].rstrip(" _-(（第"), int(found["nth"])) if found and found["stem"] else None


def tie_of(cell: Any, option: Any = None) -> float | None:
    """Return the weight that a cell says: NaN where nobody was asked or nothing stands there, None where it says nothing known.

    Examples
    --------
    >>> tie_of(1), tie_of("√"), tie_of("否"), tie_of("(跳过)"), tie_of("居委会", "居委会"), tie_of("perhaps")
    (1.0, 1.0, 0.0, nan, 1.0, None)
    """
    if isinstance(cell, bool | np.bool_):
        return float(cell)
    if isinstance(cell, str):
        text = head(cell)
        if text in UNASKED:
            return float("nan")
        if text in _YES or (option is not None and name_of(cell) == option):
            return 1.0
        if text in _NO:
            return 0.0
    return number(cell)
