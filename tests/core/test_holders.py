"""Sentences name all who share the largest or the smallest value, and no more than that is claimed of them."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.checks import holders
from govmetrics.evaluation import agreement
from govmetrics.network import measures, read_network
from govmetrics.robustness.uncertainty import _spans


def test_all_who_hold_it_but_for_rounding():
    values = pd.Series(
        [0.3, 0.1, 0.1 + 0.2, np.nan], [(2024, "East"), (2024, "West"), (2025, "East"), (2025, "West")]
    )
    assert holders(values) == ("2024, East", "2025, East")
    assert holders(values, most=False) == ("2024, West",)


def test_two_networks_alike_are_both_named():
    """It was: density is from 0.500 (East) to 0.500 (East)."""
    ties = pd.DataFrame(
        {"from": ["a", "b", "a", "b"], "to": ["b", "a", "b", "a"], "community": ["East"] * 2 + ["West"] * 2}
    )
    actors = pd.DataFrame({"actor": list("abcabc"), "community": ["East"] * 3 + ["West"] * 3})
    found = measures(read_network(ties, actors, by="community"))
    assert "Density is from 0.333 (East, West) to 0.333 (East, West)." in found.summary()
    assert "密度从 0.333（East、West）到 0.333（East、West）。" in found.summary("zh")


def test_most_of_the_ties_is_the_most_ties():
    """Of 9 ties the most, 2, arrived at each of several places; it was: most of them arrive at a."""
    sizes = pd.Series([1.0, 1, 1, 1], list("abcd"))
    line = np.abs(np.subtract.outer(range(4), range(4))).astype(float)
    found = gm.network.gravity(sizes, pd.DataFrame(line, list("abcd"), list("abcd")))
    received = found.places["received"]
    names = ", ".join(received.index[received == received.max()])
    assert found.summary().endswith(f"the most, {int(received.max())}, arrive at {names}.")
    assert (received == received.max()).sum() > 1


@pytest.mark.parametrize(
    ("language", "said"), [("en", "lowest 0.5000 (u1, u2, u3 and 1 more)"), ("zh", "u1、u2、u3")]
)
def test_the_least_efficient_are_all_named_up_to_three(language, said):
    x = pd.DataFrame({"staff": [1.0, 2, 2, 2, 2]}, [f"u{k}" for k in range(5)])
    found = gm.dea.radial(x, x.set_axis(["cases"], axis=1) * 0 + 1, returns="constant")
    assert said in found.summary(language)


def test_factors_of_equal_prominence_are_both_named():
    influence = pd.DataFrame([[0, 3, 1], [3, 0, 1], [1, 1, 0]], list("abc"), list("abc"))
    assert "The most prominent factor is a, b." in gm.ahp.dematel(influence).summary()


def test_two_siblings_react_alike():
    """Of two shares each is one less the other, so that ranks react to both at once; the first alone was named."""
    tree = gm.IndicatorTree.from_groups({"G": ["a", "b"]})
    values = pd.DataFrame({"a": [10.0, 90], "b": [80.0, 20]}, ["East", "West"])
    scores = gm.aggregation.arithmetic(gm.core.Scaled(tree, values, pd.DataFrame()), gm.weighting.equal(tree))
    found = gm.robustness.weight_stability(scores)
    assert "the weight of a, which is 0.500" in found.summary()
    assert found.summary().endswith("They react as soon to that of b.")
    assert found.summary("zh").endswith("对b的权重同样敏感。")


def test_respondents_of_categories_as_frequent():
    tree = gm.IndicatorTree.from_groups({"trust": ["t1"]})
    people = pd.DataFrame({"sex": ["f", "f", "m", "m"], "age": ["old", "old", "old", "young"]})
    found = gm.survey.respondents(
        gm.Survey(tree, pd.DataFrame({"t1": [5, 5, 4, 3]}), by=people), ["sex", "age"]
    )
    assert "most frequent are sex f, m (50.0%), age old (75.0%)." in found.summary()


def test_policies_of_the_same_index_and_variables_as_weak():
    tree = gm.IndicatorTree.from_groups({"X1": ["a", "b"], "X2": ["c", "d"]})
    coding = pd.DataFrame(
        {"policy": ["P1", "P2"], "coder": ["R", "R"], "a": [1, 0], "b": [0, 1], "c": [0, 1], "d": [1, 0]}
    )
    told = gm.text.rubric(coding, tree, agreed="R").summary()
    assert "highest for P1, P2 (1.00, " in told
    assert "The weakest main variable is X1, X2 (0.50 of 1 on average)." in told


def test_what_parts_of_an_evaluation_judge_by_is_all_of_it():
    tree = gm.IndicatorTree.from_groups({"G": ["a", "b", "c"]})
    values = pd.DataFrame({"a": [100.0, 0], "b": [100.0, 0], "c": [0.0, 100]}, ["East", "West"])
    scaled = gm.core.Scaled(tree, values, pd.DataFrame())
    said = agreement._of_index(scaled, gm.weighting.equal(tree))
    assert said.tolist() == ["strong in a, b, weak in c", "strong in c, weak in a, b"]
    even = gm.core.Scaled(tree, values * 0 + 50, pd.DataFrame())
    assert agreement._of_index(even, gm.weighting.equal(tree)).empty  # it was: strong in a, weak in a


def test_peers_save_of_every_input():
    """Farrell (1957): a radial score shrinks all inputs alike; the sentence named the first of them."""
    x = pd.DataFrame({"staff": [1.0, 2], "money": [3.0, 6]}, ["East", "West"])
    found = gm.dea.radial(x, pd.DataFrame({"cases": [1.0, 1]}, x.index), returns="constant")
    tree = gm.IndicatorTree.from_groups({"G": ["staff", "money"]})
    work = SimpleNamespace(
        done={"assessment": SimpleNamespace(dataset=SimpleNamespace(tree=tree))}, rows=lambda frame: frame
    )
    said = agreement._of_efficiency(work, found)
    assert said["West"] == "its peers do with 50% less of staff, money"
    assert said["West"].say("zh") == "同类单元少用 50% 的staff、money即可达到"


def test_intervals_as_wide_are_of_all_these_units():
    known = pd.DataFrame({"lower": [1.0, 1, 3], "upper": [2.0, 2, 3]}, ["East", "West", "North"])
    said = _spans(known, 10, ["Weights"], 0.9)
    assert said.endswith("1 place at most (East, West).")


def test_sets_of_the_same_share():
    frame = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [4.0, 3, 2, 1]})
    found = gm.qca.calibrate(frame, {"a": [1.2, 2.5, 3.8], "b": [1.2, 2.5, 3.8]})
    assert "from 50% (a, b) to 50% (a, b)" in found.summary()


def test_pairs_of_rankings_that_agree_as_little():
    """Of three methods two pairs agree least; the table is sorted, and one of them was named."""
    best = pd.Series([3.0, 2, 1], ["East", "West", "North"])
    found = gm.ranking.compare({"one": best, "two": best, "three": -best})
    assert found.summary().startswith(
        "Rankings agree least between one and three, two and three: Kendall's tau is -1.00."
    )
    assert "one 与 three、two 与 three，" in found.summary("zh")


def test_nodes_on_which_the_ranking_rests_alike():
    tree = gm.IndicatorTree.from_groups({"G": ["a", "b", "c"]})
    values = pd.DataFrame({"unit": ["East", "West"], "a": [0.0, 3], "b": [2.0, 0], "c": [2.0, 0]})
    found = gm.robustness.leave_one_out(gm.Recipe(), gm.read_records(values, tree))
    mean = found.shifts["mean_shift"]
    assert (mean == mean.max()).sum() == 2
    assert "The ranking rests most on b, c: " in found.summary()


def test_communities_of_the_same_score_of_a_survey():
    tree = gm.IndicatorTree.from_groups({"trust": ["t1"]})
    place = pd.DataFrame({"place": ["East"] * 3 + ["West"] * 3 + ["North"] * 3})
    answers = pd.DataFrame({"t1": [5, 4, 3, 3, 4, 5, 1, 2, 3]})
    survey = gm.Survey(tree, answers, by=place)
    told = gm.survey.score(survey, by="place").at().summary()
    assert "from 75.00 (East, West) to 25.00 (North)" in told


def test_the_most_is_not_most_of_all():
    """Of five open two-paths one goes over each of five actors; it was said that most of them go over these."""
    ring = pd.DataFrame(np.roll(np.eye(5), 1, axis=1), list("abcde"), list("abcde"))
    found = gm.network.brokerage(ring, pd.Series(list("xxyyy"), ring.index)).summary()
    assert found.startswith("5 open two-paths; the most, 1 each, over a, b, c, d, e.")
    shared = gm.collaboration.sharing(
        {("a",): 4.0, ("b",): 3, ("c",): 3, ("a", "b"): 7, ("a", "c"): 7, ("b", "c"): 6, ("a", "b", "c"): 10}
    )
    assert "Of 10 together, the largest share goes to a: 4." in shared.summary()
