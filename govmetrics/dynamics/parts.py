"""A model's file as checked parts: stocks, flows, auxiliaries and lookups, every fault with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.near import meant
from govmetrics.core.options import NUMBER, POSITIVE, is_ascending, is_number, shown
from govmetrics.core.words import Label, Text
from govmetrics.dynamics.compiled import Lookup
from govmetrics.dynamics.equations import RESERVED, parsed, plain_name
from govmetrics.dynamics.links import link_faults
from govmetrics.dynamics.variable import SECTION_OF, Variable

MOST = 2_000
"""Variables of a model."""
_KEYS = {
    "stocks": ("initial", "in", "out", "unit", "name", "notes", "column"),
    "flows": ("equation", "unit", "name", "notes", "column"),
    "auxiliaries": ("equation", "unit", "name", "notes", "column"),
    "lookups": ("x", "y", "unit", "name", "notes", "column"),
}
_TIME = ("start", "stop", "step", "unit", "method")
SECTIONS = ("title", "time", *_KEYS, "notes")


@dataclass
class Parts:
    """What a model's file says, checked."""

    title: str = ""
    variables: dict[str, Variable] = field(default_factory=dict)
    lookups: dict[str, Lookup] = field(default_factory=dict)
    lookup_units: dict[str, str] = field(default_factory=dict)
    start: float = 0.0
    stop: float | None = None
    step: float | None = None
    time_unit: str | None = None
    method: str = "euler"


def read_parts(content: Mapping[str, Any], file: str, faults: Faults) -> Parts:
    """Return the parts of a model; what is wrong goes to `faults`."""
    parts = Parts()
    for key in content:
        if key not in SECTIONS:
            faults.append(_no_key(f"{file}: {key}", key, SECTIONS))
    title = content.get("title", "")
    if not isinstance(title, str):
        faults.append(Fault(f"{file}: title", "is {value}", "give a text", value=shown(title)))
    parts.title = title if isinstance(title, str) and title else file.rpartition(".")[0] or file
    _read_time(content.get("time", {}), f"{file}: time", parts, faults)
    sections = {name: _section(content, name, file, faults) for name in _KEYS}
    if sum(map(len, sections.values())) > MOST:
        problem = "has {count:#} variables"
        faults.append(
            Fault(
                file,
                problem,
                "{most} are taken at most",
                count=sum(map(len, sections.values())),
                most=MOST,
            )
        )
        return parts
    _read_lookups(sections["lookups"], file, parts, faults)
    for kind, section in SECTION_OF.items():
        for key, given in sections[section].items():
            _read_variable(key, given, section, kind, file, parts, faults)
    if len(parts.variables) == sum(
        len(sections[section]) for section in SECTION_OF.values()
    ):  # else some are known and unread
        faults += link_faults(parts.variables, file)
    return parts


def _section(content: Mapping[str, Any], name: str, file: str, faults: Faults) -> Mapping[Any, Any]:
    found = content.get(name)
    if found is None:
        found = {}
    if not isinstance(found, Mapping):
        faults.append(Fault(f"{file}: {name}", "is {value}", "give a mapping of names", value=shown(found)))
        return {}
    return found


def _read_time(given: Any, place: str, parts: Parts, faults: Faults) -> None:
    if not isinstance(given, Mapping):
        faults.append(Fault(place, "is {value}", "give start, stop, step and unit", value=shown(given)))
        return
    for key, value in given.items():
        if key not in _TIME:
            faults.append(_no_key(f"{place}.{key}", key, _TIME))
        elif key == "unit":
            if not isinstance(value, str):
                faults.append(Fault(f"{place}.unit", "is {value}", "give a text", value=shown(value)))
        elif key == "method":
            if value not in ("euler", "rk4"):
                way_out = Text("choose one of: {choices:50}", choices=("euler", "rk4"))
                faults.append(Fault(f"{place}.method", "is {value}", way_out, value=shown(value)))
            else:
                parts.method = value
        elif not is_number(value) or (key == "step" and value <= 0):
            way_out = POSITIVE.way_out if key == "step" else NUMBER.way_out
            faults.append(Fault(f"{place}.{key}", "is {value}", way_out, value=shown(value)))
    numbers = {key: float(given[key]) for key in _TIME[:3] if is_number(given.get(key))}
    parts.start, parts.stop, parts.step = (
        numbers.get("start", 0.0),
        numbers.get("stop"),
        numbers.get("step"),
    )
    unit = given.get("unit")
    parts.time_unit = unit if isinstance(unit, str) else None
    if parts.stop is not None and parts.stop <= parts.start:
        faults.append(Fault(f"{place}.stop", "is not after the start", "give a later time"))


def _read_lookups(given: Mapping[Any, Any], file: str, parts: Parts, faults: Faults) -> None:
    for key, table in given.items():
        place = f"{file}: lookups.{key}"
        name = _name(key, place, parts, faults)
        if not isinstance(table, Mapping):
            faults.append(
                Fault(place, "is {value}", "give x and y, two lists of numbers", value=shown(table))
            )
            continue
        faults += [
            _no_key(f"{place}.{one}", one, _KEYS["lookups"]) for one in table if one not in _KEYS["lookups"]
        ]
        x, y = table.get("x"), table.get("y")
        if not (isinstance(x, list | tuple) and len(x) > 1 and is_ascending(x)):
            way_out = "give two numbers or more, each above the one before it"
            faults.append(Fault(f"{place}.x", "is {value}", way_out, value=shown(x)))
        elif not (isinstance(y, list | tuple) and len(y) == len(x) and all(map(is_number, y))):
            faults.append(
                Fault(f"{place}.y", "is {value}", "give a finite number for each x", value=shown(y))
            )
        elif name:
            parts.lookups[name] = (np.array(x, dtype=float), np.array(y, dtype=float))
            if isinstance(table.get("unit"), str | int):
                parts.lookup_units[name] = str(table["unit"])


def _read_variable(
    key: Any, given: Any, section: str, kind: str, file: str, parts: Parts, faults: Faults
) -> None:
    place = f"{file}: {section}.{key}"
    name = _name(key, place, parts, faults)
    main = "initial" if kind == "stock" else "equation"
    table = given if isinstance(given, Mapping) else {main: given}
    faults += [_no_key(f"{place}.{one}", one, _KEYS[section]) for one in table if one not in _KEYS[section]]
    text = table.get(main)
    if text is None or text == "":
        problem = "has no initial value" if kind == "stock" else "has no equation"
        way_out = (
            "add `initial`: a number, or an equation" if kind == "stock" else "give a number, or an equation"
        )
        faults.append(Fault(place, problem, way_out))
        text = 0  # the rest of the variable, and the equations that use it, are looked at all the same
    if not isinstance(text, str) and not is_number(text):
        faults.append(
            Fault(f"{place}.{main}", "is {value}", "give a number, or an equation", value=shown(text))
        )
        return
    flows = {end: _names(table.get(end), f"{place}.{end}", faults) for end in ("in", "out")}
    unit, column = table.get("unit"), table.get("column")
    if unit is not None and not isinstance(unit, str | int):
        faults.append(Fault(f"{place}.unit", "is {value}", "give a text", value=shown(unit)))
    if column is not None and not isinstance(column, str):
        faults.append(Fault(f"{place}.column", "is {value}", "give a text", value=shown(column)))
    label = _label(table.get("name"), f"{place}.name", faults)
    written = text if isinstance(text, str) else f"{float(text):.15g}"
    tree = parsed(written, place, faults, frozenset(parts.lookups))
    if tree is not None and name:
        heading = column if isinstance(column, str) else name
        if any(heading in (one.column, one.key) for one in parts.variables.values()):
            faults.append(Fault(place, "the name {name!r} is given twice", "use another name", name=heading))
        parts.variables[name] = Variable(name, kind, tree, written, None if unit is None else str(unit), heading,
                                         label or heading, flows["in"], flows["out"])  # fmt: skip


def _name(key: Any, place: str, parts: Parts, faults: Faults) -> str:
    """Return a variable's name as equations have it; empty where it cannot be one."""
    name = plain_name(key) if isinstance(key, str) else ""
    if not name.isidentifier() or len(name) > 100:
        way_out = "use letters, digits and _, without a digit first"
        faults.append(Fault(place, "{name!r} cannot be a name in an equation", way_out, name=str(key)[:60]))
        return ""
    if name in RESERVED or name.lower() in ("true", "false", "none"):
        faults.append(Fault(place, "{name!r} is a word of the language", "use another name", name=name))
        return ""
    if name in parts.variables or name in parts.lookups:
        faults.append(Fault(place, "the name {name!r} is given twice", "use another name", name=name))
        return ""
    return name


def _names(given: Any, place: str, faults: Faults) -> tuple[str, ...]:
    """Return a list of flows; one alone may stand without brackets."""
    listed = [] if given is None else [given] if isinstance(given, str) else given
    if not isinstance(listed, list | tuple) or not all(isinstance(one, str) for one in listed):
        faults.append(Fault(place, "is {value}", "give a list of flows", value=shown(given)))
        return ()
    return tuple(plain_name(one) for one in listed)


def _label(given: Any, place: str, faults: Faults) -> str:
    if given is None or isinstance(given, str):
        return given or ""
    if isinstance(given, Mapping) and given and set(given) <= {"en", "zh"}:
        texts = [given.get("en"), given.get("zh")]
        if all(one is None or isinstance(one, str) for one in texts):
            return Label(texts[0] or texts[1] or "", texts[1] or "")
    faults.append(Fault(place, "is {value}", "give a text, or {{en: ..., zh: ...}}", value=shown(given)))
    return ""


def _no_key(place: str, key: Any, known: tuple[str, ...]) -> Fault:
    shown_keys = [one for one in known if one != "column"]
    return Fault(
        place,
        "is not a key here",
        meant(key, shown_keys, Text("there are: {labels}", labels=shown_keys)),
    )
