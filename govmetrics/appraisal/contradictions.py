"""What can be wrong with a rulebook whose keys are all right one by one.

Of a rulebook that could not be read wholly, `unread` texts and NaN stand for the rest: no comparison with NaN
holds, and as long as one name is unread no other name can be called unknown.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from itertools import pairwise

import numpy as np

from govmetrics.appraisal.spec import Extra, Item, Linear, Rubric, RulebookKeys, Target, Veto
from govmetrics.core.errors import Fault
from govmetrics.core.nodes import label_of

_CONDITIONS = ("above", "at_least", "below", "at_most", "equals")
_UNREAD = "\0"


def unread(path: tuple[object, ...]) -> str:
    """Return the text that stands for the code or name at a path of the file that could not be read."""
    return _UNREAD + ".".join(map(str, path))


def _unknown(text: str, among: Collection[str]) -> bool:
    """Tell whether a name is none of the known ones, as far as they could be read."""
    return text not in among and not any(name.startswith(_UNREAD) for name in among)


def contradictions(book: RulebookKeys) -> Iterator[Fault]:
    """Yield every contradiction of a rulebook; the place is its path in the file."""
    yield from _code_faults(book)
    for path, item in sections(book):
        yield from _item_faults(item, path, book)
    yield from _full_faults(book)
    for name, extra in (("bonus", book.bonus), ("deductions", book.deductions)):
        if extra is not None:
            yield from _cap_faults(name, extra)
    yield from _grade_faults(book)
    yield from _reach_faults(book)
    for i, veto in enumerate(book.vetoes):
        yield from _veto_faults(veto, f"vetoes.{i}", book)
    yield from _standing_faults(book)


def sections(book: RulebookKeys) -> Iterator[tuple[str, Item]]:
    """Yield every scoring item with its path."""
    for name, items in (
        ("items", book.items),
        ("bonus.items", book.bonus.items if book.bonus else []),
        ("deductions.items", book.deductions.items if book.deductions else []),
    ):
        for i, item in enumerate(items):
            yield f"{name}.{i}", item


def most(item: Item) -> float:
    """Return an item's full marks, the largest of its groups."""
    return max(item.points.values()) if isinstance(item.points, dict) else item.points


def _code_faults(book: RulebookKeys) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    named = [(path, item.code) for path, item in sections(book)]
    named += [(f"facts.{code}", code) for code in book.facts]
    for path, code in [*named, *((f"vetoes.{i}", v.code) for i, v in enumerate(book.vetoes))]:
        if code in seen:
            yield Fault(path, f"the code {code!r} is used already at {seen[code]}", "codes must be unique")
        seen.setdefault(code, path)


def _item_faults(item: Item, path: str, book: RulebookKeys) -> Iterator[Fault]:
    given = item.points
    if min(given.values() if isinstance(given, dict) else [given]) <= 0:
        yield Fault(f"{path}.points", f"is {given}", "full marks are above zero")
    if isinstance(given, dict) and book.groups is None:
        yield Fault(f"{path}.points", "differ by group, but the rulebook has no `groups`", "name the column")
    if isinstance(item, Rubric):
        yield from _rubric_faults(item, path)
    if isinstance(item, Linear) and item.worst == item.best:
        yield Fault(path, f"worst and best are both {item.best:g}", "bounds must differ")
    if isinstance(item, Target) and item.short == "proportional" and item.target <= 0:
        yield Fault(
            path,
            f"no proportion of the target {item.target:g} can be taken",
            "say short: nothing, or use by: linear",
        )
    if item.by == "criteria" and isinstance(item.of, list) and len(set(item.of)) < len(item.of):
        yield Fault(f"{path}.of", "names a column twice", "name each once")


def _rubric_faults(item: Rubric, path: str) -> Iterator[Fault]:
    if isinstance(item.points, dict):
        yield Fault(f"{path}.points", "a rubric has one full mark for all groups", "give one number")
        return
    wrong = {level: p for level, p in item.levels.items() if not 0 <= p <= item.points}
    for level, p in wrong.items():
        yield Fault(
            f"{path}.levels.{level}", f"gives {p:g} of {item.points:g} points", "stay within 0 and points"
        )
    if not wrong and max(item.levels.values()) < item.points:
        problem = f"the best level gives {max(item.levels.values()):g} of {item.points:g} points"
        yield Fault(f"{path}.levels", problem, "let one level earn full marks, or lower `points`")


def group_names(book: RulebookKeys) -> list[str]:
    """Return the groups that the rulebook names, or one empty name."""
    named = [p for _, item in sections(book) if isinstance(item.points, dict) for p in item.points]
    named += list(book.full) if isinstance(book.full, dict) else []
    return list(dict.fromkeys(named)) or [""]


def base_of(book: RulebookKeys, group: str) -> float:
    """Return what the base items can come to in a group."""
    return sum(i.points.get(group, 0.0) if isinstance(i.points, dict) else i.points for i in book.items)


def highest(book: RulebookKeys, group: str) -> float:
    """Return the most points that a unit of a group can come to, bonus and caps included."""
    extra = 0.0
    if book.bonus is not None:
        given = (item.points for item in book.bonus.items)
        extra = sum(p.get(group, 0.0) if isinstance(p, dict) else p for p in given)
        extra = min(extra, math.inf if book.bonus.cap is None else book.bonus.cap)
    return min(base_of(book, group) + extra, math.inf if book.cap is None else book.cap)


def _reach_faults(book: RulebookKeys) -> Iterator[Fault]:
    """Yield the lines above what anybody can come to."""
    names = group_names(book)
    percent = book.lines == "percent" and all(base_of(book, name) > 0 for name in names)
    tops = [highest(book, name) * (100 / base_of(book, name) if percent else 1) for name in names]
    top = float(np.max(tops))
    unit = " percent" if book.lines == "percent" else ""
    lines = [(f"grades.{i}.at_least", grade.at_least) for i, grade in enumerate(book.grades)]
    for path, line in [*lines, ("improve.below", book.improve.below)]:
        if line is not None and line > top + 1e-9:
            problem = f"is {line:g}, but nobody can come to more than {top:g}{unit}"
            yield Fault(path, problem, "lower it, or raise the points")


def _full_faults(book: RulebookKeys) -> Iterator[Fault]:
    names = group_names(book)
    if isinstance(book.full, dict) and book.groups is None:
        yield Fault("full", "differs by group, but the rulebook has no `groups`", "name the column")
    for path, item in sections(book):
        if isinstance(item.points, dict) and set(item.points) != set(names):
            gone = ", ".join(name for name in names if name not in item.points)
            yield Fault(f"{path}.points", f"has no full marks for {gone}", "name every group")
    for name in names:
        base = base_of(book, name)
        full = book.full.get(name) if isinstance(book.full, dict) else book.full
        where = f" of {name}" if name else ""
        if isinstance(book.full, dict) and full is None:
            yield Fault("full", f"is missing for {name}", "name every group")
        elif full is not None and abs(full - base) > 1e-9:
            problem = f"is {full:g}{where}, but the base items come to {base:g}"
            yield Fault("full", problem, "make them agree, or leave `full` out")
        if book.cap is not None and book.cap < base - 1e-9:
            yield Fault("cap", f"is {book.cap:g}, below the base{where} of {base:g}", "raise the cap")


def _cap_faults(name: str, extra: Extra) -> Iterator[Fault]:
    for i, item in enumerate(extra.items):
        if extra.cap is not None and most(item) > extra.cap:
            problem = f"is {extra.cap:g}, below the {most(item):g} points of {item.code}"
            yield Fault(f"{name}.cap", problem, f"raise the cap, or lower {name}.items.{i}.points")


def _grade_faults(book: RulebookKeys) -> Iterator[Fault]:
    names = [label_of(grade.name, "", "en") for grade in book.grades]
    for i, name in enumerate(names):
        if not name.strip():
            yield Fault(f"grades.{i}", "the grade has no name", "give text, or {en: ..., zh: ...}")
        elif name in names[:i]:
            yield Fault(f"grades.{i}", f"the name {name!r} is used already", "name every grade differently")
    for i, grade in enumerate(book.grades[:-1]):
        if grade.at_least is None:
            yield Fault(f"grades.{i}", "has no `at_least`", "only the last grade takes all the rest")
    if book.grades and book.grades[-1].at_least is not None:
        yield Fault(f"grades.{len(names) - 1}", "the last grade has `at_least`: who falls below it has none",
                    "take it off, or add a last grade")  # fmt: skip
    if book.grades and book.grades[-1].quota is not None:
        yield Fault(f"grades.{len(names) - 1}", "the last grade has a quota", "there is none to move down to")
    cuts = [grade.at_least for grade in book.grades[:-1] if grade.at_least is not None]
    for i, (better, worse) in enumerate(pairwise(cuts)):
        if better <= worse:
            problem = f"at_least {worse:g} is not below the {better:g} of the better grade"
            yield Fault(f"grades.{i + 1}", problem, "list grades from best to worst")


def _veto_faults(veto: Veto, path: str, book: RulebookKeys) -> Iterator[Fault]:
    known = [item.code for _, item in sections(book)] + list(book.facts)
    if _unknown(veto.on, known):
        yield Fault(
            f"{path}.on", f"{veto.on!r} is neither an item nor one of `facts`", "add it to one of them"
        )
    stated = [name for name in _CONDITIONS if getattr(veto, name) is not None]
    if len(stated) != 1:
        problem = f"has {len(stated)} conditions" + (f": {', '.join(stated)}" if stated else "")
        yield Fault(path, problem, f"give one of: {', '.join(_CONDITIONS)}")
    names = [label_of(grade.name, "", "en") for grade in book.grades]
    if veto.grade is not None and _unknown(veto.grade, names):
        listed = ", ".join(names) or "none"
        yield Fault(f"{path}.grade", f"{veto.grade!r} is no grade of the rulebook", f"grades are: {listed}")
    top = float(np.max([highest(book, group) for group in group_names(book)]))
    if veto.points is not None and veto.points > top:
        problem = f"leaves {veto.points:g} points, but nobody can come to more than {top:g}"
        yield Fault(f"{path}.points", problem, "lower them")
    if not book.grades and veto.points is None and veto.grade is None:
        yield Fault(path, "has no effect: there are no grades", "give `points`, or add grades")
    elif veto.points is None and veto.grade is not None and veto.grade == names[0]:
        yield Fault(path, f"has no effect: it leaves the best grade, {names[0]!r}", "name a lower grade")


def _standing_faults(book: RulebookKeys) -> Iterator[Fault]:
    codes = [item.code for _, item in sections(book)]
    for i, code in enumerate(book.ties):
        if _unknown(code, codes):
            yield Fault(f"ties.{i}", f"{code!r} is no item", f"items are: {', '.join(codes)}")
    if (
        isinstance(book.full, dict)
        and book.lines == "points"
        and (book.grades or book.improve.below is not None)
    ):
        yield Fault("lines", "are points, but full marks differ by group", "say lines: percent")
