"""Chinese on any machine: a font that travels with the package, the system's for rarer characters, never a box."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.words import Text
from govmetrics.core.words.visible import visible

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.text import Text as Drawn

FAMILY = "Govmetrics Sans SC"
_FILE = Path(__file__).parent / "font" / "GovmetricsSansSC-Regular.otf"
_LOCK = Lock()  # matplotlib's list of fonts is one for all threads

# For characters that the package's own font lacks; all that are installed are used, in this order.
_SYSTEM = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Microsoft YaHei", "SimHei", "SimSun", "SimSun-ExtB", "PingFang SC",
    "Hiragino Sans GB", "Heiti SC", "STHeiti", "Songti SC", "Arial Unicode MS", "AR PL UMing CN",
    "Droid Sans Fallback",
)  # fmt: skip
# Signs without a shape of their own are left out of a label; a tab is a blank.
_SHAPELESS: dict[int, str | None] = {
    **dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x2060, 0x2066), 0xFEFF]),
    ord("\t"): " ",
}


def drawable(text: str) -> str:
    r"""Return a text as a picture shows it: `visible`, without signs that have no shape.

    Examples
    --------
    >>> print(drawable("East\u200b\tabc\u202egpj"))
    East abc\u202egpj
    """
    return visible(text).translate(_SHAPELESS)


@cache
def _families() -> tuple[str, ...]:
    from matplotlib import font_manager

    with _LOCK:
        manager = font_manager.fontManager
        if FAMILY not in manager.get_font_names():
            manager.addfont(_FILE)
        installed = set(manager.get_font_names())
    return (FAMILY, "DejaVu Sans", *(name for name in _SYSTEM if name in installed))


def families() -> list[str]:
    """Return the fonts that a text is drawn with: each character comes from the first one that has it.

    Examples
    --------
    >>> families()[:2]
    ['Govmetrics Sans SC', 'DejaVu Sans']
    """
    return list(_families())


@cache
def _characters(family: str) -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties(family=[family]))).get_charmap())


def undrawable(text: str) -> list[str]:
    """Return the characters of a text that no font can draw, each once, in order.

    Examples
    --------
    >>> undrawable("某某街道 - River ward, 85 %")
    []
    """
    wanted = list(dict.fromkeys(drawable(text).replace("\n", "")))
    for family in _families():
        if not wanted:
            break
        wanted = [character for character in wanted if ord(character) not in _characters(family)]
    return wanted


def dress(artists: Iterable[Artist]) -> None:
    """Draw every text of some artists in fonts that have its characters; refuse those that no font has."""
    from matplotlib.text import Text as Drawn

    found = [text for artist in artists for text in artist.findobj(Drawn) if isinstance(text, Drawn)]
    faults = [fault for text in found for fault in _faults(text)]
    if faults:
        raise FaultyInput(list(dict.fromkeys(faults)))
    for text in found:
        text.set_text(drawable(text.get_text()))
        text.set_fontfamily(families())


def _faults(text: Drawn) -> list[Fault]:
    shown = text.get_text()
    return [
        Fault(
            shown,
            "no installed font has the character {character} (U+{number:04X}), which would be drawn as a box",
            Text("install one that has it, for example Noto Sans CJK SC"),
            character=character,
            number=ord(character),
        )
        for character in undrawable(shown)
    ]
