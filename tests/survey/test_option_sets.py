"""A word's code follows from the set of options that it stands in."""

from __future__ import annotations

import ast
import itertools
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.survey.option_sets import SCALES, _candidates
from govmetrics.survey.option_words import word_of
from tests.crossed import crossed

TREE = gm.IndicatorTree.from_groups({"G": ["q1"]})


def codes(words, scale=(1, 5), **options):
    """Return the codes that an item's texts are read as."""
    survey = gm.read_survey(pd.DataFrame({"q1": words}, dtype=object), TREE, scale=scale, **options)
    return survey.answers["q1"].tolist()


# Sets of published questionnaires, from the top down
FULL = {
    "garden city (minanzk.com 461)": "满意/比较满意/一般/较不满意/不满意",
    "official": "非常满意/满意/一般/不满意/非常不满意",
    "official, basic": "很满意/满意/基本满意/不满意/很不满意",
    "traditional": "非常滿意/比較滿意/普通/不太滿意/非常不滿意",
    "satisfied at three steps up": "非常满意/满意/比较满意/一般/不满意",
    "knowledge": "非常了解/比较了解/一般/不太了解/不了解",
    "importance": "Very important/Important/Somewhat important/Not very important/Not important at all",
    "agreement": "Strongly agree/Agree/Neither agree nor disagree/Disagree/Strongly disagree",
    "agreement, somewhat": "Strongly agree/Somewhat agree/Neutral/Somewhat disagree/Strongly disagree",
    "likelihood": "Very likely/Likely/Neutral/Unlikely/Very unlikely",
    "frequency": "总是/经常/有时/很少/从不", "frequency, now and then": "总是/经常/偶尔/很少/从不",
    "frequency in English": "Always/Often/Sometimes/Rarely/Never", "quality": "Excellent/Very good/Good/Fair/Poor",
    "frequency, traditional": "總是/經常/有時/偶爾/從不", "safety, traditional": "絕對安全/相當安全/不確定/不太安全/一點也不安全",
    "strength, traditional": "特別強/強/無所謂/不怎麼強/毫不強", "speed, traditional": "及時/還算及時/普通/不夠及時/不及時",
    "help, traditional": "極有幫助/有幫助/中立/不太有幫助/根本不有幫助",
    "liking, traditional": "很喜歡/喜歡/一般/不喜歡/很不喜歡",
    "openness, traditional": "完全公開/較為公開/一般/較不公開/完全不公開",
    "how good": "很好/较好/一般/较差/很差", "three": "满意/一般/不满意", "three, basic": "满意/基本满意/不满意",
    "four": "非常满意/比较满意/不太满意/非常不满意",
    "four in English": "very satisfied/fairly satisfied/not very satisfied/not at all satisfied",
    "six": "非常同意/同意/比较同意/比较不同意/不同意/非常不同意",
    "seven": "Strongly agree/Agree/Somewhat agree/Neutral/Somewhat disagree/Disagree/Strongly disagree",
    "seven in Chinese": "非常同意/同意/有点同意/一般/有点不同意/不同意/非常不同意",
}  # fmt: skip


@pytest.mark.parametrize("options", [text.split("/") for text in FULL.values()], ids=list(FULL))
@pytest.mark.parametrize("low", [0, 1])
def test_as_many_options_as_steps_are_the_steps(options, low):
    k = len(options)
    wanted = [float(low + place) for place in reversed(range(k))]
    assert codes(options, (low, low + k - 1)) == wanted
    assert codes(options[::-1] * 2, (low, low + k - 1)) == wanted[::-1] * 2
    lettered = [f"{letter}、 {option} " for letter, option in zip("ABCDEFG", options, strict=False)]
    assert codes(lettered, (low, low + k - 1)) == wanted


def test_a_satisfied_community_reaches_the_top():
    words = ["满意"] * 80 + ["比较满意"] * 10 + ["一般"] * 5 + ["较不满意"] * 3 + ["不满意"] * 2
    survey = gm.read_survey(pd.DataFrame({"q1": words}), TREE)
    assert gm.survey.score(survey).values["q1"].iloc[0] == pytest.approx(90.75)


@pytest.mark.parametrize(("words", "wanted"), [
    (["满意", "比较满意", "一般"], [5, 4, 3]), (["非常满意", "满意", "一般"], [5, 4, 3]),
    (["excellent", "fair", "good"], [5, 2, 3]),
    (["很满意", "基本满意", "不满意"], [5, 3, 2]), (["经常", "从不"], [4, 1]), (["非常满意", 3, "2", "非常不满意"], [5, 3, 2, 1]),
])  # fmt: skip
def test_options_that_nobody_chose_are_known_from_the_sets_in_use(words, wanted):
    assert codes(words) == wanted


def test_where_several_sets_fit_the_usual_one_is_taken_and_said():
    survey = gm.read_survey(pd.DataFrame({"q1": ["满意", "一般"]}), TREE)
    assert survey.answers["q1"].tolist() == [4, 3]
    assert any("could belong to another scale" in note and "q1" in note for note in survey.notes)
    full = gm.read_survey(pd.DataFrame({"q1": FULL["official"].split("/")}), TREE)
    assert not any("another scale" in note for note in full.notes)


@pytest.mark.parametrize(("words", "scale", "message"), [
    (["非常满意", "很满意", "满意"], (1, 5), "no code of the scale"),
    (FULL["seven"].split("/"), (1, 5), r"7 different options, and the scale from 1 to 5 has 5: .*scale=\{'q1': \(1, 7\)\}"),
    (["比较满意", "满意", "不满意"], (1, 5), "no code of the scale"),
    (["满意", "同意"], (1, 5), "words of several scales"), (["同意"], (1, 7), "no code of the scale"),
    (["very satisfied", "fully satisfied", "neutral"], (1, 5), "no code of the scale"),
])  # fmt: skip
def test_what_the_set_does_not_tell_is_refused(words, scale, message):
    with pytest.raises(gm.FaultyInput, match=message):
        codes(words, scale)


@pytest.mark.parametrize(("words", "scale", "wanted"), [
    (["10分（非常满意）", "1分（非常不满意）", "7", "8分"], (1, 10), [10, 1, 7, 8]),
    (["0 = not at all likely", "10 = extremely likely", 6], (0, 10), [0, 10, 6]),
    (["非常满意", 4, 9, "非常不满意"], (1, 10), [10, 4, 9, 1]),
    (["1 (very poor)", "2", "5 (excellent)"], (1, 5), [1, 2, 5]), (["非常同意(5分)", "同意（4分）"], (1, 5), [5, 4]),
])  # fmt: skip
def test_numbers_with_labelled_ends(words, scale, wanted):
    assert codes(words, scale) == wanted


@pytest.mark.parametrize("silent", ["不清楚", "说不清", "不了解", "不知道", "不适用", "拒答", "說不清", "D. 不清楚",
                                    "難以回答", "無法評價", "沒接觸過", "拒絕回答",
                                    "Don't know", "Don\u2019t know",
                                    "Not applicable", "Refused", "NO ANSWER"])  # fmt: skip
def test_what_is_no_answer_is_missing_and_counted(silent):
    survey = gm.read_survey(pd.DataFrame({"q1": ["非常满意"] * 3 + [silent] * 2}), TREE)
    assert gm.survey.score(survey).values["q1"].iloc[0] == 100
    assert survey.answers["q1"].isna().sum() == 2
    assert any("no answer count as missing" in note and "(2)" in note for note in survey.notes)
    declared = codes(["非常满意", silent], options={silent: 3})
    assert declared == [5, 3]


def test_not_to_know_is_an_answer_where_knowing_is_asked():
    assert codes(["非常了解", "比较了解", "一般", "不太了解", "不了解"]) == [5, 4, 3, 2, 1]
    assert np.isnan(codes(["非常满意", "不了解"])[1])


def test_options_that_are_given_are_completed_or_refused():
    assert codes(["看情况", "不同意", "同意"], options={"看情况": 3}) == [3, 2, 4]
    assert codes(["满意", "一般", "不满意"], options={"满意": 5}) == [5, 3, 1]
    with pytest.raises(gm.FaultyInput, match="no codes from 1 to 5 that go with those given"):
        codes(["满意", "比较满意", "一般"], options={"满意": 4})
    with pytest.raises(gm.FaultyInput, match="no code of the scale"):
        codes(["一般", "还可以"], options={"还可以": 3})


@pytest.mark.parametrize(("words", "given"), [
    ("非常满意/满意/一般/不满意/非常不满意", {"满意": 5}), ("1.非常满意/2.满意/3.一般/4.不满意/5.非常不满意", {"1.非常满意": 1}),
    ("非常满意/满意/凑合/不满意/非常不满意", {"非常满意": 1}), ("满意/同意/看情况", None), ("非常满意/很满意/满意", None),
])  # fmt: skip
def test_codes_that_are_asked_for_are_all_listed_and_make_it_readable(words, given):
    texts = words.split("/")
    with pytest.raises(gm.FaultyInput) as caught:
        codes(texts, options=given)
    (fault,) = caught.value.faults
    asked = ast.literal_eval(str(fault).split("options=")[1])
    assert {text: code for text, code in asked.items() if code is not ...} == (given or {})
    assert sorted(asked) == sorted(texts)
    assert not (given and "scale=" in str(fault))  # with one code given these are not all options
    filled = {text: code for code, text in enumerate(asked, 1)}
    assert codes(texts, options=filled) == [filled[text] for text in texts]


MARKS = {
    "point": "{n}.{w}", "comma": "{n}、{w}", "equals": "{n}={w}", "full equals": "{n}＝{w}", "brackets": "({n}){w}",
    "full brackets": "（{n}） {w}", "square": "[{n}] {w}", "dash": "{n} - {w}", "blank": "{n} {w}", "points": "{n}分 {w}",
    "points in front": "{n}分（{w}）", "word in brackets": "{n} ({w})", "behind": "{w}({n})", "points behind": "{w}（{n}分）",
    "equals behind": "{w}={n}", "ring": "{r}{w}", "full width": "{f}．{w}", "letter too": "A. {w} ({n})",
}  # fmt: skip
LISTS = {"point", "comma", "ring", "full width"}
AGREED = {
    5: ["very satisfied/satisfied/neutral/dissatisfied/very dissatisfied", "优秀/良好/一般/较差/差",
        *(FULL[name] for name in ("garden city (minanzk.com 461)", "frequency", "official, basic", "importance"))],
    4: ["优/良/中/差", "优秀/良好/合格/不合格", FULL["four in English"]],
    3: ["优秀/合格/不合格", "达标/基本达标/不达标", FULL["three"]],
}  # fmt: skip


def marked(mark, words, numbers):
    pairs = zip(words, numbers, strict=True)
    return [MARKS[mark].format(w=w, n=n, r="⓪①②③④⑤"[n], f="０１２３４５"[n]) for w, n in pairs]


@pytest.mark.parametrize(("mark", "third"), crossed(MARKS, range(3), 3))
def test_numbers_beside_words_agree_with_them_or_are_a_fault(mark, third):
    every = [(steps, text.split("/")) for steps, sets in AGREED.items() for text in sets]
    for steps, words in every[third::3]:
        down = list(range(steps, 0, -1))
        assert codes(marked(mark, words, down), (1, steps)) == down
        assert codes(marked(mark, words[:-1], down[:-1]), (1, steps)) == down[:-1]
        if mark in LISTS:  # such numbers count the options
            assert codes(marked(mark, words, down[::-1]), (1, steps)) == down
            continue
        with pytest.raises(gm.FaultyInput, match="the numbers run against the words") as error:
            codes(marked(mark, words, down[::-1]), (1, steps))
        for way_out in re.findall(r"options=(\{[^}]*\})", str(error.value)):
            given = ast.literal_eval(way_out)
            assert codes(marked(mark, words, down[::-1]), (1, steps), options=given) in (down, down[::-1])


@pytest.mark.parametrize(("cells", "scale", "wanted"), [
    (["5.很好", "4.好", "3.过得去", "2.不好", "1.很不好"], (1, 5), [5, 4, 3, 2, 1]),  # a word that no list knows
    (["90分 非常满意", "60分（一般）", "45"], (0, 100), [90, 60, 45]), (["8=满意", "3=不满意"], (1, 10), [8, 3]),
    (["1.是", "2.否"], (0, 1), [1, 0]), (["1=参加过", "2=未参加"], (0, 1), [1, 0]),  # 2 is no code: it counts the options
    (["①", "③", "⑤"], (1, 5), [1, 3, 5]), (["(4)", "（2）", "３"], (1, 5), [4, 2, 3]), (["5分", "4 分", "1"], (1, 5), [5, 4, 1]),
    (["A=非常满意", "(B)满意", "C一般"], (1, 5), [5, 4, 3]), (["4=满意", "1=很不满意", "3=基本满意"], (1, 5), [4, 1, 3]),
])  # fmt: skip
def test_numbers_decide_where_words_do_not_tell(cells, scale, wanted):
    assert codes(cells, scale) == wanted


@pytest.mark.parametrize(("cell", "runs"), [("1=非常满意", True), ("(2)满意", True), ("5 - never", True), ("3.满意", False),
                                            ("2.满意", False), ("4、满意", False), ("9=拒答", False)])  # fmt: skip
def test_an_option_that_stands_alone_is_at_its_end(cell, runs):
    if runs:
        with pytest.raises(gm.FaultyInput, match="run against"):
            codes([cell] * 3)
    else:
        assert codes([cell] * 3)[0] in (4, pytest.approx(np.nan, nan_ok=True))


COUNTED, TAKEN = "count them and were not taken as codes", "were taken as codes"


@pytest.mark.parametrize(("cells", "scale", "wanted", "note"), [
    (["1. Strongly agree", "2. Agree", "3. Neither agree nor disagree", "4. Disagree", "5. Strongly disagree"], (1, 5),
     [5, 4, 3, 2, 1], COUNTED),
    (["1) Always", "2) Often", "3) Sometimes", "4) Rarely", "5) Never", "6) Don't know"], (1, 5), [5, 4, 3, 2, 1, None], COUNTED),
    (["①總是", "②經常", "③有時", "④很少", "⑤從不"], (1, 5), [5, 4, 3, 2, 1], COUNTED),
    (["1、非常滿意", "２．滿意", "３，普通", "4.不滿意", "(五)非常不滿意"], (1, 5), [5, 4, 3, 2, 1], COUNTED),
    (["①、很好", "②、好", "④、不好"], (1, 5), [5, 4, 2], COUNTED),
    (["1.满意", "2.比较满意", "5.不满意"], (1, 5), [5, 4, 1], COUNTED),  # the places tell that the best is 满意
    (["1.满意", "5.不满意"], (1, 5), [5, 1], COUNTED), (["1.满意", "2.比较满意"], (1, 5), [5, 4], COUNTED),
    (["一、非常满意", "四、不满意"], (0, 4), [4, 1], COUNTED),
    (["1.非常满意(5)", "2.满意(4)"], (1, 5), [5, 4], None), (["A.非常满意", "B.满意"], (1, 5), [5, 4], None),
    (["5.非常满意", "4.满意", "1.非常不满意"], (1, 5), [5, 4, 1], None),
    (["5.很好", "4.好", "3.过得去", "1.很不好"], (1, 5), [5, 4, 3, 1], TAKEN),
])  # fmt: skip
def test_numbers_that_count_the_options_are_no_codes(cells, scale, wanted, note):
    survey = gm.read_survey(pd.DataFrame({"q1": cells}), TREE, scale)
    assert [None if np.isnan(code) else code for code in survey.answers["q1"]] == wanted
    assert {text for text in (COUNTED, TAKEN) if any(text in told for told in survey.notes)} == (
        {note} if note else set()
    )


@pytest.mark.parametrize("bare", [2, "2", "2分"])
def test_numbers_that_count_the_options_are_no_codes_beside_codes(bare):
    """2 is the second option or two of five points: which, nothing tells."""
    with pytest.raises(gm.FaultyInput, match="run against the words"):
        codes(["1.非常满意", "3.一般", bare])


def test_a_word_that_no_list_knows_has_no_code_by_its_place():
    with pytest.raises(gm.FaultyInput, match=r"give its code: options=\{'3.过得去'"):
        codes(["1.很好", "2.好", "3.过得去", "4.不好", "5.很不好"])
    assert codes(["1.很好", "2.好", "3.过得去", "4.不好", "5.很不好"], options={"3.过得去": 3}) == [
        5,
        4,
        3,
        2,
        1,
    ]


@pytest.mark.parametrize("words", ["达标/不达标", "√/×", "是/否", "有/无", "有/没有", "Yes/No", "✓/✗", "已完成/未完成",
                                   "合格/不合格", "參加過/未參加", "通过/未通过"])  # fmt: skip
@pytest.mark.parametrize("low", [0, 1])
def test_two_options_are_the_two_steps_and_no_five(words, low):
    yes, no = words.split("/")
    assert codes([yes, no, yes], (low, low + 1)) == [low + 1, low, low + 1]
    assert codes([yes], (low, low + 1)) == [low + 1]
    assert codes([no], (low, low + 1)) == [low]
    with pytest.raises(gm.FaultyInput, match=r"if these are all options, read with scale=\{'q1': \(1, 2\)\}"):
        codes([yes, no])


@given(
    st.lists(st.sampled_from(FULL["official"].split("/")), min_size=2, max_size=5, unique=True),
    st.sampled_from(sorted(MARKS)),
    st.permutations([1, 2, 3, 4, 5]),
)
def test_numbers_change_no_code_that_the_words_have(words, mark, numbers):
    """Whatever numbers stand beside them: the codes of the words alone, or a fault."""
    try:
        found = codes(marked(mark, words, numbers[: len(words)]))
    except gm.FaultyInput:
        return
    assert np.argsort(found).tolist() == np.argsort(codes(words)).tolist()


MODIFIED = [f"{degree}{no}满意" for degree in ("非常", "很", "", "比较", "基本") for no in ("", "不")] + [
    "一般",
    "不太满意",
]
ORDER = {text: word_of(text).strength for text in MODIFIED}


@given(st.lists(st.sampled_from(MODIFIED), min_size=1, max_size=7, unique=True), st.integers(2, 7))
def test_codes_are_in_the_order_of_the_words_or_there_are_none(words, steps):
    try:
        found = codes(words, (1, steps))
    except gm.FaultyInput:
        return
    assert all(1 <= code <= steps and code == int(code) for code in found)
    for (a, x), (b, y) in itertools.combinations(zip(words, found, strict=True), 2):
        assert (x < y) == (ORDER[a] < ORDER[b])
        assert x != y
    if len(words) == steps:
        assert sorted(found) == list(range(1, steps + 1))


def test_the_sets_are_in_order_and_of_their_length():
    for steps, scales in SCALES.items():
        for _, places in scales:
            assert len(places) == steps
            assert all(max(a) < min(b) for a, b in itertools.pairwise(places))


@pytest.mark.parametrize("words", ["从不/偶尔/有时/经常/总是", "never/occasionally/sometimes/often/always"])
def test_now_and_then_is_less_than_sometimes(words):
    assert codes(words.split("/")) == [1, 2, 3, 4, 5]


def test_two_words_for_the_same_end_are_not_given_one_code():
    """Where no known set fits, one word for each end is enough; two for one end would need two codes."""
    for strengths, places in (({-5, 4}, {-5: 0, 4: 8}), ({4}, {4: 8}), ({4, 5}, None), ({-5, -4}, None)):
        assert _candidates(strengths, 9, "en") == ([places] if places else [])
