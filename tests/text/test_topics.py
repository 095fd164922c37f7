"""Topics: those that were put in are found, seeds are compared by a published measure, labels are a person's."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import govmetrics as gm
from govmetrics.text._topic_models import agreement, average_jaccard, fitted

THEMES = [
    ["停车", "车位", "堵车", "公交"],
    ["路灯", "电梯", "楼道", "水管"],
    ["垃圾", "保洁", "绿化", "污水"],
]


def made(n: int = 150, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    of = rng.integers(0, 3, n)
    texts = ["，".join(rng.choice(THEMES[theme], 5)) for theme in of]
    return pd.DataFrame({"text": texts, "unit": np.array(["甲", "乙", "丙"])[of], "theme": of})


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_topics_that_were_put_in_are_found(method):
    frame = made()
    found = gm.text.topics(frame, n=3, method=method, draws=3)
    largest = found.weights.to_numpy().argmax(axis=1)
    table = pd.crosstab(largest, frame["theme"]).to_numpy()
    assert table.max(axis=1).sum() == len(frame)
    assert {frozenset(words.split()[:4]) for words in found.topics["words"]} == {
        frozenset(theme) for theme in THEMES
    }
    assert found.weights.sum(axis=1).to_numpy() == pytest.approx(1)
    assert found.topics["documents"].sum() == len(frame)
    assert found.values.to_numpy().max(axis=1).min() > 0.8


def test_units_means_and_their_errors():
    found = gm.text.topics(made(), n=3)
    rows = found.weights[(made()["unit"] == "甲").to_numpy()]
    assert found.values.loc["甲"].to_numpy() == pytest.approx(rows.mean().to_numpy())
    assert found.standard_errors.loc["甲"].to_numpy() == pytest.approx(
        (rows.std() / np.sqrt(len(rows))).to_numpy()
    )


def test_the_same_seed_tells_the_same_and_noise_is_unsteady():
    one, other = gm.text.topics(made(), n=3, rng=1), gm.text.topics(made(), n=3, rng=1)
    pd.testing.assert_frame_equal(one.topics, other.topics)
    assert one.topics["stability"].min() > 0.7
    rng = np.random.default_rng(0)
    words = ["".join(letters) for letters in rng.choice(list("bcdfgklm"), (300, 6))]
    noise = gm.text.topics([" ".join(rng.choice(words, 8)) for _ in range(150)], n=6)
    assert noise.topics["stability"].mean() < 0.7
    assert "do not build on them" in noise.summary()


def test_average_jaccard_is_that_of_greene_2014():
    """By the definition in Greene et al. (2014): the mean over depths of Jaccard's index of the heads."""
    first, second = np.array([0, 1, 2, 3, 4]), np.array([5, 1, 6, 0, 7])
    # heads: {0}|{5}: 0; {0,1}|{5,1}: 1/3; {0,1,2}|{5,1,6}: 1/5; {0..3}|{5,1,6,0}: 2/6; {0..4}|{5,1,6,0,7}: 2/8
    assert average_jaccard(first, second) == pytest.approx((0 + 1 / 3 + 1 / 5 + 1 / 3 + 1 / 4) / 5)
    assert agreement(np.array([[0, 1], [2, 3]]), np.array([[2, 3], [0, 1]])).tolist() == [1, 1]


def test_factors_of_a_matrix_of_two_topics_give_it_back():
    """Whatever the scale of a factor: words sum to 1, and documents times words are the matrix."""
    given = np.outer([1.0, 2, 0, 0, 3], [8.0, 2, 0, 0]) + np.outer([0.0, 1, 5, 2, 0], [0.0, 0, 1, 3])
    found = fitted(sparse.csr_array(given), 2, "nmf", 0)
    assert found.words.sum(axis=1) == pytest.approx(1)
    assert found.documents @ found.words == pytest.approx(given, abs=0.3)


def test_one_character_words_and_words_of_the_dictionary_stay_whole():
    texts = ["水 电 路 都坏", "水 路", "社区治理共同体建设", "社区治理共同体", "水 电"]
    found = gm.text.topics(texts, n=2, draws=2)
    assert {"水", "社区治理共同体"} <= set(found.words["word"])


def test_labels_are_a_persons():
    found = gm.text.topics(made(), n=3)
    assert found.topics["label"].tolist() == ["", "", ""]
    assert "read their documents" in found.summary()
    named = found.labelled({1: "停车", 2: "设施", 3: "环境"})
    assert named.topics["label"].tolist() == ["停车", "设施", "环境"]
    assert "read their documents" not in named.summary()
    for labels in ({9: "x"}, {1: 3}):
        with pytest.raises(gm.FaultyInput):
            found.labelled(labels)


def test_documents_without_words_have_no_topic_and_are_named():
    found = gm.text.topics(
        pd.concat([made(40), pd.DataFrame({"text": ["123 ！！"], "unit": ["甲"]}, index=["odd"])]),
        n=3,
        draws=2,
    )
    assert found.weights.loc["odd"].isna().all()
    assert "odd" in found.summary()


def test_too_few_documents_or_words():
    with pytest.raises(gm.UnsuitableMethod, match="too few"):
        gm.text.topics(["停车", "路灯"], n=5)
    with pytest.raises(gm.UnsuitableMethod, match="no words"):
        gm.text.topics(["123", "!!"], n=2)


def test_missing_libraries_say_what_to_install(monkeypatch):
    from govmetrics.text import _segments

    _segments._segmenter.cache_clear()
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(gm.FaultyInput, match=r'needs rjieba; pip install "govmetrics\[text\]"'):
        gm.text.topics(made(), n=3)


def test_leaves_of_a_tree():
    tree = gm.read_tree({"code": "G", "parts": [
        {"code": "a", "unit": "%", "better": "less"},
        {"code": "b", "unit": "per 1,000 characters", "better": "less"},
    ]})  # fmt: skip
    frame = made()
    share = gm.text.keywords(frame, {"车": THEMES[0], "灯": THEMES[1]}, measure="share")
    data = gm.text.to_leaves(share, tree, {"a": "车"})
    assert data.values["a"].to_numpy() == pytest.approx(100 * share.values["车"].to_numpy())
    assert data.standard_errors["a"].to_numpy() == pytest.approx(100 * share.standard_errors["车"].to_numpy())
    assert data.values["b"].isna().all()
    graded = gm.read_tree({"code": "G", "parts": [{"code": "a", "unit": "score 1-5", "better": "less"}]})
    found = gm.text.to_leaves(share, graded, {"a": "车"}).values["a"].to_numpy()
    assert found == pytest.approx(1 + 4 * share.values["车"].to_numpy())
    rate = gm.text.keywords(frame, {"车": THEMES[0]})
    with pytest.raises(gm.FaultyInput, match="no highest value"):
        gm.text.to_leaves(rate, tree, {"a": "车"})
    other = gm.text.to_leaves(rate, tree, {"b": "车"})
    joined = gm.join(data, other)
    assert joined.values.notna().all(axis=None)
    with pytest.raises(gm.FaultyInput) as error:
        gm.text.to_leaves(rate, tree, {"z": "车", "b": "船"})
    assert len(error.value.faults) == 2
    with pytest.raises(gm.FaultyInput, match="no units"):
        gm.text.to_leaves(gm.text.keywords(["停车"], ["停车"]), tree, {"b": "停车"})
    topics = gm.text.topics(frame, n=3, draws=2)
    assert gm.text.to_leaves(topics, tree, {"a": 1}).values["a"].between(0, 100).all()
