"""Codes by cases as a heat map: who speaks of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, COUNT, asked, instance
from govmetrics.core.words import Label, Text
from govmetrics.plots.grid import shaded
from govmetrics.plots.labels import unit_names
from govmetrics.plots.style import AXES, canvas
from govmetrics.text import CodeMatrix

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def code_matrix(
    result: CodeMatrix, ax: Axes | None = None, top: int = 20, language: Both | None = None
) -> Axes:
    """Draw which share of each case's documents has each code, the commonest codes first, with the numbers of documents.

    Parameters
    ----------
    result : CodeMatrix
        From `gm.text.matrix`.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many codes.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import govmetrics as gm
    >>> ax = gm.plots.code_matrix(gm.text.matrix({"East 1": ["trust", "money"], "West 1": ["trust"]}), top=1)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['trust']
    """
    kind = instance(CodeMatrix, Text("give what gm.text.matrix returns"))
    asked(result=(result, kind), ax=(ax, AXES), top=(top, COUNT), language=(language, BOTH))
    spoken = language_asked(language)
    order = result.counts.sum().sort_values(ascending=False, kind="stable").index[:top]
    shares, counts = result.values[order].T, result.counts[order].T
    names = [said(result.labels.get(str(code), Label(str(code))), spoken) for code in order]
    listed = zip(unit_names(result.values.index), result.documents, strict=True)
    cases = [f"{name}\n({count})" for name, count in listed]
    ax = canvas(ax, 3.4 + 0.9 * len(cases), 1.8 + 0.34 * max(len(names), 3))
    label = said(Text("share of documents"), spoken)
    return shaded(ax, shares.to_numpy(dtype=float), names, cases, ".0%", limits=(0.0, 1.0), label=label,
                  texts=counts.to_numpy())  # fmt: skip
