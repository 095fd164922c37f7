"""What several processes counted, together."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from tests.fuzz.watch import Tally


def tally_of(path: Path) -> Tally:
    """Return what a process wrote before it ended; nothing where it ended before that."""
    return Tally(**json.loads(path.read_text())) if path.exists() else Tally()


def added(one: Tally, other: Tally) -> Tally:
    """Return the counts of two, and the larger of what each cost."""
    return Tally(
        one.tried + other.tried,
        one.refused + other.refused,
        max(one.slowest, other.slowest),
        max(one.memory, other.memory),
        one.killed + other.killed,
        one.seconds + other.seconds,
        dict(Counter(one.left) + Counter(other.left)),
    )
