"""CODAS and ELECTRE II by sorting and in blocks are those of scikit-criteria, whose arrays of pairs grow with n squared."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skcriteria.agg.codas import codas
from skcriteria.agg.electre import electre2_gomez2004tomada

import govmetrics as gm
from govmetrics.core import memory
from govmetrics.ranking import outranking as of

X = st.tuples(st.integers(2, 12), st.integers(1, 6)).flatmap(
    lambda shape: arrays(
        float, shape, elements=st.one_of(st.sampled_from([0.25, 0.5, 1.0]), st.floats(0.01, 1))
    )
)


@given(x=X, tau=st.sampled_from([0.0, 0.02, 0.05, 0.25, 1.0]), data=st.data())
def test_codas_is_that_of_all_pairs(x, tau, data):
    w = data.draw(arrays(float, x.shape[1], elements=st.floats(0.1, 1)))
    found = of.codas_scores(x, w / w.sum(), tau)["score"]
    np.testing.assert_allclose(found, codas(x, w / w.sum(), tau)[1], atol=1e-11)


@given(x=X.filter(lambda x: np.ptp(x, axis=0).max() > 0))
def test_electre2_is_that_of_scikit_criteria(x):
    w = np.arange(1.0, x.shape[1] + 1)
    w /= w.sum()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = electre2_gomez2004tomada(x, np.ones(len(w)), w)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of, "BLOCK", 5)
        found = of.electre2_ranks(x, w)
    assert found["ranking_direct"].tolist() == expected[1].tolist()
    assert found["ranking_inverted"].tolist() == expected[2].tolist()


def test_a_concordance_at_its_limit_reaches_it_whatever_the_rounding():
    w = np.array([0.05, 0.3, 0.3, 0.35])  # the first three sum to .6499999999999999
    x = np.array([[1.0, 1, 1, 0], [0, 0, 0, 0.6]])
    strong, _ = of._relations(x, w)
    assert strong[0, 1]


def test_electre2_of_too_many_units_is_refused_and_the_way_out_works(monkeypatch):
    monkeypatch.setattr(memory, "MOST", 100)
    tree = gm.IndicatorTree.from_groups({"G": ["a", "b"]})
    x = pd.DataFrame(np.random.default_rng(0).uniform(1, 9, (20, 2)), columns=tree.codes)
    scaled, weights = gm.Scaled(tree, x, pd.DataFrame(), "by hand", (1, 9)), gm.weighting.equal(tree)
    with pytest.raises(gm.core.FaultyInput, match="of memory would be needed"):
        gm.ranking.electre2(scaled, weights)
    assert len(gm.ranking.promethee(scaled, weights).ranks) == 20
