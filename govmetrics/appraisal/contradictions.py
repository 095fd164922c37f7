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
from govmetrics.core.options import shown

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
            problem, way_out = (
                "the code {code!r} is used already at {place}",
                "give every rule a code of its own",
            )
            yield Fault(path, problem, way_out, code=code, place=seen[code])
        seen.setdefault(code, path)


def _item_faults(item: Item, path: str, book: RulebookKeys) -> Iterator[Fault]:
    given = item.points
    if min(given.values() if isinstance(given, dict) else [given]) <= 0:
        yield Fault(f"{path}.points", "is {value}", "full marks are above zero", value=shown(given))
    if isinstance(given, dict) and book.groups is None:
        yield Fault(f"{path}.points", "differ by group, but the rulebook has no `groups`", "name the column")
    if isinstance(item, Rubric):
        yield from _rubric_faults(item, path)
    if isinstance(item, Linear) and item.worst == item.best:
        yield Fault(path, "worst and best are both {value:g}", "bounds must differ", value=item.best)
    if isinstance(item, Target) and item.short == "proportional" and item.target <= 0:
        problem = "no proportion of the target {target:g} can be taken"
        way_out = "say short: nothing, or use by: linear"
        yield Fault(path, problem, way_out, target=item.target)
    if item.by == "criteria" and isinstance(item.of, list) and len(set(item.of)) < len(item.of):
        yield Fault(f"{path}.of", "names a column twice", "name each column once")


def _rubric_faults(item: Rubric, path: str) -> Iterator[Fault]:
    if isinstance(item.points, dict):
        yield Fault(f"{path}.points", "a rubric has one full mark for all groups", "give one number")
        return
    wrong = {level: p for level, p in item.levels.items() if not 0 <= p <= item.points}
    for level, p in wrong.items():
        problem, way_out = "gives {given:g} of {points:g} points", "give a number from {low:g} to {high:g}"
        yield Fault(
            f"{path}.levels.{level}", problem, way_out, given=p, points=item.points, low=0, high=item.points
        )
    if not wrong and max(item.levels.values()) < item.points:
        problem, way_out = (
            "the best level gives {best:g} of {points:g} points",
            "let one level earn full marks, or lower `points`",
        )
        yield Fault(f"{path}.levels", problem, way_out, best=max(item.levels.values()), points=item.points)


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
    problem = "is {line:g}, but nobody can come to more than {top:g}"
    if book.lines == "percent":
        problem = "is {line:g}, but nobody can come to more than {top:g} percent"
    lines = [(f"grades.{i}.at_least", grade.at_least) for i, grade in enumerate(book.grades)]
    for path, line in [*lines, ("improve.below", book.improve.below)]:
        if line is not None and line > top + 1e-9:
            yield Fault(path, problem, "lower it, or raise the points", line=line, top=top)


def _full_faults(book: RulebookKeys) -> Iterator[Fault]:
    names = group_names(book)
    if isinstance(book.full, dict) and book.groups is None:
        yield Fault("full", "differs by group, but the rulebook has no `groups`", "name the column")
    for path, item in sections(book):
        if isinstance(item.points, dict) and set(item.points) != set(names):
            gone = [name for name in names if name not in item.points]
            yield Fault(f"{path}.points", "has no full marks for {groups}", "name every group", groups=gone)
    for name in names:
        yield from _base_faults(book, name)


def _base_faults(book: RulebookKeys, group: str) -> Iterator[Fault]:
    """Yield where `full` and `cap` do not fit the base of a group (of all, where it has no name)."""
    base = base_of(book, group)
    full = book.full.get(group) if isinstance(book.full, dict) else book.full
    if isinstance(book.full, dict) and full is None:
        yield Fault("full", "is missing for {group}", "name every group", group=group)
    elif full is not None and abs(full - base) > 1e-9:
        problem = "is {full:g}, but the base items come to {base:g}"
        if group:
            problem = "is {full:g} for {group}, but the base items come to {base:g}"
        yield Fault(
            "full", problem, "make them agree, or leave `full` out", full=full, base=base, group=group
        )
    if book.cap is not None and book.cap < base - 1e-9:
        problem = "is {cap:g}, below the base of {base:g}"
        if group:
            problem = "is {cap:g}, below the base of {base:g} for {group}"
        yield Fault("cap", problem, "raise the cap", cap=book.cap, base=base, group=group)


def _cap_faults(name: str, extra: Extra) -> Iterator[Fault]:
    for i, item in enumerate(extra.items):
        if extra.cap is not None and most(item) > extra.cap:
            problem, way_out = (
                "is {cap:g}, below the {points:g} points of {code}",
                "raise the cap, or lower {path}",
            )
            yield Fault(f"{name}.cap", problem, way_out, cap=extra.cap, points=most(item), code=item.code,
                        path=f"{name}.items.{i}.points")  # fmt: skip


def _grade_faults(book: RulebookKeys) -> Iterator[Fault]:
    names = [label_of(grade.name, "", "en") for grade in book.grades]
    for i, name in enumerate(names):
        if not name.strip():
            yield Fault(f"grades.{i}", "the grade has no name", "give text, or {en: ..., zh: ...}")
        elif name in names[:i]:
            problem, way_out = "the name {name!r} is used already", "give every grade a name of its own"
            yield Fault(f"grades.{i}", problem, way_out, name=name)
    for i, grade in enumerate(book.grades[:-1]):
        if grade.at_least is None:
            yield Fault(f"grades.{i}", "has no `at_least`", "only the last grade takes all the rest")
    if book.grades and book.grades[-1].at_least is not None:
        yield Fault(f"grades.{len(names) - 1}", "the last grade has `at_least`, so whoever falls below it has no grade",
                    "remove it, or add a last grade")  # fmt: skip
    if book.grades and book.grades[-1].quota is not None:
        yield Fault(f"grades.{len(names) - 1}", "the last grade has a quota, and there is none to move down to",
                    "remove it, or add a last grade")  # fmt: skip
    cuts = [grade.at_least for grade in book.grades[:-1] if grade.at_least is not None]
    for i, (better, worse) in enumerate(pairwise(cuts)):
        if better <= worse:
            problem = "at_least {worse:g} is not below the {better:g} of the better grade"
            way_out = "list grades from best to worst"
            yield Fault(f"grades.{i + 1}", problem, way_out, worse=worse, better=better)


def _veto_faults(veto: Veto, path: str, book: RulebookKeys) -> Iterator[Fault]:
    known = [item.code for _, item in sections(book)] + list(book.facts)
    if _unknown(veto.on, known):
        problem = "{value!r} is neither an item nor one of `facts`"
        yield Fault(f"{path}.on", problem, "add it to one of them", value=veto.on)
    stated = [name for name in _CONDITIONS if getattr(veto, name) is not None]
    if len(stated) != 1:
        problem = "has {count:# condition|# conditions}: {stated}"
        way_out = "give one of: {conditions}"
        yield Fault(path, problem, way_out, count=len(stated), stated=stated, conditions=_CONDITIONS)
    names = [label_of(grade.name, "", "en") for grade in book.grades]
    if veto.grade is not None and _unknown(veto.grade, names):
        problem = "{grade!r} is not a grade of the rulebook"
        yield Fault(f"{path}.grade", problem, "grades are: {names}", grade=veto.grade, names=names)
    top = float(np.max([highest(book, group) for group in group_names(book)]))
    if veto.points is not None and veto.points > top:
        problem = "leaves {points:g} points, but nobody can come to more than {top:g}"
        yield Fault(f"{path}.points", problem, "lower them", points=veto.points, top=top)
    if not book.grades and veto.points is None and veto.grade is None:
        yield Fault(path, "has no effect: there are no grades", "give `points`, or add grades")
    elif veto.points is None and veto.grade is not None and veto.grade == names[0]:
        problem = "has no effect: it leaves the best grade, {grade!r}"
        yield Fault(path, problem, "name a lower grade", grade=names[0])


def _standing_faults(book: RulebookKeys) -> Iterator[Fault]:
    codes = [item.code for _, item in sections(book)]
    for i, code in enumerate(book.ties):
        if _unknown(code, codes):
            yield Fault(f"ties.{i}", "{code!r} is not an item", "items are: {codes}", code=code, codes=codes)
    if (
        isinstance(book.full, dict)
        and book.lines == "points"
        and (book.grades or book.improve.below is not None)
    ):
        yield Fault("lines", "are points, but full marks differ by group", "say `lines: percent`")
