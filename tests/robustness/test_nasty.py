"""What a newcomer gets wrong: one error, every fault in it; and units without a score."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, IndicatorTree, UnsuitableMethod
from govmetrics.demo import us_states
from govmetrics.robustness import (
    Choice,
    DirichletWeights,
    DrawnWeights,
    DroppedLeaf,
    MeasurementErrors,
    PerturbedWeights,
    leave_one_out,
    one_at_a_time,
    rank_confidence,
    sensitivity,
    uncertainty,
    weight_stability,
)

RECIPE, STATES = us_states()


def test_everything_wrong_comes_at_once():
    factors = [PerturbedWeights(spread="x", draws=0, nodes="poverty"), Choice("zz", ("a",)), "noise",
               MeasurementErrors({"zz": 1, "murder": "x"})]  # fmt: skip
    with pytest.raises(FaultyInput) as error:
        uncertainty(RECIPE, STATES, factors, draws=1.5, level="x", rng=-1)
    for part in (
        "draws: is 1.5", "level: is 'x'", "rng: is -1", "spread: is 'x'", "draws: is 0", "nodes: is 'poverty'",
        "Choice.stage: is 'zz'",
        "factors[2]: noise is not a factor", "zz: is not an indicator", "murder, standard deviation: is 'x'",
    ):  # fmt: skip
        assert part in str(error.value)
    with pytest.raises(FaultyInput) as error:
        sensitivity(RECIPE, STATES, [PerturbedWeights()], draws=0, output="rank", unit="Atlantis", level=5)
    for part in ("draws: is 0", "'Atlantis' is not in the data", "level: is 5"):
        assert part in str(error.value)


@pytest.mark.parametrize(
    ("factor", "message"),
    [
        (DirichletWeights(float("inf")), "concentration: is inf"), (DrawnWeights(5), "is int, not DataFrame"),
        (DrawnWeights(pd.DataFrame({"zz": ["x"]})), "(?s)zz: is not a node.*zz: has draws"),
        (DrawnWeights(pd.DataFrame()), "no levels"), (MeasurementErrors([1]), "sd: is list"),
        (MeasurementErrors({"poverty": np.inf}), "poverty, standard deviation: is inf"),
        (DroppedLeaf("poverty"), "is 'poverty'; give a list"),
        (Choice("aggregation", ("arith", "geo")), "(?s)'arith' is not known.*'geo' is not known"),
    ],
)  # fmt: skip
def test_factors_say_what_is_wrong_with_them(factor, message):
    for call in (uncertainty, sensitivity, one_at_a_time):
        with pytest.raises(FaultyInput, match=message):
            call(RECIPE, STATES, [factor])


def test_kinds():
    for factors in (None, PerturbedWeights()):
        with pytest.raises(FaultyInput, match=r"factors: is .*, not a list"):
            uncertainty(RECIPE, STATES, factors)
    with pytest.raises(FaultyInput, match=r"recipe: is str.*\ndata: is DataFrame"):
        leave_one_out("mine", STATES.values)
    with pytest.raises(FaultyInput, match=r"scores: is None, not Scores.*\ntop: is 0"):
        weight_stability(None, 0)


def test_the_order_of_rows_does_not_matter():
    """Noise once went by the place in the table: shuffled records gave other intervals for the same seed."""
    factors = [PerturbedWeights(), MeasurementErrors({"poverty": 1.0, "murder": 0.5})]
    found = uncertainty(RECIPE, STATES, factors, draws=60, rng=3)
    rows = STATES.values.sample(frac=1, random_state=1)
    again = uncertainty(RECIPE, Dataset(STATES.tree, rows), factors, draws=60, rng=3)
    pd.testing.assert_frame_equal(again.scores[found.scores.columns], found.scores)
    pd.testing.assert_series_equal(again.tiers.sort_index(), found.tiers.sort_index())


def test_units_without_a_score():
    values = STATES.values.copy()
    values.loc["Utah"] = np.nan
    data = Dataset(STATES.tree, values)
    found = uncertainty(RECIPE, data, [PerturbedWeights()], draws=30)
    assert "1 unit has no rank, because too much evidence is missing: Utah." in found.summary()
    assert "1 个单元因数据不足无排名：Utah" in found.summary("zh")
    assert (
        found.probability_grades([50], ["low", "high"]).loc["Utah"].isna().all()
    )  # no grade, not the best one
    assert pd.isna(found.tiers["Utah"])
    assert found.tiers.drop("Utah").notna().all()
    # The others are as without it (bounds stay: Utah is no extreme).
    without = uncertainty(RECIPE, Dataset(STATES.tree, values.drop("Utah")), [PerturbedWeights()], draws=30)
    assert found.tiers.drop("Utah").astype(int).to_dict() == without.tiers.to_dict()
    with pytest.raises(UnsuitableMethod, match="Utah: has no score in some draws"):
        sensitivity(RECIPE, data, [PerturbedWeights()], draws=8, output="score", unit="Utah")


def test_questions_to_the_result():
    found = uncertainty(RECIPE, STATES, [PerturbedWeights()], draws=5)
    with pytest.raises(FaultyInput, match="'Atlantis' is not in the data"):  # not the last unit's row
        found.beats(["Atlantis"])
    with pytest.raises(FaultyInput, match="units: is 'Utah'; give a list"):
        found.beats("Utah")
    with pytest.raises(FaultyInput, match="top: is 0"):
        found.probability_top(0)
    with pytest.raises(FaultyInput, match=r"cuts: nan do not part.*\nnames: a grade is named twice"):
        found.probability_grades([np.nan], ["a", "a"])
    with pytest.raises(FaultyInput, match="'fr' is not known"):
        found.summary("fr")


def test_one_leaf_has_nothing_to_leave_out():
    tree = IndicatorTree.from_groups({"A": ["a"]})
    data = Dataset(tree, pd.DataFrame({"a": [1.0, 2, 3]}, list("uvw")))
    with pytest.raises(UnsuitableMethod, match="no node has a sibling"):
        leave_one_out(gm.Recipe(), data)


def test_rank_confidence_refuses():
    v = pd.Series([1.0, 2, 3], list("uvw"))
    with pytest.raises(FaultyInput) as error:
        rank_confidence(v.replace(1.0, np.nan), v.replace(2.0, np.inf), 5, draws=0, rng="x", better="most")
    for part in (
        "u: the value is missing",
        "v: the standard error is ∞",
        "level: is 5",
        "draws: is 0",
        "rng",
        "'most'",
    ):
        assert part in str(error.value)
    with pytest.raises(FaultyInput, match=r"values: is list.*\nstandard_errors: is list"):
        rank_confidence([1, 2], [1, 1])
    with pytest.raises(FaultyInput, match="u: there are two or more rows"):
        rank_confidence(pd.Series([1.0, 2], ["u", "u"]), v)
    many = pd.Series("x", [f"u{k}" for k in range(200)])
    with pytest.raises(
        FaultyInput, match="and 150 more like the last: the value is missing, text or infinite"
    ):
        rank_confidence(many, pd.Series(1.0, many.index))


def test_rank_confidence_covers():
    """By simulation: a set of level .9 holds the true rank in at least nine of ten samples, for every unit."""
    truth, rng = np.array([0, 0.5, 1, 2, 3, 3.2]), np.random.default_rng(0)
    rank = 1 + (truth > truth[:, None]).sum(axis=1)
    units, se = list("uvwxyz"), pd.Series(0.5, list("uvwxyz"))
    hits = np.zeros((2, 120, 6), bool)
    for k in range(120):
        x = pd.Series(truth + rng.normal(0, 0.5, 6), units)
        for together in (0, 1):
            found = rank_confidence(x, se, 0.9, bool(together), draws=300, rng=k).ranks.loc[units]
            hits[together, k] = (found["lower"] <= rank) & (rank <= found["upper"])
    assert (hits[0].mean(axis=0) >= 0.9).all()
    assert hits[1].all(axis=1).mean() >= 0.9


def test_a_generator_is_a_seed_that_is_recorded():
    one = sensitivity(RECIPE, STATES, [PerturbedWeights()], draws=8, rng=np.random.default_rng(5))
    two = sensitivity(RECIPE, STATES, [PerturbedWeights()], draws=8, rng=one.seed)
    pd.testing.assert_frame_equal(one.indices, two.indices)
