"""Whatever is given for an argument of a public function: a result, or an error of ours that says what is wrong.

Generated from the signatures: each argument of every public function, class and method gets odd values in turn, the
others those of its example call (`tests/contracts/calls`). Nothing but a `GovmetricsError` may be raised, and what was
given is not changed. The fast profile takes some of the odd values for each argument, the full profile all.
"""

from __future__ import annotations

import inspect
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.fingerprint import fingerprint
from govmetrics.core.result import Result

BY_POSITION = {
    "Fault",
    "Label",
    "Note",
    "Text",
}  # made of sentences that stand in our source; their values are free
NO_ROOM = {"numerics"}  # arrays for the rooms, which check nothing by design
FOLDER = Path(__file__).parent / "calls"
CALLED = {path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_")}
ROOMS = sorted(CALLED)
FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"
SLOW, FEW, SOME = 0.05, 2, 5
"""In the fast profile an argument gets some odd values; few, where a call takes so many seconds."""

TREE = gm.IndicatorTree.from_groups({"p": ["a", "b"], "q": ["c"]})
UNITS = pd.Index(["u", "v", "w"], name="unit")
VALUES = pd.DataFrame([[10.0, 50, 90], [30, 60, 20], [80, 5, 70]], UNITS, TREE.codes)
DATA = gm.Dataset(TREE, VALUES)
SCALED = gm.normalisation.min_max(DATA)
WEIGHTS = gm.weighting.equal(TREE)
SCORES = gm.aggregation.arithmetic(SCALED, WEIGHTS)
TWICE = pd.DataFrame([[1.0, 2], [3, 4]], ["u", "u"], ["a", "a"])
ODD: list[Any] = [
    None, "x", -1, np.nan, True, [], {}, object(), np.inf, "", 1, 1e300, b"x", 1 + 2j, 0, 2.5, [1], ["x"], [None], {"a": 1},
    {"a": None}, {1, 2}, (1, 2), float, np.zeros((2, 2)), np.zeros(0), np.array(["x"]), pd.Timestamp("2020"),
    pd.DataFrame(), pd.Series(dtype=float), pd.Series([1, 2]), pd.DataFrame({"a": [1, None]}), pd.DataFrame({"a": ["x"]}),
    pd.DataFrame({("a", "b"): [1]}), TWICE, TREE, DATA, SCALED, WEIGHTS, SCORES, VALUES, VALUES.iloc[:0], lambda *_, **__: 1,
    "fr", ["a", "a"], np.float64(0.5), np.datetime64("NaT"), pd.NA,
]  # fmt: skip


def calls_of(room: str) -> Mapping[str, tuple[Callable[..., Any], dict[str, Any]]]:
    return import_module(f"tests.contracts.calls.{room}").CALLS


def alike(value: Any) -> Iterator[Any]:
    """Yield what looks like a valid value and is not quite one."""
    if isinstance(value, pd.DataFrame) and value.size:
        yield from (value.iloc[:0], value.iloc[:, :0], value.T, value.astype(str), pd.concat([value, value]))
        yield from (
            pd.concat([value, value], axis="columns"),
            value * np.nan if numeric(value) else value.iloc[:1],
        )
    elif isinstance(value, pd.Series) and len(value):
        yield from (value.iloc[:0], value.astype(str), pd.concat([value, value]), value.to_frame())
    elif isinstance(value, np.ndarray) and value.size:
        yield from (value[:0], value.astype(str), value.T, value[None])
    elif isinstance(value, dict) and value:
        yield from ({**value, "zz": None}, dict.fromkeys(value), list(value))
    elif isinstance(value, list | tuple) and value:
        yield from ([*value, None], list(value)[:1], [*value, *value])
    elif isinstance(value, str):
        yield from (value.upper(), value + " ", [value])
    elif isinstance(value, int | float):
        yield from (-value, value * 1e6 + 0.5, str(value))


def numeric(frame: pd.DataFrame) -> bool:
    return all(pd.api.types.is_numeric_dtype(dtype) for dtype in frame.dtypes)


def chosen(place: str, values: list[Any], took: float) -> list[Any]:
    """Return the odd values that an argument gets: all, or some that its name picks."""
    if FULL:
        return values
    first = crc32(place.encode())
    return [values[(first + 7 * step) % len(values)] for step in range(FEW if took > SLOW else SOME)]


QUOTED = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"|\{[^}]*\}|\[[^\]]*\]|\([^)]*\)|（[^）]*）")
ENGLISH = re.compile(r"[A-Za-z]{3,} (?!the\b)[A-Za-z]{2,}|\\u[3-9][0-9a-f]{3}|\bnull\b")
TYPED = re.compile("Goepel (three|five) bands|rows and columns|(North|South|East|West) ward")
"""What may stand in a Chinese fault though it is English: values, choices as they are typed, units of the examples."""


def told(call: Callable[[], Any]) -> str:
    """Return what is wrong with the way a call ends; nothing where it is a result or an error of ours."""
    try:
        found = call()
        if isinstance(found, Result):
            repr(found), found.summary("zh"), found.to_dict()
    except gm.GovmetricsError as error:
        if not (error.faults and str(error)):
            return "an error without a fault"
        english = ENGLISH.search(TYPED.sub("", QUOTED.sub("·", error.say("zh"))))
        return f"English in Chinese: {error.say('zh')}" if english else ""
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:80]}"
    return ""


def arguments_of(function: Callable[..., Any], given: Mapping[str, Any]) -> list[str]:
    """Return the names of all arguments, the example's first."""
    parameters = inspect.signature(function).parameters.values()
    named = [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    return list(dict.fromkeys([*given, *named]))


@pytest.mark.parametrize("room", ROOMS)
def test_a_result_or_an_error_of_ours(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # what takes a path may write there
    wrong = []
    for name, (function, given) in calls_of(room).items():
        before, start = fingerprint(list(given.values())), time.perf_counter()
        function(**given)  # an example is a call that works: even an error of ours fails here
        took = time.perf_counter() - start
        for argument in arguments_of(function, given):
            odd = [*ODD, *alike(given.get(argument))]
            for value in chosen(f"{room}.{name}.{argument}", odd, took):
                found = told(lambda f=function, g=given, a=argument, v=value: f(**{**g, a: v}))
                if found:
                    wrong.append(f"{name}({argument}={' '.join(repr(value).split())[:60]}): {found}")
        if fingerprint(list(given.values())) != before:
            wrong.append(f"{name}: an argument was changed")
    assert not wrong, "\n" + "\n".join(wrong)


def test_odd_values_were_not_changed():
    assert fingerprint([DATA, SCALED, WEIGHTS, SCORES, VALUES, TWICE]) == BEFORE


BEFORE = fingerprint([DATA, SCALED, WEIGHTS, SCORES, VALUES, TWICE])


def test_every_public_function_has_an_example_call(found):
    room, results = found.room, found.kinds
    module = import_module(f"govmetrics.{room}")
    there = {name.split()[0].split(".")[-1] for name in calls_of(room)}
    wanted = {
        name
        for name in module.__all__
        if callable(one := getattr(module, name))
        and not (inspect.isclass(one) and (one in results or not built(one)))
        and not isinstance(one, type(Any))
    }
    methods = {
        method
        for kind in results
        if kind.__module__.startswith(f"govmetrics.{room}")
        for method in methods_of(kind)
    }
    assert not sorted((wanted | methods) - there - BY_POSITION)


def built(kind: type) -> bool:
    """Tell whether a class is made by its users: neither a protocol nor an error nor what only functions return."""
    return not (getattr(kind, "_is_protocol", False) or issubclass(kind, Exception | Result))


def room_of(kind: type) -> str:
    return ".".join(kind.__module__.split(".")[:2])


def methods_of(kind: type) -> Iterator[str]:
    """Yield the public methods of a result's class that take arguments; those of `Result` are looked at here."""
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        own = name not in vars(Result) and method.__module__.startswith(room_of(kind))
        if own and not name.startswith("_") and len(inspect.signature(method).parameters) > 1:
            yield name


def test_every_room_has_example_calls():
    rooms = {name for name in gm.__all__ if inspect.ismodule(getattr(gm, name))} - NO_ROOM
    assert rooms == set(ROOMS)
