"""How far long work is: one `progress=` for whatever takes its time.

A function that was given one says with `following` how much there is to do; what it calls says with `advance` what is
done, however deep it is. What runs in another process or thread says nothing: who waits for it does.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

from govmetrics.core.language import language_of
from govmetrics.core.log import timed
from govmetrics.core.options import Kind
from govmetrics.core.words import Text, say

Progress = Literal["bar"] | Callable[[int, int, Text], object] | None
"""A bar on the error stream, where that is a terminal; a function of what is done, of how much, and its name; or nothing."""
DRAWS, TABLES, UNITS = Text("Draws"), Text("Tables"), Text("Units")


def _takes_three(value: Any) -> bool:
    if not callable(value):
        return False
    try:
        inspect.signature(value).bind(0, 1, DRAWS)
    except TypeError:
        return False
    except ValueError:  # of some functions written in C nobody knows
        return not isinstance(value, type)
    return True


PROGRESS = Kind(
    lambda value: value is None or (isinstance(value, str) and value == "bar") or _takes_three(value),
    Text('give "bar", or a function of (done, total, what)'),
)


@dataclass(eq=False)
class _Count:
    """What is done of one piece of work; it never falls, and never exceeds the whole."""

    tell: Callable[[int, int, Text], object]
    total: int
    what: Text
    done: float = 0.0
    told: int = -1

    def reach(self, done: float) -> None:
        self.done = min(max(done, self.done), self.total)
        whole = int(self.done + 1e-6)
        if whole > self.told:
            self.told = whole
            self.tell(whole, self.total, self.what)


_CURRENT: ContextVar[_Count | None] = ContextVar("govmetrics_progress", default=None)


@contextmanager
def following(progress: Progress, total: int, what: Text = DRAWS) -> Iterator[None]:
    """Tell `progress` how far the work in this block is: nothing of it first, and all of it at the end.

    Parameters
    ----------
    progress : {"bar"}, callable or None
        What a function raises ends the work.
    total : int
        How much there is to do.
    what : Text
        Of what.

    Examples
    --------
    >>> with following(lambda done, total, what: print(done, total, what), 3):
    ...     for _ in range(3):
    ...         advance()
    0 3 Draws
    1 3 Draws
    2 3 Draws
    3 3 Draws
    """
    with _bar(what) if progress == "bar" else nullcontext(progress) as tell:
        current = None if tell is None else _Count(tell, total, what)
        before = _CURRENT.set(current)
        try:
            reach(0)
            with timed(f"{total} {what}") if total else nullcontext():
                yield
            reach(total)
        finally:
            _CURRENT.reset(before)


def advance(by: float = 1.0) -> None:
    """Say that so much more is done."""
    current = _CURRENT.get()
    if current is not None:
        current.reach(current.done + by)


def reach(done: float, what: Text | None = None) -> None:
    """Say that at least so much is done, and, where it has a name of its own, what comes now."""
    current = _CURRENT.get()
    if current is not None:
        current.what = what or current.what
        current.reach(done)


def so_far() -> float:
    """Return how much is done."""
    current = _CURRENT.get()
    return 0.0 if current is None else current.done


@contextmanager
def _bar(what: Text) -> Iterator[Callable[[int, int, Text], object] | None]:
    """Yield what draws a bar on the error stream; None where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    language = language_of()
    columns = TextColumn("{task.description}", markup=False), BarColumn()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say(what, language), total=None)
        yield lambda done, total, what: bar.update(
            task, description=say(what, language), completed=done, total=total
        )
