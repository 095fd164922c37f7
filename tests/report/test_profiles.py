import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.report.profiles import profiles
from govmetrics.report.standing import standing


@pytest.mark.parametrize("leaves", [1, 2, 5, 9])
def test_no_indicator_is_both_a_strength_and_a_shortfall(leaves):
    codes = [f"x{i}" for i in range(leaves)]
    tree = gm.IndicatorTree.from_groups({"A": codes})
    values = pd.DataFrame([[i * 10.0 for i in range(leaves)], [50.0] * leaves, [90.0 - i for i in range(leaves)]],
                          ["u", "v", "w"], codes)  # fmt: skip
    assessment = gm.follow(gm.Recipe(normalisation="percentile"), gm.Dataset(tree, values))
    for told in profiles(assessment, standing(assessment), None, (0, 100), "en", 3):
        strong, weak = ([name for name, _ in told[key]] for key in ("strong", "weak"))
        assert not set(strong) & set(weak)
        assert len(strong) == min(3, (leaves + 1) // 2)
        assert len(weak) == min(3, leaves // 2)
        scores = dict([*told["strong"], *told["weak"]])
        assert all(scores[s] >= scores[w] for s in strong for w in weak)
