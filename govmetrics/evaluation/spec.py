"""`Evaluation`: the whole job as one record, and every fault of the file that says it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import TypeAdapter, ValidationError

from govmetrics.core.documents import read_document, write_document
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.keys import key_fault
from govmetrics.core.near import meant, spelled
from govmetrics.core.options import MAPPING, PATH, asked, is_file, is_folder, optional, shown, wanted
from govmetrics.core.plain import plain
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Label, Text
from govmetrics.evaluation import keys
from govmetrics.evaluation.contradictions import contradictions
from govmetrics.evaluation.schema import schema_of
from govmetrics.recipe import Recipe

FILE = "evaluation.yaml"
"""What the file is called in an evaluation's folder."""
PARTS: dict[str, type] = {
    "evidence": keys.Evidence, "sureness": keys.Sureness, "reliability": keys.Reliability,
    "statistics": keys.Statistics, "regression": keys.Regression, "paths": keys.PathModel, "grades": keys.Grades,
    "ranking": keys.Rankings, "efficiency": keys.Efficiency, "appraisal": keys.Appraisal,
    "diagnosis": keys.Diagnosis, "change": keys.Change, "monitoring": keys.Monitoring,
    "forecast": keys.Foreseen, "spatial": keys.Spatial, "policy": keys.Policy, "configurations": keys.Configurations,
    "plan": keys.Planned, "publish": keys.Publish,
}  # fmt: skip
_OWN = ("title", "seed")
"""Keys that the recipe has, too; the evaluation says them once."""
Both = Literal["en", "zh", "both"]


@spelled
@dataclass(frozen=True)
class Evaluation:
    """A whole evaluation: tree, evidence, choices, and what is asked of them. Every key but `tree` is optional.

    Parameters
    ----------
    tree : str, path, mapping or IndicatorTree
        A ready-made name, a file, or the tree itself.
    title : str or mapping of language to str
        Of the evaluation, for reports.
    language : {"en", "zh", "both"}, optional
        Of what is published; by default the one in use.
    seed : int
        For everything that draws.
    simulated : bool
        The evidence is simulated: titles and notes say so.
    evidence : mapping
        Where records, answers, judgements, weights and measured values are.
    index : Recipe or mapping
        The choices of the index; its title and seed are those of the evaluation.
    sureness, reliability, statistics, grades, ranking, efficiency, appraisal, diagnosis, change, plan : mapping, optional
        What is asked for; None leaves a part out, and ``True`` takes it as it is by default.
    monitoring, forecast : mapping, optional
        What moved, and what is to be expected; ``True`` as above.
    spatial : mapping or str, optional
        Whether neighbours are alike: a map alone, or what else there is to say.
    policy : mapping or str, optional
        Whether a policy worked, and was carried out; a column alone is `first_treated`.
    configurations : mapping, optional
        Which combinations of conditions go with an outcome.
    regression, paths : mapping or sequence of mappings, optional
        Models of respondents or units.
    compare : str, optional
        The folder of an earlier evaluation.
    publish : mapping or "public", optional
        Formats of the reports, and what of them the public sees.
    on_fault : {"stop", "continue"}
        Whether parts that fail leave the others standing.
    folder : path, optional
        What the paths are relative to: that of the file. No key of the file.

    Raises
    ------
    FaultyInput
        Unknown keys, wrong values, contradictions: all at once, each with its place.

    Examples
    --------
    >>> import govmetrics as gm
    >>> job = gm.Evaluation(tree="community_survey", index={"aggregation": "geometric"}, sureness={"draws": 200})
    >>> job.index.aggregation, job.sureness.level
    ('geometric', 0.9)
    >>> gm.Evaluation(tree="community_survey", sureness={"draws": 0}, grades={"form": "survey"})
    Traceback (most recent call last):
    govmetrics.core.errors.FaultyInput: sureness.draws: is 0; give a number from 1
    grades.form: is not a key here; did you mean 'from'? there are: from, scale, operator, breakpoints, shape, beside, intervals
    """

    tree: Any
    title: Any = ""
    language: Both | None = None
    seed: int = 0
    simulated: bool = False
    evidence: keys.Evidence = field(default_factory=keys.Evidence)
    index: Recipe = field(default_factory=Recipe)
    sureness: keys.Sureness | None = None
    reliability: keys.Reliability | None = None
    statistics: keys.Statistics | None = None
    regression: Sequence[keys.Regression] | None = None
    paths: Sequence[keys.PathModel] | None = None
    grades: keys.Grades | None = None
    ranking: keys.Rankings | None = None
    efficiency: keys.Efficiency | None = None
    appraisal: keys.Appraisal | None = None
    diagnosis: keys.Diagnosis | None = None
    change: keys.Change | None = None
    monitoring: keys.Monitoring | None = None
    forecast: keys.Foreseen | None = None
    spatial: keys.Spatial | None = None
    policy: keys.Policy | None = None
    configurations: keys.Configurations | None = None
    plan: keys.Planned | None = None
    compare: str | None = None
    publish: keys.Publish | None = None
    on_fault: Literal["stop", "continue"] = "stop"
    folder: str | Path | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        faults = wanted(folder=(self.folder, optional(PATH)))
        read = {name: getattr(self, name) for name in ALONE}
        read |= {name: _part(name, getattr(self, name), faults) for name in PARTS}
        faults += _alone_faults(read)
        read["index"] = _recipe(self.index, self.title, self.seed, faults)
        faults += contradictions(
            read["sureness"],
            read["grades"],
            read["evidence"],
            read["ranking"],
            read["efficiency"],
            read["monitoring"],
            read["spatial"],
            read["policy"],
            read["configurations"],
        )
        faults.raise_all()
        for name, value in read.items():
            object.__setattr__(self, name, value)
        if self.simulated and self.title:
            object.__setattr__(self, "index", replace(self.index, title=self.heading))

    @classmethod
    def read(cls, source: str | Path | Mapping[str, Any] | Evaluation) -> Evaluation:
        """Read an evaluation from its file, the folder that holds it, or a mapping; unknown keys are faults."""
        if isinstance(source, Evaluation):
            return source
        return _of_content(*_content(source))

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Evaluation:
        """Return the evaluation of what `to_dict` gave; its paths are relative to where it is read."""
        asked(content=(content, MAPPING))
        return cls.read(content)

    @property
    def heading(self) -> Text:
        """The title in both languages; of a simulated evaluation it says so. Empty where there is none."""
        given = self.title
        name = Label(*_both(given)) if isinstance(given, Mapping) else Label(str(given))
        return Text("{title} (simulated data)", title=name) if self.simulated and given else name

    @property
    def signed(self) -> tuple[str, str | None]:
        """Who publishes it, and the day: what `publish` says; empty and None where it says nothing."""
        asked = self.publish
        return ("", None) if asked is None else (asked.author, asked.date)

    def path(self, name: str) -> Path:
        """Return a path of the file, relative to its folder."""
        asked(name=(name, PATH))
        return Path(self.folder or "") / name

    def to_dict(self) -> dict[str, Any]:
        """Return the keys as plain types; `read` takes them. What is as it is by default is left out."""
        said: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name != "folder" and (one.name == "tree" or not _as_it_is(one, value)):
                said[one.name] = _told(value)
        index = {key: value for key, value in said.pop("index", {}).items() if key not in _OWN}
        return said | ({"index": index} if index else {})

    def write(self, path: str | Path) -> None:
        """Write the evaluation to a .yaml or .json file; `read` gives it back."""
        asked(path=(path, PATH))
        write_document(self.to_dict(), path)

    @staticmethod
    def schema() -> dict[str, Any]:
        """Return the JSON Schema of an evaluation file."""
        return schema_of(PARTS, _Alone)


def _of_content(folder: Path | None, content: Mapping[str, Any]) -> Evaluation:
    """Return the evaluation that these keys say, or raise all that is wrong with them."""
    known = [one.name for one in fields(Evaluation) if one.name != "folder"]
    there = Text("there are: {labels}", labels=known)
    faults = Faults(
        Fault(str(key), "is not a key of an evaluation", meant(key, known, there))
        for key in content
        if key not in known
    )
    if content.get("tree") is None:
        faults.append(Fault("tree", "is missing", "name a ready-made tree, or a file"))
    given = {key: value for key, value in content.items() if key in known}
    with faults:
        found = Evaluation(**{"tree": "unread", **given}, folder=folder)
    faults.raise_all()
    return found


def read_partly(source: str | Path | Mapping[str, Any] | Evaluation) -> tuple[Evaluation, Faults, set[str]]:
    """Return what of an evaluation can be read, what is wrong with the rest, and which evidence that leaves unread.

    So the faults of its evidence come in the same error as those of its keys.

    Raises
    ------
    FaultyInput
        There is no tree, or no file: then nothing can be read.
    """
    if isinstance(source, Evaluation):
        return source, Faults(), set()
    folder, content = _content(source)
    faults, lost = Faults(), set[str]()
    while True:
        wrong = Faults()
        with wrong:
            return _of_content(folder, content), faults, lost
        faults += [fault for fault in wrong if fault not in faults]
        left = content
        for fault in wrong:
            unknown = fault.problem.template.startswith("is not a key")
            left = _without(left, str(fault.place).split(": ")[0].split("."), unknown, lost)
        if left == content or left.get("tree") is None:
            faults.raise_all()
        content = left


def _without(
    content: Mapping[str, Any], path: Sequence[str], unknown: bool, lost: set[str]
) -> dict[str, Any]:
    """Return the keys without an unknown one, or without the part that says something wrong; such a part is lost."""
    key, rest = path[0], path[1:]
    inside = content.get(key)
    if rest and isinstance(inside, Mapping) and (unknown or key == "evidence"):
        return {**content, key: _without(inside, rest, unknown, lost)}
    if rest or not unknown:
        lost.add(key)
    return {name: value for name, value in content.items() if name != key}


ALONE = ("tree", "title", "language", "seed", "simulated", "compare", "on_fault")
_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(Sequence[kind] if name in keys.LISTS else kind)  # type: ignore[valid-type]
    for name, kind in PARTS.items()
}


@dataclass(frozen=True)
class _Alone:
    """The keys that are no parts."""

    __pydantic_config__ = keys.KEYS
    title: keys.Title | Mapping[Literal["en", "zh"], keys.Title] = ""
    language: Both | None = None
    seed: keys.Seed = 0
    simulated: keys.Flag = False
    compare: keys.File | None = None
    on_fault: Literal["stop", "continue"] = "stop"


_ALONE: TypeAdapter[_Alone] = TypeAdapter(_Alone)


def _content(source: Any) -> tuple[Path | None, dict[str, Any]]:
    """Return the folder and the keys of an evaluation."""
    if isinstance(source, Mapping):
        return None, {str(key): value for key, value in source.items()}
    if not isinstance(source, str | os.PathLike):
        way_out = "give a path, a folder or a mapping"
        raise FaultyInput("evaluation", "is {value}", way_out, value=shown(source))
    path = Path(source)
    if is_folder(path):
        path = path / FILE
        if not is_file(path):
            way_out = "name the folder that holds {file}"
            raise FaultyInput(str(path), "there is no such file", way_out, file=FILE)
    return path.parent, {str(key): value for key, value in read_document(path).items()}


def _part(name: str, given: Any, faults: Faults) -> Any:
    """Return a part as its record; its faults are kept."""
    kind = PARTS[name]
    if given is None or given is False:
        return kind() if name == "evidence" else None
    if name in keys.LISTS:
        given = [given] if isinstance(given, Mapping | kind) else given
        given = [_told(one) for one in given] if isinstance(given, list | tuple) else given
    if isinstance(given, kind):
        given = _told(given)
    content = _spelled_out(name, given)
    try:
        return _ADAPTERS[name].validate_python(content)
    except ValidationError as error:
        faults += _key_faults(name, content, error)
        return None


def _spelled_out(place: str, given: Any) -> Any:
    """Return what a part says at length: `true`, `public` and a file's name stand for mappings."""
    if given is True and place in keys.BARE:
        return {}
    if place == "publish" and isinstance(given, str) and given == keys.PUBLIC:
        given = {keys.PUBLIC: True}
    if place == "publish" and isinstance(given, Mapping) and keys.PUBLIC in given:
        said = given[keys.PUBLIC]
        return {**given, keys.PUBLIC: None if said is False else _spelled_out(f"{place}.{keys.PUBLIC}", said)}
    if place in keys.SHORT and isinstance(given, str | list):
        return {keys.SHORT[place]: given}
    if place == "evidence" and isinstance(given, Mapping):
        return {key: _spelled_out(f"{place}.{key}", value) for key, value in given.items()}
    return given


def _key_faults(place: str, content: Any, error: ValidationError) -> list[Fault]:
    """Return pydantic's errors in our words; of a union's errors the most telling."""
    found: dict[str, Fault] = {}
    wanted: dict[str, str] = {}
    for one in error.errors():
        steps, here = [place] if place else [], content
        for step in one["loc"]:
            inside = (isinstance(here, Mapping) and step in here) or (
                isinstance(here, list | tuple) and isinstance(step, int)
            )
            if inside:
                here = here[step]
            if inside or one["type"] == "missing":
                steps.append(str(step))
        known = keys.beside(PARTS.get(place, _Alone), steps[1:] if place else steps)
        at = ".".join(steps)
        words = one["type"] == "literal_error" and isinstance(one["input"], str)
        if (
            words and wanted.get(at) == "bool_type"
        ):  # a key of true, false or a word, where another word stands
            found.pop(at)
        wanted.setdefault(at, one["type"])
        found.setdefault(at, key_fault(at, cast(Any, one), known))
    whole = [a for a in found for b in found if b.startswith(f"{a}.")]
    return [fault for at, fault in found.items() if at not in whole]


def _alone_faults(read: Mapping[str, Any]) -> list[Fault]:
    content = {name: value for name, value in read.items() if name in ALONE and name != "tree"}
    faults = []
    if not isinstance(read["tree"], str | os.PathLike | Mapping | IndicatorTree) or read["tree"] == "":
        way_out = "name a ready-made tree, or a file"
        faults.append(Fault("tree", "is {value}", way_out, value=shown(read["tree"])))
    try:
        _ALONE.validate_python(content)
    except ValidationError as error:
        faults += _key_faults("", content, error)
    return faults


def _recipe(given: Any, title: Any, seed: Any, faults: Faults) -> Recipe:
    """Return the recipe under the evaluation's title and seed."""
    own = {"title": Label(*_both(title)) if isinstance(title, Mapping) else title, "seed": seed}
    own = {key: value for key, value in own.items() if isinstance(value, str if key == "title" else int)}
    if isinstance(given, Recipe):
        return given if faults else replace(given, **own)
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        faults.append(Fault("index", "is {value}", "give a mapping", value=shown(given)))
        return Recipe()
    faults += [
        Fault(f"index.{key}", "is said once for all", "write it beside `index:`, not in it")
        for key in _OWN
        if key in given
    ]
    try:
        return Recipe.read({key: value for key, value in given.items() if key not in _OWN} | own)
    except FaultyInput as error:
        faults += [fault.at(f"index.{fault.place}") for fault in error.faults if fault.place not in _OWN]
        return Recipe()


def _both(title: Mapping[str, Any]) -> tuple[str, str]:
    """Return a title's English and Chinese; one stands for the other where it is missing."""
    given = title.get("en"), title.get("zh")
    english, chinese = (
        name if isinstance(name, str) else "" for name in given
    )  # what else stands there is a fault
    return english or chinese, chinese or english


def _as_it_is(one: Field[Any], value: Any) -> bool:
    """Tell whether a key says what counts where nothing is said."""
    default = one.default if one.default_factory is MISSING else one.default_factory()
    if value is None or type(value) is not type(default) or hasattr(value, "shape"):
        return value is None  # else frames of a noun that stands where a word should would be compared
    return bool(value == default)


def _told(value: Any) -> Any:
    """Return a part as the file has it: keys as they are written there, without what is not said."""
    if isinstance(value, Recipe):
        return {k: v for k, v in value.to_dict().items() if v != plain(getattr(Recipe(), k))}
    if isinstance(value, IndicatorTree):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        said = {}
        for one in fields(value):
            given = getattr(value, one.name)
            if not _as_it_is(one, given):
                said[one.name.rstrip("_")] = _told(given)
        return said
    if isinstance(value, os.PathLike):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _told(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_told(one) for one in value]
    return value
