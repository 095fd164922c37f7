"""Scenarios over time: one line each, with its band where it has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.near import meant
from govmetrics.core.options import BOTH, COUNT, LABEL, asked, instance, optional
from govmetrics.core.words import Text
from govmetrics.dynamics import Run, ScenarioComparison, ScenarioScores
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, LEGEND_WIDTH, TITLE_WIDTH, canvas, finished, legend_above, line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MADE = Text("make it with dynamics.score, dynamics.compare or Model.run")


def scenarios(
    result: ScenarioScores | ScenarioComparison | Run,
    ax: Axes | None = None,
    variable: str | None = None,
    top: int = 7,
    language: Both | None = None,
) -> Axes:
    """Draw one variable, or the index, over time: a line for each scenario, with its band.

    Parameters
    ----------
    result : ScenarioScores, ScenarioComparison or Run
        Of `dynamics.score` the index with the bands of its policies; of the others a variable.
    ax : matplotlib Axes, optional
        A new figure by default.
    variable : str, optional
        Which; by default the index, or the first variable.
    top : int
        At most so many scenarios, the first ones.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> model = gm.dynamics.read({"stocks": {"debt": {"initial": 100, "out": "paid"}}, "flows": {"paid": "rate"},
    ...                           "auxiliaries": {"rate": 5}})
    >>> run = model.run(years=10, step=1, given=pd.DataFrame({"rate": [5, 8]}, index=["as now", "more"]))
    >>> ax = gm.plots.scenarios(run)
    >>> [text.get_text() for text in ax.get_legend().get_texts()], ax.get_ylabel()
    (['as now', 'more'], 'debt')
    """
    kind = instance(ScenarioScores | ScenarioComparison | Run, _MADE)
    asked(
        result=(result, kind),
        ax=(ax, AXES),
        variable=(variable, optional(LABEL)),
        top=(top, COUNT),
        language=(language, BOTH),
    )
    chosen = language_asked(language)
    middle, bands, name = _lines(result, variable)
    ax = canvas(ax, 7.4, 4.2)
    times = middle.index.to_numpy(dtype=float)
    for place, scenario in enumerate(middle.columns[: min(top, 7)]):
        look = line(place) | {"markevery": max(1, len(times) // 8)}
        label = fitted(said(scenario, chosen) or said(name, chosen), LEGEND_WIDTH // 3)
        ax.plot(times, middle[scenario], label=label, linewidth=1.6, **look)
        low, high = (None, None) if bands is None else (part[scenario] for part in bands)
        if low is not None and high is not None and not low.isna().all():
            ax.fill_between(times, low, high, color=look["color"], alpha=0.18, linewidth=0)
    ax.set_ylabel(fitted(said(name, chosen), TITLE_WIDTH))
    unit = result.time_unit if isinstance(result, Run) else ""
    ax.set_xlabel(said(Text("time ({unit})", unit=unit) if unit else Text("time"), chosen))
    legend_above(ax, min(len(middle.columns), top, 4))
    return finished(ax)


def _lines(
    result: ScenarioScores | ScenarioComparison | Run, variable: str | None
) -> tuple[pd.DataFrame, tuple[pd.DataFrame, pd.DataFrame] | None, str]:
    """Return lines (times x scenarios), their bands, and what they are of."""
    if isinstance(result, ScenarioScores):
        if variable not in (None, "index"):
            raise FaultyInput(
                "variable", "{name!r} is not drawn of scores", "leave it out", name=str(variable)
            )
        parts = [result.outcome[part].unstack("scenario", sort=False) for part in ("index", "lower", "upper")]
        return parts[0], (parts[1], parts[2]), Text("index")
    columns = [str(one) for one in result.values]
    name = columns[0] if variable is None else str(variable)
    if name not in columns:
        there = Text("there are: {labels}", labels=columns)
        raise FaultyInput(
            "variable", "{name!r} is not a variable of the model", meant(name, columns, there), name=name
        )
    if isinstance(result, Run):
        found = pd.DataFrame(
            result.of(name), index=result.times, columns=[str(one) for one in result.scenarios]
        )
        return found, None, result.names.get(name, name)
    return result.values[name].unstack("scenario", sort=False), None, name
