"""Bytes of a text file as text: UTF-8, UTF-16 with its mark, or Chinese in GB18030; nothing else is guessed."""

from __future__ import annotations

from collections import Counter

from govmetrics.core.errors import FaultyInput
from govmetrics.core.words import Text

_SAVE = "save the file as UTF-8"
_WRITE = "give a file of text, saved as UTF-8"
_KANA = {chr(code) for code in range(0x3040, 0x3100)}
_LEAST = 0.7  # real tables have .73 (of rare given names) to 1, misread ones mostly below .5: tests/core/test_encodings.py


def decode(raw: bytes, name: str) -> str:
    """Return the text of `decoded` alone."""
    return decoded(raw, name)[0]


def decoded(raw: bytes, name: str, way_out: str = _WRITE) -> tuple[str, str]:
    """Return text from UTF-8 (BOM or not), UTF-16 with BOM or GB18030 bytes, and which; say so when it is none of them.

    `way_out` is told of what is no text at all, such as a workbook under another name.

    Bytes of Latin-1, Big5 or Shift-JIS make characters in GB18030 too, but hardly any that Chinese text consists of:
    such a file is refused. EUC-JP and EUC-KR fill the same bytes as simplified Chinese and cannot be told from it.
    """
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not marked and b"\x00" in raw[:4096]:
        raise FaultyInput(name, "is not text", way_out)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            place = error.start
            continue
        if encoding == "gb18030":
            _refuse_misread(text, name)
        return text, encoding
    problem = "is not readable UTF-16" if marked else "is neither UTF-8 nor GB18030"
    raise FaultyInput(line_of(name, raw[:place].count(b"\n") + 1), problem, _SAVE)


def _refuse_misread(text: str, name: str) -> None:
    counts = {character: times for character, times in Counter(text).items() if not character.isascii()}
    odd = min(({c for c in counts if not usual(c)} for usual in (_simplified, _traditional)),
              key=lambda found: sum(counts[c] for c in found))  # fmt: skip
    if sum(counts[c] for c in odd) <= (1 - _LEAST) * sum(counts.values()):
        return
    row, line = next((row, line) for row, line in enumerate(text.split("\n"), start=1) if odd & set(line))
    problem = "is neither UTF-8 nor GB18030, as which it would read {text!r}"
    raise FaultyInput(line_of(name, row), problem, _SAVE, text=line.strip()[:40])


def line_of(file: str, line: int) -> Text:
    """Return a line of a file as the place of a fault."""
    return Text("{file}, line {line}", file=file, line=line)


def _simplified(character: str) -> bool:
    """Tell whether GB 2312 has a character among its signs or ideographs (not its kana, Greek or Cyrillic)."""
    lead = _lead(character, "gb2312")
    return 0xA1 <= lead <= 0xA3 or lead >= 0xB0


def _traditional(character: str) -> bool:
    """Tell whether Big5 has a character among its signs or its 5,401 frequent ideographs."""
    return 0xA1 <= _lead(character, "big5") <= 0xC6 and character not in _KANA


def _lead(character: str, encoding: str) -> int:
    """Return the first byte of a character, 0 where the encoding lacks it."""
    return next(iter(character.encode(encoding, "ignore")), 0)
