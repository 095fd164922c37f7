"""What Wenjuanxing (问卷星) writes into its exports: metadata columns, numbered titles, its own codes."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

METADATA = {
    "序号": "respondent", "答题序号": "respondent", "答卷编号": "respondent", "提交答卷时间": "submitted",
    "提交时间": "submitted", "所用时间": "seconds", "答题时长": "seconds", "来源": "source", "来源详情": "source_detail",
    "来自ip": "device", "ip": "device", "ip地址": "device", "设备号": "device", "用户id": "account", "openid": "account",
    "微信昵称": "nickname", "总分": "total", "respondent": "respondent", "respondent_id": "respondent",
    "submitted": "submitted", "seconds": "seconds", "duration": "seconds", "device": "device",
    "device_id": "device", "start": "start", "开始时间": "start",
    "responseid": "respondent", "response id": "respondent", "duration (in seconds)": "seconds", "ipaddress": "device",
    "ip address": "device", "startdate": "start", "start date": "start", "recordeddate": "submitted",
    "recorded date": "submitted", "submitdate": "submitted", "date submitted": "submitted",
}  # fmt: skip
"""Metadata columns by their trimmed title in lower case, and what we call them."""

_OWN = {"提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"}
SKIPPED, EMPTY = -3.0, -2.0
MARKS = {"(跳过)": SKIPPED, "（跳过）": SKIPPED, "(空)": EMPTY, "（空）": EMPTY}

_NUMBERED = re.compile(r"^\s*(?:[Qq]|第)?\s*\d+(?:[_.-]\d+)*\s*(?:题|[、.．,，:：)）]|_(?=\D))\s*")
_ROW = re.compile(r"^\s*[(（\[【]\s*\d+\s*[)）\]】]\s*")
_BRACKETED = re.compile(r"[(（\[【]([^()（）\[\]【】]+)[)）\]】]\s*$")
_TIME = re.compile(
    r"(?:(\d+)\s*(?:小时|时|h))?\s*(?:(\d+)\s*(?:分钟|分|min|m))?\s*(?:(\d+(?:\.\d+)?)\s*(?:秒|s)?)?"
)
_NOISE = re.compile(r"[\s，。、；：？！“”‘’,.;:?!\"'*·_—–-]+")


def is_export(columns: pd.Index) -> bool:
    """Tell whether these are the columns of a Wenjuanxing export."""
    return len(_OWN & {str(c).strip() for c in columns}) >= 2


def metadata_name(title: Any) -> str | None:
    """Return what we call a metadata column, or None if `title` is not one.

    Examples
    --------
    >>> metadata_name("所用时间"), metadata_name("来自IP"), metadata_name("1、性别")
    ('seconds', 'device', None)
    """
    return METADATA.get(str(title).strip().lower())


def plain(text: Any) -> str:
    """Return text without punctuation and blanks, in lower case: what titles are compared by."""
    return _NOISE.sub("", str(text)).lower()


def title_keys(title: Any) -> list[str]:
    """Return what a column may be called: the title, without its number, its matrix row, its option.

    Examples
    --------
    >>> title_keys("8、(1)很信任本社区的居民")[-1]
    '很信任本社区的居民'
    >>> title_keys("第8题(物业公司有作用)")[-1]
    '物业公司有作用'
    """
    text = str(title).strip()
    keys = [text]
    numbered = _NUMBERED.sub("", text)
    keys += [numbered, _ROW.sub("", numbered)]
    for dash in ("—", "--", "–", ":", "："):
        if dash in numbered:
            keys.append(_ROW.sub("", numbered.rsplit(dash, 1)[1].strip()))
    option = _BRACKETED.search(numbered)
    whole = re.fullmatch(r"[(（](.+)[)）]", numbered)
    if option and not option[1].strip().isdigit():
        keys.append(option[1])
    elif whole:
        keys.append(whole[1])
    # a code in front of the wording: "A1 I trust my neighbours", "A1.很信任"
    code = re.match(r"([A-Za-z]+[\w]*\d+|[A-Za-z]+_\w+)[\s.、:：．]", _ROW.sub("", numbered) + " ")
    if code:
        keys += [code[1], _ROW.sub("", numbered)[code.end() :]]
    return list(dict.fromkeys(k for k in (key.strip() for key in keys) if k))


def seconds(cell: Any) -> float:
    """Return, in seconds, a duration as Wenjuanxing writes it; NaN where it is not one.

    Examples
    --------
    >>> seconds("123秒"), seconds("2分3秒"), seconds("1小时0分5秒"), seconds(88), seconds("--")
    (123.0, 123.0, 3605.0, 88.0, nan)
    """
    text = str(cell).strip()
    found = _TIME.fullmatch(text)
    if found is None or not any(found.groups()):
        return float("nan")
    hours, minutes, rest = (float(part) if part else 0.0 for part in found.groups())
    return 3600 * hours + 60 * minutes + rest


def mark(cell: Any) -> Any:
    """Return the code of "(跳过)" and "(空)", all else as it is."""
    return MARKS.get(cell.strip(), cell) if isinstance(cell, str) else cell
