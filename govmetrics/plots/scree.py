"""How many factors: eigenvalues beside those of random data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, choice, instance
from govmetrics.core.words import Text
from govmetrics.plots.style import AXES, canvas, finished, line
from govmetrics.psychometrics import Parallel

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def scree(
    result: Parallel,
    ax: Axes | None = None,
    of: Literal["component", "factor"] = "component",
    language: Both | None = None,
) -> Axes:
    """Draw the eigenvalues of the items and those that random data reach (parallel analysis).

    Parameters
    ----------
    result : Parallel
        From `psychometrics.parallel`.
    ax : matplotlib Axes, optional
        A new figure by default.
    of : {"component", "factor"}
        Principal components, or common factors.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    References
    ----------
    Cattell, R. B. (1966), The scree test for the number of factors. Multivariate Behavioral Research 1(2):
    245-276; Horn, J. L. (1965), A rationale and test for the number of factors in factor analysis. Psychometrika
    30(2): 179-185.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> common = np.random.default_rng(0).normal(size=(100, 2))
    >>> items = pd.DataFrame(common[:, [0, 0, 0, 1]] + np.random.default_rng(1).normal(size=(100, 4)), columns=list("abcd"))
    >>> ax = gm.plots.scree(gm.psychometrics.parallel(items, draws=50), language="en")
    >>> [line.get_label() for line in ax.lines]
    ['of the items', '95% point of random data']
    """
    asked(result=(result, instance(Parallel, Text("make it with psychometrics.parallel"))), ax=(ax, AXES),
          of=(of, choice("component", "factor")), language=(language, BOTH))  # fmt: skip
    chosen, values = language_asked(language), result.eigenvalues
    ax = canvas(ax, 6.4, 4)
    ax.plot(values.index, values[of], label=said(Text("of the items"), chosen), **line(0))
    ax.plot(values.index, values[f"{of}_random"], label=_random(result, chosen), **line(1))
    ax.set_xticks(values.index)
    ax.set_xlabel(said(Text("component" if of == "component" else "factor"), chosen))
    ax.set_ylabel(said(Text("eigenvalue"), chosen))
    ax.legend(frameon=False)
    return finished(ax)


def _random(result: Parallel, language: Both) -> str:
    return said(Text("{share:.0%} point of random data", share=result.quantile), language)
