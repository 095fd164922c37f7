"""Every public function and class says what goes in, what comes out, where it is from, and shows itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from importlib import import_module
from inspect import ismodule

import pytest

import govmetrics

ROOMS = [
    name for name in govmetrics.__all__ if ismodule(getattr(govmetrics, name)) and name != "numerics"
]  # numerics: arrays for the rooms

# What a user builds by hand has Parameters. Every other class is what a function returns: it has Attributes, and
# names a function that returns it, where the source and the example stand.
BUILT = {
    "Replicates",
    *(
        "IndicatorTree",
        "Group",
        "Indicator",
        "Dataset",
        "Scaled",
        "Weights",
        "Scores",
        "Survey",
        "Judgements",
    ),
    *(
        "Fault",
        "GovmetricsError",
        "Recipe",
        "Evaluation",
        "Rulebook",
        "Grades",
        "Action",
        "GradeScale",
        "Claim",
        "Limits",
        "Network",
    ),
    *("Column", "Table", "Result", "Text", "Note", "Label", "use"),
}
FACTORS = {
    *(
        "Choice",
        "DirichletWeights",
        "DroppedLeaf",
        "MeasurementErrors",
        "MissingData",
        "PerturbedWeights",
        "StandardErrors",
    ),
    "robustness.DrawnWeights",
}
BUILT |= FACTORS

# No literature stands behind these: they hold, read, write, count or draw what others have computed, ...
PLAIN = {"intake", "report", "plots", "core", "serve"}
# ... or do the recipe's own arithmetic on other numbers, or follow a table or a rulebook as it is written.
OWN = FACTORS | {
    *(
        "planning.frozen",
        "planning.needed",
        "planning.what_if",
        "planning.catch_up",
        "planning.Action",
        "planning.read_actions",
        "planning.Grades",
    ),
    *(
        "appraisal.appraise",
        "appraisal.blank_rulebook",
        "appraisal.Rulebook",
        "recipe.Recipe",
        "diagnosis.Claim",
        "weighting.stages",
    ),
    *(
        "survey.read_survey",
        "survey.codebook",
        "survey.respondent_scores",
        "survey.respondents",
        "survey.scale_scores",
    ),
    *("survey.frequency_table", "survey.grade_frequencies"),
    *("dea.from_roles", "evaluation.Evaluation", "to_leaves"),
    *("serve.application", "serve.serve", "serve.judgements", "serve.expert_points", "serve.expert_ratings"),
    *("network.Network", "network.blank_network", "network.read_network"),
    *("text.read", "text.dictionary", "text.mask", "text.write"),
    *("text.forms", "text.read_coding"),
}
ENTRY = re.compile(r"[*\w]+(, [*\w]+)*( : .+)?$")
SECTION = re.compile(r"^(\w[\w ]*)\n-+$", re.M)


def public(room: str) -> Iterator[tuple[str, object]]:
    module = import_module(f"govmetrics.{room}")
    for name in getattr(module, "__all__", vars(module)):
        found = getattr(module, name)
        if inspect.isfunction(found) or inspect.isclass(found):
            yield name, found


def wanted(room: str, name: str, found: object) -> list[str]:
    """Return the sections that its docstring must have."""
    full = f"{room}.{name}"
    cited = [] if room in PLAIN or {name, full} & OWN else ["References"]
    if inspect.isfunction(found):
        taken = ["Parameters"] if inspect.signature(found).parameters else []
        return [*taken, "Returns", *cited, "Examples"]
    if {name, full} & BUILT:
        return ["Parameters", *cited, "Examples"]
    return ["Attributes", "See Also"] if is_dataclass(found) else []


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_has_the_sections_of_its_kind(room: str) -> None:
    lacking = {}
    for name, found in public(room):
        sections = SECTION.findall(inspect.getdoc(found) or "")
        lacks = [section for section in wanted(room, name, found) if section not in sections]
        if lacks or not inspect.getdoc(found):
            lacking[f"{room}.{name}"] = lacks
    assert not lacking


@pytest.mark.parametrize("room", ROOMS)
def test_every_parameter_is_described(room: str) -> None:
    undescribed = {}
    for name, found in public(room):
        if inspect.isfunction(found):
            described = entries(inspect.getdoc(found) or "", "Parameters")
            missing = [each for each in inspect.signature(found).parameters if each not in described]
            if missing:
                undescribed[f"{room}.{name}"] = missing
    assert not undescribed


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_section_says_of_an_entry_is_indented_below_it(room: str) -> None:
    """`Weights` and, not indented, `Shares of every group.` would be two things that are returned."""
    wrong = {}
    for name, found in public(room):
        for section in ("Parameters", "Attributes", "Returns", "Raises"):
            lines = [line for line in body(inspect.getdoc(found) or "", section).splitlines() if line.strip()]
            loose = [line for line in lines[1:] if not line[0].isspace() and not ENTRY.match(line)]
            if loose:
                wrong[f"{room}.{name}, {section}"] = loose
    assert not wrong


@pytest.mark.parametrize("room", ROOMS)
def test_a_result_names_a_function_that_returns_it(room: str) -> None:
    wrong = {}
    names = dict(public(room))
    for name, found in names.items():
        if inspect.isclass(found) and "See Also" in wanted(room, name, found):
            makers = [
                line.split(" :")[0] for line in body(inspect.getdoc(found) or "", "See Also").splitlines()
            ]
            returned = [m for m in makers if returns(maker(names, m), name)]
            if not returned:
                wrong[f"{room}.{name}"] = makers
    assert not wrong


def maker(names: dict[str, object], told: str) -> object:
    """Return the function, or a class's method, of this name."""
    head, _, method = told.partition(".")
    return getattr(names.get(head), method, None) if method else names.get(told)


def returns(function: object, name: str) -> bool:
    return (
        re.search(rf"\b{name}\b", str(getattr(function, "__annotations__", {}).get("return", ""))) is not None
    )


def body(doc: str, section: str) -> str:
    parts = SECTION.split(doc)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(section, "").strip("\n")


def entries(doc: str, section: str) -> set[str]:
    """Return the names that a section describes: ``before, after : Scaled`` describes two."""
    heads = [line for line in body(doc, section).splitlines() if line and not line[0].isspace()]
    return {name.strip(" *`") for head in heads for name in head.split(" :")[0].split(",")}
