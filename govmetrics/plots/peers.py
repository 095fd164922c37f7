"""Who is whose model: efficient units and those that are measured against them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, instance
from govmetrics.core.words import Text
from govmetrics.dea import Efficiency
from govmetrics.plots.labels import fitted, in_time
from govmetrics.plots.style import AXES, COLOURS, QUIET, canvas, finished

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def peers(result: Efficiency, ax: Axes | None = None, language: Both | None = None) -> Axes:
    """Draw efficient units on an inner ring and the others around them, a line to each peer as thick as its weight.

    Parameters
    ----------
    result : Efficiency
        From `dea.radial` and the models of its kind. With several periods the latest one is drawn.
    ax : matplotlib Axes, optional
        A new figure by default.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Raises
    ------
    UnsuitableMethod
        All units are efficient: nobody has a peer.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> staff = pd.DataFrame({"staff": [2.0, 4.0, 5.0]}, index=["East", "West", "North"])
    >>> solved = pd.DataFrame({"solved": [4.0, 4.0, 9.0]}, index=["East", "West", "North"])
    >>> ax = gm.plots.peers(gm.dea.radial(staff, solved, returns="constant"))
    >>> [text.get_text() for text in ax.texts]
    ['East (2)', 'North', 'West']
    """
    asked(
        result=(result, instance(Efficiency, Text("make it with dea.radial"))),
        ax=(ax, AXES),
        language=(language, BOTH),
    )
    links = _links(result)
    if links.empty:
        raise UnsuitableMethod(
            "result", "has no unit with a peer: all are efficient", "draw plots.efficiency"
        )
    inner = _ring(list(links["peer"].value_counts().index), 0.42)
    nearest = links.sort_values("weight", ascending=False, kind="stable").drop_duplicates("unit")
    angle = {name: np.arctan2(y, x) for name, (x, y) in inner.items()}
    model = dict(zip(nearest["unit"], nearest["peer"], strict=True))
    order = sorted(model, key=lambda unit: (angle[model[unit]], str(unit)))
    outer = _ring(order, 1.0, start=min(angle.values()))
    ax = canvas(ax, 7.2, 7.2)
    for unit, peer, weight in links[["unit", "peer", "weight"]].itertuples(index=False):
        ax.plot(
            *zip(outer[unit], inner[peer], strict=True),
            color=QUIET,
            linewidth=0.5 + 2.5 * min(weight, 1),
            zorder=1,
        )
    times = Counter(links["peer"])
    ax.scatter(*_split(inner), s=[60 + 12 * times[name] for name in inner], color=COLOURS[0], zorder=3,
               label=said(Text("efficient: how often a peer"), language_asked(language)))  # fmt: skip
    ax.scatter(*_split(outer), s=24, color=COLOURS[1], marker="s", zorder=3,
               label=said(Text("not efficient"), language_asked(language)))  # fmt: skip
    for name, (x, y) in inner.items():
        ax.text(x, y - 0.07, f"{fitted(str(name), 16, lines=1)} ({times[name]})", ha="center", va="top", fontsize="small",
                bbox={"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.5}, zorder=4)  # fmt: skip
    for name, (x, y) in outer.items():
        turn = np.degrees(np.arctan2(y, x))
        left = abs(turn) > 90
        ax.text(1.05 * x, 1.05 * y, fitted(str(name), 16, lines=1), rotation=turn + 180 * left, rotation_mode="anchor",
                ha="right" if left else "left", va="center", fontsize="small")  # fmt: skip
    ax.set_xlim(-1.6, 1.6)
    ax.set_ylim(-1.6, 1.6)
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.legend(frameon=False, loc="upper left", fontsize="small")
    return finished(ax)


def _links(result: Efficiency) -> pd.DataFrame:
    """Return unit, peer and weight of the latest period, without units that are their own peers."""
    links, periods = result.peers, in_time(result.scores.index)
    if periods:
        here = [unit[0] == periods[-1] for unit in links["unit"]]
        links = links[here]
        links = links.assign(
            unit=[unit[1] for unit in links["unit"]],
            peer=[_short(peer, periods[-1]) for peer in links["peer"]],
        )
    own = links.loc[links["unit"] == links["peer"], "unit"]
    return links[~links["unit"].isin(own) & (links["weight"] > 1e-6)]


def _short(peer: tuple[object, object], period: object) -> str:
    """Return the name of a peer, with its period where that is another one."""
    return str(peer[1]) if peer[0] == period else f"{peer[1]} {peer[0]}"


def _ring(names: list[object], radius: float, start: float = 0.0) -> dict[object, tuple[float, float]]:
    angles = start + np.linspace(0, 2 * np.pi, len(names), endpoint=False)
    if len(names) == 1 and radius < 1:
        return {names[0]: (0.0, 0.0)}
    return {name: (radius * np.cos(a), radius * np.sin(a)) for name, a in zip(names, angles, strict=True)}


def _split(places: dict[object, tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [x for x, _ in places.values()], [y for _, y in places.values()]
