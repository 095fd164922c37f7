"""Sentences name all who share the largest or the smallest value, and no more than that is claimed of them."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.checks import holders
from govmetrics.network import measures, read_network


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
