"""Randomisation, public goods and power: published examples, other programs, and brute force."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm

VILLAGES = ([15, 15, 20, 20, 10, 15, 30], [1, 0, 0, 0, 0, 0, 1])


def test_seven_villages():
    """Gerber and Green (2012), chapter 3: 6.5, one-sided p 5/21, two-sided 8/21."""
    found = gm.policy.randomisation(*VILLAGES)
    assert found.estimate == 6.5
    assert found.p_greater == pytest.approx(5 / 21)
    assert found.p_two_sided == pytest.approx(8 / 21)
    assert found.assignments == 21
    assert found.exact


def p_of(y, z, effect):
    """Return the two-sided p of a constant effect, by every assignment of as many units."""
    y, z = np.array(y, dtype=float), np.array(z)
    base = y - effect * z
    observed = abs(base[z == 1].mean() - base[z == 0].mean())
    beyond = []
    for chosen in combinations(range(len(y)), int(z.sum())):
        other = np.isin(np.arange(len(y)), chosen)
        beyond.append(abs(base[other].mean() - base[~other].mean()) >= observed - 1e-9)
    return np.mean(beyond)


@given(st.lists(st.integers(-20, 20), min_size=7, max_size=7))
def test_the_interval_holds_what_is_not_rejected(y):
    z = [1, 0, 1, 0, 0, 1, 0]
    found = gm.policy.randomisation(y, z, level=0.8)
    assert found.p_two_sided == pytest.approx(p_of(y, z, 0))
    for end, out in ((found.lower, -1), (found.upper, 1)):
        assert p_of(y, z, end) > 0.2 - 1e-9
        assert p_of(y, z, end + out * 1e-4) <= 0.2 + 1e-9


def test_clusters_and_blocks_are_drawn_as_they_were():
    rng = np.random.default_rng(0)
    y, cluster = rng.normal(size=24), np.repeat(np.arange(8), 3)
    z, block = np.repeat([1, 0, 1, 0, 1, 1, 0, 0], 3), np.repeat([0, 0, 0, 0, 1, 1, 1, 1], 3)
    found = gm.policy.randomisation(y, z, cluster, block)
    assert found.assignments == 36
    sums = y.reshape(8, 3).mean(axis=1)
    drawn = []
    for a in combinations(range(4), 2):
        for b in combinations(range(4, 8), 2):
            other = np.isin(np.arange(8), [*a, *b])
            parts = [sums[h][other[h]].mean() - sums[h][~other[h]].mean() for h in (slice(0, 4), slice(4, 8))]
            drawn.append(np.mean(parts))
    assert found.p_greater == pytest.approx(np.mean(np.array(drawn) >= found.estimate - 1e-12))
    many = gm.policy.randomisation(y, z, cluster, block, draws=20_000)
    assert many.p_two_sided == pytest.approx(found.p_two_sided, abs=0.015)
    assert not many.exact
    assert many.seed == 0


@pytest.mark.parametrize(("change", "said"), [
    ({"outcome": [1, 2, None, 4]}, "1 value is missing"),
    ({"outcome": [1, 2, np.inf, 4]}, "no finite number"),
    ({"arm": [1, 1, 1, 1]}, "one arm only"),
    ({"arm": [1, 2, 1, 2]}, "give 1 .treated. and 0"),
    ({"arm": [1, 0, 1]}, "has 3 values, the outcome 4"),
    ({"cluster": ["a", "a", "b", "b"]}, "has treated units and others"),
    ({"block": ["a", "b", "a", "b"]}, "the block has one arm only"),
    ({"draws": "all"}, 'give "exact"'),
])  # fmt: skip
def test_faults_of_randomisation(change, said):
    with pytest.raises(gm.GovmetricsError, match=said):
        gm.policy.randomisation(**({"outcome": [1.0, 2, 3, 4], "arm": [1, 0, 1, 0]} | change))


def test_too_many_assignments_are_refused_with_a_way_out():
    with pytest.raises(gm.UnsuitableMethod, match="give draws=5000"):
        gm.policy.randomisation(list(range(60)), [0, 1] * 30)


def test_power_of_clusters():
    """Case of the field: design effect 1.95, 24.4885 clusters by normal quantiles, 25.4955 by t; cv = .5: 2.2 and 27.628."""
    found = gm.policy.power.clusters(0.25, size=20, icc=0.05)
    assert found.design_effect == pytest.approx(1.95)
    np.testing.assert_allclose(found.exact, [24.488504771, 25.495452652], rtol=1e-9)
    assert found.clusters == 26
    unequal = gm.policy.power.clusters(0.25, size=20, icc=0.05, cv=0.5)
    assert unequal.design_effect == pytest.approx(2.2)
    assert unequal.exact["normal"] == pytest.approx(27.628056665, rel=1e-9)


def test_power_of_stepped_wedges():
    """R swCRTdesign 4.0: 24 clusters in 4 steps of 6, 120 a period; the formula is what generalised least squares gives."""
    power = gm.policy.power.stepped_wedge
    assert power([6] * 4, 120, tau=0.01, difference=0.015, sd=0.1).power == pytest.approx(
        0.99931033, abs=5e-9
    )
    assert power([6] * 4, 120, tau=0.015, shares=(0.05, 0.035)).power == pytest.approx(0.74716, abs=5e-6)
    found = power([2, 1, 3], 10, tau=0.4, difference=0.5, sd=1.5, before=2)
    treated = np.repeat(found.layout.drop(columns="clusters").to_numpy(), [2, 1, 3], axis=0)
    x = np.column_stack([np.tile(np.eye(5), (6, 1)), treated.ravel()])
    v = np.kron(np.eye(6), 0.225 * np.eye(5) + 0.16)
    assert found.exact["error"] ** 2 == pytest.approx(np.linalg.inv(x.T @ np.linalg.inv(v) @ x)[-1, -1])


def test_power_of_two_groups():
    """R 4.2 power.t.test(delta = .5, power = .8) and power.prop.test(p1 = .5, p2 = .75, power = .9), as its help prints."""
    assert gm.policy.power.two_groups(0, 0.5, sd=1).exact["t"] == pytest.approx(63.76576, abs=2e-4)
    assert gm.policy.power.two_groups(0.5, 0.75, "shares", power=0.9).exact["normal"] == pytest.approx(
        76.7, abs=0.05
    )


def test_what_can_be_found_is_what_is_needed():
    least = gm.policy.power.detectable(26, size=20, icc=0.05)
    back = gm.policy.power.clusters(least.difference, size=20, icc=0.05)
    assert back.exact["t"] == pytest.approx(26)


def goods(groups=8, periods=5, people=4):
    rows = pd.MultiIndex.from_product(
        [range(groups), range(people), range(1, periods + 1)], names=["group", "subject", "period"]
    )
    frame = rows.to_frame(index=False)
    rng = np.random.default_rng(2)
    return frame.assign(treatment=np.where(frame["group"] < groups // 2, "plain", "talk"),
                        contribution=rng.integers(0, 21, len(frame)))  # fmt: skip


def test_groups_are_the_units():
    """However many people and periods, eight groups have 70 permutations; slopes are tested by signs of four."""
    frame = goods()
    found = gm.policy.public_goods(frame, endowment=20)
    row = found.comparisons.loc[("plain", "talk")]
    means = frame.groupby("group")["contribution"].mean() / 20
    assert row["assignments"] == 70
    assert row["p"] == pytest.approx(p_of(means.tolist(), [0] * 4 + [1] * 4, 0))
    wide = frame.groupby(["group", "period"])["contribution"].mean().unstack().to_numpy()
    slopes = [np.polyfit(range(1, 6), one, 1)[0] for one in wide]
    np.testing.assert_allclose(found.groups["slope"] * 20, slopes, atol=1e-12)
    signs = np.array(np.meshgrid(*[[-1, 1]] * 4)).reshape(4, -1)
    plain = np.array(slopes[:4])
    expected = np.mean(np.abs(plain @ signs) >= abs(plain.sum()) - 1e-9)
    assert found.treatments.loc["plain", "p_slope"] == pytest.approx(expected)


def test_conditional_types():
    """Fischbacher, Gaechter and Fehr (2001): never, rising, hump-shaped; always the same, and none of these."""
    schedules = pd.DataFrame(
        [[0] * 5, [0, 1, 2, 3, 4], [0, 2, 4, 2, 0], [5] * 5, [3, 0, 1, 0, 2]], columns=[0, 5, 10, 15, 20]
    )
    found = gm.policy.public_goods(goods(), schedules=schedules)
    assert found.schedules.tolist() == [
        "free rider",
        "conditional",
        "hump-shaped",
        "unconditional",
        "of no type",
    ]
    assert found.types["share"].tolist() == [0.2] * 5


@pytest.mark.parametrize(("change", "said"), [
    ({"treatment": lambda f: np.where(f["subject"] < 2, "plain", "talk")}, "has more than one treatment"),
    ({"contribution": lambda f: f["contribution"] - 5}, "contributes -5"),
    ({"treatment": lambda f: np.where(f["group"] < 1, "plain", "talk")}, "has one group only"),
    ({"period": 1}, "two or more rows"),
])  # fmt: skip
def test_faults_of_public_goods(change, said):
    with pytest.raises(gm.GovmetricsError, match=said):
        gm.policy.public_goods(goods().assign(**change), endowment=20)


def test_a_group_of_one_period_has_no_slope_and_the_others_are_tested():
    rows = pd.MultiIndex.from_product([range(8), range(3), range(1, 5)], names=["group", "subject", "period"])
    frame = rows.to_frame(index=False)
    frame["treatment"] = np.where(frame["group"] < 4, "plain", "talk")
    frame["contribution"] = 10.0 - frame["period"] + frame["group"] / 10
    one = frame[(frame["group"] != 7) | (frame["period"] == 1)]
    found, without = (gm.policy.public_goods(each) for each in (one, frame[frame["group"] != 7]))
    assert found.treatments.loc["talk", "p_slope"] == without.treatments.loc["talk", "p_slope"] == 0.25
    assert "in one period only, and without a slope: 7" in map(str, found.notes)
    assert not without.notes
