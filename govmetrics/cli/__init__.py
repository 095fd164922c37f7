"""The command line: govmetrics demo | check | run | compare | forms | trees | serve.

Exit code 0: done; 1: a fault in the input, every fault printed; 2: wrong usage; 128 and the signal's number: stopped by it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from govmetrics.cli.lean import keep_small
from govmetrics.cli.stopping import ignore, stop_at_once

if TYPE_CHECKING:
    from govmetrics.cli.commands import app, main

keep_small(sys.argv[1:])

__all__ = ["app", "main", "program"]


def program() -> None:
    """Be the program: stoppable from the first moment, before the libraries are there, to the last."""
    stop_at_once()
    from govmetrics.cli.commands import main

    try:
        main()
    finally:
        ignore()  # what remains is Python's own end


def __getattr__(name: str) -> Any:
    """Return what needs pandas when it is asked for."""
    if name in ("app", "main"):
        from govmetrics.cli import commands

        return getattr(commands, name)
    raise AttributeError(name)
