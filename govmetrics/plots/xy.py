"""XY plot: membership in a term against membership in the outcome; cases above the diagonal agree with sufficiency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.checks import place_of
from govmetrics.core.errors import FaultyInput
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, FLAG, TEXT, asked, instance, optional
from govmetrics.core.words import Text
from govmetrics.plots.apart import label_points
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, COLOURS, NAME_WIDTH, QUIET, canvas, finished
from govmetrics.qca import Solution
from govmetrics.qca.expressions import memberships, read_terms

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def xy(
    solution: Solution,
    term: str | None = None,
    negated: bool = False,
    ax: Axes | None = None,
    language: Both | None = None,
) -> Axes:
    """Draw the cases by their membership in a term, or in the whole solution, and in the outcome.

    Cases in both are typical (upper right); cases in the term and not in the outcome are deviant (lower right, filled); those
    with the outcome alone are not covered (upper left).

    Parameters
    ----------
    solution : Solution
        From `qca.minimise`; of its models the first.
    term : str, optional
        Such as ``DEV*~URB``; any expression of its conditions. The whole solution by default.
    negated : bool
        Take the solution for the negated outcome.
    ax : matplotlib Axes, optional
        A new figure by default.
    language : {"en", "zh", "both"}, optional
        Of the labels.

    Returns
    -------
    Axes
        Of matplotlib.

    Raises
    ------
    FaultyInput
        Another kind of result, an unknown condition, no solution for the negated outcome.

    References
    ----------
    Schneider, C. Q. and Wagemann, C. (2012). Set-Theoretic Methods for the Social Sciences. Cambridge University Press.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> sets = pd.DataFrame({"TRUST": [0.9, 0.8, 0.2, 0.1], "DONE": [0.9, 0.7, 0.1, 0.3]}, list("abcd"))
    >>> ax = gm.plots.xy(gm.qca.minimise(gm.qca.truth_table(sets, "DONE")))
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('TRUST', 'DONE')
    """
    asked(solution=(solution, instance(Solution, Text("make it with qca.minimise"))), term=(term, optional(TEXT)),
          negated=(negated, FLAG), language=(language, BOTH), ax=(ax, AXES))  # fmt: skip
    chosen = language_asked(language)
    models = solution.negated if negated else solution.models
    if not models:
        raise FaultyInput("negated", "there is no solution for the negated outcome", "draw the outcome's own")
    table = solution.table.memberships
    expression = models[0].expression if term is None else term
    terms = read_terms(expression, solution.table.conditions, "term")
    x = memberships(terms, table.to_numpy()[:, :-1]).max(axis=1)
    y = 1 - table.to_numpy()[:, -1] if negated else table.to_numpy()[:, -1]
    ax = canvas(ax, 6, 6)
    ax.plot([0, 1], [0, 1], color=QUIET, linewidth=1)
    ax.axvline(0.5, color=QUIET, linewidth=0.8, linestyle=":")
    ax.axhline(0.5, color=QUIET, linewidth=0.8, linestyle=":")
    deviant = (x > 0.5) & (y < 0.5)
    fill = [COLOURS[1] if one else "none" for one in deviant]
    ax.scatter(
        x, y, s=36, c=fill, edgecolors=[COLOURS[1] if one else COLOURS[0] for one in deviant], zorder=3
    )
    fit = "consistency {inclusion:.3f}, coverage {coverage:.3f}"
    both = np.minimum(x, y).sum()
    ax.set_title(
        said(Text(fit, inclusion=both / max(x.sum(), 1e-12), coverage=both / max(y.sum(), 1e-12)), chosen)
    )
    ax.set_xlabel(
        fitted(expression.replace(" + ", " +\n") if len(expression) > 40 else expression, 60, lines=3)
    )
    ax.set_ylabel(models[0].outcome)
    ax.set(xlim=(-0.05, 1.05), ylim=(-0.05, 1.05))
    finished(ax)
    names = [fitted(place_of(label), NAME_WIDTH, lines=1) for label in table.index]
    label_points(ax, np.column_stack([x, y]), names)
    return ax
