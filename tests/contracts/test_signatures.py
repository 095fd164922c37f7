"""One word for one thing in the arguments of public functions (the rule stands in CONTRIBUTING)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

import govmetrics as gm

ROOMS = sorted(name for name in gm.__all__ if inspect.ismodule(getattr(gm, name)) and name != "numerics")
FIRST = {
    "Dataset": "data", "Scaled": "scaled", "Survey": "survey", "Scores": "scores", "IndicatorTree": "tree", "Weights": "weights",
    "Judgements": "judgements", "Recipe": "recipe", "Assessment": "assessment",
}  # fmt: skip
"""What the first argument is called, by what it is."""
FORBIDDEN = {
    "k": "top, or its meaning", "seed": "rng", "random_state": "rng", "replicates": "draws", "n_draws": "draws",
    "resamplings": "draws", "runs": "draws", "sets": "draws", "n_sets": "draws", "confidence": "level", "alpha_level": "level",
    "lang": "language", "dataset": "data", "indicator": "code", "leaf": "code",
}  # fmt: skip
PAIR = {"before", "first"}  # one of two of a kind
DESIGN = {
    ("intake.join", "dataset"), ("survey.read_survey", "replicates"), ("survey.open_large", "replicates"),
    ("monitoring.cusum", "k"), ("spatial.weights", "k"),
    ("qca.truth_table", "sets"), ("qca.necessity", "sets"), ("qca.temporal", "sets"),
}  # fmt: skip
"""Names that other people's scripts rely on, or that mean something else: columns of weights, the slack of a CUSUM, the k
nearest, sets."""


def functions(room: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    module = import_module(f"govmetrics.{room}")
    for name in module.__all__:
        found = getattr(module, name)
        if inspect.isfunction(found):
            yield f"{room}.{name}", found


def faults(name: str, function: Callable[..., Any]) -> Iterator[str]:
    parameters = list(inspect.signature(function).parameters.values())
    for parameter in parameters:
        word = parameter.name
        if word in FORBIDDEN and (name, word) not in DESIGN:
            yield f"{name}({word}): call it {FORBIDDEN[word]}"
        none = parameter.default is None and name.endswith(".alpha")  # the public signature's word for 0
        if word == "rng" and parameter.default not in (0, inspect.Parameter.empty) and not none:
            yield f"{name}(rng={parameter.default}): the default is 0"
        if word == "level" and "float" not in str(parameter.annotation):
            yield f"{name}(level): is for confidence only"
    if parameters:
        first, kind = parameters[0], str(parameters[0].annotation).removesuffix(" | None")
        named = first.name in PAIR or (name, first.name) in DESIGN
        if kind in FIRST and first.name != FIRST[kind] and not named:
            yield f"{name}({first.name}: {kind}): call it {FIRST[kind]}"
        of_people = first.name in ("items", "frame", "ratings", "x") and any(
            p.name == "weights" for p in parameters
        )
        by_position = [p for p in parameters if p.name == "weights" and p.kind is not p.KEYWORD_ONLY]
        if of_people and by_position and "Weights" not in str(by_position[0].annotation):
            yield f"{name}(weights): weights of respondents are given by keyword only"


@pytest.mark.parametrize("room", ROOMS)
def test_arguments_are_called_what_they_are(room):
    wrong = [fault for name, function in functions(room) for fault in faults(name, function)]
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_rule_finds_what_is_wrong():
    def odd(dataset: gm.Dataset, k: int = 3, level: str = "", rng: int | None = None):
        pass

    odd.__annotations__ = {}
    odd.__signature__ = inspect.signature(odd).replace(  # as `from __future__ import annotations` leaves them
        parameters=[p.replace(annotation={"dataset": "Dataset", "level": "str"}.get(p.name, p.annotation))
                    for p in inspect.signature(odd).parameters.values()]
    )  # fmt: skip
    assert len(list(faults("x.odd", odd))) == 5
