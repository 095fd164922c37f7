"""Scenarios beside each other: where each ends, and by how much it differs from the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.options import Kind, asked
from govmetrics.core.result import Result
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.dynamics.run import Run
from govmetrics.numerics.arrays import Array

MOST = 200
"""Scenarios that are set beside each other; more are draws, whose run shows their spread itself."""


def _are_runs(given: Any) -> bool:
    return isinstance(given, Run) or (
        isinstance(given, Mapping) and bool(given) and all(isinstance(one, Run) for one in given.values())
    )


_RUNS = Kind(
    _are_runs,
    Text("give {{name: run}}, runs as Model.run returns them, or one run of several scenarios"),
)


@dataclass(frozen=True, eq=False)
class ScenarioComparison(Result):
    """Scenarios beside each other.

    Attributes
    ----------
    table : DataFrame
        Rows (name, scenario), the first scenario aside: first_end and end (values at the last time), difference, relative (end
        over that of the first), widest (the difference that is largest at any time) and widest_at (when).
    values : DataFrame
        Rows (time, scenario), columns the variables that all scenarios have; of a run of several scenarios the median.
    notes : tuple of str
        Variables that not every run has, times that not every run has.

    See Also
    --------
    compare
    """

    table: pd.DataFrame
    values: pd.DataFrame
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"table": "Scenarios beside the first", "values": "Values over time"}
    _kinds: ClassVar = {"values": "number"}
    _cites: ClassVar = ("Sterman2000",)
    _by_line = True

    def _finding(self) -> tuple[Text, ...]:
        """Where the variable that differs most ends in each scenario."""
        size = self.table["widest"].abs() / self.table["first_end"].abs().where(lambda one: one > 0)
        told = []
        for scenario in list(dict.fromkeys(self.table.index.get_level_values("scenario")))[:6]:
            mine = size.xs(scenario, level="scenario")
            if mine.isna().all():
                continue
            rows = self.table.xs(scenario, level="scenario").loc[list(holders(mine))]
            text = "{name} ({end:.4g} at the end against {first:.4g})"
            most = [
                Text(text, name=str(name), end=float(row["end"]), first=float(row["first_end"]))
                for name, row in rows.iterrows()
            ]
            what = "{scenario}: what differs most from the first scenario is {most:3}."
            told.append(Text(what, scenario=str(scenario), most=most))
        return tuple(told)

    def _method(self) -> tuple[Text, ...]:
        return (Text("Scenarios of the same model were compared with the first of them at equal times."),)


def compare(scenarios: Mapping[str, Run] | Run) -> ScenarioComparison:
    """Set scenarios beside the first of them.

    Parameters
    ----------
    scenarios : mapping of str to Run, or Run
        ``{name: run}``; the first is what the others are compared with. Or one run of several scenarios.

    Returns
    -------
    ScenarioComparison
        ``table`` and ``values``.

    Raises
    ------
    FaultyInput
        Fewer than two scenarios, more than 200, no variable or no time in common.

    References
    ----------
    Sterman, J. D. (2000). Business Dynamics: Systems Thinking and Modeling for a Complex World. Irwin/McGraw-Hill.

    Examples
    --------
    >>> import govmetrics as gm
    >>> model = gm.dynamics.read({"stocks": {"debt": {"initial": 100, "out": "paid"}}, "flows": {"paid": "rate"},
    ...                           "auxiliaries": {"rate": 5}})
    >>> now, more = model.run(years=10, step=1), model.run(years=10, step=1, given={"rate": 8})
    >>> found = compare({"as now": now, "more": more})
    >>> found.table.loc[("debt", "more"), ["first_end", "end", "difference"]].tolist()
    [50.0, 20.0, -30.0]
    """
    asked(scenarios=(scenarios, _RUNS))
    refuse_within("scenarios", scenarios)
    alone = isinstance(scenarios, Run)
    arrays: dict[str, dict[str, Array]] = {}
    if isinstance(scenarios, Run):
        runs = {"": scenarios}
        labels = [str(one) for one in scenarios.scenarios]
        found = {str(name): scenarios.of(str(name)) for name in scenarios.values}
        if len(labels) <= MOST:
            arrays = {
                label: {name: one[:, k] for name, one in found.items()} for k, label in enumerate(labels)
            }
        count = len(labels)
    else:
        runs = {str(name): run for name, run in scenarios.items()}
        arrays = {
            name: {str(key): np.median(run.of(str(key)), axis=1) for key in run.values}
            for name, run in runs.items()
        }
        count = len(runs)
    faults = Faults()
    if not 1 < count <= MOST:
        problem = "has {count:# scenario|# scenarios}"
        faults.append(Fault("scenarios", problem, "give two to {most}", count=count, most=MOST))
    faults.raise_all()
    every = list(runs.values())
    names = [str(name) for name in every[0].values if all(name in run.values for run in every)]
    times = every[0].times
    for run in every[1:]:
        times = (
            times[
                np.isclose(
                    times[:, None], run.times[None, :], rtol=0, atol=1e-9 * max(1.0, abs(times[-1]))
                ).any(axis=1)
            ]
            if len(times)
            else times
        )
    if not names or not len(times):
        faults.append(
            Fault("scenarios", "have no variable and time in common", "run one model over the same years")
        )
    faults.raise_all()
    rows = (
        {}
        if alone
        else {
            name: np.searchsorted(run.times, times - 1e-9 * max(1.0, abs(times[-1])))
            for name, run in runs.items()
        }
    )
    values = {
        label: pd.DataFrame(
            {name: one[name] if alone else one[name][rows[label]] for name in names}, index=times
        )
        for label, one in arrays.items()
    }
    notes = []
    dropped = [name for run in every for name in run.values if name not in names]
    if dropped:
        notes.append(Note("not in every run: {names}", names=list(dict.fromkeys(dropped))))
    if any(len(run.times) != len(times) for run in every):
        notes.append(
            Note(
                "compared at the {count:# time|# times} that all runs have, up to {time:g}",
                count=len(times),
                time=float(times[-1]),
            )
        )
    together = (
        pd.concat(values, names=["scenario", "time"])
        .swaplevel()
        .sort_index(level="time", sort_remaining=False)
    )
    return ScenarioComparison(_table(values, names, times), together, tuple(notes))


def _table(values: Mapping[str, pd.DataFrame], names: list[str], times: Array) -> pd.DataFrame:
    first, *others = values
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for name in names:
        base = values[first][name].to_numpy()
        for other in others:
            mine = values[other][name].to_numpy()
            gaps = mine - base
            place = int(np.abs(gaps).argmax())
            rows[(name, other)] = {
                "first_end": base[-1], "end": mine[-1], "difference": gaps[-1],
                "relative": mine[-1] / base[-1] if base[-1] else np.nan, "widest": gaps[place], "widest_at": times[place],
            }  # fmt: skip
    index = pd.MultiIndex.from_tuples(list(rows), names=["name", "scenario"])
    return pd.DataFrame(list(rows.values()), index=index)
