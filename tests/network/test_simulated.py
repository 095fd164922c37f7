"""What errors and missing answers are worth, in networks that are drawn: no number is from elsewhere, seeds are fixed.

Twenty actors; the log odds of a tie are the sum of how much the one names and how much the other is named (actors' standard
deviation 0, or 0.8), and ties are mutual more often than by chance: Holland and Leinhardt's p1 with random effects.
"""

from __future__ import annotations

import numpy as np
import pytest

from govmetrics.network import Network, measures

NETWORKS, N = 250, 20


def drawn(sd: float, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    names, named = rng.normal(0, sd, (2, NETWORKS, N))
    odds = -1.6 + names[:, :, None] + named[:, None, :]
    i, j = np.triu_indices(N, 1)
    one, other = odds[:, i, j], odds[:, j, i]
    share = np.exp([np.zeros_like(one), one, other, one + other + 1.2])
    kind = (rng.random(one.shape) > np.cumsum(share / share.sum(axis=0), axis=0)).sum(axis=0)
    x = np.zeros((NETWORKS, N, N))
    x[:, i, j], x[:, j, i] = kind % 2, kind // 2
    return x


def silenced(x: np.ndarray, some: int, seed: int) -> np.ndarray:
    rng, y = np.random.default_rng(seed), x.copy()
    for one in y:
        one[rng.choice(N, some, replace=False)] = np.nan
    return y


@pytest.mark.slow
@pytest.mark.parametrize("name", ["density", "edge_reciprocity", "dyad_reciprocity", "tied_dyad_reciprocity"])
def test_the_jackknife_is_right_without_differences_of_actors_and_the_cautious_one_with_them(name):
    """Snijders and Borgatti's scaling is about right where dyads differ by chance alone, the usual one is 1.4 times as large;
    where actors differ much it is the other way round: about .85 and .95 of intervals hold the mean."""
    alike, unlike = (Network.from_array(drawn(sd, 11)) for sd in (0.0, 0.8))
    found = {
        (sd, errors): measures(net, errors)
        for sd, net in ((0, alike), (0.8, unlike))
        for errors in ("jackknife", "cautious")
    }

    def ratio(key: tuple[float, str]) -> float:
        one = found[key]
        return float(one.standard_errors[name].mean() / one.values[name].std())

    def covered(key: tuple[float, str]) -> float:
        one = found[key]
        away = (one.values[name] - one.values[name].mean()).abs()
        return float((away < 1.96 * one.standard_errors[name]).mean())

    # 250 networks tell a spread to 9 %, and a coverage to .04 (twice their errors)
    assert ratio((0, "jackknife")) == pytest.approx(1, abs=0.15)
    assert ratio((0, "cautious")) == pytest.approx(np.sqrt(2 * 19 / 18), abs=0.2)
    assert covered((0, "jackknife")) > 0.86
    assert covered((0.8, "jackknife")) < 0.93
    assert covered((0.8, "cautious")) > 0.92


@pytest.mark.slow
def test_available_ties_are_unbiased_and_zeros_are_not():
    """A fifth of the respondents missing: what they would have said is left open (no bias), or taken for "no"."""
    x = drawn(0.0, 12)
    whole = measures(Network.from_array(x)).values
    gone = silenced(x, N // 5, 13)
    open_, zeros = (measures(Network.from_array(y)).values for y in (gone, np.nan_to_num(gone)))
    for name in ("density", "edge_reciprocity", "transitivity"):
        assert abs((open_[name] - whole[name]).mean()) < 0.006
    assert (zeros["density"] - whole["density"]).mean() == pytest.approx(
        -0.2 * whole["density"].mean(), abs=0.004
    )
    assert (zeros["edge_reciprocity"] - whole["edge_reciprocity"]).mean() < -0.05


@pytest.mark.slow
def test_errors_hold_with_a_fifth_missing():
    found = measures(Network.from_array(silenced(drawn(0.0, 14), N // 5, 15)))
    for name in ("density", "edge_reciprocity"):
        assert found.standard_errors[name].mean() / found.values[name].std() == pytest.approx(1, abs=0.12)
