"""A group of experts over a tree: combination, votes, policies, missing experts, what is refused."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from tests.ahp.matrices import consistent, random_stack, upper

FLAT = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"], "C": ["c"]}, root="all")
BAD = upper([9, 1 / 9, 9], 3)  # A over B over C over A


def panel(stack, tree=FLAT, group="all"):
    return gm.Judgements(tree, [f"e{k}" for k in range(len(stack))], {group: np.asarray(stack)})


def of(found, group="all"):
    return found.weights.of(group).to_numpy()


@given(k=st.integers(1, 6), seed=st.integers(0, 99))
@pytest.mark.parametrize("combine", ["judgements", "priorities"])
def test_identical_experts_are_that_expert(combine, k, seed):
    matrix = random_stack(1, 3, seed)[0]
    found = gm.ahp.weights(panel([matrix] * k), combine=combine, draws=10)
    np.testing.assert_allclose(of(found), gm.ahp.eigenvector(matrix).weights, rtol=1e-10)
    assert found.consensus.loc["all", "consensus"] == pytest.approx(1, abs=1e-9)
    if combine == "judgements":
        expected = gm.ahp.eigenvector(matrix).consistency_ratio
        assert found.consensus.loc["all", "consistency_ratio"] == pytest.approx(expected, abs=1e-9)
    if k > 1:
        np.testing.assert_allclose(found.spread.loc["A", ["lower", "upper"]], of(found)[0], rtol=1e-9)


@given(seed=st.integers(0, 99), scale=st.floats(0.01, 100))
@pytest.mark.parametrize("combine", ["judgements", "priorities"])
def test_only_the_ratios_of_votes_matter_and_whole_votes_are_copies(combine, seed, scale):
    stack = random_stack(3, 3, seed)
    votes = {"e0": 1, "e1": 2, "e2": 3}
    found = gm.ahp.weights(panel(stack), combine=combine, expert_weights=votes, draws=0)
    scaled = gm.ahp.weights(
        panel(stack), combine=combine, expert_weights={e: v * scale for e, v in votes.items()}, draws=0
    )
    np.testing.assert_allclose(of(scaled), of(found), rtol=1e-10)
    copies = gm.ahp.weights(panel(stack[[0, 1, 1, 2, 2, 2]]), combine=combine, draws=0)
    np.testing.assert_allclose(of(copies), of(found), rtol=1e-10)


def test_geometric_means_of_judgements_and_of_priorities_are_the_same_for_the_geometric_method():
    """Barzilai and Golany (1994): with row geometric means the order of combining does not matter."""
    judged = panel(random_stack(6, 3))
    both = [
        gm.ahp.weights(judged, gm.ahp.geometric_mean, how, mean="geometric", draws=0)
        for how in ("judgements", "priorities")
    ]
    np.testing.assert_allclose(of(both[0]), of(both[1]), rtol=1e-12)


def test_twelve_experts_by_other_means():
    """Forman and Peniwati (1998): means of judgements and of priorities, from numpy's eigenvectors, expert by expert.

    Consistency ratios with ahpsurvey's random index of five, 1.1081014 (R's ahpsurvey 0.4.1).
    """
    stack = random_stack(12, 5, 8)
    tree = gm.IndicatorTree.from_groups({c: [c.lower()] for c in "ABCDE"}, root="all")

    def principal(a):
        values, vectors = np.linalg.eig(a)
        best = np.argmax(values.real)
        return values[best].real, np.abs(vectors[:, best].real) / np.abs(vectors[:, best].real).sum()

    def ratio(a):
        return (principal(a)[0] - 5) / 4 / 1.1081014

    own = np.array([principal(a)[1] for a in stack])
    mean = np.prod(stack, axis=0) ** (1 / 12)
    rows = [np.prod(a, axis=1) ** (1 / 5) for a in stack]
    geometric = np.prod([r / r.sum() for r in rows], axis=0) ** (1 / 12)
    ways = {
        ("judgements", "geometric"): principal(mean)[1],
        ("priorities", "arithmetic"): own.mean(axis=0),
        ("priorities", "geometric"): np.prod(own, axis=0) ** (1 / 12),
    }
    eigenvector = partial(gm.ahp.eigenvector, random_index="ahpsurvey")
    for (combine, how), expected in ways.items():
        found = gm.ahp.weights(panel(stack, tree), eigenvector, combine, mean=how, draws=0)
        np.testing.assert_allclose(of(found), expected / expected.sum(), atol=1e-9)
        if combine == "judgements":
            assert found.consensus.loc["all", "consistency_ratio"] == pytest.approx(ratio(mean), abs=1e-9)
    found = gm.ahp.weights(panel(stack, tree), gm.ahp.geometric_mean, "priorities", mean="geometric", draws=0)
    np.testing.assert_allclose(of(found), geometric / geometric.sum(), atol=1e-9)
    single = eigenvector(stack)
    np.testing.assert_allclose(single.consistency_ratio, [ratio(a) for a in stack], atol=1e-9)
    assert 0 < single.passed().sum() < 12
    assert single.passed().sum() == sum(ratio(a) < 0.1 for a in stack)


def test_experts_may_be_numbered():
    stack = random_stack(2, 3)
    judged = gm.Judgements.from_matrices(FLAT, {k: {"all": matrix} for k, matrix in enumerate(stack)})
    found = gm.ahp.weights(judged, expert_weights={0: 1, 1: 0})
    np.testing.assert_allclose(of(found), gm.ahp.eigenvector(stack[0]).weights, rtol=1e-12)


def test_votes_of_zero_and_votes_by_group():
    stack = random_stack(3, 3)
    alone = gm.ahp.weights(panel(stack), expert_weights=pd.Series({"e0": 0, "e1": 1, "e2": 0}))
    np.testing.assert_allclose(of(alone), gm.ahp.eigenvector(stack[1]).weights, rtol=1e-12)
    assert alone.experts["used"].tolist() == [False, True, False]
    assert alone.experts["why"].tolist() == ["voting weight 0", "", "voting weight 0"]
    assert np.isnan(alone.spread.loc["A", "lower"])
    # who does not count cannot stop the others
    gm.ahp.weights(panel([stack[0], BAD]), expert_weights={"e0": 1, "e1": 0}, inconsistent="refuse")
    table = pd.DataFrame({"all": [0.0, 0, 1]}, index=["e0", "e1", "e2"])
    np.testing.assert_allclose(
        of(gm.ahp.weights(panel(stack), expert_weights=table)),
        gm.ahp.eigenvector(stack[2]).weights,
        rtol=1e-12,
    )


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        ({"e0": 1}, "e1: has no voting weight"),
        ({"e0": 1, "e1": 1, "x": 1}, "x: has a voting weight but no judgements"),
        ({"e0": 1, "e1": -1}, "e1: the voting weight"),
        ({"e0": 1, "e1": np.nan}, "e1: the voting weight"),
        ({"e0": 0, "e1": 0}, "are all zero"),
        (pd.DataFrame({"all": [1, 1, 1]}, index=["e0", "e1", "e1"]), "e1: has more than one row"),
        (pd.DataFrame({"A": [1, 1]}, index=["e0", "e1"]), "all: the table of voting weights"),
    ],
)
def test_bad_votes_are_named(votes, words):
    with pytest.raises(gm.FaultyInput, match=words):
        gm.ahp.weights(panel(random_stack(2, 3)), expert_weights=votes)


def test_policies_for_those_beyond_the_limit():
    good = random_stack(3, 3, noise=0.05)
    judged = panel([*good, BAD])
    kept = gm.ahp.weights(judged)
    assert kept.experts["passed"].tolist() == [True, True, True, False]
    assert kept.experts["used"].all()
    assert kept.experts.loc[("e3", "all"), "why"].endswith("> 0.1: kept")
    assert (kept.experts["why"][:3] == "").all()

    dropped = gm.ahp.weights(judged, inconsistent="drop")
    np.testing.assert_allclose(of(dropped), of(gm.ahp.weights(panel(good))), rtol=1e-12)
    assert dropped.experts.loc[("e3", "all"), "voting_weight"] == 0
    assert dropped.consensus.loc["all", "experts"] == 3

    ratio = gm.ahp.eigenvector(BAD).consistency_ratio
    lowered = gm.ahp.weights(judged, inconsistent="downweight")
    assert lowered.experts.loc[("e3", "all"), "voting_weight"] == pytest.approx(0.1 / ratio)
    votes = {"e0": 1, "e1": 1, "e2": 1, "e3": 0.1 / ratio}
    np.testing.assert_allclose(of(lowered), of(gm.ahp.weights(judged, expert_weights=votes)), rtol=1e-12)

    revised = gm.ahp.weights(judged, inconsistent="revise")
    assert revised.revisions[["expert", "group"]].drop_duplicates().to_numpy().tolist() == [["e3", "all"]]
    mended = gm.ahp.repair(BAD).matrix
    np.testing.assert_allclose(of(revised), of(gm.ahp.weights(panel([*good, mended]))), rtol=1e-12)
    assert revised.experts.loc[("e3", "all"), "consistency_ratio"] == pytest.approx(ratio)  # as given
    changed = [(i, j) for i in range(3) for j in range(i + 1, 3) if mended[i, j] != BAD[i, j]]
    assert revised.revisions["given"].tolist() == [BAD[at] for at in changed]
    assert revised.revisions["repaired"].tolist() == pytest.approx([mended[at] for at in changed])

    with pytest.raises(gm.UnsuitableMethod, match=r"e3, all: consistency ratio .* > 0.1"):
        gm.ahp.weights(judged, inconsistent="refuse")
    gm.ahp.weights(panel(good), inconsistent="refuse")


def test_revision_counts_with_the_table_that_the_ratios_came_from():
    priorities = partial(gm.ahp.eigenvector, random_index="Donegan-Dodd 1991")
    found = gm.ahp.weights(panel([BAD]), priorities, inconsistent="revise")
    mended = BAD.copy()
    for row in found.revisions.itertuples():
        i, j = "ABC".index(row.first), "ABC".index(row.second)
        mended[i, j], mended[j, i] = row.repaired, 1 / row.repaired
    assert priorities(mended).consistency_ratio == pytest.approx(0.1, abs=1e-6)


def test_revision_meets_the_limit_of_the_lambda_that_was_asked_for():
    stack = random_stack(60, 4, noise=0.6)
    tree = gm.IndicatorTree.from_groups({c: [c.lower()] for c in "ABCD"}, root="all")
    found = gm.ahp.weights(panel(stack, tree), gm.ahp.column_mean, inconsistent="revise", draws=0)
    beyond = ~found.experts["passed"].to_numpy()
    assert beyond.any()
    assert set(found.revisions["expert"]) == {f"e{k}" for k in np.flatnonzero(beyond)}
    mended = gm.ahp.column_mean(found.basis.panels[0].stack).consistency_ratio
    np.testing.assert_allclose(mended[beyond], 0.1, atol=0.005)


def test_what_is_not_judgements_or_a_function_is_named():
    with pytest.raises(gm.FaultyInput, match="read_judgements"):
        gm.ahp.weights({"Li": {}})
    with pytest.raises(gm.FaultyInput, match=r"gm\.ahp\.eigenvector"):
        gm.ahp.weights(panel(random_stack(1, 3)), "eigenvector")


def test_nobody_left_is_refused_with_who_and_why():
    with pytest.raises(gm.UnsuitableMethod) as error:
        gm.ahp.weights(panel([BAD, BAD.T]), inconsistent="drop")
    text = str(error.value)
    assert text.count("no expert is left for all") == 2
    assert "e0, all: consistency ratio" in text


def test_a_ratio_equal_to_the_limit_passes():
    stack = random_stack(1, 4)
    tree = gm.IndicatorTree.from_groups({c: [c.lower()] for c in "ABCD"}, root="all")
    limit = gm.ahp.eigenvector(stack[0]).consistency_ratio
    for value in (limit, float(f"{limit:.17g}"), limit * (1 - 1e-13)):
        assert (
            gm.ahp.weights(panel(stack, tree), max_consistency_ratio=value, inconsistent="refuse")
            .experts["passed"]
            .all()
        )
    with pytest.raises(gm.UnsuitableMethod):
        gm.ahp.weights(panel(stack, tree), max_consistency_ratio=limit * 0.999, inconsistent="refuse")


def test_ragged_tree_with_single_parts_and_missing_experts():
    tree = gm.IndicatorTree(
        gm.Group("top", "", (
            gm.Group("P", "", (gm.Group("Q", "", (gm.Indicator("q1"), gm.Indicator("q2"))),)),
            gm.Indicator("lone"),
        ))
    )  # fmt: skip
    judged = gm.Judgements.from_matrices(
        tree, {"Li": {"top": consistent([0.6, 0.4])}, "Ann": {"Q": consistent([0.25, 0.75])}}
    )
    found = gm.ahp.weights(judged)
    assert found.weights.across_tree().round(12).to_dict() == {"q1": 0.15, "q2": 0.45, "lone": 0.4}
    assert found.weights.local["Q"] == 1
    assert found.experts.index.tolist() == [("Li", "top"), ("Ann", "Q")]
    assert found.own_weights("Q").index.tolist() == ["Ann"]
    with pytest.raises(gm.FaultyInput, match="judged: top, Q"):
        found.own_weights("P")


def test_a_group_that_nobody_judged_is_an_error_unless_told_equal():
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2", "b3"]}, root="all")
    judged = gm.Judgements.from_matrices(
        tree, {"Li": {"all": consistent([0.6, 0.4]), "A": consistent([0.5, 0.5])}}
    )
    with pytest.raises(gm.FaultyInput, match="B: nobody judged this group"):
        gm.ahp.weights(judged)
    found = gm.ahp.weights(judged, unjudged="equal")
    np.testing.assert_allclose(found.weights.of("B"), 1 / 3)
    pair = gm.Judgements.from_matrices(
        tree, {"Li": {"all": consistent([0.6, 0.4]), "B": consistent([0.5, 0.3, 0.2])}}
    )
    with pytest.raises(gm.FaultyInput, match="A: nobody judged this group"):
        gm.ahp.weights(pair)
    everything = gm.ahp.weights(gm.Judgements(tree, ["Li"], {}), unjudged="equal")
    np.testing.assert_allclose(everything.weights.of("all"), 0.5)
    assert everything.experts.empty
    assert everything.consensus.empty


def test_separate_parts_name_expert_group_and_parts():
    blank = np.array([[1, 2, np.nan], [0.5, 1, np.nan], [np.nan, np.nan, 1]])
    with pytest.raises(gm.FaultyInput, match=r"e1, all: the judgements fall into separate parts: A, B \| C"):
        gm.ahp.weights(panel([random_stack(1, 3)[0], blank]))


def test_incomplete_experts_are_combined_over_what_each_was_asked():
    full = consistent([0.5, 0.3, 0.2])
    first, second = full.copy(), full.copy()
    first[0, 1] = first[1, 0] = np.nan
    second[0, 2] = second[2, 0] = np.nan
    for combine in ("judgements", "priorities"):
        np.testing.assert_allclose(
            of(gm.ahp.weights(panel([first, second]), combine=combine)), [0.5, 0.3, 0.2], rtol=1e-9
        )


def test_one_criterion_and_fifty():
    single = gm.IndicatorTree.from_groups({"A": ["a"]}, root="all")
    found = gm.ahp.weights(gm.Judgements(single, ["Li"], {"all": np.ones((1, 1, 1))}))
    assert found.weights.across_tree().to_dict() == {"a": 1.0}
    wide = gm.IndicatorTree.from_groups({f"G{i}": [f"g{i}"] for i in range(50)}, root="all")
    found = gm.ahp.weights(panel(random_stack(3, 50, noise=0.2), wide))
    assert found.weights.of("all").sum() == pytest.approx(1)
    assert found.random_index_table == "simulated beyond Saaty 1980"


def test_the_sentence_of_consensus_counts_the_groups():
    """Like experts agree wholly; one group has its own consensus, of several the least and the most are told."""
    one = gm.ahp.weights(panel([random_stack(1, 3)[0]] * 2), draws=0)
    assert "The consensus within the group is 100.0%." in one.summary()
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2"]}, root="all")
    stacks = dict.fromkeys(("all", "A", "B"), np.array([consistent([0.6, 0.4])] * 2))
    both = gm.Judgements(tree, ["Li", "Ann"], stacks)
    told = "The consensus within groups lies between 100.0% and 100.0%."
    assert told in gm.ahp.weights(both, draws=0).summary()
    two = gm.Judgements(tree, ["Li", "Ann"], {"all": stacks["all"], "A": stacks["A"]})
    assert told in gm.ahp.weights(two, unjudged="equal", draws=0).summary()


def test_results_can_be_written_and_read():
    found = gm.ahp.weights(panel(random_stack(4, 3)), inconsistent="revise")
    plain = found.to_dict()
    assert set(plain) >= {"weights", "experts", "consensus", "spread", "seed"}
    assert plain["seed"] == 0
    frame = found.to_frame()
    assert frame.columns.tolist() == ["group", "local", "across_tree", "lower", "upper"]
    assert "4 experts" in found.summary()
    assert "4位专家" in found.summary("zh")
    assert "<table" in found._repr_html_()


@pytest.mark.parametrize(
    "options",
    [{"combine": "votes"}, {"inconsistent": "ignore"}, {"mean": "median"}, {"unjudged": "skip"},
     {"max_consistency_ratio": 0}, {"draws": -1}, {"level": 1}, {"rng": -1}, {"rng": "a"}, {"priorities": int}],
)  # fmt: skip
def test_bad_options_are_refused(options):
    with pytest.raises(gm.FaultyInput):
        gm.ahp.weights(panel(random_stack(2, 3)), **options)


def test_voting_weights_that_are_no_numbers_are_refused():
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2"]})
    judgements = gm.Judgements.from_matrices(tree, {"Li": {"A": [[1, 3], [1 / 3, 1]]}})
    for votes in ({"Li": "x"}, 5):
        with pytest.raises(gm.FaultyInput, match="expert_weights: hold something that is not a number"):
            gm.ahp.weights(judgements, expert_weights=votes)


def test_options_and_votes_are_judged_together():
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]})
    judgements = gm.read_judgements({"Li": {"index": [[1, 3], [1 / 3, 1]]}}, tree)
    with pytest.raises(gm.FaultyInput) as raised:
        gm.ahp.weights(judgements, "mode", "both", {"Wu": 1}, "x", inconsistent="q", level=5, rng="x")
    assert [fault.place for fault in raised.value.faults] == [
        "priorities", "combine", "max_consistency_ratio", "inconsistent", "level", "rng", "Wu", "Li",
    ]  # fmt: skip
