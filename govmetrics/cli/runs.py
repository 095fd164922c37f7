"""Two runs side by side: who moved, and which choices differ."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from govmetrics.cli.output import console, plain, signed
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.tables import numbers, plain_text, read_table

NAMES_SHOWN = 5


@dataclass(frozen=True, eq=False)
class Run:
    """What a run left on disk.

    Parameters
    ----------
    path : Path
        Its folder, as it was given.
    ranking : DataFrame
        score and rank by (period, unit); the period is empty where there are none.
    recipe, inputs : mapping
        The choices, and the hashes of the inputs.
    """

    path: Path
    ranking: pd.DataFrame
    recipe: Mapping[str, Any]
    inputs: Mapping[str, Any]


def read_runs(*paths: Path) -> list[Run]:
    """Read the folders of runs; the faults of all of them come at once."""
    faults, found = Faults(), []
    for path in paths:
        with faults:
            found.append(_read_run(path))
    faults.raise_all()
    return found


def _read_run(path: Path) -> Run:
    folder = path if path.is_dir() else path.parent
    missing = [name for name in ("scores.json", "ranking.csv") if not (folder / name).is_file()]
    if missing or not path.exists():
        problem = f"is not the folder of a run (no {' and no '.join(missing)})" if missing else "is not there"
        raise FaultyInput(Fault(str(path), problem, "give the folder that `govmetrics run -o` wrote"))
    try:
        content = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
        table = read_table(folder / "ranking.csv").map(plain_text)
        labels = [table["period"] if "period" in table else [""] * len(table), table["unit"]]
        ranking = pd.DataFrame({key: numbers(table[key])[0].to_numpy() for key in ("score", "rank")})
        ranking.index = pd.MultiIndex.from_arrays(labels, names=["period", "unit"])
        return Run(path, ranking, dict(content["recipe"]), dict(content["provenance"]["inputs"]))
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        way_out = "run it again, and leave its files as they are"
        raise FaultyInput(
            Fault(str(folder), f"does not hold the files of a run ({error})", way_out)
        ) from None


def compare_runs(first: Run, second: Run) -> None:
    """Print the latest common period unit by unit, how much every period moved, and what differs."""
    from govmetrics.plots.labels import in_time

    both = first.ranking.add_suffix("_1").join(second.ranking.add_suffix("_2"), how="inner")
    if both.empty:
        place, way_out = f"{first.path}, {second.path}", "compare runs of the same units and periods"
        raise FaultyInput(Fault(place, "have no unit (in the same period) in common", way_out))
    both["move"] = both["rank_1"] - both["rank_2"]
    periods = both.index.get_level_values("period")
    names = in_time(both.index)
    console.print(_table(both[periods == names[-1]], f"{first.path} → {second.path} {names[-1]}".strip()))
    for name in names:
        console.print(Text(_agreement(both[periods == name], str(name))))
    _print_lonely(first, second)
    for key in first.recipe:
        if first.recipe[key] != second.recipe.get(key):
            console.print(Text(f"{key}: {first.recipe[key]} → {second.recipe.get(key)}"))
    if first.inputs != second.inputs:
        console.print("the input data differ")


def _table(both: pd.DataFrame, title: str) -> Table:
    table = Table(title=Text(title))
    table.add_column("unit", overflow="fold")
    for heading in ("score 1", "score 2", "rank 1", "rank 2", "move"):
        table.add_column(heading, justify="right")
    ordered = both.droplevel("period").sort_values("rank_2", na_position="last", kind="stable")
    for unit, row in ordered.iterrows():
        scores, ranks = (
            (plain(row["score_1"], 2), plain(row["score_2"], 2)),
            (plain(row["rank_1"], 0), plain(row["rank_2"], 0)),
        )
        table.add_row(Text(str(unit)), *scores, *ranks, signed(row["move"], 0))
    return table


def _agreement(both: pd.DataFrame, period: str) -> str:
    ranked = both.dropna(subset=["rank_1", "rank_2"])
    moved = ranked["move"].abs()
    tau = ranked["rank_1"].corr(ranked["rank_2"], method="kendall") if len(ranked) > 1 else float("nan")
    by = f", by up to {moved.max():.0f} places" if (moved > 0).any() else ""
    text = f"Kendall's tau {plain(tau, 3)}; {(moved > 0).sum()} of {len(ranked)} units moved{by}"
    return f"{period}: {text}" if period else text


def _print_lonely(first: Run, second: Run) -> None:
    """Say what is in one of the two runs only."""
    for one, other in ((first, second), (second, first)):
        alone = one.ranking.index.difference(other.ranking.index, sort=False)
        if len(alone):
            shown = ", ".join(" ".join(filter(None, map(str, label))) for label in alone[:NAMES_SHOWN])
            more = ", ..." if len(alone) > NAMES_SHOWN else ""
            console.print(Text(f"only in {one.path}: {len(alone)} ({shown}{more})"))
