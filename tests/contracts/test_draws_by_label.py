"""The same seed, the same numbers for every unit, expert, item and respondent, whatever the order they come in.

What is drawn is drawn in the order of the names (`govmetrics.core.draw_order`), of respondents, who have none,
in the order of what they answered. Every public function that takes a seed is called with its example's data and with
these in another order.
"""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.result import Result
from tests.contracts.test_hostile_arguments import ROOMS, arguments_of, calls_of

TOLERANCE = 1e-10
CALLED = {
    f"{room}: {name}": call
    for room in ROOMS
    for name, call in calls_of(room).items()
    if "rng" in arguments_of(*call)
}
IN_ORDER = {
    "fuzzy: value_probabilities": "one argument is made from another, and both keep its order",
    "psychometrics: split_half": "which items are odd and which even is their order",
    "survey: split_half": "the same",
}
"""Calls in which the order of what is given is part of the question."""
SEARCHED = {"spatial: regression": 1e-6, "spatial: regression of a panel": 1e-6}
"""Where a search ends as soon as it is near enough, the last digits differ."""


def larger() -> dict[str, tuple[Callable[..., Any], dict[str, Any]]]:
    """Return calls in which the draws decide, where those of the examples are so small that all is gone through."""
    rng = np.random.default_rng(8)
    actors = [f"a{k}" for k in range(14)]
    one, two, three = (
        pd.DataFrame((rng.random((14, 14)) < 0.3).astype(float), actors, actors) for _ in range(3)
    )
    names = [f"b{k}" for k in range(30)]
    large = pd.DataFrame((rng.random((30, 30)) < 0.2).astype(float), names, names)
    kind = pd.Series(list("xyyxzxyzzxyxyz"), actors)
    one = one.mask(
        np.random.default_rng(1).random((14, 14)) < 0.5,
        one.where(kind.to_numpy()[:, None] == kind.to_numpy(), 0),
    )
    answers = pd.DataFrame(rng.integers(1, 6, (60, 28)), columns=[f"q{k}" for k in range(28)])
    people = pd.Index([f"p{k}" for k in range(40)], name="unit")
    long = pd.MultiIndex.from_product([range(4), [f"u{k}" for k in range(15)]], names=["period", "unit"])
    panel = pd.DataFrame(rng.normal(size=(60, 2)), long, ["y", "x"])
    panel["y"] += 0.1 * panel["x"]
    matrices = {
        f"expert {k}": {"A": np.array([[1.0, a, b], [1 / a, 1, c], [1 / b, 1 / c, 1]])}
        for k, (a, b, c) in enumerate(rng.uniform(1, 4, (9, 3)))
    }
    judgements = gm.Judgements.from_matrices(gm.IndicatorTree.from_groups({"A": ["a", "b", "c"]}), matrices)
    units = pd.Series(rng.normal(size=12), [f"u{k}" for k in range(12)])
    links = pd.DataFrame(
        {"from": [f"u{k}" for k in range(12)], "to": [f"u{(k + 1) % 12}" for k in range(12)]}
    )
    cases = pd.DataFrame(rng.random((25, 2)), [f"c{k}" for k in range(25)], ["X", "Y"])
    mediation = pd.DataFrame(rng.normal(size=(50, 3)), columns=["x", "m", "y"]).assign(
        m=lambda f: f["m"] + f["x"]
    )
    votes = pd.DataFrame(rng.integers(-1, 2, (150, 6)), columns=list("abcdef"))
    survey = gm.Survey(
        gm.IndicatorTree.from_groups({"A": ["a", "b"]}), pd.DataFrame(rng.integers(1, 6, (40, 2)), columns=["a", "b"]),
        by=pd.DataFrame({"unit": rng.choice(["东", "西"], 40)}),
    )  # fmt: skip
    return {
        "qap": (gm.network.qap, {"y": one, "x": two, "draws": 200}),
        "qap_regression": (gm.network.qap_regression, {"y": one, "x": {"two": two, "three": three}, "draws": 200}),
        "mixing": (gm.network.mixing, {"net": one, "by": kind, "draws": 200}),
        "compare": (gm.network.compare, {"before": one, "after": two, "draws": 200}),
        "core_periphery": (gm.network.core_periphery, {"net": large, "starts": 1}),
        "communities": (gm.network.communities, {"net": three, "starts": 2}),
        "experts": (lambda **given: gm.ahp.weights(**given).spread, {"judgements": judgements, "draws": 50}),
        "experts' priorities": (gm.ahp.draws, {
            "weights": gm.ahp.weights(judgements, combine="priorities"), "by": "judgements", "draws": 20, "sd": 0.2}),
        "rank_confidence": (gm.robustness.rank_confidence, {
            "values": units, "standard_errors": units.abs() / 5 + 0.4, "draws": 60}),
        "guttman": (gm.survey.guttman, {"items": answers}),
        "split_half": (gm.survey.split_half, {"items": answers, "halves": ["q1", "q2", "q5"]}),
        "alpha": (gm.survey.alpha, {"items": answers.iloc[:, :5], "interval": "bootstrap", "draws": 100}),
        "score": (gm.survey.score, {"survey": survey, "by": "unit", "errors": "bootstrap", "draws": 50}),
        "mediate": (gm.psychometrics.mediate, {
            "frame": mediation, "outcome": "y", "predictor": "x", "mediators": ["m"], "draws": 200}),
        "wild signs": (gm.policy.effects, {
            "frame": panel, "outcome": "y", "regressors": ["x"], "errors": "wild", "draws": 199}),
        "moran": (gm.spatial.moran, {"source": units, "w": gm.spatial.weights(links), "draws": 150}),
        "local": (gm.spatial.local, {"source": units, "w": gm.spatial.weights(links), "draws": 150}),
        "necessary conditions": (gm.qca.necessary_condition_analysis, {"frame": cases, "outcome": "Y", "draws": 150}),
        "importance": (gm.diagnosis.importance_performance, {
            "performance": answers.iloc[:, :20], "outcome": answers["q27"], "derive": "shapley"}),
        "opinions": (gm.collaboration.opinions, {"votes": votes, "min_votes": 1}),
        "agreement": (gm.text.agreement, {
            "coding": pd.DataFrame(rng.integers(0, 2, (25, 3)), columns=list("ABC")), "draws": 100}),
        "detector": (gm.spatial.detector, {
            "source": pd.DataFrame({"y": rng.normal(size=40), "zone": np.resize(list("abc"), 40)}, people), "by": ["zone"],
            "draws": 999}),
        "bootstrap": (gm.dea.bootstrap, {
            "inputs": pd.DataFrame(rng.uniform(1, 5, (40, 2)), people),
            "outputs": pd.DataFrame(rng.uniform(1, 5, (40, 1)), people),
            "draws": 100}),
    }  # fmt: skip


LARGER = larger()


def order_of(count: int) -> np.ndarray:
    return np.random.default_rng(3).permutation(count)


def shuffled(value: Any, renumber: bool) -> Any:
    """Return an argument in another order, each row and column under its label.

    With `renumber` rows that only have numbers get them anew, as a file has that was sorted otherwise.
    """
    if isinstance(value, pd.DataFrame | pd.Series):
        moved = value.iloc[order_of(len(value))]
        if renumber and isinstance(value.index, pd.RangeIndex):
            moved = moved.reset_index(drop=True)
        return moved.iloc[:, order_of(value.shape[1])] if isinstance(value, pd.DataFrame) else moved
    if isinstance(value, gm.Judgements):
        order = order_of(len(value.experts))
        stacks = {code: stack[order] for code, stack in value.stacks.items()}
        return dataclasses.replace(
            value, experts=tuple(np.array(value.experts, dtype=object)[order]), stacks=stacks
        )
    if isinstance(value, gm.Survey | gm.Dataset | gm.Scaled | gm.Assessment | gm.Scores):
        rows = {
            "answers",
            "by",
            "meta",
            "weight",
            "values",
            "attributes",
            "coverage",
            "scores",
            "scaled",
            "data",
        }
        fields = {}
        for field in dataclasses.fields(value):
            held = getattr(value, field.name)
            if field.name in rows and isinstance(held, Result):
                fields[field.name] = shuffled(held, renumber)
            if field.name in rows and isinstance(held, pd.DataFrame | pd.Series):
                moved = held.iloc[order_of(len(held))]
                loose = renumber and isinstance(held.index, pd.RangeIndex)
                fields[field.name] = moved.reset_index(drop=True) if loose else moved
        return dataclasses.replace(value, **fields)
    if type(value).__name__ == "Network":
        actors, ties = (frame.iloc[order_of(len(frame))] for frame in (value.actors, value.ties))
        return dataclasses.replace(value, actors=actors, ties=ties.reset_index(drop=True))
    if type(value).__name__ == "Documents":
        return dataclasses.replace(value, frame=value.frame.iloc[order_of(len(value.frame))])
    if type(value).__name__ == "SpatialWeights":
        units = tuple(np.array(value.units, dtype=object)[order_of(len(value.units))])
        return dataclasses.replace(value, units=units, links=value.links.iloc[order_of(len(value.links))])
    if type(value).__name__ == "GroupWeights":
        return gm.ahp.weights(shuffled(value.basis.judgements, renumber), combine=value.basis.combine)
    if isinstance(value, dict):
        return {name: shuffled(held, renumber) for name, held in value.items()}
    return value


def by_label(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose rows say themselves what they are about; what only has numbers is named by its words."""
    if not isinstance(frame.index, pd.RangeIndex) or not len(frame):
        return frame
    words = [name for name in sorted(frame.columns, key=str) if frame[name].dtype.kind not in "fb"]
    if words and not frame.duplicated(words).any():
        return frame.set_index(words)
    return frame.sort_values(sorted(frame.columns, key=str), ignore_index=True)


def differences(one: Any, two: Any, place: str = "", near: float = TOLERANCE) -> Iterator[str]:
    """Yield where two results differ, label by label."""
    if isinstance(one, Result):
        for field in dataclasses.fields(one):
            pair = getattr(one, field.name), getattr(two, field.name)
            yield from differences(*pair, f"{place}.{field.name}", near)
    elif isinstance(one, tuple | list) and len(one) == len(two):
        for number, (a, b) in enumerate(zip(one, two, strict=True)):
            yield from differences(a, b, f"{place}[{number}]", near)
    elif isinstance(one, pd.DataFrame | pd.Series):
        a, b = (x if isinstance(x, pd.DataFrame) else x.to_frame("value") for x in (one, two))
        if isinstance(b.index, pd.RangeIndex):
            a, b = by_label(a), by_label(b)
        if a.index.is_unique and a.columns.is_unique and b.index.is_unique:
            b = b.reindex(index=a.index, columns=a.columns)
        try:
            pd.testing.assert_frame_equal(a, b, rtol=near, atol=near, check_dtype=False)
        except AssertionError as error:
            yield f"{place}: {' '.join(str(error).split())[:600]}"
    elif isinstance(one, int | float) and not np.isclose(one, two, rtol=near, atol=near, equal_nan=True):
        yield f"{place}: {one}, {two}"


def found_and_moved(name: str, renumber: bool) -> Iterator[str]:
    """Yield where a call's result differs from that of the same call with its data in another order."""
    function, given = (LARGER | CALLED)[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # few units
        moved = {argument: shuffled(value, renumber) for argument, value in given.items()}
        yield from differences(function(**given), function(**moved), near=SEARCHED.get(name, TOLERANCE))


@pytest.mark.parametrize("renumber", [False, True])
@pytest.mark.parametrize("name", sorted((CALLED.keys() - IN_ORDER.keys()) | LARGER.keys()))
def test_the_order_of_the_rows_changes_no_number(name, renumber):
    found = list(found_and_moved(name, renumber))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", LARGER)
def test_in_these_calls_the_draws_decide(name):
    function, given = LARGER[name]
    one, two = (function(**given, rng=seed) for seed in (1, 2))
    told = [place for place in differences(one, two) if not place.startswith((".seed", ".rng"))]
    assert told
