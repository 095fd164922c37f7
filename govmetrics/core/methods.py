"""`Method`: a stage's function with its traits, the only place where they are written down.

A stage's ``METHODS`` holds one record for each method. Recipes, evaluations, the command line, planning, explain,
robustness, contract tests and docs read the record; nobody keeps a list of names elsewhere.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, Self

from govmetrics.core.errors import Fault, FaultyInput, GovmetricsError, each
from govmetrics.core.near import meant
from govmetrics.core.options import FUNCTION
from govmetrics.core.words import Text

Takes = Literal["data", "tree", "scaled", "scaled and weights", "judgements", "matrix", "weights"]
OF = "of"
"""The option of a recipe that lists the steps whose weights are combined."""
Step = str | Mapping[str, Any]
"""A method's name, or ``{name: {option: value}}``."""


@dataclass(frozen=True, eq=False)
class Method:
    """A method of a stage and what others must know of it.

    Parameters
    ----------
    function : callable
        The public function; its arguments behind those it takes are its options.
    takes : str
        What comes first: "data", "tree", "scaled", "scaled and weights", "judgements", "matrix", or "weights": those
        of the steps that a recipe lists under ``of``.
    name : str
        In recipes; by default the function's own.
    compares_units : bool
        Normalisation, aggregation: a unit's result depends on the other units (ranks, bounds from the data, duels), so
        that a change of one moves others.
    keeps_unit : bool
        Treatment: an indicator's values are still in its own unit of measurement.
    pulls_in : bool
        Treatment: values beyond an end are set to that end, and so is any value that comes to lie there.
    linear : bool
        Normalisation: a straight line of the raw value, or of its distance from the target.
    clips_worst, clips_best : str
        Normalisation: the option that holds values beyond the worst, or the best, bound at the end of the scale.
    additive : bool
        Aggregation: a score is the weighted sum of its parts, so that what an indicator contributes is its own.
    monotone : bool
        Aggregation: a better indicator never lowers its unit's score.
    by_group : bool
        Aggregation: a group counts further up like an indicator of the same value.
    keeps_scale : bool
        Aggregation: scores lie between the least and the greatest of their parts, on the values' scale.
    needs_positive : bool
        Zero and negative values are refused.
    mean : callable, optional
        Aggregation: the array function of the parts' values (parts, [sets,] units) and shares ([sets,] parts), where
        it takes many sets of weights at once; a group of the tree may then have the method for its own.
    through : pair of callables, optional
        Aggregation: the mean is the arithmetic one of what the first makes of the values, taken back by the second.
    functions : mapping of str to mapping
        Options that are functions: ``{option: METHODS}``; recipes name them.
    steps : sequence of str
        Options that hold further steps of the same stage, in a list or by name; the function gets them as callables.
    attributes : sequence of str
        Treatment: options that name an attribute of the units, or one for each of some indicators.
    result : str
        The field of what the function returns that goes on to the next stage; empty where all of it does.

    Examples
    --------
    >>> def halves(data, low=0.0): return data
    >>> Method(halves, "data", linear=True).name, list(Method(halves, "data").options)
    ('halves', ['low'])
    """

    function: Callable[..., Any]
    takes: Takes
    name: str = ""
    compares_units: bool = False
    keeps_unit: bool = False
    pulls_in: bool = False
    linear: bool = False
    clips_worst: str = ""
    clips_best: str = ""
    additive: bool = False
    monotone: bool = False
    by_group: bool = False
    keeps_scale: bool = False
    needs_positive: bool = False
    mean: Callable[..., Any] | None = None
    through: tuple[Callable[[Any], Any], Callable[[Any], Any]] | None = None
    functions: Mapping[str, Mapping[str, Method]] = field(default_factory=dict)
    steps: Sequence[str] = ()
    attributes: Sequence[str] = ()
    result: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name or self.function.__name__)
        if self.takes == "weights":
            object.__setattr__(self, "steps", (OF, *self.steps))

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Call the function; options that are functions may be given by name."""
        for key, known in self.functions.items():
            if isinstance(options.get(key), str):
                options[key] = known[options[key]].function
        return self.function(*arguments, **options)

    @property
    def does(self) -> str:
        """What it does: the first line of the function's docstring."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0]

    @cached_property
    def options(self) -> Mapping[str, inspect.Parameter]:
        """What may be chosen: the function's parameters behind those that it takes."""
        taken = 2 if self.takes == "scaled and weights" else 1
        parameters = list(inspect.signature(self.function).parameters.values())[taken:]
        if self.takes == "weights":
            parameters.insert(0, inspect.Parameter(OF, inspect.Parameter.KEYWORD_ONLY))
        return {parameter.name: parameter for parameter in parameters}

    @property
    def stands_alone(self) -> bool:
        """Whether its name is all that a recipe must say, apart from the names of units and indicators."""
        return not self.steps and "at" not in self.options

    @property
    def takes_bounds(self) -> bool:
        """Whether a later period can be scaled by an earlier period's bounds."""
        return "bounds" in self.options

    def option_faults(
        self, place: str, options: Mapping[Any, Any], methods: Mapping[str, Method]
    ) -> list[Fault]:
        """Return a fault for each option that is unknown, is missing, or names no function or no step."""
        missing = [key for key, p in self.options.items() if p.default is p.empty and key not in options]
        faults = [
            Fault(f"{place}.{key}", "is missing", "write `{name}: {{{key}: ...}}`", name=self.name, key=key)
            for key in missing
        ]
        way_out = (
            Text("options are: {known}", known=list(self.options))
            if self.options
            else Text("it has no options")
        )
        faults += [
            Fault(f"{place}.{key}", "is not an option", meant(key, list(self.options), way_out))
            for key in options
            if key not in self.options
        ]
        for key, known in self.functions.items():
            if key in options:
                faults += _unknown(f"{place}.{key}", options[key], known)
        for key in self.steps:
            if key in options:
                faults += _nested_faults(f"{place}.{key}", options[key], methods)
        return faults


@dataclass(frozen=True, eq=False)
class Chosen:
    """A method with the options that a recipe gives it.

    Parameters
    ----------
    stage : str
        Whose method it is: errors name the place in the recipe.
    method : Method
        What is chosen.
    options : mapping
        The recipe's.
    """

    stage: str
    method: Method
    options: Mapping[str, Any]

    def __call__(self, *arguments: Any) -> Any:
        """Do the step; an error names its options where the recipe has them."""
        place = f"{self.stage}.{self.method.name}"
        try:
            found = self.method(*arguments, **self.options)
        except GovmetricsError as error:
            raise type(error)([_placed(fault, place, self.options) for fault in error.faults]) from error
        except (
            TypeError,
            AttributeError,
            ValueError,
        ) as error:  # an option of the wrong type; else our own bug
            if not self.options:
                raise
            problem, way_out = "an option cannot be used: {problem}", "check its value"
            raise FaultyInput(place, problem, way_out, problem=str(error)) from error
        return getattr(found, self.method.result) if self.method.result else found

    def option(self, name: str) -> Any:
        """Return an option's value: the recipe's, else the function's default."""
        return self.options[name] if name in self.options else self.method.options[name].default

    def given(self, **options: Any) -> Self:
        """Return the same choice with further options."""
        return replace(self, options={**self.options, **options})

    @property
    def attributes(self) -> list[tuple[str, Any]]:
        """The attributes that its own options name, each with the option."""
        given = {
            key: self.options[key] for key in self.method.attributes if self.options.get(key) is not None
        }
        return [
            (key, name)
            for key, held in given.items()
            for name in (held.values() if isinstance(held, Mapping) else [held])
        ]

    @property
    def clips(self) -> tuple[bool, bool]:
        """Whether values beyond the worst, and beyond the best, bound are held at the end of the scale."""
        worst, best = (
            bool(name and self.option(name)) for name in (self.method.clips_worst, self.method.clips_best)
        )
        return worst, best

    @property
    def step(self) -> Step:
        """The choice as a recipe has it."""
        options = {key: _as_steps(value) for key, value in self.options.items()}
        return {self.method.name: options} if options else self.method.name

    def without(self, *options: str) -> Self:
        """Return the same choice without some of its options."""
        return replace(self, options={key: self.options[key] for key in self.options if key not in options})

    @property
    def chosen(self) -> list[Chosen]:
        """The steps that the options hold, those in them included."""
        found: list[Chosen] = []
        for key in self.method.steps:
            for one in _listed(self.options.get(key)):
                found += [one, *one.chosen]
        return found


def by_name(*methods: Method) -> dict[str, Method]:
    """Return methods by their names in recipes: a stage's METHODS."""
    return {method.name: method for method in methods}


def by_code_faults(of: Mapping[Any, Any], codes: Sequence[str]) -> list[Fault]:
    """Return what is wrong with methods given by code: codes of no indicator, and what is no function."""
    problem, way_out = "is not an indicator of the tree", "there are: {labels}"
    unknown = [code for code in of if code not in codes]
    faults = each(unknown, lambda code: Fault(str(code), problem, way_out, labels=list(codes)))
    return faults + [fault for code, method in of.items() for fault in FUNCTION.faults(f"of.{code}", method)]


def read_step(step: Any) -> tuple[str, dict[str, Any]]:
    """Return a step's name and options; no name where it is none.

    Examples
    --------
    >>> read_step("equal"), read_step({"min_max": {"scale": [1, 100]}}), read_step(None)
    (('equal', {}), ('min_max', {'scale': [1, 100]}), ('', {}))
    """
    if isinstance(step, str):
        return step, {}
    if not (isinstance(step, Mapping) and len(step) == 1):
        return "", {}
    name, options = next(iter(step.items()))
    return str(name), {str(key): value for key, value in options.items()} if isinstance(
        options, Mapping
    ) else {}


def choose_step(stage: str, step: Step, methods: Mapping[str, Method]) -> Chosen:
    """Return what a step of a checked recipe chooses."""
    name, options = read_step(step)
    method = methods[name]
    held = {key: options[key] for key in method.steps if key in options}
    for key, inside in held.items():
        if isinstance(inside, list | tuple):
            options[key] = [choose_step(stage, one, methods) for one in inside]
        elif _by_key(inside, methods):
            options[key] = {label: choose_step(stage, one, methods) for label, one in inside.items()}
        else:
            options[key] = choose_step(stage, inside, methods)
    return Chosen(stage, method, options)


def step_faults(place: str, step: Any, methods: Mapping[str, Method]) -> list[Fault]:
    """Return everything that is wrong with a step, before anything is computed."""
    if not (isinstance(step, str) or (isinstance(step, Mapping) and len(step) == 1)):
        way_out = "write a method's name, or `name: {{option: value}}`"
        return [Fault(place, "{step!r} is not a step", way_out, step=step)]
    name, options = (step, None) if isinstance(step, str) else next(iter(step.items()))
    if unknown := _unknown(place, name, methods):
        return unknown
    if not isinstance(options, Mapping | None):
        return [Fault(f"{place}.{name}", "{value!r} are no options", "write `option: value`", value=options)]
    return methods[name].option_faults(f"{place}.{name}", options or {}, methods)


def _nested_faults(place: str, inside: Any, methods: Mapping[str, Method]) -> list[Fault]:
    """Return what is wrong with the steps that an option holds: a list, a mapping of labels to steps, or one step."""
    if isinstance(inside, list | tuple):
        steps = {f"{place}[{at}]": one for at, one in enumerate(inside)}
    elif _by_key(inside, methods):
        steps = {f"{place}.{label}": one for label, one in inside.items()}
    else:
        steps = {place: inside}
    if not steps:
        return [Fault(place, "is empty", "write a method's name, or `name: {{option: value}}`")]
    return [fault for at, one in steps.items() for fault in step_faults(at, one, methods)]


def _by_key(inside: Any, methods: Mapping[str, Method]) -> bool:
    """Tell whether a mapping gives steps by label: one whose only key is a method is a step itself."""
    return isinstance(inside, Mapping) and not (len(inside) == 1 and next(iter(inside)) in methods)


def _as_steps(held: Any) -> Any:
    """Return an option as a recipe has it: the steps that it holds written out."""
    if isinstance(held, Chosen):
        return held.step
    if isinstance(held, list):
        return [_as_steps(one) for one in held]
    return {key: _as_steps(one) for key, one in held.items()} if isinstance(held, dict) else held


def _listed(held: Any) -> list[Chosen]:
    if isinstance(held, Mapping):
        return list(held.values())
    return list(held) if isinstance(held, list) else [] if held is None else [held]


def _unknown(place: str, name: Any, methods: Mapping[str, Method]) -> list[Fault]:
    if isinstance(name, str) and name in methods:
        return []
    way_out = meant(name, list(methods), Text("choose one of: {choices:50}", choices=list(methods)))
    return [Fault(place, "{value!r} is not known", way_out, value=name)]


def _placed(fault: Fault, step: str, options: Mapping[str, Any]) -> Fault:
    named = set(str(fault.place).split(", ")) & set(options)
    return fault.at(f"{step}.{fault.place}") if named else fault
