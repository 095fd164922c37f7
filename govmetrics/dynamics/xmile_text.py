"""Equations of XMILE in the words of ours."""

from __future__ import annotations

import re
from collections.abc import Container

from govmetrics.core.errors import Fault, Faults
from govmetrics.dynamics.equations import RESERVED

_TOKEN = re.compile(
    r'\s*(?:(?P<comment>\{[^}]*\})|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|"(?P<quoted>(?:[^"\\]|\\.)*)"'
    r"|(?P<name>[^\W\d][\w$]*(?:\.[^\W\d][\w$]*)?)|(?P<mark><>|<=|>=|[-+*/^()=<>,\[\]]))"
)
_WORDS = {"and": " and ", "or": " or ", "not": " not "}
_COMPARE = ("=", "<>", "<", "<=", ">", ">=")
_MARKS = {"^": "**", "=": "==", "<>": "!="}
_FUNCTIONS = {
    "abs": "abs", "exp": "exp", "ln": "ln", "log10": "log10", "sqrt": "sqrt", "sin": "sin", "cos": "cos", "min": "min",
    "max": "max", "int": "floor", "step": "step", "ramp": "ramp", "pulse": "impulse",
    "smth1": "smooth", "smth3": "smooth3", "delay1": "delay1",
    "delay3": "delay3", "delay": "delay",
}  # fmt: skip
FUNCTIONS = [name.upper() for name in _FUNCTIONS]


def key_of(name: str) -> str:
    """Return a variable's name as equations have it: blanks and line breaks are underscores, capitals count for nothing.

    Examples
    --------
    >>> key_of("Teacup Temperature"), key_of("lambda"), key_of("90th percentile")
    ('teacup_temperature', 'lambda_', '_90th_percentile')
    """
    key = re.sub(r"(?:\\n|\s|_|\u00a0)+", "_", name.strip()).lower()
    key = re.sub(r"[^\w]", "_", key)
    key = f"_{key}" if key[:1].isdigit() else key
    return f"{key}_" if key in RESERVED or key in _PYTHON else key


_PYTHON = {"lambda", "class", "for", "in", "is", "from", "import", "def", "return", "while", "with", "as", "pass", "global",
           "del", "try", "raise", "yield", "break", "continue", "assert", "async", "await", "except", "finally", "elif",
           "nonlocal", "none", "true", "false"}  # fmt: skip


def table_of(name: str) -> str:
    """Return what the graphical function of a variable is called."""
    return f"{key_of(name)}_gf"


def translated(text: str, place: str, faults: Faults, tables: Container[str] = ()) -> str:
    """Return an equation of XMILE as one of ours; what it has no words for goes to `faults`."""
    tokens = _tokens(text, place, faults)
    tokens = _without_lookup(tokens)
    _refuse_side_by_side(tokens, place, faults)
    out: list[str] = []
    frames = [0]  # of every open bracket: how many IFs end with it
    for number, (kind, word) in enumerate(tokens):
        following = tokens[number + 1][1] if number + 1 < len(tokens) else ""
        low = word.lower()
        if kind == "name" and low == "if":
            out.append("if_then_else((")
            frames.append(-1)
        elif kind == "name" and low == "then" and frames[-1] == -1:
            out.append("),(")
            frames[-1] = -2
        elif kind == "name" and low == "else" and frames[-1] in (-2, -3):
            while frames[-1] == -3:  # an IF within THEN is whole
                out.append("))")
                frames.pop()
            out.append("),(")
            frames[-1] = -3
        elif kind == "mark" and word in "),":
            while frames[-1] == -3:
                out.append("))")
                frames.pop()
            out.append(word)
            if word == ")" and len(frames) > 1:
                frames.pop()
        elif kind == "mark" and word == "(":
            frames.append(0)
            out.append("(")
        else:
            out.append(_word(kind, word, following, place, faults, tables))
    while frames[-1] == -3:
        out.append("))")
        frames.pop()
    return "".join(out)


def _refuse_side_by_side(tokens: list[tuple[str, str]], place: str, faults: Faults) -> None:
    """Refuse comparisons and NOTs that no bracket parts: XMILE reads NOT a = b as (NOT a) = b, and a < b = c as (a < b) = c."""
    seen = [0]
    for kind, word in tokens:
        low = word.lower()
        if word == "(" and kind == "mark":
            seen.append(0)
        elif word == ")" and kind == "mark" and len(seen) > 1:
            seen.pop()
        elif word == "," or (kind == "name" and low in ("and", "or", "if", "then", "else")):
            seen[-1] = 0
        elif (kind == "mark" and word in _COMPARE) or (kind == "name" and low == "not"):
            seen[-1] += 1
            if seen[-1] == 2:
                faults.append(
                    Fault(
                        place,
                        "comparisons or NOT stand side by side",
                        "set brackets: NOT (a = b), (a < b) = c",
                    )
                )


def _without_lookup(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return LOOKUP(table, x) as table(x)."""
    found: list[tuple[str, str]] = []
    skip = 0
    for number, (kind, word) in enumerate(tokens):
        inside = tokens[number + 1 : number + 4]
        if skip:
            skip -= 1
        elif kind == "name" and word.lower() == "lookup" and [one[1] for one in inside[::2]] == ["(", ","]:
            found += [("name", inside[1][1]), ("mark", "(")]
            skip = 3
        else:
            found.append((kind, word))
    return found


def _tokens(text: str, place: str, faults: Faults) -> list[tuple[str, str]]:
    found, at, text = [], 0, text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            problem, way_out = "{text!r} cannot be read in an equation of XMILE", "correct it"
            faults.append(Fault(place, problem, way_out, text=text[at : at + 20]))
            return []
        at = match.end()
        kind = match.lastgroup or ""
        if kind != "comment":
            found.append((kind, match[kind]))
    return found


def _word(kind: str, word: str, following: str, place: str, faults: Faults, tables: Container[str]) -> str:
    if kind == "number":
        return f" {word} "
    if kind == "mark":
        if word in "[]":
            faults.append(
                Fault(place, "{what} is not supported", "write it as plain variables", what="array [ ]")
            )
            return ""
        return _MARKS.get(word, word)
    low = word.lower()
    if kind == "quoted":
        return key_of(word)
    if low in ("and", "or", "not"):
        return _WORDS[low]
    if low == "time":
        return "time"
    if low == "dt":
        return "time_step"
    if low == "pi":
        return "pi"
    if following == "(":
        if low in _FUNCTIONS:
            return _FUNCTIONS[low]
        if key_of(word) in tables:
            return table_of(word)
        problem, way_out = "{what} is not supported", "write it with the functions: {functions:50}"
        faults.append(Fault(place, problem, way_out, what=f"{word}()", functions=FUNCTIONS))
        return "abs"
    if low in ("mod", "div", "starttime", "stoptime"):
        problem, way_out = "{what} is not supported", "write it with the functions: {functions:50}"
        faults.append(Fault(place, problem, way_out, what=word, functions=FUNCTIONS))
    if "." in word:
        problem, way_out = "{what} is not supported", "write the model without modules"
        faults.append(Fault(place, problem, way_out, what=word))
    return key_of(word)
