"""Ctrl-C and a request to end: one line, nothing half-written, the exit code that shells expect.

Nothing heavy may be imported here: this is in force before pandas is.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Ctrl-C; what `kill` and a machine that shuts down send; a terminal that is closed."""


class Stop:
    """Whether a command was told to end.

    Parameters
    ----------
    number : int
        Of the signal; 0 while there was none.
    """

    number = 0

    @property
    def code(self) -> int:
        """The exit code by which shells know it."""
        return 128 + self.number

    def __call__(self, number: int, _: FrameType | None) -> None:
        """End the command as Ctrl-C does, so that what is being written is taken away; the second time at once."""
        if self.number:
            os._exit(128 + number)
        self.number = number
        raise KeyboardInterrupt

    def again(self) -> None:
        """Let the signal come once more, a little later: it was lost where Python was clearing something away."""
        number, self.number = self.number, 0
        later = threading.Timer(0.02, os.kill, (os.getpid(), number))
        later.daemon = True
        later.start()


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Let signals end what is done meanwhile; put back what was in force before."""
    stop, hook = Stop(), sys.unraisablehook

    def lost(what: Any) -> None:
        if isinstance(what.exc_value, KeyboardInterrupt) and stop.number:
            stop.again()
        else:
            hook(what)

    before = _handle(stop)
    sys.unraisablehook = lost
    try:
        yield stop
    finally:
        sys.unraisablehook = hook
        for number, handler in before.items():
            signal.signal(number, handler)


def stop_at_once() -> None:
    """Until the command begins there is nothing to take away: end with one line, without a traceback of imports."""
    _handle(_end)


def ignore() -> None:
    """All is done, and there is nothing to stop any more."""
    _handle(signal.SIG_IGN)


def _handle(handler: Any) -> dict[int, Any]:
    """Set a handler for all signals but those that somebody said to ignore (as `nohup` does); return what was in force."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    known = {number: signal.getsignal(number) for number in SIGNALS}
    known = {number: found for number, found in known.items() if found not in (signal.SIG_IGN, None)}
    for number in known:
        signal.signal(number, handler)
    return known


def _end(number: int, _: FrameType | None) -> None:
    """End with one line, without the vocabulary, which is not there yet."""
    chinese = os.environ.get("GOVMETRICS_LANGUAGE", "").startswith("zh")
    told = "已中止：尚未写入任何内容\n" if chinese else "stopped: nothing had been begun\n"
    os.write(2, told.encode(sys.stderr.encoding or "utf-8", "replace"))
    os._exit(128 + number)
