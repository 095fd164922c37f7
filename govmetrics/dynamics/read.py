"""Reading a model of stocks and flows from YAML, XMILE or a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from govmetrics.core.documents import read_document
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.options import Kind, asked, choice, is_file
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.dynamics.model import Model, model_of
from govmetrics.dynamics.parts import read_parts
from govmetrics.dynamics.system import system_of
from govmetrics.dynamics.units import clashes_of
from govmetrics.dynamics.xmile import read_xmile

_SOURCE = Kind(
    lambda source: isinstance(source, Mapping) or (isinstance(source, str | Path) and str(source) != ""),
    Text("give the path of a .yaml or .xmile file, or a mapping"),
)
_XMILE = (".xmile", ".stmx", ".itmx", ".xml")


def read(source: str | Path | Mapping[str, Any], units: Literal["refuse", "note"] = "refuse") -> Model:
    """Read a model of stocks and flows.

    Parameters
    ----------
    source : path or mapping
        .yaml or .json, with the keys `title`, `time` (start, stop, step, unit, method), `stocks` (initial, in, out), `flows`,
        `auxiliaries` and `lookups` (x, y); each variable may have `unit`, `name` (text, or en and zh) and `notes`.
        Or .xmile: one model of stocks, flows, auxiliaries and continuous graphical functions.
    units : {"refuse", "note"}
        What to do where units that are given clash.

    Returns
    -------
    Model
        With its loops, and what of it does not add up.

    Raises
    ------
    FaultyInput
        Whatever is wrong, all at once: unknown keys and names, names given twice, missing initial values, equations beyond
        the language, circles without a stock, units that clash; of XMILE what is not supported, document types and
        entities.

    Notes
    -----
    Equations are arithmetic (``+ - * / **``), comparisons, ``and or not``, ``a if c else b``, names, ``time`` and the
    functions ``min max abs exp ln log10 sqrt sin cos floor if_then_else step(height, at) ramp(slope, start[, end])
    pulse(start, width[, every]) impulse(volume, at[, every]) smooth(x, time[, initial]) smooth3 delay1 delay3
    delay(x, time[, initial])``, and lookups by their names. They are read by a whitelist on Python's syntax tree and never
    evaluated as code. Lookups hold their ends. XMILE is parsed by expat.

    References
    ----------
    Forrester, J. W. (1961). Industrial Dynamics. MIT Press. OASIS (2015). XML Interchange Language for System Dynamics
    (XMILE) Version 1.0.

    Examples
    --------
    >>> cup = {"time": {"stop": 30, "step": 0.125}, "stocks": {"tea": {"initial": 180, "out": "loss"}},
    ...        "flows": {"loss": "(tea - room) / 10"}, "auxiliaries": {"room": 70}}
    >>> model = read(cup)
    >>> model.loops["names"].tolist(), model.loops["polarity"].tolist()
    (['tea → loss → tea'], ['balancing'])
    >>> round(float(model.run().values["tea"].iloc[-1]), 4)
    75.374
    """
    asked(source=(source, _SOURCE), units=(units, choice("refuse", "note")))
    refuse_within("source", source)
    faults, notes = Faults(), list[Note]()
    content: Mapping[str, Any]
    if isinstance(source, Mapping):
        content, file = source, "model"
    else:
        path = Path(source)
        file = path.name
        content, notes = _content(path, faults)
    faults += _key_faults(content, file)
    faults.raise_all()
    parts = read_parts(content, file, faults)
    clashes = clashes_of(parts) if not faults else []
    if units == "refuse":
        faults += each(clashes, lambda clash: _clash(file, clash))
    system = system_of(parts, file, faults) if parts.variables and not faults else None
    faults.raise_all()
    if system is None:
        raise FaultyInput(file, "has no variables", "add stocks, flows and auxiliaries")
    if clashes:
        told = [f"{name} ({one}, {other})" for name, one, other in clashes]
        notes.append(Note("units clash: {names}", names=told))
    return model_of(system, tuple(notes))


def _content(path: Path, faults: Faults) -> tuple[Mapping[str, Any], list[Note]]:
    if path.suffix.lower() not in (*_XMILE, ".yaml", ".yml", ".json"):
        raise FaultyInput(path.name, "is of a kind that is not read", "give .yaml, .json or .xmile")
    try:
        if not is_file(path):
            raise FaultyInput(str(path), "there is no such file", "check the path")
    except (OSError, ValueError):
        raise FaultyInput(str(path)[:100], "there is no such file", "check the path") from None
    if path.suffix.lower() in _XMILE:
        return read_xmile(path, faults)
    return read_document(path), []


def _key_faults(content: Mapping[str, Any], file: str) -> list[Fault]:
    return [
        Fault(file, "{value} is no key", "give texts as keys", value=repr(key)[:40])
        for key in content
        if not isinstance(key, str)
    ]


def _clash(file: str, clash: tuple[str, str, str]) -> Fault:
    name, one, other = clash
    problem = "the unit {one} meets {other}"
    way_out = 'correct the units, leave one out, or read the model with units="note"'
    return Fault(f"{file}: {name}", problem, way_out, one=one, other=other)
