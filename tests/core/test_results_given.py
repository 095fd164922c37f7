"""A result given for what it holds: the fault says which attribute to take, and that one is accepted."""

from __future__ import annotations

import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"A": ["x", "y"], "B": ["z"]})
FLAT = gm.IndicatorTree.from_groups({"x": ["x1"], "y": ["y1"]})
TABLE = pd.DataFrame({"x": [1.0, 2, 5], "y": [3.0, 1, 2], "z": [1.0, 5, 2]}, list("uvw"))
DATA = gm.read_records(TABLE, TREE)
RUN = gm.follow(gm.Recipe(), DATA)
JUDGED = gm.Judgements.from_matrices(TREE, {"Li": {"index": [[1, 2], [1 / 2, 1]], "A": [[1, 3], [1 / 3, 1]]}})
GROUP = gm.ahp.weights(JUDGED, draws=0)
WEIGHED = gm.ahp.eigenvector(pd.DataFrame([[1, 2], [1 / 2, 1]], list("xy"), list("xy")))
AUTHORITY = gm.ahp.authority(pd.Series({"Li": 0.5}), pd.Series({"Li": 0.8}))
RATINGS = pd.DataFrame({"x": [0.4, 0.6], "y": [0.5, 0.5]})


@pytest.mark.parametrize(
    ("call", "given", "attribute"),
    [
        (lambda value: gm.aggregation.arithmetic(RUN.scaled, value), GROUP, "weights"),
        (gm.weighting.entropy, RUN, "scaled"),
        (lambda value: gm.aggregation.veto(value, {"A": 1}), RUN, "scores"),
        (lambda value: gm.ranking.topsis(RUN.scaled, value), RUN, "weights"),
        (gm.weighting.equal, DATA, "tree"),
        (lambda value: gm.weighting.assigned(FLAT, value), WEIGHED, "weights"),
        (lambda value: gm.ahp.synthesise(RATINGS, value), WEIGHED, "weights"),
        (gm.ahp.repair, WEIGHED, "matrix"),
        (lambda value: gm.normalisation.min_max(DATA, bounds=value), RUN.scaled, "bounds"),
        (gm.normalisation.min_max, gm.treatment.screen(DATA), "data"),
    ],
)
def test_the_attribute_to_take_is_named(call, given, attribute):
    with pytest.raises(gm.FaultyInput, match=rf"give its `\.{attribute}`$"):
        call(given)
    call(getattr(given, attribute))


def test_authority_is_given_by_its_column():
    with pytest.raises(gm.FaultyInput, match=r'give its `\.experts\["cr"\]`$'):
        gm.ahp.weights(JUDGED, expert_weights=AUTHORITY)
    assert gm.ahp.weights(JUDGED, expert_weights=AUTHORITY.experts["cr"], draws=0).weights.method
