"""Long work in several processes, threads or machines, through joblib alone: any backend gives the same numbers.

How many work at once is what the caller says, else what joblib's context says (``with joblib.parallel_config(n_jobs=2)``,
``parallel_config(backend="dask")``), else one: then everything is done here, one after the other. Tasks hold what they
need, their random numbers too, so that it does not matter who does them, or how often. joblib keeps the threads of BLAS in
its worker processes to their share of the cores.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.log import LOG
from govmetrics.core.options import Kind
from govmetrics.core.words import Text

RETRIES = 3
"""So often work goes on after a worker was killed: a machine that always kills it would never end."""
MOST = 1024
JOBS = Kind(
    lambda value: (
        value is None
        or (isinstance(value, int) and not isinstance(value, bool) and value != 0 and abs(value) <= MOST)
    ),
    Text("give a number of processes, or -1 for one for each core"),
)
T = TypeVar("T")
PART = 100
"""So many draws are a task, whoever does it: the numbers do not depend on how many work at once."""


def parts_of(draws: Any) -> list[Any]:
    """Return draws, which are the rows, as tasks' parts.

    Examples
    --------
    >>> [len(part) for part in parts_of(list(range(250)))]
    [100, 100, 50]
    """
    return [draws[start : start + PART] for start in range(0, len(draws), PART)]


class InTurn(Sequence[tuple[Any, ...]]):
    """Tasks that are made when their turn comes, and again for who takes the place of a killed worker: not all are held at once.

    Parameters
    ----------
    parts : sequence
    make : callable
        Returns the task of a part.

    Examples
    --------
    >>> list(together(pow, InTurn([2, 3], lambda number: (number, 2))))
    [4, 9]
    """

    def __init__(self, parts: Sequence[Any], make: Callable[[Any], tuple[Any, ...]]) -> None:
        self.parts, self.make = parts, make

    def __len__(self) -> int:
        return len(self.parts)

    def __getitem__(self, at: Any) -> Any:
        return self.make(self.parts[at])


def together(
    function: Callable[..., T], tasks: Sequence[tuple[Any, ...]], n_jobs: int | None = None
) -> Iterator[T]:
    """Yield what a function returns for each task, in their order, as soon as it is there.

    Parameters
    ----------
    function : callable
        Of the parts of a task; the same for the same task, whoever calls it.
    tasks : sequence of tuple
    n_jobs : int, optional
        How many are done at once; by default what joblib's context says, else 1.

    Raises
    ------
    UnsuitableMethod
        A worker is killed again and again, as it is where memory runs out.

    Examples
    --------
    >>> list(together(pow, [(2, 3), (3, 2)]))
    [8, 9]
    """
    for _, found in as_done(function, tasks, n_jobs, in_order=True):
        yield found


def as_done(
    function: Callable[..., T], tasks: Sequence[tuple[Any, ...]], n_jobs: int | None = None, *, in_order: bool = False
) -> Iterator[tuple[int, T]]:  # fmt: skip
    """Yield the place of each task and what a function returns for it, as soon as it is there: who waits for none loses none.

    Examples
    --------
    >>> sorted(as_done(pow, [(2, 3), (3, 2)]))
    [(0, 8), (1, 9)]
    """
    left, killed = list(range(len(tasks))), 0
    while left:
        done = set()
        try:
            # A task travels as one tuple: large arguments of its own Dask would hand out once, to one worker, with which
            # they would be lost.
            calls = ((at, function, tasks[at], os.getpid()) for at in left)
            for place, found in _some(_placed, calls, len(left), n_jobs, in_order):
                done.add(place)
                yield place, found
        except Exception as error:
            if _lost(error):
                raise UnsuitableMethod("n_jobs", *_LOST) from error
            if isinstance(error, TimeoutError) and "has no worker" in str(error):  # joblib's, of Dask
                raise UnsuitableMethod("n_jobs", *_EMPTY) from error
            if not _was_killed(error):
                raise
            killed += 1
            if killed > RETRIES:
                raise UnsuitableMethod("n_jobs", *_KILLED, times=killed) from error
            LOG.warning("a worker was killed; %s of %s tasks are left", len(left) - len(done), len(tasks))
        left = [at for at in left if at not in done]


def _placed(at: int, function: Callable[..., T], task: tuple[Any, ...], boss: int) -> tuple[int, T]:
    _end_with(boss)
    return at, function(*task)


def _end_with(boss: int) -> None:
    """End this process when the one is killed that it works for: joblib's workers would go on, and then wait, for minutes."""
    if os.getppid() != boss or boss in _WATCHED:
        return
    _WATCHED.add(boss)

    def watch() -> None:
        while os.getppid() == boss:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


_WATCHED: set[int] = set()


_KILLED = (
    "workers were killed {times} times, as happens where memory runs out",
    "use fewer jobs or smaller data, or give the workers more memory",
)

_EMPTY = ("the cluster has no worker", "see that its workers run, and do it again")
_LOST = ("the connection to the cluster was lost", "see that its scheduler runs, and do it again")


def alone(count: int, n_jobs: int | None = None) -> bool:
    """Tell whether so many tasks are done here, one after the other."""
    if count < 2 or n_jobs == 1:
        return True
    if n_jobs is None and "joblib" not in sys.modules:
        return True  # so nobody can have made a context; joblib takes its time to import
    from joblib import effective_n_jobs

    return int(effective_n_jobs(n_jobs)) == 1


def _some(
    function: Callable[..., T],
    tasks: Iterator[tuple[Any, ...]],
    count: int,
    n_jobs: int | None,
    in_order: bool,
) -> Iterator[T]:
    if alone(count, n_jobs):
        yield from (function(*task) for task in tasks)
        return
    from joblib import Parallel, delayed

    calls = (delayed(function)(*task) for task in tasks)
    try:
        pool = Parallel(n_jobs=n_jobs, return_as="generator" if in_order else "generator_unordered")
    except ValueError:  # a backend that gives everything at once, at the end
        pool = Parallel(n_jobs=n_jobs)
    yield from pool(calls)


def _was_killed(error: Exception) -> bool:
    """Tell whether a worker died: of joblib's processes, or so often of Dask's that the cluster gave the task up."""
    if isinstance(error, BrokenProcessPool):
        return True
    return type(error).__module__.startswith("distributed") and type(error).__name__ == "KilledWorker"


def _lost(error: Exception) -> bool:
    """Tell whether Dask's scheduler went away."""
    names = ("FutureCancelledError", "CommClosedError")
    return type(error).__module__.startswith("distributed") and type(error).__name__ in names
