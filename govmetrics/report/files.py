"""A run as files: CSV, xlsx, JSON, recipe, report, and a manifest with their hashes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.results import jsonable
from govmetrics.core.tables import write_csv, write_xlsx
from govmetrics.recipe import Assessment
from govmetrics.report.html import html
from govmetrics.report.words import Language


def write_run(assessment: Assessment, folder: str | Path, language: Language = "en") -> list[Path]:
    """Write everything of a run: the same inputs give the same bytes.

    Parameters
    ----------
    assessment : Assessment
        What `follow` returned.
    folder : path
        Made if missing; files of an earlier run in it are replaced.
    language : {"en", "zh", "both"}
        Of the report.

    Returns
    -------
    list of Path
        ranking.csv, scores.csv, coverage.csv, weights.csv, changes.csv (UTF-8 with BOM), scores.xlsx,
        scores.json, tree.yaml (tree.csv where it is very deep), recipe.yaml, report.html, manifest.json.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, frame, index in _tables(assessment):
        write_csv(frame, folder / f"{name}.csv", index=index)
        files.append(folder / f"{name}.csv")
    files.append(excel(assessment, folder / "scores.xlsx"))
    (folder / "scores.json").write_text(
        json.dumps(assessment.to_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    assessment.recipe.write(folder / "recipe.yaml")
    files += [folder / "scores.json", _tree(assessment, folder), folder / "recipe.yaml"]
    files.append(html(assessment, folder / "report.html", language))
    manifest = {
        "files": {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files},
        **jsonable(dict(assessment.provenance)),
    }
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


def excel(assessment: Assessment, path: str | Path) -> Path:
    """Write the tables of an assessment as sheets of one xlsx file.

    Parameters
    ----------
    assessment : Assessment
        What `follow` returned.
    path : path
        The .xlsx file.
    """
    path = Path(path)
    sheets = {name: frame.reset_index() if index else frame for name, frame, index in _tables(assessment)}
    sheets["scaled"] = assessment.scaled.values.reset_index()
    sheets["bounds"] = assessment.scaled.bounds.reset_index()
    choices = assessment.recipe.to_dict() | {
        f"provenance {k}": v for k, v in jsonable(dict(assessment.provenance)).items()
    }
    sheets["how"] = pd.DataFrame(
        {"what": list(choices), "value": [json.dumps(v, ensure_ascii=False) for v in choices.values()]}
    )
    write_xlsx(sheets, path, index=False)
    return path


def _tables(assessment: Assessment) -> list[tuple[str, pd.DataFrame, bool]]:
    """Return name, frame, and whether its index belongs into the file."""
    ranking = assessment.ranking()
    root = assessment.weights.tree.root.code
    ranking = ranking.assign(coverage=assessment.scores.coverage[root].reindex(ranking.index))
    return [
        ("ranking", ranking, True),
        ("scores", assessment.scores.values, True),
        ("coverage", assessment.scores.coverage, True),
        ("weights", assessment.weights.to_frame(), True),
        ("changes", assessment.treated.changes, False),
    ]
