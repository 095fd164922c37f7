"""How every picture looks: axes to draw on, colours that colour-blind people and grey printers keep apart, sizes."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import PATH, Kind, asked, choice, number, optional
from govmetrics.core.words import Text
from govmetrics.core.written import whole
from govmetrics.plots.fonts import dress

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LOCK = Lock()  # matplotlib's settings are one for all threads

# Okabe and Ito (2008), Color universal design, in an order in which neighbours differ in lightness, too.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#F0E442", "#CC79A7", "#56B4E9", "#D55E00", "#4D4D4D")
HATCHES = ("", "///", "", "...", "", "\\\\\\", "", "xxx")
GOOD, MIDDLE, POOR, QUIET = "#0072B2", "#E69F00", "#D55E00", "#9A9A9A"
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
LINES = ("-", "--", "-.", ":")
_ON_WHITE = tuple(colour for colour in COLOURS if colour != "#F0E442")
SHADES = "cividis"
"""The colour map of heat maps: lightness rises evenly, so that it prints in grey and reads colour-blind."""
AXES = Kind(lambda value: value is None or hasattr(value, "add_patch"), Text("give matplotlib Axes"))
WIDTHS = {"single": 89.0, "double": 183.0}
"""Of a figure in millimetres: one and two columns of a journal."""
NAME_WIDTH, TITLE_WIDTH, LEGEND_WIDTH = 28, 50, 100
"""In Western characters: of a label beside a bar, of a title, of a line of the legend."""


def canvas(ax: Axes | None, width: float = 7.2, height: float = 4.4, **options: Any) -> Axes:
    """Return the axes to draw on: those given, or those of a new figure in inches that no window holds."""
    if ax is not None:
        return ax
    from govmetrics.plots.picture import Picture  # not pyplot: no figure stays open, and threads do not meet

    new: Axes = Picture(figsize=(width, height), layout="constrained").subplots(**options)
    return new


def fill(place: int) -> dict[str, Any]:
    """Return the colour and the hatching of the part at a place of a stack, so that it prints in grey."""
    k = place % len(COLOURS)
    return {"facecolor": COLOURS[k], "hatch": HATCHES[k], "edgecolor": "white", "linewidth": 0.6}


def steps(count: int) -> list[dict[str, Any]]:
    """Return the looks of so many steps from best to worst: dark blue through grey to orange, the worst ones hatched."""
    from matplotlib import colormaps

    shades = colormaps["PuOr"]([0.92 - 0.84 * k / max(count - 1, 1) for k in range(count)])
    if count % 2:
        shades[count // 2] = (0.85, 0.85, 0.85, 1.0)  # the middle would be white
    worse = [k > (count - 1) / 2 for k in range(count)]
    return [
        {"facecolor": shade, "hatch": "///" if bad else "", "edgecolor": "white", "linewidth": 0.6}
        for shade, bad in zip(shades, worse, strict=True)
    ]


def line(place: int) -> dict[str, Any]:
    """Return colour, dashes and marker of the line at a place."""
    k = place % len(_ON_WHITE)
    return {
        "color": _ON_WHITE[k],
        "linestyle": LINES[place % len(LINES)],
        "marker": MARKERS[k],
        "markersize": 4,
    }


def one_a_row(ax: Axes, names: list[str]) -> None:
    """Name the rows of a picture, the first one on top."""
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(max(len(names), 1) - 0.4, -0.6)


def legend_above(ax: Axes, columns: int) -> None:
    """Put the legend above the axes, where it hides nothing."""
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, fontsize="small")


def finished(ax: Axes, *others: Axes, frame: bool = False) -> Axes:
    """Return axes whose texts can all be read, without the upper and the right spine unless the frame is wanted."""
    if not frame:
        ax.spines[["top", "right"]].set_visible(False)
    for each in (ax, *others):
        legend = each.get_legend()
        dress([each, *([] if legend is None else [legend])])
    return ax


def save(
    ax: Axes,
    path: str | Path,
    column: Literal["single", "double"] | None = None,
    height: float | None = None,
    dpi: int = 300,
) -> Path:
    """Write the figure of some axes in a journal's size: `.pdf`, `.svg` and `.eps` are vectors, `.png` and `.tiff` are not.

    The same picture gives the same bytes: no date is written.

    Parameters
    ----------
    ax : matplotlib Axes
        From any function of this room.
    path : path
        The suffix says the kind of file.
    column : {"single", "double"}, optional
        One column of a journal (89 mm) or both (183 mm); by default the figure's own size.
    height : float, optional
        In millimetres; by default in the figure's own proportion.
    dpi : int
        Dots an inch, of files that are not vectors.

    Returns
    -------
    Path
        Of the file.

    Raises
    ------
    FaultyInput
        A path that cannot be written, an unknown kind of file or column, a height beyond 10 to 2,000 mm, dots
        beyond 10 to 2,400 an inch.

    Examples
    --------
    >>> import tempfile
    >>> import govmetrics as gm
    >>> from govmetrics.demo import us_states
    >>> ax = gm.plots.ranking(gm.follow(*us_states()).scores, top=5)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     gm.plots.save(ax, f"{folder}/ranking.pdf", column="single").stat().st_size > 1000
    True
    """
    import matplotlib as mpl

    drawn = Kind(lambda value: hasattr(value, "add_patch"), Text("give matplotlib Axes"))
    asked(ax=(ax, drawn), path=(path, PATH), column=(column, optional(choice(*WIDTHS))),
          height=(height, optional(number(10, 2000))), dpi=(dpi, number(10, 2400)))  # fmt: skip
    kinds = (".pdf", ".svg", ".eps", ".png", ".tif", ".tiff", ".jpg", ".jpeg")
    if Path(path).suffix.lower() not in kinds:
        raise FaultyInput("path", "{value!r} does not end in a kind of picture", "choose one of: {kinds}",
                          value=str(path), kinds=kinds)  # fmt: skip
    figure, target = ax.get_figure(root=True), Path(path)
    assert figure is not None
    wide, high = figure.get_size_inches()
    if column is not None:
        wide, high = WIDTHS[column] / 25.4, WIDTHS[column] / 25.4 * high / wide
    figure.set_size_inches(wide, high if height is None else height / 25.4)
    dates = {".pdf": {"CreationDate": None}, ".svg": {"Date": None}}.get(target.suffix.lower(), {})
    with _LOCK, mpl.rc_context({"pdf.fonttype": 42, "svg.hashsalt": "govmetrics"}), whole(target) as place:
        figure.savefig(place, format=target.suffix[1:].lower(), dpi=dpi, metadata=dates or None)
    return target
