"""The sign of a component does not hang on rounding: two entries of one size are told apart by their place alone."""

import numpy as np
import pytest

import govmetrics as gm
from govmetrics.numerics.signs import turned


@pytest.mark.parametrize("noise", [-1e-15, 0.0, 1e-15])
@pytest.mark.parametrize("way", [-1, 1])
def test_the_first_of_the_largest_is_positive(noise, way):
    vector = way * np.array([[0.1, 0.5 + noise, -0.5, 0.0]])
    np.testing.assert_allclose(turned(vector), [[0.1, 0.5 + noise, -0.5, 0.0]], rtol=0, atol=1e-14)


def test_rows_are_turned_each_by_itself():
    found = turned(np.array([[-3.0, 2.0], [2.0, -3.0], [0.0, 0.0]]))
    assert found.tolist() == [[3.0, -2.0], [-2.0, 3.0], [0.0, 0.0]]
    assert not np.signbit(found[2]).any()


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4], [4, 2, 0, 1, 3], [3, 1, 4, 0, 2]])
def test_the_leaf_that_opposes_the_other_is_the_same_in_every_order_of_rows(order):
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    import pandas as pd

    frame = pd.DataFrame(
        {"a": [0.1, 0.4, 0.2, 0.9, 0.7], "b": [0.3, 0.2, 0.8, 0.1, 0.05]}, index=list("vwxyz")
    )
    scaled = gm.normalisation.z_score(gm.Dataset(tree, frame.iloc[order]))
    with pytest.raises(gm.core.GovmetricsError, match="b: load"):
        gm.weighting.pca(scaled, how="first_component")
