"""A model of paths as it is written: read, checked, laid out for the fit, with starting values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from typing import Any

import numpy as np

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.structural import Model

Arrows = Mapping[str, Sequence[str]]
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Written:
    """A checked model by name: predictors of every outcome, items of every factor, pairs of residuals, products.

    `nodes` are the variables of the arrows, causes before effects; `columns` what is observed, items first.
    """

    arrows: dict[str, list[str]]
    factors: dict[str, list[str]]
    pairs: list[tuple[str, str]]
    products: dict[str, tuple[str, str]]
    nodes: list[str]
    columns: list[str]

    @property
    def exogenous(self) -> list[str]:
        """The nodes that no arrow leads to."""
        return [name for name in self.nodes if name not in self.arrows]

    @property
    def given(self) -> list[str]:
        """The observed ones among them, which the model takes as they are."""
        return [name for name in self.exogenous if name not in self.factors]

    @property
    def final(self) -> list[str]:
        """The outcomes that predict nothing."""
        used = {name for predictors in self.arrows.values() for name in predictors}
        return [name for name in self.nodes if name in self.arrows and name not in used]

    @property
    def variables(self) -> list[str]:
        """All variables in the order of the fit: what is observed, then the factors."""
        return [*self.columns, *self.factors]


def read_model(
    model: Any, factors: Mapping[str, Sequence[str]] | None, pairs: Any, columns: list[str]
) -> Written:
    """Check a model against the names of the columns."""
    for place, given in (("model", model), ("factors", factors), ("covariances", pairs)):
        refuse_within(place, given)
    latent = {str(name): [str(item) for item in items] for name, items in (factors or {}).items()}
    arrows = _arrows(model)
    products, faults = _products(arrows, latent, columns), Faults()
    known = {*columns, *latent, *products}
    items = {item: factor for factor, names in latent.items() for item in names}
    for factor in latent:
        if factor in columns:
            problem, way = "is the name of a column, too", "give the factor a name of its own"
            faults.append(Fault(_place(factor, "factors"), problem, way))
    for outcome, predictors in arrows.items():
        named = [outcome, *predictors]
        unknown = [name for name in named if name not in known]
        measured = [name for name in named if name in items]
        twice = sorted({name for name in named if named.count(name) > 1})
        if unknown:
            way = "use columns' names: {columns:10}"
            faults.append(
                Fault(_place(outcome), "no such columns: {unknown}", way, unknown=unknown, columns=columns)
            )
        if measured:
            way = "let the factor stand in their place"
            faults.append(Fault(_place(outcome), "items of a factor: {names}", way, names=measured))
        if twice:
            faults.append(
                Fault(_place(outcome), "named twice: {names}", "name each predictor once", names=twice)
            )
    faults += _product_faults(arrows, products, latent)
    idle = [name for name in latent if not any(name in (o, *p) for o, p in arrows.items())]
    faults += [
        Fault(_place(name, "factors"), "no arrow begins or ends there", "leave it out, or give it a path")
        for name in idle
    ]
    faults.raise_all()
    nodes = _in_order(arrows)
    observed = [*dict.fromkeys(items), *(name for name in nodes if name not in latent)]
    return Written(arrows, latent, _pairs(pairs, arrows, items), products, nodes, observed)


def laid_out(written: Written, r: Array) -> tuple[Model, Array]:
    """Return the model as the fit has it, and starting values, for correlations `r` (p, p) of the columns."""
    place = {name: k for k, name in enumerate(written.variables)}
    seen, size = len(written.columns), len(place)
    fixed, targets, sources = np.zeros((size, size)), [], []
    for outcome, predictors in written.arrows.items():
        targets += [place[outcome]] * len(predictors)
        sources += [place[name] for name in predictors]
    for factor, names in written.factors.items():
        fixed[place[names[0]], place[factor]] = 1.0
        targets += [place[name] for name in names[1:]]
        sources += [place[factor]] * (len(names) - 1)
    exogenous = [place[name] for name in written.exogenous]
    pairs = [(k, k) for k in range(size)]
    pairs += [(max(a, b), min(a, b)) for a, b in combinations(exogenous, 2)]
    pairs += [(max(place[a], place[b]), min(place[a], place[b])) for a, b in written.pairs]
    left, right = (np.array([pair[side] for pair in pairs], dtype=np.intp) for side in (0, 1))
    model = Model(
        seen, size, np.array(targets, dtype=np.intp), np.array(sources, dtype=np.intp), left, right, fixed
    )
    if model.parameters > seen * (seen + 1) // 2:
        problem, way = "{parameters} parameters for {count} covariances", "leave arrows or covariances out"
        raise UnsuitableMethod(
            "model", problem, way, parameters=model.parameters, count=seen * (seen + 1) // 2
        )
    return model, _start(written, model, r, place)


def _start(written: Written, model: Model, r: Array, place: dict[str, int]) -> Array:
    """Return starting values: factors by the first component of their items, arrows by least squares."""
    size, seen = model.size, model.seen
    scores, loading = np.zeros((size, seen)), {}
    scores[:seen] = np.eye(seen)
    for factor, names in written.factors.items():
        own = [place[name] for name in names]
        values, vectors = np.linalg.eigh(r[np.ix_(own, own)])
        direction = vectors[:, -1] * np.sign(vectors[0, -1] or 1.0)
        size_of_first = max(float(direction[0]), 0.2) * np.sqrt(values[-1])
        loading[factor] = np.clip(direction * np.sqrt(values[-1]) / size_of_first, -3, 3)
        scores[place[factor], own] = direction / np.sqrt(values[-1]) * size_of_first
    among = scores @ r @ scores.T
    start = []
    residual = np.diag(among).copy()
    for outcome, predictors in written.arrows.items():
        own, to = [place[name] for name in predictors], place[outcome]
        b = np.linalg.lstsq(among[np.ix_(own, own)], among[own, to], rcond=1e-8)[0]
        start += list(b)
        residual[to] = max(
            float(among[to, to] - b @ among[own, to]), 0.2 * among[to, to] if written.factors else 1e-8
        )
    for factor, names in written.factors.items():
        start += list(loading[factor][1:])
        residual[[place[name] for name in names]] = 0.5
    pairs = zip(model.left, model.right, strict=True)
    exogenous = {place[name] for name in written.exogenous}
    for a, b in pairs:
        start.append(residual[a] if a == b else 0.9 * among[a, b] if {a, b} <= exogenous and written.factors else
                     among[a, b] if {a, b} <= exogenous else 0.0)  # fmt: skip
    return np.array(start)


def _arrows(model: Any) -> dict[str, list[str]]:
    if not isinstance(model, Mapping) or not model:
        raise FaultyInput(
            "model",
            "is not a mapping of outcomes to predictors",
            "give {outcome: [predictor, predictor, ...]}",
        )
    read, faults = dict[str, list[str]](), Faults()
    for outcome, predictors in model.items():
        names = [predictors] if isinstance(predictors, str) else predictors
        if (
            isinstance(names, bytes | Mapping)
            or not isinstance(names, Iterable)
            or not (names := list(names))
        ):
            faults.append(
                Fault(_place(str(outcome)), "is not a list of predictors", "give [predictor, predictor, ...]")
            )
            continue
        read[str(outcome)] = [str(name) for name in names]
    faults.raise_all()
    return read


def _products(
    arrows: dict[str, list[str]], latent: Mapping[str, Any], columns: list[str]
) -> dict[str, tuple[str, str]]:
    """Return the predictors that are products of two columns, such as ``a:b``."""
    found = {}
    for name in dict.fromkeys(name for predictors in arrows.values() for name in predictors):
        first, colon, second = name.partition(":")
        if colon and name not in columns and {first, second} <= {*columns, *latent}:
            found[name] = (first, second)
    return found


def _product_faults(
    arrows: dict[str, list[str]], products: dict[str, tuple[str, str]], latent: Mapping[str, Any]
) -> list[Fault]:
    faults = []
    for outcome, predictors in arrows.items():
        for name in [name for name in predictors if name in products]:
            parts = products[name]
            if set(parts) & set(latent):
                way = "products of factors are not fitted here: use scale means, and `moderate`"
                faults.append(Fault(_place(outcome), "{name} multiplies a factor", way, name=name))
            elif set(parts) & set(arrows):
                way = "what an outcome is multiplied by moderates its paths: use `mediate` with a moderator"
                faults.append(
                    Fault(_place(outcome), "{name} multiplies an outcome of the model", way, name=name)
                )
            elif not set(parts) <= set(predictors):
                way = "let both stand beside their product"
                faults.append(Fault(_place(outcome), "{name} stands without its parts", way, name=name))
    return faults


def _in_order(arrows: dict[str, list[str]]) -> list[str]:
    """Return the variables of the arrows, causes first; refuse loops."""
    graph = {name: list[str]() for predictors in arrows.values() for name in predictors} | arrows
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        way = "leave one of these arrows out: models that go round need instruments and are not fitted here"
        raise UnsuitableMethod(
            "model", "goes round in a loop: {names}", way, names=error.args[1][::-1]
        ) from None


def _pairs(given: Any, arrows: dict[str, list[str]], items: dict[str, str]) -> list[tuple[str, str]]:
    """Return the pairs whose residuals may covary: two outcomes, or two items."""
    read, faults = list[tuple[str, str]](), Faults()
    for pair in given:
        names = [str(name) for name in pair] if isinstance(pair, tuple | list) else []
        alike = len(set(names)) == 2 and (set(names) <= set(arrows) or set(names) <= set(items))
        if not alike or set(names) in map(set, read):
            way = (
                "give pairs of two outcomes, or of two items; variables that no arrow leads to covary anyway"
            )
            faults.append(
                Fault("covariances", "{pair} is not a new pair of residuals", way, pair=names or [str(pair)])
            )
        else:
            read.append((names[0], names[1]))
    faults.raise_all()
    return read


def _place(name: str, argument: str = "model") -> Text:
    return (
        Text("factors: {factor}", factor=name)
        if argument == "factors"
        else Text("model: {outcome}", outcome=name)
    )
