"""The command line: govmetrics demo | check | run | compare | forms | trees | serve.

Exit code 0: done; 1: a fault in the input, every fault printed; 2: wrong usage.
"""

from govmetrics.cli.commands import app, main

__all__ = ["app", "main"]
