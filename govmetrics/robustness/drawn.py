"""What factors share whose levels are draws."""

from __future__ import annotations

from govmetrics.core import Fault, Text
from govmetrics.core.options import COUNT

NO_LEAF = Text("is not an indicator of the tree")


class Drawn:
    """A factor whose levels are draws, made beforehand."""

    draws: int

    @property
    def levels(self) -> int:
        """How many draws."""
        return self.draws

    def draw_faults(self) -> list[Fault]:
        """Return what is wrong with the number of draws."""
        return COUNT.faults(f"{type(self).__name__}.draws", self.draws)
