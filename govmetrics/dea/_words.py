"""Lists of units and notes on results, in words of both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

NOTES = (
    (r"the plain sum of slacks changes with the columns' units", "松弛之和随各列的计量单位而变"),
    (r"slacks of zero amounts do not count in the score", "数值为零处的松弛不计入得分"),
    (r"some units lie outside the reference", "部分单元位于参照集之外"),
    (r"some units cannot reach the reference along their direction", "部分单元沿其方向无法到达参照前沿"),
    (r"some units cannot reach the reference on their curve", "部分单元沿其曲线无法到达参照前沿"),
    (r"cannot reach the frontier of the others, so without a score: (.*)", r"无法到达其余单元的前沿、没有得分：\1"),
    (r"(.*) are duplicates of each other: their super-efficiency is 1", r"\1的数据完全相同，超效率为1"),
    (
        r"shifted from (.*): which units are efficient does not depend on the constant; the scores of the others do",
        r"以\1减去非期望产出：哪些单元有效与常数无关，其余单元的得分则随常数而变",
    ),
    (
        r"shifted from (.*): input-oriented scores under variable returns do not depend on the constant",
        r"以\1减去非期望产出：规模报酬可变时投入导向的得分与常数无关",
    ),
)  # fmt: skip
"""English notes (as patterns) and their Chinese."""


def name(unit: Any) -> str:
    """Return a unit's label as text; the levels of a tuple are separated by spaces."""
    return " ".join(map(str, unit)) if isinstance(unit, tuple) else str(unit)


def names(units: Sequence[Any], language: str = "en", most: int = 5) -> str:
    """Return the units' names, the first few of many, and how many more there are.

    Examples
    --------
    >>> names(["A", "B", "C"], most=2), names(["A", "B", "C"], "zh", most=2)
    ('A, B and 1 more', 'A、B等3个')
    """
    shown, left = [name(u) for u in units[:most]], len(units) - most
    if language == "zh":
        return "、".join(shown) + (f"等{len(units)}个" if left > 0 else "")
    return ", ".join(shown) + (f" and {left} more" if left > 0 else "")
