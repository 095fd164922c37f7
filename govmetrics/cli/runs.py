"""Two runs side by side: who moved, and which choices differ."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from rich.table import Table

from govmetrics.cli.lines import Line
from govmetrics.cli.output import console, plain, print_text, signed
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.fingerprint import digest_of
from govmetrics.core.language import language_of
from govmetrics.core.reasons import reason_of
from govmetrics.core.staged import is_unfinished
from govmetrics.core.tables import numbers, plain_text, read_table
from govmetrics.core.words import Text

READ = ("scores.json", "ranking.csv")
"""What is read of a run."""
MANIFEST, FINDINGS = "manifest.json", "findings.json"


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
    nodes : frozenset of str
        The codes that were scored.
    """

    path: Path
    ranking: pd.DataFrame
    recipe: Mapping[str, Any]
    inputs: Mapping[str, Any]
    nodes: frozenset[str]


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
    missing = [name for name in READ if not (folder / name).is_file()]
    if (folder / FINDINGS).is_file() and missing:
        way_out = (
            "run the later one with `compare: FOLDER` in its file, where FOLDER is that of the earlier one"
        )
        raise FaultyInput(str(path), "is of an evaluation, not of a recipe", way_out)
    if is_unfinished(folder):
        problem, way_out = "a run was stopped while its files moved here", "run it again, which ends both"
        raise FaultyInput(str(path), problem, way_out)
    if missing or not path.exists():
        problem = "is not the folder of a run; missing: {files}" if missing else "is not there"
        way_out = "give the folder that `govmetrics run -o` wrote"
        raise FaultyInput(str(path), problem, way_out, files=missing)
    _refuse_mixed(folder)
    try:
        content = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
        table = read_table(folder / "ranking.csv").map(plain_text)
        labels = [table["period"] if "period" in table else [""] * len(table), table["unit"]]
        ranking = pd.DataFrame({key: numbers(table[key])[0].to_numpy() for key in ("score", "rank")})
        ranking.index = pd.MultiIndex.from_arrays(labels, names=["period", "unit"])
        nodes = frozenset(content["values"]["columns"])
        return Run(path, ranking, dict(content["recipe"]), dict(content["provenance"]["inputs"]), nodes)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        way_out = "run it again, and leave its files as they are"
        raise FaultyInput(
            str(folder), "does not hold the files of a run ({reason})", way_out, reason=reason_of(error)
        ) from None


def _refuse_mixed(folder: Path) -> None:
    """Refuse a folder whose files are not all of the run that its manifest tells of: every one is named."""
    try:
        told = dict(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise FaultyInput(
            str(folder),
            "holds no manifest.json that can be read",
            "run it again, and leave its files as they are",
        ) from None
    problem, way_out = (
        "is not the file that the manifest beside it tells of: of another run, or changed",
        "run it again, and leave its files as they are",
    )
    Faults(
        Fault(str(folder / name), problem, way_out)
        for name in READ
        if told.get(name) != digest_of(folder / name)
    ).raise_all()


def _refuse_other_trees(first: Run, second: Run) -> None:
    """Refuse runs of different trees: their scores are not of one thing."""
    if first.nodes == second.nodes:
        return
    alone = [
        Text("only in {path}: {names:8}", path=str(one.path), names=sorted(one.nodes - other.nodes))
        for one, other in ((first, second), (second, first))
        if one.nodes - other.nodes
    ]
    place = f"{first.path}, {second.path}"
    problem, way_out = "are of different trees ({alone})", "compare runs of one tree"
    raise FaultyInput(place, problem, way_out, alone=alone)


def compare_runs(first: Run, second: Run) -> None:
    """Print the latest common period unit by unit, how much every period moved, and what differs."""
    from govmetrics.plots.labels import in_time

    _refuse_other_trees(first, second)
    both = first.ranking.add_suffix("_1").join(second.ranking.add_suffix("_2"), how="inner")
    if both.empty:
        place, way_out = f"{first.path}, {second.path}", "compare runs of the same units and periods"
        raise FaultyInput(place, "have no unit (in the same period) in common", way_out)
    both["move"] = both["rank_1"] - both["rank_2"]
    periods = both.index.get_level_values("period")
    names = in_time(both.index)
    console.print(_table(both[periods == names[-1]], f"{first.path} → {second.path} {names[-1]}".strip()))
    for name in names:
        print_text(_agreement(both[periods == name], str(name)))
    _print_lonely(first, second)
    for key in first.recipe:
        if first.recipe[key] != second.recipe.get(key):
            console.print(Line(f"{key}: {first.recipe[key]} → {second.recipe.get(key)}"))
    if first.inputs != second.inputs:
        print_text(Text("the input data differ"))


def _table(both: pd.DataFrame, title: str) -> Table:
    table = Table(title=Line(title))
    language = language_of()
    table.add_column(Text("unit").say(language), overflow="fold")
    for heading in (Text("score 1"), Text("score 2"), Text("rank 1"), Text("rank 2"), Text("move")):
        table.add_column(heading.say(language), justify="right")
    ordered = both.droplevel("period").sort_values("rank_2", na_position="last", kind="stable")
    for unit, row in ordered.iterrows():
        scores, ranks = (
            (plain(row["score_1"], 2), plain(row["score_2"], 2)),
            (plain(row["rank_1"], 0), plain(row["rank_2"], 0)),
        )
        table.add_row(Line(str(unit)), *scores, *ranks, signed(row["move"], 0))
    return table


def _agreement(both: pd.DataFrame, period: str) -> Text:
    ranked = both.dropna(subset=["rank_1", "rank_2"])
    moved = ranked["move"].abs()
    tau = ranked["rank_1"].corr(ranked["rank_2"], method="kendall") if len(ranked) > 1 else float("nan")
    template = "Kendall's tau {tau}; {moved} of {count:# unit|# units} moved"
    if (moved > 0).any():
        template = (
            "Kendall's tau {tau}; {moved} of {count:# unit|# units} moved, by up to {most:# place|# places}"
        )
    most = int(moved.max()) if len(moved) else 0
    text = Text(template, tau=plain(tau, 3), moved=int((moved > 0).sum()), count=len(ranked), most=most)
    return Text("{period}: {text}", period=period, text=text) if period else text


def _print_lonely(first: Run, second: Run) -> None:
    """Say what is in one of the two runs only."""
    for one, other in ((first, second), (second, first)):
        alone = one.ranking.index.difference(other.ranking.index, sort=False)
        if len(alone):
            names = [" ".join(filter(None, map(str, label))) for label in alone]
            template = "only in {path}: {count} ({names:5})"
            print_text(Text(template, path=str(one.path), count=len(alone), names=names))
