"""The free disposal hull of few units, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.dea.free_disposal import _undominated

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


def test_scores_slacks_targets_and_peers():
    """d makes (3, 1.5) from (6, 8): b does better with half of x1 and a quarter of x2, c with less still but half of y1."""
    x = pd.DataFrame({"x1": [9.0, 3, 2, 6], "x2": [9.0, 2, 2, 8]}, list("abcd"))
    y = pd.DataFrame({"y1": [9.0, 3, 1.5, 3], "y2": [9.0, 4, 4, 1.5]}, list("abcd"))
    found = gm.dea.free_disposal(x, y)
    assert found.scores.tolist() == [1, 1, 1, 0.5]
    assert found.input_slacks.loc["d"].tolist() == [0, 2]
    assert found.output_slacks.loc["d"].tolist() == [0, 2.5]
    assert found.output_slacks.loc[["a", "b", "c"]].to_numpy().tolist() == [[0, 0]] * 3
    assert found.targets.loc["d"].tolist() == [3, 2, 3, 4]
    assert found.peers[["unit", "peer"]].to_numpy().tolist() == [
        ["a", "a"],
        ["b", "b"],
        ["c", "c"],
        ["d", "b"],
    ]
    out = gm.dea.free_disposal(x, y, orientation="output")
    # with the inputs of d, b makes 1 and 8/3 of its outputs, c half and 8/3: the least counts
    assert out.scores["d"] == 1
    assert out.efficient.tolist() == ["strong", "strong", "strong", "weak"]
    assert out.output_slacks.loc["d"].tolist() == [0, 2.5]


def test_what_no_unit_of_the_reference_reaches_is_infeasible():
    x, y = pd.DataFrame({"x": [2.0, 2]}, ["u", "v"]), pd.DataFrame({"y": [5.0, 3]}, ["u", "v"])
    base = pd.DataFrame({"x": [1.0, 4]}, ["p", "q"]), pd.DataFrame({"y": [3.0, 2]}, ["p", "q"])
    found = gm.dea.free_disposal(x, y, reference=base)
    assert found.status.tolist() == ["infeasible", "optimal"]
    assert np.isnan(found.scores["u"])
    assert found.scores["v"] == 0.5
    for table in (found.input_slacks, found.output_slacks, found.targets):
        assert table.loc["u"].isna().all()
        assert table.loc["v"].notna().all()
    assert found.peers.to_numpy().tolist() == [["v", "p", 1.0]]
    none = gm.dea.free_disposal(x / 4, y, "output", reference=base)
    assert none.status.tolist() == ["infeasible"] * 2


def test_of_units_that_tie_the_one_with_the_most_slack_is_the_peer():
    x = pd.DataFrame({"x": [4.0, 2, 2]}, list("abc"))
    y = pd.DataFrame({"y1": [1.0, 1, 1], "y2": [1.0, 1, 3]}, list("abc"))
    found = gm.dea.free_disposal(x, y)
    assert found.peers.set_index("unit").loc["a", "peer"] == "c"
    assert found.output_slacks.loc["a"].tolist() == [0, 2]
    assert found.efficient.tolist() == ["no", "weak", "strong"]


def test_zeros_are_matched_by_zeros():
    x = pd.DataFrame({"x1": [0.0, 2, 4], "x2": [4.0, 2, 4]}, list("abc"))
    y = pd.DataFrame({"y1": [1.0, 1, 1], "y2": [0.0, 1, 0]}, list("abc"))
    assert gm.dea.free_disposal(x, y).scores.tolist() == [1, 1, 0.5]
    assert gm.dea.free_disposal(x, y, "output").scores.tolist() == [1, 1, 1]


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_many_units_are_what_every_pair_says(orientation):
    """Of 700 units with ties and duplicates: among those that reach as far the most relative slack, pair by pair."""
    rng = np.random.default_rng(3)
    x, y = (rng.integers(1, 30, (700, 2)).astype(float) for _ in range(2))
    found = gm.dea.free_disposal(x, y, orientation)
    peer = found.peers.set_index("unit")["peer"]
    for o in range(0, 700, 9):
        able = np.flatnonzero((y >= y[o]).all(axis=1) if orientation == "input" else (x <= x[o]).all(axis=1))
        need = (x[able] / x[o]).max(axis=1) if orientation == "input" else -(y[able] / y[o]).min(axis=1)
        t = abs(need.min())
        assert found.farrell[o] == pytest.approx(t, rel=1e-15)
        tie = able[need <= need.min() + 1e-9]
        spare = (y[tie] / y[o]).sum(axis=1) - (x[tie] / x[o]).sum(axis=1)
        chosen = tie[spare >= spare.max() - 1e-9]
        assert peer[o] in chosen
        one = peer[o]
        left_x = x[o] * (t if orientation == "input" else 1) - x[one]
        left_y = y[one] - y[o] * (t if orientation == "output" else 1)
        np.testing.assert_allclose(found.input_slacks.loc[o], left_x, atol=1e-9)
        np.testing.assert_allclose(found.output_slacks.loc[o], left_y, atol=1e-9)
        assert found.targets.loc[o].tolist() == [*x[one], *y[one]]
        kind = "no" if t != 1 else "weak" if max(*left_x, *left_y) > 1e-9 else "strong"
        assert found.efficient[o] == kind


def test_units_that_none_dominates_are_kept_with_their_duplicates():
    rng = np.random.default_rng(4)
    x, y = rng.integers(1, 6, (1300, 2)).astype(float), rng.integers(1, 6, (1300, 1)).astype(float)
    both = np.hstack([-x, y])
    better = (both[:, None] <= both).all(axis=2) & (both[:, None] < both).any(axis=2)
    assert _undominated(x, y).tolist() == np.flatnonzero(~better.any(axis=1)).tolist()
    wide, one = np.column_stack([np.arange(1300.0) + 1, 1301 - np.arange(1300.0)]), np.ones((1300, 1))
    assert _undominated(wide, one).tolist() == list(range(1300))
