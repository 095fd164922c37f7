"""A run as files: CSV, xlsx, JSON, recipe, report, and a manifest with their hashes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from govmetrics.core.documents import write_json
from govmetrics.core.errors import FaultyInput
from govmetrics.core.fingerprint import digest_of
from govmetrics.core.language import Both, language_asked
from govmetrics.core.plain import plain
from govmetrics.core.tables import write_csv
from govmetrics.recipe import Assessment
from govmetrics.report.excel import excel
from govmetrics.report.frames import frames_of
from govmetrics.report.given import refuse_odd
from govmetrics.report.html import html

if TYPE_CHECKING:
    from govmetrics.ahp import GroupWeights
    from govmetrics.robustness import Uncertainty


def write_run(
    assessment: Assessment,
    folder: str | Path,
    language: Both | None = None,
    uncertainty: Uncertainty | None = None,
    experts: GroupWeights | None = None,
) -> list[Path]:
    """Write everything of a run: the same inputs give the same bytes.

    Parameters
    ----------
    assessment : Assessment
        What `follow` returned.
    folder : path
        Made if missing; files of an earlier run in it are replaced.
    language : {"en", "zh", "both"}, optional
        Of the report; by default the one in use.
    uncertainty : Uncertainty, optional
        From `robustness.uncertainty`: written as intervals.csv, and shown in the report.
    experts : GroupWeights, optional
        From `ahp.weights`: written as experts.csv, and shown in the report.

    Returns
    -------
    list of Path
        ranking.csv, scores.csv, coverage.csv, weights.csv, changes.csv (UTF-8 with BOM), scores.xlsx,
        scores.json, tree.yaml (tree.csv where it is very deep), recipe.yaml, report.html, manifest.json; and
        intervals.csv and experts.csv, where they are given, and coverage_imputed.csv, where cells were imputed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    >>> with TemporaryDirectory() as folder:
    ...     sorted(path.name for path in gm.report.write_run(run, folder))[:3]
    ['changes.csv', 'coverage.csv', 'manifest.json']
    """
    refuse_odd(assessment, folder, "", language, uncertainty=uncertainty, experts=experts)
    language = language_asked(language)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    # Of an earlier run: they would belong to other ranks.
    for name in ("intervals.csv", "experts.csv", "coverage_imputed.csv"):
        (folder / name).unlink(missing_ok=True)
    more = [] if uncertainty is None else [("intervals", uncertainty.to_frame(), True)]
    more += [] if experts is None else [("experts", experts.experts, True)]
    for name, frame, index in [*frames_of(assessment), *more]:
        write_csv(frame, folder / f"{name}.csv", index=index)
        files.append(folder / f"{name}.csv")
    files.append(excel(assessment, folder / "scores.xlsx", language))
    write_json(assessment.to_dict(), folder / "scores.json")
    assessment.recipe.write(folder / "recipe.yaml")
    files += [folder / "scores.json", _tree(assessment, folder), folder / "recipe.yaml"]
    files.append(html(assessment, folder / "report.html", language, uncertainty, experts=experts))
    manifest = {"files": {file.name: digest_of(file) for file in files}, **plain(dict(assessment.provenance))}
    (folder / "manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return [*files, folder / "manifest.json"]


def _tree(assessment: Assessment, folder: Path) -> Path:
    """Write the tree as YAML, or as rows where it is too deep for nested text."""
    tree = assessment.dataset.tree
    try:
        tree.write(folder / "tree.yaml")
    except FaultyInput:
        (folder / "tree.yaml").unlink(missing_ok=True)
        tree.write(folder / "tree.csv")
        return folder / "tree.csv"
    return folder / "tree.yaml"
