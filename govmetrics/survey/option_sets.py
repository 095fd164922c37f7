"""The codes of rating words, which follow from the set of options that an item has, not from each word alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from govmetrics.survey.option_words import Word

Places = tuple[frozenset[int], ...]


def _places(*strengths: str) -> Places:
    """Return the strengths that a place of a scale may have, from the lowest place to the highest."""
    return tuple(frozenset(int(one) for one in place.split()) for place in strengths)


_USUAL = _places("-5 -4", "-3 -2 -1", "0", "2 3", "4 5")
_ANY, _DEGREES = frozenset({"zh", "en", "frequency", "quality"}), frozenset({"zh", "en"})
SCALES: dict[int, list[tuple[frozenset[str], Places]]] = {
    5: [
        (_ANY, _USUAL),
        (_DEGREES, _places("-3", "-2 -1", "0", "1 2", "3")),  # 满意/比较满意/一般/较不满意/不满意
        (_DEGREES, _places("-3", "-2 -1", "0", "2 3", "4 5")),  # 非常满意/比较满意/一般/不太满意/不满意
        (frozenset({"zh"}), _places("-5 -4", "-3", "1", "3", "4 5")),  # 很满意/满意/基本满意/不满意/很不满意
        (frozenset({"zh"}), _places("-3", "-1", "2", "3", "4 5")),  # 非常重要/重要/比较重要/不太重要/不重要
        (
            frozenset({"en"}),
            _places("-5 -3", "-1 1", "2", "3", "5"),
        ),  # very/important/somewhat/not very/not at all
        (frozenset({"frequency"}), _places("-5", "-4 -3", "-1", "3", "4 5")),  # 总是/经常/偶尔/很少/从不
        (frozenset({"quality"}), _places("-3", "0 1", "3", "4", "5")),  # excellent/very good/good/fair/poor
    ],
    4: [
        (_ANY, _places("-5 -4", "-3 -2 -1", "2 3", "4 5")),
        (_DEGREES, _places("-3", "-2 -1", "1 2", "3")),
        (frozenset({"frequency"}), _places("-5", "-4 -3", "-1 0", "3 4 5")),
        (
            frozenset({"quality"}),
            _places("-5 -4 -3", "-1 0", "3", "4 5"),
        ),  # 优/良/中/差, 优秀/良好/合格/不合格
    ],
    3: [
        (_ANY, _places("-5 -4 -3", "0", "3 4 5")),
        (_DEGREES | {"choice"}, _places("-3", "1 2", "3")),
        (frozenset({"quality"}), _places("-3", "-1", "3 4 5")),  # 优秀/合格/不合格
    ],
    2: [
        (_DEGREES | {"frequency", "choice"}, _places("-5 -4 -3 -2 -1", "1 2 3 4 5")),
        (frozenset({"quality"}), _places("-5 -4 -3 -2", "-1 1 2 3 4 5")),  # 合格/不合格
    ],
}
"""Sets of options in use and their kinds, for where not all were chosen; of those with five the first is the usual one."""


class Codes(NamedTuple):
    """Codes of words, or nothing where the set does not tell; and whether another set would give other codes."""

    of: dict[str, float]
    unsure: bool = False


def codes_of(
    words: Mapping[str, Word],
    ends: tuple[float, float],
    given: Mapping[str, float],
    taken: Iterable[float],
    numbered: Iterable[Mapping[str, float]] = (),
) -> Codes:
    """Return the codes of the words of an item.

    As many words as the scale has steps are its steps, from the least to the most. Fewer words are looked up in
    `SCALES`; on five steps the usual set decides where several fit. Words for the ends alone are the ends.

    Parameters
    ----------
    words : mapping of option to Word
        Every option of the item that is a rating word.
    ends : (low, high)
        Of the scale, with whole steps.
    given : mapping of option to code
        Codes that the user declared for some of the words: sets that contradict them do not count.
    taken : codes
        Of other options, which no word may have.
    numbered : mappings of option to number, optional
        Numbers beside the words, in each way they may be meant: where several sets fit, the one that has them is meant.

    Examples
    --------
    >>> from govmetrics.survey.option_words import word_of
    >>> words = {text: word_of(text) for text in ("满意", "比较满意", "一般", "较不满意", "不满意")}
    >>> codes_of(words, (1, 5), {}, ()).of
    {'满意': 5, '比较满意': 4, '一般': 3, '较不满意': 2, '不满意': 1}
    """
    low, steps = ends[0], round(ends[1] - ends[0]) + 1
    strengths = {word.strength for word in words.values()}
    scales = scales_in(words.values())
    if (len(strengths) < len(words) and scales != {"choice"}) or len(scales) > 1:  # 是 and yes say the same
        return Codes({})
    busy = set(taken)
    fits: list[dict[str, float]] = []
    for places in _candidates(strengths, steps, _kind(words)):
        found = {text: low + places[word.strength] for text, word in words.items()}
        kept = {text: code for text, code in found.items() if text not in given}
        if (
            all(found[text] == code for text, code in given.items())
            and not busy & set(kept.values())
            and found not in fits
        ):
            fits.append(found)
    same = [codes for told in numbered if told for codes in fits if told.items() <= codes.items()]
    if same:
        return Codes(same[0])
    usual = _fitted(_USUAL, strengths) if steps == len(_USUAL) else {}
    if len(fits) > 1 and not (
        usual and fits[0] == {text: low + usual[word.strength] for text, word in words.items()}
    ):
        return Codes({})
    return Codes(fits[0], len(fits) > 1) if fits else Codes({})


def scales_in(words: Collection[Word]) -> set[str]:
    """Return the scales that words are of; 好 and 差 are also said of quality."""
    families = {word.family for word in words} - {""}
    return families - {"好"} if "quality" in families else families


def _kind(words: Mapping[str, Word]) -> str:
    """Return what the words speak of: how often, how good, or degrees in Chinese or English."""
    families = {word.family for word in words.values()} & {"frequency", "quality", "choice"}
    return families.pop() if families else "en" if all(text.isascii() for text in words) else "zh"


def _candidates(strengths: set[int], steps: int, kind: str) -> list[dict[int, int]]:
    """Return for every set of options that the words may belong to the place of each strength."""
    if len(strengths) == steps:
        return [{strength: place for place, strength in enumerate(sorted(strengths))}]
    found = [_fitted(places, strengths) for kinds, places in SCALES.get(steps, []) if kind in kinds]
    known = [places for places in found if places]
    least, most = {s for s in strengths if s <= -4}, {s for s in strengths if s >= 4}
    if not known and least | most == strengths and len(least) < 2 and len(most) < 2:
        return [dict.fromkeys(least, 0) | dict.fromkeys(most, steps - 1)]
    return known


def _fitted(places: Places, strengths: set[int]) -> dict[int, int]:
    """Return the place of each strength; nothing where one has none, or two have the same."""
    found = {s: place for place, some in enumerate(places) for s in strengths & some}
    return found if len(found) == len(strengths) == len(set(found.values())) else {}
