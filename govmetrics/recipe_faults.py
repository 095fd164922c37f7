"""What can be wrong with a recipe, found before anything is computed."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from govmetrics import aggregation as aggregations
from govmetrics import normalisation as normalisations
from govmetrics import treatment as treatments
from govmetrics import weighting as weightings
from govmetrics.core import Fault


def recipe_faults(recipe: Any) -> list[Fault]:
    """Return every fault of a recipe's choices: unknown methods, unknown or missing options, odd roles and seeds."""
    faults = []
    stages: dict[str, Mapping[str, Any]] = {
        "normalisation": normalisations.METHODS,
        "weighting": {**weightings.METHODS, "ahp": None},
        "aggregation": aggregations.METHODS,
    }
    for key, what in (("treatment", "steps"), ("roles", "roles")):
        if not isinstance(getattr(recipe, key), list | tuple):
            faults.append(Fault(key, f"is not a list of {what}", "write one a line, each with a dash"))
    listed = [steps if isinstance(steps, list | tuple) else () for steps in (recipe.treatment, recipe.roles)]
    for place, step in enumerate(listed[0]):
        faults += _step_faults(f"treatment[{place}]", step, treatments.METHODS)
    for stage, methods in stages.items():
        faults += _step_faults(stage, getattr(recipe, stage), methods)
    allowed = ("outcome", "input", "output", "context")
    faults += [
        Fault("roles", f"{role!r} is not a role", f"roles are: {', '.join(allowed)}")
        for role in listed[1]
        if role not in allowed
    ]
    if isinstance(recipe.roles, list | tuple) and not recipe.roles:
        faults.append(Fault("roles", "is empty", f"name at least one of: {', '.join(allowed)}"))
    if isinstance(recipe.seed, bool) or not isinstance(recipe.seed, int) or recipe.seed < 0:
        faults.append(Fault("seed", f"is {recipe.seed!r}", "give a whole number from zero"))
    return faults


def _step_faults(place: str, step: Any, methods: Mapping[str, Any]) -> list[Fault]:
    if not (isinstance(step, str) or (isinstance(step, Mapping) and len(step) == 1)):
        return [Fault(place, f"{step!r} is not a step", "write a method's name, or `name: {option: value}`")]
    name, _ = (step, {}) if isinstance(step, str) else next(iter(step.items()))
    if name not in methods:
        return [Fault(place, f"{name!r} is not known", f"choose one of: {', '.join(methods)}")]
    options = {} if isinstance(step, str) else (next(iter(step.values())) or {})
    if not isinstance(options, Mapping):
        return [Fault(f"{place}.{name}", f"{options!r} are no options", "write `option: value`")]
    if methods[name] is None:
        return _ahp_faults(f"{place}.{name}", options)
    taken = 2 if place == "aggregation" else 1
    parameters = list(inspect.signature(methods[name]).parameters.values())[taken:]
    missing = [p.name for p in parameters if p.default is p.empty and p.name not in options]
    return [
        Fault(f"{place}.{name}.{option}", "is missing", f"write `{name}: {{{option}: ...}}`")
        for option in missing
    ] + _unknown(f"{place}.{name}", options, [parameter.name for parameter in parameters])


def _ahp_faults(place: str, options: Mapping[Any, Any]) -> list[Fault]:
    from govmetrics import ahp

    faults = _unknown(place, options, list(inspect.signature(ahp.weights).parameters)[1:])
    method = options.get("priorities", "eigenvector")
    if method not in list(ahp.METHODS):
        way_out = f"choose one of: {', '.join(ahp.METHODS)}"
        faults.append(Fault(f"{place}.priorities", f"{method!r} is not known", way_out))
    return faults


def _unknown(place: str, options: Mapping[Any, Any], known: list[str]) -> list[Fault]:
    hint = f"options are: {', '.join(known)}" if known else "it has no options"
    return [Fault(f"{place}.{option}", "is not an option", hint) for option in options if option not in known]
