"""The notes of a run in the reader's language: what intake, surveys and the recipe want the reader to know."""

from __future__ import annotations

import re
from collections.abc import Iterable

from govmetrics.core.notes import notes_in
from govmetrics.core.words import Text

_CHANGED = "已处理的数据："
_PATTERNS = [
    (r"columns that are no indicators are kept as attributes: (.+)", r"非指标列保留为属性：\1"),
    (r"indicators without a column, to be filled by another source: (.+)", r"待其他来源填补的指标：\1"),
    (r"columns that differ within a unit are left out: (.+)", r"同一单位内不一致的列未采用：\1"),
    (r"cells changed: (.+)", _CHANGED + r"\1"),
    (
        r"(\d+) of (\d+) units are scored on incomplete evidence, see coverage",
        r"\2 个单位中有 \1 个依据不完整的数据评分，见数据覆盖率",
    ),
    (
        r"(\d+) units have no score, for too much evidence is missing: (.+)",
        r"\1 个单位缺失数据过多，没有得分：\2",
    ),
]


def run_notes(notes: Iterable[str], language: str) -> list[str]:
    """Return the notes of a run in English or Chinese, or each in both.

    Examples
    --------
    >>> run_notes(["cells changed: 2 by winsorise"], "zh")
    ['已处理的数据：2 个（winsorise）']
    """
    english = list(notes)
    if language == "en":
        return english
    chinese = [note.say("zh") if isinstance(note, Text) else said for note, said in
               zip(english, notes_in(english, "zh", _PATTERNS), strict=True)]  # fmt: skip
    chinese = [
        re.sub(r"(\d+) by ([\w ]+)", r"\1 个（\2）", note) if note.startswith(_CHANGED) else note
        for note in chinese
    ]
    if language == "zh":
        return chinese
    return [zh if zh == en else f"{zh} {en}" for zh, en in zip(chinese, english, strict=True)]
