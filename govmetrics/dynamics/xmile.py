"""XMILE files: one model of stocks, flows, auxiliaries and graphical functions; what else there is is named and refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

import numpy as np

from govmetrics.core.encodings import decode, line_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.words import Note, Text
from govmetrics.dynamics.xmile_text import key_of, table_of, translated

LARGEST, DEEPEST = 5_000_000, 100
"""Bytes of a file, and levels of elements."""
_SKIPPED = {
    "header",
    "views",
    "style",
    "model_units",
    "equation_prefs",
    "prefs",
    "sim_specs",
    "model",
    "behavior",
}
_EMPTY = {"dimensions", "data"}
"""Taken where nothing is in them."""
_OF_VARIABLE = {"eqn", "inflow", "outflow", "units", "gf", "non_negative"}
_CHINESE = (b"gb2312", b"gbk", b"gb18030", b"cp936")
_SILENT = {"doc", "format", "range", "scale", "documentation", "label"}
_SECTIONS = {"stock": "stocks", "flow": "flows", "aux": "auxiliaries"}


def read_xmile(path: Path, faults: Faults) -> tuple[dict[str, Any], list[Note]]:
    """Return the content of an XMILE file as that of a YAML one, and what is read otherwise than the file has it."""
    size = path.stat().st_size
    if size > LARGEST:
        problem = "has {size:.0f} MB, far more than a model of stocks and flows"
        raise FaultyInput(path.name, problem, "remove what does not belong in it", size=size / 1e6)
    root = _element(path.read_bytes(), path.name)
    notes: list[Note] = []
    for child in root:
        if child.tag not in _SKIPPED and (child.tag not in _EMPTY or len(child)):
            faults.append(_unsupported(path.name, child.tag))
    models = root.findall("model")
    if len(models) != 1:
        problem = "has {count:# model|# models}"
        raise FaultyInput(path.name, problem, "give a file of one model, without modules", count=len(models))
    content: dict[str, Any] = {
        "time": _times(root, path.name, faults),
        "stocks": {},
        "flows": {},
        "auxiliaries": {},
        "lookups": {},
    }
    title = root.findtext("header/name")
    if title and title.strip():
        content["title"] = title.strip()
    kept_positive: list[str] = []
    variables = models[0].findall("variables/*")
    tables = {
        key_of(one.get("name", "")) for one in variables if one.tag == "gf" or one.find("gf") is not None
    }
    behaviors = [one for found in (root, models[0]) for one in found.findall("behavior/*")]
    positive = {one.tag for one in behaviors if one.find("non_negative") is not None}
    for variable in variables:
        if variable.tag in positive and variable.find("non_negative") is None:
            variable.append(Element("non_negative"))
        _read(variable, tables, content, path.name, kept_positive, faults)
    for child in models[0]:
        if child.tag not in ("variables", "views", "sim_specs", "behavior"):
            faults.append(_unsupported(path.name, child.tag))
    if kept_positive:
        text = (
            "the file keeps these stocks from falling below zero; here nothing but their flows does: {names}"
        )
        notes.append(Note(text, names=kept_positive))
    return content, notes


def _element(raw: bytes, name: str) -> Element:
    """Return the root element. Expat, of the standard library; document types, and so entities, are refused as they begin."""
    builder, deep = TreeBuilder(), 0
    declared = re.match(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", raw)
    chinese = declared is not None and declared[1].lower() in _CHINESE  # of which expat knows none
    if chinese:
        raw = decode(raw, name).encode()
    parser = expat.ParserCreate(
        "utf-8" if chinese else None
    )  # prefixes are cut off: many files use isee: without declaring it

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal deep
        deep += 1
        if deep > DEEPEST:
            raise FaultyInput(name, "is nested too deeply", "give a file of one model, without modules")
        builder.start(
            tag.rpartition(":")[2], {key.rpartition(":")[2]: one for key, one in attributes.items()}
        )

    def end(tag: str) -> None:
        nonlocal deep
        deep -= 1
        builder.end(tag.rpartition(":")[2])

    def refuse(*_: Any) -> None:
        way_out = "remove `<!DOCTYPE`: XMILE has none"
        raise FaultyInput(line_of(name, parser.CurrentLineNumber), "has a document type or entities", way_out)

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(raw, True)
    except (ValueError, LookupError):
        raise FaultyInput(name, "is in an encoding that is not read", "save the file as UTF-8") from None
    except expat.ExpatError as error:
        place = line_of(name, error.lineno)
        reason = Text('"{words}"', words=expat.ErrorString(error.code))
        raise FaultyInput(place, "is not XML: {reason}", "save it again as XMILE", reason=reason) from None
    root: Element = builder.close()
    if root.tag != "xmile":
        raise FaultyInput(name, "begins with <{tag}>, not with <xmile>", "save it as XMILE", tag=root.tag)
    return root


def _times(root: Element, file: str, faults: Faults) -> dict[str, Any]:
    specs = root.find("sim_specs")
    if specs is None:
        faults.append(Fault(f"{file}: sim_specs", "is missing", "add start, stop and dt"))
        return {}
    found: dict[str, Any] = {}
    for tag, key in (("start", "start"), ("stop", "stop"), ("dt", "step")):
        text = specs.findtext(tag)
        number = _number(text)
        if number is None or not np.isfinite(number):
            if tag == "dt" and text is None:
                number = 1.0  # the standard's default
            else:
                faults.append(
                    Fault(f"{file}: sim_specs.{tag}", "is {value}", "give a finite number", value=repr(text))
                )
                continue
        dt = specs.find("dt")
        if tag == "dt" and dt is not None and dt.get("reciprocal") == "true" and number:
            number = 1 / number
        found[key] = number
    unit = specs.get("time_units") or specs.findtext("time_units")
    if unit:
        found["unit"] = unit.strip()
    method = (specs.get("method") or "euler").lower()
    if method not in ("euler", "rk4"):
        faults.append(_unsupported(f"{file}: sim_specs", f"method {method}"))
    else:
        found["method"] = method
    return found


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _read(
    variable: Element, tables: set[str], content: dict[str, Any], file: str, kept_positive: list[str], faults: Faults
) -> None:  # fmt: skip
    """Put a variable into the content."""
    name = re.sub(r"(?:\\n|\s)+", " ", variable.get("name", "").strip())
    place = f"{file}: {variable.tag} {name}"
    if variable.tag == "gf":
        _put(content["lookups"], table_of(name), _table(variable, place, faults), place, faults)
        return
    if variable.tag == "group":
        return
    if variable.tag not in _SECTIONS:
        faults.append(_unsupported(file, f"{variable.tag} {name}".strip()))
        return
    for child in variable:
        if child.tag not in _OF_VARIABLE | _SILENT:
            faults.append(_unsupported(place, child.tag))
    text = (variable.findtext("eqn") or "").strip()
    key, main = key_of(name), "initial" if variable.tag == "stock" else "equation"
    found: dict[str, Any] = {"column": name}
    if text:
        found[main] = translated(text, place, faults, tables)
    unit = variable.findtext("units")
    if unit and unit.strip():
        found["unit"] = unit.strip()
    table = variable.find("gf")
    if table is not None and text:
        content["lookups"][table_of(name)] = _table(table, place, faults)
        found[main] = f"{table_of(name)}({found[main]})"
    if variable.find("non_negative") is not None and (variable.findtext("non_negative") or "") != "false":
        if variable.tag == "stock":
            kept_positive.append(name)
        elif text:
            found[main] = f"max(0, {found[main]})"
    for tag, end in (("inflow", "in"), ("outflow", "out")):
        flows = [key_of((one.text or "").strip().strip('"')) for one in variable.findall(tag)]
        if flows:
            found[end] = flows
    _put(content[_SECTIONS[variable.tag]], key, found, place, faults)


def _put(section: dict[str, Any], key: str, found: Any, place: str, faults: Faults) -> None:
    if key in section:
        faults.append(Fault(place, "the name {name!r} is given twice", "use another name", name=key))
    section[key] = found


def _table(table: Element, place: str, faults: Faults) -> dict[str, Any]:
    """Return a graphical function as x and y."""
    kind = table.get("type", "continuous")
    if kind != "continuous":
        faults.append(_unsupported(place, f"graphical function type {kind}"))

    def points(tag: str) -> list[float]:
        one = table.find(tag)
        if one is None or not (one.text or "").strip():
            return []
        numbers = [_number(part) for part in (one.text or "").split(one.get("sep", ","))]
        return [np.nan if number is None else number for number in numbers]

    y, x, scale = points("ypts"), points("xpts"), table.find("xscale")
    if not x and scale is not None and len(y) > 1:
        low, high = _number(scale.get("min")), _number(scale.get("max"))
        if low is not None and high is not None:
            with np.errstate(all="ignore"):  # what is beyond all numbers is refused with the points
                x = np.linspace(low, high, len(y)).tolist()
    return {"x": x, "y": y}


def _unsupported(place: str, what: str) -> Fault:
    return Fault(place, "{what} is not supported", "write it as stocks, flows, auxiliaries and gf", what=what)
