"""Every fault at once: faults of several kinds in one call come in one error, and no mere consequences."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput, GovmetricsError, IndicatorTree, Scaled, UnsuitableMethod, Weights
from govmetrics.core.weights import shares_within_groups
from govmetrics.diagnosis import (
    Claim,
    Limits,
    audit_table,
    coherence,
    coupling,
    distance_to_target,
    importance_performance,
    obstacles,
    strengths,
    synergy,
)

TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
WEIGHTS = gm.weighting.equal(TREE)
OTHER = IndicatorTree.from_groups({"A": ["a1", "x"], "B": ["b1"]})
FOREIGN = Weights(OTHER, shares_within_groups(OTHER, dict.fromkeys(OTHER.node_codes, 1.0)))


def scaled(units, scale=(0, 100), attributes=None):
    values = pd.DataFrame(50.0, units, TREE.codes)
    given = pd.DataFrame() if attributes is None else attributes
    return Scaled(TREE, values, pd.DataFrame(), "z_score", scale, given)


def faults_of(call, *parts, kind=FaultyInput, n=None):
    """Assert that one error has a fault with each of `parts`, and `n` faults in all."""
    with pytest.raises(GovmetricsError) as error:
        call()
    lines = str(error.value).splitlines()
    for part in parts:
        assert sum(part in line for line in lines) == 1, (part, lines)
    assert len(lines) == (n or len(parts)), lines
    assert type(error.value) is kind


def test_obstacles_name_scale_tree_and_rows_together():
    faults_of(
        lambda: obstacles(scaled(["u", "v"], scale=None), FOREIGN),
        "scaled: values scaled by z-score have no best end",
        "a2: has no weight",
        "x: has a weight but no values",
    )
    faults_of(lambda: obstacles(1, 2), "scaled: is int", "weights: is int")
    faults_of(lambda: obstacles(scaled(["u"], (1, 1)), None), "scale: is (1, 1)")
    faults_of(lambda: obstacles(scaled([]), WEIGHTS), "there are no units")
    result = obstacles(scaled(["u"]), WEIGHTS)
    faults_of(lambda: result.top("two"), "top: is 'two'; give a whole number from 1")
    faults_of(lambda: result.summary("fr", 0), "language: is 'fr'", "top: is 0")


def test_strengths_name_share_attribute_and_rows_together():
    faults_of(lambda: strengths([1], share="much"), "values: is list", "share: is 'much'")
    faults_of(lambda: scaled(["u", "u"]), "u: there are two")
    faults_of(lambda: strengths(scaled(["u", "v"]), "type", 0.9), "share: is 0.9", "by: 'type'")
    types = pd.DataFrame({"type": [None] * 60}, range(60))
    faults_of(
        lambda: strengths(scaled(range(60), attributes=types), "type", 0),
        "share: is 0",
        "49: has no type",
        "and 10 more like the last: has no type",
        n=52,
    )
    twice = pd.DataFrame({"type": [1, 2]}, ["u", "u"])
    faults_of(lambda: strengths(scaled(["u"], attributes=twice), "type"), "u: there are two or more rows")
    faults_of(lambda: strengths(scaled(["u"])).summary("fr", top=-1), "language: is 'fr'", "top: is -1")


def test_distance_to_target_takes_a_dataset():
    faults_of(
        lambda: distance_to_target(pd.DataFrame()),
        "data: is DataFrame, not Dataset; read it with read_records",
    )


def test_synergy_names_options_rows_and_cells_together():
    rows = pd.MultiIndex.from_tuples([(1, "v"), (1, "u")], names=["period", "unit"])
    given = scaled(rows)
    given.values.iloc[1, 0] = 120.0
    faults_of(
        lambda: synergy(given, FOREIGN, "cubic", "last"),
        "integration: is 'cubic'",
        "base: is 'last'",
        "a2: has no weight",
        "x: has a weight",
        "rows: synergy is about change",
        "1, u, a1: lies outside the scale",
    )
    faults_of(lambda: synergy(5, WEIGHTS, base="last"), "base: is 'last'", "scaled: is int")
    flat = scaled(pd.MultiIndex.from_product([range(60), ["u"]], names=["period", "unit"]))
    flat.values.iloc[:, :] = -1.0
    faults_of(
        lambda: synergy(flat, WEIGHTS),
        "and 130 more like the last: lies outside",
        kind=UnsuitableMethod,
        n=51,
    )


def test_coupling_names_options_cells_and_weights_together():
    table = pd.DataFrame({"a": ["x", 1.0], "b": [5.0, np.inf], "c": ["y", "z"]}, ["u", "v"])
    faults_of(
        lambda: coupling(table, "cubic", "A", {"a": -1, "b": "much", "q": 1}, (3, 1)),
        "formula: is 'cubic'",
        "node: a frame has no nodes",
        "scale: is (3, 1)",
        "c: has no weight",
        "q: is weighed but no subsystem",
        "a: weighs -1",
        "b: weighs 'much'",
        "u, a: 'x' is not a number",
        "v, b: the value is infinite",
        "c: is not numeric",
    )
    many = pd.DataFrame(200.0, range(60), ["a", "b"])
    faults_of(
        lambda: coupling(many, weights=[1, 2]), "weights: is list", "24, b: 200 is outside 0 to 100",
        "and 70 more like the last", n=52,
    )  # fmt: skip
    low = pd.DataFrame({"a": [0.5], "b": [0.2]})
    faults_of(lambda: coupling(low, weights={"a": 0, "b": 0}), "weights: are all zero")
    faults_of(
        lambda: coupling(low, weights=pd.Series([1, 2, 3], list("aab"))), "a: is weighed more than once"
    )
    faults_of(lambda: coupling(low, scale=(0, np.inf)), "scale: is (0, inf)")
    scores = gm.aggregation.arithmetic(scaled(["u"]), WEIGHTS)
    faults_of(
        lambda: coupling(scores, "cubic", ["A"]), "formula: is 'cubic'", "node: ['A'] is not in the tree"
    )
    assert coupling(low, scale=(np.float64(0), np.int64(1))).scale == (0, 1)


def test_importance_names_options_and_every_table_together():
    items = pd.DataFrame({"q": [1.0, 2, 3], "r": ["x", 2, 3], "s": [np.nan] * 3})
    faults_of(
        lambda: importance_performance(
            items,
            {"q": "y", "z": 1},
            pd.Series(["w", 1, 2], [2, 1, 0]),
            derive="guess",
            lines=(1,),
            rng="seed",
        ),
        "derive: is 'guess'",
        "lines: is (1,)",
        "rng: is 'seed'",
        "importance: is given twice",
        "performance, s: has no values",
        "performance, 0, r: 'x' is not a number",
        "importance, r: is not stated",
        "importance, s: is not stated",
        "importance, z: is no item of performance",
        "outcome: has other rows",
        "importance, q: is not numeric",
        "2, outcome: 'w' is not a number",
    )
    faults_of(
        lambda: importance_performance([1], outcome=5, lines="mode"),
        "lines: is 'mode'",
        "performance: is list",
        "outcome: is int",
    )
    twice = pd.DataFrame([[1.0, 2]], columns=["q", "q"])
    faults_of(
        lambda: importance_performance(twice, outcome="q"),
        "performance, q: occurs",
        "outcome: 'q' is more than one",
    )
    faults_of(
        lambda: importance_performance(items[["q"]], pd.Series([1, 2], ["q", "q"])), "importance, q: occurs"
    )


def test_items_that_repeat_each_other_are_all_named_and_counted():
    rng = np.random.default_rng(0)
    x = pd.DataFrame(rng.normal(size=(30, 3)), columns=list("abc"))
    twins = x.assign(a2=2 * x["a"], b2=-x["b"], still=1.0)
    faults_of(
        lambda: importance_performance(twins, outcome=x["a"] * 0),
        "still: is constant; leave it out",
        "outcome: is constant; take one that varies",
        "a, b, a2, b2: say exactly the same together; leave 2 of them out",
        kind=UnsuitableMethod,
    )


def test_items_that_are_all_constant_are_all_named():
    still = pd.DataFrame({"a": [1.0] * 9, "b": [0.3] * 8 + [0.1 + 0.2]})
    faults_of(
        lambda: importance_performance(still, outcome=pd.Series(np.arange(9.0))),
        "a: is constant",
        "b: is constant",
        kind=UnsuitableMethod,
    )


def test_coherence_names_limits_tree_rows_and_scores_together():
    given = scaled(["u", "v"])
    scores = gm.aggregation.arithmetic(scaled(["u"]), WEIGHTS)
    faults_of(
        lambda: coherence(given, FOREIGN, scores, limits=0.3),
        "limits: is float",
        "a2: has no weight",
        "x: has a weight",
        "rows: 2 units",
        "v: is not scored",
    )
    faults_of(lambda: coherence(None, None, 5), "scaled: is None", "weights: is None")
    faults_of(lambda: coherence(scaled(range(5)), WEIGHTS, scores.values), "scores: is DataFrame")
    faults_of(
        lambda: Limits(own_parent=2, weight_factor=0.5, level="5%"), "own_parent: is 2", "weight_factor: is 0.5",
        "level: is '5%'",
    )  # fmt: skip


def test_audit_names_table_text_and_claims_together():
    table = pd.DataFrame({"d": ["a", None, "b"], "m": [1.0, np.nan, 3], "n": ["x", 2, np.inf]}, [7, 8, 9])
    bad = [
        Claim("c", (1,), (1, 1), (5, 5), "below"),
        Claim("e", ("a", 2), (1, 1), (5, 5), level=3),
        "older are lower",
    ]
    faults_of(
        lambda: audit_table(
            table,
            "m",
            "d",
            {"z": "much", "a": 1},
            total={"text": None},
            rank="rr",
            shares="n",
            claims=bad,
            better="up",
        ),
        "better: is 'up'",
        "z: 'much' is no number",
        "total, text: None is no number",
        "c, relation: is 'below'",
        "c: cannot be tested",
        "e, level: is 3",
        "e: cannot be tested",
        "claims, 2: is 'older are lower'",
        "rr: the table has no such column",
        "8, m: is empty",
        "7, n: 'x' is not a number",
        "9, n: the value is infinite",
        "8, d: has no dimension",
        "z: is not a dimension of the table",
    )
    faults_of(
        lambda: audit_table([], means=5, shares=None, claims=4),
        "reported: is not a table",
        "means: is 5",
        "shares: is None",
        "claims: is 4",
    )
    two = pd.DataFrame([[1, 2]], columns=["m", "m"])
    faults_of(
        lambda: audit_table(two, "m", ["d"]), "m: is more than one column", "['d']: the table has no such"
    )
    empty = pd.DataFrame({"m": [1.0] + [np.nan] * 60})
    faults_of(lambda: audit_table(empty, "m"), "50, m: is empty", "and 10 more like the last: is empty", n=51)


def test_importance_is_stated_under_any_spelling_of_the_items_names():
    tree = gm.IndicatorTree(gm.Group("A", "", (
        gm.Indicator("trust", {"en": "Trust in people", "zh": "信任"}, worst=0, best=10),
        gm.Indicator("order", {"en": "Order", "zh": "秩序"}, worst=0, best=10),
    )))  # fmt: skip
    values = pd.DataFrame({"trust": [1.0, 5, 9], "order": [2.0, 2, 5]}, ["x", "y", "z"])
    scaled = gm.normalisation.goalposts(gm.Dataset(tree, values))
    plain = importance_performance(scaled, {"trust": 4.0, "order": 2.0}).table
    for stated in ({"Trust in people": 4.0, "ORDER ": 2.0}, {"信任": 4.0, "order": 2.0}):
        pd.testing.assert_frame_equal(importance_performance(scaled, stated).table, plain)
    with pytest.raises(gm.FaultyInput) as caught:
        importance_performance(scaled, {"Trust in person": 4.0, "order": 2.0})
    assert [str(fault) for fault in caught.value.faults] == [
        "importance, trust: is not stated; say how important it is",
        "importance, Trust in person: is no item of performance; did you mean 'trust'? items are: trust, order",
    ]


def test_items_that_are_numbers_are_the_same_as_their_digits_in_a_file():
    ratings = pd.DataFrame({1: [4.0, 5, 3], 2: [2.0, 3, 3]})
    by_number = importance_performance(ratings, {1: 4.0, 2: 3.0}).table
    pd.testing.assert_frame_equal(importance_performance(ratings, {"1": 4.0, "2": 3.0}).table, by_number)
    ratings = pd.DataFrame(np.random.default_rng(0).integers(1, 6, (8, 3)), columns=["1", "2", "all"])
    named = importance_performance(ratings, outcome="all", derive="correlation").table
    again = importance_performance(ratings, outcome=" All", derive="correlation").table
    pd.testing.assert_frame_equal(named, again)
