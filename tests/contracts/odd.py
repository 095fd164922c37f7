"""Arguments that are right but for one odd value, and what the calls of a room make of them.

Whatever stands in one cell, under one label or key, or for one number: a result, or an error of ours. The places are
those of the example calls (`tests/contracts/calls`). The whole sweep, with the count of every room:
``python -m tests.contracts.odd [ROOM ...]``.
"""

from __future__ import annotations

import dataclasses
import inspect
import os
import resource
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

import govmetrics as gm
from tests.contracts.test_hostile_arguments import ROOMS, arguments_of, calls_of, told

Call = tuple[str, str, Callable[[], Any]]
SECONDS, TIMES, BYTES = 5, 30, 6_000_000_000
"""A call may take so long, or so many times as long as the tidy one, of this process's time; and so much memory in all."""
DEEP = 2_000
PLACES = 12
"""Of the cells and keys of one argument so many are tried, those at both ends first."""
HALF = "\ud800"
NUMBERS = {"1e300": 1e300, "1e-300": 1e-300}
CELLS = {
    "list": ["x"],
    "dict": {"a": 1},
    "set": {1},
    "10**400": 10**400,
    **NUMBERS,
    "half": HALF,
    "object": object(),
}
KEYS = {"10**400": 10**400, **NUMBERS, "half": HALF, "object": object(), "tuple": ("x", 1)}
WHOLE = {"10**18": 10**18, "-1": -1, "True": True}
FLOATS = {"nan": np.nan, **NUMBERS, "10**400": 10**400}
NOUNS = (
    gm.Dataset, gm.Scaled, gm.Scores, gm.Weights, gm.Survey, gm.Judgements, gm.IndicatorTree, gm.fuzzy.GradeScale,
    gm.network.Network,
)  # fmt: skip


def deep(kind: type) -> Any:
    value: Any = 1
    for _ in range(DEEP):
        value = [value] if kind is list else {"a": value}
    return value


NESTED = {"deep list": deep(list), "deep dict": deep(dict)}


def ends(count: int, most: int = 2) -> list[int]:
    """Return the first places and the last ones."""
    return sorted({*range(min(count, most - 1)), count - 1} - {-1})


def odd(value: Any, where: str = "") -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield what is odd and a function that makes such a value of a right one."""
    if isinstance(value, pd.DataFrame) and value.size:
        yield from _odd_frame(value, where)
    elif isinstance(value, pd.Series) and len(value):
        for name, make in _odd_frame(value.to_frame("x" if value.name is None else value.name), where):
            if " column" not in name:
                yield name, lambda make=make: make().iloc[:, 0].rename(value.name)
    elif isinstance(value, np.ndarray) and value.size:
        kinds = CELLS if value.dtype.kind == "O" else NUMBERS if value.dtype.kind == "f" else {}
        yield from ((f"{where} {name}", lambda cell=cell: _put(value, cell)) for name, cell in kinds.items())
    elif isinstance(value, Mapping) and value:
        yield from _odd_mapping(dict(value), where)
    elif isinstance(value, list | tuple) and value:
        yield from _odd_list(list(value), where, tuple if type(value) is tuple else list)
    elif isinstance(value, NOUNS):
        yield from _odd_noun(value, where)
    else:
        yield from ((f"{where} {name}", lambda one=one: one) for name, one in _plain(value).items())


def _plain(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {}
    if isinstance(value, int):
        return WHOLE | {"10**400": 10**400, "1e300": 1e300, "nan": np.nan}
    if isinstance(value, float):
        return FLOATS | {"10**18": 10**18}
    if isinstance(value, str):
        return {"half": value + HALF, "object": CELLS["object"]}
    return {"10**18": 10**18, "half": HALF, "nan": np.nan, **NESTED} if value is None else {}


def _put(array: np.ndarray, cell: Any) -> np.ndarray:
    made = array.copy()
    made[np.unravel_index(0, made.shape)] = cell
    return made


def _odd_frame(frame: pd.DataFrame, where: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    row = len(frame) // 2
    for place in ends(frame.shape[1]):
        head = "cell" if frame.dtypes.iloc[place].kind in "iufb" else "name under"
        for name, cell in (CELLS | NESTED).items():
            yield (
                f"{where} {head} {frame.columns[place]} {name}",
                lambda p=place, c=cell: _with_cell(frame, row, p, c),
            )
    for name, label in CELLS.items():
        yield f"{where} row label {name}", lambda one=label: _relabelled(frame, row, one, 0)
        yield f"{where} column label {name}", lambda one=label: _relabelled(frame, 0, one, 1)
    yield f"{where} column twice", lambda: pd.concat([frame, frame.iloc[:, :1]], axis=1)
    yield f"{where} row label twice", lambda: frame.iloc[[0, *range(len(frame))]]


def _with_cell(frame: pd.DataFrame, row: int, place: int, cell: Any) -> pd.DataFrame:
    column = frame.iloc[:, place]
    made = frame.copy()
    if isinstance(cell, float) and column.dtype.kind in "fi":
        made.isetitem(place, column.astype(float).where(np.arange(len(frame)) != row, cell))
        return made
    cells = np.empty(len(frame), dtype=object)
    cells[:] = column.tolist()
    cells[row] = cell
    made.isetitem(place, pd.Series(cells, frame.index, dtype=object))
    return made


def _relabelled(frame: pd.DataFrame, at: int, label: Any, axis: int) -> pd.DataFrame:
    """Return a frame with one other label; where pandas makes none, as if it had been refused."""
    try:
        return _labelled(frame, at, label, axis)
    except Exception as error:
        raise gm.FaultyInput("labels", "pandas makes none", "") from error


def _labelled(frame: pd.DataFrame, at: int, label: Any, axis: int) -> pd.DataFrame:
    old = frame.axes[axis]
    labels = np.empty(len(old), dtype=object)
    labels[:] = old.tolist()
    if isinstance(old, pd.MultiIndex):  # one level of it, which takes only what has a hash
        labels[at] = (*labels[at][:-1], label)
        new: pd.Index = pd.MultiIndex.from_tuples(labels.tolist(), names=old.names)
    else:
        labels[at] = label
        new = pd.Index(labels, dtype=object, name=old.name)
    return frame.set_axis(new, axis=axis)


def _odd_mapping(value: dict[Any, Any], where: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    keys = list(value)
    for at in ends(len(keys), PLACES):
        key = keys[at]
        for name, cell in (CELLS | NESTED | {"None": None}).items():
            yield f"{where} {key!r}: {name}", lambda k=key, c=cell: {**value, k: c}
        for name, make in odd(value[key], f"{where} {key!r}:"):
            yield name, lambda k=key, m=make: {**value, k: m()}
    for name, key in KEYS.items():
        yield (
            f"{where} key {name}",
            lambda k=key: {k: value[keys[0]], **{one: value[one] for one in keys[1:]}},
        )


def _odd_list(value: list[Any], where: str, kind: type) -> Iterator[tuple[str, Callable[[], Any]]]:
    for at in ends(len(value)):
        for name, cell in (CELLS | NESTED | {"None": None}).items():
            yield f"{where} [{at}] {name}", lambda a=at, c=cell: kind([*value[:a], c, *value[a + 1 :]])
        for name, make in odd(value[at], f"{where} [{at}]"):
            yield name, lambda a=at, m=make: kind([*value[:a], m(), *value[a + 1 :]])
    yield f"{where} [0] twice", lambda: kind([value[0], *value])


def _odd_noun(value: Any, where: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        if field.init and isinstance(held, pd.DataFrame | pd.Series | Mapping):
            for name, make in odd(held, f"{where}.{field.name}"):
                yield name, lambda f=field.name, m=make: dataclasses.replace(value, **{f: m()})


def calls(room: str) -> Iterator[Call]:
    """Yield every odd call of a room: the example's name, the odd place, and the call."""
    for name, (function, given) in calls_of(room).items():
        defaults = {p.name: p.default for p in inspect.signature(function).parameters.values()}
        for argument in arguments_of(function, given):
            for what, make in odd(given.get(argument, defaults.get(argument)), argument):
                yield name, what, lambda f=function, g=given, a=argument, m=make: f(**{**g, a: m()})


class TooLong(BaseException):
    """A call that does not end in time; no `except Exception` keeps it."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Let what is done take so long and so much memory."""

    def stop(*_: Any) -> None:
        raise TooLong

    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, before[1]))
    old = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1)  # again, where a first one was lost on its way
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)
        resource.setrlimit(resource.RLIMIT_AS, before)


def fault(call: Callable[[], Any], took: float = 0) -> tuple[str, Any]:
    """Return what is wrong with the way an odd call ends, and its result."""
    found: list[Any] = []
    try:
        with bounded(max(SECONDS, TIMES * took)), redirect_stdout(StringIO()):
            wrong = told(lambda: found.append(call()) or found[0])
    except TooLong:
        wrong = "TooLong"
    if wrong.startswith("English in Chinese"):  # labels of the examples and odd values as they are shown
        wrong = ""
    return wrong, found[0] if found else None


def not_finite(found: Any) -> Counter[str]:
    """Count what of a result is infinite and what is not there."""
    counts: Counter[str] = Counter()
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        for field in dataclasses.fields(found):
            counts += not_finite(getattr(found, field.name, None))
    elif isinstance(found, pd.DataFrame):
        for place in range(found.shape[1]):
            counts += not_finite(found.iloc[:, place])
    elif isinstance(found, pd.Series | np.ndarray):
        if found.dtype.kind in "fc":
            cells = np.asarray(found)
            counts += Counter(inf=int(np.isinf(cells).sum()), nan=int(np.isnan(cells).sum()))
    elif isinstance(found, float):
        counts += Counter(inf=int(np.isinf(found)), nan=int(np.isnan(found)))
    elif isinstance(found, Mapping):
        for one in found.values():
            counts += not_finite(one)
    elif isinstance(found, list | tuple):
        for one in found:
            counts += not_finite(one)
    return counts


def sentences(found: Any) -> set[str]:
    """Return what a result says in words: its notes, and the sentences of its finding, their numbers aside."""
    finding = found._finding() if hasattr(found, "_finding") else ()
    return {*map(str, getattr(found, "notes", ())), *(one.template for one in finding)}


def sample(room: str, each: int = 2) -> list[str]:
    """Return what is wrong with some odd calls of a room: so many of every example."""
    wrong = []
    for name, made in _by_name(room).items():
        first = crc32(f"{room}.{name}".encode())
        for step in range(min(each, len(made))):
            what, call = made[(first + step * (len(made) // each)) % len(made)]
            if found := fault(call)[0]:
                wrong.append(f"{name}({what}): {found}")
    return wrong


def _by_name(room: str) -> dict[str, list[tuple[str, Callable[[], Any]]]]:
    by_name: dict[str, list[tuple[str, Callable[[], Any]]]] = {}
    for name, what, call in calls(room):
        by_name.setdefault(name, []).append((what, call))
    return by_name


def sweep(room: str) -> tuple[int, list[str]]:
    """Return how many odd calls a room has, and what is wrong with them: numbers without a word, too."""
    wrong, count = [], 0
    for name, made in _by_name(room).items():
        function, given = calls_of(room)[name]
        start = time.process_time()
        tidy = function(**given)
        usual, took = not_finite(tidy), time.process_time() - start
        for what, call in made:
            count += 1
            told_wrong, found = fault(call, took)
            # a number that is one more name
            named = any(one in what for one in (" name under ", " label ", " key "))
            if not told_wrong and not named and any(number in what for number in NUMBERS):
                more = not_finite(found) - usual
                if more and not sentences(found) - sentences(tidy):
                    told_wrong = f"not finite: {dict(more)}"
            if told_wrong:
                wrong.append(f"{name}({what}): {told_wrong}")
    return count, wrong


def main(rooms: list[str]) -> None:
    """Print what is wrong, and the counts by room."""
    sys.stdout.reconfigure(errors="backslashreplace")
    warnings.simplefilter("ignore")
    warnings.filterwarnings("error", category=RuntimeWarning, module="govmetrics")
    for room in rooms or ROOMS:
        start, count, wrong = time.process_time(), 0, []
        with tempfile.TemporaryDirectory() as folder:
            here = os.getcwd()
            os.chdir(folder)  # what takes a path may write there
            try:
                count, wrong = sweep(room)
            finally:
                os.chdir(here)
        print(*(f"{room}: {one}" for one in wrong), sep="\n")
        raw = sum("not finite" not in one for one in wrong)
        seconds = time.process_time() - start
        print(f"# {room}: {count} calls, {raw} raw, {len(wrong) - raw} others, {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
