"""`Method`: a stage's function with its traits, the only place where they are written down.

A stage's ``METHODS`` holds one record per method. Recipes, evaluations, the command line, planning, explain, robustness,
contract tests and docs read the record; nobody keeps a list of names elsewhere.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from govmetrics.core.errors import Fault, FaultyInput, GovmetricsError

Takes = Literal["data", "tree", "scaled", "scaled and weights", "judgements"]
Step = str | Mapping[str, Any]
"""A method's name, or ``{name: {option: value}}``."""


@dataclass(frozen=True)
class Method:
    """A method of a stage and what others must know of it.

    Parameters
    ----------
    function : callable
        The public function; its arguments behind those it takes are its options.
    takes : str
        What comes first: "data", "tree", "scaled", "scaled and weights" or "judgements".
    additive : bool
        Aggregation: the score is the weighted sum of the parts, so that a leaf's contribution is its own.
    needs_positive : bool
        Zero and negative values are refused.
    keeps_scale : bool
        Aggregation: scores lie between the least and the greatest of their parts, on the values' scale.
    compares_units : bool
        A unit's value depends on the other units (ranks, bounds from the data): a change of one moves others.
    weight_free : bool
        Weighting: weights come from the tree or from people, not from the values.
    functions : mapping of str to callable
        Options that are functions, by the names that recipes use: ``{"priorities": {"eigenvector": ...}}`` flattened
        to the option's name.
    """

    function: Callable[..., Any]
    takes: Takes
    additive: bool = False
    needs_positive: bool = False
    keeps_scale: bool = False
    compares_units: bool = False
    weight_free: bool = False
    functions: Mapping[str, Mapping[str, Any]] | None = None

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Call the function; options that are functions may be given by name."""
        named = self.functions or {}
        options = {key: named[key].get(value, value) if key in named and isinstance(value, str) else value
                   for key, value in options.items()}  # fmt: skip
        return self.function(*arguments, **options)

    @property
    def name(self) -> str:
        """The function's name, which is the method's name in recipes."""
        return str(self.function.__name__)

    @cached_property
    def options(self) -> Mapping[str, inspect.Parameter]:
        """What may be chosen: the function's parameters behind those that it takes."""
        taken = 2 if self.takes == "scaled and weights" else 1
        parameters = list(inspect.signature(self.function).parameters.values())[taken:]
        return {parameter.name: parameter for parameter in parameters}

    @property
    def takes_bounds(self) -> bool:
        """Whether a later period can be scaled by an earlier period's bounds."""
        return "bounds" in self.options

    def option_faults(self, place: str, options: Mapping[Any, Any]) -> list[Fault]:
        """Return a fault for each option that is unknown, is missing, or names no function."""
        missing = [key for key, p in self.options.items() if p.default is p.empty and key not in options]
        faults = [
            Fault(f"{place}.{key}", "is missing", "write `{name}: {{{key}: ...}}`", name=self.name, key=key)
            for key in missing
        ]
        way_out = "options are: {known}" if self.options else "it has no options"
        faults += [
            Fault(f"{place}.{key}", "is not an option", way_out, known=list(self.options))
            for key in options
            if key not in self.options
        ]
        for key, known in (self.functions or {}).items():
            value = options.get(key)
            if (
                value is not None
                and value not in known.values()
                and not (isinstance(value, str) and value in known)
            ):
                faults.append(Fault(f"{place}.{key}", "{value!r} is not known", "choose one of: {choices:50}",
                                    value=value, choices=list(known)))  # fmt: skip
        return faults


def read_step(step: Any) -> tuple[str, dict[str, Any]]:
    """Return a step's name and options.

    Examples
    --------
    >>> read_step("equal"), read_step({"min_max": {"scale": [1, 100]}})
    (('equal', {}), ('min_max', {'scale': [1, 100]}))
    """
    if isinstance(step, str):
        return step, {}
    name, options = next(iter(step.items()))
    return str(name), {str(key): value for key, value in (options or {}).items()}


def step_faults(place: str, step: Any, methods: Mapping[str, Method]) -> list[Fault]:
    """Return everything that is wrong with a step, before anything is computed."""
    if not (isinstance(step, str) or (isinstance(step, Mapping) and len(step) == 1)):
        way_out = "write a method's name, or `name: {{option: value}}`"
        return [Fault(place, "{step!r} is not a step", way_out, step=step)]
    name, options = (step, {}) if isinstance(step, str) else next(iter(step.items()))
    if name not in methods:
        return [
            Fault(
                place,
                "{value!r} is not known",
                "choose one of: {choices:50}",
                value=name,
                choices=list(methods),
            )
        ]
    if not isinstance(options or {}, Mapping):
        return [Fault(f"{place}.{name}", "{value!r} are no options", "write `option: value`", value=options)]
    return methods[name].option_faults(f"{place}.{name}", options or {})


def take_step(stage: str, step: Step, methods: Mapping[str, Method], *arguments: Any) -> Any:
    """Do a step; an error names its options where the recipe has them."""
    name, options = read_step(step)
    try:
        return methods[name](*arguments, **options)
    except GovmetricsError as error:
        raise type(error)([_placed(fault, f"{stage}.{name}", options) for fault in error.faults]) from error
    except (TypeError, AttributeError, ValueError) as error:  # an option of the wrong type; else our own bug
        if not options:
            raise
        way_out = "check its value"
        raise FaultyInput(
            Fault(f"{stage}.{name}", "an option cannot be used: {problem}", way_out, problem=str(error))
        ) from error


def _placed(fault: Fault, step: str, options: Mapping[str, Any]) -> Fault:
    named = set(str(fault.place).split(", ")) & set(options)
    return fault.at(f"{step}.{fault.place}") if named else fault
