"""Words together: the published association ratios, counts by hand, and what independence gives."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import govmetrics as gm
from govmetrics.text.cooccurrence import association


@pytest.mark.parametrize(
    ("together", "one", "other", "ratio"), [(12, 111, 621, 11.3), (8, 1105, 44, 11.3), (30, 1105, 241, 10.7)]
)
def test_church_hanks_1990_table(together, one, other, ratio):
    """Church and Hanks (1990), words with doctor in the 1987 AP corpus of 15 million words; printed to one digit."""
    pmi = association(np.array([[one, together], [together, other]]), 15_000_000)[1]
    assert pmi[0, 1] == pytest.approx(ratio, abs=0.06)


TEXTS = ["停车和物业。路灯", "停车，物业", "路灯。停车", "水管", "停车停车"]
WORDS = ["停车", "物业", "路灯", "水管"]


@pytest.mark.parametrize(("within", "contexts"), [("document", 5), ("sentence", 7)])
def test_counts_are_those_of_a_look_at_every_context(within, contexts):
    found = gm.text.cooccurrence(TEXTS, WORDS, within=within, least=1)
    parts = TEXTS if within == "document" else [part for text in TEXTS for part in text.split("。")]
    assert found.contexts == contexts == len(parts)
    for a, b in itertools.product(WORDS, WORDS):
        both = sum(a in part and b in part for part in parts)
        either = sum(a in part or b in part for part in parts)
        assert found.counts.loc[a, b] == both
        assert found.jaccard.loc[a, b] == pytest.approx(both / either)
        if both:
            n = sum(a in part for part in parts) * sum(b in part for part in parts)
            assert found.pmi.loc[a, b] == pytest.approx(np.log2(both * contexts / n))


def test_independent_words_have_no_mutual_information_and_the_same_ones_all():
    jaccard, pmi, npmi, expected = association(np.array([[50, 25, 50], [25, 50, 25], [50, 25, 50]]), 100)
    assert pmi[0, 1] == pytest.approx(0)
    assert npmi[0, 2] == pytest.approx(1)
    assert jaccard[0, 2] == 1
    assert expected[0, 1] == 25


def test_rare_pairs_are_not_listed_and_longer_words_hold_no_shorter_ones():
    assert gm.text.cooccurrence(TEXTS, WORDS, least=3).pairs.empty
    assert gm.text.cooccurrence(TEXTS, WORDS, least=2).pairs["count"].tolist() == [2, 2]
    found = gm.text.cooccurrence(["社区治理", "社区治理", "社区和治理"], ["社区治理", "社区", "治理"])
    assert found.counts.loc["社区治理", "社区"] == 0
    assert found.pmi.loc["社区治理", "社区"] == -np.inf
    found = gm.text.cooccurrence(
        ["社区治理", "社区治理", "社区和治理"], ["社区治理", "社区", "治理"], overlaps=True
    )
    assert found.counts.loc["社区治理", "社区"] == 2


def test_two_words_must_occur():
    with pytest.raises(gm.UnsuitableMethod, match="1 of the words occurs"):
        gm.text.cooccurrence(["停车"], WORDS)
