"""Words counted: the case's numbers, a count letter by letter, and what must hold whatever the texts."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.text._matching import Matcher
from govmetrics.text._written import compared

TEXT = "加强社区治理，推进社区治理共同体建设。社区居民参与社区协商，治理效能提升；三社联动，水电路修好。"
WORDS = ["社区治理共同体", "社区治理", "社区", "治理", "居民", "水", "电", "路"]
LONGEST = dict(zip(WORDS, [1, 1, 2, 1, 1, 1, 1, 1], strict=True))
EVERY = dict(zip(WORDS, [1, 2, 4, 3, 1, 1, 1, 1], strict=True))
"""Counted by hand; the shared case file `text` has the same numbers (below)."""


def test_longest_match_and_every_occurrence():
    assert gm.text.keywords(TEXT, WORDS).words["count"].to_dict() == LONGEST
    assert gm.text.keywords(TEXT, WORDS, overlaps=True).words["count"].to_dict() == EVERY


def test_numbers_of_the_shared_case(cases):
    case = json.loads((cases / "text" / "case.json").read_text(encoding="utf-8"))["keywords_zh"]
    found = gm.text.keywords(case["text"], case["dictionary"])
    assert found.words["count"].to_dict() == case["longest match, no overlaps"]
    found = gm.text.keywords(case["text"], case["dictionary"], overlaps=True)
    assert found.words["count"].to_dict() == case["every occurrence (overlaps counted)"]


def by_hand(text: str, words: list[str], overlaps: bool) -> dict[str, int]:
    """Count letter by letter."""
    count, at = dict.fromkeys(words, 0), 0
    while at < len(text):
        here = [word for word in words if text.startswith(word, at) and whole(text, at, word)]
        if overlaps:
            for word in here:
                count[word] += 1
        elif here:
            best = max(here, key=len)
            count[best] += 1
            at += len(best) - 1
        at += 1
    return count


def whole(text: str, at: int, word: str) -> bool:
    def letter(sign: str) -> bool:
        return sign.isascii() and sign.isalpha()

    before = letter(word[0]) and at > 0 and letter(text[at - 1])
    end = at + len(word)
    return not before and not (letter(word[-1]) and end < len(text) and letter(text[end]))


@given(
    st.text(alphabet="社区治a b1.(*", max_size=30),
    st.lists(st.text(alphabet="社区治a b1.(*", min_size=1, max_size=5), min_size=1, max_size=8, unique=True),
    st.booleans(),
)
def test_counts_are_those_of_a_count_letter_by_letter(text, words, overlaps):
    found = Matcher(words, overlaps).counts([text]).toarray()[0]
    assert dict(zip(words, found, strict=True)) == by_hand(text, words, overlaps)


def test_words_of_letters_stand_alone_and_capitals_and_widths_are_alike():
    found = gm.text.keywords("Broadway road, ROAD; the roads. ＷＩＦＩ wifi", ["road", "WiFi"])
    assert found.words["count"].tolist() == [2, 2]


def test_emoji_control_characters_and_line_ends():
    found = gm.text.keywords("路\x00灯\u200b坏了😡😡\r\nstreet\n light 路灯", ["路灯", "😡", "street light"])
    assert found.words["count"].tolist() == [2, 2, 1]


def test_traditional_and_simplified_are_joined_on_request():
    text = "社區治理與社区治理"
    assert gm.text.keywords(text, ["社区治理"]).words["count"].tolist() == [1]
    assert gm.text.keywords(text, ["社区治理"], simplify=True).words["count"].tolist() == [2]
    both = gm.text.keywords(text, ["社区治理", "社區治理"], simplify=True)
    assert both.words["count"].to_dict() == {"社区治理": 2}
    assert "社区治理 / 社區治理" in both.summary()


TICKETS = pd.DataFrame(
    {"text": ["路灯坏", "水管漏水啊", "路灯路灯路灯", "停水"],
     "unit": ["甲", "甲", "甲", "乙"], "period": [2024, 2025, 2025, 2025]},
    index=list("abcd"),
)  # fmt: skip


def test_by_unit_and_period_with_rates_and_shares():
    found = gm.text.keywords(TICKETS.drop(columns="period"), {"灯": ["路灯"], "水": ["水", "水管"]})
    assert found.by("unit").loc["甲"].to_dict() == {"路灯": 4, "水": 1, "水管": 1}
    assert found.by("unit", "share", "themes").loc["甲"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert found.values.loc["甲", "灯"] == pytest.approx(1000 * 4 / 14)
    assert found.themes["documents"].to_dict() == {"灯": 2, "水": 2}
    assert found.counts.loc["c"].tolist() == [3, 0, 0]
    both = gm.text.keywords(TICKETS, ["路灯"])
    assert both.values.index.tolist() == [(2024, "甲"), (2025, "甲"), (2025, "乙")]
    assert both.by("period").loc[2025].tolist() == [3]


def test_the_error_of_a_rate_is_that_of_a_ratio():
    """Cochran's formula, written out; and a bootstrap of the documents tells the same."""
    rng = np.random.default_rng(1)
    texts = ["路灯" * k + "坏" * n for k, n in zip(rng.poisson(1, 60), rng.integers(5, 40, 60), strict=True)]
    found = gm.text.keywords(pd.DataFrame({"text": texts, "unit": "甲"}), ["路灯"])
    y, x = (np.array([f(t) for t in texts], float) for f in (lambda t: t.count("路灯"), len))
    r = y.sum() / x.sum()
    expected = 1000 * np.sqrt(60 / 59 * ((y - r * x) ** 2).sum()) / x.sum()
    assert found.standard_errors.loc["甲", "路灯"] == pytest.approx(expected, rel=1e-9)
    rows = rng.integers(0, 60, (4000, 60))
    assert found.standard_errors.loc["甲", "路灯"] == pytest.approx(
        (1000 * y[rows].sum(1) / x[rows].sum(1)).std(), rel=0.1
    )
    share = gm.text.keywords(pd.DataFrame({"text": texts, "unit": "甲"}), ["路灯"], measure="share")
    p = (y > 0).mean()
    assert share.standard_errors.loc["甲", "路灯"] == pytest.approx(np.sqrt(p * (1 - p) / 59))
    count = gm.text.keywords(pd.DataFrame({"text": texts, "unit": "甲"}), ["路灯"], measure="count")
    assert count.values.loc["甲", "路灯"] == y.sum()
    assert count.standard_errors.loc["甲", "路灯"] == pytest.approx(np.sqrt((y**2).sum()))


def test_rows_in_another_order_change_nothing():
    one, other = (gm.text.keywords(frame, WORDS[5:]) for frame in (TICKETS, TICKETS.iloc[::-1]))
    pd.testing.assert_frame_equal(one.values.sort_index(), other.values.sort_index())
    assert one.words["count"].tolist() == other.words["count"].tolist()


@pytest.mark.parametrize(("words", "said"), [
    ([], "has no words"), (["路", "路"], "more than once"), (["路", ""], "not a word"), ({"a": "x"}, "no list of words"),
    ({}, "there are none"), (["x" * 51], "more than 50"), ([None], "not a word"), (["Ａpp", "app"], "more than once"),
])  # fmt: skip
def test_faults_of_words(words, said):
    with pytest.raises(gm.FaultyInput, match=said):
        gm.text.keywords("路灯", words)


def test_the_dictionary_of_the_library_covers_both_languages_with_its_sources():
    found = gm.text.dictionary()
    assert set(found.words["language"]) == {"zh", "en"}
    assert found.words["source"].notna().all()
    assert {"水", "电", "路"} <= set(found.words.index)
    trees = set(gm.list_trees()["name"])
    cited = {part.strip().split(" ")[0] for source in found.words["source"] for part in source.split(";")}
    assert cited <= trees
    for source in set(found.words["source"]):
        for part in source.split(";"):
            name, *codes = part.split()
            tree = gm.read_tree(name)
            for code in codes:
                assert set(code.split("-")) <= set(tree.node_codes), (name, code)
    assert not {compared(word) for word in found.words.index} - set(found.words.index)


def test_words_from_files(tmp_path):
    (tmp_path / "a.txt").write_text("路灯\n电梯\n", encoding="gb18030")
    assert gm.text.dictionary(tmp_path / "a.txt").words.index.tolist() == ["路灯", "电梯"]
    (tmp_path / "a.csv").write_text("关键词,主题\n路灯,设施\n垃圾,环境\n", encoding="utf-8")
    assert gm.text.dictionary(tmp_path / "a.csv").words["theme"].to_dict() == {"路灯": "设施", "垃圾": "环境"}
    with pytest.raises(gm.FaultyInput, match="no such file"):
        gm.text.dictionary(tmp_path / "b.txt")
