"""DEMATEL: a case by hand, the series of indirect influence, invariants, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.ahp.dematel import dematel
from govmetrics.core import FaultyInput, UnsuitableMethod


def test_by_hand():
    """X = [[0, 2, 1], [0, 0, 2], [1, 0, 0]], s = 3; solving (3 I - X) y = 1 gives D = (2.3, 1.4, 1.1)."""
    found = dematel(pd.DataFrame([[0, 2, 1], [0, 0, 2], [1, 0, 0]], list("abc"), list("abc")))
    assert found.factors["exerted"].tolist() == pytest.approx([2.3, 1.4, 1.1])
    assert found.factors["received"].tolist() == pytest.approx([1.1, 1.4, 2.3])
    assert found.factors["role"].tolist() == ["cause", "neither", "effect"]
    length = np.hypot([3.4, 2.8, 3.4], [1.2, 0, 1.2])
    assert found.factors["weight"].tolist() == pytest.approx((length / length.sum()).tolist())
    assert found.threshold == pytest.approx(4.8 / 9)
    assert found.influences().iloc[0]["influence"] == found.total.to_numpy().max()
    assert (found.influences()["influence"] > found.threshold).all()


def test_scaling_by_row_sums_alone():
    """Five factors whose largest row sum is 9 and largest column sum 12; T = N (I - N)^-1 by explicit inverse."""
    x = np.array(
        [[0, 4, 3, 1, 0], [0, 0, 4, 1, 1], [0, 1, 0, 4, 4], [0, 0, 1, 0, 0], [1, 0, 4, 4, 0]], dtype=float
    )
    for sums, s in (("rows", 9), ("rows and columns", 12)):
        total = x / s @ np.linalg.inv(np.eye(5) - x / s)
        assert dematel(x, sums).total.to_numpy() == pytest.approx(total, abs=1e-12)
    with pytest.raises(FaultyInput, match="rows and columns, rows"):
        dematel(x, "columns")


influences = st.integers(2, 5).flatmap(
    lambda n: arrays(float, (n, n), elements=st.sampled_from([0.0, 1, 2, 3, 4]))
)


@given(influences, st.randoms(use_true_random=False))
def test_total_is_the_sum_of_all_indirect_influence(x, shuffle):
    x = x * (1 - np.eye(len(x)))
    assume(x.any())
    normal = x / max(x.sum(axis=0).max(), x.sum(axis=1).max())
    assume(np.abs(np.linalg.eigvals(normal)).max() < 0.9)
    found = dematel(x)
    series, term = np.zeros_like(x), normal
    for _ in range(400):
        series, term = series + term, term @ normal
    assert found.total.to_numpy() == pytest.approx(series, abs=1e-9)
    assert found.factors["relation"].sum() == pytest.approx(0, abs=1e-9)
    assert found.factors["weight"].sum() == pytest.approx(1)
    # units of the scale and labels do not matter
    assert dematel(x * 7).total.to_numpy() == pytest.approx(found.total.to_numpy(), abs=1e-9)
    order = list(range(len(x)))
    shuffle.shuffle(order)
    turned = dematel(x[np.ix_(order, order)]).factors["prominence"].to_numpy()
    assert turned == pytest.approx(found.factors["prominence"].to_numpy()[order], abs=1e-9)


def test_experts_are_averaged():
    one, two = np.array([[0, 4, 1], [0, 0, 2], [1, 0, 0.0]]), np.array([[0, 0, 1], [0, 0, 2], [1, 0, 0.0]])
    assert dematel(np.stack([one, two])).total.equals(dematel((one + two) / 2).total)


def test_results():
    found = dematel([[0, 2, 1], [0, 0, 2], [1, 0, 0]])
    assert set(found.to_dict()) == {"schema", "names", "factors", "total", "threshold"}
    copy = found.to_frame()
    copy.loc[0, "weight"] = 9
    assert found.factors.loc[0, "weight"] < 1
    assert found.tables("zh")[0].frame.columns.tolist() == [
        "因素", "影响度", "被影响度", "中心度", "原因度", "因素属性", "权重",
    ]  # fmt: skip
    assert "结果因素" in found.tables("zh")[0].frame["因素属性"].tolist()
    assert "Effects: 2." in found.summary()


def test_refusals():
    with pytest.raises(UnsuitableMethod, match="never fades"):
        dematel([[0, 3], [3, 0]])
    with pytest.raises(UnsuitableMethod, match="all influences are zero"):
        dematel(np.zeros((3, 3)))
    with pytest.raises(FaultyInput) as raised:
        dematel([[[0, 1], [2, 1]], [[0, -1], [np.nan, 0]]])
    assert [f.place for f in raised.value.faults] == [
        "expert 1, 1 on 1",
        "expert 2, 0 on 1",
        "expert 2, 1 on 0",
    ]
    for bad in ([[0, 1, 2], [1, 0, 2]], [[0]], [1, 2]):
        with pytest.raises(FaultyInput, match="shape"):
            dematel(bad)
    with pytest.raises(FaultyInput, match="same unique labels"):
        dematel(pd.DataFrame([[0, 1], [2, 0]], list("ab"), list("ba")))
    with pytest.raises(FaultyInput, match="not a number"):
        dematel([[0, "often"], [1, 0]])
