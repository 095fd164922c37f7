"""Words of rating scales: how far each goes, by its modifier, negation and stem; and words that are no answer."""

from __future__ import annotations

import re
from typing import NamedTuple

from govmetrics.core.simplified import simplified


class Word(NamedTuple):
    """What a text says: of which scale it is ("" of any), and how far it goes, from -5 (least) over 0 to 5."""

    family: str
    strength: int


_STEMS = (
    "满意|同意|符合|认同|赞同|赞成|重要|信任|了解|清楚|熟悉|知道|支持|愿意|喜欢|方便|便利|及时|安全|公平|公正|公开|透明|有效|"
    "合理|必要|有必要|关心|关注|有帮助|可能|好|高|大|强|快"
)
_OPPOSITE = {"差": "好", "低": "高", "小": "大", "弱": "强", "慢": "快", "反对": "支持", "不满": "满意"}
_MOST = "非常|十分|极其|极为|极度|完全|特别|最为|最|极|绝对"
_MUCH, _RATHER = "很|相当|挺", "比较|较为|较|偏"
_BARELY = "基本上|基本|大致|还算|尚|有点|有些|略微|略|稍微|稍|部分"
_DEGREE = {
    word: degree
    for words, degree in ((_MOST, 5), (_MUCH, 4), (_RATHER, 2), (_BARELY, 1))
    for word in words.split("|")
}
_CHINESE = re.compile(
    rf"(?P<degree>{_MOST}|{_MUCH}|{_RATHER}|{_BARELY})?(?P<no>一点[也都]不|根本不|毫不|不)?(?P<little>是很|太|大|很|怎么|够)?"
    rf"(?P<stem>{_STEMS}|{'|'.join(_OPPOSITE)})"
)
_DEGREES_EN = {"extremely completely totally strongly very fully entirely absolutely highly": 5,
               "quite pretty rather fairly somewhat mostly moderately reasonably partly partially generally": 2,
               "slightly": 1}  # fmt: skip
_DEGREE_EN = {word: degree for words, degree in _DEGREES_EN.items() for word in words.split()}
_ENGLISH = re.compile(
    rf"(?P<not>not )?(?P<little>very |so |too |particularly |really )?(?P<all>at all )?(?:(?P<degree>{'|'.join(_DEGREE_EN)}) )?"
    r"(?P<anti>dis|un)?(?P<stem>agree|satisfied|important|likely|trust|confident|useful|helpful|concerned|safe|familiar|clear|"
    r"happy|interested|willing|effective|supportive)(?P<end> at all)?"
)
_FIXED = {
    "frequency": {
        -5: "从不|从未|从来没有|从没有|never", -4: "极少|几乎从不|几乎不|hardly ever|almost never",
        -3: "很少|较少|rarely|seldom", -1: "偶尔|occasionally", 0: "有时|有时候|sometimes", 3: "经常|常常|often|frequently",
        4: "通常|几乎总是|usually|very often|almost always", 5: "总是|一直|每次|always",
    },
    "quality": {
        -5: "terrible|极差", -4: "very poor|very bad", -3: "poor|bad|不及格|不合格", -1: "及格|合格", 1: "fair",
        3: "good|良好|良", 4: "very good", 5: "excellent|优秀|优", 0: "中",
    },
    "choice": {
        -5: "definitely no|definitely not|肯定不会|一定不会", -2: "probably no|probably not|可能不会",
        -3: "否|不是|无|没有|未参加|没参加过|不达标|未达标|不通过|未通过|未完成|错|×|✗|✘|no", 1: "基本达标|基本完成|部分完成",
        2: "probably yes|probably|可能会", 5: "definitely yes|definitely|肯定会|一定会",
        3: "是|有|参加过|参加|达标|通过|已完成|完成|对|√|✓|✔|yes",
    },
    "": {0: "一般|一般般|普通|中立|中等|无所谓|不确定|不好不坏|neutral|undecided|average|so-so"},
}  # fmt: skip
_KNOWN = {text: Word(family, strength) for family, table in _FIXED.items() for strength, texts in table.items()
          for text in texts.split("|")}  # fmt: skip
_SILENT = (
    "不适用|拒答|拒绝回答|拒绝|说不清|说不清楚|说不好|不好说|难说|难以回答|无法回答|无法评价|未回答|不愿回答|没有接触过|未接触|没接触过|不清楚|"
    "不了解|不知道|don't know|dont know|do not know|dk|not applicable|refused|no answer|no opinion|can't say|cannot say|"
    "prefer not to say|not answered|no response|unknown"
)
_NO_ANSWER = frozenset(_SILENT.split("|"))


def plain(text: str) -> str:
    """Return an option as it is compared: trimmed, in lower case, simplified, with usual apostrophes and blanks."""
    read = simplified(text).strip().lower().replace("’", "'").rstrip("。.")
    return re.sub(r"\s+", " ", read)


def word_of(text: str) -> Word | None:
    """Return how far a text goes on a rating scale; None where it is no word of one.

    Examples
    --------
    >>> word_of("比较满意"), word_of("不太滿意")
    (Word(family='满意', strength=2), Word(family='满意', strength=-1))
    >>> word_of("Strongly disagree"), word_of("blue")
    (Word(family='agree', strength=-5), None)
    """
    read = plain(text)
    if read in _KNOWN:
        return _KNOWN[read]
    if re.fullmatch(r"neither .+ nor .+|既不.+也不.+", read):
        return Word("", 0)
    return _chinese(read) or _english(read)


def is_no_answer(text: str, families: set[str]) -> bool:
    """Tell whether a text says that there is no answer: 不了解 does, unless the item's other options speak of 了解.

    Examples
    --------
    >>> is_no_answer("不了解", {"满意"}), is_no_answer("不了解", {"了解"}), is_no_answer("Don’t know", set())
    (True, False, True)
    """
    if plain(text) not in _NO_ANSWER:
        return False
    word = word_of(text)
    return word is None or word.family not in families


def _chinese(read: str) -> Word | None:
    found = _CHINESE.fullmatch(read)
    if not found or (found["little"] and found["no"] != "不"):
        return None
    stem, degree = found["stem"], _DEGREE.get(found["degree"] or "", 3)
    family = _OPPOSITE.get(stem, stem)
    if found["no"] and stem in _OPPOSITE:
        return None
    if found["little"]:
        return None if found["degree"] else Word(family, -1)
    if found["no"] and found["no"] != "不":
        return None if found["degree"] else Word(family, -5)
    return Word(family, -degree if found["no"] or stem in _OPPOSITE else degree)


def _english(read: str) -> Word | None:
    found = _ENGLISH.fullmatch(read)
    if not found:
        found = _ENGLISH.fullmatch(re.sub(r"(.+) not at all", r"not at all \1", read))
    if not found:
        return None
    degree = _DEGREE_EN.get(found["degree"] or "", 3)
    if not found["not"]:
        if found["all"] or found["end"]:
            return None
        degree = 5 if found["little"] and found["little"].strip() == "very" else degree
        return Word(found["stem"], -degree if found["anti"] else degree)
    if found["anti"]:
        return None
    return Word(found["stem"], -5 if found["all"] or found["end"] else -1 if found["little"] else -3)
