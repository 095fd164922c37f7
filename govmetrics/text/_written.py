"""How texts are kept and how they are compared: odd signs, blanks, full-width letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import numpy as np

from govmetrics.core.labels import CJK
from govmetrics.numerics.arrays import Ints
from govmetrics.text._traditional import in_simplified

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200c\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\ud800-\udfff]"
)
_LINE = re.compile("\r\n?|[\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"\s+")
_WITHIN_CHINESE = re.compile(rf"(?<=[{CJK}，、；]) *\n *(?=[{CJK}])")
_SENTENCES = re.compile(r"[。！？!?；;\n]+|\.(?=\s|$)")


def written(text: str) -> str:
    r"""Return a text as it is kept: line ends alike, no control characters, no signs without width, NFC.

    Examples
    --------
    >>> written("路灯\x00坏了\r\n修")
    '路灯坏了\n修'
    """
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE.sub("\n", text)))


def compared(text: str, simplify: bool = False) -> str:
    r"""Return a text as it is searched: full-width and small letters alike, blanks one, on request simplified.

    Examples
    --------
    >>> compared("ＡＰＰ  上报\n治理", False)
    'app 上报 治理'
    """
    told = _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).lower()
    return in_simplified(told) if simplify else told


def joined_lines(text: str) -> str:
    """Return the text of a printed page, whose lines end within Chinese words, without these ends."""
    return _WITHIN_CHINESE.sub("", text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, by the signs that end them.

    Examples
    --------
    >>> sentences("路灯坏了。修好了吗？It cost 3.5 yuan. Fine")
    ['路灯坏了', '修好了吗', 'It cost 3.5 yuan', ' Fine']
    """
    return [part for part in _SENTENCES.split(text) if part.strip()]


def lengths(texts: Iterable[str]) -> Ints:
    """Return how many characters texts have, blanks and line ends apart."""
    return np.array([len(text) - sum(map(len, _BLANKS.findall(text))) for text in texts], dtype=np.int64)
