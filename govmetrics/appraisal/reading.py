"""From the content of a rulebook file to its keys, or to everything that is wrong with them and between them.

The contradictions of a rulebook come in the same error as its wrong keys. For that, what cannot be read is
replaced by a stand-in that contradicts nothing: NaN for a number, `unread` text for a code or a name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from govmetrics.appraisal.contradictions import contradictions, unread
from govmetrics.appraisal.spec import Entered, Grade, Item, RulebookKeys, Veto
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.keys import key_fault
from govmetrics.core.options import instance, is_number, shown
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text

Path = tuple[Any, ...]
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)
_TEXTS = ("code", "on", "grade")
_RULES = ("criteria", "each", "entered", "linear", "rubric", "target")
_CONTENT = instance(Mapping, Text("use Rulebook.read(path or mapping)"))


def read_keys(content: object) -> RulebookKeys:
    """Return the keys of a rulebook, or raise every wrong key and every contradiction at once."""
    Faults(_CONTENT.faults("rulebook", content)).raise_all()
    assert isinstance(content, Mapping)
    refuse_within("rulebook", dict(content))
    faults: dict[Path, Fault] = {}
    try:
        keys = RulebookKeys.model_validate(dict(content))
    except ValidationError as error:
        for one in error.errors():
            path = _path(one, content)
            faults.setdefault(path, _fault(one, ".".join(map(str, path))))
        # A union complains of the whole as well as of the part: the part says more.
        whole = {path[:n] for path in faults for n in range(len(path))}
        faults = {path: fault for path, fault in faults.items() if path not in whole}
        keys = RulebookKeys.model_validate(_readable(content, set(faults)))
    places = {fault.place for fault in faults.values()}
    between = [fault for fault in contradictions(keys) if not _told(fault.place, places)]
    if faults or between:
        raise FaultyInput([*faults.values(), *between])
    return keys


def _told(place: str, places: set[str]) -> bool:
    """Tell whether a contradiction is at a wrong key, or concerns lines that could not be read."""
    if "lines" in places and place.endswith((".at_least", ".below")):
        return True
    return any(place == wrong or place.startswith(f"{wrong}.") for wrong in places)


def _path(error: Any, content: Any) -> Path:
    """Return where an error is in the file: pydantic also names the branches of unions, which no file has."""
    path: list[Any] = []
    here, steps = content, list(error["loc"])
    while steps:
        step = steps.pop(0)
        inside = (
            step in here if isinstance(here, Mapping) else isinstance(here, list) and isinstance(step, int)
        )
        if inside:
            here = here[step]
        elif not (error["type"] == "missing" and not steps):
            continue
        path.append(step)
        if path[-2:-1] == ["items"]:  # next comes the rule, by which pydantic knows an item's kind
            steps = steps[1:]
    return tuple(path)


def _fault(error: Any, place: str) -> Fault:
    if not error["type"].startswith("union_tag"):
        return key_fault(place, error)
    rule = error["input"].get("by") if isinstance(error["input"], Mapping) else None
    way_out = "say `by:` and one of: {rules}"
    if rule is None:
        return Fault(place, "does not say how points are earned", way_out, rules=_RULES)
    return Fault(place, "by: {rule} is not known", way_out, rule=shown(rule), rules=_RULES)


def _readable(content: Mapping[str, Any], wrong: set[Path]) -> dict[str, Any]:
    """Return the content with stand-ins for what is wrong; where none is needed, without it."""
    mended: dict[str, Any] = {"items": _items(content.get("items"), ("items",), wrong)}
    for name in ("bonus", "deductions"):
        if content.get(name) is not None:
            given = content[name].get("items") if isinstance(content[name], Mapping) else None
            items = {"items": _items(given, (name, "items"), wrong)}
            mended[name] = _right(content[name], (name,), wrong) | items
    for name, stand_in in (("vetoes", _veto), ("grades", _grade)):
        if name in content:
            given = content[name] if isinstance(content[name], list) else [None]
            mended[name] = [stand_in(one, (name, i), wrong) for i, one in enumerate(given)]
    if "facts" in content:
        facts = content["facts"]
        mended["facts"] = dict.fromkeys(facts if isinstance(facts, Mapping) else [unread(("facts",))], "")
    if "ties" in content:
        ties = content["ties"] if isinstance(content["ties"], list) else []
        mended["ties"] = [
            unread(("ties", i)) if ("ties", i) in wrong else code for i, code in enumerate(ties)
        ]
    if content.get("groups") is not None:
        mended["groups"] = unread(("groups",)) if ("groups",) in wrong else content["groups"]
    mended["improve"] = _right(content.get("improve"), ("improve",), wrong)
    plain = set(RulebookKeys.model_fields) - set(mended) - {path[0] for path in wrong if path}
    return mended | {key: content[key] for key in plain if key in content}


def _right(given: Any, path: Path, wrong: set[Path]) -> dict[str, Any]:
    """Return the keys of a mapping that are right, with all below them."""
    bad = _wrong_keys(path, wrong)
    if not isinstance(given, Mapping):
        return {}
    return {key: value for key, value in given.items() if isinstance(key, str) and key not in bad}


def _wrong_keys(path: Path, wrong: set[Path]) -> set[Any]:
    return {one[len(path)] for one in wrong if one[: len(path)] == path and len(one) > len(path)}


def _items(given: Any, path: Path, wrong: set[Path]) -> list[Any]:
    given = given if isinstance(given, list) and given else [None]
    return [_item(one, (*path, i), wrong) for i, one in enumerate(given)]


def _item(given: Any, path: Path, wrong: set[Path]) -> Any:
    """Return an item by its rule, as long as only its code or name is wrong; else an item of which only the points are known."""
    right = {"code": unread(path)} | _right(given, path, wrong)
    try:
        return _ITEM.validate_python(right)
    except ValidationError:
        code, points = right["code"], right.get("points")
        return Entered.model_construct(
            by="entered",
            name="",
            code=code if isinstance(code, str) else unread(path),
            points=_points(points),
        )


def _points(given: Any) -> Any:
    """Return full marks as far as they are numbers."""
    if isinstance(given, dict) and given:
        return {str(group): points if is_number(points) else math.nan for group, points in given.items()}
    return given if is_number(given) else math.nan


def _veto(given: Any, path: Path, wrong: set[Path]) -> Veto:
    bad = _wrong_keys(path, wrong) & set(Veto.model_fields) - {"name"}
    stand_ins = {key: unread((*path, key)) if key in _TEXTS else math.nan for key in bad}
    return Veto.model_construct(
        **{"code": unread(path), "on": unread(path)} | stand_ins | _right(given, path, wrong)
    )


def _grade(given: Any, path: Path, wrong: set[Path]) -> Grade:
    at_least = {"at_least": math.nan} if path in wrong or "at_least" in _wrong_keys(path, wrong) else {}
    return Grade.model_construct(**{"name": unread(path)} | at_least | _right(given, path, wrong))
