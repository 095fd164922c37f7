"""A rulebook (考核办法): what earns points, what costs them, and where the lines are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from govmetrics.appraisal.contradictions import contradictions, sections
from govmetrics.appraisal.spec import RulebookKeys
from govmetrics.core.documents import read_document
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.nodes import label_of

_RULES = {"entered", "rubric", "target", "linear", "criteria", "each"}


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The rules of an appraisal, checked as a whole.

    Parameters
    ----------
    content : mapping
        The keys of the rulebook file; see the methods page or `Rulebook.schema()`.

    Raises
    ------
    FaultyInput
        Unknown or missing keys, and contradictions (a cap below the base, a veto on an unknown item, grades
        out of order, ...): all at once, each with its path.

    Examples
    --------
    >>> book = Rulebook({"items": [{"code": "solved", "by": "linear", "points": 100, "worst": 60, "best": 95}]})
    >>> book.codes
    ['solved']
    """

    content: Mapping[str, Any]

    def __post_init__(self) -> None:
        _ = self.keys  # reading them checks them

    @cached_property
    def keys(self) -> RulebookKeys:
        """The content with every default filled in."""
        return _checked(self.content, "rulebook")

    @classmethod
    def read(cls, source: str | Path | Mapping[str, Any]) -> Rulebook:
        """Read a rulebook from a .yaml or .json file, or a mapping."""
        return cls(source if isinstance(source, Mapping) else read_document(Path(source)))

    @property
    def codes(self) -> list[str]:
        """The codes of everything that earns or costs points, in order."""
        return [item.code for _, item in sections(self.keys)]

    def grade_names(self, language: str = "en") -> list[str]:
        """Return the grades' names in a language, best first."""
        return [label_of(grade.name, "", language) for grade in self.keys.grades]

    def to_dict(self) -> dict[str, Any]:
        """Return the rules with every default filled in, as plain types."""
        return self.keys.model_dump(mode="json")

    @staticmethod
    def schema() -> dict[str, Any]:
        """Return the JSON Schema of the rulebook file."""
        schema = RulebookKeys.model_json_schema()
        dialect = "https://json-schema.org/draft/2020-12/schema"
        return {"$schema": dialect, **schema, "title": "govmetrics appraisal rulebook"}

    def __repr__(self) -> str:
        """Return a line that says what it holds."""
        title = label_of(self.keys.title, "", "both")
        counts = f"{len(self.codes)} items, {len(self.keys.vetoes)} vetoes, {len(self.keys.grades)} grades"
        return f"<Rulebook {title!r}: {counts}>"


def _checked(content: Mapping[str, Any], name: str) -> RulebookKeys:
    if not isinstance(content, Mapping):
        raise FaultyInput(Fault(name, "is not a mapping of keys", "use Rulebook.read(path or mapping)"))
    try:
        keys = RulebookKeys.model_validate(dict(content))
    except ValidationError as error:
        # One fault a place: a union reports each of its kinds.
        found = {fault.place: fault for fault in map(_fault, reversed(error.errors()))}
        raise FaultyInput(list(found.values())[::-1]) from None
    faults = list(contradictions(keys))
    if faults:
        raise FaultyInput(faults)
    return keys


def _fault(error: Any) -> Fault:
    kinds = ("float", "str", "dict", "bool", "int", "list", "constrained-")
    parts = [str(part) for part in error["loc"]]
    # pydantic names the branch of a union in the path; a file has no such key.
    place = ".".join(p for p in parts if p not in _RULES and not p.startswith(tuple(f"{k}[" for k in kinds))
                     and p not in kinds)  # fmt: skip
    kind, given = error["type"], error["input"]
    if kind == "missing":
        return Fault(place, "is missing", "add the key")
    if kind == "extra_forbidden":
        return Fault(place, "is not a key here", "check the spelling, or remove it")
    if kind.startswith("union_tag"):
        rule = given.get("by") if isinstance(given, Mapping) else None
        problem = "does not say how points are earned" if rule is None else f"by: {rule!r} is not known"
        return Fault(place, problem, f"say by: one of {', '.join(sorted(_RULES))}")
    return Fault(place, f"{str(given)[:60]!r}: {error['msg'].lower()}", "correct it")
