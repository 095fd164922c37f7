"""How alike: tf-idf by its formula, every pair found, groups of copies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.text.similarity import alike, weighted


def by_formula(texts: list[str]) -> np.ndarray:
    """Cosines of t (1 + ln((1 + n) / (1 + d))) over pairs of characters, written out."""
    terms = [[text[at : at + 2] for at in range(len(text) - 1)] or [text] for text in texts]
    known = sorted({term for row in terms for term in row})
    t = np.array([[row.count(term) for term in known] for row in terms], float)
    w = t * (1 + np.log((1 + len(texts)) / (1 + (t > 0).sum(axis=0))))
    w /= np.linalg.norm(w, axis=1, keepdims=True)
    return w @ w.T


@given(
    st.lists(st.text(alphabet="路灯坏停车难", min_size=1, max_size=12), min_size=2, max_size=12),
    st.sampled_from([0.2, 0.5, 0.8, 0.95]),
)
def test_every_pair_is_found_and_no_other(texts, least):
    one, other, cosine = alike(weighted(texts, "characters"), least)
    expected = by_formula(texts)
    want = {
        (i, j) for i in range(len(texts)) for j in range(i + 1, len(texts)) if expected[i, j] >= least + 1e-9
    }
    may = {
        (i, j) for i in range(len(texts)) for j in range(i + 1, len(texts)) if expected[i, j] >= least - 1e-9
    }
    found = set(zip(one.tolist(), other.tolist(), strict=True))
    assert want <= found <= may
    assert cosine == pytest.approx(expected[one, other])


def test_groups_hold_copies_and_what_is_joined_through_others():
    texts = [
        "三号楼路灯坏了请尽快维修谢谢",
        "五号楼路灯坏了请尽快维修谢谢",
        "小区停车位太少",
        "小区 停车位太少",
        "完全不同的另一件事",
    ]
    found = gm.text.similarity(texts, least=0.6)
    assert found.groups.to_dict() == {1: 1, 2: 1, 3: 2, 4: 2}
    assert found.pairs[["one", "other"]].to_numpy().tolist() == [[1, 2]]
    assert "4 of 5 documents" in found.summary()
    assert gm.text.similarity(["甲", "乙丙丁"]).groups.empty


def test_one_document_and_odd_limits():
    with pytest.raises(gm.UnsuitableMethod):
        gm.text.similarity(["甲"])
    with pytest.raises(gm.FaultyInput, match=r"from 0\.1"):
        gm.text.similarity(["甲", "乙"], least=0.01)


def test_a_pair_whose_first_has_a_rare_ending_is_not_lost():
    """The rare pairs of the first are not in the second: looking for these alone would lose the pair."""
    base = "三号楼路灯坏了请尽快维修"
    texts = [base + "甲乙", base, *(base[:at] for at in range(4, 10))]
    expected = by_formula(texts)[0, 1]
    assert 0.8 < expected < 0.95
    found = gm.text.similarity(texts, least=expected - 0.001)
    assert [1, 2] in found.pairs[["one", "other"]].to_numpy().tolist()
