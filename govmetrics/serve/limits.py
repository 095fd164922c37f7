"""How often: requests of a network, of a link, and tries that failed. In memory, of a bounded size."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

MOST = 50_000
"""So many keys are kept; those that were quiet longest are forgotten."""


@dataclass(frozen=True)
class Rate:
    """So many at once, and so many a second in the long run."""

    burst: float
    per_second: float


@dataclass(frozen=True)
class Limits:
    """The limits of a server.

    Parameters
    ----------
    network : Rate
        Requests of one network: a whole town hall may stand behind one address.
    link : Rate
        Requests with one link.
    failures : Rate
        Links that are unknown, and wrong passwords, of one network.
    body, upload : int
        Bytes that a form may send, and an organiser's file.
    fields : int
        Fields of a form.
    seconds : float
        In which a form must have arrived.
    """

    network: Rate = Rate(5000, 500)
    link: Rate = Rate(60, 1)
    failures: Rate = Rate(20, 1 / 30)
    body: int = 256 * 1024
    upload: int = 4 * 1024 * 1024
    fields: int = 4000
    seconds: float = 60.0


class Counter:
    """Counts down what each key has left: a bucket that fills again.

    Examples
    --------
    >>> counter = Counter(Rate(2, 1), time=iter([0, 0, 0, 1]).__next__)
    >>> [counter.take("a") for _ in range(4)]
    [True, True, False, True]
    """

    def __init__(self, rate: Rate, time: Callable[[], float] = monotonic) -> None:
        self._rate, self._time = rate, time
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str) -> bool:
        """Take one; tell whether there was one."""
        with self._lock:
            left = self._now(key)
            self._left[key] = (left - 1 if left >= 1 else left, self._last)
            self._left.move_to_end(key)
            if len(self._left) > MOST:
                self._left.popitem(last=False)
            return left >= 1

    def empty(self, key: str) -> bool:
        """Tell whether nothing is left, without taking anything."""
        with self._lock:
            return self._now(key) < 1

    def _now(self, key: str) -> float:
        self._last = self._time()
        left, since = self._left.get(key, (self._rate.burst, self._last))
        return min(self._rate.burst, left + (self._last - since) * self._rate.per_second)
