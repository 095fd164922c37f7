"""The figure behind axes that a picture makes by itself: what a notebook shows of it."""

from __future__ import annotations

from io import BytesIO

from matplotlib.figure import Figure

DOTS = 150
"""An inch: sharp on a page, and no more than some ten kilobytes a picture."""


class Picture(Figure):
    """A figure that shows itself where a cell of a notebook ends with ``ax.figure``.

    Matplotlib's own figures are shown by pyplot, which holds these not, so that none stays open.
    """

    def _repr_png_(self) -> bytes:
        file = BytesIO()
        self.savefig(file, format="png", dpi=DOTS)
        return file.getvalue()
