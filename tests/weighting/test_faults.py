"""Every fault of options, trees and values in one error."""

import numpy as np
import pandas as pd
import pytest

from govmetrics import weighting
from govmetrics.core import FaultyInput, IndicatorTree, Scaled

TREE = IndicatorTree.from_groups({"A": ["a", "b"], "B": ["c"]})
OTHER = IndicatorTree.from_groups({"A": ["a", "b"], "C": ["c"]})
VALUES = pd.DataFrame({"a": [5.0] * 6, "b": [-1.0, 2, 3, 4, 5, 6], "c": [1.0, 2, 3, 4, 5, np.nan]})
SCALED = Scaled(TREE, VALUES, pd.DataFrame(), "by hand", (0, 10))


def places(make):
    with pytest.raises(FaultyInput) as raised:
        make()
    return [fault.place for fault in raised.value.faults]


def test_options_come_with_what_the_values_forbid():
    assert places(lambda: weighting.entropy(SCALED, across="all")) == ["across", "b"]
    assert places(lambda: weighting.pca(SCALED, across="all", how="best")) == ["how", "across", "a"]


def test_weights_by_hand():
    given = {"A": -1, "zz": 1, "a": 0, "b": 0}
    assert places(lambda: weighting.assigned(TREE, given)) == ["A", "zz", "index", "A"]
    assert places(lambda: weighting.assigned(TREE, {"A": 0, "B": 0, "a": 1})) == ["A", "index"]
    assert places(lambda: weighting.assigned(TREE, [1])) == ["weights"]
    assert weighting.assigned(TREE, {"A": np.int64(1), "B": np.float32(3)}).of("index").tolist() == [
        0.25,
        0.75,
    ]


def test_sources_and_shares():
    equal, other = weighting.equal(TREE), weighting.equal(OTHER)
    found = places(lambda: weighting.combine([equal, 3, other], how="best", shares=["half"], over="all"))
    assert found == ["how", "over", "weights[1]", "weights[2]", "shares"]


def test_stages_and_cells():
    table = pd.DataFrame({"a": [1, "x"], "b": [-1, 2], "zz": 1}, index=["early", 2])
    found = places(lambda: weighting.stages(TREE, table, "cubic"))
    assert found == ["interpolation", "A", "B", "c", "zz", "stages", "stage early, b", "stage 2, a"]
    good = weighting.stages(TREE, pd.DataFrame({"a": [1, 1], "b": [1, 2], "c": [1, 1]}, index=[1, 2]))
    assert places(lambda: good.of_units(pd.Series({"u": 0, "v": "late", "w": 1}))) == ["u", "v"]
    assert places(lambda: good.of_units(pd.Series(range(3, 100))))[-1] == "and 47 more like the last"


def test_limits_trees_and_missing_values():
    other = weighting.equal(OTHER)
    found = places(lambda: weighting.variable(SCALED, other, "both", form="root", low="x"))
    assert found == ["form", "kind", "B", "C", "5, c"]
    assert places(lambda: weighting.variable(SCALED, other, strength="x", low=2)) == [
        "strength",
        "low",
        "B",
        "C",
        "5, c",
    ]
    few = Scaled(TREE, VALUES.head(3), pd.DataFrame())
    assert places(lambda: weighting.effective(few, other, across="all")) == ["across", "B", "C", "rows"]


@pytest.mark.parametrize("method", [m.name for m in weighting.METHODS.values() if m.stands_alone])
def test_a_frame_is_neither_a_tree_nor_scaled(method):
    assert places(lambda: weighting.METHODS[method](VALUES))[0] in ("tree", "scaled")
