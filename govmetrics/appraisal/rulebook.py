"""A rulebook (考核办法): what earns points, what costs them, and where the lines are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from govmetrics.appraisal.contradictions import sections
from govmetrics.appraisal.read_form import content_of, placed
from govmetrics.appraisal.reading import read_keys
from govmetrics.appraisal.spec import RulebookKeys
from govmetrics.core.documents import read_document
from govmetrics.core.errors import FaultyInput
from govmetrics.core.language import Both, language_asked, language_of
from govmetrics.core.nodes import label_of
from govmetrics.core.options import MAPPING, asked
from govmetrics.core.spreadsheets import WORKBOOKS
from govmetrics.core.words import Label, Text


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
        return read_keys(self.content)

    @classmethod
    def read(cls, source: str | Path | Mapping[str, Any]) -> Rulebook:
        """Read a rulebook from a .yaml or .json file, the .xlsx form of `blank_rulebook`, or a mapping."""
        if isinstance(source, str | Path) and Path(source).suffix.lower() in WORKBOOKS:
            content, places = content_of(Path(source))
            try:
                return cls(content)
            except FaultyInput as error:
                raise FaultyInput(placed(fault, places) for fault in error.faults) from None
        if isinstance(source, str | Path):
            return cls(read_document(Path(source)))
        return cls(source)

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Rulebook:
        """Return the rulebook of what `to_dict` gave."""
        asked(content=(content, MAPPING))
        return cls(content)

    @property
    def codes(self) -> list[str]:
        """The codes of everything that earns or costs points, in order."""
        return [item.code for _, item in sections(self.keys)]

    def grade_names(self, language: Both | None = None) -> list[str]:
        """Return the grades' names in `language` ("en", "zh", "both"; else the one in use), best first."""
        chosen = language_asked(language)
        return [label_of(grade.name, "", chosen) for grade in self.keys.grades]

    def names(self) -> dict[str, Label]:
        """Return the names of items, facts, vetoes and grades in both languages, by code (grades by their key)."""
        keys = self.keys
        named = [(item.code, item.name) for _, item in sections(keys)]
        named += [*keys.facts.items(), *((veto.code, veto.name) for veto in keys.vetoes)]
        labels = {code: Label(label_of(name, code, "en"), label_of(name, code, "zh")) for code, name in named}
        return labels | self.grade_labels()

    def grade_labels(self) -> dict[str, Label]:
        """Return the grades' names in both languages, by their keys, best first."""
        pairs = zip(self.grade_names("en"), self.grade_names("zh"), strict=True)
        return {key: Label(key, chinese) for key, chinese in pairs}

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
        told = "{items:# item|# items}, {vetoes:# veto|# vetoes}, {grades:# grade|# grades}"
        counts = {"items": len(self.codes), "vetoes": len(self.keys.vetoes), "grades": len(self.keys.grades)}
        title = label_of(self.keys.title, "", language_of())
        return f"<Rulebook{' ' * bool(title)}{title}: {Text(told, **counts).say()}>"
