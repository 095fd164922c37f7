"""What the library does, for those who run it: the logger `govmetrics` of the standard library, silent unless one listens."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from govmetrics.core.words.visible import visible

LOG = logging.getLogger("govmetrics")
LOG.addHandler(logging.NullHandler())


def _made_visible(record: logging.LogRecord) -> bool:
    """Let a line of the log act on no terminal: file names and names of units may stand in it."""
    record.msg, record.args = visible(record.getMessage()), ()
    return True


LOG.addFilter(_made_visible)


@contextmanager
def timed(what: str, level: int = logging.INFO) -> Iterator[None]:
    """Log how long the work in this block took, once it is done.

    Examples
    --------
    >>> import logging, sys
    >>> LOG.addHandler(shown := logging.StreamHandler(sys.stdout)); LOG.setLevel("INFO")
    >>> with timed("2 of 3 units"):
    ...     pass  # doctest: +ELLIPSIS
    2 of 3 units: 0.00 s
    >>> LOG.removeHandler(shown); LOG.setLevel("NOTSET")
    """
    if not LOG.isEnabledFor(level):
        yield
        return
    start = perf_counter()
    yield
    LOG.log(level, "%s: %.2f s", what, perf_counter() - start)
