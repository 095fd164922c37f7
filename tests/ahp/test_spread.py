"""How sure weights are: resampled experts, perturbed judgements."""

from itertools import product

import numpy as np
import pytest

import govmetrics as gm
from tests.ahp.matrices import consistent, random_stack

TREE = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2", "b3"]}, root="all")


def judged(k=12, noise=0.4):
    names = [f"e{i}" for i in range(k)]
    sizes = {"all": 2, "A": 2, "B": 3}
    return gm.Judgements(TREE, names, {g: random_stack(k, n, n, noise) for g, n in sizes.items()})


@pytest.mark.parametrize("by", ["experts", "judgements"])
@pytest.mark.parametrize("combine", ["judgements", "priorities"])
def test_every_draw_is_a_set_of_weights_and_the_seed_repeats_it(by, combine):
    found = gm.ahp.weights(judged(), combine=combine, draws=0)
    assert f"{combine} combined" in str(found.weights.method)
    drawn = gm.ahp.draws(found, by, draws=60, rng=3)
    assert drawn.local.columns.tolist() == TREE.node_codes[1:]
    assert drawn.seed == 3
    for group in ("all", "A", "B"):
        np.testing.assert_allclose(drawn.local[TREE.parts(group)].sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(drawn.across_tree().sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(drawn.weights(7).across_tree(), drawn.across_tree().iloc[7], rtol=1e-12)
    assert f"draw 7, by {by}" in str(drawn.weights(7).method)
    again = gm.ahp.draws(found, by, draws=60, rng=3)
    np.testing.assert_array_equal(again.local, drawn.local)
    ends = drawn.intervals(0.9)
    inside = (ends["lower"] <= found.weights.local) & (found.weights.local <= ends["upper"])
    assert inside.all()
    assert "<table" in drawn._repr_html_()
    assert drawn.to_dict()["by"] == by


def test_resampling_experts_has_the_standard_error_of_a_mean():
    """Averaged priorities are a plain mean: its bootstrap sd is sd / sqrt(k)."""
    found = gm.ahp.weights(judged(40), combine="priorities", draws=0)
    drawn = gm.ahp.draws(found, draws=4000)
    own = found.own_weights("B")
    np.testing.assert_allclose(
        drawn.local[["b1", "b2", "b3"]].std(), own.std(ddof=0) / np.sqrt(40), rtol=0.06
    )


def test_the_same_experts_are_drawn_for_all_groups():
    """One expert says the opposite of the others everywhere: the groups then move together."""
    names = [f"e{i}" for i in range(6)]
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2"]}, root="all")
    stack = np.array([consistent([0.5, 0.5])] * 5 + [consistent([0.9, 0.1])])
    found = gm.ahp.weights(gm.Judgements(tree, names, dict.fromkeys(("all", "A", "B"), stack)), draws=0)
    drawn = gm.ahp.draws(found, draws=50).local
    np.testing.assert_allclose(drawn["a1"], drawn["b1"], rtol=1e-12)
    np.testing.assert_allclose(drawn["A"], drawn["b1"], rtol=1e-12)
    # one more who judged group A only and has no vote is never drawn
    names.append("guest")
    away = np.array([*stack, np.where(np.eye(2) == 1, 1.0, np.nan)])
    stacks = {"all": away, "A": np.array([*stack, consistent([0.3, 0.7])]), "B": away}
    votes = {name: float(name != "guest") for name in names}
    found = gm.ahp.weights(gm.Judgements(tree, names, stacks), expert_weights=votes, draws=0)
    drawn = gm.ahp.draws(found, draws=50).local
    assert drawn["a1"].nunique() > 1
    np.testing.assert_allclose(drawn["a1"], drawn["b1"], rtol=1e-12)


def test_perturbed_judgements_of_two_parts_have_the_noise_that_was_asked_for():
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]}, root="all")
    for k in (1, 4):
        stack = np.repeat(consistent([0.6, 0.4])[None], k, axis=0)
        found = gm.ahp.weights(gm.Judgements(tree, [f"e{i}" for i in range(k)], {"all": stack}), draws=0)
        w = gm.ahp.draws(found, "judgements", draws=4000, sd=0.3).local
        assert np.log(w["A"] / w["B"]).std() == pytest.approx(0.3 / np.sqrt(k), rel=0.05)
        each = gm.ahp.weights(gm.Judgements(tree, ["x"], {"all": stack[:1]}), combine="priorities", draws=0)
    w = gm.ahp.draws(each, "judgements", draws=400, sd=0.3).local
    assert np.log(w["A"] / w["B"]).std() == pytest.approx(0.3, rel=0.15)


def test_a_seed_may_be_numpys():
    found = gm.ahp.weights(judged(3), rng=np.int64(4))
    assert found.seed == 4
    assert gm.ahp.draws(found, draws=2, rng=np.random.default_rng(0)).seed is None


def test_consistent_judgements_do_not_move_by_their_own_error():
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"], "C": ["c"]}, root="all")
    found = gm.ahp.weights(gm.Judgements(tree, ["Li"], {"all": consistent([[0.5, 0.3, 0.2]])}))
    drawn = gm.ahp.draws(found, "judgements", draws=20)
    np.testing.assert_allclose(drawn.local[["A", "B", "C"]], [[0.5, 0.3, 0.2]] * 20, rtol=1e-9)


def test_two_parts_borrow_the_error_that_experts_show_elsewhere():
    found = gm.ahp.weights(judged(1), draws=0)
    assert gm.ahp.draws(found, "judgements", draws=200).local["A"].std() > 0.01
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]}, root="all")
    pairs = gm.ahp.weights(gm.Judgements(tree, ["Li"], {"all": consistent([[0.6, 0.4]])}))
    with pytest.raises(gm.UnsuitableMethod, match="give `sd`"):
        gm.ahp.draws(pairs, "judgements")


def test_judgements_rounded_to_two_decimals_go_through_everything():
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"], "C": ["c"]}, root="all")
    first = [[1, 3, 0.14], [0.33, 1, 6], [7, 0.17, 1]]
    stack = np.array([first, np.array(first).T])
    judgements = gm.Judgements(tree, ["Li", "Ann"], {"all": stack})
    for combine in ("judgements", "priorities"):
        for policy in ("keep", "downweight", "revise"):
            found = gm.ahp.weights(judgements, combine=combine, inconsistent=policy)
            for by in ("experts", "judgements"):
                assert gm.ahp.draws(found, by, draws=20, sd=0.5).local.notna().all(axis=None)


def test_one_expert_has_no_spread_between_experts():
    found = gm.ahp.weights(judged(1))
    assert found.spread["lower"].isna().all()
    with pytest.raises(gm.UnsuitableMethod, match="judgements"):
        gm.ahp.draws(found, "experts")
    assert len(gm.ahp.draws(found, "judgements", draws=5).local) == 5


def test_intervals_narrow_with_more_experts():
    few, many = (gm.ahp.weights(judged(k)).spread.loc["b1"] for k in (5, 200))
    assert many["upper"] - many["lower"] < few["upper"] - few["lower"]
    assert few["min"] <= few["q25"] <= few["median"] <= few["q75"] <= few["max"]


def test_resampling_in_blocks_is_resampling(monkeypatch):
    found = gm.ahp.weights(judged(), draws=0)
    monkeypatch.setattr("govmetrics.ahp.resampling._BLOCK_CELLS", 30)
    drawn = gm.ahp.draws(found, draws=55)
    assert len(drawn.local) == 55
    assert drawn.local["b1"].nunique() > 40


@pytest.mark.parametrize(
    "options", [{"by": "votes"}, {"draws": 0}, {"sd": -1}, {"sd": float("nan")}, {"rng": "a"}, {"rng": -1}]
)
def test_bad_options(options):
    found = gm.ahp.weights(judged(3))
    with pytest.raises(gm.FaultyInput):
        gm.ahp.draws(found, **options)
    with pytest.raises(gm.FaultyInput, match="level"):
        gm.ahp.draws(found, draws=2).intervals(0)
    with pytest.raises(gm.FaultyInput, match="draw: is 2; give a whole number from 0 to 1"):
        gm.ahp.draws(found, draws=2).weights(2)
    for group in ("zzz", None, []):
        with pytest.raises(gm.FaultyInput, match="judged: all, A, B"):
            found.own_weights(group)


def test_noise_of_a_weighted_panel_is_that_of_a_weighted_mean():
    """Logarithms of the common judgement: sd * root(sum of squared weights) / sum of weights, of those asked."""
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]}, root="all")
    stack = np.array([consistent([0.6, 0.4]), consistent([0.6, 0.4]), np.full((2, 2), np.nan)])
    stack[2] = np.where(np.eye(2) == 1, 1.0, np.nan)
    votes = {"e0": 3.0, "e1": 1.0, "e2": 5.0}
    found = gm.ahp.weights(gm.Judgements(tree, list(votes), {"all": stack}), expert_weights=votes, draws=0)
    w = gm.ahp.draws(found, "judgements", draws=8000, sd=0.3).local
    assert np.log(w["A"] / w["B"]).std() == pytest.approx(0.3 * np.sqrt(9 + 1) / 4, rel=0.03)


def test_an_expert_s_own_error_is_the_root_of_the_geometric_consistency_index():
    """Three parts: the error e of a cycle has the index e^2 / 3 (Aguaron and Moreno-Jimenez 2003), by hand."""
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"], "C": ["c"]}, root="all")
    cycle = np.log(2.0)  # a12 a23 a31 = 2
    stack = np.array([[[1, 2, 1], [1 / 2, 1, 1], [1, 1, 1]]], dtype=float)
    found = gm.ahp.weights(
        gm.Judgements(tree, ["Li"], {"all": stack}), priorities=gm.ahp.geometric_mean, draws=0
    )
    w = gm.ahp.draws(found, "judgements", draws=8000).local
    # Row means of logarithms: a difference of two holds twice one judgement and once two others, over three.
    sd = np.sqrt(cycle**2 / 3) * np.sqrt(2**2 + 1 + 1) / 3
    for first, second in (("A", "B"), ("B", "C"), ("A", "C")):
        assert np.log(w[first] / w[second]).std() == pytest.approx(sd, rel=0.03)


def test_a_chain_of_judgements_checks_nothing_and_borrows_the_mean_error():
    """Groups of two parts and three judgements that join four parts leave no residual: both take the mean variance
    of the only group that has one, e^2 / 3 of one expert's cycle and 0 of the other's."""
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2", "a3"], "B": ["b1", "b2", "b3", "b4"]}, root="all")
    cycle = np.array([[1, 2, 1], [1 / 2, 1, 1], [1, 1, 1]], dtype=float)
    chain = consistent([0.4, 0.3, 0.2, 0.1])
    chain[[0, 0, 1, 2, 3, 3], [2, 3, 3, 0, 0, 1]] = np.nan
    stacks = {
        "all": np.array([consistent([0.5, 0.5])] * 2),
        "A": np.array([cycle, np.ones((3, 3))]),
        "B": np.array([chain, chain]),
    }
    judgements = gm.Judgements(tree, ["Li", "Ann"], stacks)
    found = gm.ahp.weights(judgements, priorities=gm.ahp.geometric_mean, draws=0)
    w = gm.ahp.draws(found, "judgements", draws=8000).local
    sd = np.sqrt(np.log(2) ** 2 / 3 / 2) / np.sqrt(2)  # of the mean of two experts' logarithms
    for first, second in (("A", "B"), ("b1", "b2"), ("b2", "b3"), ("b3", "b4")):
        assert np.log(w[first] / w[second]).std() == pytest.approx(sd, rel=0.03)


def test_groups_of_one_expert_stay_while_others_are_drawn():
    """Two who count in one group are enough to draw; who has no vote does not count."""
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2"]}, root="all")
    both = np.array([consistent([0.5, 0.5]), consistent([0.8, 0.2])])
    one = np.array([both[1], np.where(np.eye(2) == 1, 1.0, np.nan)])
    judgements = gm.Judgements(tree, ["Li", "Ann"], {"all": both, "A": one, "B": one})
    drawn = gm.ahp.draws(gm.ahp.weights(judgements, draws=0), draws=200).local
    assert sorted(set(drawn["A"].round(6))) == [0.5, 0.666667, 0.8]  # both: the mean of odds 1 and 4 is 2
    assert drawn["A"].round(6).value_counts(normalize=True)[0.666667] == pytest.approx(0.5, abs=0.1)
    np.testing.assert_allclose(drawn[["a1", "b1"]], 0.8, rtol=1e-9)
    silent = gm.ahp.weights(judgements, expert_weights={"Li": 1, "Ann": 0}, draws=0)
    with pytest.raises(gm.UnsuitableMethod, match="only one counts"):
        gm.ahp.draws(silent)


@pytest.mark.parametrize("combine", ["judgements", "priorities"])
def test_experts_keep_their_weight_however_often_they_are_drawn(combine):
    """Odds 1 with weight 3 and odds 4 with weight 1: of every draw of three the mean, written down one by one."""
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]}, root="all")
    votes = {"e0": 3.0, "e1": 1.0, "e2": 2.0}
    odds = np.array([1.0, 4.0, 0.25])
    stack = np.array([consistent([o / (1 + o), 1 / (1 + o)]) for o in odds])
    found = gm.ahp.weights(
        gm.Judgements(tree, list(votes), {"all": stack}), combine=combine, expert_weights=votes, draws=0
    )
    expected = set()
    for who in product(range(3), repeat=3):
        weight = np.array(list(votes.values()))[list(who)]
        if combine == "judgements":
            mean = np.exp((weight * np.log(odds[list(who)])).sum() / weight.sum())
            expected.add(round(mean / (1 + mean), 9))
        else:
            own = odds[list(who)] / (1 + odds[list(who)])
            expected.add(round((weight * own).sum() / weight.sum(), 9))
    drawn = gm.ahp.draws(found, draws=400).local["A"]
    assert set(drawn.round(9)) == expected


def test_intervals_are_quantiles_of_all_that_can_be_drawn():
    """Two experts, .2 and .6: their mean is .2, .4 or .6, with chances of 1/4, 1/2 and 1/4."""
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]}, root="all")
    stack = np.array([consistent([0.2, 0.8]), consistent([0.6, 0.4])])
    judgements = gm.Judgements(tree, ["Li", "Ann"], {"all": stack})
    for level, ends in ((0.4, [0.4, 0.4]), (0.6, [0.2, 0.6])):  # 30 to 70 %, 20 to 80 %
        found = gm.ahp.weights(judgements, combine="priorities", draws=500, level=level)
        row = found.spread.loc["A"]
        assert row[["lower", "upper"]].tolist() == pytest.approx(ends)
        assert row[["weight", "mean", "min", "q25", "median", "q75", "max"]].tolist() == pytest.approx(
            [0.4, 0.4, 0.2, 0.3, 0.4, 0.5, 0.6]
        )
        assert row["sd"] == pytest.approx(np.sqrt(0.08))
        drawn = gm.ahp.draws(found, draws=500).intervals(level).loc["A"]
        assert drawn[["median", "lower", "upper"]].tolist() == pytest.approx([0.4, *ends])


def test_noise_is_put_into_what_is_combined():
    """Odds 9 and 1: their judgements' mean is 3, so .75; the mean of .9 and .5 is .7; hardly any noise moves neither."""
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]}, root="all")
    stack = np.array([consistent([0.9, 0.1]), consistent([0.5, 0.5])])
    for combine, share in (("judgements", 0.75), ("priorities", 0.7)):
        found = gm.ahp.weights(gm.Judgements(tree, ["Li", "Ann"], {"all": stack}), combine=combine, draws=0)
        np.testing.assert_allclose(
            gm.ahp.draws(found, "judgements", draws=5, sd=1e-9).local["A"], share, rtol=1e-7
        )
