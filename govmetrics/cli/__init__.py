"""The command line: govmetrics demo | check | run | compare | forms | trees | serve.

Exit code 0: done; 1: a fault in the input, every fault printed; 2: wrong usage.
"""

import sys

from govmetrics.cli.lean import keep_small

keep_small(sys.argv[1:])

from govmetrics.cli.commands import app, main  # noqa: E402 - pandas is imported by it

__all__ = ["app", "main"]
