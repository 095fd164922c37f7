"""What every expert's judgements give, beside the group's weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.ahp import GroupWeights
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, among, asked, instance, optional
from govmetrics.core.words import Text
from govmetrics.plots.labels import fitted, node_names
from govmetrics.plots.style import AXES, COLOURS, QUIET, TITLE_WIDTH, canvas, finished

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def expert_weights(
    result: GroupWeights, ax: Axes | None = None, group: str | None = None, language: Both | None = None
) -> Axes:
    """Draw the weights that every expert's own judgements give in a group, and the group's with its interval.

    Parameters
    ----------
    result : GroupWeights
        From `ahp.weights`.
    ax : matplotlib Axes, optional
        A new figure by default.
    group : str, optional
        Which group's parts; the root's by default.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust", "votes"]})
    >>> judged = gm.read_judgements({"Li": {"actors": [[1, 2], [1 / 2, 1]]}, "Wu": {"actors": [[1, 4], [1 / 4, 1]]}}, tree)
    >>> ax = gm.plots.expert_weights(gm.ahp.weights(judged), group="actors")
    >>> ax.collections[0].get_offsets()[:, 0].round(2).tolist()
    [0.67, 0.8]
    """
    asked(result=(result, instance(GroupWeights, Text("make it with ahp.weights"))), ax=(ax, AXES),
          language=(language, BOTH))  # fmt: skip
    tree, chosen = result.weights.tree, language_asked(language)
    judged = [code for code in result.consensus.index if tree.parts(code)]
    asked(group=(group, optional(among(judged))))
    code = group or judged[0]
    own, spread = result.own_weights(code), result.spread
    ax = canvas(ax, 7, 1.5 + 0.5 * own.shape[1])
    for place, part in enumerate(own.columns):
        label = said(Text("each expert"), chosen) if place == 0 else None
        drift = np.linspace(-0.16, 0.16, len(own)) if len(own) > 1 else np.zeros(1)
        ax.scatter(own[part], place + drift, s=14, color=QUIET, label=label)
    places, rows = (
        np.arange(own.shape[1]),
        spread.loc[list(own.columns), ["weight", "lower", "upper"]].astype(float),
    )
    interval = Text("the group, with its {level:.0%} interval over experts", level=result.level)
    between = np.vstack([rows["weight"] - rows["lower"], rows["upper"] - rows["weight"]]).clip(min=0)
    ax.errorbar(rows["weight"], places, xerr=np.nan_to_num(between), fmt="D", color=COLOURS[0], capsize=3,
                label=said(interval, chosen))  # fmt: skip
    ax.set_yticks(places, node_names([tree[part] for part in own.columns], chosen))
    ax.set_ylim(own.shape[1] - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.set_xlabel(said(Text("weight in the group"), chosen))
    told = Text(
        "{group}: consensus {value:.0%}",
        group=tree[code].label(chosen),
        value=result.consensus["consensus"][code],
    )
    ax.set_title(fitted(said(told, chosen), TITLE_WIDTH), loc="left", fontsize="medium")
    ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(0, -0.16), ncols=2, fontsize="small")
    return finished(ax)
