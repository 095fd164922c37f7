"""Ceilings by hand and as the R package NCA draws them, p by going through all orders, and invariants."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.qca import ceilings

FRAME = pd.DataFrame({"FUNDS": [0.0, 1, 2, 3, 4], "DONE": [1.0, 1, 3, 2, 5]}, list("abcde"))


def effect(frame, condition="FUNDS", ceiling="CE-FDH", **options):
    found = gm.qca.necessary_condition_analysis(frame, "DONE", draws=100, **options)
    return found.effects.loc[(condition, ceiling)]


def test_steps_by_hand():
    """Above the steps lie 4 (x 0 to 1), 4, 2, 2 of 16 squares."""
    assert effect(FRAME)["effect"] == pytest.approx(12 / 16)


def test_line_by_hand():
    """Corners (0, 1), (2, 3), (4, 5): the line y = 1 + x, half of the scope above it."""
    row = effect(FRAME, ceiling="CR-FDH")
    assert (row["effect"], row["accuracy"], row["corners"]) == (pytest.approx(0.5), 1.0, 3)


COUNTRIES = pd.read_csv(
    Path(__file__).parents[1] / "reference" / "data" / "qca" / "nca_countries.csv", index_col=0
)


@pytest.mark.parametrize(
    ("condition", "step", "line", "intercept", "slope"),
    [
        ("Individualism", 0.4155079802, 0.3066476554, 28.3527091318, 2.2302299458),
        ("Risk taking", 0.3094156460, 0.2818985411, -14.4776966748, 2.6418694242),
    ],
)
def test_the_example_of_the_package(condition, step, line, intercept, slope):
    """nca.example of R's NCA (Dul 2016, 28 countries), with peers, ceilings and lm of NCA 4.0 under R 4.2.2."""
    found = gm.qca.necessary_condition_analysis(COUNTRIES, "Innovation performance", draws=20)
    effects = found.effects.loc[condition]
    assert effects["effect"].tolist() == pytest.approx([step, line], abs=1e-9)
    assert effects["corners"].tolist() == [5, 5]
    assert found.lines.loc[condition].tolist() == pytest.approx([intercept, slope], rel=1e-9)


def test_accuracy_of_the_example():
    """Two of 28 countries above the line, as the Python package of Chavelas (2024) has it, too: .9285714285714286."""
    found = gm.qca.necessary_condition_analysis(COUNTRIES, "Innovation performance", draws=20)
    assert found.effects.loc[("Individualism", "CR-FDH"), "accuracy"] == pytest.approx(0.9285714285714286)


def test_cases_at_one_corner_count_each():
    """R: peers and ceilings of NCA 4.0 under R 4.2.2 on the same twelve cases; with corners counted once .375."""
    x, y = [1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5], [1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5]
    frame = pd.DataFrame({"FUNDS": x, "DONE": y}, list("abcdefghijkl"))
    assert effect(frame, ceiling="CR-FDH")["effect"] == pytest.approx(0.3825757576, abs=1e-9)


def test_order_of_cases_does_not_matter():
    one, other = (
        gm.qca.necessary_condition_analysis(frame, "Innovation performance", draws=300).effects
        for frame in (COUNTRIES, COUNTRIES.sample(frac=1, random_state=4))
    )
    pd.testing.assert_frame_equal(one, other)


def area_above(intercept, slope, x0, x1, low, high):
    x = np.linspace(x0, x1, 200_001)
    line = np.clip(intercept + slope * x, low, high)
    return np.trapezoid(high - line, x) / ((x1 - x0) * (high - low))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=15))
def test_effects_are_areas(points):
    x, y = (np.array(one, dtype=float) for one in zip(*points, strict=True))
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return
    found = ceilings.peers(x, y[None])
    # steps, square by square
    grid = np.arange(x.min(), x.max()) + 0.5
    step = sum(y.max() - y[x <= at].max() for at in grid) / (np.ptp(x) * np.ptp(y))
    assert ceilings.step_effect(found, y.max(), y.min())[0] == pytest.approx(step)
    corners = [
        (at, y[x == at].max())
        for at in np.unique(x)
        if not (x < at).any() or y[x == at].max() > y[x < at].max()
    ]
    if len(corners) < 2:
        assert ceilings.line_effect(found, y.max(), y.min())[0] == 0
        return
    cases = [((x == at) & (y == top)).sum() for at, top in corners]
    slope, intercept = np.polyfit(*np.array(corners).T, 1, w=np.sqrt(cases))
    expected = area_above(intercept, slope, x.min(), x.max(), y.min(), y.max())
    assert ceilings.line_effect(found, y.max(), y.min())[0] == pytest.approx(expected, abs=1e-4)


def test_p_is_that_of_all_orders():
    x, y = FRAME["FUNDS"].to_numpy(), FRAME["DONE"].to_numpy()
    every = np.array([y[list(order)] for order in permutations(range(5))])
    effects = ceilings.step_effect(ceilings.peers(x, every), y.max(), y.min())
    exact = (effects >= 0.75 - 1e-12).mean()
    found = gm.qca.necessary_condition_analysis(FRAME, "DONE", draws=20_000, rng=1)
    assert found.effects.loc[("FUNDS", "CE-FDH"), "p"] == pytest.approx(exact, abs=0.01)


def test_bottlenecks_by_hand():
    table = gm.qca.necessary_condition_analysis(FRAME, "DONE", draws=10).bottlenecks["FUNDS"]
    assert table["CE-FDH"].loc[[0.0, 50.0, 60.0, 100.0]].tolist() == [0, 50, 100, 100]
    assert table["CR-FDH"].loc[[0.0, 50.0, 100.0]].tolist() == pytest.approx([0, 50, 100])


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_units_do_not_matter(scale):
    turned = (FRAME * scale + 3 * scale).sample(frac=1, random_state=1)
    for ceiling in ("CE-FDH", "CR-FDH"):
        assert effect(turned, ceiling=ceiling)["effect"] == pytest.approx(
            effect(FRAME, ceiling=ceiling)["effect"]
        )


def test_little_of_a_condition_may_be_what_is_needed():
    frame = FRAME.assign(FUNDS=4 - FRAME["FUNDS"])
    assert effect(frame, "~FUNDS", conditions=["~FUNDS"])["effect"] == pytest.approx(0.75)
    assert effect(frame)["effect"] == 0


def test_the_seed_gives_the_same_and_is_kept():
    first, second = (gm.qca.necessary_condition_analysis(FRAME, "DONE", draws=300, rng=7) for _ in range(2))
    pd.testing.assert_frame_equal(first.effects, second.effects)
    assert first.rng == 7


def test_no_ceiling_is_said():
    found = gm.qca.necessary_condition_analysis(FRAME.assign(DONE=[5.0, 1, 2, 3, 4]), "DONE", draws=50)
    assert (found.bottlenecks["FUNDS"] == 0).all()
    assert any("no ceiling" in note for note in found.notes)


@pytest.mark.parametrize(
    ("frame", "options", "said"),
    [
        (FRAME.head(2), {}, "there are 2"),
        (FRAME.assign(FUNDS=1.0), {}, "is 1 in every case"),
        (FRAME.assign(FUNDS=[np.nan, 1, 2, 3, 4]), {}, "a, FUNDS: the value is missing"),
        (FRAME.assign(FUNDS=[np.inf, 1, 2, 3, 4]), {}, "a, FUNDS: is infinite"),
        (FRAME, {"conditions": ["DONE"]}, "'DONE' is the outcome"),
        (FRAME, {"conditions": ["FUND"]}, "did you mean 'FUNDS'"),
        (FRAME, {"draws": 0}, "draws"),
    ],
)
def test_bad_input(frame, options, said):
    with pytest.raises(gm.GovmetricsError) as error:
        gm.qca.necessary_condition_analysis(frame, "DONE", **options)
    assert said in str(error.value)
