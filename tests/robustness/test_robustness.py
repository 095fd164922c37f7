import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, UnsuitableMethod
from govmetrics.demo import us_states
from govmetrics.robustness import (
    Choice,
    DirichletWeights,
    DrawnWeights,
    DroppedLeaf,
    MeasurementErrors,
    PerturbedWeights,
    StandardErrors,
    leave_one_out,
    one_at_a_time,
    rank_confidence,
    sensitivity,
    uncertainty,
    weight_stability,
)  # fmt: skip
from govmetrics.robustness.evaluate import Job, _roots, evaluate, many_weights
from tests.contracts.test_asem_case import asem
from tests.strategies import datasets

RECIPE = gm.Recipe(normalisation={"min_max": {"scale": [1, 100]}}, weighting="equal")
DATA = us_states()[1]
FACTORS = [
    Choice("normalisation", [{"min_max": {"scale": [1, 100]}}, {"z_score": {"mean": 100, "sd": 10}}]),
    Choice("aggregation", ["arithmetic", "geometric"]),
    PerturbedWeights(0.25, draws=50),
]


class TestUncertainty:
    def test_nothing_varies_nothing_moves(self):
        found = uncertainty(RECIPE, DATA, [], draws=20)
        nominal = gm.follow(RECIPE, DATA).ranking()["rank"]
        for column in ("nominal", "median", "mean", "lower", "upper"):
            assert found.intervals[column].to_dict() == nominal.to_dict()
        assert found.tiers.is_unique

    def test_probabilities_add_up(self):
        found = uncertainty(RECIPE, DATA, FACTORS, draws=200)
        better = found.probability_better
        ranks = found.ranks.to_numpy()
        ties = (ranks[:, :, None] == ranks[:, None, :]).mean(axis=0)
        assert (better + better.T + ties).to_numpy() == pytest.approx(1)
        assert found.probability_top(51).to_numpy() == pytest.approx(1)
        assert found.probability_top(1).sum() >= 1 - 1e-12
        grades = found.probability_grades([50, 70], ["poor", "fair", "good"])
        assert grades.sum(axis=1).to_numpy() == pytest.approx(1)
        with pytest.raises(FaultyInput, match="do not part 2 grades"):
            found.probability_grades([50, 40], ["a", "b"])

    def test_every_replicate_is_what_the_recipe_gives(self):
        """The batched path against following one recipe after the other."""
        found = uncertainty(RECIPE, DATA, FACTORS, draws=30, rng=3)
        job = Job(RECIPE, DATA, FACTORS, found.seed)
        for draw in range(0, 30, 7):
            recipe = RECIPE
            for factor, level in zip(FACTORS[:2], found.design.iloc[draw, :2], strict=True):
                recipe = factor.recipe(recipe, int(level))
            base = gm.follow(recipe, DATA)
            sets = FACTORS[2].weights(base.weights, np.random.default_rng(job.seed))
            local = pd.Series(sets[found.design.iloc[draw, 2]], index=base.weights.local.index)
            method = gm.aggregation.METHODS[recipe.aggregation]
            one = method(base.scaled, replace(base.weights, local=local)).values.iloc[:, 0]
            assert found.scores.iloc[draw].to_numpy() == pytest.approx(one.to_numpy(), rel=1e-12)

    def test_missing_values_take_the_slow_path_to_the_same_scores(self):
        values = DATA.values.copy()
        values.iloc[0, 0] = np.nan
        data = replace(DATA, values=values)
        recipe = replace(RECIPE, aggregation={"arithmetic": {"min_coverage": 0.0}})
        found = uncertainty(recipe, data, [PerturbedWeights(0.2, draws=5)], draws=20)
        strict = uncertainty(RECIPE, data, [PerturbedWeights(0.2, draws=5)], draws=20)
        assert strict.intervals.loc["Alabama"].isna().all()
        complete = uncertainty(RECIPE, DATA, [PerturbedWeights(0.2, draws=5)], draws=20)
        worst = {
            values.columns[0]: DATA.values.iloc[0, 0]
            in (DATA.values.iloc[:, 0].min(), DATA.values.iloc[:, 0].max())
        }
        assert not any(worst.values())
        assert found.scores.iloc[:, 1:].to_numpy() == pytest.approx(complete.scores.iloc[:, 1:].to_numpy())

    def test_a_seed_repeats_it_and_is_recorded(self):
        one, two = (uncertainty(RECIPE, DATA, FACTORS, draws=50, rng=7) for _ in range(2))
        pd.testing.assert_frame_equal(one.scores, two.scores)
        assert one.seed == 7
        generator = np.random.default_rng(1)
        third = uncertainty(RECIPE, DATA, FACTORS, draws=50, rng=generator)
        again = uncertainty(RECIPE, DATA, FACTORS, draws=50, rng=third.seed)
        pd.testing.assert_frame_equal(third.scores, again.scores)

    def test_of_several_periods_the_last_is_told_unless_another_is_named(self):
        """Scores of a recipe that treats all periods alike: the ranks of each are its own."""
        turned = DATA.values.set_axis(DATA.values.index[::-1])
        frame = pd.concat(
            {2023: DATA.values, 2024: turned, 2025: DATA.values.iloc[::-1]}, names=["period", "unit"]
        )
        panel = Dataset(DATA.tree, frame)
        scores = gm.follow(RECIPE, panel).scores.values.iloc[:, 0]
        for asked, period in ((None, 2025), (2024, 2024), (2023, 2023)):
            found = uncertainty(RECIPE, panel, FACTORS[2:], draws=5, period=asked)
            assert found.period == period
            own = scores.xs(period, level="period").rank(ascending=False)
            assert found.intervals["nominal"].to_dict() == own.to_dict()

    def test_processes_give_the_same_numbers(self):
        one, two = (uncertainty(RECIPE, DATA, FACTORS, draws=40, n_jobs=jobs) for jobs in (1, 2))
        pd.testing.assert_frame_equal(one.scores, two.scores)

    def test_several_factors_of_weights_multiply(self):
        codes = DATA.tree.node_codes[1:]
        experts = pd.DataFrame(np.random.default_rng(3).uniform(0.5, 2, (4, len(codes))), columns=codes)
        both = [PerturbedWeights(0.25, draws=3), DrawnWeights(experts)]
        found = uncertainty(RECIPE, DATA, both, draws=30)
        run = gm.follow(RECIPE, DATA)
        parents = DATA.tree.parents[1:]
        noise = PerturbedWeights(0.25, draws=3).weights(run.weights, np.random.default_rng([0, 1]))
        for draw in (0, 7, 29):
            moved, drawn = (int(level) for level in found.design.loc[draw])
            raw = experts.loc[drawn].to_numpy() * noise[moved] / run.weights.local.to_numpy()
            shares = np.array([raw[i] / raw[parents == parents[i]].sum() for i in range(len(raw))])
            weights = replace(run.weights, local=pd.Series(shares, codes))
            by_hand = gm.aggregation.arithmetic(run.scaled, weights).values.iloc[:, 0]
            np.testing.assert_allclose(found.scores.loc[draw], by_hand)

    def test_what_has_no_weight_by_the_recipe_keeps_that_which_experts_gave_it(self):
        codes = DATA.tree.codes
        nothing = {code: float(i > 0) for i, code in enumerate(codes)}
        recipe = replace(RECIPE, weighting={"assigned": {"weights": nothing}})
        nodes = DATA.tree.node_codes[1:]
        local = gm.weighting.equal(DATA.tree).local[nodes].to_numpy()
        experts = pd.DataFrame([local], columns=nodes)
        found = uncertainty(recipe, DATA, [DrawnWeights(experts), PerturbedWeights(0.0, draws=1)], draws=4)
        equal = gm.follow(RECIPE, DATA).scores.values.iloc[:, 0]
        np.testing.assert_allclose(found.scores, np.tile(equal, (4, 1)))

    def test_input_faults(self):
        with pytest.raises(FaultyInput, match="draws: is 0"):
            uncertainty(RECIPE, DATA, [], draws=0)
        with pytest.raises(FaultyInput, match="'best' is not known"):
            uncertainty(RECIPE, DATA, [Choice("aggregation", ["best"])])
        with pytest.raises(FaultyInput, match="two factors set the same step"):
            uncertainty(
                RECIPE, DATA, [Choice("aggregation", ["arithmetic"]), Choice("aggregation", ["geometric"])]
            )
        with pytest.raises(FaultyInput, match="has no levels"):
            uncertainty(RECIPE, DATA, [Choice("aggregation", [])])
        index = pd.MultiIndex.from_product([[1], DATA.values.index], names=["period", "unit"])
        with pytest.raises(FaultyInput, match="period: is 2; there are: 1"):
            uncertainty(RECIPE, Dataset(DATA.tree, DATA.values.set_axis(index)), [], period=2)
        with pytest.raises(FaultyInput, match="period: is 2; the rows have no periods"):
            uncertainty(RECIPE, DATA, [], period=2)

    def test_too_many_pairs_are_refused(self):
        found = uncertainty(RECIPE, DATA, [], draws=2)
        wide = pd.DataFrame(np.zeros((1, 5001)))
        with pytest.raises(UnsuitableMethod, match="use beats"):
            _ = replace(found, scores=wide).probability_better
        assert found.beats(["Utah"]).shape == (1, 51)

    def test_words_and_json(self):
        found = uncertainty(RECIPE, DATA, FACTORS, draws=20)
        assert "New Hampshire: rank 1, between 1 and 1" in found.summary()
        assert "New Hampshire：第 1 名" in found.summary("zh")
        assert json.loads(json.dumps(found.to_dict()))["draws"] == 20


class TestManyWeights:
    """The batched path against one aggregation after the other."""

    @settings(max_examples=30)
    @given(
        data=datasets(missing=True, smallest=1),
        seed=st.integers(0, 99),
        least=st.sampled_from([0.0, 2 / 3, 1.0]),
    )
    @pytest.mark.parametrize("name", [name for name, method in gm.aggregation.METHODS.items() if method.mean])
    def test_with_gaps(self, name, data, seed, least):
        recipe = gm.Recipe(
            normalisation={"min_max": {"scale": [1, 100]}}, aggregation={name: {"min_coverage": least}}
        )
        base = gm.follow(recipe, data)
        local = PerturbedWeights(0.9, draws=4).weights(base.weights, np.random.default_rng(seed))
        local = np.vstack(
            [local, DroppedLeaf(data.tree.codes[:1]).weights(base.weights, np.random.default_rng(0))]
        )
        found = many_weights(recipe, base.scaled, base.weights, local)
        for row, one in zip(found, local, strict=True):
            weights = replace(base.weights, local=pd.Series(one, index=base.weights.local.index))
            expected = gm.aggregation.METHODS[name](base.scaled, weights, min_coverage=least).values.iloc[
                :, 0
            ]
            assert row == pytest.approx(expected.to_numpy(), rel=1e-9, nan_ok=True)

    def test_the_roots_hold_nothing_of_the_groups_below(self):
        tree = gm.IndicatorTree.from_groups({"x": list("ab"), "y": ["c"]})
        base = gm.follow(
            gm.Recipe(weighting="equal"), gm.Dataset(tree, pd.DataFrame(np.eye(3), columns=list("abc")))
        )
        local = np.tile(base.weights.local.to_numpy(), (5, 1))
        means = [gm.aggregation.METHODS["arithmetic"].mean] * len(tree.groups)
        assert _roots(base.scaled, means, local, 0.0, None).base is None

    def test_zeros_without_weight_are_no_trouble_and_with_weight_are_refused(self):
        """A leaf with weight 0 may hold a zero under a geometric mean; drawn weights that count it may not."""
        tree = gm.IndicatorTree.from_groups({"A": ["a", "b"]})
        frame = pd.DataFrame({"a": [1.0, 50, 100], "b": [0.0, 50, 100]})
        scaled = gm.normalisation.min_max(
            Dataset(tree, frame), (0, 100), bounds={"a": (0, 100), "b": (0, 100)}
        )
        weights = gm.weighting.assigned(tree, {"a": 1, "b": 0})
        recipe = gm.Recipe(aggregation="geometric")
        nominal = weights.local.to_numpy()
        assert many_weights(recipe, scaled, weights, nominal[None])[0] == pytest.approx([1, 50, 100])
        with pytest.raises(UnsuitableMethod, match="0, b: the value is 0"):
            many_weights(recipe, scaled, weights, np.array([[1.0, 0.5, 0.5]]))


class TestFactors:
    weights = gm.follow(RECIPE, DATA).weights

    @pytest.mark.parametrize(
        "factor", [PerturbedWeights(0.5), DirichletWeights(20), DroppedLeaf(["murder", "poverty"])]
    )
    def test_drawn_shares_sum_to_one(self, factor):
        drawn = factor.weights(self.weights, np.random.default_rng(0))
        parents = self.weights.tree.parents[1:]
        for parent in np.unique(parents):
            assert drawn[:, parents == parent].sum(axis=1) == pytest.approx(1)
        assert (drawn >= 0).all()

    def test_only_the_named_nodes_move(self):
        drawn = PerturbedWeights(0.5, nodes=["safety"], draws=5).weights(
            self.weights, np.random.default_rng(0)
        )
        codes = self.weights.tree.node_codes[1:]
        assert drawn[:, codes.index("murder")] == pytest.approx(0.5)
        assert len(np.unique(drawn[:, codes.index("safety")])) == 5

    def test_dirichlet_has_the_nominal_mean(self):
        drawn = DirichletWeights(50, draws=20_000).weights(self.weights, np.random.default_rng(0))
        assert drawn.mean(axis=0) == pytest.approx(self.weights.local.to_numpy(), abs=0.005)

    def test_draws_from_elsewhere(self):
        draws = pd.DataFrame({"safety": [0.7, 0.2], "social": [0.3, 0.8]})
        found = uncertainty(RECIPE, DATA, [DrawnWeights(draws)], draws=20)
        base = gm.follow(RECIPE, DATA).scores.values
        expected = {round(0.7 * base.at["Utah", "safety"] + 0.3 * base.at["Utah", "social"], 6),
                    round(0.2 * base.at["Utah", "safety"] + 0.8 * base.at["Utah", "social"], 6)}  # fmt: skip
        assert set(found.scores["Utah"].round(6)) == expected
        with pytest.raises(FaultyInput, match="zz: is not a node"):
            uncertainty(RECIPE, DATA, [DrawnWeights(draws.rename(columns={"safety": "zz"}))])

    def test_errors_of_measurement_and_of_surveys(self):
        errors = pd.DataFrame(0.0, index=DATA.values.index, columns=DATA.tree.codes).assign(poverty=2.0)
        data = replace(DATA, standard_errors=errors)
        survey = uncertainty(RECIPE, data, [StandardErrors(draws=20)], draws=40)
        measured = uncertainty(RECIPE, DATA, [MeasurementErrors({"poverty": 2.0}, draws=20)], draws=40)
        pd.testing.assert_frame_equal(survey.scores, measured.scores)
        assert survey.scores.std().min() > 0
        relative = uncertainty(
            RECIPE, DATA, [MeasurementErrors({"poverty": 0.1}, relative=True, draws=5)], draws=10
        )
        assert relative.scores["Utah"].nunique() > 1
        with pytest.raises(FaultyInput, match="the data have no standard errors"):
            uncertainty(RECIPE, DATA, [StandardErrors()], draws=3)
        with pytest.raises(FaultyInput, match="zz: is not an indicator of the tree"):
            uncertainty(RECIPE, DATA, [MeasurementErrors({"zz": 1.0})], draws=3)

    def test_bad_sizes(self):
        for factor in (
            PerturbedWeights(1.5),
            DirichletWeights(0),
            PerturbedWeights(nodes=["zz"]),
            DroppedLeaf(["zz"]),
        ):
            with pytest.raises(FaultyInput):
                uncertainty(RECIPE, DATA, [factor], draws=3)

    def test_draws_that_are_no_weights(self):
        frame = pd.DataFrame({"murder": [0.2, -0.1], "violent": [0.8, np.nan], "zz": [1.0, 1.0]})
        with pytest.raises(FaultyInput) as error:
            uncertainty(RECIPE, DATA, [DrawnWeights(frame)], draws=3)
        for part in (
            "murder: has draws that are missing, infinite or negative",
            "violent: has draws",
            "zz: is not a node",
        ):
            assert part in str(error.value)

    def test_the_last_level_of_a_dropped_leaf_drops_nothing(self):
        drawn = DroppedLeaf(["murder"]).weights(self.weights, np.random.default_rng(0))
        codes = self.weights.tree.node_codes[1:]
        assert drawn[:, codes.index("murder")].tolist() == [0, 0.5]
        assert drawn[:, codes.index("violent")].tolist() == [1, 0.5]


class TestSensitivity:
    def test_a_factor_that_does_not_vary_has_no_share(self):
        same = Choice("weighting", ["equal", "equal"])
        found = sensitivity(RECIPE, DATA, [same, FACTORS[1]], draws=64)
        assert found.indices.loc["choice of weighting"].abs().max() == 0
        assert found.indices.loc["choice of aggregation", "total"] == pytest.approx(1, abs=0.05)

    def test_nothing_varies_at_all(self):
        found = sensitivity(RECIPE, DATA, [Choice("weighting", ["equal", "equal"])], draws=16)
        assert (found.indices == 0).all(axis=None)
        assert found.converged

    def test_a_few_runs_are_called_noise_and_many_are_not(self):
        few = sensitivity(RECIPE, DATA, FACTORS, draws=16)
        assert not few.converged
        assert "Raise draws to 64 or more" in few.reason
        assert few.summary("zh").startswith("未收敛")
        many = sensitivity(RECIPE, DATA, FACTORS[:2], draws=2048)
        assert many.converged, many.reason

    def test_ishigami(self):
        """Saltelli et al. (2010): first-order and total indices of the Ishigami function, by the same estimators."""
        from scipy.stats import qmc

        from govmetrics.robustness.sensitivity import _indices

        points = qmc.Sobol(6, rng=np.random.default_rng(0)).random_base2(14) * 2 * np.pi - np.pi
        a, b = points[:, :3], points[:, 3:]

        def ishigami(x):
            return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])

        mixed = np.array([ishigami(np.where(np.arange(3) == j, b, a)) for j in range(3)])
        first, total = _indices(ishigami(a), ishigami(b), mixed)
        assert first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)
        assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.01)

    def test_one_unit(self):
        found = sensitivity(RECIPE, DATA, FACTORS[:2], draws=64, output="score", unit="Utah")
        assert found.output == "score of Utah"
        with pytest.raises(FaultyInput, match="'zz' is not in the data"):
            sensitivity(RECIPE, DATA, FACTORS, output="rank", unit="zz")
        with pytest.raises(FaultyInput, match="there are none"):
            sensitivity(RECIPE, DATA, [])

    def test_one_factor_at_a_time(self):
        table = one_at_a_time(RECIPE, DATA, FACTORS).shifts
        assert table["levels"].tolist() == [2, 2, 50]
        assert table.loc["choice of aggregation", "largest_shift"] > 0


class TestLeaveOneOut:
    def test_each_node_as_if_it_had_never_been_there(self):
        found = leave_one_out(RECIPE, DATA)
        assert list(found.shifts.index) == DATA.tree.node_codes[1:]
        tree = DATA.tree.keep([c for c in DATA.tree.codes if c != "murder"])
        without = gm.follow(RECIPE, Dataset(tree, DATA.values[tree.codes]))
        assert found.scores["murder"].to_numpy() == pytest.approx(without.scores.values["states"].to_numpy())

    def test_shifts_are_those_of_following_the_recipe_without_each_leaf(self):
        found, nominal = leave_one_out(RECIPE, DATA), gm.follow(RECIPE, DATA).ranking()["rank"]
        for code in DATA.tree.codes:
            tree = DATA.tree.keep([c for c in DATA.tree.codes if c != code])
            without = gm.follow(RECIPE, Dataset(tree, DATA.values[tree.codes])).ranking()["rank"]
            shift = (without - nominal).abs()
            row = found.shifts.loc[code]
            assert (row["mean_shift"], row["largest_shift"]) == pytest.approx((shift.mean(), shift.max()))
            assert shift[row["moved_most"]] == shift.max()

    def test_the_pillars_of_the_asem_case(self, cases):
        """COINr 1.1.14, remove_elements over level 2."""
        folder, recipe, data = asem(cases)
        found = leave_one_out(recipe, data)
        expected = pd.read_csv(folder / "remove_elements_L2.csv", index_col="code")[
            "mean_abs_rank_change"
        ].drop("Nominal")
        assert found.shifts.loc[expected.index, "mean_shift"].to_dict() == pytest.approx(expected.to_dict())
        scores = pd.read_csv(folder / "remove_elements_L2_scores.csv", index_col="uCode").drop(
            columns="Nominal"
        )
        ranks = pd.read_csv(folder / "remove_elements_L2_ranks.csv", index_col="uCode").drop(
            columns="Nominal"
        )
        assert np.abs(found.scores.loc[scores.index, scores.columns] - scores).max(axis=None) < 1e-9
        assert (found.ranks.loc[ranks.index, ranks.columns] == ranks).all(axis=None)


class TestWeightStability:
    scores = gm.follow(gm.Recipe(weighting="equal"), DATA).scores

    def ranks_with(self, code, share):
        weights = self.scores.weights
        local = weights.local.copy()
        siblings = [c for c in weights.tree.parts(weights.tree.parent(code)) if c != code]
        local[siblings] *= (1 - share) / (1 - local[code])
        local[code] = share
        scaled = gm.follow(gm.Recipe(weighting="equal"), DATA).scaled
        return gm.aggregation.arithmetic(scaled, replace(weights, local=local)).ranking()["rank"].to_dict()

    def test_just_inside_and_just_outside(self):
        table = weight_stability(self.scores).intervals
        nominal = self.scores.ranking()["rank"].to_dict()
        for code, row in table.iterrows():
            for end, sign in (("lower", -1), ("upper", 1)):
                inside = row["weight"] + (row[end] - row["weight"]) * 0.999
                assert self.ranks_with(code, inside) == nominal
                if 0 < row[end] < 1:
                    assert self.ranks_with(code, row[end] + sign * 1e-7) != nominal

    def test_the_first_places_only(self):
        wide, narrow = (weight_stability(self.scores, top=top).intervals for top in (1, None))
        assert (wide["lower"] <= narrow["lower"]).all()
        assert (wide["upper"] >= narrow["upper"]).all()
        assert wide.loc["safety", "upper"] > narrow.loc["safety", "upper"]

    def test_not_for_other_means(self):
        scores = gm.follow(replace(RECIPE, aggregation="geometric"), DATA).scores
        with pytest.raises(UnsuitableMethod, match="use uncertainty"):
            weight_stability(scores)

    @settings(max_examples=15)
    @given(datasets())
    def test_the_nominal_weight_is_inside(self, data):
        table = weight_stability(gm.follow(gm.Recipe(), data).scores).intervals
        assert (
            (table["lower"] <= table["weight"] + 1e-12) & (table["weight"] <= table["upper"] + 1e-12)
        ).all()
        assert ((table["lower"] >= -1e-12) & (table["upper"] <= 1 + 1e-12)).all()


class TestRankConfidence:
    def test_two_units_are_a_z_test(self):
        """With two units the procedure is the two-sided z test of their difference."""
        se = pd.Series(1.0, index=["a", "b"])
        for gap, apart in ((2.6, False), (3.0, True)):  # critical: 1.96 * sqrt(2) = 2.77
            table = rank_confidence(pd.Series({"a": gap, "b": 0.0}), se, draws=20_000).ranks
            assert (table.at["a", "upper"] == 1) == apart

    def test_sets_hold_the_rank_and_grow_when_simultaneous(self):
        rng = np.random.default_rng(0)
        x, se = pd.Series(rng.normal(size=12)), pd.Series(rng.uniform(0.1, 0.4, 12))
        one, all_ = (rank_confidence(x, se, simultaneous=both).ranks for both in (False, True))
        assert ((one["lower"] <= one["rank"]) & (one["rank"] <= one["upper"])).all()
        assert (all_["lower"] <= one["lower"]).all()
        assert (all_["upper"] >= one["upper"]).all()

    def test_coverage_of_true_ranks(self):
        """Marginal 90 % sets hold the true rank in at least 90 % of samples (within Monte Carlo error)."""
        rng = np.random.default_rng(1)
        truth = np.linspace(0, 2, 6)
        hits = []
        for trial in range(150):
            x = pd.Series(truth + rng.normal(scale=0.3, size=6))
            table = rank_confidence(
                x, pd.Series(0.3, index=x.index), level=0.9, draws=400, rng=trial
            ).ranks.sort_index()
            ranks = 6 - np.arange(6)
            hits.append((table["lower"].to_numpy() <= ranks) & (ranks <= table["upper"].to_numpy()))
        assert np.mean(hits, axis=0).min() > 0.85

    def test_less_is_better_turns_it_round(self):
        x, se = pd.Series([1.0, 9.0], index=["a", "b"]), pd.Series(0.1, index=["a", "b"])
        assert rank_confidence(x, se, better="less").ranks["rank"].to_dict() == {"a": 1, "b": 2}

    def test_every_fault(self):
        with pytest.raises(FaultyInput) as error:
            rank_confidence(pd.Series([np.nan, 1.0]), pd.Series([1.0, 0.0]), level=2)
        for part in ("0: the value is missing", "1: the standard error is 0", "level: is 2"):
            assert part in str(error.value)


@settings(max_examples=15)
@given(data=datasets(), spread=st.floats(0, 0.9))
def test_intervals_hold_the_median_and_lie_within_the_units(data, spread):
    found = uncertainty(gm.Recipe(), data, [PerturbedWeights(spread, draws=10)], draws=20).intervals
    assert ((found["lower"] <= found["median"]) & (found["median"] <= found["upper"])).all()
    assert found["lower"].min() >= 1
    assert found["upper"].max() <= len(data.values)


def test_evaluate_names_what_is_nominal():
    job = Job(RECIPE, DATA, FACTORS, 0)
    nominal = evaluate(job, np.full((3, 3), -1))
    expected = gm.follow(RECIPE, DATA).scores.values["states"].to_numpy()
    assert nominal == pytest.approx(np.tile(expected, (3, 1)))


class TestAsemMonteCarlo:
    """COINr 1.1.14: 100 replicates over winsorising 1-5, two normalisations, weight sets, two means.

    The file does not print the weight sets. A replicate's score is linear in the eight pillars' weights (in their
    logarithms, for the geometric mean), so 51 scores determine them: the weights are solved for and the rest must fit.
    """

    @pytest.fixture
    def replicates(self, cases):
        folder, recipe, data = asem(cases)
        design = pd.read_csv(folder / "ua100_design.csv", index_col="rep")
        scores = pd.read_csv(folder / "ua100_scores.csv", index_col="uCode")
        factors = [
            Choice(
                "treatment",
                [
                    [*recipe.treatment[:2], {"winsorise": {"most": k, "otherwise": "log"}}]
                    for k in range(1, 6)
                ],
            ),
            Choice("normalisation", [{"min_max": {"scale": [1, 100]}}, {"z_score": {"mean": 10, "sd": 2}}]),
            Choice("aggregation", ["arithmetic", "geometric"]),
        ]
        levels = np.column_stack([
            design["winmax"] - 1, design["norm"].map({"minmax_1_100": 0, "zscore_10_2": 1}),
            design["agg"].map({"amean": 0, "gmean": 1}),
        ])  # fmt: skip
        return folder, recipe, data, design, scores, factors, levels

    @pytest.mark.slow
    def test_all_hundred(self, replicates):
        _, recipe, data, design, scores, factors, levels = replicates
        pillars = [code for top in ("Conn", "Sust") for code in data.tree.parts(top)]
        found = {}
        for rep, level in zip(design.index, levels, strict=True):
            one = recipe
            for factor, pick in zip(factors, level, strict=True):
                one = factor.recipe(one, int(pick))
            values = gm.follow(one, data).scores.values.loc[scores.index, pillars].to_numpy()
            target = scores[f"r_{rep}"].to_numpy()
            forward = np.log if level[2] else np.asarray
            weights, *_ = np.linalg.lstsq(forward(values), forward(target), rcond=None)
            fitted = forward(values) @ weights
            assert np.abs((np.exp(fitted) if level[2] else fitted) - target).max() < 1e-9 * max(
                1, np.abs(target).max()
            )
            assert weights.sum() == pytest.approx(1, abs=1e-9)
            found.setdefault(design.at[rep, "weight_set"], []).append(weights)
        for sets in found.values():  # replicates that share a weight set share its weights
            assert np.ptp(np.array(sets), axis=0).max() < 1e-8
        assert any(len(sets) > 1 for sets in found.values())


def test_of_several_periods_sensitivity_explains_the_ranks_of_one():
    """With bounds of its own a period is scored as if it were alone, and so are its indices."""
    earlier = DATA.values * 0.9
    both = pd.concat([earlier, DATA.values], keys=[2024, 2025], names=["period", "unit"])
    panel = Dataset(DATA.tree, both)
    ends = {code: (float(both[code].min()), float(both[code].max())) for code in DATA.tree.codes}
    bounds = {code: two[::-1] if DATA.tree[code].better == "less" else two for code, two in ends.items()}
    recipe = gm.Recipe(normalisation={"min_max": {"bounds": bounds}}, weighting="equal")
    factors = [PerturbedWeights(0.2, draws=16), DroppedLeaf(DATA.tree.codes[:2])]
    alone = sensitivity(recipe, panel.at(2025), factors, draws=8)
    latest = sensitivity(recipe, panel, factors, draws=8)
    pd.testing.assert_frame_equal(latest.indices, alone.indices)
    before = sensitivity(recipe, panel, factors, draws=8, period=2024)
    pd.testing.assert_frame_equal(
        before.indices, sensitivity(recipe, panel.at(2024), factors, draws=8).indices
    )
    unit = DATA.values.index[3]
    one = sensitivity(recipe, panel, factors, draws=8, output="score", unit=unit)
    pd.testing.assert_frame_equal(
        one.indices, sensitivity(recipe, panel.at(2025), factors, draws=8, output="score", unit=unit).indices
    )
    with pytest.raises(FaultyInput, match="2030"):
        sensitivity(recipe, panel, factors, draws=8, period=2030)


def test_steps_of_the_treatment_are_factors_of_their_own():
    """Each varies by itself; two for the same step, and steps that there are not, are refused."""
    tree = gm.IndicatorTree.from_groups({"A": ["a", "b"], "B": ["c"]})
    values = pd.DataFrame(
        np.random.default_rng(2).uniform(20, 80, (15, 3)), [f"u{i}" for i in range(15)], tree.codes
    )
    values.iloc[2, 0], values.iloc[7, 1] = np.nan, 900.0
    recipe = gm.Recipe(treatment=["impute_mean", {"winsorise": {"most": 2}}], weighting="equal")
    R = gm.robustness
    fill = R.Choice("treatment", ["impute_mean", "impute_em", "impute_median"], step=0)
    tame = R.Choice("treatment", [{"winsorise": {"most": k}} for k in (0, 2)], step=1)
    assert fill.recipe(tame.recipe(recipe, 0), 1).treatment == ("impute_em", {"winsorise": {"most": 0}})
    full = gm.Dataset(tree, values.fillna({"a": 50.0}).mask(np.eye(15, 3, k=-4, dtype=bool)))
    fill = R.Choice("treatment", ["impute_mean", "impute_median"], step=0)
    found = R.uncertainty(recipe, full, [fill, tame], draws=40)
    assert found.factors == ("choice of treatment, step 1", "choice of treatment, step 2")
    levels = found.design.to_numpy()
    for row, scores in zip(levels[:5], found.scores.to_numpy()[:5], strict=True):
        own = gm.follow(tame.recipe(fill.recipe(recipe, int(row[0])), int(row[1])), full).scores.values.iloc[
            :, 0
        ]
        np.testing.assert_allclose(scores, own[found.scores.columns])
    with pytest.raises(FaultyInput, match="two factors vary"):
        R.uncertainty(recipe, full, [fill, fill], draws=2)
    with pytest.raises(FaultyInput, match="the recipe has 2 steps of treatment"):
        R.uncertainty(recipe, full, [R.Choice("treatment", ["impute_mean"], step=2)], draws=2)
    with pytest.raises(FaultyInput, match="only the treatment has steps"):
        R.uncertainty(recipe, full, [R.Choice("weighting", ["equal"], step=0)], draws=2)
