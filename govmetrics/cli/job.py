"""A recipe file: where tree, records, judgements and weights are, and the choices of the recipe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govmetrics.cli.arguments import listed, made_folder
from govmetrics.core import Dataset, Fault, FaultyInput, IndicatorTree
from govmetrics.core.documents import read_document, write_document
from govmetrics.core.errors import Faults
from govmetrics.core.judgements import Judgements
from govmetrics.core.methods import read_step
from govmetrics.core.near import meant
from govmetrics.core.options import shown
from govmetrics.core.plain import plain
from govmetrics.core.words import Text
from govmetrics.recipe import Recipe, methods_of

if TYPE_CHECKING:
    from govmetrics.ahp import GroupWeights
    from govmetrics.core.language import Both
    from govmetrics.recipe import Assessment
    from govmetrics.robustness import Uncertainty

FILES = {
    "tree": Text("which tree: a name, or a file"), "data": Text("where the records are"),
    "unit": Text("the column of the units' names, or a list of those that name a unit together"),
    "period": Text("the column of the period"),
    "judgements": Text("the experts' forms: a file, a folder, or a list of files"),
    "coding": Text("how a table of judgements is coded: auto, signed or reciprocal"),
    "weights": Text("the filled-in form for weights"),
    "periods": Text("the periods from the first to the last, as a list"),
    "decimal": Text("the decimal sign of numbers that are text"),
    "missing_codes": Text("what means “no value”, as a list"),
    "totals": Text("what to do with rows of totals: refuse, drop or keep"),
    "empty": Text("what to do with units without any value: refuse or keep"),
    "sheets": Text("the sheet to read, or “period” for one sheet a period"),
}  # fmt: skip
"""What a recipe file says beside the choices."""
HOW = ("periods", "decimal", "missing_codes", "totals", "sheets", "empty")
"""Those that `read_records` checks itself."""
READING = ("unit", "period", *HOW)
"""Those that `read_records` takes."""
NEEDED = ("tree", "data")


@dataclass(frozen=True, eq=False)
class Followed:
    """What following a recipe file gave.

    Parameters
    ----------
    assessment : Assessment
    sure : Uncertainty or None
    experts : GroupWeights or None
    files : list of Path
        What was written.
    """

    assessment: Assessment
    sure: Uncertainty | None
    experts: GroupWeights | None
    files: list[Path]


@dataclass(frozen=True, eq=False)
class Job:
    """What a recipe file asks for.

    Parameters
    ----------
    recipe : Recipe
        The choices.
    data : Dataset
        The records.
    judgements : Judgements or None
        The experts', where the file names them.
    content : mapping
        What the file says, and the options of the command line before it.
    """

    recipe: Recipe
    data: Dataset
    judgements: Judgements | None = None
    content: Mapping[str, Any] = field(default_factory=dict)


def read_job(path: Path, **reading: Any) -> Job:
    """Read a recipe file and everything it names; paths are relative to its folder.

    What `reading` says (see `READING`; None says nothing) goes before what the file says.

    Raises
    ------
    FaultyInput
        The faults of the file, the choices, the tree, the records and the judgements, all at once.
    """
    content = {str(key): value for key, value in read_document(existing(path)).items()} | _said(reading)
    faults = Faults(_key_faults(content, path.name))
    named = {key: content[key] for key in FILES if content.get(key) is not None}
    choices = {key: content[key] for key in content if key in _choices()}
    faults += _clash_faults(named, choices)
    tree, data, judgements = None, None, None
    if _is_path("tree", named.get("tree")):
        with faults:
            tree = _read_tree(named["tree"], path.parent)
    if tree is not None:
        if _is_path("data", named.get("data")):
            with faults:
                options = {key: named[key] for key in READING if key in named}
                data = _read_records(existing(path.parent / str(named["data"])), tree, options)
        with faults:
            judgements = _read_judgements(named, tree, path.parent)
        with faults:
            if "weights" in named:
                choices["weighting"] = _read_weights(path.parent / str(named["weights"]), tree, choices)
    with faults:
        recipe = Recipe.read(choices)
    faults.raise_all()
    assert data is not None
    return Job(recipe, data, judgements, content)


def write_job(path: Path, output: Path, reading: Mapping[str, Any], draws: int, language: Both) -> Followed:
    """Follow a recipe file and write its run, with the files that it names, so that it can be followed again."""
    from govmetrics.recipe import follow
    from govmetrics.report.files import write_run_of

    job = read_job(path, **reading)
    made_folder(output)  # a folder that cannot be made is told before the work, not after it
    sure = rank_intervals(job, draws) if draws else None
    assessment = follow(job.recipe, job.data, judgements=job.judgements)
    experts = experts_of(job)

    def archived(place: Path) -> dict[str, Path]:
        return archive_job(job, path.parent, place)

    files = write_run_of(assessment, output, language, sure, experts, archived)
    return Followed(assessment, sure, experts, files)


def archive_job(job: Job, folder: Path, place: Path) -> dict[str, Path]:
    """Copy the files of a recipe with a recipe that names the copies; return the originals by copy.

    A ready-made tree is written as a file, as a later version may have another of its name.
    """
    from govmetrics.evaluation.archive import copied
    from govmetrics.evaluation.layout import RECIPE
    from govmetrics.report.files import write_tree

    content, originals = dict(job.content), dict[str, Path]()
    for key in ("tree", "data", "judgements", "weights"):
        named = content.get(key)
        if isinstance(named, Mapping) or named is None:
            continue
        paths = [folder / str(one) for one in (named if isinstance(named, list) else [named])]
        if key == "tree" and not paths[0].is_file():
            content[key] = write_tree(job.data.tree, place).name
            continue
        names = [
            copied(str(one), path, place, originals)
            for one, path in zip(named if isinstance(named, list) else [named], paths, strict=True)
        ]
        content[key] = names if isinstance(named, list) else names[0]
    write_document(plain(content), place / RECIPE)
    return originals


def read_data(path: Path, tree: IndicatorTree, **reading: Any) -> Dataset:
    """Read records as options of the command line say; None says nothing."""
    from govmetrics.intake import read_records

    return read_records(existing(path), tree, **_said(reading))


def _said(reading: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was said, lists as such; of the columns of the units a single one by its name."""
    said = {key: listed(value) if isinstance(value, list) else value for key, value in reading.items()}
    unit = said.get("unit")
    return {key: value for key, value in said.items() if value} | (
        {"unit": unit[0]} if unit and len(unit) == 1 else {}
    )


def existing(path: Path, folder_too: bool = False) -> Path:
    """Return a path that leads to a file (or to a folder, where that will do)."""
    if not path.exists():
        raise FaultyInput(Fault(str(path), "there is no such file", "check the path"))
    if path.is_dir() and not folder_too:
        raise FaultyInput(Fault(str(path), "is a folder", "name the file in it"))
    return path


def rank_intervals(job: Job, draws: int) -> Uncertainty:
    """Return how sure each rank is when every weight may be a quarter smaller or larger."""
    from govmetrics.report.files import LEVEL, varied
    from govmetrics.robustness import uncertainty

    return uncertainty(
        job.recipe, job.data, varied(), draws, job.recipe.seed, level=LEVEL, judgements=job.judgements
    )


def experts_of(job: Job) -> GroupWeights | None:
    """Return the experts' weights with all that is known of their judgements; None without judgements."""
    if job.judgements is None:
        return None
    chosen = job.recipe.chosen("weighting")
    found: GroupWeights = chosen.method(job.judgements, **chosen.options)
    return found


def _choices() -> list[str]:
    return [field.name for field in fields(Recipe)]


def _key_faults(content: Mapping[str, Any], name: str) -> list[Fault]:
    """Return the keys that are missing, unknown, or hold what they cannot."""
    known = [*FILES, *_choices()]
    faults = [
        Fault(
            _key(name, key),
            "is not a key of a recipe file",
            meant(key, known, Text("there are: {labels}", labels=known)),
        )
        for key in content
        if key not in FILES and key not in _choices()
    ]
    for key, what in FILES.items():
        value = content.get(key)
        if value is None and key in NEEDED:
            faults.append(Fault(_key(name, key), "is missing", "say {what}", what=what))
        elif value is not None and key not in HOW and not _is_path(key, value):
            faults.append(
                Fault(_key(name, key), "{value} cannot be used", "say {what}", value=shown(value), what=what)
            )
    title = content.get("title")
    if isinstance(title, list | dict):
        faults.append(Fault(_key(name, "title"), "is {value}", "write it between quotes", value=shown(title)))
    return faults


def _key(file: str, key: str) -> Text:
    return Text("{file}: {key}", file=file, key=key)


def _is_path(key: str, value: Any) -> bool:
    """Tell whether a key's value is text, or what else that key takes."""
    if isinstance(value, list):
        return key in ("judgements", "unit") and all(isinstance(one, str) for one in value) and bool(value)
    return isinstance(value, str | int | float) or (key == "tree" and isinstance(value, Mapping))


def _clash_faults(named: Mapping[str, Any], choices: Mapping[str, Any]) -> list[Fault]:
    """Return what the file says twice, or says without using it."""
    weighting = choices.get("weighting")
    name, _ = read_step(weighting)
    asking = [key for key, method in methods_of("weighting").items() if method.takes == "judgements"]
    if "weights" in named and weighting is not None and weighting != "assigned":
        return [Fault("weights", "are given beside `weighting: {name}`", "keep one of them", name=name)]
    if "judgements" in named and name not in asking:
        way_out = "say `weighting: {name}`, or take them out"
        return [Fault("judgements", "are given but not used", way_out, name=asking[0])]
    if name in asking and "judgements" not in named:
        problem = "are missing, and `weighting: {name}` needs them"
        return [Fault("judgements", problem, "say {what}", name=name, what=FILES["judgements"])]
    return []


def _read_tree(given: Any, folder: Path) -> IndicatorTree:
    from govmetrics.intake import read_tree

    if isinstance(given, Mapping):
        return read_tree(given)
    beside = folder / str(given)
    return read_tree(beside if beside.is_file() else str(given))


def _read_records(file: Path, tree: IndicatorTree, options: Mapping[str, Any]) -> Dataset:
    """Return records of a file, or those that an archive keeps as they were given by call."""
    from govmetrics.evaluation.by_call import noun_in
    from govmetrics.intake import read_records

    kept: Dataset | None = noun_in(file, Dataset)
    return read_records(file, tree, **options) if kept is None else kept


def _read_judgements(named: Mapping[str, Any], tree: IndicatorTree, folder: Path) -> Judgements | None:
    from govmetrics.ahp import read_judgements

    given, coding = named.get("judgements"), named.get("coding", "auto")
    if given is None:
        return None
    if isinstance(given, list):
        faults, files = Faults(), []
        for one in given:
            with faults:
                files.append(existing(folder / one))
        faults.raise_all()
        return read_judgements(files, tree, coding)
    return read_judgements(existing(folder / str(given), folder_too=True), tree, coding)


def _read_weights(file: Path, tree: IndicatorTree, choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return the weighting that a filled-in form stands for: of the nodes that are scored."""
    from govmetrics.intake import read_weights

    found = read_weights(existing(file), tree)
    roles = choices.get("roles")
    scored = tree.scored(tuple(roles) if isinstance(roles, list) else ("outcome",))
    return {"assigned": {"weights": {code: weight for code, weight in found.items() if code in scored}}}
