"""What a server leaves out: it runs for months beside other things, and needs no columns of Arrow.

pandas imports pyarrow wherever it is installed: 35 MB, and a third of a second of each start. This must be done before
pandas is imported, so nothing heavy may be imported here.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

LEAN = ("serve",)
"""The commands whose process is kept small."""


def keep_small(arguments: Sequence[str]) -> bool:
    """Keep pyarrow out of this process where a server is started; tell whether it was.

    Examples
    --------
    >>> keep_small(["run", "serve"])
    False
    """
    if not arguments or arguments[0] not in LEAN or "pandas" in sys.modules:
        return False
    sys.modules.setdefault("pyarrow", None)  # type: ignore[arg-type]  # as the import system spells "there is none"
    return True
