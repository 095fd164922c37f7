"""A run as files: CSV, xlsx, JSON, recipe, report, and a manifest with their hashes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any

from govmetrics.core import FaultyInput
from govmetrics.core.documents import write_document, write_json, write_text
from govmetrics.core.fingerprint import digest_of, fingerprint
from govmetrics.core.language import Both, language_asked, language_of
from govmetrics.core.machine import machine
from govmetrics.core.plain import plain
from govmetrics.core.staged import staged
from govmetrics.core.tables import write_csv
from govmetrics.core.tree_files import TooDeep
from govmetrics.recipe import Assessment, Recipe
from govmetrics.report.excel import excel
from govmetrics.report.frames import frames_of
from govmetrics.report.given import refuse_odd
from govmetrics.report.html import html

if TYPE_CHECKING:
    from govmetrics.ahp import GroupWeights
    from govmetrics.core import IndicatorTree
    from govmetrics.robustness import Uncertainty
    from govmetrics.robustness.factors import Factor

TREES = ("tree.yaml", "tree.csv")
LEVEL = 0.9
"""Of the intervals of ranks of recipe files."""


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
        In the folder inputs stand the records and a recipe that names them: ``govmetrics verify`` does the run again
        from there. What is not kept, such as answers, the manifest names under "by_call".

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
    return write_run_of(assessment, folder, language, uncertainty, experts)


def write_run_of(
    assessment: Assessment,
    folder: str | Path,
    language: Both | None = None,
    uncertainty: Uncertainty | None = None,
    experts: GroupWeights | None = None,
    archive: Callable[[Path], Mapping[str, Path]] | None = None,
) -> list[Path]:
    """Write a run; `archive`, where it comes from files, copies them into a folder and returns the originals by copy."""
    refuse_odd(assessment, folder, "", language, uncertainty=uncertainty, experts=experts)
    language = language_asked(language)
    more = [] if uncertainty is None else [("intervals", uncertainty.to_frame(), True)]
    more += [] if experts is None else [("experts", experts.experts, True)]
    from govmetrics.evaluation.folder import files_told  # it loads every room
    from govmetrics.evaluation.layout import INPUTS, MANIFEST

    target = Path(folder)
    with staged(target, MANIFEST, lambda place: set(files_told(target)) - set(files_told(place))) as place:
        files = [
            (place / f"{name}.csv", frame, index) for name, frame, index in [*frames_of(assessment), *more]
        ]
        for file, frame, index in files:
            write_csv(frame, file, index=index)
        written = [file for file, *_ in files]
        written.append(excel(assessment, place / "scores.xlsx", language))
        written += [
            write_json(assessment.to_dict(), place / "scores.json"),
            write_tree(assessment.dataset.tree, place),
        ]
        assessment.recipe.write(place / "recipe.yaml")
        written.append(place / "recipe.yaml")
        written.append(html(assessment, place / "report.html", language, uncertainty, experts=experts))
        manifest = {
            "files": {file.name: digest_of(file) for file in written},
            **plain(dict(assessment.provenance)),
            "machine": machine(),
            "language": language_of(),
            "reports": language,
            "uncertainty": None if uncertainty is None else draws_of(uncertainty),
            **_archived(archive, place / INPUTS, target, assessment, uncertainty, experts),
        }
        write_text(place / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    return [target / file.name for file in [*written, place / MANIFEST]]


def draws_of(uncertainty: Uncertainty) -> dict[str, Any]:
    """Return what an analysis of ranks rests on: draws, seed, level, and what was varied and how far."""
    known = {"draws": uncertainty.draws, "seed": uncertainty.seed, "level": uncertainty.level}
    factors: list[Any] = list(map(_factor, uncertainty.varied))
    return {**known, "factors": factors or [str(name) for name in uncertainty.factors]}


def varied() -> list[Factor]:
    """Return what varies in the analysis of ranks of recipe files: every weight, by up to a quarter."""
    from govmetrics.robustness import PerturbedWeights

    return [PerturbedWeights(0.25)]


def _factor(one: Any) -> dict[str, Any]:
    told = {field.name: _told(getattr(one, field.name)) for field in fields(one)}
    return {"factor": type(one).__name__, **told}


def _told(value: Any) -> Any:
    """Return a factor's option: what is short as it is, of tables the hash."""
    short = value is None or isinstance(value, str | int | float | list | tuple)
    return plain(value) if short else fingerprint(value)


def _archived(
    archive: Callable[[Path], Mapping[str, Path]] | None, place: Path, target: Path, *run: Any
) -> dict[str, Any]:
    """Return what the manifest says of the archive; `run` is kept there itself where it comes from no files."""
    place.mkdir()
    originals, lost = ({}, _keep(place, *run)) if archive is None else (archive(place), [])
    kept = sorted(path for path in place.rglob("*") if path.is_file())
    return {
        "by_call": lost,
        "archive": {path.relative_to(place).as_posix(): digest_of(path) for path in kept},
        "originals": {
            name: Path(os.path.relpath(path, target)).as_posix() for name, path in originals.items()
        },
    }


def _keep(
    place: Path, assessment: Assessment, sure: Uncertainty | None, experts: GroupWeights | None
) -> list[str]:
    """Write the records of a run, and a recipe file that names them; return what cannot be kept.

    Answers and judgements are not in the record of a run, only what they gave; an analysis of ranks is done again where it
    is that of recipe files.
    """
    from govmetrics.evaluation.by_call import keep_records
    from govmetrics.evaluation.layout import RECIPE

    known = dict(assessment.provenance.get("inputs", {}))
    given = known.pop("data", None)
    records = (
        None if given is None or "survey" in known else keep_records(assessment.dataset, place, str(given))
    )
    lost = [*(["records"] if records is None else []), *known, *([] if experts is None else ["experts"])]
    if sure is not None and draws_of(sure) != _usual(sure.draws, assessment.recipe.seed):
        lost.append("uncertainty")
    if records is not None:
        tree = next(name for name in TREES if (place.parent / name).is_file())
        copyfile(place.parent / tree, place / tree)
        choices = assessment.recipe.to_dict()
        write_document({"tree": tree, "data": records, **choices}, place / RECIPE)
        lost += [] if _gives_back(choices) else ["recipe"]
    return lost


def _gives_back(choices: Mapping[str, Any]) -> bool:
    """Tell whether a file can hold the choices: an option may be an object of Python."""
    with suppress(FaultyInput):
        return Recipe.read(choices).to_dict() == choices
    return False


def _usual(draws: int, seed: int) -> dict[str, Any]:
    """Return what is said of the analysis of ranks of recipe files."""
    return {"draws": draws, "seed": seed, "level": LEVEL, "factors": list(map(_factor, varied()))}


def write_tree(tree: IndicatorTree, folder: Path) -> Path:
    """Write a tree as YAML, or as rows where it is too deep for nested text."""
    folder.mkdir(parents=True, exist_ok=True)
    nested, rows = (folder / name for name in TREES)
    try:
        tree.write(nested)
    except TooDeep:
        tree.write(rows)
        return rows
    return nested
