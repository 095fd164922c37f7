"""How an assessment was made, in words: its choices, what came in, the software."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govmetrics.core.language import Both, said
from govmetrics.core.methods import read_step
from govmetrics.core.words import Text, method_name
from govmetrics.recipe import Assessment, methods_of
from govmetrics.report.words import word

STAGES = ("treatment", "normalisation", "weighting", "aggregation")
OPTIONS = {
    "across": Text("across"), "at": Text("at stage"), "bounds": Text("bounds"), "by": Text("within"), "cap": Text("cap"),
    "clip": Text("cut off at the ends"), "codes": Text("of the indicators"), "combine": Text("what is combined"),
    "draws": Text("draws"), "emphasis": Text("emphasis"), "expert_weights": Text("experts' weights"),
    "exponent": Text("exponent"), "form": Text("form"), "high": Text("upper limit"), "how": Text("manner"),
    "inconsistent": Text("inconsistent judgements"), "interpolation": Text("between the stages"), "keep": Text("kept"),
    "kind": Text("kind"), "kurtosis": Text("kurtosis up to"), "leaves": Text("share for an indicator"),
    "level": Text("level"), "limit": Text("at most"), "low": Text("lower limit"),
    "max_consistency_ratio": Text("greatest consistency ratio"), "mean": Text("mean"),
    "min_coverage": Text("least coverage"), "most": Text("values at most"), "of": Text("of"),
    "otherwise": Text("otherwise"), "over": Text("over"), "penalty": Text("penalty"), "per": Text("per"),
    "priorities": Text("priorities by"), "rng": Text("seed"), "scale": Text("scale"), "sd": Text("standard deviation"),
    "shares": Text("shares"), "shift": Text("shift"), "skewness": Text("skewness up to"), "strength": Text("strength"),
    "table": Text("table"), "unit": Text("reference unit"), "units": Text("share for a unit"), "weights": Text("weights"),
}  # fmt: skip
"""What options of methods are called; others keep their names."""
VALUES = {
    "drop": Text("left out"), "downweight": Text("with less weight"), "revise": Text("revised"), "keep": Text("kept"),
    "flag": Text("named only"), "judgements": Text("the judgements"), "game": Text("game theory"),
    "product": Text("product"), "log": Text("logarithm"), "equal": Text("equal"), "refuse": Text("refused"),
}  # fmt: skip
"""What options may be, where that is a word."""


def made(assessment: Assessment, language: Both) -> list[tuple[str, str]]:
    """Return heading and text of every choice and source, in a language."""
    recipe, provenance = assessment.recipe, dict(assessment.provenance)
    told: list[tuple[Any, Any]] = []
    for stage in STAGES:
        given = getattr(recipe, stage)
        steps = given if stage == "treatment" else [given]
        told += [
            (word(stage, language), Text("{names}", names=[_step(stage, step) for step in steps]))
        ] * bool(steps)
    if recipe.base_period is not None:
        told.append((word("base_period", language), recipe.base_period))
    told.append((word("roles", language), Text("{names}", names=[Text(role) for role in recipe.roles])))
    told.append((word("seed", language), recipe.seed))
    for name, digest in dict(provenance.get("inputs", {})).items():
        told.append((f"{word('inputs', language)} ({said(INPUTS.get(name, name), language)})", digest))
    if "recipe" in provenance:
        told.append((Text("SHA-256 of the choices"), provenance["recipe"]))
    versions = [f"{name} {number}" for name, number in dict(provenance.get("versions", {})).items()]
    told += [(word("versions", language), Text("{names}", names=versions))] * bool(versions)
    return [(said(heading, language), said(text, language)) for heading, text in told]


INPUTS = {
    "data": Text("records"), "survey": Text("survey"), "judgements": Text("judgements"), "tree": Text("indicator tree"),
    "records": Text("records"), "weights": Text("weights"), "rulebook": Text("rulebook of the appraisal"),
    "points": Text("points"), "actions": Text("actions"), "margins": Text("margins"),
    "importance": Text("stated importance"), "links": Text("other indicators"), "ratings": Text("experts' ratings"),
    "intervals": Text("experts' intervals"), "codings": Text("codings"), "tickets": Text("tickets"),
    "networks": Text("networks"), "documents": Text("documents"), "coding": Text("coding"), "proposals": Text("proposals"),
    "outlines": Text("map"), "neighbours": Text("neighbours"), "adopted": Text("first treated"),
    "carried": Text("plan and execution"),
}  # fmt: skip


def hashes(provenance: Mapping[str, Any], language: Both) -> list[tuple[str, str]]:
    """Return the hashes of everything that an evaluation rests on.

    That of its own choices is in the manifest: they name files by their places, and a page must be the same from the archive.
    """
    told: list[tuple[Any, str]] = []
    line = "SHA-256 of what the evaluation read: {input}"
    for name, digest in dict(provenance.get("inputs", {})).items():
        told.append((Text(line, input=_input(name)), str(digest)))
    return [(said(heading, language), digest) for heading, digest in told]


def _input(name: str) -> Any:
    """Return what an input is called; of several measured ones, which."""
    if name.startswith("measured["):
        return Text("measured values {number}", number=int(name[len("measured[") : -1]) + 1)
    return INPUTS.get(name, name)


def _step(stage: str, step: Any) -> Text:
    """Return a step as words: the method, and its options in brackets."""
    name, options = read_step(step)
    known = methods_of(stage)
    called = method_name(name)
    if not options:
        return called
    method = known[name]
    parts = []
    for key, value in options.items():
        told = method_name(value) if key in method.functions else _value(stage, value, key in method.steps)
        parts.append(Text("{option}: {value}", option=OPTIONS.get(key, Text(key)), value=told))
    return Text("{method} ({options:50})", method=called, options=parts)


def _value(stage: str, value: Any, steps: bool) -> Any:
    """Return what an option is, in words; the steps that it holds as steps."""
    if steps and isinstance(value, str | Mapping) and read_step(value)[0] in methods_of(stage):
        return _step(stage, value)
    if isinstance(value, bool):
        return Text("yes" if value else "no")
    if isinstance(value, Mapping):
        pairs = [Text("{option}: {value}", option=str(key), value=_value(stage, one, steps))
                 for key, one in value.items()]  # fmt: skip
        return Text("{names}", names=pairs)
    if isinstance(value, list | tuple):
        return Text("{names}", names=[_value(stage, one, steps) for one in value])
    if isinstance(value, str):
        return VALUES.get(value, value)
    if isinstance(value, float):
        return f"{value:.6g}"
    return "–" if value is None else value
